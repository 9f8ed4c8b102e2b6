"""Rows of a person's line of time: what happened, today, and the dates of the law with « Pourquoi ? ». For the clock.

Each row is made of words and real buttons; the thread beside them is only drawn.
"""

from datetime import date, datetime, time, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from anefdesk.domain.deadlines import Due, Outcome
from anefdesk.domain.happened import LegalEvent, Told
from anefdesk.domain.partial_date import day_of, shown
from anefdesk.i18n import dates
from anefdesk.i18n.texts import mark
from anefdesk.services.clock_events import Derived
from anefdesk.services.deadlines import ClockLine, ClockView
from anefdesk.ui import clock_words, tokens
from anefdesk.ui.clock_words import event_words
from anefdesk.ui.pages.clock_why import Why
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import column, row
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text
from anefdesk.ui.widgets.time_mark import TimeMark

_FAR = 800  # days: farther, the distance says nothing
_NOT_BEFORE = frozenset({Outcome.OPENS, Outcome.REFUSAL_BORN})


def wall(look: Look, at: datetime) -> str:
    """« 25/11/2026 à 16 h 40 »; midnight is the end of a day, « 24 h 00 »."""
    if at.time() == time.min:
        return look.ui("%(day)s à %(hour)s", day=dates.shown(at.date() - timedelta(days=1)), hour="24 h 00")
    return look.ui("%(day)s à %(hour)s", day=dates.shown(at.date()), hour=f"{at:%H} h {at:%M}")


class TimeRow(QWidget):
    """A dot on the thread, and what stands beside it."""

    def __init__(self, look: Look, dot: TimeMark) -> None:
        super().__init__()
        self.look = look
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(look.dp(tokens.GAP))
        across.addWidget(dot)
        self.said = column(look, 2)
        self.said.setContentsMargins(0, look.dp(tokens.SPACE), 0, look.dp(tokens.PADDING))
        across.addLayout(self.said, 1)


class TodayRow(TimeRow):
    """Between what happened and what comes."""

    def __init__(self, look: Look, today: date, *, first: bool, last: bool) -> None:
        super().__init__(look, TimeMark(look, State.SETTLED, first=first, last=last))
        words = look.ui("Aujourd’hui, %(day)s", day=long_date(look.texts, today, today).rpartition(", ")[0])
        self.said.addWidget(Text(look, words, strong=True, tone="accent"))


class EventRow(TimeRow):
    """Something that happened; what was noted by hand can be corrected or taken away."""

    changed = Signal(object)
    removed = Signal(object)

    def __init__(self, look: Look, event: LegalEvent | Derived, today: date, *, first: bool, last: bool) -> None:
        super().__init__(look, TimeMark(look, full=False, first=first, last=last))
        by_hand = event if isinstance(event, LegalEvent) else None
        what = event_words(look, event.kind, by_hand.of if by_hand else None)
        head = row(look)
        words = column(look, 0)
        ahead = isinstance(event, Derived) and event.on > today
        words.addWidget(Text(look, what[:1].upper() + what[1:], strong=ahead))
        words.addWidget(Text(look, self._when(event, today), points=tokens.SMALL, tone="soft"))
        head.addLayout(words, 1)
        self.said.addLayout(head)
        if not isinstance(event, LegalEvent):
            return
        if event.remark:
            self.said.addWidget(Text(look, event.remark, points=tokens.SMALL))
        named = f"{what}, {shown(event.on)}"
        for words_, icon, name, told in (
            (look.ui("Corriger"), "pencil", look.ui("Corriger : %(what)s", what=named), self.changed),
            (look.ui("Retirer"), "trash", look.ui("Retirer : %(what)s", what=named), self.removed),
        ):
            button = CarryingButton(look, "", event, icon, name=name, tip=words_)
            button.carried.connect(told)
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def _when(self, event: LegalEvent | Derived, today: date) -> str:
        look = self.look
        on = day_of(event.on) if isinstance(event, LegalEvent) else event.on
        said = long_date(look.texts, on, today) if on else look.ui("date illisible")
        parts = [said if on and abs((on - today).days) < _FAR else said.rpartition(", ")[0] or said]
        if isinstance(event, LegalEvent):
            if event.at:
                parts.append(look.ui("à %(hour)s", hour=event.at.replace(":", " h ")))
            if event.until and event.kind in clock_words.UNTIL:
                parts.append(f"{look.ui(clock_words.UNTIL[event.kind])} : {shown(event.until)}")
        else:
            if event.until is not None:
                parts.append(look.ui("jusqu’au %(day)s", day=dates.shown(event.until)))
            parts.append(look.ui("lu dans le dossier"))
            parts.extend(filter(None, (event.name,)))
        return " · ".join(parts)


class DateRow(TimeRow):
    """A date that follows from the law. ``answered`` carries a fact and its value, from « Pourquoi ? »."""

    answered = Signal(object, str, str)

    def __init__(
        self, look: Look, line: ClockLine, view: ClockView, *, first: bool = False, last: bool = False
    ) -> None:
        due = line.due
        on = due.front or due.rescue
        self._state, word = clock_words.standing(look, due, (on - view.today).days if on else None, done=line.done)
        super().__init__(look, TimeMark(look, self._state, down=22, first=first, last=last))
        self.line, self._view = line, view
        self._several = len({one.demarche for one in view.lines}) > 1
        self._why: Why | None = None
        self.button = QuietButton(look, look.ui("Pourquoi ?"), "chevron-right")
        self.button.setAccessibleName(look.ui("Pourquoi ? %(what)s", what=self._title()))
        self.button.clicked.connect(self.explain)
        self.said.addLayout(self._head(on, word))
        self.said.addWidget(Text(look, self._title(), strong=on is None))
        for text, tone in self._more():
            self.said.addWidget(Text(look, text, points=tokens.SMALL, tone=tone, strong=tone in {"urgent", "soon"}))

    def _head(self, on: date | None, word: str) -> Flow:
        look, due = self.look, self.line.due
        head = Flow(look)
        if on is not None:
            day, _, away = long_date(look.texts, on, self._view.today).rpartition(", ")
            day = day if due.front else look.ui("peut-être jusqu’au %(when)s", when=day)
            size = tokens.BASE if self.line.done else tokens.LARGE
            for words in (Text(look, f"{day},", points=size, strong=True), Text(look, away, points=size)):
                words.setWordWrap(False)
                head.addWidget(words)
        head.addWidget(StateBadge(look, self._state, word))
        if due.to_check and self._state is not State.TO_CHECK:
            head.addWidget(StateBadge(look, State.TO_CHECK))
        head.addWidget(self.button)
        return head

    def _title(self) -> str:
        due = self.line.due
        return f"{self.look.ui(clock_words.OUTCOME[due.what])} – {due.deadline.title}"

    def _more(self) -> list[tuple[str, str]]:
        """What stands under the title, each with its tone."""
        look, line, due = self.look, self.line, self.line.due
        found: list[tuple[str, str]] = []
        if due.at is not None:
            counted = mark("Heures comptées : avant le %(when)s.")
            if "hour" in due.doubts:
                counted = mark("Heures comptées depuis minuit, faute de l’heure : avant le %(when)s.")
            found.append((look.ui(counted, when=wall(look, due.at)), "urgent"))
        found.extend((text, "soft") for text in rescues(look, due))
        if not due.front and not due.rescue and due.grade.value == "C":
            found.append((look.ui("Indication, à voir avec un juriste."), "to_check"))
        if line.procedure is not None and self._several:
            found.append((line.procedure.name, "soft"))
        if line.told is not None:
            found.append(told_words(look, line.told, moved=line.moved))
        return found

    @property
    def unfolded(self) -> bool:
        """Whether the reasons are shown."""
        return self._why is not None and not self._why.isHidden()

    def explain(self) -> None:
        """Show why, or fold it."""
        if self._why is None:
            self._why = Why(self.look, self.line, self._view)
            self._why.answered.connect(self.answered)
            self.said.addWidget(self._why)
            self._why.show()
        else:
            self._why.setVisible(self._why.isHidden())
        icon = "chevron-down" if self.unfolded else "chevron-right"
        self.button.setIcon(self.look.icon(icon, self.look.colours.accent, air=tokens.AIR))
        self.button.setAccessibleDescription(self.look.ui("ouvert") if self.unfolded else self.look.ui("replié"))


def rescues(look: Look, due: Due) -> list[str]:
    """The second date that can be defended, never in front."""
    if due.front is None and due.at is None:
        return [look.ui("À confirmer par un avocat.")] if due.rescue else []
    second = wall(look, due.rescue_at) if due.rescue_at else dates.shown(due.rescue) if due.rescue else ""
    if not second:
        return []
    if due.what in _NOT_BEFORE:
        return [look.ui("peut-être dès le %(day)s, à confirmer par un avocat", day=second)]
    return [look.ui("secours : %(day)s, à confirmer par un avocat", day=second)]


def told_words(look: Look, told: Told, *, moved: bool) -> tuple[str, str]:
    """What the person was told, in amber once it is no longer so."""
    day, _, hour = told.on.partition("T")
    said = f"{shown(day)} {look.ui('à %(hour)s', hour=hour.replace(':', ' h '))}" if hour else shown(day)
    if hour == "00:00" and (on := day_of(day)) is not None:
        said = wall(look, datetime.combine(on, time.min))
    words = look.ui("Annoncé à la personne le %(when)s : %(day)s.", when=shown(told.told_on), day=said)
    if not moved:
        return words, "soft"
    return f"{words} {look.ui('Cette date a changé depuis : redites-la.')}", "soon"
