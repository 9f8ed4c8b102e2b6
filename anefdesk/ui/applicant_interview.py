"""The applicant's side of the interview: the question large, then what was found, in their language.

Nothing of staff is in here. What could put the person in danger if somebody reads over their shoulder is not shown
before staff says that the person is alone. Used by the interview's page, beside staff and alone on a screen.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from anefdesk.domain import contexts
from anefdesk.domain.facts import Fact
from anefdesk.domain.interview import RedFlag, Verdict
from anefdesk.domain.procedure import Statement
from anefdesk.i18n import languages, reviews
from anefdesk.i18n.texts import Gloss
from anefdesk.services import wording
from anefdesk.services.orientation import InterviewView, WayOut
from anefdesk.ui import applicant_words, tokens, words
from anefdesk.ui.applicant import LanguageChooser, marks, speaking
from anefdesk.ui.applicant_rows import ApplicantLine, ApplicantQuestion, said
from anefdesk.ui.applicant_screen import ApplicantScreen
from anefdesk.ui.desk_entries import Question
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.frames import clear
from anefdesk.ui.widgets.texts import BilingualLabel


@dataclass(frozen=True)
class Told:
    """What the applicant may see now: the question put, and everything once they are ``alone`` with staff."""

    view: InterviewView
    question: Fact | None
    alone: bool = False

    @property
    def aloud(self) -> bool:
        """Whether the question is put by word of mouth."""
        return self.question is not None and self.question.id in self.view.discreet and not self.alone

    def ways(self, ways: tuple[WayOut, ...]) -> list[WayOut]:
        """Those of ``ways`` that may be said."""
        return [way for way in ways if self.view.shown(way.outcome, everything=self.alone)]


class ApplicantInterview(QWidget):
    """``answered`` carries the fact and the value, ``language_chosen`` a code."""

    answered = Signal(str, str)
    language_chosen = Signal(object)

    def __init__(self, look: Look, code: str, *, points: float = tokens.LARGE) -> None:
        super().__init__()
        self._look = look
        self._points = points  # of the title
        self._told: Told | None = None
        self._states: set[reviews.State] = set()  # how far what is shown was reviewed
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(look.dp(tokens.GAP))
        self.speak(code)

    def speak(self, code: str) -> None:
        """Another language, at once."""
        self._their = speaking(self._look, code)
        if self._told is not None:
            self.show_told(self._told)

    def show_told(self, told: Told) -> None:
        """Say everything in the applicant's language."""
        self._told, self._states = told, set()
        look, language = self._their, self._their.texts.language
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if language.rtl else Qt.LayoutDirection.LeftToRight)
        clear(self._down)
        self._top()
        unread = QVBoxLayout()
        self._down.addLayout(unread)
        if told.question is not None:
            self._ask(told.question, aloud=told.aloud)
        for flag in told.view.step.flags:
            if told.view.shown(flag, everything=told.alone):
                self._flag(flag)
        if told.view.step.verdict is Verdict.STOPPED:
            self._line("question", applicant_words.TOGETHER)
        elif told.question is None:
            self._result(told)
        self._down.addStretch(1)
        if language is not languages.FRENCH:
            for warning in marks(self._states):
                for text, own in ((look.ui(warning), language), (warning, languages.FRENCH)):
                    unread.addWidget(BilingualLabel(look, text, own, points=tokens.SMALL, tone="soft"))

    def _ask(self, fact: Fact, *, aloud: bool) -> None:
        if aloud:
            self._line("question", applicant_words.ALOUD)
            return
        question = ApplicantQuestion(self._their, Question(fact, ()))
        question.answered.connect(self.answered)
        self._states.add(question.gloss.state)
        self._down.addWidget(question)

    def _top(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._words(wording.ORIENTATION_TITLE, self._points), 1)
        chooser = LanguageChooser(self._their, self._their.texts.language.code)
        chooser.decided.connect(self.language_chosen)
        top.addWidget(chooser, 0, Qt.AlignmentFlag.AlignTop)
        self._down.addLayout(top)

    def _words(self, sentence: str, points: float = tokens.LARGE, **values: object) -> BilingualLabel:
        self._states.add(self._their.texts.ui_state(sentence))
        spoken = self._their.ui(sentence, **values)
        return BilingualLabel(self._their, spoken, self._their.texts.language, points=points, strong=True)

    def _gloss(self, context: str, french: str) -> Gloss:
        gloss = self._their.texts.content(context, french)
        self._states.add(gloss.state)
        return gloss

    def _line(self, pictogram: str, sentence: str) -> ApplicantLine:
        line = ApplicantLine(self._their, pictogram)
        line.words.addWidget(self._words(sentence))
        self._down.addWidget(line)
        return line

    def _statement(self, line: ApplicantLine, statement: Statement) -> None:
        if statement.id:  # without it the sentence is for staff only
            gloss = self._gloss(contexts.of_statement(statement), statement.text)
            line.words.addWidget(said(self._their, gloss, tokens.LARGE))

    def _flag(self, flag: RedFlag) -> None:
        line = ApplicantLine(self._their, "")
        line.setProperty("state", words.FLAG_TONE[flag.weight].value)
        name = self._gloss(contexts.of_rule(flag), flag.name)
        line.words.addWidget(self._words(wording.CAREFUL, tokens.BASE))
        line.words.addWidget(said(self._their, name, tokens.APPLICANT_BASE, strong=True))
        line.french_under(flag.name, name)
        self._statement(line, flag.why)
        line.words.addWidget(self._words(wording.TURN_TO))
        line.words.addWidget(said(self._their, self._gloss(contexts.of_turn_to(flag), flag.turn_to), tokens.LARGE))
        self._down.addWidget(line)

    def _result(self, told: Told) -> None:
        view = told.view
        for regime in view.step.regimes:
            if view.shown(regime, everything=told.alone):
                line = self._line("document", wording.SPECIAL)
                name = self._gloss(contexts.of_rule(regime), regime.name)
                line.words.addWidget(said(self._their, name, tokens.APPLICANT_BASE, strong=True))
                line.french_under(regime.name, name)
                self._statement(line, regime.what)
        found, possible = told.ways(view.found), told.ways(view.possible)
        if found:
            self._down.addWidget(self._words(wording.FOUND, tokens.APPLICANT_BASE))
            for way in found:
                self._way(way)
            self._place(view)
        else:
            self._line("question", wording.NOTHING_FOUND).words.addWidget(self._words(wording.JURIST))
        names = {way.name: way for way in possible}
        if 0 < len(names) <= wording.FEW:
            self._down.addWidget(self._words(wording.MAYBE))
            for way in names.values():
                self._down.addWidget(said(self._their, self._name(way), tokens.LARGE))

    def _name(self, way: WayOut) -> Gloss:
        if way.procedure is not None:
            return self._gloss(contexts.of_procedure(way.procedure), way.procedure.name)
        assert way.elsewhere is not None
        return self._gloss(contexts.of_elsewhere(way.elsewhere), way.elsewhere.what)

    def _way(self, way: WayOut) -> None:
        line = ApplicantLine(self._their, "form")
        name = self._name(way)
        line.words.addWidget(said(self._their, name, tokens.APPLICANT_BASE, strong=True))
        line.french_under(way.name, name)
        self._statement(line, way.outcome.why)
        if way.outcome.jurist:
            line.words.addWidget(self._words(wording.JURIST))
        where = way.where
        if where is not None and where.id:
            line.words.addWidget(self._words(wording.WHERE))
            self._statement(line, where)
        self._down.addWidget(line)

    def _place(self, view: InterviewView) -> None:
        for sentence, name in (
            (wording.PREFECTURE, view.department.prefecture if view.department else ""),
            (wording.COURT, view.court.name if view.court else ""),
        ):
            if name:
                self._down.addWidget(self._words(sentence, name=name))


class InterviewScreen(ApplicantScreen):
    """The same alone on the screen."""

    def __init__(self, look: Look, code: str, parent: QWidget, *, training: bool) -> None:
        super().__init__(look, parent, training=training)
        self.side = ApplicantInterview(look, code, points=tokens.APPLICANT_TITLE)
        self.side.answered.connect(self.answered)
        self.side.language_chosen.connect(self.language_chosen)
        self._scroll.body.addWidget(self.side)
        self._scroll.body.addWidget(self.way_back, 0, Qt.AlignmentFlag.AlignTrailing)
        self._scroll.body.addStretch(1)

    def speak(self, code: str) -> None:
        """Another language, at once."""
        self.side.speak(code)
        self._turn()

    def show_told(self, told: Told) -> None:
        """The interview as it now stands."""
        self.side.show_told(told)
        self._turn()

    def _turn(self) -> None:
        self.setLayoutDirection(self.side.layoutDirection())
