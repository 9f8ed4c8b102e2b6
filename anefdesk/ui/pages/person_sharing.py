"""On a person's page: with whom the file is shared and what they answered, and what closes the page."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.partial_date import shown
from anefdesk.services.casework import FileView
from anefdesk.services.sync.sharing import SharingView
from anefdesk.ui import sharing_words, tokens
from anefdesk.ui.pages.person_erasing import ErasingSection, for_leads
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.pages.person_words import AccessSection
from anefdesk.ui.pages.sharing_places import ToShare
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton
from anefdesk.ui.widgets.frames import Section, clear, column, row
from anefdesk.ui.widgets.states import InlineMessage, StateBadge
from anefdesk.ui.widgets.texts import Text


class SharingSection(Section):
    """Hidden in a centre that works alone. ``go`` carries the page of sharing."""

    go = Signal(object)

    def __init__(self, file: OpenFile) -> None:
        look = file.look
        super().__init__(look, look.ui("Partage avec un autre centre"), open_=False)
        self._file = file
        self._lines = column(look, tokens.SPACE)
        self.body.addLayout(self._lines)
        self.open_button = PlainButton(look, look.ui("Partager ou transmettre ce dossier…"), "transfer")
        self.open_button.clicked.connect(self._open)
        self.body.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.hide()

    def show_file(self, view: FileView) -> None:
        """Ask how it is shared."""
        del view
        self._file.deeds.read(self._file.desk.sharing.view, self._file.case, then=self._show_sharing)

    def _show_sharing(self, view: SharingView) -> None:
        look = self._file.look
        self.setVisible(view.belongs)
        clear(self._lines)
        if view.received is not None:
            came = look.ui(
                "Copie du dossier de %(centre)s, acceptée ici le %(day)s.",
                centre=sharing_words.whom(look, view.received.centre), day=shown(view.received.on),
            )  # fmt: skip
            self._lines.addWidget(Text(look, came))
        for line in view.lines:
            across = row(look)
            words = column(look, 0)
            first, *more = sharing_words.said(look, line)
            words.addWidget(Text(look, first))
            for said in more:
                words.addWidget(Text(look, said, points=tokens.SMALL, tone="soft"))
            across.addLayout(words, 1)
            across.addWidget(StateBadge(look, *sharing_words.state(look, line)), 0, Qt.AlignmentFlag.AlignTop)
            self._lines.addLayout(across)
        if not view.lines and view.received is None:
            self._lines.addWidget(Text(look, look.ui("Ce dossier n’est partagé avec personne."), tone="soft"))
        self.set_note(sharing_words.state(look, view.lines[0])[1] if view.lines else "")

    def _open(self) -> None:
        self.go.emit(ToShare(self._file.case))


class HandedLine(QWidget):
    """On top of a file that another centre took over. Hidden otherwise."""

    go = Signal(object)

    def __init__(self, file: OpenFile) -> None:
        super().__init__()
        self._file = file
        self.message = InlineMessage(file.look)
        self.message.acted.connect(self._open)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.message)
        self.hide()

    def show_file(self, view: FileView) -> None:
        """Ask whether it was handed over."""
        del view
        self._file.deeds.read(self._file.desk.sharing.view, self._file.case, then=self._show_sharing)

    def _show_sharing(self, view: SharingView) -> None:
        look, done = self._file.look, view.handed_over
        self.setVisible(done is not None)
        if done is None:
            return
        to = sharing_words.whom(look, done.to, head_office=done.head_office)
        said = look.ui(
            "Dossier transmis à %(to)s, qui l’a accepté le %(day)s.", to=to, day=shown(done.share.replied_on)
        )
        more = look.ui(
            "Il est clos ici : on le lit, on n’y écrit plus. C’est là-bas que l’on continue. "
            "Il peut être repris depuis la page du partage."
        )
        self.message.say(State.SETTLED, said, more, action=look.ui("Voir le partage"))

    def _open(self) -> None:
        self.go.emit(ToShare(self._file.case))


Closing = AccessSection | ErasingSection | SharingSection | HandedLine


def closing(file: OpenFile, go: SignalInstance, *, accesses: bool) -> list[Closing]:
    """What closes a person's page: sharing for all, readings and erasing each for whom it is."""
    sharing = SharingSection(file)
    sharing.go.connect(go)
    return [sharing, *for_leads(file, go, accesses=accesses)]
