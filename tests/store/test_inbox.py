"""What other desks wrote arrives whole, in any order, and nothing stops it."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anefdesk.domain import ids
from anefdesk.domain.case import Item, ItemState, Name, Person
from anefdesk.domain.change import TICKS_PER_MS, Change
from anefdesk.domain.ids import new_case
from anefdesk.domain.record import CaseId, Kind, ObjectId
from anefdesk.errors import StorageError
from anefdesk.store import forking, inbox, reading
from anefdesk.store.casekeys import EpochKey
from anefdesk.store.inbox import Fork, Refusal
from anefdesk.wire import keybox, op, sealing
from anefdesk.wire.entry import CloseLog, Cutoff, Epoch, Revoke
from anefdesk.wire.sealing import Place
from anefdesk.wire.segment import Record, Run, Segment, cut
from tests.mailbox.organisation import NORTH, Organisation, named, secret
from tests.store.conftest import AUTHOR
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


class Insider:
    """A PC whose program is wrong: signs, but seals what it likes."""

    def __init__(self, desk: Desk, case: CaseId) -> None:
        self.desk, self.case, self.log = desk, case, named("a log of the insider")
        (box,) = desk.boxes()
        self.key = sealing.record_key(case_key(desk, box), secret("epoch 1"), case, 1)

    def segment(self, *clears: bytes, kind: int = 0) -> Segment:
        org = self.desk.org.state
        records = []
        for number, clear in enumerate(clears, start=1):
            place = Place(org.org, NORTH, self.log, number, self.case, 1, kind)
            sealed = sealing.seal(self.key, clear, place.aad())
            records.append(Record(self.case, kind, sealed.nonce, sealed.ct))
        run = Run(org.org, NORTH, self.log, named("pc"), 1, bytes(32), 1, org.no, org.head)
        return cut(run, records, secret("pc"))

    def op(self, **changed: object) -> bytes:
        said = {"schema": 1, "clock": 7, "wall_ms": 7, "user": AUTHOR, "kind": 1, "obj": self.case, "fields": {2: "X"}}
        return op.encode(op.Op(**(said | changed)))  # type: ignore[arg-type]


def test_what_cannot_be_read_is_put_aside_and_the_rest_goes_on(desks: tuple[Desk, Desk]) -> None:
    one, two = desks
    case = new_case()
    one.set(case, "AF")
    insider = Insider(one, case)
    bad = [
        b"\x00\x00\x00\x02??",
        insider.op(obj=b"short"),
        insider.op(user=b""),
        insider.op(clock=1 << 63),
        insider.op(wall_ms=1 << 63),
        insider.op(fields={2: 1 << 63}),
        insider.op(fields={1 << 63: "x"}),
        insider.op(fields={2: None}),
        insider.op(fields={1: b"bytes"}),
        insider.op(fields={11: "yes"}),
        insider.op(kind=2, fields={2: 5}),
    ]
    told = two.take([insider.segment(*bad, insider.op(fields={2: "MA"}))], one.boxes())
    assert (told.applied, told.quarantined) == (len(bad) + 1, len(bad))
    assert two.nationality(case) == "MA"
    assert {stuck.code for stuck in inbox.stuck(two.store)} == {"wire.malformed"}
    assert two.meet(one).applied == 1
    before = two.store.state_hash()
    two.store.rebuild()
    assert two.store.state_hash() == before
    told = inbox.again(two.store, two.org.state, quarantined=True)
    assert told.quarantined == len(bad)


def test_what_does_not_unseal_is_put_aside(desks: tuple[Desk, Desk]) -> None:
    one, two = desks
    case = new_case()
    one.set(case, "AF")
    insider = Insider(one, case)
    insider.key = sealing.new_key()
    told = two.take([insider.segment(insider.op())], one.boxes())
    assert [stuck.code for stuck in inbox.stuck(two.store)] == ["wire.seal_broken"]
    assert told.quarantined == 1


def test_a_clock_at_its_end_stops_nobody(desks: tuple[Desk, Desk]) -> None:
    one, two = desks
    case = new_case()
    one.set(case, "AF")
    insider = Insider(one, case)
    two.take([insider.segment(insider.op(clock=(1 << 63) - 1))], one.boxes())
    two.set(case, "MA")
    two.set(case, "TN")
    assert one.meet(two).applied == 2


def test_kinds_and_schemas_of_later_versions_are_kept(
    desks: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = desks
    case = new_case()
    one.set(case, "AF")
    with one.store.transaction(AUTHOR, START + DAY) as deed:
        deed.record(Change(case, 4242, ids.new_object(1), {1: "later"}))
    insider = Insider(one, case)
    told = two.take([insider.segment(insider.op(), kind=7), *one.cut()], one.boxes())
    assert (told.applied, told.quarantined, told.waiting) == (3, 0, 0)
    monkeypatch.setattr(op, "SCHEMA", 2)
    one.set(case, "MA")
    monkeypatch.undo()
    two.take(one.cut())
    assert two.nationality(case) == "AF"
    monkeypatch.setattr(op, "SCHEMA", 2)
    two.store.rebuild()
    assert two.nationality(case) == "MA"


def test_strangers_are_refused(desks: tuple[Desk, Desk], org: Organisation) -> None:
    one, two = desks
    case = new_case()
    one.set(case, "AF")
    (good,) = one.cut()
    unsigned = Segment(good.header, good.header_bytes, bytes(64), good.records)
    stolen = [*_resigned(good, org, "far"), *_resigned(good, org, "pc 2")]
    for bad in (unsigned, stolen[0]):
        assert [why for _, _, why in two.take([bad], one.boxes()).refused] == [Refusal.STRANGER]
    assert two.rows("log") == 0
    two.take([good])
    assert [why for _, _, why in two.take([stolen[1]]).refused] == [Refusal.STRANGER]  # the log has its device
    other = Run(org.state.org, NORTH, named("z"), named("pc"), 1, bytes(32), 1, org.state.no, bytes(32))
    assert [why for _, _, why in two.take([cut(other, good.records, secret("pc"))]).refused] == [Refusal.DIRECTORY]


def _resigned(one: Segment, org: Organisation, pc: str) -> list[Segment]:
    run = Run(org.state.org, NORTH, one.header.log, named(pc), 1, bytes(32), 1, org.state.no, org.state.head)
    return [cut(run, one.records, secret(pc))]


def test_a_stub_without_erasure_is_a_record_withheld(desks: tuple[Desk, Desk]) -> None:
    one, two = desks
    case = new_case()
    one.set(case, "AF")
    (good,) = one.cut()
    told = two.take([good.without(case)], one.boxes())
    assert [why for _, _, why in told.refused] == [Refusal.HIDDEN]
    assert two.take([good]).applied == 1


def test_a_revoked_device_counts_up_to_its_cut_off_even_where_more_had_arrived(
    desks: tuple[Desk, Desk], tmp_path: Path
) -> None:
    one, two = desks
    case = new_case()
    one.set(case, "AF")
    (first,) = one.cut()
    two.take([first], one.boxes())
    before = two.store.state_hash()
    one.set(case, "MA")
    one.set(new_case(), "SY")
    late = one.cut({first.header.log: 1})
    two.take(late, one.boxes())
    assert two.nationality(case) == "MA"
    two.org.say(two.org.pc("pc 3"))
    two.org.say(Revoke(named("pc"), (Cutoff(first.header.log, 1, first.header.head),)))
    told = two.take([])
    assert told.quarantined == 2
    assert two.store.state_hash() == before
    two.store.rebuild()
    assert two.store.state_hash() == before
    assert {stuck.code for stuck in inbox.stuck(two.store)} == {"sync.revoked"}
    assert inbox.again(two.store, two.org.state, quarantined=True).quarantined == 0
    third = Desk(two.org, "pc 3", tmp_path / "three.db")
    try:
        told = third.take([first, *late], one.boxes())
        assert [why for _, _, why in told.refused] == [Refusal.STRANGER]
        assert third.nationality(case) == "AF"  # what counts can be read: nobody else has signed for the file yet
        two.set(case, "IR")
        told = third.take([*two.cut()], two.boxes())
        assert (third.nationality(case), told.waiting) == ("IR", 0)
        third.close()
        third.open_again()
        two.meet(third)
        agree(two, third)
    finally:
        third.close()


def image(desk: Desk, tmp_path: Path, name: str) -> Path:
    """A copy of a desk's database."""
    copy = tmp_path / name
    desk.close()
    copy.write_bytes(desk.file.read_bytes())
    desk.open_again()
    return copy


def test_a_desk_put_back_from_an_old_image_loses_nothing(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    one, two = desks
    case, mine, lost = new_case(), new_case(), new_case()
    one.set(case, "AF")
    old = image(one, tmp_path, "old.db")
    one.set(case, "MA")
    one.set(lost, "TN")
    two.meet(one)
    kept, boxes = one.cut(), one.boxes()
    one.close()
    back = Desk(one.org, "pc", old)
    try:
        back.set(mine, "SY")  # under a number that was given already
        (fork,) = back.take(kept, boxes).forks
        assert fork == Fork(kept[0].header.log, 1, mine=True)
        assert two.take(back.cut(), back.boxes()).forks == (Fork(fork.log, 1, mine=False),)
        touched = forking.renew(back.store, fork.log, fork.agreed)
        assert touched.cases == {mine}
        back.org.say(CloseLog(fork.log, NORTH), by="pc")
        told = back.take(kept, boxes)
        assert (told.applied, told.forks) == (2, ())
        assert (back.nationality(case), back.nationality(lost), back.nationality(mine)) == ("MA", "TN", "SY")
        assert back.log != fork.log
        two.meet(back)
        assert two.nationality(mine) == "SY"
        agree(back, two)
        back.set(case, "DZ")
        two.meet(back)
        assert (two.nationality(case), two.rows("dispute")) == ("DZ", 0)
    finally:
        back.close()


def test_an_image_that_wrote_nothing_yet_notices_too(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    one, two = desks
    case = new_case()
    one.set(case, "AF")
    old = image(one, tmp_path, "old.db")
    one.set(case, "MA")
    kept = one.cut()
    one.close()
    back = Desk(one.org, "pc", old)
    try:
        (fork,) = back.take(kept).forks
        assert fork == Fork(kept[0].header.log, 1, mine=True)
        forking.renew(back.store, fork.log, fork.agreed)
        assert back.take(kept).applied == 1
        two.meet(back)
        assert two.nationality(case) == "MA"
        with pytest.raises(StorageError, match="not_closed"):
            forking.give_up(two.store, two.org.state, fork.log, 0)
    finally:
        back.close()


def test_the_version_of_a_fork_that_the_hub_holds_can_be_taken(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    one, two = desks
    case, mine = new_case(), new_case()
    one.set(case, "AF")
    old = image(one, tmp_path, "old.db")
    one.set(case, "MA")
    kept, boxes = one.cut(), one.boxes()
    one.close()
    back = Desk(one.org, "pc", old)
    try:
        back.set(mine, "SY")
        two.meet(back)  # by a stick, before anybody knew
        (fork,) = two.take(kept, boxes).forks
        assert (fork.agreed, fork.mine) == (1, False)
        back.org.say(CloseLog(fork.log, NORTH), by="pc")
        assert forking.give_up(two.store, two.org.state, fork.log, fork.agreed).cases == {mine}
        assert two.nationality(mine) is None
        two.take(kept)
        (own,) = back.take(kept).forks
        forking.renew(back.store, own.log, own.agreed)
        back.take(kept)
        two.meet(back)
        assert (two.nationality(mine), two.nationality(case)) == ("SY", "MA")
        agree(back, two)
    finally:
        back.close()


def test_of_a_closed_log_what_survives_is_applied(desks: tuple[Desk, Desk]) -> None:
    one, two = desks
    case, other = new_case(), new_case()
    two.set(other, "IR")
    one.set(case, "AF")
    first = one.cut()
    one.meet(two)
    one.set(other, "MA")
    second = one.cut({one.log: 1})
    one.set(other, "TN")
    third = one.cut({one.log: 2})
    one.org.say(CloseLog(one.log, NORTH), by="pc")
    assert two.take(third, one.boxes()).applied == 1
    assert inbox.held(two.store).get(one.log, 0) == 0
    assert two.rows("dispute") == 1  # what its author had seen is told by a part that is missing
    two.take(first)
    assert inbox.held(two.store)[one.log] == 1
    two.take(second)
    assert inbox.held(two.store)[one.log] == 3
    assert two.rows("dispute") == 0
    agree(one, two)


def test_an_adopted_log_keeps_its_origin(desks: tuple[Desk, Desk]) -> None:
    """Records sealed in a scope of before open with its epoch's key."""
    _, two = desks
    org, scope = named("alone"), named("alone's scope")
    inbox.epochs(two.store, [EpochKey(org, scope, 1, secret("epoch of before"))], two.org.state)
    with two.store.inside() as at:
        assert at.keys.knows(scope, 1)
        assert at.keys.epoch == 1
        assert not at.keys.knows(scope, 2)


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
