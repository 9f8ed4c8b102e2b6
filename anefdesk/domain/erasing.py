"""Erasing a person's file: who asked and why, who agreed, which PC has done it. All of it stands in the centre's case.

Nothing here tells whose file it was: the file's own random id alone. Used by ``services/sync/erasures``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from anefdesk.domain.record import CaseId, Kind, Stored, UserId, numbered

_TWO = 2
_SCOPE = re.compile("[0-9a-f]{32}")
_REFERENCE = 4  # bytes of the file's random id: enough for two colleagues to speak of the same one


class Reason(Enum):
    """Why a file is erased."""

    ASKED = "asked"  # the person asked
    RETENTION = "retention"  # kept as long as the centre keeps files
    TWICE = "twice"  # the person has another file
    MISTAKE = "mistake"  # should never have been opened


@dataclass(frozen=True, kw_only=True)
class Erasing(Stored):
    """What is asked about one file. ``held``: it may not be erased while an appeal or an inquiry runs."""

    KIND: ClassVar[Kind] = Kind.ERASING
    case: bytes = numbered(1, b"")
    asked_on: str = numbered(2, "")  # ISO date; empty: nobody asked, it is only held
    asked_by: bytes = numbered(3, b"")
    reason: Reason | None = numbered(4, None, enum=Reason)
    withdrawn: bool = numbered(5, False)
    decided_on: str = numbered(6, "")  # ISO date: from then on every PC erases it
    held: bool = numbered(7, False)
    held_on: str = numbered(8, "")  # ISO date of the last change of ``held``
    held_by: bytes = numbered(9, b"")
    round: int = numbered(10, 0)  # how many requests were taken back before

    @property
    def stands(self) -> bool:
        """Whether it is asked for now."""
        return bool(self.asked_on) and not self.withdrawn


@dataclass(frozen=True, kw_only=True)
class Agreed(Stored):
    """One person's agreement, who asks being the first; ``sheet``: the recovery sheet's, for who is alone."""

    KIND: ClassVar[Kind] = Kind.ERASURE_AGREED
    case: bytes = numbered(1, b"")
    by: bytes = numbered(2, b"")
    on: str = numbered(3, "")  # ISO date
    signature: bytes = numbered(4, b"")  # of ``wire.entry.erasing``; empty in a centre without organisation
    sheet: bool = numbered(5, False)
    gone: bool = numbered(6, False)  # taken back, by a desk that did not count rounds yet
    round: int = numbered(7, 0)  # the request agreed to

    def counts_for(self, asked: Erasing) -> bool:
        """Whether it was given to this request, and not to one that was taken back."""
        return not self.gone and self.case == asked.case and self.round == asked.round


@dataclass(frozen=True, kw_only=True)
class Erased(Stored):
    """A PC's word that nothing of the file is left there."""

    KIND: ClassVar[Kind] = Kind.ERASED
    device: bytes = numbered(1, b"")
    case: bytes = numbered(2, b"")
    on: str = numbered(3, "")  # ISO date; empty: about to be erased
    copies: str = numbered(4, "")  # what this PC knew of copies elsewhere: ``Copy.kept``


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that went to another centre or the head office; ``accepted`` is empty while no answer was heard."""

    to: bytes
    on: str
    accepted: str = ""

    @staticmethod
    def kept(copies: Iterable["Copy"]) -> str:
        """As one text."""
        return "\n".join(f"{one.to.hex()} {one.on} {one.accepted}" for one in copies)

    @staticmethod
    def read(text: str) -> tuple["Copy", ...]:
        """What ``kept`` wrote; of anything else, nothing."""
        found = []
        for line in text.splitlines():
            to, _, days = line.partition(" ")
            on, _, accepted = days.partition(" ")
            if _SCOPE.fullmatch(to):
                found.append(Copy(bytes.fromhex(to), on, accepted))
        return tuple(found)


def reference(case: CaseId) -> str:
    """How a file is named where no name may stand."""
    return case[:_REFERENCE].hex().upper()


def enough(asked: Erasing | None, agreed: Iterable[Agreed]) -> bool:
    """Whether two people agreed, or one and the recovery sheet, and nothing holds the file."""
    if asked is None or not asked.stands or asked.held:
        return False
    live = [one for one in agreed if one.counts_for(asked)]
    people = {UserId(one.by) for one in live if not one.sheet}
    return len(people) >= _TWO or (bool(people) and any(one.sheet for one in live))
