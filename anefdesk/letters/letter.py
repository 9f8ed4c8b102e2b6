"""A letter on A4 as the post and an office expect it: sender, window, object, body, signature, annexes.

Used by ``compose``. It is the person's letter: at its foot, only who helped, in small type.
"""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from anefdesk.letters.documents import LetterSheet
from anefdesk.letters.lines import Unit, bound, leaves, lines, listed, together
from anefdesk.letters.page import HEIGHT, TRAINING, band, blank, put
from anefdesk.letters.paragraph import ShapedParagraph, TextStyle
from anefdesk.letters.shaping import Run

_LEFT, _WIDTH = 25 * mm, 163 * mm
_TOP, _FOOT = 17 * mm, 15 * mm
_BAND = 10 * mm
# A window envelope of 110 × 220 mm shows this part of a sheet folded in three, whichever way it slips.
_WINDOW_LEFT, _WINDOW_TOP, _WINDOW_WIDTH = 105 * mm, 50 * mm, 83 * mm
_SENDER_WIDTH = 66 * mm  # ends before the window
_DATED, _BODY = 91 * mm, 100 * mm  # from the top of the sheet
_SIZES = (10.5, 10.0, 9.5)  # the first that needs no more pages than the smallest
_SIGNATURE = 15 * mm
_INDENT = 5 * mm
_DASHES = ("–", "—", "-", "•")
_PROJECT = "PROJET – à relire"
_SMALL = TextStyle(size=7, grey=0.35)


def letter_pdf(sheet: LetterSheet) -> bytes:
    """The PDF of a letter; its properties hold nothing about anybody.

    Raises:
        LetterError: as ``compose``.
    """
    down = _TOP + max(0, len(_bands(sheet)) - 1) * _BAND
    pages = _set(sheet, down)
    out = BytesIO()
    canvas = blank(out, "Lettre")
    for number, units in enumerate(pages, start=1):
        for place, said in enumerate(_bands(sheet)):
            band(canvas, said, 3 * mm + place * _BAND)
        if number == 1:
            _head(canvas, sheet, down)
        _draw(canvas, units, HEIGHT - (_BODY if number == 1 else down))
        _footer(canvas, sheet, number, len(pages))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _bands(sheet: LetterSheet) -> list[str]:
    return [*([TRAINING] if sheet.imprint.training else []), *([_PROJECT] if sheet.project else [])]


def _set(sheet: LetterSheet, down: float) -> list[list[Unit]]:
    """The pages in the largest type that saves none of them."""
    found = [leaves(_units(sheet, size), HEIGHT - _BODY - _FOOT, HEIGHT - down - _FOOT) for size in _SIZES]
    fewest = min(len(pages) for pages in found)
    return next(pages for pages in found if len(pages) == fewest)


def _units(sheet: LetterSheet, size: float) -> list[Unit]:
    text, strong = TextStyle(size=size), TextStyle(size=size, bold=True)
    gap = size * 0.6
    units: list[Unit] = []
    if sheet.subject:
        units += lines(f"Objet : {sheet.subject}", strong, _WIDTH)
    if sheet.opening:
        units += lines(sheet.opening, text, _WIDTH, before=gap * 2, free=not units)
    for place, paragraph in enumerate(sheet.paragraphs):
        said = _paragraph(paragraph, text, gap)
        units += bound(said[:1]) + said[1:] if not place else said
    if sheet.closing:
        units += bound(lines(sheet.closing, text, _WIDTH, before=gap))
    units += _signed(sheet, text)
    small = TextStyle(size=size - 1)
    return units + _annexes(sheet, small, TextStyle(size=size - 1, bold=True), gap)


def _paragraph(paragraph: str, style: TextStyle, gap: float) -> list[Unit]:
    first, *rest = (line for line in paragraph.split("\n") if line.strip())
    if not rest:
        return lines(first, style, _WIDTH, before=gap)
    dashed = [line if line.startswith(_DASHES) else f"– {line}" for line in rest]
    items = listed([lines(line, style, _WIDTH, before=gap * 0.25, indent=_INDENT) for line in dashed])
    return lines(first, style, _WIDTH, before=gap) + items


def _signed(sheet: LetterSheet, style: TextStyle) -> list[Unit]:
    """Never alone on a page: what stands before stays with it."""
    if not sheet.signature:
        return []
    found = [Unit(_SIGNATURE)]
    for line in sheet.signature:
        found += lines(line, style, _WIDTH, indent=_WINDOW_LEFT - _LEFT) if line else [Unit(_SIGNATURE)]
    return bound(found)


def _annexes(sheet: LetterSheet, style: TextStyle, strong: TextStyle, gap: float) -> list[Unit]:
    units: list[Unit] = []
    if sheet.annexes:
        units += lines("Pièces jointes", strong, _WIDTH, before=gap * 2)
        numbered = [f"{number}. {annex}" for number, annex in enumerate(sheet.annexes, start=1)]
        units += listed([lines(line, style, _WIDTH, indent=_INDENT) for line in numbered])
    tail: list[Unit] = []
    for copy in sheet.copies:
        tail += lines(f"Copie à : {copy}", style, _WIDTH, before=gap)
    for line in (sheet.kept, sheet.running):
        if line:
            tail += lines(line, style, _WIDTH, before=gap)
    return units + (bound(tail) if units else together(tail))


def _head(canvas: Canvas, sheet: LetterSheet, down: float) -> None:
    y = HEIGHT - down
    for place, line in enumerate(sheet.sender):
        y = _typed(canvas, line, TextStyle(size=10, bold=not place), _LEFT, _SENDER_WIDTH, y)
    y -= 2 * mm
    for line in sheet.references:
        y = _typed(canvas, line, TextStyle(size=9), _LEFT, _SENDER_WIDTH, y)
    y = HEIGHT - _WINDOW_TOP
    for line in sheet.addressee:
        y = _typed(canvas, line, TextStyle(size=10.5), _WINDOW_LEFT, _WINDOW_WIDTH, y)
    dated = HEIGHT - _DATED
    if sheet.mention:
        _typed(canvas, sheet.mention, TextStyle(size=9.5, bold=True), _LEFT, _SENDER_WIDTH + 10 * mm, dated)
    _typed(canvas, sheet.place_and_date, TextStyle(size=10.5), _WINDOW_LEFT, _WINDOW_WIDTH, dated)


def _draw(canvas: Canvas, units: Sequence[Unit], top: float) -> None:
    y = top
    for place, unit in enumerate(units):
        y -= unit.height + (unit.before if place else 0.0)
        if unit.text is not None:
            unit.text.wrap(_WIDTH - unit.indent, unit.height)
            unit.text.draw_at(canvas, _LEFT + unit.indent, y)


def _footer(canvas: Canvas, sheet: LetterSheet, number: int, count: int) -> None:
    y = 10 * mm
    if sheet.foot:
        _typed(canvas, sheet.foot, _SMALL, _LEFT, _WIDTH - 20 * mm, y)
    if count > 1:
        end = TextStyle(size=7, grey=0.35, align="end")
        put(canvas, ShapedParagraph(f"{number}/{count}", end, "fr"), _LEFT + _WIDTH - 20 * mm, 20 * mm, y)


def _typed(canvas: Canvas, text: str, style: TextStyle, x: float, width: float, top: float) -> float:
    return put(canvas, ShapedParagraph(Run(text, typed=True), style, "fr"), x, width, top)
