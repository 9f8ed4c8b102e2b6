"""Walks the calendar a day at a time and the wall clock an hour at a time, for the simple legal clock.

Easter is read from a table, summer time from its own rule: nothing is shared with the program or with zoneinfo.
"""

from datetime import date, datetime, time, timedelta

ONE_DAY = timedelta(days=1)
_EASTER_SUNDAYS = (
    date(2019, 4, 21), date(2020, 4, 12), date(2021, 4, 4), date(2022, 4, 17), date(2023, 4, 9), date(2024, 3, 31),
    date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16), date(2029, 4, 1), date(2030, 4, 21),
    date(2031, 4, 13), date(2032, 3, 28), date(2033, 4, 17), date(2034, 4, 9), date(2035, 3, 25),
)  # fmt: skip
_SAME_EACH_YEAR = {(1, 1), (1, 5), (8, 5), (14, 7), (15, 8), (1, 11), (11, 11), (25, 12)}
_ABOLITION = {"971": (27, 5), "972": (22, 5), "973": (10, 6), "974": (20, 12), "976": (27, 4)}
_ALSACE_MOSELLE = {"57", "67", "68"}
OVERSEAS = {"971", "972", "973", "974", "975", "976", "977", "978", "986", "987", "988"}


def month_later(day: date, months: int) -> date:
    """Walk to the month that is so many further, then to the same number, or to that month's last day."""
    here = day
    passed = 0
    while passed < months:
        here += ONE_DAY
        if here.day == 1:
            passed += 1
    while here.day != day.day and (here + ONE_DAY).day != 1:
        here += ONE_DAY
    return here


def month_before(day: date, months: int) -> date:
    """Walk back to the month that is so many before, then down to the same number if it has one."""
    here = day
    passed = 0
    while passed < months:
        here -= ONE_DAY
        if (here + ONE_DAY).day == 1:
            passed += 1
    while here.day > day.day:
        here -= ONE_DAY
    return here


def days_later(day: date, days: int) -> date:
    """Walk forward that many mornings."""
    for _ in range(days):
        day += ONE_DAY
    return day


def days_before(day: date, days: int) -> date:
    """Walk back that many mornings."""
    for _ in range(days):
        day -= ONE_DAY
    return day


def is_holiday(day: date, place: str) -> bool:
    """Whether ``day`` is a public holiday there. Good Friday is none: it depends on the commune."""
    if (day.day, day.month) in _SAME_EACH_YEAR or _ABOLITION.get(place) == (day.day, day.month):
        return True
    if place in _ALSACE_MOSELLE and (day.day, day.month) == (26, 12):
        return True
    return any(day - easter in (timedelta(1), timedelta(39), timedelta(50)) for easter in _EASTER_SUNDAYS)


def next_working_day(day: date, place: str) -> date:
    """``day`` itself, or the first one after it that is neither Saturday, Sunday nor holiday."""
    while day.strftime("%w") in "06" or is_holiday(day, place):
        day += ONE_DAY
    return day


def birthdays(birth: date, age: int) -> list[date]:
    """The birthday; two readings for somebody born on 29 February when the year has none."""
    year = birth.year + age
    if (birth.day, birth.month) == (29, 2) and (date(year, 3, 1) - ONE_DAY).day == 28:
        return [date(year, 2, 28), date(year, 3, 1)]
    return [date(year, birth.month, birth.day)]


# ---- Walking the hours


def _last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    while day.strftime("%w") != "0":
        day -= ONE_DAY
    return day


def _is_summer(universal: datetime) -> bool:
    starts = datetime.combine(_last_sunday(universal.year, 3), time(1))
    ends = datetime.combine(_last_sunday(universal.year, 10), time(1))
    return starts <= universal < ends


def is_skipped(wall: datetime) -> bool:
    """Whether no clock shows this hour, as from two to three on a night of March."""
    return wall.month == 3 and wall.date() == _last_sunday(wall.year, 3) and wall.hour == 2


def hours_later(wall: datetime, hours: int, place: str) -> datetime:
    """The hour on the wall once ``hours`` have really gone by; of an hour that comes twice, the first."""
    if place in OVERSEAS:
        return wall + timedelta(hours=hours)
    universal = wall - timedelta(hours=2)
    if not _is_summer(universal):
        universal = wall - timedelta(hours=1)
    for _ in range(hours):
        universal += timedelta(hours=1)
    return universal + timedelta(hours=2 if _is_summer(universal) else 1)
