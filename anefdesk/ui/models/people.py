"""People in a table: both scripts, nationality, end of the permit, last contact. Rows come from ``Finding``."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt

from anefdesk.domain.partial_date import day_of
from anefdesk.i18n import dates
from anefdesk.i18n.isolates import isolate
from anefdesk.i18n.texts import mark
from anefdesk.services.finding import PersonRow
from anefdesk.ui import spoken_languages
from anefdesk.ui.models.rows import Index, Rows
from anefdesk.ui.spoken_dates import distance, moment
from anefdesk.ui.theme import Look

NAME, NATIVE, BORN, NATIONALITY, PERMIT, LANGUAGE, SEEN = range(7)


class PeopleModel(Rows[PersonRow]):
    """In the order the service gives."""

    HEADS = (
        mark("Nom"),
        mark("Écriture d’origine"),
        mark("Naissance"),
        mark("Nationalité"),
        mark("Fin du titre"),
        mark("Langue"),
        mark("Dernier contact"),
    )

    def __init__(self, look: Look, today: date) -> None:
        super().__init__(look)
        self._today = today
        self._countries: Mapping[str, str] = {}

    def name_countries(self, countries: Mapping[str, str]) -> None:
        """Names of nationalities, by code."""
        self._countries = countries

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
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
