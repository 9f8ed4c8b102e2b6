"""A piece of the file looked at from memory, in a window of its own that blocks nothing and closes with its page."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.case import Piece
from anefdesk.domain.record import CaseId
from anefdesk.errors import AnefdeskError
from anefdesk.services.pieces import Pieces
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.pdf_view import PdfView
from anefdesk.ui.widgets.states import InlineMessage, Progress


class PieceWindow(QWidget):
    """Reads the piece on the desk lane (the reading is logged) and draws its pages."""

    def __init__(self, look: Look, jobs: Jobs, pieces: Pieces, case: CaseId, piece: Piece, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(look.ui("Pièce"))
        self._pieces = pieces
        self._view = PdfView(look, jobs)
        self._message = InlineMessage(look)
        self._progress = Progress(look)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(*(look.dp(tokens.PADDING),) * 4)
        inside.addWidget(self._message)
        inside.addWidget(self._progress)
        inside.addWidget(self._view, 1)
        self.resize(look.dp(760), look.dp(680))
        self._close_key = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._close_key.activated.connect(self.close)
        self._progress.start(look.ui("Lecture de la pièce…"))
        jobs.desk(pieces.read, case, piece, owner=self, then=self._show, failed=self._failed)

    def _show(self, data: bytes) -> None:
        self._progress.stop()
        self._view.show_pdf(data, self._pieces.raster)

    def _failed(self, error: AnefdeskError) -> None:
        self._progress.stop()
        self._message.show_error(error)


def see(
    before: PieceWindow | None, look: Look, jobs: Jobs, pieces: Pieces, case: CaseId, piece: Piece, parent: QWidget
) -> PieceWindow:
    """Look at ``piece``, in the place of the one looked at before."""
    if before is not None:
        before.close()
        before.deleteLater()
    window = PieceWindow(look, jobs, pieces, case, piece, parent)
    window.show()
    return window
