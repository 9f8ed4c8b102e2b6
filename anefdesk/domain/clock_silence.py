"""When silence becomes a refusal: from the complete request, stopped while a piece was asked for.

Used by ``clock``. A renewed API changes nothing here; a request that is really incomplete gives no refusal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from anefdesk.domain.clock_situation import Situation, Speaking
from anefdesk.domain.deadlines import Due, Event, EventKind, Outcome, Reckoning, State
from anefdesk.domain.reckoning import Reckoned, after, begin, day_after, suspended

_GRANTED = (EventKind.ADF_ISSUED, EventKind.CARD_HANDED)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal that silence makes: ``first`` is the earliest day it can be said to be born."""

    due: Due
    first: Reckoned
    last: Reckoned  # the latest such day
    said: Speaking
    events: tuple[Event, ...]


def silence(case: Situation) -> tuple[tuple[Due, ...], Refusal | None]:
    """The rule that speaks for the request, and the refusal born or to be born if nothing answers it."""
    filed = case.last(EventKind.FILED, EventKind.COMPLETED)
    said = next(case.speaking(Reckoning.SILENCE, filed.on), None) if filed else None
    if filed is None or said is None:
        return (), None
    if said.deadline.period is None:  # a rule of silence that the table names and gives no period for
        return (case.due(said, (filed,), what=Outcome.NONE),), None
    start = _start(case)
    if start is None:
        return (case.due(said, (filed,), what=Outcome.NONE, doubts=("incomplete",)),), None
    return _reckoned(case, said, start)


def _start(case: Situation) -> Event | None:
    """The day the complete request was received; ``None`` when it is really incomplete."""
    filed, completed = case.last(EventKind.FILED), case.last(EventKind.COMPLETED)
    if completed is not None and (filed is None or filed.on <= completed.on):
        return completed
    if filed is None or case.facts.get("complete") == "no":
        return None
    elsewhere = [event for event in case.all(EventKind.FILED_ELSEWHERE) if event.on <= filed.on]
    return elsewhere[-1] if elsewhere else filed


def _reckoned(case: Situation, said: Speaking, start: Event) -> tuple[tuple[Due, ...], Refusal | None]:
    deadline = said.deadline
    assert deadline.period is not None
    stops = tuple(_stops(case, start.on))
    doubts = ("due",) if _unknown_stop(case, start.on) else ()
    asked = tuple(
        event for event in case.all(EventKind.COMPLEMENT_ASKED, EventKind.COMPLEMENT_GIVEN) if event.on >= start.on
    )
    first = suspended(after(begin(start.on), deadline.period), stops)
    longer = suspended(after(begin(start.on), deadline.longer), stops) if deadline.longer else first
    born = day_after(longer)
    answer = _answer(case, start.on, born.day)
    events = (start, *asked, *((answer,) if answer else ()))
    state = State.MET if answer else _stopped(case, stops)
    due = case.due(said, events, born, first, what=Outcome.REFUSAL_BORN, state=state, doubts=doubts)
    if answer is not None:
        return (case.due(said, events, what=Outcome.NONE, state=State.MET),), None
    return (due,), Refusal(due, first, born, said, (start, *asked))


def _answer(case: Situation, start: date, born: date) -> Event | None:
    """A decision taken before the refusal was born."""
    found = case.all(*_GRANTED, EventKind.REFUSAL_NOTIFIED, EventKind.OQTF_NOTIFIED)
    return next((event for event in found if start <= event.on < born), None)


def _stops(case: Situation, start: date) -> Iterator[tuple[date, date]]:
    """Each stop from the demand to the piece, or to the day it was due; those that overlap count once."""
    reached = start
    for asked in case.all(EventKind.COMPLEMENT_ASKED):
        if asked.on < start or asked.until is None:
            continue
        given = next((event.on for event in case.all(EventKind.COMPLEMENT_GIVEN) if event.on >= asked.on), asked.until)
        begun, over = max(asked.on, reached), min(given, asked.until)
        if begun < over:
            yield begun, over
            reached = over


def _unknown_stop(case: Situation, start: date) -> bool:
    return any(event.on >= start and event.until is None for event in case.all(EventKind.COMPLEMENT_ASKED))


def _stopped(case: Situation, stops: tuple[tuple[date, date], ...]) -> State | None:
    return State.SUSPENDED if any(begun <= case.today < over for begun, over in stops) else None
