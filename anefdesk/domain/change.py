"""One deed of a caseworker, as it enters the log: what changed, by whom, having seen what.

Used by services to describe deeds, by store to append and project them, later by sync to carry them.
The order of two changes is a pure function of the changes, never of their arrival.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from anefdesk.domain.record import CaseId, Kind, ObjectId, UserId, Value

LogId = bytes  # 16 random bytes: one incarnation of one device
TICKS_PER_MS = 1 << 16  # a hybrid logical clock is 48 bits of milliseconds and 16 of counter


@dataclass(frozen=True, slots=True)
class Change:
    """Fields of one object set to new values, in one case."""

    case: CaseId
    kind: Kind | int  # int: a kind this version does not know is kept, not projected
    obj: ObjectId
    fields: Mapping[int, Value]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a change stands: identity (log, seq), clock, author, and what the author had seen.

    ``clock`` is a hybrid logical clock; ``wall_ms`` is what the author's PC displayed, for people only.
    ``seen`` gives, per other log, the highest number the author's desk had applied.
    """

    log: LogId
    seq: int
    clock: int
    wall_ms: int
    author: UserId
    seen: Mapping[LogId, int] = field(default_factory=dict)

    def order(self) -> tuple[int, LogId, int]:
        """Sort key that decides which of two values of one field is shown."""
        return (self.clock, self.log, self.seq)

    def saw(self, other: "Stamp") -> bool:
        """Whether this change was made after its author had seen ``other``."""
        if other.log == self.log:
            return other.seq < self.seq
        return self.seen.get(other.log, 0) >= other.seq


@dataclass(frozen=True, slots=True)
class Recorded:
    """A change with its stamp."""

    stamp: Stamp
    change: Change


@dataclass(frozen=True, slots=True)
class Touched:
    """What a deed touched, for open pages to decide whether to reload."""

    cases: frozenset[CaseId] = frozenset()
    kinds: frozenset[int] = frozenset()

    def __or__(self, other: "Touched") -> "Touched":
        return Touched(self.cases | other.cases, self.kinds | other.kinds)
