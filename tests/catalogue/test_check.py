import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from anefdesk import paths
from anefdesk.catalogue.check import Weight, check, main, translations
from anefdesk.domain.catalogue import Catalogue

WRITTEN = date(2026, 11, 23)


def test_the_shipped_catalogue_has_nothing_wrong() -> None:
    assert check(WRITTEN) == []


def test_a_value_older_than_a_year_is_told(damage: Callable[[str, str, str], Path]) -> None:
    folder = damage("procedures/refugie.toml", "checked = 2026-11-23", "checked = 2025-11-22")
    (finding,) = check(WRITTEN, folder)
    assert (finding.weight, finding.where) == (Weight.WARNING, "refugie.legal_basis")
    assert "22/11/2025" in finding.what
    assert check(date(2026, 11, 22), folder)[-1].weight is Weight.ERROR


@pytest.mark.parametrize(
    ("end", "said"),
    [("2027-01-22", "valable jusqu’au 22/01/2027"), ("2026-11-22", "terminé le 22/11/2026"), ("2027-01-23", "")],
)
def test_an_amount_about_to_end_is_told(damage: Callable[[str, str, str], Path], end: str, said: str) -> None:
    folder = damage("general.toml", "valid_from = 2026-05-01", f"valid_from = 2026-05-01\nvalid_to = {end}")
    found = [finding.what for finding in check(WRITTEN, folder)]
    assert bool(found) is bool(said)
    assert said in "".join(found)


def test_an_error_names_file_and_key_and_stops_there(damage: Callable[[str, str, str], Path]) -> None:
    folder = damage("procedures/refugie.toml", "request = first", "request = fisrt")
    (finding,) = check(WRITTEN, folder)
    assert finding.weight is Weight.ERROR
    assert finding.where == "procedures/refugie.toml documents[ref-decision].when"


def test_the_command_counts_each_procedure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(WRITTEN) == 0
    said = capsys.readouterr().out
    assert "refugie" in said
    assert "15 pièces" in said
    assert "0 erreurs, 0 points à revoir" in said


def test_the_command_fails_on_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(date(2026, 11, 22)) == 1
    assert "erreur : " in capsys.readouterr().out


def test_a_translation_cut_short_or_damaged_is_told_with_its_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, catalogue: Catalogue
) -> None:
    copy = Path(shutil.copytree(paths.translations(), tmp_path / "translations"))
    monkeypatch.setattr(paths, "translations", copy.joinpath)
    assert list(translations(catalogue)) == []
    arabic, russian = (copy / code / "LC_MESSAGES" / "content.po" for code in ("ar", "ru"))
    text = arabic.read_text(encoding="utf-8")
    arabic.write_text(text[: text.index("\n\n", len(text) // 2)] + "\n", encoding="utf-8")
    russian.write_text(russian.read_text(encoding="utf-8").replace("nplurals=3", "nplurals=2"), encoding="utf-8")
    found = {finding.where.split("/")[1]: finding.weight for finding in translations(catalogue)}
    assert found["ru"] is Weight.ERROR
    assert found["ar"] is Weight.WARNING
