"""Cuts Noto Sans SC down to the characters of GB 2312, so that Chinese fits in the shipped fonts.

Run by whoever updates ``resources/fonts``, with the regular TTF of the npm package
``@expo-google-fonts/noto-sans-sc``; the result is committed. Level 2 of the standard is kept because
people's names use it; Latin letters and digits are left out because Noto Sans draws them, and the apostrophe
because it is French here (« d’hébergement »): Chinese quotes are the double ones.
"""

import argparse
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

_PUNCTUATION_ROW = 0xA1
_FULL_WIDTH_ROW = 0xA3
_HANZI_ROWS = range(0xB0, 0xF8)
_EXTRA = "·—“”…"
_LATIN = "‘’"


def characters() -> str:
    """Punctuation, full-width forms and both levels of hanzi of GB 2312."""
    found = set(_EXTRA)
    for row in (_PUNCTUATION_ROW, _FULL_WIDTH_ROW, *_HANZI_ROWS):
        for cell in range(0xA1, 0xFF):
            found.update(bytes((row, cell)).decode("gb2312", errors="ignore"))
    return "".join(sorted(found.difference(_LATIN)))


def main() -> None:
    """Read the source TTF, write the subset, print its size."""
    parser = argparse.ArgumentParser(description="Subset Noto Sans SC to GB 2312.")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    font = TTFont(options.source, recalcTimestamp=False)
    cutter = subset.Subsetter(
        subset.Options(layout_features=["kern"], hinting=False, name_IDs=["*"], notdef_outline=True)
    )
    cutter.populate(text=characters())
    cutter.subset(font)
    font.save(options.target)
    print(f"{options.target}: {options.target.stat().st_size / 1024:.0f} KB, {font['maxp'].numGlyphs} glyphs")


if __name__ == "__main__":
    main()
