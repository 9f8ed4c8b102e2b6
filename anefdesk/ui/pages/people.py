"""Everyone the centre follows, found while typing: the same finding as the window's search box, in a table."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.services.finding import PersonRow
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs, Ticket
from anefdesk.ui.models.people import NAME, PeopleModel
from anefdesk.ui.news import News
from anefdesk.ui.pages.destinations import ToNewPerson, ToPerson
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PrimaryButton
from anefdesk.ui.widgets.frames import Card, EmptyState, PageScroll, row
from anefdesk.ui.widgets.script_font import ScriptFont
from anefdesk.ui.widgets.search_box import name_buttons
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.table import Table
from anefdesk.ui.widgets.texts import Heading, Text

SHOWN = 200
_TABLE = 180  # pixels before zoom, at least


class _Line(QLineEdit):
    """The search line; ↓ goes into the table."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave by the arrow."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class PeoplePage(QWidget):
    """The last files changed, then the people found."""

    go = Signal(object)
    place = "people"

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date, text: str = "") -> None:
        super().__init__()
        self._look = look
        self._jobs = jobs
        self._desk = session.desk
        self._ticket: Ticket | None = None
        self.message = InlineMessage(look)
        self.line = _Line()
        ScriptFont(look, self.line)
        self.line.setAccessibleName(look.ui("Chercher une personne"))
        self.line.setPlaceholderText(look.ui("Nom dans n’importe quelle écriture, téléphone, numéro, naissance…"))
        self.line.setClearButtonEnabled(True)
        self.line.setMaxLength(200)
        self.line.addAction(look.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        name_buttons(look, self.line)
        self._model = PeopleModel(look, today)
        self.table = Table(look, look.ui("Personnes"), self._model, NAME)
        self._empty = EmptyState(
            look,
            look.ui("Personne à ce nom."),
            look.ui("Essayez une autre écriture du nom, le téléphone ou la date de naissance."),
            action=look.ui("Nouvelle personne"),
            icon="user",
        )
        self._count = Text(look, tone="soft")
        self._lay_out()
        self.line.textChanged.connect(self._ask)
        self.line.returnPressed.connect(self._first)
        self.line.down.connect(self.table.setFocus)
        self.table.opened.connect(self._open)
        self._empty.acted.connect(self._new)
        news.touched.connect(self._touched)
        self.setFocusProxy(self.line)
        self.line.setFocus()
        jobs.desk(self._desk.casework.countries, look.texts.language.code, owner=self, then=self._named)
        self.line.setText(text)
        self._ask()

    def _lay_out(self) -> None:
        look = self._look
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        scroll = PageScroll(look, wide=True)
        around.addWidget(scroll)
        outer = scroll.body
        head = row(look)
        titles = QVBoxLayout()
        titles.setSpacing(look.dp(2))
        titles.addWidget(Heading(look, look.ui("Personnes")))
        titles.addWidget(self._count)
        head.addLayout(titles, 1)
        new = PrimaryButton(look, look.ui("Nouvelle personne"), "user-plus")
        new.clicked.connect(self._new)
        head.addWidget(new, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(head)
        outer.addWidget(self.line)
        outer.addWidget(self.message)
        card = Card(look)
        card.body.setContentsMargins(*(look.dp(tokens.SPACE),) * 4)
        self.table.setMinimumHeight(look.dp(_TABLE))
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self._empty, 1)
        self._empty.hide()
        outer.addWidget(card, 1)

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Personnes")

    def draft(self) -> Draft | None:
        """A search is not worth keeping."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing to restore."""

    def print_page(self) -> None:
        """A list of people does not go to paper."""
        self.message.say(tokens.State.PLAIN, self._look.ui("La liste des personnes ne s’imprime pas."))

    def _ask(self) -> None:
        if self._ticket is not None:
            self._ticket.drop()
        text = self.line.text().strip()
        find, *args = (self._desk.finding.find, text, SHOWN) if text else (self._desk.finding.recent, SHOWN)
        self._ticket = self._jobs.desk(find, *args, owner=self, then=self._show, failed=self.message.show_error)

    def _named(self, countries: tuple[tuple[str, str], ...]) -> None:
        self._model.name_countries(dict(countries))

    def _touched(self, _touched: Touched) -> None:
        self._ask()

    def _show(self, rows: tuple[PersonRow, ...]) -> None:
        self._ticket = None
        self._model.show(rows)
        self.table.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        if self.line.text().strip():
            self._count.setText(self._look.ui_n("%(n)d personne trouvée", "%(n)d personnes trouvées", len(rows)))
        else:
            self._count.setText(self._look.ui("Les derniers dossiers modifiés"))

    def _first(self) -> None:
        if self._ticket is None and self._model.rowCount():
            self._open(max(self.table.currentIndex().row(), 0))

    def _open(self, at: int) -> None:
        self.go.emit(ToPerson(self._model.at(at).case))

    def _new(self) -> None:
        self.go.emit(ToNewPerson())
