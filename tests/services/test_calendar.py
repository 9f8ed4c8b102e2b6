"""Public holidays, against what a second library says and the list written by hand for the worked cases."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from anefdesk.services.calendar import calendar, holidays_of
from tests.domain.day_by_day import is_holiday

YEARS = range(2024, 2036)
_SECOND = tomllib.loads((Path(__file__).parents[1] / "data/holidays_second.toml").read_text("utf-8"))
PLACES = ("", "75", "2A", "57", "67", "68", "971", "972", "973", "974", "975", "976", "988", "abroad")
# Where the third judge's list, which the worked cases need, is shorter than the labour code's (L. 3422-2).
NOT_IN_THE_CASES = {"977": (10, 9), "978": (5, 28)}


def _second(where: str, year: int) -> dict[date, str]:
    """The days that library gives, with their names."""
    (found,) = (one for one in _SECOND[where] if one["year"] == year)
    return {day["on"]: day["name"] for day in found["days"]}


@pytest.mark.parametrize("year", YEARS)
def test_the_mainland_as_a_second_library_has_it(year: int) -> None:
    assert holidays_of("75", year) == set(_second("mainland", year))


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("place", ["57", "67", "68"])
def test_alsace_moselle_but_for_good_friday(place: str, year: int) -> None:
    """Good Friday is one of the communes that have a Protestant church: no rescue may rest on it."""
    theirs = _second("alsace_moselle", year)
    differences = {theirs.get(day, "ours alone") for day in holidays_of(place, year) ^ set(theirs)}
    assert differences == {"Good Friday"}
    assert date(year, 12, 26) in holidays_of(place, year)


@pytest.mark.parametrize("place", [*PLACES, *NOT_IN_THE_CASES])
def test_every_day_as_the_worked_cases_have_it(place: str) -> None:
    """The second library knows no place overseas; the list of the worked cases judges these."""
    asked, day, told = calendar(place), date(2024, 1, 1), []
    while day < date(2036, 1, 1):
        if asked(day) != is_holiday(day, place):
            told.append(day)
        day += timedelta(days=1)
    expected = [NOT_IN_THE_CASES[place]] * len(YEARS) if place in NOT_IN_THE_CASES else []
    assert [(day.month, day.day) for day in told] == expected


def test_other_local_feasts_are_working_days() -> None:
    for place, day in (("971", date(2027, 7, 21)), ("988", date(2027, 9, 24)), ("57", date(2027, 3, 26))):
        assert not calendar(place)(day)
