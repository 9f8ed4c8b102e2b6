"""The papers of a file with the days they cover, and how far each proves a right.

Used by ``rights``. A paper whose end is not known, whose card is missing or whose request was late proves less.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import Enum

from anefdesk.domain.deadlines import Due, EventKind, Outcome
from anefdesk.domain.facts import Always, Facts, Truth
from anefdesk.domain.papers import Lasts, PaperTable, ProofPaper, Proves, Right, Worth
from anefdesk.domain.procedure import Grade
from anefdesk.domain.reckoning import after, begin

_ONE = timedelta(days=1)
_ENDINGS = {EventKind.REFUSAL_NOTIFIED.value: "refused", EventKind.OQTF_NOTIFIED.value: "removal"}


class Certainty(Enum):
    """How far a right can be proved, the best first."""

    PROVED = "proved"
    DISPUTED = "disputed"  # it depends, or the rule is a deduction: « à vérifier »
    UNKNOWN = "unknown"
    GAP = "gap"  # nothing proves it


_RANK = {certainty: rank for rank, certainty in enumerate(Certainty)}
_TRUTHS = {Truth.YES: Certainty.PROVED, Truth.NO: Certainty.GAP, Truth.UNKNOWN: Certainty.DISPUTED}


@dataclass(frozen=True, slots=True)
class Held:
    """A permit of the file by its kind, or an event (``event``) by its own. ``facts`` are those of its démarche."""

    kind: str
    start: date | None = None
    end: date | None = None  # as written on the paper
    event: bool = False
    facts: Facts = field(default_factory=dict)

    @property
    def asks(self) -> bool:
        """Whether it is a request, which proves nothing."""
        return self.event and self.kind == EventKind.FILED.value


@dataclass(frozen=True, slots=True)
class Span:
    """Days covered by a paper; several while the file cannot tell which it is."""

    papers: tuple[ProofPaper, ...]
    start: date
    end: date
    facts: Facts
    doubts: tuple[str, ...] = ()
    at_most: Certainty = Certainty.PROVED
    card: "Span | None" = None  # the permit it prolongs

    @property
    def is_card(self) -> bool:
        """Whether papers given while waiting can prolong it."""
        return all(paper.card for paper in self.papers)


@dataclass(frozen=True, slots=True)
class Shown:
    """What one span proves of one right."""

    certainty: Certainty
    paper: ProofPaper
    worth: Worth
    grade: Grade
    end: date
    doubts: tuple[str, ...] = ()

    def rank(self) -> tuple[int, bool, str, int, int, str]:
        """The best first: what proves most, by itself, most surely, longest."""
        sure, doubts = self.grade.value, len(self.doubts)
        return _RANK[self.certainty], self.paper.provisional, sure, doubts, -self.end.toordinal(), self.paper.id


def spans(
    table: PaperTable, held: Sequence[Held], dues: Sequence[Due], facts: Facts, today: date, horizon: date
) -> list[Span]:
    """Every paper with its days. Permits come first: papers given while waiting look for the one they prolong."""
    view = _View(table, held, dues, facts, today, horizon)
    permits = [span for one in held if not one.event for span in view.permit(one)]
    cards = sorted((span for span in permits if span.is_card), key=lambda span: (span.end, span.start))
    others = [span for one in held if one.event for span in view.event(one, cards)]
    found = [*permits, *others, *view.extensions(), *view.always()]
    return [part for span in found for part in view.ended(_prolonging(span, cards))]


@dataclass(frozen=True)
class _View:
    """One file on one day."""

    table: PaperTable
    held: Sequence[Held]
    dues: Sequence[Due]
    facts: Facts
    today: date
    horizon: date

    def permit(self, one: Held) -> Iterator[Span]:
        """A permit by its own dates; what one of them hides is not known."""
        papers, facts = self._papers(one)
        start, end = one.start, one.end
        if start and end and end < start:
            start = None
        if not papers:
            return
        if end is None:
            doubts = ("end",) if start else ("start", "end")
            yield Span(papers, start or self.today, self.horizon, facts, doubts, Certainty.UNKNOWN)
        elif start is not None:
            yield Span(papers, start, end, facts)
        else:
            known = min(self.today, end)
            first = min((day for other in self.held for day in (other.start,) if day and not other.asks), default=known)
            if first < known:
                yield Span(papers, first, known - _ONE, facts, ("start",), Certainty.UNKNOWN)
            yield Span(papers, known, end, facts)

    def event(self, one: Held, cards: Sequence[Span]) -> Iterator[Span]:
        """A paper by the day it was given: its end is written on it, or the clock's, or not known."""
        papers, facts = self._papers(one)
        start = one.start
        if not papers or start is None:
            return
        if one.kind == EventKind.CARD_HANDED.value:
            following = min((max(card.start, start) for card in cards if card.end >= start), default=None)
            last = following - _ONE if following else self.horizon
            yield from (Span(papers, start, last, facts),) if last >= start else ()
            return
        if papers[0].lasts is Lasts.UNTIL_CARD:
            handed = [other.start for other in self.held if other.kind == EventKind.CARD_HANDED.value and other.start]
            ends = [day for day in (*handed, one.end) if day and day >= start]
            yield Span(papers, start, min(ends, default=self.horizon), facts)
            return
        yield from self._given(papers, one, start, facts)

    def _given(self, papers: tuple[ProofPaper, ...], one: Held, start: date, facts: Facts) -> Iterator[Span]:
        until = self._due(one, Outcome.VALID_UNTIL)
        least = self._due(one, Outcome.VALID_AT_LEAST)
        if until is not None and until.front is not None and (one.end is None or until.front <= one.end):
            surely = Certainty.DISPUTED if one.end is None else Certainty.PROVED
            yield Span(papers, start, until.front, facts, ("end",) if one.end is None else (), surely)
        elif one.end is not None:
            yield from (Span(papers, start, one.end, facts),) if one.end >= start else ()
        else:
            sure = least.front if least is not None else None
            if sure is not None:
                yield Span(papers, start, sure, facts)
            later = sure + _ONE if sure is not None else start
            following = [other.start for other in self.held if other.kind == one.kind and other.start]
            last = min((day - _ONE for day in following if day > start), default=self.horizon)
            yield from (Span(papers, later, last, facts, ("end",), Certainty.UNKNOWN),) if last >= later else ()

    def extensions(self) -> Iterator[Span]:
        """The cards that count after their end, as the clock says; a late request makes it doubtful."""
        papers = tuple(paper for paper in self.table.papers.values() if paper.lasts is Lasts.EXTENSION)
        for due in self.dues:
            rule = due.deadline
            if rule.what is not Outcome.EXTENSION_ENDS or not due.events or not papers:
                continue
            start = due.events[0].on + _ONE
            if due.front is not None:
                yield Span(papers, start, due.front, self.facts, due.doubts, _unless(due.doubts))
            elif rule.period is not None and due.what is Outcome.WARNING:
                last = after(begin(due.events[0].on), rule.period).day
                yield Span(papers, start, last, self.facts, ("late",), Certainty.DISPUTED)

    def always(self) -> Iterator[Span]:
        """What holds without any paper of the State."""
        for paper in self.table.papers.values():
            if paper.lasts is Lasts.ALWAYS and paper.when.holds(self.facts) is Truth.YES:
                yield Span((paper,), self.today, self.horizon, self.facts)

    def ended(self, span: Span) -> Iterator[Span]:
        """``span``, doubtful from the day of a refusal or of an order to leave."""
        doubtful = [
            (one.start, doubt)
            for one in self.held
            for kind, doubt in _ENDINGS.items()
            if one.kind == kind and one.start and span.start <= one.start <= span.end
            and (doubt == "removal" or any(paper.provisional for paper in span.papers))
        ]  # fmt: skip
        if not doubtful:
            yield span
            return
        day, doubt = min(doubtful)
        if day > span.start:
            yield replace(span, end=day - _ONE)
        most = max(span.at_most, Certainty.DISPUTED, key=_RANK.__getitem__)
        yield replace(span, start=day, doubts=(*span.doubts, doubt), at_most=most)

    def _papers(self, one: Held) -> tuple[tuple[ProofPaper, ...], Facts]:
        facts = {**self.facts, **one.facts}
        found = tuple(
            paper
            for paper in self.table.papers.values()
            if one.kind in (paper.events if one.event else paper.permits) and paper.when.holds(facts) is not Truth.NO
        )
        return found, facts

    def _due(self, one: Held, what: Outcome) -> Due | None:
        for due in self.dues:
            if (
                due.what is what
                and due.events
                and (due.events[0].kind.value, due.events[0].on) == (one.kind, one.start)
            ):
                return due
        return None


def _unless(doubts: tuple[str, ...]) -> Certainty:
    return Certainty.DISPUTED if doubts else Certainty.PROVED


def _prolonging(span: Span, cards: Sequence[Span]) -> Span:
    """A paper given while waiting, with the permit it prolongs: the last one begun before it."""
    if not any(paper.provisional for paper in span.papers):
        return span
    before = [card for card in cards if card.start <= span.start]
    return replace(span, card=before[-1]) if before else span


def judged(span: Span, right: Right) -> Shown:
    """What ``span`` proves of ``right``: the weakest of the papers it may be."""
    return max((_judged(span, paper, right) for paper in span.papers), key=Shown.rank)


def _judged(span: Span, paper: ProofPaper, right: Right) -> Shown:
    worth = paper.worth(right)
    certainty, grade, doubts = _said(span, worth)
    if worth.with_card and span.card is None:
        certainty, doubts = _weaker(certainty, Certainty.DISPUTED), (*doubts, "card")
    if grade is Grade.C:
        certainty = Certainty.UNKNOWN
    certainty = _weaker(certainty, span.at_most)
    return Shown(certainty, paper, worth, grade, span.end, tuple(dict.fromkeys((*span.doubts, *doubts))))


def _said(span: Span, worth: Worth) -> tuple[Certainty, Grade, tuple[str, ...]]:
    """What the line says, before what is missing weakens it."""
    if worth.proves in {Proves.NO, Proves.UNKNOWN}:
        return Certainty.GAP if worth.proves is Proves.NO else Certainty.UNKNOWN, worth.grade, ()
    truth, missing = worth.when.holds(span.facts), worth.when.missing(span.facts)
    if worth.proves is Proves.DEPENDS:
        return Certainty.DISPUTED if isinstance(worth.when, Always) else _TRUTHS[truth], worth.grade, missing
    surely = Certainty.PROVED if truth is Truth.YES else Certainty.DISPUTED
    if worth.proves is Proves.YES:
        return surely, worth.grade, missing
    if span.card is None:
        return Certainty.DISPUTED, worth.grade, (*missing, "card")
    card = judged(span.card, worth.right)
    grade = max(worth.grade, card.grade, key=lambda grade: grade.value)
    return _weaker(card.certainty, surely), grade, (*missing, *card.doubts)


def _weaker(one: Certainty, other: Certainty) -> Certainty:
    return max(one, other, key=_RANK.__getitem__)
