"""Evening comes, or somebody picks another language, while keys are at work: nothing is left behind a new page."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from anefdesk.services import training_access
from anefdesk.services.session import SessionState
from anefdesk.ui.frame import Frame
from anefdesk.ui.locking import Reason
from anefdesk.ui.pages.recovery_sheet import RecoverySheetPanel
from anefdesk.ui.pages.unlock import UnlockPage
from tests.ui.conftest import Desk, MemoryKeyring
from tests.ui.test_first_run_and_unlock import PIN, set_up

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


@pytest.mark.parametrize("changed", [{"theme": "dark"}, {"language": "en"}])
def test_the_sheet_shown_once_stays(open_window: Callable[..., Desk], changed: dict[str, str]) -> None:
    desk = open_window(fresh=True, keyring=MemoryKeyring())
    _secret, key = set_up(desk)
    desk.window.change(replace(desk.window._settings, **changed))  # type: ignore[arg-type]  # fields of Settings
    desk.settle()
    panel = desk.window.findChild(RecoverySheetPanel)
    assert panel is not None
    assert key in [label.text() for label in panel.findChildren(QLabel)]


@pytest.mark.parametrize("changed", [{"theme": "dark"}, {"language": "en"}])
def test_a_desk_being_opened_opens(open_window: Callable[..., Desk], changed: dict[str, str]) -> None:
    desk = open_window()
    page = desk.window.findChild(UnlockPage)
    assert page is not None
    page._label.setText(training_access.LABEL)
    page._secret.line.setText(training_access.PASSPHRASE)
    page._open.click()
    desk.window.change(replace(desk.window._settings, **changed))  # type: ignore[arg-type]  # fields of Settings
    desk.settle()
    assert desk.session.state is SessionState.OPEN
    assert desk.window.findChild(Frame) is not None


def test_a_code_that_ended_is_not_asked_again(open_window: Callable[..., Desk]) -> None:
    desk = open_window(fresh=True, keyring=MemoryKeyring())
    _secret, key = set_up(desk)
    panel = desk.window.findChild(RecoverySheetPanel)
    assert panel is not None
    panel._typed.setPlainText(key)
    panel._check.click()
    desk.settle()
    desk.session.set_pin(PIN)
    desk.window.lock(Reason.ASKED)
    desk.settle()
    desk.session.forget_pins()
    page = desk.window.findChild(UnlockPage)
    assert page is not None
    page._group.button(0).click()
    page._secret.line.setText(PIN)
    page._try()
    desk.settle()
    page._group.button(0).click()
    assert page._secret_name.text() == "Phrase de passe"
