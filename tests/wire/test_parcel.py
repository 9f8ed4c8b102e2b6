import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anefdesk.errors import StorageError
from anefdesk.wire import parcel
from anefdesk.wire.segment import Record

ORG, DEVICE, MINE = (letter * 16 for letter in (b"o", b"d", b"m"))


def _wrap(public: bytes, clear: bytes, context: bytes) -> bytes:
    return public + context + clear


def _unwrap(sealed: bytes, context: bytes) -> bytes:
    if sealed[32 : 32 + len(context)] != context:
        raise StorageError("seal.damaged")
    return sealed[32 + len(context) :]


def _written(body: bytes = b"body", kind: int = 1) -> Record:
    return parcel.write(ORG, DEVICE, kind, body, {MINE: b"k" * 32, b"x" * 16: b"l" * 32}, _wrap)


def _read(record: Record, org: bytes = ORG, device: bytes = DEVICE, mine: bytes = MINE) -> parcel.Opened | None:
    return parcel.read(org, device, record, mine, _unwrap)


@given(st.binary(max_size=300), st.integers(0, 65535))
def test_a_parcel_comes_back(body: bytes, kind: int) -> None:
    record = _written(body, kind)
    read = _read(record)
    assert read == parcel.Opened(parcel.named(ORG, DEVICE, record), kind, body)


def test_sizes_say_little() -> None:
    assert len({len(_written(bytes(size)).ct) for size in range(1030, 1060)}) == 1


def test_it_is_for_those_named() -> None:
    assert _read(_written(), mine=b"z" * 16) is None


def test_it_is_bound_to_its_organisation_and_author() -> None:
    record = _written()
    for changed in ({"org": b"p" * 16}, {"device": b"e" * 16}):
        with pytest.raises(StorageError):
            _read(record, **changed)
    assert parcel.named(ORG, DEVICE, record) != parcel.named(ORG, b"e" * 16, record)


def test_two_parcels_of_one_body_are_two() -> None:
    assert parcel.named(ORG, DEVICE, _written()) != parcel.named(ORG, DEVICE, _written())


@given(at=st.integers(0), by=st.integers(1, 255))
def test_no_byte_can_be_changed_unseen(at: int, by: int) -> None:
    record = _written()
    data = bytearray(record.ct)
    data[at % len(data)] ^= by
    try:
        read = _read(msgspec.structs.replace(record, ct=bytes(data)))
    except StorageError:
        return
    assert read is None or read == _read(record)  # only a byte of what is sealed to somebody else


@given(st.binary(min_size=1, max_size=200))
def test_any_bytes_are_refused_by_a_code(data: bytes) -> None:
    with pytest.raises(StorageError, match=r"wire\.(malformed|newer)"):
        _read(Record(bytes(16), parcel.PARCEL, bytes(12), data))


def test_a_record_of_another_kind_is_no_parcel() -> None:
    record = _written()
    with pytest.raises(StorageError, match=r"wire\.malformed"):
        _read(msgspec.structs.replace(record, kind=0))


def test_a_later_format_is_said_to_be_one() -> None:
    later = msgspec.msgpack.encode(["AP2", bytes(16), [], b"sealed"])
    with pytest.raises(StorageError, match=r"wire\.newer"):
        _read(Record(bytes(16), parcel.PARCEL, bytes(12), later))
