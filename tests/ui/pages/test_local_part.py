"""A préfecture's own demands and what was seen on the ANEF, at the desk and in the list of procedures."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QWidget

from anefdesk.domain.case import ItemState
from anefdesk.domain.centre import Seen
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.i18n.isolates import neutral
from anefdesk.ui.pages.desk import DeskPage
from anefdesk.ui.pages.procedures import ProceduresPage
from tests.ui.pages.conftest import Counter
from tests.ui.pages.test_accessible import _unnamed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


def _said(page: QWidget) -> str:
    return neutral("\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible()))


def _press(page: QWidget, words: str) -> None:
    (button,) = [one for one in page.findChildren(QAbstractButton) if one.isVisible() and one.text() == words]
    button.click()


@pytest.fixture
def at(counter: Counter) -> tuple[CaseId, ObjectId]:
    case = counter.case("Haidari")
    return case, counter.demarche(case)


def _desk(counter: Counter, at: tuple[CaseId, ObjectId]) -> DeskPage:
    page = counter.show(DeskPage(*counter.given, *at, "ar"), height=4000)
    page.local.set_open(True)
    return page


def _note(
    counter: Counter, page: DeskPage, document: str = "Lettre d’explication", said_by: str = "le guichet"
) -> None:
    page.local.add.click()
    page.local.demand.document.setText(document)
    page.local.demand.said_by.setText(said_by)
    _press(page.local.demand, "Noter")
    counter.settle()


def test_a_demand_is_noted_ticked_and_hinders_nothing(counter: Counter, at: tuple[CaseId, ObjectId]) -> None:
    page = _desk(counter, at)
    before = counter.ask(counter.session.desk.demarches.view, *at).checklist
    _note(counter, page)
    today = counter.today.strftime("%d/%m/%Y")
    assert f"demandée par cette préfecture (dit par le guichet, le {today})" in _said(page.local)
    assert "En plus, sans que la loi le demande : 1 pièce pour cette préfecture, 0 reçue." in _said(page.verdict)
    assert not page.local.demand.isVisible()
    assert _unnamed(page) == []
    (box,) = page.local.findChildren(QCheckBox)
    box.click()
    counter.settle()
    view = counter.ask(counter.session.desk.demarches.view, *at)
    assert view.local.rows[0].state is ItemState.RECEIVED
    assert view.checklist == before
    assert "1 reçue." in _said(page.verdict)
    (box,) = [one for one in page.local.findChildren(QCheckBox) if one.isVisible()]
    assert box.isChecked()


def test_it_can_be_taken_back_and_withdrawn(counter: Counter, at: tuple[CaseId, ObjectId]) -> None:
    page = _desk(counter, at)
    _note(counter, page)
    page.local.message.acted.emit()
    counter.settle()
    assert "Lettre d’explication" not in _said(page.local)
    _note(counter, page)
    _press(page.local, "Retirer")
    counter.settle()
    assert "Lettre d’explication" not in _said(page.local)
    page.local.message.acted.emit()
    counter.settle()
    assert "Lettre d’explication" in _said(page.local)


def test_a_demand_without_who_said_so_is_refused_and_stays_typed(counter: Counter, at: tuple[CaseId, ObjectId]) -> None:
    page = _desk(counter, at)
    _note(counter, page, said_by="")
    assert "Il manque qui l’a dit." in _said(page.local)
    assert page.local.demand.isVisible()
    assert page.local.demand.document.text() == "Lettre d’explication"
    assert counter.ask(counter.session.desk.local_knowledge.demands) == ()


def test_what_was_seen_is_told_beside_what_the_catalogue_says(counter: Counter, at: tuple[CaseId, ObjectId]) -> None:
    page = _desk(counter, at)
    page.local.saw.click()
    page.local.sighting.seen.set_value(Seen.PARTIAL)
    page.local.sighting.day.set_iso("2026-01-02")
    page.local.sighting.remark.setText("menu absent")
    _press(page.local.sighting, "Noter")
    counter.settle()
    assert "vu ici le 02/01/2026 : en partie sur l’ANEF" in _said(page.head)
    assert "Vu sur l’ANEF le 02/01/2026 : en partie. menu absent" in _said(page.local)
    _press(page.local, "Retirer")
    counter.settle()
    assert "vu ici" not in _said(page.head)


def test_the_list_of_procedures_tells_it_too(counter: Counter, at: tuple[CaseId, ObjectId]) -> None:
    _note(counter, _desk(counter, at))
    procedure = counter.ask(counter.session.desk.demarches.view, *at).procedure.id
    page = counter.show(ProceduresPage(*counter.given, at[0], "ar"), height=4000)
    page.choose(procedure)
    counter.settle()
    assert page._chosen is not None
    assert "Lettre d’explication" in _said(page._chosen)
    assert page._chosen.local.findChildren(QCheckBox) == []
    _press(page._chosen, "Retirer")
    counter.settle()
    assert "Lettre d’explication" not in _said(page._chosen)
    page.choose("tir")
    counter.settle()
    assert "Lettre d’explication" not in _said(page._chosen)


def test_what_is_half_typed_at_the_desk_comes_back(counter: Counter, at: tuple[CaseId, ObjectId]) -> None:
    page = _desk(counter, at)
    assert page.draft() is None
    page.local.add.click()
    assert page.draft() is None
    page.local.demand.document.setText("Lettre d’expl")
    page.local.saw.click()
    page.local.sighting.seen.set_value(Seen.NO)
    page.local.sighting.remark.setText("menu abs")
    page.local.sighting.day.line.setText("2/1/2026")
    kept = page.draft()
    assert kept is not None
    again = counter.show(DeskPage(*counter.given, *at, "ar"), height=4000)
    again.restore(kept)
    counter.settle()
    assert again.local.demand.isVisible()
    assert again.local.demand.document.text() == "Lettre d’expl"
    assert (again.local.sighting.seen.value(), again.local.sighting.remark.text()) == (Seen.NO, "menu abs")
    assert again.local.sighting.day.iso() == "2026-01-02"
    assert not again.filing.isVisible()
    assert again.draft() == kept
    again.local.demand.said_by.setText("le guichet")
    again.local.add.click()  # once more: nothing typed is lost
    _press(again.local.demand, "Noter")
    counter.settle()
    left = again.draft()
    assert left is not None
    assert set(left.fields) == {"seen_remark", "seen_what", "seen_on"}
    _press(again.local.sighting, "Noter")
    counter.settle()
    assert again.draft() is None


def test_what_is_half_typed_under_a_procedure_comes_back(counter: Counter, at: tuple[CaseId, ObjectId]) -> None:
    page = counter.show(ProceduresPage(*counter.given, at[0], "ar"), height=4000)
    page.choose("duplicata")
    counter.settle()
    assert page.draft() is None
    assert page._chosen is not None
    page._chosen.local.add.click()
    page._chosen.local.demand.said_by.setText("un cour")
    kept = page.draft()
    assert kept is not None
    again = ProceduresPage(*counter.given, at[0], "ar")
    again.restore(kept)  # before the procedures are read
    counter.show(again, height=4000)
    assert again._chosen is not None
    assert again._chosen.procedure.id == "duplicata"
    assert again._chosen.local.demand.said_by.text() == "un cour"
    assert again.draft() == kept
