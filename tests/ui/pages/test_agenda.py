"""What is due in every file: list, week, filter, what leaves the desk; files reckoned a few at a time."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.letters.documents import BlankForm
from anefdesk.services.agenda import AT_ONCE, Agenda, AgendaRow
from anefdesk.services.casework import NewPerson
from anefdesk.ui.models.agenda import KINDS, NOT_SAFE, WHAT, WHEN, WHO, AgendaModel, kept
from anefdesk.ui.pages.agenda import AgendaPage
from anefdesk.ui.pages.agenda_paper import AgendaPaperPage
from anefdesk.ui.pages.agenda_reading import AgendaReading, leads_to
from anefdesk.ui.pages.agenda_week import monday_of
from anefdesk.ui.pages.destinations import (
    ToAgendaPaper,
    ToBlockage,
    ToClock,
    ToDesk,
    ToLetter,
    ToPerson,
)
from anefdesk.ui.widgets.answers import AnswerButton
from anefdesk.ui.widgets.texts import Text
from tests.ui.pages.conftest import Counter
from tests.ui.pages.test_accessible import _unnamed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)

CASE, OBJ = CaseId(b"c" * 16), ObjectId(b"o" * 16)


def _due(what: str, on: date, **more: object) -> AgendaRow:
    fields: dict[str, object] = {
        "case": CASE, "latin": "CANARI-ROW Ana", "native": "", "obj": OBJ, "what": what, "rule": "f1",
        "title": "Une règle", "to_do": "Agir", "on": on, "at": "", "rescue": None, "overdue": False,
        "to_check": False, "by": "Stagiaire", "safe": True,
    }  # fmt: skip
    return AgendaRow(**{**fields, **more})  # type: ignore[arg-type]


def _words(root: QWidget) -> str:
    return "\n".join(label.text() for label in root.findChildren(Text) if label.isVisible())


def _page(counter: Counter) -> AgendaPage:
    return counter.show(AgendaPage(*counter.given))


def test_the_late_comes_first_and_enter_opens_the_clock(counter: Counter) -> None:
    page = _page(counter)
    rows = page.rows()
    assert rows[0].overdue
    assert rows[0].what == "clock"
    assert page.focusProxy() is page.table
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert counter.went == [ToClock(rows[0].case)]
    assert "en retard" in page.model.index(0, WHEN).data()
    assert "en retard" in _words(page)


def test_a_pc_whose_date_cannot_be_right_never_says_that_nothing_is_late(counter: Counter) -> None:
    page = _page(counter)
    page.reading.read.emit(Agenda((), 0, absurd=True))
    assert "La date de cet ordinateur ne peut pas être juste." in _words(page)
    assert "Rien à faire" not in _words(page)
    assert "rien en retard" not in _words(page)


@pytest.mark.parametrize(
    ("what", "wanted"),
    [("clock", ToClock(CASE)), ("planned", ToDesk(CASE, OBJ)), ("remedy", ToBlockage(CASE, OBJ)),
     ("answer", ToLetter(CASE, OBJ)), ("permit_end", ToPerson(CASE)), ("birthday", ToPerson(CASE))],
)  # fmt: skip
def test_each_row_leads_to_where_its_work_is_done(what: str, wanted: object) -> None:
    assert leads_to(_due(what, date(2026, 11, 30))) == wanted


def test_a_filter_keeps_one_kind_and_every_kind_has_one(counter: Counter) -> None:
    page = _page(counter)
    everything = page.rows()
    page.kind.set_value("clock")
    page.kind.decided.emit("clock")
    assert {row.what for row in page.rows()} == {"clock"}
    assert page.model.rowCount() == len(page.rows()) < len(everything)
    whats = ["clock", "remedy", "answer", "permit_end", "planned", "item", "notice", "birthday"]
    rows = [_due(what, date(2026, 11, 30)) for what in whats]
    shown = [row.what for name, _, _ in KINDS if name for row in kept(rows, name)]
    assert sorted(shown) == sorted(whats)


def test_a_week_shows_its_days_and_turns(counter: Counter) -> None:
    page = _page(counter)
    page.as_week.setChecked(True)
    counter.settle()
    monday = monday_of(counter.today)
    assert page.week.monday == monday
    assert f"Du {monday:%d/%m/%Y} au {monday + timedelta(days=6):%d/%m/%Y}" in _words(page.week)
    assert not page.week.now.isEnabled()
    for _ in range(2):
        page.week.after.click()
        counter.settle()
    assert page.week.monday == monday + timedelta(days=14)
    buttons = page.week.findChildren(AnswerButton)
    assert [row.on for row in page.rows()] == sorted(row.on for row in page.rows())
    assert len([button for button in buttons if button.isVisible()]) == len(page.rows()) > 0
    buttons[0].click()
    assert counter.went == [leads_to(page.rows()[0])]
    page.week.now.click()
    counter.settle()
    assert page.week.monday == monday
    page.as_list.setChecked(True)
    counter.settle()
    assert page.table.isVisible()
    assert not page.week.isVisible()


def test_nobody_safe_to_reach_is_marked_without_a_word_on_the_list(counter: Counter) -> None:
    model = AgendaModel(counter.look, counter.today)
    model.show([_due("clock", counter.today, safe=False), _due("clock", counter.today)])
    unsafe, safe = model.index(0, WHO), model.index(1, WHO)
    assert unsafe.data(Qt.ItemDataRole.DecorationRole) is not None
    assert "contact" in unsafe.data(Qt.ItemDataRole.ToolTipRole)
    assert NOT_SAFE in unsafe.data(Qt.ItemDataRole.AccessibleTextRole)
    assert NOT_SAFE not in unsafe.data()
    assert safe.data(Qt.ItemDataRole.DecorationRole) is None
    assert NOT_SAFE not in safe.data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_row_says_its_hour_its_second_date_and_its_doubt(counter: Counter) -> None:
    model = AgendaModel(counter.look, counter.today)
    tomorrow = counter.today + timedelta(days=1)
    model.show([_due("clock", tomorrow, at="16:40", rescue=date(2027, 3, 14), to_check=True)])
    assert "demain, avant 16 h 40" in model.index(0, WHEN).data()
    said = model.index(0, WHAT).data()
    assert said == "Agir\nUne règle · secours : 14/03/2027, à confirmer par un avocat · à vérifier"


def test_printing_asks_whether_names_go_on_the_sheet(counter: Counter) -> None:
    page = _page(counter)
    page.print_page()
    assert page.print_choice.isVisible()
    assert page.print_choice.without.hasFocus() or not page.isActiveWindow()
    page.print_choice.without.click()
    page.as_week.setChecked(True)
    counter.settle()
    page.print_page()
    page.print_choice.named.click()
    assert page.print_choice.isHidden()
    assert counter.went == [ToAgendaPaper(), ToAgendaPaper(monday_of(counter.today), named=True)]


@pytest.mark.parametrize("named", [False, True])
def test_the_sheet_names_people_only_when_asked(counter: Counter, named: bool) -> None:  # noqa: FBT001
    page = counter.show(AgendaPaperPage(*counter.given, ToAgendaPaper(named=named)))
    counter.settle()
    assert page.view.page_count() > 0
    deadlines = counter.session.desk.deadlines
    rows = counter.ask(deadlines.day, 14).rows
    sheet = counter.ask(lambda: deadlines.sheet(rows, named=named))
    assert isinstance(sheet, BlankForm)
    assert sheet.sections[0].title.fr == "En retard"
    said = "\n".join(line.remark for section in sheet.sections for line in section.lines)
    assert ("CANARI-BENALI Youssef" in said) is named
    assert ("canari" in said.casefold()) is named
    assert (f"C. B. Y., dossier {counter.case('Benali')[:4].hex().upper()}" in said) is not named


def test_the_calendar_file_names_nobody(counter: Counter, tmp_path: Path) -> None:
    page = _page(counter)
    page.export.click()
    assert "Aucun nom, aucun numéro" in _words(page.message)
    page.message.acted.emit()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.selectedFiles()[0].endswith("echeances.ics")
    dialog.close()
    place = tmp_path / "echeances.ics"
    page.calendar.write(str(place))
    counter.settle()
    written = place.read_text("utf-8")
    assert written.count("BEGIN:VEVENT") == len(page.rows()) > 0
    assert "canari" not in written.casefold()
    assert "Fichier enregistré" in _words(page.message)
    page.calendar.write(str(tmp_path / "nowhere" / "echeances.ics"))
    counter.settle()
    assert page.message.isVisible()
    assert "Fichier enregistré" not in _words(page.message)


def test_stale_files_are_reckoned_beside_the_list_which_ends_whole(counter: Counter) -> None:
    desk = counter.session.desk
    for number in range(AT_ONCE + 5):
        counter.ask(desk.casework.create, NewPerson(family=f"Canari-{number}", given="Ana"))
    reading = AgendaReading(counter.jobs, desk, counter.jobs)
    told: list[int] = []
    read: list[Agenda] = []
    reading.waiting.connect(told.append)
    reading.read.connect(read.append)
    reading.day(14)
    counter.settle()
    assert len(told) > 1
    assert told[0] == read[0].waiting > 0
    assert told[-1] == read[-1].waiting == 0
    assert told == sorted(told, reverse=True)
    assert len(read) == 2
    reading.deleteLater()


def test_the_page_says_how_many_files_wait(counter: Counter) -> None:
    page = _page(counter)
    assert "à calculer" not in _words(page)
    page._wait(12)
    assert "encore 12 dossiers à calculer" in _words(page)


def test_every_control_has_a_name(counter: Counter) -> None:
    page = _page(counter)
    page.print_page()
    assert _unnamed(page) == []
    page.as_week.setChecked(True)
    counter.settle()
    assert _unnamed(page) == []
