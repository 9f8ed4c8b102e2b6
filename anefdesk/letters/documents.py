"""The printed documents as data: every sentence already in its two languages, nothing looked up here.

Built by services, drawn by ``compose``. Fields named in « typed by » come from people: they may hold anything.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum


@dataclass(frozen=True, kw_only=True)
class Imprint:
    """What stands at the foot of each page. ``notice`` is the warning in the person's language."""

    centre: str  # typed by staff
    day: date
    catalogue: str = ""
    language: str = "fr"
    notice: str = ""
    training: bool = False


class Mark(Enum):
    """What is drawn in a box; a word beside it always says the same."""

    EMPTY = "empty"  # still to bring
    TICK = "tick"  # received
    CROSS = "cross"  # received but not usable: too old, refused, to translate
    QUESTION = "question"  # depends on an answer not known yet
    DASH = "dash"  # does not apply


@dataclass(frozen=True, slots=True)
class Both:
    """The same words in French and in the person's language; either may be empty."""

    fr: str
    other: str = ""


NOTHING = Both("")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One piece of the list. ``state`` says in words what ``mark`` draws."""

    mark: Mark
    name: Both
    state: Both = NOTHING
    due: Both = NOTHING  # « avant le 31/12/2026 »
    why: Both = NOTHING
    freshness: Both = NOTHING  # « de moins de 3 mois »
    asked: str = ""  # « exigée par la loi »: French side only, for whoever receives the papers
    remark: str = ""  # typed by staff, French side only


@dataclass(frozen=True)
class Section:
    """Lines under a heading; an empty heading is not printed."""

    title: Both
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """What every document of a person's language has."""

    title: Both
    imprint: Imprint  # its language is the document's
    unread: Both | None = None  # « traduction non relue, le français fait foi », when it is so


@dataclass(frozen=True, kw_only=True)
class BilingualChecklist(_Sheet):
    """The whole list of a démarche, French on one side and the person's language on the other."""

    person: str = ""  # typed by staff: the name in Latin letters
    person_native: str = ""  # typed by staff: in the person's own script
    subtitle: Both = NOTHING  # channel, filing window
    summary: Both = NOTHING  # « 9 pièces sur 12 ; on peut déposer à partir du … »
    sections: tuple[Section, ...] = ()
    closing: tuple[Both, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MissingSlip(_Sheet):
    """What the applicant takes home: the missing pieces alone, in large letters of their language."""

    person: str = ""  # typed by staff
    person_native: str = ""  # typed by staff
    intro: Both = NOTHING
    lines: tuple[Line, ...] = ()
    closing: tuple[Both, ...] = ()  # when and where to come back


@dataclass(frozen=True, kw_only=True)
class BlankForm(_Sheet):
    """The list of a démarche to be filled by hand, for the day when there is no computer."""

    intro: Both = NOTHING
    fields: tuple[Both, ...] = ()  # each with a line to write on
    sections: tuple[Section, ...] = ()
    notes: Both = NOTHING  # heading of the free lines at the end
    note_lines: int = 4


@dataclass(frozen=True, kw_only=True)
class Part:
    """One thing that is told: its name, what is said of it, labelled sentences, papers to bring."""

    name: Both
    texts: tuple[Both, ...] = ()
    labelled: tuple[tuple[Both, tuple[Both, ...]], ...] = ()
    lines: tuple[Line, ...] = ()
    framed: bool = False  # a danger


@dataclass(frozen=True, kw_only=True)
class OrientationSheet(_Sheet):
    """What the interview found, for the person to take home: dangers, special rules, procedures and their doors."""

    person: str = ""  # typed by staff
    person_native: str = ""  # typed by staff
    chapters: tuple[tuple[Both, tuple[Part, ...]], ...] = ()
    closing: tuple[Both, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ConsentLine:
    """One use of the file, with a box to tick; ``scope`` has a line to write for whom or for what."""

    name: Both
    text: Both
    scope: Both = NOTHING


@dataclass(frozen=True, kw_only=True)
class ConsentSheet(_Sheet):
    """What the person may agree to, to be explained, ticked and signed. Nothing of the file is on it."""

    person: str = ""  # typed by staff
    person_native: str = ""  # typed by staff
    intro: tuple[Both, ...] = ()
    lines: tuple[ConsentLine, ...] = ()
    closing: tuple[Both, ...] = ()
    fields: tuple[Both, ...] = ()  # each with a line to write on


@dataclass(frozen=True, kw_only=True)
class LetterSheet:
    """A letter in French, as it is sent. Every text may hold what somebody typed."""

    imprint: Imprint
    sender: tuple[str, ...]  # name first, then address
    references: tuple[str, ...] = ()  # « N° étranger : … »
    addressee: tuple[str, ...] = ()
    place_and_date: str = ""
    mention: str = ""  # « Lettre recommandée avec avis de réception »
    subject: str = ""
    opening: str = ""
    paragraphs: tuple[str, ...] = ()  # a line end inside separates the lines of a list
    closing: str = ""
    signature: tuple[str, ...] = ()  # who signs, under the space to do it; empty: room for another signature
    annexes: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    kept: str = ""  # « Copie conservée »
    running: str = ""  # which deadline the letter does not stop
    foot: str = ""  # who helped to write it
    project: bool = False


@dataclass(frozen=True, kw_only=True)
class ExplanationSheet(_Sheet):
    """What a letter asks, told to the person who signs it: no translation of the letter, and it says so."""

    person: str = ""  # typed by staff
    person_native: str = ""  # typed by staff
    caution: Both = NOTHING
    letter: Both = NOTHING  # which one
    chapters: tuple[tuple[Both, tuple[Both, ...]], ...] = ()
    closing: tuple[Both, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of one lane of the timeline. ``weight`` is 0 where all is proved, 3 where nothing is; ``word`` says it."""

    start: date
    end: date
    weight: int
    word: Both
    days: Both = NOTHING  # « du … au … »
    paper: Both = NOTHING
    advice: Both = NOTHING


@dataclass(frozen=True, kw_only=True)
class RightsTimeline(_Sheet):
    """What can be proved, right by right and day by day: four lanes drawn, then the same in words."""

    person: str = ""  # typed by staff
    person_native: str = ""  # typed by staff
    begins: date
    ends: date
    today: date
    summary: tuple[Both, ...] = ()
    lanes: tuple[tuple[Both, tuple[Stretch, ...]], ...] = ()
    table: Both = NOTHING
    to_do_title: Both = NOTHING
    to_do: tuple[tuple[Both, Both], ...] = ()  # « avant le … », when a day may be given, and what to do
    closing: tuple[Both, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """One date to remember. ``on`` is drawn large; empty when no date may be given."""

    on: str = ""
    weekday: Both = NOTHING
    hour: Both = NOTHING
    what: Both = NOTHING
    subject: Both = NOTHING
    notes: tuple[Both, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReminderSlip(_Sheet):
    """The dates that the person takes home; or, without any name and any reason, only when to come back."""

    person: str = ""  # typed by staff
    person_native: str = ""  # typed by staff
    reminders: tuple[Reminder, ...] = ()
    labelled: tuple[tuple[Both, tuple[Both, ...]], ...] = ()  # where, what to bring
    blank: Both = NOTHING  # with a line to write on
    closing: tuple[Both, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RecoverySheet:
    """The key that opens the centre's files when every passphrase is lost. Printed once, kept in a safe."""

    title: str
    imprint: Imprint
    key_groups: tuple[str, ...]
    explanation: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()  # « Rangée à », « Vérifiée le »: each with a line to write on
    card: str = ""  # drawn as a QR: never needed, it only spares typing


@dataclass(frozen=True, kw_only=True)
class ProofSheet:
    """Texts for a reader of translations, with a pen: ``rows`` are a small heading and the text in two languages."""

    title: Both
    imprint: Imprint
    intro: tuple[str, ...]
    rows: tuple[tuple[str, Both], ...]


Document = (
    BilingualChecklist
    | MissingSlip
    | BlankForm
    | OrientationSheet
    | ConsentSheet
    | LetterSheet
    | ExplanationSheet
    | RightsTimeline
    | ReminderSlip
    | RecoverySheet
    | ProofSheet
)
