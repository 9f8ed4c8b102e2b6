"""Keeps what is typed in a line legible in its own script: its font first, a little larger where letters are small.

Qt measures a line by its first font; names in Arabic or Bengali would else hang high and small. Used by lines of names.
"""

import unicodedata

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from anefdesk.i18n import languages
from anefdesk.i18n.languages import Language
from anefdesk.ui import tokens
from anefdesk.ui.theme import Look

# First word of a letter's Unicode name: a language of that script, and how much larger it is written.
_SCRIPTS = {
    "ARABIC": ("ar", 1.2),
    "BENGALI": ("bn", 1.15),
    "ETHIOPIC": ("ti", 1.1),
    "GEORGIAN": ("ka", 1.0),
    "CJK": ("zh_Hans", 1.1),
}


def script_of(text: str) -> tuple[Language | None, float]:
    """A language of the first letter's script that is not Latin, Greek or Cyrillic, and its enlargement."""
    for letter in text:
        if letter.isalpha():
            code, larger = _SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], ("", 1.0))
            return (languages.language(code), larger) if code else (None, 1.0)
    return None, 1.0


class ScriptFont(QObject):
    """Follows the text of ``line``."""

    def __init__(self, look: Look, line: QLineEdit) -> None:
        super().__init__(line)
        self._look = look
        self._line = line
        self._shown: tuple[Language | None, float] = (None, 1.0)
        line.setMaximumHeight(look.dp(tokens.ROW))  # fonts of other scripts are taller than their letters
        self.apply()
        line.textChanged.connect(self._follow)

    def _follow(self, text: str) -> None:
        found = script_of(text)
        if found != self._shown:
            self._shown = found
            self.apply()

    def apply(self) -> None:
        """Give the line the font of its text."""
        language, larger = self._shown
        self._line.setFont(self._look.font(tokens.BASE * larger, language=language))
