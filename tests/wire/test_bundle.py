"""The format of what a stick carries: nothing comes out of it that was not put in, whatever happened on the way."""

import io
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from anefdesk.errors import StorageError
from anefdesk.wire import bundle
from anefdesk.wire.bundle import FRAME, Header, Kind, Receipt, Writing, begun, read_header, things
from anefdesk.wire.chunks import CHUNK
from anefdesk.wire.entry import Wrap
from anefdesk.wire.talk import Held
from tests.mailbox.organisation import named, public, secret

ORG, SCOPE, PC = named("org"), named("scope"), named("pc")
KEY, OLD, OLDER = (secret(f"epoch {number}") for number in (3, 2, 1))
WRAPS = (Wrap(PC, b"for the pc"), Wrap(named("pc 2"), b"for another"))
SMALL = [(Kind.ENTRY, b"an entry"), (Kind.SEGMENT, b""), (Kind.RECEIPT, b"a receipt")]


def _written(parts: list[tuple[Kind, bytes]], header: Header | None = None) -> bytes:
    out = io.BytesIO()
    writing = Writing(out.write, header or begun(ORG, SCOPE, 3, (), {}), KEY)
    for kind, body in parts:
        writing.put(kind, body)
    writing.close()
    return out.getvalue()


def _read(data: bytes, key: bytes = KEY) -> list[tuple[int, bytes]]:
    source = io.BytesIO(data)
    return list(things(source, read_header(source), key))


def _code(deed: Callable[[], object]) -> str:
    with pytest.raises(StorageError) as error:
        deed()
    return error.value.code


@pytest.mark.parametrize("size", [0, 1, CHUNK - 6, CHUNK - 5, CHUNK - 4, CHUNK, 2 * CHUNK - 10, 2 * CHUNK, 4 * CHUNK])
def test_what_was_put_in_comes_out(size: int) -> None:
    parts = [(Kind.CHUNK, bytes(size)), (Kind.RECEIPT, b"last")]
    for one in (parts, parts[:1], parts[::-1]):
        data = _written(one)
        assert _read(data) == one
        assert -(-(len(data) - len(read_header(io.BytesIO(data)).encode())) // FRAME) == bundle.frames_in(
            read_header(io.BytesIO(data)), len(data)
        )


def test_every_cut_is_noticed() -> None:
    data = _written(SMALL, begun(ORG, SCOPE, 3, WRAPS, {2: OLD}))
    for end in range(len(data)):
        assert _code(lambda end=end: _read(data[:end])) in {"bundle.not_one", "bundle.broken"}  # type: ignore[misc]
    assert _read(data) == SMALL


@pytest.mark.parametrize("end", [-1, 0, 1])
def test_a_cut_between_two_frames_is_noticed(end: int) -> None:
    data = _written([(Kind.CHUNK, bytes(CHUNK)), (Kind.CHUNK, bytes(CHUNK))])
    first = len(read_header(io.BytesIO(data)).encode())
    for number in (1, 2):
        assert _code(lambda number=number: _read(data[: first + number * FRAME + end])) == "bundle.broken"  # type: ignore[misc]


def test_every_flipped_bit_is_noticed() -> None:
    data = _written(SMALL, begun(ORG, SCOPE, 3, WRAPS, {2: OLD}))
    for at in range(len(data)):
        for bit in (1, 128):
            flipped = bytearray(data)
            flipped[at] ^= bit
            code = _code(lambda flipped=flipped: _read(bytes(flipped)))  # type: ignore[misc]
            assert code in {"bundle.not_one", "bundle.newer", "bundle.broken"}, at


def test_frames_can_be_neither_swapped_nor_dropped_nor_doubled_nor_taken_from_another_bundle() -> None:
    parts = [(Kind.CHUNK, bytes([number]) * CHUNK) for number in range(3)]
    data, other = _written(parts), _written(parts)
    first = len(read_header(io.BytesIO(data)).encode())
    head, frames = data[:first], [data[at : at + FRAME] for at in range(first, len(data), FRAME)]
    strange = other[first : first + FRAME]
    for made in (
        [frames[1], frames[0], *frames[2:]], frames[1:], [frames[0], *frames], [strange, *frames[1:]], frames[:-1],
        [*frames, frames[-1]], [frames[-1]], [],
    ):  # fmt: skip
        assert _code(lambda made=made: _read(head + b"".join(made))) == "bundle.broken"  # type: ignore[misc]


def test_another_key_opens_nothing() -> None:
    assert _code(lambda: _read(_written(SMALL), OLD)) == "bundle.broken"


@pytest.mark.parametrize(
    ("begins", "code"),
    [
        (b"", "bundle.not_one"), (b"AB", "bundle.not_one"), (b"PK\x03\x04", "bundle.not_one"),
        (b"AB1\x00", "bundle.not_one"), (b"AB0\x01", "bundle.not_one"), (b"ABC\x01", "bundle.not_one"),
        (b"AB1\x02", "bundle.newer"), (b"AB2\x01", "bundle.newer"), (b"AB9\xff", "bundle.newer"),
        (b"AB1\x01", "bundle.broken"),
    ],
)  # fmt: skip
def test_what_it_is_not_is_said(begins: bytes, code: str) -> None:
    assert _code(lambda: _read(begins)) == code
    if code != "bundle.broken":
        assert _code(lambda: _read(begins + bytes(100))) == code


@given(st.binary(max_size=400))
@example(b"AB1\x01" + bytes(52) + b"\xff\xff\xff\xff")
@example(b"AB1\x01" + bytes(52) + b"\x00\x00\x00\x04abcd" + bytes(28))
def test_random_bytes_are_refused(data: bytes) -> None:
    for begins in (b"", b"AB1\x01", b"AB1\x01" + bytes(52)):
        assert _code(lambda begins=begins: _read(begins + data)).startswith("bundle.")  # type: ignore[misc]


@given(st.binary(max_size=300))
@example(b"\x01\xff\xff\xff\xff")
@example(b"\x01\x00\x40\x00\x01")
def test_random_bytes_under_the_right_key_never_surprise(clear: bytes) -> None:
    """A colleague's PC gone mad: sealed properly, and nonsense inside."""
    header = begun(ORG, SCOPE, 3, (), {})
    data = header.encode() + bundle._Frames(header, KEY).sealed(clear, 0, last=True)
    codes = []
    try:
        read = _read(data)
    except StorageError as error:
        codes, read = [error.code], []
    assert codes == ["bundle.broken"] or sum(5 + len(body) for _, body in read) == len(clear)


@given(st.binary(max_size=300))
def test_random_ladders_and_receipts_are_passed_over(data: bytes) -> None:
    header = Header(ORG, SCOPE, 3, bytes(16), data)
    assert bundle.climbed(header, {2: OLD}) == ()
    assert bundle.read_receipt(data, header, lambda _: public("pc")) is None


def test_the_header_does_not_drift() -> None:
    assert Header(b"o" * 16, b"s" * 16, 7, b"n" * 16, b"ladder").encode() == (
        b"AB1\x01" + b"o" * 16 + b"s" * 16 + b"\0\0\0\7" + b"n" * 16 + b"\0\0\0\6ladder"
    )
    frames = bundle._Frames(Header(b"o" * 16, b"s" * 16, 7, b"n" * 16), bytes(32))
    assert frames.opened(frames.sealed(b"clear", 4, last=True), 4, last=True) == b"clear"


def test_who_holds_a_key_of_before_climbs_to_the_latest() -> None:
    header = begun(ORG, SCOPE, 3, WRAPS, {1: OLDER, 2: OLD})
    assert read_header(io.BytesIO(header.encode())) == header
    for held in ({1: OLDER}, {2: OLD}, {1: OLDER, 2: OLD}):
        assert bundle.climbed(header, held) == WRAPS
    for held in ({}, {1: OLD}, {3: KEY}, {4: OLD}):
        assert bundle.climbed(header, held) == ()
    assert PC not in header.ladder
    assert begun(ORG, SCOPE, 12, WRAPS, {1: OLDER}).ladder == b""  # too far below
    assert begun(ORG, SCOPE, 1, WRAPS, {}).ladder == b""


def _receipt(header: Header) -> Receipt:
    have = {SCOPE: {named("log"): Held(4, bytes(32))}}
    return Receipt(ORG, PC, header.name, 1, 2, bytes(32), have, (bytes(32),))


def test_a_receipt_is_believed_of_its_pc_for_its_bundle_alone() -> None:
    header, other = begun(ORG, SCOPE, 3, (), {}), begun(ORG, SCOPE, 3, (), {})
    made = _receipt(header)
    data = bundle.signed(made, secret("pc"))
    assert bundle.read_receipt(data, header, lambda _: public("pc")) == made
    assert bundle.read_receipt(data, other, lambda _: public("pc")) is None
    assert bundle.read_receipt(data, header, lambda _: public("pc 2")) is None
    assert bundle.read_receipt(data, header, lambda _: b"") is None
    for at in range(len(data)):
        flipped = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        assert bundle.read_receipt(flipped, header, lambda _: public("pc")) is None, at


def test_a_thing_too_large_is_refused_by_its_writer() -> None:
    with pytest.raises(ValueError, match=str(bundle.LARGEST + 1)):
        Writing(io.BytesIO().write, begun(ORG, SCOPE, 3, (), {}), KEY).put(Kind.CHUNK, bytes(bundle.LARGEST + 1))


def test_memory_does_not_grow_with_the_bundle() -> None:
    chunk, sizes = bytes(CHUNK), list[int]()
    writing = Writing(lambda data: sizes.append(len(data)), begun(ORG, SCOPE, 3, (), {}), KEY)
    tracemalloc.start()
    try:
        for _ in range(64):
            writing.put(Kind.CHUNK, chunk)
        writing.close()
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()
    assert sum(sizes) > 64 * CHUNK
