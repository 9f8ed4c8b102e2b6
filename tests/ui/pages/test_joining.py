"""A new PC asks to be let in, waits over a restart, and opens on the files of the centre that invited it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from anefdesk.domain import staff
from anefdesk.domain.catalogue import Catalogue
from anefdesk.services.session import SessionState
from anefdesk.services.sync.invitations import Kind
from anefdesk.ui.frame import Frame
from anefdesk.ui.pages.first_run import FirstRunPage
from anefdesk.ui.pages.first_run_join import JoinPanel
from anefdesk.ui.pages.join_waiting import WaitingPanel
from anefdesk.ui.pages.joining import JoiningPage
from anefdesk.ui.pages.recovery_sheet import RecoverySheetPanel
from tests.ui.pages.belonging import PASSPHRASE, Screen, Screens, press, screens_in, seen

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def screens(tmp_path: Path, catalogue: Catalogue, qapp: QApplication) -> Iterator[Screens]:
    with screens_in(tmp_path, catalogue, qapp) as made:
        yield made


def host(screens: Screens) -> Screen:
    """A centre that founded an organisation without a server."""
    made = screens.lone("Amina")
    here = made.session.belonging()
    here.prepare(opens_cases=False, lease_days=60)
    here.found("Accueil", None)
    made.session.joined()
    return made


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
