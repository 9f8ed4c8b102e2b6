"""The A4 page of every printed document: margins, footer, training band, and the pages a story fills.

Used by ``compose``. The pages are counted before the first is drawn, so each says « page n sur N ».
"""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from anefdesk.errors import LetterError
from anefdesk.i18n import dates
from anefdesk.i18n.languages import language
from anefdesk.letters.documents import Imprint
from anefdesk.letters.paragraph import ShapedParagraph, TextStyle
from anefdesk.letters.shaping import Run

WIDTH, HEIGHT = A4[0] - 32 * mm, A4[1]
_LEFT = 16 * mm
_TOP, _BOTTOM = 14 * mm, 23 * mm
_BAND = 11 * mm
TRAINING = "ESPACE D’ENTRAÎNEMENT – personnes inventées"
_NO_VALUE = "Document d’aide, sans valeur officielle"
_FOOT = TextStyle(size=8)
_FOOT_END = TextStyle(size=8, align="end")
_MOST_PAGES = 500


def room_of(*, training: bool) -> float:
    """Points of height between the head and the foot of a page."""
    return float(HEIGHT - _TOP - _BOTTOM - (_BAND if training else 0.0))


def pages(story: Sequence[Flowable], *, training: bool) -> list[list[tuple[Flowable, float]]]:
    """Each page's flowables with the distance of their top from the top of the page's body.

    Raises:
        LetterError: ``letter.too_long``, no reader would want so many pages.
    """
    room = room_of(training=training)
    filled: list[list[tuple[Flowable, float]]] = [[]]
    waiting = list(reversed(story))
    used = 0.0
    while waiting:
        flowable = waiting.pop()
        before = flowable.getSpaceBefore() if filled[-1] else 0.0
        left = room - used - before
        _, height = flowable.wrap(WIDTH, left)
        if height <= left and not (filled[-1] and flowable.getKeepWithNext() and _stranded(waiting, left - height)):
            filled[-1].append((flowable, used + before))
            used += before + height + flowable.getSpaceAfter()
            continue
        # A short row goes whole to the next page; only what no page could hold is cut.
        halves = flowable.split(WIDTH, left) if height > left and (height > room or not filled[-1]) else []
        if halves:
            filled[-1].append((halves[0], used + before))
            waiting.extend(reversed(halves[1:]))
        elif filled[-1]:
            waiting.append(flowable)
        else:
            raise LetterError("letter.too_long")
        filled.append([])
        used = 0.0
        if len(filled) > _MOST_PAGES:
            raise LetterError("letter.too_long")
    return filled if filled[-1] or len(filled) == 1 else filled[:-1]


def _stranded(waiting: Sequence[Flowable], left: float) -> bool:
    """Whether a heading would stay alone at the foot of the page."""
    return bool(waiting) and bool(waiting[-1].wrap(WIDTH, left)[1] > left)


def blank(out: BytesIO, title: str) -> Canvas:
    """A document to draw in, titled after its kind."""
    # invariant: the same content gives the same bytes, and no clock or machine leaks into the file.
    canvas = Canvas(out, pagesize=A4, invariant=1, lang="fr-FR", pageCompression=1)
    canvas.setTitle(title)
    canvas.setCreator("anefdesk")
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def draw(story: Sequence[Flowable], title: str, imprint: Imprint) -> bytes:
    """The PDF of a story. Its properties hold the kind of document and nothing about anybody."""
    out = BytesIO()
    canvas = blank(out, title)
    filled = pages(story, training=imprint.training)
    for number, page in enumerate(filled, start=1):
        top = HEIGHT - _TOP
        if imprint.training:
            band(canvas, TRAINING)
            top -= _BAND
        for flowable, down in page:
            height = flowable.wrap(WIDTH, HEIGHT)[1]
            flowable.drawOn(canvas, _LEFT, top - down - height)
        _footer(canvas, imprint, number, len(filled))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _footer(canvas: Canvas, imprint: Imprint, number: int, count: int) -> None:
    canvas.setStrokeGray(0.45)
    canvas.setLineWidth(0.6)
    canvas.line(_LEFT, _BOTTOM - 4 * mm, _LEFT + WIDTH, _BOTTOM - 4 * mm)
    catalogue = f" · catalogue {imprint.catalogue}" if imprint.catalogue else ""
    line: Sequence[str | Run] = [
        Run(imprint.centre[:120], bold=True, typed=True),
        f" · {dates.shown(imprint.day)}{catalogue}",
    ]
    y = _BOTTOM - 5 * mm
    put(canvas, ShapedParagraph(f"page {number} sur {count}", _FOOT_END, "fr"), _LEFT + WIDTH * 0.8, WIDTH * 0.2, y)
    y = put(canvas, ShapedParagraph(line, _FOOT, "fr"), _LEFT, WIDTH * 0.78, y)
    half = WIDTH / 2 - 4 * mm
    put(canvas, ShapedParagraph(_NO_VALUE, _FOOT, "fr"), _LEFT, half, y)
    if imprint.notice:
        style = TextStyle(size=8, align="start" if language(imprint.language).rtl else "end")
        put(canvas, ShapedParagraph(imprint.notice, style, imprint.language), _LEFT + WIDTH - half, half, y)


def put(canvas: Canvas, flowable: ShapedParagraph, x: float, width: float, top: float) -> float:
    """Draw a paragraph under ``top``; returns where it ends."""
    _, height = flowable.wrap(width, top)
    flowable.draw_at(canvas, x, top - height)
    return top - height


def band(canvas: Canvas, said: str, down: float = 3 * mm) -> None:
    """Stripes across the sheet, and the words on white: nobody takes it for a real paper."""
    height, words_width = 9 * mm, 98 * mm
    bottom = HEIGHT - down - height
    side = (WIDTH - words_width) / 2
    canvas.saveState()
    stripes = canvas.beginPath()
    stripes.rect(_LEFT, bottom, side, height)
    stripes.rect(_LEFT + WIDTH - side, bottom, side, height)
    canvas.clipPath(stripes, stroke=0)
    canvas.setStrokeGray(0.55)
    canvas.setLineWidth(3)
    step = 5 * mm
    for index in range(int((WIDTH + height) / step) + 1):
        x = _LEFT - height + index * step
        canvas.line(x, bottom, x + height, bottom + height)
    canvas.restoreState()
    words = ShapedParagraph(said, TextStyle(size=11, bold=True, align="center"), "fr")
    put(canvas, words, _LEFT + side, words_width, bottom + height - 5)
