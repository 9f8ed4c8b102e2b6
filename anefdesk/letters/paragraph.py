"""A paragraph in any language, as a ReportLab flowable: broken into lines, aligned, split over pages.

Used by every printed page, French included: one way of setting text for all languages.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from reportlab.platypus import Flowable

from anefdesk.i18n.languages import Direction, language
from anefdesk.letters import ink
from anefdesk.letters.fonts import EM
from anefdesk.letters.shaping import Piece, Run, cut, pieces, reordered

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_BASELINE = 1.05  # first baseline below the top, in type sizes: the same in all scripts, so that rows line up
_TOLERANCE = 0.5  # thousandths of the type size


@dataclass(frozen=True)
class TextStyle:
    """Type size and spaces in points; ``grey`` 0 is black. ``start`` is left or right by direction."""

    size: float = 10.5
    bold: bool = False
    align: Literal["start", "center", "end"] = "start"
    grey: float = 0.0
    space_before: float = 0.0
    space_after: float = 0.0


Text = str | Run | Sequence[str | Run]


class ShapedParagraph(Flowable):  # type: ignore[misc] # ReportLab is untyped
    """One paragraph in one language.

    ``text`` is a string or a list of runs: a Run may be bold, or typed by somebody (isolated, boxed).
    """

    def __init__(self, text: Text, style: TextStyle, language_code: str, direction: Direction | None = None) -> None:
        """Shape the text.

        Raises:
            LetterError: ``letter.font_missing`` or ``letter.glyph_missing``.
            InputRefusedError: ``i18n.unknown_language``.
        """
        super().__init__()
        spoken = language(language_code)
        self.rtl = (direction or spoken.direction) == "rtl"
        self.style = style
        self._pieces: Sequence[Piece] = pieces(_runs(text, style), spoken, rtl=self.rtl)
        self._measure()

    def _measure(self) -> None:
        tallest = max((piece.shaped.face.leading for piece in self._pieces if piece.shaped.text), default=1.35)
        self.leading = tallest * self.style.size
        self.lines: list[list[Piece]] = []
        self.width = -1.0  # not broken yet

    def getSpaceBefore(self) -> float:  # noqa: N802 - ReportLab's name
        """Points above, unless at the top of a page."""
        return self.style.space_before

    def getSpaceAfter(self) -> float:  # noqa: N802 - ReportLab's name
        """Points below."""
        return self.style.space_after

    def wrap(self, aw: float, ah: float) -> tuple[float, float]:
        """Break into lines of ``aw`` points; returns width and height."""
        del ah
        if aw != self.width:
            self.width = aw
            self.lines = _broken(self._pieces, aw * EM / self.style.size)
        self.height = len(self.lines) * self.leading
        return aw, self.height

    def natural_width(self) -> float:
        """Points that the text takes on one line."""
        return _width(self._pieces) * self.style.size / EM

    def split(self, aw: float, ah: float) -> list["ShapedParagraph"]:
        """The lines that fit in ``ah`` points, and the others; nothing when no line fits."""
        self.wrap(aw, ah)
        fitting = int((ah + 0.01) // self.leading)
        if fitting >= len(self.lines):
            return [self]
        if fitting < 1:
            return []
        return [
            self._part(self.lines[:fitting], replace(self.style, space_after=0.0)),
            self._part(self.lines[fitting:], replace(self.style, space_before=0.0)),
        ]

    def _part(self, lines: list[list[Piece]], style: TextStyle) -> "ShapedParagraph":
        part = ShapedParagraph.__new__(ShapedParagraph)
        Flowable.__init__(part)
        part.rtl, part.style = self.rtl, style
        part._pieces = [piece for line in lines for piece in line]  # noqa: SLF001 - our own kind
        part._measure()  # noqa: SLF001 - our own kind
        part.leading = self.leading
        return part

    def draw(self) -> None:
        """Draw for ReportLab, which has put the origin at the bottom left."""
        self.draw_at(self.canv, 0, 0)

    def draw_at(self, canvas: "Canvas", x: float, y: float) -> None:
        """Draw the lines from the top, the bottom left corner at ``x``, ``y``; after ``wrap``."""
        size = self.style.size
        canvas.setFillGray(self.style.grey)
        baseline = y + self.height - _BASELINE * size
        for line in self.lines:
            shown = _without_end_spaces(line)
            if shown:
                ink.draw_line(canvas, reordered(shown), x + self._offset(shown), baseline, size, self.style.grey)
            baseline -= self.leading

    def _offset(self, line: Sequence[Piece]) -> float:
        left_over: float = self.width - _width(line) * self.style.size / EM
        if self.style.align == "center":
            return left_over / 2
        return left_over if (self.style.align == "end") != self.rtl else 0.0


def _runs(text: Text, style: TextStyle) -> list[Run]:
    parts = [text] if isinstance(text, str | Run) else text
    runs = [part if isinstance(part, Run) else Run(part) for part in parts]
    return [run._replace(bold=True) for run in runs] if style.bold else runs


def _width(line: Sequence[Piece]) -> int:
    return sum(piece.shaped.advance for piece in line)


def _without_end_spaces(line: Sequence[Piece]) -> Sequence[Piece]:
    end = len(line)
    while end and (line[end - 1].space or not line[end - 1].shaped.text):
        end -= 1
    return line[:end]


def _words(found: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces grouped between two places where a line may break, each with its spaces after."""
    words: list[list[Piece]] = []
    for piece in found:
        if piece.breaks or not words:
            words.append([])
        words[-1].append(piece)
    return words


def _broken(found: Sequence[Piece], room: float) -> list[list[Piece]]:
    """Lines filled one after the other; a word longer than a line is cut between two letters."""
    room = max(room, EM) + _TOLERANCE
    lines: list[list[Piece]] = []
    line: list[Piece] = []
    used = 0
    for word in _words(found):
        bare = _width(_without_end_spaces(word))
        if line and used + bare > room:
            lines.append(line)
            line, used = [], 0
        if bare > room:
            *full, word = _emergency(word, room)  # noqa: PLW2901 - what is left of it
            lines.extend(full)
        line.extend(word)
        used += _width(word)
    if line:
        lines.append(line)
    return lines


def _emergency(word: Sequence[Piece], room: float) -> list[list[Piece]]:
    lines: list[list[Piece]] = [[]]
    used = 0
    for piece in word:
        if piece.space or used + piece.shaped.advance <= room:
            lines[-1].append(piece)
            used += piece.shaped.advance
            continue
        if room - used < EM and lines[-1]:
            lines.append([])
            used = 0
        for index, part in enumerate(cut(piece, room - used, room)):
            if index:
                lines.append([])
            lines[-1].append(part)
        used = _width(lines[-1])
    return lines
