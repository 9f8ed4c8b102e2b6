"""Sealing to one person's public key: whoever locks the desk can close a draft that only its author reopens.

Used for drafts, private notes and what the recovery sheet must be able to give back.
The first byte of a sealed text is its suite, so that a stronger one can come later without a migration.
"""

from typing import Any, Final

import msgspec
from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519

from anefdesk.errors import StorageError

CLASSIC: Final = 1  # X25519, HKDF-SHA256, AES-256-GCM
HYBRID: Final = 2  # ML-KEM-768 with X25519, HKDF-SHA256, AES-256-GCM

_KEMS = {CLASSIC: hpke.KEM.X25519, HYBRID: hpke.KEM.MLKEM768_X25519}
_X25519_BYTES = 32
_PUBLIC_BYTES = {32: CLASSIC, 32 + 1184: HYBRID}


class PrivateKey(msgspec.Struct, frozen=True, array_like=True):
    """What opens: a raw X25519 key, and the seed of an ML-KEM-768 key where the platform has it."""

    x25519: bytes
    mlkem768_seed: bytes = b""

    def __repr__(self) -> str:
        return "PrivateKey(…)"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return []

    def public(self) -> bytes:
        """The key others seal to: 32 bytes, or 1216 for a hybrid key."""
        plain = x25519.X25519PrivateKey.from_private_bytes(self.x25519).public_key().public_bytes_raw()
        if not self.mlkem768_seed:
            return plain
        return plain + mlkem.MLKEM768PrivateKey.from_seed_bytes(self.mlkem768_seed).public_key().public_bytes_raw()


def new_key() -> PrivateKey:
    """A new private key, hybrid where the platform can."""
    plain = x25519.X25519PrivateKey.generate().private_bytes_raw()
    try:
        return PrivateKey(plain, mlkem.MLKEM768PrivateKey.generate().private_bytes_raw())
    except UnsupportedAlgorithm:
        return PrivateKey(plain)


def seal_to(public_key: bytes, plaintext: bytes, context: bytes) -> bytes:
    """Seal ``plaintext`` so that only the owner of ``public_key`` opens it, and only for ``context``."""
    suite = _PUBLIC_BYTES[len(public_key)]
    plain = x25519.X25519PublicKey.from_public_bytes(public_key[:_X25519_BYTES])
    receiver: x25519.X25519PublicKey | hpke.MLKEM768X25519PublicKey = plain
    if suite == HYBRID:
        lattice = mlkem.MLKEM768PublicKey.from_public_bytes(public_key[_X25519_BYTES:])
        receiver = hpke.MLKEM768X25519PublicKey(lattice, plain)
    return bytes([suite]) + _suite(suite).encrypt(plaintext, receiver, _info(suite, context))


def open_sealed(private: PrivateKey, blob: bytes, context: bytes) -> bytes:
    """Open what :func:`seal_to` sealed for this key and this context.

    Raises:
        StorageError: ``seal.newer`` for a suite this version does not know, ``seal.damaged`` for the rest.
    """
    suite = blob[0] if blob else 0
    if suite > HYBRID:
        raise StorageError("seal.newer", suite=suite)
    plain = x25519.X25519PrivateKey.from_private_bytes(private.x25519)
    owner: x25519.X25519PrivateKey | hpke.MLKEM768X25519PrivateKey = plain
    if suite == HYBRID and private.mlkem768_seed:
        lattice = mlkem.MLKEM768PrivateKey.from_seed_bytes(private.mlkem768_seed)
        owner = hpke.MLKEM768X25519PrivateKey(lattice, plain)
    elif suite != CLASSIC:
        raise StorageError("seal.damaged")
    try:
        return _suite(suite).decrypt(blob[1:], owner, _info(suite, context))
    except (InvalidTag, ValueError):
        raise StorageError("seal.damaged") from None


def _suite(number: int) -> hpke.Suite:
    return hpke.Suite(_KEMS[number], hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def _info(suite: int, context: bytes) -> bytes:
    return b"anefdesk/seal/1\0" + bytes([suite]) + context
