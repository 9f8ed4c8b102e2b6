"""Asks the program's legal clock a worked case, and words its answer as the cases do."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from anefdesk import paths
from anefdesk.catalogue.loader import load
from anefdesk.domain.clock import clocks
from anefdesk.domain.deadlines import Due, Event, EventKind, Outcome
from tests.domain.day_by_day import is_holiday
from tests.domain.naive_clock import Line

TABLE = load(paths.resources() / "catalogue").deadlines
TODAY = date(2026, 11, 23)
_APPEALS = {"gracious": EventKind.GRACIOUS_APPEAL, "hierarchical": EventKind.HIERARCHICAL_APPEAL}


def answers(case: Mapping[str, Any]) -> tuple[Due, ...]:
    """What the program finds for the case."""
    place = case.get("place", "75")
    events = [_event(event) for event in case["events"]]
    today = case.get("today", TODAY)
    return clocks(TABLE, events, case.get("facts", {}), place, lambda day: is_holiday(day, place), today)


def answered_lines(case: Mapping[str, Any]) -> list[Line]:
    """The same as lines; a rule that says there is no date says no line."""
    return [
        Line(due.rule, due.what.value, due.at or due.front, due.rescue_at or due.rescue)
        for due in answers(case)
        if due.what is not Outcome.NONE
    ]


def _event(event: Mapping[str, Any]) -> Event:
    at = datetime.fromisoformat(event["at"]) if "at" in event else None
    until = event.get("due", event.get("end"))
    return Event(
        EventKind(event["kind"]), at.date() if at else event["on"], at, until, _APPEALS.get(event.get("appeal", ""))
    )
