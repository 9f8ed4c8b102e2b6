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

_LETTER = TextStyle(size=26, bold=True, align="center")
_RANK = TextStyle(size=12)
_RANK_WIDTH = 20 * mm
_QR = 70 * mm
_SPACE = 0.6  # of a letter's place, between the parts of a line


def recovery_story(sheet: RecoverySheet) -> list[Flowable]:
    """Title, what it is for, the numbered lines of the key, lines to fill by hand."""
    story: list[Flowable] = [_words(sheet.title, TITLE, RowStyle(above=0, below=8))]
    story.extend(_words(words, BODY, RowStyle(above=3, below=3)) for words in sheet.explanation)
    story.extend(_KeyLine(line, rank) for rank, line in enumerate(sheet.key_groups, start=1))
    if sheet.card:
        story.append(_Picture(sheet.card))
    story.extend(_field(label) for label in sheet.fields)
    return story


def _field(label: str) -> Row:
    return Row([Cell(0, WIDTH, (ShapedParagraph(label, BODY, "fr"), WritingLine()))], RowStyle(above=8))


def _words(text: str, style: TextStyle, rows: RowStyle) -> Row:
    return Row([Cell(0, WIDTH, (ShapedParagraph(text, style, "fr"),))], rows)


class _KeyLine(Flowable):  # type: ignore[misc] # ReportLab is untyped
    """One line of the key with its number, each letter in a place of its own width: a W must not touch its neighbour.

    What refuses a typed key names the line that is wrong by this number.
    """

    def __init__(self, line: str, rank: int) -> None:
        super().__init__()
        self.line, self.rank = line, rank
        self.width, self.height = WIDTH, 19 * mm

    def draw(self) -> None:
        canvas: Canvas = self.canv
        canvas.setStrokeGray(0)
        canvas.setLineWidth(0.8)
        canvas.roundRect(0, 3 * mm, WIDTH, 15 * mm, 4)
        self._put(f"Ligne {self.rank}", _RANK, 4 * mm, _RANK_WIDTH, 11.3 * mm)  # both stand on one line
        room = WIDTH - 2 * _RANK_WIDTH - 4 * mm
        places = len(self.line) - self.line.count(" ") * (1 - _SPACE)
        step = min(room / max(places, 1), 14 * mm)
        x = 4 * mm + _RANK_WIDTH + (room - step * places) / 2
        for letter in self.line:
            if letter == " ":
                x += step * _SPACE
                continue
            self._put(letter, _LETTER, x, step, 16.5 * mm)
            x += step

    def _put(self, text: str, style: TextStyle, x: float, width: float, top: float) -> None:
        paragraph = ShapedParagraph(Run(text, typed=True), style, "fr")
        _, height = paragraph.wrap(width, top)
        paragraph.draw_at(self.canv, x, top - height)


class _Picture(Flowable):  # type: ignore[misc] # ReportLab is untyped
    """A QR in the middle of the page, large enough for an old telephone."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.width, self.height = WIDTH, _QR + 4 * mm

    def draw(self) -> None:
        from reportlab.graphics import renderPDF  # only invitations have one
        from reportlab.graphics.barcode.qr import QrCodeWidget
        from reportlab.graphics.shapes import Drawing

        drawn = QrCodeWidget(self._text, barLevel="M", barWidth=_QR, barHeight=_QR)
        around = Drawing(_QR, _QR)
        around.add(drawn)
        renderPDF.draw(around, self.canv, (WIDTH - _QR) / 2, 2 * mm)
