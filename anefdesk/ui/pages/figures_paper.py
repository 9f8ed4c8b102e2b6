"""The report of figures before it is printed: composed beside the desk, looked at, then printed or kept."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.draft import Draft
from anefdesk.errors import AnefdeskError
from anefdesk.services.figures import Scope
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.destinations import Back, ToFiguresPaper
from anefdesk.ui.pages.figures_reading import period_of
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.pdf_view import PdfView
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Heading


class FiguresPaperPage(QWidget):
    """One report."""

    go = Signal(object)
    place = "figures_paper"

    def __init__(
        self, look: Look, jobs: Jobs, news: News, session: Session, today: date, wanted: ToFiguresPaper
    ) -> None:
        super().__init__()
        del news
        self._look, self._jobs, self._paper = look, jobs, session.desk.paper
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        self.view = PdfView(look, jobs, copy_name=f"chiffres-{today.isoformat()}.pdf", main=True)
        outer = QVBoxLayout(self)
        margin = look.dp(tokens.MARGIN)
        outer.setContentsMargins(margin, look.dp(tokens.PADDING), margin, look.dp(tokens.PADDING))
        outer.setSpacing(look.dp(tokens.GAP))
        back = QuietButton(look, look.ui("Retour"), "arrow-left")
        back.clicked.connect(self._back)
        outer.addWidget(back, 0, Qt.AlignmentFlag.AlignLeading)
        outer.addWidget(Heading(look, self.title(), 2))
        for part in (self.message, self._progress):
            outer.addWidget(part)
        outer.addWidget(self.view, 1)
        self._progress.start(look.ui("Composition de la feuille…"))
        scope = Scope.EVERYBODY if wanted.everybody else Scope.MINE
        jobs.desk(
            session.desk.figures.sheet,
            period_of(wanted.first, wanted.last),
            scope,
            owner=self,
            then=self._compose,
            failed=self._failed,
        )

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Rapport de chiffres")

    def draft(self) -> Draft | None:
        """Nothing is typed here."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing to restore."""

    def print_page(self) -> None:
        """Print the report as it is shown."""
        self.view.print_pdf()

    def _compose(self, sheet: object) -> None:
        self._jobs.slow(self._paper.compose, sheet, owner=self, then=self._show, failed=self._failed)

    def _show(self, pdf: bytes) -> None:
        self._progress.stop()
        self.view.show_pdf(pdf, self._paper.raster)

    def _failed(self, error: AnefdeskError) -> None:
        self._progress.stop()
        self.message.show_error(error)

    def _back(self) -> None:
        self.go.emit(Back())
