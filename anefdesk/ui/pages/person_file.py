"""What every section of a person's page needs: the open file, who does its deeds, and a field edited in place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from anefdesk.domain.record import CaseId, Stored, laws, number_of
from anefdesk.services.casework import FileView
from anefdesk.services.desk import Desk
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.checked_line import CheckedLine
from anefdesk.ui.widgets.room import Room
from anefdesk.ui.widgets.texts import labelled

_TWO_COLUMNS = 620  # pixels before zoom


@dataclass(frozen=True, slots=True, eq=False)
class OpenFile:
    """One person's file on the page."""

    look: Look
    jobs: Jobs
    deeds: Deeds
    desk: Desk
    case: CaseId
    today: date
    session: Session


class InPlace(QObject):
    """Ties a control to one field of one stored object; ``write`` saves what the control accepted."""

    def __init__(self, parent: QObject, write: Callable[[str, object], None], attribute: str) -> None:
        super().__init__(parent)
        self._write = write
        self._attribute = attribute

    def write(self, value: object) -> None:
        """Save ``value`` in the field."""
        self._write(self._attribute, value)


def disputed(view: FileView, thing: Stored, attribute: str) -> bool:
    """Whether two desks wrote this field without seeing each other."""
    return (thing.id, number_of(type(thing), attribute)) in view.file.disputed


class FieldGrid(QGridLayout):
    """Fields two by two while there is room, each under its name; beside it the mark of a disagreement.

    ``settling``: a mark was pressed, to choose between the two values.
    """

    settling = Signal()

    def __init__(self, look: Look, widget: QWidget) -> None:
        super().__init__()
        self._look = look
        self._pairs: list[tuple[QWidget, QWidget]] = []
        self._marks: dict[str, QuietButton] = {}
        self.setHorizontalSpacing(look.dp(tokens.PADDING))
        self.setVerticalSpacing(look.dp(2))
        self._room = Room(look, widget, _TWO_COLUMNS)
        self._room.turned.connect(self._lay_out)

    def put(self, name: str, field: QWidget, key: str = "") -> None:
        """Add ``field`` under ``name``; ``key`` is the attribute a disagreement would name."""
        above = QWidget()
        head = QHBoxLayout(above)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(self._look.dp(tokens.GAP))
        label = labelled(self._look, name, field.line if isinstance(field, CheckedLine) else field)
        label.setWordWrap(False)
        head.addWidget(label)
        mark = QuietButton(self._look, self._look.ui("deux valeurs différentes, à trancher"), "scale")
        mark.setAccessibleName(self._look.ui("%(field)s : deux valeurs différentes, à trancher", field=name))
        mark.clicked.connect(self.settling)
        mark.hide()
        head.addWidget(mark)
        head.addStretch(1)
        if key:
            self._marks[key] = mark
        self._pairs.append((above, field))
        self._place(len(self._pairs) - 1)

    def _lay_out(self) -> None:
        for above, field in self._pairs:
            self.removeWidget(above)
            self.removeWidget(field)
        for down in range(3 * len(self._pairs)):
            self.setRowMinimumHeight(down, 0)
        for at in range(len(self._pairs)):
            self._place(at)

    def _place(self, at: int) -> None:
        down, across = divmod(at, 2) if self._room.wide else (at, 0)
        above, field = self._pairs[at]
        self.addWidget(above, 3 * down, across)
        self.addWidget(field, 3 * down + 1, across)
        self.setRowMinimumHeight(3 * down + 2, self._look.dp(tokens.GAP))
        self.setColumnStretch(0, 1)
        self.setColumnStretch(1, 1 if self._room.wide else 0)

    def mark(self, view: FileView, thing: Stored) -> None:
        """Show which fields of ``thing`` wait for a person to choose between two values."""
        known = {law.name for law in laws(type(thing))}
        for key, mark in self._marks.items():
            if key in known:
                mark.setVisible(disputed(view, thing, key))
