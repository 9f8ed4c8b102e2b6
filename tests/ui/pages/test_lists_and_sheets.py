"""Today's list, people, procedures and the sheet: what they show, where they lead."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from anefdesk.catalogue.loader import load
from anefdesk.domain.case import RequestKind
from anefdesk.domain.draft import Draft
from anefdesk.i18n.isolates import neutral
from anefdesk.services.agenda import Agenda
from anefdesk.services.rights import key_of
from anefdesk.ui import words
from anefdesk.ui.models.people import NATIVE
from anefdesk.ui.pages.destinations import Leaf, Resume, ToClock, ToDesk, ToNewPerson, ToPaper, ToPerson
from anefdesk.ui.pages.home import HomePage
from anefdesk.ui.pages.paper import PaperPage
from anefdesk.ui.pages.people import PeoplePage
from anefdesk.ui.pages.procedures import ProceduresPage
from anefdesk.ui.widgets.carrying import CarryingButton
from tests.ui.pages.conftest import Counter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


def test_the_late_comes_first_and_says_when_in_words(counter: Counter) -> None:
    page = counter.show(HomePage(*counter.given))
    rows = [page._model.at(at) for at in range(page._model.rowCount())]
    late = [row for row in rows if row.overdue]
    assert rows[: len(late)] == late
    permit = next(at for at, row in enumerate(rows) if row.what == "permit_end")
    assert "en retard, il y a 20 jours" in page._model.index(0, 0).data()
    assert "dans 40 jours" in page._model.index(permit, 0).data()  # the other permit that is over: its renewal is filed
    for part in (late, rows[len(late) :]):
        assert [row.on for row in part] == sorted(row.on for row in part)
    planned = next(at for at, row in enumerate(rows) if row.what == "planned")
    law = next(at for at, row in enumerate(rows) if row.what == "clock")
    for at in (permit, planned, law):
        page._open(at)
    obj = rows[planned].obj
    assert obj is not None
    assert counter.went == [ToPerson(rows[permit].case), ToDesk(rows[planned].case, obj), ToClock(rows[law].case)]


def test_a_parked_draft_waits_on_the_first_page(counter: Counter) -> None:
    counter.ask(counter.session.park, Draft("new_person", {"family": "Canari"}))
    page = counter.show(HomePage(*counter.given))
    waiting = page._side.findChildren(CarryingButton)
    assert [button.text() for button in waiting] == ["Nouvelle personne"]
    waiting[0].click()
    assert counter.went == [Resume("new_person")]


def test_a_day_with_nothing_due_says_what_to_do(counter: Counter) -> None:
    page = counter.show(HomePage(*counter.given))
    page._show(Agenda((), 0))
    assert page._empty.isVisible()
    page._empty.acted.emit()
    assert counter.went == [ToNewPerson()]


@pytest.mark.parametrize("typed", ["haidari", "حيدري", "0639980001", "04/05/1990"])
def test_people_are_found_while_typing_and_enter_opens(counter: Counter, typed: str) -> None:
    page = counter.show(PeoplePage(*counter.given))
    page.line.setText(typed)  # QTest types ASCII only
    counter.settle()
    native = neutral(page._model.index(0, NATIVE).data())
    assert native == "کناری حیدری زهرا"
    QTest.keyClick(page.line, Qt.Key.Key_Return)
    assert counter.went == [ToPerson(counter.case("Haidari"))]


def test_nobody_found_says_what_to_try(counter: Counter) -> None:
    page = counter.show(PeoplePage(*counter.given, "zzzzqqq"))
    assert page._empty.isVisible()
    assert not page.table.isVisible()


def test_the_models_hold_together(counter: Counter, qtmodeltester: object) -> None:
    page = counter.show(PeoplePage(*counter.given))
    qtmodeltester.check(page._model)  # type: ignore[attr-defined]  # pytest-qt is untyped here
    assert page._model.rowCount(QModelIndex()) == 9


def test_a_procedure_is_found_and_begun_by_keyboard(counter: Counter) -> None:
    case = counter.case("Tesfay")
    page = counter.show(ProceduresPage(*counter.given, case, "ar"))
    QTest.keyClicks(page.line, "refugie")
    counter.settle()
    QTest.keyClick(page.line, Qt.Key.Key_Return)
    assert page._chosen is not None
    assert page._chosen.procedure.id == "refugie"
    page._chosen.request.set_value(RequestKind.FIRST)
    page._chosen.button.click()
    counter.settle()
    went = counter.went[-1]
    assert isinstance(went, ToDesk)
    file = counter.ask(counter.session.desk.casework.reload, case).file
    assert file.demarches[-1].id == went.demarche
    assert file.demarches[-1].procedure == "refugie"


def test_every_family_of_procedures_has_a_name() -> None:
    assert {procedure.family for procedure in load().procedures.values()} == set(words.FAMILY)


def test_a_blank_form_needs_nobody(counter: Counter) -> None:
    page = counter.show(ProceduresPage(*counter.given, None, "ru"))
    page.choose("duplicata")
    assert page._chosen is not None
    assert not page._chosen.button.isVisible()
    page.print_page()
    assert counter.went == [ToPaper(Leaf.BLANK, "ru", procedure="duplicata", request=RequestKind.REPLACEMENT)]


@pytest.mark.parametrize("leaf", list(Leaf))
def test_each_sheet_is_composed_and_its_copy_has_a_neutral_name(counter: Counter, leaf: Leaf) -> None:
    case = counter.case("Haidari")
    kind = RequestKind.REPLACEMENT
    told = tuple(key_of(line) for line in counter.ask(counter.session.desk.deadlines.view, case).lines)
    wanted = ToPaper(leaf, "fa_AF", case, counter.demarche(case), "duplicata", kind, dates=told)
    page = counter.show(PaperPage(*counter.given, wanted))
    assert page.view._data.startswith(b"%PDF")
    assert page.view._pages >= 1
    page.view._warn()
    assert page.view.message.isVisible()
    page.view._choose_place()
    dialog = page.view.findChild(QFileDialog)
    assert dialog is not None
    name = dialog.selectedFiles()[0].rsplit("/", 1)[-1]
    assert name.endswith(f"-{counter.today.isoformat()}.pdf")
    assert "anari" not in name
    dialog.close()
    counter.settle()


def test_another_language_composes_the_sheet_again(counter: Counter) -> None:
    case = counter.case("Haidari")
    page = counter.show(PaperPage(*counter.given, ToPaper(Leaf.CHECKLIST, "fa_AF", case, counter.demarche(case))))
    dari = page.view._data
    told: list[str] = []
    page.language_changed.connect(told.append)
    page._language.set_value("ru")
    page.speak("ru")
    counter.settle()
    assert page.view._data != dari
    assert told == ["ru"]
