"""The frame of an open desk: rail, search, who is here, the page, the quiet line. Made at unlock, destroyed at lock.

Shortcuts live here, so that a locked desk answers to none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from anefdesk.domain.change import Touched
from anefdesk.domain.staff import Deed
from anefdesk.i18n.isolates import isolate
from anefdesk.services.desk import Desk
from anefdesk.services.finding import PersonRow
from anefdesk.services.session import Session
from anefdesk.services.sync.contact import Standing
from anefdesk.ui import exchange_words, locking, tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.navigation import MakePage, Navigation
from anefdesk.ui.news import News
from anefdesk.ui.pages.destinations import (
    Destination,
    ToAgenda,
    ToAgendaPaper,
    ToAttestation,
    ToBlockage,
    ToBlockages,
    ToClock,
    ToConsents,
    ToDesk,
    ToErasures,
    ToEvidence,
    ToExchange,
    ToFigures,
    ToFiguresPaper,
    ToHome,
    ToInterview,
    ToLetter,
    ToLetters,
    ToLetterSettings,
    ToNewPerson,
    ToPeople,
    ToPerson,
    ToProcedures,
    ToSettings,
    ToSettle,
)
from anefdesk.ui.pages.lease_notice import LeaseNotice
from anefdesk.ui.pages.organisation_places import Part, ToOrganisation
from anefdesk.ui.pages.sharing_places import ToReceived, ToShare
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.frames import Line
from anefdesk.ui.widgets.room import Room
from anefdesk.ui.widgets.search_box import SearchBox
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Text

_BAR = 980  # pixels before zoom: narrower, the bar has no room for who is here
_RAIL = 620  # narrower, the rail is small and has words alone
_LOW = 28  # a row of the small rail


@dataclass(frozen=True)
class _Finder:
    """Finds people for the search box, on the desk lane: a country's name costs a first load there."""

    desk: Desk
    language: str

    def __call__(self, text: str) -> tuple[tuple[PersonRow, str], ...]:
        named = self.desk.casework.country
        return tuple(
            (row, named(row.nationality, self.language) if row.nationality else "")
            for row in self.desk.finding.find(text)
        )


class Frame(QWidget):
    """Everything a member sees once unlocked. ``lock_asked`` and ``help_asked`` go to the window."""

    lock_asked = Signal()
    help_asked = Signal()

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, make: MakePage) -> None:
        super().__init__()
        self._look = look
        self._session = session
        self._rail = QButtonGroup(self)
        self.message = InlineMessage(look)
        self.lease = LeaseNotice(look)
        self._quiet = Text(
            look, look.ui("Tout ce qui est fait est enregistré sur ce poste."), points=tokens.SMALL, tone="soft"
        )
        self._exchange = QuietButton(look, "")
        self._exchange.setObjectName("standing")
        self._exchange.clicked.connect(self._go_exchange)
        self._exchange.hide()
        self.search = SearchBox(
            look,
            jobs,
            _Finder(session.desk, look.texts.language.code),
            self._describe,
            look.ui("Chercher une personne (Ctrl+F)"),
        )
        self.stack = QStackedWidget()
        self.navigation = Navigation(self.stack, make, session, jobs)
        self._me = self._make_me()
        self._lay_out()
        for needed, turn in ((_BAR, self._move_me), (_RAIL, self._turn_rail)):
            Room(look, self, needed).turned.connect(turn)
        self._bind_keys()
        self.search.chosen.connect(self._open_found)
        self.navigation.shown.connect(self._mark_place)
        self.navigation.shown.connect(self.lease.turn)
        self.lease.acted.connect(self._go_lease)
        self.navigation.mishap.connect(self.message.show_error)
        jobs.mishap.connect(self.message.show_error)
        news.touched.connect(self._saved)

    def _lay_out(self) -> None:
        look = self._look
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._make_rail())
        main = QVBoxLayout()
        main.setSpacing(0)
        main.addWidget(self._make_bar())
        main.addWidget(Line(look))
        said = QVBoxLayout()
        margin = look.dp(tokens.MARGIN)
        said.setContentsMargins(margin, 0, margin, 0)
        said.addWidget(self.message)
        said.addWidget(self.lease)
        main.addLayout(said)
        main.addWidget(self.stack, 1)
        main.addWidget(Line(look))
        line = QHBoxLayout()
        line.setContentsMargins(margin, look.dp(4), margin, look.dp(4))
        line.addWidget(self._quiet, 1)
        line.addWidget(self._exchange)
        main.addLayout(line)
        across.addLayout(main, 1)

    def _make_rail(self) -> QFrame:
        look = self._look
        rail = QFrame()
        rail.setProperty("kind", "rail")
        down = QVBoxLayout(rail)
        gap = look.dp(tokens.GAP)
        down.setContentsMargins(gap, look.dp(tokens.PADDING), gap, gap)
        down.setSpacing(look.dp(tokens.SPACE))
        places: tuple[tuple[str, str, str, Callable[[], None]], ...] = (
            ("home", look.ui("Aujourd’hui"), "calendar-due", self._go_home),
            ("people", look.ui("Personnes"), "users", self._go_people),
            ("procedures", look.ui("Démarches"), "list-check", self._go_procedures),
            ("agenda", look.ui("Échéances"), "hourglass", self._go_agenda),
            ("blockages", look.ui("Blocages"), "ban", self._go_blockages),
        )
        if self._session.may(Deed.READ_JOURNAL):
            places = (*places, ("figures", look.ui("Chiffres"), "layout-columns", self._go_figures))
        for name, words, icon, deed in places:
            down.addWidget(self._rail_button(name, words, icon, deed))
        down.addStretch(1)
        down.addWidget(self._rail_button("settings", look.ui("Réglages"), "settings", self._go_settings))
        rail.setMinimumWidth(look.dp(tokens.RAIL))
        self._side, self._down = rail, down
        return rail

    def _turn_rail(self, wide: int) -> None:
        look = self._look
        beside, words = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonTextOnly
        for button in self._rail.buttons():
            assert isinstance(button, QToolButton)
            button.setToolButtonStyle(beside if wide else words)
            button.setMinimumHeight(look.dp(tokens.ROW if wide else _LOW))
            button.setFont(look.font(tokens.BASE if wide else tokens.SMALL))
        self._down.setContentsMargins(*(look.dp(tokens.GAP if wide else 0),) * 4)

    def _move_me(self, wide: int) -> None:
        """Into the bar when it has room, else under the rail."""
        for widget in self._me:
            (self._down if wide else self._across).removeWidget(widget)
            if wide:
                self._across.addWidget(widget)
            else:
                self._down.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeading)
        self._side.setMinimumWidth(self._look.dp(tokens.RAIL) if wide else 0)

    def _rail_button(self, name: str, words: str, icon: str, deed: Callable[[], object]) -> QToolButton:
        look = self._look
        button = QToolButton()
        button.setText(words)
        button.setIcon(look.icon(icon, look.colours.ink, air=tokens.AIR))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        button.setMinimumHeight(look.dp(tokens.ROW))
        button.setObjectName(f"rail-{name}")
        button.setProperty("kind", "rail")
        button.setFont(look.font())
        button.setIconSize(QSize(look.dp(tokens.ICON + 2 * tokens.AIR), look.dp(tokens.ICON)))
        button.setCheckable(True)
        button.clicked.connect(deed)
        self._rail.addButton(button)
        return button

    def _make_bar(self) -> QFrame:
        look = self._look
        bar = QFrame()
        bar.setProperty("kind", "bar")
        across = QHBoxLayout(bar)
        gap = look.dp(tokens.GAP)
        across.setContentsMargins(look.dp(tokens.MARGIN), gap, look.dp(tokens.PADDING), gap)
        across.setSpacing(gap)
        self.search.setMinimumWidth(min(look.dp(240), 320))
        self.search.setMaximumWidth(look.dp(520))
        across.addWidget(self.search, 1)
        new = PlainButton(look, look.ui("Nouvelle personne"), "user-plus", tip="Ctrl+N")
        new.clicked.connect(self._go_new)
        across.addWidget(new)
        across.addStretch(0)
        for widget in self._me:
            across.addWidget(widget)
        self._across = across
        return bar

    def _make_me(self) -> tuple[QWidget, QWidget]:
        """Who works here, and the way out."""
        look = self._look
        me = Text(look, self._session.me.label, strong=True)
        me.setWordWrap(False)
        me.setMaximumWidth(look.dp(160))
        me.setAccessibleDescription(look.ui("Vous travaillez sous ce nom"))
        lock = QuietButton(look, look.ui("Verrouiller"), "lock", tip="Ctrl+L")
        lock.clicked.connect(self.lock_asked)
        return me, lock

    def _bind_keys(self) -> None:
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+F", self._focus_search),
            ("F3", self._focus_search),
            ("Ctrl+N", self._go_new),
            ("Ctrl+L", self.lock_asked.emit),
            ("Ctrl+P", self._print),
            ("Ctrl+S", self._confirm_saved),
            ("Ctrl+Tab", self.navigation.next_file),
            ("F1", self.help_asked.emit),
            ("Ctrl+/", self.help_asked.emit),
            ("Alt+1", self._go_home),
            ("Alt+2", self._go_people),
            ("Alt+3", self._go_procedures),
            ("Alt+4", self._go_agenda),
            ("Alt+5", self._go_blockages),
            ("Alt+6", self._go_figures),
            ("Ctrl+,", self._go_settings),
        )
        for key, deed in keys:
            QShortcut(QKeySequence(key), self).activated.connect(deed)

    def countdown(self, seconds: int) -> None:
        """Say that the desk is about to lock; 0 when somebody came back."""
        locking.countdown(self._look, self.message, seconds)

    def _describe(self, found: tuple[PersonRow, str]) -> str:
        row, country = found
        names = " · ".join(isolate(name) for name in (row.latin, row.native) if name)
        about = " · ".join(isolate(part) for part in (row.born, country, row.prefecture) if part)
        return "\n".join(filter(None, (names, about)))

    def _open_found(self, found: tuple[PersonRow, str]) -> None:
        self.navigation.go(ToPerson(found[0].case))

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _go_home(self) -> None:
        self.navigation.go(ToHome())

    def _go_people(self) -> None:
        self.navigation.go(ToPeople())

    def _go_procedures(self) -> None:
        here = self.navigation.here
        self.navigation.go(
            ToProcedures(here.case if isinstance(here, ToPerson | ToClock | ToDesk | ToInterview) else None)
        )

    def _go_agenda(self) -> None:
        self.navigation.go(ToAgenda())

    def _go_blockages(self) -> None:
        self.navigation.go(ToBlockages())

    def _go_figures(self) -> None:
        if self._session.may(Deed.READ_JOURNAL):
            self.navigation.go(ToFigures())

    def _go_exchange(self) -> None:
        self.navigation.go(ToExchange())

    def _go_lease(self) -> None:
        self.navigation.go(ToOrganisation(Part.LEASE))

    def show_standing(self, standing: Standing | None) -> None:
        """How the exchange stands, in the quiet line; nothing for a centre that works alone."""
        self._exchange.setVisible(standing is not None)
        self.lease.show_state(standing.lease if standing else None)
        if standing is not None:
            words, state = exchange_words.quiet(self._look, standing, datetime.now().astimezone())
            self._exchange.setText(words or self._look.ui("Échanges"))
            self._exchange.setIcon(self._look.state_icon(state) if state else QIcon())

    def _go_settings(self) -> None:
        self.navigation.go(ToSettings())

    def _go_new(self) -> None:
        self.navigation.go(ToNewPerson())

    def _print(self) -> None:
        if self.navigation.page is not None:
            self.navigation.page.print_page()  # type: ignore[attr-defined]  # every page has it

    def _mark_place(self, to: Destination) -> None:
        name = {
            ToHome: "home",
            ToPeople: "people",
            ToNewPerson: "people",
            ToPerson: "people",
            ToClock: "people",
            ToAgenda: "agenda",
            ToAgendaPaper: "agenda",
            ToBlockages: "blockages",
            ToFigures: "figures",
            ToFiguresPaper: "figures",
            ToBlockage: "blockages",
            ToEvidence: "blockages",
            ToConsents: "people",
            ToLetter: "people",
            ToLetters: "people",
            ToLetterSettings: "settings",
            ToErasures: "settings",
            ToAttestation: "people",
            ToSettings: "settings",
            ToSettle: "home",
            ToExchange: "settings",
            ToOrganisation: "settings",
            ToShare: "people",
            ToReceived: "home",
        }.get(type(to), "procedures")
        self.message.quiet()
        for button in self._rail.buttons():
            button.setChecked(button.objectName() == f"rail-{name}")

    def _saved(self, _touched: Touched) -> None:
        self._say_saved()

    def _confirm_saved(self) -> None:
        if self.navigation.draft() is None:
            self._say_saved()
            return
        self.navigation.keep()
        self._quiet.setText(self._look.ui("Gardé en brouillon : ce que vous tapez n’est pas encore dans un dossier."))

    def _say_saved(self) -> None:
        now = f"{datetime.now().astimezone():%H:%M}"
        self._quiet.setText(self._look.ui("Enregistré sur ce poste · %(time)s", time=now))
