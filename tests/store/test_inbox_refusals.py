"""What others bring that cannot be read, or may not count: put aside, kept for later or refused; the rest goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from anefdesk.domain import ids
from anefdesk.domain.change import Change
from anefdesk.domain.ids import new_case
from anefdesk.domain.record import CaseId
from anefdesk.store import inbox
from anefdesk.store.inbox import Refusal
from anefdesk.wire import op, sealing
from anefdesk.wire.entry import Cutoff, Revoke
from anefdesk.wire.sealing import Place
from anefdesk.wire.segment import Record, Run, Segment, cut
from tests.mailbox.organisation import NORTH, Organisation, named, secret
from tests.store.conftest import AUTHOR
from tests.store.desks import START, Desk, organisation
from tests.store.test_inbox import DAY, agree, case_key


@pytest.fixture
def org() -> Organisation:
    return organisation()


@pytest.fixture
def desks(org: Organisation, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    made = Desk(org, "pc", tmp_path / "one.db"), Desk(org, "pc 2", tmp_path / "two.db")
    yield made
    for desk in made:
        desk.close()


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
