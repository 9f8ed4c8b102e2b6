"""The slip of dates: large enough to be read from a refrigerator door, in the person's language and in French.

Used by ``compose``. In its discreet form it says only when and where to come back.
"""

from collections.abc import Iterator

from reportlab.platypus import Flowable

from anefdesk.letters.documents import Both, Reminder, ReminderSlip
from anefdesk.letters.page import WIDTH
from anefdesk.letters.paragraph import ShapedParagraph, TextStyle
from anefdesk.letters.rows import Cell, Row, RowStyle, WritingLine
from anefdesk.letters.slip import LargeColumn

_DATE = TextStyle(size=30, bold=True, align="center")


def reminder_story(slip: ReminderSlip) -> list[Flowable]:
    """Title, name, each date, where to go, what to bring."""
    column = LargeColumn(slip.imprint.language)
    story: list[Flowable] = [column.both(slip.title, 20, 12, RowStyle(above=0, below=4), bold=True)]
    if slip.unread is not None and column.bilingual:
        story.append(column.both(slip.unread, 8.5, 8.5, RowStyle(above=0, below=4)))
    story.extend(column.names(slip.person, slip.person_native))
    for reminder in slip.reminders:
        story.extend(_reminder(column, reminder))
    if slip.blank.fr:
        story.append(column.both(slip.blank, 13, 9.5, RowStyle(above=10, below=0)))
        story.append(Row([Cell(0, WIDTH, (WritingLine(),))], RowStyle(above=0, below=2)))
    for label, details in slip.labelled:
        story.append(column.both(label, 12.5, 9.5, RowStyle(above=10, below=1), bold=True))
        story.extend(column.both(detail, 12.5, 9.5, RowStyle(above=0, below=2)) for detail in details)
    story.extend(column.both(words, 11, 9, RowStyle(above=8, below=2)) for words in slip.closing)
    return story


def _reminder(column: LargeColumn, one: Reminder) -> Iterator[Row]:
    if one.on:
        day = ShapedParagraph(one.on, _DATE, "fr")  # digits, the same in every language
        yield Row([Cell(0, WIDTH, (day,))], RowStyle(above=8, below=8, frame=True, apart=6), heading=True)
    for words in (one.weekday, one.hour):
        if words.fr:
            yield column.both(words, 13, 10, RowStyle(above=0, below=1))
    for words, bold in ((one.what, True), (one.subject, False)):
        if words.fr:
            yield column.both(words, 14.5, 10.5, RowStyle(above=2, below=2), bold=bold)
    yield from (_note(column, note) for note in one.notes)


def _note(column: LargeColumn, note: Both) -> Row:
    return column.both(note, 11, 9, RowStyle(above=1, below=2))
