"""« En attente de l’accord »: what was asked, looking for the answer at the server or on a stick, giving up.

Used at the first run, on the lock screen of a PC that waits, and by a centre that comes with its files.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.errors import AnefdeskError
from anefdesk.services.sync import carried_files
from anefdesk.services.sync.enrolment import Pending
from anefdesk.ui import choosing, tokens
from anefdesk.ui.exchange_words import NO_WAY
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Heading, Text

_LOOK_AGAIN_MS = 15_000


class Steps(Protocol):
    """How it goes on: ``Joining`` of an empty PC, ``Belonging`` of a centre with its files."""

    def pending(self) -> Pending | None:
        """What was asked."""

    def send(self) -> Pending:
        """Leave it at the server."""

    def poll(self) -> bool:
        """Whether the server has the answer."""

    def read_file(self, data: bytes) -> bool:
        """The answer from a stick."""

    def finish(self) -> object:
        """Belong to it."""


class WaitingPanel(QWidget):
    """``ended`` is emitted once this PC belongs to the organisation, ``given_up`` when somebody asks to forget it."""

    ended = Signal()
    given_up = Signal()

    def __init__(self, look: Look, jobs: Jobs, steps: Callable[[], Steps]) -> None:
        super().__init__()
        self._look = look
        self._jobs = jobs
        self._steps = steps
        self._pending: Pending | None = None
        self._asking = False
        self.message = InlineMessage(look)
        self.message.acted.connect(self.given_up)
        self._progress = Progress(look)
        self._told = Text(look, "")
        self._look_now = PrimaryButton(look, look.ui("Regarder si la réponse est là"), "refresh")
        self._look_now.clicked.connect(self.look_now)
        self._write = PlainButton(look, look.ui("Écrire la demande sur une clé…"), "download")
        self._write.clicked.connect(self._choose_place)
        self._read = PlainButton(look, look.ui("Lire la réponse d’une clé…"), "folder-open")
        self._read.clicked.connect(self._choose_answer)
        self._give_up = QuietButton(look, look.ui("Renoncer"), "x")
        self._give_up.clicked.connect(self._ask_to_give_up)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(tokens.PADDING))
        inside.addWidget(Heading(look, look.ui("En attente de l’accord"), 2))
        for widget in (self._told, self.message, self._progress):
            inside.addWidget(widget)
        deeds = Flow(look)
        for button in (self._look_now, self._write, self._read, self._give_up):
            deeds.addWidget(button)
        inside.addLayout(deeds)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._look_by_itself)
        self.reload()

    def reload(self) -> None:
        """Say how it stands."""
        self._jobs.desk(_pending, self._steps, owner=self, then=self._show, failed=self.message.show_error)

    def _show(self, pending: Pending | None) -> None:
        look = self._look
        self._pending = pending
        if pending is None:
            return
        self._look_now.setVisible(bool(pending.hub))
        if not pending.hub:
            told = look.ui(
                "Écrivez la demande sur une clé USB et portez-la à la personne qui a fait l’invitation. Elle vous "
                "rendra la réponse sur une clé : lisez-la ici."
            )
        elif pending.left:
            told = look.ui(
                "La demande est au serveur. Une personne responsable doit l’accepter depuis son poste. Vous pouvez "
                "fermer le programme : l’attente reprendra au prochain démarrage."
            )
        else:
            told = look.ui("La demande est gardée sur ce poste ; elle n’a pas encore pu être déposée au serveur.")
        self._told.setText(told)
        if self.isVisible():
            (self._look_now if pending.hub else self._write).setFocus(Qt.FocusReason.OtherFocusReason)
        if pending.answered:
            self._finish()
        elif pending.hub:
            self._timer.start()
            self.look_now()

    def _busy(self, words: str = "") -> None:
        self._asking = bool(words)
        for button in (self._look_now, self._write, self._read, self._give_up):
            button.setEnabled(not words)
        if words:
            self._progress.start(words)
        else:
            self._progress.stop()

    def _look_by_itself(self) -> None:
        if self.isVisible():
            self.look_now()

    def look_now(self) -> None:
        """Ask the server."""
        if self._asking:
            return
        self._busy(self._look.ui("Le serveur est interrogé…"))
        self._jobs.net(_polled, self._steps, owner=self, then=self._looked, failed=self._failed)

    def _looked(self, answered: bool) -> None:  # noqa: FBT001 - a job's result
        self._busy()
        if answered:
            self._finish()
        else:
            self.message.say(State.SOON, self._look.ui("Pas encore de réponse."))

    def _failed(self, error: AnefdeskError) -> None:
        self._busy()
        if error.code not in NO_WAY:
            self._timer.stop()  # it will not be otherwise in a moment
        self.message.show_error(error)

    def _finish(self) -> None:
        self._timer.stop()
        self._busy(self._look.ui("La réponse est là : ce poste entre dans l’organisation…"))
        self._jobs.net(_finished, self._steps, owner=self, then=self._done, failed=self._failed)

    def _done(self, _result: object) -> None:
        self._busy()
        self.ended.emit()

    # By stick

    def _choose_place(self) -> None:
        title = self._look.ui("Écrire la demande")
        choosing.choose_place(self, title, "demande", carried_files.REQUEST, self.write)

    def write(self, place: str) -> None:
        """Write the request there."""
        if self._pending is not None:
            given = (Path(place), self._pending.file)
            self._jobs.slow(carried_files.write, *given, owner=self, then=self._written, failed=self.message.show_error)

    def _written(self, name: str) -> None:
        look = self._look
        self.message.say(
            State.SETTLED,
            look.ui("« %(name)s » est écrit et relu.", name=name),
            look.ui("Portez la clé à la personne qui a fait l’invitation. Le fichier ne se lit qu’avec les six mots."),
        )

    def _choose_answer(self) -> None:
        look = self._look
        kinds = look.ui("Réponses (*.%(ending)s)", ending=carried_files.ANSWER)
        choosing.choose_file(self, look.ui("Lire la réponse"), kinds, self.read)

    def read(self, place: str) -> None:
        """Take the answer there."""
        self._busy(self._look.ui("Lecture de la réponse…"))
        self._jobs.slow(_read, self._steps, Path(place), owner=self, then=self._looked, failed=self._failed)

    def _ask_to_give_up(self) -> None:
        look = self._look
        self.message.say(
            State.URGENT,
            look.ui("Renoncer à cette demande ?"),
            look.ui("L’invitation ne pourra plus servir : il en faudra une autre."),
            action=look.ui("Renoncer à la demande"),
        )
        self.message.setFocus(Qt.FocusReason.OtherFocusReason)


def _pending(steps: Callable[[], Steps]) -> Pending | None:
    return steps().pending()


def _polled(steps: Callable[[], Steps]) -> bool:
    here = steps()
    asked = here.pending()
    if asked is not None and asked.hub and not asked.left:
        here.send()
    return here.poll()


def _finished(steps: Callable[[], Steps]) -> object:
    return steps().finish()


def _read(steps: Callable[[], Steps], place: Path) -> bool:
    return steps().read_file(carried_files.read(place))
