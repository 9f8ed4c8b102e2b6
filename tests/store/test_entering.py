"""A centre that worked alone enters an organisation: nothing is lost, and another desk ends with the same."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from anefdesk.domain.record import CaseId, Kind
from anefdesk.errors import StorageError
from anefdesk.store import entering, erasing, inbox, outbox
from anefdesk.store.casekeys import EpochKey
from anefdesk.store.entering import Entered
from anefdesk.store.store import Store
from anefdesk.wire import entry, keybox
from anefdesk.wire.entry import AddScope, Adopt, Epoch, OldKey
from anefdesk.wire.segment import Segment
from tests.mailbox.organisation import NORTH, SOUTH, Organisation, named, secret
from tests.store.conftest import DEVICE, KEY, Hand

EAST = named("east")
NEW_KEY = secret("epoch 1 of the east")


@pytest.fixture
def org() -> Organisation:
    """One with a third centre, of two PCs."""
    made = Organisation()
    for said in (AddScope(EAST), made.pc("alone", EAST), made.pc("second", EAST), Epoch(EAST, 1, ())):
        made.say(said)
    return made


@dataclass
class Lone:
    """A PC that worked alone, and one of its files."""

    file: Path
    store: Store
    hand: Hand
    case: CaseId
    org: Organisation

    def enter(self) -> Entered:
        return self.store.enter(self.org.state.org, EAST, NEW_KEY)

    def meta(self) -> dict[str, object]:
        rows = self.store.connection.exec_driver_sql("SELECT key, value FROM meta").fetchall()
        return {key: value for key, value in rows}  # noqa: C416 - rows are no pairs for mypy

    def tables(self) -> list[object]:
        """What entering changes."""
        sql = self.store.connection.exec_driver_sql
        names = ("meta", "origin", "log", "seen", "clock", "epoch", "keybox", "unopened")
        return [[tuple(row) for row in sql(f"SELECT * FROM {name}").fetchall()] for name in names]

    def cut(self) -> list[Segment]:
        return list(outbox.segments(self.store, self.org.state, named("alone"), secret("alone"), {}))

    def boxes(self) -> list[keybox.Keybox]:
        made = outbox.unposted(self.store, named("alone"), secret("alone"))
        return [keybox.read(data) for data in made]


@pytest.fixture
def lone(store: Store, file: Path, hand: Hand, org: Organisation) -> Lone:
    """Two epochs, two files, a change of each."""
    first = hand.person()
    with store.inside() as at:
        at.keys.start_epoch()
    hand.set(first, Kind.PERSON, first, f2="AF")
    hand.person("Canari-Benoît", nationality="TN")
    return Lone(file, store, hand, first, org)


@pytest.fixture
def second(lone: Lone, tmp_path: Path) -> Iterator[Store]:
    """Another PC of the centre, that has received nothing."""
    key = EpochKey(lone.org.state.org, EAST, 1, NEW_KEY)
    made = Store.join(
        tmp_path / "second.db", KEY, DEVICE, org=key.org, scope=EAST, centre=lone.store.centre, epochs=[key]
    )
    yield made
    made.close()


def _adopted(lone: Lone, told: Entered) -> Adopt:
    said = told.into(EAST)
    lone.org.say(said, by="alone")
    return said


def test_what_was_written_before_stays_and_what_follows_goes_into_a_new_log(lone: Lone) -> None:
    before, state = lone.meta(), lone.store.state_hash()
    old = [recorded for recorded in lone.store.records()]  # noqa: C416
    told = lone.enter()
    assert (told.org, told.scope) == (before["org"], before["scope"])
    assert {key.epoch: key.under for key in told.keys} == {1: 1, 2: 1}
    assert lone.meta() == {**before, "org": lone.org.state.org, "scope": EAST}
    assert lone.store.state_hash() == state
    lone.hand.set(lone.case, Kind.PERSON, lone.case, f2="MA")
    new_file = lone.hand.person("Canari-Zahra")
    records = list(lone.store.records())
    assert sorted(one.stamp.seq for one in records if one.stamp.log == told.log) == list(range(1, len(old) + 1))
    later = [one for one in records if one.stamp.log != told.log]
    assert {one.change.case for one in later} == {lone.case, new_file}
    assert all(one.stamp.seen == {told.log: len(old)} for one in later)
    assert lone.store.connection.exec_driver_sql("SELECT count(*) FROM dispute").scalar() == 0
    live = lone.store.state_hash()
    lone.store.rebuild()
    assert lone.store.state_hash() == live


def test_it_goes_on_after_a_restart(lone: Lone) -> None:
    told = lone.enter()
    lone.store.close()
    again = Store.open(lone.file, KEY, DEVICE)
    Hand(again).set(lone.case, Kind.PERSON, lone.case, f2="MA")
    assert {one.stamp.log == told.log for one in again.records()} == {True, False}
    live = again.state_hash()
    again.rebuild()
    assert again.state_hash() == live
    again.close()


def test_each_log_is_cut_under_its_own_routing_and_every_keybox_under_the_new(lone: Lone) -> None:
    told = lone.enter()
    lone.hand.set(lone.case, Kind.PERSON, lone.case, f2="MA")
    routes = {(cut.header.log == told.log, cut.header.org, cut.header.scope) for cut in lone.cut()}
    assert routes == {(True, told.org, told.scope), (False, lone.org.state.org, EAST)}
    boxes = lone.boxes()
    assert {(box.version, box.scope, box.epoch) for box in boxes} == {(2, EAST, 1)}
    assert len(boxes) == lone.store.connection.exec_driver_sql("SELECT count(*) FROM keybox").scalar()
    device = lone.org.state.devices[named("alone")]
    assert all(box.signed_by(lone.org.state.org, device.sign) for box in boxes)


@pytest.mark.parametrize("first", ["keys", "log"])
def test_another_desk_ends_with_the_same(lone: Lone, second: Store, first: str) -> None:
    told = lone.enter()
    lone.hand.set(lone.case, Kind.PERSON, lone.case, f2="MA")
    adopt = _adopted(lone, told)
    org, state = lone.org.state.org, lone.org.state
    keys = entering.opened(state.adopted[told.log], org, {(EAST, 1): NEW_KEY})
    assert [(key.org, key.scope, key.epoch) for key in keys] == [(told.org, told.scope, n) for n in (1, 2)]
    assert adopt == entry.read(lone.org.entries[-1]).said
    segments = lone.cut()
    if first == "keys":
        inbox.epochs(second, keys, state)
    inbox.keyboxes(second, lone.boxes(), state)
    got = inbox.apply(second, segments, state)
    assert got.refused == ()
    assert got.forks == ()
    if first == "log":
        assert got.waiting
        inbox.epochs(second, keys, state)
    assert inbox.stuck(second) == ()
    assert second.state_hash() == lone.store.state_hash()
    mine = Hand(second)
    mine.set(lone.case, Kind.PERSON, lone.case, f2="DZ")
    back = list(outbox.segments(second, state, named("second"), secret("second"), {}))
    assert inbox.apply(lone.store, [*back, *segments], state).refused == ()
    assert second.state_hash() == lone.store.state_hash()
    for store in (second, lone.store):
        store.rebuild()
        assert store.connection.exec_driver_sql("SELECT count(*) FROM dispute").scalar() == 0
    assert second.state_hash() == lone.store.state_hash()


def test_a_case_erased_before_stays_erased_and_the_rest_of_the_log_is_taken(lone: Lone, second: Store) -> None:
    gone = lone.hand.person("Canari-Perdu")
    lone.hand.set(lone.case, Kind.PERSON, lone.case, f2="MA")
    erasing.erase(lone.store, {gone}, gone)
    told = lone.enter()
    assert [one.case for one in told.erased] == [gone]
    _adopted(lone, told)
    inbox.epochs(
        second,
        entering.opened(lone.org.state.adopted[told.log], lone.org.state.org, {(EAST, 1): NEW_KEY}),
        lone.org.state,
    )
    inbox.keyboxes(second, lone.boxes(), lone.org.state)
    assert inbox.apply(second, lone.cut(), lone.org.state).refused == ()
    assert second.state_hash() == lone.store.state_hash()
    assert gone not in lone.org.state.erased_in(EAST)


def test_a_stub_of_another_case_is_refused(lone: Lone, second: Store) -> None:
    """Whoever carries the log hides nothing in it."""
    told = lone.enter()
    _adopted(lone, told)
    hidden = [one.without(lone.case) for one in lone.cut()]
    refused = inbox.apply(second, hidden, lone.org.state).refused
    assert inbox.Refusal.HIDDEN in {why for *_, why in refused}


def test_nobody_takes_the_log_before_it_is_adopted(lone: Lone, second: Store) -> None:
    lone.enter()
    got = inbox.apply(second, lone.cut(), lone.org.state)
    assert {why for *_, why in got.refused} == {inbox.Refusal.STRANGER}
    assert got.applied == 0


def test_cut_short_it_has_not_happened(lone: Lone, tmp_path: Path) -> None:
    """At each step: the file as a crash would leave it, and the open desk, are where they were."""
    before, copies = lone.tables(), 0

    def crash(*_: object, **__: object) -> None:
        nonlocal copies
        copies += 1
        folder = tmp_path / f"crash {copies}"
        folder.mkdir()
        for part in lone.file.parent.glob(f"{lone.file.name}*"):
            shutil.copy(part, folder)
        raise OSError(5, "Input/output error")

    for owner, name in (
        (type(lone.store._keys), "_seal_anew"),
        (type(lone.store._log), "start_anew"),
        (entering, "sealed"),
    ):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(owner, name, crash)
            with pytest.raises(OSError, match="Input/output"):
                lone.enter()
        assert lone.tables() == before
        left = Lone(tmp_path / f"crash {copies}" / lone.file.name, lone.store, lone.hand, lone.case, lone.org)
        left.store = Store.open(left.file, KEY, DEVICE)
        assert left.tables() == before
        left.store.close()
        lone.hand.set(lone.case, Kind.PERSON, lone.case, f2="MA")
        assert {cut.header.scope for cut in lone.cut()} == {lone.meta()["scope"]}
        before = lone.tables()
    assert copies == 3
    lone.enter()


def test_entering_again_changes_nothing_and_says_the_same(lone: Lone) -> None:
    told = lone.enter()
    lone.hand.set(lone.case, Kind.PERSON, lone.case, f2="MA")
    before = lone.tables()
    again = lone.enter()
    assert (again.log, again.org, again.scope) == (told.log, told.org, told.scope)
    assert lone.tables() == before
    keys = [
        entering.opened(Adopt(one.log, one.org, one.scope, EAST, one.keys), lone.org.state.org, {(EAST, 1): NEW_KEY})
        for one in (told, again)
    ]
    assert keys[0] == keys[1]


def test_a_key_learnt_before_is_entered_with(lone: Lone) -> None:
    inbox.epochs(lone.store, [EpochKey(lone.org.state.org, EAST, 1, NEW_KEY)], lone.org.state)
    assert lone.enter().keys
    lone.hand.set(lone.case, Kind.PERSON, lone.case, f2="MA")
    assert {box.scope for box in lone.boxes()} == {EAST}


def test_who_works_with_others_does_not_enter_alone(lone: Lone, second: Store) -> None:
    _adopted(lone, lone.enter())
    with pytest.raises(StorageError, match=r"sync\.not_alone"):
        lone.store.enter(named("elsewhere"), SOUTH, NEW_KEY)
    with pytest.raises(StorageError, match=r"sync\.not_alone"):
        second.enter(lone.org.state.org, EAST, NEW_KEY)
    assert lone.meta()["scope"] == EAST


def test_the_training_centre_stays_alone(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "training.db", KEY, DEVICE, training=True)
    with pytest.raises(StorageError, match=r"sync\.training"):
        store.enter(named("org"), EAST, NEW_KEY)
    store.close()


@pytest.mark.parametrize("changed", ["log", "org", "scope", "into", "epoch", "under", "sealed", "organisation", "key"])
def test_a_key_of_before_opens_only_in_its_place(lone: Lone, changed: str) -> None:
    told = lone.enter()
    (one, *_) = told.keys
    known = {(EAST, 1): NEW_KEY, (EAST, 2): NEW_KEY, (NORTH, 1): NEW_KEY}
    place = {"log": told.log, "org": told.org, "scope": told.scope, "into": EAST}
    key = {"epoch": one.epoch, "under": one.under, "sealed": one.sealed}
    org = lone.org.state.org
    match changed:
        case "epoch" | "under":
            key[changed] = 2
        case "sealed":
            key["sealed"] = one.sealed[:-1] + bytes([one.sealed[-1] ^ 1])
        case "organisation":
            org = named("another")
        case "key":
            known[EAST, 1] = secret("another")
        case "into":
            place["into"] = NORTH
        case _:
            place[changed] = named("another")
    found = entering.opened(Adopt(**place, keys=(OldKey(**key),)), org, known)  # type: ignore[arg-type]
    assert (found != ()) is (changed == "log")  # of which the scope may have several
