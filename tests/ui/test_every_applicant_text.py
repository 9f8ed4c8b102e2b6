"""Every text of the applicant's side in every language: the shipped fonts draw it, the row has room for its words."""

import unicodedata

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication

from anefdesk.catalogue import loader
from anefdesk.catalogue.texts import translatable
from anefdesk.i18n import templates
from anefdesk.i18n.languages import APPLICANT_LANGUAGES, Language, language
from anefdesk.i18n.texts import for_language
from anefdesk.settings import Settings
from anefdesk.ui import theme, tokens
from anefdesk.ui.applicant_rows import spoken

_NARROWEST = 330  # dp: a row of the smallest window, less its pictogram and margins
_UNSEEN = {"Cf", "Cc"}
_NARROW_SPACES = {"\u00a0": " ", "\u202f": " "}  # Qt draws them as spaces where a font lacks them


def _texts(spoken_in: Language) -> list[str]:
    texts = for_language(spoken_in.code)
    found = [spoken(texts.content(text.context, text.french)) for text in translatable(loader.load())]
    if spoken_in.code != "fr":
        for _, file in templates.files_of("ui"):
            if file.parts[-3] != spoken_in.code:
                continue
            for message in templates.read(file, spoken_in.code):
                place = message.locations[0][0] if message.locations else ""
                if message.id and place.startswith(templates.TO_APPLICANT):
                    found += [message.string] if isinstance(message.string, str) else list(message.string or ())
    return found


@pytest.mark.parametrize("code", [one.code for one in APPLICANT_LANGUAGES])
def test_rows_draw_every_letter_and_hold_every_word(qapp: QApplication, code: str) -> None:
    theme.load_fonts(first=True)
    theme.load_fonts(first=False)
    spoken_in = language(code)
    texts = _texts(spoken_in)
    assert len(texts) > 1700
    shipped = [QFontMetricsF(QFont(family)) for family in (*spoken_in.fonts, *theme.FAMILIES)]
    letters = {_NARROW_SPACES.get(letter, letter) for text in texts for letter in text}
    unseen = {letter for letter in letters if unicodedata.category(letter) in _UNSEEN}
    assert [hex(ord(x)) for x in letters - unseen if not any(m.inFontUcs4(ord(x)) for m in shipped)] == []

    look = theme.look_of(Settings(), system_dark=False)
    measure = QFontMetricsF(look.font(tokens.APPLICANT_BASE, strong=True, language=spoken_in))
    words = (
        {word for text in texts for word in text.replace("-", "- ").split(" ")} if spoken_in.script != "Hans" else set()
    )
    too_long = {word for word in words if measure.horizontalAdvance(word) > look.dp(_NARROWEST)}
    assert too_long == set()
    assert qapp is not None
