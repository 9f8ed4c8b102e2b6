"""One disagreement: its values side by side, who wrote them, and the ways to settle it. Used by « À trancher »."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from anefdesk.domain.case import Staff
from anefdesk.services.review_names import Both
from anefdesk.services.reviewing import Disagreement, Side
from anefdesk.ui import tokens
from anefdesk.ui.pages import settling_words
from anefdesk.ui.pages.settling_entry import ThirdValue
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.carrying import CarryingPlainButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.room import Bending
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Heading, Text

_BESIDE = 640  # pixels before zoom
_LONG = 80  # characters: longer values are not written large


@dataclass(frozen=True, slots=True)
class Kept:
    """A value to settle for; ``note``: the others are kept beside it, in these words where a note is written."""

    one: Disagreement
    side: Side
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """Something else to settle for."""

    one: Disagreement
    value: object


class SettlingCard(Card):
    """``kept`` carries a ``Kept``, ``other`` a ``Written``."""

    kept = Signal(object)
    other = Signal(object)

    def __init__(self, look: Look, one: Disagreement, today: date) -> None:
        super().__init__(look)
        self._look = look
        self.one = one
        ui = look.ui
        title = settling_words.field(look, one)
        self.setAccessibleName(title)
        self.body.addWidget(Heading(look, title, 2))
        if one.about:
            self.body.addWidget(Text(look, one.about, strong=True))
        self.body.addWidget(Text(look, settling_words.sentence(look, one)))
        if one.alike:
            near = ui("Elles se ressemblent : une lettre presque pareille, un accent ou une majuscule les distingue.")
            self.body.addWidget(Text(look, near, points=tokens.SMALL, tone="soft"))
        if isinstance(one.thing, Staff) and one.law.name == "role":
            here = ui(
                "Ce choix vaut pour le travail sur les postes de ce centre. Le rôle dans l’organisation (inviter, "
                "retirer un poste, décider pour tous) n’en change pas : il se change sur la page « L’organisation »."
            )
            self.body.addWidget(Text(look, here, points=tokens.SMALL, tone="soft"))
        across = Bending(look, self, _BESIDE)
        across.setSpacing(look.dp(tokens.PADDING))
        self.keeps: list[CarryingPlainButton] = []
        for number, side in enumerate(one.sides, 1):
            across.addWidget(self._side(side, number, title), 1)
        self.body.addLayout(across)
        self.third = ThirdValue(look, one, today)
        self.third.written.connect(self._write)
        self._ways = QWidget()
        ways = Flow(look)
        self._ways.setLayout(ways)
        if one.frozen:
            fixed = ui("Cette lettre est figée : on garde ce qui a été imprimé. Une erreur demande une autre lettre.")
            self.body.addWidget(Text(look, fixed, points=tokens.SMALL, tone="soft"))
        if one.both is not Both.NONE:
            both = PlainButton(look, ui("Garder les deux"), "arrows-left-right")
            both.setAccessibleName(ui("Garder les deux : %(field)s", field=title))
            both.setToolTip(ui(settling_words.BOTH[one.both]))
            both.clicked.connect(self._both)
            self.both: PlainButton | None = both
            ways.addWidget(both)
        else:
            self.both = None
        self.open = QuietButton(look, ui("Écrire autre chose"), "pencil")
        self.open.setAccessibleName(ui("Écrire autre chose : %(field)s", field=title))
        self.open.clicked.connect(self._unfold)
        self.open.setVisible(one.free)
        ways.addWidget(self.open)
        self.body.addWidget(self._ways)
        if self.both is not None:
            self.body.addWidget(Text(look, ui(settling_words.BOTH[one.both]), points=tokens.SMALL, tone="soft"))
        self._ways.setVisible(one.free or self.both is not None)
        self.third.hide()
        self.body.addWidget(self.third)

    def _side(self, side: Side, number: int, title: str) -> Card:
        look, ui = self._look, self._look.ui
        card = Card(look, kind="sunken")
        value = settling_words.value(look, self.one, side)
        empty = value == ui(settling_words.NOTHING)
        points = tokens.LARGE if len(value) <= _LONG else tokens.BASE
        said = Text(look, value, points=points, strong=not empty, tone="soft" if empty else "")
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.body.addWidget(said)
        for by in side.written:
            card.body.addWidget(Text(look, settling_words.written(look, by), points=tokens.SMALL, tone="soft"))
        badges = Flow(look)
        if side.shown:
            badges.addWidget(StateBadge(look, State.PLAIN, ui("montrée pour l’instant")))
            card.body.addLayout(badges)
        card.body.addStretch(1)
        if self.one.free or side.shown:
            keep = CarryingPlainButton(look, ui("Garder celle-ci"), side, "check")
            keep.setAccessibleName(ui("Garder « %(value)s » : %(field)s", value=value, field=title))
            keep.setToolTip(ui("Touche %(n)d", n=number))
            keep.carried.connect(self._keep)
            card.body.addWidget(keep, 0, Qt.AlignmentFlag.AlignLeading)
            self.keeps.append(keep)
        return card

    def keep(self, number: int) -> None:
        """Settle for the value with this number, if there is one."""
        if 0 < number <= len(self.keeps):
            self.keeps[number - 1].click()

    def _keep(self, side: Side) -> None:
        self.kept.emit(Kept(self.one, side))

    def _both(self) -> None:
        shown = next(side for side in self.one.sides if side.shown)
        self.kept.emit(Kept(self.one, shown, settling_words.note(self._look, self.one)))

    def _unfold(self) -> None:
        self.third.show()
        self.third.begin()

    def _write(self, value: object) -> None:
        self.other.emit(Written(self.one, value))

    def rest(self, *, under_way: bool) -> None:
        """No second press while a deed is under way."""
        self.setEnabled(not under_way)
