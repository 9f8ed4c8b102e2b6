"""Writes a line of shaped letters into a page, with the true text beside it.

Used by paragraph alone: it is the one place that knows ReportLab's content stream. Copying, searching and
screen readers get the letters of the text (ActualText), not the names of the glyphs.
"""

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from anefdesk.letters.fonts import EM, Face
from anefdesk.letters.shaping import Glyph, Piece, Shaped


def draw_line(canvas: Canvas, visual: Sequence[Piece], x: float, y: float, size: float) -> None:
    """Draw the pieces, already in visual order, from ``x`` rightwards on the baseline ``y``."""
    line = _Line(canvas, size)
    line.code.append(f"BT {x:.3f} {y:.3f} Td")
    for piece in visual:
        line.write(piece.shaped)
    line.code.append("ET")
    canvas._code.append(" ".join(line.code))  # noqa: SLF001 - ReportLab offers no ActualText


class _Line:
    def __init__(self, canvas: Canvas, size: float) -> None:
        self.code: list[str] = []
        self._document = canvas._doc  # noqa: SLF001 - needed by its font subsets
        self._size = size
        self._font: tuple[Face, int] | None = None
        self._rise = 0

    def write(self, shaped: Shaped) -> None:
        if not shaped.rtl and "".join(glyph.code for glyph in shaped.glyphs) == shaped.text:
            self._show(shaped.face, shaped.glyphs)
        elif not shaped.rtl:
            self._meaning(shaped.text, shaped.face, shaped.glyphs)
        else:
            # Readers turn right-to-left text round themselves: it must be given letter by letter.
            for text, glyphs in shaped.clusters():
                if len(glyphs) == 1 and glyphs[0].code == text:
                    self._show(shaped.face, glyphs)
                else:
                    self._meaning(text, shaped.face, glyphs)

    def _meaning(self, text: str, face: Face, glyphs: Sequence[Glyph]) -> None:
        self.code.append(f"/Span<</ActualText<FEFF{text.encode('utf-16-be').hex()}>>>BDC")
        self._show(face, glyphs)
        self.code.append("EMC")

    def _show(self, face: Face, glyphs: Sequence[Glyph]) -> None:
        codes = [
            (subset, code)
            for subset, chunk in face.pdf.splitString("".join(glyph.code for glyph in glyphs), self._document)
            for code in chunk
        ]
        shown: list[str] = []
        letters = bytearray()
        shift = 0  # how far left the next glyph must move
        for (subset, code), glyph in zip(codes, glyphs, strict=True):
            shift -= glyph.dx
            if (face, subset) != self._font or glyph.dy != self._rise:
                self._flush(shown, letters)
                self._set(face, subset, glyph.dy)
            if shift:
                if letters:
                    shown.append(f"<{letters.hex()}>")
                    letters.clear()
                shown.append(str(shift))
            letters.append(code)
            shift = glyph.natural + glyph.dx - glyph.advance
        if shift:
            shown.append(f"<{letters.hex()}>")
            letters.clear()
            shown.append(str(shift))
        self._flush(shown, letters)

    def _set(self, face: Face, subset: int, rise: int) -> None:
        if (face, subset) != self._font:
            name = face.pdf.getSubsetInternalName(subset, self._document)
            self.code.append(f"{name} {self._size:g} Tf")
            self._font = face, subset
        if rise != self._rise:
            self.code.append(f"{rise * self._size / EM:.3f} Ts")
            self._rise = rise

    def _flush(self, shown: list[str], letters: bytearray) -> None:
        if letters:
            shown.append(f"<{letters.hex()}>")
            letters.clear()
        if shown:
            self.code.append(f"[{''.join(shown) if len(shown) == 1 else ' '.join(shown)}] TJ")
            shown.clear()
