"""What was told is kept as it was said: the hour with both dates, and no date for a mere hint."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from anefdesk.domain.deadlines import Due, Outcome, State
from anefdesk.domain.happened import given, told
from anefdesk.domain.procedure import Grade
from anefdesk.domain.record import ObjectId
from tests.domain.clock_answers import TABLE

_RULE = TABLE.rules["a9"]
_FRONT, _RESCUE = datetime(2026, 11, 24, 16, 40), datetime(2026, 11, 30)  # noqa: DTZ001 - hours on the wall


def _due(**fields: object) -> Due:
    due = Due(_RULE, Outcome.LAST_HOUR, State.RUNNING, front=_FRONT.date(), rescue=_RESCUE.date())
    return replace(due, **fields)  # type: ignore[arg-type]  # fields of Due


@pytest.mark.parametrize(
    ("due", "kept"),
    [
        (_due(), ("2026-11-24", "2026-11-30")),
        (_due(at=_FRONT, rescue_at=_RESCUE), ("2026-11-24T16:40", "2026-11-30T00:00")),
        (_due(rescue=None), ("2026-11-24", "")),
        (_due(deadline=replace(_RULE, grade=Grade.C)), ("", "")),
    ],
)
def test_both_dates_are_kept_as_they_are_said(due: Due, kept: tuple[str, str]) -> None:
    one = told(due, ObjectId(b"t" * 16), "letter", date(2026, 11, 23), None)
    assert given(due) == (one.on, one.rescue) == kept
    assert (one.deadline, one.what, one.told_on, one.how) == ("a9", Outcome.LAST_HOUR, "2026-11-23", "letter")
    assert one.article == _RULE.article
