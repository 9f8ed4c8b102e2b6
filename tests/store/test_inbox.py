"""What other desks wrote arrives whole, in any order, and nothing stops it."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anefdesk.domain import ids
from anefdesk.domain.case import Item, ItemState, Name, Person
from anefdesk.domain.change import TICKS_PER_MS
from anefdesk.domain.ids import new_case
from anefdesk.domain.record import CaseId, Kind, ObjectId
from anefdesk.errors import StorageError
from anefdesk.store import inbox, reading
from anefdesk.store.inbox import Refusal
from anefdesk.wire import keybox, sealing
from anefdesk.wire.entry import Cutoff, Epoch, Revoke
from anefdesk.wire.segment import Segment
from tests.mailbox.organisation import NORTH, Organisation, named, secret
from tests.store.desks import START, Desk, epoch_key, organisation

DAY = 86_400_000


@pytest.fixture
def org() -> Organisation:
    return organisation()


@pytest.fixture
def desks(org: Organisation, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    made = Desk(org, "pc", tmp_path / "one.db"), Desk(org, "pc 2", tmp_path / "two.db")
    yield made
    for desk in made:
        desk.close()


def agree(one: Desk, two: Desk) -> None:
    """They show the same, live and rebuilt."""
    assert one.store.state_hash() == two.store.state_hash()
    for desk in (one, two):
        before = desk.store.state_hash()
        desk.store.rebuild()
        assert desk.store.state_hash() == before


def test_a_file_arrives_whole_and_is_found(desks: tuple[Desk, Desk]) -> None:
    one, two = desks
    case = one.hand.person(birth_date="1990-05-04", nationality="AF")
    item = Item(id=ObjectId(b"i" * 16), demarche=b"d" * 16, document="c-photo", state=ItemState.ASKED)
    one.hand.add(case, item)
    told = two.meet(one)
    assert (told.applied, told.waiting, told.quarantined, told.forks, told.refused) == (3, 0, 0, (), ())
    assert told.touched.cases == {case}
    assert {int(Kind.PERSON), int(Kind.NAME), int(Kind.ITEM)} == told.touched.kinds
    assert [line.case for line in reading.matching(two.store.connection, '"canari" *', 5)] == [case]
    assert two.rows("stale") == 1
    agree(one, two)
    again = two.meet(one)
    assert (again.applied, again.known) == (0, 3)


@pytest.mark.parametrize("most", [1, 2, 3, 7, 100])
def test_a_part_at_a_time_comes_to_the_same(desks: tuple[Desk, Desk], most: int) -> None:
    """At each step what is shown is what a rebuild would show, and closing the desk between two loses nothing."""
    one, two = desks
    for number in range(4):
        case = one.hand.person(birth_date="1990-05-04", nationality="AF")
        one.hand.add(case, Name(id=ObjectId(bytes([number]) * 16), family=f"Canari-{number}"))
    sent, count = one.cut(), one.rows("log")
    two.take((), one.boxes())
    left, applied = True, 0
    while left:
        told = inbox.apply(two.store, sent, two.org.state, most)
        assert told.applied <= most
        assert (told.forks, told.refused, told.known) == ((), (), applied)
        left, applied = told.left, applied + told.applied
        assert two.rows("log") == applied
        before = two.store.state_hash()
        two.close()
        two.open_again()
        two.store.rebuild()
        assert two.store.state_hash() == before
    assert applied == count
    agree(one, two)


def test_what_was_seen_is_not_a_disagreement_whatever_the_clocks_say(desks: tuple[Desk, Desk]) -> None:
    one, two = desks
    case = new_case()
    one.set(case, "AF", wall_ms=4_102_444_800_000)  # 2100
    two.meet(one)
    two.set(case, "MA", wall_ms=0)  # 1970
    one.meet(two)
    assert (one.nationality(case), two.nationality(case)) == ("MA", "MA")
    assert one.rows("dispute") == two.rows("dispute") == 0
    one.set(case, "TN", wall_ms=1)
    two.set(case, "DZ", wall_ms=2)
    two.meet(one)
    one.meet(two)
    assert one.rows("dispute") == two.rows("dispute") == 1
    agree(one, two)
    two.set(case, "SY", wall_ms=3)
    one.meet(two)
    assert one.rows("dispute") == 0
    agree(one, two)


def test_what_was_seen_outlives_closing_the_desk(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    one, two = desks
    case = new_case()
    one.set(case, "AF", wall_ms=START + DAY)
    two.meet(one)
    two.close()
    again = Desk(two.org, "pc 2", tmp_path / "two.db")
    try:
        again.set(case, "MA", wall_ms=START)
        one.meet(again)
        assert one.nationality(case) == "MA"
        assert one.rows("dispute") == 0
    finally:
        again.close()


def test_a_gap_is_never_applied(desks: tuple[Desk, Desk]) -> None:
    one, two = desks
    case = new_case()
    one.set(case, "AF")
    (first,) = one.cut()
    one.set(case, "MA")
    (second,) = one.cut({first.header.log: 1})
    told = two.take([second], one.boxes())
    assert told.refused == ((first.header.log, 2, Refusal.GAP),)
    assert two.rows("log") == 0
    assert two.take([second, first, second]).applied == 2
    agree(one, two)


def test_a_keybox_that_comes_late(desks: tuple[Desk, Desk]) -> None:
    one, two = desks
    case, other = new_case(), new_case()
    one.set(case, "AF", wall_ms=START + DAY)
    one.set(other, "TN")
    boxes = {keybox.read(box).case: box for box in one.boxes()}
    told = two.take(one.cut(), [boxes[other]])
    assert (told.applied, told.waiting) == (2, 1)
    assert (two.nationality(case), two.nationality(other)) == (None, "TN")
    assert [(stuck.case, stuck.code) for stuck in inbox.stuck(two.store)] == [(case, "")]
    two.store.rebuild()
    with pytest.raises(StorageError, match="key_missing"):
        two.set(case, "MA")
    told = two.take([], [boxes[case]])
    assert told.touched.cases == {case}
    assert inbox.stuck(two.store) == ()
    two.set(case, "MA", wall_ms=START)
    one.meet(two)
    assert (one.nationality(case), one.rows("dispute")) == ("MA", 0)
    agree(one, two)


def test_an_epoch_that_comes_late_stops_what_counts_as_seen(desks: tuple[Desk, Desk]) -> None:
    one, two = desks
    case = new_case()
    one.set(case, "AF")
    two.meet(one)
    one.org.say(Epoch(NORTH, 2, ()))
    new = epoch_key(one.org.state.org, 2)
    inbox.epochs(one.store, [new], one.org.state)
    one.set(case, "MA")
    told = two.meet(one)
    assert (told.waiting, two.nationality(case)) == (1, "AF")
    two.set(case, "TN")
    one.meet(two)
    assert one.rows("dispute") == 1  # it had not read the other one
    assert inbox.epochs(two.store, [new], two.org.state).touched.cases == {case}
    agree(one, two)
    two.set(case, "SY")
    assert two.cut()[-1].header.epoch == 2
    one.meet(two)
    agree(one, two)
    assert one.rows("dispute") == 0


def rebox(of: Desk, case: CaseId, version: int, key: bytes, *, pc: str = "pc", epoch: int = 1) -> bytes:
    org = of.org.state.org
    binding = org + NORTH + case + epoch.to_bytes(4, "big")
    body = sealing.wrap_case_key(secret(f"epoch {epoch}"), key, binding)
    return keybox.write(
        secret(pc), org=org, case=case, version=version, scope=NORTH, epoch=epoch, body=body, device=named(pc)
    ).encode()


def case_key(of: Desk, box: bytes) -> bytes:
    read = keybox.read(box)
    binding = of.org.state.org + NORTH + read.case + read.epoch.to_bytes(4, "big")
    return sealing.unwrap_case_key(secret("epoch 1"), read.body, binding)


def version(desk: Desk, case: CaseId) -> int | None:
    found = desk.store.connection.exec_driver_sql("SELECT ver FROM keybox WHERE case_id = ?", (case,)).scalar()
    return None if found is None else int(found)


def test_a_keybox_is_replaced_by_a_later_one_of_the_organisation_only(desks: tuple[Desk, Desk]) -> None:
    one, two = desks
    case = new_case()
    one.set(case, "AF")
    (box,) = one.boxes()
    key = case_key(one, box)
    two.meet(one)
    for refused in (
        rebox(one, case, 2, sealing.new_key()),  # another key: what is here would no longer open
        rebox(one, case, 2, key, pc="lead"),  # signed by no device
        rebox(one, case, 2, key)[:-8] + bytes(8),  # not signed
    ):
        two.take([], [refused])
        assert version(two, case) == 1
    two.take([], [rebox(one, case, 3, key)])
    two.take([], [rebox(one, case, 2, key), box])
    assert version(two, case) == 3
    later = rebox(one, case, 4, key, epoch=2)
    two.take([], [later])
    assert version(two, case) == 3  # its epoch's key is not here
    two.store.rebuild()
    inbox.epochs(two.store, [epoch_key(two.org.state.org, 2)], two.org.state)
    assert version(two, case) == 4
    assert two.rows("unopened") == 0
    agree(one, two)


def test_a_failed_page_leaves_nothing(desks: tuple[Desk, Desk]) -> None:
    one, two = desks
    case = new_case()
    one.set(case, "AF", wall_ms=START + DAY)
    before = two.store.state_hash()
    segments, boxes = one.cut(), [keybox.read(box) for box in one.boxes()]

    def fails() -> None:
        with two.store.inside() as at:
            at.log.saw({one.log: 1})
            at.log.adopt(1 << 60)
            at.keys.take(boxes[0])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert two.store.state_hash() == before
    assert two.take(segments).waiting == 1
    two.set(new_case(), "MA", wall_ms=START)
    hlc = two.store.connection.exec_driver_sql("SELECT hlc FROM clock").scalar()
    assert hlc == START * TICKS_PER_MS
    assert inbox.keyboxes(two.store, boxes, two.org.state).touched.cases == {case}


@pytest.fixture(scope="module")
def history(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Organisation, list[Segment], list[bytes], bytes]]:
    """A day of three desks that meet now and then: all they wrote, and what somebody who saw it all shows."""
    org = organisation()
    folder = tmp_path_factory.mktemp("history")
    desks = [Desk(org, pc, folder / f"{pc}.db") for pc in ("pc", "pc 2")]
    dice = random.Random(5)  # noqa: S311 - a history, not a secret
    cases = [new_case() for _ in range(3)]
    for case in cases:
        desks[0].hand.add(case, Person(id=ObjectId(case)), Name(id=ids.new_object(1), family="Canari"))
    desks[1].meet(desks[0])
    for _ in range(40):
        writer, reader = dice.sample(desks, 2)
        writer.set(dice.choice(cases), dice.choice(["AF", "MA", "TN"]), START + dice.randint(0, 9), dice.choice([2, 3]))
        if dice.random() < 0.3:
            reader.meet(writer)
    segments = [one for desk in desks for one in desk.cut()]
    boxes = [box for desk in desks for box in desk.boxes()]
    desks[0].meet(desks[1])
    yield org, segments, boxes, desks[0].store.state_hash()
    for desk in desks:
        desk.close()


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_with_repeats_gives_the_same(
    history: tuple[Organisation, list[Segment], list[bytes], bytes],
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
) -> None:
    org, segments, boxes, expected = history
    order = data.draw(st.permutations(segments + segments[::3]))
    late = data.draw(st.integers(0, len(order)))
    reader = Desk(org, "far reader", tmp_path_factory.mktemp("reader") / "reader.db")
    try:
        step = data.draw(st.integers(1, 7))
        for _ in range(len(order)):  # a part refused for a gap is brought again
            for start in range(0, len(order), step):
                if start >= late:
                    reader.take([], boxes)
                reader.take(order[start : start + step])
            reader.take([], boxes)
            if reader.rows("log") == sum(one.header.count for one in segments):
                break
        assert reader.store.state_hash() == expected
        reader.store.rebuild()
        assert reader.store.state_hash() == expected
    finally:
        reader.close()


def test_a_keybox_of_a_device_that_is_out_gives_way_to_any_of_one_that_is_in(desks: tuple[Desk, Desk]) -> None:
    one, two = desks
    case = new_case()
    one.set(case, "AF")
    (first,) = one.cut()
    (good,) = one.boxes()
    strange = keybox.write(
        secret("pc"), org=one.org.state.org, case=case, version=1 << 40, scope=NORTH, epoch=1,
        body=_body(one, case), device=named("pc"),
    ).encode()  # fmt: skip
    one.org.say(Revoke(named("pc"), (Cutoff(first.header.log, 1, first.header.head),)))
    two.take([first], [strange])
    assert two.nationality(case) is None  # another key than the one it was sealed with
    again = keybox.write(
        secret("pc 2"), org=one.org.state.org, case=case, version=1, scope=NORTH, epoch=1,
        body=keybox.read(good).body, device=named("pc 2"),
    ).encode()  # fmt: skip
    two.take([], [again])
    inbox.again(two.store, one.org.state, quarantined=True)
    assert two.nationality(case) == "AF"
    two.take([], [strange])
    two.store.rebuild()
    assert two.nationality(case) == "AF"


def _body(desk: Desk, case: CaseId) -> bytes:
    """A key of the same file that opens nothing of it."""
    org = desk.org.state.org
    return sealing.wrap_case_key(secret("epoch 1"), secret("another key"), org + NORTH + case + (1).to_bytes(4, "big"))
