"""A letter before anybody's name is in it: what it asks, on which text of law it stands, what it must never say.

Built by ``catalogue`` from resources/catalogue/letters and from the association's own templates; filled in by
``letter_text``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from anefdesk.domain.facts import Always, Choice, Condition
from anefdesk.domain.procedure import Grade


class Addressee(Enum):
    """Whom a letter goes to; ``addressees.toml`` words each of them."""

    PREFECT = "prefect"
    MINISTER = "minister"
    EMPLOYER = "employer"
    FRANCE_TRAVAIL = "france_travail"
    CAF = "caf"
    CPAM = "cpam"
    LANDLORD = "landlord"
    BANK = "bank"
    SCHOOL = "school"
    DEFENDER = "defender"  # of rights
    DPO = "dpo"  # data protection officer of the ministry
    CNIL = "cnil"
    COURT = "court"
    LAWYERS = "lawyers"  # the bar or one lawyer
    ELECTED = "elected"  # a member of parliament, a federation
    ANYONE = "anyone"  # whom it may concern
    FILE = "file"  # stays in the file
    OTHER = "other"


class Signer(Enum):
    """Who signs; values of ``letter.Letter.sender``."""

    PERSON = "person"
    CENTRE = "centre"


class FieldKind(Enum):
    """What is typed or chosen for a field, and how it is kept.

    DAY is an ISO date, AMOUNT whole euro cents in digits, COUNT digits, YES_NO « yes » or « no », CHOICE an id.
    """

    TEXT = "text"
    LONG_TEXT = "long_text"  # keeps its lines
    DAY = "day"
    AMOUNT = "amount"
    YES_NO = "yes_no"
    CHOICE = "choice"
    COUNT = "count"


# What a file may tell a letter, and in which form: whoever composes fills in what it knows.
TOLD: Mapping[str, FieldKind] = {
    "person_name": FieldKind.TEXT,
    "birth_day": FieldKind.DAY,
    "foreigner_number": FieldKind.TEXT,
    "request_number": FieldKind.TEXT,
    "prefecture": FieldKind.TEXT,  # as departments.toml writes it: « Préfecture du Rhône (Lyon) »
    "court_name": FieldKind.TEXT,
    "centre_name": FieldKind.TEXT,
    "staff_name": FieldKind.TEXT,
    "procedure_name": FieldKind.TEXT,
    "permit_name": FieldKind.TEXT,
    "permit_end": FieldKind.DAY,
    "filed_on": FieldKind.DAY,
    "completed_on": FieldKind.DAY,
    "in_window": FieldKind.YES_NO,  # the request was filed within the window of R. 431-5
    "over_four_months": FieldKind.YES_NO,  # the implicit refusal is born
    "api_end": FieldKind.DAY,  # of the last attestation of prolongation
    "adf_on": FieldKind.DAY,
    "paper": FieldKind.CHOICE,  # in force on the day: api, adf, receipt, extension, permit, none
    "refusal_born": FieldKind.DAY,
    "refusal_on": FieldKind.DAY,  # an express refusal was notified
    "oqtf_on": FieldKind.DAY,
    "oqtf_at": FieldKind.TEXT,  # « 14 h 05 »
    "has_oqtf": FieldKind.YES_NO,
    "appeal_last_day": FieldKind.DAY,  # in front on the clock: the earlier defensible date
    "complement_asked": FieldKind.DAY,
    "complement_due": FieldKind.DAY,
    "closure_on": FieldKind.DAY,
    "blockage_since": FieldKind.DAY,
    "blockage_name": FieldKind.TEXT,
    "attempts_count": FieldKind.COUNT,
    "weeks_count": FieldKind.COUNT,
    "attempts": FieldKind.LONG_TEXT,  # a line each: day, hour, what the screen said
    "calls": FieldKind.LONG_TEXT,  # to the contact centre, a line each
    "visits": FieldKind.LONG_TEXT,  # to reception points, a line each
    "steps": FieldKind.LONG_TEXT,  # remedies already tried, a line each
    "pieces": FieldKind.LONG_TEXT,  # documents that are ready or were sent, a line each
    "harms": FieldKind.LONG_TEXT,  # a line each: category, start, end, euros a month
    "monthly_loss": FieldKind.AMOUNT,
    "total_loss": FieldKind.AMOUNT,
    "household": FieldKind.COUNT,
}

PAPERS = ("api", "adf", "receipt", "extension", "permit", "none")  # answers of the told ``paper``


@dataclass(frozen=True, slots=True)
class Needed:
    """One thing the letter must know. ``name`` is short and shown where it is missing; ``question`` asks staff."""

    id: str
    name: str
    question: str
    kind: FieldKind
    choices: tuple[Choice, ...] = ()
    told_by: str = ""  # key of ``TOLD``; empty: always asked
    optional: bool = False  # the letter is complete without it; conditions may ask ``has_<id>``


@dataclass(frozen=True, slots=True)
class Citation:
    """A rule of law in the very words that letters print. Below A it waits for a named reader."""

    id: str
    text: str
    article: str  # article, or decision with its date
    grade: Grade
    sources: tuple[str, ...]
    checked: date
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""  # for the reader of the law

    def in_force(self, day: date) -> bool:
        """Whether it may be cited on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its fields between braces.

    ``{cite:id}`` puts a citation's sentence there, and the paragraph stands or falls with it; ``{cite?:id}`` puts it
    there when it may print, and nothing otherwise.
    """

    id: str
    text: str
    when: Condition = field(default_factory=Always)
    cites: tuple[str, ...] = ()  # those of ``text``, of both sorts
    instead: str = ""  # when a citation may not print; empty: the paragraph is left out
    essential: bool = False  # without it the letter stays a « projet »
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds in some cases: an annex, a warning, the deadline that keeps running."""

    text: str
    when: Condition = field(default_factory=Always)


@dataclass(frozen=True, slots=True)
class Delay:
    """By when an answer is asked for (our proposal) or due (the law)."""

    words: str
    days: int = 0
    months: int = 0
    base: str = ""  # the article; empty: nothing but what the letter asks
    grade: Grade = Grade.C


@dataclass(frozen=True, slots=True)
class AddresseeForm:
    """How one addressee is written to. ``lines`` is what is known for the whole country, and often empty."""

    id: Addressee
    name: str
    opening: str
    closing: str
    lines: tuple[str, ...] = ()
    source: str = ""  # where the lines were read
    checked: date | None = None


@dataclass(frozen=True, slots=True)
class GuardRule:
    """Words a letter may not hold, or one of which it ``must``: sought whatever the accents and the capitals."""

    id: str
    phrases: tuple[str, ...]
    why: str
    unless: tuple[str, ...] = ()  # values of the told ``paper`` with which they may be said
    only: tuple[str, ...] = ()  # ids of templates or values of ``Addressee`` concerned; empty: all
    must: bool = False


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """One letter as data. ``explanation`` is told to the applicant in their language."""

    id: str
    title: str
    purpose: str
    addressee: Addressee
    signer: Signer
    object: str
    opening: str
    closing: str
    paragraphs: tuple[Paragraph, ...]
    checked: date
    copy_to: tuple[Addressee, ...] = ()
    needed: tuple[Needed, ...] = ()
    annexes: tuple[Line, ...] = ()
    delay: Delay | None = None
    running: tuple[Line, ...] = ()  # which deadline keeps running
    registered: bool = False  # to be sent with acknowledgement of receipt
    anonymous: bool = False  # nothing of the person may be in it, not even the heading
    explanation: tuple[str, ...] = ()
    warnings: tuple[Line, ...] = ()  # for staff
    base: str = ""  # of an own template: the text it rests on, as the association wrote it
    own: bool = False


@dataclass(frozen=True, slots=True)
class LetterShelf:
    """All that resources/catalogue says of letters."""

    templates: Mapping[str, LetterTemplate] = field(default_factory=dict)
    citations: Mapping[str, Citation] = field(default_factory=dict)
    addressees: Mapping[str, AddresseeForm] = field(default_factory=dict)
    fields: Mapping[str, Needed] = field(default_factory=dict)  # asked in the same words by several letters
    guards: tuple[GuardRule, ...] = ()
