"""All legal dates of one full file, against the floor of making as many plain additions of months.

The file has every kind of event, several times for those that come back; one line. The budget is in milliseconds.
"""

import statistics
from datetime import date, datetime, timedelta

from anefdesk.catalogue import loader
from anefdesk.domain.clock import clocks
from anefdesk.domain.deadlines import Event, EventKind
from anefdesk.domain.months import add_months
from bench import measure

ROUNDS = 300
BUDGET_MS = 10.0
TODAY = date(2026, 11, 23)
FACTS = {
    "situation": "holder",
    "anef": "yes",
    "card": "four_year",
    "procedure": "salarie",
    "complete": "yes",
    "acknowledgement": "without_mentions",
    "remedies_stated": "no",
    "oqtf": "detained",
}
TIMES = 3


def events() -> list[Event]:
    """Every kind of event, as many times as a long file has them."""
    found = []
    for number, kind in enumerate(kind for kind in EventKind for _ in range(TIMES)):
        day = date(2024, 1, 31) + timedelta(days=11 * number)
        at = datetime(day.year, day.month, day.day, 16, 40) if kind is EventKind.OQTF_NOTIFIED else None  # noqa: DTZ001
        until = day + timedelta(days=15) if kind is EventKind.COMPLEMENT_ASKED else None
        found.append(Event(kind, day, at, until))
    return found


def main() -> None:
    """Print the line."""
    table, happened = loader.load().deadlines, events()

    def ours() -> int:
        return len(clocks(table, happened, FACTS, "971", lambda day: day.month == day.day, TODAY))

    dates = ours()

    def floor() -> list[date]:
        return [add_months(TODAY, months) for months in range(dates)]

    times = {
        name: statistics.median(spent)
        for name, spent in measure.in_turn({"ours": ours, "floor": floor}, ROUNDS).items()
    }
    measure.line(
        "clock", "ms median", times["ours"], times["floor"], round(BUDGET_MS / times["floor"], 1),
        budget_ms=BUDGET_MS, dates=dates, events=len(happened), rules=len(table.rules),
    )  # fmt: skip


if __name__ == "__main__":
    main()
