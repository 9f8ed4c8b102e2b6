"""Against an obligation to leave (OQTF): a month, seven days or forty-eight hours, which nothing stops.

Used by ``clock``. Hours are those on the wall where the person is.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from anefdesk.domain.clock_situation import Situation, Speaking
from anefdesk.domain.deadlines import (
    Due,
    Event,
    EventKind,
    Outcome,
    Reckoning,
    State,
    SummerTime,
)
from anefdesk.domain.reckoning import after, begin, franc, hours


def removal(case: Situation) -> Iterator[Due]:
    """The last day or hour against every OQTF, and the same for legal aid."""
    for event in case.all(EventKind.OQTF_NOTIFIED):
        aids = tuple(case.speaking(Reckoning.OQTF_LEGAL_AID, event.on))
        for said in case.speaking(Reckoning.OQTF, event.on):
            main = said.deadline.what is not Outcome.JUDGMENT_BY
            for one in (said, *aids) if main else (said,):
                yield from _against(case, one, said, event)


def _against(case: Situation, shown: Speaking, rule: Speaking, event: Event) -> Iterator[Due]:
    """The end that ``rule`` reckons, told under the name of ``shown``."""
    period = rule.deadline.period
    if period is None:
        return
    if period.hours:
        yield _by_hours(case, shown, rule, event)
        return
    end = after(begin(event.on), period)
    longer = franc(end, case.calendar) if rule.deadline.franc else end
    yield case.due(shown, (event,), end, longer, what=rule.deadline.what, doubts=rule.doubts)


def _by_hours(case: Situation, shown: Speaking, said: Speaking, event: Event) -> Due:
    rule = said.deadline
    # Nobody wrote the hour down: the first of the day, the earliest it can be.
    at = event.at or datetime.combine(event.on, time.min)
    # The judge's own hours come after those of the appeal.
    count = sum(period.hours for period in (rule.period, rule.longer) if period is not None)
    (front, step), (rescue, rescue_step) = hours(at, count, case.summer_time)
    unknown = [] if event.at else ["hour"]
    if case.summer_time is SummerTime.UNKNOWN:
        unknown.append("summer_time")
    return Due(
        deadline=shown.deadline,
        what=rule.what,
        state=_state(_last_day(front), event.on, case.today),
        events=(event,),
        front=_last_day(front),
        at=front,
        rescue_at=rescue if rescue != front else None,
        steps=(step,),
        rescue_steps=(rescue_step,) if rescue != front else (),
        doubts=tuple(dict.fromkeys((*shown.doubts, *said.doubts, *unknown))),
    )


def _last_day(end: datetime) -> date:
    """The day on which one can still act: hours that end at midnight end with the day before."""
    return (end - timedelta(minutes=1)).date() if end.time() == time.min else end.date()


def _state(end: date, start: date, today: date) -> State:
    """Day by day: on its last day an hour still runs, and the screen says which."""
    return State.PASSED if today > end else State.RUNNING if start <= today else State.NOT_STARTED
