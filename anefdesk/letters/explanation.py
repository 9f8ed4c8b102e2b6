"""What a letter says, explained to the person who signs it, in French and in their language.

Used by ``compose``. Its layout is no letter's, so that nobody sends it instead.
"""

from reportlab.platypus import Flowable

from anefdesk.letters.checklist import heading
from anefdesk.letters.columns import BODY, PERSON, Columns
from anefdesk.letters.documents import ExplanationSheet
from anefdesk.letters.paragraph import TextStyle
from anefdesk.letters.rows import RowStyle

_TIGHT = RowStyle(above=0, below=4)
_FRAMED = RowStyle(above=6, below=7, frame=True, apart=4)
_CHAPTER = TextStyle(size=11.5, bold=True)


def explanation_story(sheet: ExplanationSheet) -> list[Flowable]:
    """Title, that it is no translation, which letter, what it asks, what to do then."""
    columns = Columns(sheet.imprint.language)
    story: list[Flowable] = heading(columns, sheet.title, sheet.unread)
    if sheet.person or sheet.person_native:
        story.append(columns.typed(sheet.person or sheet.person_native, sheet.person_native, PERSON, _TIGHT))
    story.append(columns.row(sheet.letter, PERSON, _TIGHT))
    story.append(columns.row(sheet.caution, BODY, _FRAMED))
    for title, texts in sheet.chapters:
        story.append(columns.row(title, _CHAPTER, RowStyle(above=10, below=3, rule=True), heading=True))
        story.extend(columns.row(text, BODY, RowStyle(above=3, below=3)) for text in texts)
    story.extend(columns.row(words, BODY, RowStyle(above=8, below=0)) for words in sheet.closing)
    return story
