"""A closed list in words, found while typing: ↓ opens it whole, Enter takes the first that fits. Used for blockages."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.type_ahead import TypeAhead


class ClosedList(TypeAhead):
    """``options`` are (value, words), those used most first."""

    def __init__(self, look: Look, name: str, options: Sequence[tuple[str, str]], hint: str = "") -> None:
        super().__init__(look, name, options, hint)
        self.returnPressed.connect(self._take_first)

    def open_whole(self) -> None:
        """Show every option."""
        completer = self.completer()
        completer.setCompletionPrefix("")
        completer.complete()

    def _take_first(self) -> None:
        if not self.unknown():
            return
        completer = self.completer()
        completer.setCompletionPrefix(self.text())
        if completer.completionCount():
            self._picked(completer.completionModel().index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """↓ in an empty line opens the list."""
        if event.key() == Qt.Key.Key_Down and not self.text():
            self.open_whole()
        else:
            super().keyPressEvent(event)
