"""What the proof still misses for another way of filing, and what the Conseil d’État ordered, with its own last day."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QHBoxLayout

from anefdesk.domain.blockage_proof import BundleLine, MeasureView
from anefdesk.domain.procedure import Grade, Source
from anefdesk.i18n import dates
from anefdesk.services.blockages import BlockageView
from anefdesk.ui import tokens
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Section, clear, row
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text


class Bundle(Section):
    """What proves that the site is impossible to use, line by line: there, or missing and how much."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, look.ui("Pour déposer autrement"), open_=False)
        self._look = look

    def show_view(self, view: BlockageView) -> None:
        """Those missing first."""
        look = self._look
        clear(self.body)
        missing = [line for line in view.bundle if not line.has]
        note = look.ui_n("%(n)d manque", "%(n)d manquent", len(missing))
        self.set_note(note if missing else look.ui("tout y est"))
        told = look.ui(
            "Pour demander un dépôt hors du site, il faut montrer qu’on a tout essayé. L’ordre des lignes n’est pas "
            "un ordre de la loi."
        )
        self.body.addWidget(Text(look, told, points=tokens.SMALL, tone="soft"))
        for line in sorted(view.bundle, key=_there):
            self.body.addLayout(self._one(line))

    def _one(self, line: BundleLine) -> QHBoxLayout:
        look = self._look
        across = row(look)
        state, word = (State.SETTLED, look.ui("là")) if line.has else (State.SOON, look.ui("manque"))
        across.addWidget(StateBadge(look, state, word))
        across.addWidget(Text(look, line.need.title if line.has else line.missing), 1)
        return across


def _there(line: BundleLine) -> bool:
    return line.has


class Ordered(Section):
    """What the decision of 5 May 2026 says of this failing; nothing counts before its own last day."""

    def __init__(self, look: Look, today: date) -> None:
        super().__init__(look, look.ui("Décision du 5 mai 2026"), open_=False)
        self._look, self._today = look, today

    def show_view(self, view: BlockageView, sources: Mapping[str, Source]) -> None:
        """The measure, its last day and whether it counts."""
        found = view.measure
        self.setVisible(found is not None)
        clear(self.body)
        if found is None:
            return
        look, measure = self._look, found.measure
        state, word, more = self._standing(found)
        self.set_note(word)
        self.body.addWidget(Text(look, look.ui("Conseil d’État, assemblée, 5 mai 2026"), tone="soft"))
        self.body.addWidget(Text(look, measure.title, strong=True))
        badges = Flow(look)
        badges.addWidget(StateBadge(look, state, word))
        if measure.grade is not Grade.A:
            badges.addWidget(StateBadge(look, State.TO_CHECK, look.ui("à vérifier")))
        self.body.addLayout(badges)
        limit = look.ui("L’État avait jusqu’au %(when)s.", when=long_date(look.texts, found.limit, self._today))
        until = look.ui("L’État a jusqu’au %(when)s.", when=long_date(look.texts, found.limit, self._today))
        self.body.addWidget(Text(look, f"{limit if found.counted else until} {more}"))
        whose = look.ui("Que cette mesure concerne ce blocage est notre lecture : à vérifier par un juriste.")
        self.body.addWidget(Text(look, whose, points=tokens.SMALL, tone=State.TO_CHECK.value))
        lines = [
            look.ui("Texte : %(article)s", article=measure.article),
            look.ui("vérifié le %(day)s", day=dates.shown(measure.checked)),
            *(f"{sources[name].title} ({sources[name].where})" for name in measure.sources if name in sources),
            measure.note,
        ]
        self._evidence = Text(look, "\n".join(filter(None, lines)), points=tokens.SMALL, tone="soft")
        self._evidence.hide()
        why = QuietButton(look, look.ui("Sources"), "info-circle", tip=look.ui("Touche E"))
        why.setAccessibleName(look.ui("Sources : %(name)s", name=measure.title))
        why.clicked.connect(self.explain)
        self.body.addWidget(why)
        self.body.addWidget(self._evidence)

    def _standing(self, found: MeasureView) -> tuple[State, str, str]:
        ui = self._look.ui
        if not found.counted:
            return State.PLAIN, ui("pas encore comptée"), ui("Rien n’est compté avant la fin de ce délai.")
        if found.persists:
            return State.URGENT, ui("comptée"), ui("Le manquement dure après ce délai : il est compté.")
        return State.SETTLED, ui("non comptée"), ui("Le manquement était fini avant : il n’est pas compté.")

    def explain(self) -> None:
        """Show the sources, or fold them."""
        self._evidence.setVisible(self._evidence.isHidden())
