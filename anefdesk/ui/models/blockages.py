"""Open blockages in a table: when the next thing is due, whose, what is blocked, what comes next.

Rows come from ``Blockages.open_ones``.
"""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt

from anefdesk.domain.partial_date import day_of
from anefdesk.i18n.isolates import isolate
from anefdesk.i18n.texts import mark
from anefdesk.services.blockages import BlockageRow
from anefdesk.ui.models.rows import Index, Rows
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State

WHEN, WHO, WHAT, NEXT = range(4)


class BlockagesModel(Rows[BlockageRow]):
    """Overdue first, as the service gives them."""

    HEADS = (mark("Quand"), mark("Qui"), mark("Ce qui bloque"), mark("Ensuite"))

    def __init__(self, look: Look, today: date) -> None:
        super().__init__(look)
        self._today = today

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        """One cell; the icon and the words both say whether it is late."""
        row, across = self._rows[index.row()], index.column()
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._words(row, across)
        if role == Qt.ItemDataRole.FontRole:
            return self._look.font(strong=across == WHO)
        if role == Qt.ItemDataRole.DecorationRole and across == WHEN:
            soon = State.SOON if (day := day_of(row.next_due)) is not None and day <= self._today else State.PLAIN
            return self._look.state_icon(State.URGENT if row.overdue else soon)
        return None

    def _words(self, row: BlockageRow, across: int) -> str:
        ui = self._look.ui
        if across == WHEN:
            due = day_of(row.next_due)
            if due is None:
                return ui("sans date")
            day, _, away = long_date(self._look.texts, due, self._today).rpartition(", ")
            if due < self._today and not row.overdue:  # the day from which it can be done, not a last one
                return f"{ui('dès maintenant')}\n{ui('depuis le %(day)s', day=f'{due:%d/%m/%Y}')}"
            return f"{day}\n{ui('en retard, %(away)s', away=away) if row.overdue else away}"
        if across == WHO:
            return "\n".join(isolate(name) for name in (row.latin, row.native) if name)
        if across == WHAT:
            since = day_of(row.since)
            return row.title if since is None else f"{row.title}\n{ui('depuis le %(day)s', day=f'{since:%d/%m/%Y}')}"
        return row.next_title or ui("attendre la réponse")
