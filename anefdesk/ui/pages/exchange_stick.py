"""« Clé USB » on the page of exchanges: writing one, reading one, what was in it in words. Also beside a server."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal

from anefdesk.domain.change import Touched
from anefdesk.errors import AnefdeskError
from anefdesk.services.session import Session
from anefdesk.services.sync.contact import Received
from anefdesk.services.sync.stick import Read, Stick, Written
from anefdesk.ui import choosing
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.stick_words import read_words, written_words
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Section
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Text


class StickSection(Section):
    """``exchanged`` is emitted after a stick was written or read: what is said to be sent has changed."""

    exchanged = Signal()

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date) -> None:
        super().__init__(look, look.ui("Clé USB"))
        self._look = look
        self._jobs = jobs
        self._news = news
        self._session = session
        self._today = today
        self._read: Read | None = None
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        self.body.addWidget(
            Text(look, look.ui(
                "Sans réseau, ou sans serveur : ce poste écrit sur une clé ce que les autres n’ont pas encore, et lit "
                "ce qu’ils ont écrit. Le fichier est chiffré ; lire deux fois la même clé ne change rien."
            ), tone="soft")
        )  # fmt: skip
        self.body.addWidget(self.message)
        self.body.addWidget(self._progress)
        self.write_button = PlainButton(look, look.ui("Écrire une clé…"), "download")
        self.write_button.clicked.connect(self._choose_folder)
        self.read_button = PlainButton(look, look.ui("Lire une clé…"), "folder-open")
        self.read_button.clicked.connect(self._choose_file)
        self.whole_button = QuietButton(look, look.ui("Écrire une clé complète…"))
        self.whole_button.setToolTip(look.ui("Tout depuis le début, pour un poste à qui il manque ce qui précède."))
        self.whole_button.clicked.connect(self._choose_folder_whole)
        deeds = Flow(look)
        for button in (self.write_button, self.read_button, self.whole_button):
            deeds.addWidget(button)
        self.body.addLayout(deeds)

    def _busy(self, words: str = "") -> None:
        for button in (self.write_button, self.read_button, self.whole_button):
            button.setEnabled(not words)
        if words:
            self.message.quiet()
            self._progress.start(words)
        else:
            self._progress.stop()

    def _failed(self, error: AnefdeskError) -> None:
        self._busy()
        self.message.show_error(error)

    # Writing

    def _choose_folder(self) -> None:
        choosing.choose_folder(self, self._look.ui("Choisir la clé USB"), self.write)

    def _choose_folder_whole(self) -> None:
        choosing.choose_folder(self, self._look.ui("Choisir la clé USB"), self.write_whole)

    def write(self, place: str) -> None:
        """Write what others lack into the folder ``place``."""
        self._begin(place, whole=False)

    def write_whole(self, place: str) -> None:
        """Write everything."""
        self._begin(place, whole=True)

    def _begin(self, place: str, *, whole: bool) -> None:
        self._busy(self._look.ui("Écriture sur la clé… ne la retirez pas."))
        self._place, self._whole = Path(place), whole
        self._prepare(self._write)

    def _prepare(self, then: Callable[[Stick], None]) -> None:
        """In steps: somebody may want to save meanwhile."""

        def prepared(made: tuple[Received, Stick]) -> None:
            step, stick = made
            self._tell(step.touched)
            if step.more:
                self._prepare(then)
            else:
                then(stick)

        self._jobs.desk(_prepared, self._session, self._today, owner=self, then=prepared, failed=self._failed)

    def _write(self, stick: Stick) -> None:
        given = (stick, self._place, self._whole)
        self._jobs.slow(_written, *given, owner=self, then=self._wrote, failed=self._failed)

    def _wrote(self, done: Written) -> None:
        self._busy()
        self.message.say(State.SETTLED, *written_words(self._look, done))
        self.exchanged.emit()

    # Reading

    def _choose_file(self) -> None:
        look = self._look
        choosing.choose_file(self, look.ui("Lire une clé USB"), look.ui("Échanges (*.ab1)"), self.read)

    def read(self, place: str) -> None:
        """Take what the file ``place`` brings."""
        self._busy(self._look.ui("Lecture de la clé… ne la retirez pas."))
        self._place = Path(place)
        self._prepare(self._take)

    def _take(self, stick: Stick) -> None:
        self._jobs.slow(stick.read, self._place, owner=self, then=self._taken, failed=self._failed)

    def _taken(self, found: Read) -> None:
        self._read = found
        self._apply()

    def _apply(self) -> None:
        self._jobs.desk(_received, self._session, owner=self, then=self._received, failed=self._failed)

    def _received(self, page: Received) -> None:
        self._tell(page.touched)
        if page.more:
            self._apply()
            return
        self._busy()
        if self._read is not None:
            found, self._read = self._read, None
            state = State.SOON if found.refused or found.not_understood else State.SETTLED
            self.message.say(state, *read_words(self._look, found))
        self.exchanged.emit()

    def _tell(self, touched: Touched) -> None:
        if touched.cases or touched.kinds:
            self._news.touched.emit(touched)


def _prepared(session: Session, today: date) -> tuple[Received, Stick]:
    sync = session.sync
    if sync is None:
        raise AnefdeskError("stick.alone")
    return sync.prepare_some(), sync.stick(today)


def _written(stick: Stick, place: Path, whole: bool) -> Written:  # noqa: FBT001 - a lane's call
    return stick.write(place, whole=whole)


def _received(session: Session) -> Received:
    sync = session.sync
    return sync.receive() if sync is not None else Received()
