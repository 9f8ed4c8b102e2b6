"""A PC without news of its organisation says so in time, then only reads; a stick or a code read out lets it write."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.record import CaseId
from anefdesk.services.casework import NewPerson
from anefdesk.services.sync.lease import LeaseState
from anefdesk.ui.pages.destinations import Leaf, ToExchange, ToHome, ToNewPerson, ToPaper, ToPerson
from anefdesk.ui.pages.exchange import ExchangePage
from anefdesk.ui.pages.lease import LeasePage
from anefdesk.ui.pages.new_person import NewPersonPage
from anefdesk.ui.pages.organisation import OrganisationPage
from anefdesk.ui.pages.organisation_places import Part, ToOrganisation
from anefdesk.ui.pages.paper import PaperPage
from tests.services.conftest import NOW
from tests.ui.pages.belonging import Screen, Screens, press, screens_in, seen
from tests.ui.pages.test_organisation import exchange_by_stick, page
from tests.ui.test_accessibility import cut_buttons
from tests.ui.test_small_screens import _too_wide

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)

_OVER = "il n’enregistre plus rien"


@pytest.fixture
def screens(tmp_path: Path, catalogue: Catalogue, qapp: QApplication) -> Iterator[Screens]:
    with screens_in(tmp_path, catalogue, qapp) as made:
        yield made


@pytest.fixture
def pair(screens: Screens, tmp_path: Path) -> tuple[Screen, Screen, CaseId]:
    """Two PCs that have each read the other's stick, and somebody's file."""
    host = screens.founded("Amina")
    case = host.session.desk.casework.create(NewPerson(family="Canari-Haidari", given="Zahra"))
    guest = screens.joined("Omar", host)
    exchange_by_stick(host, guest, tmp_path)
    exchange_by_stick(guest, host, tmp_path)
    exchange_by_stick(host, guest, tmp_path)
    return host, guest, case


def later(screens: Screens, days: int, *desks: Screen) -> None:
    """So many days after both met; the program looks for news by itself, and finds none."""
    for time in screens.times.values():
        time.now = NOW + timedelta(days=days)
    for desk in desks:
        assert desk.window._exchange is not None
        told: list[object] = []
        desk.window._exchange.ended.connect(lambda told=told: told.append(None))
        desk.window._exchange.look_now()
        desk.wait(lambda told=told: bool(told))
        desk.settle()


def refused(desk: Screen) -> bool:
    """Whether a new file is refused, as somebody sees it who types one."""
    desk.frame.navigation.go(ToNewPerson())
    form = page(desk, NewPersonPage)
    form.form.family.line.setText("Canari-Tard")
    form.save_button.click()
    desk.settle()
    desk.wait(lambda: _OVER in seen(form) or "Le dossier est ouvert." in seen(form))
    return _OVER in seen(form)


def test_it_is_said_in_time_then_only_writing_ends_and_a_stick_gives_it_back(
    screens: Screens, tmp_path: Path, pair: tuple[Screen, Screen, CaseId]
) -> None:
    host, guest, case = pair
    notice = host.frame.lease
    host.frame.navigation.go(ToHome())
    later(screens, 46, host)
    assert not notice.isVisible()
    later(screens, 47, host)
    assert "n’enregistre plus que 13 jours" in seen(notice)
    host.frame.navigation.go(ToPerson(case))
    assert not notice.isVisible()  # said once, on the first page
    later(screens, 60, host)
    host.frame.navigation.go(ToHome())
    assert "jusqu’à ce soir" in seen(notice)
    later(screens, 61, host)
    assert _OVER in seen(notice)
    host.frame.navigation.go(ToPerson(case))
    host.settle()
    assert "ne fait plus que lire" in seen(notice)  # on every page, in short, and under it all can be read
    assert "HAIDARI" in seen(host.frame.navigation.page).upper()
    host.frame.navigation.go(ToPaper(Leaf.TIMELINE, "fr", case=case))
    paper = page(host, PaperPage)
    host.wait(lambda: paper.view._pages >= 1)
    assert refused(host)
    exchange_by_stick(guest, host, tmp_path)
    host.wait(lambda: not notice.isVisible())
    assert not refused(host)


def test_an_admin_reads_out_a_code_and_the_pc_takes_it_alone(
    screens: Screens, pair: tuple[Screen, Screen, CaseId]
) -> None:
    host, guest, _case = pair
    later(screens, 100, host, guest)
    press(guest.frame.lease, "Que faire ?")
    lease = page(guest, LeasePage)
    guest.wait(lambda: "depuis la fin du délai" in seen(lease))
    assert "3 mars 2027" in seen(lease)  # what this PC holds for today, however long the program runs
    assert not guest.frame.lease.isVisible()  # the page says it
    assert "« Bureau »" in seen(lease).replace("\u2068", "").replace("\u2069", "")
    assert not lease.codes.isVisible()  # no admin here
    lease.field.setText("ABCDE 12345")
    lease._prolong.click()
    guest.wait(lease.refused.isVisible)
    assert "n’est pas bon" in seen(lease.refused)
    assert lease.field.hasFocus()
    assert refused(guest)

    host.frame.navigation.go(ToOrganisation())
    press(page(host, OrganisationPage), "Temps sans contact, codes")
    office = page(host, LeasePage)
    host.wait(office.codes.isVisible)
    assert office.codes.choice.count() == 1
    office.codes.make.click()
    host.wait(office.codes.code.isVisible)
    code = office.codes.code.text()

    guest.frame.navigation.go(ToOrganisation(Part.LEASE))
    lease = page(guest, LeasePage)
    guest.wait(lease.typing.isVisible)
    lease.field.setText(code.lower().replace("0", "o"))
    lease._prolong.click()
    guest.wait(lambda: "Ce poste enregistre jusqu’au" in seen(lease.message))
    assert not refused(guest)
    host.frame.navigation.go(ToOrganisation(Part.LEASE))
    office = page(host, LeasePage)
    host.wait(office.typing.isVisible)
    office.field.setText(code)  # made for the other one
    office._prolong.click()
    host.wait(office.refused.isVisible)


def test_a_pause_does_not_stop_the_end(screens: Screens, pair: tuple[Screen, Screen, CaseId]) -> None:
    host, _guest, _case = pair
    host.session.pause_sync(True)
    host.window._lock_asked()
    host.settle()
    later(screens, 61)
    host.window.findChild(QWidget, "unlock")._secret.line.setText("girafe boussole tambour cerise")
    host.window.findChild(QWidget, "unlock")._open.click()
    host.settle()
    host.wait(host.frame.lease.isVisible)
    assert refused(host)


def test_who_was_never_confirmed_is_told_that_nothing_runs(screens: Screens) -> None:
    host = screens.founded("Amina")
    host.frame.navigation.go(ToExchange())
    press(page(host, ExchangePage), "Temps sans contact et code de prolongation")
    lease = page(host, LeasePage)
    host.wait(lambda: "aucun délai ne court" in seen(lease))
    assert not lease.typing.isVisible()
    host.wait(lambda: "n’a pas d’autre poste" in seen(lease.codes))


@pytest.mark.parametrize(("width", "height", "zoom"), [(1024, 600, 150), (1366, 768, 200)])
def test_it_fits(screens: Screens, tmp_path: Path, width: int, height: int, zoom: int) -> None:
    host = screens.founded("Amina", zoom=zoom)
    host.window.resize(width, height)
    guest = screens.joined("Omar", host)
    for one, other in ((host, guest), (guest, host)):
        exchange_by_stick(one, other, tmp_path)
    later(screens, 61, host)
    host.frame.navigation.go(ToOrganisation(Part.LEASE))
    lease = page(host, LeasePage)
    host.wait(lease.codes.isVisible)
    lease.codes.make.click()
    host.wait(lease.codes.code.isVisible)
    assert [*_too_wide(lease), *cut_buttons(host.window)] == []
    host.frame.navigation.go(ToHome())
    host.settle()
    assert host.frame.lease.isVisible()
    assert cut_buttons(host.window) == []


def test_a_version_that_will_be_too_old_says_from_when(screens: Screens) -> None:
    host = screens.founded("Amina")
    notice, today = host.frame.lease, NOW.date()
    host.frame.navigation.go(ToHome())
    coming = LeaseState(today, None, None, over=False, soon=False, too_old_on=date(2027, 1, 30), too_old=False)
    notice.show_state(coming)
    assert "À partir du 30/01/2027" in seen(notice)
    notice.show_state(replace(coming, too_old=True))
    assert "version plus récente" in seen(notice)
    notice.show_state(None)
    assert not notice.isVisible()
