"""One file as the legal clock sees it: its events in order, what is known, and which rules speak.

Used by the parts of ``clock``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from anefdesk.domain.deadlines import (
    Deadline,
    DeadlineTable,
    Due,
    Event,
    EventKind,
    Outcome,
    Place,
    Reckoning,
    State,
    SummerTime,
    Where,
)
from anefdesk.domain.facts import Facts, Truth
from anefdesk.domain.procedure import Grade
from anefdesk.domain.reckoning import Calendar, Reckoned

_NOT_BEFORE = frozenset({Outcome.OPENS, Outcome.REFUSAL_BORN})


@dataclass(frozen=True, slots=True)
class Speaking:
    """A rule that speaks, and what was not known."""

    deadline: Deadline
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Situation:
    """Everything the clock reckons from."""

    table: DeadlineTable
    events: Sequence[Event]
    facts: Facts
    place: str
    calendar: Calendar
    today: date
    _by_kind: Mapping[EventKind, tuple[Event, ...]] = field(init=False, repr=False)
    _speaking: Mapping[tuple[Reckoning, EventKind | None], tuple[Speaking, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        found: dict[EventKind, tuple[Event, ...]] = {}
        for event in sorted(self.events, key=lambda event: (event.on, event.kind.value)):
            found[event.kind] = (*found.get(event.kind, ()), event)
        known = {"where": self.where.value, **self.facts}
        object.__setattr__(self, "_by_kind", found)
        object.__setattr__(self, "facts", known)
        object.__setattr__(self, "_speaking", self._said())

    @property
    def where(self) -> Where:
        """In which of the three cases of the code the person is."""
        place = self.table.places.get(self.place)
        return place.where if place else Where.MAINLAND

    @property
    def summer_time(self) -> SummerTime:
        """How the clocks change there."""
        place: Place | None = self.table.places.get(self.place)
        return place.summer_time if place else SummerTime.EUROPE

    def all(self, *kinds: EventKind) -> tuple[Event, ...]:
        """The events of these kinds that still count, in order."""
        return tuple(event for event in self.ever(*kinds) if not event.over)

    def ever(self, *kinds: EventKind) -> tuple[Event, ...]:
        """Those of closed requests too: what was done in time stays done."""
        found = [event for kind in kinds for event in self._by_kind.get(kind, ())]
        return tuple(sorted(found, key=lambda event: event.on))

    def last(self, *kinds: EventKind) -> Event | None:
        """The latest of them."""
        found = self.all(*kinds)
        return found[-1] if found else None

    def speaking(self, reckoning: Reckoning, day: date, start: EventKind | None = None) -> Iterator[Speaking]:
        """The rules of this arithmetic in force on ``day`` for this person, in the order of the table."""
        return (said for said in self._speaking.get((reckoning, start), ()) if _in_force(said.deadline, day))

    def _said(self) -> dict[tuple[Reckoning, EventKind | None], tuple[Speaking, ...]]:
        """The rules that speak for this person, by arithmetic and by the event they start from, if they say."""
        found: dict[tuple[Reckoning, EventKind | None], tuple[Speaking, ...]] = {}
        for deadline in self.table.rules.values():
            doubts = self._doubts(deadline) if self._concerned(deadline) else None
            if doubts is not None:
                for start in deadline.start or (None,):
                    key = deadline.reckoning, start
                    found[key] = (*found.get(key, ()), Speaking(deadline, doubts))
        return found

    def _concerned(self, deadline: Deadline) -> bool:
        procedure = self.facts.get("procedure", "")
        if deadline.procedures and procedure not in deadline.procedures:
            return False
        return procedure not in deadline.except_procedures and not self.all(*deadline.absent)

    def _doubts(self, deadline: Deadline) -> tuple[str, ...] | None:
        """What is not known and matters; ``None`` when the rule does not speak."""
        if deadline.unless.holds(self.facts) is Truth.YES or deadline.when.holds(self.facts) is Truth.NO:
            return None
        missing = deadline.when.missing(self.facts)
        if not set(missing) <= set(deadline.presumed):
            return None
        elsewhere = ("overseas",) if deadline.adapted and self.where is Where.OVERSEAS else ()
        algerian = ("algerian",) if deadline.adapted and self.facts.get("algerian") == "yes" else ()
        return (*missing, *elsewhere, *algerian)

    def due(
        self,
        said: Speaking,
        events: tuple[Event, ...],
        front: Reckoned | None = None,
        rescue: Reckoned | None = None,
        *,
        what: Outcome | None = None,
        state: State | None = None,
        doubts: tuple[str, ...] = (),
    ) -> Due:
        """The date with its state today; a rule of grade C gives a hint and never a date."""
        deadline, what = said.deadline, what or said.deadline.what
        if deadline.grade is Grade.C:
            front = rescue = None
        if rescue is not None and front is not None and rescue.day == front.day:
            rescue = None
        return Due(
            deadline=deadline,
            what=what,
            state=state or self.state(what, front or rescue, events),
            events=events,
            front=front.day if front else None,
            rescue=rescue.day if rescue else None,
            steps=front.steps if front else (),
            rescue_steps=rescue.steps if rescue else (),
            doubts=tuple(dict.fromkeys((*said.doubts, *doubts))),
        )

    def state(self, what: Outcome, end: Reckoned | None, events: tuple[Event, ...]) -> State:
        """Where the date stands today."""
        if what is Outcome.WARNING:
            return State.WARNING
        if end is None:
            return State.HINT
        if what in _NOT_BEFORE:
            waiting = State.NOT_STARTED if what is Outcome.OPENS else State.RUNNING
            return waiting if self.today < end.day else State.PASSED
        if self.today > end.day:
            return State.PASSED
        begun = any(event.on <= self.today for event in events) or end.day < min(event.on for event in events)
        return State.RUNNING if begun else State.NOT_STARTED


def _in_force(deadline: Deadline, day: date) -> bool:
    return (deadline.valid_from or day) <= day <= (deadline.valid_to or day)
