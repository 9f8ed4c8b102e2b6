"""Settings of a PC: whatever the file says, the desk opens."""

import json
from pathlib import Path

import pytest

from anefdesk import settings
from anefdesk.settings import Settings


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    chosen = Settings(language="en", theme="dark", zoom=150, idle_minutes=10, applicant_language="ru", device="this")
    settings.save(tmp_path, chosen)
    assert settings.load(tmp_path) == chosen


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"fr"', "\x00"])
def test_a_damaged_file_gives_the_defaults(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.json").write_text(text, encoding="utf-8")
    assert settings.load(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("name", "kept", "used"),
    [
        ("language", "xx", "fr"),
        ("theme", "pink", "system"),
        ("zoom", 9, 100),
        ("zoom", 999, 200),
        ("zoom", "150", 100),
        ("idle_minutes", 0, 1),
        ("idle_minutes", True, 5),
        ("clipboard_seconds", -3, 5),
        ("clipboard_seconds", 10**9, 300),
        ("device", "chez Zahra, 06 12", ""),
        ("browser", "é", ""),
        ("blockages", "B11 chez-Zahra B05", "B11 B05"),
        ("unknown", 1, None),
    ],
)
def test_what_cannot_be_is_brought_back(tmp_path: Path, name: str, kept: object, used: object) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({name: kept}), encoding="utf-8")
    assert getattr(settings.load(tmp_path), name, None) == used
