"""Where somebody stands on the ladder of a blockage: what is done, what can be done now, what opens later and when.

Pure: used by services with the dates of the legal clock. A date before which nothing serves is the later one that can
be defended, a last day to act the earlier one. A wait of our own is marked as a proposal and never called a period.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from anefdesk.domain.blockage import Remedy, Reply
from anefdesk.domain.blockage_kinds import BlockageKind, BlockageTable, RungRule, Step
from anefdesk.domain.deadlines import Due, Outcome, State
from anefdesk.domain.months import add_months
from anefdesk.domain.partial_date import day_of

REASONS = (
    *("done", "awaiting", "unanswered", "answered", "now", "now_since", "by", "by_hour", "passed", "no_date"),
    *("given", "later", "after", "no_start"),
)
_LAST = frozenset({Outcome.LAST_DAY, Outcome.LAST_HOUR, Outcome.CLOSES})
_SPENT = frozenset({State.MET, State.INTERRUPTED, State.HINT, State.WARNING})
_ANSWERED = frozenset({Reply.REFUSED, Reply.PARTLY, Reply.NONE})


class RungState(Enum):
    """Where one rung stands on a chosen day."""

    DONE = "done"
    NOW = "now"
    LATER = "later"
    NOT_YET_KNOWN = "not_yet_known"  # waits for a date of the law that the file does not tell


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of one person's ladder.

    ``opens`` is the first day it serves. ``due`` is the last day to act by the law or, once done, the day an answer is
    expected. ``rescue`` is the longer last day that a lawyer may confirm.
    """

    step: Step
    rule: RungRule
    remedy: Remedy | None
    opens: date | None
    due: date | None
    state: RungState
    why: str  # a French sentence
    proposal: bool = False  # ``opens`` rests on a wait of our own: « proposition »
    at: datetime | None = None  # the last hour, for periods by hours
    rescue: date | None = None
    to_check: bool = False  # the last day is below grade A, or something was not known
    passed: bool = False  # ``due`` is over


def expected(step: Step, rule: RungRule | None, on: date) -> date | None:
    """The day by which an answer to a step taken ``on`` is expected, when something says so."""
    if step.answer_months:
        return add_months(on, step.answer_months)
    days = step.answer_days or (rule.wait if rule else None)
    return on + timedelta(days=days) if days else None


def counting(remedies: Sequence[Remedy]) -> Mapping[str, Remedy]:
    """The remedy that counts for each step: the last taken, none that was withdrawn."""
    taken = [one for one in remedies if not one.gone and one.reply is not Reply.WITHDRAWN and day_of(one.on)]
    return {one.step: one for one in sorted(taken, key=_day)}


def _day(remedy: Remedy) -> str:
    return remedy.on


def climb(
    kind: BlockageKind,
    table: BlockageTable,
    remedies: Sequence[Remedy],
    started: date,
    today: date,
    dues: Sequence[Due] = (),
    given: date | None = None,
) -> tuple[Rung, ...]:
    """Every rung of ``kind``, as it stands ``today``.

    Args:
        kind: of the blockage.
        table: the steps and the wording.
        remedies: those of this blockage.
        started: the day the blockage was first met.
        today: the day on the wall.
        dues: dates of the legal clock that concern the demand.
        given: the last day written on what the administration sent.
    """
    return _Climb(kind, table, counting(remedies), started, today, dues, given).rungs()


def next_rung(rungs: Sequence[Rung]) -> Rung | None:
    """What to do next: what can be done now, after what was done last rather than before; else what opens next."""
    last = max((place for place, rung in enumerate(rungs) if rung.state is RungState.DONE), default=-1)
    if last >= 0 and (remedy := rungs[last].remedy) and remedy.reply is Reply.SOLVED:
        return None
    ordered = [rung for rung in (*rungs[last + 1 :], *rungs[: last + 1]) if rung.state is not RungState.DONE]
    now = [rung for rung in ordered if rung.state is RungState.NOW]
    return next(iter(now or ordered), None)


@dataclass(frozen=True, slots=True)
class _Climb:
    kind: BlockageKind
    table: BlockageTable
    taken: Mapping[str, Remedy]
    started: date
    today: date
    dues: Sequence[Due]
    given: date | None

    def rungs(self) -> tuple[Rung, ...]:
        return tuple(self._rung(place) for place in range(len(self.kind.rungs)))

    def _wait(self, rule: RungRule) -> int:
        if rule.wait is not None:
            return rule.wait
        return self.table.steps[rule.step].answer_days or 0

    def _rung(self, place: int) -> Rung:
        rule = self.kind.rungs[place]
        step, remedy = self.table.steps[rule.step], self.taken.get(rule.step)
        if remedy is not None:
            return self._done(rule, step, remedy)
        opens, proposal = self._opens(place)
        last = self._last(rule)
        due = last.front if last else self.given if rule.closes_given else None
        state, why = self._stand(place, opens, due)
        passed = due is not None and due < self.today
        if last and last.at and state is RungState.NOW and not passed:
            why = self._worded("by_hour", until=last.by_hour)
        return Rung(
            step=step,
            rule=rule,
            remedy=None,
            opens=opens,
            due=due,
            state=state,
            why=why,
            proposal=proposal,
            at=last.at if last else None,
            rescue=last.rescue if last else None,
            to_check=bool(last and last.to_check),
            passed=passed,
        )

    def _done(self, rule: RungRule, step: Step, remedy: Remedy) -> Rung:
        on = day_of(remedy.on) or self.started
        due, replied = day_of(remedy.due) or expected(step, rule, on), day_of(remedy.replied_on)
        waiting = remedy.reply is Reply.WAITING
        passed = waiting and due is not None and due < self.today
        if not waiting and replied:
            why = self._worded("answered", day=on, until=replied)
        elif due is None or not waiting:
            why = self._worded("done", day=on)
        else:
            why = self._worded("unanswered" if passed else "awaiting", day=on, until=due)
        return Rung(step, rule, remedy, on, due, RungState.DONE, why, passed=passed)

    def _opens(self, place: int) -> tuple[date | None, bool]:
        """The first day a rung serves, and whether that rests on a wait of our own."""
        rule = self.kind.rungs[place]
        clock = self._clock(rule)
        if _by_law(rule):
            return clock, False
        before = self.kind.rungs[:place]
        last = max((at for at, one in enumerate(before) if one.step in self.taken), default=None)
        climbed = before if last is None else before[last + 1 :]
        day = self.started if last is None else self._free(before[last])
        opens = day + timedelta(days=sum(self._wait(one) for one in climbed))
        proposal = any(self._wait(one) and not one.article for one in (before if last is None else before[last:]))
        if clock is None:
            return opens, proposal
        return max(opens, clock), True

    def _free(self, rule: RungRule) -> date:
        """The day from which what follows a rung that was taken need not wait for it."""
        remedy, wait = self.taken[rule.step], self._wait(rule)
        on = day_of(remedy.on) or self.started
        if not wait:
            return on
        free = max(on + timedelta(days=wait), day_of(remedy.due) or on)
        replied = day_of(remedy.replied_on)
        return min(free, replied) if remedy.reply in _ANSWERED and replied else free

    def _clock(self, rule: RungRule) -> date | None:
        dues = [due for due in self.dues if due.what is rule.opens_with and due.state is not State.MET]
        found = [due.front for due in dues if due.front]
        return max(found) + timedelta(days=rule.shift) if found else None

    def _last(self, rule: RungRule) -> Due | None:
        found = [
            due
            for due in self.dues
            if due.rule in rule.closes_with and due.what in _LAST and due.front and due.state not in _SPENT
        ]
        return min(found, key=_front, default=None)

    def _reached(self, place: int) -> bool:
        """Whether nothing that should come first is still to be tried; a period that runs waits for nothing."""
        rule, before = self.kind.rungs[place], self.kind.rungs[:place]
        if rule.closes_with or _by_law(rule):
            return True
        if rule.stage == 1 and not any(self._wait(one) for one in before):
            return True
        return any(one.step in self.taken for one in before)

    def _stand(self, place: int, opens: date | None, due: date | None) -> tuple[RungState, str]:
        rule = self.kind.rungs[place]
        if opens is None:
            return RungState.NOT_YET_KNOWN, self._worded("no_start")
        if not self._reached(place):
            return RungState.LATER, self._worded("after", day=opens)
        if opens > self.today:
            return RungState.LATER, self._worded("later", day=opens)
        return RungState.NOW, self._now(rule, opens, due)

    def _now(self, rule: RungRule, opens: date, due: date | None) -> str:
        if due is not None:
            return self._worded("passed" if due < self.today else "by", until=due)
        if rule.closes_with or rule.closes_given:
            return self._worded("no_date" if rule.closes_with else "given")
        return self._worded("now_since" if opens < self.today else "now", day=opens)

    def _worded(self, reason: str, *, day: date | None = None, until: date | str | None = None) -> str:
        text = until if isinstance(until, str) else f"{until:%d/%m/%Y}" if until else ""
        return self.table.reasons[reason].format(day=f"{day:%d/%m/%Y}" if day else "", until=text)


def _by_law(rule: RungRule) -> bool:
    """Whether only the legal clock says when a rung opens."""
    return rule.opens_with is not None and not rule.proposal


def _front(due: Due) -> date:
    return due.front or date.max
