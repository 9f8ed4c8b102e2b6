"""The choice of the interface's language, each named in itself. Used on the lock screen, first run and settings."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from anefdesk.i18n.languages import STAFF_LANGUAGES, language
from anefdesk.ui.theme import Look


class LanguageChoice(QComboBox):
    """``chosen`` carries the code, when the user picked it."""

    chosen = Signal(str)

    def __init__(self, look: Look, current: str) -> None:
        super().__init__()
        for code in STAFF_LANGUAGES:
            self.addItem(language(code).name_native, code)
        self.setCurrentIndex(max(self.findData(current), 0))
        self.setAccessibleName(look.ui("Langue de l’interface"))
        self.activated.connect(self._picked)

    def _picked(self, index: int) -> None:
        self.chosen.emit(self.itemData(index))
