"""The recovery sheet: a key to be read and typed again by a tired person, letter by letter.

Used by ``compose``. The key is set as typed data, so that it stays in no cache.
"""

from typing import TYPE_CHECKING

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from anefdesk.letters.columns import BODY, TITLE
from anefdesk.letters.documents import RecoverySheet
from anefdesk.letters.page import WIDTH
from anefdesk.letters.paragraph import ShapedParagraph, TextStyle
from anefdesk.letters.rows import Cell, Row, RowStyle, WritingLine
from anefdesk.letters.shaping import Run

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_PER_ROW = 4
_LETTER = TextStyle(size=17, bold=True, align="center")
_RANK = TextStyle(size=8)


def recovery_story(sheet: RecoverySheet) -> list[Flowable]:
    """Title, what it is for, the key in numbered groups, lines to fill by hand."""
    story: list[Flowable] = [_words(sheet.title, TITLE, RowStyle(above=0, below=8))]
    story.extend(_words(words, BODY, RowStyle(above=3, below=3)) for words in sheet.explanation)
    starts = range(0, len(sheet.key_groups), _PER_ROW)
    story.extend(_KeyRow(sheet.key_groups[start : start + _PER_ROW], start + 1) for start in starts)
    story.extend(_field(label) for label in sheet.fields)
    return story


def _field(label: str) -> Row:
    return Row([Cell(0, WIDTH, (ShapedParagraph(label, BODY, "fr"), WritingLine()))], RowStyle(above=8))


def _words(text: str, style: TextStyle, rows: RowStyle) -> Row:
    return Row([Cell(0, WIDTH, (ShapedParagraph(text, style, "fr"),))], rows)


class _KeyRow(Flowable):  # type: ignore[misc] # ReportLab is untyped
    """Groups of letters, each letter in a place of its own width, each group with its number."""

    def __init__(self, groups: tuple[str, ...], first: int) -> None:
        super().__init__()
        self.groups, self.first = groups, first
        self.width, self.height = WIDTH, 20 * mm

    def draw(self) -> None:
        canvas: Canvas = self.canv
        gap = 4 * mm
        width = (WIDTH - gap * (_PER_ROW - 1)) / _PER_ROW
        for index, group in enumerate(self.groups):
            left = index * (width + gap)
            canvas.setStrokeGray(0)
            canvas.setLineWidth(0.8)
            canvas.roundRect(left, 4 * mm, width, 14 * mm, 4)
            self._put(str(self.first + index), _RANK, left + 4, 10, 17 * mm)
            step = (width - 4 * mm) / max(len(group), 1)
            for place, letter in enumerate(group):
                self._put(letter, _LETTER, left + 2 * mm + place * step, step, 13.5 * mm)

    def _put(self, text: str, style: TextStyle, x: float, width: float, top: float) -> None:
        paragraph = ShapedParagraph(Run(text, typed=True), style, "fr")
        _, height = paragraph.wrap(width, top)
        paragraph.draw_at(self.canv, x, top - height)
