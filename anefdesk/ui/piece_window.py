"""Pieces of a file looked at from memory, one after another, in a window that closes with its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.case import Piece
from anefdesk.domain.record import CaseId
from anefdesk.errors import AnefdeskError
from anefdesk.services.desk import Desk
from anefdesk.ui import tokens
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import row
from anefdesk.ui.widgets.pdf_view import PdfView
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Heading, Text

if TYPE_CHECKING:
    from anefdesk.ui.jobs import Ticket


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """Where pieces come from and who does the deeds on them; ``names`` says what each document is."""

    look: Look
    deeds: Deeds
    desk: Desk
    case: CaseId
    today: date
    names: Mapping[str, str]

    def name(self, piece: Piece) -> str:
        """What the piece proves, and its own title."""
        proves = self.names.get(piece.document, piece.document)
        return f"{proves} – {piece.title}" if piece.title else proves


class PieceWindow(QWidget):
    """Reads a piece on the desk lane (the reading is logged) and draws its pages. Alt+← and Alt+→ turn to others."""

    def __init__(self, shelf: Shelf, pieces: Sequence[Piece], at: int, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        look = shelf.look
        self.setWindowTitle(look.ui("Pièce"))
        self._shelf = shelf
        self._pieces = list(pieces)
        self._at = at
        self._removed: set[bytes] = set()
        self._reading: Ticket | None = None
        self._name = Heading(look, "", 3)
        self._where = Text(look, tone="soft")
        self._where.setWordWrap(False)
        self.before = PlainButton(look, look.ui("Pièce précédente"), "arrow-left", tip="Alt+←")
        self.after = PlainButton(look, look.ui("Pièce suivante"), "arrow-right", tip="Alt+→")
        self.day = DateField(look, look.ui("Date écrite sur le document"), shelf.today)
        self.away = QuietButton(look, look.ui("Retirer du dossier"), "trash")
        self.view = PdfView(look, shelf.deeds.jobs)
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        self.before.clicked.connect(self.turn_back)
        self.after.clicked.connect(self.turn)
        self.day.changed.connect(self._date)
        self.away.clicked.connect(self.remove)
        self.message.acted.connect(self._put_back)
        self._lay_out()
        keys = (
            (QKeySequence(Qt.Key.Key_Escape), self.close),
            (QKeySequence("Alt+Left"), self.turn_back),
            (QKeySequence("Alt+Right"), self.turn),
        )
        self._keys = [QShortcut(key, self) for key, _ in keys]
        for shortcut, (_, deed) in zip(self._keys, keys, strict=True):
            shortcut.activated.connect(deed)
        self.resize(look.dp(760), look.dp(720))
        self._show()

    def _lay_out(self) -> None:
        look = self._shelf.look
        inside = QVBoxLayout(self)
        inside.setContentsMargins(*(look.dp(tokens.PADDING),) * 4)
        inside.addWidget(self._name)
        among = Flow(look)
        for widget in (self.before, self._where, self.after):
            among.addWidget(widget)
            widget.setVisible(len(self._pieces) > 1)
        inside.addLayout(among)
        dated = row(look)
        label = Text(look, look.ui("Date écrite sur le document"))
        label.setBuddy(self.day)
        label.setWordWrap(False)
        label.setContentsMargins(0, look.dp(8), 0, 0)
        dated.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        dated.addWidget(self.day, 1)
        dated.addWidget(self.away, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(dated)
        inside.addWidget(self.message)
        inside.addWidget(self._progress)
        inside.addWidget(self.view, 1000)
        inside.addStretch(1)  # when there is nothing to look at

    @property
    def piece(self) -> Piece:
        """The piece looked at."""
        return self._pieces[self._at]

    def turn(self) -> None:
        """The next piece."""
        self._to(self._at + 1)

    def turn_back(self) -> None:
        """The one before."""
        self._to(self._at - 1)

    def _to(self, at: int) -> None:
        if 0 <= at < len(self._pieces):
            self._at = at
            self._show()

    def _show(self) -> None:
        look, piece = self._shelf.look, self.piece
        gone = piece.id in self._removed
        self._name.setText(self._shelf.name(piece))
        self._where.setText(look.ui("Pièce %(at)d sur %(of)d", at=self._at + 1, of=len(self._pieces)))
        self.before.setEnabled(self._at > 0)
        self.after.setEnabled(self._at + 1 < len(self._pieces))
        self.day.set_iso(piece.dated)
        self.day.setEnabled(not gone)
        self.away.setEnabled(not gone)
        self.view.setVisible(not gone)
        if self._reading is not None:
            self._reading.drop()
            self._reading = None
        self._progress.stop()
        if gone:
            self.message.say(State.PLAIN, look.ui("Pièce retirée du dossier."), action=look.ui("Annuler"))
            return
        self.message.quiet()
        self._progress.start(look.ui("Lecture de la pièce…"))
        self._reading = self._shelf.deeds.jobs.desk(
            self._shelf.desk.pieces.read, self._shelf.case, piece, owner=self, then=self._draw, failed=self._failed
        )

    def _draw(self, data: bytes) -> None:
        self._reading = None
        self._progress.stop()
        self.view.show_pdf(data, self._shelf.desk.pieces.raster)

    def _failed(self, error: AnefdeskError) -> None:
        self._progress.stop()
        self.message.show_error(error)

    def _date(self, iso: str) -> None:
        before = self.piece
        after = replace(before, dated=iso)
        self._pieces[self._at] = after
        self._shelf.deeds.do(self._shelf.desk.casework.edit, self._shelf.case, before, after, failed=self._failed)

    def remove(self) -> None:
        """Take the piece out of the file; the same place offers to put it back."""
        run = _Settled(self, self.piece.id, gone=True)
        self._shelf.deeds.do(
            self._shelf.desk.casework.remove, self._shelf.case, self.piece, then=run.done, failed=self._failed
        )

    def _put_back(self) -> None:
        piece = self.piece
        if piece.id not in self._removed:
            return
        run = _Settled(self, piece.id, gone=False)
        gone = replace(piece, gone=True)
        self._shelf.deeds.do(
            self._shelf.desk.casework.edit, self._shelf.case, gone, piece, then=run.done, failed=self._failed
        )

    def settle(self, piece: bytes, *, gone: bool) -> None:
        """A piece is out of the file, or back in it."""
        if gone:
            self._removed.add(piece)
        else:
            self._removed.discard(piece)
        self._show()


class _Settled:
    """Tells the window which piece a deed was about."""

    def __init__(self, window: PieceWindow, piece: bytes, *, gone: bool) -> None:
        self._window = window
        self._piece = piece
        self._gone = gone

    def done(self, _touched: object) -> None:
        self._window.settle(self._piece, gone=self._gone)


def see(before: PieceWindow | None, shelf: Shelf, pieces: Sequence[Piece], at: int, parent: QWidget) -> PieceWindow:
    """Look at one of ``pieces``, in the place of the one looked at before."""
    if before is not None:
        before.close()
        before.deleteLater()
    window = PieceWindow(shelf, pieces, at, parent)
    window.show()
    return window
