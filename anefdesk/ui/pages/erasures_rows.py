"""One file of the list of erasing: how far it is, who wanted it, which PCs have done it."""

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import Signal

from anefdesk.i18n import dates
from anefdesk.i18n.isolates import isolate
from anefdesk.i18n.texts import mark
from anefdesk.services.sync.erasures_shown import ErasingRow, PcLine, Stage
from anefdesk.ui import tokens
from anefdesk.ui.pages.erasures_asking import REASONS
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text

_STAGES = {
    Stage.HELD: (State.SOON, mark("gardé")),
    Stage.ASKED: (State.SOON, mark("demandé : il manque un accord")),
    Stage.DECIDED: (State.SOON, mark("décidé : effacé au prochain échange")),
    Stage.GONE: (State.SETTLED, mark("effacé sur ce poste")),
    Stage.WITHDRAWN: (State.PLAIN, mark("demande retirée")),
}


class RowCard(Card):
    """``deciding`` carries the row to agree to; the others carry its file."""

    deciding = Signal(object)
    withdrawn = Signal(object)
    held = Signal(object, int)
    certified = Signal(object)

    def __init__(self, look: Look, row: ErasingRow, *, alone: bool) -> None:
        name = isolate(row.name) if row.name else ""
        title = name or look.ui("Dossier %(reference)s", reference=row.reference)
        super().__init__(look, title)
        self._look, self._row, self._title = look, row, title
        state, words = _STAGES[row.stage]
        badges = Flow(look)
        badges.addWidget(StateBadge(look, state, look.ui(words)))
        self.body.addLayout(badges)
        for said in self._told():
            self.body.addWidget(Text(look, said))
        if row.decided_on is not None:
            for pc in row.pcs:
                self.body.addWidget(Text(look, self._pc(pc, row.decided_on), points=tokens.SMALL, tone="soft"))
        self._deeds(alone=alone)

    def _told(self) -> Iterator[str]:
        look, row = self._look, self._row
        if row.asked_on is not None:
            why = look.ui(REASONS[row.reason]) if row.reason else look.ui("autre motif")
            who = isolate(row.asked_by) if row.asked_by else look.ui("quelqu’un")
            yield look.ui("Demandé par %(who)s le %(day)s : %(why)s.", who=who, day=dates.shown(row.asked_on), why=why)
        for label, day in row.agreed:
            who = isolate(label) if label else look.ui("feuille de secours")
            on = dates.shown(day) if day else "?"
            yield look.ui("Accord : %(who)s, le %(day)s.", who=who, day=on)
        if row.held and row.held_on is not None:
            who = isolate(row.held_by) if row.held_by else look.ui("quelqu’un")
            yield look.ui("Gardé depuis le %(day)s par %(who)s.", day=dates.shown(row.held_on), who=who)

    def _pc(self, pc: PcLine, since: date) -> str:
        look = self._look
        name = isolate(pc.label) if pc.label else look.ui("un poste")
        name = look.ui("ce poste") if pc.mine else name
        if pc.on is not None:
            return look.ui("%(pc)s : effacé le %(day)s", pc=name, day=dates.shown(pc.on))
        if pc.out:
            return look.ui("%(pc)s : retiré de l’organisation, ne le confirmera pas", pc=name)
        if pc.elsewhere:
            return look.ui("%(pc)s : au siège, effacé à son prochain contact", pc=name)
        return look.ui("%(pc)s : attendu depuis le %(day)s", pc=name, day=dates.shown(since))

    def _deeds(self, *, alone: bool) -> None:
        look, row = self._look, self._row
        choices = Flow(look)
        if row.stage is Stage.ASKED and not row.mine:
            self._offer(choices, look.ui("Donner mon accord…"), "trash", self._decide, plain=True)
        elif row.stage is Stage.ASKED and alone:
            self._offer(choices, look.ui("Accord par la feuille de secours…"), "trash", self._decide, plain=True)
        if row.stage is Stage.ASKED:
            self._offer(choices, look.ui("Retirer la demande"), "x", self._withdraw)
            self._offer(choices, look.ui("Garder ce dossier"), "lock", self._hold)
        if row.held:
            self._offer(choices, look.ui("Ne plus le garder"), "arrow-back-up", self._lift)
        if row.gone:
            self._offer(choices, look.ui("Certificat"), "printer", self._certify)
        self.body.addLayout(choices)

    def _offer(self, choices: Flow, words: str, icon: str, deed: object, *, plain: bool = False) -> None:
        button = PlainButton(self._look, words, icon) if plain else QuietButton(self._look, words, icon)
        button.setAccessibleName(f"{words} – {self._title}")
        button.clicked.connect(deed)
        choices.addWidget(button)

    def _decide(self) -> None:
        self.deciding.emit(self._row)

    def _withdraw(self) -> None:
        self.withdrawn.emit(self._row.case)

    def _hold(self) -> None:
        self.held.emit(self._row.case, 1)

    def _lift(self) -> None:
        self.held.emit(self._row.case, 0)

    def _certify(self) -> None:
        self.certified.emit(self._row.case)
