"""Labels: headings, plain and soft text, and text of another language with its own direction and leading."""

import html

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from anefdesk.i18n.languages import Language
from anefdesk.ui import tokens
from anefdesk.ui.theme import Look


class Text(QLabel):
    """Plain text that wraps; ``tone`` is soft, accent or a state's name. Data is shown as it is, never as markup."""

    def __init__(
        self, look: Look, text: str = "", *, points: float = tokens.BASE, strong: bool = False, tone: str = ""
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(look.font(points, strong=strong))
        self.setWordWrap(True)
        self.setProperty("tone", tone)
        self.setText(text)

    def set_tone(self, tone: str) -> None:
        """Another tone, applied at once."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)


class Heading(Text):
    """A title; level 1 is the page's, 2 a card's, 3 a row's."""

    def __init__(self, look: Look, text: str = "", level: int = 1) -> None:
        points = (tokens.DISPLAY, tokens.TITLE, tokens.LARGE, tokens.BASE)[level]
        super().__init__(look, text, points=points, strong=True)


class BilingualLabel(QLabel):
    """Text of ``language`` in its own direction, whatever surrounds it.

    Rich text with an explicit direction: a plain wrapped label cuts letters when it runs from right to left.
    """

    def __init__(
        self,
        look: Look,
        text: str,
        language: Language,
        *,
        points: float = tokens.BASE,
        strong: bool = False,
        tone: str = "",
    ) -> None:
        super().__init__()
        self._look = look
        self._points = points
        self._strong = strong
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setProperty("tone", tone)
        self.show_text(text, language)

    def show_text(self, text: str, language: Language) -> None:
        """Replace text and language."""
        self.setFont(self._look.font(self._points, strong=self._strong, language=language))
        leading = self._leading(language)
        # Lines closer than the font's own would cut the tails of the last one: an empty line, small, makes room.
        tail = max(0, 100 - leading) * QFontInfo(self.font()).pixelSize() // 100
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if language.rtl else Qt.LayoutDirection.LeftToRight)
        paragraphs = "".join(
            f'<p dir="{language.direction}" style="line-height:{leading}%; margin:0">{html.escape(line)}</p>'
            for line in text.split("\n")
        )
        if tail:
            paragraphs += f'<p style="margin:0; font-size:{tail}px; line-height:100%">&nbsp;</p>'
        self.setText(paragraphs if text else "")
        self.setAccessibleName(text)

    def _leading(self, language: Language) -> int:
        """Per cent of the font's own line, which Arabic fonts make very tall, that gives the wanted leading."""
        wanted = tokens.ARABIC_LEADING if language.script == "Arab" else tokens.LATIN_LEADING
        natural = QFontMetricsF(self.font()).lineSpacing() / QFontInfo(self.font()).pixelSize()
        return round(wanted / natural)


def labelled(look: Look, text: str, field: QWidget) -> Text:
    """A label for ``field``, which gets it as its accessible name and keyboard buddy."""
    label = Text(look, text, strong=True)
    label.setBuddy(field)
    field.setAccessibleName(text)
    return label
