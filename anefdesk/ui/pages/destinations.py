"""Where a page may send the user. The window opens it, so that pages do not know each other."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import TypeAlias

from anefdesk.domain.case import RequestKind
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.ui.pages.organisation_places import ToOrganisation
from anefdesk.ui.pages.sharing_places import ToReceived, ToShare


@dataclass(frozen=True, slots=True)
class ToHome:
    """« Aujourd’hui »."""


@dataclass(frozen=True, slots=True)
class Back:
    """The page before."""


@dataclass(frozen=True, slots=True)
class ToPeople:
    """The list of people, already searched for ``text``."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class ToNewPerson:
    """A new file; with the answers of an interview held before it, if there was one."""

    answers: tuple[tuple[str, str], ...] = ()
    department: str = ""


@dataclass(frozen=True, slots=True)
class ToPerson:
    """A person's file."""

    case: CaseId


@dataclass(frozen=True, slots=True)
class ToProcedures:
    """The choice of a procedure, for this person or only to print a blank form."""

    case: CaseId | None = None


@dataclass(frozen=True, slots=True)
class ToRules:
    """What holds for all procedures."""


@dataclass(frozen=True, slots=True)
class ToInterview:
    """Which procedure is yours? With this person's file, or with somebody who has none."""

    case: CaseId | None = None


@dataclass(frozen=True, slots=True)
class ToDesk:
    """One démarche at the desk."""

    case: CaseId
    demarche: ObjectId


@dataclass(frozen=True, slots=True)
class ToClock:
    """The dates of a person: what happened, what the law draws from it."""

    case: CaseId


@dataclass(frozen=True, slots=True)
class ToAgenda:
    """« Échéances »: what is due in every file, by day and by week."""


@dataclass(frozen=True, slots=True)
class ToAgendaPaper:
    """The same on paper: the coming days, or the week of ``monday``; ``kind`` is what the page was filtered by."""

    monday: date | None = None
    kind: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class ToBlockages:
    """The open blockages of every file."""


@dataclass(frozen=True, slots=True)
class ToBlockage:
    """One blockage; without it, the form that reports one, about ``demarche`` when it is known."""

    case: CaseId
    blockage: ObjectId | None = None
    demarche: ObjectId | None = None


@dataclass(frozen=True, slots=True)
class ToLetter:
    """A letter already begun, or a new one from ``template``."""

    case: CaseId
    letter: ObjectId | None = None
    template: str = ""
    demarche: ObjectId | None = None
    blockage: ObjectId | None = None


@dataclass(frozen=True, slots=True)
class ToLetters:
    """The choice of a letter to write for a person."""

    case: CaseId


@dataclass(frozen=True, slots=True)
class ToEvidence:
    """The evidence file of a person's blockages."""

    case: CaseId


@dataclass(frozen=True, slots=True)
class ToAttestation:
    """The code of an attestation, read beside a person's file."""

    case: CaseId


@dataclass(frozen=True, slots=True)
class ToConsents:
    """What the person agreed to, use by use."""

    case: CaseId


class Leaf(Enum):
    """The sheets the desk prints."""

    CHECKLIST = "checklist"
    MISSING = "missing"
    BLANK = "blank"
    ORIENTATION = "orientation"
    CONSENT = "consent"
    TIMELINE = "timeline"
    REMINDER = "reminder"
    EXPLANATION = "explanation"


@dataclass(frozen=True, slots=True)
class Asked:
    """An interview as its sheet needs it. ``answers`` and ``department`` are those of somebody without a file."""

    answers: tuple[tuple[str, str], ...] = ()
    department: str = ""
    go_on: bool = False
    everything: bool = False  # what is discreet too


@dataclass(frozen=True, slots=True)
class ToPaper:
    """A sheet: of a démarche, or the blank form of a procedure."""

    leaf: Leaf
    language: str
    case: CaseId | None = None
    demarche: ObjectId | None = None
    procedure: str = ""
    request: RequestKind = RequestKind.FIRST
    asked: Asked = field(default_factory=Asked)
    dates: tuple[str, ...] = ()  # of a reminder: keys of lines of the clock
    discreet: bool | None = None  # a reminder that says only when and where; None: as the contacts are safe
    letter: ObjectId | None = None  # the one that is explained


@dataclass(frozen=True, slots=True)
class ToSettings:
    """The settings of this PC and of the member."""


@dataclass(frozen=True, slots=True)
class ToLetterSettings:
    """What the centre keeps for its letters: addresses, its own models, readings of citations."""


@dataclass(frozen=True, slots=True)
class ToErasures:
    """« Effacements »: all of them, or with what can be asked about one file on top."""

    case: CaseId | None = None


@dataclass(frozen=True, slots=True)
class ToVersions:
    """The open démarches that an update of the catalogue touches; ``demarche`` unfolds one."""

    demarche: ObjectId | None = None


@dataclass(frozen=True, slots=True)
class ToFigures:
    """What the files say together."""


@dataclass(frozen=True, slots=True)
class ToFiguresPaper:
    """The report of figures, from the first day of a month to another month; of the centre or of all of them."""

    first: date
    last: date
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class ToExchange:
    """How this PC exchanges with the others, and how that stands."""


@dataclass(frozen=True, slots=True)
class ToSettle:
    """« À trancher »: what two desks wrote without seeing each other, in one file or in all."""

    case: CaseId | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """A form left half-way: ``place`` is that of its draft."""

    place: str


Destination: TypeAlias = (
    ToHome | Back | ToPeople | ToNewPerson | ToPerson | ToProcedures | ToRules | ToInterview | ToDesk | ToClock |
    ToAgenda | ToAgendaPaper | ToBlockages | ToBlockage | ToLetter | ToLetters | ToEvidence | ToAttestation |
    ToConsents | ToPaper | ToSettings | ToLetterSettings | ToVersions | ToExchange | ToFigures | ToFiguresPaper |
    ToSettle | ToErasures | ToOrganisation | ToShare | ToReceived | Resume
)  # fmt: skip
