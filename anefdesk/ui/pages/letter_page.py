"""The right side of a letter: the page as it will print, and its words to change by hand with the guards beside.

Used by the page of a letter.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from anefdesk.errors import AnefdeskError
from anefdesk.services.letter_views import LetterView
from anefdesk.services.paper import Paper
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs, Ticket
from anefdesk.ui.pages.letter_field import LeftBox
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.pdf_view import PdfView
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Text

_LINES = 3


class Rewriting(QWidget):
    """The words of a letter. ``rewritten`` carries them as the box is left; empty goes back to what is composed."""

    rewritten = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._shown, self._told = look, "", ""
        down = QVBoxLayout(self)
        margin = look.dp(tokens.GAP)
        down.setContentsMargins(margin, margin, margin, margin)
        down.setSpacing(margin)
        told = look.ui("Une ligne vide sépare les paragraphes. Ce qui est écrit ici reste tel quel.")
        down.addWidget(Text(look, told, points=tokens.SMALL, tone="soft"))
        self.guards = InlineMessage(look)
        down.addWidget(self.guards)
        self.box = LeftBox(look, look.ui("Texte de la lettre"), _LINES)
        self.box.left.connect(self._left)
        down.addWidget(self.box, 1)
        self.back = QuietButton(look, look.ui("Revenir au texte composé"), "arrow-back-up")
        self.back.clicked.connect(self._compose)
        deeds = Flow(look)
        deeds.addWidget(self.back)
        down.addLayout(deeds)

    def show_view(self, view: LetterView) -> None:
        """The words as they will be printed; what is being typed stays."""
        if self.unsaved() is None:
            self._shown = "\n\n".join(view.body)
            if self.box.text() != self._shown:
                self.box.setPlainText(self._shown)
        self.back.setEnabled(bool(view.letter.body))
        if view.faults:
            self.guards.say(State.URGENT, self._look.ui("La lettre ne peut pas partir ainsi."), "\n".join(view.faults))
        else:
            self.guards.quiet()

    def unsaved(self) -> str | None:
        """What is typed and not kept."""
        typed = self.box.text()
        return typed if typed.strip() != self._shown.strip() else None

    def _left(self) -> None:
        typed = self.unsaved()
        if typed is not None:
            self._told = typed
            self.rewritten.emit(typed)

    def settle(self, _touched: object) -> None:
        """What was told is kept."""
        self._shown = self._told

    def _compose(self) -> None:
        self._told = self.box.text()
        self.rewritten.emit("")


class LetterPaper(QTabWidget):
    """« La page » and, while the letter is being written, « Modifier le texte »."""

    def __init__(self, look: Look, jobs: Jobs, paper: Paper, copy_name: str) -> None:
        super().__init__()
        self._look, self._jobs, self._paper = look, jobs, paper
        self._ticket: Ticket | None = None
        self.setFont(look.font())
        self.setDocumentMode(True)
        self.setAccessibleName(look.ui("La lettre"))
        self.view = PdfView(look, jobs, copy_name=copy_name)
        self.words = Rewriting(look)
        self.addTab(self.view, look.ui("La page"))
        self.addTab(self.words, look.ui("Modifier le texte"))
        self._page: object = None

    def show_draft(self, view: LetterView, page: object) -> None:
        """The page as it would be frozen now, drawn beside the desk."""
        self.view.only_look()
        self.words.show_view(view)
        if page != self._page:
            self._page = page
            self._drop()
            self._ticket = self._jobs.slow(
                self._paper.compose, page, owner=self, then=self._composed, failed=self._failed
            )

    def show_issued(self, pdf: bytes) -> None:
        """The page as it was frozen, to print and to copy."""
        self._drop()
        at = self.indexOf(self.words)
        if at >= 0:
            self.removeTab(at)
        self.view.may_leave()
        self.view.show_pdf(pdf, self._paper.raster, same=True)

    def _drop(self) -> None:
        if self._ticket is not None:
            self._ticket.drop()
            self._ticket = None

    def _composed(self, pdf: bytes) -> None:
        self._ticket = None
        self.view.message.quiet()
        self.view.show_pdf(pdf, self._paper.raster, same=True)

    def _failed(self, error: AnefdeskError) -> None:
        self._ticket = None
        self._page = None
        self.view.message.show_error(error)
