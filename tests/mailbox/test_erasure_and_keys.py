"""What is erased leaves stubs and is for ever; keyboxes and chunks, of which the right one stays."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from anefdesk.errors import StorageError
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.mailbox.opening import open_engine
from anefdesk.wire import parcel
from anefdesk.wire.entry import EXCHANGE, Grant, Hold, Revoke, Role
from anefdesk.wire.hub import Verdict
from anefdesk.wire.segment import ERASED, read
from tests.mailbox.asking import agreed, pulled, push
from tests.mailbox.conftest import filled
from tests.mailbox.organisation import KEM, NORTH, SOUTH, Organisation, Writer, named

CASE, OTHER = named("case"), named("other case")
CANARY = b"Canari-Haidari, CANARI"


# Erasure


def test_an_erasure_leaves_stubs_and_is_for_ever(box: Mailbox, org: Organisation, engine: Engine) -> None:
    writer = Writer(org)
    mixed, kept = writer.cut(4, CASE, OTHER), writer.cut(1, OTHER)
    push(box, mixed, kept)
    box.put_keyboxes([org.keybox(CASE), org.keybox(OTHER)])
    chunk, shared = box_chunk(box, CASE, b"scan"), box_chunk(box, CASE, b"shared")
    box_chunk(box, OTHER, b"shared")
    agreed(box, org.erase(CASE))

    whole = read(pulled(box)[0])
    assert [record.kind for record in whole.records] == [ERASED, 0, ERASED, 0]
    assert whole.header_bytes == mixed.header_bytes
    assert pulled(box)[1] == kept.encode()
    assert _cases(box) == [OTHER]
    assert (box.get_chunk(chunk), box.get_chunk(shared)) == (None, b"shared")
    with pytest.raises(StorageError, match=r"mailbox\.erased"):
        box.put_chunk(b"scan", CASE)
    box.put_keyboxes([org.keybox(CASE, version=9)])
    assert _cases(box) == [OTHER]
    with engine.connect() as connection:
        held = connection.execute(text("SELECT count(*) FROM seg_case WHERE case_id = :case"), {"case": CASE})
        assert held.scalar() == 0


def test_an_erasure_and_a_hold_from_elsewhere_change_nothing(box: Mailbox, org: Organisation) -> None:
    """Two leads of the south know the id of a file of the north: it was shared with them."""
    for said in (
        org.person("s1", SOUTH), org.person("s2", SOUTH),
        Grant(named("s1"), Role.LEAD, SOUTH), Grant(named("s2"), Role.LEAD, SOUTH),
    ):  # fmt: skip
        agreed(box, org.say(said))
    writer, southern = Writer(org), Writer(org, "far", scope=SOUTH)
    kept = writer.cut(2, CASE)
    push(box, kept, southern.cut(1, CASE))
    box.put_keyboxes([org.keybox(CASE), org.keybox(CASE, version=9, pc="far", scope=SOUTH)])
    chunk = box_chunk(box, CASE, b"scan")
    agreed(box, org.erase(CASE, SOUTH, ("s1", "s2")))
    agreed(box, org.say(Hold(CASE, SOUTH), by="s1"))

    assert pulled(box) == [kept.encode()]
    assert [record.kind for record in read(box.pull(SOUTH, 0, 500).segments[0]).records] == [ERASED]
    assert (box.pull(NORTH, 0, 500).keyboxes, box.pull(SOUTH, 0, 500).keyboxes) == ((org.keybox(CASE),), ())
    assert box.get_chunk(chunk) == b"scan"
    box_chunk(box, CASE, b"another scan")
    assert push(box, writer.cut(1, CASE)) == [Verdict.STORED]
    withheld = writer.cut(1, CASE)
    assert push(box, withheld.without(CASE)) == [Verdict.DENIED]

    agreed(box, org.erase(CASE))
    assert box.pull(NORTH, 0, 500).keyboxes == ()
    assert box.get_chunk(chunk) is None
    with pytest.raises(StorageError, match=r"mailbox\.erased"):
        box.put_chunk(b"scan", CASE)


def test_parcels_go_with_a_file_of_who_sent_them_and_of_who_they_are_for(box: Mailbox, org: Organisation) -> None:
    agreed(box, org.say(Grant(named("lead"), Role.LEAD, SOUTH)))
    agreed(box, org.say(Grant(named("officer"), Role.LEAD, SOUTH)))
    writer = Writer(org, scope=EXCHANGE)
    wrap: parcel.Wrap = lambda _key, clear, _context: clear  # noqa: E731 - nothing is sealed here
    for to in ("pc 2", "far"):
        writer.records.append(parcel.write(org.state.org, named("pc"), 2, b"file", {named(to): KEM}, wrap, CASE))
    push(box, writer.segment(1, 2))

    def left() -> list[int]:
        (one,) = box.pull(EXCHANGE, 0, 500).segments
        return [record.kind for record in read(one).records]

    agreed(box, org.erase(CASE, SOUTH))
    assert left() == [0, ERASED]
    agreed(box, org.erase(CASE))
    assert left() == [ERASED, ERASED]


def test_what_comes_late_of_an_erased_case_is_stored_as_stubs(box: Mailbox, org: Organisation) -> None:
    """A PC that was away brings back the erased case with other work: the work is kept, the case is not."""
    late = Writer(org, "pc 2").cut(3, CASE, OTHER)
    agreed(box, org.erase(CASE))
    assert push(box, late) == [Verdict.ERASED]
    assert read(pulled(box)[0]).records == late.without(CASE).records
    assert push(box, late) == [Verdict.KNOWN]


def test_nothing_readable_stays_of_an_erased_case(url: str, tmp_path: Path, org: Organisation) -> None:
    """The sealed bytes themselves are gone from the file: whoever finds a key later finds nothing to open."""
    if not url.startswith("sqlite"):
        pytest.skip("what a PostgreSQL server keeps on its disk is its vacuum's business: see docs/threat-model.md")
    engine = open_engine(url)
    box = filled(engine, tmp_path / "chunks", org)
    made = Writer(org).cut(1, CASE, clear=CANARY)
    push(box, made)
    sealed = made.records[0].ct
    agreed(box, org.erase(CASE))
    engine.dispose()
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert sealed not in everything
    assert CANARY not in everything


def box_chunk(box: Mailbox, case: bytes, data: bytes) -> bytes:
    box.put_chunk(data, case)
    return hashlib.sha256(data).digest()


def _cases(box: Mailbox) -> list[bytes]:
    """Cases whose keybox is held."""
    from anefdesk.wire import keybox

    return sorted(keybox.read(data).case for data in box.pull(NORTH, 0, 500).keyboxes)


# Keyboxes and chunks


def test_the_later_keybox_stays_whatever_the_order(engine: Engine, tmp_path: Path, org: Organisation) -> None:
    boxes = [org.keybox(CASE, 1), org.keybox(CASE, 3, b"b"), org.keybox(CASE, 3, b"a"), org.keybox(CASE, 2)]
    box = filled(engine, tmp_path / "chunks", org)
    box.put_keyboxes(boxes)
    box.put_keyboxes(boxes[::-1])
    assert box.pull(NORTH, 0, 500).keyboxes == (boxes[1],)


def test_a_reader_who_was_there_is_told_of_the_keyboxes_since(box: Mailbox, org: Organisation) -> None:
    box.put_keyboxes([org.keybox(CASE)])
    cursor = box.pull(NORTH, 0, 500).cursor
    assert box.pull(NORTH, cursor, 500).keyboxes == ()
    box.put_keyboxes([org.keybox(CASE, 2), org.keybox(OTHER)])
    assert set(box.pull(NORTH, cursor, 500).keyboxes) == {org.keybox(CASE, 2), org.keybox(OTHER)}


def test_a_keybox_that_nobody_of_the_organisation_signed_is_left_out(box: Mailbox, org: Organisation) -> None:
    agreed(box, org.say(Revoke(named("pc 2"))))
    box.put_keyboxes([org.keybox(CASE, pc="nobody"), Organisation().keybox(OTHER)])
    assert box.pull(NORTH, 0, 500).keyboxes == (org.keybox(OTHER),)  # the same people founded it: the same organisation


def test_a_keybox_of_a_pc_that_is_out_stands_until_another_is_signed(box: Mailbox, org: Organisation) -> None:
    agreed(box, org.say(Revoke(named("pc 2"))))
    of_out, of_in = org.keybox(CASE, version=7, pc="pc 2"), org.keybox(CASE, version=1)
    box.put_keyboxes([of_out])
    assert box.pull(NORTH, 0, 500).keyboxes == (of_out,)  # what it wrote before can be read
    box.put_keyboxes([of_in, of_out, org.keybox(CASE, version=9, pc="pc 2")])
    assert box.pull(NORTH, 0, 500).keyboxes == (of_in,)


def test_chunks_are_named_by_what_they_are(box: Mailbox) -> None:
    name = box_chunk(box, CASE, b"sealed scan")
    assert box.lacks([name, bytes(32)]) == {bytes(32)}
    assert box.get_chunk(name) == b"sealed scan"
    assert box.get_chunk(bytes(32)) is None


# The directory


def test_a_chunk_whose_case_was_not_kept_any_more_is_brought_again(box: Mailbox) -> None:
    """The power went between the two: without its case, an erasure would not find it."""
    name = box._chunks.put(b"a sealed chunk")
    assert box.lacks([name]) == {name}
    box.put_chunk(b"a sealed chunk", CASE)
    assert box.lacks([name]) == frozenset()


def test_an_erasure_whose_files_the_disk_keeps_is_to_be_said_again(
    box: Mailbox, org: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, said = box_chunk(box, CASE, b"a sealed chunk"), org.erase(CASE)
    with monkeypatch.context() as failing:
        failing.setattr(ChunkFolder, "drop", _refuses)
        with pytest.raises(StorageError, match=r"disk\.write"):
            box.add_entry(said)
    assert CASE not in box.directory().erased_in(NORTH)
    agreed(box, said)
    assert box.get_chunk(name) is None


def _refuses(*_given: object) -> None:
    raise StorageError("disk.write")
