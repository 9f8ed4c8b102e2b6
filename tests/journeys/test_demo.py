import os
import subprocess
import sys
from pathlib import Path

import pytest

LANGUAGES = ("ar", "fa_AF", "ru")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the demonstration leaves when there is no screen."""
    out = tmp_path_factory.mktemp("demo") / "out"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-m", "anefdesk", "demo", "--headless", "--out", str(out)],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert str(out) in done.stdout
    return out


pytestmark = pytest.mark.canary_ok("the demonstration exports its invented people on purpose")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", ["recherche", "dossier", "guichet", "guichet-rempli", "personne", "apercu-liste"])
def test_each_step_leaves_a_picture(shown: Path, step: str, language: str) -> None:
    pictures = list(shown.glob(f"[0-9][0-9]-{step}-{language}.png"))
    assert len(pictures) == 1
    assert pictures[0].read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheets_are_handed_over(shown: Path, language: str) -> None:
    for name in ("liste", "a-apporter"):
        assert (shown / f"{name}-{language}.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize(("language", "word"), [("ar", "بطاقة"), ("fa_AF", "کارت"), ("ru", "Карта")])
def test_the_sheets_speak_both_languages(shown: Path, language: str, word: str) -> None:
    read = subprocess.run(
        ["pdftotext", str(shown / f"liste-{language}.pdf"), "-"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert "ESPACE D’ENTRAÎNEMENT" in read
    assert "le français fait foi" in read
    assert word in read


def test_nothing_is_left_half_done(shown: Path) -> None:
    pictures = sorted(path.name for path in shown.glob("*.png"))
    assert pictures[0].startswith("01-")
    assert pictures[-1].endswith("-verrouille.png")
    assert len(pictures) >= 31


def test_the_interview_ends_on_a_sheet(shown: Path) -> None:
    assert (shown / "orientation-ar.pdf").read_bytes().startswith(b"%PDF")
    for step in ("entretien-ar", "entretien-fini-ar"):
        assert list(shown.glob(f"[0-9][0-9]-{step}.png"))
