"""« Dossier de preuves » : for whom, what is in it, looked at before it leaves, then one file under a passphrase.

Nothing leaves without the person's agreement; every leaving is logged. The preview stays in memory.
"""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.consent import Use
from anefdesk.domain.draft import Draft
from anefdesk.domain.record import CaseId
from anefdesk.errors import AccessRefusedError, AnefdeskError, InputRefusedError
from anefdesk.services.desk import Desk
from anefdesk.services.evidence import Dossier
from anefdesk.services.evidence_package import Manifest
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.destinations import Back, ToConsents
from anefdesk.ui.pages.evidence_parts import Done, ForWhom, Locking, Work, Writing
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.page_head import HeadedPage
from anefdesk.ui.widgets.pdf_view import PdfView
from anefdesk.ui.widgets.states import InlineMessage, Progress


class EvidencePage(QWidget):
    """One person's evidence file."""

    go = Signal(object)

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date, case: CaseId) -> None:
        super().__init__()
        del today
        self.place = f"evidence:{case.hex()}"
        self._look, self._jobs, self._desk, self._case = look, jobs, session.desk, case
        self._deeds = Deeds(jobs, news, self)
        self._dossier: Dossier | None = None
        self._agreed = False
        self.message = InlineMessage(look)
        self.whom = ForWhom(look)
        self.locking = Locking(look, jobs, session)
        self.preview_button = PlainButton(look, look.ui("Voir avant d’enregistrer"), "eye")
        self.save_button = PrimaryButton(look, look.ui("Enregistrer le dossier…"), "download")
        self.writing = Writing(look)
        self.done = Done(look)
        self.view = PdfView(look, jobs)
        self.view.only_look()
        self._progress = Progress(look)
        self._lay_out()
        self.whom.chosen.connect(self._load)
        self.whom.asking.connect(self._to_consents)
        self.preview_button.clicked.connect(self.preview)
        self.save_button.clicked.connect(self._choose_place)
        self._deeds.failed.connect(self._failed)
        news.touched.connect(self._touched)
        self._load(Use.LAWYER)

    def _lay_out(self) -> None:
        look = self._look
        told = look.ui(
            "La chronologie des blocages, des essais et des démarches, avec les captures numérotées et leurs "
            "empreintes. Relisez-la : elle dit ce qui a été noté, rien d’autre."
        )
        self._scroll = HeadedPage(look, self, self.title(), told, back=look.ui("Retour"))
        self._scroll.left.connect(self._back)
        body = self._scroll.body
        body.addWidget(self.message)
        body.addWidget(self.whom)
        body.addWidget(self.locking)
        deeds = Flow(look)
        deeds.addWidget(self.save_button)
        deeds.addWidget(self.preview_button)
        body.addLayout(deeds)
        for widget in (self.writing, self.done, self._progress, self.view):
            body.addWidget(widget)
        self.view.setMinimumHeight(look.dp(640))
        self.view.hide()
        body.addStretch(1)
        self._enable()

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Dossier de preuves")

    def draft(self) -> Draft | None:
        """A passphrase is never kept."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing to restore."""

    def print_page(self) -> None:
        """It leaves as a file: what is on paper could not be locked."""
        ui = self._look.ui
        told = ui("Le dossier s’enregistre d’abord ; ouvrez ensuite son PDF pour l’imprimer.")
        self.message.say(tokens.State.PLAIN, told)

    # What is in it

    def _load(self, use: Use) -> None:
        self.whom.use.set_value(use)
        self._dossier, self._agreed = None, False
        self.message.quiet()
        self.done.hide()
        self.view.hide()
        self.locking.setVisible(self.whom.identity)
        self._enable()
        self._deeds.read(_gather, self._desk, self._case, use, self.whom.identity, then=self._show)

    def _show(self, found: tuple[Dossier, bool]) -> None:
        if found[0].use is not self.whom.use.value():
            return  # another was chosen meanwhile
        self._dossier, self._agreed = found
        self.whom.show_dossier(self._dossier, agreed=self._agreed)
        self._enable()

    def _enable(self) -> None:
        idle = self.writing.isHidden()
        self.preview_button.setEnabled(self._dossier is not None and idle)
        self.save_button.setEnabled(self._dossier is not None and idle)

    def _touched(self, touched: Touched) -> None:
        if self._case in touched.cases and self.writing.isHidden() and self.done.isHidden():
            self._load(self.whom.use.value())

    def _failed(self, error: AnefdeskError) -> None:
        self._progress.stop()
        self.writing.end()
        self._enable()
        self.message.show_error(error)
        self._scroll.ensureWidgetVisible(self.message)

    # Looking

    def preview(self) -> None:
        """Compose it in memory and show it."""
        if self._dossier is None:
            return
        self.message.quiet()
        self._progress.start(self._look.ui("Mise en page du dossier…"))
        evidence = self._desk.evidence
        self._jobs.slow(evidence.compose, self._dossier, owner=self, then=self._composed, failed=self._failed)

    def _composed(self, pdf: bytes) -> None:
        self._progress.stop()
        self.view.show()
        self.view.show_pdf(pdf, self._desk.paper.raster)

    # Leaving

    def _choose_place(self) -> None:
        if self._dossier is None or (refusal := self._refusal()) is not None:
            if self._dossier is not None and refusal is not None:
                self._failed(refusal)
            return
        dialog = QFileDialog(self, self._look.ui("Enregistrer le dossier de preuves"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(self._dossier.file_name).suffix[1:])
        dialog.selectFile(self._dossier.file_name)
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def _refusal(self) -> AnefdeskError | None:
        """Why it cannot leave yet."""
        if not self._agreed:
            return AccessRefusedError("consent.missing", use=self.whom.use.value().value)
        if self.whom.identity and not self.locking.none.isChecked() and not self.locking.same:
            return InputRefusedError("evidence.locked")
        return None

    def save(self, place: str) -> None:
        """Let it leave to ``place``."""
        dossier = self._dossier
        if dossier is None:
            return
        self.message.quiet()
        self.done.hide()
        passphrase = self.locking.take() if dossier.identity else None
        released = _Released(self, dossier, Path(place), passphrase)
        self._deeds.read(self._desk.evidence.release, self._case, dossier, passphrase, then=released.write)

    def write(self, dossier: Dossier, place: Path, passphrase: str | None) -> None:
        """Write what was released."""
        work = self.writing.begin()
        self._enable()
        self._jobs.slow(
            _write, self._desk, dossier, place, passphrase, work, owner=self, then=self._written, failed=self._failed
        )

    def _written(self, made: Manifest) -> None:
        self.writing.end()
        self._enable()
        self.done.show_made(made.name, made.size, made.sha256, locked=made.locked, identity=made.identity)
        self._scroll.ensureWidgetVisible(self.done)

    def _to_consents(self) -> None:
        self.go.emit(ToConsents(self._case))

    def _back(self) -> None:
        self.go.emit(Back())


class _Released:
    """What is written once its leaving is logged."""

    def __init__(self, page: EvidencePage, dossier: Dossier, place: Path, passphrase: str | None) -> None:
        self._page, self._dossier, self._place, self._passphrase = page, dossier, place, passphrase

    def write(self, _done: object) -> None:
        self._page.write(self._dossier, self._place, self._passphrase)


def _gather(desk: Desk, case: CaseId, use: Use, identity: bool) -> tuple[Dossier, bool]:  # noqa: FBT001 - on the lane
    return desk.evidence.gather(case, use=use, identity=identity), desk.evidence.agreed(case, use)


def _write(desk: Desk, dossier: Dossier, place: Path, passphrase: str | None, work: Work) -> Manifest:
    return desk.evidence.write(dossier, place, passphrase, work.told, work.cancelled)
