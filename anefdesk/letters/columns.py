"""French and the person's language side by side: where each column stands, and the rows made of both.

Used by the documents. Each column has its own box at the side where its reader begins: left in French,
right in Arabic. In French alone, one column takes the whole width.
"""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from anefdesk.i18n.languages import FRENCH, language
from anefdesk.letters.documents import Both, Line, Section
from anefdesk.letters.page import WIDTH
from anefdesk.letters.paragraph import ShapedParagraph, Text, TextStyle
from anefdesk.letters.rows import Cell, CheckBox, Row, RowStyle, WritingLine
from anefdesk.letters.shaping import Run

GUTTER = 9 * mm
_BOX = 7.5 * mm
_PAD = 3 * mm

_PLAIN = RowStyle()

TITLE = TextStyle(size=15, bold=True)
PERSON = TextStyle(size=12.5, bold=True)
BODY = TextStyle(size=10)
SMALL = TextStyle(size=8.5)
_HEADING = TextStyle(size=12, bold=True)
_NAME = TextStyle(size=11, bold=True, space_after=1)
_STATE = TextStyle(size=9.5, bold=True)
_DETAIL = TextStyle(size=9.5)


class Columns:
    """The two columns of one document."""

    def __init__(self, language_code: str) -> None:
        self.code = language_code
        self.bilingual = language_code != FRENCH.code
        self.rtl = language(language_code).rtl
        self.width = (WIDTH - GUTTER) / 2 if self.bilingual else WIDTH

    def row(
        self,
        text: Both,
        style: TextStyle,
        rows: RowStyle = _PLAIN,
        *,
        heading: bool = False,
    ) -> Row:
        """The same words on both sides."""
        inset = _PAD if rows.frame else 0.0
        return self._row(
            [self._said(text.fr, style, FRENCH.code)], [self._said(text.other, style, self.code)], rows, inset, heading
        )

    def typed(self, latin: str, native: str, style: TextStyle, rows: RowStyle) -> Row:
        """A name as it was typed, in Latin letters on the French side, in its own script on the other."""
        fr = ShapedParagraph(Run(latin, typed=True), style, FRENCH.code)
        other = ShapedParagraph(Run(native or latin, typed=True), style, self.code)
        return self._row([fr], [other], rows, 0.0, heading=False)

    def section(self, section: Section) -> list[Row]:
        """A heading, kept with its first line, and the lines."""
        found = [self.line(line) for line in section.lines]
        if section.title.fr:
            found.insert(0, self.row(section.title, _HEADING, RowStyle(above=12, below=3, rule=True), heading=True))
        return found

    def line(self, line: Line) -> Row:
        """One piece: box, name, state and date, reason, age limit."""
        french = self._told(line.name.fr, [line.state.fr, line.due.fr], [line.why.fr, line.freshness.fr], FRENCH.code)
        if line.asked:
            french.append(ShapedParagraph(line.asked, SMALL, FRENCH.code))
        if line.remark:
            french.append(ShapedParagraph(Run(line.remark, typed=True), _DETAIL, FRENCH.code))
        other = self._told(
            line.name.other, [line.state.other, line.due.other], [line.why.other, line.freshness.other], self.code
        )
        cells = [Cell(0, _BOX, (CheckBox(line.mark),)), Cell(_BOX, self.width - _BOX, tuple(french))]
        if self.bilingual:
            left = self.width + GUTTER
            box = CheckBox(line.mark, rtl=self.rtl)
            at = WIDTH - _BOX if self.rtl else left
            cells.append(Cell(at, _BOX, (box,)))
            cells.append(Cell(left if self.rtl else left + _BOX, self.width - _BOX, tuple(other)))
        return Row(cells, RowStyle(above=7, below=7, rule=True))

    def told(self, name: Both, details: Sequence[Both], rows: RowStyle) -> Row:
        """A label, and what it says under it."""
        french = self._told(name.fr, [], [detail.fr for detail in details], FRENCH.code)
        other = self._told(name.other, [], [detail.other for detail in details], self.code)
        return self._row(french, other, rows, 0.0, heading=False)

    def field(self, label: Both) -> Row:
        """A label on each side and a dotted line under both."""
        labels = self.row(label, BODY, RowStyle(above=6, below=0))
        return Row([Cell(0, WIDTH, (labels, WritingLine()))], RowStyle(above=0, below=2))

    def _row(
        self,
        french: Sequence[Flowable],
        other: Sequence[Flowable],
        rows: RowStyle,
        inset: float,
        heading: bool,  # noqa: FBT001
    ) -> Row:
        cells = [Cell(inset, self.width - inset, tuple(french))]
        if self.bilingual:
            cells.append(Cell(self.width + GUTTER, self.width - inset, tuple(other)))
        return Row(cells, rows, heading=heading)

    @staticmethod
    def _said(text: Text, style: TextStyle, code: str) -> ShapedParagraph:
        return ShapedParagraph(text, style, code)

    @staticmethod
    def _told(name: str, state: Sequence[str], details: Sequence[str], code: str) -> list[Flowable]:
        said: list[Flowable] = [ShapedParagraph(name, _NAME, code)]
        words = " · ".join(part for part in state if part)
        if words:
            said.append(ShapedParagraph(words, _STATE, code))
        said.extend(ShapedParagraph(detail, _DETAIL, code) for detail in details if detail)
        return said
