"""The month a centre sends: what of its figures may leave, made once and never again, and what a head office adds up.

Once sent, a month is not sent again: the difference of two versions would tell what neither does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, TypeAlias

from anefdesk.domain.figures import FIGURES, VERSION, Tables
from anefdesk.domain.record import Kind, Stored, numbered
from anefdesk.domain.suppression import Cell, Path, published

FORMAT: Final = 1
WAIT_DAYS: Final = 5  # after the month's last day: what was noted late still counts
Line: TypeAlias = tuple[Path, int, int | None, int | None]  # path, count, median, cents


@dataclass(frozen=True, kw_only=True)
class MonthlyReport(Stored):
    """What a centre sent for a month, in its own case. ``id`` is derived from the month (see ``ids.report_id``)."""

    KIND: ClassVar[Kind] = Kind.MONTHLY_REPORT
    month: str = numbered(1, "")  # « 2026-11 »
    made_on: str = numbered(2, "")  # ISO date
    body: str = numbered(3, "")  # JSON of ``Sent``, exactly as it left


@dataclass(frozen=True, slots=True)
class Sent:
    """What leaves a centre. Counts below five are not in it, nor what would give them back."""

    format: int
    definitions: int  # ``figures.VERSION``
    month: str
    made_on: str
    centre: str  # its name
    catalogue: str
    program: str
    figures: Mapping[str, tuple[Line, ...]]
    counted: int | None = None  # files, blurred; None: too few to be told
    held: int | None = None  # those counted and those whose person did not agree, blurred

    def tables(self) -> Tables:
        """Its figures; one of a later version is left aside."""
        return {
            key: {tuple(path): Cell(count, median, cents) for path, count, median, cents in lines}
            for key, lines in self.figures.items()
            if key in FIGURES and self.definitions <= VERSION
        }


def leaving(tables: Tables, secret: bytes) -> Mapping[str, tuple[Line, ...]]:
    """What may leave of these figures."""
    found = {}
    for key, table in tables.items():
        told = published(table, secret, standing=key if FIGURES[key].standing else "")
        found[key] = tuple((path, cell.count, cell.median, cell.cents) for path, cell in told.items())
    return found
