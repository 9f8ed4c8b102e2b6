"""Who holds the organisation's printed key gives the role of admin on a screen, when nobody else is left who can."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from anefdesk.domain.catalogue import Catalogue
from anefdesk.services.sync import root_sheet
from anefdesk.services.sync.organisation import EVERYWHERE, Role
from anefdesk.ui.pages.naming_admin import NamingAdminPage
from anefdesk.ui.pages.organisation import OrganisationPage
from anefdesk.ui.pages.organisation_places import Part, ToOrganisation
from tests.ui.pages.belonging import Screen, Screens, press, screens_in, seen
from tests.ui.test_accessibility import cut_buttons
from tests.ui.test_small_screens import _too_wide

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


@pytest.fixture
def screens(tmp_path: Path, catalogue: Catalogue, qapp: QApplication) -> Iterator[Screens]:
    with screens_in(tmp_path, catalogue, qapp) as made:
        yield made


def _founded(screens: Screens, **chosen: object) -> tuple[Screen, str]:
    host = screens.lone("Amina", **chosen)
    here = host.session.belonging()
    key = here.prepare(opens_cases=False, lease_days=60)
    here.found("Accueil", None)
    host.session.joined()
    return host, key


def _people(desk: Screen) -> OrganisationPage:
    desk.frame.navigation.go(ToOrganisation())
    page = desk.frame.navigation.page
    assert isinstance(page, OrganisationPage)
    desk.wait(lambda: "Canari-Amina" in seen(page.people))
    return page


def test_the_printed_key_names_an_admin(screens: Screens) -> None:
    host, key = _founded(screens)
    assert not _people(host).people.by_key.isVisible()  # an admin needs no key
    guest = screens.joined("Omar", host)
    press(_people(guest), "Nommer avec la clé imprimée…")
    guest.settle()
    page = guest.frame.navigation.page
    assert isinstance(page, NamingAdminPage)
    guest.wait(page.name.isEnabled)
    assert [page.who.itemText(at) for at in range(page.who.count())] == ["Canari-Omar · vous"]
    page.key.setPlainText(root_sheet.printed(root_sheet.new()))
    page.name.click()
    guest.wait(lambda: page.message.isVisible() and page.name.isEnabled())
    me = guest.session.me.user
    assert guest.session.sync is not None
    state = guest.session.sync.post.directory
    assert not state().may(me, Role.ADMIN, EVERYWHERE)
    assert page.key.toPlainText()  # to be read over
    page.key.setPlainText(key.lower())
    page.name.click()
    guest.wait(lambda: "« Canari-Omar » a maintenant le rôle" in seen(page))
    assert state().may(me, Role.ADMIN, EVERYWHERE)
    assert page.key.toPlainText() == ""
    guest.wait(lambda: "Chaque personne de l’organisation a déjà ce rôle." in seen(page))
    assert not page.name.isEnabled()
    assert not _people(guest).people.by_key.isVisible()


@pytest.mark.parametrize(("width", "height", "zoom"), [(1024, 600, 150), (1366, 768, 200)])
def test_it_fits(screens: Screens, width: int, height: int, zoom: int) -> None:
    host, _ = _founded(screens, zoom=zoom)
    host.window.resize(width, height)
    host.frame.navigation.go(ToOrganisation(Part.NAME_ADMIN))
    host.settle()
    page = host.frame.navigation.page
    assert page is not None
    assert [*_too_wide(page), *cut_buttons(host.window)] == []
