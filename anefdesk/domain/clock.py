"""The legal clock: every date that the law draws from the events of one file.

Used by services for the timeline, the day's work and letters. Nothing is kept: change an event and ask again.
"""

from collections.abc import Sequence
from datetime import date

from anefdesk.domain.clock_appeals import express, implicit
from anefdesk.domain.clock_removal import removal
from anefdesk.domain.clock_silence import silence
from anefdesk.domain.clock_situation import Situation
from anefdesk.domain.clock_windows import late, windows
from anefdesk.domain.deadlines import DeadlineTable, Due, Event
from anefdesk.domain.facts import Facts
from anefdesk.domain.reckoning import Calendar


def clocks(
    table: DeadlineTable, events: Sequence[Event], facts: Facts, place: str, calendar: Calendar, today: date
) -> tuple[Due, ...]:
    """All dates of one file, dated ones first and in order.

    Args:
        table: the rules of the catalogue.
        events: in any order.
        facts: those that ``table.facts`` names, ``procedure`` too; absent when not known.
        place: a département, or a code of ``table.places``.
        calendar: whether a day is a public holiday there.
        today: the day on the wall; it moves states, never dates.
    """
    case = Situation(table, events, facts, place, calendar, today)
    born, refusal = silence(case)
    found = (
        *windows(case),
        *late(case),
        *born,
        *express(case),
        *implicit(case, refusal),
        *removal(case),
    )
    return tuple(sorted(found, key=_order))


def _order(due: Due) -> tuple[date, str, str]:
    return due.front or due.rescue or date.max, due.rule, due.what.value
