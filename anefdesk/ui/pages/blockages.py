"""« Blocages » : those that last, over all files, overdue first, with what to do next. From the rail, Alt+5."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.services.blockages import BlockageRow
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs, Ticket
from anefdesk.ui.models.blockages import WHAT, BlockagesModel
from anefdesk.ui.news import News
from anefdesk.ui.pages.destinations import ToBlockage, ToPeople
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.frames import Card, EmptyState, PageScroll, column
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.table import Table
from anefdesk.ui.widgets.texts import Heading, Text

SHOWN = 500
_TABLE = 180  # pixels before zoom, at least


class BlockagesPage(QWidget):
    """Enter opens one."""

    go = Signal(object)
    place = "blockages"

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date) -> None:
        super().__init__()
        self._look, self._jobs, self._desk = look, jobs, session.desk
        self._ticket: Ticket | None = None
        self.message = InlineMessage(look)
        self._model = BlockagesModel(look, today)
        self.table = Table(look, look.ui("Blocages en cours, les plus urgents d’abord"), self._model, WHAT, lines=2)
        self.table.opened.connect(self._open)
        self._empty = EmptyState(
            look,
            look.ui("Aucun blocage en cours."),
            look.ui("Un blocage se signale depuis le dossier d’une personne ou sa démarche, avec Ctrl+B."),
            action=look.ui("Chercher une personne"),
            icon="circle-check",
        )
        self._empty.acted.connect(self._people)
        self._count = Text(look, tone="soft")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = PageScroll(look, wide=True)
        outer.addWidget(scroll)
        titles = column(look, 2)
        titles.addWidget(Heading(look, look.ui("Blocages")))
        titles.addWidget(self._count)
        scroll.body.addLayout(titles)
        scroll.body.addWidget(self.message)
        card = Card(look)
        card.body.setContentsMargins(*(look.dp(tokens.SPACE),) * 4)
        self.table.setMinimumHeight(look.dp(_TABLE))
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self._empty, 1)
        self._empty.hide()
        scroll.body.addWidget(card, 1)
        self.table.setFocus()
        news.touched.connect(self._touched)
        self._load()

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Blocages")

    def draft(self) -> Draft | None:
        """Nothing is typed here."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing to restore."""

    def print_page(self) -> None:
        """The list names people."""
        self.message.say(
            State.PLAIN, self._look.ui("La liste des blocages nomme des personnes : elle ne s’imprime pas.")
        )

    def _load(self) -> None:
        if self._ticket is not None:
            self._ticket.drop()
        self._ticket = self._jobs.desk(
            self._desk.blockages.open_ones, SHOWN, owner=self, then=self._show, failed=self.message.show_error
        )

    def _touched(self, _touched: Touched) -> None:
        self._load()

    def _show(self, rows: tuple[BlockageRow, ...]) -> None:
        self._ticket = None
        self._model.show(rows)
        self.table.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        late = sum(row.overdue for row in rows)
        ui_n = self._look.ui_n
        said = ui_n("%(n)d blocage en cours", "%(n)d blocages en cours", len(rows))
        if late:
            said += ui_n(", dont %(n)d en retard", ", dont %(n)d en retard", late)
        self._count.setText(said if rows else "")

    def _open(self, at: int) -> None:
        row = self._model.at(at)
        self.go.emit(ToBlockage(row.case, row.blockage))

    def _people(self) -> None:
        self.go.emit(ToPeople())
