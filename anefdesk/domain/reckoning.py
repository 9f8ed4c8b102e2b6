"""Counting periods as the law does: from date to date, francs, prolonged, by hours, suspended.

Used by the legal clock alone. Every result carries the lines of its arithmetic.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anefdesk.domain.deadlines import Period, Step, StepKind, SummerTime
from anefdesk.domain.months import add_months

Calendar = Callable[[date], bool]  # whether a day is a public holiday where the court sits

_SATURDAY = 5
_HOUR = timedelta(hours=1)
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A day and how one came to it."""

    day: date
    steps: tuple[Step, ...] = ()

    def then(self, kind: StepKind, result: date, amount: int = 0) -> "Reckoned":
        """One more line."""
        return Reckoned(result, (*self.steps, Step(kind, self.day, result, amount)))


def begin(day: date) -> Reckoned:
    """The day a period starts from."""
    return Reckoned(day, (Step(StepKind.START, day, day),))


def after(start: Reckoned, period: Period) -> Reckoned:
    """``period`` later (or earlier, when negative), from date to date."""
    found = start
    for kind, amount, months in (
        (StepKind.YEARS, period.years, period.years * 12),
        (StepKind.MONTHS, period.months, period.months),
    ):
        if amount:
            day = add_months(found.day, months)
            short = day.day != found.day.day
            found = found.then(kind, day, amount)
            found = found.then(StepKind.SHORT_MONTH, day) if short else found
    if period.days:
        found = found.then(StepKind.DAYS, found.day + timedelta(days=period.days), period.days)
    return found


def next_birthday_day(start: Reckoned, period: Period) -> Reckoned:
    """As ``after``, for somebody born on 29 February who turns a year older on 1 March."""
    whole = add_months(start.day, period.years * 12)
    if not period.years or whole.day == start.day.day:
        return after(start, period)
    first = whole + _ONE
    turned = start.then(StepKind.YEARS, first, period.years)
    return after(turned, Period(months=period.months, days=period.days))


def day_after(last: Reckoned) -> Reckoned:
    """The first day on which the whole period is over."""
    return last.then(StepKind.DAY_AFTER, last.day + _ONE)


def franc(last: Reckoned, calendar: Calendar) -> Reckoned:
    """Neither the first nor the last day counts, and the end goes to the next working day."""
    found = last.then(StepKind.FRANC, last.day + _ONE)
    end = next_working_day(found.day, calendar)
    return found if end == found.day else found.then(StepKind.PROLONGED, end)


def next_working_day(day: date, calendar: Calendar) -> date:
    """``day``, or the first one after it that is no Saturday, Sunday or holiday."""
    while day.weekday() >= _SATURDAY or calendar(day):
        day += _ONE
    return day


def suspended(end: Reckoned, stops: Iterable[tuple[date, date]]) -> Reckoned:
    """``end`` pushed back by every stop that began before it; stops are in order and do not overlap."""
    found = end
    for begun, over in stops:
        if begun > found.day:
            break
        lost = (over - begun).days
        found = found.then(StepKind.SUSPENDED, found.day + timedelta(days=lost), lost) if lost else found
    return found


def hours(at: datetime, count: int, summer_time: SummerTime) -> tuple[tuple[datetime, Step], tuple[datetime, Step]]:
    """``count`` hours read on the wall, and hours gone by; the earlier first."""
    wall = at + timedelta(hours=count)
    gone = wall + _change(at, wall) if summer_time is SummerTime.EUROPE else wall
    if summer_time is SummerTime.EUROPE and _skipped(wall):
        wall = wall.replace(hour=3, minute=0)
    read = wall, Step(StepKind.HOURS, at, wall, count)
    elapsed = gone, Step(StepKind.HOURS if gone == wall else StepKind.SUMMER_TIME, at, gone, count)
    return (read, elapsed) if wall <= gone else (elapsed, read)


def _last_sunday(year: int, month: int, hour: int) -> datetime:
    end = datetime(year, month, 31, hour)  # noqa: DTZ001 - the hour on the wall
    return end - timedelta(days=(end.weekday() + 1) % 7)


def _change(start: datetime, end: datetime) -> timedelta:
    """How much later on the wall the hours gone by end: clocks change at 2 h in March and 3 h in October."""
    total = timedelta()
    for year in range(start.year, end.year + 1):
        if start < _last_sunday(year, 3, 2) <= end:
            total += _HOUR
        if start < _last_sunday(year, 10, 3) <= end:
            total -= _HOUR
    return total


def _skipped(at: datetime) -> bool:
    return at.month == 3 and at.date() == _last_sunday(at.year, 3, 2).date() and at.hour == 2  # noqa: PLR2004
