"""The bilingual checklist, and the same list blank for the hand: what staff and applicant look at together.

Used by ``compose``.
"""

from reportlab.platypus import Flowable

from anefdesk.letters.columns import BODY, PERSON, SMALL, TITLE, Columns
from anefdesk.letters.documents import BilingualChecklist, BlankForm, Both
from anefdesk.letters.page import WIDTH
from anefdesk.letters.rows import Cell, Row, RowStyle, WritingLine

_TIGHT = RowStyle(above=0, below=4)
_FRAMED = RowStyle(above=6, below=7, frame=True, apart=4)


def checklist_story(sheet: BilingualChecklist) -> list[Flowable]:
    """Title, person, summary, then each section."""
    columns = Columns(sheet.imprint.language)
    story: list[Flowable] = heading(columns, sheet.title, sheet.unread)
    if sheet.person or sheet.person_native:
        story.append(columns.typed(sheet.person or sheet.person_native, sheet.person_native, PERSON, _TIGHT))
    if sheet.subtitle.fr:
        story.append(columns.row(sheet.subtitle, BODY, _TIGHT))
    if sheet.summary.fr:
        story.append(columns.row(sheet.summary, BODY, _FRAMED))
    for section in sheet.sections:
        story.extend(columns.section(section))
    story.extend(columns.row(words, BODY, RowStyle(above=8, below=0)) for words in sheet.closing)
    return story


def blank_story(form: BlankForm) -> list[Flowable]:
    """Title, lines for the person, each section, and free lines."""
    columns = Columns(form.imprint.language)
    story: list[Flowable] = heading(columns, form.title, form.unread)
    if form.intro.fr:
        story.append(columns.row(form.intro, BODY, _TIGHT))
    story.extend(columns.field(label) for label in form.fields)
    for section in form.sections:
        story.extend(columns.section(section))
    if form.note_lines:
        free = tuple(WritingLine(24) for _ in range(form.note_lines))
        if form.notes.fr:
            story.append(columns.row(form.notes, BODY, RowStyle(above=12, below=0), heading=True))
        story.append(Row([Cell(0, WIDTH, free)], RowStyle(above=0, below=0)))
    return story


def heading(columns: Columns, title: Both, unread: Both | None) -> list[Flowable]:
    """The title of a sheet in two columns, and the caution under it."""
    story: list[Flowable] = [columns.row(title, TITLE, _TIGHT)]
    if unread is not None and columns.bilingual:
        story.append(columns.row(unread, SMALL, _TIGHT))
    return story
