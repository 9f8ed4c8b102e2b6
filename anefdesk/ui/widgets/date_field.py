"""A date typed as people write it, with its weekday and distance said beside it. Used by forms.

« auj », « hier », « demain », « +7 » and « -3 » are days from today on.
"""

import re
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from anefdesk.domain.partial_date import PartialDate, shown
from anefdesk.errors import InputRefusedError
from anefdesk.ui import tokens
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.texts import Text

_NEAR = {"auj": 0, "aujourd'hui": 0, "aujourd’hui": 0, "hier": -1, "demain": 1}
_AWAY = re.compile(r"[+-]\s?[0-9]{1,3}")


def _from_today(text: str, today: date) -> PartialDate | None:
    """A day said by its distance."""
    said = text.casefold()
    away = _NEAR.get(said) if said in _NEAR or not _AWAY.fullmatch(said) else int(said.replace(" ", ""))
    if away is None:
        return None
    day = today + timedelta(days=away)
    return PartialDate(day.year, day.month, day.day)


class DateField(QWidget):
    """A line for a date; ``partial`` accepts a year, or a month and a year, as for births.

    ``changed`` is emitted with the ISO text when the field is left with another valid date, or emptied.
    """

    changed = Signal(str)

    def __init__(self, look: Look, name: str, today: date, *, partial: bool = False) -> None:
        super().__init__()
        self._look = look
        self._today = today
        self._partial = partial
        self._told = ""
        self.line = QLineEdit()
        self.line.setPlaceholderText(look.ui("jj/mm/aaaa"))
        self.line.setAccessibleName(name)
        self.line.setMaxLength(20)
        self.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.line.setMaximumWidth(look.dp(200))
        self._hint = Text(look, points=tokens.SMALL, tone="soft")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(2))
        inside.addWidget(self.line)
        inside.addWidget(self._hint)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._say)
        self.line.editingFinished.connect(self._left)
        self._say()

    def iso(self) -> str:
        """The stored text, ``2027-01-14``; empty when empty or not a date."""
        found = self._read()
        return found.stored() if found is not None else ""

    def set_iso(self, stored: str) -> None:
        """Show a stored date without announcing it."""
        self._told = stored
        self.line.setText(shown(stored))

    def valid(self) -> bool:
        """Whether the field is empty or holds a date."""
        return not self.line.text().strip() or self._read() is not None

    def day(self) -> date | None:
        """The whole day, when one is typed."""
        found = self._read()
        return date(found.year, found.month, found.day) if found is not None and found.day else None

    def _read(self) -> PartialDate | None:
        text = self.line.text().strip()
        if (near := _from_today(text, self._today)) is not None:
            return near
        if text.isdigit() and len(text) == 8:  # noqa: PLR2004 - ddmmyyyy
            text = f"{text[:2]}/{text[2:4]}/{text[4:]}"
        try:
            found = PartialDate.typed(text) if text else None
        except InputRefusedError:
            return None
        return found if found is None or self._partial or found.day else None

    def _say(self) -> None:
        day = self.day()
        wrong = not self.valid()
        if day is not None:
            self._hint.setText(long_date(self._look.texts, day, self._today))
        elif wrong:
            self._hint.setText(self._look.ui("Écrivez le jour, le mois, l’année."))
        else:
            self._hint.setText("")
        self._hint.setVisible(bool(self._hint.text()))
        self.line.setAccessibleDescription(self._hint.text())

    def _left(self) -> None:
        wrong = not self.valid()
        if self.line.property("wrong") != wrong:
            self.line.setProperty("wrong", wrong)
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)
        if wrong:
            return
        found = self._read()
        if found is not None and self.line.text() != found.shown():
            self.line.setText(found.shown())
        if self.iso() != self._told:
            self._told = self.iso()
            self.changed.emit(self._told)
