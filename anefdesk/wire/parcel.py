"""Parcels: what one PC sends to named other PCs of its organisation, sealed to them alone.

A parcel is one record of a segment of the exchange; its author is the device that signed the segment. It may be sent
again in another log: its id stays, so whoever takes it twice has it once. One that concerns a file stands under that
file's random id, as its changes do: erasing the file leaves a stub of it wherever it is carried. Used by sync.
"""

import contextlib
import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import msgspec

from anefdesk.errors import StorageError
from anefdesk.wire.op import padded_length
from anefdesk.wire.sealing import OP_RECORD, Sealed, new_key, seal, unseal
from anefdesk.wire.segment import Record

PARCEL: Final = 3  # kind of its record, but for one of a file
OF_NO_CASE: Final = bytes(16)
LARGEST: Final = 4 << 20  # bytes of a body
_MAGIC = "AP1"
_ID, _KEY, _FRAME = 16, 32, 4
_BOUND = b"anefdesk/parcel/1"

Wrap: TypeAlias = Callable[[bytes, bytes, bytes], bytes]  # (public key, clear, context) → sealed
Unwrap: TypeAlias = Callable[[bytes, bytes], bytes]  # (sealed, context) → clear


class _Addressed(msgspec.Struct, frozen=True, array_like=True):
    to: bytes
    sealed: bytes


class _Wire(msgspec.Struct, frozen=True, array_like=True):
    magic: str
    salt: bytes
    addressed: tuple[_Addressed, ...]
    sealed: bytes


class _Clear(msgspec.Struct, frozen=True, array_like=True):
    kind: int
    body: bytes


_ENCODER = msgspec.msgpack.Encoder()
_WIRE = msgspec.msgpack.Decoder(_Wire)
_CLEAR = msgspec.msgpack.Decoder(_Clear)


@dataclass(frozen=True, slots=True)
class Opened:
    """A parcel that was for this PC. ``kind`` may be one of a later version."""

    id: bytes
    kind: int
    body: bytes


def parcel_id(org: bytes, device: bytes, salt: bytes) -> bytes:
    """The id of a parcel: bound to its author, so that nobody else can have one taken in its place."""
    return hashlib.sha256(_BOUND + org + device + salt).digest()[:_ID]


def write(
    org: bytes, device: bytes, kind: int, body: bytes, to: Mapping[bytes, bytes], wrap: Wrap, case: bytes = OF_NO_CASE
) -> Record:
    """Seal ``body`` to the devices ``to``, each with the key that opens what is sealed to it.

    Args:
        case: the file it concerns, which takes it along when it is erased.

    Raises:
        StorageError: ``parcel.too_large``; ``parcel.nobody`` when none of them has a key that can be sealed to.
    """
    if len(body) > LARGEST:
        raise StorageError("parcel.too_large")
    salt, key = os.urandom(_ID), new_key()
    bound = _BOUND + org + device + salt
    clear = _ENCODER.encode(_Clear(kind, body))
    framed = len(clear).to_bytes(_FRAME, "big") + clear
    sealed = seal(key, framed.ljust(padded_length(len(framed)), b"\0"), bound)
    addressed: list[_Addressed] = []
    for one, receive in sorted(to.items()):
        with contextlib.suppress(ValueError):  # a public key that is none
            addressed.append(_Addressed(one, wrap(receive, key, bound)))
    if not addressed:
        raise StorageError("parcel.nobody")
    return Record(case, kind_of(case), sealed.nonce, _ENCODER.encode(_Wire(_MAGIC, salt, tuple(addressed), sealed.ct)))


def kind_of(case: bytes) -> int:
    """The kind of the record of a parcel that concerns ``case``."""
    return PARCEL if case == OF_NO_CASE else OP_RECORD


def addressees(record: Record) -> tuple[bytes, ...]:
    """The devices that can open a parcel; of what is none, nobody."""
    try:
        return tuple(one.to for one in _wire(record).addressed)
    except StorageError:
        return ()


def named(org: bytes, device: bytes, record: Record) -> bytes:
    """The id of what ``device`` wrote; raises as ``read``."""
    return parcel_id(org, device, _wire(record).salt)


def read(org: bytes, device: bytes, record: Record, mine: bytes, unwrap: Unwrap) -> Opened | None:
    """Open what ``device`` wrote, signed by it; ``None`` when it is not addressed to ``mine``.

    Raises:
        StorageError: ``wire.malformed``, ``wire.newer``, ``wire.seal_broken``, and what ``unwrap`` raises.
    """
    wire = _wire(record)
    for one in wire.addressed:
        if one.to == mine:
            break
    else:
        return None
    bound = _BOUND + org + device + wire.salt
    key = unwrap(one.sealed, bound)
    if len(key) != _KEY:
        raise StorageError("wire.malformed")
    framed = unseal(key, Sealed(record.nonce, wire.sealed), bound)
    length = int.from_bytes(framed[:_FRAME], "big")
    if len(framed) < _FRAME + length or any(framed[_FRAME + length :]):
        raise StorageError("wire.malformed")
    try:
        clear = _CLEAR.decode(framed[_FRAME : _FRAME + length])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise StorageError("wire.malformed") from None
    if not 0 <= clear.kind < 1 << 16:
        raise StorageError("wire.malformed")
    return Opened(parcel_id(org, device, wire.salt), clear.kind, clear.body)


def _wire(record: Record) -> _Wire:
    if record.kind != kind_of(record.case):
        raise StorageError("wire.malformed")
    try:
        wire = _WIRE.decode(record.ct)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise StorageError("wire.malformed") from None
    if wire.magic != _MAGIC:
        raise StorageError("wire.newer")
    if len(wire.salt) != _ID or any(len(one.to) != _ID for one in wire.addressed):
        raise StorageError("wire.malformed")
    return wire
