"""Buttons: one primary per screen, plain ones, quiet ones. Data in their text must have its & doubled (``shown``)."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton

from anefdesk.ui import tokens
from anefdesk.ui.theme import Look

_LONGEST = 40  # characters


def shown(data: str) -> str:
    """``data`` as a button shows it: an & is an &, not a shortcut."""
    return data.replace("&", "&&")


def shown_name(name: str) -> str:
    """As ``shown``; a name without end leaves room for the rest of the screen."""
    return shown(name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…")


class PlainButton(QPushButton):
    """A button with a word and, if wished, an icon before it."""

    KIND = "plain"

    def __init__(self, look: Look, text: str, icon: str = "", *, tip: str = "") -> None:
        super().__init__(text)
        self.setProperty("kind", self.KIND)
        self.setFont(look.font(strong=self.KIND == "primary"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setToolTip(tip)
        if icon:
            colours = look.colours
            colour = {"primary": colours.on_accent, "quiet": colours.accent}.get(self.KIND, colours.ink)
            self.setIcon(look.icon(icon, colour, air=tokens.AIR))
            self.setIconSize(QSize(look.dp(tokens.ICON + 2 * tokens.AIR), look.dp(tokens.ICON)))


class PrimaryButton(PlainButton):
    """The one thing to do next on this screen; Enter presses it in a form."""

    KIND = "primary"


class QuietButton(PlainButton):
    """A secondary deed, without a border."""

    KIND = "quiet"
