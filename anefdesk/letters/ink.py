"""Writes a line of shaped letters into a page, with the true text beside it.

Used by paragraph alone: it is the one place that knows ReportLab's content stream. Copying, searching and
screen readers get the letters of the text (ActualText), not the names of the glyphs.
"""

from collections.abc import Iterator, Sequence

from reportlab.pdfgen.canvas import Canvas

from anefdesk.letters.fonts import EM, Face
from anefdesk.letters.shaping import Glyph, Piece, Shaped

_SMALLEST_OUTLINED = 10.0  # points: below, a line round each stroke would fill the letter
_NO_TEXT = "/Span<</ActualText<FEFF>>>BDC"


def draw_line(canvas: Canvas, visual: Sequence[Piece], x: float, y: float, size: float, grey: float = 0.0) -> None:
    """Draw the pieces, already in visual order, from ``x`` rightwards on the baseline ``y``."""
    line = _Line(canvas, size)
    outline = max((piece.shaped.face.outline for piece in visual), default=0) if size >= _SMALLEST_OUTLINED else 0
    line.outlining = outline > 0
    if outline:
        line.code.append(f"q {outline * size / EM:.3f} w {grey:g} G")
    line.code.append(f"BT {x:.3f} {y:.3f} Td")
    for piece in visual:
        line.write(piece.shaped)
    line.end()
    if outline:
        line.code.append("Q")
    canvas._code.append(" ".join(line.code))  # noqa: SLF001 - ReportLab offers no ActualText


class _Line:
    """The operators of one line, and the state of the page's pen while they are written."""

    def __init__(self, canvas: Canvas, size: float) -> None:
        self.code: list[str] = []
        self._document = canvas._doc  # noqa: SLF001 - needed by its font subsets
        self._size = size
        self._font: tuple[Face, int] | None = None
        self._rise = 0
        self.outlining = False
        self._shift = 0  # how far left the next glyph must move, in thousandths of the size

    def write(self, shaped: Shaped) -> None:
        if not shaped.rtl and "".join(glyph.code for glyph in shaped.glyphs) == shaped.text:
            self._show(shaped.face, shaped.glyphs)
        elif not shaped.rtl:
            self._meaning(shaped.text, shaped.face, shaped.glyphs)
        else:
            self._right_to_left(shaped)

    def end(self) -> None:
        """Close the line; a rise would outlive it."""
        if self._rise:
            self.code.append("0 Ts")
        self.code.append("ET")

    def _right_to_left(self, shaped: Shaped) -> None:
        """Letter by letter and left to right, because readers turn such text round themselves.

        Dots and accents come after all the letters: a dot drawn between two makes readers see two words.
        """
        marks: list[tuple[int, Glyph]] = []
        pen = 0
        for text, glyphs in shaped.clusters():
            bodies = [glyph for glyph in glyphs if glyph.advance] or list(glyphs)
            for glyph in glyphs:
                if glyph not in bodies:
                    marks.append((pen, glyph))
                pen += glyph.advance
            if len(bodies) == 1 and bodies[0].code == text:
                self._show(shaped.face, bodies)
            else:
                self._meaning(text[::-1], shaped.face, bodies)
        if marks:
            self.code.append(_NO_TEXT)
            for place, mark in marks:
                self._shift += pen - place
                self._show(shaped.face, [mark])
                self._shift -= pen - place
            self.code.append("EMC")

    def _meaning(self, text: str, face: Face, glyphs: Sequence[Glyph]) -> None:
        self.code.append(f"/Span<</ActualText<FEFF{text.encode('utf-16-be').hex()}>>>BDC")
        self._show(face, glyphs)
        self.code.append("EMC")

    def _show(self, face: Face, glyphs: Sequence[Glyph]) -> None:
        out: list[str] = []
        letters = bytearray()
        for glyph, (subset, code) in zip(glyphs, self._coded(face, glyphs), strict=True):
            if (face, subset) != self._font or glyph.dy != self._rise:
                self._flush(out, letters)
                self._set(face, subset, glyph.dy)
            shift = self._shift - glyph.dx
            if shift:
                if letters:
                    out.append(f"<{letters.hex()}>")
                    letters.clear()
                out.append(str(shift))
            letters.append(code)
            self._shift = glyph.natural + glyph.dx - glyph.advance
        self._flush(out, letters)

    def _coded(self, face: Face, glyphs: Sequence[Glyph]) -> Iterator[tuple[int, int]]:
        """Subset and byte of each glyph in this document's fonts."""
        for subset, chunk in face.pdf.splitString("".join(glyph.code for glyph in glyphs), self._document):
            for code in chunk:
                yield subset, code

    def _set(self, face: Face, subset: int, rise: int) -> None:
        if (face, subset) != self._font:
            name = face.pdf.getSubsetInternalName(subset, self._document)
            self.code.append(f"{name} {self._size:g} Tf")
            if self.outlining and face.outline != (self._font[0].outline if self._font else 0):
                self.code.append("2 Tr" if face.outline else "0 Tr")  # filled and outlined, or filled
            self._font = face, subset
        if rise != self._rise:
            self.code.append(f"{rise * self._size / EM:.3f} Ts")
            self._rise = rise

    def _flush(self, out: list[str], letters: bytearray) -> None:
        if letters:
            out.append(f"<{letters.hex()}>")
            letters.clear()
        if out:
            self.code.append(f"[{' '.join(out)}] TJ")
            out.clear()
