"""A new file in a minute: one short form, likely duplicates shown with their reason while typing, never merged."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.draft import Draft
from anefdesk.domain.record import CaseId
from anefdesk.errors import AnefdeskError
from anefdesk.i18n.isolates import isolate
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.draft_keeping import whole
from anefdesk.ui.jobs import Jobs, Ticket
from anefdesk.ui.news import News
from anefdesk.ui.pages.destinations import ToInterview, ToPerson, ToProcedures
from anefdesk.ui.pages.interview_deeds import as_fields, create_with, from_fields
from anefdesk.ui.pages.new_person_form import NewPersonForm
from anefdesk.ui.pages.new_person_likely import LikelyCard
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, EmptyState, PageScroll
from anefdesk.ui.widgets.room import Bending
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Heading

_BOTH, _LIKELY = 800, 280  # pixels before zoom: the form beside what is known, and that


class NewPersonPage(QWidget):
    """Form on one side, likely duplicates on the other; then the offer to open a démarche."""

    go = Signal(object)
    place = "new_person"

    def __init__(
        self, look: Look, jobs: Jobs, news: News, session: Session, today: date,
        answers: Sequence[tuple[str, str]] = (), department: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        del today
        self._answers = dict(answers)  # of an interview held before
        self._look = look
        self._jobs = jobs
        self._news = news
        self._session = session
        self._desk = session.desk
        self._ticket: Ticket | None = None
        self._created: CaseId | None = None
        self._erased: tuple[dict[str, str], str] = ({}, "")
        self.message = InlineMessage(look)
        self.form = NewPersonForm(look, jobs, self._desk)
        self._likely = LikelyCard(look)
        self._done = EmptyState(
            look,
            look.ui("Le dossier est ouvert."),
            look.ui("Enregistré sur ce poste."),
            action=look.ui("Ouvrir une démarche"),
            icon="circle-check",
        )
        self._lay_out()
        self.form.changed.connect(self._look_for)
        self._likely.opened.connect(self._open)
        self._done.acted.connect(self._to_procedures)
        self._save_key = QShortcut(QKeySequence("Ctrl+Return"), self)
        self._save_key.activated.connect(self.save)
        self.setFocusProxy(self.form)
        self.form.family.line.setFocus()
        self.form.department.set_value(department)
        self._tell_answers()

    def _lay_out(self) -> None:
        look = self._look
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        margin = look.dp(tokens.MARGIN)
        top = QWidget()
        top.setMaximumWidth(look.dp(tokens.READING_WIDTH) + 2 * margin)
        above = QVBoxLayout(top)
        above.setContentsMargins(margin, margin, margin, 0)
        outer.addWidget(top)
        self._scroll = PageScroll(look)
        outer.addWidget(self._scroll, 1)
        body = self._scroll.body
        head = Bending(look, self)
        head.addWidget(Heading(look, look.ui("Nouvelle personne")), 1)
        self._cancel = QuietButton(look, look.ui("Tout effacer"), "x")
        self._cancel.clicked.connect(self._erase)
        self.message.acted.connect(self._acted)
        self.save_button = PrimaryButton(look, look.ui("Enregistrer le dossier"), "check", tip="Ctrl+↵")
        self.save_button.clicked.connect(self.save)
        deeds = Flow(look, to_end=True)
        deeds.addWidget(self._cancel)
        deeds.addWidget(self.save_button)
        head.addLayout(deeds)
        above.addLayout(head)
        above.addWidget(self.message)
        across = Bending(look, self, _BOTH)
        across.setSpacing(look.dp(tokens.PADDING))
        across.addWidget(self.form, 1)
        across.add_aside(self._likely, _LIKELY)
        body.addLayout(across)
        self._after = Card(look)
        self._after.body.addWidget(self._done)
        self._see = PlainButton(look, look.ui("Voir le dossier"), "user")
        self._see.clicked.connect(self._to_person)
        self._after.body.addWidget(self._see, 0, Qt.AlignmentFlag.AlignHCenter)
        self._after.hide()
        body.addWidget(self._after)
        body.addStretch(1)

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Nouvelle personne")

    def draft(self) -> Draft | None:
        """What is typed and where the cursor is; nothing once saved or while empty."""
        fields, cursor = self.form.kept()
        fields |= as_fields(self._answers, "")
        free = self._created is None and not self.under_way
        return Draft(self.place, fields, None, cursor) if fields and free else None

    @property
    def under_way(self) -> bool:
        """Whether the file is being opened right now: the deed itself keeps or forgets the draft."""
        return self._created is None and not self.save_button.isEnabled()

    def restore(self, draft: Draft) -> None:
        """Go on where it was left."""
        self.form.put_back(draft.fields, draft.cursor)
        self._answers = self._answers or from_fields(draft.fields)[0]
        self._tell_answers()

    def print_page(self) -> None:
        """Nothing to print yet."""
        self.message.say(tokens.State.PLAIN, self._look.ui("Enregistrez d’abord le dossier, puis ouvrez une démarche."))

    def save(self) -> None:
        """Open the file; what is refused is said at the top, and everything typed stays."""
        if self._created is None and self.save_button.isEnabled():
            unknown = self.form.unknown()
            if unknown is not None:
                ui = self._look.ui
                self.message.say(
                    tokens.State.SOON,
                    ui("« %(typed)s » n’est pas dans la liste.", typed=isolate(unknown.text().strip())),
                    ui("Rien n’a été modifié. Choisissez parmi ce qui s’affiche en tapant, ou videz ce champ."),
                )
                unknown.setFocus()
                return
            self.save_button.setEnabled(False)
            new = self.form.new_person()
            kept = Draft(self.place, self.form.kept()[0] | as_fields(self._answers, ""))
            self._jobs.desk(
                whole, self._session, kept, create_with, self._session, new, self._answers.copy(),
                owner=self, then=self._saved, failed=self._refused,
            )  # fmt: skip

    def _refused(self, error: AnefdeskError) -> None:
        self.save_button.setEnabled(True)
        self.message.show_error(error)
        self.form.point_at(error.code)

    def _tell_answers(self) -> None:
        if self._answers:
            told = self._look.ui("Les réponses de l’entretien iront dans ce dossier.")
            again = self._look.ui("Pour quelqu’un d’autre, recommencez.")
            self.message.say(tokens.State.PLAIN, told, again, action=self._look.ui("Tout effacer"))

    def _saved(self, done: tuple[CaseId, AnefdeskError | None]) -> None:
        case, error = done
        self._created = case
        self.message.quiet()
        if error is not None:
            self.message.show_error(error)
        elif self._answers:
            self.go.emit(ToInterview(case))
            return
        for gone in (self.form, self._likely, self.save_button, self._cancel):
            gone.hide()
        self._after.show()
        buttons = self._done.findChildren(PrimaryButton)
        buttons[0].setFocus()

    def _erase(self) -> None:
        fields, cursor = self.form.kept()
        self._erased = fields | as_fields(self._answers, ""), cursor
        if self._erased[0]:
            self._answers = {}  # they were somebody else's
            self.form.put_back({}, "family")
            ui = self._look.ui
            self.message.say(tokens.State.PLAIN, ui("Le formulaire est effacé."), action=ui("Annuler"))

    def _unerase(self) -> None:
        (fields, cursor), self._erased = self._erased, ({}, "")
        self.message.quiet()
        self.form.put_back(fields, cursor)
        self._answers = from_fields(fields)[0]
        self._tell_answers()

    def _acted(self) -> None:
        if self._erased[0]:
            self._unerase()
        else:
            self._erase()

    def _to_procedures(self) -> None:
        self.go.emit(ToProcedures(self._created))

    def _to_person(self) -> None:
        if self._created is not None:
            self.go.emit(ToPerson(self._created))

    def _look_for(self) -> None:
        if self._ticket is not None:
            self._ticket.drop()
        new = self.form.new_person()
        self._ticket = self._jobs.desk(self._desk.finding.duplicates, new, owner=self, then=self._likely.show_likely)

    def _open(self, case: CaseId) -> None:
        self.go.emit(ToPerson(case))
