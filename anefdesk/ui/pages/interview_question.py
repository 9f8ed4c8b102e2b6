"""The question of the interview on the staff's side, and what of it the applicant's side does not show yet."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout

from anefdesk.domain.facts import Fact, FactKind
from anefdesk.ui import applicant_words, tokens
from anefdesk.ui.pages.desk_question import answer_words
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.answers import AnswerButton, NumberAnswer
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.texts import Heading, Text

_ONE_COLUMN = 8  # answers; more stand in two columns while there is room
_WIDE_UNTIL = 130  # per cent of zoom
_KEYS = 9


class QuestionCard(Card):
    """Keys 1 to 9 choose, 0 and ? say « je ne sais pas ». ``answered`` carries the value."""

    answered = Signal(str)
    kept = Signal()

    def __init__(self, look: Look, fact: Fact, *, now: str | None = None) -> None:
        super().__init__(look)
        self._look, self._fact = look, fact
        self.setAccessibleName(fact.question)
        self.body.addWidget(Heading(look, fact.question, 2))
        if now is not None:
            said = look.ui("Réponse donnée : %(answer)s", answer=answer_words(look.texts, fact, now))
            self.body.addWidget(Text(look, said, tone="soft"))
        self._buttons: list[AnswerButton] = []
        if fact.kind is FactKind.NUMBER:
            number = NumberAnswer(look, look.ui(applicant_words.DONE), fact.question, points=tokens.BASE)
            number.carried.connect(self._choose)
            self.body.addWidget(number)
            self.setFocusProxy(number)
        values = [choice.id for choice in fact.choices] or (["yes", "no"] if fact.kind is FactKind.YES_NO else [])
        self._lay_out_answers(values)
        below = Flow(look)
        unknown = PlainButton(look, f"0   {answer_words(look.texts, fact, '')}")
        unknown.setAccessibleName(f"{answer_words(look.texts, fact, '')} – {fact.question}")
        unknown.clicked.connect(self._not_known)
        below.addWidget(unknown)
        if now is not None:
            same = QuietButton(look, look.ui("Garder cette réponse"), "x")
            same.clicked.connect(self.kept)
            below.addWidget(same)
        self.body.addLayout(below)

    def _lay_out_answers(self, values: list[str]) -> None:
        look, fact = self._look, self._fact
        two = fact.kind is FactKind.YES_NO or (len(values) > _ONE_COLUMN and look.zoom <= _WIDE_UNTIL)
        down = -(-len(values) // 2) if two else max(len(values), 1)
        grid = QGridLayout()
        grid.setSpacing(look.dp(6))
        for at, value in enumerate(values):
            text = answer_words(look.texts, fact, value)
            key = str(at + 1) if at < _KEYS else ""
            button = AnswerButton(look, Text(look, text), value, key=key or " ", name=f"{text} – {fact.question}")
            button.carried.connect(self._choose)
            self._buttons.append(button)
            grid.addWidget(button, at % down, at // down)
            if self.focusProxy() is None:
                self.setFocusProxy(button)
        for column in range(grid.columnCount()):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)

    def take(self, event: QKeyEvent) -> bool:
        """Whether the key was an answer."""
        if not self.isEnabled() or event.modifiers() & ~Qt.KeyboardModifier(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        ):
            return False
        if event.text() in {"0", "?"}:
            self._not_known()
            return True
        number = int(event.text()) if event.text() in "123456789" and event.text() else 0
        if 0 < number <= len(self._buttons):
            self._choose(str(self._buttons[number - 1].datum))
            return True
        return False

    def _not_known(self) -> None:
        self._choose("")

    def _choose(self, value: str) -> None:
        self.setEnabled(False)  # until it is recorded: a second press would answer the next question
        self.answered.emit(value)


class Discretion(Card):
    """What the applicant's side keeps to itself. ``alone`` tells whether it may show all; ``print_all`` is asked."""

    alone = Signal(bool)

    def __init__(self, look: Look) -> None:
        super().__init__(look, kind="sunken")
        self._look = look
        ui = look.ui
        self.setAccessibleName(ui("Ce que la personne ne voit pas"))
        self.body.addWidget(
            Text(
                look,
                ui(
                    "Une partie n’apparaît ni de son côté ni sur la fiche : quelqu’un peut lire par-dessus son épaule, "
                    "ou trouver la feuille."
                ),
                points=tokens.SMALL,
            )
        )
        self._alone = QCheckBox(ui("Elle est seule : tout montrer"))
        self._print = QCheckBox(ui("L’imprimer aussi"))
        for box in (self._alone, self._print):
            box.setFont(look.font())
            self.body.addWidget(box)
        self._alone.toggled.connect(self.alone)
        self.hide()

    @property
    def print_all(self) -> bool:
        """Whether the sheet may say it."""
        return self._print.isChecked()

    def hide_again(self) -> None:
        """Somebody else sits down."""
        self._alone.setChecked(False)
        self._print.setChecked(False)

    def concern(self, *, shown: bool, printed: bool) -> None:
        """Whether something is kept from the applicant's side, and from the sheet."""
        self.setVisible(shown)
        self._print.setVisible(printed)
