"""What is due, in a table: when in words, who, what, what comes next. Rows come from ``Demarches.today``."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from anefdesk.i18n.isolates import isolate
from anefdesk.i18n.texts import mark
from anefdesk.services.demarches import DueRow
from anefdesk.ui import family_words
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
WHEN, WHO, WHAT = range(3)
HEADS = (mark("Quand"), mark("Qui"), mark("Quoi"))
_SOON_DAYS = 14
_NOTICES = frozenset({"notice", "birthday"})  # of the family: to be looked at, never late


class DueModel(QAbstractTableModel):
    """Frozen rows, overdue first as the service gives them; ``show`` replaces them."""

    def __init__(self, look: Look, today: date) -> None:
        super().__init__()
        self._look = look
        self._today = today
        self._rows: Sequence[DueRow] = ()
        self._names: Mapping[str, str] = {}

    def name_details(self, names: Mapping[str, str]) -> None:
        """Names of permits, procedures and documents, by id."""
        self._names = names

    def show(self, rows: Sequence[DueRow]) -> None:
        """Other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def due(self, at: int) -> DueRow:
        """The row at ``at``."""
        return self._rows[at]

    def rowCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        """Number of lines."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        """Number of columns."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's variant
        """Column names."""
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._look.ui(HEADS[section])
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        """One cell; the icon and the words both say whether it is late."""
        row, across = self._rows[index.row()], index.column()
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            if across == WHEN:
                day, _, away = long_date(self._look.texts, row.on, self._today).rpartition(", ")
                late = mark("à voir, %(away)s") if row.what in _NOTICES else mark("en retard, %(away)s")
                return f"{day}\n{self._look.ui(late, away=away) if row.overdue else away}"
            if across == WHO:
                both = [isolate(name) for name in (row.latin, row.native) if name]
                return "\n".join(both)
            return self._what(row)
        if role == Qt.ItemDataRole.FontRole:
            return self._look.font(strong=across == WHO)
        if role == Qt.ItemDataRole.DecorationRole and across == WHEN:
            return self._look.state_icon(self._state(row))
        return None

    def _what(self, row: DueRow) -> str:
        detail = self._names.get(row.detail, "")
        if row.what == "permit_end":
            return (
                self._look.ui("fin du titre : %(permit)s", permit=detail) if detail else self._look.ui("fin du titre")
            )
        if row.what == "planned":
            return self._look.ui("dépôt prévu : %(procedure)s", procedure=detail)
        if row.what in _NOTICES:
            return family_words.due_words(self._look, row.detail)
        return self._look.ui("pièce attendue : %(piece)s", piece=detail)

    def _state(self, row: DueRow) -> State:
        if row.overdue:
            return State.SOON if row.what in _NOTICES else State.URGENT
        close = (row.on - self._today).days <= _SOON_DAYS
        return State.SOON if close else State.PLAIN
