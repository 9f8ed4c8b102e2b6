"""A question the legal clock waits for, folded into one line: what is known of the file decides which rule speaks.

Used by a person's clock, and in « Pourquoi ? » beside the date that depends on it.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from anefdesk.domain.record import ObjectId
from anefdesk.i18n.texts import mark
from anefdesk.services.deadlines import Asked, ClockLine, ClockView
from anefdesk.ui import tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import QuietButton, shown
from anefdesk.ui.widgets.carrying import CarryingPlainButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Line, Section, clear, column, row
from anefdesk.ui.widgets.texts import Text

_NOT_KNOWN = mark("on ne sait pas")


def question_of(view: ClockView, line: ClockLine, doubt: str) -> Asked | None:
    """The question whose answer takes a doubt of ``line`` away, if people can answer it."""
    about = {None, line.demarche.id if line.demarche else None}
    found = [one for one in view.questions if one.question.fact == doubt and one.demarche in about]
    return found[0] if found else None


class ClockQuestion(QFrame):
    """``answered`` carries the démarche or None, the fact, and the value; empty: nobody knows."""

    answered = Signal(object, str, str)

    def __init__(self, look: Look, asked: Asked, about: str = "") -> None:
        super().__init__()
        self._look, self._asked = look, asked
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(look.dp(tokens.SPACE))
        question = asked.question.text
        head = row(look)
        words = column(look, 0)
        words.addWidget(Text(look, question))
        given = asked.question.answers.get(asked.given, "")
        for said in (look.ui("Réponse : %(answer)s", answer=given) if given else "", about):
            if said:
                words.addWidget(Text(look, said, points=tokens.SMALL, tone="soft"))
        head.addLayout(words, 1)
        self.fold = QuietButton(look, look.ui("Changer") if given else look.ui("Répondre"), "chevron-right")
        name = look.ui("Changer la réponse : %(question)s", question=question)
        self.fold.setAccessibleName(name if given else look.ui("Répondre : %(question)s", question=question))
        self.fold.clicked.connect(self.unfold)
        self.setFocusProxy(self.fold)
        head.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(head)
        self._inside = QWidget()
        down = QVBoxLayout(self._inside)
        down.setContentsMargins(0, 0, 0, look.dp(tokens.GAP))
        answers = Flow(look, gap=6)
        for value, said in (*asked.question.answers.items(), ("", look.ui(_NOT_KNOWN))):
            button = CarryingPlainButton(look, shown(said), value, name=f"{said} – {question}")
            button.carried.connect(self._carry)
            answers.addWidget(button)
        down.addLayout(answers)
        self._inside.hide()
        outer.addWidget(self._inside)

    def unfold(self) -> None:
        """Show the answers, or fold them."""
        open_ = self._inside.isHidden()
        self._inside.setVisible(open_)
        icon = "chevron-down" if open_ else "chevron-right"
        self.fold.setIcon(self._look.icon(icon, self._look.colours.accent, air=tokens.AIR))

    def _carry(self, value: str) -> None:
        self.answered.emit(self._asked.demarche, self._asked.question.fact, value)


class OpenQuestions(Section):
    """Every question of the clock, folded; ``answered`` as each of them tells it. An answer leads to the next one."""

    answered = Signal(object, str, str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, look.ui("Questions ouvertes"), open_=False)
        self._look = look
        self._leading = False

    def show_view(self, view: ClockView, name: Callable[[ObjectId | None], str], *, pressing: ClockLine | None) -> None:
        """The questions as they stand; unfolded when the ``pressing`` date waits for one. ``name`` words a démarche."""
        clear(self.body)
        waiting: list[ClockQuestion] = []
        for asked in view.questions:
            if self.body.count():
                self.body.addWidget(Line(self._look))
            question = ClockQuestion(self._look, asked, name(asked.demarche))
            question.answered.connect(self._tell)
            self.body.addWidget(question)
            if not asked.given:
                waiting.append(question)
        still = len(waiting)
        self.set_note(self._look.ui_n("%(n)d sans réponse", "%(n)d sans réponse", still) if still else "")
        self.setVisible(bool(view.questions))
        doubts = pressing.due.doubts if pressing else ()
        if any(not asked.given and asked.question.fact in doubts for asked in view.questions):
            self.set_open(True)
        if self._leading and waiting:
            waiting[0].setFocus()
        self._leading = False

    def _tell(self, demarche: ObjectId | None, fact: str, value: str) -> None:
        self._leading = True
        self.answered.emit(demarche, fact, value)
