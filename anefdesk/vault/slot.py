"""One lock of the vault: a passphrase, and the PC's secret, open a member's keys.

Used by ``vault`` for members and for the recovery sheet. The bytes are fixed by a golden test:
a change here locks everybody out.
"""

import hashlib
import math
import secrets
import struct
import time
import unicodedata
from collections.abc import Callable
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from anefdesk.errors import StorageError

PASSPHRASE_ONLY_SALT: Final = hashlib.sha256(b"anefdesk/passphrase-only/1").digest()
NONCE_BYTES: Final = 12
SALT_BYTES: Final = 16
_PASSES_AT_MOST = 12
_GIB_IN_KIB = 1 << 20


class Cost(msgspec.Struct, frozen=True):
    """How hard one guess is: Argon2id memory, passes and lanes."""

    memory_kib: int
    passes: int
    lanes: int

    def packed(self) -> bytes:
        """The form bound into keys and seals."""
        return struct.pack(">III", self.memory_kib, self.passes, self.lanes)

    def check(self) -> None:
        """Refuse what would be too easy to guess, or would exhaust the PC.

        Raises:
            StorageError: ``vault.weak_slot`` or ``vault.damaged``.
        """
        if self.memory_kib < FLOOR.memory_kib or self.passes < FLOOR.passes or self.lanes < FLOOR.lanes:
            raise StorageError("vault.weak_slot")
        if self.memory_kib > _GIB_IN_KIB or self.passes > 8 * _PASSES_AT_MOST or self.lanes > 4 * 4:
            raise StorageError("vault.damaged")


FLOOR: Final = Cost(64 * 1024, 3, 1)
WITH_DEVICE: Final = Cost(128 * 1024, 3, 2)
WITHOUT_DEVICE: Final = Cost(256 * 1024, 4, 2)


def calibrate(start: Cost, measure: Callable[[Cost], float] | None = None) -> Cost:
    """``start`` with as many passes as this PC does in 0.5 to 1 second; never fewer than it has."""
    seconds = (measure or _seconds)(start)
    if seconds >= 0.5 or seconds <= 0:  # noqa: PLR2004  half a second, as said above
        return start
    passes = math.floor(start.passes * 0.75 / seconds)
    return Cost(start.memory_kib, max(start.passes, min(passes, _PASSES_AT_MOST)), start.lanes)


def _seconds(cost: Cost) -> float:
    began = time.perf_counter()
    stretch(b"calibration", bytes(SALT_BYTES), cost)
    return time.perf_counter() - began


class Binding(msgspec.Struct, frozen=True):
    """What a slot is for; every field is bound to its key and to its seal."""

    device: bytes
    user: bytes
    mode: str
    training: bool

    def packed(self) -> bytes:
        """The form bound into keys and seals."""
        mode = self.mode.encode()
        return self.device + self.user + bytes([self.training, len(mode)]) + mode


class Slot(msgspec.Struct, frozen=True):
    """Sealed keys and how to open them, as written in the slot file."""

    cost: Cost
    salt: bytes
    nonce: bytes
    sealed: bytes


def close(
    passphrase: str,
    content: bytes,
    binding: Binding,
    device_secret: bytes | None,
    cost: Cost,
    *,
    salt: bytes | None = None,
    nonce: bytes | None = None,
) -> Slot:
    """Seal ``content`` under a passphrase, and under the PC's secret unless it is None.

    Salt and nonce are random; only the golden test gives them.
    """
    cost.check()
    salt = salt or secrets.token_bytes(SALT_BYTES)
    nonce = nonce or secrets.token_bytes(NONCE_BYTES)
    key = _key(passphrase, binding, device_secret, cost, salt)
    return Slot(cost, salt, nonce, AESGCMSIV(key).encrypt(nonce, content, _bound(binding, cost)))


def reopen(passphrase: str, slot: Slot, binding: Binding, device_secret: bytes | None) -> bytes | None:
    """The content, or None: a wrong passphrase, a wrong PC secret and an edited slot look the same.

    Raises:
        StorageError: the slot asks for less work than the floor, or for an absurd amount.
    """
    slot.cost.check()
    key = _key(passphrase, binding, device_secret, slot.cost, slot.salt)
    try:
        return AESGCMSIV(key).decrypt(slot.nonce, slot.sealed, _bound(binding, slot.cost))
    except (InvalidTag, ValueError):
        return None


def stretch(text: bytes, salt: bytes, cost: Cost) -> bytes:
    """Argon2id, 32 bytes."""
    return Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib).derive(
        text
    )


def expand(key: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA256, 32 bytes."""
    return HKDF(SHA256(), 32, salt, info).derive(key)


def typed(passphrase: str) -> bytes:
    """The same bytes for the same letters, whatever keyboard composed the accents."""
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")


def _key(passphrase: str, binding: Binding, device_secret: bytes | None, cost: Cost, salt: bytes) -> bytes:
    stretched = stretch(typed(passphrase), salt, cost)
    info = b"anefdesk/slot/1\0" + binding.device + binding.user + cost.packed()
    return expand(stretched, PASSPHRASE_ONLY_SALT if device_secret is None else device_secret, info)


def _bound(binding: Binding, cost: Cost) -> bytes:
    return b"anefdesk/slot-bound/1\0" + binding.packed() + cost.packed()
