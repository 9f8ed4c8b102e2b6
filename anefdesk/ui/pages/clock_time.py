"""A person's line of time: what happened, today, what the law draws from it, and what is known without a date.

Used by the clock's page. What was unfolded stays so when a deed changes the dates.
"""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.partial_date import day_of
from anefdesk.services.clock_events import Derived
from anefdesk.services.deadlines import ClockLine, ClockView
from anefdesk.ui import tokens
from anefdesk.ui.pages.clock_head import is_missed
from anefdesk.ui.pages.clock_line import DateRow, EventRow, TimeRow, TodayRow
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.frames import Card, clear
from anefdesk.ui.widgets.texts import Text

_RECENT, _MANY = 4, 7  # past rows always shown; from how many on the others fold
_Entry = LegalEvent | Derived | ClockLine | date  # a day alone: today
_Key = tuple[str, str, object]


def key_of(line: ClockLine) -> _Key:
    """Which date this is, whatever day it now falls on."""
    return line.due.deadline.id, line.due.what.value, line.demarche.id if line.demarche else None


def in_order(view: ClockView) -> list[_Entry]:
    """Events and dates, earliest first; today stands before what is still to come."""
    placed: list[tuple[date, int, _Entry]] = [(view.today, 1, view.today)]
    placed.extend((day_of(event.on) or view.today, 0, event) for event in view.events)
    counted = {event.kind for line in view.lines for event in line.due.events}
    told = (one for one in view.derived if one.kind is not EventKind.BIRTH or one.kind in counted)
    placed.extend((one.on, 0 if one.on <= view.today else 2, one) for one in told)
    for line in view.lines:
        on = line.due.front or line.due.rescue
        if on is not None:
            placed.append((on, 3 if on >= view.today else 0, line))
    return [entry for _, _, entry in sorted(placed, key=lambda one: one[:2])]


class TimeLine(QWidget):
    """``changed`` and ``removed`` carry an event noted by hand; ``answered`` a démarche, a fact and its value."""

    changed = Signal(object)
    removed = Signal(object)
    answered = Signal(object, str, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(look.dp(tokens.PADDING))
        self._dated = Card(look)
        self._dated.body.setSpacing(0)
        self._undated = Card(look, look.ui("À savoir, sans date"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._undated.body.addLayout(self._rows)
        for card in (self._dated, self._undated):
            outer.addWidget(card)
        self.rows: list[DateRow] = []  # the dates of the law, as shown
        self.older = QuietButton(look, "", "history")
        self.older.clicked.connect(self._unfold)
        self._old: list[TimeRow] = []
        self._all = False  # the old ones are shown too

    def show_view(self, view: ClockView) -> None:
        """The line as it now is."""
        unfolded = {key_of(one.line) for one in self.rows if one.unfolded}
        held = next((key_of(one.line) for one in self.rows if one.isAncestorOf(self._focus())), None)
        self.rows = []
        self._dated.body.removeWidget(self.older)
        clear(self._dated.body)
        self._dated.body.addWidget(self.older, 0, Qt.AlignmentFlag.AlignLeading)
        clear(self._rows)
        entries = in_order(view)
        if len(entries) == 1:
            advice = self._look.ui(
                "Aucune date pour l’instant. Notez la fin du titre dans le dossier, ou ce qui s’est passé ici."
            )
            self._dated.body.addWidget(Text(self._look, advice, tone="soft"))
        past = entries.index(view.today)
        self._old = []
        for at, entry in enumerate(entries):
            row = self._row(entry, view, first=at == 0, last=at == len(entries) - 1)
            self._dated.body.addWidget(row)
            if at < past - _RECENT and past > _MANY and not (isinstance(entry, ClockLine) and is_missed(entry)):
                self._old.append(row)
        self._fold()
        undated = [line for line in view.lines if not line.due.front and not line.due.rescue]
        for at, line in enumerate(undated):
            self._rows.addWidget(self._date(line, view, first=at == 0, last=at == len(undated) - 1))
        self._undated.setVisible(bool(undated))
        for one in self.rows:
            if key_of(one.line) in unfolded:
                one.explain()
            if key_of(one.line) == held:
                one.button.setFocus()

    def _unfold(self) -> None:
        self._all = True
        self._fold()

    def _fold(self) -> None:
        """A long past waits behind its button."""
        for row in self._old:
            row.setVisible(self._all)
        count = len(self._old)
        self.older.setText(self._look.ui_n("%(n)d ligne plus ancienne", "%(n)d lignes plus anciennes", count))
        self.older.setVisible(bool(count) and not self._all)

    def _focus(self) -> QWidget:
        return self.window().focusWidget() or self

    def _row(self, entry: _Entry, view: ClockView, *, first: bool, last: bool) -> TimeRow:
        if isinstance(entry, date):
            return TodayRow(self._look, entry, first=first, last=last)
        if isinstance(entry, ClockLine):
            return self._date(entry, view, first=first, last=last)
        row = EventRow(self._look, entry, view.today, first=first, last=last)
        row.changed.connect(self.changed)
        row.removed.connect(self.removed)
        return row

    def _date(self, line: ClockLine, view: ClockView, *, first: bool, last: bool) -> DateRow:
        row = DateRow(self._look, line, view, first=first, last=last)
        row.answered.connect(self.answered)
        self.rows.append(row)
        return row
