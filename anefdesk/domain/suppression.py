"""What of a table of counts may leave a centre: no number below five, and none that subtraction would give back.

A table is a hierarchy: each cell is the sum of the cells below it. In every sum that is published, what is hidden is at
least two numbers that make five or more together; where it cannot be so, more is hidden. Nothing below a hidden cell
is published. A zero is told only of a whole table, where nothing else is hidden: elsewhere a cell that is not told
may be anything from none to four, or larger and hidden for the sake of another. Which other, a secret of the centre
decides among the smallest: who knows the method would otherwise learn from the choice.

What is told of one month must not open another: how things stood leaves blurred, see ``blurred``.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

LEAST: Final = 5  # the smallest number that is told
_TWO, _THREE = 2, 3
_CANDIDATES = 3  # the smallest, among which the secret chooses
_DAYS, _CENTS = 5, 50_000  # to which medians and amounts are rounded

Path: TypeAlias = tuple[str, ...]  # where a cell stands: () is the whole, then one key for each level


@dataclass(frozen=True, slots=True)
class Cell:
    """One number: how many, the median of their days where five are known, the euro cents they make."""

    count: int
    median: int | None = None
    cents: int | None = None


Table: TypeAlias = Mapping[Path, Cell]  # a cell that is not there is 0, or in a published table not told


def shown(counts: Mapping[Path, int], secret: bytes) -> frozenset[Path]:
    """The cells that may be told. ``counts`` holds every cell that is not 0, with all above it."""
    whole = counts.get((), 0)
    if not whole:
        return frozenset({()})
    if whole < LEAST:
        return frozenset()
    below: dict[Path, list[Path]] = {}
    for path, count in sorted(counts.items()):
        if path and count:
            below.setdefault(path[:-1], []).append(path)
    found: set[Path] = set()
    waiting: list[Path] = [()]
    while waiting:
        path = waiting.pop()
        found.add(path)
        waiting += _told(below.get(path, []), counts, secret)
    return frozenset(found)


def _told(children: list[Path], counts: Mapping[Path, int], secret: bytes) -> list[Path]:
    """Those of the parts of a published sum that may be told."""
    told = sorted((path for path in children if counts[path] >= LEAST), key=lambda path: (counts[path], path))
    hidden = [counts[path] for path in children if counts[path] < LEAST]
    if not hidden:
        return told
    full = len(hidden) >= _THREE and sum(hidden) == len(hidden) * (LEAST - 1)  # else all of them would be told: four
    while told and (sum(hidden) < LEAST or len(hidden) < _TWO or full):
        chosen = min(told[:_CANDIDATES], key=lambda path: hashlib.sha256(repr(path).encode() + secret).digest())
        told.remove(chosen)
        hidden.append(counts[chosen])
        full = False
    return told


def published(table: Table, secret: bytes, *, standing: str = "") -> Table:
    """What may leave of a table: cells told, medians and amounts rounded.

    Args:
        secret: the same on every PC of the centre, and known to nobody else.
        standing: the figure, when its counts say how things stood on a day: they leave blurred. Otherwise empty.
    """
    counts = {path: cell.count for path, cell in table.items()}
    found: dict[Path, Cell] = {}
    for path in sorted(shown(counts, secret)):
        cell = table.get(path, Cell(0))
        count = blurred(cell.count, secret, standing, *path) if standing else cell.count
        if count is not None and (not path or path[:-1] in found):
            found[path] = _rounded(replace(cell, count=count))
    return found


def _rounded(cell: Cell) -> Cell:
    median = None if cell.median is None else to_nearest(cell.median, _DAYS)
    return replace(cell, median=median, cents=None if cell.cents is None else to_nearest(cell.cents, _CENTS))


def blurred(count: int, secret: bytes, *of: str) -> int | None:
    """A count of how things stood, with noise, to the nearest five; nothing where either is below five, none included.

    How many there were last month, with those that came and went since, is how many there are now: from two months
    and one flow the other would follow. The noise has no end, so that every flow stays possible whatever is told. It
    is two-sided geometric of ratio one half (Ghosh, Roughgarden, Sundararajan, 2009), drawn from the count itself: a
    count that stays is told alike every month, and no mean of months wears the noise off.

    Args:
        of: whose count it is: the figure, then where in its table.
    """
    draw = hashlib.sha256(b"\0".join([repr((of, count)).encode(), secret])).digest()
    told = to_nearest(count + _leading_zeros(draw[:16]) - _leading_zeros(draw[16:]), LEAST)
    return told if min(count, told) >= LEAST else None


def _leading_zeros(draw: bytes) -> int:
    """Bits before the first 1: geometric, of ratio one half."""
    return len(draw) * 8 - int.from_bytes(draw, "big").bit_length()


def to_nearest(number: int, step: int) -> int:
    """``number`` rounded to a multiple of ``step``, halves up."""
    return (number + step // 2) // step * step
