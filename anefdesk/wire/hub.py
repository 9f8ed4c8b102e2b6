"""What a hub answers, whoever it is: a service behind HTTP, a stick, or a mailbox in the same process.

``mailbox`` keeps it, ``hub`` serves it, the client of this package asks it. Everything in it is bytes that the asker
verifies: a hub is believed on nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol


class Verdict(Enum):
    """What became of one pushed segment."""

    STORED = "stored"
    KNOWN = "known"  # every record of it is held
    GAP = "gap"  # what comes before it is missing
    OVERLAP = "overlap"  # a part of it is held: to be cut anew after that
    FORK = "fork"  # another record has its number
    DENIED = "denied"  # nobody of the organisation signed it, or somebody who is out
    ERASED = "erased"  # stored, but for records of erased cases, of which stubs were kept
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class Have:
    """What is held of one log: all up to ``upto``, whose head is ``head``; of a closed one, these ranges too."""

    upto: int
    head: bytes
    ranges: tuple[tuple[int, int], ...] = ()  # first and last, both included


@dataclass(frozen=True, slots=True)
class Page:
    """What came after a cursor, in the order it was stored.

    ``feed`` changes when the hub was put back from a backup: cursors then start again at 0.
    """

    feed: bytes
    segments: tuple[bytes, ...]
    keyboxes: tuple[bytes, ...]
    cursor: int
    more: bool


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a hub says first."""

    org: bytes
    feed: bytes
    dir_no: int
    least_schema: int = 0
    heads: Mapping[bytes, int] = field(default_factory=dict)  # latest cursor of each scope one may read


class Hub(Protocol):
    """Every deed may be repeated without harm; raises StorageError ``hub.*`` when it does not answer."""

    def hello(self) -> Greeting:
        """Where the hub stands."""

    def entries(self, after: int) -> tuple[bytes, ...]:
        """Entries of the directory after number ``after``, in order; -1 gives the first one too."""

    def add_entry(self, data: bytes) -> bool:
        """Whether the directory took it; not when another one came first."""

    def have(self, scope: bytes) -> Mapping[bytes, Have]:
        """What is held of each log of a scope."""

    def push(self, segments: Sequence[bytes]) -> tuple[Verdict, ...]:
        """Segments of any logs, in order; one verdict each."""

    def put_keyboxes(self, boxes: Sequence[bytes]) -> None:
        """Keyboxes; a later version stays."""

    def pull(self, scope: bytes, after: int, limit: int) -> Page:
        """At most ``limit`` records of a scope after a cursor, with the keyboxes changed since."""

    def lacks(self, chunks: Sequence[bytes]) -> frozenset[bytes]:
        """Those of these chunks, by name, that are not held."""

    def put_chunk(self, chunk: bytes, case: bytes) -> None:
        """Keep one sealed chunk of an attachment of ``case``."""

    def get_chunk(self, name: bytes) -> bytes | None:
        """A sealed chunk; ``None`` when it is not held."""
