"""Where the interview leads, on the staff's side: what was found, what stays possible, what would change it."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.facts import Fact
from anefdesk.domain.interview import Outcome, Pivot, RedFlag, Rule, Verdict, Weight
from anefdesk.services.orientation import InterviewView, WayOut
from anefdesk.ui import tokens
from anefdesk.ui.pages.desk_question import answer_words
from anefdesk.ui.pages.interview_cards import RegimeCard, WayCard
from anefdesk.ui.pages.interview_deeds import under_way
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.frames import Card, Section, clear
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Heading, Text

_POSSIBLE_AT_ONCE = 5
_LACKING_AT_ONCE = 3


class Result(QWidget):
    """``begun`` carries a way out, ``asking`` a fact that would decide."""

    begun = Signal(object)
    asking = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(look.dp(tokens.GAP))
        self._view: InterviewView | None = None
        self._unfolded = False
        self.first: QWidget | None = None  # the control to go on with

    def show_view(self, view: InterviewView) -> None:
        """Nothing while it stops; while it asks, only what is already sure."""
        self._view = view
        clear(self._down)
        self.first = None
        for regime in view.step.regimes:
            self._down.addWidget(RegimeCard(self._look, regime, view.catalogue.sources))
        if view.step.verdict is Verdict.ASKING:
            self._sure(view)
        elif view.step.verdict is not Verdict.STOPPED:
            self._all(view)
        self.setVisible(self._down.count() > 0)

    def _sure(self, view: InterviewView) -> None:
        if view.found:
            look = self._look
            names = " ; ".join(dict.fromkeys(way.name for way in view.found))
            self._down.addWidget(Text(look, look.ui("Déjà trouvé : %(what)s", what=names), tone="settled"))

    def _all(self, view: InterviewView) -> None:
        look = self._look
        if view.step.verdict is Verdict.JURIST:
            self._down.addWidget(self._jurist(view))
        if view.found:
            counted = look.ui_n("%(n)d démarche trouvée", "%(n)d démarches trouvées", len(view.found))
            self._down.addWidget(Heading(look, counted, 2))
            self._down.addWidget(Text(look, self._place(view), tone="soft"))
        stopping = any(flag.weight is Weight.STOP for flag in view.step.flags)
        for at, way in enumerate(view.found):
            careful = stopping or way.outcome.jurist
            deed = self._deed(view, way, careful=careful)
            card = WayCard(look, way, view.catalogue.sources, deed=deed, careful=careful, first=at == 0)
            card.begun.connect(self.begun)
            self._down.addWidget(card)
            card.show()  # now: only what is visible takes the keyboard
            self.first = self.first or card.focusProxy()
        if view.possible:
            self._down.addWidget(self._possible(view.possible))
        if view.pivots:
            section = Section(look, look.ui("Ce qui changerait le résultat"), open_=False)
            section.folded.connect(self._unfold_pivots)
            self._pivots = section
            self._unfolded = False
            self._down.addWidget(section)

    def _deed(self, view: InterviewView, way: WayOut, *, careful: bool) -> str:
        ui = self._look.ui
        if view.file is None or way.procedure is None:
            return ""
        if under_way(view, way) is not None:
            return ui("Ouvrir la démarche en cours")
        return ui("Préparer avec un juriste") if careful else ui("Commencer cette démarche")

    def _place(self, view: InterviewView) -> str:
        places = [view.department.prefecture] if view.department is not None else []
        places += [view.court.name] if view.court is not None else []
        unknown = self._look.ui("Département non noté : la préfecture et le tribunal ne sont pas connus.")
        return "  ·  ".join(places) or unknown

    def _jurist(self, view: InterviewView) -> Card:
        look = self._look
        card = Card(look)
        card.setProperty("state", State.TO_CHECK.value)
        card.body.addWidget(StateBadge(look, State.TO_CHECK, look.ui("voir un juriste")))
        if view.found:
            why = look.ui("Ce qui est trouvé existe, mais ne se commence pas sans un avis juridique.")
        elif view.possible:
            why = look.ui("Les réponses ne décident pas : il manque ce qui est dit plus bas, ou un regard de juriste.")
        else:
            why = look.ui("Aucune démarche connue ici ne correspond à ces réponses.")
        card.body.addWidget(Text(look, why, strong=True))
        whom = look.ui("Un juriste, un avocat ou une association spécialisée peut voir ce que l’entretien ne voit pas.")
        card.body.addWidget(Text(look, whom))
        card.setAccessibleName(why)
        return card

    def _possible(self, ways: Sequence[WayOut]) -> Section:
        look = self._look
        nearest = {way.name: way for way in sorted(ways, key=_lacks, reverse=True)}  # once each, with what is least
        counted = look.ui_n("%(n)d démarche possible", "%(n)d démarches possibles", len(nearest))
        section = Section(look, counted, open_=len(nearest) <= _POSSIBLE_AT_ONCE)
        for way in sorted(nearest.values(), key=_lacks)[: 2 * _POSSIBLE_AT_ONCE]:
            section.body.addWidget(Text(look, way.name, strong=True))
            for fact in way.lacking[:_LACKING_AT_ONCE]:
                ask = CarryingButton(
                    look, look.ui("Répondre"), fact.id, name=f"{look.ui('Répondre')} – {fact.question}"
                )
                ask.carried.connect(self.asking)
                across = Card(look, kind="")
                across.body.setContentsMargins(0, 0, 0, 0)
                across.body.addWidget(Text(look, look.ui("Reste à savoir : %(what)s", what=fact.question), tone="soft"))
                across.body.addWidget(ask)
                section.body.addWidget(across)
        return section

    def _unfold_pivots(self, open_: bool) -> None:  # noqa: FBT001 - a slot
        view = self._view
        if not open_ or self._unfolded or view is None:
            return
        self._unfolded = True
        for fact, pivots in groupby(view.pivots, key=_fact_of):
            changes = [pivot for pivot in pivots if any(_leads(rule) for rule in (*pivot.gained, *pivot.lost))]
            if changes:
                self._pivots.body.addWidget(self._changes(view.catalogue.facts[fact], changes, view))

    def _changes(self, fact: Fact, pivots: Sequence[Pivot], view: InterviewView) -> QWidget:
        """What other answers to one question would bring; those that bring nothing are told together."""
        look = self._look
        found = {way.name for way in view.found}
        made = QWidget()
        down = QVBoxLayout(made)
        down.setContentsMargins(0, 0, 0, look.dp(6))
        down.setSpacing(look.dp(2))
        down.addWidget(Text(look, fact.question, strong=True))
        for pivot in pivots:
            gained = dict.fromkeys(_name(rule, view) for rule in pivot.gained if _leads(rule))
            if names := " ; ".join(name for name in gained if name not in found):
                value = answer_words(look.texts, fact, pivot.value)
                down.addWidget(Text(look, look.ui("« %(answer)s » mènerait à : %(what)s", answer=value, what=names)))
        if any(not any(_leads(rule) for rule in pivot.gained) for pivot in pivots):
            down.addWidget(Text(look, look.ui("Une autre réponse écarterait ce qui est trouvé."), tone="soft"))
        return made


def _lacks(way: WayOut) -> int:
    return len(way.lacking)


def _fact_of(pivot: Pivot) -> str:
    return pivot.fact


def _leads(rule: Rule) -> bool:
    """Whether it changes where the interview leads, and not what is to be minded on the way."""
    return not isinstance(rule, RedFlag) or rule.weight is Weight.STOP


def _name(rule: Rule, view: InterviewView) -> str:
    if not isinstance(rule, Outcome):
        return rule.name
    catalogue = view.catalogue
    if rule.procedure:
        return catalogue.procedures[rule.procedure].name
    return catalogue.elsewhere[rule.elsewhere].what
