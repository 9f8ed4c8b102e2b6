"""What a desk and a hub say to one another over HTTP: the bodies, their bounds, the refusals.

Read and written by ``http``, the desk's side, and by ``hub``, the other. MessagePack arrays; lengths are checked by
the decoder, so that nothing ill-formed reaches a rule.
"""

import hashlib
from enum import Enum
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from anefdesk.wire import entry, keybox, segment
from anefdesk.wire.chunks import CHUNK
from anefdesk.wire.sealing import NONCE

TYPE: Final = "application/msgpack"
CHUNK_TYPE: Final = "application/octet-stream"
TAG: Final = 16  # of AES-GCM-SIV
LARGEST_CHUNK: Final = NONCE + CHUNK + TAG
LARGEST_PUSH: Final = 4 << 20
MOST_SEGMENTS: Final = 100  # of one push, of 500 records at most each
MOST_BOXES: Final = 100
MOST_NAMES: Final = 1000
MOST_PULLED: Final = 500  # records of one page
LARGEST_POST: Final = 16 << 10
LARGEST_ANSWER: Final = 24 << 20  # what a desk reads of a hub at most
LARGEST_DIRECTORY: Final = 256 << 20  # what a desk reads of entries at once
LARGEST_SMALL: Final = 4096
MOST_FOUNDING: Final = 100  # entries after the first, when an organisation comes to a hub
CODE: Final = 64

Id = Annotated[bytes, Meta(min_length=16, max_length=16)]
Digest = Annotated[bytes, Meta(min_length=32, max_length=32)]
Signature = Annotated[bytes, Meta(min_length=64, max_length=64)]
Count = Annotated[int, Meta(ge=0, lt=1 << 62)]


class Refusal(Enum):
    """Why a hub does not do what it is asked: a code and the HTTP status it goes with."""

    MALFORMED = ("hub.malformed", 400)
    SESSION = ("hub.session", 401)  # none, expired, or another hub's: open one
    UNKNOWN = ("hub.unknown", 401)  # no such organisation or PC, or a wrong signature
    REVOKED = ("hub.revoked", 403)
    DENIED = ("hub.denied", 403)  # not this scope, not this role
    ENTRY_DENIED = ("directory.denied", 403)
    NO_ROUTE = ("hub.no_route", 404)
    MISSING = ("hub.missing", 404)
    METHOD = ("hub.method", 405)
    SLOW = ("hub.slow", 408)
    TAKEN = ("hub.taken", 409)
    ENTRY_REFUSED = ("directory.refused", 409)
    ENTRY_BROKEN = ("directory.broken", 409)
    ERASED = ("mailbox.erased", 410)
    LARGE = ("hub.large", 413)
    TYPE = ("hub.type", 415)
    NEWER = ("hub.newer", 426)
    BUSY = ("hub.busy", 429)
    FAILED = ("hub.failed", 500)
    DOWN = ("hub.down", 503)  # its database does not answer
    FULL = ("hub.full", 507)

    @property
    def code(self) -> str:
        """What is said."""
        return self.value[0]

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.value[1]


class Problem(Struct, frozen=True, array_like=True):
    """A refusal as it travels; ``wait`` is in seconds."""

    code: Annotated[str, Meta(max_length=40)]
    wait: Annotated[int, Meta(ge=0, le=86400)] = 0


class Challenge(Struct, frozen=True, array_like=True):
    """What a device signs to open a session."""

    nonce: Annotated[bytes, Meta(min_length=16, max_length=128)]


class Proof(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A device proves who it is: by its carrier key, or by the one it signs with."""

    org: Id
    device: Id
    carrier: bool
    nonce: Annotated[bytes, Meta(max_length=128)]
    signature: Signature


class Hello(Struct, frozen=True, array_like=True):
    """A ``Greeting`` as it travels."""

    org: Id
    feed: Annotated[bytes, Meta(max_length=64)]
    dir_no: Count
    least_schema: Count
    heads: dict[Id, Count]


class Session(Struct, frozen=True, array_like=True):
    """A pass and for how many seconds it is good."""

    token: Annotated[str, Meta(min_length=16, max_length=256, pattern="^[A-Za-z0-9_=-]+$")]
    lasts: Annotated[int, Meta(ge=1, le=86400)]
    hello: Hello


class Entries(Struct, frozen=True, array_like=True):
    """Entries of the directory; ``more`` when others follow."""

    entries: tuple[bytes, ...]
    more: bool


class Range(Struct, frozen=True, array_like=True):
    """A run of numbers, both included."""

    first: Count
    last: Count


class Held(Struct, frozen=True, array_like=True):
    """A ``Have`` as it travels."""

    upto: Count
    head: Digest
    ranges: tuple[Range, ...] = ()


class Pulled(Struct, frozen=True, array_like=True):
    """A ``Page`` as it travels."""

    feed: Annotated[bytes, Meta(max_length=64)]
    segments: tuple[bytes, ...]
    keyboxes: tuple[bytes, ...]
    cursor: Count
    more: bool


class Founding(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The first entry of an organisation and the code that lets it in.

    ``more`` are the entries that follow: without its first PC among them, nobody could open a session.
    """

    code: Annotated[str, Meta(max_length=CODE)]
    first: bytes
    more: Annotated[tuple[bytes, ...], Meta(max_length=MOST_FOUNDING)] = ()


class Opening(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """An admin waits for a new PC under the name of an invitation, and signs for it."""

    by: Id
    signature: Signature


Segments = Annotated[tuple[bytes | segment.Brief, ...], Meta(min_length=1, max_length=MOST_SEGMENTS)]
Boxes = Annotated[
    tuple[Annotated[bytes, Meta(max_length=keybox.LARGEST)], ...], Meta(min_length=1, max_length=MOST_BOXES)
]
Names = Annotated[tuple[Digest, ...], Meta(min_length=1, max_length=MOST_NAMES)]
Entry = Annotated[bytes, Meta(max_length=entry.LARGEST)]

_ENCODER = msgspec.msgpack.Encoder()


def pack(said: object) -> bytes:
    """The bytes of a body."""
    return _ENCODER.encode(said)


def session_message(host: str, org: bytes, device: bytes, nonce: bytes, *, carrier: bool) -> bytes:
    """What a device signs: good at one host, for one challenge."""
    return (
        b"anefdesk/session/1" + hashlib.sha256(host.lower().encode()).digest() + org + device + bytes([carrier]) + nonce
    )


def looking_message(org: bytes, device: bytes, scope: bytes) -> bytes:
    """What an admin signs for their PC to see how far a centre's logs are held."""
    return b"anefdesk/have/1" + org + device + scope


def contacts_message(org: bytes, device: bytes, scope: bytes) -> bytes:
    """What a lead signs for their PC to see when the PCs of a centre last called; an admin, everywhere."""
    return b"anefdesk/contacts/1" + org + device + scope


def opening_message(org: bytes, invitation: bytes) -> bytes:
    """What an admin signs to wait for a new PC."""
    return b"anefdesk/enrolment/1" + org + invitation
