"""The evidence file on paper: who, what is blocked, the chronology, the harms, then each annex on its own pages.

Used by ``compose``. French alone, the language of courts. Captures are asked for one at a time, as they are drawn.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfdoc
from reportlab.platypus import Flowable

from anefdesk.letters.documents import Imprint
from anefdesk.letters.page import WIDTH, room_of
from anefdesk.letters.paragraph import ShapedParagraph, TextStyle
from anefdesk.letters.rows import Cell, Row, RowStyle
from anefdesk.letters.shaping import Run

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_TITLE = TextStyle(size=16, bold=True)
_CHAPTER = TextStyle(size=12.5, bold=True)
_BODY = TextStyle(size=10)
_WHEN = TextStyle(size=9.5)
_WHAT = TextStyle(size=10, bold=True)
_TOLD = TextStyle(size=9.5, space_before=1)
_FINE = TextStyle(size=8)
_TIGHT = RowStyle(above=0, below=4)
_LINE = RowStyle(above=4, below=4, rule=True)
_FRAMED = RowStyle(above=6, below=7, frame=True, apart=5)
_HEADING = RowStyle(above=13, below=3, rule=True)
_DAY = 27 * mm  # the column of dates
_PAD = 3 * mm
_LEAST = 40 * mm  # of a picture's height


@dataclass(frozen=True, slots=True)
class Told:
    """Our words, then what somebody typed or a screen said."""

    words: str
    typed: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One line: a day or a number at the side, what happened, and the details under it."""

    when: str
    what: str
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part with its heading; nothing is printed of one that is empty."""

    title: str
    intro: tuple[str, ...] = ()
    rows: tuple[EvidenceRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as a JPEG."""

    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class AnnexPages:
    """One annex: its pictures, asked for by number from 0, or its text; ``fine`` stands small on each page."""

    number: int
    title: Told
    fine: tuple[str, ...]
    pages: int = 1
    picture: Callable[[int], Picture | None] | None = None  # None: that page cannot be drawn
    text: str = ""
    note: str = ""  # what is not printed


@dataclass(frozen=True, kw_only=True)
class EvidenceSheet:
    """The whole file."""

    title: str
    imprint: Imprint
    head: tuple[Told, ...] = ()
    notices: tuple[str, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    annexes: tuple[AnnexPages, ...] = ()


def evidence_story(sheet: EvidenceSheet) -> list[Flowable]:
    """Every page, annexes last."""
    story: list[Flowable] = [_full(ShapedParagraph(sheet.title, _TITLE, "fr"), _TIGHT)]
    story.extend(_full(_said(one, _BODY), _TIGHT) for one in sheet.head)
    if sheet.notices:
        said = tuple(ShapedParagraph(words, _BODY, "fr") for words in sheet.notices)
        story.append(Row([Cell(_PAD, WIDTH - 2 * _PAD, said)], _FRAMED))
    for chapter in sheet.chapters:
        if chapter.intro or chapter.rows:
            story.append(_full(ShapedParagraph(chapter.title, _CHAPTER, "fr"), _HEADING, heading=True))
            story.extend(
                _full(ShapedParagraph(words, _BODY, "fr"), RowStyle(above=3, below=3)) for words in chapter.intro
            )
            story.extend(_row(row) for row in chapter.rows)
    room = room_of(training=sheet.imprint.training)
    for annex in sheet.annexes:
        story.extend(_annex(annex, room))
    return story


def _said(told: Told, style: TextStyle) -> ShapedParagraph:
    parts: list[str | Run] = [told.words]
    if told.typed:
        parts.append(Run(told.typed, typed=True))
    return ShapedParagraph([part for part in parts if part], style, "fr")


def _full(flowable: Flowable, style: RowStyle, *, heading: bool = False) -> Row:
    return Row([Cell(0, WIDTH, (flowable,))], style, heading=heading)


def _row(row: EvidenceRow) -> Row:
    what = [ShapedParagraph(row.what, _WHAT, "fr")] if row.what else []
    told = [_said(one, _TOLD) for told in row.told for one in _lines(told)]
    if not row.when:
        return _full_of((*what, *told))
    return Row(
        [
            Cell(0, _DAY, (ShapedParagraph(row.when, _WHEN, "fr"),)),
            Cell(_DAY + _PAD, WIDTH - _DAY - _PAD, (*what, *told)),
        ],
        _LINE,
    )


def _full_of(content: Sequence[Flowable]) -> Row:
    return Row([Cell(0, WIDTH, tuple(content))], _LINE)


def _lines(told: Told) -> list[Told]:
    """Typed words keep their lines."""
    first, *others = told.typed.split("\n")
    return [Told(told.words, first), *(Told("", line) for line in others if line)]


def _annex(annex: AnnexPages, room: float) -> Iterator[Flowable]:
    words = annex.title.words
    for page in range(annex.pages):
        yield _NewPage(room)
        where = f"{words} – page {page + 1} sur {annex.pages}" if annex.pages > 1 else words
        title = _said(Told(f"{where} – " if annex.title.typed else where, annex.title.typed), _WHAT)
        fine = [ShapedParagraph(line, _FINE, "fr") for line in annex.fine]
        if annex.note:
            fine.append(ShapedParagraph(annex.note, _FINE, "fr"))
        yield Row([Cell(0, WIDTH, (title, *fine))], RowStyle(above=0, below=6, rule=True))
        if annex.picture is not None:
            yield _Drawn(annex.picture, page)
    for line in annex.text.splitlines():
        yield _full(ShapedParagraph(Run(line, typed=True), _TOLD, "fr"), RowStyle(above=1, below=0))


class _Jpeg(pdfdoc.PDFImageXObject):  # type: ignore[misc] # ReportLab is untyped
    """A JPEG as it is: ReportLab's own way decodes it to give it a name, and writes it a quarter larger."""

    def __init__(self, name: str, picture: Picture) -> None:
        super().__init__(name)
        self.width, self.height = picture.width, picture.height
        self.bitsPerComponent, self.colorSpace = 8, "DeviceRGB"
        self.streamContent, self._filters, self.mask = picture.jpeg, ("DCTDecode",), None


def _put(canvas: "Canvas", picture: Picture, x: float, y: float, width: float, height: float) -> None:
    name = hashlib.sha256(picture.jpeg).hexdigest()
    document = canvas._doc  # noqa: SLF001 - what drawImage does with it
    known = document.getXObjectName(name)
    if known not in document.idToObject:
        made = _Jpeg(name, picture)
        document.Reference(made, known)
        document.addForm(name, made)
    canvas._currentPageHasImages = 1  # noqa: SLF001 - as above
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(width, height)
    canvas._code.append(f"/{known} Do")  # noqa: SLF001 - as above
    canvas.restoreState()
    canvas._formsinuse.append(name)  # noqa: SLF001 - as above


class _NewPage(Flowable):  # type: ignore[misc] # ReportLab is untyped
    """Takes no room at the top of a page, and more than there is elsewhere."""

    def __init__(self, room: float) -> None:
        super().__init__()
        self._room = room

    def wrap(self, aw: float, ah: float) -> tuple[float, float]:
        """As high as a page unless the page is empty."""
        return aw, 0.0 if ah >= self._room - 0.01 else self._room

    def draw(self) -> None:
        """Nothing to see."""


class _Drawn(Flowable):  # type: ignore[misc] # ReportLab is untyped
    """A capture, as large as what is left of its page, never larger than it came at screen size."""

    def __init__(self, picture: Callable[[int], Picture | None], page: int) -> None:
        super().__init__()
        self._picture, self._page = picture, page
        self._height = 0.0

    def wrap(self, aw: float, ah: float) -> tuple[float, float]:
        """Everything that is left of the page it falls on."""
        if not self._height:
            self._height = max(ah, _LEAST)
        self.width, self.height = aw, self._height
        return aw, self._height

    def draw(self) -> None:
        """Ask for the picture, and forget it once it is in the document."""
        canvas: Canvas = self.canv
        picture = self._picture(self._page)
        if picture is None:
            lost = ShapedParagraph("Cette page ne peut pas être dessinée : voir l’original joint.", _BODY, "fr")
            lost.wrap(self.width, self.height)
            lost.draw_at(canvas, 0, self.height - lost.height)
            return
        scale = min(self.width / picture.width, (self.height - 4) / picture.height)
        width, height = picture.width * scale, picture.height * scale
        left, bottom = (self.width - width) / 2, self.height - height - 2
        _put(canvas, picture, left, bottom, width, height)
        canvas.setStrokeGray(0.6)
        canvas.setLineWidth(0.5)
        canvas.rect(left, bottom, width, height)
