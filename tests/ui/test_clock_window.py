"""The clock and the agenda in the whole window: the rail, its keys, and an event half-typed across a lock."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QShortcut

from anefdesk.domain.deadlines import EventKind
from anefdesk.ui.pages.agenda import AgendaPage
from anefdesk.ui.pages.agenda_paper import AgendaPaperPage
from anefdesk.ui.pages.clock import ClockPage
from anefdesk.ui.pages.destinations import Resume, ToAgendaPaper, ToClock, ToHome
from anefdesk.ui.pages.home import HomePage
from anefdesk.ui.widgets.carrying import CarryingButton
from tests.ui.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


def test_the_rail_and_its_key_lead_to_what_is_due(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    frame = desk.unlock()
    key = next(one for one in frame.findChildren(QShortcut) if one.key().toString() == "Alt+4")
    key.activated.emit()
    desk.settle()
    page = frame.navigation.page
    assert isinstance(page, AgendaPage)
    assert [button.text() for button in frame._rail.buttons() if button.isChecked()] == ["Échéances"]
    held = desk.window.focusWidget()
    assert held is not None
    assert page.isAncestorOf(held)
    frame.navigation.go(ToAgendaPaper())
    desk.settle()
    assert isinstance(frame.navigation.page, AgendaPaperPage)
    assert [button.text() for button in frame._rail.buttons() if button.isChecked()] == ["Échéances"]


def test_an_event_half_typed_waits_on_the_first_page_after_a_lock(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    frame = desk.unlock()
    case = desk.case()
    frame.navigation.go(ToClock(case))
    desk.settle()
    page = frame.navigation.page
    assert isinstance(page, ClockPage)
    page.note()
    page.form.kind.set_value(EventKind.REFUSAL_NOTIFIED)
    page.form.day.line.setText("12/1")
    page.form.remark.setText("Lettre recommandée.")
    frame.lock_asked.emit()
    desk.settle()
    frame = desk.unlock()
    frame.navigation.go(ToHome())
    desk.settle()
    home = frame.navigation.page
    assert isinstance(home, HomePage)
    (waiting,) = home._side.findChildren(CarryingButton)
    assert waiting.text() == "Événement d’un dossier"
    frame.navigation.go(Resume(f"clock:{case.hex()}"))
    desk.settle()
    page = frame.navigation.page
    assert isinstance(page, ClockPage)
    assert page.form.isVisible()
    assert page.form.kind.value() is EventKind.REFUSAL_NOTIFIED
    assert (page.form.day.line.text(), page.form.remark.text()) == ("12/1", "Lettre recommandée.")
