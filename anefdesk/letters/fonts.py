"""The shipped fonts: which family draws which language, and whether a letter can be drawn at all.

Used by shaping (what HarfBuzz reads) and by ink (what ReportLab embeds). A font is read at its first use.
"""

from copy import copy
from functools import cache, lru_cache

import uharfbuzz as hb
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from anefdesk import paths
from anefdesk.errors import LetterError
from anefdesk.i18n.languages import Language

EM = 1000  # unit of every advance and offset in this package: thousandths of the type size
_PRIVATE = range(0xE000, 0xF900)
_LATIN = "NotoSans"
_LEADING = {
    "NotoSans": 1.35,
    "NotoSansArabic": 1.6,
    "NotoSansBengali": 1.5,
    "NotoSansEthiopic": 1.5,
    "NotoSansGeorgian": 1.4,
    "NotoSansSC": 1.5,
}
_ONE_WEIGHT = {"NotoSansSC"}


_OUTLINE = 22  # thousandths of the type size, about what a bold stem has more than a regular one


class Face:
    """One font file, read once: its coverage, the HarfBuzz font and the ReportLab font.

    ``outline`` is how thick a line goes round each letter: a family with one weight gets its bold that way.
    """

    outline = 0

    def __init__(self, family: str, *, bold: bool) -> None:
        self.name = f"{family}-{'Bold' if bold else 'Regular'}"
        path = paths.resources("fonts", f"{self.name}.ttf")
        try:
            face = hb.Face(path.read_bytes())
            self.pdf = TTFont(self.name, str(path), asciiReadable=False)
        except (OSError, TTFError) as trouble:
            raise LetterError("letter.font_missing", font=path.name) from trouble
        self.leading = _LEADING[family]
        self.hb_font = hb.Font(face)
        self.hb_font.scale = (EM, EM)
        self.covered = frozenset(chr(code) for code in face.unicodes)
        # ReportLab names glyphs by characters; this stays the font's own table, without the names below.
        self._own = dict(self.pdf.face.charToGlyph)

    def pdf_code(self, glyph: int, char: str) -> str:
        """The character under which ReportLab embeds ``glyph``: ``char`` itself when it is its plain form."""
        if self._own.get(ord(char)) == glyph:
            return char
        code = _PRIVATE[glyph]  # by glyph number, so that a page never depends on the pages before it
        table = self.pdf.face
        table.charToGlyph[code] = glyph
        table.charWidths[code] = self.hb_font.get_glyph_h_advance(glyph)
        return chr(code)


def face(family: str, *, bold: bool) -> Face:
    """The face, read at its first use; a family with one weight gives it outlined for bold.

    Raises:
        LetterError: ``letter.font_missing``, the file is absent or damaged.
    """
    return _outlined(family) if bold and family in _ONE_WEIGHT else _read(family, bold=bold)


_read = cache(Face)


@cache
def _outlined(family: str) -> Face:
    thick = copy(_read(family, bold=False))  # the same fonts below: what is embedded serves both
    thick.outline = _OUTLINE
    return thick


_BY_SCRIPT = {
    "Arab": "NotoSansArabic",
    "Beng": "NotoSansBengali",
    "Ethi": "NotoSansEthiopic",
    "Geor": "NotoSansGeorgian",
    "Hani": "NotoSansSC",
}


def families(language: Language) -> tuple[str, ...]:
    """The file families of ``language``, the one of its script first."""
    return tuple(name.replace(" ", "") for name in language.fonts)


@lru_cache(8192)
def face_for(visible: str, script: str, preferred: tuple[str, ...], *, bold: bool) -> Face | None:
    """The first face that draws every letter of ``visible``: the language's own, then the script's."""
    own = _BY_SCRIPT.get(script)
    for family in preferred if own is None else (*preferred, own):
        candidate = face(family, bold=bold)
        if candidate.covered.issuperset(visible):
            return candidate
    return None


def box(*, bold: bool) -> Face:
    """The face whose empty box stands for a letter that no font can draw."""
    return face(_LATIN, bold=bold)
