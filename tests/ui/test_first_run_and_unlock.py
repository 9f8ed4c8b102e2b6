"""From a new PC to a colleague's quick code, through the window alone."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from anefdesk.domain.staff import Role
from anefdesk.errors import AccessRefusedError
from anefdesk.services import training
from anefdesk.services.session import SessionState
from anefdesk.settings import Settings
from anefdesk.ui import theme
from anefdesk.ui.frame import Frame
from anefdesk.ui.locking import Reason
from anefdesk.ui.pages.destinations import ToSettings
from anefdesk.ui.pages.first_run import FirstRunPage
from anefdesk.ui.pages.recovery_sheet import RecoverySheetPanel
from anefdesk.ui.pages.settings_secrets import SecretsSection
from anefdesk.ui.pages.settings_team import TeamSection
from anefdesk.ui.pages.training_hint import training_hint
from anefdesk.ui.pages.unlock import UnlockPage
from anefdesk.ui.widgets.person_tile import PersonTile
from tests.ui.conftest import Desk, MemoryKeyring

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
THEIRS = "girafe boussole tambour cerise"
PIN = "825193"


def seen(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def set_up(desk: Desk) -> tuple[str, str]:
    """The first run as somebody does it; gives the passphrase and the recovery key."""
    page = desk.window.findChild(FirstRunPage)
    page._create.click()
    assert "Il manque une réponse." in seen(page)
    page._centre.setText("Permanence Canari")
    page._department.setText("69")
    page._label.setText("Nadia")
    page._passphrase._suggest()
    desk.settle()
    assert page._passphrase.accepted
    secret = page._passphrase.text()
    page._create.click()
    desk.settle()
    panel = desk.window.findChild(RecoverySheetPanel)
    key = next(label.text() for label in panel.findChildren(QLabel) if label.accessibleName() == "Clé de secours")
    assert panel._view._pages == 1
    return secret, key


def test_a_new_pc_is_set_up_and_its_sheet_tried(open_window: Callable[..., Desk]) -> None:
    desk = open_window(fresh=True, keyring=MemoryKeyring())
    _secret, key = set_up(desk)
    panel = desk.window.findChild(RecoverySheetPanel)
    panel._typed.setPlainText(key[:-6])
    panel._check.click()
    desk.settle()
    assert "40 signes" in seen(panel)
    assert desk.window.findChild(Frame) is None
    panel._typed.setPlainText(key.lower())
    panel._check.click()
    desk.settle()
    assert desk.frame.isVisible()
    assert desk.session.state is SessionState.OPEN
    assert desk.session.rehearsed_on is not None


def test_a_colleague_takes_over_by_tile_then_by_code(open_window: Callable[..., Desk]) -> None:
    desk = open_window(fresh=True, keyring=MemoryKeyring())
    _secret, key = set_up(desk)
    panel = desk.window.findChild(RecoverySheetPanel)
    panel._typed.setPlainText(key)
    panel._check.click()
    desk.settle()
    desk.frame.navigation.go(ToSettings())
    desk.settle()
    team = desk.window.findChild(TeamSection)
    team._label.setText("Canari Bénévole")
    team._role.setCurrentIndex(team._role.findData(Role.RECEPTION))
    team._until.line.setText("31/12/2050")
    team._new.field.line.setText(THEIRS)
    team._deed.click()
    desk.settle()
    assert "Canari Bénévole" in seen(team)
    assert "jusqu’au 31/12/2050" in seen(team)

    del team
    desk.window.lock(Reason.ASKED)
    desk.settle()
    page = desk.window.findChild(UnlockPage)
    tile = next(t for t in page.findChildren(PersonTile) if t.accessibleName().startswith("Canari Bénévole"))
    tile.click()
    page._secret.line.setText("girafe boussole tambour citron")
    page._open.click()
    desk.settle()
    assert "n’ouvre pas ce compte" in seen(page) or "phrase de passe" in seen(page)
    assert desk.session.state is SessionState.LOCKED
    page._secret.line.setText(THEIRS)
    page._open.click()
    desk.settle()
    assert desk.session.me.label == "Canari Bénévole"

    desk.frame.navigation.go(ToSettings())
    desk.settle()
    assert desk.window.findChild(TeamSection) is None, "the team is for leads"
    secrets = desk.window.findChild(SecretsSection)
    secrets._pin.line.setText(PIN)
    secrets._keep.click()
    desk.settle()
    desk.window.lock(Reason.ASKED)
    desk.settle()
    page = desk.window.findChild(UnlockPage)
    next(t for t in page.findChildren(PersonTile) if t.accessibleName().startswith("Canari Bénévole")).click()
    assert page._secret.line.accessibleName() == "Code rapide"
    page._secret.line.setText(PIN)
    page._open.click()
    desk.settle()
    assert desk.session.me.label == "Canari Bénévole"


def test_waiting_is_counted_down_then_ends(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    page = desk.window.findChild(UnlockPage)
    page._stopped(AccessRefusedError("access.wait", seconds=2))
    assert "Réessayez dans 2 secondes." in seen(page)
    assert not page._open.isEnabled()
    page._second()
    assert "Réessayez dans 1 seconde." in seen(page)
    page._second()
    assert page._open.isEnabled()
    assert "Réessayez" not in seen(page)
    page._wait.stop()


def test_the_recovery_sheet_opens_a_locked_desk(open_window: Callable[..., Desk]) -> None:
    desk = open_window(fresh=True, keyring=MemoryKeyring())
    _secret, key = set_up(desk)
    panel = desk.window.findChild(RecoverySheetPanel)
    panel._typed.setPlainText(key)
    panel._check.click()
    desk.settle()
    desk.window.lock(Reason.ASKED)
    desk.settle()
    page = desk.window.findChild(UnlockPage)
    page._recover.click()
    desk.settle()
    recovery = next(w for w in page.findChildren(QWidget) if type(w).__name__ == "RecoveryPanel")
    recovery._key.setPlainText(key)
    recovery._next.click()
    desk.settle()
    assert recovery._who.currentText() == "Nadia"
    recovery._new.field.line.setText(THEIRS)
    recovery._next.click()
    desk.settle()
    assert desk.session.me.label == "Nadia"


def test_no_staff_text_escapes_translation(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    desk.window.change(replace(desk.window._settings, language="xx"))  # the invented language, never kept
    desk.settle()

    def plain(widget: QWidget) -> list[str]:
        buttons = [button.text() for button in widget.findChildren(QPushButton) if button.isVisible()]
        return [text for text in buttons if text and not text.startswith("[")]

    assert plain(desk.window) == []
    frame = desk.unlock()
    frame.navigation.go(ToSettings())
    desk.settle()
    assert plain(desk.window) == []


def test_opening_waits_its_turn_while_the_window_lives(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    page = desk.window.findChild(UnlockPage)
    gate, beside, turns = threading.Event(), [], QSignalSpy(page._progress._patience.timeout)
    desk.jobs.desk(gate.wait, owner=page)
    page._label.setText(training.LABEL)
    page._secret.line.setText(training.PASSPHRASE)
    page._open.click()
    desk.jobs.slow(threading.get_ident, owner=page, then=beside.append)
    assert turns.wait(60_000), "the interface's timers run: progress appears"
    assert page._progress.isVisible()
    assert not page._open.isEnabled()
    while not beside:
        desk.app.processEvents()
    assert desk.session.state is SessionState.LOCKED, "opening comes after what was asked before it"
    gate.set()
    desk.settle()
    assert desk.frame.isVisible()


def test_the_training_centre_says_how_it_is_opened(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    page = desk.window.findChild(UnlockPage)
    page._label.setText("Canari")
    page._secret.line.setText("girafe boussole tambour citron")
    page._open.click()
    desk.settle()
    assert f"Compte d’entraînement : {training.LABEL}" in seen(page), "it stays beside what went wrong"
    assert f"Phrase de passe : {training.PASSPHRASE}" in seen(page)


@pytest.mark.usefixtures("qapp")
def test_a_real_desk_says_nothing_of_its_accounts() -> None:
    look = theme.look_of(Settings(theme="light"), system_dark=False)
    assert training_hint(look, training=False) == ()
    assert len(training_hint(look, training=True)) == 1


def test_a_desk_already_open_is_shown_at_once(open_window: Callable[..., Desk]) -> None:
    desk = open_window(opened=True)
    assert desk.frame.isVisible()
    assert desk.window.findChild(UnlockPage) is None
    assert desk.window.guard._watching
    desk.window.lock(Reason.ASKED)
    desk.settle()
    assert desk.session.state is SessionState.LOCKED
    assert desk.unlock().isVisible()
