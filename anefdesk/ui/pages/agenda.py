"""« Échéances »: what is due in every file, overdue first, by list or by week; printed without names, or exported."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.errors import AnefdeskError
from anefdesk.services.agenda import Agenda, AgendaRow
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.models.agenda import KINDS, WHAT, AgendaModel, kept, waiting_words
from anefdesk.ui.news import News
from anefdesk.ui.pages.agenda_reading import DAYS_AHEAD, AgendaReading, leads_to
from anefdesk.ui.pages.agenda_taking import CalendarFile, PrintChoice
from anefdesk.ui.pages.agenda_week import Week
from anefdesk.ui.pages.destinations import ToAgendaPaper
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, EmptyState, PageScroll
from anefdesk.ui.widgets.room import Bending
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.table import Table
from anefdesk.ui.widgets.texts import Heading, Text

_TABLE = 240  # pixels before zoom


class AgendaPage(QWidget):
    """The list of the coming days, or one week. Enter opens the file at what is due."""

    go = Signal(object)
    place = "agenda"

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date) -> None:
        super().__init__()
        self._look, self._today = look, today
        ui = look.ui
        self._agenda = Agenda((), 0)
        self.message = InlineMessage(look)
        self._count = Text(look, tone="soft")
        self._waiting = Text(look, points=tokens.SMALL, tone="soft")
        self.print_choice = PrintChoice(look)
        self.model = AgendaModel(look, today)
        self.table = Table(look, ui("Échéances, les plus urgentes d’abord"), self.model, WHAT, lines=2)
        self.week = Week(look, today)
        self.as_list, self.as_week = QRadioButton(ui("Les prochains jours")), QRadioButton(ui("Par semaine"))
        self.kind = Choice(look, ui("Ne montrer que"), [(name, ui(words)) for name, words, _ in KINDS])
        self._empty = EmptyState(
            look, ui("Rien à faire dans les deux semaines."), ui("Les dates des dossiers paraissent ici à temps."),
            icon="circle-check",
        )  # fmt: skip
        self.calendar = CalendarFile(look, jobs, session.desk, self, self.message)
        self.reading = AgendaReading(jobs, session.desk, self)
        self._lay_out()
        self._connect(news)
        self.reading.day(DAYS_AHEAD)

    def _lay_out(self) -> None:
        look = self._look
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = PageScroll(look, wide=True)
        outer.addWidget(scroll)
        body = scroll.body
        head = Bending(look, self)
        titles = QVBoxLayout()
        titles.setSpacing(look.dp(2))
        titles.addWidget(Heading(look, self.title()))
        for words in (self._count, self._waiting):
            titles.addWidget(words)
        head.addLayout(titles, 1)
        self.print = PlainButton(look, look.ui("Imprimer"), "printer", tip="Ctrl+P")
        self.export = PlainButton(look, look.ui("Exporter vers un agenda (.ics)"), "calendar-plus")
        deeds = Flow(look, to_end=True)
        for button in (self.export, self.print):
            deeds.addWidget(button)
        head.addLayout(deeds)
        body.addLayout(head)
        body.addWidget(self.message)
        body.addWidget(self.print_choice)
        views = Flow(look, gap=tokens.PADDING)
        for widget in (self.as_list, self.as_week, self.kind):
            widget.setFont(look.font())
            views.addWidget(widget)
        body.addLayout(views)
        self._card = Card(look)
        self._card.body.setContentsMargins(*(look.dp(tokens.SPACE),) * 4)
        self._card.body.addWidget(self.table, 1)
        self._card.body.addWidget(self._empty, 1)
        self.table.setMinimumHeight(look.dp(_TABLE))
        body.addWidget(self._card, 1)
        body.addWidget(self.week)
        body.addStretch(0)
        self.as_list.setChecked(True)
        for waiting in (self.week, self._empty, self._waiting):
            waiting.hide()
        self.setFocusProxy(self.table)

    def _connect(self, news: News) -> None:
        self.table.opened.connect(self._open_row)
        self.week.opened.connect(self._open)
        self.week.turned.connect(self.reading.week)
        self.as_week.toggled.connect(self._turn)
        self.kind.decided.connect(self._filter)
        self.print.clicked.connect(self.print_page)
        self.export.clicked.connect(self._export)
        self.print_choice.chosen.connect(self._print)
        self.message.acted.connect(self.calendar.choose)
        self.reading.read.connect(self._show)
        self.reading.waiting.connect(self._wait)
        self.reading.failed.connect(self.message.show_error)
        news.touched.connect(self._touched)

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Échéances")

    def draft(self) -> Draft | None:
        """Nothing is typed here."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing to restore."""

    def rows(self) -> tuple[AgendaRow, ...]:
        """The rows shown."""
        return kept(self._agenda.rows, self.kind.value() or "")

    def print_page(self) -> None:
        """Ask whether names go on the sheet."""
        self.print_choice.ask()

    def _print(self, named: int) -> None:
        monday = self.week.monday if self.as_week.isChecked() else None
        self.go.emit(ToAgendaPaper(monday, self.kind.value() or "", named=bool(named)))

    def _export(self) -> None:
        self.calendar.offer(self.rows())

    def _show(self, agenda: Agenda) -> None:
        self._agenda = agenda
        if agenda.absurd:
            self.message.show_error(AnefdeskError("clock.absurd"))
        self._filter()

    def _filter(self, _kind: object = None) -> None:
        rows, look = self.rows(), self._look
        late = sum(row.overdue for row in rows)
        said = [long_date(look.texts, self._today, self._today).rpartition(", ")[0]]
        if not self.as_week.isChecked() and (late or not self._agenda.absurd):
            said.append(look.ui_n("%(n)d en retard", "%(n)d en retard", late) if late else look.ui("rien en retard"))
        if self._agenda.older:
            old = self._agenda.older
            said.append(look.ui_n("%(n)d délai passé depuis longtemps", "%(n)d délais passés depuis longtemps", old))
        self._count.setText(" · ".join(said))
        self.export.setEnabled(bool(rows))
        if self.as_week.isChecked():
            self.week.show_rows(rows)
        else:
            self.model.show(rows)
            self.table.setVisible(bool(rows))
            self._empty.setVisible(not rows and not self._agenda.absurd)

    def _wait(self, left: int) -> None:
        self._waiting.setVisible(bool(left))
        self._waiting.setText(waiting_words(self._look, left))

    def _turn(self) -> None:
        by_week = self.as_week.isChecked()
        self._card.setVisible(not by_week)
        self.week.setVisible(by_week)
        if by_week:
            self.reading.week(self.week.monday)
        else:
            self.reading.day(DAYS_AHEAD)

    def _touched(self, _touched: Touched) -> None:
        self.reading.again()

    def _open_row(self, at: int) -> None:
        self._open(self.model.at(at))

    def _open(self, row: AgendaRow) -> None:
        self.go.emit(leads_to(row))
