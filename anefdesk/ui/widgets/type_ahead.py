"""A line that completes while typing, from a long closed list: nationalities, languages, départements."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from anefdesk.domain.names import fold
from anefdesk.ui.theme import Look

_FOLDED = Qt.ItemDataRole.UserRole + 1
_AnyIndex = QModelIndex | QPersistentModelIndex


class _Folding(QCompleter):
    """Finds « Égypte » for « egypte »."""

    def splitPath(self, path: str) -> list[str]:  # noqa: N802 - Qt's name
        return [fold(path)]


class TypeAhead(QLineEdit):
    """``options`` are (value, words). ``decided`` carries a value when the line is left with another one."""

    decided = Signal(str)

    def __init__(self, look: Look, name: str, options: Sequence[tuple[str, str]], hint: str = "") -> None:
        super().__init__()
        self.setFont(look.font())
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setMaxLength(120)
        self._words: dict[str, str] = {}
        self._values: dict[str, str] = {}
        self._told = ""
        self._model = QStandardItemModel(self)
        completer = _Folding(self)
        completer.setModel(self._model)
        completer.setCompletionRole(_FOLDED)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(8)
        popup = QListView()
        popup.setAccessibleName(name)
        popup.setFont(look.font())
        completer.setPopup(popup)
        self._popup = popup
        self.setCompleter(completer)
        completer.activated[QModelIndex].connect(self._picked)  # type: ignore[index]  # overloaded in Qt
        self.editingFinished.connect(self._left)
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Another list; the value stays when it is still in it."""
        held = self.value()
        self._words = dict(options)
        self._values = {fold(words): value for value, words in options}
        self._model.clear()
        for value, words in options:
            item = QStandardItem(words)
            item.setData(fold(f"{words} {value}"), _FOLDED)
            item.setData(value, Qt.ItemDataRole.UserRole)
            self._model.appendRow(item)
        self.set_value(held or self._told)

    def value(self) -> str:
        """The value whose words stand in the line; empty when they match none."""
        typed = fold(self.text())
        if not typed:
            return ""
        if typed in self._values:
            return self._values[typed]
        starting = {value for words, value in self._values.items() if words.startswith(typed)}
        return starting.pop() if len(starting) == 1 else ""

    def unknown(self) -> bool:
        """Whether something stands in the line that is not in the list."""
        return bool(self.text().strip()) and not self.value()

    def set_value(self, value: str) -> None:
        """Show a value without announcing it."""
        self._told = value
        if value in self._words or not value:
            self.setText(self._words.get(value, ""))

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Leaving decides, even while the list of suggestions is open: Qt does not tell it then."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._popup.hide()
            self._left()

    def _picked(self, index: _AnyIndex) -> None:
        value = str(index.data(Qt.ItemDataRole.UserRole))
        self.setText(self._words[value])
        self._tell()

    def _left(self) -> None:
        value = self.value()
        if value:
            self.setText(self._words[value])
        wrong = self.unknown()
        if self.property("wrong") != wrong:
            self.setProperty("wrong", wrong)
            self.style().unpolish(self)
            self.style().polish(self)
        if not wrong:
            self._tell()

    def _tell(self) -> None:
        if self.value() != self._told:
            self._told = self.value()
            self.decided.emit(self._told)
