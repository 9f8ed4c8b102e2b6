"""The checklist of one démarche: which documents, in what state, and can it be filed on the planned day?

Pure: facts, recorded items and pieces in, rows and a verdict out. Used by services for screen and paper alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from anefdesk.domain.case import Item, ItemState, Piece
from anefdesk.domain.facts import Facts, Truth
from anefdesk.domain.household import SharedProof
from anefdesk.domain.months import add_months
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.procedure import Document, Procedure, Requirement, Stage

SETTLED = frozenset({ItemState.RECEIVED, ItemState.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A proof held in another file that serves this one: as the source has it today, scans and date included."""

    shared: SharedProof
    dated: str
    pieces: tuple[Piece, ...]
    whose: str  # the name of the person it is shared with

    @property
    def document(self) -> str:
        """The document it proves here."""
        return self.shared.document


class Freshness(Enum):
    """Whether a dated document will still be recent enough on the day of filing."""

    NO_RULE = "no_rule"
    FRESH = "fresh"
    STALE = "stale"
    UNDATED = "undated"  # a rule exists, the document's date is not recorded


@dataclass(frozen=True, slots=True)
class Row:
    """One document line as it stands for this person."""

    document: Document
    applies: Truth
    asks: tuple[str, ...]  # facts to ask before one can say whether it applies
    state: ItemState  # as it counts: a stale document is TOO_OLD even if somebody ticked it
    item: Item | None
    pieces: tuple[Piece, ...]
    freshness: Freshness
    fresh_until: date | None  # last planned filing day on which it counts
    borrowed: tuple[Borrowed, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether filing waits for it."""
        return (
            self.applies is not Truth.NO
            and self.document.stage is Stage.FILING
            and self.document.requirement is not Requirement.USEFUL
            and self.state is not ItemState.NOT_APPLICABLE
        )

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do for it."""
        return self.applies is Truth.NO or self.state in SETTLED


class Hindrance(Enum):
    """Why it cannot be filed today, from a closed list with a sentence each."""

    MISSING = "missing"
    TO_TRANSLATE = "to_translate"
    TOO_OLD = "too_old"
    REFUSED = "refused"
    UNDATED = "undated"
    QUESTION = "question"
    WINDOW_NOT_OPEN = "window_not_open"


@dataclass(frozen=True, slots=True)
class Reason:
    """One hindrance; ``document`` or ``fact`` says where, ``on`` when it ends."""

    hindrance: Hindrance
    document: str = ""
    fact: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Checklist:
    """The rows in catalogue order, and the answer to « peut-on déposer aujourd'hui ? »."""

    procedure: Procedure
    rows: tuple[Row, ...]
    ready: int
    needed: int
    reasons: tuple[Reason, ...]

    @property
    def can_file(self) -> bool:
        """Whether there is something to file and nothing known stands in the way."""
        return bool(self.rows) and not self.reasons

    def questions(self) -> tuple[str, ...]:
        """Facts still to ask, in the order their lines appear, each once."""
        return tuple(dict.fromkeys(fact for row in self.rows for fact in row.asks))


_HINDRANCES = {
    ItemState.MISSING: Hindrance.MISSING,
    ItemState.ASKED: Hindrance.MISSING,
    ItemState.TO_TRANSLATE: Hindrance.TO_TRANSLATE,
    ItemState.TOO_OLD: Hindrance.TOO_OLD,
    ItemState.REFUSED: Hindrance.REFUSED,
}


def freshness(document: Document, dated: date | None, planned_on: date) -> tuple[Freshness, date | None]:
    """Judge a document dated ``dated`` on the day of filing; the second value is its last good day."""
    if document.max_age_months is None:
        return Freshness.NO_RULE, None
    if dated is None:
        return Freshness.UNDATED, None
    until = add_months(dated, document.max_age_months)
    return (Freshness.FRESH if planned_on <= until else Freshness.STALE), until


def _row(
    document: Document,
    facts: Facts,
    item: Item | None,
    pieces: tuple[Piece, ...],
    borrowed: tuple[Borrowed, ...],
    planned_on: date,
) -> Row:
    state = item.state if item else (ItemState.RECEIVED if pieces else ItemState.MISSING)
    if borrowed and state in {ItemState.MISSING, ItemState.ASKED}:
        state = ItemState.RECEIVED
    texts = (item.dated if item else "", *(piece.dated for piece in pieces), *(proof.dated for proof in borrowed))
    dated = max((day for text in texts if (day := day_of(text))), default=None)
    fresh, until = freshness(document, dated, planned_on)
    if state is ItemState.RECEIVED and fresh is Freshness.STALE:
        state = ItemState.TOO_OLD
    applies = document.when.holds(facts)
    return Row(
        document=document,
        applies=applies,
        asks=document.when.missing(facts),
        state=state,
        item=item,
        pieces=pieces,
        freshness=fresh,
        fresh_until=until,
        borrowed=borrowed,
    )


def _hindrance(row: Row) -> Reason | None:
    if not row.counts:
        return None
    if row.applies is Truth.UNKNOWN:
        return Reason(Hindrance.QUESTION, document=row.document.id, fact=row.asks[0])
    if row.state is ItemState.RECEIVED:
        return Reason(Hindrance.UNDATED, document=row.document.id) if row.freshness is Freshness.UNDATED else None
    return Reason(_HINDRANCES[row.state], document=row.document.id)


def draw_up(
    procedure: Procedure,
    facts: Facts,
    items: Mapping[str, Item],
    pieces: Sequence[Piece],
    planned_on: date,
    permit_end: date | None = None,
    borrowed: Sequence[Borrowed] = (),
) -> Checklist:
    """Draw up the checklist of ``procedure`` for a filing on ``planned_on``.

    ``items`` maps document ids to recorded states; ``pieces`` are all pieces of the file, whichever procedure
    they were brought for; ``permit_end`` opens the filing window when the procedure counts from it; ``borrowed``
    are the proofs of other files that serve this one.
    """
    held: dict[str, list[Piece]] = {}
    for piece in pieces:
        held.setdefault(piece.document, []).append(piece)
    rows = tuple(
        _row(
            document,
            facts,
            items.get(document.id),
            tuple(held.get(document.id, ())),
            tuple(proof for proof in borrowed if proof.document == document.id),
            planned_on,
        )
        for document in procedure.documents
    )
    reasons = [reason for row in rows if (reason := _hindrance(row)) is not None]
    for window in procedure.windows:
        if permit_end is None or window.opens_days_before is None:
            continue
        if window.statement.when.holds(facts) is not Truth.YES:
            continue
        opens = date.fromordinal(permit_end.toordinal() - window.opens_days_before)
        if planned_on < opens:
            reasons.append(Reason(Hindrance.WINDOW_NOT_OPEN, on=opens))
    counting = [row for row in rows if row.counts and row.applies is Truth.YES]
    return Checklist(
        procedure=procedure,
        rows=rows,
        ready=sum(row.settled for row in counting),
        needed=len(counting),
        reasons=tuple(dict.fromkeys(reasons)),
    )
