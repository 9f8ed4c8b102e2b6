"""Bundles: what a stick carries between PCs without a network, sealed once more so that a lost one shows its size only.

A header in clear, a ladder for PCs that have not heard of the latest key, then one stream of things sealed in frames
of one mebibyte. The frame's number and whether it is the last are bound into each seal, and so is the header: nothing
can be swapped, dropped, added or cut short unseen. Written and read by ``services.sync.stick``, frame by frame.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, BinaryIO, Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Meta, Struct

from anefdesk.errors import StorageError
from anefdesk.wire.chunks import CHUNK
from anefdesk.wire.entry import Wrap, verified
from anefdesk.wire.sealing import KEY, NONCE, Sealed, seal, unseal
from anefdesk.wire.talk import TAG, Count, Digest, Held, Id

MAGIC: Final = b"AB1"
VERSION: Final = 1
FRAME: Final = NONCE + CHUNK + TAG  # every frame but the last one
LARGEST: Final = 4 << 20  # bytes of one thing
LARGEST_LADDER: Final = 1 << 20
RUNGS: Final = 8  # epochs before the latest from which a PC can climb
_FIXED = 3 + 1 + 16 + 16 + 4 + 16 + 4
_ID = 16
_PREFIX = 1 + 4
_RECEIPT = b"anefdesk/receipt/1"


class Kind(IntEnum):
    """What a thing in a bundle is. Numbers are for ever; those of a later version are passed over."""

    ENTRY = 1  # of the directory
    SEGMENT = 2
    KEYBOX = 3
    CHUNK = 4  # the id of its case, then the sealed chunk
    RECEIPT = 5  # comes last


class _Ladder(Struct, frozen=True, array_like=True):
    rungs: dict[int, Annotated[bytes, Meta(max_length=128)]]  # by epoch: the ladder's key, sealed under that one's
    wraps: bytes  # the latest key's wraps, sealed under the ladder's key


@dataclass(frozen=True, slots=True)
class Header:
    """What a bundle says to everybody: whose it is, and under which epoch of ``scope`` it is sealed."""

    org: bytes
    scope: bytes
    epoch: int
    name: bytes  # 16 random bytes: no two bundles share a key
    ladder: bytes = b""

    def encode(self) -> bytes:
        """The first bytes of the file."""
        fixed = MAGIC + bytes([VERSION]) + self.org + self.scope + self.epoch.to_bytes(4, "big") + self.name
        return fixed + len(self.ladder).to_bytes(4, "big") + self.ladder


def begun(org: bytes, scope: bytes, epoch: int, wraps: tuple[Wrap, ...], older: Mapping[int, bytes]) -> Header:
    """The header of a new bundle.

    Args:
        wraps: of the epoch's entry in the directory, for PCs that hold keys of before only.
        older: keys of epochs before it; a PC that is out holds them too and finds wraps of which none is its own.
    """
    name = os.urandom(_ID)
    near = {number: key for number, key in older.items() if epoch - RUNGS <= number < epoch}
    ladder = b""
    if near and wraps:
        own = os.urandom(KEY)
        rungs = {}
        for number, key in sorted(near.items()):
            sealed = seal(_derived(key, name, b"anefdesk/rung/1"), own, _rung(org, scope, number, epoch))
            rungs[number] = sealed.nonce + sealed.ct
        sealed = seal(own, msgspec.msgpack.encode(wraps), _rung(org, scope, epoch, epoch))
        ladder = msgspec.msgpack.encode(_Ladder(rungs, sealed.nonce + sealed.ct))
    return Header(org, scope, epoch, name, ladder if len(ladder) <= LARGEST_LADDER else b"")


def read_header(source: BinaryIO) -> Header:
    """The header at the beginning of ``source``, which then stands at the first frame.

    Raises:
        StorageError: ``bundle.not_one``, ``bundle.newer``, ``bundle.broken``.
    """
    data = source.read(_FIXED)
    if data[:2] != MAGIC[:2] or len(data) < len(MAGIC) + 1:
        raise StorageError("bundle.not_one")
    if data[:3] != MAGIC or data[3] != VERSION:
        raise StorageError("bundle.newer" if data[2:3].isdigit() and data[2:4] > b"1\x01" else "bundle.not_one")
    size = int.from_bytes(data[-4:], "big")
    if len(data) != _FIXED or size > LARGEST_LADDER:
        raise StorageError("bundle.broken")
    ladder = source.read(size)
    if len(ladder) != size:
        raise StorageError("bundle.broken")
    return Header(data[4:20], data[20:36], int.from_bytes(data[36:40], "big"), data[40:56], ladder)


def climbed(header: Header, older: Mapping[int, bytes]) -> tuple[Wrap, ...]:
    """The wraps of the latest key, for who holds a key of before; none for who does not.

    They are not believed: whether the key they hold is the right one is seen by what it opens, and what it opens is
    verified as everything that comes from outside.
    """
    try:
        ladder = msgspec.msgpack.decode(header.ladder, type=_Ladder)
        for number in sorted(ladder.rungs.keys() & older.keys(), reverse=True):
            key = _derived(older[number], header.name, b"anefdesk/rung/1")
            own = _opened(key, ladder.rungs[number], _rung(header.org, header.scope, number, header.epoch))
            wraps = _opened(own, ladder.wraps, _rung(header.org, header.scope, header.epoch, header.epoch))
            return msgspec.msgpack.decode(wraps, type=tuple[Wrap, ...])
    except (msgspec.MsgspecError, RecursionError, StorageError):
        pass
    return ()


def _opened(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    return unseal(key, Sealed(sealed[:NONCE], sealed[NONCE:]), aad)


def _rung(org: bytes, scope: bytes, number: int, epoch: int) -> bytes:
    return b"anefdesk/rung/1" + org + scope + number.to_bytes(4, "big") + epoch.to_bytes(4, "big")


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), KEY, salt=salt, info=info).derive(key)


class _Frames:
    """Seals and opens the frames of one bundle."""

    def __init__(self, header: Header, epoch_key: bytes) -> None:
        self._cipher = AESGCMSIV(_derived(epoch_key, header.name, b"anefdesk/bundle/1"))
        self._bound = b"anefdesk/bundle/1" + hashlib.sha256(header.encode()).digest()

    def _aad(self, number: int, last: bool) -> bytes:  # noqa: FBT001 - one bit of the format
        return self._bound + number.to_bytes(4, "big") + bytes([last])

    def sealed(self, clear: bytes, number: int, *, last: bool) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, clear, self._aad(number, last))

    def opened(self, frame: bytes, number: int, *, last: bool) -> bytes:
        try:
            return self._cipher.decrypt(frame[:NONCE], frame[NONCE:], self._aad(number, last))
        except (InvalidTag, ValueError):
            raise StorageError("bundle.broken") from None


class Writing:
    """A bundle being written to ``out``: one thing after another, never more than a frame and a thing in memory."""

    def __init__(self, out: Callable[[bytes], object], header: Header, epoch_key: bytes) -> None:
        self._out = out
        self._frames = _Frames(header, epoch_key)
        self._waiting = bytearray()
        self._number = 0
        out(header.encode())

    def put(self, kind: Kind, body: bytes) -> None:
        """One more thing."""
        if len(body) > LARGEST:
            raise ValueError(len(body))
        self._waiting += bytes([kind]) + len(body).to_bytes(4, "big") + body
        while len(self._waiting) > CHUNK:  # strictly: the last frame holds something
            self._seal(CHUNK, last=False)

    def close(self) -> None:
        """Seal what waits as the last frame."""
        self._seal(CHUNK, last=True)

    def _seal(self, size: int, *, last: bool) -> None:
        clear = bytes(self._waiting[:size])
        del self._waiting[:size]
        self._out(self._frames.sealed(clear, self._number, last=last))
        self._number += 1


def things(source: BinaryIO, header: Header, epoch_key: bytes) -> Iterator[tuple[int, bytes]]:
    """What a bundle holds, in order, read from behind its header; every byte given out was proven.

    Raises:
        StorageError: ``bundle.broken`` where it is altered or incomplete.
    """
    waiting = bytearray()
    for clear in _clear(source, _Frames(header, epoch_key)):
        waiting += clear
        at = 0
        while len(waiting) - at >= _PREFIX:
            size = int.from_bytes(waiting[at + 1 : at + _PREFIX], "big")
            if size > LARGEST:
                raise StorageError("bundle.broken")
            end = at + _PREFIX + size
            if len(waiting) < end:
                break
            yield waiting[at], bytes(waiting[at + _PREFIX : end])
            at = end
        del waiting[:at]
    if waiting:
        raise StorageError("bundle.broken")


def _clear(source: BinaryIO, frames: _Frames) -> Iterator[bytes]:
    number, frame = 0, source.read(FRAME)
    while True:
        after = source.read(FRAME) if len(frame) == FRAME else b""
        yield frames.opened(frame, number, last=not after)
        if not after:
            return
        number, frame = number + 1, after


def frames_in(header: Header, size: int) -> int:
    """How many frames a file of ``size`` bytes holds."""
    return -(-(size - len(header.encode())) // FRAME)


# Receipts


class Spoken(Struct, frozen=True, array_like=True):
    """When the maker last spoke with the hub (milliseconds since 1970), and what the hub said to hold."""

    at_ms: Count = 0
    have: dict[Id, Count] = {}  # by log: all up to this number


class Receipt(Struct, frozen=True, array_like=True):
    """What the maker of a bundle holds, so that the next one for it is small; good for one bundle only."""

    org: Id
    device: Id
    bundle: Id
    wall_ms: Count
    dir_no: Count
    dir_head: Digest
    have: dict[Id, dict[Id, Held]]  # by scope and log
    chunks: tuple[Digest, ...]
    hub: Spoken = Spoken()


class _Signed(Struct, frozen=True, array_like=True):
    receipt: bytes
    signature: Annotated[bytes, Meta(min_length=64, max_length=64)]


def signed(receipt: Receipt, signing_key: bytes) -> bytes:
    """The receipt as it travels; ``signing_key`` is the device's raw Ed25519 private key."""
    body = msgspec.msgpack.encode(receipt)
    signature = Ed25519PrivateKey.from_private_bytes(signing_key).sign(_RECEIPT + body)
    return msgspec.msgpack.encode(_Signed(body, signature))


def read_receipt(data: bytes, header: Header, key_of: Callable[[bytes], bytes]) -> Receipt | None:
    """The receipt of a bundle; ``None`` when the PC it names did not sign it for this one.

    Args:
        key_of: the Ed25519 public key of a PC; empty for one that is not of the organisation, or is out.
    """
    try:
        wire = msgspec.msgpack.decode(data, type=_Signed)
        receipt = msgspec.msgpack.decode(wire.receipt, type=Receipt)
    except (msgspec.MsgspecError, RecursionError):
        return None
    key = key_of(receipt.device)
    if not key or not verified(key, wire.signature, _RECEIPT + wire.receipt):
        return None
    return receipt if (receipt.org, receipt.bundle) == (header.org, header.name) else None
