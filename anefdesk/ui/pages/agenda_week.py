"""One week of what is due, day by day, with the arrows that lead to the next. Used by « Échéances »."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.i18n import dates
from anefdesk.i18n.isolates import isolate
from anefdesk.services.agenda import AgendaRow
from anefdesk.ui import tokens
from anefdesk.ui.models.agenda import NOT_SAFE, what_words
from anefdesk.ui.spoken_dates import distance, long_date
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.answers import AnswerButton
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, Line, clear, column
from anefdesk.ui.widgets.room import Bending
from anefdesk.ui.widgets.texts import Heading, Text

_DAYS, _DAY = 7, 216  # pixels before zoom: a day's name
_WEEK = timedelta(days=_DAYS)


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


class Week(QWidget):
    """``turned`` carries another Monday, ``opened`` a row."""

    turned = Signal(object)
    opened = Signal(object)

    def __init__(self, look: Look, today: date) -> None:
        super().__init__()
        self._look, self._today = look, today
        self.monday = monday_of(today)
        ui = look.ui
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(look.dp(tokens.GAP))
        self.before = PlainButton(look, ui("Semaine d’avant"), "chevron-left")
        self.after = PlainButton(look, ui("Semaine d’après"), "chevron-right")
        self.now = QuietButton(look, ui("Cette semaine"))
        arrows = Flow(look)
        for button, deed in ((self.before, self._back), (self.after, self._on), (self.now, self._home)):
            button.clicked.connect(deed)
            arrows.addWidget(button)
        self._title = Heading(look, "", 3)
        outer.addWidget(self._title)
        outer.addLayout(arrows)
        card = Card(look)
        self._days = card.body
        outer.addWidget(card)
        self._say()

    def _say(self) -> None:
        sunday = self.monday + timedelta(days=_DAYS - 1)
        self._title.setText(
            self._look.ui("Du %(from)s au %(to)s", **{"from": dates.shown(self.monday), "to": dates.shown(sunday)})
        )
        self.now.setEnabled(self.monday != monday_of(self._today))

    def show_rows(self, rows: Sequence[AgendaRow]) -> None:
        """The seven days with what falls on them."""
        clear(self._days)
        self._say()
        for number in range(_DAYS):
            if number:
                self._days.addWidget(Line(self._look))
            day = self.monday + timedelta(days=number)
            self._days.addWidget(self._day(day, [row for row in rows if row.on == day]))

    def _day(self, day: date, rows: Sequence[AgendaRow]) -> QWidget:
        look = self._look
        one = QWidget()
        across = Bending(look, one)
        one.setLayout(across)
        when, _, _ = long_date(look.texts, day, self._today).rpartition(", ")
        named = column(look, 0)
        here = day == self._today
        named.addWidget(Text(look, when, strong=True, tone="accent" if here else ""))
        named.addWidget(Text(look, distance(look.texts, day, self._today), points=tokens.SMALL, tone="soft"))
        named.addStretch(1)
        head = QWidget()
        head.setLayout(named)
        across.add_aside(head, _DAY)
        down = column(look, tokens.SPACE)
        for row in rows:
            down.addWidget(self._row(row))
        if not rows:
            nothing = Text(look, look.ui("rien"), tone="soft")
            down.addWidget(nothing, 0, Qt.AlignmentFlag.AlignLeading)
        across.addLayout(down, 1)
        return one

    def _row(self, row: AgendaRow) -> AnswerButton:
        look = self._look
        name = isolate(row.latin or row.native)
        unsafe = "" if row.safe else look.ui(NOT_SAFE)
        said = " · ".join(filter(None, (name, row.at.replace(":", " h "), unsafe)))
        words = f"{said}\n{what_words(look, row)}"
        button = AnswerButton(look, Text(look, words), row, name=words.replace("\n", ", "))
        button.carried.connect(self.opened)
        return button

    def turn(self, monday: date) -> None:
        """Another week."""
        self.monday = monday
        self._say()
        self.turned.emit(monday)

    def _back(self) -> None:
        self.turn(self.monday - _WEEK)

    def _on(self) -> None:
        self.turn(self.monday + _WEEK)

    def _home(self) -> None:
        self.turn(monday_of(self._today))
