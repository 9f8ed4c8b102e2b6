"""The cards of the interview on the staff's side: dangers, special rules, what was found; E unfolds the sources."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.channels import Channel
from anefdesk.domain.interview import RedFlag, Regime
from anefdesk.domain.procedure import Source, Statement
from anefdesk.services.orientation import WayOut
from anefdesk.ui import tokens, words
from anefdesk.ui.pages.desk_explain import evidence_lines
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Heading, Text


class Evident(Card):
    """A name, sentences, deeds; the evidence of every sentence unfolds with E or its button."""

    def __init__(self, look: Look, name: str, sources: Mapping[str, Source], *, kind: str = "card") -> None:
        super().__init__(look, kind=kind)
        self.setAccessibleName(name)
        self.look = look
        self._sources = sources
        self._statements: list[Statement] = []
        self.badges = Flow(look)
        self.body.addLayout(self.badges)
        self.body.addWidget(Heading(look, name, 2))
        self.deeds = Flow(look)
        self._evidence = QWidget()
        self._evidence.hide()

    def say(self, statement: Statement, *, lead: str = "") -> None:
        """One sentence, its doubt beside it; its sources wait."""
        self._statements.append(statement)
        self.body.addWidget(Text(self.look, f"{lead} : {statement.text}" if lead else statement.text))
        if doubt := words.doubt(statement.evidence):
            self.body.addWidget(
                Text(self.look, self.look.ui(doubt), points=tokens.SMALL, strong=True, tone=State.TO_CHECK.value)
            )

    def badge(self, state: State, word: str) -> None:
        """An icon and a word above the name."""
        self.badges.addWidget(StateBadge(self.look, state, self.look.ui(word)))

    def close_up(self) -> None:
        """Nothing more is said: the deeds, then the folded sources."""
        look = self.look
        why = QuietButton(look, look.ui("Sources"), "info-circle", tip=look.ui("Touche E"))
        why.setAccessibleName(look.ui("Sources : %(name)s", name=self.accessibleName()))
        why.clicked.connect(self.explain)
        self.deeds.addWidget(why)
        self.body.addLayout(self.deeds)
        inside = QVBoxLayout(self._evidence)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(2))
        for line in dict.fromkeys(
            line for one in self._statements for line in evidence_lines(look.texts, one.evidence, self._sources)
        ):
            inside.addWidget(Text(look, line, points=tokens.SMALL, tone="soft"))
        self.body.addWidget(self._evidence)

    def explain(self) -> None:
        """Show the sources, or fold them."""
        self._evidence.setVisible(self._evidence.isHidden())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """E explains, as at the desk."""
        if event.key() == Qt.Key.Key_E:
            self.explain()
        else:
            super().keyPressEvent(event)


class FlagCard(Evident):
    """A danger: why, and to whom to turn. ``going_on`` once somebody chose to go on in spite of it."""

    going_on = Signal()

    def __init__(self, look: Look, flag: RedFlag, sources: Mapping[str, Source], *, stops: bool) -> None:
        super().__init__(look, flag.name, sources)
        tone = words.FLAG_TONE[flag.weight]
        self.setProperty("state", tone.value)
        self.badge(tone, words.FLAG[flag.weight])
        self.say(flag.why)
        turn = look.ui("À qui s’adresser : %(whom)s", whom=flag.turn_to)
        self.body.addWidget(Text(look, turn, strong=True))
        if stops:
            halt = look.ui("L’entretien s’arrête ici : aucune démarche n’est proposée avant cet avis.")
            self.body.addWidget(Text(look, halt))
            on = QuietButton(look, look.ui("Continuer quand même avec un juriste"), "arrow-right")
            on.clicked.connect(self.going_on)
            self.deeds.addWidget(on)
        self.close_up()


class RegimeCard(Evident):
    """Special rules for this person."""

    def __init__(self, look: Look, regime: Regime, sources: Mapping[str, Source]) -> None:
        super().__init__(look, regime.name, sources, kind="sunken")
        self.badge(State.PLAIN, words.SPECIAL_RULES)
        self.say(regime.what)
        self.close_up()


class WayCard(Evident):
    """A procedure or another door: why, what is asked, through which door. ``deed`` names what ``begun`` asks for."""

    begun = Signal(object)

    def __init__(
        self, look: Look, way: WayOut, sources: Mapping[str, Source], *, deed: str, careful: bool, first: bool
    ) -> None:
        super().__init__(look, way.name, sources)
        self._way = way
        if careful:
            self.badge(State.SOON, words.WITH_JURIST)
        if way.outcome.request is not None:
            self.badge(State.PLAIN, words.REQUEST[way.outcome.request])
        if way.door is not None:
            channel = way.door.channel
            self.badge(State.TO_CHECK if channel is Channel.UNKNOWN else State.PLAIN, words.CHANNEL[channel])
        self.say(way.outcome.why)
        if way.where is not None:
            self.say(way.where, lead=look.ui("Où"))
        if deed:
            button = (PrimaryButton if first and not careful else PlainButton)(look, deed, "arrow-right")
            button.setAccessibleName(f"{button.text()} – {way.name}")
            button.clicked.connect(self._begin)
            self.deeds.addWidget(button)
            self.setFocusProxy(button)
        self.close_up()

    def _begin(self) -> None:
        self.begun.emit(self._way)
