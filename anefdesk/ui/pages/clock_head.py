"""The head of a person's clock: whose, what presses most, and its deeds. Used by the clock's page."""

from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.deadlines import Outcome, Reckoning, State
from anefdesk.domain.rights import Forecast
from anefdesk.services.deadlines import ClockLine, ClockView
from anefdesk.ui import clock_words, rights_words, tokens
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton, shown_name
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import column
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Heading, Text

_TO_ACT = frozenset({Outcome.CLOSES, Outcome.LAST_DAY, Outcome.LAST_HOUR})
_AHEAD = frozenset({State.NOT_STARTED, State.RUNNING, State.SUSPENDED, State.INTERRUPTED})


def ahead(view: ClockView) -> tuple[ClockLine, ...]:
    """The dates still to come, the nearest first: what may be told to the person."""
    return tuple(
        line
        for line in view.lines
        if line.due.state in _AHEAD and not line.done and line.due.front is not None and line.due.front >= view.today
    )


def is_missed(line: ClockLine) -> bool:
    """Whether this is a last day that passed and was not acted on."""
    return line.due.what in _TO_ACT and line.due.state is State.PASSED and not line.done and line.due.front is not None


def missed(view: ClockView) -> tuple[ClockLine, ...]:
    """Such days, the latest first."""
    return tuple(reversed([line for line in view.lines if is_missed(line)]))


def in_sight(view: ClockView) -> tuple[ClockLine, ...]:
    """What to act on in the coming days, then what was missed, then what is still to come."""
    coming = ahead(view)
    soon = view.today + timedelta(days=clock_words.URGENT_DAYS)
    acts = [line for line in coming if line.due.what in _TO_ACT and line.due.front and line.due.front <= soon]
    acts.sort(key=lambda line: line.due.deadline.reckoning is Reckoning.OQTF_LEGAL_AID)  # after the appeal itself
    return (*acts, *missed(view), *(line for line in coming if line not in acts))


def pressing(view: ClockView) -> ClockLine | None:
    """The date to act on first."""
    return next(iter(in_sight(view)), None)


class ClockHead(QWidget):
    """Each signal is a button of the head."""

    leaving = Signal()
    noting = Signal()
    telling = Signal()
    reminding = Signal()
    drawing = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        ui = look.ui
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(look.dp(tokens.GAP))
        self._who = QuietButton(look, ui("Dossier de la personne"), "arrow-left", tip=ui("Dossier de la personne"))
        self._who.clicked.connect(self.leaving)
        outer.addWidget(self._who, 0, Qt.AlignmentFlag.AlignLeading)
        outer.addWidget(Heading(look, ui("Échéances")))
        self._badges = Flow(look)
        self._first = Text(look, points=tokens.LARGE, strong=True)
        self._what = Text(look)
        self._gap = Text(look, points=tokens.LARGE, strong=True)
        next_ = column(look, tokens.SPACE)
        next_.addWidget(self._gap)
        next_.addLayout(self._badges)
        next_.addWidget(self._first)
        next_.addWidget(self._what)
        outer.addLayout(next_)
        self.note = PrimaryButton(look, ui("Noter un événement"), "calendar-plus", tip=ui("Touche N"))
        self.tell = PlainButton(look, ui("Dire ces dates à la personne"), "message-2")
        self.remind = PlainButton(look, ui("Imprimer un rappel"), "printer", tip="Ctrl+P")
        self.draw = PlainButton(look, ui("Frise des droits (PDF)"), "file-text")
        deeds = Flow(look)
        for button, told in (
            (self.note, self.noting),
            (self.tell, self.telling),
            (self.remind, self.reminding),
            (self.draw, self.drawing),
        ):
            button.clicked.connect(told)
            deeds.addWidget(button)
        outer.addLayout(deeds)

    def show_view(self, view: ClockView, forecast: Forecast) -> None:
        """Whose dates, and the one to act on first; before it, the gap of proof that begins earlier."""
        look, name = self._look, view.file.main_name
        self._who.setText(shown_name(name.latin() or name.native()) if name else look.ui("Dossier de la personne"))
        self._badges.clear()
        for button in (self.tell, self.remind):
            button.setEnabled(bool(ahead(view)))
        line = pressing(view)
        on = line.due.front or line.due.rescue if line else None
        gap = min((gap.segment.start for gap in forecast.gaps), default=None)
        first = gap is not None and (on is None or gap < on)
        self._gap.setText(rights_words.next_gap(look, forecast) if first else "")
        self._gap.set_tone("urgent" if gap is not None and gap <= view.today else "")
        self._gap.setVisible(first)
        if line is None or on is None:
            self._first.setText(look.ui("Aucune date à venir."))
            self._what.setText("")
        else:
            state, word = clock_words.standing(look, line.due, (on - view.today).days, done=line.done)
            self._badges.addWidget(StateBadge(look, state, word))
            if line.due.to_check:
                self._badges.addWidget(StateBadge(look, tokens.State.TO_CHECK))
            when = long_date(look.texts, on, view.today)
            if line.due.at is not None:
                when = look.ui("%(when)s, avant %(hour)s", when=when, hour=line.due.hour.replace(":", " h "))
            self._first.setText(when[:1].upper() + when[1:])
            self._what.setText(f"{look.ui(clock_words.OUTCOME[line.due.what])} – {line.due.deadline.title}")
        self._what.setVisible(bool(self._what.text()))
