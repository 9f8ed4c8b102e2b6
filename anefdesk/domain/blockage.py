"""When the State's site or office stops somebody: what failed, each attempt, its proof, what was tried, what it cost.

Attempts, exhibits and remedies are only added to; a mistake is marked ``gone`` and stays in the log.
"""

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from anefdesk.domain.record import Kind, Stored, numbered


class Means(Enum):
    """By which way something was tried."""

    SITE = "site"
    CALL = "call"  # the contact centre, by phone
    FORM = "form"  # the contact centre, by its form
    POINT = "point"  # a digital reception point of a préfecture
    COUNTER = "counter"
    MAIL = "mail"
    EMAIL = "email"
    OTHER = "other"


class Answered(Enum):
    """Whether anybody answered a call, a form or a visit."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # or does not apply


class Entry(Enum):
    """How a proof came into the file."""

    FILE = "file"
    PASTED = "pasted"
    DROPPED = "dropped"
    SCREEN = "screen"


class Reply(Enum):
    """What came of a remedy or a letter."""

    WAITING = "waiting"
    NONE = "none"  # the time asked has run out
    SOLVED = "solved"
    REFUSED = "refused"
    PARTLY = "partly"
    WITHDRAWN = "withdrawn"  # by the person


class Restored(Enum):
    """Whether a right that was cut is back."""

    NO = "no"
    PARTLY = "partly"
    YES = "yes"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Blockage(Stored):
    """One failure that stops one person, from the closed list B01–B30."""

    KIND: ClassVar[Kind] = Kind.BLOCKAGE
    code: str = numbered(1, "", review=True)  # « B11 »
    on: str = numbered(2, "")  # ISO date it was first met
    demarche: bytes | None = numbered(3, None)
    remark: str = numbered(4, "")
    ended_on: str = numbered(5, "", review=True)  # ISO date; empty: it lasts
    ended_by: bytes | None = numbered(6, None)  # the remedy that ended it
    gone: bool = numbered(7, False)


@dataclass(frozen=True, kw_only=True)
class Attempt(Stored):
    """One try: what was done, what the screen or the person there said."""

    KIND: ClassVar[Kind] = Kind.ATTEMPT
    blockage: bytes = numbered(1, b"")
    means: Means = numbered(2, Means.SITE, enum=Means)
    on: str = numbered(3, "")  # ISO date
    at: str = numbered(4, "")  # "HH:MM" on the wall; empty: not known
    said: str = numbered(5, "")  # the words of the screen or of the answer, as they were
    device: str = numbered(6, "")
    browser: str = numbered(7, "")
    address: str = numbered(8, "")  # of the page
    reference: str = numbered(9, "")  # given by the contact centre
    answered: Answered = numbered(10, Answered.UNKNOWN, enum=Answered)
    gone: bool = numbered(11, False)


@dataclass(frozen=True, kw_only=True)
class Exhibit(Stored):
    """A capture or paper kept exactly as it came, in sealed chunks, with its fingerprint."""

    KIND: ClassVar[Kind] = Kind.EXHIBIT
    blockage: bytes = numbered(1, b"")
    attempt: bytes | None = numbered(2, None)
    title: str = numbered(3, "")
    entry: Entry = numbered(4, Entry.FILE, enum=Entry)
    media_type: str = numbered(5, "")
    size: int = numbered(6, 0)  # bytes, clear
    sha256: bytes = numbered(7, b"")  # of the clear original
    key: bytes = numbered(8, b"")  # 32 random bytes, this file's own
    chunks: bytes = numbered(9, b"")  # SHA-256 of each sealed chunk, concatenated, in order
    on: str = numbered(10, "")  # ISO date of what it shows, as said; empty: the day it was entered
    gone: bool = numbered(11, False)


@dataclass(frozen=True, kw_only=True)
class Remedy(Stored):
    """A step of the ladder that was taken, and what came of it."""

    KIND: ClassVar[Kind] = Kind.REMEDY
    blockage: bytes = numbered(1, b"")
    step: str = numbered(2, "")  # id of a step in blockages.toml
    on: str = numbered(3, "")  # ISO date it was taken
    due: str = numbered(4, "", review=True)  # ISO date by which an answer is expected
    reply: Reply = numbered(5, Reply.WAITING, review=True, enum=Reply)
    replied_on: str = numbered(6, "", review=True)
    reference: str = numbered(7, "")
    letter: bytes | None = numbered(8, None)
    remark: str = numbered(9, "")
    gone: bool = numbered(10, False)


@dataclass(frozen=True, kw_only=True)
class Harm(Stored):
    """A right that was cut, and what it costs."""

    KIND: ClassVar[Kind] = Kind.HARM
    code: str = numbered(1, "", review=True)  # « R-EMP-S »
    blockage: bytes | None = numbered(2, None)
    start: str = numbered(3, "", review=True)  # ISO date
    end: str = numbered(4, "", review=True)  # ISO date; empty: it lasts
    cents_month: int | None = numbered(5, None, review=True)  # euro cents lost each month; None: not known
    household: int | None = numbered(6, None)  # people in the household; None: not known
    proof: bytes | None = numbered(7, None)  # the piece or exhibit that shows it
    restored: Restored = numbered(8, Restored.UNKNOWN, review=True, enum=Restored)
    restored_by: bytes | None = numbered(9, None)  # the remedy that did it
    remark: str = numbered(10, "")
    gone: bool = numbered(11, False)
