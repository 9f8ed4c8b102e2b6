import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anefdesk.errors import StorageError
from anefdesk.wire import chunks
from anefdesk.wire.sealing import (
    Place,
    Sealed,
    chain,
    new_key,
    record_key,
    seal,
    unseal,
    unwrap_case_key,
    wrap_case_key,
)

PLACE = Place(b"o" * 16, b"s" * 16, b"l" * 16, 7, b"c" * 16, 3)
CK, CEK = bytes(range(32)), bytes(range(32, 64))


def test_the_routing_does_not_drift() -> None:
    assert PLACE.aad().hex() == (
        "616e65666465736b2f7265632f31"
        + "6f" * 16
        + "73" * 16
        + "6c" * 16
        + "0000000000000007"
        + "63" * 16
        + "0000000003"
    )
    key = record_key(CK, CEK, PLACE.case, PLACE.epoch)
    assert key.hex() == "c3bf535dc92b018d0ac21725d49d4732d0c45f1d8d3081f2c4a001cda30c9b6c"
    assert (
        chain(bytes(32), PLACE, Sealed(bytes(12), b"ct")).hex()
        == "7e1fd05e902778faa788def003a4e95c4aa44ab9dd1f16a880e4a2310b02b6ad"
    )


def test_a_record_sealed_long_ago_still_opens() -> None:
    key = record_key(CK, CEK, PLACE.case, PLACE.epoch)
    assert (
        unseal(key, Sealed(bytes(12), bytes.fromhex("ed40f9fe564498736e6a64a035d1fa3cf76b47799abc")), PLACE.aad())
        == b"Canari"
    )


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Place)])
def test_every_routing_field_is_bound(field: str) -> None:
    key = new_key()
    sealed = seal(key, b"Canari", PLACE.aad())
    assert unseal(key, sealed, PLACE.aad()) == b"Canari"
    value = getattr(PLACE, field)
    other = value + 1 if isinstance(value, int) else bytes([value[0] ^ 1]) + value[1:]
    with pytest.raises(StorageError) as error:
        unseal(key, sealed, dataclasses.replace(PLACE, **{field: other}).aad())
    assert error.value.code == "wire.seal_broken"


def test_either_key_alone_opens_nothing() -> None:
    key = record_key(CK, CEK, PLACE.case, PLACE.epoch)
    sealed = seal(key, b"Canari", PLACE.aad())
    for wrong in (record_key(new_key(), CEK, PLACE.case, 3), record_key(CK, new_key(), PLACE.case, 3)):
        with pytest.raises(StorageError):
            unseal(wrong, sealed, PLACE.aad())


def test_a_case_key_is_bound_to_its_case() -> None:
    body = wrap_case_key(CEK, CK, b"case one")
    assert unwrap_case_key(CEK, body, b"case one") == CK
    with pytest.raises(StorageError):
        unwrap_case_key(CEK, body, b"case two")


def test_a_keybox_made_long_ago_still_opens_and_a_newer_kind_is_told_apart() -> None:
    kept = bytes.fromhex(
        "0120cc93528d7c4c2c9796618b11954a7cdfb7a534976a3e22b8f54a2226188b"
        "e07d55eb49a8de6950a8fa7fd8557467eb139f9badbb32a9b33c39ddf2"
    )
    assert unwrap_case_key(CEK, kept, b"case one") == CK
    with pytest.raises(StorageError) as error:
        unwrap_case_key(CEK, b"\x02" + kept[1:], b"case one")
    assert error.value.code == "seal.newer"


@given(st.binary(max_size=60))
def test_random_bytes_open_as_nothing(data: bytes) -> None:
    with pytest.raises(StorageError):
        unseal(CK, Sealed(data[:12], data[12:]), b"")
    with pytest.raises(StorageError):
        unwrap_case_key(CEK, data, b"")


@pytest.mark.parametrize("size", [0, 1, chunks.CHUNK - 1, chunks.CHUNK, chunks.CHUNK + 1, 2 * chunks.CHUNK + 5])
def test_files_of_any_size_come_back(size: int) -> None:
    clear = b"Canari!" * (size // 7 + 1)
    parts = list(chunks.seal_chunks(CK, clear[:size]))
    assert len(parts) == max(1, -(-size // chunks.CHUNK))
    assert chunks.open_chunks(CK, parts) == clear[:size]


def test_chunks_cannot_be_swapped_dropped_or_altered() -> None:
    parts = list(chunks.seal_chunks(CK, b"x" * (2 * chunks.CHUNK + 5)))
    flipped = bytearray(parts[1])
    flipped[40] ^= 1
    for broken in ([], parts[:2], parts[1:], [parts[1], parts[0], parts[2]], [parts[0], bytes(flipped), parts[2]]):
        with pytest.raises(StorageError) as error:
            chunks.open_chunks(CK, broken)
        assert error.value.code == "wire.seal_broken"


def test_equal_files_do_not_look_equal() -> None:
    assert list(chunks.seal_chunks(CK, b"same")) != list(chunks.seal_chunks(CK, b"same"))
