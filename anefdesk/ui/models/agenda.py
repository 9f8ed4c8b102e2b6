"""What is due in every file, in a table: when in words, who, what to do, by whom. Rows come from ``Deadlines``.

Used by « Échéances » and by « Aujourd’hui ». A person who must not be contacted without care is marked.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon

from anefdesk.i18n import dates
from anefdesk.i18n.isolates import isolate
from anefdesk.i18n.texts import mark
from anefdesk.services.agenda import AgendaRow
from anefdesk.ui import family_words
from anefdesk.ui.models.rows import Index, Rows
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State

WHEN, WHO, WHAT, BY = range(4)
KINDS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("", mark("Tout"), frozenset()),
    ("clock", mark("Délais de la loi"), frozenset({"clock", "remedy"})),
    ("answer", mark("Réponses attendues"), frozenset({"answer"})),
    ("file", mark("Titres et dépôts"), frozenset({"permit_end", "planned"})),
    ("item", mark("Pièces attendues"), frozenset({"item"})),
    ("notice", mark("Famille"), frozenset({"notice", "birthday"})),
)
NOT_SAFE = mark("pas de contact sûr")
_URGENT_DAYS, _SOON_DAYS = 7, 14
_LAW = frozenset({"clock", "remedy"})
_NOTICES = frozenset({"notice", "birthday"})  # of the family: to be looked at, never late


def kept(rows: Sequence[AgendaRow], kind: str) -> tuple[AgendaRow, ...]:
    """The rows of one kind of ``KINDS``; all of them when it is empty."""
    wanted = next((whats for name, _, whats in KINDS if name == kind), frozenset())
    return tuple(row for row in rows if not wanted or row.what in wanted)


def when_words(look: Look, row: AgendaRow, today: date) -> str:
    """« jeudi 14 janvier 2027 », then how far it is, or how late; the hour where hours are counted."""
    day, _, away = long_date(look.texts, row.on, today).rpartition(", ")
    if row.overdue:
        away = look.ui("en retard, %(away)s", away=away)
    elif row.what in _NOTICES and row.on < today:
        away = look.ui("à voir, %(away)s", away=away)
    if row.at:
        away = look.ui("%(away)s, avant %(hour)s", away=away, hour=row.at.replace(":", " h "))
    return f"{day}\n{away}"


def what_words(look: Look, row: AgendaRow) -> str:
    """What to do, then why; what is not sure says so."""
    why = [family_words.due_words(look, row.detail) if row.what in _NOTICES else row.title]
    if row.rescue is not None:
        why.append(look.ui("secours : %(day)s, à confirmer par un avocat", day=dates.shown(row.rescue)))
    if row.to_check:
        why.append(look.ui("à vérifier"))
    return "\n".join(filter(None, (row.to_do, " · ".join(filter(None, why)))))


def waiting_words(look: Look, left: int) -> str:
    """« encore 120 dossiers à calculer »."""
    return look.ui_n("encore %(n)d dossier à calculer", "encore %(n)d dossiers à calculer", left)


class AgendaModel(Rows[AgendaRow]):
    """Overdue first, as the service gives them."""

    HEADS = (mark("Quand"), mark("Qui"), mark("Quoi"), mark("Suivi par"))

    def __init__(self, look: Look, today: date) -> None:
        super().__init__(look)
        self._today = today

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        """One cell; the icon and the words both say whether it is late."""
        row, across = self._rows[index.row()], index.column()
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            unsafe = role == Qt.ItemDataRole.AccessibleTextRole and across == WHO and not row.safe
            return self._words(row, across) + (f"\n{self._look.ui(NOT_SAFE)}" if unsafe else "")
        if role == Qt.ItemDataRole.FontRole:
            return self._look.font(strong=across == WHO)
        if role == Qt.ItemDataRole.DecorationRole and across == WHEN:
            return self._look.state_icon(self._state(row))
        return self._unsafe(role) if across == WHO and not row.safe else None

    def _unsafe(self, role: int) -> QIcon | str | None:
        """The mark of somebody who has no contact known to be safe."""
        if role == Qt.ItemDataRole.DecorationRole:
            return self._look.icon("phone-off")
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._look.ui("Aucun contact sûr n’est noté : n’appelez pas et n’écrivez pas sans vérifier.")
        return None

    def _words(self, row: AgendaRow, across: int) -> str:
        if across == WHEN:
            return when_words(self._look, row, self._today)
        if across == WHO:
            return "\n".join(isolate(name) for name in (row.latin, row.native) if name)
        return isolate(row.by) if across == BY else what_words(self._look, row)

    def _state(self, row: AgendaRow) -> State:
        days = (row.on - self._today).days
        if row.overdue or (row.what in _LAW and 0 <= days <= _URGENT_DAYS):
            return State.URGENT
        return State.SOON if days <= _SOON_DAYS else State.PLAIN
