"""The timeline of rights: four lanes drawn so that a black printer tells them apart, then the same in words.

Used by ``compose``. Time runs from left to right whatever the language: dates stand under the lanes, in digits.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from reportlab.platypus import Flowable

from anefdesk.i18n import dates
from anefdesk.i18n.languages import FRENCH
from anefdesk.letters.checklist import heading
from anefdesk.letters.columns import BODY, PERSON, SMALL, Columns
from anefdesk.letters.documents import Both, RightsTimeline, Stretch
from anefdesk.letters.page import WIDTH
from anefdesk.letters.paragraph import ShapedParagraph, TextStyle
from anefdesk.letters.rows import Cell, Row, RowStyle

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_TIGHT = RowStyle(above=0, below=4)
_FRAMED = RowStyle(above=6, below=7, frame=True, apart=4)
_CHAPTER = TextStyle(size=12, bold=True)
_LABEL = TextStyle(size=9.5, bold=True)
_WORD = TextStyle(size=8, bold=True, align="center")
_MONTH = TextStyle(size=7, align="start")
_NOW = TextStyle(size=8, bold=True)
_HEIGHT, _AXIS = 20.0, 26.0
_SOLID, _DOTTED, _EMPTY, _HATCHED = range(4)
_ROOM = 6.0  # points round a word


def timeline_story(sheet: RightsTimeline) -> list[Flowable]:
    """Title, person, what comes next, the lanes, the table, what to do."""
    columns = Columns(sheet.imprint.language)
    story = heading(columns, sheet.title, sheet.unread)
    if sheet.person or sheet.person_native:
        story.append(columns.typed(sheet.person or sheet.person_native, sheet.person_native, PERSON, _TIGHT))
    story.extend(columns.row(words, BODY, _FRAMED) for words in sheet.summary)
    story.extend(_lanes(columns, sheet))
    story.extend(_table(columns, sheet))
    if sheet.to_do:
        story.append(columns.row(sheet.to_do_title, _CHAPTER, RowStyle(above=12, below=3, rule=True), heading=True))
        story.extend(_to_do(columns, when, what) for when, what in sheet.to_do)
    story.extend(columns.row(words, SMALL, RowStyle(above=8, below=0)) for words in sheet.closing)
    return story


def _lanes(columns: Columns, sheet: RightsTimeline) -> Iterator[Row]:
    scale = _Scale(sheet.begins, sheet.ends)
    number = 1
    for name, stretches in sheet.lanes:
        yield columns.row(name, _LABEL, RowStyle(above=6, below=1), heading=True)
        lane = _Lane(scale, stretches, sheet.today, number)
        number += len(stretches)
        yield Row([Cell(0, WIDTH, (lane,))], RowStyle(above=0, below=0))
    yield Row([Cell(0, WIDTH, (_Months(scale, sheet.today),))], RowStyle(above=0, below=4))


def _table(columns: Columns, sheet: RightsTimeline) -> Iterator[Row]:
    yield columns.row(sheet.table, _CHAPTER, RowStyle(above=10, below=3, rule=True), heading=True)
    number = 1
    for name, stretches in sheet.lanes:
        yield columns.row(name, PERSON, RowStyle(above=6, below=1), heading=True)
        for stretch in stretches:
            days = Both(f"{number}.  {stretch.days.fr}", f"{number}.  {stretch.days.other}")
            details = [part for part in (stretch.word, stretch.paper, stretch.advice) if part.fr]
            yield columns.told(days, details, RowStyle(above=2, below=3, rule=True))
            number += 1


def _to_do(columns: Columns, when: Both, what: Both) -> Row:
    if not when.fr:
        return columns.row(what, BODY, RowStyle(above=3, below=3))
    return columns.told(when, [what], RowStyle(above=3, below=3))


class _Scale:
    """Where a day stands across the page."""

    def __init__(self, begins: date, ends: date) -> None:
        self.begins, self.ends = begins, ends
        self._day: float = WIDTH / ((ends - begins).days + 1)

    def at(self, day: date) -> float:
        """Points from the left to the morning of ``day``."""
        return (day - self.begins).days * self._day


class _Lane(Flowable):  # type: ignore[misc] # ReportLab is untyped
    """The days of one right. Fill and frame say how sure it is; a number leads to the table, a word if it fits."""

    def __init__(self, scale: _Scale, stretches: tuple[Stretch, ...], today: date, number: int) -> None:
        super().__init__()
        self._scale, self._stretches, self._today, self._number = scale, stretches, today, number

    def wrap(self, aw: float, ah: float) -> tuple[float, float]:
        """Takes the whole width."""
        del ah
        self.width, self.height = aw, _HEIGHT
        return aw, self.height

    def draw(self) -> None:
        """Each stretch with its number, then today."""
        canvas: Canvas = self.canv
        boxes = [(self._scale.at(one.start), self._scale.at(one.end + timedelta(days=1))) for one in self._stretches]
        for (left, right), stretch in zip(boxes, self._stretches, strict=True):
            _fill(canvas, left, right - left, stretch.weight)
        _today(canvas, self._scale.at(self._today), -3, _HEIGHT + 3)
        for place, ((left, right), stretch) in enumerate(zip(boxes, self._stretches, strict=True)):
            _label(canvas, left, right - left, str(self._number + place), stretch.word.fr)


def _today(canvas: "Canvas", at: float, low: float, high: float) -> None:
    canvas.saveState()
    canvas.setStrokeGray(0)
    canvas.setLineWidth(1.6)
    canvas.line(at, low, at, high)
    canvas.restoreState()


def _fill(canvas: "Canvas", left: float, width: float, weight: int) -> None:
    canvas.saveState()
    canvas.setStrokeGray(0)
    canvas.setLineWidth(1.5 if weight == _HATCHED else 0.7)
    if weight == _SOLID:
        canvas.setFillGray(0.82)
    elif weight == _EMPTY:
        canvas.setDash(2, 2)
    canvas.rect(left, 0, width, _HEIGHT, fill=int(weight == _SOLID))
    inside = canvas.beginPath()
    inside.rect(left, 0, width, _HEIGHT)
    canvas.clipPath(inside, stroke=0)
    if weight == _HATCHED:
        canvas.setLineWidth(1.1)
        for step in range(int((width + _HEIGHT) / 5) + 1):
            x = left - _HEIGHT + step * 5
            canvas.line(x, 0, x + _HEIGHT, _HEIGHT)
    elif weight == _DOTTED:
        canvas.setLineCap(1)
        canvas.setLineWidth(1.2)
        canvas.setDash(0.1, 5)
        for row in range(1, 5):
            canvas.line(left + (row % 2) * 2.5, row * _HEIGHT / 5, left + width, row * _HEIGHT / 5)
    canvas.restoreState()


def _label(canvas: "Canvas", left: float, width: float, number: str, word: str) -> None:
    """« 3 · rien ne le prouve », or the number alone, on white."""
    for text in (f"{number} · {word}", number):
        said = ShapedParagraph(text, _WORD, FRENCH.code)
        wide = said.natural_width() + _ROOM
        if wide <= width:
            height = said.wrap(wide, _HEIGHT)[1]
            canvas.setFillGray(1)
            canvas.rect(left + (width - wide) / 2, (_HEIGHT - 11) / 2, wide, 11, stroke=0, fill=1)
            said.draw_at(canvas, left + (width - wide) / 2, (_HEIGHT - height) / 2)
            return


class _Months(Flowable):  # type: ignore[misc] # ReportLab is untyped
    """The first day of each month under the lanes, and today under the mark that crosses them."""

    def __init__(self, scale: _Scale, today: date) -> None:
        super().__init__()
        self._scale, self._today = scale, today

    def wrap(self, aw: float, ah: float) -> tuple[float, float]:
        """Takes the whole width."""
        del ah
        self.width, self.height = aw, _AXIS
        return aw, self.height

    def draw(self) -> None:
        """A tick and « 03/27 »."""
        canvas: Canvas = self.canv
        canvas.setStrokeGray(0)
        canvas.setLineWidth(0.6)
        for day in _firsts(self._scale.begins, self._scale.ends):
            at = self._scale.at(day)
            canvas.line(at, _AXIS - 4, at, _AXIS)
            said = ShapedParagraph(f"{day:%m/%y}", _MONTH, FRENCH.code)
            height = said.wrap(40, _AXIS)[1]
            said.draw_at(canvas, at + 1, _AXIS - 3 - height)
        now = ShapedParagraph(dates.shown(self._today), _NOW, FRENCH.code)
        wide = now.natural_width() + 1
        height, at = now.wrap(wide, _AXIS)[1], self._scale.at(self._today)
        _today(canvas, at, height, _AXIS)
        now.draw_at(canvas, min(max(at - wide / 2, 0), WIDTH - wide), 0)


def _firsts(begins: date, ends: date) -> Iterator[date]:
    day = begins.replace(day=1)
    while day <= ends:
        if day >= begins:
            yield day
        day = (day + timedelta(days=32)).replace(day=1)
