"""Segments: a run of sealed records of one log, signed once by its device, carried by hub, stick or another desk.

The signature covers hashes, not ciphertext: an erased record is replaced by its stub and the chain still verifies.
Bytes are verified as received and never written anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anefdesk.errors import StorageError
from anefdesk.wire.entry import verified
from anefdesk.wire.sealing import NONCE, OP_RECORD, Place, Sealed, chain_digest

MAGIC: Final = "AS1"
ERASED: Final = 2  # kind of a record whose ciphertext was erased: its digest stays
MOST_RECORDS: Final = 500
LARGEST: Final = 256 * 1024  # bytes of one segment; a single larger record stands alone
_ID, _DIGEST, _SIGNATURE, _HEAD8 = 16, 32, 64, 8
_LAST = 1 << 62  # numbers stay below what SQLite keeps
_SIGNED = b"anefdesk/seg/1"


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """The author had applied ``log`` up to ``upto``, whose head there begins with ``head``."""

    log: bytes
    upto: int
    head: bytes


class Record(msgspec.Struct, frozen=True, array_like=True):
    """One record as it travels. ``nonce`` is empty in a stub, whose ``ct`` is the digest of what was erased."""

    case: bytes
    kind: int
    nonce: bytes
    ct: bytes

    def digest(self) -> bytes:
        """What the chain covers."""
        return self.ct if self.kind == ERASED else Sealed(self.nonce, self.ct).digest()

    def stub(self) -> "Record":
        """What stays of it once erased."""
        return self if self.kind == ERASED else Record(self.case, ERASED, b"", self.digest())


class Header(msgspec.Struct, frozen=True, array_like=True):
    """What a segment says of itself: the exact bytes that are signed.

    A log belongs to the ``device`` that signed its first segment, for ever: carriers refuse it from any other.
    ``first`` is the number of its first record, ``prev`` the log's head before it, ``head`` after it; ``dir_no`` and
    ``dir_head`` the directory its author held; ``seen`` what the author had applied since its previous segment.
    """

    magic: str
    org: bytes
    scope: bytes
    log: bytes
    device: bytes
    first: int
    count: int
    prev: bytes
    epoch: int
    dir_no: int
    dir_head: bytes
    seen: tuple[Seen, ...]
    head: bytes

    @property
    def last(self) -> int:
        """The number of its last record."""
        return self.first + self.count - 1


_Number = Annotated[int, msgspec.Meta(ge=0, lt=_LAST)]


class Brief(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A segment as it is told to a hub that holds its log up to there: without what the hub puts back by itself.

    The signature is that of the whole: a hub that puts back anything else finds it wrong.
    """

    log: bytes
    first: _Number
    epoch: _Number
    dir_no: _Number
    seen: tuple[Seen, ...]
    signature: bytes
    records: tuple[Record, ...]


class _Wire(msgspec.Struct, frozen=True, array_like=True):
    header: bytes
    signature: bytes
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment read: well-formed and its chain verified; its signature is verified by who knows the key."""

    header: Header
    header_bytes: bytes
    signature: bytes
    records: tuple[Record, ...]

    def place(self, at: int) -> Place:
        """Routing of the record at index ``at``: what its seal is bound to."""
        head, record = self.header, self.records[at]
        kind = OP_RECORD if record.kind == ERASED else record.kind
        return Place(head.org, head.scope, head.log, head.first + at, record.case, head.epoch, kind)

    def signed_by(self, public_key: bytes) -> bool:
        """Whether the device with this Ed25519 key signed it."""
        return verified(public_key, self.signature, _SIGNED + self.header_bytes)

    def encode(self) -> bytes:
        """The bytes to carry on; the header stays as it came."""
        return _ENCODER.encode(_Wire(self.header_bytes, self.signature, self.records))

    def brief(self) -> Brief:
        """The same, for a hub whose head of the log is this segment's ``prev``."""
        head = self.header
        return Brief(head.log, head.first, head.epoch, head.dir_no, head.seen, self.signature, self.records)

    def with_records(self, records: tuple[Record, ...]) -> "Segment":
        """The same with stubs in the place of some records."""
        return Segment(self.header, self.header_bytes, self.signature, records)

    def without(self, case: bytes) -> "Segment":
        """The same with every record of ``case`` erased."""
        return self.with_records(tuple(record.stub() if record.case == case else record for record in self.records))


@dataclass(frozen=True, slots=True)
class Run:
    """Where a segment goes: the log it continues and what its author knew."""

    org: bytes
    scope: bytes
    log: bytes
    device: bytes
    first: int
    prev: bytes
    epoch: int
    dir_no: int
    dir_head: bytes
    seen: tuple[Seen, ...] = ()


_ENCODER = msgspec.msgpack.Encoder()
_WIRE = msgspec.msgpack.Decoder(_Wire)
_HEADER = msgspec.msgpack.Decoder(Header)


def cut(run: Run, records: Sequence[Record], signing_key: bytes) -> Segment:
    """Sign ``records``, whose first continues ``run``; at most ``MOST_RECORDS``, all of one epoch.

    Args:
        signing_key: the device's raw Ed25519 private key.
    """
    if not 0 < len(records) <= MOST_RECORDS:
        raise ValueError(len(records))
    header = _headed(_header(run, len(records)), records)
    body = _ENCODER.encode(header)
    signature = Ed25519PrivateKey.from_private_bytes(signing_key).sign(_SIGNED + body)
    return Segment(header, body, signature, tuple(records))


def _header(run: Run, count: int) -> Header:
    return Header(
        MAGIC, run.org, run.scope, run.log, run.device, run.first, count, run.prev, run.epoch, run.dir_no,
        run.dir_head, run.seen, bytes(_DIGEST),
    )  # fmt: skip


def _headed(header: Header, records: Sequence[Record]) -> Header:
    return msgspec.structs.replace(header, head=_head(header, records))


def whole(brief: Brief, *, org: bytes, scope: bytes, device: bytes, prev: bytes, dir_head: bytes) -> bytes:
    """The bytes of the segment that ``brief`` stands for, if the rest is right: its signature tells.

    Raises:
        StorageError: ``wire.malformed``.
    """
    run = Run(org, scope, brief.log, device, brief.first, prev, brief.epoch, brief.dir_no, dir_head, brief.seen)
    header = _header(run, len(brief.records))
    if not _well_formed(header, _Wire(b"", brief.signature, brief.records)):
        raise StorageError("wire.malformed")
    body = _ENCODER.encode(_headed(header, brief.records))
    return _ENCODER.encode(_Wire(body, brief.signature, brief.records))


def head_of(data: bytes) -> tuple[bytes, bytes]:
    """Of which log a segment is, and its head, as it says: nothing is verified. Empty when it does not say."""
    try:
        header = _HEADER.decode(_WIRE.decode(data).header)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return b"", b""
    return header.log, header.head


def read(data: bytes) -> Segment:
    """Read what ``encode`` wrote, from anybody: nothing is believed that the bytes do not prove.

    Raises:
        StorageError: ``wire.malformed``; ``wire.newer`` for a format this version does not know;
            ``wire.chain_broken`` when the records are not those the header was made for.
    """
    if len(data) > LARGEST and _too_many(data):
        raise StorageError("wire.malformed")
    try:
        wire = _WIRE.decode(data)
        if wire.header[1:5] != b"\xa3" + MAGIC.encode():  # an array, then the magic: read before the rest
            raise StorageError("wire.newer")
        header = _HEADER.decode(wire.header)
    except (msgspec.MsgspecError, RecursionError):
        raise StorageError("wire.malformed") from None
    if not _well_formed(header, wire):
        raise StorageError("wire.malformed")
    if _head(header, wire.records) != header.head:
        raise StorageError("wire.chain_broken")
    return Segment(header, wire.header, wire.signature, wire.records)


def _too_many(data: bytes) -> bool:
    """Only a record too large for any other company may make a segment larger than ``LARGEST``."""
    try:
        return len(_WIRE.decode(data).records) != 1
    except (msgspec.MsgspecError, RecursionError):
        return True


def _well_formed(header: Header, wire: _Wire) -> bool:
    ids = (header.org, header.scope, header.log, header.device, *(record.case for record in wire.records))
    digests = (header.prev, header.dir_head, header.head)
    numbers = (header.first, header.epoch, header.dir_no, *(seen.upto for seen in header.seen))
    seen_logs = [seen.log for seen in header.seen]
    return (
        all(len(one) == _ID for one in (*ids, *seen_logs))
        and all(len(one) == _DIGEST for one in digests)
        and all(len(seen.head) == _HEAD8 for seen in header.seen)
        and len(wire.signature) == _SIGNATURE
        and all(0 <= number < _LAST for number in numbers)
        and header.first > 0
        and 0 < header.count == len(wire.records) <= MOST_RECORDS
        and header.epoch < 1 << 32
        and all(before < after for before, after in pairwise(seen_logs))  # one way to write it, none twice
        and header.log not in seen_logs
        and all(_record_well_formed(record) for record in wire.records)
    )


def _record_well_formed(record: Record) -> bool:
    if record.kind == ERASED:
        return not record.nonce and len(record.ct) == _DIGEST
    return 0 <= record.kind < 1 << 8 and len(record.nonce) == NONCE and bool(record.ct)


def _head(header: Header, records: Sequence[Record]) -> bytes:
    """The log's head after ``records``."""
    head = header.prev
    for at, record in enumerate(records):
        kind = OP_RECORD if record.kind == ERASED else record.kind
        place = Place(header.org, header.scope, header.log, header.first + at, record.case, header.epoch, kind)
        head = chain_digest(head, place, record.digest())
    return head
