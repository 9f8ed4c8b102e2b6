"""Last days to go to court against a refusal: notified, or born of silence; reasons, appeals to the administration.

Used by ``clock``. The shortest defensible date is in front; the longer one is a rescue for a lawyer to confirm.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from anefdesk.domain.clock_silence import Refusal
from anefdesk.domain.clock_situation import Situation, Speaking
from anefdesk.domain.deadlines import Deadline, Due, Event, EventKind, Outcome, Period, Reckoning, State, StepKind
from anefdesk.domain.reckoning import Reckoned, after, begin, day_after, franc

_TO_ADMINISTRATION = (EventKind.GRACIOUS_APPEAL, EventKind.HIERARCHICAL_APPEAL)


@dataclass(frozen=True, slots=True)
class Term:
    """An appeal period that runs: its rule, the day it starts, its two ends."""

    said: Speaking
    start: date
    later: Reckoned  # the latest day it can be said to start
    events: tuple[Event, ...]
    front: Reckoned
    rescue: Reckoned


def express(case: Situation) -> Iterator[Due]:
    """Against every refusal that was notified without an OQTF."""
    with_removal = {event.on for event in case.all(EventKind.OQTF_NOTIFIED)}
    for event in case.all(EventKind.REFUSAL_NOTIFIED):
        if event.on in with_removal:
            continue
        said = next(case.speaking(Reckoning.EXPRESS, event.on), None)
        if said is not None:
            term = _term(case, said, begin(event.on), begin(event.on), (event,))
            yield from _of(case, term)
            yield from _not_opposable(case, term)


def implicit(case: Situation, refusal: Refusal | None) -> Iterator[Due]:
    """Against the refusal that silence made, unless an express one took its place in time."""
    if refusal is None:
        return
    said = next(case.speaking(Reckoning.IMPLICIT, refusal.first.day), None)
    if said is None:
        return
    term = _term(case, said, refusal.first, refusal.last, refusal.events)
    if said.deadline.longer is not None:
        term = _reasonable_time(case, term, said.deadline.longer)
    if any(term.start <= event.on <= term.rescue.day for event in case.all(EventKind.REFUSAL_NOTIFIED)):
        return
    yield from _of(case, term)
    yield from _reasons(case, term)


def _reasonable_time(case: Situation, term: Term, longer: Period) -> Term:
    """The two months cannot be opposed: the judge's reasonable time, from the day the person knew."""
    known = next((event for event in case.all(EventKind.REFUSAL_KNOWN) if event.on >= term.start), None)
    events = (*term.events, known) if known else term.events
    since = begin(known.on if known else term.start)
    return replace(term, events=events, rescue=after(since, longer))


def _term(case: Situation, said: Speaking, start: Reckoned, later: Reckoned, events: tuple[Event, ...]) -> Term:
    assert said.deadline.period is not None
    end, longer = after(start, said.deadline.period), after(later, said.deadline.period)
    return Term(said, start.day, later, events, end, franc(longer, case.calendar) if said.deadline.franc else longer)


def _of(case: Situation, term: Term) -> Iterator[Due]:
    """The period itself, what distance adds, and what an appeal to the administration starts again."""
    restarted = _restarted(case, term)
    asked, given = _asked_and_given(case, term)
    by_reasons = asked is not None and given is not None and asked.on <= term.front.day
    interrupted = by_reasons or (restarted and _in_time(case, term, term.front.day))
    state = State.INTERRUPTED if interrupted else None
    yield case.due(term.said, term.events, term.front, term.rescue, state=state)
    yield from _distance(case, term)
    if restarted is not None:
        yield restarted


def _distance(case: Situation, term: Term) -> Iterator[Due]:
    for said in case.speaking(Reckoning.DISTANCE, term.start):
        more, ordinary = said.deadline.period, term.said.deadline.period
        if more is not None and ordinary is not None:
            further = after(term.later, Period(months=ordinary.months + more.months))
            yield case.due(said, term.events, term.front, franc(further, case.calendar))


def _not_opposable(case: Situation, term: Term) -> Iterator[Due]:
    for said in case.speaking(Reckoning.NOT_OPPOSABLE, term.start):
        if said.deadline.longer is not None:
            yield case.due(said, term.events, term.front, after(begin(term.start), said.deadline.longer))


def _in_time(case: Situation, term: Term, end: date) -> tuple[Event, ...]:
    return tuple(event for event in case.all(*_TO_ADMINISTRATION) if term.start <= event.on <= end)


def _restarted(case: Situation, term: Term) -> Due | None:
    """The period after the last of the appeals made in time was rejected, in words or by silence."""
    said = next(case.speaking(Reckoning.INTERRUPTION, term.start), None)
    if said is None:
        return None
    sure, arguable = _in_time(case, term, term.front.day), _in_time(case, term, term.rescue.day)
    if not arguable:
        return None
    assert said.deadline.period is not None
    front = after(_rejected(case, said.deadline, sure)[0], said.deadline.period) if sure else term.front
    rescue = franc(after(_rejected(case, said.deadline, arguable)[1], said.deadline.period), case.calendar)
    doubts = () if sure == arguable else ("appeal_in_time",)
    answers = case.all(EventKind.APPEAL_REJECTED)
    return case.due(said, (*term.events, *arguable, *answers), front, rescue, doubts=doubts)


def _rejected(case: Situation, rule: Deadline, appeals: tuple[Event, ...]) -> tuple[Reckoned, Reckoned]:
    """The earlier and the later day on which the last of ``appeals`` can be said to be rejected."""
    answers = list(case.all(EventKind.APPEAL_REJECTED))
    earlier, later = [], []
    for appeal in appeals:
        first, last = _rejection(rule, appeal, _answer_to(appeal, answers))
        earlier.append(first)
        later.append(last)
    return max(earlier, key=lambda found: found.day), max(later, key=lambda found: found.day)


def _answer_to(appeal: Event, answers: list[Event]) -> Event | None:
    """The answer to this appeal; one that does not say to which is the first appeal's that has none."""
    named = [answer for answer in answers if answer.of is appeal.kind and answer.on >= appeal.on]
    found = named or [answer for answer in answers if answer.of is None and answer.on >= appeal.on]
    if found:
        answers.remove(found[0])
        return found[0]
    return None


def _rejection(rule: Deadline, appeal: Event, answer: Event | None) -> tuple[Reckoned, Reckoned]:
    assert rule.longer is not None
    assert rule.period is not None
    silent = after(begin(appeal.on), rule.longer)
    if answer is None:
        return silent, day_after(silent)
    said = begin(appeal.on).then(StepKind.REJECTED, answer.on)
    if answer.on <= silent.day:
        return said, said
    in_between = answer.on <= after(silent, rule.period).day  # an express answer starts the period again
    return silent, said if in_between else day_after(silent)


def _reasons(case: Situation, term: Term) -> Iterator[Due]:
    """The day to ask for the reasons, or what their being given, or not, leaves."""
    asked, given = _asked_and_given(case, term)
    if asked is None or given is not None:
        for said in case.speaking(Reckoning.REASONS, term.start):
            yield _with_reasons(case, said, term, asked, given)
        return
    for said in case.speaking(Reckoning.REASONS_UNANSWERED, term.start):
        yield _unanswered(case, said, term, asked)


def _asked_and_given(case: Situation, term: Term) -> tuple[Event | None, Event | None]:
    """The demand of the reasons of a refusal that silence made, and their being given."""
    if term.said.deadline.reckoning is not Reckoning.IMPLICIT:
        return None, None
    asked = next((event for event in case.all(EventKind.REASONS_ASKED) if event.on >= term.start), None)
    if asked is None:
        return None, None
    return asked, next((event for event in case.all(EventKind.REASONS_GIVEN) if event.on >= asked.on), None)


def _with_reasons(case: Situation, said: Speaking, term: Term, asked: Event | None, given: Event | None) -> Due:
    if asked is None or given is None:
        return case.due(said, term.events, term.front, term.rescue)
    if asked.on > term.rescue.day:
        return _too_late(case, said, term, asked)
    assert said.deadline.period is not None
    end = after(begin(given.on), said.deadline.period)
    sure = asked.on <= term.front.day
    events = (*term.events, asked, given)
    doubts = () if sure else ("asked_in_time",)
    return case.due(said, events, end if sure else term.front, franc(end, case.calendar), doubts=doubts)


def _too_late(case: Situation, said: Speaking, term: Term, asked: Event) -> Due:
    """Reasons asked after the period: the demand lengthens nothing."""
    return case.due(said, (*term.events, asked), what=Outcome.NONE, doubts=("asked_late",))


def _unanswered(case: Situation, said: Speaking, term: Term, asked: Event) -> Due:
    """Silence on the demand of reasons: the short date stays in front, the year is only a rescue."""
    events = (*term.events, asked)
    if asked.on > term.rescue.day or said.deadline.longer is None:
        return _too_late(case, said, term, asked)
    start, floor = begin(asked.on), said.deadline.not_before
    if floor is not None and asked.on < floor:
        start = start.then(StepKind.NOT_BEFORE, floor)
    return case.due(said, events, term.front, after(start, said.deadline.longer))
