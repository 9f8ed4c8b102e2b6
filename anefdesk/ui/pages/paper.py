"""A sheet before it is printed: composed beside the desk, shown from memory, printed, or saved with a warning."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.consent import Use
from anefdesk.domain.draft import Draft
from anefdesk.domain.record import CaseId
from anefdesk.errors import AnefdeskError
from anefdesk.i18n import languages
from anefdesk.i18n.isolates import isolate
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs, Ticket
from anefdesk.ui.news import News
from anefdesk.ui.pages.destinations import Back, Leaf, ToPaper
from anefdesk.ui.pages.paper_handing import SlipHanding
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.frames import row
from anefdesk.ui.widgets.pdf_view import PdfView
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Heading

_FILE_NAMES = {
    Leaf.CHECKLIST: "liste",
    Leaf.MISSING: "a-apporter",
    Leaf.BLANK: "fiche-vierge",
    Leaf.ORIENTATION: "orientation",
    Leaf.CONSENT: "accord",
    Leaf.TIMELINE: "frise",
    Leaf.REMINDER: "rappel",
    Leaf.EXPLANATION: "explication",
}


class PaperPage(QWidget):
    """One sheet in one language; another language composes it again."""

    go = Signal(object)
    language_changed = Signal(str)
    place = "paper"

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date, wanted: ToPaper) -> None:
        super().__init__()
        del news
        self._look, self._jobs, self._wanted = look, jobs, wanted
        self._paper, self._consents, self._rights = session.desk.paper, session.desk.consents, session.desk.rights
        self._letters = session.desk.correspondence
        self._ticket: Ticket | None = None
        self._discreet = wanted.discreet
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        name = f"{_FILE_NAMES[wanted.leaf]}-{today.isoformat()}.pdf"
        self.view = PdfView(look, jobs, copy_name=name, main=True)
        names = [(one.code, isolate(one.name_native)) for one in languages.APPLICANT_LANGUAGES]
        names += [(one.code, isolate(one.name_native)) for one in languages.PREPARED_LANGUAGES]
        self._language = Choice(look, look.ui("Langue de la feuille"), names)
        self._language.set_value(wanted.language)
        self._language.decided.connect(self.speak)
        self._lay_out()
        self._gather()

    def _lay_out(self) -> None:
        look = self._look
        outer = QVBoxLayout(self)
        margin = look.dp(tokens.MARGIN)
        outer.setContentsMargins(margin, look.dp(tokens.PADDING), margin, look.dp(tokens.PADDING))
        outer.setSpacing(look.dp(tokens.GAP))
        back = QuietButton(look, look.ui("Retour"), "arrow-left")
        back.clicked.connect(self._back)
        outer.addWidget(back, 0, Qt.AlignmentFlag.AlignLeading)
        head = row(look)
        head.addWidget(Heading(look, self.title(), 2), 1)
        head.addWidget(self._language)
        outer.addLayout(head)
        if self._wanted.leaf is Leaf.REMINDER and self._wanted.case is not None:
            handing = SlipHanding(look, self._jobs, self._rights, self._wanted.case)
            handing.chosen.connect(self._hide_reasons)
            outer.addWidget(handing)
        outer.addWidget(self.message)
        outer.addWidget(self._progress)
        outer.addWidget(self.view, 1)

    def title(self) -> str:
        """Shown inside the window."""
        ui = self._look.ui
        return {
            Leaf.CHECKLIST: ui("Liste des pièces, en deux langues"),
            Leaf.MISSING: ui("Ce qu’il faut apporter"),
            Leaf.BLANK: ui("Fiche vierge"),
            Leaf.ORIENTATION: ui("Fiche d’orientation"),
            Leaf.CONSENT: ui("Accord de la personne, à lire et à signer"),
            Leaf.TIMELINE: ui("Frise des droits, en deux langues"),
            Leaf.REMINDER: ui("Dates à ne pas oublier"),
            Leaf.EXPLANATION: ui("Ce que dit la lettre, en deux langues"),
        }[self._wanted.leaf]

    def draft(self) -> Draft | None:
        """Nothing is typed here."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing to restore."""

    def speak(self, code: str) -> None:
        """The same sheet in another language."""
        if any(one.code == code for one in languages.APPLICANT_LANGUAGES):
            self.language_changed.emit(code)
        self._gather()

    def _hide_reasons(self, discreet: int) -> None:
        self._discreet = bool(discreet)
        self._gather()

    def _gather(self) -> None:
        if self._ticket is not None:
            self._ticket.drop()
        self.message.quiet()
        self._progress.start(self._look.ui("Composition de la feuille…"))
        self._ticket = self._jobs.desk(
            self._sheet, self._language.value(), owner=self, then=self._compose, failed=self._failed
        )

    def _sheet(self, language: str) -> object:  # noqa: PLR0911 - one per sheet
        """On the desk lane: what stands on the sheet."""
        wanted, asked = self._wanted, self._wanted.asked
        if wanted.leaf in {Leaf.TIMELINE, Leaf.REMINDER} and wanted.case is not None:
            return self._of_rights(wanted.case, language)
        if wanted.leaf is Leaf.ORIENTATION:
            chosen = {"go_on": asked.go_on, "everything": asked.everything}
            if wanted.case is not None:
                return self._paper.orientation(wanted.case, language, **chosen)
            return self._paper.orientation_of_nobody(dict(asked.answers), asked.department, language, **chosen)
        if wanted.leaf is Leaf.CONSENT and wanted.case is not None:
            return self._consents.sheet(wanted.case, tuple(Use), language)
        if wanted.leaf is Leaf.EXPLANATION and wanted.case is not None and wanted.letter is not None:
            return self._letters.explanation(wanted.case, wanted.letter, language)
        if wanted.leaf is Leaf.BLANK or wanted.case is None or wanted.demarche is None:
            return self._paper.blank_form(wanted.procedure, wanted.request, language)
        gather = self._paper.checklist if wanted.leaf is Leaf.CHECKLIST else self._paper.missing_slip
        return gather(wanted.case, wanted.demarche, language)

    def _of_rights(self, case: CaseId, language: str) -> object:
        if self._wanted.leaf is Leaf.TIMELINE:
            return self._rights.timeline(case, language)
        return self._rights.slip(case, self._wanted.dates, language, discreet=self._discreet)

    def _compose(self, sheet: object) -> None:
        self._ticket = self._jobs.slow(self._paper.compose, sheet, owner=self, then=self._show, failed=self._failed)

    def _show(self, pdf: bytes) -> None:
        self._progress.stop()
        self.view.show_pdf(pdf, self._paper.raster)

    def _failed(self, error: AnefdeskError) -> None:
        self._progress.stop()
        self.message.show_error(error)

    def print_page(self) -> None:
        """Print the sheet as it is shown."""
        self.view.print_pdf()

    def _back(self) -> None:
        self.go.emit(Back())
