"""A letter on paper: its address shows in a window, no line is left alone, its signature never stands alone."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pypdfium2
import pytest

from anefdesk.errors import LetterError
from anefdesk.letters.compose import compose
from anefdesk.letters.documents import Imprint, LetterSheet

MM = 72 / 25.4
IMPRINT = Imprint(centre="Centre Canari", day=date(2026, 11, 23))
LONG = (
    "Ma demande a été déposée dans les délais, avec toutes les pièces ; le site m’en a donné la confirmation le même "
    "jour et rien ne m’a été réclamé depuis, ni par message, ni par courrier, ni par téléphone. "
)
SIGNED = "Zahra CANARI-HAIDARI"
SHEET = LetterSheet(
    imprint=IMPRINT,
    sender=(SIGNED, "12 rue des Canaris", "69003 Lyon"),
    references=("Née le 04/05/1990", "Numéro étranger : 9900000012"),
    addressee=("Monsieur le préfet", "Préfecture du Rhône", "106 rue Pierre Corneille", "69419 LYON CEDEX 03"),
    place_and_date="Lyon, le 23 novembre 2026",
    mention="Lettre recommandée avec avis de réception",
    subject="demande d’une attestation de prolongation d’instruction",
    opening="Monsieur le préfet,",
    paragraphs=(LONG, "J’ai essayé plusieurs fois :\nle 02/11/2026 ;\n– le 09/11/2026.", LONG),
    closing="Je vous prie d’agréer, Monsieur le préfet, l’expression de ma considération distinguée.",
    signature=(SIGNED,),
    annexes=("Copie de ma carte de séjour", "Confirmation de dépôt"),
    copies=("Défenseur des droits",),
    kept="Copie conservée.",
    running="Cette lettre n’est pas un recours.",
    foot="Lettre signée par la personne, accompagnée par Centre Canari.",
)


def _pages(pdf: bytes) -> list[list[tuple[str, float, float, float, float]]]:
    """Each printed stretch of each page with its box: left, bottom, right, top, in points from the bottom left."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return [list(_stretches(page)) for page in document]


def _stretches(page: pypdfium2.PdfPage) -> Iterator[tuple[str, float, float, float, float]]:
    words = page.get_textpage()
    for index in range(words.count_rects()):
        box = words.get_rect(index)
        text = words.get_text_bounded(*box).strip()
        if text:
            yield (text, *box)


def _lines(pdf: bytes) -> list[list[str]]:
    """The lines of each page from the top."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return [[line.strip() for line in page.get_textpage().get_text_range().splitlines()] for page in document]


def test_it_holds_everything_once_and_in_order() -> None:
    (lines,) = _lines(compose(SHEET))
    text = " ".join(lines)
    parts = [
        *SHEET.sender, *SHEET.references, *SHEET.addressee, SHEET.mention, SHEET.place_and_date, SHEET.opening,
        "– le 02/11/2026", "– le 09/11/2026.", SHEET.closing, "Pièces jointes", "1. Copie de ma carte",
        "2. Confirmation de dépôt",
        "Copie à : Défenseur des droits", SHEET.kept, SHEET.running, SHEET.foot,
    ]  # fmt: skip
    often = {SIGNED: 2, SHEET.addressee[0]: 3, SHEET.opening: 2}
    assert {part: text.count(part) for part in parts} == {part: often.get(part, 1) for part in parts}
    assert "Objet : demande d’une attestation" in text
    assert "valeur officielle" not in text
    assert "1/1" not in text


def test_only_the_address_shows_in_the_window() -> None:
    height = 842
    window = (100 * MM, height - 79 * MM, 190 * MM, height - 44 * MM)
    (page,) = _pages(compose(SHEET))
    inside = [
        text
        for text, left, bottom, right, top in page
        if right > window[0] and left < window[2] and top > window[1] and bottom < window[3]
    ]
    assert " ".join(inside) == " ".join(SHEET.addressee)
    edges = [(left, right) for text, left, _, right, _ in page if text in inside and left > window[0]]
    assert edges
    assert all(left >= window[0] and right <= window[2] for left, right in edges)


def test_a_long_name_in_the_senders_block_stays_out_of_the_window() -> None:
    sender = ("Canari" * 6 + " " + "Haidari" * 5, *["8 avenue du Général-de-Gaulle, bâtiment C, escalier 4"] * 3)
    (page,) = _pages(compose(replace(SHEET, sender=sender)))
    top = 842 - 90 * MM
    left_side = [right for _, left, bottom, right, _ in page if bottom > top and left < 95 * MM]
    assert left_side
    assert max(left_side) < 95 * MM


@pytest.mark.parametrize("count", range(1, 45))
def test_no_line_is_left_alone_and_the_signature_keeps_company(count: int) -> None:
    """Whatever the length: each page of text begins and ends with two lines of a paragraph, or a whole one."""
    sheet = replace(SHEET, paragraphs=tuple(f"Alinéa {number}. {LONG * 2}" for number in range(count)), copies=())
    pages = _lines(compose(sheet))
    (signed_on,) = [number for number, page in enumerate(pages) if _signs(page, number)]
    assert any("considération" in line for line in pages[signed_on])
    before = pages[signed_on].index(next(line for line in pages[signed_on] if "Je vous prie" in line))
    body = [line for line in pages[signed_on][:before] if line]
    assert len(body) >= 2
    for page, following in pairwise(pages):
        last = [line for line in page if line and "/" not in line[:6] and line != SHEET.foot]
        assert not last[-1].startswith("Alinéa"), "a first line alone at the foot"
        first = [line for line in following if line]
        assert first[0].startswith(("Alinéa", "Pièces jointes")) or not first[1].startswith("Alinéa"), (
            "a last line alone"
        )


def _signs(page: list[str], number: int) -> bool:
    return page.count(SIGNED) == (2 if number == 0 else 1)


def test_many_annexes_go_on_in_groups() -> None:
    sheet = replace(SHEET, annexes=tuple(f"Pièce {number} du dossier, avec sa date" for number in range(1, 60)))
    pages = _lines(compose(sheet))
    assert len(pages) == 2
    assert "Pièces jointes" in pages[0]
    on_second = [line for line in pages[1] if line[:1].isdigit() and ". Pièce" in line]
    assert len(on_second) >= 2


def test_what_cannot_be_cut_and_fits_no_page_is_refused() -> None:
    with pytest.raises(LetterError) as error:
        compose(replace(SHEET, closing="très long " * 1500))
    assert error.value.code == "letter.too_long"


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("project", [True, False])
def test_bands_say_what_the_sheet_is_not(*, training: bool, project: bool) -> None:
    imprint = replace(IMPRINT, training=training)
    pages = _lines(compose(replace(SHEET, imprint=imprint, project=project, paragraphs=(LONG * 3,) * 9)))
    assert len(pages) == 2
    for page in pages:
        assert any("PROJET – à relire" in line for line in page) is project
        assert any("ESPACE D’ENTRAÎNEMENT" in line for line in page) is training


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert compose(SHEET) == compose(replace(SHEET))


def test_letters_of_any_script_are_drawn_or_boxed_and_never_lost() -> None:
    sheet = replace(SHEET, sender=("کاناری حیدری", "ქუჩა 12"), signature=("کاناری حیدری",))
    assert _lines(compose(sheet))
