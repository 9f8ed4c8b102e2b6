import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anefdesk.errors import StorageError
from anefdesk.wire.op import SCHEMA, Op, decode, encode, padded_length

VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.text(max_size=50), st.binary(max_size=50)
)
OPS = st.builds(
    Op,
    schema=st.just(SCHEMA),
    clock=st.integers(0, 2**63 - 1),
    wall_ms=st.integers(-(2**40), 2**48),
    user=st.binary(min_size=16, max_size=16),
    kind=st.integers(0, 65535),
    obj=st.binary(min_size=16, max_size=16),
    fields=st.dictionaries(st.integers(0, 255), VALUES, max_size=6),
    reason=st.text(max_size=20),
)
GOLDEN = Op(
    schema=1,
    clock=(1_800_000_000_000 << 16) + 7,
    wall_ms=1_800_000_000_000,
    user=b"u" * 16,
    kind=2,
    obj=b"o" * 16,
    fields={1: "main", 2: "Canari-Haïdari", 6: False},
)
GOLDEN_HEX = (
    "00000054"
    "98"
    "01"
    "cf01a3185c50000007"
    "cf000001a3185c5000"
    "c410" + "75" * 16 + "02"
    "c410" + "6f" * 16 + "83"
    "01a46d61696e"
    "02af43616e6172692d4861c3af64617269"
    "06c2"
    "a0"
)


@given(OPS)
def test_what_is_written_is_read(op: Op) -> None:
    assert decode(encode(op)) == op


def test_the_format_does_not_drift() -> None:
    assert encode(GOLDEN) == bytes.fromhex(GOLDEN_HEX).ljust(88, b"\0")


@given(st.integers(0, 2**20))
def test_padding_hides_sizes_at_a_small_price(length: int) -> None:
    padded = padded_length(length)
    assert length <= padded <= length * 1.12 + 1
    assert padded <= padded_length(length + 1)


@given(st.binary(max_size=200))
def test_random_bytes_are_refused_not_fatal(data: bytes) -> None:
    with contextlib.suppress(StorageError):
        op = decode(data)
        assert decode(encode(op)) == op


def test_a_value_of_another_type_is_refused() -> None:
    import msgspec

    body = msgspec.msgpack.encode([1, 0, 0, b"u" * 16, 1, b"o" * 16, {1: [1, 2]}, ""])
    with pytest.raises(StorageError):
        decode(len(body).to_bytes(4, "big") + body)


@pytest.mark.parametrize(
    "told",
    [b"\x81\x01" + b"\x91" * 5000 + b"\x00" + b"\xa0", b"\x81\x01\xa2\xff\xfe\xa0", b"\x80\xa2\xff\xfe"],
    ids=["nested without end", "a value that is no text", "a reason that is no text"],
)
def test_what_breaks_the_reader_itself_is_refused(told: bytes) -> None:
    body = b"\x98\x01\x00\x00\xc4\x10" + b"u" * 16 + b"\x01\xc4\x10" + b"o" * 16 + told
    with pytest.raises(StorageError, match=r"wire\.malformed"):
        decode(len(body).to_bytes(4, "big") + body)


def test_hidden_bytes_in_the_padding_are_refused() -> None:
    padded = bytearray(encode(GOLDEN)) + b"\x01"
    with pytest.raises(StorageError):
        decode(bytes(padded))
