"""Dates that an event gives by itself: filing windows, validity of papers, administration's own periods.

Used by ``clock``; the rules say from which event, and how long.
"""

from collections.abc import Iterator
from datetime import date

from anefdesk.domain.clock_situation import Situation, Speaking
from anefdesk.domain.deadlines import Due, Event, EventKind, Outcome, Period, Reckoning, State, StepKind
from anefdesk.domain.reckoning import Reckoned, after, begin, franc, next_birthday_day

_ENDS = (EventKind.PERMIT_END, EventKind.VISA_END)


def windows(case: Situation) -> Iterator[Due]:
    """Every plain rule, from every event it starts with."""
    for event in case.events:
        for said in case.speaking(Reckoning.PLAIN, event.on, event.kind):
            yield from _from(case, said, event)


def late(case: Situation) -> Iterator[Due]:
    """What a request filed after its window, or never, costs."""
    for end in case.all(*_ENDS):
        filed = _request_for(case, end)
        closed = [due for due in _windows_of(case, end) if _is_window(due)]
        missed = [due for due in closed if filed and due.front and filed.on > due.front]
        if filed is None or missed:
            yield from _costs(case, end, filed, missed[0].doubts if missed else ())


def _costs(case: Situation, end: Event, filed: Event | None, doubts: tuple[str, ...]) -> Iterator[Due]:
    acted, events = (filed.on, (end, filed)) if filed else (case.today, (end,))
    for said in case.speaking(Reckoning.LATE, end.on):
        period = said.deadline.period
        if filed is None and period is None:
            continue  # nothing was filed late yet
        if period is None or acted > after(begin(end.on), period).day:
            yield case.due(said, events, doubts=doubts)


def _is_window(due: Due) -> bool:
    """Whether this is the end of a filing window before a permit ends."""
    return due.what is Outcome.CLOSES and due.deadline.opens is not None and due.events[0].kind in _ENDS


def _request_for(case: Situation, end: Event) -> Event | None:
    """The first request made since the permit before this one ended."""
    before = [other.on for other in case.all(*_ENDS) if other.on < end.on]
    since = before[-1] if before else date.min
    return next((filed for filed in case.ever(EventKind.FILED) if filed.on > since), None)


def _from(case: Situation, said: Speaking, event: Event) -> Iterator[Due]:
    deadline = said.deadline
    if any(not case.all(kind) for kind in deadline.needs):
        return
    if deadline.in_time and _out_of_window(case, event):
        yield case.due(said, _with_needed(case, said, event), what=Outcome.WARNING, doubts=("filed_out_of_window",))
        return
    if deadline.opens is None and deadline.period is None:
        yield _open_ended(case, said, event)
        return
    if deadline.opens is not None:
        clamped, turned = _both(event, deadline.opens)
        yield case.due(said, (event,), turned, clamped, what=Outcome.OPENS)
    if deadline.period is not None:
        front, rescue = _both(event, deadline.period)
        if deadline.what is Outcome.VALID_UNTIL and event.until is not None:
            if event.until > front.day:
                yield case.due(said, (event,), what=Outcome.WARNING, doubts=("written_longer",))
            front = _written(front, event)
        rescue = franc(rescue, case.calendar) if deadline.franc else rescue
        rescue = front if deadline.what is Outcome.VALID_UNTIL else rescue
        events, met = _with_needed(case, said, event), _met(case, said, event, front.day)
        yield case.due(said, events, front, rescue, state=met)


def _both(event: Event, period: Period) -> tuple[Reckoned, Reckoned]:
    """The period counted to a day that exists, and for a birthday of 29 February to 1 March."""
    start = begin(event.on)
    plain = after(start, period)
    return plain, next_birthday_day(start, period) if event.kind is EventKind.BIRTH else plain


def _out_of_window(case: Situation, end: Event) -> bool:
    """Whether the request came before or after the window that this end gives."""
    filed = _request_for(case, end)
    window = tuple(_windows_of(case, end))
    return filed is not None and any(
        filed.on < due.front if due.what is Outcome.OPENS else filed.on > due.front for due in window if due.front
    )


def _windows_of(case: Situation, end: Event) -> Iterator[Due]:
    for said in case.speaking(Reckoning.PLAIN, end.on, end.kind):
        if said.deadline.opens is not None:
            yield from _from(case, said, end)


def _open_ended(case: Situation, said: Speaking, event: Event) -> Due:
    """No period in the text: until something happens, if it did."""
    over = next((end for end in case.all(*said.deadline.ends_with) if end.on >= event.on), None)
    if over is None:
        return case.due(said, (event,))
    return case.due(said, (event, over), begin(over.on), what=Outcome.VALID_UNTIL)


def _written(front: Reckoned, event: Event) -> Reckoned:
    """A paper ends on the day written on it, when that comes first."""
    if event.until is not None and event.until < front.day:
        return begin(event.on).then(StepKind.WRITTEN_END, event.until)
    return front


def _with_needed(case: Situation, said: Speaking, event: Event) -> tuple[Event, ...]:
    return (event, *(found for kind in said.deadline.needs if (found := case.last(kind))))


def _met(case: Situation, said: Speaking, event: Event, end: date) -> State | None:
    """Met when what had to be done was done in time, since the last such event."""
    before = [other.on for other in case.all(event.kind) if other.on < event.on]
    since = before[-1] if before else date.min
    done = any(since < act.on <= min(end, case.today) for act in case.ever(*said.deadline.met_by))
    return State.MET if done else None
