"""Whatever bytes come to whatever reads the wire: understood, or refused by a code. Nothing else is raised.

Starts from bytes that are right, so that what is spoilt is near enough to get deep; then signs anew what was spoilt,
as a PC or a person of the organisation could whose program is wrong.
"""

import contextlib
import dataclasses
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anefdesk.errors import StorageError
from anefdesk.hub.service import Asked
from anefdesk.hub.sessions import RefusedError
from anefdesk.wire import chunks, directory, entry, keybox, op, segment, talk
from anefdesk.wire.http import HttpHub
from anefdesk.wire.sealing import Place, Sealed, unseal, unwrap_case_key
from tests.mailbox.organisation import NORTH, Organisation, named, public, secret
from tests.wire import by_hand
from tests.wire.by_hand import SAID, seed
from tests.wire.test_vectors import KEPT, TALK
from tests.wire.test_vectors import SAID as MEANT

OUT = by_hand.public(seed("device"))
_BINDING = by_hand.ORG + by_hand.SCOPE + by_hand.CASE + (3).to_bytes(4, "big")
Reader = Callable[[bytes], object]


def _sealed(data: bytes) -> bytes:
    return unseal(KEPT["record key"], Sealed(data[:12], data[12:]), KEPT["place"])


def _heard(kind: Any) -> Reader:  # noqa: ANN401 - annotated types are no classes for mypy
    return lambda data: HttpHub._read(kind, data)


def _asked(kind: object) -> Reader:
    return lambda data: Asked(body=data).read(kind)


LISTS: dict[str, tuple[object, bytes]] = {
    "Segments": (talk.Segments, by_hand.packed([KEPT["segment"]])),
    "Segments in brief": (talk.Segments, b"\x91" + KEPT["segment in brief"]),
    "Boxes": (talk.Boxes, by_hand.packed([KEPT["keybox"]])),
    "Names": (talk.Names, by_hand.packed([by_hand.CHUNK_NAME])),
    "Entry": (talk.Entry, by_hand.packed(KEPT["entry AddScope"])),
    "verdicts": (tuple[str, ...], by_hand.packed(["stored", "gap"])),
    "held": (dict[talk.Id, talk.Held], by_hand.packed({by_hand.LOG: by_hand.TALK["Held"]})),
}
READERS: dict[str, tuple[Reader, bytes]] = {
    "op": (op.decode, KEPT["op"]),
    "segment": (segment.read, KEPT["segment"]),
    "stub": (segment.read, KEPT["segment with a stub"]),
    "keybox": (keybox.read, KEPT["keybox"]),
    "keybox body": (lambda data: unwrap_case_key(by_hand.EPOCH_KEY, data, _BINDING), KEPT["keybox body"]),
    "record": (_sealed, KEPT["sealed record"]),
    "chunk": (lambda data: chunks.open_chunks(by_hand.CASE_KEY, [KEPT["first chunk"], data]), KEPT["last chunk"]),
    "beginning": (lambda data: directory.begin(entry.read(data)), KEPT["entry Genesis"]),
    **{f"entry {name}": (entry.read, KEPT[f"entry {name}"]) for name in SAID},
    **{f"heard {type(one).__name__}": (_heard(type(one)), KEPT[f"talk {type(one).__name__}"]) for one in TALK},
    **{f"asked {type(one).__name__}": (_asked(type(one)), KEPT[f"talk {type(one).__name__}"]) for one in TALK},
    **{f"heard {name}": (_heard(kind), good) for name, (kind, good) in LISTS.items()},
    **{f"asked {name}": (_asked(kind), good) for name, (kind, good) in LISTS.items()},
}
NESTED = st.integers(1, 3000).map(lambda depth: b"\x91" * depth + b"\x00")
NO_TEXT = st.sampled_from([b"\xa2\xff\xfe", b"\xd9\x02\xc3\x28", b"\xa3\xed\xa0\x80"])
HUGE = st.sampled_from(
    [b"\xc6\xff\xff\xff\xff", b"\xdd\xff\xff\xff\xff", b"\xdf\xff\xff\xff\xff", b"\xdb\x7f\xff\xff\xff"]
)
NUMBERS = st.integers(-(1 << 63), (1 << 64) - 1).map(by_hand.packed)
OTHERS = st.sampled_from(
    [b"\xc0", b"\xc3", b"\xcb" + bytes(8), b"\xd6\xff" + bytes(4), b"\xc1", b"\x90", b"\x80", b"\xa0"]
)
PARTS = NESTED | NO_TEXT | HUGE | NUMBERS | OTHERS | st.binary(max_size=40)


@st.composite
def spoilt(draw: st.DrawFn, good: bytes) -> bytes:
    """The bytes with something changed, put in, taken out, doubled or cut off."""
    data = good
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        upto = draw(st.integers(at, min(len(data), at + draw(st.sampled_from([0, 1, 2, 17, 33, 1000])))))
        data = data[:at] + draw(PARTS | st.just(data[at:upto] * 2)) + data[upto:]
    return data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data


@pytest.mark.parametrize("name", READERS)
def test_it_is_read_or_refused_by_a_code(name: str) -> None:
    reader, good = READERS[name]
    reader(good)

    @settings(max_examples=80)
    @given(spoilt(good) | st.binary(max_size=200) | NESTED)
    def try_it(data: bytes) -> None:
        with contextlib.suppress(StorageError, RefusedError):
            reader(data)

    try_it()


# Signed by somebody who may


@pytest.fixture(scope="module")
def org() -> Organisation:
    return Organisation()


@pytest.mark.parametrize("name", SAID)
def test_an_entry_that_an_admin_signed_is_taken_or_refused_by_a_code(org: Organisation, name: str) -> None:
    kind, body = SAID[name]
    state, seen = org.state, set()

    @settings(max_examples=60)
    @given(spoilt(by_hand.packed(body)) | _of_the_form(MEANT_BY[name]))
    def try_it(said: bytes) -> None:
        head = by_hand.packed(["AD1", state.org, state.no + 1, state.head, kind, named("admin"), said])
        mark = by_hand.signature(secret("admin"), b"anefdesk/dir/1" + head)
        try:
            after = state.add(entry.read(by_hand.packed([head, mark])))
        except StorageError as error:
            seen.add(error.code)
        else:
            assert after.no == state.no + 1

    try_it()
    assert seen <= {"wire.malformed", "directory.refused", "directory.broken", "directory.denied"}


MEANT_BY = {type(one).__name__: type(one) for one in MEANT}
_IDS = st.sampled_from([NORTH, named("pc"), named("lead"), named("admin"), named("nobody"), bytes(16)])
_KEYS = st.sampled_from([bytes(32), public("pc"), bytes(32 + 1184)])


def _value(kind: object) -> st.SearchStrategy[object]:
    if kind is bytes:
        return _IDS | _KEYS | st.binary(max_size=20)
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(0, 9) | st.sampled_from([1 << 31, (1 << 62) - 1])
    inner: type[msgspec.Struct] = kind.__args__[0]  # type: ignore[attr-defined]
    return st.lists(_fields(inner), max_size=3)


def _fields(kind: type[msgspec.Struct]) -> st.SearchStrategy[list[object]]:
    return st.tuples(*(_value(one.type) for one in msgspec.structs.fields(kind))).map(list)


def _of_the_form(kind: type[msgspec.Struct]) -> st.SearchStrategy[bytes]:
    """Fields of the right types, most of which make no sense together."""
    return _fields(kind).map(msgspec.msgpack.encode)


@settings(max_examples=80)
@given(data=st.data())
def test_a_segment_whose_header_was_spoilt_and_signed_is_read_or_refused(data: st.DataObject) -> None:
    header, _, records = msgspec.msgpack.decode(KEPT["segment"])
    head = data.draw(spoilt(header))
    mark = by_hand.signature(seed("device"), b"anefdesk/seg/1" + head)
    with contextlib.suppress(StorageError):
        back = segment.read(msgspec.msgpack.encode([head, mark, records]))
        assert back.signed_by(OUT)
        assert back.encode()
        assert [back.place(at) for at in range(back.header.count)]


# Every field that routes


def _other(value: Any) -> Any:  # noqa: ANN401 - one way for each type
    """Of the same form and another value."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:] if value else b"x"
    if isinstance(value, str):
        return value[:-1] + chr(ord(value[-1]) ^ 1)
    if isinstance(value, tuple):
        return value[1:]
    first = value.__struct_fields__[0]
    return msgspec.structs.replace(value, **{first: _other(getattr(value, first))})


def _believed(data: bytes) -> bool:
    try:
        return segment.read(data).signed_by(OUT)
    except StorageError:
        return False


@pytest.mark.parametrize("field", segment.Header.__struct_fields__)
def test_every_field_of_a_segments_header_is_covered(field: str) -> None:
    made = segment.read(KEPT["segment"])
    header = msgspec.structs.replace(made.header, **{field: _other(getattr(made.header, field))})
    assert header != made.header
    assert not _believed(dataclasses.replace(made, header_bytes=msgspec.msgpack.encode(header)).encode())
    assert _believed(made.encode())


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("field", segment.Record.__struct_fields__)
def test_every_field_of_a_record_is_covered(field: str, at: int) -> None:
    made = segment.read(KEPT["segment"])
    records = list(made.records)
    records[at] = msgspec.structs.replace(records[at], **{field: _other(getattr(records[at], field))})
    assert not _believed(dataclasses.replace(made, records=tuple(records)).encode())


@pytest.mark.parametrize("field", [one.name for one in dataclasses.fields(Place)])
def test_a_record_moved_elsewhere_does_not_open(field: str) -> None:
    place = segment.read(KEPT["segment"]).place(0)
    moved = dataclasses.replace(place, **{field: _other(getattr(place, field))})
    kept = Sealed(KEPT["sealed record"][:12], KEPT["sealed record"][12:])
    assert unseal(KEPT["record key"], kept, place.aad()) == by_hand.CLEAR
    with pytest.raises(StorageError, match=r"wire\.seal_broken"):
        unseal(KEPT["record key"], kept, moved.aad())


@pytest.mark.parametrize("field", keybox._Wire.__struct_fields__)
def test_every_field_of_a_keybox_is_covered(field: str) -> None:
    made = keybox.read(KEPT["keybox"])
    other = dataclasses.replace(made, **{field: _other(getattr(made, field))})
    assert made.signed_by(by_hand.ORG, OUT)
    assert not other.signed_by(by_hand.ORG, OUT)
    assert not made.signed_by(by_hand.SCOPE, OUT)


@pytest.mark.parametrize("field", [name for name in entry._Head.__struct_fields__ if name != "body"])
def test_every_field_of_an_entrys_head_is_covered(field: str) -> None:
    made = entry.read(KEPT["entry Grant"])
    head = msgspec.msgpack.decode(made.head_bytes, type=entry._Head)
    other = msgspec.structs.replace(head, **{field: _other(getattr(head, field))})
    moved = dataclasses.replace(made, head_bytes=msgspec.msgpack.encode(other))
    assert made.signed_by(by_hand.public(seed("user")))
    with contextlib.suppress(StorageError):
        assert not entry.read(moved.encode()).signed_by(by_hand.public(seed("user")))


@pytest.mark.parametrize(
    ("said", "field"),
    [pytest.param(one, name, id=f"{type(one).__name__}.{name}") for one in MEANT for name in one.__struct_fields__],
)
def test_every_field_of_a_statement_is_covered(said: msgspec.Struct, field: str) -> None:
    made = entry.read(KEPT[f"entry {type(said).__name__}"])
    by = by_hand.public(seed("root" if type(said).__name__ == "Genesis" else "user"))
    head = msgspec.msgpack.decode(made.head_bytes, type=entry._Head)
    other = msgspec.structs.replace(said, **{field: _other(getattr(said, field))})
    assert other != said
    moved = msgspec.structs.replace(head, body=msgspec.msgpack.encode(other))
    assert made.signed_by(by)
    assert not dataclasses.replace(made, head_bytes=msgspec.msgpack.encode(moved)).signed_by(by)
