"""Wounds of others in exchanging between PCs, as tests that must never turn red here."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec
import pytest

from anefdesk.domain.record import CaseId
from anefdesk.errors import StorageError
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.store import inbox
from anefdesk.wire import op, segment
from anefdesk.wire.entry import Epoch
from anefdesk.wire.hub import Page, Verdict
from anefdesk.wire.segment import Segment
from tests.journeys.lying_hub import LIES
from tests.mailbox.organisation import NORTH, Organisation, Writer, named
from tests.services.sync.pcs import Hub, Pc, organisation
from tests.store.conftest import AUTHOR
from tests.store.test_inbox_refusals import Insider

CASE, OTHER, THIRD = (CaseId(named(f"CANARI {name}")) for name in ("file", "other", "third"))


@pytest.fixture
def org() -> Organisation:
    return organisation()


@pytest.fixture
def hub(org: Organisation, tmp_path: Path) -> Iterator[Hub]:
    made = Hub(tmp_path / "hub", org)
    yield made
    made.close()


@pytest.fixture
def pcs(org: Organisation, tmp_path: Path) -> Iterator[tuple[Pc, Pc]]:
    made = Pc(org, "pc", tmp_path), Pc(org, "pc 2", tmp_path)
    yield made
    for pc in made:
        pc.close()


class Between:
    """A hub with something in the way: ``at`` is told each deed before it is done."""

    def __init__(self, box: Mailbox, at: Callable[[str, tuple[object, ...]], object] = lambda *_: None) -> None:
        self.box = box
        self.at = at
        self.done: list[tuple[str, tuple[object, ...]]] = []

    def __getattr__(self, name: str) -> Callable[..., object]:
        def deed(*arguments: object) -> object:
            instead = self.at(name, arguments)
            answer: object = instead if instead is not None else getattr(self.box, name)(*arguments)
            self.done.append((name, arguments))
            return answer

        return deed

    def names(self) -> list[str]:
        return [name for name, _ in self.done]


def _contact(pc: Pc, hub: object) -> str:
    """One contact, and the code of what stopped it."""
    pc.sync.prepare()
    try:
        pc.sync.carry(hub)  # type: ignore[arg-type]
    except StorageError as error:
        return error.code
    finally:
        while pc.sync.receive().more:
            pass
    return ""


def _disputes(pc: Pc) -> int:
    return pc.desk.rows("dispute")


def test_01_of_two_edits_of_one_field_none_vanishes(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    """primeroIMS/primero#508, SORMAS-Foundation/SORMAS-Project#300: one value vanished without trace."""
    one, two = pcs
    one.write(CASE, "AF")
    for pc in (one, two):
        pc.meet(hub)
    one.write(CASE, "IR")
    two.write(CASE, "TJ")
    for pc in (one, two, one):
        pc.meet(hub)
    assert _disputes(one) == _disputes(two) == 1
    assert one.desk.nationality(CASE) == two.desk.nationality(CASE)
    for pc in (one, two):
        with pc.desk.store.inside() as at:
            said = {recorded.change.fields.get(2) for recorded in at.log.records(CASE)}
        assert {"AF", "IR", "TJ"} <= said
    two.write(CASE, "IR")  # a person decides
    for pc in (two, one):
        pc.meet(hub)
    assert _disputes(one) == _disputes(two) == 0


def test_02_received_is_only_what_the_hub_says_to_hold(pcs: tuple[Pc, Pc], hub: Hub, org: Organisation) -> None:
    """medic/cht-core#8303, standardnotes/forum#195, actualbudget/actual#6323: « all saved », then lost."""
    one, _ = pcs
    one.write(CASE, "AF")
    forgets = LIES["KeepsNothing"](org, hub.box, hub.box, ())
    assert _contact(one, forgets) == ""
    assert one.sync.standing().to_send == 1
    one.write(CASE, "IR")
    assert one.meet(hub).whole
    assert one.sync.standing().to_send == 0
    assert one.sync.standing().confirmed_ms is not None


def test_03_one_item_that_is_refused_holds_nothing_else_back(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    """opencrvs/opencrvs-core#2576, #12292, #10988, dimagi/commcare-android PR 1807: the outbox stood still."""
    one, two = pcs
    two.write(OTHER, "SY")
    two.sync.prepare()
    one.sync.post.box.push(two.sync.post.box.pull(NORTH, 0, 500).segments)
    one.write(CASE, "AF")

    def refuses(name: str, arguments: tuple[object, ...]) -> object:
        if name != "push":
            return None
        pushed: Sequence[bytes] = arguments[0]  # type: ignore[assignment]
        ours = [segment.read(data).header.device == named("pc") for data in pushed]
        taken = iter(hub.box.push([data for data, mine in zip(pushed, ours, strict=True) if mine]))
        return tuple(next(taken) if mine else Verdict.MALFORMED for mine in ours)

    assert _contact(one, Between(hub.box, refuses)) == ""
    assert one.sync.standing().to_send == 0
    assert len(hub.box.have(NORTH)) == 1
    one.write(CASE, "IR")
    one.meet(hub)
    assert len(hub.box.have(NORTH)) == 2  # never deleted, and sent when it is taken


def test_03_one_record_that_cannot_be_read_is_put_aside(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    """opencrvs/opencrvs-core#2576: the same on the way in."""
    one, two = pcs
    one.write(CASE, "AF")
    insider = Insider(one.desk, CASE)
    one.meet(hub)
    nested = b"\x98\x01\x07\x07\xc4\x10" + AUTHOR + b"\x01\xc4\x10" + CASE + b"\x81\x02" + b"\x91" * 5000 + b"\0\xa0"
    bad = len(nested).to_bytes(4, "big") + nested
    hub.box.push([insider.segment(b"nothing", bad, insider.op(fields={2: "MA"})).encode()])
    two.meet(hub)
    assert two.desk.nationality(CASE) in {"AF", "MA"}
    assert two.sync.standing().quarantined == 2
    assert all(stuck.code for stuck in inbox.stuck(two.desk.store))
    two.write(OTHER, "SY")
    assert two.meet(hub).whole


def test_04_a_heavy_attachment_waits_behind_the_words(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    """opencrvs/opencrvs-core PR 13326, Martus FAQ 1: an attachment jammed everything, up to an hour."""
    one, two = pcs
    one.write(CASE, "AF")
    one.sync.prepare()
    for number in range(3):
        one.sync.post.box.put_chunk(bytes([number]) * 100_000, CASE)

    def breaks_at_the_second(name: str, _: tuple[object, ...]) -> None:
        if name == "put_chunk" and "put_chunk" in way.names():
            raise StorageError("hub.unreachable")

    way = Between(hub.box, breaks_at_the_second)
    assert _contact(one, way) == "hub.unreachable"
    assert way.names().index("push") < way.names().index("put_chunk")
    two.meet(hub)
    assert two.desk.nationality(CASE) == "AF"
    assert one.sync.standing().to_send == 0
    again = Between(hub.box)
    assert _contact(one, again) == ""
    assert again.names().count("put_chunk") == 2  # not the one that had arrived


def test_10_without_the_key_a_colleague_s_change_is_kept_and_not_overwritten(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    """keepassxreboot/keepassxc#10227, #9062, #12573: the share was away, and the colleague's changes were lost."""
    one, two = pcs
    assert not set(one.home.rglob("*")) & set(two.home.rglob("*"))  # nothing is shared but what is exchanged
    one.write(CASE, "AF")

    def no_keys(name: str, arguments: tuple[object, ...]) -> object:
        if name != "pull":
            return None
        page = hub.box.pull(*arguments)  # type: ignore[arg-type]
        return Page(page.feed, page.segments, (), page.cursor, page.more)

    _contact(one, hub.box)
    late = Between(hub.box, no_keys)
    _contact(two, late)
    assert two.sync.standing().waiting == 1
    with pytest.raises(StorageError, match=r"store\.key_missing"):
        two.write(CASE, "IR")
    two.sync.post.box.put_keyboxes(hub.box.pull(NORTH, 0, 500).keyboxes)
    two.meet(hub)
    assert two.desk.nationality(CASE) == "AF"
    two.write(CASE, "IR")
    for pc in (two, one):
        pc.meet(hub)
    assert one.desk.nationality(CASE) == "IR"
    assert _disputes(one) == 0


def test_11_the_same_value_twice_asks_nobody(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    """zotero/zotero#131, #283, #3611: identical files flagged; what was chosen was deleted anyway."""
    one, two = pcs
    one.write(CASE, "AF")
    for pc in (one, two):
        pc.meet(hub)
    for pc in (one, two):
        pc.write(CASE, "IR")
    for pc in (one, two, one):
        pc.meet(hub)
    assert _disputes(one) == _disputes(two) == 0
    one.write(CASE, "TJ")
    two.write(CASE, "UZ")
    for pc in (one, two, one):
        pc.meet(hub)
    assert _disputes(one) == 1
    one.write(CASE, "TJ")  # chosen
    for pc in (one, two):
        pc.meet(hub)
    assert (one.desk.nationality(CASE), two.desk.nationality(CASE)) == ("TJ", "TJ")


def test_12_a_new_key_brings_nothing_anew(pcs: tuple[Pc, Pc], hub: Hub, org: Organisation) -> None:
    """avniproject/avni-client#1529, #1339, #1269, ankidroid/Anki-Android#3128: reset, and all downloaded again."""
    one, two = pcs
    for number in range(20):
        one.write(CASE, f"n{number}")
        one.meet(hub)
    two.meet(hub)
    assert hub.box.add_entry(org.say(Epoch(NORTH, 2, ())))
    assert hub.box.add_entry(org.say(org.pc("pc 3")))
    two.write(OTHER, "SY")
    one.write(CASE, "last")
    one.meet(hub)
    brought = list[int]()

    def counts(name: str, arguments: tuple[object, ...]) -> object:
        if name != "pull":
            return None
        page = hub.box.pull(*arguments)  # type: ignore[arg-type]
        brought.append(len(page.segments))
        return page

    assert _contact(two, Between(hub.box, counts)) == ""
    assert sum(brought) <= 2  # what is new, its own among it
    assert two.desk.nationality(CASE) == "last"


@pytest.mark.parametrize("deed", ["push", "pull", "have", "put_keyboxes", "entries", "hello"])
def test_13_a_cut_line_goes_on_where_it_was(pcs: tuple[Pc, Pc], hub: Hub, deed: str) -> None:
    """learningequality/kolibri#7372, #10304: a cut transfer began again at nought and left its remains behind."""
    one, two = pcs
    for number in range(6):
        one.write(CASE, f"n{number}")
        one.sync.prepare()
    times = itertools.count()

    def cut(name: str, _: tuple[object, ...]) -> None:
        if name == deed and next(times) in {0, 2, 5}:
            raise StorageError("hub.unreachable")

    for pc in pcs:
        for _ in range(6):
            _contact(pc, Between(hub.box, cut))
    assert two.desk.nationality(CASE) == "n5"
    assert _disputes(two) == 0
    assert one.sync.standing().to_send == 0
    quiet = Between(hub.box)
    assert _contact(one, quiet) == _contact(two, quiet) == ""
    assert "push" not in quiet.names()


def test_14_weeks_without_network_are_carried_by_hand(pcs: tuple[Pc, Pc], tmp_path: Path) -> None:
    """SORMAS-Foundation/SORMAS-Project#470, medic/cht-core PR 10893, medic/cht-android PR 300, WICG/proposals#103."""
    one, two = pcs
    place = tmp_path / "stick"
    place.mkdir()
    one.write(CASE, "AF")
    one.sync.prepare()
    today = date(2026, 11, 23)
    file = one.sync.stick(today).write(place).file
    assert b"AF" not in file.name.encode()
    for _ in range(2):  # carried twice, it changes nothing more
        two.sync.stick(today).read(file)
        while two.sync.receive().more:
            pass
        assert (two.desk.nationality(CASE), two.desk.rows("log")) == ("AF", 1)
    two.write(CASE, "IR")
    two.sync.prepare()
    one.sync.stick(today).read(two.sync.stick(today).write(place).file)
    while one.sync.receive().more:
        pass
    assert one.desk.nationality(CASE) == "IR"
    assert _disputes(one) == 0


def test_15_work_begins_while_the_first_contact_goes_on(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    """medic/cht-core#10408, #6686, Martus FAQ 12: the first exchange had no end, and nobody could work."""
    one, two = pcs
    one.write(CASE, "first")
    one.meet(hub)
    for number in range(1200):
        one.desk.set(CASE, f"n{number}")
    one.meet(hub)
    two.sync.prepare()
    two.sync.carry(hub.box)
    while two.desk.nationality(CASE) is None:
        assert two.sync.receive().more
    assert two.desk.rows("log") < 1201
    two.write(OTHER, "SY")  # in between
    while two.sync.receive().more:
        pass
    assert two.desk.nationality(CASE) == "n1199"
    assert two.desk.nationality(OTHER) == "SY"


def test_16_after_an_update_both_versions_go_on_talking(
    pcs: tuple[Pc, Pc], hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SORMAS-Foundation/SORMAS-Project#4300, #5568, laurent22/joplin#918, #5773: they no longer understood."""
    one, two = pcs
    one.write(CASE, "AF")
    one.meet(hub)
    monkeypatch.setattr(op, "SCHEMA", op.SCHEMA + 1)
    one.write(CASE, "IR")  # by the newer program
    monkeypatch.undo()
    one.meet(hub)
    two.meet(hub)
    assert two.desk.nationality(CASE) == "AF"  # of what is newer nothing is guessed
    two.write(OTHER, "SY")
    assert two.meet(hub).whole  # it still sends
    one.meet(hub)
    assert one.desk.nationality(OTHER) == "SY"
    monkeypatch.setattr(op, "SCHEMA", op.SCHEMA + 1)
    two.desk.store.rebuild()  # updated too
    assert two.desk.nationality(CASE) == "IR"


def test_16_a_later_format_ends_no_reading(pcs: tuple[Pc, Pc], hub: Hub, org: Organisation) -> None:
    """SORMAS-Foundation/SORMAS-Project#5568: « keeps showing up repeatedly »."""
    one, two = pcs
    one.write(CASE, "AF")
    one.meet(hub)
    later = _of_a_later_format(Writer(org, log=named("log of a later version")).cut())

    def newer(name: str, arguments: tuple[object, ...]) -> object:
        if name != "pull":
            return None
        page = hub.box.pull(*arguments)  # type: ignore[arg-type]
        return Page(page.feed, (later, *page.segments), page.keyboxes, page.cursor, page.more)

    _contact(two, Between(hub.box, newer))
    assert two.desk.nationality(CASE) == "AF"


def _of_a_later_format(one: Segment) -> bytes:
    header = msgspec.structs.replace(one.header, magic="AS2")
    return msgspec.msgpack.encode([msgspec.msgpack.encode(header), one.signature, one.records])


def test_31_putting_a_copy_back_makes_no_disagreement(pcs: tuple[Pc, Pc], hub: Hub, tmp_path: Path) -> None:
    """laurent22/joplin#1518, standardnotes/forum#2271: a restore made conflicts everywhere."""
    one, two = pcs
    one.write(CASE, "AF")
    for pc in (one, two):
        pc.meet(hub)
    of_hub, of_pc = hub.copy(), one.copy(tmp_path / "image")
    one.write(CASE, "IR")
    two.write(OTHER, "SY")
    for pc in (one, two, one):
        pc.meet(hub)
    hub.put_back(of_hub)
    one.put_back(of_pc)
    for _ in range(4):
        for pc in (one, two):
            pc.meet(hub)
    for pc in (one, two):
        assert (pc.desk.nationality(CASE), pc.desk.nationality(OTHER)) == ("IR", "SY")
        assert _disputes(pc) == 0
    assert one.desk.store.state_hash() == two.desk.store.state_hash()
