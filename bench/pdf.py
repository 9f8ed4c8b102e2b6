"""A bilingual checklist of two pages against its floor: the same glyph runs drawn bare, already shaped.

``make bench`` runs it. ``ours`` composes with empty shaping caches, as at the first print of a démarche;
``again`` is the next print of the same list. Fonts are read beforehand in all three. The floor writes the same
lines of glyphs, already shaped, ordered and placed, with our own writer: it is faster than ReportLab's drawing of
shaped text, and so the stricter judge. What is left between the two is shaping, order, line breaking and layout.
"""

import json
import time
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import NamedTuple

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from anefdesk.letters import ink, shaping
from anefdesk.letters.compose import compose
from anefdesk.letters.shaping import Piece
from tests.letters import samples

LANGUAGE = "ar"
ROUNDS = 15
BUDGET = 2.0


class BareLine(NamedTuple):
    """One line of shaped glyphs at its place on its page."""

    page: int
    x: float
    y: float
    size: float
    visual: tuple[Piece, ...]


def bare_lines() -> list[BareLine]:
    """Every line that the checklist draws."""
    found: list[BareLine] = []
    drawn = ink.draw_line

    def note(  # the place of a line is what matters: the floor draws all of them black
        canvas: Canvas, visual: Sequence[Piece], x: float, y: float, size: float, grey: float = 0.0
    ) -> None:
        del grey
        found.append(BareLine(canvas.getPageNumber(), *canvas.absolutePosition(x, y), size, tuple(visual)))

    ink.draw_line = note
    try:
        compose(samples.checklist(LANGUAGE))
    finally:
        ink.draw_line = drawn
    return found


def draw_bare(lines: Sequence[BareLine]) -> bytes:
    """The floor."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1)
    page = 1
    for line in lines:
        if line.page != page:
            canvas.showPage()
            page = line.page
        ink.draw_line(canvas, line.visual, line.x, line.y, line.size)
    canvas.save()
    return out.getvalue()


def forget_shapes() -> None:
    """Empty the caches that a first print would find empty."""
    shaping._remembered.cache_clear()  # noqa: SLF001 - measured on purpose
    shaping._shape_remembered.cache_clear()  # noqa: SLF001 - measured on purpose


def compose_first() -> bytes:
    """Compose as at the first print."""
    forget_shapes()
    return compose(samples.checklist(LANGUAGE))


def measured(deed: Callable[[], bytes]) -> float:
    """Milliseconds of one run."""
    start = time.perf_counter()
    deed()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Measure the three in turn; the best of each, because other programs only ever add time."""
    lines = bare_lines()
    deeds: dict[str, Callable[[], bytes]] = {
        "ours": compose_first,
        "again": lambda: compose(samples.checklist(LANGUAGE)),
        "floor": lambda: draw_bare(lines),
    }
    times: dict[str, list[float]] = {name: [] for name in deeds}
    for _ in range(ROUNDS):
        for name, deed in deeds.items():
            times[name].append(measured(deed))
    best = {name: min(values) for name, values in times.items()}
    print(
        json.dumps(
            {
                "bench": "pdf",
                "what": f"bilingual checklist fr|{LANGUAGE}, {max(line.page for line in lines)} pages",
                "ours_ms": round(best["ours"], 1),
                "again_ms": round(best["again"], 1),
                "floor_ms": round(best["floor"], 1),
                "ratio": round(best["ours"] / best["floor"], 2),
                "budget": BUDGET,
                "lines": len(lines),
            }
        )
    )


if __name__ == "__main__":
    main()
