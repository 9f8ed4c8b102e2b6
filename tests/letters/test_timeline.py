"""The timeline of rights and the slip of dates on paper: read as text, and seen as a black printer would print them."""

import re
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pypdfium2 as pdfium
import pytest
from PIL import Image

from anefdesk.letters.compose import compose
from anefdesk.letters.documents import NOTHING, Both, Imprint, Reminder, ReminderSlip, RightsTimeline, Stretch
from tests.judges import Judge

TODAY = date(2026, 11, 23)
BEGINS, ENDS = TODAY - timedelta(days=92), TODAY + timedelta(days=365)
GAP = date(2027, 4, 15)
RIGHTS = (
    Both("Rester en France", "البقاء في فرنسا"),
    Both("Travailler", "العمل"),
    Both("Voyager et revenir", "السفر والعودة"),
    Both("Droits sociaux", "الحقوق الاجتماعية"),
)


def _imprint(language: str) -> Imprint:
    return Imprint(centre="Centre Canari", day=TODAY, catalogue="2026-11-23", language=language, notice="…")


def _stretches() -> tuple[Stretch, ...]:
    days = [(BEGINS, 0, "prouvé"), (date(2027, 1, 15), 1, "à vérifier"), (date(2027, 3, 1), 2, "on ne sait pas")]
    days.append((GAP, 3, "rien ne le prouve"))
    ends = [day - timedelta(days=1) for day, _, _ in days[1:]] + [ENDS]
    return tuple(
        Stretch(
            start=start,
            end=end,
            weight=weight,
            word=Both(word, "كلمة"),
            days=Both(f"Du {start:%d/%m/%Y} au {end:%d/%m/%Y}", f"من {start:%d/%m/%Y} إلى {end:%d/%m/%Y}"),
            paper=Both("Carte de résident (10 ans)", "بطاقة مقيم") if weight < 3 else NOTHING,
        )
        for (start, weight, word), end in zip(days, ends, strict=True)
    )


def _timeline(language: str = "ar") -> RightsTimeline:
    return RightsTimeline(
        title=Both("Frise de vos droits", "خط حقوقكم"),
        imprint=_imprint(language),
        unread=Both("Traduction non relue, le français fait foi.", "ترجمة لم تُراجَع بعد"),
        person="CANARI-HAIDARI Zahra",
        person_native="كناري حيدري زهراء",
        begins=BEGINS,
        ends=ENDS,
        today=TODAY,
        summary=(Both("À partir du 15/04/2027, aucun papier noté ici ne suffit.", "ابتداءً من 15/04/2027"),),
        lanes=tuple((right, _stretches()) for right in RIGHTS),
        table=Both("Tel jour, tel papier", "اليوم والورقة"),
        to_do_title=Both("Que faire avant", "ما العمل قبل ذلك"),
        to_do=((Both("Avant le 14/04/2027", "قبل 14/04/2027"), Both("Venez nous voir.", "تعالوا إلينا.")),),
        closing=(Both("Cette feuille ne prouve aucun droit : montrez les papiers eux-mêmes.", "هذه الورقة"),),
    )


def _slip(language: str = "fa_AF") -> ReminderSlip:
    return ReminderSlip(
        title=Both("À ne pas oublier", "فراموش نکنید"),
        imprint=_imprint(language),
        person="CANARI-HAIDARI Zahra",
        person_native="کناری حیدری زهرا",
        reminders=(
            Reminder(
                on="15/11/2026",
                weekday=Both("dimanche", "یکشنبه"),
                what=Both("Dernier jour pour déposer votre demande.", "آخرین روز برای ثبت درخواست شما."),
                notes=(Both("Un autre calcul donne le 16/11/2026.", "محاسبهٔ دیگر 16/11/2026 است."),),
            ),
        ),
        labelled=((Both("Où", "کجا"), (Both("Ici, au centre : Canari", "همین جا: Canari"),)),),
    )


def _text(pdf: bytes, judge: Judge) -> str:
    done = subprocess.run([str(judge("pdftotext")), "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", done.stdout.decode())


def _pages(pdf: bytes) -> list[Image.Image]:
    document = pdfium.PdfDocument(pdf)
    try:
        return [page.render(scale=2, grayscale=True).to_pil().convert("L") for page in document]
    finally:
        document.close()


def _ink(image: Image.Image, box: Iterable[float]) -> tuple[float, int]:
    """The share of black points in a part of a page, and how many greys it has."""
    left, top, right, bottom = box
    size = image.width, image.height
    part = image.crop((round(left * size[0]), round(top * size[1]), round(right * size[0]), round(bottom * size[1])))
    counts = part.histogram()
    return sum(counts[:100]) / sum(counts), sum(count > 0 for count in counts)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_day_is_said_in_words_under_the_drawing(language: str, judge: Judge) -> None:
    said = _text(compose(_timeline(language)), judge)
    for stretch in _stretches():
        assert said.count(stretch.days.fr) >= 4
    assert said.count("rien ne le prouve") >= 4
    assert "Cette feuille ne prouve aucun droit" in said
    assert "Traduction non relue" in said if language == "ar" else "Traduction non relue" not in said
    assert "Avant le 14/04/2027" in said


def _lanes_of(page: Image.Image) -> list[int]:
    """Where each lane begins, found by the grey of what is proved."""
    column = page.crop((round(page.width * 0.09), 0, round(page.width * 0.09) + 1, page.height)).tobytes()
    runs = re.finditer(rb"[\xc8-\xdc]{30,}", column)
    return [run.start() for run in runs]


def test_a_black_printer_tells_the_four_apart() -> None:
    page = _pages(compose(_timeline("fr")))[0]
    tops = _lanes_of(page)
    assert len(tops) == 4
    span = (ENDS - BEGINS).days + 1
    left, width = 16 / 210, 178 / 210

    def at(day: date) -> float:
        return left + width * (day - BEGINS).days / span

    top, bottom = (tops[0] + 4) / page.height, (tops[0] + 34) / page.height
    proved, _ = _ink(page, (left + 0.005, top, left + 0.03, bottom))
    disputed, _ = _ink(page, (at(date(2027, 1, 17)), top, at(date(2027, 1, 28)), bottom))
    unknown, _ = _ink(page, (at(date(2027, 3, 3)), top, at(date(2027, 3, 14)), bottom))
    gap, _ = _ink(page, (at(GAP + timedelta(days=3)), top, at(GAP + timedelta(days=60)), bottom))
    assert proved == 0.0
    assert gap > 0.15
    assert 0 < disputed < gap
    assert unknown < disputed


def test_the_same_document_gives_the_same_bytes() -> None:
    assert compose(_timeline()) == compose(_timeline())


def test_a_stretch_of_a_day_is_drawn_without_its_word(judge: Judge) -> None:
    one = replace(_stretches()[0], start=TODAY, end=TODAY)
    sheet = replace(_timeline("fr"), lanes=((RIGHTS[0], (one,)),))
    assert "prouvé" in _text(compose(sheet), judge), "the table still says it"


def test_the_slip_is_large_and_in_both_languages(judge: Judge) -> None:
    pdf = compose(_slip())
    said = _text(pdf, judge)
    assert "15/11/2026" in said
    assert "Dernier jour pour déposer votre demande." in said
    assert "16/11/2026" in said
    assert len(_pages(pdf)) == 1


def test_a_discreet_slip_holds_nothing_of_anybody(judge: Judge) -> None:
    slip = ReminderSlip(
        title=Both("Rendez-vous au centre", "موعد في المركز"),
        imprint=replace(_imprint("ar"), catalogue=""),
        reminders=(Reminder(on="15/11/2026", what=Both("avant le 15/11/2026", "قبل 15/11/2026")),),
        blank=Both("Heure", "الساعة"),
    )
    pdf = compose(slip)
    said = _text(pdf, judge).casefold()
    for word in ("haidari", "titre", "préfecture", "séjour", "catalogue"):
        assert word not in said
    assert b"Canari-Haidari" not in pdf
