"""The ladder of a blockage: the next remedy first, with the page's primary deed, then every rung in order."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.procedure import Source
from anefdesk.services.blockages import BlockageView
from anefdesk.ui import tokens
from anefdesk.ui.pages.blockage_rung import RungRow
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.frames import Card, Line, Section, clear
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text

if TYPE_CHECKING:
    from anefdesk.domain.ladder import Rung


class Ladder(QWidget):
    """``dating`` asks for the clock, ``lettered`` carries a template, ``taken`` and ``replied`` what came of a step."""

    dating = Signal()
    lettered = Signal(str)
    taken = Signal(object)
    replied = Signal(object)

    def __init__(self, look: Look, today: date) -> None:
        super().__init__()
        self._look, self._today = look, today
        self.first: RungRow | None = None
        self._shown: tuple[tuple[Rung, ...], bool] | None = None
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(tokens.PADDING))
        self._next = Card(look)
        self._next.setAccessibleName(look.ui("À faire maintenant"))
        self._all = Section(look, look.ui("Toute l’échelle"))
        inside.addWidget(self._next)
        inside.addWidget(self._all)

    def show_view(self, view: BlockageView, sources: Mapping[str, Source]) -> None:
        """As it stands today."""
        look, ended = self._look, bool(view.blockage.ended_on)
        if (view.ladder, ended) == self._shown:
            return  # a form being filled here stays
        self._shown = view.ladder, ended
        inside = self.focusWidget()
        held = inside is not None and inside.hasFocus()
        clear(self._next.body)
        clear(self._all.body)
        self.first = None
        if view.next is not None:
            self.first = self._row(RungRow(look, view.next, self._today, sources, first=True))
            self._next.body.addWidget(self.first)
        elif not ended:
            self._next.body.addWidget(StateBadge(look, State.PLAIN, look.ui("rien à faire d’autre qu’attendre")))
            told = look.ui("Toutes les voies connues ont été tentées : parlez-en avec un avocat ou un juriste.")
            self._next.body.addWidget(Text(look, told))
        self._next.setVisible(view.next is not None or not ended)
        for rung in view.ladder:
            if self._all.body.count():
                self._all.body.addWidget(Line(look))
            self._all.body.addWidget(self._row(RungRow(look, rung, self._today, sources, above=rung is view.next)))
        self._all.set_note(look.ui_n("%(n)d étape", "%(n)d étapes", len(view.ladder)))
        self._all.setVisible(bool(view.ladder))
        if held and self.first is not None:
            self.first.focus()

    def _row(self, row: RungRow) -> RungRow:
        row.dating.connect(self.dating)
        row.lettered.connect(self.lettered)
        row.taken.connect(self.taken)
        row.replied.connect(self.replied)
        return row
