"""How a scan reaches its line: chosen on this PC, dropped, or pasted; and how it is looked at. Used by the desk."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QObject, Qt
from PySide6.QtGui import QGuiApplication, QImageWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from anefdesk.domain.case import Piece
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.services.demarches import DeskView
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.pages.desk_deeds import DeskDeeds
from anefdesk.ui.piece_window import PieceWindow, Shelf, see
from anefdesk.ui.theme import Look

_FILES = "PDF, JPEG, PNG, TIFF, WebP (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.webp)"


class Scans(QObject):
    """Scans of one démarche; windows and dialogs belong to ``page``."""

    def __init__(self, look: Look, deeds: Deeds, do: DeskDeeds, today: date, page: QWidget) -> None:
        super().__init__(page)
        self._look = look
        self._deeds = deeds
        self._do = do
        self._page = page
        self._document = ""
        self._names: dict[str, str] = {}
        self._shelf = Shelf(look, deeds, do.desk, do.case, today, self._names)
        self._sources: dict[ObjectId, CaseId] = {}  # scans that another file shares, and which one
        self._viewer: PieceWindow | None = None

    def show_view(self, view: DeskView) -> None:
        """What the scans of this démarche prove."""
        rows = view.checklist.rows
        self._sources = {
            piece.id: CaseId(proof.shared.source) for row in rows for proof in row.borrowed for piece in proof.pieces
        }
        self._names.update((document.id, document.name) for document in view.procedure.documents)

    def choose(self, document: str) -> None:
        """Ask for a file of this PC."""
        self._document = document
        dialog = QFileDialog(self._page, self._look.ui("Choisir un scan ou un PDF"), "", _FILES)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, path: str) -> None:
        self.attach(self._document, path)

    def attach(self, document: str, path: str) -> None:
        """Keep a file."""
        self._deeds.do(self._do.attach_file, document, path)

    def paste(self, document: str) -> None:
        """Keep what the clipboard holds: files, or a picture."""
        clipboard = QGuiApplication.clipboard()
        mime = clipboard.mimeData() or QMimeData()  # some systems give nothing when it is empty
        for url in mime.urls():
            if url.isLocalFile():
                self.attach(document, url.toLocalFile())
        if mime.hasImage():
            buffer = QBuffer()
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            QImageWriter(buffer, b"png").write(clipboard.image())  # QImage.save refuses what its types ask for
            self._deeds.do(self._do.attach, document, bytes(buffer.data().data()))

    def see(self, pieces: tuple[Piece, ...]) -> None:
        """Look at the latest first; the window turns to the others."""
        source = self._sources.get(pieces[-1].id)
        shelf = self._shelf if source is None else replace(self._shelf, case=source)
        self._viewer = see(self._viewer, shelf, pieces, len(pieces) - 1, self._page)
        if source is not None:
            self._viewer.away.hide()  # it is dated there once for all, and taken away only there
