"""What a person can prove, day by day, and when they no longer can: the forecast of the gaps in their rights.

Used by services for the strip on screen, the printed timeline and the letters. Nothing is kept: note another paper and
ask again. Days come from the papers and from the legal clock; what a paper is worth comes from papers.toml.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import takewhile

from anefdesk.domain.deadlines import Due, EventKind, Outcome
from anefdesk.domain.facts import Facts
from anefdesk.domain.held_papers import Certainty, Held, Shown, Span, judged, spans
from anefdesk.domain.papers import BeforeGap, PaperTable, ProofPaper, Right, Worth
from anefdesk.domain.procedure import Grade

__all__ = ["Certainty", "Forecast", "Gap", "Held", "Proof", "Segment", "ToDo", "forecast", "on_day"]

HORIZON_DAYS = 365
_ONE = timedelta(days=1)
_ENDS = frozenset({EventKind.PERMIT_END, EventKind.VISA_END})


class Timing(Enum):
    """Where a gap stands on the day of the forecast."""

    AHEAD = "ahead"
    NOW = "now"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Segment:
    """Days, both included, on which the same can be said of one right. ``worth`` is absent where nothing proves."""

    right: Right
    start: date
    end: date
    certainty: Certainty
    paper: ProofPaper | None = None
    worth: Worth | None = None
    grade: Grade = Grade.A
    doubts: tuple[str, ...] = ()  # "end", "start", "card", "late", "refused", a fact…

    @property
    def to_check(self) -> bool:
        """Whether « à vérifier » stands beside it."""
        return (
            self.certainty in {Certainty.DISPUTED, Certainty.UNKNOWN} or self.grade is not Grade.A or bool(self.doubts)
        )

    @property
    def base(self) -> str:
        """The article it rests on; empty where nothing proves."""
        return self.worth.article if self.worth else ""

    def said_alike(self, other: "Segment") -> bool:
        """Whether both say the same, on whatever days."""
        return (self.right, self.certainty, self.paper, self.worth, self.grade, self.doubts) == (
            other.right, other.certainty, other.paper, other.worth, other.grade, other.doubts,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToDo:
    """What to do about a gap, and by when if the rule or our proposal gives a day."""

    advice: BeforeGap
    on: date | None = None
    due: Due | None = None  # where the day comes from the legal clock


@dataclass(frozen=True, slots=True)
class Gap:
    """Days on which nothing proves a right. ``last`` is what proved it until the day before."""

    segment: Segment
    timing: Timing
    last: Segment | None = None
    to_do: tuple[ToDo, ...] = ()
    lasts: bool = False  # to the end of the forecast: nothing known ends it


@dataclass(frozen=True, slots=True)
class Proof:
    """What can be said of one right on one day."""

    right: Right
    day: date
    segment: Segment | None  # None: before anything is known, or after the forecast


@dataclass(frozen=True)
class Forecast:
    """Every right from ``begins`` to ``horizon``, without a hole; gaps that are not over, with what to do."""

    begins: date
    horizon: date
    today: date
    segments: tuple[Segment, ...]
    gaps: tuple[Gap, ...] = ()
    papers: tuple[ProofPaper, ...] = ()  # those of the file, in order, what proves nothing too
    anything: bool = True  # whether a paper is noted at all

    def of(self, right: Right) -> tuple[Segment, ...]:
        """One lane, in order."""
        return tuple(segment for segment in self.segments if segment.right is right)

    def next_gap(self, right: Right) -> Gap | None:
        """The gap of today, or the next one."""
        return next((gap for gap in self.gaps if gap.segment.right is right), None)

    def doubtful(self, right: Right) -> tuple[date, date] | None:
        """The days right before the next gap on which what proves is only disputed, when some are to come."""
        gap, lane = self.next_gap(right), self.of(right)
        if gap is None or gap.timing is Timing.NOW:
            return None
        found = tuple(takewhile(_disputed, reversed(lane[: lane.index(gap.segment)])))
        return (found[-1].start, found[0].end) if found else None


def _disputed(segment: Segment) -> bool:
    return segment.certainty is Certainty.DISPUTED


def forecast(
    table: PaperTable,
    held: Sequence[Held],
    dues: Sequence[Due],
    facts: Facts,
    today: date,
    horizon_days: int = HORIZON_DAYS,
) -> Forecast:
    """What can be proved from the first paper known to ``horizon_days`` after ``today``.

    Args:
        table: what papers prove.
        held: papers and requests of the file, in any order.
        dues: what the legal clock reckoned of the same file.
        facts: catalogue facts of the person; those of a démarche come with what is held.
        today: the day on the wall.
        horizon_days: how far to look.
    """
    horizon = today + timedelta(days=horizon_days)
    found = [span for span in spans(table, held, dues, facts, today, horizon) if span.start <= horizon]
    proving = [span for span in found if any(not paper.proves_nothing for paper in span.papers)]
    told = [span for span in found if any(paper.permits for paper in span.papers)]
    begins = min([today, *(span.start for span in proving)])
    lanes = {right: _lane(right, proving, begins, horizon, known=bool(proving or told)) for right in Right}
    filed = _filed(found, held, today)
    gaps = [gap for lane in lanes.values() for gap in _gaps(table, lane, dues, today, horizon, filed=filed)]
    papers = dict.fromkeys(paper for span in sorted(found, key=_start) for paper in span.papers)
    return Forecast(
        begins=begins,
        horizon=horizon,
        today=today,
        segments=tuple(segment for lane in lanes.values() for segment in lane),
        gaps=tuple(sorted(gaps, key=lambda gap: gap.segment.start)),
        papers=tuple(papers),
        anything=bool(proving or told),
    )


def on_day(found: Forecast, day: date) -> tuple[Proof, ...]:
    """Right by right, what can be proved on ``day`` and with which paper."""
    return tuple(
        Proof(right, day, next((one for one in found.of(right) if one.start <= day <= one.end), None))
        for right in Right
    )


def _start(span: Span) -> date:
    return span.start


def _lane(right: Right, found: Sequence[Span], begins: date, horizon: date, *, known: bool) -> tuple[Segment, ...]:
    """One right: the best paper of each day, days that say the same put together."""
    shown = [(span, judged(span, right)) for span in found]
    edges = {begins} | {span.start for span in found} | {span.end + _ONE for span in found}
    days = sorted(day for day in edges if begins <= day <= horizon)
    lane: list[Segment] = []
    for start, following in zip(days, [*days[1:], horizon + _ONE], strict=True):
        here = [one for span, one in shown if span.start <= start <= span.end]
        segment = _segment(right, start, following - _ONE, here, known=known)
        if lane and lane[-1].said_alike(segment):
            segment = Segment(
                right, lane.pop().start, segment.end, segment.certainty,
                segment.paper, segment.worth, segment.grade, segment.doubts,
            )  # fmt: skip
        lane.append(segment)
    return tuple(lane)


def _segment(right: Right, start: date, end: date, here: Sequence[Shown], *, known: bool) -> Segment:
    best = min(here, key=Shown.rank, default=None)
    if best is None or best.certainty is Certainty.GAP:
        return Segment(right, start, end, Certainty.GAP if known else Certainty.UNKNOWN)
    return Segment(right, start, end, best.certainty, best.paper, best.worth, best.grade, best.doubts)


def _filed(found: Sequence[Span], held: Sequence[Held], today: date) -> bool:
    """Whether the request that should follow the last permit is made."""
    ends = sorted({span.end for span in found if span.is_card})
    since = ends[-2] if len(ends) > 1 else date.min
    return any(one.asks and one.start and since < one.start <= today for one in held)


def _gaps(
    table: PaperTable, lane: Sequence[Segment], dues: Sequence[Due], today: date, horizon: date, *, filed: bool
) -> Iterator[Gap]:
    for number, segment in enumerate(lane):
        if segment.certainty is not Certainty.GAP or segment.end < today:
            continue
        last = lane[number - 1] if number else None
        yield Gap(
            segment,
            Timing.AHEAD if segment.start > today else Timing.NOW,
            last,
            tuple(_to_do(table, segment, last, dues, filed=filed)),
            lasts=segment.end >= horizon,
        )


def _to_do(
    table: PaperTable, gap: Segment, last: Segment | None, dues: Sequence[Due], *, filed: bool
) -> Iterator[ToDo]:
    for advice in table.before_gap.values():
        if (advice.rights and gap.right not in advice.rights) or advice.filed is (not filed):
            continue
        due = _window(dues, last) if advice.window else None
        if advice.window and due is None:
            continue
        day = last.end + timedelta(days=advice.days) if last and advice.days is not None else None
        yield ToDo(advice, due.front if due else day, due)


def _window(dues: Sequence[Due], last: Segment | None) -> Due | None:
    """The end of the filing window that the end of the last paper gives."""
    for due in dues:
        window = due.what is Outcome.CLOSES and due.deadline.opens is not None and due.front is not None
        if window and last is not None and (due.events[0].kind in _ENDS and due.events[0].on == last.end):
            return due
    return None
