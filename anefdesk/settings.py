"""This machine's settings: nothing personal, nothing secret.

Read once at start, saved when the settings page changes one; used by app and ui.
"""

import dataclasses
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

IDLE_MINUTES = range(1, 16)
ZOOM_PERCENT = range(100, 201)
CLIPBOARD_SECONDS = range(5, 301)
LANGUAGES = ("fr", "en")
LONGEST_CODE, MOST_CODES = 12, 60  # characters; codes
THEMES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices of this PC."""

    language: str = "fr"  # staff interface: fr or en
    theme: str = "system"  # system, light, dark
    zoom: int = 100  # percent
    idle_minutes: int = 5
    applicant_language: str = "ar"  # last language used on the applicant's side
    clipboard_seconds: int = 30
    device: str = ""  # codes of the device and browser last noted here in a blockage: of closed lists, so of nobody
    browser: str = ""
    blockages: str = ""  # codes of those last reported here, so that the usual ones come first


def load(folder: Path) -> Settings:
    """Settings kept in ``folder``; defaults for whatever is missing, damaged or out of range."""
    try:
        kept = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(kept, dict):
        return Settings()
    values: dict[str, Any] = {}
    for field in dataclasses.fields(Settings):
        value = kept.get(field.name)
        if type(value) is type(field.default):
            values[field.name] = value
    found = Settings(**values)
    return dataclasses.replace(
        found,
        idle_minutes=min(max(found.idle_minutes, IDLE_MINUTES[0]), IDLE_MINUTES[-1]),
        zoom=min(max(found.zoom, ZOOM_PERCENT[0]), ZOOM_PERCENT[-1]),
        clipboard_seconds=min(max(found.clipboard_seconds, CLIPBOARD_SECONDS[0]), CLIPBOARD_SECONDS[-1]),
        language=found.language if found.language in LANGUAGES else "fr",
        theme=found.theme if found.theme in THEMES else "system",
        device=found.device if _is_code(found.device) else "",
        browser=found.browser if _is_code(found.browser) else "",
        blockages=" ".join(code for code in found.blockages.split()[:MOST_CODES] if _is_code(code)),
    )


def _is_code(text: str) -> bool:
    return text.isascii() and text.isalnum() and len(text) <= LONGEST_CODE


def save(folder: Path, settings: Settings) -> None:
    """Write ``settings`` to ``folder``, whole or not at all.

    Raises:
        OSError: the disk is full or read-only; the kept settings are untouched.
    """
    partial = folder / "settings.json.part"
    with partial.open("w", encoding="utf-8") as file:
        json.dump(dataclasses.asdict(settings), file)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(folder / "settings.json")
