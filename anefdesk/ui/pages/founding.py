"""« Fonder une organisation »: its server or sticks, what its head office may read, its key on paper, and it begins.

For leads of a centre that works alone. Cut short, it goes on where it was.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.draft import Draft
from anefdesk.errors import AnefdeskError
from anefdesk.services.session import Session
from anefdesk.services.sync.founding import HubAddress
from anefdesk.ui import tokens
from anefdesk.ui.exchange import Exchange
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.destinations import Back
from anefdesk.ui.pages.founding_form import FoundingForm
from anefdesk.ui.pages.organisation_places import ToOrganisation
from anefdesk.ui.pages.recovery_sheet import PrintedKey, RecoverySheetPanel
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PrimaryButton
from anefdesk.ui.widgets.frames import clear
from anefdesk.ui.widgets.page_head import HeadedPage
from anefdesk.ui.widgets.states import InlineMessage, Progress


class FoundingPage(QWidget):
    """A form, then the sheet; the organisation begins once its sheet was tried."""

    go = Signal(object)
    place = "founding"

    def __init__(self, look: Look, jobs: Jobs, session: Session, exchange: Exchange | None) -> None:
        super().__init__()
        self._look = look
        self._jobs = jobs
        self._session = session
        self._exchange = exchange
        self._tried = False
        self._chosen: tuple[str, HubAddress | None] = ("", None)
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        told = look.ui(
            "Les postes de l’organisation s’échangent leurs dossiers, chiffrés. Tout ce que ce centre a écrit vient "
            "avec lui."
        )
        scroll = HeadedPage(look, self, self.title(), told, back=look.ui("Retour"))
        scroll.left.connect(self._back)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(look.dp(tokens.PADDING))
        scroll.body.addLayout(self._steps)
        scroll.body.addWidget(self.message)
        scroll.body.addWidget(self._progress)
        self._next = PrimaryButton(look, look.ui("Continuer : la clé de l’organisation"))
        self._next.clicked.connect(self._go_on)
        scroll.body.addWidget(self._next, 0, Qt.AlignmentFlag.AlignLeading)
        scroll.body.addStretch(1)
        self.form = FoundingForm(look, jobs)
        self._steps.addWidget(self.form)
        self.setFocusProxy(self.form)

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Fonder une organisation")

    def print_page(self) -> None:
        """The sheet has its own button."""

    def draft(self) -> Draft | None:
        """Nothing of it is worth keeping; the key is kept by itself until the end."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing is kept."""

    def _back(self) -> None:
        self.go.emit(Back())

    def _go_on(self) -> None:
        look = self._look
        missing = self.form.missing()
        if missing is not None:
            self.message.say(
                State.SOON, look.ui("Il manque une réponse."), look.ui("Le champ à remplir est sélectionné.")
            )
            missing.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._chosen = (self.form.pc, self.form.hub)
        if self._tried:
            self._found()
            return
        self._busy(look.ui("Création des clés… quelques secondes."))
        given = (self._session, self.form.opens_cases, self.form.lease_days)
        self._jobs.desk(_prepared, *given, owner=self, then=self._show_sheet, failed=self._failed)

    def _busy(self, words: str = "") -> None:
        self._next.setEnabled(not words)
        if words:
            self.message.quiet()
            self._progress.start(words)
        else:
            self._progress.stop()

    def _failed(self, error: AnefdeskError) -> None:
        self._busy()
        self.message.show_error(error)

    def _show_sheet(self, key_text: str) -> None:
        self._busy()
        look, session = self._look, self._session
        clear(self._steps)
        self._next.hide()
        paper = session.desk.paper
        kind = PrintedKey(
            look.ui("La clé de l’organisation"),
            look.ui(
                "Elle nomme de nouvelles personnes à la tête de l’organisation quand il n’en reste aucune. Elle "
                "n’ouvre aucun dossier. Imprimez-la deux fois et rangez-la en deux lieux sûrs, loin du serveur."
            ),
            look.ui("Clé de l’organisation"),
            _Sheet(session),
            paper.compose,  # type: ignore[arg-type]  # what the sheet gave
            paper.raster,
            _Rehearse(session),
        )
        self.panel = RecoverySheetPanel(look, self._jobs, session, key_text, look.ui("Vérifier et fonder"), kind)
        self.panel.rehearsed.connect(self._found)
        self._steps.addWidget(self.panel)
        self.panel.setFocus()

    def _found(self) -> None:
        self._tried = True
        self._busy(self._look.ui("L’organisation se crée…"))
        self._jobs.net(_found, self._session, *self._chosen, owner=self, then=self._founded, failed=self._not_founded)

    def _not_founded(self, error: AnefdeskError) -> None:
        """A server may have been away, or its code mistyped: what was drawn stays, and the form is asked again."""
        self._failed(error)
        clear(self._steps)
        pc, hub = self._chosen
        self.form = FoundingForm(self._look, self._jobs, pc=pc, hub=hub, rules=False)
        self._steps.addWidget(self.form)
        self._next.setText(self._look.ui("Réessayer"))
        self._next.show()

    def _founded(self, _result: object) -> None:
        if self._exchange is not None:
            self._exchange.begin()
        self.go.emit(ToOrganisation())


class _Sheet:
    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, key_text: str) -> object:
        return self._session.belonging().key_sheet(key_text)


class _Rehearse:
    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, typed: str) -> None:
        self._session.belonging().rehearse(typed)


def _prepared(session: Session, opens_cases: bool, lease_days: int) -> str:  # noqa: FBT001 - a lane's call
    return session.belonging().prepare(opens_cases=opens_cases, lease_days=lease_days)


def _found(session: Session, pc: str, hub: HubAddress | None) -> None:
    session.belonging().found(pc, hub)
    session.joined()
