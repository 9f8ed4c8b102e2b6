"""Which procedure is yours? The interview on both sides: staff asks in French, the applicant answers in their language.

In a file every answer is recorded at once; without one the answers stay in this page and its draft.
"""

from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.domain.interview import RedFlag
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.errors import AnefdeskError
from anefdesk.i18n import languages
from anefdesk.services.orientation import InterviewView, WayOut
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.applicant_interview import ApplicantInterview, InterviewScreen, Told
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.desk_question import answer_words
from anefdesk.ui.pages.destinations import Asked, Leaf, ToDesk, ToNewPerson, ToPaper, ToPerson, ToProcedures
from anefdesk.ui.pages.interview_answers import Answers
from anefdesk.ui.pages.interview_deeds import InterviewDeeds, under_way
from anefdesk.ui.pages.interview_head import InterviewHead
from anefdesk.ui.pages.interview_staff import StaffSide
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.frames import PageScroll
from anefdesk.ui.widgets.states import InlineMessage

_WIDE_UNTIL = 130  # per cent of zoom: beyond, the applicant's side is flipped to with T


class InterviewPage(QWidget):
    """``language_changed`` tells the window which language to remember for the applicant's side."""

    go = Signal(object)
    language_changed = Signal(str)

    def __init__(
        self, look: Look, jobs: Jobs, news: News, session: Session, today: date, case: CaseId | None, language: str
    ) -> None:
        super().__init__()
        self.place = f"interview:{case.hex() if case else ''}"
        self._look, self._news, self._session, self._today = look, news, session, today
        self._case, self._language = case, language
        self._do = InterviewDeeds(session, case)
        self._deeds = Deeds(jobs, news, self)
        self.answers = Answers(self._deeds, self._do, self)
        self._view: InterviewView | None = None
        self._alone = False  # the person, with staff: their side may show everything
        self._later = QTimer(self, singleShot=True)  # new lines first get their place
        self._later.timeout.connect(self._bring)
        self._screen: InterviewScreen | None = None
        self.head = InterviewHead(look, person=case is not None)
        self.message = InlineMessage(look)
        self.mine = StaffSide(look)
        self.theirs = ApplicantInterview(look, language)
        self._lay_out()
        self._connect()
        if case is None:
            self._deeds.read(session.desk.casework.departments, then=self.head.name_departments)
        self.answers.reload()

    def _lay_out(self) -> None:
        look = self._look
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = PageScroll(look, wide=True)
        outer.addWidget(self._scroll)
        body = self._scroll.body
        body.addWidget(self.head)
        body.addWidget(self.message)
        across = QHBoxLayout()
        across.setSpacing(look.dp(20))
        across.addWidget(self.mine, 6)
        if look.zoom <= _WIDE_UNTIL:
            across.addWidget(self.theirs, 5)
        else:
            self.theirs.setParent(self)
            self.theirs.hide()
        body.addLayout(across)
        body.addStretch(1)

    def _connect(self) -> None:
        head, mine, answers = self.head, self.mine, self.answers
        head.leaving.connect(self._leave)
        head.showing.connect(self.flip)
        head.printing.connect(self.print_page)
        head.cleared.connect(self._start_again)
        head.filing.connect(self._open_file)
        head.housed.connect(answers.live_in)
        mine.answered.connect(self._answered)
        mine.turned.connect(self._tell)
        mine.going_on.connect(answers.continue_anyway)
        mine.discretion.alone.connect(self._show_all)
        mine.result.begun.connect(self._begin)
        mine.said.to_file.connect(self._leave)
        self.theirs.answered.connect(mine.answer_there)
        self.theirs.language_chosen.connect(self.speak)
        answers.seen.connect(self._show)
        self.message.acted.connect(self.undo)
        self._deeds.failed.connect(self._failed)
        self._news.touched.connect(self._touched)
        self._undo_key = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        self._undo_key.activated.connect(self.undo)

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Quelle démarche ?")

    def draft(self) -> Draft | None:
        """The answers of somebody without a file; in a file they are recorded."""
        fields = self.answers.fields()
        return Draft(self.place, fields) if fields else None

    def restore(self, draft: Draft) -> None:
        """Go on where it was left."""
        self.answers.put_back(draft.fields)
        self.head.department.set_value(self.answers.department)
        ui = self._look.ui
        again = ui("L’entretien reprend là où il était.")
        self.message.say(tokens.State.PLAIN, again, ui("Pour quelqu’un d’autre, recommencez."))

    def print_page(self) -> None:
        """P and Ctrl+P: what was found, on paper, in two languages."""
        answers = self.answers
        given = tuple(answers.given.items())
        asked = Asked(given, answers.department, answers.go_on, self.mine.discretion.print_all)
        self.go.emit(ToPaper(Leaf.ORIENTATION, self._language, self._case, asked=asked))

    def _touched(self, touched: Touched) -> None:
        if self._case in touched.cases:
            self.answers.reload()

    def _show(self, view: InterviewView) -> None:
        first, self._view = self._view is None, view
        if first and any(one.code == view.language for one in languages.APPLICANT_LANGUAGES):
            self._language = view.language  # the person's own, until somebody chooses another
            self.theirs.speak(view.language)
        self.head.show_view(view)
        self.mine.show_view(view)
        self._tell()
        self._later.start()

    def _bring(self) -> None:
        """A new danger is read first; otherwise the question stays in sight."""
        self._scroll.ensureVisible(0, 0)
        if self.mine.question is not None and not self.mine.warned:
            self._scroll.ensureWidgetVisible(self.mine.question)

    def _tell(self) -> None:
        view = self._view
        if view is None:
            return
        told = Told(view, self.mine.fact, self._alone)
        asked_aloud = told.question is not None and told.question.id in view.discreet
        kept_back = any(isinstance(rule, RedFlag) or view.question is None for rule in view.held_back)
        self.mine.discretion.concern(shown=kept_back or asked_aloud, printed=kept_back)
        self.theirs.show_told(told)
        if self._screen is not None:
            self._screen.show_told(told)

    def _failed(self, error: AnefdeskError) -> None:
        self.message.show_error(error)
        self._scroll.ensureWidgetVisible(self.message)
        self.mine.wake()

    # Answers

    def _answered(self, fact: str, value: str) -> None:
        if self._view is None:
            return
        asked, ui = self._view.catalogue.facts[fact], self._look.ui
        told = ui("Réponse : %(answer)s", answer=answer_words(self._look.texts, asked, value))
        self.message.say(tokens.State.SETTLED, told, asked.question, action=ui("Annuler"))
        self.answers.give(self._view, fact, value)

    def undo(self) -> None:
        """Take the last answer back (Ctrl+Z)."""
        self.message.quiet()
        self.answers.undo()

    def _show_all(self, alone: bool) -> None:  # noqa: FBT001 - a slot
        self._alone = alone
        self._tell()

    def _start_again(self) -> None:
        self.mine.discretion.hide_again()
        self.head.department.set_value("")
        self.message.quiet()
        self.answers.start_again()

    # Where it leads

    def _begin(self, way: WayOut) -> None:
        if self._case is None or self._view is None:
            return
        if (mine := under_way(self._view, way)) is not None:
            self.go.emit(ToDesk(self._case, mine))
            return
        self.mine.result.setEnabled(False)  # until it is begun: a second press would begin another
        self._deeds.do(self._do.begin, way, self._today, then=self._begun)

    def _begun(self, done: tuple[ObjectId, Touched]) -> None:
        assert self._case is not None
        self._news.touched.emit(done[1])
        self.go.emit(ToDesk(self._case, done[0]))

    def _open_file(self) -> None:
        self.go.emit(ToNewPerson(tuple(self.answers.given.items()), self.answers.department))

    def _leave(self) -> None:
        self.go.emit(ToPerson(self._case) if self._case is not None else ToProcedures())

    # The applicant's side

    def speak(self, code: str) -> None:
        """Another language for the applicant, at once on every place that speaks it."""
        self._language = code
        self.theirs.speak(code)
        if self._screen is not None:
            self._screen.speak(code)
        self.language_changed.emit(code)

    def flip(self) -> None:
        """Show the applicant's side alone: full-screen, on the other screen when there is one."""
        if self._screen is None:
            self._screen = InterviewScreen(self._look, self._language, self, training=self._session.training)
            self._screen.answered.connect(self.mine.answer_there)
            self._screen.language_chosen.connect(self.speak)
        self._tell()
        self._screen.present()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Digits and ? answer, T flips, P prints."""
        if self.mine.take(event):
            return
        if event.key() == Qt.Key.Key_T:
            self.flip()
        elif event.key() == Qt.Key.Key_P:
            self.print_page()
        else:
            super().keyPressEvent(event)
