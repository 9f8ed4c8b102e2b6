"""« Aujourd’hui »: what is due, the late first, and the forms left half-way. The first page after unlocking."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.i18n.texts import mark
from anefdesk.services.agenda import Agenda
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.models.agenda import WHAT, AgendaModel, waiting_words
from anefdesk.ui.news import News
from anefdesk.ui.pages.agenda_reading import AgendaReading, leads_to
from anefdesk.ui.pages.destinations import Resume, ToNewPerson, ToPeople, ToSettings, ToSettle, ToVersions
from anefdesk.ui.pages.home_notices import HomeNotices
from anefdesk.ui.pages.sharing_places import ToReceived
from anefdesk.ui.spoken_dates import long_date, moment
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, EmptyState, PageScroll, clear
from anefdesk.ui.widgets.room import Bending
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.table import Table
from anefdesk.ui.widgets.texts import Heading, Text

_DAYS_AHEAD = 60
_BESIDE, _SIDE, _TABLE = 900, 280, 180  # pixels before zoom


class HomePage(QWidget):
    """The list of the day. Its primary deed, when nothing is due, is to open a file."""

    go = Signal(object)
    place = "home"

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date) -> None:
        super().__init__()
        self._look = look
        self._jobs = jobs
        self._session = session
        self.message = InlineMessage(look)
        self._model = AgendaModel(look, today)
        self.table = Table(look, look.ui("À faire, le plus urgent d’abord"), self._model, WHAT, lines=2)
        self.table.opened.connect(self._open)
        self._empty = EmptyState(
            look,
            look.ui("Rien n’arrive à échéance dans les deux mois."),
            look.ui("Cherchez une personne avec Ctrl+F, ou ouvrez son dossier si c’est sa première visite."),
            action=look.ui("Nouvelle personne"),
            icon="circle-check",
        )
        self._empty.acted.connect(self._new)
        self._count = Text(look, tone="soft")
        self._waiting = Text(look, points=tokens.SMALL, tone="soft")
        self._waiting.hide()
        self._reading = AgendaReading(jobs, session.desk, self)
        self._reading.read.connect(self._show)
        self._reading.waiting.connect(self._wait)
        self._reading.failed.connect(self.message.show_error)
        self._lay_out(long_date(look.texts, today, today))
        self.table.setFocus()
        news.touched.connect(self._touched)
        self._load()

    def _lay_out(self, day: str) -> None:
        look = self._look
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        scroll = PageScroll(look, wide=True)
        around.addWidget(scroll)
        outer = scroll.body
        head = Bending(look, self, tokens.SMALL_PAGE)
        titles = QVBoxLayout()
        titles.setSpacing(look.dp(2))
        titles.addWidget(Heading(look, look.ui("Aujourd’hui")))
        self._count.setText(day.rpartition(", ")[0])
        titles.addWidget(self._count)
        titles.addWidget(self._waiting)
        head.addLayout(titles, 1)
        new = PrimaryButton(look, look.ui("Nouvelle personne"), "user-plus")
        new.clicked.connect(self._new)
        everyone = PlainButton(look, look.ui("Toutes les personnes"), "users")
        everyone.clicked.connect(self._people)
        head.room.turned.connect(self._turn)
        self._everyone = everyone
        deeds = Flow(look, to_end=True)
        for button in (everyone, new):
            deeds.addWidget(button)
        head.addLayout(deeds)
        outer.addLayout(head)
        notices = HomeNotices(look, self._jobs, self._session)
        notices.to_settings.connect(self._settings)
        notices.to_versions.connect(self._versions)
        notices.to_settle.connect(self._settle)
        notices.to_received.connect(self._received)
        outer.addWidget(notices)
        outer.addWidget(self.message)
        across = Bending(look, self, _BESIDE)
        across.setSpacing(look.dp(tokens.PADDING))
        due = Card(look)
        due.body.addWidget(self.table, 1)
        due.body.addWidget(self._empty, 1)
        due.body.setContentsMargins(*(look.dp(tokens.SPACE),) * 4)
        across.addWidget(due, 3)
        self._side = Card(look, look.ui("À reprendre"))
        self.table.setMinimumHeight(look.dp(_TABLE))
        self._drafts = QVBoxLayout()
        self._drafts.setSpacing(look.dp(tokens.GAP))
        self._side.body.addLayout(self._drafts)
        self._side.body.addStretch(1)
        across.add_aside(self._side, _SIDE)
        outer.addLayout(across, 1)
        self._side.hide()
        self._empty.hide()

    def _turn(self, wide: int) -> None:
        self._everyone.setVisible(bool(wide))  # the rail leads there too

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Aujourd’hui")

    def draft(self) -> Draft | None:
        """Nothing is typed here."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing to restore."""

    def print_page(self) -> None:
        """The list stays on screen: it names people."""
        self.message.say(
            tokens.State.PLAIN, self._look.ui("La liste s’imprime depuis « Échéances », avec ou sans noms.")
        )

    def _load(self) -> None:
        self._reading.day(_DAYS_AHEAD)
        self._jobs.desk(self._session.drafts, owner=self, then=self._show_drafts, failed=self.message.show_error)

    def _touched(self, _touched: Touched) -> None:
        self._load()

    def _show(self, agenda: Agenda) -> None:
        self._model.show(agenda.rows)
        self.table.setVisible(bool(agenda.rows))
        self._empty.setVisible(not agenda.rows)

    def _wait(self, left: int) -> None:
        self._waiting.setVisible(bool(left))
        self._waiting.setText(waiting_words(self._look, left))

    def _show_drafts(self, drafts: tuple[Draft, ...]) -> None:
        clear(self._drafts)
        for draft in drafts:
            words = self._words(draft)
            button = CarryingButton(self._look, words, draft.place, "pencil")
            button.carried.connect(self._resume)
            self._drafts.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
            said = self._look.ui("laissé le %(when)s", when=moment(draft.at_ms))
            self._drafts.addWidget(Text(self._look, said, points=tokens.SMALL, tone="soft"))
        self._side.setVisible(bool(drafts))

    def _words(self, draft: Draft) -> str:
        words = {
            "new_person": mark("Nouvelle personne"),
            "settings": mark("Ajouter quelqu’un"),
            "interview": mark("Entretien « quelle démarche ? »"),
            "person": mark("Note ou entrée de journal"),
            "clock": mark("Événement d’un dossier"),
        }
        return self._look.ui(words.get(draft.place.partition(":")[0], mark("Saisie commencée")))

    def _open(self, at: int) -> None:
        self.go.emit(leads_to(self._model.at(at)))

    def _new(self) -> None:
        self.go.emit(ToNewPerson())

    def _settings(self) -> None:
        self.go.emit(ToSettings())

    def _versions(self) -> None:
        self.go.emit(ToVersions())

    def _received(self) -> None:
        self.go.emit(ToReceived())

    def _settle(self) -> None:
        self.go.emit(ToSettle())

    def _people(self) -> None:
        self.go.emit(ToPeople())

    def _resume(self, place: str) -> None:
        self.go.emit(Resume(place))
