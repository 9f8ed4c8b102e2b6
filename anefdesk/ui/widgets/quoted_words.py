"""A box for the exact words of a screen; a picture pasted or dropped there goes where captures go.

Used where a blockage is reported.
"""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from anefdesk.domain.blockage import Entry
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.brought import from_mime, holds_files

_LINES = 3


class QuotedWords(QPlainTextEdit):
    """``brought`` carries each picture or file pasted here; Tab leaves the box, as in a form."""

    brought = Signal(object)

    def __init__(self, look: Look, name: str, hint: str) -> None:
        super().__init__()
        self.setFont(look.font())
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + look.dp(28))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 - Qt's name
        """Pictures too."""
        return holds_files(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """Words stay here, what is seen goes to the captures."""
        if not holds_files(source):
            super().insertFromMimeData(source)
            return
        for one in from_mime(source, Entry.PASTED):
            self.brought.emit(one)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter belongs to the form."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)
