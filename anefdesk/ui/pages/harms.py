"""What a blockage costs: each right that was cut, its arithmetic in words, and the sum of what is known."""

from collections.abc import Iterator, Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from anefdesk.domain.blockage import Harm, Restored
from anefdesk.domain.blockage_kinds import HarmKind
from anefdesk.domain.blockage_proof import Loss
from anefdesk.domain.partial_date import shown
from anefdesk.domain.record import ObjectId
from anefdesk.i18n import dates
from anefdesk.services.blockages import Losses
from anefdesk.ui import blockage_words, tokens
from anefdesk.ui.pages.harms_form import Changed, HarmForm, Options, euros
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Line, Section, clear, column, row
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text

_TONE = {
    Restored.YES: State.SETTLED,
    Restored.PARTLY: State.SOON,
    Restored.NO: State.URGENT,
    Restored.UNKNOWN: State.TO_CHECK,
}


class Harms(Section):
    """``changed`` carries what to record, ``withdrawn`` a harm entered by mistake."""

    changed = Signal(object)
    withdrawn = Signal(object)

    def __init__(self, look: Look, today: date, blockage: ObjectId) -> None:
        super().__init__(look, look.ui("Ce que cela coûte"))
        self._look, self._today, self._blockage = look, today, blockage
        add = QuietButton(look, look.ui("Ajouter une perte"), "plus")
        add.clicked.connect(self._add)
        self.header.addWidget(add)
        self.form = HarmForm(look, today)
        self.form.changed.connect(self.changed)
        self.form.left.connect(self.form.hide)
        self.body.addWidget(self.form)
        self._lines = column(look)
        self.body.addLayout(self._lines)

    def show_harms(
        self, harms: tuple[Harm, ...], losses: Losses, kinds: Mapping[str, HarmKind], proofs: Options, steps: Options
    ) -> None:
        """Each with its arithmetic, then the sum."""
        look = self._look
        self.form.offer(tuple(kinds.values()), proofs, steps)
        clear(self._lines)
        found = {loss.harm.id: loss for loss in losses.losses}
        for harm in harms:
            if self._lines.count():
                self._lines.addWidget(Line(look))
            self._lines.addLayout(self._one(harm, found.get(harm.id), kinds.get(harm.code)))
        counted = [found[harm.id].cents for harm in harms if harm.id in found]
        if not harms:
            advice = look.ui("Aucune perte notée. Un emploi, une allocation, un loyer : chacune avec sa preuve.")
            self._lines.addWidget(Text(look, advice, tone="soft"))
        elif counted:
            self._lines.addWidget(Line(look))
            for said in self._sum(counted, len(harms), losses.until):
                self._lines.addWidget(said)
        self.set_note(euros(sum(counted)) if counted else "")

    def _sum(self, counted: list[int], of: int, until: date) -> Iterator[Text]:
        look = self._look
        day = dates.shown(until)
        total = euros(sum(counted))
        said = look.ui("Total au %(day)s : %(sum)s", day=day, sum=total)
        if len(counted) > 1:
            terms = " + ".join(euros(one) for one in counted)
            said = look.ui("Total au %(day)s : %(terms)s = %(sum)s", day=day, terms=terms, sum=total)
        yield Text(look, said, strong=True)
        if missing := of - len(counted):
            yield Text(
                look,
                look.ui_n(
                    "%(n)d perte n’a pas de montant : elle n’est dans aucune somme.",
                    "%(n)d pertes n’ont pas de montant : elles ne sont dans aucune somme.",
                    missing,
                ),
                points=tokens.SMALL,
                tone="soft",
            )

    def _one(self, harm: Harm, loss: Loss | None, kind: HarmKind | None) -> QVBoxLayout:
        look, ui = self._look, self._look.ui
        said = column(look, 2)
        title = kind.title if kind else harm.code
        head = row(look)
        head.addWidget(Text(look, title, strong=True), 1)
        for icon, words, told in (("pencil", ui("Corriger"), self._edit), ("trash", ui("Retirer"), self.withdrawn)):
            button = CarryingButton(look, "", harm, icon, name=f"{words} – {title}", tip=words)
            button.carried.connect(told)
            head.addWidget(button)
        said.addLayout(head)
        badges = Flow(look)
        back = ui("droit revenu : %(answer)s", answer=ui(blockage_words.RESTORED[harm.restored]))
        badges.addWidget(StateBadge(look, _TONE[harm.restored], back))
        if harm.proof is None:
            badges.addWidget(StateBadge(look, State.SOON, ui("sans preuve")))
        said.addLayout(badges)
        since = ui("depuis le %(day)s", day=shown(harm.start))
        span = ui("du %(start)s au %(end)s", start=shown(harm.start), end=shown(harm.end)) if harm.end else since
        people = ui_n_people(look, harm.household)
        said.addWidget(Text(look, "  ·  ".join(filter(None, (span, people))), points=tokens.SMALL, tone="soft"))
        said.addWidget(Text(look, self._reckoned(loss)))
        return said

    def _reckoned(self, loss: Loss | None) -> str:
        ui, ui_n = self._look.ui, self._look.ui_n
        if loss is None or loss.harm.cents_month is None:
            return ui("Montant non connu.")
        month = euros(loss.harm.cents_month)
        terms = []
        if loss.months:
            terms.append(ui_n("%(n)d mois × %(month)s", "%(n)d mois × %(month)s", loss.months, month=month))
        if loss.days:
            terms.append(ui_n("%(n)d jour × %(month)s ÷ 30", "%(n)d jours × %(month)s ÷ 30", loss.days, month=month))
        return f"{' + '.join(terms) or month} = {euros(loss.cents)}"

    def _add(self) -> None:
        self.set_open(True)
        self.form.begin(None, self._blockage)

    def _edit(self, harm: Harm) -> None:
        self.form.begin(harm, ObjectId(harm.blockage) if harm.blockage is not None else self._blockage)

    def settle(self, _changed: Changed) -> None:
        """It is recorded."""
        self.form.hide()


def ui_n_people(look: Look, household: int | None) -> str:
    """« 4 personnes au foyer », or nothing."""
    return look.ui_n("%(n)d personne au foyer", "%(n)d personnes au foyer", household) if household else ""
