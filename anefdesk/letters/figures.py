"""The report of figures on paper: each with its definition and bars that a black printer draws. Used by ``compose``."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from anefdesk.letters.documents import Imprint
from anefdesk.letters.page import WIDTH
from anefdesk.letters.paragraph import ShapedParagraph, TextStyle
from anefdesk.letters.rows import Cell, Row, RowStyle
from anefdesk.letters.shaping import Run

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_TITLE = TextStyle(size=16, bold=True)
_CHAPTER = TextStyle(size=12, bold=True)
_BODY = TextStyle(size=10)
_FINE = TextStyle(size=8.5)
_LABEL = TextStyle(size=9.5)
_STRONG = TextStyle(size=9.5, bold=True)
_NUMBER = TextStyle(size=9.5, bold=True, align="end")
_MONTH = TextStyle(size=7, align="center")
_TIGHT = RowStyle(above=0, below=4)
_HEADING = RowStyle(above=13, below=3, rule=True)
_LINE = RowStyle(above=2.5, below=2.5)
_NAMES, _NUMBERS, _BARS = 92 * mm, 28 * mm, 50 * mm
_STEP = 5 * mm  # each level stands in by so much
_GAP = 3 * mm
_COLUMNS = 26 * mm  # height of the months
_WORDS = 10.0  # points above a column, for its number


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One number: how deep it stands, its bar as a part of the longest, what else is said of it."""

    label: str
    number: str
    depth: int = 0
    bar: float = 0.0
    beside: str = ""


@dataclass(frozen=True, slots=True)
class PaperFigure:
    """One figure. ``months``: name, number as a text, part of the highest."""

    title: str
    definition: str
    lines: tuple[PaperLine, ...]
    said: str = ""
    months: tuple[tuple[str, str, float], ...] = ()


@dataclass(frozen=True, kw_only=True)
class FiguresSheet:
    """The whole report, in French alone. ``name`` was typed by staff."""

    title: str
    imprint: Imprint
    name: str = ""
    head: tuple[str, ...] = ()
    notice: str = ""
    figures: tuple[PaperFigure, ...] = ()


def figures_story(sheet: FiguresSheet) -> list[Flowable]:
    """Title, what the numbers rest on, then every figure."""
    story: list[Flowable] = [_full(ShapedParagraph(sheet.title, _TITLE, "fr"), _TIGHT)]
    if sheet.name:
        story.append(_full(ShapedParagraph(Run(sheet.name, typed=True), _CHAPTER, "fr"), _TIGHT))
    story.extend(_full(ShapedParagraph(words, _BODY, "fr"), _TIGHT) for words in sheet.head)
    if sheet.notice:
        words = ShapedParagraph(sheet.notice, _FINE, "fr")
        story.append(Row([Cell(_GAP, WIDTH - 2 * _GAP, (words,))], RowStyle(above=6, below=7, frame=True, apart=4)))
    for one in sheet.figures:
        story.extend(_figure(one))
    return story


def _full(words: ShapedParagraph, style: RowStyle, *, heading: bool = False) -> Row:
    return Row([Cell(0, WIDTH, (words,))], style, heading=heading)


def _figure(one: PaperFigure) -> Iterator[Row]:
    head = (ShapedParagraph(one.title, _CHAPTER, "fr"), ShapedParagraph(one.definition, _FINE, "fr"))
    yield Row([Cell(0, WIDTH, head)], _HEADING, heading=True)
    if one.said:
        yield _full(ShapedParagraph(one.said, _STRONG, "fr"), RowStyle(above=2, below=3), heading=True)
    if any(part for _, _, part in one.months):
        names = [ShapedParagraph(name, _MONTH, "fr") for name, _, _ in one.months]
        yield Row([Cell(0, WIDTH, (_Months(one.months, names),))], RowStyle(above=4, below=4))
    for line in one.lines:
        yield _line(line)


def _line(line: PaperLine) -> Row:
    inset = _STEP * line.depth
    label = [ShapedParagraph(line.label, _LABEL if line.depth > 1 else _STRONG, "fr")]
    if line.beside:
        label.append(ShapedParagraph(line.beside, _FINE, "fr"))
    number = ShapedParagraph(line.number, _NUMBER, "fr")
    cells = [
        Cell(inset, _NAMES - inset, tuple(label)),
        Cell(_NAMES + _GAP, _NUMBERS, (number,)),
        Cell(_NAMES + _NUMBERS + 2 * _GAP, WIDTH - _NAMES - _NUMBERS - 2 * _GAP, (_Bar(line.bar, line.depth),)),
    ]
    return Row(cells, _LINE)


class _Bar(Flowable):  # type: ignore[misc] # ReportLab is untyped
    """How large, beside the number that says it: dark for a first level, light under it."""

    def __init__(self, part: float, depth: int) -> None:
        super().__init__()
        self._part, self._depth = part, depth

    def wrap(self, aw: float, ah: float) -> tuple[float, float]:
        """The height of a line."""
        del ah
        self.width, self.height = aw, 10.0
        return aw, self.height

    def draw(self) -> None:
        """A bar from the left; nothing for nothing."""
        if self._part <= 0:
            return
        canvas: Canvas = self.canv
        canvas.saveState()
        canvas.setStrokeGray(0.25)
        canvas.setLineWidth(0.5)
        canvas.setFillGray(0.35 if self._depth < 2 else 0.8)  # noqa: PLR2004 - the second level
        canvas.rect(0, 1, max(1.0, self.width * self._part), 7.5, stroke=1, fill=1)
        canvas.restoreState()


class _Months(Flowable):  # type: ignore[misc] # ReportLab is untyped
    """A column for each month, its number above, its name below; a month not told is a dotted foot."""

    def __init__(self, months: tuple[tuple[str, str, float], ...], names: list[ShapedParagraph]) -> None:
        super().__init__()
        self._months, self._names = months, names
        self._numbers = [ShapedParagraph(number, _MONTH, "fr") for _, number, _ in months]

    def wrap(self, aw: float, ah: float) -> tuple[float, float]:
        """The whole width; a little higher than the highest column."""
        self._wide = min(aw / len(self._months), 22 * mm)
        below = max(name.wrap(self._wide, ah)[1] for name in self._names)
        self._foot = below + 2
        self.width, self.height = aw, _COLUMNS + _WORDS + self._foot
        return aw, self.height

    def draw(self) -> None:
        """Left to right."""
        canvas: Canvas = self.canv
        canvas.saveState()
        canvas.setStrokeGray(0.25)
        canvas.setLineWidth(0.6)
        for place, ((_, _, part), name, number) in enumerate(
            zip(self._months, self._names, self._numbers, strict=True)
        ):
            left = place * self._wide
            high = _COLUMNS * part
            canvas.setFillGray(0.35)
            if high:
                canvas.rect(left + self._wide * 0.2, self._foot, self._wide * 0.6, high, stroke=1, fill=1)
            canvas.line(left, self._foot, left + self._wide, self._foot)
            for words, top in ((number, self._foot + high + _WORDS), (name, self._foot - 2)):
                _, height = words.wrap(self._wide, _COLUMNS)
                words.draw_at(canvas, left, top - height)
        canvas.restoreState()
