"""The legal clock asked for one whole file: each démarche once, what belongs to the person once.

Used by the deadlines of a file and by the list of the day, so that both say the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from anefdesk.domain.case import CaseFile
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.clock import clocks
from anefdesk.domain.deadlines import Deadline, Due, EventKind, Outcome, Reckoning, State
from anefdesk.domain.facts import Truth
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.months import add_months
from anefdesk.services.calendar import calendar
from anefdesk.services.clock_events import Run, last_end, runs

_ENDS = frozenset({EventKind.PERMIT_END, EventKind.VISA_END})
_RENEWED = frozenset({EventKind.API_ISSUED, EventKind.RECEIPT_ISSUED})  # only the last of these papers counts
_GRANTED = frozenset({EventKind.ADF_ISSUED, EventKind.CARD_HANDED})
_COURT = frozenset({Reckoning.EXPRESS, Reckoning.REASONS_UNANSWERED, Reckoning.NOT_OPPOSABLE, Reckoning.OQTF})
_OF_SILENCE = frozenset({Reckoning.IMPLICIT, Reckoning.REASONS, Reckoning.INTERRUPTION, Reckoning.DISTANCE})
_LAST_DAYS = frozenset({Outcome.LAST_DAY, Outcome.LAST_HOUR})


@dataclass(frozen=True)
class Found:
    """A date with the run that gave it; ``done``: what had to be done is recorded, in time or not."""

    due: Due
    run: Run
    done: bool


def reckon(
    file: CaseFile, recorded: Sequence[LegalEvent], catalogue: Catalogue, today: date
) -> tuple[tuple[Run, ...], tuple[Found, ...]]:
    """Every run of the clock and every date of the file, dated ones first and in order."""
    place = file.person.department
    asked = runs(file, recorded, catalogue, today)
    filed = any(run.asks_permit and _has(run, EventKind.FILED) for run in asked)
    kept: dict[object, Found] = {}
    for number, run in enumerate(asked):
        for due in clocks(catalogue.deadlines, run.reckoned, run.facts, place, calendar(place), today):
            if _overtaken(due, run) or (filed and _never_filed(due, run)):
                continue
            found = Found(due, run, _done(due, run))
            key = _key(due, run, number)
            if key not in kept or (found.done and not kept[key].done):
                kept[key] = found
    return asked, tuple(sorted(kept.values(), key=_order))


def _order(found: Found) -> tuple[date, str, str]:
    due = found.due
    return due.front or due.rescue or date.max, due.rule, due.what.value


def _has(run: Run, *kinds: EventKind) -> bool:
    return any(event.kind in kinds for event in run.events)


def _key(due: Due, run: Run, number: int) -> object:
    """What makes a date one and the same for two démarches: that it follows from the person's events alone."""
    if all(event in run.shared for event in due.events):
        return due.deadline.id, due.what, due.events, due.front, due.rescue, due.at
    return number, due.deadline.id, due.what, due.events, due.front, due.rescue, due.at


def _overtaken(due: Due, run: Run) -> bool:
    """Whether the paper or the permit this starts from was followed by another."""
    if not due.events:
        return False
    first = due.events[0]
    if first.kind in _ENDS:
        last = last_end(run.events)
        return last is not None and first.on < last
    return first.kind in _RENEWED and any(other.kind is first.kind and other.on > first.on for other in run.events)


def _never_filed(due: Due, run: Run) -> bool:
    """A warning that nothing was asked for: said of a démarche in preparation while another was filed."""
    return due.deadline.reckoning is Reckoning.LATE and not _has(run, EventKind.FILED)


def _done(due: Due, run: Run) -> bool:
    if due.state is State.MET:
        return True
    if due.state is State.INTERRUPTED or not due.events:
        return due.state is State.INTERRUPTED
    if due.what is Outcome.VALID_UNTIL and due.front and (last_end(run.events) or date.min) > due.front:
        return True  # a permit that ends later is held
    return any(event.kind in _acts(due) and event.on >= _since(due, run) for event in run.reckoned)


def _acts(due: Due) -> frozenset[EventKind]:
    """What settles a date once it has happened."""
    deadline = due.deadline
    if deadline.reckoning is Reckoning.OQTF_LEGAL_AID:
        return frozenset({EventKind.LEGAL_AID_ASKED, EventKind.COURT_SEISED})
    if due.what in _LAST_DAYS and deadline.reckoning in _COURT:
        return frozenset({EventKind.COURT_SEISED})
    if due.what in _LAST_DAYS and deadline.reckoning in _OF_SILENCE:
        return frozenset({EventKind.COURT_SEISED, *_GRANTED})
    if due.what is Outcome.REFUSAL_BORN:
        return frozenset({EventKind.COURT_SEISED, *_GRANTED})
    if due.what is Outcome.VALID_UNTIL:
        return _GRANTED
    return frozenset(deadline.met_by)


def _since(due: Due, run: Run) -> date:
    """From which day on an act answers this date."""
    first, deadline = due.events[0], due.deadline
    if deadline.reckoning in _OF_SILENCE and first.kind is not EventKind.REFUSAL_NOTIFIED and due.front:
        return add_months(due.front, -deadline.period.months) if deadline.period else due.front
    if due.what is Outcome.REFUSAL_BORN:
        return due.rescue or due.front or first.on
    if deadline.reckoning is not Reckoning.PLAIN or first.kind not in {*_ENDS, EventKind.BIRTH}:
        return first.on
    before = [other.on for other in run.events if other.kind is first.kind and other.on < first.on]
    return max(before) if before and first.kind in _ENDS else date.min


def questions_of(run: Run, catalogue: Catalogue, today: date) -> Mapping[str, tuple[str, ...]]:
    """The facts that rules touched by this run's events depend on and the file does not tell, with those rules."""
    found: dict[str, list[str]] = {}
    for rule in catalogue.deadlines.rules.values():
        if not _touched(rule, run, today):
            continue
        procedure = run.facts.get("procedure", "")
        if (rule.procedures and procedure not in rule.procedures) or procedure in rule.except_procedures:
            continue
        if any(_has(run, kind) for kind in rule.absent):
            continue
        names = {*rule.when.mentioned(), *rule.unless.mentioned()}
        if rule.reckoning is Reckoning.SILENCE and rule.period and rule.when.holds(run.facts) is Truth.YES:
            names |= {"complete"} - set(found)  # the first rule of silence that fits is the one that speaks
        for name in names - run.told:
            if rule.rule not in found.setdefault(name, []):
                found[name].append(rule.rule)
    return {name: tuple(rules) for name, rules in found.items()}


_STARTS: Mapping[Reckoning, tuple[EventKind, ...]] = {
    Reckoning.SILENCE: (EventKind.FILED, EventKind.COMPLETED),
    Reckoning.IMPLICIT: (EventKind.FILED, EventKind.COMPLETED),
    Reckoning.EXPRESS: (EventKind.REFUSAL_NOTIFIED,),
    Reckoning.NOT_OPPOSABLE: (EventKind.REFUSAL_NOTIFIED,),
    Reckoning.OQTF: (EventKind.OQTF_NOTIFIED,),
    Reckoning.OQTF_LEGAL_AID: (EventKind.OQTF_NOTIFIED,),
}


def _touched(rule: Deadline, run: Run, today: date) -> bool:
    """Whether something that starts this rule happened; an age counts until the period from birth is over."""
    starts = rule.start or _STARTS.get(rule.reckoning, ())
    if starts != (EventKind.BIRTH,):
        return _has(run, *starts)
    months = rule.period.years * 12 + rule.period.months if rule.period else 0
    opened = rule.opens.years * 12 if rule.opens else 0
    born = [event.on for event in run.events if event.kind is EventKind.BIRTH]
    return any(add_months(day, opened - 12) <= today <= add_months(day, months) for day in born)
