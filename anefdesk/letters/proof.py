"""The sheet of a reader of translations: French on one side, the gloss on the other, room to write between lines.

Used by ``compose``.
"""

from reportlab.platypus import Flowable

from anefdesk.i18n.languages import FRENCH
from anefdesk.letters.columns import BODY, SMALL, TITLE, Columns
from anefdesk.letters.documents import ProofSheet
from anefdesk.letters.page import WIDTH
from anefdesk.letters.paragraph import ShapedParagraph, TextStyle
from anefdesk.letters.rows import Cell, Row, RowStyle

_ABOUT = TextStyle(size=8.5, grey=0.35)


def proof_story(sheet: ProofSheet) -> list[Flowable]:
    """Title, how to use the sheet, then each text under its number."""
    columns = Columns(sheet.imprint.language)
    story: list[Flowable] = [columns.row(sheet.title, TITLE, RowStyle(above=0, below=4))]
    story += [_whole(line, SMALL, RowStyle(above=0, below=2)) for line in sheet.intro]
    for about, texts in sheet.rows:
        story.append(_whole(about, _ABOUT, RowStyle(above=8, below=1), heading=True))
        story.append(columns.row(texts, BODY, RowStyle(above=0, below=12, rule=True)))
    return story


def _whole(text: str, style: TextStyle, rows: RowStyle, *, heading: bool = False) -> Row:
    return Row([Cell(0, WIDTH, (ShapedParagraph(text, style, FRENCH.code),))], rows, heading=heading)
