"""A question on the staff's side, « à préciser »: asked once, answered by either side, never guessed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from anefdesk.domain.facts import Fact, FactKind
from anefdesk.i18n.texts import Texts
from anefdesk.ui import applicant_words, tokens
from anefdesk.ui.desk_entries import Question
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import shown
from anefdesk.ui.widgets.carrying import CarryingPlainButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text

_NAMED = 2  # pieces a question names


def answer_words(texts: Texts, fact: Fact, value: str) -> str:
    """A value in French: « Oui », the words of a choice, a number."""
    named = {choice.id: choice.name for choice in fact.choices}
    named |= {"": texts.ui(applicant_words.NOT_KNOWN)}
    if fact.kind is FactKind.YES_NO:
        named |= {"yes": texts.ui(applicant_words.YES), "no": texts.ui(applicant_words.NO)}
    return named.get(value, value)


class DeskQuestion(QFrame):
    """``answered`` carries the fact and the value, empty for « je ne sais pas »."""

    answered = Signal(str, str)

    def __init__(self, look: Look, question: Question) -> None:
        super().__init__()
        self._fact = fact = question.fact
        self.setProperty("kind", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(look.dp(12), look.dp(10), look.dp(12), look.dp(10))
        outer.setSpacing(look.dp(6))
        head = QHBoxLayout()
        head.setSpacing(look.dp(8))
        head.addWidget(StateBadge(look, State.TO_CHECK, look.ui("à préciser")), 0, Qt.AlignmentFlag.AlignTop)
        self._unknown = Text(look, look.ui("La personne ne sait pas."), points=tokens.SMALL, tone="to_check")
        self._unknown.hide()
        head.addWidget(self._unknown, 1)
        head.addStretch(0)
        outer.addLayout(head)
        outer.addWidget(Text(look, fact.question, strong=True))
        outer.addWidget(Text(look, _decides(look, question), points=tokens.SMALL, tone="soft"))
        choices = Flow(look, gap=6)
        values = [choice.id for choice in fact.choices] or (["yes", "no"] if fact.kind is FactKind.YES_NO else [])
        if fact.kind is FactKind.NUMBER:
            self._number = QLineEdit()
            self._number.setAccessibleName(fact.question)
            self._number.setMaximumWidth(look.dp(120))
            self._number.returnPressed.connect(self._numbered)
            choices.addWidget(self._number)
        for value in (*values, ""):
            text = answer_words(look.texts, fact, value)
            button = CarryingPlainButton(look, shown(text), value, name=f"{text} – {fact.question}")
            button.carried.connect(self._carry)
            choices.addWidget(button)
            if self.focusProxy() is None:
                self.setFocusProxy(button)
        outer.addLayout(choices)
        outer.addStretch(1)

    def show_unknown(self) -> None:
        """The question was put and stays open."""
        self._unknown.show()

    def _numbered(self) -> None:
        self.answered.emit(self._fact.id, self._number.text().strip())

    def _carry(self, value: str) -> None:
        self.answered.emit(self._fact.id, value)


def _decides(look: Look, question: Question) -> str:
    names = [document.name for document in question.documents]
    said = look.ui("Décide de : %(pieces)s", pieces=" ; ".join(names[:_NAMED]))
    more = len(names) - _NAMED
    return f"{said} {look.ui_n('et %(n)d autre pièce', 'et %(n)d autres pièces', more)}" if more > 0 else said
