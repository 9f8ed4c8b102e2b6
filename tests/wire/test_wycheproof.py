"""Points and keys that are none, and the vectors of the Wycheproof project, by way of the product's own functions.

``ANEF_WYCHEPROOF`` may name its folder (``testvectors_v1``); what can be worked out here is tried in any case.
"""

import functools
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from nacl.bindings import crypto_scalarmult

from anefdesk.errors import StorageError
from anefdesk.vault import seal as persons
from anefdesk.wire import sealing
from anefdesk.wire.entry import verified
from anefdesk.wire.sealing import Sealed, unseal
from tests.wire import by_hand, by_hand_hpke

FIELD = 2**255 - 19
# The u of points of small order, of the curve and of its twist; two of them also spelt beyond the field.
OF_EIGHT = (
    325606250916557431795983626356110631294008115727848805560023387167927233504,
    39382357235489614581723060781553021112529911719440698176882885853963445705823,
)
WEAK = (0, 1, FIELD - 1, *OF_EIGHT, FIELD, FIELD + 1)
PERSON = persons.PrivateKey(by_hand.seed("person"), by_hand.seed("person") + by_hand.seed("lattice"))
CLASSIC = persons.PrivateKey(PERSON.x25519)
PUBLIC, LATTICE = PERSON.public()[:32], PERSON.public()[32:]


def _opened(private: persons.PrivateKey, blob: bytes) -> bytes | None:
    try:
        return persons.open_sealed(private, blob, b"context")
    except StorageError as error:
        return None if error.code == "seal.damaged" else error.code.encode()


def _agreed(private: persons.PrivateKey, enc: bytes, shared: bytes) -> bytes | None:
    """What this person opens that somebody sealed who says that ``shared`` comes of ``enc`` and their key."""
    secret = by_hand_hpke.agreed(shared, enc, persons.PrivateKey(private.x25519).public())
    return _opened(private, by_hand_hpke.blob(by_hand_hpke.X25519, secret, enc, b"clear", b"context"))


def _agreed_twice(private: persons.PrivateKey, enc: bytes, shared: bytes, *, ct: bytes, key: bytes) -> bytes | None:
    secret = by_hand_hpke.agreed_twice(key, shared, enc, private.public()[:32])
    return _opened(private, by_hand_hpke.blob(by_hand_hpke.X_WING, secret, ct + enc, b"clear", b"context"))


def _spelt() -> Iterator[bytes]:
    return ((u | top << 255).to_bytes(32, "little") for u in WEAK for top in (0, 1))


def test_nothing_is_opened_that_rests_on_a_point_of_small_order() -> None:
    """The secret is then nought whoever owns the key: anybody could have sealed it."""
    ct, key = _encapsulated()
    for point in _spelt():
        assert _agreed(CLASSIC, point, bytes(32)) is None
        assert _agreed_twice(PERSON, point, bytes(32), ct=ct, key=key) is None


def test_what_is_made_by_hand_is_opened() -> None:
    """Or the test above says nothing."""
    seed = by_hand.seed("sender")
    enc, shared = persons.PrivateKey(seed).public(), crypto_scalarmult(seed, PUBLIC)
    ct, key = _encapsulated()
    assert _agreed(CLASSIC, enc, shared) == b"clear"
    assert _agreed(CLASSIC, enc, shared[:-1] + bytes([shared[-1] ^ 1])) is None
    assert _agreed_twice(PERSON, enc, shared, ct=ct, key=key) == b"clear"
    assert _agreed_twice(PERSON, enc, shared, ct=ct, key=bytes(32)) is None
    assert _agreed_twice(PERSON, enc, shared, ct=bytes([ct[0] ^ 1]) + ct[1:], key=key) is None


def test_nothing_is_sealed_to_a_key_that_is_none() -> None:
    overflow = (4095 << 12 | 4095).to_bytes(3, "little") + LATTICE[3:]  # two coefficients beyond 3329
    keys = [key for point in _spelt() for key in (point, point + LATTICE)] + [PUBLIC + overflow]
    for key in keys:
        with pytest.raises(ValueError):  # noqa: PT011 - whoever seals to a PC takes any for "no key"
            persons.seal_to(key, b"clear", b"context")


def _encapsulated() -> tuple[bytes, bytes]:
    key, ct = MLKEM768PublicKey.from_public_bytes(LATTICE).encapsulate()
    return ct, key


# Wycheproof, where it is at hand


@functools.cache
def _wycheproof(name: str) -> list[dict[str, Any]]:
    folder = os.environ.get("ANEF_WYCHEPROOF")
    if not folder:
        pytest.skip("Wycheproof half not run: ANEF_WYCHEPROOF names no folder of testvectors_v1")
    found: list[dict[str, Any]] = json.loads((Path(folder) / f"{name}_test.json").read_text("utf-8"))["testGroups"]
    return found


def _each(name: str) -> Iterator[dict[str, Any]]:
    return (one for group in _wycheproof(name) for one in group["tests"])


def _octets(told: dict[str, str], *names: str) -> Iterator[bytes]:
    return (bytes.fromhex(told[name]) for name in names)


def test_wycheproof_of_signatures() -> None:
    seen = set()
    for group in _wycheproof("ed25519"):
        public = bytes.fromhex(group["publicKey"]["pk"])
        for one in group["tests"]:
            message, signature = _octets(one, "msg", "sig")
            seen.add(one["result"])
            assert verified(public, signature, message) == (one["result"] == "valid"), one
    assert seen == {"valid", "invalid"}


def test_wycheproof_of_seals() -> None:
    seen = set()
    for one in _each("aes_gcm_siv"):
        key, nonce, aad, clear, ct, tag = _octets(one, "key", "iv", "aad", "msg", "ct", "tag")
        seen.add(one["result"])
        if one["result"] == "valid":
            assert unseal(key, Sealed(nonce, ct + tag), aad) == by_hand.opened(key, nonce, ct + tag, aad) == clear, one
        else:
            assert by_hand.opened(key, nonce, ct + tag, aad) is None, one
            with pytest.raises(StorageError, match=r"wire\.seal_broken"):
                unseal(key, Sealed(nonce, ct + tag), aad)
    assert seen == {"valid", "invalid"}


def test_wycheproof_of_derived_keys() -> None:
    seen = 0
    for one in _each("hkdf_sha256"):
        key, salt, info, derived = _octets(one, "ikm", "salt", "info", "okm")
        if len(derived) >= sealing.KEY:  # one block is all the product takes; longer ones begin with it
            assert sealing._derive(key, salt, info) == by_hand.derived(key, salt, info) == derived[: sealing.KEY], one
            seen += 1
    assert seen > 40


def test_wycheproof_of_key_agreements() -> None:
    seen: Counter[str] = Counter()
    for one in _each("x25519"):
        private, enc, shared = _octets(one, "private", "public", "shared")
        weak = "ZeroSharedSecret" in one["flags"]
        seen["weak" if weak else one["result"]] += 1
        assert weak == (shared == bytes(32))
        assert _agreed(persons.PrivateKey(private), enc, shared) == (None if weak else b"clear"), one
    assert seen.keys() == {"weak", "valid", "acceptable"}


def test_wycheproof_of_lattice_keys() -> None:
    for one in _each("mlkem_768_keygen_seed"):
        seed, public = _octets(one, "seed", "ek")
        assert persons.PrivateKey(PERSON.x25519, seed).public()[32:] == public
    refused = 0
    for one in _each("mlkem_768_encaps"):
        (public,) = _octets(one, "ek")
        if one["result"] == "valid":
            assert persons.seal_to(PUBLIC + public, b"clear", b"context")
        elif len(public) == len(LATTICE):
            refused += 1
            with pytest.raises(ValueError):  # noqa: PT011 - as above
                persons.seal_to(PUBLIC + public, b"clear", b"context")
    assert refused > 9


def test_wycheproof_of_lattice_secrets() -> None:
    sender = by_hand.seed("sender")
    enc, shared, seen = persons.PrivateKey(sender).public(), crypto_scalarmult(sender, PUBLIC), set()
    for one in _each("mlkem_768"):
        seed, ct, key = _octets(one, "seed", "c", "K")
        if len(seed) != 64:
            continue
        private = persons.PrivateKey(PERSON.x25519, seed)
        right = one["result"] == "valid"
        seen.add(right)
        opened = _agreed_twice(private, enc, shared, ct=ct, key=key if right else bytes(32))
        assert opened == (b"clear" if right else None), one
    assert seen == {True, False}
