"""What is sealed to a person or a PC, made a second time from the shared secret on (RFC 9180, base mode, one text).

Whoever knows the secret seals without the key: so the tests can give a PC what an attacker who forced it would send.
"""

import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

X25519, X_WING = 0x0020, 0x647A
SUITES = {X25519: b"\x01", X_WING: b"\x02"}  # as the product's first byte says


def _extract(suite: bytes, salt: bytes, label: bytes, said: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + said, "sha256")


def _expand(suite: bytes, key: bytes, label: bytes, said: bytes, length: int) -> bytes:
    whole = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + said
    return hmac.digest(key, whole + b"\x01", "sha256")[:length]


def agreed(shared: bytes, enc: bytes, public: bytes) -> bytes:
    """The secret of a key agreement, bound to both keys."""
    suite = b"KEM" + X25519.to_bytes(2, "big")
    return _expand(suite, _extract(suite, b"", b"eae_prk", shared), b"shared_secret", enc + public, 32)


def agreed_twice(lattice: bytes, shared: bytes, enc: bytes, public: bytes) -> bytes:
    """The same where a lattice secret stands beside it; ``enc`` and ``public`` are those of X25519."""
    return hashlib.sha3_256(lattice + shared + enc + public + rb"\.//^" + b"\\").digest()


def blob(kem: int, secret: bytes, enc: bytes, clear: bytes, context: bytes) -> bytes:
    """What ``seal_to`` makes, when the secret came out as ``secret``."""
    suite = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (kem, 1, 2))
    info = b"anefdesk/seal/1\0" + SUITES[kem] + context
    said = b"\0" + _extract(suite, b"", b"psk_id_hash", b"") + _extract(suite, b"", b"info_hash", info)
    scheduled = _extract(suite, secret, b"secret", b"")
    key, nonce = (_expand(suite, scheduled, label, said, size) for label, size in ((b"key", 32), (b"base_nonce", 12)))
    return SUITES[kem] + enc + AESGCM(key).encrypt(nonce, clear, b"")
