"""Dates as people type them, and those that must never reach the law's arithmetic."""

from datetime import date

import pytest

from anefdesk.domain.partial_date import PartialDate, day_of
from anefdesk.errors import InputRefusedError


@pytest.mark.parametrize(
    "typed", ["04/05/90", "5/90", "90", "1/1/1", "31/12/9999", "04/05/1899", "0", "29/02/2025", ""]
)
def test_a_year_without_its_century_is_asked_again(typed: str) -> None:
    with pytest.raises(InputRefusedError) as refused:
        PartialDate.typed(typed)
    assert refused.value.code == "date.impossible"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("4/5/1990", "1990-05-04"), ("05.1990", "1990-05"), ("1900", "1900"), ("1/1/2100", "2100-01-01")],
)
def test_what_people_type_is_kept(typed: str, stored: str) -> None:
    assert PartialDate.typed(typed).stored() == stored


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "1899-12-31", "2200-01-01", "", "soon"])
def test_a_far_day_written_elsewhere_is_no_day(text: str) -> None:
    assert day_of(text) is None


def test_a_day_is_read() -> None:
    assert day_of("2026-11-23") == date(2026, 11, 23)
