"""A trainee is let in until a day: chosen where they are accepted, and held to on their own PC."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from anefdesk.domain.catalogue import Catalogue
from anefdesk.errors import AccessRefusedError
from anefdesk.services.session import Session
from anefdesk.services.sync.invitations import Kind
from anefdesk.ui.pages.organisation import OrganisationPage
from anefdesk.ui.pages.organisation_asking import _AskingCard
from anefdesk.ui.pages.organisation_places import ToOrganisation
from tests.ui.pages.belonging import PASSPHRASE, Screen, Screens, screens_in, seen
from tests.ui.pages.test_organisation import exchange_by_stick
from tests.ui.test_accessibility import cut_buttons
from tests.ui.test_small_screens import _too_wide

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)
LAST = date(2026, 12, 31)


@pytest.fixture
def screens(tmp_path: Path, catalogue: Catalogue, qapp: QApplication) -> Iterator[Screens]:
    with screens_in(tmp_path, catalogue, qapp) as made:
        yield made


def _asked(session: Session, host: Screen) -> tuple[OrganisationPage, _AskingCard]:
    """A PC asks by stick."""
    joining, inviting = session.joining(), host.session.belonging()
    joining.begin("Canari-Omar", PASSPHRASE)
    inviting.read_request(joining.ask(inviting.invite(Kind.PC, "").words, pc="Bureau").file)
    host.frame.navigation.go(ToOrganisation())
    page = host.frame.navigation.page
    assert isinstance(page, OrganisationPage)
    host.wait(lambda: page.findChild(_AskingCard) is not None)
    card = page.findChild(_AskingCard)
    assert card is not None
    return page, card


def test_the_access_of_a_trainee_ends_on_their_own_pc(screens: Screens, tmp_path: Path) -> None:
    host = screens.founded("Amina")
    session = screens.session("Omar")
    page, card = _asked(session, host)
    for wrong, said in (("bientôt", "Écrivez le jour"), ("01/01/2020", "déjà passée")):
        card.until.line.setText(wrong)
        card.accept.click()
        host.wait(lambda said=said: said in seen(page) and card.accept.isEnabled())
        assert not host.session.belonging().waiting()[0].answered
    card.until.line.setText("31/12/2026")
    card.accept.click()
    host.wait(lambda: "La réponse est prête." in seen(page))
    assert next(one for one in host.session.members() if one.label == "Canari-Omar").ends_on == LAST
    answer = host.session.belonging().accept(card.asking.name, host.session.me.role, None)  # the same once more
    session.joining().read_file(answer)
    session.joining().finish()
    user = session.open_joined().user
    guest = screens.window(session, "Omar")
    stick = tmp_path / "stick"
    stick.mkdir()
    exchange_by_stick(host, guest, stick)
    guest.settle()
    session.lock()
    screens.times["Omar"].now += LAST - screens.times["Omar"].now.date()
    assert session.unlock(user, PASSPHRASE).ends_on == LAST
    session.lock()
    screens.times["Omar"].now += timedelta(days=1)
    with pytest.raises(AccessRefusedError, match=r"access\.ended"):
        session.unlock(user, PASSPHRASE)
    screens.close_all()


@pytest.mark.parametrize(("width", "height", "zoom"), [(1024, 600, 150), (1366, 768, 200)])
def test_the_card_fits(screens: Screens, width: int, height: int, zoom: int) -> None:
    host = screens.founded("Amina", zoom=zoom)
    host.window.resize(width, height)
    session = screens.session("Omar")
    page, card = _asked(session, host)
    session.joining().lock()
    host.settle()
    assert card.until.isVisible()
    assert [*_too_wide(page), *cut_buttons(host.window)] == []
