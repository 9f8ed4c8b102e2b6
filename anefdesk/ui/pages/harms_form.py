"""The form of a right that was cut: which, since when, what it costs, what proves it, whether it is back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from anefdesk.domain.blockage import Harm, Restored
from anefdesk.domain.blockage_kinds import HarmKind
from anefdesk.domain.record import ObjectId
from anefdesk.ui import blockage_words, tokens
from anefdesk.ui.field_words import FIELD
from anefdesk.ui.pages.blockage_attempt import form_line
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.closed_list import ClosedList
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Text

Options = Sequence[tuple[bytes | None, str]]
_EUROS = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?\s*€?")
_SHORT, _LETTERS = 110, 24  # pixels before zoom, characters


def cents(text: str) -> int | None:
    """« 540,50 » in cents; None when nothing is said.

    Raises:
        ValueError: it is no amount.
    """
    said = "".join(text.split())
    if not said:
        return None
    found = _EUROS.fullmatch(said)
    if found is None:
        raise ValueError
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def euros(amount: int) -> str:
    """« 1 296,50 € »."""
    whole, rest = divmod(amount, 100)
    return f"{whole:,}".replace(",", "\u202f") + f",{rest:02}\u00a0€"


@dataclass(frozen=True, slots=True)
class Changed:
    """A harm as it was, when it was there, and as it is to be."""

    before: Harm | None
    after: Harm


class HarmForm(Card):
    """``changed`` carries what to record."""

    changed = Signal(object)
    left = Signal()

    def __init__(self, look: Look, today: date) -> None:
        super().__init__(look, kind="sunken")
        ui = look.ui
        self._look = look
        self._before: Harm | None = None
        self._blank = Harm(id=ObjectId(b""))
        self.message = InlineMessage(look)
        self.what = ClosedList(look, ui(FIELD[Harm]["code"]), (), ui("Tapez, ou flèche du bas pour tout voir"))
        self._protects = Text(look, points=tokens.SMALL, tone="soft")
        self._protects.hide()
        self.start = DateField(look, ui(FIELD[Harm]["start"]), today)
        self.end = DateField(look, ui(FIELD[Harm]["end"]), today)
        self.amount = self._short(ui(FIELD[Harm]["cents_month"]))
        self.household = self._short(ui("Personnes au foyer"))
        self.proof = self._choice(ui("Ce qui le prouve"))
        self.restored = Choice(
            look, ui(FIELD[Harm]["restored"]), [(one, ui(word)) for one, word in blockage_words.RESTORED.items()]
        )
        self.by = self._choice(ui("Grâce à quelle étape ?"))
        what = QWidget()
        down = QVBoxLayout(what)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(look.dp(2))
        down.addWidget(self.what)
        down.addWidget(self._protects)
        lines = (
            (ui(FIELD[Harm]["code"]), what, self.what),
            (ui("Du … au …"), self._among(self.start, self.end), self.start.line),
            (ui("Ce que cela coûte"), self._among(self.amount, self.household), self.amount),
            (ui("Ce qui le prouve"), self.proof, self.proof),
            (ui(FIELD[Harm]["restored"]), self._among(self.restored, self.by), self.restored),
        )
        for name, field, target in lines:
            self.body.addLayout(form_line(look, self, name, field, target))
        self.start.line.setAccessibleName(ui(FIELD[Harm]["start"]))
        self.amount.setAccessibleName(ui(FIELD[Harm]["cents_month"]))
        self.body.addWidget(self.message)
        self.done = PlainButton(look, ui("Enregistrer la perte"), "check")
        leave = QuietButton(look, ui("Ne rien changer"), "x")
        deeds = Flow(look)
        deeds.addWidget(self.done)
        deeds.addWidget(leave)
        self.body.addLayout(deeds)
        self.done.clicked.connect(self._tell)
        leave.clicked.connect(self.left)
        self.what.decided.connect(self._chosen)
        self.restored.decided.connect(self._turn)
        self._kinds: dict[str, HarmKind] = {}
        self.hide()

    def _short(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        line.setPlaceholderText(name)
        line.setMaxLength(12)
        line.setMinimumWidth(self._look.dp(_SHORT) + line.fontMetrics().horizontalAdvance(name) // 2)
        return line

    def _choice(self, name: str) -> Choice:
        choice = Choice(self._look, name, [(None, "")])
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(_LETTERS)
        return choice

    def _among(self, *fields: QWidget) -> QWidget:
        held = QWidget()
        flow = Flow(self._look)
        held.setLayout(flow)
        for field in fields:
            flow.addWidget(field)
        return held

    def offer(self, kinds: Sequence[HarmKind], proofs: Options, remedies: Options) -> None:
        """The closed list, and what may prove it or have brought it back."""
        ui = self._look.ui
        if not self._kinds:
            self._kinds = {kind.code: kind for kind in kinds}
            self.what.set_options([(kind.code, kind.title) for kind in kinds])
        for choice, options, none in (
            (self.proof, proofs, ui("aucune preuve encore")),
            (self.by, remedies, ui("sans qu’on sache pourquoi")),
        ):
            held = choice.value()
            choice.set_options([(None, none), *options])
            choice.set_value(held)

    def begin(self, harm: Harm | None, blockage: ObjectId) -> None:
        """A new one, or one to put right."""
        self._before = harm
        shown = harm or replace(self._blank, blockage=bytes(blockage))
        self._blank = replace(self._blank, blockage=bytes(blockage))
        self.message.quiet()
        self.what.set_value(shown.code)
        self._chosen(shown.code)
        self.start.set_iso(shown.start)
        self.end.set_iso(shown.end)
        self.amount.setText("" if shown.cents_month is None else euros(shown.cents_month).removesuffix("\u00a0€"))
        self.household.setText("" if shown.household is None else str(shown.household))
        self.proof.set_value(shown.proof)
        self.restored.set_value(shown.restored)
        self.by.set_value(shown.restored_by)
        self._turn(None)
        self.show()
        self.what.setFocus()

    def _chosen(self, code: str) -> None:
        kind = self._kinds.get(code)
        parts = [kind.text, kind.gap, "; ".join(kind.proof)] if kind else []
        self._protects.setText(" ".join(part for part in parts[:2] if part))
        self._protects.setVisible(bool(self._protects.text()))

    def _turn(self, _restored: object) -> None:
        self.by.setVisible(self.restored.value() in {Restored.YES, Restored.PARTLY})

    def _tell(self) -> None:
        ui, household = self._look.ui, self.household.text().strip()
        try:
            amount, people = cents(self.amount.text()), int(household) if household else None
        except ValueError:
            self.message.say(tokens.State.SOON, ui("Écrivez des nombres : 540 ou 540,50 euros, 4 personnes."))
            return
        if not self.what.value() or not self.start.iso() or not self.end.valid():
            self.message.say(tokens.State.SOON, ui("Il faut au moins le droit coupé et depuis quand."))
            (self.start.line if self.what.value() else self.what).setFocus()
            return
        back = self.restored.value() in {Restored.YES, Restored.PARTLY}
        after = replace(
            self._before or self._blank, code=self.what.value(), start=self.start.iso(), end=self.end.iso(),
            cents_month=amount, household=people, proof=self.proof.value(), restored=self.restored.value(),
            restored_by=self.by.value() if back else None,
        )  # fmt: skip
        self.changed.emit(Changed(self._before, after))
