"""The desk's deeds as they run on the desk lane, one function, one deed; and what puts a line back when one fails."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from anefdesk.domain.case import ItemState, RefusalReason
from anefdesk.domain.change import Touched
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.errors import AnefdeskError, InputRefusedError, StorageError
from anefdesk.services.demarches import DeskView
from anefdesk.services.desk import Desk
from anefdesk.services.pieces import LARGEST
from anefdesk.ui.pages.desk_rows import DeskRows

_OPEN = frozenset({ItemState.MISSING, ItemState.ASKED, ItemState.REFUSED, ItemState.TOO_OLD, ItemState.TO_TRANSLATE})


@dataclass(frozen=True, slots=True)
class DeskDeeds:
    """Deeds on one démarche."""

    desk: Desk
    case: CaseId
    demarche: ObjectId

    def view(self) -> DeskView:
        """Everything the page shows."""
        return self.desk.demarches.view(self.case, self.demarche)

    def state(self, document: str, state: ItemState, reason: RefusalReason | None) -> Touched:
        """Where a piece stands."""
        return self.desk.demarches.set_item(self.case, self.demarche, document, state, reason=reason)

    def dated(self, document: str, iso: str) -> Touched:
        """The date written on a piece."""
        state, reason = self._standing(document)
        return self.desk.demarches.set_item(self.case, self.demarche, document, state, reason=reason, dated=iso)

    def due(self, document: str, iso: str) -> Touched:
        """By when the person brings it; that asks for it."""
        state, reason = self._standing(document)
        if state is ItemState.MISSING and iso:
            state = ItemState.ASKED
        return self.desk.demarches.set_item(self.case, self.demarche, document, state, reason=reason, due=iso)

    def _standing(self, document: str) -> tuple[ItemState, RefusalReason | None]:
        row = next(row for row in self.view().checklist.rows if row.document.id == document)
        if row.item is not None:
            return row.item.state, row.item.reason
        return (ItemState.RECEIVED if row.pieces else ItemState.MISSING), None

    def answer(self, fact: str, value: str) -> Touched:
        """What the person said; empty when they do not know."""
        return self.desk.demarches.answer(self.case, self.demarche, fact, value)

    def plan(self, iso: str) -> Touched:
        """The planned filing day."""
        return self.desk.demarches.plan(self.case, self.demarche, date.fromisoformat(iso))

    def filed(self, iso: str, number: str) -> Touched:
        """The request is filed."""
        return self.desk.demarches.filed(self.case, self.demarche, date.fromisoformat(iso), number)

    def attach_file(self, document: str, path: str) -> Touched:
        """Keep a file of this PC as a piece; the file itself stays where it is.

        Raises:
            StorageError: ``piece.unreadable``: the file cannot be read.
            InputRefusedError: as ``Pieces.attach``.
        """
        file = Path(path)
        try:
            if file.stat().st_size > LARGEST:
                raise InputRefusedError("piece.too_big", megabytes=file.stat().st_size >> 20, limit=LARGEST >> 20)
            data = file.read_bytes()
        except OSError:
            raise StorageError("piece.unreadable") from None
        return self.attach(document, data)

    def attach(self, document: str, data: bytes) -> Touched:
        """Keep a scan; the line then counts as received."""
        touched = self.desk.pieces.attach(self.case, document, data)
        row = next(row for row in self.view().checklist.rows if row.document.id == document)
        if row.item is not None and row.item.state in _OPEN:
            received = ItemState.RECEIVED
            touched |= self.desk.demarches.set_item(self.case, self.demarche, document, received, dated="")
        return touched


class RollBack:
    """Puts one line back as it was recorded."""

    def __init__(self, rows: DeskRows, document: str) -> None:
        self._rows = rows
        self._document = document

    def take(self, _error: AnefdeskError) -> None:
        """Hears of the failure."""
        row = self._rows.row(self._document)
        if row is not None:
            row.roll_back()
