"""What the person agreed to, use by use. Without a consent in force nothing leaves for that use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import ClassVar

from anefdesk.domain.partial_date import day_of
from anefdesk.domain.record import Kind, Stored, numbered


class Use(Enum):
    """What the person's file may serve."""

    FILE = "file"  # letters and steps in the person's name
    LAWYER = "lawyer"
    COURT = "court"
    STATISTICS = "statistics"
    PRESS = "press"
    OTHER_CENTRE = "other_centre"  # a copy of the file, for another centre or the head office


@dataclass(frozen=True, kw_only=True)
class Consent(Stored):
    """One agreement to one use. Revoking sets a date; nothing is taken away."""

    KIND: ClassVar[Kind] = Kind.CONSENT
    use: Use | None = numbered(1, None, enum=Use)
    given_on: str = numbered(2, "")  # ISO date
    revoked_on: str = numbered(3, "")  # ISO date; empty: in force
    language: str = numbered(4, "")  # in which it was explained
    interpreted: bool = numbered(5, False)  # somebody spoke it in that language
    signed: bool = numbered(6, False)  # on paper; otherwise by word
    scope: str = numbered(7, "")  # to whom or for what, when that was said


def in_force(consents: Iterable[Consent], use: Use, day: date) -> Consent | None:
    """The latest agreement to ``use`` that stands on ``day``."""
    found = [
        consent
        for consent in consents
        if consent.use is use
        and (given := day_of(consent.given_on)) is not None
        and given <= day
        and ((revoked := day_of(consent.revoked_on)) is None or day < revoked)
    ]
    return max(found, key=lambda consent: consent.given_on, default=None)
