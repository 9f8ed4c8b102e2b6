"""One démarche at the desk: both sides row by row, deeds shown at once and rolled back if they fail."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.case import ItemState, RefusalReason
from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.errors import AnefdeskError
from anefdesk.i18n import languages
from anefdesk.services.demarches import DeskView
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.applicant_window import ApplicantWindow
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.desk_deeds import DeskDeeds, RollBack
from anefdesk.ui.pages.desk_head import DeskHead, FilingForm, Verdict
from anefdesk.ui.pages.desk_more import DeskMore
from anefdesk.ui.pages.desk_question import answer_words
from anefdesk.ui.pages.desk_row import DeskRow
from anefdesk.ui.pages.desk_rows import DeskRows
from anefdesk.ui.pages.desk_scans import Scans
from anefdesk.ui.pages.desk_version import VersionLine
from anefdesk.ui.pages.destinations import Leaf, ToBlockage, ToPaper, ToPerson
from anefdesk.ui.pages.local_part import LocalPart
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.frames import PageScroll
from anefdesk.ui.widgets.states import InlineMessage


class DeskPage(QWidget):
    """``language_changed`` tells the window which language to remember for the applicant's side."""

    go = Signal(object)
    language_changed = Signal(str)

    def __init__(
        self, look: Look, jobs: Jobs, news: News, session: Session, today: date,
        case: CaseId, demarche: ObjectId, language: str,
    ) -> None:  # fmt: skip
        super().__init__()
        self.place = f"desk:{case.hex()}:{demarche.hex()}"
        self._look, self._session = look, session
        self._case, self._demarche, self._language = case, demarche, language
        self._do = DeskDeeds(session.desk, case, demarche)
        self._deeds = Deeds(jobs, news, self)
        self._view: DeskView | None = None
        self._applicant: ApplicantWindow | None = None
        self._undone = ""
        self.message = InlineMessage(look)
        self.head, self.version = DeskHead(look), VersionLine(look)
        self.filing = FilingForm(look, today)
        self.verdict = Verdict(look, today)
        self.rows = DeskRows(look, language, today, self.verdict)
        self.more = DeskMore(look)
        self.local = LocalPart(look, jobs, news, session.desk, today)
        self.scans = Scans(look, self._deeds, self._do, today, self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = PageScroll(look, wide=True)
        outer.addWidget(self._scroll)
        for part in (self.head, self.version, self.message, self.filing, self.rows, self.local, self.more):
            self._scroll.body.addWidget(part)
        self._scroll.body.addStretch(1)
        self._connect(news)
        self._reload()

    def _connect(self, news: News) -> None:
        head, rows, scans = self.head, self.rows, self.scans
        head.leaving.connect(self._to_person)
        self.version.go.connect(self.go)
        self.verdict.planned.connect(self._plan)
        head.printing.connect(self.print_page)
        head.slip.connect(self._print_slip)
        head.showing.connect(self.flip)
        head.filing.connect(self.filing.show)
        head.blocked.connect(self._report)
        head.door.noting.connect(self._note_seen)
        self.filing.filed.connect(self._filed)
        rows.stated.connect(self._state)
        rows.dated.connect(self._dated)
        rows.due.connect(self._due)
        rows.adding.connect(scans.choose)
        rows.dropped.connect(scans.attach)
        rows.pasted.connect(scans.paste)
        rows.seeing.connect(scans.see)
        rows.answered.connect(self._answer)
        rows.entered.connect(self._entered)
        rows.followed.connect(self._followed)
        rows.head.language_chosen.connect(self.speak)
        self.more.reopened.connect(self._ask_again)
        self.local.stated.connect(self._state)
        self.local.changed.connect(self._reload)
        self.message.acted.connect(self._take_back)
        self._deeds.failed.connect(self._failed)
        news.touched.connect(self._touched)

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Démarche")

    def draft(self) -> Draft | None:
        """The filing being noted and what is typed of this préfecture; everything else here is saved at once."""
        fields = self.filing.kept() | self.local.kept()
        return Draft(self.place, fields, self._case) if fields else None

    def restore(self, draft: Draft) -> None:
        """Go on noting."""
        self.filing.put_back(draft.fields)
        self.local.put_back(draft.fields)

    def print_page(self) -> None:
        """P and Ctrl+P: the whole list in two languages."""
        self.go.emit(ToPaper(Leaf.CHECKLIST, self._language, self._case, self._demarche))

    def _print_slip(self) -> None:
        self.go.emit(ToPaper(Leaf.MISSING, self._language, self._case, self._demarche))

    def _to_person(self) -> None:
        self.go.emit(ToPerson(self._case))

    def _report(self) -> None:
        self.go.emit(ToBlockage(self._case, demarche=self._demarche))

    def _reload(self) -> None:
        self._deeds.read(self._do.view, then=self._show)

    def _touched(self, touched: Touched) -> None:
        if self._case in touched.cases:
            self._reload()

    def _show(self, view: DeskView) -> None:
        first = self._view is None
        self._view = view
        preferred = view.file.preferred_language
        if first and any(one.code == preferred for one in languages.APPLICANT_LANGUAGES):
            self._language = preferred  # the person's own, until somebody chooses another
            self.rows.speak(preferred)
        for part in (self.head, self.version, self.verdict, self.rows, self.more, self.scans):
            part.show_view(view)
        self.local.show_local(view.local, tickable=True)
        if self._applicant is not None:
            self._applicant.show_view(view)
        if first:
            self.rows.focus_first()

    def _note_seen(self) -> None:
        self.local.set_open(True)
        self.local.saw.click()
        self._scroll.ensureWidgetVisible(self.local.sighting)

    def _failed(self, error: AnefdeskError) -> None:
        self._undone = ""
        self.message.show_error(error)
        self._scroll.ensureWidgetVisible(self.message)

    # Pieces

    def _state(self, document: str, state: ItemState, reason: RefusalReason | None) -> None:
        back = RollBack(self.rows, document)
        self._deeds.do(self._do.state, document, state, reason, failed=back.take)

    def _dated(self, document: str, iso: str) -> None:
        self._deeds.do(self._do.dated, document, iso)

    def _due(self, document: str, iso: str) -> None:
        self._deeds.do(self._do.due, document, iso)

    # Questions, plan, filing

    def _answer(self, fact: str, value: str) -> None:
        if not value:
            question = self.rows.question(fact)
            if question is not None:
                question.show_unknown()
            return
        self._deeds.do(self._do.answer, fact, value)
        if self._view is not None:
            asked = self._view.catalogue.facts[fact]
            ui = self._look.ui
            told = ui("Réponse : %(answer)s", answer=answer_words(self._look.texts, asked, value))
            self._undone = fact
            self.message.say(tokens.State.SETTLED, told, asked.question, action=ui("Annuler"))

    def _take_back(self) -> None:
        if self._undone:
            self._ask_again(self._undone)
            self._undone = ""
        self.message.quiet()

    def _ask_again(self, fact: str) -> None:
        self._deeds.do(self._do.answer, fact, "")

    def _plan(self, iso: str) -> None:
        if iso:
            self._deeds.do(self._do.plan, iso)

    def _filed(self, iso: str, number: str) -> None:
        self._deeds.do(self._do.filed, iso, number)

    # The applicant's side

    def speak(self, code: str) -> None:
        """Another language for the applicant, at once on every place that speaks it."""
        self._language = code
        self.rows.speak(code)
        if self._applicant is not None:
            self._applicant.speak(code)
        self.language_changed.emit(code)

    def flip(self) -> None:
        """Show the applicant's side alone: full-screen, on the other screen when there is one."""
        if self._applicant is None:
            training = self._session.training
            self._applicant = ApplicantWindow(self._look, self._language, self, training=training)
            self._applicant.answered.connect(self._answer)
            self._applicant.language_chosen.connect(self.speak)
            self._applicant.left.connect(self._came_back)
        if self._view is not None:
            self._applicant.show_view(self._view)
        self._applicant.follow(self.rows.at)
        self._applicant.present()

    def _came_back(self) -> None:
        if self._applicant is not None:
            self.rows.focus_key(self._applicant.current)

    def _entered(self, row: DeskRow) -> None:
        self._scroll.ensureWidgetVisible(row)

    def _followed(self, line: str) -> None:
        if self._applicant is not None and self._applicant.isVisible():
            self._applicant.follow(line)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """T flips, P prints, O says where it is handed in."""
        if event.key() == Qt.Key.Key_T:
            self.flip()
        elif event.key() == Qt.Key.Key_P:
            self.print_page()
        elif event.key() == Qt.Key.Key_O:
            self.head.door.unfold()
        else:
            super().keyPressEvent(event)
