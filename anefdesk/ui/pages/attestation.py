"""« Lire une attestation » : the code of a scan or PDF, what it is worth, what agrees with the file, what to note.

Nothing leaves this PC; a scan looked at here is not kept.
"""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from anefdesk.domain.blockage import Entry
from anefdesk.domain.case import Piece
from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.domain.record import CaseId
from anefdesk.domain.staff import Deed
from anefdesk.errors import AnefdeskError
from anefdesk.services.attestations import AttestationView, CertificateLine
from anefdesk.services.desk import Desk
from anefdesk.services.pieces import LARGEST
from anefdesk.services.session import Session
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.attestation_certificates import Certificates
from anefdesk.ui.pages.attestation_result import AttestationResult
from anefdesk.ui.pages.destinations import Back
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.brought import Brought
from anefdesk.ui.widgets.buttons import PlainButton
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.drop_area import DropArea
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import column
from anefdesk.ui.widgets.page_head import HeadedPage
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import labelled

if TYPE_CHECKING:
    from anefdesk.services.code_reading import Found

_FILES = "PDF, JPEG, PNG, TIFF, WebP (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.webp)"


class AttestationPage(QWidget):
    """One person's file and the paper being read beside it."""

    go = Signal(object)

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date, case: CaseId) -> None:
        super().__init__()
        del today
        self.place = f"attestation:{case.hex()}"
        self._look, self._jobs, self._desk, self._case = look, jobs, session.desk, case
        self._deeds = Deeds(jobs, news, self)
        self._piece: Piece | None = None
        self._found: Found | None = None
        self.area = DropArea(look, _FILES)
        self.pieces = Choice(look, look.ui("Une pièce du dossier"), ())
        self.read_button = PlainButton(look, look.ui("Lire cette pièce"), "search")
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        self.result: AttestationResult | None = None
        self.certificates = Certificates(look, may_add=session.may(Deed.MANAGE_STAFF))
        self._lay_out()
        self.area.brought.connect(self.bring)
        self.read_button.clicked.connect(self._read_piece)
        self.message.acted.connect(self.undo)
        self.certificates.chosen.connect(self.load_certificates)
        self._deeds.failed.connect(self._failed)
        news.touched.connect(self._touched)
        self._undo_key = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        self._undo_key.activated.connect(self.undo)
        self._deeds.read(_pieces, self._desk, case, then=self._list)
        self._deeds.read(self._desk.attestations.certificates, then=self.certificates.show_lines)

    def _lay_out(self) -> None:
        look = self._look
        told = look.ui(
            "Le carré « 2D-Doc » dit ce que l’administration y a écrit. Il est lu sur ce poste, sans internet ; le "
            "document n’est pas gardé."
        )
        self._scroll = HeadedPage(look, self, self.title(), told, back=look.ui("Retour"))
        self._scroll.left.connect(self._back)
        body = self._scroll.body
        body.addWidget(self.area)
        self._kept = QWidget()
        kept = Flow(look)
        self._kept.setLayout(kept)
        kept.addWidget(labelled(look, look.ui("Une pièce du dossier"), self.pieces))
        kept.addWidget(self.pieces)
        kept.addWidget(self.read_button)
        self._kept.hide()
        body.addWidget(self._kept)
        body.addWidget(self.message)
        body.addWidget(self._progress)
        self._place = column(look)
        body.addLayout(self._place)
        body.addWidget(self.certificates)
        body.addStretch(1)

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Lire une attestation")

    def draft(self) -> Draft | None:
        """Nothing is typed here."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing to restore."""

    def print_page(self) -> None:
        """Nothing here is for paper."""
        self.message.say(State.PLAIN, self._look.ui("Cette page ne s’imprime pas : imprimez l’attestation elle-même."))

    def _list(self, found: tuple[tuple[Piece, str], ...]) -> None:
        self.pieces.set_options(found)
        self._kept.setVisible(bool(found))

    # Reading

    def bring(self, brought: Brought) -> None:
        """Read the code of what was dropped, pasted or chosen."""
        self._begin(None)
        self._jobs.slow(_find, self._desk, brought, owner=self, then=self._compare, failed=self._failed)

    def _read_piece(self) -> None:
        piece = self.pieces.value()
        if piece is not None:
            self._begin(piece)
            self._deeds.read(self._desk.pieces.read, self._case, piece, then=self._find)

    def _find(self, data: bytes) -> None:
        self._jobs.slow(self._desk.attestations.find, data, owner=self, then=self._compare, failed=self._failed)

    def _begin(self, piece: Piece | None) -> None:
        self._piece, self._found = piece, None
        self.message.quiet()
        self._show(None)
        self._progress.start(self._look.ui("Lecture du code, page par page…"))

    def _compare(self, found: "Found") -> None:
        self._found = found
        self._deeds.read(self._desk.attestations.view, self._case, found, then=self._show)

    def _touched(self, touched: Touched) -> None:
        if self._case in touched.cases:
            self._deeds.read(_pieces, self._desk, self._case, then=self._list)
            if self._found is not None:
                self._compare(self._found)

    def _show(self, view: AttestationView | None) -> None:
        if self.result is not None:
            self.result.hide()
            self.result.deleteLater()
            self.result = None
        if view is None:
            return
        self._progress.stop()
        self.result = AttestationResult(self._look, view)
        self.result.taken.connect(self._take)
        self._place.addWidget(self.result)

    def _failed(self, error: AnefdeskError) -> None:
        self._progress.stop()
        self.message.show_error(error)
        self._scroll.ensureWidgetVisible(self.message)
        if self.result is not None and self._found is not None:
            self._compare(self._found)  # what was ticked can be tried again

    # Noting

    def _take(self, chosen: object) -> None:
        self._deeds.do(self._desk.attestations.record, self._case, self._found, chosen, self._piece, then=self._taken)

    def _taken(self, _touched: Touched) -> None:
        ui = self._look.ui
        self.message.say(State.SETTLED, ui("Noté au dossier."), action=ui("Annuler"))

    def undo(self) -> None:
        """Take back what was noted (Ctrl+Z)."""
        self.message.quiet()
        self._deeds.do(self._desk.casework.undo)

    # Certificates

    def load_certificates(self, path: str) -> None:
        """Keep the certificates of a file."""
        self._deeds.read(_load, self._desk, path, then=self._loaded)

    def _loaded(self, found: tuple[int, tuple[CertificateLine, ...]]) -> None:
        count, lines = found
        self.certificates.show_lines(lines)
        words = self._look.ui_n("%(n)s certificat chargé.", "%(n)s certificats chargés.", count, n=count)
        self.message.say(State.SETTLED, words)
        if self._found is not None:
            self._compare(self._found)

    def _back(self) -> None:
        self.go.emit(Back())


def _pieces(desk: Desk, case: CaseId) -> tuple[tuple[Piece, str], ...]:
    """On the desk lane: the pieces of the file and what each proves, the latest first."""
    names = {document.id: document.name for one in desk.demarches.procedures() for document in one.documents}
    pieces = reversed(desk.casework.reload(case).file.pieces)
    return tuple((piece, " – ".join(filter(None, (names.get(piece.document, ""), piece.title)))) for piece in pieces)


def _find(desk: Desk, brought: Brought) -> "Found":
    return desk.attestations.find(brought.read(LARGEST))


def _load(desk: Desk, path: str) -> tuple[int, tuple[CertificateLine, ...]]:
    data = Brought(Entry.FILE, path=path).read(LARGEST)
    return desk.attestations.load_certificates(data), desk.attestations.certificates()
