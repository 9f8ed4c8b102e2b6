"""The lines of a démarche in the order both sides of the desk show them: questions first, then pieces by moment."""

from collections.abc import Iterator
from dataclasses import dataclass

from anefdesk.domain.checklist import Row
from anefdesk.domain.facts import Fact, Truth
from anefdesk.domain.procedure import Document, Requirement, Stage
from anefdesk.i18n.texts import mark
from anefdesk.services.demarches import DeskView
from anefdesk.ui import applicant_words

QUESTIONS_AT_ONCE = 1  # the others follow once it is answered


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask, and the pieces that wait for its answer."""

    fact: Fact
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """A heading: for staff, and for the applicant when it says something to them."""

    staff: str
    applicant: str
    later: int = 0  # questions that follow those shown


Entry = Question | Row | Title


def key(entry: Entry) -> str:
    """What makes two entries the same line, whatever its state."""
    if isinstance(entry, Question):
        return f"question {entry.fact.id}"
    return f"piece {entry.document.id}" if isinstance(entry, Row) else f"title {entry.staff} {entry.later}"


def entries(view: DeskView) -> tuple[Entry, ...]:
    """All lines of ``view``."""
    return tuple(_entries(view))


def _entries(view: DeskView) -> Iterator[Entry]:
    asked = view.checklist.questions()
    if asked:
        yield Title(mark("À préciser"), applicant_words.QUESTION, max(0, len(asked) - QUESTIONS_AT_ONCE))
    for fact in asked[:QUESTIONS_AT_ONCE]:
        waiting = tuple(row.document for row in view.checklist.rows if fact in row.asks)
        yield Question(view.catalogue.facts[fact], waiting)
    known = [row for row in view.checklist.rows if row.applies is Truth.YES]
    useful = [row for row in known if row.document.requirement is Requirement.USEFUL]
    wanted = [row for row in known if row.document.requirement is not Requirement.USEFUL]
    for title, rows in (
        (
            Title(mark("Pour le dépôt"), applicant_words.FOR_FILING),
            [row for row in wanted if row.document.stage is Stage.FILING],
        ),
        (
            Title(mark("À la remise du titre, en préfecture"), applicant_words.ON_COLLECTION),
            [row for row in wanted if row.document.stage is Stage.COLLECTION],
        ),
        (Title(mark("Utile, pas obligatoire"), applicant_words.USEFUL), useful),
    ):
        if rows:
            yield title
            yield from rows


def answered(view: DeskView) -> tuple[tuple[Fact, str], ...]:
    """Facts this procedure asks about that are known, with their values."""
    mentioned = dict.fromkeys(name for row in view.checklist.rows for name in row.document.when.mentioned())
    facts = view.catalogue.facts
    return tuple((facts[name], view.facts[name]) for name in mentioned if name in facts and view.facts.get(name))
