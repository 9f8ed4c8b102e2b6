"""The printed pages as others see them: pdftotext, a PDF renderer, another text renderer."""

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, features
from reportlab.pdfgen.canvas import Canvas

from anefdesk import paths
from anefdesk.errors import InputRefusedError, LetterError
from anefdesk.letters import fonts
from anefdesk.letters.compose import compose
from anefdesk.letters.documents import Both, Document, Mark
from anefdesk.letters.paragraph import ShapedParagraph, Text, TextStyle
from anefdesk.letters.shaping import Run
from tests.judges import Judge
from tests.letters import samples

_RIGHT_TO_LEFT = ("ar", "fa_AF", "ps")
_FILES = {
    "ar": "NotoSansArabic",
    "fa_AF": "NotoSansArabic",
    "ps": "NotoSansArabic",
    "bn": "NotoSansBengali",
    "ti": "NotoSansEthiopic",
    "ka": "NotoSansGeorgian",
    "zh_Hans": "NotoSansSC",
}


def _one(text: Text, code: str, *, width: float = 3000, size: float = 20) -> bytes:
    """A page holding one paragraph."""
    out = BytesIO()
    paragraph = ShapedParagraph(text, TextStyle(size=size), code)
    _, height = paragraph.wrap(width, 10_000)
    canvas = Canvas(out, pagesize=(width, height), invariant=1)
    paragraph.drawOn(canvas, 0, 0)
    canvas.save()
    return out.getvalue()


def _raster(pdf: bytes, page: int = 0, scale: float = 1.0) -> Image.Image:
    document = pdfium.PdfDocument(pdf)
    try:
        return document[page].render(scale=scale, grayscale=True).to_pil().convert("L")
    finally:
        document.close()


def _count(pdf: bytes) -> int:
    document = pdfium.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _text(pdf: bytes, judge: Judge, *options: str) -> str:
    command = [str(judge("pdftotext")), *options, "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return re.sub("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", done.stdout.decode())


def _ink(image: Image.Image) -> Image.Image:
    """Black and white, cut to what is drawn; white is ink."""
    inked = image.point(lambda value: 255 if value < 128 else 0)
    return inked.crop(inked.getbbox())


def _strangers(one: Image.Image, other: Image.Image) -> float:
    """Share of the ink of ``one`` that is more than two pixels away from any ink of ``other``."""
    size = (max(one.width, other.width), max(one.height, other.height))
    canvases = []
    for image in (one, other):
        canvas = Image.new("L", size, 0)
        canvas.paste(image, (0, 0))
        canvases.append(canvas)
    near = canvases[1].filter(ImageFilter.MaxFilter(5))
    alone = ImageChops.subtract(canvases[0], near)
    return alone.histogram()[255] / canvases[0].histogram()[255]


@pytest.mark.parametrize("code", samples.SENTENCES)
def test_a_line_looks_as_another_renderer_draws_it(code: str) -> None:
    """Pillow with raqm has its own bidi (FriBidi), its own rasteriser and the same font files."""
    assert features.check("raqm"), "Pillow's wheels carry raqm"
    text = samples.SENTENCES[code]
    text = re.sub("[A-Za-z0-9é（）/ ]", "", text) if code == "zh_Hans" else text
    ours = _ink(_raster(_one(text, code, size=40)))
    file = paths.resources("fonts", f"{_FILES.get(code, 'NotoSans')}-Regular.ttf")
    font = ImageFont.truetype(str(file), 40 * 8, layout_engine=ImageFont.Layout.RAQM)
    sheet = Image.new("L", (3000 * 8, 120 * 8), 255)
    direction = "rtl" if code in _RIGHT_TO_LEFT else "ltr"
    ImageDraw.Draw(sheet).text((80, 80), text, 0, font, direction=direction, language=code.replace("_", "-"))
    theirs = _ink(sheet.resize((3000, 120), Image.Resampling.BOX))
    assert abs(ours.width - theirs.width) <= 4
    assert _strangers(ours, theirs) < 0.01
    assert _strangers(theirs, ours) < 0.01


def test_a_line_does_not_depend_on_the_line_above() -> None:
    """A raised mark at the end of a line must not lower the next one."""
    text = "لكي تتحقق ومن في فرنسا لكي تتحقق ومن في فرنسا"
    paragraph = ShapedParagraph(text, TextStyle(size=20), "ar")
    paragraph.wrap(150, 1000)
    last_line = "".join(piece.shaped.text for piece in paragraph.lines[-1])
    pdf = _one(text, "ar", width=150)
    whole = _raster(pdf, scale=2)
    alone = _raster(_one(last_line, "ar", width=150), scale=2)
    last = whole.crop((0, whole.height - alone.height, whole.width, whole.height))
    assert _ink(last).size == _ink(alone).size
    assert _strangers(_ink(last), _ink(alone)) == 0


def test_a_family_with_one_weight_is_drawn_bold_all_the_same() -> None:
    def ink(*, bold: bool) -> int:
        return sum(_raster(_one([Run("居留证", bold=bold)], "zh_Hans", size=40)).histogram()[:128])

    assert ink(bold=True) > ink(bold=False) * 1.1
    mixed = _raster(_one([Run("居", bold=True), Run("留证")], "zh_Hans", size=40))
    plain = _raster(_one("居留证", "zh_Hans", size=40))
    assert _strangers(_ink(mixed.crop((45, 0, *mixed.size))), _ink(plain.crop((45, 0, *plain.size)))) == 0


def test_the_french_apostrophe_stays_narrow_in_chinese() -> None:
    paragraph = ShapedParagraph("（attestation d’hébergement）", TextStyle(size=20), "zh_Hans")
    paragraph.wrap(1000, 100)
    faces = {piece.shaped.face.name for line in paragraph.lines for piece in line if "’" in piece.shaped.text}
    assert faces == {"NotoSans-Regular"}


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("code", samples.SENTENCES)
def test_the_text_can_be_copied(code: str, judge: Judge) -> None:
    found = _text(_one(samples.SENTENCES[code], code), judge)
    if code in _RIGHT_TO_LEFT:
        words = re.findall("[\u0600-\u065f\u066e-\u06ef\u200c]+", re.sub("[،؛]", " ", samples.SENTENCES[code]))
        assert len(words) > 8
        assert [word for word in words if word not in found] == []
        assert "titre de séjour" in found
        assert ("۳۱/۱۲/۲۰۲۶" if code == "fa_AF" else "31/12/2026") in found
    else:
        assert found.strip() == samples.SENTENCES[code]


@pytest.mark.judge("pdftotext")
def test_a_boxed_letter_can_still_be_copied(judge: Judge) -> None:
    pdf = _one(["Nom : ", Run("Canari 😀", typed=True)], "fr")
    assert "Canari 😀" in _text(pdf, judge)


def test_alignment_begins_where_the_reader_begins() -> None:
    french = _raster(_one("Bonjour", "fr", width=400)).point(lambda value: 255 - value).getbbox()
    arabic = _raster(_one("مرحبا", "ar", width=400)).point(lambda value: 255 - value).getbbox()
    assert french is not None
    assert arabic is not None
    assert french[0] < 10
    assert arabic[2] > 390


@pytest.mark.parametrize("width", [60, 200])
def test_a_very_long_name_breaks_everywhere_and_loses_nothing(width: float) -> None:
    typed = "Canari" * 1667
    paragraph = ShapedParagraph(Run(typed, typed=True), TextStyle(), "ar")
    paragraph.wrap(width, 100)
    kept = "".join(piece.shaped.text for line in paragraph.lines for piece in line)
    assert kept == typed
    for line in paragraph.lines:
        assert sum(piece.shaped.advance for piece in line) * 10.5 / 1000 <= width + 0.01


def test_splitting_keeps_all_lines_in_order() -> None:
    text = " ".join(str(number) for number in range(400))
    rest = ShapedParagraph(text, TextStyle(), "fr")
    rest.wrap(120, 1000)
    lines = ["".join(piece.shaped.text for piece in line) for line in rest.lines]
    found = []
    while True:
        halves = rest.split(120, 50)
        halves[0].wrap(120, 50)
        found += ["".join(piece.shaped.text for piece in line) for line in halves[0].lines]
        if len(halves) == 1:
            break
        rest = halves[1]
    assert found == lines


_DOCUMENTS: dict[str, Document] = {
    "checklist fr": samples.checklist("fr"),
    "checklist ar": samples.checklist("ar"),
    "checklist fa_AF": samples.checklist("fa_AF"),
    "checklist ru": samples.checklist("ru"),
    "slip ar": samples.slip("ar"),
    "slip ru": samples.slip("ru"),
    "slip fr": samples.slip("fr"),
    "blank fa_AF": samples.blank("fa_AF"),
    "orientation ar": samples.orientation("ar"),
    "orientation fr": samples.orientation("fr"),
    "recovery": samples.recovery(),
}


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("name", _DOCUMENTS)
def test_every_page_bears_its_footer(name: str, judge: Judge) -> None:
    pdf = compose(_DOCUMENTS[name])
    pages = _text(pdf, judge).removesuffix("\f").split("\f")
    assert len(pages) == _count(pdf)
    for number, page in enumerate(pages, start=1):
        assert f"page {number} sur {len(pages)}" in page
        assert "Point d’accueil Canari · 31/12/2026 · catalogue 2026.11" in page
        assert "Document d’aide, sans valeur officielle" in page
        assert "ENTRAÎNEMENT" not in page


@pytest.mark.judge("pdftotext")
def test_training_is_said_on_every_page(judge: Judge) -> None:
    for page in _text(compose(samples.checklist("ar", training=True)), judge).removesuffix("\f").split("\f"):
        assert "ESPACE D’ENTRAÎNEMENT – personnes inventées" in page


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("code", ["ar", "fa_AF", "ru"])
def test_the_checklist_says_everything_in_both_languages(code: str, judge: Judge) -> None:
    sheet = samples.checklist(code, repeats=1)
    found = re.sub(r"\s+", " ", _text(compose(sheet), judge, "-raw"))
    for said in ("traduction non relue, le français fait foi", "CANARI-HAIDARI Amina", "avant le 12/01/2027"):
        assert said in found
    for line in sheet.sections[0].lines:
        assert line.name.fr in found
        assert line.state.fr in found
    assert sheet.unread is not None
    for words in (sheet.person_native, sheet.title.other, sheet.unread.other):
        for word in re.findall(r"[^\W\d_]{3,}", words):
            assert word in found


def test_a_translation_read_by_a_native_bears_no_warning() -> None:
    read = replace(samples.checklist("ru"), unread=None)
    assert compose(read) != compose(samples.checklist("ru"))


def _dark(image: Image.Image, left: float, right: float) -> int:
    """Dark pixels of a vertical strip between the heading and the footer; bounds in share of the width."""
    strip = image.crop((int(left * image.width), image.height // 3, int(right * image.width), image.height * 9 // 10))
    return sum(strip.histogram()[:110])


def test_the_box_stands_where_the_reader_begins() -> None:
    """Right margin in Arabic, beginning of the second column in Russian; the French one never moves."""
    arabic, russian = (_raster(compose(samples.checklist(code)), scale=2) for code in ("ar", "ru"))
    right_margin, second_column = (0.902, 0.926), (0.522, 0.546)
    for sheet in (arabic, russian):
        assert _dark(sheet, 0.074, 0.098) > 300
    assert _dark(arabic, *right_margin) > 300
    assert _dark(russian, *right_margin) == 0
    assert _dark(russian, *second_column) > 300


def test_states_differ_without_colour() -> None:
    seen = set()
    for mark in Mark:
        (section,) = samples.checklist("fr", repeats=1).sections
        line = replace(section.lines[0], mark=mark, state=Both(""), due=Both(""))
        sheet = replace(samples.checklist("fr"), sections=(replace(section, lines=(line,)),))
        image = _raster(compose(sheet), scale=2)
        seen.add(image.tobytes())
    assert len(seen) == len(Mark)


def test_the_same_document_gives_the_same_bytes_whatever_was_printed_before() -> None:
    first = compose(samples.checklist("ar"))
    compose(samples.slip("ru"))
    compose(samples.checklist("fa_AF"))
    assert compose(samples.checklist("ar")) == first


@pytest.mark.parametrize("name", _DOCUMENTS)
def test_properties_tell_nothing_about_anybody(name: str) -> None:
    document = pdfium.PdfDocument(compose(_DOCUMENTS[name]))
    try:
        told = document.get_metadata_dict()
    finally:
        document.close()
    titles = {"Liste des pièces", "Pièces à apporter", "Fiche à remplir", "Fiche d’orientation", "Feuille de secours"}
    assert told["Title"] in titles
    assert not told["Author"]
    assert "canari" not in " ".join(told.values()).lower()
    assert b"/Lang (fr-FR)" in compose(_DOCUMENTS[name])


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("code", ["fr", "ar"])
def test_the_worst_names_print_on_as_many_pages_as_they_need(code: str, judge: Judge) -> None:
    worst = "Canari" + "x" * 4990 + "\x00\u202e😀" + "أ" * 4990 + "Fin"
    pdf = compose(samples.checklist(code, person=worst))
    found = _text(pdf, judge, "-raw")
    assert _count(pdf) > 2
    assert len(re.findall("x", found)) >= 4990
    assert "Revenez le jeudi 14/01/2027" in found
    assert "page 1 sur" in found


def test_a_document_without_end_is_refused() -> None:
    with pytest.raises(LetterError) as caught:
        compose(samples.checklist("fr", repeats=3000))
    assert caught.value.code == "letter.too_long"


def test_an_unknown_language_is_refused() -> None:
    sheet = samples.checklist("ru")
    with pytest.raises(InputRefusedError):
        compose(replace(sheet, imprint=replace(sheet.imprint, language="xx")))


def test_a_missing_or_damaged_font_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "resources" / "fonts"
    folder.mkdir(parents=True)
    (folder / "NotoSans-Bold.ttf").write_bytes(b"not a font")
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    paths._shipped.cache_clear()
    try:
        for bold, name in ((False, "NotoSans-Regular.ttf"), (True, "NotoSans-Bold.ttf")):
            with pytest.raises(LetterError) as caught:
                fonts.Face("NotoSans", bold=bold)
            assert caught.value.code == "letter.font_missing"
            assert caught.value.params == {"font": name}
    finally:
        paths._shipped.cache_clear()


def test_the_letters_of_a_recovery_key_stand_apart() -> None:
    document = pdfium.PdfDocument(compose(samples.recovery()))
    try:
        page = document[0].get_textpage()
        boxes = [page.get_charbox(n) for n in range(page.count_chars()) if page.get_text_range(n, 1) == "W"]
    finally:
        document.close()
    widest = max(sum(other[1] == box[1] for other in boxes) for box in boxes)
    assert widest == 10, "the line of the widest letters"
    for left, right in pairwise(sorted(box for box in boxes if sum(other[1] == box[1] for other in boxes) == widest)):
        assert right[0] - left[2] > 4
        assert left[3] - left[1] > 16, "tall enough to be read at arm’s length"


@pytest.mark.judge("pdftotext")
def test_the_lines_of_a_recovery_key_are_numbered_as_errors_name_them(judge: Judge) -> None:
    found = _text(compose(samples.recovery()), judge, "-layout")
    lines = [re.sub(r"\s", "", line) for line in found.splitlines() if line.strip().startswith("Ligne")]
    assert lines == ["Ligne1K273ESG74H", "Ligne2WWWWWWWWWW", "Ligne3MWQ0GD8B1W", "Ligne4CA1R7CA2R7"]
