"""In which order a PC exchanges by itself, and when: unlocked, locked, paused, cut off, after a change."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtWidgets import QApplication

from anefdesk.domain.catalogue import Catalogue
from anefdesk.errors import StorageError
from anefdesk.services.casework import NewPerson
from anefdesk.services.figures_sending import FiguresSending
from anefdesk.services.sync import membership
from anefdesk.services.sync.contact import Sync
from anefdesk.services.sync.deliver import Deliverer
from anefdesk.services.sync.founding import HubAddress
from anefdesk.services.sync.pace import SOON
from anefdesk.ui.locking import Reason
from anefdesk.ui.pages.destinations import ToExchange
from anefdesk.ui.pages.exchange import ExchangePage
from tests.services.sync.test_enrolment_hub import hub_at
from tests.ui.pages.belonging import PASSPHRASE, Screen, Screens, screens_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)
STEPS = ("prepare_some", "carry", "receive")


@pytest.fixture
def screens(tmp_path: Path, catalogue: Catalogue, qapp: QApplication) -> Iterator[Screens]:
    with screens_in(tmp_path, catalogue, qapp) as made:
        yield made


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubAddress]:
    with hub_at(tmp_path / "hub") as made:
        yield made


class Seen:
    """A PC that founded an organisation with a hub; what its exchange does, in order."""

    def __init__(self, screens: Screens, hub: HubAddress, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk: Screen = screens.lone("Amina")
        here = self.desk.session.belonging()
        here.prepare(opens_cases=False, lease_days=60)
        here.found("Accueil", hub)
        self.steps: list[str] = []
        self.contacts = 0
        for name in STEPS:
            monkeypatch.setattr(Sync, name, self._told(name, getattr(Sync, name)))
        self.desk.session.joined()
        self.desk.window._begin_exchange()
        found = self.desk.window._exchange
        assert found is not None
        self.exchange = found
        self.exchange.ended.connect(self._ended)
        self.until(1)

    def _told(self, name: str, deed: Callable[..., object]) -> Callable[..., object]:
        def done(*given: object) -> object:
            self.steps.append(name)
            return deed(*given)

        return done

    def _ended(self) -> None:
        self.contacts += 1

    def until(self, contacts: int) -> list[str]:
        """Until so many have ended since the last time; what was done, repeats left out."""
        self.desk.wait(lambda: self.contacts >= contacts)
        self.desk.settle()
        self.contacts, steps = 0, self.steps
        self.steps = []
        return [name for at, name in enumerate(steps) if not at or steps[at - 1] != name]

    def look(self) -> list[str]:
        self.exchange.look_now()
        return self.until(1)

    @property
    def waits(self) -> float:
        """Seconds until it looks again; nought when it does not."""
        timer = self.exchange._timer
        return timer.interval() / 1000 if timer.isActive() else 0

    def person(self) -> None:
        """A change, as a page makes it."""
        desk = self.desk.session.desk
        case = desk.casework.create(NewPerson(family="Canari-Haidari"))
        self.desk.window._news.touched.emit(desk.casework.add_note(case, "CANARI", private=False))


@pytest.fixture
def seen(screens: Screens, hub: HubAddress, monkeypatch: pytest.MonkeyPatch) -> Seen:
    return Seen(screens, hub, monkeypatch)


def _period(seen: Seen) -> tuple[float, float]:
    assert seen.desk.session.sync is not None
    period = seen.desk.session.sync.post.membership.period
    return 0.79 * period, 1.21 * period


def test_what_waits_is_read_then_what_is_new_is_cut_carried_and_read(seen: Seen) -> None:
    assert seen.look() == ["prepare_some", "carry", "receive"]
    low, high = _period(seen)
    assert low <= seen.waits <= high
    seen.person()
    assert 0 < seen.waits <= SOON
    assert seen.desk.session.sync is not None
    assert seen.look() == ["prepare_some", "carry", "receive"]
    assert seen.desk.session.sync.standing().to_send == 0


def test_a_change_while_it_exchanges_is_followed_by_another_contact_soon(seen: Seen) -> None:
    seen.exchange.look_now()
    seen.person()
    seen.exchange.look_now()  # no second one beside it
    assert seen.until(1).count("carry") == 1
    assert 0 < seen.waits <= SOON


def test_locked_it_carries_and_opens_nothing(seen: Seen) -> None:
    seen.person()
    seen.desk.window.lock(Reason.ASKED)
    seen.desk.wait(lambda: seen.desk.session.sync is not None and seen.desk.session.sync._deliverer is None)
    sync = seen.desk.session.sync
    assert sync is not None
    before = {scope: sync.post.route().head(scope) for scope in sync.post.scopes()}
    assert "carry" in seen.look()
    assert {scope: sync.post.route().head(scope) for scope in sync.post.scopes()} == before
    assert seen.waits
    seen.desk.session.unlock_by_label("Canari-Amina", PASSPHRASE)
    seen.exchange.begin()
    assert seen.until(1) == ["prepare_some", "carry", "receive"]
    assert sync.standing().to_send == 0


def test_a_pause_is_kept_whatever_happens_and_ends_at_once(seen: Seen) -> None:

    sync = seen.desk.session.sync
    assert sync is not None
    sync.settle(msgspec.structs.replace(sync.post.membership, paused=True))
    seen.exchange.choose()
    seen.person()
    seen.exchange.begin()
    seen.desk.settle()
    assert (seen.steps, seen.waits) == ([], 0)
    sync.settle(msgspec.structs.replace(sync.post.membership, paused=False))
    seen.exchange.choose()
    assert "carry" in seen.until(1)
    assert seen.waits


def test_cut_off_it_tries_later_and_later_and_at_once_when_the_network_returns(seen: Seen) -> None:
    sync = seen.desk.session.sync
    assert sync is not None
    there = sync.post.membership

    sync.settle(msgspec.structs.replace(there, hub="http://127.0.0.1:9"))  # nobody listens there
    for wait in (30, 60, 120):
        assert seen.look() == ["prepare_some", "carry"]
        assert 0.79 * wait <= seen.waits <= 1.21 * wait
    assert sync.standing().trouble == "hub.unreachable"
    waits = seen.waits
    seen.person()
    assert seen.waits == waits  # no reason to try sooner
    sync.settle(there)
    seen.exchange._network_changed(QNetworkInformation.Reachability.Local)
    assert seen.steps == []
    seen.exchange._network_changed(QNetworkInformation.Reachability.Online)
    assert "carry" in seen.until(1)
    assert sync.standing().trouble == ""
    low, high = _period(seen)
    assert low <= seen.waits <= high


def test_a_mailbox_that_fails_carries_nothing_and_is_tried_again(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:

    def full(_self: Deliverer) -> int:
        raise StorageError("disk.full")

    with monkeypatch.context() as failing:
        failing.setattr(Deliverer, "cut", full)
        assert seen.look() == ["prepare_some"]
    assert seen.desk.session.sync is not None
    assert seen.desk.session.sync.standing().trouble == "disk.full"
    assert seen.waits
    assert "carry" in seen.look()
    assert seen.desk.session.sync.standing().trouble == ""


def test_it_ends_with_the_program(seen: Seen) -> None:
    seen.exchange.stop()
    assert not seen.waits


# How often


def test_by_hand_nothing_goes_until_somebody_asks_and_then_all_of_it(seen: Seen) -> None:
    sync, session = seen.desk.session.sync, seen.desk.session
    assert sync is not None
    session.choose_period(0)
    seen.exchange.choose()
    seen.person()
    seen.exchange.begin()
    seen.exchange._network_changed(QNetworkInformation.Reachability.Online)
    seen.desk.settle()
    assert (seen.steps, seen.waits) == ([], 0)
    assert "carry" in seen.look()
    assert (sync.standing().to_send, seen.waits) == (0, 0)
    kept = membership.load(session._home)
    assert kept is not None
    assert (kept.period, kept.by_itself) == (0, False)


def test_the_period_is_chosen_on_the_page_and_ends_a_pause(seen: Seen) -> None:
    session = seen.desk.session
    session.pause_sync(True)
    seen.desk.frame.navigation.go(ToExchange())
    seen.desk.settle()
    page = seen.desk.frame.navigation.page
    assert isinstance(page, ExchangePage)
    choice = page.often.choice
    assert choice.currentData() == 300
    for seconds in (3600, 900, 300):
        choice.setCurrentIndex(choice.findData(seconds))
        choice.activated.emit(choice.currentIndex())
        seen.until(1)
        assert 0.79 * seconds <= seen.waits <= 1.21 * seconds
        assert page._pause.text() == "Mettre en pause"
    choice.setCurrentIndex(choice.findData(0))
    choice.activated.emit(choice.currentIndex())
    seen.desk.wait(lambda: not page._pause.isVisible())
    assert page.often._by_hand.isVisible()
    assert seen.waits == 0
    seen.desk.wait(lambda: not seen.exchange._busy)


def test_a_chore_that_fails_is_said_in_a_quiet_line_until_it_is_done(
    seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise StorageError("disk.full")

    seen.desk.frame.navigation.go(ToExchange())
    page = seen.desk.frame.navigation.page
    assert isinstance(page, ExchangePage)
    said = "Une tâche de l’échange n’a pas abouti et sera reprise au prochain : Le disque de cet ordinateur est plein."
    with monkeypatch.context() as failing:
        failing.setattr(FiguresSending, "dispatch", full)
        assert "carry" in seen.look()  # the others are done, and the exchange goes on
    seen.desk.wait(lambda: any(said in line.text() for line in page._lines if line.isVisible()))
    assert not page.message.isVisible()
    seen.look()
    seen.desk.wait(lambda: not any("n’a pas abouti" in line.text() for line in page._lines))
