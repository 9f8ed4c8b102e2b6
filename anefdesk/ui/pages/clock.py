"""« Échéances » of a person: what happened, what the law draws from it, and why; events are noted and put right."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.errors import AnefdeskError
from anefdesk.i18n import languages
from anefdesk.services.rights import key_of
from anefdesk.services.session import Session
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.draft_keeping import whole
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages import clock_reading
from anefdesk.ui.pages.clock_form import EventForm
from anefdesk.ui.pages.clock_head import ClockHead, ahead, pressing
from anefdesk.ui.pages.clock_question import OpenQuestions
from anefdesk.ui.pages.clock_time import TimeLine
from anefdesk.ui.pages.destinations import Leaf, ToPaper, ToPerson
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.frames import PageScroll
from anefdesk.ui.widgets.rights_strip import RightsStrip
from anefdesk.ui.widgets.saved_line import SavedLine
from anefdesk.ui.widgets.states import InlineMessage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anefdesk.services.deadlines import ClockView


class ClockPage(QWidget):
    """The clock of one file; ``language`` is the applicant's when the file tells none."""

    go = Signal(object)

    def __init__(
        self, look: Look, jobs: Jobs, news: News, session: Session, today: date, case: CaseId, language: str
    ) -> None:
        super().__init__()
        self.place = f"clock:{case.hex()}"
        self._look, self._session, self._desk, self._case = look, session, session.desk, case
        self._language = language
        self._view: ClockView | None = None
        self._names: Mapping[str, str] = {}
        self._kept: Draft | None = None
        self.under_way = False  # the deed itself keeps or forgets what is typed
        self._deeds = Deeds(jobs, news, self)
        self.message = InlineMessage(look)
        self.head = ClockHead(look)
        self.form = EventForm(look, today)
        self.line = TimeLine(look)
        self.questions = OpenQuestions(look)
        self.strip = RightsStrip(look)
        self._saved = SavedLine(look)
        self._lay_out()
        self._connect()
        news.touched.connect(self._touched)
        self._reload()

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = PageScroll(self._look)
        outer.addWidget(self._scroll)
        body = self._scroll.body
        for part in (self.head, self.message, self._saved, self.form):
            body.addWidget(part)
        for unread in (self.strip, self.questions, self.line):
            body.addWidget(unread)
            unread.hide()
        body.addStretch(1)
        self.setFocusProxy(self.head.note)

    def _connect(self) -> None:
        head, line = self.head, self.line
        head.leaving.connect(self._leave)
        head.noting.connect(self.note)
        head.telling.connect(self._tell)
        head.reminding.connect(self.print_page)
        head.drawing.connect(self._draw)
        line.changed.connect(self._correct)
        line.removed.connect(self._remove)
        for source in (line, self.questions):
            source.answered.connect(self._answer)
        self.form.noted.connect(self._note)
        self.form.turned.connect(self._turn)
        self._saved.undone.connect(self.undo)
        self._deeds.saved.connect(self._say_saved)
        self._deeds.failed.connect(self._failed)
        for key, deed in ((QKeySequence(QKeySequence.StandardKey.Undo), self.undo), (QKeySequence("Alt+N"), self.note)):
            QShortcut(key, self).activated.connect(deed)

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Échéances")

    def draft(self) -> Draft | None:
        """The event being typed."""
        fields = {} if self.under_way else self.form.kept()
        return Draft(self.place, fields, self._case) if fields else None

    def restore(self, draft: Draft) -> None:
        """Put the event being typed back, once the file is read."""
        self._kept = draft
        if self._view is not None:
            self.form.put_back(draft.fields, self._view.events)
            self._kept = None

    def print_page(self) -> None:
        """The reminder of the dates to come, in the language of the person."""
        dates = tuple(key_of(line) for line in ahead(self._view)) if self._view else ()
        if dates:
            self.go.emit(ToPaper(Leaf.REMINDER, self._spoken(), self._case, dates=dates))
        else:
            self.message.say(State.PLAIN, self._look.ui("Aucune date à venir : il n’y a rien à rappeler."))

    def _draw(self) -> None:
        """The timeline of rights, as a sheet."""
        self.go.emit(ToPaper(Leaf.TIMELINE, self._spoken(), self._case))

    def _spoken(self) -> str:
        preferred = self._view.file.preferred_language if self._view else ""
        offered = {one.code for one in languages.APPLICANT_LANGUAGES}
        return preferred if preferred in offered else self._language

    def _reload(self) -> None:
        self._deeds.read(clock_reading.read, self._desk, self._case, then=self._show)

    def _touched(self, touched: Touched) -> None:
        if self._case in touched.cases:
            self._reload()

    def _show(self, found: clock_reading.Read) -> None:
        self._view, self._names, forecast = found
        self.strip.show_forecast(forecast)
        self.strip.show()
        view = self._view
        self.head.show_view(view, forecast)
        self.form.know([(one.id, self._about(one.id)) for one in view.file.demarches])
        self.line.show_view(view)
        self.line.show()
        self.questions.show_view(view, self._about, pressing=pressing(view))
        if view.absurd:
            self.message.show_error(AnefdeskError("clock.absurd"))
        if self._kept is not None:
            self.restore(self._kept)

    def _about(self, demarche: ObjectId | None) -> str:
        """The name of a démarche."""
        found = [one for one in self._view.file.demarches if one.id == demarche] if self._view else []
        return self._names.get(found[0].procedure, found[0].procedure) if found else ""

    # Deeds

    def note(self) -> None:
        """Unfold the form of a new event."""
        self.form.open()
        QTimer.singleShot(0, self._bring)

    def _turn(self, open_: int) -> None:
        """One thing to do at a time."""
        self.head.note.setVisible(not open_)
        if not open_:
            self.head.note.setFocus()

    def _correct(self, event: LegalEvent) -> None:
        self.form.open(event)
        QTimer.singleShot(0, self._bring)

    def _bring(self) -> None:
        self._scroll.ensureWidgetVisible(self.form)

    def _note(self, before: LegalEvent | None, after: LegalEvent) -> None:
        if self.under_way:
            return
        draft = self.draft() or Draft(self.place)
        self.under_way = True
        self._deeds.do(
            *(whole, self._session, draft, clock_reading.note, self._desk, self._case, before, after),
            then=self._noted,
            failed=self._refused,
        )

    def _noted(self, _touched: object) -> None:
        self.under_way = False
        self.form.close_form()

    def _refused(self, error: AnefdeskError) -> None:
        self.under_way = False
        if error.code.startswith(("event.", "date.")):
            self.form.refuse(error)

    def _remove(self, event: LegalEvent) -> None:
        self._deeds.do(self._desk.deadlines.remove, self._case, event)

    def _answer(self, demarche: ObjectId | None, fact: str, value: str) -> None:
        self._deeds.do(self._desk.deadlines.answer, self._case, demarche, fact, value)

    def _tell(self) -> None:
        if self._view is not None:
            self._deeds.do(self._desk.deadlines.tell, self._case, ahead(self._view), "spoken")

    def undo(self) -> None:
        """Take back my last modification."""
        self._deeds.do(self._desk.casework.undo, then=self._undone)

    def _undone(self, touched: Touched | None) -> None:
        if touched is None:
            self._saved.say_nothing_left()

    def _say_saved(self) -> None:
        self.message.quiet()
        self._saved.say_saved()

    def _failed(self, error: AnefdeskError) -> None:
        if error.code.startswith("event.") and not self.form.isHidden():
            return  # said beside its field
        self.message.show_error(error)
        self._scroll.ensureWidgetVisible(self.message)
        if error.code == "case.missing":
            for part in (self.head, self.form, self.strip, self.questions, self.line):
                part.hide()

    def _leave(self) -> None:
        self.go.emit(ToPerson(self._case))
