"""Figures on paper and in files: what may be told, readable by other programs, nothing that reckons or names."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2
import pytest

from anefdesk.domain.case import Centre
from anefdesk.domain.change import Change
from anefdesk.domain.consent import Use
from anefdesk.domain.figures import Period
from anefdesk.domain.record import Kind, ObjectId, number_of
from anefdesk.letters.compose import compose
from anefdesk.services.figures import Figures, Scope
from anefdesk.services.figures_files import csv_file, ods_file
from anefdesk.services.figures_wording import grouped, months, short_month
from anefdesk.store import reading
from tests.services.conftest import LEAD, Refused, Room

AUTUMN = Period(date(2026, 10, 1), date(2026, 11, 30))
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_MIME = "application/vnd.oasis.opendocument.spreadsheet"


@pytest.fixture
def figures(room: Room) -> Figures:
    """Nineteen blockages of two months, some of them rare, and the month over."""
    desk = room.desk()
    found = [("B11", "69", 11), ("B02", "69", 2), ("B05", "38", 6)]
    for number, (code, department, count) in enumerate(found):
        for _ in range(count):
            case = room.person(department=department)
            desk.consents.give(case, Use.STATISTICS, language="fr")
            blockage, _ = desk.blockages.log(case, code, on=f"2026-1{number % 2}-03")
            desk.blockages.end(case, blockage, "2026-11-12")
    room.time.now = datetime(2026, 12, 12, 9, tzinfo=UTC)
    return Figures(room.workplace(LEAD))


def _rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_csv_is_as_french_spreadsheets_expect(figures: Figures, tmp_path: Path) -> None:
    place = tmp_path / "chiffres.csv"
    figures.export(AUTUMN, place)
    data = place.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = _rows(data)
    found = {row[2]: row for row in rows if row and row[0] == "Blocages apparus" and len(row) > 4}
    assert found[""][4:6] == ["17", "au moins 17"]  # November tells nothing of its own
    assert found["B11/69"][4:6] == ["11", "au moins 11"]
    assert found["B11/69"][3] == "69 · Rhône"
    assert all(not row[4] or int(row[4]) == 0 or int(row[4]) >= 5 for row in found.values())
    ended = {row[2]: row for row in rows if row and row[0] == "Blocages terminés" and len(row) > 4}
    assert not any(row[5].startswith("au moins") for row in ended.values())  # October tells that there was none
    assert ["Blocages apparus", "2026-10", "17", "17"] in rows
    assert ["Blocages apparus", "2026-11", "", "moins de 5"] in rows
    assert not list(tmp_path.glob("*.part"))


def test_nobody_is_in_a_file(figures: Figures) -> None:
    for data in (csv_file(figures.to_leave(AUTUMN)), ods_file(figures.to_leave(AUTUMN))):
        assert b"Haidari" not in data
        assert b"Zahra" not in data


def test_ods_is_a_package_that_other_programs_know(figures: Figures, tmp_path: Path) -> None:
    place = tmp_path / "chiffres.ods"
    figures.export(AUTUMN, place)
    with zipfile.ZipFile(place) as package:
        assert package.testzip() is None
        first = package.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert package.read("mimetype") == _MIME.encode()
        manifest = ET.fromstring(package.read("META-INF/manifest.xml"))  # noqa: S314 - our own
        listed = {one.attrib["{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}full-path"] for one in manifest}
        assert listed == {"/", "content.xml", "styles.xml"}
        content = ET.fromstring(package.read("content.xml"))  # noqa: S314 - our own
    assert place.read_bytes()[30:38] == b"mimetype"  # where programs look
    rows = content.findall(f".//{_TABLE}table-row")
    cells = [["".join(cell.itertext()) for cell in row] for row in rows]
    kept = _rows(csv_file(figures.to_leave(AUTUMN)))
    assert [row for row in cells if any(row)] == [row for row in kept if any(row)]
    numbers = content.findall(f".//*[@{_OFFICE}value-type='float']")
    assert numbers
    assert all(one.attrib[f"{_OFFICE}value"] == "".join(one.itertext()) for one in numbers)


def test_the_same_figures_make_the_same_bytes(figures: Figures) -> None:
    assert ods_file(figures.to_leave(AUTUMN)) == ods_file(figures.to_leave(AUTUMN))


def test_a_name_is_no_formula_and_breaks_no_file(room: Room, figures: Figures) -> None:
    name = {number_of(Centre, "name"): '=HYPERLINK("http://x";"Canari") <&>\x07'}
    me = room.workplace(LEAD).me.user
    with room.store.transaction(me, 1_900_000_000_000) as deed:
        deed.record(Change(room.store.centre, Kind.CENTRE, ObjectId(room.store.centre), name))
    report = figures.to_leave(AUTUMN)
    assert _rows(csv_file(report))[0][0].startswith("'=")
    with zipfile.ZipFile(io.BytesIO(ods_file(report))) as package:
        ET.fromstring(package.read("content.xml"))  # noqa: S314 - our own


def test_that_figures_leave_is_logged(room: Room, figures: Figures, tmp_path: Path) -> None:
    figures.export(AUTUMN, tmp_path / "a.csv")
    figures.sheet(AUTUMN)
    found = reading.accesses(room.store.connection, room.store.centre, 10)
    assert [one.what for one in found] == ["export", "export"]


def test_a_disk_that_refuses_leaves_what_was_there(figures: Figures, tmp_path: Path, refused: Refused) -> None:
    place = tmp_path / "kept.csv"
    place.write_text("before")
    (tmp_path / "kept.csv.part").mkdir()
    assert refused(lambda: figures.export(AUTUMN, place)).startswith("disk.")
    assert place.read_text() == "before"


def test_the_paper_says_what_each_figure_is_and_hides_what_is_rare(figures: Figures) -> None:
    pdf = pypdfium2.PdfDocument(compose(figures.sheet(AUTUMN)))
    text = " ".join("".join(page.get_textpage().get_text_range() for page in pdf).split())
    pdf.close()
    for words in (
        "Chiffres, octobre à novembre 2026", "Blocages rencontrés pour la première fois pendant la période",
        "Dossiers comptés : ", "Moins de 5", "B11 ·", "moins de 5",
    ):  # fmt: skip
        assert words in text, words
    assert "B02 ·" not in text


def test_screen_and_paper_share_words(figures: Figures) -> None:
    mine, told = figures.worded(AUTUMN), figures.to_leave(AUTUMN)
    assert (mine.exact, told.exact) == (True, False)
    assert [one.figure for one in mine.blocks] == [one.figure for one in told.blocks]
    opened = next(one for one in mine.blocks if one.figure.key == "blockages_opened")
    assert [line.shown for line in opened.lines[:3]] == ["19", "11", "11"]
    assert [line.depth for line in opened.lines[:3]] == [0, 1, 2]
    assert opened.lines[1].bar == 1.0
    closed = next(one for one in mine.blocks if one.figure.key == "blockages_closed")
    assert closed.lines[1].beside == "médiane 40 jours"


def test_words_of_numbers_and_months() -> None:
    assert grouped(1234567) == "1\u202f234\u202f567"
    assert months("2026-01", "2026-01") == "janvier 2026"
    assert months("2026-01", "2026-11") == "janvier à novembre 2026"
    assert months("2025-12", "2026-01") == "décembre 2025 à janvier 2026"
    assert [short_month(f"2026-{number:02}") for number in (3, 5, 11, 12)] == [
        "mars 26",
        "mai 26",
        "nov. 26",
        "déc. 26",
    ]


def test_the_organisation_s_are_refused_where_they_do_not_come(figures: Figures, refused: Refused) -> None:
    assert refused(lambda: figures.worded(AUTUMN, Scope.EVERYBODY)) == "figures.not_yours"
    assert refused(lambda: figures.each(AUTUMN)) == "figures.not_yours"
