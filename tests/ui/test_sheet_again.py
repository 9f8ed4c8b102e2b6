"""A recovery sheet that was never tried: said until it is, tried later or made again; and a wrong date, said too."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QLabel

from anefdesk.services.clock import Clock
from anefdesk.services.session import SessionState
from anefdesk.ui.locking import Reason
from anefdesk.ui.pages.destinations import ToHome, ToSettings
from anefdesk.ui.pages.home_notices import HomeNotices
from anefdesk.ui.pages.recovery_sheet import RecoverySheetPanel
from anefdesk.ui.pages.settings_sheet import SheetSection
from anefdesk.ui.pages.unlock import UnlockPage
from tests.ui.conftest import Desk, MemoryKeyring
from tests.ui.test_first_run_and_unlock import seen, set_up

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)
UNTRIED = "La feuille de secours de ce poste n’a pas été essayée."


def _left_on_the_sheet(desk: Desk) -> tuple[str, str]:
    """Set up, then idle too long with the sheet on the screen, and back."""
    secret, key = set_up(desk)
    desk.window.guard.due.emit(Reason.IDLE)
    desk.settle()
    assert desk.session.state is SessionState.LOCKED
    assert key not in seen(desk.window)
    page = desk.window.findChild(UnlockPage)
    page._secret.line.setText(secret)
    page._open.click()
    desk.settle()
    return secret, key


def _section(desk: Desk) -> SheetSection:
    desk.frame.navigation.go(ToSettings())
    desk.settle()
    found = desk.window.findChild(SheetSection)
    assert found is not None
    return found


def test_a_desk_idle_on_its_first_sheet_locks_and_says_that_it_was_not_tried(open_window: Callable[..., Desk]) -> None:
    desk = open_window(fresh=True, keyring=MemoryKeyring())
    _secret, key = _left_on_the_sheet(desk)
    assert UNTRIED in seen(desk.frame)
    section = _section(desk)
    assert UNTRIED in seen(section)
    section._key.setPlainText(key)
    section._try.click()
    desk.settle()
    assert "Feuille essayée le" in seen(section)
    desk.frame.navigation.go(ToHome())
    desk.settle()
    assert UNTRIED not in seen(desk.frame)


def test_a_lost_sheet_is_made_again_and_tried(open_window: Callable[..., Desk]) -> None:
    desk = open_window(fresh=True, keyring=MemoryKeyring())
    secret, old = _left_on_the_sheet(desk)
    section = _section(desk)
    section._secret.line.setText("girafe boussole tambour citron")
    section._again.click()
    desk.settle()
    assert desk.window.findChild(RecoverySheetPanel) is None
    assert "n’ouvre pas ce compte" in seen(section) or "phrase de passe" in seen(section)
    section._secret.line.setText(secret)
    section._again.click()
    desk.settle()
    panel = desk.window.findChild(RecoverySheetPanel)
    key = next(label.text() for label in panel.findChildren(QLabel) if label.accessibleName() == "Clé de secours")
    assert key != old
    panel._typed.setPlainText(old)
    panel._check.click()
    desk.settle()
    assert desk.session.rehearsed_on is None, "the old sheet opens nothing any more"
    panel._typed.setPlainText(key)
    panel._check.click()
    desk.settle()
    assert desk.session.rehearsed_on is not None
    assert "La feuille fonctionne." in seen(section)


def test_a_desk_whose_sheet_was_tried_says_nothing(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    assert "n’utilise pas le trousseau du système" in seen(desk.window), "the mode is told where one unlocks"
    desk.unlock()
    assert not desk.window.findChild(HomeNotices).isVisible()


def test_a_date_that_cannot_be_right_is_told_on_the_open_desk(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    frame = desk.unlock()
    desk.session._clock = Clock(lambda: datetime(2009, 1, 1, tzinfo=UTC))
    frame.navigation.go(ToHome())
    desk.settle()
    assert "La date de cet ordinateur ne peut pas être juste." in seen(frame)
