"""The box of a start that failed: the sentences of the error, where no window can hold them. Used by ``app``."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from anefdesk.errors import AnefdeskError
from anefdesk.i18n.texts import for_language
from anefdesk.ui.errors import explain


def show_refusal(error: AnefdeskError, language: str) -> None:
    """Say why the desk does not open; returns when it was read."""
    told = explain(error, for_language(language))
    box = QMessageBox(QMessageBox.Icon.Warning, "anefdesk", told.what)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText("\n".join(filter(None, (told.safe, told.todo, told.support))))
    box.exec()
