"""Order against an independent bidi algorithm, glyphs against HarfBuzz alone, bad input."""

from collections.abc import Iterable

import bidi
import pytest
import uharfbuzz as hb
from hypothesis import given, settings
from hypothesis import strategies as st

from anefdesk import paths
from anefdesk.errors import LetterError
from anefdesk.i18n.languages import language
from anefdesk.letters.paragraph import ShapedParagraph, TextStyle
from anefdesk.letters.shaping import Piece, Run, clean, cut, pieces, reordered
from tests.letters.samples import SENTENCES

_MIXED = st.text(
    alphabet="abcdefé سشعقپآدا 0123456789 ۱۲۳ ٤٥ ()[]«»/:.,;!?-+% € \u2066\u2067\u2068\u2069",
    max_size=60,
)
_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
_MIRRORS = str.maketrans(")]}»", "([{«")


def _visual(found: Iterable[Piece]) -> str:
    """The letters from left to right, brackets made alike since mirroring turns them."""
    parts = [piece.shaped.text[::-1] if piece.shaped.rtl else piece.shaped.text for piece in reordered(list(found))]
    return "".join(parts).translate(_MIRRORS)


def _oracle(text: str, *, rtl: bool) -> str:
    shown = bidi.get_display(text, base_dir="R" if rtl else "L")
    assert isinstance(shown, str)
    return shown.translate(_ISOLATES).translate(_MIRRORS)


@pytest.mark.parametrize("rtl", [False, True])
@settings(max_examples=300, deadline=None)
@given(text=_MIXED)
def test_order_agrees_with_an_independent_bidi_algorithm(*, rtl: bool, text: str) -> None:
    text = clean(text)
    # Trailing spaces and isolates are cut at the end of a line, where rule L1 would move them.
    text = text.rstrip(" \u2066\u2067\u2068\u2069")
    found = pieces([Run(text)], language("ar" if rtl else "fr"), rtl=rtl)
    assert _visual(found) == _oracle(text, rtl=rtl)


@pytest.mark.parametrize("code", SENTENCES)
def test_order_of_each_language_agrees_with_the_oracle(code: str) -> None:
    spoken = language(code)
    found = pieces([Run(SENTENCES[code])], spoken, rtl=spoken.rtl)
    assert _visual(found) == _oracle(clean(SENTENCES[code]), rtl=spoken.rtl)


@pytest.mark.parametrize(
    ("code", "text", "file", "script"),
    [
        ("ar", "جهّز نسخة من بطاقة الإقامة", "NotoSansArabic-Regular.ttf", "Arab"),
        ("fa_AF", "کارت اقامت خود را آماده کنید", "NotoSansArabic-Regular.ttf", "Arab"),
        ("ps", "د خپل د استوګنې جواز ځای", "NotoSansArabic-Regular.ttf", "Arab"),
        ("bn", "স্ত্র ন্ত্র র্ক ষ্ট্র প্রিফেকচার", "NotoSansBengali-Regular.ttf", "Beng"),
        ("ti", "ናይ መንበሪ ፍቓድኩም", "NotoSansEthiopic-Regular.ttf", "Ethi"),
        ("ka", "მოამზადეთ თქვენი ბინადრობის", "NotoSansGeorgian-Regular.ttf", "Geor"),
        ("zh_Hans", "请准备您的居留证", "NotoSansSC-Regular.ttf", "Hani"),
        ("ru", "Подготовьте копию", "NotoSans-Regular.ttf", "Cyrl"),
        ("tr", "İkamet izni ığdır şüphe", "NotoSans-Regular.ttf", "Latn"),
        ("fr", "Préparez « l’œuvre » où", "NotoSans-Regular.ttf", "Latn"),
    ],
)
def test_glyphs_are_those_of_harfbuzz_alone(code: str, text: str, file: str, script: str) -> None:
    spoken = language(code)
    drawn = [glyph for piece in reordered(pieces([Run(text)], spoken, rtl=spoken.rtl)) for glyph in _glyphs(piece)]

    font = hb.Font(hb.Face(paths.resources("fonts", file).read_bytes()))
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if spoken.rtl else "ltr"
    buffer.script, buffer.language = script, code.replace("_", "-")
    hb.shape(font, buffer)
    assert [glyph for glyph, _ in drawn] == [info.codepoint for info in buffer.glyph_infos]
    # Words are shaped one by one: only the kerning against a space may be lost.
    ours, theirs = sum(width for _, width in drawn), sum(place.x_advance for place in buffer.glyph_positions)
    assert ours == pytest.approx(theirs, abs=60)


def _glyphs(piece: Piece) -> list[tuple[int, int]]:
    table = piece.shaped.face.pdf.face.charToGlyph
    return [(table[ord(glyph.code)], glyph.advance) for glyph in piece.shaped.glyphs]


@pytest.mark.parametrize("code", ["ar", "fa_AF", "ps"])
@pytest.mark.parametrize("date", ["31/12/2026", "۳۱/۱۲/۲۰۲۶"])
def test_a_date_is_never_reversed(code: str, date: str) -> None:
    found = pieces([Run(f"قبل \u2066{date}\u2069 نهاية")], language(code), rtl=True)
    assert date in _visual(found)


@pytest.mark.parametrize(
    "typed",
    ["", "\x00", "\u202e\u202eevil", "\u2069\u2069\u2067", "أمينة", "Canari\ud800", "a\u200fb\u061c", "😀👨‍👩‍👧"],
)
@pytest.mark.parametrize("code", ["fr", "ar"])
def test_typed_data_never_moves_its_neighbours(code: str, typed: str) -> None:
    spoken = language(code)
    first, last = ("ا", "ب") if spoken.rtl else ("N", "f")
    runs = [Run(first + " "), Run(typed, typed=True), Run(" " + last)]
    shown = _visual(pieces(runs, spoken, rtl=spoken.rtl))
    assert (shown[0], shown[-1]) == ((last, first) if spoken.rtl else (first, last))


@settings(max_examples=150, deadline=None)
@given(typed=st.text(max_size=40))
def test_any_typed_text_is_set_and_stays_in_its_place(typed: str) -> None:
    found = pieces([Run("Nom "), Run(typed, typed=True), Run(" fin")], language("fr"), rtl=False)
    shown = _visual(found)
    assert shown.startswith("Nom ")
    assert shown.endswith(" fin")


def test_a_letter_without_a_font_is_an_error_in_our_text_and_a_box_in_theirs() -> None:
    with pytest.raises(LetterError) as caught:
        pieces([Run("Bonjour 😀")], language("fr"), rtl=False)
    assert caught.value.code == "letter.glyph_missing"
    assert caught.value.params == {"char": "U+1F600"}
    (box,) = [
        piece for piece in pieces([Run("a😀", typed=True)], language("fr"), rtl=False) if piece.shaped.text == "😀"
    ]
    assert _glyphs(box) == [(0, box.shaped.advance)]
    assert box.shaped.advance > 0


def test_a_private_use_letter_is_not_taken_for_one_of_our_glyphs() -> None:
    pieces([Run(SENTENCES["ar"])], language("ar"), rtl=True)  # fills the names given to glyphs
    found = pieces([Run("\ue123", typed=True)], language("ar"), rtl=True)
    assert [_glyphs(piece)[0][0] for piece in found if piece.shaped.text] == [0]


def test_cutting_a_long_word_keeps_every_letter() -> None:
    (word,) = pieces([Run("Canari" * 400)], language("fr"), rtl=False)
    parts = list(cut(word, 9_000, 20_000))
    assert "".join(part.shaped.text for part in parts) == "Canari" * 400
    assert parts[0].shaped.advance <= 9_000
    assert all(part.shaped.advance <= 20_000 for part in parts)
    assert len(parts) > 10


@pytest.mark.parametrize(("text", "code"), [("Carte « talent - chercheur »", "fr"), ("Карта — это не виза", "ru")])
def test_no_line_begins_with_a_dash(text: str, code: str) -> None:
    for width in range(70, 200):
        paragraph = ShapedParagraph(text, TextStyle(), code)
        paragraph.wrap(width, 1000)
        lines = ["".join(piece.shaped.text for piece in line) for line in paragraph.lines]
        assert not [line for line in lines if line.startswith(("- ", "– ", "— "))]
