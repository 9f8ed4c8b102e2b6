"""« Enregistré sur ce poste · 10:42 », with the way back. Hidden until then. For a person's clock."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from anefdesk.ui import tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.texts import Text


class SavedLine(QWidget):
    """``undone`` is the press of its button."""

    undone = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._said = Text(look, points=tokens.SMALL, tone="soft")
        self._undo = QuietButton(look, look.ui("Annuler la dernière modification"), "arrow-back-up", tip="Ctrl+Z")
        self._undo.clicked.connect(self.undone)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self._said, 1)
        across.addWidget(self._undo)
        self.hide()

    def say_saved(self) -> None:
        """Something was saved now."""
        at = f"{datetime.now().astimezone():%H:%M}"
        self._said.setText(self._look.ui("Enregistré sur ce poste · %(time)s", time=at))
        self._undo.show()
        self.show()

    def say_nothing_left(self) -> None:
        """Everything was taken back."""
        self._said.setText(self._look.ui("Il n’y a plus rien à annuler."))
        self._undo.hide()
        self.show()
