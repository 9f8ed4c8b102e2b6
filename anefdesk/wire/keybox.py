"""The sealed key of one case as it travels: outside the log, so that deleting it makes the case unreadable.

The body is sealed under the centre's epoch; a device of the centre signs for it. A restricted file has other keys
beside this one (``reserved``). Used by the store, the mailbox and sync.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anefdesk.errors import StorageError
from anefdesk.wire.entry import verified

LARGEST: Final = 256 * 1024  # bytes: a key wrapped for a few hundred people
_SIGNED = b"anefdesk/kb/1"
_ID, _SIGNATURE = 16, 64


class _Wire(msgspec.Struct, frozen=True, array_like=True):
    case: bytes
    version: int
    scope: bytes
    epoch: int
    body: bytes
    device: bytes
    signature: bytes


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_Wire)


@dataclass(frozen=True, slots=True)
class Keybox:
    """The key of ``case`` in its ``version``, sealed in ``epoch`` of ``scope``, as ``device`` wrote it."""

    case: bytes
    version: int
    scope: bytes
    epoch: int
    body: bytes
    device: bytes
    signature: bytes

    def signed_by(self, org: bytes, public_key: bytes) -> bool:
        """Whether its device signed it, for this organisation."""
        return verified(public_key, self.signature, _message(org, self))

    def before(self, other: "Keybox", out: Collection[bytes] = ()) -> bool:
        """Whether ``other`` stands in its place: a later version, and of two equal ones the same on every desk.

        One by a device that is ``out`` gives way to any by a device that is in.
        """
        mine, theirs = self.device not in out, other.device not in out
        return (mine, self.version, self.body) < (theirs, other.version, other.body)

    def encode(self) -> bytes:
        """The bytes to carry."""
        return _ENCODER.encode(
            _Wire(self.case, self.version, self.scope, self.epoch, self.body, self.device, self.signature)
        )


def _message(org: bytes, box: Keybox) -> bytes:
    numbers = box.version.to_bytes(8, "big") + box.epoch.to_bytes(4, "big")
    return _SIGNED + org + box.case + box.scope + box.device + numbers + box.body


def write(
    signing_key: bytes, *, org: bytes, case: bytes, version: int, scope: bytes, epoch: int, body: bytes, device: bytes
) -> Keybox:
    """Sign a keybox; ``signing_key`` is the device's raw Ed25519 private key."""
    box = Keybox(case, version, scope, epoch, body, device, b"")
    signature = Ed25519PrivateKey.from_private_bytes(signing_key).sign(_message(org, box))
    return Keybox(case, version, scope, epoch, body, device, signature)


def read(data: bytes) -> Keybox:
    """Read what ``encode`` wrote, from anybody.

    Raises:
        StorageError: ``wire.malformed``.
    """
    if len(data) > LARGEST:
        raise StorageError("wire.malformed")
    try:
        wire = _DECODER.decode(data)
    except (msgspec.MsgspecError, RecursionError):
        raise StorageError("wire.malformed") from None
    ids = all(len(one) == _ID for one in (wire.case, wire.scope, wire.device))
    numbers = 0 < wire.version < 1 << 62 and 0 < wire.epoch < 1 << 32
    if not (ids and numbers and wire.body and len(wire.signature) == _SIGNATURE):
        raise StorageError("wire.malformed")
    return Keybox(wire.case, wire.version, wire.scope, wire.epoch, wire.body, wire.device, wire.signature)
