"""The catalogue's types: procedures, their documents, windows, fees and where each statement comes from.

Built by ``catalogue`` from resources/, read by everyone above. Texts are French; glosses live in translations/.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from anefdesk.domain.case import RequestKind
from anefdesk.domain.facts import Always, Condition


class Grade(Enum):
    """How far a statement can be trusted: A text in force read and recorded, B sourced, C hint only."""

    A = "A"
    B = "B"
    C = "C"


class Basis(Enum):
    """Where a statement comes from; decides what may be said of it."""

    LAW = "law"  # annexe 10 or an article of the code
    OFFICIAL_LIST = "official-list"  # a list published by the administration
    LEGAL_CONDITION = "legal-condition"  # follows from a condition in the law
    SECONDARY_LIST = "secondary-list"  # « selon une source secondaire », never "required by law"
    KNOWLEDGE = "knowledge"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Source:
    """A text that was read, and which state of it."""

    id: str
    title: str
    where: str
    version: str  # date of the version read, as text; empty when not known
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why we say so: basis, grade, sources and the day somebody last checked."""

    basis: Basis
    grade: Grade
    sources: tuple[str, ...]
    checked: date
    read_by: str = ""  # grade A only: who read the text in force, and when
    read_on: date | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A French sentence of the catalogue with its evidence. ``id`` is also its translation context."""

    text: str
    evidence: Evidence
    when: Condition = field(default_factory=Always)
    id: str = ""  # "refugie.window", or "g-silence-4m" when several procedures share it


class Requirement(Enum):
    """How strongly a document is asked. ``REQUIRED`` rests on the law or on an official list, never on less."""

    REQUIRED = "required"
    ASKED = "asked"  # of everybody, though no text of the law and no official list that was read says so
    DEPENDS = "depends"
    USEFUL = "useful"


class Stage(Enum):
    """When a document is handed over."""

    FILING = "filing"
    COLLECTION = "collection"  # at the préfecture, when the card is collected


class Translation(Enum):
    """Whether a sworn translation is needed."""

    NOT_NEEDED = "not_needed"
    IF_FOREIGN = "if_foreign"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Document:
    """One line of a checklist. The same common document keeps its ``id`` in every procedure.

    ``shared`` names the text fields worded once for all procedures; the others are this procedure's own.
    """

    id: str
    name: str
    evidence: Evidence
    when: Condition = field(default_factory=Always)
    condition: str = ""  # the condition in French, as the source words it
    requirement: Requirement = Requirement.REQUIRED
    stage: Stage = Stage.FILING
    max_age_months: int | None = None  # counted back from the planned filing date
    max_age: str = ""  # the rule in French, when one is known
    translation: Translation = Translation.UNKNOWN
    alternatives: str = ""
    if_missing: str = ""  # « et si vous ne l'avez pas ? »
    remark: str = ""  # where law and practice differ, or the text read is old; for staff
    pictogram: str = ""
    newer: bool = False  # asked by a law later than the annexe 10 that was read
    beyond_annexe: bool = False  # annexe 10 covers the procedure without this document, and no newer law asks it
    annexe: tuple[str, ...] = ()  # places in annexe 10: "29.1/9" is line 29, first phase, ninth document
    procedure: str = ""
    shared: frozenset[str] = frozenset()


class Mark(Enum):
    """What may be said of a document: three different things, never mixed."""

    BY_LAW = "by_law"  # « exigée par la loi »
    ASKED_ANYWAY = "asked_anyway"  # « demandée quand même »: by a list or in practice, not by the law that was read
    USEFUL = "useful"


_BY_LAW = frozenset({Basis.LAW, Basis.LEGAL_CONDITION})


def mark_of(document: Document) -> Mark:
    """The one mark of ``document``: an official list speaks for the law only where annexe 10 does not."""
    if document.requirement is Requirement.USEFUL:
        return Mark.USEFUL
    basis = document.evidence.basis
    listed = basis is Basis.OFFICIAL_LIST and not document.beyond_annexe
    return Mark.BY_LAW if basis in _BY_LAW or listed else Mark.ASKED_ANYWAY


class OnAnef(Enum):
    """Whether the procedure is on the ANEF."""

    YES = "yes"
    PARTIAL = "partial"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FilingWindow:
    """When to file, counted from the end of the current permit; ``None`` when the rule gives no such day."""

    statement: Statement
    opens_days_before: int | None = None
    closes_days_before: int | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """An amount due, in euro cents, for filings within its validity."""

    statement: Statement
    cents: int | None  # None: not known, to be checked
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure of the administration, complete for the desk."""

    id: str
    name: str
    audience: str
    family: str
    requests: tuple[RequestKind, ...]
    on_anef: OnAnef
    legal_basis: Statement
    category: Statement  # the menu entry on the State's site
    documents: tuple[Document, ...]
    windows: tuple[FilingWindow, ...] = ()
    fees: tuple[Fee, ...] = ()
    outputs: tuple[Statement, ...] = ()
    silence: tuple[Statement, ...] = ()
    processing_time: tuple[Statement, ...] = ()
    card_duration: tuple[Statement, ...] = ()
    work_right: tuple[Statement, ...] = ()
    exemptions: tuple[Statement, ...] = ()
    steps: tuple[Statement, ...] = ()
    pitfalls: tuple[Statement, ...] = ()
    to_check: tuple[str, ...] = ()  # what is still open, for staff and the jurist
    annexe_elsewhere: Mapping[str, str] = field(default_factory=dict)  # place in annexe 10 → why not a line here

    def document(self, document_id: str) -> Document | None:
        """The line with this id, if the procedure has it."""
        return next((document for document in self.documents if document.id == document_id), None)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something that is not asked on the ANEF, and the door it goes to."""

    id: str
    what: str
    where: Statement
    procedures: tuple[str, ...] = ()  # those of the catalogue that it is about


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for all procedures. ``said``: also to the applicant; otherwise its statement has no context."""

    id: str
    subject: str
    what: Statement
    said: bool = False


@dataclass(frozen=True, slots=True)
class Court:
    """An administrative court and where it decides: whole départements, or what the code names otherwise."""

    id: str
    name: str
    seat: str
    evidence: Evidence
    departments: tuple[str, ...] = ()
    places: str = ""
    remark: str = ""  # where the département alone does not tell


@dataclass(frozen=True, slots=True)
class Department:
    """A département, its préfecture and its administrative court."""

    code: str
    name: str
    prefecture: str
    court: str = ""  # id of a court


@dataclass(frozen=True, slots=True)
class PermitKind:
    """A permit or paper that can be recorded in a file."""

    id: str
    name: str
