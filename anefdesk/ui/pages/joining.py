"""The lock screen of a PC that waits to be let into an organisation: name and passphrase, then the answer is sought.

With the answer there, the desk opens at once and the first exchange runs.
"""

import dataclasses

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from anefdesk.errors import AnefdeskError
from anefdesk.services.session import Session
from anefdesk.settings import Settings
from anefdesk.ui import locking
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.join_form import JoinForm
from anefdesk.ui.pages.join_waiting import WaitingPanel
from anefdesk.ui.pages.language_choice import LanguageChoice
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PrimaryButton
from anefdesk.ui.widgets.frames import Card, PageScroll, clear, row
from anefdesk.ui.widgets.passphrase_field import PassphraseField
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Heading, Text, labelled


class JoiningPage(QWidget):
    """``opened`` is emitted once somebody is here, ``unlocked`` once the desk is open, ``again`` once this PC gave up.

    ``changed`` carries settings.
    """

    opened = Signal()
    unlocked = Signal()
    again = Signal()
    changed = Signal(object)

    def __init__(self, look: Look, jobs: Jobs, session: Session, settings: Settings) -> None:
        super().__init__()
        self._look = look
        self._jobs = jobs
        self._session = session
        self._settings = settings
        self.busy = False  # the desk is being opened
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = PageScroll(look, wide=True)
        outer.addWidget(scroll)
        card = Card(look)
        card.setMaximumWidth(look.dp(680))
        self._body = card.body
        language = LanguageChoice(look, settings.language)
        language.chosen.connect(self._speak)
        across = row(look)
        across.addStretch(1)
        across.addWidget(card, 8)
        across.addStretch(1)
        foot = row(look)
        foot.addStretch(1)
        foot.addWidget(language)
        foot.addStretch(1)
        scroll.body.addStretch(1)
        scroll.body.addWidget(Heading(look, "anefdesk", 2), 0, Qt.AlignmentFlag.AlignHCenter)
        scroll.body.addLayout(across)
        scroll.body.addLayout(foot)
        scroll.body.addStretch(2)
        jobs.desk(_open, session, owner=self, then=self._show, failed=self._failed)

    def _speak(self, language: str) -> None:
        self.changed.emit(dataclasses.replace(self._settings, language=language))

    def _show(self, found: tuple[bool, str]) -> None:
        opened, label = found
        if opened:
            self._wait()
        else:
            self._ask_passphrase(label)

    def _ask_passphrase(self, label: str) -> None:
        look = self._look
        self._label = QLineEdit(label)
        self._label.setMaxLength(80)
        self._secret = PassphraseField(look, look.ui("Phrase de passe"))
        self._go_on = PrimaryButton(look, look.ui("Continuer"))
        self._go_on.clicked.connect(self._unlock)
        self._secret.line.returnPressed.connect(self._unlock)
        told = look.ui(
            "Ce poste a demandé à rejoindre une organisation. Tapez votre phrase de passe pour regarder si la réponse "
            "est là."
        )
        for widget in (
            Heading(look, look.ui("En attente de l’accord"), 2), Text(look, told), self.message, self._progress,
            labelled(look, look.ui("Votre nom sur ce poste"), self._label), self._label,
            labelled(look, look.ui("Phrase de passe"), self._secret.line), self._secret,
        ):  # fmt: skip
            self._body.addWidget(widget)
        self._body.addWidget(self._go_on, 0, Qt.AlignmentFlag.AlignLeading)
        QTimer.singleShot(0, self._secret.line if label else self._label, self._begin_typing)

    def _begin_typing(self) -> None:
        """Once it is on the screen: nothing hidden takes the cursor."""
        (self._secret.line if self._label.text() else self._label).setFocus()

    def _unlock(self) -> None:
        secret = self._secret.take()
        if not secret or not self._go_on.isEnabled():
            return
        self._go_on.setEnabled(False)
        self.message.quiet()
        self._progress.start(self._look.ui("Ouverture… quelques secondes de calcul protègent les dossiers."))
        given = (self._session, self._label.text().strip(), secret)
        self._jobs.desk(_unlock, *given, owner=self, then=self._known, failed=self._failed)

    def _known(self, _done: object) -> None:
        self._progress.stop()
        self._wait()

    def _failed(self, error: AnefdeskError) -> None:
        self.busy = False
        self._progress.stop()
        if hasattr(self, "_go_on"):
            self._go_on.setEnabled(True)
        self.message.show_error(error)

    def countdown(self, seconds: int) -> None:
        """The idle lock is near."""
        locking.countdown(self._look, self.message, seconds)

    def _wait(self) -> None:
        self.opened.emit()
        self._jobs.desk(_asked, self._session, owner=self, then=self._show_waiting, failed=self._failed)

    def _show_waiting(self, asked: bool | None) -> None:  # noqa: FBT001 - a job's result
        if asked is None:
            self._ended()
            return
        self.message = InlineMessage(self._look)
        self._progress = Progress(self._look)
        clear(self._body)
        self._body.addWidget(self.message)
        self._body.addWidget(self._progress)
        if asked:
            self.panel = WaitingPanel(self._look, self._jobs, self._session.joining)
            self.panel.ended.connect(self._ended)
            self.panel.given_up.connect(self._give_up)
            self._body.addWidget(self.panel)
        else:
            self._ask_again()

    def _ask_again(self) -> None:
        """Cut short before anything was asked."""
        look = self._look
        self.form = JoinForm(look)
        self._send = PrimaryButton(look, look.ui("Demander à rejoindre"))
        self._send.clicked.connect(self._asks)
        self._body.addWidget(self.form)
        self._body.addWidget(self._send, 0, Qt.AlignmentFlag.AlignLeading)
        self.form.setFocus()

    def _asks(self) -> None:
        missing = self.form.missing()
        if missing is not None:
            missing.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        given = (self._session, self.form.code, self.form.hub, self.form.pc)
        self._jobs.net(_ask, *given, owner=self, then=self._known, failed=self._failed)

    def _ended(self) -> None:
        self.busy = True
        self._progress.start(self._look.ui("Ouverture… quelques secondes de calcul protègent les dossiers."))
        self._jobs.desk(self._session.open_joined, owner=self, then=self._opened, failed=self._failed)

    def _opened(self, _member: object) -> None:
        self.busy = False
        self.unlocked.emit()

    def _give_up(self) -> None:
        self._jobs.desk(self._session.give_up_joining, owner=self, then=self._gave_up, failed=self._failed)

    def _gave_up(self, _done: object) -> None:
        self.again.emit()


def _open(session: Session) -> tuple[bool, str]:
    """Whether somebody typed their passphrase already; otherwise the name of who joins, where it may be shown."""
    if session.joining().open:
        return True, ""
    tiles = () if session.passphrase_only else session.tiles()
    return False, tiles[0].label if tiles else ""


def _unlock(session: Session, label: str, secret: str) -> None:
    session.joining().unlock(label, secret)


def _asked(session: Session) -> bool | None:
    """Whether anything was asked; nothing to say when this PC came in while it was locked."""
    return session.joining().pending() is not None if session.waits_to_join else None


def _ask(session: Session, code: str, hub: str, pc: str) -> object:
    return session.joining().ask(code, hub=hub, pc=pc)
