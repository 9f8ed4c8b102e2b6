"""What is cut of a log verifies, begins where it must, and is cut the same way again."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from anefdesk.domain.change import Change
from anefdesk.domain.ids import new_case
from anefdesk.domain.record import Kind, ObjectId
from anefdesk.store import inbox, outbox
from anefdesk.wire import keybox, segment
from anefdesk.wire.entry import Epoch
from anefdesk.wire.segment import LARGEST, MOST_RECORDS
from tests.mailbox.organisation import NORTH, Organisation, named, public, secret
from tests.store.conftest import AUTHOR
from tests.store.desks import Desk, epoch_key, organisation


@pytest.fixture
def org() -> Organisation:
    return organisation()


@pytest.fixture
def one(org: Organisation, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(org, "pc", tmp_path / "one.db")
    yield made
    made.close()


@pytest.fixture
def two(org: Organisation, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(org, "pc 2", tmp_path / "two.db")
    yield made
    made.close()


def test_what_is_cut_verifies_and_is_cut_again_byte_for_byte(one: Desk) -> None:
    case = new_case()
    for country in ("AF", "MA", "TN"):
        one.set(case, country)
    (cut,) = one.cut()
    read = segment.read(cut.encode())
    assert read.signed_by(public("pc"))
    assert (read.header.first, read.header.count, read.header.scope) == (1, 3, NORTH)
    assert (read.header.dir_no, read.header.dir_head) == (one.org.state.no, one.org.state.head)
    assert [again.encode() for again in one.cut()] == [cut.encode()]
    assert read.header.head == one.store.connection.exec_driver_sql("SELECT head FROM clock").scalar()


def test_cutting_goes_on_where_the_mailbox_stands(one: Desk) -> None:
    case = new_case()
    one.set(case, "AF")
    (first,) = one.cut()
    one.set(case, "MA")
    (second,) = one.cut({first.header.log: 1})
    assert (second.header.first, second.header.prev) == (2, first.header.head)
    assert one.cut({first.header.log: 2}) == []


def test_a_segment_ends_with_its_epoch(one: Desk) -> None:
    case = new_case()
    one.set(case, "AF")
    one.org.say(Epoch(NORTH, 2, ()))
    inbox.epochs(one.store, [epoch_key(one.org.state.org, 2)], one.org.state)
    one.set(case, "MA")
    assert [(cut.header.first, cut.header.epoch) for cut in one.cut()] == [(1, 1), (2, 2)]


def test_a_segment_begins_where_something_was_seen_and_says_so(one: Desk, two: Desk) -> None:
    case, other = new_case(), new_case()
    one.set(case, "AF")
    two.set(other, "MA")
    assert two.meet(one).applied == 1
    two.set(case, "TN")
    two.set(case, "DZ")
    before, after = two.cut()
    assert (before.header.first, before.header.count, before.header.seen) == (1, 1, ())
    (seen,) = after.header.seen
    (origin,) = one.cut()
    assert (after.header.first, after.header.count) == (2, 2)
    assert (seen.log, seen.upto, seen.head) == (origin.header.log, 1, origin.header.head[:8])


def test_segments_are_bounded_by_number_and_size(one: Desk) -> None:
    case = new_case()
    with one.store.transaction(AUTHOR, 1) as deed:
        deed.open_case(case)
        for number in range(MOST_RECORDS + 20):
            deed.record(Change(case, Kind.PERSON, ObjectId(case), {2: str(number)}))
        for _ in range(5):
            deed.record(Change(case, Kind.PERSON, ObjectId(case), {2: "x" * 100_000}))
        deed.record(Change(case, Kind.PERSON, ObjectId(case), {2: "x" * (LARGEST + 1)}))
        deed.record(Change(case, Kind.PERSON, ObjectId(case), {2: "last"}))
    cuts = one.cut()
    assert cuts[0].header.count == MOST_RECORDS
    assert sum(cut.header.count for cut in cuts) == MOST_RECORDS + 27
    assert all(len(cut.encode()) <= LARGEST or cut.header.count == 1 for cut in cuts)
    assert any(len(cut.encode()) > LARGEST for cut in cuts)
    assert [segment.read(cut.encode()).header for cut in cuts] == [cut.header for cut in cuts]
    for cut, following in pairwise(cuts):
        assert following.header.prev == cut.header.head


def test_keyboxes_are_given_until_they_are_posted(one: Desk) -> None:
    cases = {new_case(), new_case()}
    for case in cases:
        one.set(case, "AF")
    boxes = one.boxes()
    assert boxes == one.boxes()
    read = [keybox.read(box) for box in boxes]
    assert {box.case for box in read} == cases
    assert all(box.signed_by(one.org.state.org, public("pc")) and box.scope == NORTH for box in read)
    outbox.posted(one.store, boxes[:1])
    assert [keybox.read(box).case for box in one.boxes()] == [read[1].case]
    assert outbox.every_keybox(one.store) == (boxes[0],)
    assert list(outbox.segments(one.store, one.org.state, named("pc"), secret("pc"), {one.log: 2})) == []
