"""Founding at a server that no authority vouches for: its certificate is compared by a person, then alone believed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PySide6.QtWidgets import QApplication

from anefdesk.domain.catalogue import Catalogue
from anefdesk.errors import StorageError
from anefdesk.mailbox.mailroom import Mailroom
from anefdesk.mailbox.opening import open_engine
from anefdesk.services.sync import membership, pinned
from anefdesk.services.sync.founding import HubAddress
from anefdesk.services.sync.invitations import Kind
from anefdesk.ui.pages.destinations import ToExchange
from anefdesk.ui.pages.founding import FoundingPage
from anefdesk.ui.pages.organisation import OrganisationPage
from anefdesk.ui.pages.organisation_places import Part, ToOrganisation
from anefdesk.ui.pages.recovery_sheet import RecoverySheetPanel
from tests.hub import callers
from tests.hub.proxy import Proxy
from tests.hub.running import Threaded, listening, tls, url_of
from tests.ui.pages.belonging import Screens, screens_in, seen
from tests.ui.pages.test_organisation import page, try_sheet
from tests.ui.test_accessibility import cut_buttons
from tests.ui.test_small_screens import _too_wide

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def screens(tmp_path: Path, catalogue: Catalogue, qapp: QApplication) -> Iterator[Screens]:
    with screens_in(tmp_path, catalogue, qapp) as made:
        yield made


@contextmanager
def hub_of_its_own(folder: Path) -> Iterator[tuple[HubAddress, Proxy]]:
    """A hub behind a certificate made here; ``certificate`` is what its keeper has on disk."""
    folder.mkdir()
    shown, pem = tls(folder)
    with listening() as server, Proxy(("127.0.0.1", urlsplit(url_of(server)).port or 0), shown) as before:
        kept = callers.settings(folder, None, url_of(server), before.url)
        engine = open_engine(kept.database)
        code = Mailroom(engine, kept.chunks).invite()
        engine.dispose()
        hub = Threaded(kept, server)
        try:
            yield HubAddress(before.url, code, pem), before
        finally:
            hub.stop()


def test_the_certificate_is_compared_once_and_then_alone_believed(screens: Screens, tmp_path: Path) -> None:
    with hub_of_its_own(tmp_path / "hub") as (address, before):
        host = screens.lone("Amina", zoom=150)
        host.window.resize(1024, 600)
        host.frame.navigation.go(ToOrganisation(Part.FOUND))
        founding = page(host, FoundingPage)
        founding.form._pc.setText("Accueil")
        hub = founding.form._hub
        hub._url.setText(address.url)
        hub._code.setText("un faux code")
        hub._url.editingFinished.emit()
        host.wait(hub._card.isVisible)
        shown = hub._print.text().replace("\n", ":").replace(":", "").lower()
        assert shown == pinned.digest_of(address.certificate).hex()
        assert [*_too_wide(founding), *cut_buttons(host.window)] == []
        founding._next.click()
        assert "Il manque une réponse." in seen(founding)
        assert hub.compared.hasFocus()
        hub.compared.setChecked(True)
        founding._next.click()
        host.wait(lambda: founding.findChild(RecoverySheetPanel) is not None)
        try_sheet(host, "Clé de l’organisation")
        host.wait(founding.message.isVisible)  # the code; what was compared is not asked again
        hub = founding.form._hub
        assert hub.compared.isChecked()
        hub._code.setText(address.code)
        founding._next.click()
        page(host, OrganisationPage)
        kept = membership.load(tmp_path / "Amina")
        assert kept is not None
        assert (kept.hub, kept.certificate) == (address.url, address.certificate)
        invited = host.session.belonging().invite(Kind.PC, "")
        assert invited.at_hub
        assert host.session.sync is not None
        _, other = tls(tmp_path)
        host.session.sync.settle(membership.Membership(**{**_fields(kept), "certificate": other}))
        with pytest.raises(StorageError, match=r"hub\.certificate"), host.session.sync.hub() as reached:
            reached.hello()
        host.session.sync.settle(kept)
        screens.close_all()
        assert before.up > 0


def _fields(kept: membership.Membership) -> dict[str, object]:
    return {name: getattr(kept, name) for name in kept.__struct_fields__}


def test_a_server_added_later_is_compared_too(screens: Screens, tmp_path: Path) -> None:
    with hub_of_its_own(tmp_path / "hub") as (address, _before):
        host = screens.founded("Amina")
        host.frame.navigation.go(ToOrganisation())
        organisation = page(host, OrganisationPage)
        host.wait(lambda: "Accueil" in seen(organisation))
        rules = organisation.rules
        rules.set_open(True)
        rules.hub._url.setText(address.url)
        rules.hub._code.setText(address.code)
        rules.hub._url.editingFinished.emit()
        host.wait(rules.hub._card.isVisible)
        rules.bring.click()
        assert rules.hub.compared.hasFocus()
        rules.hub.compared.setChecked(True)
        rules.bring.click()
        host.wait(lambda: host.session.sync.post.membership.hub == address.url)  # type: ignore[union-attr]
        assert host.session.sync.post.membership.certificate == address.certificate  # type: ignore[union-attr]
        host.frame.navigation.go(ToExchange())
        host.settle()
        screens.close_all()
