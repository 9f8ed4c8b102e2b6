"""« Rejoindre une organisation avec les dossiers de ce centre »: the invitation, the wait, and the centre is in.

For leads of a centre that works alone. Nothing of its files changes before it is let in, nor is anything lost then.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.draft import Draft
from anefdesk.errors import AnefdeskError
from anefdesk.services.session import Session
from anefdesk.services.sync.enrolment import Pending
from anefdesk.ui import tokens
from anefdesk.ui.exchange import Exchange
from anefdesk.ui.exchange_words import NO_WAY
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.destinations import Back
from anefdesk.ui.pages.join_form import JoinForm
from anefdesk.ui.pages.join_waiting import WaitingPanel
from anefdesk.ui.pages.organisation_places import ToOrganisation
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PrimaryButton
from anefdesk.ui.widgets.frames import clear
from anefdesk.ui.widgets.page_head import HeadedPage
from anefdesk.ui.widgets.states import InlineMessage, Progress


class EnteringPage(QWidget):
    """The form, or what was asked and waits."""

    go = Signal(object)
    place = "entering"

    def __init__(self, look: Look, jobs: Jobs, session: Session, exchange: Exchange | None) -> None:
        super().__init__()
        self._look = look
        self._jobs = jobs
        self._session = session
        self._exchange = exchange
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        told = look.ui(
            "Ce centre vient avec tous ses dossiers. Ils restent sur ce poste ; les autres postes de ce centre les "
            "recevront. Le siège ne les ouvre que si les règles de l’organisation le disent."
        )
        scroll = HeadedPage(look, self, self.title(), told, back=look.ui("Retour"))
        scroll.left.connect(self._back)
        scroll.body.addWidget(self.message)
        scroll.body.addWidget(self._progress)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(look.dp(tokens.PADDING))
        scroll.body.addLayout(self._steps)
        scroll.body.addStretch(1)
        self._send = PrimaryButton(look, look.ui("Demander à rejoindre"))
        self._jobs.desk(_pending, session, owner=self, then=self._show, failed=self._failed)

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Rejoindre une organisation")

    def print_page(self) -> None:
        """Nothing here is for paper."""

    def draft(self) -> Draft | None:
        """An invitation is a secret: it is not parked."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing is kept."""

    def _show(self, pending: Pending | None) -> None:
        look = self._look
        clear(self._steps)
        self._progress.stop()
        if pending is not None:
            self.panel = WaitingPanel(look, self._jobs, self._session.belonging)
            self.panel.ended.connect(self._ended)
            self.panel.given_up.connect(self._give_up)
            self._steps.addWidget(self.panel)
            return
        self.form = JoinForm(look)
        self.form.ready.connect(self._ask)
        self._send = PrimaryButton(look, look.ui("Demander à rejoindre"))
        self._send.clicked.connect(self._ask)
        self._steps.addWidget(self.form)
        self._steps.addWidget(self._send, 0, Qt.AlignmentFlag.AlignLeading)
        self.form.setFocus()

    def _back(self) -> None:
        self.go.emit(Back())

    def _ask(self) -> None:
        look = self._look
        missing = self.form.missing()
        if missing is not None:
            self.message.say(
                State.SOON, look.ui("Il manque une réponse."), look.ui("Le champ à remplir est sélectionné.")
            )
            missing.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._send.setEnabled(False)
        self.message.quiet()
        self._progress.start(look.ui("La demande part…"))
        given = (self._session, self.form.code, self.form.hub, self.form.pc)
        self._jobs.net(_ask, *given, owner=self, then=self._show, failed=self._not_asked)

    def _not_asked(self, error: AnefdeskError) -> None:
        if error.code in NO_WAY:  # it is kept, and left at the server as soon as there is one
            self._jobs.desk(_pending, self._session, owner=self, then=self._show, failed=self._failed)
        else:
            self._failed(error)

    def _failed(self, error: AnefdeskError) -> None:
        self._progress.stop()
        self._send.setEnabled(True)
        self.message.show_error(error)

    def _ended(self) -> None:
        self._jobs.desk(self._session.joined, owner=self, then=self._entered, failed=self._failed)

    def _entered(self, _done: object) -> None:
        if self._exchange is not None:
            self._exchange.begin()
        self.go.emit(ToOrganisation())

    def _give_up(self) -> None:
        self._jobs.desk(_gave_up, self._session, owner=self, then=self._show, failed=self._failed)


def _pending(session: Session) -> Pending | None:
    return session.belonging().pending()


def _ask(session: Session, code: str, hub: str, pc: str) -> Pending:
    return session.belonging().ask(code, hub=hub, pc=pc)


def _gave_up(session: Session) -> None:
    session.belonging().give_up()
