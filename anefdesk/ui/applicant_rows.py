"""Lines of the applicant's side: a pictogram, the gloss large, the French small, what to do in two words.

Beside the desk they stand in the same grid row as the staff's line; in the applicant's window, one under another.
"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from anefdesk.domain import contexts
from anefdesk.domain.checklist import Row
from anefdesk.domain.facts import FactKind
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.procedure import Requirement
from anefdesk.i18n import dates, languages
from anefdesk.i18n.texts import FRENCH_MARK, Gloss
from anefdesk.services import wording
from anefdesk.ui import applicant_words, tokens, words
from anefdesk.ui.desk_entries import Question, Title
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.answers import AnswerButton, NumberAnswer
from anefdesk.ui.widgets.buttons import shown
from anefdesk.ui.widgets.carrying import CarryingPlainButton
from anefdesk.ui.widgets.texts import BilingualLabel

UNREAD = "\u00a0°"  # explained once, at the head of the panel


def spoken(gloss: Gloss) -> str:
    """The gloss, marked until somebody who speaks the language has read it; French in its place says so."""
    if gloss.state == "missing":
        return gloss.text + FRENCH_MARK
    return gloss.text + UNREAD if gloss.state in {"draft", "checked"} else gloss.text


def said(look: Look, gloss: Gloss, points: float, *, strong: bool = False, tone: str = "") -> BilingualLabel:
    """A label for a gloss, in French and left to right where the language has none."""
    own = languages.FRENCH if gloss.state == "missing" else gloss.language
    return BilingualLabel(look, spoken(gloss), own, points=points, strong=strong, tone=tone)


class ApplicantLine(QFrame):
    """What all lines share: direction, pictogram, words. ``look`` speaks the applicant's language."""

    def __init__(self, look: Look, pictogram: str, *, kind: str = "card") -> None:
        super().__init__()
        self.look = look
        self.setProperty("kind", kind)
        language = look.texts.language
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if language.rtl else Qt.LayoutDirection.LeftToRight)
        self.setMinimumHeight(look.dp(tokens.APPLICANT_ROW))
        across = QHBoxLayout(self)
        across.setContentsMargins(look.dp(12), look.dp(10), look.dp(12), look.dp(10))
        across.setSpacing(look.dp(12))
        if pictogram:
            picture = QLabel()
            picture.setPixmap(look.pictogram(pictogram))
            picture.setFixedSize(QSize(look.dp(tokens.PICTOGRAM), look.dp(tokens.PICTOGRAM)))
            across.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        self.words = QVBoxLayout()
        self.words.setSpacing(look.dp(4))
        across.addLayout(self.words, 1)

    def french_under(self, french: str, gloss: Gloss) -> None:
        """The French term, small; where it already stands above, why it stands there."""
        if gloss.state == "source":
            return
        text, spoken_in = french, languages.FRENCH
        if gloss.state == "missing":
            text, spoken_in = self.look.ui(wording.NOT_TRANSLATED), gloss.language
        self.words.addWidget(BilingualLabel(self.look, text, spoken_in, points=tokens.SMALL, tone="soft"))


class ApplicantTitle(QWidget):
    """A heading between lines."""

    def __init__(self, look: Look, title: Title) -> None:
        super().__init__()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, look.dp(8), 0, 0)
        text = look.ui(title.applicant)
        inside.addWidget(BilingualLabel(look, text, look.texts.language, points=tokens.LARGE, strong=True))
        inside.addStretch(1)


class ApplicantPiece(ApplicantLine):
    """A paper to bring, and where it stands."""

    def __init__(self, look: Look, row: Row, *, advice: bool = False) -> None:
        super().__init__(look, row.document.pictogram or "document")
        document, texts = row.document, look.texts
        self.gloss = texts.content(contexts.of_document(document), document.name)
        self.words.addWidget(said(look, self.gloss, tokens.APPLICANT_BASE))
        self.french_under(document.name, self.gloss)
        self._where = BilingualLabel(look, "", texts.language, points=tokens.LARGE, strong=True)
        self._icon = QLabel()
        self._icon.setFixedSize(QSize(look.dp(tokens.ICON), look.dp(tokens.ICON)))
        line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        line.setSpacing(look.dp(6))
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._where, 1)
        self.words.addLayout(line)
        if advice and document.requirement is Requirement.USEFUL:
            useful = look.ui(wording.USEFUL)
            self.words.addWidget(BilingualLabel(look, useful, texts.language, points=tokens.LARGE, tone="soft"))
        if advice and document.if_missing and not row.settled:
            lead = look.ui(applicant_words.IF_MISSING)
            self.words.addWidget(BilingualLabel(look, lead, texts.language, points=tokens.BASE, tone="soft"))
            hint = texts.content(contexts.of_document(document, "if_missing"), document.if_missing)
            self.words.addWidget(said(look, hint, tokens.LARGE))
        self.words.addStretch(1)
        self.show_row(row)

    def show_row(self, row: Row) -> None:
        """Where the paper stands now."""
        look, item = self.look, row.item
        text = look.ui(wording.ITEM[row.state])
        if item is not None and item.reason is not None and not row.settled:
            text = f"{text} – {look.ui(wording.REFUSAL[item.reason])}"
        elif item is not None and not row.settled and (due := day_of(item.due)):
            text = f"{text} · {look.ui(wording.BEFORE, date=dates.shown(due))}"
        state = words.ITEM_TONE[row.state]
        self._icon.setPixmap(look.state_icon(state).pixmap(look.dp(tokens.ICON)))
        self._where.setProperty("tone", "" if state is State.PLAIN else state.value)
        self._where.style().unpolish(self._where)
        self._where.style().polish(self._where)
        self._where.show_text(text, look.texts.language)


class ApplicantQuestion(ApplicantLine):
    """A question with large buttons. ``answered`` carries the fact and the value, empty for « je ne sais pas »."""

    answered = Signal(str, str)

    def __init__(self, look: Look, question: Question) -> None:
        fact = question.fact
        super().__init__(look, fact.pictogram or "question")
        self._fact = fact
        texts = look.texts
        self.gloss = texts.content(contexts.of_fact(fact), fact.question)
        self.words.addWidget(said(look, self.gloss, tokens.APPLICANT_BASE, strong=True))
        self.french_under(fact.question, self.gloss)
        if fact.kind is FactKind.NUMBER:
            number = NumberAnswer(look, look.ui(applicant_words.DONE), self.gloss.text, points=tokens.APPLICANT_BASE)
            number.carried.connect(self._carry)
            self.words.addWidget(number)
        short = fact.kind is not FactKind.CHOICE
        way = QBoxLayout.Direction.LeftToRight if short else QBoxLayout.Direction.TopToBottom
        buttons = QBoxLayout(way)
        buttons.setSpacing(look.dp(8))
        for value, text in self._choices():
            button = self._short(text, value) if short else self._long(text, value)
            button.setAccessibleName(f"{text} – {self.gloss.text}")
            button.carried.connect(self._carry)
            buttons.addWidget(button)
        if short:
            buttons.addStretch(1)
        self.words.addLayout(buttons)
        self.words.addStretch(1)

    def _short(self, text: str, value: str) -> CarryingPlainButton:
        button = CarryingPlainButton(self.look, shown(text), value)
        button.setFont(self.look.font(tokens.LARGE, strong=True, language=self.look.texts.language))
        button.setProperty("kind", "answer")
        return button

    def _long(self, text: str, value: str) -> AnswerButton:
        label = BilingualLabel(self.look, text, self.look.texts.language, points=tokens.LARGE, strong=True)
        return AnswerButton(self.look, label, value, name=text)

    def _choices(self) -> list[tuple[str, str]]:
        look, fact = self.look, self._fact
        choices = [
            (choice.id, look.texts.content(contexts.of_choice(fact, choice), choice.name).marked)
            for choice in fact.choices
        ]
        if fact.kind is FactKind.YES_NO:
            choices = [("yes", look.ui(applicant_words.YES)), ("no", look.ui(applicant_words.NO))]
        return [*choices, ("", look.ui(applicant_words.NOT_KNOWN))]

    def _carry(self, value: str) -> None:
        self.answered.emit(self._fact.id, value)
