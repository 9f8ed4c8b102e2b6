"""Parcels arrive once, at those they are for, whatever is repeated, lost or put back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from anefdesk.errors import StorageError
from anefdesk.services.sync import parcels
from anefdesk.services.sync.carry import Carrier
from anefdesk.services.sync.parcels import FILE, STATISTICS
from anefdesk.store import parcels as kept
from anefdesk.wire import segment
from anefdesk.wire.entry import EXCHANGE, Revoke
from anefdesk.wire.segment import Record, Run
from tests.mailbox.organisation import NORTH, SOUTH, Organisation, named, secret
from tests.services.correspondent_pcs import TODAY, Pc, organisation

SECRET = b"Canari-Haidari: 37 dossiers"
New = Callable[..., Pc]


@pytest.fixture
def org() -> Organisation:
    return organisation()


@pytest.fixture
def new(org: Organisation, tmp_path: Path) -> Iterator[New]:
    made: list[Pc] = []

    def make(pc: str, scope: bytes = NORTH, home: str = "") -> Pc:
        one = Pc(org, pc, tmp_path / (home or pc), scope=scope)
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()


def test_a_parcel_reaches_those_it_is_for_and_nobody_else(new: New, tmp_path: Path) -> None:
    north, south, office = new("nord 1"), new("sud", SOUTH), new("siège", SOUTH)
    name = north.parcels().send(STATISTICS, [named("siège")], SECRET)
    assert north.posts() == 1
    for other in (south, office):
        north.meets(other)
    assert office.takes().new == 1
    assert south.takes().new == 0
    (one,) = office.parcels().received(STATISTICS)
    assert (one.id, one.device, one.scope, one.body) == (name, named("nord 1"), NORTH, SECRET)
    assert one.taken == TODAY.isoformat()
    assert not south.bodies()
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or SECRET not in file.read_bytes()


def test_repeating_any_step_changes_nothing(new: New) -> None:
    north, office = new("nord 1"), new("siège", SOUTH)
    north.parcels().send(STATISTICS, [named("siège")], b"one")
    north.parcels().send(FILE, [named("siège")], b"two")
    assert [north.posts(), north.posts()] == [2, 0]
    for _ in range(3):
        north.meets(office)
        office.takes()
    assert (office.bodies(STATISTICS), office.bodies(FILE)) == ({b"one"}, {b"two"})
    assert office.takes().new == 0


def test_a_kind_of_a_later_version_is_kept(new: New) -> None:
    north, office = new("nord 1"), new("siège", SOUTH)
    north.parcels().send(4711, [named("siège")], b"from later")
    north.posts()
    north.meets(office)
    assert office.takes().kinds == {4711}
    assert office.bodies(4711) == {b"from later"}


def test_a_lost_mailbox_is_filled_again_in_another_log(new: New) -> None:
    """Cut again in the old log, a longer segment would overlap the one that others hold, and stay here for ever."""
    north, office = new("nord 1"), new("siège", SOUTH)
    north.parcels().send(STATISTICS, [named("siège")], b"one")
    north.posts()
    north.meets(office)
    _lose_mailbox(north)
    north.parcels().send(STATISTICS, [named("siège")], b"two")
    assert north.posts() == 2
    north.meets(office)
    office.takes()
    assert office.bodies() == {b"one", b"two"}


def test_a_pc_put_back_from_an_image_sends_again_in_another_log(new: New, tmp_path: Path) -> None:
    north, hub, office = new("nord 1"), new("nord 2"), new("siège", SOUTH)
    north.parcels().send(STATISTICS, [named("siège")], b"before")
    north.posts()
    _contact(north, hub)
    north.image(tmp_path / "image")
    north.parcels().send(STATISTICS, [named("siège")], b"lost by the disk")
    north.posts()
    _contact(north, hub)

    back = new("nord 1", home="image")
    old = kept.log(back.store)
    back.parcels().send(STATISTICS, [named("siège")], b"after")
    back.posts()
    _contact(back, hub)  # the hub holds another version of the log: it stands
    assert back.posts() == 2
    _contact(back, hub)
    assert kept.log(back.store) != old

    _contact(office, hub)
    office.takes()
    assert office.bodies() == {b"before", b"lost by the disk", b"after"}
    assert back.posts() == 0


def _lose_mailbox(pc: Pc) -> None:
    pc.close()
    for file in pc.home.glob("mailbox.db*"):
        file.unlink()
    pc.open()


def _contact(pc: Pc, hub: Pc) -> None:
    Carrier(pc.post, hub.post.box, "hub").carry()


def test_what_is_older_than_two_months_is_not_sent_again(new: New) -> None:
    north = new("nord 1")
    north.parcels().send(STATISTICS, [named("siège")], b"old")
    north.posts()
    old = kept.log(north.store)
    north.today = TODAY.replace(year=2027)
    north.parcels().send(STATISTICS, [named("siège")], b"new")
    assert north.posts() == 1
    assert kept.log(north.store) == old  # the log goes on after its last number
    _lose_mailbox(north)
    assert north.posts() == 1
    assert kept.log(north.store) != old


def test_many_and_large_parcels_are_cut_into_segments_that_any_mailbox_takes(new: New) -> None:
    north, office = new("nord 1"), new("siège", SOUTH)
    bodies = {b"%d" % number * size for number, size in enumerate((10, 100_000, 90_000, 300_000, 5, 120_000))}
    for body in bodies:
        north.parcels().send(STATISTICS, [named("siège")], body)
    assert north.posts() == len(bodies)
    north.meets(office)
    office.takes()
    assert office.bodies() == bodies


def test_a_parcel_too_large_or_for_nobody_is_refused(new: New, org: Organisation) -> None:
    north = new("nord 1")
    with pytest.raises(StorageError, match=r"parcel\.too_large"):
        north.parcels().send(STATISTICS, [named("siège")], bytes((4 << 20) + 1))
    with pytest.raises(StorageError, match=r"parcel\.nobody"):
        north.parcels().send(STATISTICS, [named("nobody")], b"x")
    org.say(Revoke(named("siège")))
    with pytest.raises(StorageError, match=r"parcel\.nobody"):
        north.parcels().send(STATISTICS, [named("siège")], b"x")
    assert north.posts() == 0


def test_what_does_not_open_is_counted_and_the_rest_goes_on(new: New, org: Organisation) -> None:
    north, office = new("nord 1"), new("siège", SOUTH)
    state = org.state
    bad = [Record(bytes(16), 3, bytes(12), b"nothing"), Record(bytes(16), 0, bytes(12), b"of another kind")]
    run = Run(state.org, EXCHANGE, named("log"), named("sud"), 1, bytes(32), 0, state.no, state.head)
    office.post.box.push([segment.cut(run, bad, secret("sud")).encode()])
    north.parcels().send(STATISTICS, [named("siège")], b"good")
    north.posts()
    north.meets(office)
    told = office.takes()
    assert (told.new, told.unreadable) == (1, 2)


def test_a_parcel_of_somebody_else_cannot_be_passed_off_as_ours(new: New, org: Organisation) -> None:
    """Copied into the log of another PC, the same bytes do not open: they are bound to their author."""
    north, office = new("nord 1"), new("siège", SOUTH)
    north.parcels().send(STATISTICS, [named("siège")], b"of the north")
    north.posts()
    (data,) = north.post.box.pull(EXCHANGE, 0, 10).segments
    (record,) = segment.read(data).records
    state = org.state
    run = Run(state.org, EXCHANGE, named("log"), named("sud"), 1, bytes(32), 0, state.no, state.head)
    office.post.box.push([segment.cut(run, [record], secret("sud")).encode()])
    assert (office.takes().unreadable, office.bodies()) == (1, set())
    north.meets(office)
    assert office.takes().new == 1


def test_a_parcel_served_is_let_go(new: New) -> None:
    office = new("siège", SOUTH)
    name = office.parcels().send(FILE, [named("siège")], b"to myself")
    office.posts()
    office.takes()
    assert office.bodies(FILE) == {b"to myself"}
    kept.drop(office.store, [name])
    assert not office.bodies(FILE)
    assert office.takes().new == 0


def test_a_mailbox_made_anew_is_read_from_its_beginning(new: New) -> None:
    office = new("siège", SOUTH)
    office.parcels().send(FILE, [named("siège")], b"x")
    office.posts()
    assert office.takes().new == 1
    office.post.box.restored()
    assert office.takes() == parcels.Taken(0, frozenset({FILE}), 0)
