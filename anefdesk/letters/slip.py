"""The slip of missing pieces: one column, large, in the applicant's language with the French name under it.

Used by ``compose``. It goes home in a pocket and comes back with the papers it names.
"""

from typing import Literal

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from anefdesk.i18n.languages import FRENCH, language
from anefdesk.letters.documents import NOTHING, Both, Line, Mark, MissingSlip
from anefdesk.letters.page import WIDTH
from anefdesk.letters.paragraph import ShapedParagraph, TextStyle
from anefdesk.letters.rows import Cell, CheckBox, Row, RowStyle
from anefdesk.letters.shaping import Run

_BOX = 11 * mm
_Align = Literal["start", "end"]


def slip_story(slip: MissingSlip) -> list[Flowable]:
    """Title, name, the missing pieces, and when to come back."""
    page = LargeColumn(slip.imprint.language)
    story: list[Flowable] = [page.both(slip.title, 20, 12, RowStyle(above=0, below=4), bold=True)]
    if slip.unread is not None and page.bilingual:
        story.append(page.both(slip.unread, 8.5, 8.5, RowStyle(above=0, below=4)))
    story.extend(page.names(slip.person, slip.person_native))
    if slip.intro.fr:
        story.append(page.both(slip.intro, 12.5, 9.5, RowStyle(above=2, below=8, rule=True)))
    story.extend(page.line(line) for line in slip.lines)
    story.extend(page.both(words, 13, 9.5, RowStyle(above=10, below=2)) for words in slip.closing)
    return story


class LargeColumn:
    """One column in the direction of the applicant's language; the French follows its side."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.bilingual = code != FRENCH.code
        self.rtl = language(code).rtl
        self._french: _Align = "end" if self.rtl else "start"

    def names(self, latin: str, native: str) -> list[Row]:
        """The name in both scripts; nothing when there is none."""
        names = [Run(part, typed=True) for part in (native, latin) if part]
        if not names:
            return []
        spaced = [names[0], *(run for name in names[1:] for run in (Run("  –  "), name))]
        paragraph = ShapedParagraph(spaced, TextStyle(size=14, bold=True), self.code)
        return [Row([Cell(0, WIDTH, (paragraph,))], RowStyle(above=2, below=4))]

    def both(self, text: Both, large: float, small: float, rows: RowStyle, *, bold: bool = False) -> Row:
        """The same words in both languages, the person's in large."""
        return Row([Cell(0, WIDTH, tuple(self._said(text, large, small, bold=bold)))], rows)

    def line(self, line: Line) -> Row:
        """One piece. Its box is empty whatever its state: the applicant ticks it at home."""
        said = self._said(line.name, 14.5, 10.5, bold=True)
        state = NOTHING if line.mark is Mark.EMPTY else line.state
        for text, bold in ((state, False), (line.due, True), (line.why, False), (line.freshness, False)):
            if text.fr or text.other:
                said.extend(self._said(text, 11.5, 9, bold=bold))
        box = Cell(WIDTH - _BOX if self.rtl else 0, _BOX, (CheckBox(Mark.EMPTY, rtl=self.rtl, side=17),))
        return Row(
            [box, Cell(0 if self.rtl else _BOX, WIDTH - _BOX, tuple(said))], RowStyle(above=9, below=9, rule=True)
        )

    def _said(self, text: Both, large: float, small: float, *, bold: bool) -> list[Flowable]:
        if not self.bilingual:
            return [ShapedParagraph(text.fr, TextStyle(size=large, bold=bold), FRENCH.code)]
        said: list[Flowable] = []
        if text.other:
            said.append(ShapedParagraph(text.other, TextStyle(size=large, bold=bold), self.code))
        if text.fr:
            style = TextStyle(size=small if text.other else large, align=self._french, space_after=2)
            said.append(ShapedParagraph(text.fr, style, FRENCH.code))
        return said
