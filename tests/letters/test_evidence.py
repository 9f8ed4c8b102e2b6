"""The evidence file on paper: chapters, each annex on pages of its own, captures asked for one at a time."""

from datetime import date
from io import BytesIO

import pypdfium2
from PIL import Image

from anefdesk.letters.compose import compose
from anefdesk.letters.documents import Imprint
from anefdesk.letters.evidence import AnnexPages, Chapter, EvidenceRow, EvidenceSheet, Picture, Told

IMPRINT = Imprint(centre="Centre Canari", day=date(2026, 11, 23), catalogue="2026-11-23")


def picture(number: int = 0, size: tuple[int, int] = (400, 300)) -> Picture:
    out = BytesIO()
    Image.new("RGB", size, (200, number, 30)).save(out, "JPEG")
    return Picture(out.getvalue(), *size)


def texts(pdf: bytes) -> list[str]:
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in opened]
    finally:
        opened.close()


def test_every_annex_begins_its_own_page_and_pages_are_counted() -> None:
    asked: list[int] = []

    def draw(page: int) -> Picture:
        asked.append(page)
        return picture(page)

    row = EvidenceRow("07/09/2026", "Essai sur le site", (Told("Affiché : ", "Erreur\nRéessayez"),))
    sheet = EvidenceSheet(
        title="Dossier de preuves",
        imprint=IMPRINT,
        head=(Told("Personne : ", "CANARI-HAIDARI Zahra"),),
        notices=("Avertissement",),
        chapters=(Chapter("Chronologie", rows=(row,) * 40), Chapter("Rien")),
        annexes=(
            AnnexPages(1, Told("Annexe 1", "Capture"), ("SHA-256 abc",), 2, draw),
            AnnexPages(2, Told("Annexe 2"), ("SHA-256 def",), text="Bonjour\n" * 120, note="Le début."),
            AnnexPages(3, Told("Annexe 3"), ("SHA-256 ghi",), picture=lambda _page: None),
        ),
    )
    # Spaces beside numbers are a reader's guess.
    pages = ["".join(page.split()) for page in texts(compose(sheet))]
    assert asked == [0, 1]
    count = len(pages)
    for number, page in enumerate(pages, 1):
        assert f"page{number}sur{count}" in page
        assert "Documentd’aide,sansvaleurofficielle" in page
    assert "Rien" not in "".join(pages)
    first = next(at for at, page in enumerate(pages) if page.startswith("Annexe1"))
    assert pages[first].startswith("Annexe1–page1sur2–Capture")
    assert pages[first + 1].startswith("Annexe1–page2sur2")
    assert pages[first + 2].startswith("Annexe2")
    assert pages[-1].startswith("Annexe3")
    assert "nepeutpasêtredessinée" in pages[-1]
    assert sum(page.count("Bonjour") for page in pages) == 120


def test_a_capture_stays_a_jpeg_is_drawn_and_kept_once() -> None:
    same = picture()
    annexes = tuple(AnnexPages(number, Told(f"Annexe {number}"), (), picture=lambda _page: same) for number in (1, 2))
    pdf = compose(EvidenceSheet(title="Dossier", imprint=IMPRINT, annexes=annexes))
    assert pdf.count(same.jpeg) == 1
    opened = pypdfium2.PdfDocument(pdf)
    for page in (1, 2):
        drawn = opened[page].render(scale=0.5).to_pil().convert("RGB")
        red = sum(drawn.getpixel((x, 150))[0] > 180 > drawn.getpixel((x, 150))[1] for x in range(drawn.width))
        assert red > drawn.width // 2
    opened.close()


def test_the_training_band_leaves_room() -> None:
    imprint = Imprint(centre="Centre", day=date(2026, 11, 23), training=True)
    annexes = (AnnexPages(1, Told("Annexe 1"), (), picture=lambda _page: picture(size=(300, 900))),)
    pages = texts(compose(EvidenceSheet(title="Dossier", imprint=imprint, annexes=annexes)))
    assert len(pages) == 2
    assert all("ESPACE D’ENTRAÎNEMENT" in page for page in pages)
