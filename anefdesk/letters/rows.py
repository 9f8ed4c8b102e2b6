"""What pages are made of besides paragraphs: the drawn box, the row of two columns, the line to write on.

Used by the documents. A row is mirrored by whoever fills it: its cells carry their own place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from reportlab.platypus import Flowable

from anefdesk.letters.documents import Mark
from anefdesk.letters.paragraph import ShapedParagraph

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_INK = 0.0
_HAIR = 0.6
_DROP = 1.6  # brings the middle of a box to the middle of the capitals beside it


class CheckBox(Flowable):  # type: ignore[misc] # ReportLab is untyped
    """A box drawn with lines: no text font has it, and it must survive a poor printer."""

    def __init__(self, mark: Mark, *, rtl: bool = False, side: float = 12.0) -> None:
        super().__init__()
        self.mark, self.rtl, self.side = mark, rtl, side

    def wrap(self, aw: float, ah: float) -> tuple[float, float]:
        """Takes the whole width, to stand at the start of the column."""
        del ah
        self.width, self.height = aw, self.side + _DROP
        return aw, self.height

    def draw(self) -> None:
        """Draw the box at the start side, and its mark."""
        canvas: Canvas = self.canv
        side = self.side
        left = self.width - side if self.rtl else 0.0
        canvas.setStrokeGray(_INK)
        canvas.setLineWidth(1.1)
        canvas.roundRect(left, 0, side, side, side / 6)
        canvas.setLineWidth(1.7)
        canvas.setLineCap(1)
        for x1, y1, x2, y2 in _STROKES[self.mark]:
            canvas.line(left + x1 * side, y1 * side, left + x2 * side, y2 * side)
        if self.mark is Mark.QUESTION:
            canvas.arc(left + 0.31 * side, 0.46 * side, left + 0.69 * side, 0.84 * side, -60, 230)


_STROKES: dict[Mark, tuple[tuple[float, float, float, float], ...]] = {
    Mark.EMPTY: (),
    Mark.TICK: ((0.22, 0.50, 0.43, 0.26), (0.43, 0.26, 0.80, 0.78)),
    Mark.CROSS: ((0.26, 0.26, 0.74, 0.74), (0.26, 0.74, 0.74, 0.26)),
    Mark.QUESTION: ((0.55, 0.47, 0.50, 0.36), (0.50, 0.17, 0.50, 0.17)),
    Mark.DASH: ((0.27, 0.50, 0.73, 0.50),),
}


class WritingLine(Flowable):  # type: ignore[misc] # ReportLab is untyped
    """A dotted line to write on by hand."""

    def __init__(self, height: float = 20.0) -> None:
        super().__init__()
        self.height = height

    def wrap(self, aw: float, ah: float) -> tuple[float, float]:
        """Takes the whole width."""
        del ah
        self.width = aw
        return aw, self.height

    def draw(self) -> None:
        """Draw the dots near the bottom."""
        canvas: Canvas = self.canv
        canvas.saveState()
        canvas.setStrokeGray(_INK)
        canvas.setLineWidth(0.9)
        canvas.setLineCap(1)
        canvas.setDash(0.1, 3.2)
        canvas.line(0, 3, self.width, 3)
        canvas.restoreState()


class Cell(NamedTuple):
    """Flowables stacked from the top of a row; ``x`` and ``width`` are in points."""

    x: float
    width: float
    content: tuple[Flowable, ...]


@dataclass(frozen=True)
class RowStyle:
    """Space above and below; a hairline closes the row, or a frame stands around it."""

    above: float = 6.0
    below: float = 6.0
    rule: bool = False
    frame: bool = False
    apart: float = 0.0  # space outside, before and after


class Row(Flowable):  # type: ignore[misc] # ReportLab is untyped
    """Cells side by side. A row higher than the page goes on over the next one, losing nothing."""

    def __init__(self, cells: Sequence[Cell], style: RowStyle, *, heading: bool = False) -> None:
        super().__init__()
        self.cells, self.style = tuple(cells), style
        self.keepWithNext = heading

    def wrap(self, aw: float, ah: float) -> tuple[float, float]:
        """As high as its highest cell."""
        self.width = aw
        tallest = max((_height(cell.content, cell.width, ah) for cell in self.cells), default=0.0)
        self.height = tallest + self.style.above + self.style.below
        return aw, self.height

    def getSpaceBefore(self) -> float:  # noqa: N802 - ReportLab's name
        """Points above, unless at the top of a page."""
        return self.style.apart

    def getSpaceAfter(self) -> float:  # noqa: N802 - ReportLab's name
        """Points below."""
        return self.style.apart

    def split(self, aw: float, ah: float) -> list["Row"]:
        """What fits in ``ah`` and the rest; nothing when a cell cannot place its first line."""
        self.wrap(aw, ah)
        if self.height <= ah:
            return [self]
        room = ah - self.style.above - self.style.below
        parts = [_divided(cell.content, cell.width, room) for cell in self.cells]
        if any(cell.content and not first for cell, (first, _) in zip(self.cells, parts, strict=True)):
            return []
        head = [cell._replace(content=first) for cell, (first, _) in zip(self.cells, parts, strict=True)]
        tail = [cell._replace(content=rest) for cell, (_, rest) in zip(self.cells, parts, strict=True)]
        open_style = replace(self.style, rule=False)
        return [Row(head, open_style), Row(tail, self.style)]

    def draw(self) -> None:
        """Draw each cell from the top, then the hairline or the frame."""
        canvas: Canvas = self.canv
        for cell in self.cells:
            y = self.height - self.style.above
            for index, flowable in enumerate(cell.content):
                _, height = flowable.wrap(cell.width, y)
                y -= height + (flowable.getSpaceBefore() if index else 0.0)
                if isinstance(flowable, ShapedParagraph):  # most of a page: not worth a saved state each
                    flowable.draw_at(canvas, cell.x, y)
                else:
                    flowable.drawOn(canvas, cell.x, y)
                y -= flowable.getSpaceAfter()
        if self.style.rule or self.style.frame:
            canvas.setStrokeGray(0.45)
            canvas.setLineWidth(_HAIR)
        if self.style.rule:
            canvas.line(0, 0, self.width, 0)
        if self.style.frame:
            canvas.roundRect(0, 0, self.width, self.height, 4)


def _height(content: Sequence[Flowable], width: float, room: float) -> float:
    total = 0.0
    for index, flowable in enumerate(content):
        total += flowable.wrap(width, room)[1] + flowable.getSpaceAfter()
        total += flowable.getSpaceBefore() if index else 0.0
    return total


def _divided(
    content: tuple[Flowable, ...], width: float, room: float
) -> tuple[tuple[Flowable, ...], tuple[Flowable, ...]]:
    """Content that fits in ``room`` points, and the rest."""
    used = 0.0
    for index, flowable in enumerate(content):
        before = flowable.getSpaceBefore() if index else 0.0
        _, height = flowable.wrap(width, room)
        if used + before + height > room:
            halves = flowable.split(width, room - used - before)
            return (*content[:index], *halves[:1]), (*halves[1:], *content[index + (1 if halves else 0) :])
        used += before + height + flowable.getSpaceAfter()
    return content, ()
