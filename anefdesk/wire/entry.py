"""Entries of an organisation's directory: who and what belongs to it, one signed statement after another.

Read and written by ``directory``. Names are sealed; public keys, scopes and roles are for every carrier to see.
"""

import hashlib
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, TypeAlias

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from anefdesk.errors import StorageError

MAGIC: Final = "AD1"
LARGEST: Final = 1 << 20  # bytes of one entry: an epoch wrapped for a few hundred devices
ROOT: Final = bytes(16)  # signer of what only the printed root key may say
EVERYWHERE: Final = bytes(16)  # scope of a role in the whole organisation
EXCHANGE: Final = hashlib.sha256(b"anefdesk/exchange").digest()[:16]  # where PCs send one another sealed parcels
_SIGNED = b"anefdesk/dir/1"
_LAST = 1 << 62
ROUNDS: Final = range(1 << 32)  # of requests to erase one case
_FIELD = 2**255 - 19
_OF_EIGHT = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_WEAK = frozenset({0, 1, _FIELD - 1, _OF_EIGHT, _FIELD - _OF_EIGHT})  # points of small order, by their ordinate
_ID, _KEY, _DIGEST, _SIGNATURE = {16}, {32}, {32}, {64}
_WIDTHS = {
    **dict.fromkeys(("org", "signer", "device", "scope", "user", "subject", "log", "case", "into", "to", "by"), _ID),
    **dict.fromkeys(("root", "sign", "carrier"), _KEY),
    "receive": {32, 32 + 1184},  # X25519, or with ML-KEM-768
    **dict.fromkeys(("prev", "head"), _DIGEST),
    "signature": _SIGNATURE,
}
_BOUNDS = {
    **dict.fromkeys(("no", "seq"), range(_LAST)),
    **dict.fromkeys(("epoch", "under"), range(1, 1 << 32)),
    "role": range(1, 8),
    "lease_days": range(7, 366),
    "round": ROUNDS,
    "day": range(1 << 24),
    **dict.fromkeys(("schema", "kind"), range(1 << 16)),
}


class Role(IntEnum):
    """What a device or a person may do. Numbers are for ever."""

    RECEPTION = 1
    WORKER = 2
    LEAD = 3
    ADMIN = 4  # devices and people
    HEAD_OFFICE = 5  # holds a wrap of every centre's key
    STATS = 6  # holds the key of the statistics stream only
    DATA_OFFICER = 7  # erasure, with somebody else


class Genesis(msgspec.Struct, frozen=True, array_like=True):
    """The organisation begins. Its id is the hash of this entry, so nobody else can have it."""

    root: bytes  # Ed25519 public key, printed and put away
    user: bytes  # the first admin, with the keys of ``AddUser``
    receive: bytes
    sign: bytes
    label: bytes = b""  # sealed
    opens_cases: bool = False  # whether the head office holds a wrap of every centre's key
    lease_days: int = 60


class AddScope(msgspec.Struct, frozen=True, array_like=True):
    """A centre, or the statistics stream."""

    scope: bytes
    label: bytes = b""  # sealed


class AddDevice(msgspec.Struct, frozen=True, array_like=True):
    """A PC of ``scope``: ``sign`` and ``carrier`` are Ed25519, ``receive`` opens what is sealed to it."""

    device: bytes
    scope: bytes
    sign: bytes
    receive: bytes
    carrier: bytes
    label: bytes = b""  # sealed


class AddUser(msgspec.Struct, frozen=True, array_like=True):
    """A person of ``scope``; ``receive`` opens the restricted files they are named for, ``sign`` is their word."""

    user: bytes
    scope: bytes
    receive: bytes
    sign: bytes
    label: bytes = b""  # sealed


class Grant(msgspec.Struct, frozen=True, array_like=True):
    """A device or a person gets a role in a scope, or loses it."""

    subject: bytes
    role: int
    scope: bytes
    taken: bool = False


class Cutoff(msgspec.Struct, frozen=True, array_like=True):
    """The last record of ``log`` that counts."""

    log: bytes
    seq: int
    head: bytes


class Revoke(msgspec.Struct, frozen=True, array_like=True):
    """A device or a person is out. Of a device's logs, what comes after the cut-offs never counts."""

    subject: bytes
    cutoffs: tuple[Cutoff, ...] = ()


class Wrap(msgspec.Struct, frozen=True, array_like=True):
    """A key sealed to ``to``: a device, a person or a recovery sheet."""

    to: bytes
    sealed: bytes


class Epoch(msgspec.Struct, frozen=True, array_like=True):
    """A new key for ``scope``. ``back`` is the key before, sealed under this one: one wrap opens the past."""

    scope: bytes
    epoch: int
    wraps: tuple[Wrap, ...]
    back: bytes = b""


class CloseLog(msgspec.Struct, frozen=True, array_like=True):
    """A desk found that it was rolled back: its old log is a set now, and no longer grows."""

    log: bytes
    scope: bytes


class Approval(msgspec.Struct, frozen=True, array_like=True):
    """A person's signature of ``erasing``; ``by`` is ``ROOT`` for the recovery sheet of a lone lead."""

    by: bytes
    signature: bytes


class Erase(msgspec.Struct, frozen=True, array_like=True):
    """A case is erased everywhere. ``approvals`` are two people's signatures, or one and the recovery sheet's.

    ``round``: how many requests to erase it were taken back before this one.
    """

    case: bytes
    scope: bytes
    approvals: tuple[Approval, ...]
    round: int = 0


class Hold(msgspec.Struct, frozen=True, array_like=True):
    """A case may not be erased while an appeal runs, or may again."""

    case: bytes
    scope: bytes
    lifted: bool = False


class TakeBack(msgspec.Struct, frozen=True, array_like=True):
    """A request to erase a case is taken back: approvals of rounds before ``round`` count for nothing any more."""

    case: bytes
    scope: bytes
    round: int


class MinClient(msgspec.Struct, frozen=True, array_like=True):
    """From ``day`` on (days since 1970), a desk whose schema is older than ``schema`` only reads."""

    schema: int
    day: int


class Policy(msgspec.Struct, frozen=True, array_like=True):
    """What the organisation chose, from now on."""

    opens_cases: bool
    lease_days: int


class RecoveryUsed(msgspec.Struct, frozen=True, array_like=True):
    """A recovery sheet opened something: everybody sees it."""

    scope: bytes
    by: bytes


class OldKey(msgspec.Struct, frozen=True, array_like=True):
    """The key of ``epoch`` of a scope of before, sealed under the key of epoch ``under`` of the new one."""

    epoch: int
    under: int
    sealed: bytes


class ErasedBefore(msgspec.Struct, frozen=True, array_like=True):
    """A case that a centre erased while it worked alone."""

    case: bytes


class Adopt(msgspec.Struct, frozen=True, array_like=True):
    """A centre that worked alone brings its log: sealed as ``org`` and ``scope``, it counts in ``into`` from now on.

    What was sealed stays as it is, under its own routing: nothing is encrypted anew. Of the cases ``erased`` before,
    and of no others, the log has stubs.
    """

    log: bytes
    org: bytes
    scope: bytes
    into: bytes
    keys: tuple[OldKey, ...]
    erased: tuple[ErasedBefore, ...] = ()


Said: TypeAlias = (
    Genesis
    | AddScope
    | AddDevice
    | AddUser
    | Grant
    | Revoke
    | Epoch
    | CloseLog
    | Erase
    | Hold
    | MinClient
    | Policy
    | RecoveryUsed
    | Adopt
    | TakeBack
)
_KINDS: dict[int, type[Said]] = {
    1: Genesis, 2: AddScope, 3: AddDevice, 4: AddUser, 5: Grant, 6: Revoke, 7: Epoch, 8: CloseLog, 9: Erase,
    10: Hold, 11: MinClient, 12: Policy, 13: RecoveryUsed, 14: Adopt,
    15: TakeBack,
}  # fmt: skip
_NUMBERS = {kind: number for number, kind in _KINDS.items()}


class _Head(msgspec.Struct, frozen=True, array_like=True):
    magic: str
    org: bytes
    no: int
    prev: bytes
    kind: int
    signer: bytes
    body: bytes


class _Wire(msgspec.Struct, frozen=True, array_like=True):
    signed: bytes
    signature: bytes


_ENCODER = msgspec.msgpack.Encoder()
_WIRE = msgspec.msgpack.Decoder(_Wire)
_HEAD = msgspec.msgpack.Decoder(_Head)
_BODIES = {number: msgspec.msgpack.Decoder(kind) for number, kind in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class Entry:
    """One signed statement. ``said`` is ``None`` for a kind of a later version: kept and carried, not obeyed."""

    org: bytes
    no: int
    prev: bytes
    signer: bytes
    said: Said | None
    head_bytes: bytes
    signature: bytes

    def digest(self) -> bytes:
        """What the next entry names as the one before."""
        return hashlib.sha256(_SIGNED + self.head_bytes).digest()

    def signed_by(self, public_key: bytes) -> bool:
        """Whether this Ed25519 key signed it."""
        return verified(public_key, self.signature, _SIGNED + self.head_bytes)

    def encode(self) -> bytes:
        """The bytes to carry on."""
        return _ENCODER.encode(_Wire(self.head_bytes, self.signature))


def write(said: Said, signing_key: bytes, *, org: bytes, no: int, prev: bytes, signer: bytes) -> Entry:
    """Sign a statement as number ``no``, after the entry whose digest is ``prev``."""
    head = _Head(MAGIC, org, no, prev, _NUMBERS[type(said)], signer, _ENCODER.encode(said))
    body = _ENCODER.encode(head)
    signature = Ed25519PrivateKey.from_private_bytes(signing_key).sign(_SIGNED + body)
    return Entry(org, no, prev, signer, said, body, signature)


def read(data: bytes) -> Entry:
    """Read what ``encode`` wrote, from anybody.

    Raises:
        StorageError: ``wire.malformed``; ``wire.newer`` for a format this version does not know.
    """
    if len(data) > LARGEST:
        raise StorageError("wire.malformed")
    try:
        wire = _WIRE.decode(data)
        if wire.signed[1:5] != b"\xa3" + MAGIC.encode():
            raise StorageError("wire.newer")
        head = _HEAD.decode(wire.signed)
        said = _BODIES[head.kind].decode(head.body) if head.kind in _BODIES else None
    except (msgspec.MsgspecError, RecursionError):
        raise StorageError("wire.malformed") from None
    if not all(_well_formed(one) for one in (wire, head, said) if one is not None):
        raise StorageError("wire.malformed")
    return Entry(head.org, head.no, head.prev, head.signer, said, wire.signed, wire.signature)


def said_bytes(said: Said) -> bytes:
    """A statement before anybody signs it, as a desk keeps it."""
    return _ENCODER.encode((_NUMBERS[type(said)], _ENCODER.encode(said)))


def read_said(data: bytes) -> Said:
    """Read what ``said_bytes`` wrote.

    Raises:
        StorageError: ``wire.malformed``.
    """
    try:
        number, body = msgspec.msgpack.decode(data, type=tuple[int, bytes])
        return _BODIES[number].decode(body)
    except (msgspec.MsgspecError, KeyError, UnicodeDecodeError, RecursionError):
        raise StorageError("wire.malformed") from None


def erasing(org: bytes, case: bytes, round: int = 0) -> bytes:  # noqa: A002 - the word of the wire
    """What a person signs to have ``case`` erased, at the request of that round alone."""
    if not round:
        return b"anefdesk/erase/1" + org + case
    return b"anefdesk/erase/2" + org + case + round.to_bytes(8, "big", signed=True)


def verified(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether ``signature`` is that of an Ed25519 key on ``message``; never of a key under which anybody can sign."""
    if int.from_bytes(public_key, "little") % 2**255 % _FIELD in _WEAK:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _well_formed(said: msgspec.Struct) -> bool:
    """Whether each field has the width or the bounds of its name."""
    return all(_fits(name, getattr(said, name)) for name in said.__struct_fields__)


def _fits(name: str, value: object) -> bool:
    if name == "magic":
        return value == MAGIC
    if isinstance(value, tuple):
        return all(_well_formed(one) for one in value)
    if isinstance(value, bytes):
        return len(value) in _WIDTHS.get(name, range(LARGEST))
    return isinstance(value, bool) or value in _BOUNDS[name]
