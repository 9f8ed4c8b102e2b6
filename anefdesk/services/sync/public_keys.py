"""The public keys by which the directory knows a PC and a person."""

from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anefdesk.vault.keys import Unlocked


def public_of(key: bytes) -> bytes:
    """The Ed25519 public key of a raw private one; empty for whoever signs nothing."""
    return key and Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """Of an unlocked person and their PC."""

    device: bytes
    sign: bytes
    receive: bytes
    carrier: bytes
    user: bytes
    user_receive: bytes
    user_sign: bytes


def of(keys: Unlocked, carrier: bytes | None) -> PublicKeys:
    """Those of ``keys``; a PC without a ``carrier`` key gets one that nobody holds."""
    return PublicKeys(
        device=keys.device,
        sign=public_of(keys.device_signing_key),
        receive=keys.device_key.public(),
        carrier=public_of(carrier or Ed25519PrivateKey.generate().private_bytes_raw()),
        user=keys.user,
        user_receive=keys.user_key.public(),
        user_sign=public_of(keys.signing_key),
    )


def signs(key: bytes) -> Callable[[bytes], bytes]:
    """How a raw Ed25519 private key signs."""
    return Ed25519PrivateKey.from_private_bytes(key).sign
