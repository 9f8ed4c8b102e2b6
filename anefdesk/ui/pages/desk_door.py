"""Through which door a démarche goes and which court decides on a refusal: one line at the desk, the rest one key away.

Used by the head of the desk.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.channels import Channel
from anefdesk.domain.partial_date import shown
from anefdesk.domain.procedure import Court, Evidence, OnAnef
from anefdesk.i18n.texts import Texts
from anefdesk.services.demarches import DeskView
from anefdesk.ui import tokens, words
from anefdesk.ui.pages.desk_explain import evidence_lines
from anefdesk.ui.pages.local_forms import SEEN
from anefdesk.ui.pages.sourced import doubted
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.frames import clear, column, row
from anefdesk.ui.widgets.texts import Text

_SEEN_AT_ONCE = 3


def channel_word(view: DeskView) -> str:
    """« à la préfecture »; empty where « sur l’ANEF » says it already."""
    channel = view.door.channel
    said_already = channel is Channel.ANEF and view.procedure.on_anef is OnAnef.YES
    return "" if said_already else words.CHANNEL[channel]


def court_words(texts: Texts, court: Court) -> str:
    """The court of the residence."""
    return texts.ui("Tribunal de la résidence : %(court)s", court=court.name)


class DoorPart(QWidget):
    """``noting`` asks for the form that notes what was seen on the site."""

    noting = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[object, ...] = ()
        self._where = Text(look)
        self.button = QuietButton(look, look.ui("Sources et tribunal"), "info-circle", tip=look.ui("Touche O"))
        self.button.setCheckable(True)
        self.button.clicked.connect(self.unfold)
        across = row(look)
        across.addWidget(self._where, 1)
        across.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(look.dp(tokens.SPACE))
        outer.addLayout(across)
        self._seen = column(look, 2)
        outer.addLayout(self._seen)
        self._more = QWidget()
        self._more.hide()
        self._down = QVBoxLayout(self._more)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(look.dp(2))
        outer.addWidget(self._more)

    def show_view(self, view: DeskView) -> None:
        """The door and the court of this démarche; nothing moves when they are the same."""
        now = (view.door, view.court, view.local.sightings, view.catalogue.version)
        if now == self._shown:
            return
        self._shown = now
        door = view.door
        told = doubted(self._look.texts, door.what.text, door.what.evidence)
        self._where.setText(self._look.ui("Où : %(where)s", where=told))
        self._show_seen(view)
        clear(self._down)
        self._evidence(view, door.what.evidence)
        if view.court is None:
            unknown = self._look.ui("Département non noté : la préfecture et le tribunal ne sont pas connus.")
            self._down.addWidget(Text(self._look, unknown))
            return
        self._down.addWidget(Text(self._look, court_words(self._look.texts, view.court)))
        if view.court.remark:
            self._down.addWidget(Text(self._look, view.court.remark, points=tokens.SMALL))
        self._evidence(view, view.court.evidence)

    def unfold(self) -> None:
        """O: show sources and court, or fold them."""
        self._more.setVisible(self._more.isHidden())
        self.button.setChecked(not self._more.isHidden())

    def _evidence(self, view: DeskView, evidence: Evidence) -> None:
        for line in evidence_lines(self._look.texts, evidence, view.catalogue.sources):
            self._down.addWidget(Text(self._look, line, points=tokens.SMALL, tone="soft"))

    def _show_seen(self, view: DeskView) -> None:
        """Where nobody knows, what the team saw takes its place, with its dates."""
        clear(self._seen)
        if view.door.channel is not Channel.UNKNOWN:
            return
        look = self._look
        for sighting in view.local.sightings[:_SEEN_AT_ONCE]:
            what = look.ui(SEEN[sighting.seen])
            said = look.ui("Vu sur l’ANEF le %(day)s : %(what)s.", day=shown(sighting.on), what=what)
            self._seen.addWidget(Text(look, f"{said} {sighting.remark}".strip(), tone="to_check"))
        if not view.local.sightings:
            self._seen.addWidget(Text(look, look.ui("Personne ici n’a encore noté ce qu’il a vu."), tone="to_check"))
        note = QuietButton(look, look.ui("Noter ce que j’ai vu sur l’ANEF"), "eye")
        note.clicked.connect(self.noting)
        self._seen.addWidget(note, 0, Qt.AlignmentFlag.AlignLeading)
