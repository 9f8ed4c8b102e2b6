"""The short forms of a blockage's page: a step taken, its answer, how it ended. Each unfolds where its button is."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from anefdesk.domain.blockage import Blockage, Remedy, Reply
from anefdesk.ui import blockage_words
from anefdesk.ui.field_words import FIELD
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.texts import Text

_LONGEST, _WIDE = 200, 240  # characters, pixels before zoom


@dataclass(frozen=True, slots=True)
class Taken:
    """A step of the ladder that was taken."""

    step: str
    on: str
    reference: str


@dataclass(frozen=True, slots=True)
class Replied:
    """What came of a step."""

    remedy: Remedy
    reply: Reply
    on: str


class _DatedForm(Card):
    """A day, one more thing, a button. Folded until asked for."""

    def __init__(self, look: Look, title: str, today: date, done: str) -> None:
        super().__init__(look, kind="sunken")
        self.setAccessibleName(title)
        self.body.addWidget(Text(look, title, strong=True))
        self.day = DateField(look, look.ui("Le"), today)
        self.day.set_iso(today.isoformat())
        self.done = PlainButton(look, done, "check")
        self.done.clicked.connect(self._checked)
        self._among = Flow(look)
        self._among.addWidget(self.day)
        self.body.addLayout(self._among)
        self.hide()

    def put(self, widget: QWidget) -> None:
        """One more thing to say."""
        self._among.addWidget(widget)

    def close_up(self) -> None:
        """Nothing more: the button."""
        self._among.addWidget(self.done)

    def unfold(self) -> None:
        """Show it, or fold it."""
        self.setVisible(self.isHidden())
        if not self.isHidden():
            self.day.line.setFocus()
            self.day.line.selectAll()

    def _checked(self) -> None:
        if self.day.day() is None:
            self.day.line.setFocus()
        else:
            self._tell()

    def _tell(self) -> None:
        raise NotImplementedError


class TakenForm(_DatedForm):
    """When a step was taken, and the reference it got. ``taken`` carries it."""

    taken = Signal(object)

    def __init__(self, look: Look, step: str, title: str, today: date) -> None:
        super().__init__(look, look.ui("C’est fait : %(step)s", step=title), today, look.ui("Noter que c’est fait"))
        self._step = step
        self.reference = QLineEdit()
        self.reference.setMaxLength(_LONGEST)
        self.reference.setFixedWidth(look.dp(_WIDE))
        self.reference.setAccessibleName(look.ui("Référence ou numéro d’envoi"))
        self.reference.setPlaceholderText(look.ui("Référence ou numéro d’envoi"))
        self.put(self.reference)
        self.close_up()

    def _tell(self) -> None:
        self.taken.emit(Taken(self._step, self.day.iso(), self.reference.text().strip()))


class RepliedForm(_DatedForm):
    """What came of a step, and when. ``replied`` carries it."""

    replied = Signal(object)

    def __init__(self, look: Look, remedy: Remedy, title: str, today: date) -> None:
        super().__init__(look, look.ui("Réponse : %(step)s", step=title), today, look.ui("Noter la réponse"))
        self._remedy = remedy
        options = [(one, look.ui(word)) for one, word in blockage_words.REPLY.items() if one is not Reply.WAITING]
        self.reply = Choice(look, look.ui(FIELD[Remedy]["reply"]), options)
        self.reply.set_value(Reply.NONE)
        self.put(self.reply)
        self.close_up()

    def _tell(self) -> None:
        self.replied.emit(Replied(self._remedy, self.reply.value(), self.day.iso()))


class EndForm(_DatedForm):
    """When a blockage ended and by which step. ``ended`` carries the day and the step's remedy, or None."""

    ended = Signal(str, object)

    def __init__(self, look: Look, today: date) -> None:
        super().__init__(look, look.ui(FIELD[Blockage]["ended_on"]), today, look.ui("Noter la fin du blocage"))
        self.by = Choice(look, look.ui("Grâce à quoi ?"), [(None, look.ui("sans qu’on sache pourquoi"))])
        self.put(self.by)
        self.close_up()

    def _tell(self) -> None:
        self.ended.emit(self.day.iso(), self.by.value())
