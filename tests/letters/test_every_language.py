"""Every procedure in every language, laid out: each letter has its drawing, each line its room."""

from collections.abc import Iterator

import pytest
from reportlab.platypus import Flowable

from anefdesk.catalogue import loader
from anefdesk.domain.catalogue import Catalogue
from anefdesk.errors import LetterError
from anefdesk.i18n.languages import APPLICANT_LANGUAGES
from anefdesk.letters import page
from anefdesk.letters.checklist import checklist_story
from anefdesk.letters.compose import compose
from anefdesk.letters.fonts import EM
from anefdesk.letters.paragraph import ShapedParagraph, TextStyle, _width, _without_end_spaces, _words
from anefdesk.letters.rows import Cell, Row, RowStyle
from tests.letters import every_text

_HAIR = 0.01


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return loader.load()


def _paragraphs(filled: list[list[tuple[Flowable, float]]]) -> Iterator[tuple[ShapedParagraph, float, float]]:
    for on_page in filled:
        for row, _ in on_page:
            assert isinstance(row, Row)
            for cell in row.cells:
                for flowable in cell.content:
                    if isinstance(flowable, ShapedParagraph):
                        yield flowable, cell.x, cell.width


def _text(paragraph: ShapedParagraph) -> str:
    return "".join(piece.shaped.text for line in paragraph.lines for piece in line)


def _too_wide(filled: list[list[tuple[Flowable, float]]]) -> list[str]:
    """Texts that leave their column, or of which a word is longer than the column and must be cut."""
    found = []
    for paragraph, x, width in _paragraphs(filled):
        assert x >= 0
        assert x + width <= page.WIDTH + _HAIR
        size = paragraph.style.size / EM
        widest = max((_width(_without_end_spaces(line)) * size for line in paragraph.lines), default=0.0)
        words = (_width(_without_end_spaces(word)) * size for word in _words(paragraph._pieces))
        if widest > width + _HAIR or max(words, default=0.0) > width + _HAIR:
            found.append(_text(paragraph))
    return found


def _too_low(filled: list[list[tuple[Flowable, float]]]) -> list[float]:
    room = page.HEIGHT - page._TOP - page._BOTTOM
    return [down for on_page in filled for row, down in on_page if down + row.wrap(page.WIDTH, room)[1] > room + _HAIR]


@pytest.mark.parametrize("code", [one.code for one in APPLICANT_LANGUAGES])
def test_every_procedure_is_laid_out_in_every_language(catalogue: Catalogue, code: str) -> None:
    """A letter without a drawing would be refused by the layout itself (``letter.glyph_missing``)."""
    sheets = [every_text.sheet(procedure, code) for procedure in catalogue.procedures.values()]
    assert len(sheets) == len(catalogue.procedures) >= 63
    for one in [*sheets, every_text.statements(catalogue, code)]:
        filled = page.pages(checklist_story(one), training=False)
        assert _too_wide(filled) == []
        assert _too_low(filled) == []
    for one in every_text.once(iter(sheets)):
        assert compose(one).startswith(b"%PDF")


def test_what_does_not_fit_or_has_no_drawing_is_seen() -> None:
    narrow = ShapedParagraph("Anticonstitutionnellement", TextStyle(), "fr")
    row = Row([Cell(0, 40, (narrow,))], RowStyle())
    row.wrap(page.WIDTH, 1000)
    assert _too_wide([[(row, 0)]]) == ["Anticonstitutionnellement"]
    assert _too_low([[(row, 10_000)]]) == [10_000]
    with pytest.raises(LetterError) as refused:
        ShapedParagraph("☐", TextStyle(), "ti")
    assert refused.value.code == "letter.glyph_missing"
