"""What the page of figures reads, on the desk lane, and by which choices: whose, from which month to which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from anefdesk.domain.figures import Period, month_of
from anefdesk.domain.months import add_months
from anefdesk.services import figures_wording as say
from anefdesk.services.figures import Figures, Scope
from anefdesk.services.figures_received import PcLine
from anefdesk.services.figures_shown import Shown

MINE: Final = -2
EVERYBODY: Final = -1  # from 0 on: a centre, by its place
MONTHS_BACK: Final = 24


@dataclass(frozen=True, slots=True)
class Read:
    """One report in words; where all centres' come here, how each stands, and the PCs."""

    report: Shown
    centres: tuple[Shown, ...] = ()
    pcs: tuple[PcLine, ...] = ()


def read(figures: Figures, period: Period, whose: int) -> Read:
    """On the desk lane."""
    if whose == MINE:
        return Read(figures.worded(period))
    centres, pcs = figures.each(period), figures.organisation(period).pcs
    if 0 <= whose < len(centres):
        return Read(centres[whose], centres)
    return Read(figures.worded(period, Scope.EVERYBODY), centres, pcs)


def months(today: date) -> list[tuple[date, str]]:
    """The months to choose from, the latest first."""
    first = today.replace(day=1)
    days = [add_months(first, -back) for back in range(MONTHS_BACK)]
    return [(day, say.month(f"{day:%Y-%m}")) for day in days]


def period_of(first: date, last: date) -> Period:
    """From one month to another."""
    return Period(first, month_of(last).end)


def whose(centres: Sequence[Shown], *, oversees: bool, mine: str, everybody: str) -> list[tuple[int, str]]:
    """Whose figures can be looked at."""
    if not oversees:
        return [(MINE, mine)]
    named = [(place, one.name or str(place + 1)) for place, one in enumerate(centres)]
    return [(EVERYBODY, everybody), *named, (MINE, mine)]
