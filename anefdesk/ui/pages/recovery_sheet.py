"""The recovery sheet at set-up: read it, print it, then type it back once to know that it works."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.errors import AnefdeskError
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.recovery import key_field
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PrimaryButton
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.pdf_view import PdfView
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Heading, Text, labelled


class RecoverySheetPanel(QWidget):
    """``rehearsed`` is emitted once the typed key has opened the desk; ``deed`` is on the button that tries it."""

    rehearsed = Signal()

    def __init__(self, look: Look, jobs: Jobs, session: Session, key_text: str, deed: str = "") -> None:
        super().__init__()
        self._look = look
        self._jobs = jobs
        self._session = session
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        self._view = PdfView(look, jobs)
        self._view.setMinimumHeight(look.dp(420))
        self._typed = key_field(look)
        self._check = PrimaryButton(look, deed or look.ui("Vérifier et ouvrir le poste"))
        self._check.clicked.connect(self._rehearse)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(tokens.PADDING))
        inside.addWidget(Heading(look, look.ui("La feuille de secours")))
        inside.addWidget(
            Text(look, look.ui(
                "Elle ouvre ce poste si toutes les phrases de passe sont perdues. Imprimez-la, ou recopiez la clé à la "
                "main, et rangez-la loin de l’ordinateur. Elle ne sera plus jamais affichée."
            ))
        )  # fmt: skip
        shown = Card(look, look.ui("1. Imprimez ou recopiez"))
        key = Text(look, key_text, points=tokens.LARGE, strong=True)
        key.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        key.setAccessibleName(look.ui("Clé de secours"))
        for widget in (key, self._progress, self._view):
            shown.body.addWidget(widget)
        tried = Card(look, look.ui("2. Essayez-la"))
        tried.body.addWidget(labelled(look, look.ui("Tapez la clé telle qu’elle est sur la feuille"), self._typed))
        tried.body.addWidget(self._typed)
        tried.body.addWidget(self.message)
        tried.body.addWidget(self._check, 0, Qt.AlignmentFlag.AlignLeading)
        inside.addWidget(shown)
        inside.addWidget(tried)
        self._progress.start(look.ui("Mise en page de la feuille…"))
        jobs.desk(session.desk.paper.recovery_sheet, key_text, owner=self, then=self._compose, failed=self._no_sheet)

    def _compose(self, sheet: object) -> None:
        self._jobs.slow(self._session.desk.paper.compose, sheet, owner=self, then=self._show, failed=self._no_sheet)

    def _show(self, pdf: bytes) -> None:
        self._progress.stop()
        self._view.show_pdf(pdf, self._session.desk.paper.raster)

    def _no_sheet(self, error: AnefdeskError) -> None:
        self._progress.stop()
        self._view.hide()
        self.message.show_error(error)

    def _rehearse(self) -> None:
        self._check.setEnabled(False)
        self.message.quiet()
        self._jobs.desk(
            self._session.rehearse_recovery, self._typed.toPlainText(), owner=self, then=self._good, failed=self._bad
        )

    def _good(self, _done: object) -> None:
        self._typed.clear()
        self.message.say(State.SETTLED, self._look.ui("La feuille fonctionne."))
        self.rehearsed.emit()

    def _bad(self, error: AnefdeskError) -> None:
        self._check.setEnabled(True)
        self.message.show_error(error)
