"""« Effacements »: ask that a file be erased, agree, see which PCs have done it, print the certificate. For leads.

Opened from a person's page, with that file on top, or from the settings.
"""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.domain.erasing import Reason
from anefdesk.domain.record import CaseId
from anefdesk.errors import AnefdeskError
from anefdesk.services.session import Session
from anefdesk.services.sync.erasures import Erasures
from anefdesk.services.sync.erasures_shown import ErasingRow, Proposal
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.destinations import Back
from anefdesk.ui.pages.erasures_asking import AskCard, ProposedSection
from anefdesk.ui.pages.erasures_deciding import DecideCard
from anefdesk.ui.pages.erasures_rows import RowCard
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.frames import clear, column
from anefdesk.ui.widgets.page_head import HeadedPage
from anefdesk.ui.widgets.pdf_view import PdfView
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Text


def seen(erasures: Erasures) -> tuple[tuple[ErasingRow, ...], tuple[Proposal, ...], bool]:
    """What the page shows, read together."""
    return erasures.view(), erasures.proposed(), erasures.alone


class ErasuresPage(QWidget):
    """The list; on top, what is asked about the file it was opened for."""

    go = Signal(object)

    def __init__(
        self, look: Look, jobs: Jobs, news: News, session: Session, today: date, case: CaseId | None = None
    ) -> None:
        super().__init__()
        del today
        self.place = f"erasures:{case.hex()}" if case else "erasures"
        self._look, self._jobs, self._session, self._case = look, jobs, session, case
        self._erasures = session.desk.erasures
        self._deeds = Deeds(jobs, news, self)
        self._deeds.failed.connect(self._failed)
        self.message = InlineMessage(look)
        self._scroll = HeadedPage(look, self, self.title(), back=look.ui("Retour"))
        self._scroll.left.connect(self._back)
        body = self._scroll.body
        body.addWidget(self.message)
        self.deciding = DecideCard(look)
        self.deciding.agreed.connect(self._agree)
        self.deciding.by_sheet.connect(self._agree_by_sheet)
        self.deciding.hide()
        self._list = column(look)
        self._proposed = ProposedSection(look)
        self._proposed.wanted.connect(self._ask_kept_long)
        self._proposed.hide()
        self._view = PdfView(look, jobs, copy_name="effacement.pdf")
        self._view.setMinimumHeight(look.dp(420))
        self._view.hide()
        body.addWidget(self.deciding)
        body.addLayout(self._list)
        body.addWidget(self._view)
        body.addWidget(self._proposed)
        body.addStretch(1)
        news.touched.connect(self._touched)
        self._read()

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Effacements")

    def draft(self) -> Draft | None:
        """Nothing is typed here but a key, which is never parked."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing is kept."""

    def print_page(self) -> None:
        """The certificate on the screen, if there is one."""
        if self._view.isVisible():
            self._view.print_pdf()

    def _read(self) -> None:
        self._deeds.read(seen, self._erasures, then=self._show)

    def _show(self, found: tuple[tuple[ErasingRow, ...], tuple[Proposal, ...], bool]) -> None:
        rows, proposed, alone = found
        look = self._look
        clear(self._list)
        mine = next((row for row in rows if row.case == self._case), None)
        if self._case is not None and (mine is None or mine.askable):
            asking = AskCard(look, self._case)
            asking.wanted.connect(self._ask)
            asking.held.connect(self._hold)
            self._list.addWidget(asking)
        for row in sorted(rows, key=self._this_file_first):
            card = RowCard(look, row, alone=alone)
            card.deciding.connect(self.deciding.begin)
            card.withdrawn.connect(self._withdraw)
            card.held.connect(self._hold)
            card.certified.connect(self._certify)
            self._list.addWidget(card)
        if not rows and self._case is None:
            self._list.addWidget(Text(look, look.ui("Personne n’a demandé d’effacement."), tone="soft"))
        self._proposed.show_proposals(proposed)
        self._proposed.setVisible(bool(proposed) and self._case is None)

    def _this_file_first(self, row: ErasingRow) -> bool:
        return row.case != self._case

    def _touched(self, _touched: Touched) -> None:
        self._read()

    # Deeds

    def _ask(self, case: CaseId, reason: Reason) -> None:
        self._do_said(self._look.ui("L’effacement est demandé. Une autre personne doit donner son accord."))
        self._deeds.do(self._erasures.ask, case, reason, then=self._done)

    def _ask_kept_long(self, case: CaseId) -> None:
        self._ask(case, Reason.RETENTION)

    def _agree(self, case: CaseId) -> None:
        self._do_said(self._look.ui("Votre accord est enregistré."))
        self._deeds.do(self._erasures.agree, case, then=self._decided)

    def _agree_by_sheet(self, case: CaseId, typed: str) -> None:
        self._do_said(self._look.ui("L’accord de la feuille de secours est enregistré."))
        opens = self._session.rehearse_recovery
        self._deeds.do(self._erasures.agree_by_sheet, case, typed, opens, then=self._decided)

    def _withdraw(self, case: CaseId) -> None:
        self._do_said(self._look.ui("La demande est retirée."))
        self._deeds.do(self._erasures.withdraw, case, then=self._done)

    def _hold(self, case: CaseId, held: int) -> None:
        look = self._look
        self._do_said(look.ui("Ce dossier est gardé.") if held else look.ui("Ce dossier n’est plus gardé."))
        self._deeds.do(_held, self._erasures, case, bool(held), then=self._done)

    def _certify(self, case: CaseId) -> None:
        self.message.quiet()
        self._deeds.read(self._erasures.certificate, case, then=self._compose)

    def _compose(self, sheet: object) -> None:
        paper = self._session.desk.paper
        self._jobs.slow(paper.compose, sheet, owner=self, then=self._show_pdf, failed=self._failed)

    def _show_pdf(self, pdf: bytes) -> None:
        self._view.show()
        self._view.show_pdf(pdf, self._session.desk.paper.raster)
        self._scroll.ensureWidgetVisible(self._view)

    def _do_said(self, words: str) -> None:
        self._said = words
        self.message.quiet()

    def _done(self, _touched: object) -> None:
        self.message.say(State.SETTLED, self._said)
        self._read()

    def _decided(self, touched: object) -> None:
        self.deciding.leave()
        self._done(touched)

    def _failed(self, error: AnefdeskError) -> None:
        self.message.show_error(error)
        self._scroll.ensureWidgetVisible(self.message)

    def _back(self) -> None:
        self.go.emit(Back())


def _held(erasures: Erasures, case: CaseId, held: bool) -> Touched:  # noqa: FBT001 - called by a lane
    return erasures.hold(case, held=held)
