"""When each PC was last heard of: from the hub, from what PCs say of themselves, from what was known before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from anefdesk import __version__
from anefdesk.domain.catalogue import Catalogue
from anefdesk.services import pcs_seen
from anefdesk.services.figures_received import PC, PcSays
from anefdesk.services.figures_sending import FiguresSending
from anefdesk.services.pcs_seen import PcSeen, PcsSeen
from anefdesk.services.sync.organisation import Organisation
from anefdesk.wire.entry import EVERYWHERE, Grant, Role
from anefdesk.wire.hub import Hub
from tests.hub import callers
from tests.hub.running import in_a_thread
from tests.mailbox.organisation import NORTH, SOUTH, named, secret
from tests.services.correspondent_pcs import TODAY, Pc, organisation

ONE, TWO, SOUTHERN = named("nord 1"), named("nord 2"), named("sud")


class Centre:
    """Two PCs of the north and one of the south."""

    def __init__(self, home: Path, catalogue: Catalogue) -> None:
        self.org, self.catalogue = organisation(), catalogue
        self.one, self.two = Pc(self.org, "nord 1", home / "1"), Pc(self.org, "nord 2", home / "2")
        self.south = Pc(self.org, "sud", home / "3", scope=SOUTH)
        self.pcs = (self.one, self.two, self.south)

    def here(self, who: str = "lead", hub: Hub | None = None) -> Organisation:
        """As somebody sees it at the first PC."""
        signer = replace(self.one.signer, user=named(who), user_key=secret(who))
        return replace(self.one.organisation(hub), signer=signer)

    def seen(self, who: str = "lead") -> PcsSeen:
        return pcs_seen.seen(self.one.room(self.catalogue).workplace(), self.here(who))

    def asks(self, hub: Hub, who: str = "lead") -> None:
        pcs_seen.ask(self.one.room(self.catalogue).workplace(), self.here(who, hub))

    def tells(self, pc: Pc) -> int:
        """What a PC does at each contact; how many parcels left."""
        done = FiguresSending(pc.room(self.catalogue).workplace(), pc.organisation()).dispatch()
        pc.posts()
        pc.meets(self.one)
        self.one.takes()
        return done.parcels


@pytest.fixture
def centre(tmp_path: Path, catalogue: Catalogue) -> Iterator[Centre]:
    made = Centre(tmp_path, catalogue)
    yield made
    for pc in made.pcs:
        pc.close()


def test_a_lead_sees_their_own_centre_an_admin_all_of_them_others_nothing(centre: Centre) -> None:
    own = PcSeen(None, __version__, centre.catalogue.version)
    found = centre.seen()
    assert found.told_on is None
    assert found.pcs[ONE] == own
    assert found.pcs[TWO] == PcSeen()
    assert SOUTHERN not in found.pcs
    assert SOUTHERN in centre.seen("admin").pcs
    assert centre.seen("officer") == PcsSeen()


def test_the_hub_is_asked_and_without_it_what_it_said_stands(centre: Centre, tmp_path: Path) -> None:
    with in_a_thread(tmp_path / "hub", centre.org, f"sqlite:///{tmp_path / 'hub.db'}") as url:
        with callers.desk(url, centre.org, "nord 2") as two, callers.desk(url, centre.org, "sud") as south:
            two.hello()
            south.hello()
            told = two.contacts_for(EVERYWHERE, named("admin"), callers.signer("admin"))
            called = date(1970, 1, 1) + timedelta(days=told[TWO])
        with callers.desk(url, centre.org, "nord 1") as hub:
            centre.asks(hub, "officer")
            assert centre.seen().told_on is None
            centre.asks(hub)
            found = centre.seen("admin")
            assert (found.pcs[TWO].last, found.pcs[SOUTHERN].last) == (called, None)  # told to a lead of the north
            centre.asks(hub, "admin")
            assert centre.seen("admin").pcs[SOUTHERN].last == called
    with callers.desk(url, centre.org, "nord 1") as gone:
        centre.one.today = TODAY + timedelta(days=3)
        centre.asks(gone)
    found = centre.seen()
    assert (found.pcs[TWO].last, found.told_on) == (called, TODAY)


def test_what_a_pc_says_of_itself_reaches_its_centre_without_a_hub(centre: Centre) -> None:
    assert centre.tells(centre.two) == 1
    assert centre.seen().pcs[TWO] == PcSeen(TODAY, __version__, centre.catalogue.version)
    centre.tells(centre.south)
    assert centre.seen("admin").pcs[SOUTHERN] == PcSeen()  # it told its own centre, and the figures' PC


def test_the_centre_is_told_again_when_something_is_new_or_a_week_has_passed(centre: Centre) -> None:
    days = []
    for day in range(16):
        centre.two.today = centre.one.today = TODAY + timedelta(days=day)
        centre.tells(centre.two)
        days.append(centre.seen().pcs[TWO].last)
    assert [day for day in range(1, 16) if days[day] != days[day - 1]] == [7, 14]


def test_a_head_office_named_later_in_the_day_is_told_too(centre: Centre) -> None:
    centre.org.say(Grant(named("siège"), Role.STATS, EVERYWHERE, taken=True))
    centre.two.meets(centre.south)
    assert [centre.tells(centre.two), centre.tells(centre.two)] == [1, 0]
    centre.org.say(Grant(named("siège"), Role.STATS, EVERYWHERE))
    centre.two.meets(centre.south)
    assert [centre.tells(centre.two), centre.tells(centre.two)] == [1, 0]


def test_a_clock_that_is_ahead_counts_as_today(centre: Centre) -> None:
    says = PcSays("2060-01-01", "9.9", "2060.01", 4)
    centre.two.parcels().send(PC, [ONE], msgspec.json.encode(says))
    centre.tells(centre.two)
    assert centre.seen().pcs[TWO] == PcSeen(TODAY, "9.9", "2060.01", 4)


def test_who_leads_no_longer_sees_nothing_any_more(centre: Centre) -> None:
    centre.one.post.box.add_entry(centre.org.say(Grant(named("lead"), Role.LEAD, NORTH, taken=True)))
    assert centre.seen() == PcsSeen()
