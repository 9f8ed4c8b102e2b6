"""Translations that go out to their readers and come back: marked, corrected, or refused line by line."""

import hashlib
import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook

from anefdesk import __main__ as command_line
from anefdesk import paths
from anefdesk.errors import InputRefusedError
from anefdesk.i18n import proofs, reviews, templates
from anefdesk.i18n.languages import language
from anefdesk.i18n.texts import for_language
from anefdesk.services import proof_sheets

DAY = date(2027, 1, 2)
CODES = ["ar", "zh_Hans"]
GLOSS, READ = (proofs.COLUMNS.index(name) + 1 for name in (proofs.GLOSS, proofs.READ))
Change = Callable[[Any], None]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of two languages, without what was reviewed so far."""
    for code in CODES:
        shutil.copytree(paths.translations(code), tmp_path / code)
        (tmp_path / code / "reviews.toml").unlink(missing_ok=True)
    monkeypatch.setattr(paths, "translations", tmp_path.joinpath)
    for_language.cache_clear()
    yield tmp_path
    for_language.cache_clear()


def _snapshot(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.rglob("*")) if file.suffix in {".po", ".toml"}}


_WRITTEN: dict[tuple[str, str], bytes] = {}


def _table(shelf: Path, code: str) -> bytes:
    """The sheet of a language as it stands; most tests start from the same."""
    key = code, hashlib.sha256(repr(_snapshot(shelf / code)).encode()).hexdigest()
    if key not in _WRITTEN:
        proof_sheets.write_table(code, shelf / "whole.xlsx")
        _WRITTEN[key] = (shelf / "whole.xlsx").read_bytes()
    return _WRITTEN[key]


def _sent(shelf: Path, code: str, change: Change) -> Path:
    table = shelf / f"{code}.xlsx"
    book = load_workbook(io.BytesIO(_table(shelf, code)))
    change(book.worksheets[0])
    book.save(table)
    return table


def _line(sheet: Any, french: str) -> int:  # noqa: ANN401 - openpyxl is untyped
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 3).value == french)


PAPER = "Moins de 3 mois"
ADDRESS = "Déclaration de changement d’adresse"


@pytest.mark.parametrize("code", CODES)
def test_everything_goes_out_and_comes_back_unchanged(shelf: Path, code: str) -> None:
    before = _snapshot(shelf / code)
    table = shelf / "sheet.xlsx"
    count = proof_sheets.write_table(code, table)
    assert count > 1500
    lines = proof_sheets.returned(table)
    assert len(lines) == count
    assert [(one.french, one.gloss) for one in lines] == [
        (one.french.strip(), one.gloss.strip()) for one in proofs.proofs(language(code))
    ]
    assert proof_sheets.take_back(code, table, "relectrice 1", DAY) == ([], proofs.Taken(0, 0))
    assert _snapshot(shelf / code) == before


@pytest.mark.parametrize("code", CODES)
def test_what_was_read_is_read_wherever_it_stands(shelf: Path, code: str) -> None:
    def mark(sheet: Any) -> None:  # noqa: ANN401
        sheet.cell(_line(sheet, PAPER), READ).value = "x"

    table = _sent(shelf, code, mark)
    assert proof_sheets.take_back(code, table, "relectrice 1", DAY) == ([], proofs.Taken(0, 1))
    kept = reviews.entries(shelf / code / "reviews.toml")
    assert {(one.state, one.by, one.on) for one in kept} == {("read", "relectrice 1", DAY)}
    places = [
        message.context
        for message in templates.read(shelf / code / "LC_MESSAGES" / "content.po", code)
        if message.id == PAPER
    ]
    assert len(kept) == len(places) >= 1
    for_language.cache_clear()
    assert {for_language(code).content(place or "", PAPER).state for place in places} == {"read"}
    assert for_language(code).content("refugie.name", "Carte de résident « réfugié »").state == "draft"


@pytest.mark.parametrize(("code", "gloss"), [("ar", "أقل من 3 أشهر فقط"), ("zh_Hans", "3个月以内")])
def test_a_correction_is_written_and_is_a_draft_until_it_is_marked(shelf: Path, code: str, gloss: str) -> None:
    def correct(sheet: Any) -> None:  # noqa: ANN401
        sheet.cell(_line(sheet, PAPER), GLOSS).value = gloss

    assert proof_sheets.take_back(code, _sent(shelf, code, correct), "relectrice 1", DAY) == ([], proofs.Taken(1, 0))
    assert {one.state for one in proofs.proofs(language(code)) if one.gloss == gloss} == {"draft"}
    file = shelf / code / "LC_MESSAGES" / "content.po"
    entries = [
        templates.Entry(str(m.id), context=m.context, note="; ".join(m.auto_comments))
        for m in templates.read(file, code)
        if m.id
    ]
    assert templates.merged(entries, language(code), file) == file.read_text("utf-8")  # as the extractor writes it

    def mark(sheet: Any) -> None:  # noqa: ANN401
        sheet.cell(_line(sheet, PAPER), READ).value = "Oui"

    assert proof_sheets.take_back(code, _sent(shelf, code, mark), " relectrice  1 ", DAY)[1] == proofs.Taken(0, 1)
    assert {one.state for one in proofs.proofs(language(code)) if one.gloss == gloss} == {"read"}


COUNTED = "%(n)d pièce sur %(needed)s ||| %(n)d pièces sur %(needed)s"


@pytest.mark.parametrize(
    ("french", "column", "value", "found"),
    [
        (PAPER, proofs.GLOSS, "", (proofs.GLOSS, "vide")),
        (PAPER, proofs.GLOSS, "أقل من ٣ أشهر", (proofs.GLOSS, "écrivez les chiffres 0 à 9")),
        (PAPER, proofs.GLOSS, "پاسپورت", (proofs.GLOSS, "lettres d’une autre langue")),
        (PAPER, proofs.GLOSS, "أقل ☐", (proofs.GLOSS, "signe que nos polices ne dessinent pas : U+2610")),
        (PAPER, proofs.GLOSS, "\u2066أقل", (proofs.GLOSS, "les signes invisibles")),
        (PAPER, proofs.FRENCH_TEXT, "Moins de 4 mois", (proofs.FRENCH_TEXT, "ne se modifie pas ici")),
        (PAPER, proofs.MARK, "", (proofs.MARK, "ne vient pas de la feuille")),
        (PAPER, proofs.MARK, "0123456789", (proofs.GLOSS, "quelqu’un a changé cette traduction")),
        ("avant le %(date)s", proofs.GLOSS, "قبل", (proofs.GLOSS, "il faut : %(date)")),
        (COUNTED, proofs.GLOSS, "%(n)d من %(needed)s", (proofs.GLOSS, "il faut 6 formes")),
        ("Déposez sans passeport.", proofs.GLOSS, "قدّموا الطلب", (proofs.GLOSS, "« passeport » se dit")),
    ],
)
def test_a_fault_is_named_with_its_row_and_column_and_nothing_is_taken(
    shelf: Path, french: str, column: str, value: str, found: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[int] = []

    def spoil(sheet: Any) -> None:  # noqa: ANN401
        texts = {str(sheet.cell(row, 3).value): row for row in range(2, sheet.max_row + 1)}
        row = texts.get(french) or next(row for text, row in texts.items() if french in text)
        sheet.cell(row, proofs.COLUMNS.index(column) + 1).value = value
        good = next(other for text, other in texts.items() if text == "Passeport" or other == (2 if row != 2 else 3))
        sheet.cell(good, READ).value = "x"
        rows.append(row)

    table = _sent(shelf, "ar", spoil)
    before = _snapshot(shelf / "ar")
    status = command_line.main(["translations", "import", "ar", str(table), "--reader", "relectrice 1"])
    said = capsys.readouterr().err
    assert status == 1
    assert f"ligne {rows[0]}, colonne « {found[0]} » : " in said
    assert found[1] in said
    assert "rien n’a été pris" in said
    assert _snapshot(shelf / "ar") == before


def test_a_text_whose_french_changed_meanwhile_is_refused(shelf: Path) -> None:
    def mark(sheet: Any) -> None:  # noqa: ANN401
        sheet.cell(_line(sheet, PAPER), READ).value = "x"

    table = _sent(shelf, "zh_Hans", mark)
    file = shelf / "zh_Hans" / "LC_MESSAGES" / "content.po"
    file.write_text(file.read_text("utf-8").replace(f'msgid "{PAPER}"', 'msgid "Moins de 4 mois"'), "utf-8")
    faults, taken = proof_sheets.take_back("zh_Hans", table, "relectrice 1", DAY)
    assert taken == proofs.Taken(0, 0)
    assert [(fault.column, fault.what[:21]) for fault in faults] == [(proofs.FRENCH_TEXT, "le français a changé ")]


@pytest.mark.parametrize("marked", [True, False])
def test_a_text_changed_meanwhile_stops_only_who_touched_it(shelf: Path, marked: bool) -> None:  # noqa: FBT001 - a parameter
    def mark(sheet: Any) -> None:  # noqa: ANN401
        lines = [_line(sheet, PAPER), *([_line(sheet, ADDRESS)] if marked else [])]
        for line in lines:
            sheet.cell(line, READ).value = "x"

    table = _sent(shelf, "ar", mark)
    file = shelf / "ar" / "LC_MESSAGES" / "content.po"
    written = file.read_text("utf-8")
    gloss = next(one.gloss for one in proofs.proofs(language("ar")) if one.french == ADDRESS)
    file.write_text(written.replace(f'msgstr "{gloss}"', f'msgstr "{gloss}."'), "utf-8")
    found, taken = proof_sheets.take_back("ar", table, "relectrice 1", DAY)
    assert bool(found) is marked
    assert taken == proofs.Taken(0, 0 if marked else 1)


def test_the_command_says_what_it_did(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = shelf / "out.xlsx"
    assert command_line.main(["translations", "export", "ar", "--out", str(table)]) == 0
    assert table.with_suffix(".pdf").name in capsys.readouterr().out
    pdf = pypdfium2.PdfDocument(table.with_suffix(".pdf").read_bytes())
    assert len(pdf) > 50
    pdf.close()
    assert command_line.main(["translations", "import", "ar", str(table), "--reader", "relectrice 1"]) == 0
    assert "0 traductions changées" in capsys.readouterr().out


@pytest.mark.parametrize("code", ["fr", "ka", "tlh"])
def test_only_what_is_translated_goes_out(shelf: Path, code: str) -> None:
    with pytest.raises(InputRefusedError) as refused:
        proof_sheets.write_table(code, shelf / "x.xlsx")
    assert refused.value.code == "i18n.unknown_language"


def test_what_is_no_sheet_of_ours_is_refused(shelf: Path) -> None:
    odd = shelf / "odd.xlsx"
    for content in (b"", b"PK\x03\x04 no zip", b"French;Gloss\n"):
        odd.write_bytes(content)
        with pytest.raises(InputRefusedError) as refused:
            proof_sheets.take_back("ar", odd, "relectrice 1", DAY)
        assert refused.value.code == "translations.unreadable"
    with pytest.raises(InputRefusedError):
        proof_sheets.take_back("ar", shelf / "absent.xlsx", "relectrice 1", DAY)
    with zipfile.ZipFile(_sent(shelf, "ar", lambda _: None)) as good, zipfile.ZipFile(odd, "w") as cut:
        for name in good.namelist():  # it opens, and fails only while its lines are read
            cut.writestr(name, good.read(name)[: -40 if name.endswith("sheet1.xml") else None])
    with pytest.raises(InputRefusedError) as refused:
        proof_sheets.take_back("ar", odd, "relectrice 1", DAY)
    assert refused.value.code == "translations.unreadable"

    def rename(sheet: Any) -> None:  # noqa: ANN401
        sheet.cell(1, GLOSS).value = "Arabe"

    table = _sent(shelf, "ar", rename)
    with pytest.raises(InputRefusedError) as refused:
        proof_sheets.take_back("ar", table, "relectrice 1", DAY)
    assert refused.value.code == "translations.columns"
    with pytest.raises(InputRefusedError) as refused:
        proof_sheets.take_back("ar", _sent(shelf, "ar", lambda _: None), "  ", DAY)
    assert refused.value.code == "translations.reader"


def test_reviews_are_written_as_they_are_read(tmp_path: Path) -> None:
    file = tmp_path / "reviews.toml"
    given = [
        reviews.Review("a", "checked", 'relectrice "une"', DAY),
        reviews.Review("b", "read", "relectrice deux", DAY),
        reviews.Review("b", "checked", "relectrice une", DAY),
    ]
    file.write_text(reviews.written(given), "utf-8")
    assert reviews.load(file) == {"a": "checked", "b": "read"}
    again = reviews.written(reviews.entries(file))
    assert again == file.read_text("utf-8")
