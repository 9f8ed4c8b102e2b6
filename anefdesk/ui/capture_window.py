"""A capture looked at from memory, with its whole fingerprint, in a window that closes with its page.

Used by a blockage's page.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from anefdesk.domain.blockage import Exhibit
from anefdesk.domain.record import CaseId
from anefdesk.errors import AnefdeskError
from anefdesk.services.desk import Desk
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.pdf_view import PdfView
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Heading, Text

_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/tiff": "tif", "image/webp": "webp"}
_DRAWN = ("image/", "application/pdf")


class CaptureWindow(QWidget):
    """Reads one capture on the desk lane (the reading is logged) and draws it. Escape closes."""

    def __init__(
        self, look: Look, jobs: Jobs, desk: Desk, case: CaseId, exhibit: Exhibit, name: str, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(look.ui("Capture"))
        self._desk, self._exhibit = desk, exhibit
        inside = QVBoxLayout(self)
        inside.setContentsMargins(*(look.dp(tokens.PADDING),) * 4)
        inside.setSpacing(look.dp(tokens.GAP))
        inside.addWidget(Heading(look, name, 3))
        whole = Text(look, look.ui("Empreinte SHA-256 : %(print)s", print=exhibit.sha256.hex()), points=tokens.SMALL)
        whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside.addWidget(whole)
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        inside.addWidget(self.message)
        inside.addWidget(self._progress)
        self.view = PdfView(look, jobs, copy_name=f"capture.{_SUFFIXES.get(exhibit.media_type, 'pdf')}")
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setFont(look.font())
        self.words.setAccessibleName(name)
        drawn = exhibit.media_type.startswith(_DRAWN)
        self.view.setVisible(drawn)
        self.words.setVisible(not drawn)
        inside.addWidget(self.view, 1)
        inside.addWidget(self.words, 1)
        self._close = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._close.activated.connect(self.close)
        self.resize(look.dp(760), look.dp(720))
        self._progress.start(look.ui("Lecture de la capture…"))
        jobs.desk(desk.blockages.read, case, exhibit, owner=self, then=self._show, failed=self._failed)

    def _show(self, data: bytes) -> None:
        self._progress.stop()
        if self._exhibit.media_type.startswith(_DRAWN):
            self.view.show_pdf(data, self._desk.pieces.raster)
        else:
            self.words.setPlainText(data.decode("utf-8", "replace"))

    def _failed(self, error: AnefdeskError) -> None:
        self._progress.stop()
        self.message.show_error(error)
