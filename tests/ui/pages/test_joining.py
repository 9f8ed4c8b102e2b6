"""A new PC asks to be let in, waits over a restart, and opens on the files of the centre that invited it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from anefdesk.domain import staff
from anefdesk.domain.catalogue import Catalogue
from anefdesk.errors import AccessRefusedError
from anefdesk.services.session import SessionState
from anefdesk.services.sync.invitations import Kind
from anefdesk.services.sync.joining import Joining
from anefdesk.ui.frame import Frame
from anefdesk.ui.locking import Reason
from anefdesk.ui.pages.first_run import FirstRunPage
from anefdesk.ui.pages.first_run_join import JoinPanel
from anefdesk.ui.pages.join_waiting import WaitingPanel
from anefdesk.ui.pages.joining import JoiningPage
from anefdesk.ui.pages.recovery_sheet import RecoverySheetPanel
from tests.ui.pages.belonging import PASSPHRASE, Screen, Screens, press, screens_in, seen
from tests.ui.test_locking import texts_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def screens(tmp_path: Path, catalogue: Catalogue, qapp: QApplication) -> Iterator[Screens]:
    with screens_in(tmp_path, catalogue, qapp) as made:
        yield made


def host(screens: Screens) -> Screen:
    """A centre that founded an organisation without a server."""
    return screens.founded("Amina")


def ask(desk: Screen, words: str) -> None:
    """The first run as somebody does it who was invited."""
    page = desk.window.findChild(FirstRunPage)
    page.join.click()
    desk.settle()
    panel = desk.window.findChild(JoinPanel)
    panel._ask.click()
    assert "Il manque une réponse." in seen(panel)
    panel.form._code.setPlainText(words)
    panel.form._pc.setText("Bureau")
    panel._label.setText("Canari-Omar")
    panel._passphrase.field.line.setText(PASSPHRASE)
    desk.settle()
    panel._ask.click()
    desk.wait(lambda: desk.window.findChild(RecoverySheetPanel) is not None or panel.message.isVisible())


def rehearse(desk: Screen) -> None:
    panel = desk.window.findChild(RecoverySheetPanel)
    key = next(label.text() for label in panel.findChildren(QLabel) if label.accessibleName() == "Clé de secours")
    desk.wait(lambda: panel._view._pages == 1)
    panel._typed.setPlainText(key)
    panel._check.click()
    desk.wait(lambda: desk.window.findChild(JoiningPage) is not None)


def test_a_new_pc_waits_over_a_restart_and_opens_by_files(screens: Screens, tmp_path: Path) -> None:
    inviting = host(screens)
    invited = inviting.session.belonging().invite(Kind.PC, "le nouveau")
    desk = screens.fresh("Omar")
    ask(desk, invited.words.rpartition(" ")[0])
    panel = desk.window.findChild(JoinPanel)
    assert "Une invitation a 6 mots" in seen(panel)
    assert desk.session.state is not SessionState.OPEN
    panel.form._code.setPlainText(invited.words.upper())
    panel._ask.click()
    desk.wait(lambda: desk.window.findChild(RecoverySheetPanel) is not None)
    rehearse(desk)
    desk.wait(lambda: desk.window.findChild(WaitingPanel) is not None)
    waiting = desk.window.findChild(WaitingPanel)
    desk.settle()
    assert "En attente de l’accord" in seen(waiting)
    request = tmp_path / "essai.anef-demande"
    waiting.write(str(request))
    desk.settle()
    assert "est écrit et relu" in seen(waiting)
    asking = inviting.session.belonging().read_request(request.read_bytes())
    assert (asking.pc, asking.person) == ("Bureau", "Canari-Omar")
    answer = tmp_path / "essai.anef-accord"
    answer.write_bytes(inviting.session.belonging().accept(asking.name, staff.Role.WORKER, None))
    screens.close(desk)

    again = screens.fresh("Omar")
    assert again.session.state is SessionState.JOINING
    page = again.window.findChild(JoiningPage)
    again.wait(lambda: "En attente de l’accord" in seen(page))
    assert page._label.text() == "Canari-Omar"
    page._secret.line.setText("pas la bonne phrase du tout")
    page._go_on.click()
    again.wait(page.message.isVisible)
    page._secret.line.setText(PASSPHRASE)
    page._go_on.click()
    again.wait(lambda: again.window.findChild(WaitingPanel) is not None)
    waiting = again.window.findChild(WaitingPanel)
    again.settle()
    waiting.read(str(request))
    again.wait(waiting.message.isVisible)
    assert "n’est pas celui qui est attendu" in seen(waiting)
    waiting.read(str(answer))
    again.wait(lambda: again.window.findChild(Frame) is not None)
    assert again.session.state is SessionState.OPEN
    again.wait(lambda: again.session.sync is not None)
    assert {one.label for one in again.session.belonging().view().devices} == {"Accueil", "Bureau"}


def test_who_waits_is_locked_out_when_nobody_is_there(screens: Screens, qapp: QApplication) -> None:
    inviting = host(screens)
    words = inviting.session.belonging().invite(Kind.PC, "").words
    desk = screens.fresh("Omar")
    ask(desk, words)
    assert desk.window.guard.watching  # the keys are there, and the recovery sheet is on the screen
    rehearse(desk)
    desk.wait(lambda: desk.window.findChild(WaitingPanel) is not None)
    idle = desk.window.guard
    idle.set_minutes(0.2)
    idle.look()
    assert "Verrouillage dans 12 secondes." in seen(desk.window)
    idle.set_minutes(0)
    idle.look()
    desk.settle()
    page = desk.window.findChild(JoiningPage)
    desk.wait(lambda: page.findChild(WaitingPanel) is None and "Tapez votre phrase de passe" in seen(page))
    desk.settle()
    assert not desk.session.joining().open
    assert not idle.watching
    left = [text for widget in qapp.allWidgets() if widget.window() is desk.window for text in texts_of(widget)]
    assert not any(words in text or PASSPHRASE in text for text in left)
    page._secret.line.setText(PASSPHRASE)
    page._go_on.click()
    desk.wait(lambda: desk.window.findChild(WaitingPanel) is not None)
    assert idle.watching


def test_coming_in_while_locked_asks_for_no_words_again(screens: Screens) -> None:
    inviting = host(screens)
    session = screens.session("Omar")
    joining, belonging = session.joining(), inviting.session.belonging()
    joining.begin("Canari-Omar", PASSPHRASE)
    asking = belonging.read_request(joining.ask(belonging.invite(Kind.PC, "").words, pc="Bureau").file)
    joining.read_file(belonging.accept(asking.name, staff.Role.WORKER, None))
    session.lock()
    desk = screens.window(session, "Omar")
    ending = Joining(session._loaded())  # what was under way when it locked
    ending.unlock("Canari-Omar", PASSPHRASE)
    ending.finish()
    page = desk.window.findChild(JoiningPage)
    desk.wait(lambda: "Tapez votre phrase de passe" in seen(page))
    page._secret.line.setText(PASSPHRASE)
    page._go_on.click()
    desk.wait(lambda: desk.window.findChild(Frame) is not None)
    desk.window.lock(Reason.IDLE)
    desk.settle()
    assert not session.joining().open


@pytest.mark.parametrize("role", staff.Role)
def test_before_the_first_exchange_a_newcomer_has_the_role_they_were_given(screens: Screens, role: staff.Role) -> None:
    guest = screens.joined("Omar", host(screens), role).session
    guest.sync.locked()  # type: ignore[union-attr]  # nothing is read of what came
    assert (guest.me.role, guest.me.label) == (role, "Canari-Omar")
    leads = role is staff.Role.LEAD
    assert guest.may(staff.Deed.MANAGE_STAFF) is leads
    if not leads:
        with pytest.raises(AccessRefusedError, match=r"access\.role"):
            guest.add_member("Canari-Intrus", staff.Role.LEAD, PASSPHRASE, None)


def test_giving_up_leaves_a_new_pc(screens: Screens) -> None:
    inviting = host(screens)
    words = inviting.session.belonging().invite(Kind.PC, "").words
    desk = screens.fresh("Omar")
    ask(desk, words)
    rehearse(desk)
    desk.wait(lambda: desk.window.findChild(WaitingPanel) is not None)
    waiting = desk.window.findChild(WaitingPanel)
    desk.settle()
    waiting._give_up.click()
    assert "Renoncer à cette demande ?" in seen(waiting)
    press(waiting, "Renoncer à la demande")
    desk.wait(lambda: desk.window.findChild(FirstRunPage) is not None)
    assert desk.session.state is SessionState.FIRST_RUN
    assert not desk.window.guard.watching
