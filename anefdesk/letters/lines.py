"""The lines of a letter one by one, and where a page may end: never after one line alone, never before a signature.

Used by ``letter``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from anefdesk.errors import LetterError
from anefdesk.letters.paragraph import ShapedParagraph, TextStyle
from anefdesk.letters.shaping import Run

_APART = 2  # lines of a paragraph that stay together at a page's end and beginning
_MOST_PAGES = 60


@dataclass(frozen=True, slots=True)
class Unit:
    """One printed line, or an empty space. ``free``: a page may begin with it."""

    height: float
    before: float = 0.0  # space above, but at the top of a page
    free: bool = False
    text: ShapedParagraph | None = None
    indent: float = 0.0


def lines(
    text: str, style: TextStyle, width: float, *, before: float = 0.0, free: bool = True, indent: float = 0.0
) -> list[Unit]:
    """The units of one paragraph; a page may end inside it where two lines stay on each side."""
    room = width - indent
    rest: ShapedParagraph | None = ShapedParagraph(Run(text, typed=True), style, "fr")
    found: list[Unit] = []
    while rest is not None:
        rest.wrap(room, 0.0)
        halves = rest.split(room, rest.leading) if len(rest.lines) > 1 else [rest]
        found.append(Unit(rest.leading, text=halves[0], indent=indent))
        rest = halves[1] if len(halves) > 1 else None
    last = len(found) - _APART
    opened = [replace(unit, free=_APART <= place <= last) for place, unit in enumerate(found)]
    return [replace(opened[0], before=before, free=free), *opened[1:]]


def listed(items: Sequence[Sequence[Unit]]) -> list[Unit]:
    """Items of a list: its first two stay together, its last is never alone on a page."""
    found: list[Unit] = []
    for place, item in enumerate(items):
        free = _APART <= place < len(items) - 1
        found += [replace(item[0], free=free), *item[1:]]
    return found


def bound(units: Sequence[Unit]) -> list[Unit]:
    """The same, all on the page of what stands before."""
    return [replace(unit, free=False) for unit in units]


def together(units: Sequence[Unit]) -> list[Unit]:
    """The same, on one page."""
    return [*units[:1], *bound(units[1:])]


def leaves(units: Iterable[Unit], first: float, others: float) -> list[list[Unit]]:
    """The units of each page; ``first`` and ``others`` are the rooms in points.

    Raises:
        LetterError: ``letter.too_long``: what must stay together is higher than a page, or nobody would read so many.
    """
    filled: list[list[Unit]] = [[]]
    used = 0.0
    for unit in units:
        page = filled[-1]
        room = first if len(filled) == 1 else others
        before = unit.before if page else 0.0
        if page and used + before + unit.height > room:
            page.append(unit)
            start = next((place for place in range(len(page) - 1, 0, -1) if page[place].free), 0)
            if not start or len(filled) == _MOST_PAGES:
                raise LetterError("letter.too_long")
            filled[-1], carried = page[:start], page[start:]
            filled.append(carried)
            used = _height(carried)
            if used > others:
                raise LetterError("letter.too_long")
            continue
        page.append(unit)
        used += before + unit.height
    return filled


def _height(units: Sequence[Unit]) -> float:
    return sum(unit.height + (unit.before if place else 0.0) for place, unit in enumerate(units))
