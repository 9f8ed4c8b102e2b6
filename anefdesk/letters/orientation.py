"""The sheet of the interview: what was found and why, through which door, what to bring first, whom to turn to.

Used by ``compose``.
"""

from collections.abc import Iterator

from reportlab.platypus import Flowable

from anefdesk.letters.checklist import heading
from anefdesk.letters.columns import BODY, PERSON, Columns
from anefdesk.letters.documents import OrientationSheet, Part
from anefdesk.letters.paragraph import TextStyle
from anefdesk.letters.rows import RowStyle

_TIGHT = RowStyle(above=0, below=4)
_CHAPTER = TextStyle(size=12, bold=True)


def orientation_story(sheet: OrientationSheet) -> list[Flowable]:
    """Title, name, then each chapter."""
    columns = Columns(sheet.imprint.language)
    story = heading(columns, sheet.title, sheet.unread)
    if sheet.person or sheet.person_native:
        story.append(columns.typed(sheet.person or sheet.person_native, sheet.person_native, PERSON, _TIGHT))
    for title, parts in sheet.chapters:
        if title.fr:
            story.append(columns.row(title, _CHAPTER, RowStyle(above=12, below=3, rule=True), heading=True))
        for part in parts:
            story.extend(_part(columns, part))
    story.extend(columns.row(words, BODY, RowStyle(above=8, below=0)) for words in sheet.closing)
    return story


def _part(columns: Columns, part: Part) -> Iterator[Flowable]:
    followed = bool(part.texts or part.labelled or part.lines)
    style = RowStyle(above=6, below=7, frame=True, apart=4) if part.framed else RowStyle(above=7, below=1)
    yield columns.row(part.name, PERSON, style, heading=followed)
    for text in part.texts:
        yield columns.row(text, BODY, _TIGHT)
    for label, details in part.labelled:
        yield columns.told(label, details, RowStyle(above=2, below=4))
    for line in part.lines:
        yield columns.line(line)
