"""A key on paper: read it, print it, then type it back once to know that it works.

The recovery sheet at set-up and in the settings; the key of an organisation at its founding.
"""

from collections.abc import Callable
from dataclasses import dataclass

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
from anefdesk.ui.widgets.pdf_view import PdfView, Rasterise
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Heading, Text, labelled


@dataclass(frozen=True)
class PrintedKey:
    """Which key it is: what is said of it, who draws its sheet (``sheet`` on the desk lane), what tries it."""

    title: str
    told: str
    name: str
    sheet: Callable[[str], object]
    compose: Callable[[object], bytes]
    raster: Rasterise
    rehearse: Callable[[str], object]


def of_this_pc(look: Look, session: Session) -> PrintedKey:
    """The recovery sheet of an open desk."""
    paper = session.desk.paper
    return PrintedKey(
        look.ui("La feuille de secours"),
        told_of_recovery(look),
        look.ui("Clé de secours"),
        paper.recovery_sheet,
        paper.compose,  # type: ignore[arg-type]  # what it gave
        paper.raster,
        session.rehearse_recovery,
    )


def told_of_recovery(look: Look) -> str:
    """What a recovery sheet is for."""
    return look.ui(
        "Elle ouvre ce poste si toutes les phrases de passe sont perdues. Imprimez-la, ou recopiez la clé à la "
        "main, et rangez-la loin de l’ordinateur. Elle ne sera plus jamais affichée."
    )


class RecoverySheetPanel(QWidget):
    """``rehearsed`` is emitted once the typed key was the right one; ``deed`` is on the button that tries it."""

    rehearsed = Signal()

    def __init__(
        self, look: Look, jobs: Jobs, session: Session, key_text: str, deed: str = "", kind: PrintedKey | None = None
    ) -> None:
        super().__init__()
        self._look = look
        self._jobs = jobs
        self._kind = kind or of_this_pc(look, session)
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        self._view = PdfView(look, jobs)
        self._view.setMinimumHeight(look.dp(420))
        self._typed = key_field(look)
        self.setFocusProxy(self._typed)
        self._check = PrimaryButton(look, deed or look.ui("Vérifier et ouvrir le poste"))
        self._check.clicked.connect(self._rehearse)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(tokens.PADDING))
        inside.addWidget(Heading(look, self._kind.title))
        inside.addWidget(Text(look, self._kind.told))
        shown = Card(look, look.ui("1. Imprimez ou recopiez"))
        key = Text(look, key_text, points=tokens.LARGE, strong=True)
        key.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        key.setAccessibleName(self._kind.name)
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
        jobs.desk(self._kind.sheet, key_text, owner=self, then=self._compose, failed=self._no_sheet)

    def _compose(self, sheet: object) -> None:
        self._jobs.slow(self._kind.compose, sheet, owner=self, then=self._show, failed=self._no_sheet)

    def _show(self, pdf: bytes) -> None:
        self._progress.stop()
        self._view.show_pdf(pdf, self._kind.raster)

    def _no_sheet(self, error: AnefdeskError) -> None:
        self._progress.stop()
        self._view.hide()
        self.message.show_error(error)

    def _rehearse(self) -> None:
        self._check.setEnabled(False)
        self.message.quiet()
        self._jobs.desk(self._kind.rehearse, self._typed.toPlainText(), owner=self, then=self._good, failed=self._bad)

    def _good(self, _done: object) -> None:
        self._typed.clear()
        self.message.say(State.SETTLED, self._look.ui("La feuille fonctionne."))
        self.rehearsed.emit()

    def _bad(self, error: AnefdeskError) -> None:
        self._check.setEnabled(True)
        self.message.show_error(error)
