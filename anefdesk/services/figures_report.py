"""What counting gives: figures over some months, of one centre or of all, with what they rest on.

Made by ``figures``, worded by ``figures_shown``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from anefdesk.domain.figures import Period, Tables
from anefdesk.domain.suppression import Cell
from anefdesk.domain.suppression import Path as Where
from anefdesk.services.figures_received import PcLine


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the numbers rest on. ``counted`` of ``held`` files; ``centres`` of ``of`` told every month asked for."""

    counted: int | None = None  # None: fewer than five, or not told
    held: int | None = None
    centres: int = 1
    of: int = 1
    partly: int = 0  # centres besides, of which some months are missing
    missing: tuple[str, ...] = ()  # of one centre: the months it has not sent


@dataclass(frozen=True)
class Report:
    """Figures over some months. ``exact``: as they are, for the centre's own eyes; otherwise as they may be told."""

    name: str  # of the centre, or of what they all make
    period: Period
    tables: Tables
    months: tuple[tuple[str, Tables], ...]  # each month alone, in order
    coverage: Coverage
    made_on: date
    catalogue: str
    exact: bool = False
    tellers: Mapping[tuple[str, Where], int] | None = None  # of a sum: how many centres tell that cell
    at_least: frozenset[tuple[str, Where]] = frozenset()  # sums of which a month or a centre did not tell its part

    def cell(self, key: str, path: Where = ()) -> Cell | None:
        """One number; ``None`` where it is not told."""
        found = self.tables.get(key, {}).get(path)
        return Cell(0) if found is None and self.exact else found

    def series(self, key: str, path: Where = ()) -> tuple[tuple[str, int | None], ...]:
        """One number month by month."""
        found = ((month, tables.get(key, {}).get(path)) for month, tables in self.months)
        return tuple((month, cell.count if cell else 0 if self.exact else None) for month, cell in found)

    def medians(self, key: str, path: Where = ()) -> tuple[int, ...]:
        """The shortest and the longest median: of the whole period where it has one, else of its months."""
        whole = self.tables.get(key, {}).get(path)
        if whole is not None and whole.median is not None:
            return (whole.median,)
        return ends(cell.median for _, tables in self.months if (cell := tables.get(key, {}).get(path)) is not None)


@dataclass(frozen=True)
class OrganisationReport:
    """What the centres sent: each, and all together."""

    total: Report
    centres: tuple[Report, ...]
    pcs: tuple[PcLine, ...]

    def medians(self, key: str, path: Where = ()) -> tuple[int, ...]:
        """The shortest and the longest of the centres' medians."""
        return ends(one for centre in self.centres for one in centre.medians(key, path))


def ends(numbers: Iterable[int | None]) -> tuple[int, ...]:
    """The least and the greatest of what is known; once where they are the same."""
    found = sorted({one for one in numbers if one is not None})
    return (found[0], found[-1]) if len(found) > 1 else tuple(found)
