"""The simple clock agrees with every worked case, so that it may judge the program's."""

import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.domain.day_by_day import birthdays, is_holiday, month_before, month_later
from tests.domain.naive_clock import expected_lines, naive_clock

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "clock_cases.toml").read_text(encoding="utf-8")
)["cases"]
_RULES = {
    *(f"F{number}" for number in range(1, 14) if number != 10),  # F10 gives no date: seen as none of F1 and F2
    *(f"S{number}" for number in range(12)),
    *(f"A{number}" for number in range(1, 15)),
    *("API", "ADF", "REC", "D433", "LATE"),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_it_finds_what_the_case_expects(case: dict[str, Any]) -> None:
    found = naive_clock(case)
    for wanted in expected_lines(case):
        if wanted.what == "none":
            assert wanted.rule not in {line.rule for line in found}
        else:
            assert wanted in found


def test_it_says_no_date_twice() -> None:
    for case in CASES:
        found = naive_clock(case)
        assert max(Counter((line.rule, line.what) for line in found).values(), default=0) <= 1, case["id"]


def test_the_cases_give_each_rule_a_date() -> None:
    dated = {line.rule for case in CASES for line in expected_lines(case) if line.what != "none"}
    assert dated == _RULES


def test_each_case_is_its_own_and_explains_itself() -> None:
    assert len(CASES) >= 120
    assert len({case["id"] for case in CASES}) == len(CASES)
    for case in CASES:
        assert "Canari" in case["told"], case["id"]
        assert case["arithmetic"]
        assert case["source"]
        assert case["grade"] in "ABC"


@pytest.mark.parametrize("grade_c", [case for case in CASES if case["grade"] == "C"], ids=lambda case: case["id"])
def test_a_hint_never_gets_a_date(grade_c: dict[str, Any]) -> None:
    hints = [line for line in expected_lines(grade_c) if line.what == "warning"]
    assert hints
    assert all(line.front is None and line.rescue is None for line in hints)


def test_the_holidays_of_2026_as_published() -> None:
    days = [date.fromordinal(number) for number in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal())]
    published = ["01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11", "12-25"]
    assert [f"{day:%m-%d}" for day in days if is_holiday(day, "75")] == published
    assert [f"{day:%m-%d}" for day in days if is_holiday(day, "67")] == [*published, "12-26"]
    assert "05-27" in [f"{day:%m-%d}" for day in days if is_holiday(day, "971")]


def test_months_end_on_a_day_that_exists() -> None:
    assert month_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert month_later(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert month_later(date(2026, 2, 28), 1) == date(2026, 3, 28)
    assert month_before(date(2028, 4, 30), 2) == date(2028, 2, 29)
    assert month_before(date(2026, 12, 31), 1) == date(2026, 11, 30)
    assert birthdays(date(2008, 2, 29), 20) == [date(2028, 2, 29)]
