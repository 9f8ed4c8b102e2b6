"""People in a table: both scripts, nationality, end of the permit, last contact. Rows come from ``Finding``."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from anefdesk.domain.partial_date import day_of
from anefdesk.i18n import dates
from anefdesk.i18n.isolates import isolate
from anefdesk.i18n.texts import mark
from anefdesk.services.finding import PersonRow
from anefdesk.ui import spoken_languages
from anefdesk.ui.spoken_dates import distance, moment
from anefdesk.ui.theme import Look

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
NAME, NATIVE, BORN, NATIONALITY, PERMIT, LANGUAGE, SEEN = range(7)
HEADS = (
    mark("Nom"),
    mark("Écriture d’origine"),
    mark("Naissance"),
    mark("Nationalité"),
    mark("Fin du titre"),
    mark("Langue"),
    mark("Dernier contact"),
)


class PeopleModel(QAbstractTableModel):
    """Frozen rows; ``show`` replaces them."""

    def __init__(self, look: Look, today: date) -> None:
        super().__init__()
        self._look = look
        self._today = today
        self._rows: Sequence[PersonRow] = ()
        self._countries: Mapping[str, str] = {}

    def name_countries(self, countries: Mapping[str, str]) -> None:
        """Names of nationalities, by code."""
        self._countries = countries

    def show(self, rows: Sequence[PersonRow]) -> None:
        """Other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def person(self, at: int) -> PersonRow:
        """The row at ``at``."""
        return self._rows[at]

    def rowCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        """Number of people."""
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
        """One cell."""
        row, across = self._rows[index.row()], index.column()
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._words(row, across)
        if role == Qt.ItemDataRole.FontRole:
            return self._look.font(strong=across == NAME)
        if role == Qt.ItemDataRole.DecorationRole and across == NAME and row.disputed:
            return self._look.icon("flag", self._look.colours.to_check.ink)
        if role == Qt.ItemDataRole.ToolTipRole and across == NAME and row.disputed:
            return self._look.ui("Deux valeurs différentes attendent d’être tranchées.")
        return None

    def _words(self, row: PersonRow, across: int) -> str:
        if across == PERMIT:
            end = day_of(row.permit_end)
            if end is None:
                return "–"
            return f"{dates.shown(end)}, {distance(self._look.texts, end, self._today)}"
        if across == SEEN:
            return moment(row.last_ms).split(" ")[0] if row.last_ms else "–"
        plain = {
            NAME: row.latin or row.native,
            NATIVE: row.native,
            BORN: row.born,
            NATIONALITY: self._countries.get(row.nationality, row.nationality),
            LANGUAGE: spoken_languages.name(self._look.texts, row.language),
        }[across]
        return isolate(plain) if plain else "–"
