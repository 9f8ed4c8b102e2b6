import dataclasses
import hashlib

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from anefdesk.errors import StorageError
from anefdesk.wire import segment
from anefdesk.wire.segment import ERASED, Record, Run, Seen, Segment, cut, read

KEY = bytes(range(32))
PUBLIC = Ed25519PrivateKey.from_private_bytes(KEY).public_key().public_bytes_raw()
ORG, SCOPE, LOG, OTHER = (letter * 16 for letter in (b"o", b"s", b"l", b"m"))
CASE, OTHER_CASE = b"c" * 16, b"d" * 16
DEVICE = b"v" * 16
RUN = Run(ORG, SCOPE, LOG, DEVICE, 7, b"p" * 32, 3, 2, b"h" * 32, (Seen(OTHER, 41, b"8" * 8),))


def _record(case: bytes = CASE, ct: bytes = b"ct") -> Record:
    return Record(case, 0, bytes(12), ct)


RECORDS = (_record(), _record(OTHER_CASE, b"other"), _record(ct=b"third"))


def _forged(made: Segment, **changed: object) -> bytes:
    """The segment with these fields of its header changed, signature as it was."""
    header = msgspec.structs.replace(made.header, **changed)
    return dataclasses.replace(made, header_bytes=msgspec.msgpack.encode(header)).encode()


def _code(data: bytes) -> str:
    with pytest.raises(StorageError) as error:
        read(data)
    return error.value.code


def test_a_segment_comes_back_byte_for_byte() -> None:
    made = cut(RUN, RECORDS, KEY)
    back = read(made.encode())
    assert back == made
    assert back.encode() == made.encode()
    assert back.signed_by(PUBLIC)
    assert (back.header.first, back.header.last) == (7, 9)


def test_the_format_does_not_drift() -> None:
    """Ed25519 signs the same bytes the same way every time."""
    made = cut(RUN, RECORDS, KEY)
    assert made.header_bytes[:5] == b"\x9d\xa3AS1"
    assert made.header.head.hex() == "73f065ad00ba31bbda1cda4245c183318e5c9852fb43cc79933c641e001684a6"
    assert (
        hashlib.sha256(made.encode()).hexdigest() == "f32352789e4d570843c47eb6966e6c1a86c53e4d24c4eb5719903d4fadef7675"
    )


def test_the_head_is_that_of_the_log_of_a_desk() -> None:
    """A chain computed record by record, as the store does while people work."""
    from anefdesk.wire.sealing import Place, Sealed, chain

    head = RUN.prev
    for number, record in enumerate(RECORDS, start=RUN.first):
        place = Place(ORG, SCOPE, LOG, number, record.case, RUN.epoch)
        head = chain(head, place, Sealed(record.nonce, record.ct))
    assert cut(RUN, RECORDS, KEY).header.head == head


def test_an_erased_record_leaves_the_chain_and_the_signature_whole() -> None:
    whole = cut(RUN, RECORDS, KEY)
    erased = whole.without(CASE)
    assert [record.kind for record in erased.records] == [ERASED, 0, ERASED]
    assert b"third" not in erased.encode()
    back = read(erased.encode())
    assert back.signed_by(PUBLIC)
    assert back.without(CASE) == back
    assert back.place(0) == whole.place(0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("org", b"x" * 16), ("scope", b"x" * 16), ("log", b"x" * 16), ("first", 8), ("prev", b"x" * 32), ("epoch", 4),
        ("head", b"x" * 32),
    ],
)  # fmt: skip
def test_routing_that_was_changed_breaks_the_chain(field: str, value: object) -> None:
    assert _code(_forged(cut(RUN, RECORDS, KEY), **{field: value})) == "wire.chain_broken"


@pytest.mark.parametrize(
    ("field", "value"), [("device", b"x" * 16), ("dir_no", 1), ("dir_head", b"x" * 32), ("seen", ())]
)
def test_what_the_chain_does_not_cover_the_signature_does(field: str, value: object) -> None:
    forged = read(_forged(cut(RUN, RECORDS, KEY), **{field: value}))
    assert not forged.signed_by(PUBLIC)


def test_records_swapped_left_out_or_exchanged_are_refused() -> None:
    made = cut(RUN, RECORDS, KEY)
    swapped = dataclasses.replace(made, records=(RECORDS[1], RECORDS[0], RECORDS[2]))
    exchanged = dataclasses.replace(made, records=(_record(ct=b"mine"), *RECORDS[1:]))
    fewer = dataclasses.replace(made, records=RECORDS[:2])
    assert [_code(one.encode()) for one in (swapped, exchanged, fewer)] == [
        "wire.chain_broken",
        "wire.chain_broken",
        "wire.malformed",
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("org", b"short"), ("head", b""), ("first", 0), ("first", 1 << 62), ("epoch", 1 << 32), ("count", 4),
        ("seen", (Seen(OTHER, 1, b"8" * 7),)),
        ("seen", (Seen(OTHER, -1, b"8" * 8),)),
        ("seen", (Seen(OTHER, 1, b"8" * 8), Seen(OTHER, 2, b"8" * 8))),
        ("seen", (Seen(LOG, 1, b"8" * 8),)),
    ],
)  # fmt: skip
def test_a_header_out_of_form_is_refused(field: str, value: object) -> None:
    assert _code(_forged(cut(RUN, RECORDS, KEY), **{field: value})) == "wire.malformed"


@pytest.mark.parametrize(
    "record",
    [
        Record(b"short", 0, bytes(12), b"ct"),
        Record(CASE, 0, bytes(11), b"ct"),
        Record(CASE, 0, bytes(12), b""),
        Record(CASE, 256, bytes(12), b"ct"),
        Record(CASE, ERASED, bytes(12), bytes(32)),
        Record(CASE, ERASED, b"", bytes(31)),
    ],
)
def test_a_record_out_of_form_is_refused(record: Record) -> None:
    made = cut(RUN, RECORDS[:1], KEY)
    assert _code(dataclasses.replace(made, records=(record,)).encode()) == "wire.malformed"


def test_a_later_format_is_told_apart_from_damage() -> None:
    assert _code(_forged(cut(RUN, RECORDS, KEY), magic="AS2")) == "wire.newer"


def test_no_segment_is_empty_or_longer_than_allowed() -> None:
    for count in (0, segment.MOST_RECORDS + 1):
        with pytest.raises(ValueError, match=str(count)):
            cut(RUN, (_record(),) * count, KEY)


def test_only_a_record_alone_may_be_larger_than_a_segment() -> None:
    big = _record(ct=bytes(segment.LARGEST + 1))
    assert read(cut(RUN, (big,), KEY).encode()).records == (big,)
    assert _code(cut(RUN, (big, _record()), KEY).encode()) == "wire.malformed"


def test_another_device_s_key_does_not_verify() -> None:
    made = cut(RUN, RECORDS, KEY)
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    assert not made.signed_by(other)
    assert not made.signed_by(b"not a key")


@given(at=st.integers(0), by=st.integers(1, 255))
def test_no_byte_can_be_changed_unseen(at: int, by: int) -> None:
    data = bytearray(cut(RUN, RECORDS, KEY).encode())
    data[at % len(data)] ^= by
    try:
        back = read(bytes(data))
    except StorageError:
        return
    assert not back.signed_by(PUBLIC)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_by_a_code(data: bytes) -> None:
    assert _code(data) in {"wire.malformed", "wire.newer", "wire.chain_broken"}


def test_arrays_in_one_another_without_end_are_refused() -> None:
    assert _code(b"\x91" * 100_000) == "wire.malformed"
