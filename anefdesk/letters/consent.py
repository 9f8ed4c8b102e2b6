"""The sheet of consents: French on one side, the person's language on the other, one box for both to tick.

Used by ``compose``.
"""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from anefdesk.i18n.languages import FRENCH
from anefdesk.letters.checklist import heading
from anefdesk.letters.columns import GUTTER, PERSON, Columns
from anefdesk.letters.documents import Both, ConsentLine, ConsentSheet, Mark
from anefdesk.letters.page import WIDTH
from anefdesk.letters.paragraph import ShapedParagraph, TextStyle
from anefdesk.letters.rows import Cell, CheckBox, Row, RowStyle, WritingLine

_TIGHT = RowStyle(above=0, below=4)
_SPACED = RowStyle(above=2, below=1)
_SIDE = 14.0  # of the box, points
_NAME = TextStyle(size=10.5, bold=True, space_after=1)
_TEXT = TextStyle(size=9.5)
_SCOPE = TextStyle(size=9, space_before=1)


def consent_story(sheet: ConsentSheet) -> list[Flowable]:
    """Title, person, what it is about, a box for each use, how to change one's mind, lines to sign on."""
    columns = Columns(sheet.imprint.language)
    story: list[Flowable] = heading(columns, sheet.title, sheet.unread)
    if sheet.person or sheet.person_native:
        story.append(columns.typed(sheet.person or sheet.person_native, sheet.person_native, PERSON, _TIGHT))
    story.extend(columns.row(words, _TEXT, _SPACED) for words in sheet.intro)
    story.extend(_line(columns, line) for line in sheet.lines)
    story.extend(columns.row(words, _TEXT, _SPACED) for words in sheet.closing)
    pairs = range(0, len(sheet.fields), 2)
    return [*story, *(_signed(columns, sheet.fields[place : place + 2]) for place in pairs)]


def _signed(columns: Columns, fields: Sequence[Both]) -> Row:
    """Two fields side by side, each in both languages over its line: what is agreed and the signature on one page."""
    width = (WIDTH - GUTTER) / 2
    cells = []
    for place, label in enumerate(fields):
        said: list[Flowable] = [ShapedParagraph(label.fr, _TEXT, FRENCH.code)]
        if columns.bilingual:
            said.append(ShapedParagraph(label.other, _TEXT, columns.code))
        cells.append(Cell(place * (width + GUTTER), width, (*said, WritingLine(19))))
    return Row(cells, RowStyle(above=4, below=0))


def _line(columns: Columns, line: ConsentLine) -> Row:
    """The box stands between the columns: ticked once, whichever of them was read."""
    box = CheckBox(Mark.EMPTY, side=_SIDE)
    french = _said(line, FRENCH.code)
    style = RowStyle(above=3, below=3, rule=True)
    if not columns.bilingual:
        return Row([Cell(0, _SIDE, (box,)), Cell(GUTTER, WIDTH - GUTTER, french)], style)
    middle = columns.width + (GUTTER - _SIDE) / 2
    cells = [Cell(0, columns.width, french), Cell(middle, _SIDE, (box,))]
    return Row([*cells, Cell(columns.width + GUTTER, columns.width, _said(line, columns.code))], style)


def _said(line: ConsentLine, code: str) -> tuple[Flowable, ...]:
    said: list[Flowable] = [ShapedParagraph(_in(line.name, code), _NAME, code)]
    said.append(ShapedParagraph(_in(line.text, code), _TEXT, code))
    if line.scope.fr:
        said.append(ShapedParagraph(_in(line.scope, code), _SCOPE, code))
        said.append(WritingLine(14))
    return tuple(said)


def _in(text: Both, code: str) -> str:
    return text.fr if code == FRENCH.code else text.other
