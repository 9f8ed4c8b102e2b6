"""Controls that say which thing they stand for: a button of a row, a choice of a closed list."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton


class CarryingButton(QuietButton):
    """A button that tells its ``datum`` when pressed."""

    carried = Signal(object)

    def __init__(self, look: Look, text: str, datum: object, icon: str = "", *, name: str = "", tip: str = "") -> None:
        super().__init__(look, text, icon, tip=tip)
        self.datum = datum
        if name:
            self.setAccessibleName(name)
        self.clicked.connect(self._carry)

    def _carry(self) -> None:
        self.carried.emit(self.datum)


class CarryingPlainButton(PlainButton):
    """The same with a border."""

    carried = Signal(object)

    def __init__(self, look: Look, text: str, datum: object, icon: str = "", *, name: str = "") -> None:
        super().__init__(look, text, icon)
        self.datum = datum
        if name:
            self.setAccessibleName(name)
        self.clicked.connect(self._carry)

    def _carry(self) -> None:
        self.carried.emit(self.datum)


class Choice(QComboBox):
    """One of a closed list of (value, words). ``decided`` carries the value a person chose, never one set by us."""

    decided = Signal(object)

    def __init__(
        self, look: Look, name: str, options: Sequence[tuple[Any, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._values = [value for value, _ in options]
        self.setFont(look.font())
        self.setAccessibleName(name)
        for _, words in options:
            self.addItem(words)
        self.activated.connect(self._decide)

    def set_options(self, options: Sequence[tuple[Any, str]]) -> None:
        """Other values to choose from; the box grows with their words."""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.clear()
        self._values = [value for value, _ in options]
        for _, words in options:
            self.addItem(words)

    def value(self) -> Any:  # noqa: ANN401 - whatever the options hold
        """The value chosen."""
        index = self.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

    def set_value(self, value: object) -> None:
        """Show ``value`` without announcing it."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def _decide(self, _index: int) -> None:
        self.decided.emit(self.value())
