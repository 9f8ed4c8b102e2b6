"""From text to glyphs: order of scripts (ICU), places to break (ICU), shapes of letters (HarfBuzz).

Used by paragraph. ReportLab's own right-to-left text is not used: it prints Persian digits backwards.
Direction, script and language are always given to HarfBuzz, never guessed.
What somebody typed is shaped afresh each time, so that no name stays in a cache.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple
from unicodedata import bidirectional, category, combining, normalize

import icu
import uharfbuzz as hb

from anefdesk.errors import LetterError
from anefdesk.i18n.isolates import isolate
from anefdesk.i18n.languages import Language
from anefdesk.letters import fonts
from anefdesk.letters.fonts import Face

_ISOLATES = "\u2066\u2067\u2068\u2069"
_OVERRIDES = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e"))
_SPACES = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029 ]+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_JOINERS = "\u200c\u200d"
# ICU counts astral letters twice; a letter of the same class and plane 0 stands for them while it works.
_STAND_IN = {"L": "\u4e00", "R": "\u05d0", "AL": "\u0627", "AN": "\u0660", "EN": "0", "NSM": "\u0300"}
_CACHED_LENGTH = 2000


class Run(NamedTuple):
    """A stretch of a paragraph. ``typed``: somebody's own data, isolated, and boxed where no font draws it."""

    text: str
    bold: bool = False
    typed: bool = False


class Glyph(NamedTuple):
    """One glyph in visual order, in thousandths of the type size."""

    code: str  # the character under which the PDF font knows it
    cluster: int
    advance: int
    natural: int  # the width the PDF font gives it
    dx: int
    dy: int


@dataclass(frozen=True, slots=True)
class Shaped:
    """Letters of one face, script and direction, with their glyphs from left to right.

    An isolate is a Shaped without letters: nothing to draw, but it keeps two islands apart when reordered.
    """

    text: str
    face: Face
    glyphs: tuple[Glyph, ...]
    advance: int
    rtl: bool

    def clusters(self) -> Iterator[tuple[str, tuple[Glyph, ...]]]:
        """Each indivisible group of glyphs from left to right, with the letters it stands for."""
        if not self.glyphs:
            return
        starts = sorted({glyph.cluster for glyph in self.glyphs})
        ends = dict(zip(starts, [*starts[1:], len(self.text)], strict=True))
        first = 0
        for index in range(1, len(self.glyphs) + 1):
            cluster = self.glyphs[first].cluster
            if index == len(self.glyphs) or self.glyphs[index].cluster != cluster:
                yield self.text[cluster : ends[cluster]], self.glyphs[first:index]
                first = index


@dataclass(frozen=True, slots=True)
class Piece:
    """Shaped letters that no line break cuts; ``breaks``: a line may begin with it."""

    shaped: Shaped
    level: int
    breaks: bool
    space: bool
    language: str
    script: str


def clean(text: str) -> str:
    """One line of printable text: no control character, no override; isolates and joiners stay."""
    text = _LONE_SURROGATES.sub("\ufffd", text)
    return normalize("NFC", _CONTROLS.sub("", _SPACES.sub(" ", text)).translate(_OVERRIDES))


def pieces(runs: Sequence[Run], language: Language, *, rtl: bool) -> tuple[Piece, ...]:
    """The pieces of a paragraph in reading order.

    Raises:
        LetterError: ``letter.font_missing``, or ``letter.glyph_missing`` for a letter that was not typed.
    """
    key = tuple(runs)
    if any(run.typed for run in key) or sum(len(run.text) for run in key) > _CACHED_LENGTH:
        return _pieces(key, language, rtl)
    return _remembered(key, language, rtl)


def reordered(line: Sequence[Piece]) -> list[Piece]:
    """The pieces of one line from left to right (rule L2; PyICU's ``reorderVisual`` returns them unmoved)."""
    visual = list(line)
    odd = [piece.level for piece in line if piece.level % 2]
    if not odd:
        return visual
    for level in range(max(piece.level for piece in line), min(odd) - 1, -1):
        start = 0
        while start < len(visual):
            end = start
            while end < len(visual) and visual[end].level >= level:
                end += 1
            visual[start:end] = visual[start:end][::-1]
            start = end + 1
    return visual


def cut(piece: Piece, first: float, room: float) -> Iterator[Piece]:
    """Cut a piece longer than a line between two letters: the first part fits ``first``, the others ``room``."""
    text = piece.shaped.text
    widths: dict[int, int] = {}
    for glyph in piece.shaped.glyphs:
        widths[glyph.cluster] = widths.get(glyph.cluster, 0) + glyph.advance
    starts = [*sorted(widths), len(text)]
    done, limit = 0, first
    while done < len(starts) - 1:
        used, stop = widths[starts[done]], done + 1
        while stop < len(starts) - 1 and used + widths[starts[stop]] <= limit:
            used += widths[starts[stop]]
            stop += 1
        part = _reshaped(piece, text[starts[done] : starts[stop]])
        while part.shaped.advance > limit and stop > done + 1:  # letters at the cut take another shape
            stop -= 1
            part = _reshaped(piece, text[starts[done] : starts[stop]])
        yield part
        done, limit = stop, room


def _reshaped(piece: Piece, text: str) -> Piece:
    shaped = _shape(text, piece.shaped.face, piece.script, piece.language, piece.shaped.rtl)
    return Piece(shaped, piece.level, True, piece.space, piece.language, piece.script)


def _pieces(runs: tuple[Run, ...], language: Language, rtl: bool) -> tuple[Piece, ...]:  # noqa: FBT001 - a cache key
    tag = language.code.replace("_", "-")
    families = fonts.families(language)
    texts = [clean(isolate(run.text) if run.typed else run.text) for run in runs]
    text = "".join(texts)
    if not text:
        return ()
    plain = "".join(_plane_zero(char) for char in text) if max(text) > "\uffff" else text
    levels = _levels(plain, rtl)
    breaks = _line_breaks(plain, tag, rtl)
    found: list[Piece] = []
    at = 0
    for run, part in zip(runs, texts, strict=True):
        keep = _shape if run.typed or len(part) > _CACHED_LENGTH else _shape_remembered
        for start, end, face, script in _items(text, at, at + len(part), levels, breaks, run, families):
            letters = text[start:end]
            level = levels[start]
            if letters in _ISOLATES:
                shaped = Shaped("", fonts.box(bold=False), (), 0, rtl)
            elif face is None:
                if not run.typed:
                    raise LetterError("letter.glyph_missing", char=f"U+{ord(letters[0]):04X}")
                shaped = _boxed(letters, run.bold, level)
            else:
                shaped = keep(letters, face, script, tag, bool(level % 2))
                if any(glyph.code == _NOTDEF for glyph in shaped.glyphs) and not run.typed:
                    raise LetterError("letter.glyph_missing", char=f"U+{ord(letters[0]):04X}")
            found.append(Piece(shaped, level, start in breaks, letters == " " * len(letters), tag, script))
        at += len(part)
    return tuple(found)


_remembered = lru_cache(512)(_pieces)
_NOTDEF = "\ue000"


def _items(
    text: str,
    start: int,
    end: int,
    levels: Sequence[int],
    breaks: frozenset[int],
    run: Run,
    families: tuple[str, ...],
) -> Iterator[tuple[int, int, Face | None, str]]:
    """Stretches of one level, face, script and kind between two places to break."""
    first, face, script, space = start, None, "", False
    script = _leading_script(text[start:end])
    at = start
    while at < end:
        char = text[at]
        stop = at + 1
        while stop < end and _follows(text[stop]):
            stop += 1
        if char in _ISOLATES:
            if first < at:
                yield first, at, face, script
            yield at, at + 1, None, script
            first = at = at + 1
            continue
        new_script = _script(char) or script
        new_face = fonts.face_for(_visible(text[at:stop]), new_script, families, bold=run.bold)
        same = new_face is face and face is not None and new_script == script and (char == " ") == space
        if first < at and not (same and levels[at] == levels[first] and at not in breaks):
            yield first, at, face, script
            first = at
        face, script, space = new_face, new_script, char == " "
        at = stop
    if first < end:
        yield first, end, face, script


_DASHES = {"- ", "– ", "— "}


def _levels(plain: str, rtl: bool) -> Sequence[int]:  # noqa: FBT001 - private
    bidi = icu.Bidi()
    held = icu.UnicodeString(plain)  # ICU keeps a pointer to it
    bidi.setPara(held, 1 if rtl else 0)
    levels: Sequence[int] = bidi.getLevels()
    return levels


def _line_breaks(plain: str, tag: str, rtl: bool) -> frozenset[int]:  # noqa: FBT001 - private
    """Where a line may begin: not with a dash, which closes the line before (a rule in Russian, good manners here).

    « e-photo » among Arabic words stays whole: its halves would change sides.
    """
    finder = _line_breaker(tag)
    finder.setText(plain)
    return frozenset(
        place for place in finder if not (rtl and plain[place - 1] == "-") and plain[place : place + 2] not in _DASHES
    )


@cache
def _line_breaker(tag: str) -> "icu.BreakIterator":
    return icu.BreakIterator.createLineInstance(icu.Locale.forLanguageTag(tag))


@lru_cache(4096)
def _plane_zero(char: str) -> str:
    return char if char <= "\uffff" else _STAND_IN.get(bidirectional(char), "\u25a1")


@lru_cache(4096)
def _script(char: str) -> str:
    """ISO 15924 code; empty for signs that take the script of their neighbours."""
    name: str = icu.Script.getScript(ord(char)).getShortName()
    return "" if name in {"Zyyy", "Zinh", "Zzzz"} else name


def _leading_script(text: str) -> str:
    return next((script for char in text if (script := _script(char))), "Latn")


@lru_cache(4096)
def _follows(char: str) -> bool:
    """Whether the letter lives on the one before it: a mark, a joiner, a variation selector."""
    return category(char) in {"Mn", "Me", "Mc"} or combining(char) > 0 or char in _JOINERS


@lru_cache(4096)
def _visible(group: str) -> str:
    ignorable = icu.UProperty.DEFAULT_IGNORABLE_CODE_POINT
    return "".join(char for char in group if not icu.Char.hasBinaryProperty(ord(char), ignorable))


def _shape(text: str, face: Face, script: str, tag: str, rtl: bool) -> Shaped:  # noqa: FBT001 - a cache key
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.script = script
    buffer.language = tag
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    hb.shape(face.hb_font, buffer)
    glyphs = tuple(_glyphs(text, face, zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)))
    return Shaped(text, face, glyphs, sum(glyph.advance for glyph in glyphs), rtl)


_shape_remembered = lru_cache(8192)(_shape)


def _glyphs(text: str, face: Face, found: Iterable[tuple["hb.GlyphInfo", "hb.GlyphPosition"]]) -> Iterator[Glyph]:
    for info, place in found:
        natural = face.hb_font.get_glyph_h_advance(info.codepoint)
        code = face.pdf_code(info.codepoint, text[info.cluster])
        yield Glyph(code, info.cluster, place.x_advance, natural, place.x_offset, place.y_offset)


def _boxed(letters: str, bold: bool, level: int) -> Shaped:  # noqa: FBT001 - private
    """An empty box in the place of letters that no font draws; copying it still gives the letters."""
    face = fonts.box(bold=bold)
    width = face.hb_font.get_glyph_h_advance(0)
    return Shaped(letters, face, (Glyph(face.pdf_code(0, letters[0]), 0, width, width, 0, 0),), width, level % 2 == 1)
