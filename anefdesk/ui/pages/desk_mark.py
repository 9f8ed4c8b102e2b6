"""How a piece is asked for, small: an icon and a word, never colour alone. Used by the lines of the desk."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from anefdesk.domain.procedure import Document, Mark, mark_of
from anefdesk.services import marking
from anefdesk.ui import tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.texts import Text

_ICONS = {Mark.BY_LAW: "scale", Mark.ASKED_ANYWAY: "clipboard-list", Mark.USEFUL: "plus"}
_BY_PREFECTURE = "map-pin"
_SIZE = 14


class MarkLabel(QWidget):
    """« exigée par la loi » with its icon; the words wrap only when they are long."""

    def __init__(self, look: Look, icon: str, words: str, *, tone: str = "soft", wraps: bool = False) -> None:
        super().__init__()
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(tokens.SPACE))
        picture = QLabel()
        colour = look.colours.to_check.ink if tone == "to_check" else look.colours.soft
        picture.setPixmap(look.icon(icon, colour, _SIZE).pixmap(look.dp(_SIZE)))
        picture.setFixedSize(QSize(look.dp(_SIZE), look.dp(_SIZE)))
        said = Text(look, words, points=tokens.SMALL, tone=tone)
        said.setWordWrap(wraps)
        inside.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop if wraps else Qt.AlignmentFlag.AlignVCenter)
        inside.addWidget(said, 1)


def document_mark(look: Look, document: Document) -> MarkLabel:
    """The mark of a line of the catalogue."""
    return MarkLabel(look, _ICONS[mark_of(document)], look.ui(marking.word_of(document)))


def prefecture_mark(look: Look, words: str) -> MarkLabel:
    """The mark of a préfecture's own demand, with who said so and when."""
    return MarkLabel(look, _BY_PREFECTURE, words, tone="to_check", wraps=True)
