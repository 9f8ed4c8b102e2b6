"""The head of a blockage: which one, of whom, since when; its evidence file, the agreements, its end."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.ui import blockage_words
from anefdesk.ui.pages.blockage_forms import EndForm
from anefdesk.ui.pages.blockage_reading import Seen
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton, shown_name
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.room import Bending
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Heading, Text


class BlockageHead(QWidget):
    """``form`` ends the blockage."""

    leaving = Signal()
    proving = Signal()
    agreeing = Signal()
    reopened = Signal()
    settling = Signal()

    def __init__(self, look: Look, today: date) -> None:
        super().__init__()
        self._look, self._today = look, today
        ui = look.ui
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(6))
        self._who = QuietButton(look, ui("Dossier de la personne"), "arrow-left")
        self._who.clicked.connect(self.leaving)
        self.form = EndForm(look, today)
        self._end = PlainButton(look, ui("C’est débloqué"), "circle-check")
        self._end.clicked.connect(self.form.unfold)
        self._again = PlainButton(look, ui("Le blocage dure encore"), "refresh")
        self._again.clicked.connect(self.reopened)
        self.deeds = QWidget()
        deeds = Flow(look, to_end=True)
        self.deeds.setLayout(deeds)
        agree = QuietButton(look, ui("Accords de la personne"), "pencil")
        prove = PlainButton(look, ui("Dossier de preuves"), "books")
        agree.clicked.connect(self.agreeing)
        prove.clicked.connect(self.proving)
        for button in (agree, self._end, self._again, prove):
            deeds.addWidget(button)
        self.above = Bending(look, self)
        self.room = self.above.room
        self.above.addWidget(self._who, 0, Qt.AlignmentFlag.AlignLeading)
        self.above.addWidget(self.deeds, 1)
        inside.addLayout(self.above)
        self._title = Heading(look, "", 2)
        self._badges = Flow(look)
        self._about = Text(look, tone="soft")
        inside.addWidget(self._title)
        inside.addLayout(self._badges)
        self.disputed = QuietButton(look, "", "scale")
        self.disputed.clicked.connect(self.settling)
        self.disputed.hide()
        inside.addWidget(self.disputed, 0, Qt.AlignmentFlag.AlignLeading)
        inside.addWidget(self._about)
        inside.addWidget(self.form)

    def show_seen(self, found: Seen) -> None:
        """As it stands."""
        look, view = self._look, found.view
        ui, blockage = look.ui, view.blockage
        self._who.setText(shown_name(found.name))
        self._title.setText(view.kind.title)
        self._badges.clear()
        ended = bool(blockage.ended_on)
        self._badges.addWidget(
            StateBadge(look, State.SETTLED, ui("fini")) if ended else StateBadge(look, State.SOON, ui("en cours"))
        )
        self._badges.addWidget(StateBadge(look, State.PLAIN, blockage.code))
        count = len(view.disputed)
        self.disputed.setText(look.ui_n("%(n)d désaccord à trancher", "%(n)d désaccords à trancher", count))
        self.disputed.setVisible(bool(count))
        since = blockage_words.on_day(look.texts, blockage.on, self._today)
        parts = [ui("depuis : %(when)s", when=since)]
        titles = {rung.step.id: rung.step.title for rung in view.ladder}
        steps = {one.id: titles.get(one.step, one.step) for one in view.remedies}
        if ended:
            parts.append(ui("fini : %(when)s", when=blockage_words.on_day(look.texts, blockage.ended_on, self._today)))
            if by := steps.get(blockage.ended_by):  # type: ignore[call-overload]  # bytes of an id
                parts.append(ui("grâce à : %(step)s", step=by))
        if found.demarche:
            parts.append(found.demarche)
        self._about.setText("  ·  ".join(parts))
        self._end.setHidden(ended)
        self._again.setVisible(ended)
        self.form.by.set_options([(None, ui("sans qu’on sache pourquoi")), *steps.items()])
        self.form.by.set_value(None)
