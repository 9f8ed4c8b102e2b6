"""A second implementation as judge of each primitive, by way of the functions that the product calls.

PyNaCl for signatures, pyhpke for sealing to a person, ``by_hand`` for seals of records, and published answers.
"""

import base64
import dataclasses

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey

from anefdesk.errors import StorageError
from anefdesk.vault import seal as persons
from anefdesk.wire import segment
from anefdesk.wire.entry import verified
from anefdesk.wire.sealing import Sealed, record_key, seal, unseal
from tests.wire import by_hand

FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493  # of the group that signatures are made in
KEYS, MESSAGES = st.binary(min_size=32, max_size=32), st.binary(max_size=200)


def _judged(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        VerifyKey(public).verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True


def _opened(key: bytes, nonce: bytes, ct: bytes, aad: bytes) -> bytes | None:
    try:
        return unseal(key, Sealed(nonce, ct), aad)
    except StorageError as error:
        return None if error.code == "wire.seal_broken" else error.code.encode()


# Signatures


@given(KEYS, MESSAGES)
def test_each_makes_the_signature_of_the_other(seed: bytes, message: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert (by_hand.public(seed), by_hand.signature(seed, message)) == (public, signature)
    assert verified(public, signature, message)


@given(KEYS, MESSAGES, st.integers(0, 64 * 8 - 1), st.integers(0, 32 * 8 - 1))
def test_both_refuse_what_was_changed(seed: bytes, message: bytes, bit: int, of_key: int) -> None:
    public, signature = by_hand.public(seed), by_hand.signature(seed, message)
    flipped = (int.from_bytes(signature, "big") ^ 1 << bit).to_bytes(64, "big")
    other = (int.from_bytes(public, "big") ^ 1 << of_key).to_bytes(32, "big")
    for one in ((public, flipped, message), (public, signature, message + b"\0"), (other, signature, message)):
        assert not _judged(*one)
        assert not verified(*one)


def test_a_signature_has_one_form() -> None:
    """Its scalar plus the order is the same to a lax reader: one could change bytes without the key."""
    public, signature = by_hand.public(by_hand.seed("x")), by_hand.signature(by_hand.seed("x"), b"said")
    scalar = int.from_bytes(signature[32:], "little")
    for more in range(1, 16):
        if scalar + more * ORDER < 1 << 256:
            forged = signature[:32] + (scalar + more * ORDER).to_bytes(32, "little")
            assert not verified(public, forged, b"said")
    for size in (0, 32, 63, 65):
        assert not verified(public, signature.ljust(65, b"\0")[:size], b"said")


def _weak() -> list[bytes]:
    """Points of small order, in every spelling: under such a key, anybody signs anything."""
    d = -121665 * pow(121666, -1, FIELD) % FIELD
    root = pow(2, (FIELD - 1) // 4, FIELD)
    # Of order 8: d·y⁴ + 2·y² − 1 = 0, from doubling to a point of order 4.
    squares = [(-1 + sign * _root(1 + d, root)) * pow(d, -1, FIELD) % FIELD for sign in (1, -1)]
    eighths = [_root(one, root) for one in squares if pow(one, (FIELD - 1) // 2, FIELD) == 1]
    found = {0, 1, FIELD - 1, FIELD, FIELD + 1, *eighths, *(FIELD - one for one in eighths)}
    return [(y | sign << 255).to_bytes(32, "little") for y in sorted(found) for sign in (0, 1)]


def _root(square: int, root: int) -> int:
    found = pow(square, (FIELD + 3) // 8, FIELD)
    return found if found * found % FIELD == square % FIELD else found * root % FIELD


def test_a_key_under_which_anybody_signs_is_no_key() -> None:
    made = segment.read(by_hand.segment())
    assert len(_weak()) == 14
    for public in _weak():
        for point in _weak():
            for message in (b"one", b"two", b"three", b"four"):
                assert not verified(public, point + bytes(32), message)
                assert not _judged(public, point + bytes(32), message)
                assert not dataclasses.replace(made, header_bytes=message, signature=point + bytes(32)).signed_by(
                    public
                )


def test_what_was_published_of_signatures() -> None:
    """RFC 8032, 7.1, test 2."""
    seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert Ed25519PrivateKey.from_private_bytes(seed).sign(b"\x72") == signature
    assert verified(by_hand.public(seed), signature, b"\x72")


# Seals of records


@settings(max_examples=40)
@given(KEYS, MESSAGES, MESSAGES)
@example(bytes(32), b"", b"")
@example(bytes(32), bytes(16), bytes(16))
@example(bytes(32), bytes(17), bytes(15))
def test_each_opens_what_the_other_sealed(key: bytes, clear: bytes, aad: bytes) -> None:
    ours = seal(key, clear, aad)
    assert by_hand.opened(key, ours.nonce, ours.ct, aad) == clear
    assert by_hand.sealed(key, ours.nonce, clear, aad) == ours.ct
    assert _opened(key, by_hand.NONCE, by_hand.sealed(key, by_hand.NONCE, clear, aad), aad) == clear


@settings(max_examples=40)
@given(st.binary(min_size=1, max_size=60), st.data())
def test_both_keep_closed_what_was_changed(clear: bytes, data: st.DataObject) -> None:
    ct = by_hand.sealed(by_hand.CASE_KEY, by_hand.NONCE, clear, b"aad")
    bit = data.draw(st.integers(0, 8 * len(ct) - 1))
    flipped = (int.from_bytes(ct, "big") ^ 1 << bit).to_bytes(len(ct), "big")
    for one in ((flipped, b"aad"), (ct, b"Aad"), (ct[:-1], b"aad")):
        assert by_hand.opened(by_hand.CASE_KEY, by_hand.NONCE, *one) is None
        assert _opened(by_hand.CASE_KEY, by_hand.NONCE, *one) is None


@pytest.mark.parametrize(
    ("key", "nonce", "clear", "ct"),
    [
        ("01" + "00" * 31, "03" + "00" * 11, "", "07f5f4169bbf55a8400cd47ea6fd400f"),
        (
            "01" + "00" * 31,
            "03" + "00" * 11,
            "0100000000000000",
            "c2ef328e5c71c83b843122130f7364b761e0b97427e3df28",
        ),
        (  # its counter comes to an end and goes on at nought
            "00" * 32,
            "00" * 12,
            "00" * 16 + "4db923dc793ee6497c76dcc03a98e108",
            "f3f80f2cf0cb2dd9c5984fcda908456cc537703b5ba70324a6793a7bf218d3eaffffffff" + "00" * 12,
        ),
    ],
)
def test_what_was_published_of_seals(key: str, nonce: str, clear: str, ct: str) -> None:
    """RFC 8452, C.2 and C.3."""
    said = [bytes.fromhex(one) for one in (key, nonce, clear)]
    assert by_hand.sealed(said[0], said[1], said[2], b"").hex() == ct
    assert _opened(said[0], said[1], bytes.fromhex(ct), b"") == said[2]


@given(KEYS, KEYS, st.binary(min_size=16, max_size=16), st.integers(0, (1 << 32) - 1))
def test_both_derive_the_same_key_of_a_record(case_key: bytes, epoch_key: bytes, case: bytes, epoch: int) -> None:
    info = b"anefdesk/rk/1" + case + epoch.to_bytes(4, "big")
    assert record_key(case_key, epoch_key, case, epoch) == by_hand.derived(case_key, epoch_key, info)


# Sealing to a person or a PC

SUITE = CipherSuite.new(KEMId.DHKEM_X25519_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES256_GCM)
PERSON = persons.PrivateKey(by_hand.seed("person"))
BEGINS = b"\x01"  # the classic suite


def _info(context: bytes) -> bytes:
    return b"anefdesk/seal/1\0" + BEGINS + context


@given(MESSAGES, MESSAGES)
def test_a_second_library_opens_what_was_sealed_to_a_person(clear: bytes, context: bytes) -> None:
    blob = persons.seal_to(PERSON.public(), clear, context)
    private = KEMKey.from_jwk(_jwk(private=True))
    receiver = SUITE.create_recipient_context(blob[1:33], private, _info(context))
    assert blob[:1] == BEGINS
    assert receiver.open(blob[33:]) == clear


@given(MESSAGES, MESSAGES)
def test_a_person_opens_what_a_second_library_sealed(clear: bytes, context: bytes) -> None:
    enc, sender = SUITE.create_sender_context(KEMKey.from_jwk(_jwk(private=False)), _info(context))
    blob = BEGINS + enc + sender.seal(clear)
    assert persons.open_sealed(PERSON, blob, context) == clear
    with pytest.raises(StorageError, match=r"seal\.damaged"):
        persons.open_sealed(PERSON, blob, context + b"!")


def _jwk(*, private: bool) -> dict[str, str]:
    def coded(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    told = {"kty": "OKP", "crv": "X25519", "x": coded(PERSON.public())}
    return told | {"d": coded(PERSON.x25519)} if private else told
