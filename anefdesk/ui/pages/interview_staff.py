"""The staff's side of the interview, from what is urgent to what is settled: dangers, question, result, answers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.facts import Fact
from anefdesk.domain.interview import Verdict, Weight
from anefdesk.services.orientation import InterviewView
from anefdesk.ui import tokens
from anefdesk.ui.pages.interview_cards import FlagCard
from anefdesk.ui.pages.interview_question import Discretion, QuestionCard
from anefdesk.ui.pages.interview_result import Result
from anefdesk.ui.pages.interview_said import SaidSection
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.frames import clear, column


class StaffSide(QWidget):
    """``answered`` carries a fact and its value, ``turned`` nothing: another question is asked."""

    answered = Signal(str, str)
    turned = Signal()
    going_on = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._view: InterviewView | None = None
        self._again = ""  # a fact asked again, or before its turn
        self._seen: frozenset[str] = frozenset()  # flags
        self.warned = False  # by a flag that was not there before
        self.question: QuestionCard | None = None
        self.discretion = Discretion(look)
        self.result = Result(look)
        self.said = SaidSection(look)
        self._flags, self._asked = column(look), column(look)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(look.dp(tokens.PADDING))
        for part in (self._flags, self._asked):
            down.addLayout(part)
        for widget in (self.discretion, self.result, self.said):
            down.addWidget(widget)
        down.addStretch(1)
        self.result.asking.connect(self.ask)
        self.said.changing.connect(self.ask)

    @property
    def fact(self) -> Fact | None:
        """What is asked now."""
        if self._view is None:
            return None
        return self._view.catalogue.facts.get(self._again) or self._view.question

    def show_view(self, view: InterviewView) -> None:
        """The interview as it stands."""
        self._view = view
        self._show_flags(view)
        self._show_question(view)
        self.result.show_view(view)
        self.said.show_view(view)
        target = self.question.focusProxy() if self.question is not None else self.result.first
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_flags(self, view: InterviewView) -> None:
        clear(self._flags)
        flags = frozenset(flag.id for flag in view.step.flags)
        self.warned, self._seen = not flags <= self._seen, flags
        stopped = view.step.verdict is Verdict.STOPPED
        for flag in view.step.flags:
            stops = stopped and flag.weight is Weight.STOP
            card = FlagCard(self._look, flag, view.catalogue.sources, stops=stops)
            card.going_on.connect(self.going_on)
            self._flags.addWidget(card)

    def _show_question(self, view: InterviewView) -> None:
        clear(self._asked)
        self.question = None
        fact = self.fact
        if fact is None:
            return
        now = next((one.value for one in view.said if one.fact.id == fact.id), None)
        self.question = QuestionCard(self._look, fact, now=now)
        self.question.answered.connect(self._answer)
        self.question.kept.connect(self._leave)
        self._asked.addWidget(self.question)
        self.question.show()  # now: only what is visible takes the keyboard

    def ask(self, fact: str) -> None:
        """Put a question again, or one that would decide."""
        self._again = fact
        if self._view is not None:
            self.show_view(self._view)
        self.turned.emit()

    def _leave(self) -> None:
        self.ask("")

    def answer_there(self, fact: str, value: str) -> None:
        """The applicant answered, if it is still asked."""
        if self.question is not None and self.question.isEnabled() and self.fact is not None and self.fact.id == fact:
            self.question.setEnabled(False)
            self._answer(value)

    def _answer(self, value: str) -> None:
        if (fact := self.fact) is not None:
            self._again = ""
            self.answered.emit(fact.id, value)

    def wake(self) -> None:
        """The answer was refused: it may be given again."""
        if self.question is not None:
            self.question.setEnabled(True)
        self.result.setEnabled(True)

    def take(self, event: QKeyEvent) -> bool:
        """Whether the key was an answer."""
        return self.question is not None and self.question.take(event)
