"""Sealing to a person: context, suites, damage; and a second implementation where there is one."""

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from anefdesk.errors import StorageError
from anefdesk.vault import seal

CLASSIC = seal.PrivateKey(bytes(range(32)))
HYBRID = seal.PrivateKey(bytes(range(32)), bytes(range(64)))


@pytest.mark.parametrize(("key", "suite"), [(CLASSIC, seal.CLASSIC), (HYBRID, seal.HYBRID)])
@pytest.mark.parametrize("text", [b"", "brouillon d’Aïcha".encode(), bytes(100_000)])
def test_only_the_owner_opens_for_the_same_use(key: seal.PrivateKey, suite: int, text: bytes) -> None:
    blob = seal.seal_to(key.public(), text, b"draft")
    assert blob[0] == suite
    assert seal.open_sealed(key, blob, b"draft") == text
    with pytest.raises(StorageError, match=r"seal\.damaged"):
        seal.open_sealed(key, blob, b"note")
    with pytest.raises(StorageError, match=r"seal\.damaged"):
        seal.open_sealed(seal.new_key(), blob, b"draft")


def test_damage_a_later_suite_and_nothing_at_all() -> None:
    blob = seal.seal_to(CLASSIC.public(), b"text", b"draft")
    for harmed in (b"", blob[:1], blob[:40], blob[:-1], blob[:-1] + bytes([blob[-1] ^ 1]), b"\x02" + blob[1:]):
        with pytest.raises(StorageError, match=r"seal\.damaged"):
            seal.open_sealed(CLASSIC, harmed, b"draft")
    with pytest.raises(StorageError, match=r"seal\.newer"):
        seal.open_sealed(CLASSIC, b"\x09" + blob[1:], b"draft")


def test_a_hybrid_owner_still_opens_what_was_sealed_classically() -> None:
    blob = seal.seal_to(CLASSIC.public(), b"text", b"draft")
    assert seal.open_sealed(HYBRID, blob, b"draft") == b"text"


GOLDEN = (
    "01120bbcb89bbc9d96915418e12391ad09bfc4070084c6af17ca96433e97bb7b6ab86e6a616ac5f6ddaedb74c6ddd0ef31363a978a8673"
)


def test_what_is_on_disk_today_opens_for_ever() -> None:
    assert seal.open_sealed(CLASSIC, bytes.fromhex(GOLDEN), b"draft") == b"CANARI"


def test_keys_hide_themselves() -> None:
    key = seal.new_key()
    assert X25519PrivateKey.from_private_bytes(key.x25519).public_key().public_bytes_raw() == key.public()[:32]
    assert repr(key) == "PrivateKey(…)"
    assert len(seal.new_key().public()) == 32 + 1184
