"""« À trancher » in one file: each disagreement with its values side by side, settled with one press, and undone."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.domain.record import CaseId
from anefdesk.errors import AnefdeskError
from anefdesk.services.desk import Desk
from anefdesk.services.reviewing import Disagreement
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages import settling_words
from anefdesk.ui.pages.destinations import ToPerson, ToSettle
from anefdesk.ui.pages.settling_card import Kept, SettlingCard, Written
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import QuietButton, shown_name
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import EmptyState, PageScroll, clear
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Heading, Text

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBERS = 3  # keys that settle the disagreement the cursor is in


class SettlingPage(QWidget):
    """Nothing is written until a value is chosen; what was chosen can be taken back."""

    go = Signal(object)

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date, case: CaseId) -> None:
        super().__init__()
        self.place = f"settling:{case.hex()}"
        self._look, self._desk, self._case, self._today = look, session.desk, case, today
        self._deeds = Deeds(jobs, news, self)
        self._restored: dict[str, str] = {}
        self._first = True
        self.cards: list[SettlingCard] = []
        self.message = InlineMessage(look)
        self._who = QuietButton(look, look.ui("Dossier de la personne"), "arrow-left")
        self._who.clicked.connect(self._leave)
        others = QuietButton(look, look.ui("Tout ce qui est à trancher"), "list-check")
        others.clicked.connect(self._to_all)
        ways = Flow(look)
        ways.addWidget(self._who)
        ways.addWidget(others)
        self._count = Text(look, tone="soft")
        self._list = QVBoxLayout()
        self._list.setSpacing(look.dp(tokens.PADDING))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = PageScroll(look)
        outer.addWidget(self._scroll)
        body = self._scroll.body
        body.addLayout(ways)
        body.addWidget(Heading(look, look.ui("À trancher")))
        body.addWidget(self._count)
        body.addWidget(self.message)
        body.addLayout(self._list)
        body.addStretch(1)
        self.message.acted.connect(self.undo)
        self._deeds.failed.connect(self._failed)
        news.touched.connect(self._touched)
        keys: list[tuple[str, Callable[[], object]]] = [
            (str(number), _Number(self, number).press) for number in range(1, _NUMBERS + 1)
        ]
        for key, deed in keys:
            QShortcut(QKeySequence(key), self).activated.connect(deed)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self).activated.connect(self.undo)
        self._load()

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("À trancher")

    def draft(self) -> Draft | None:
        """What is being written instead of the values shown."""
        fields = {_key(card.one): card.third.text() for card in self.cards if card.third.text().strip()}
        return Draft(self.place, fields, self._case) if fields else None

    def restore(self, draft: Draft) -> None:
        """Go on writing it."""
        self._restored = dict(draft.fields)
        self._put_back()

    def print_page(self) -> None:
        """It names a person."""
        self.message.say(State.PLAIN, self._look.ui("Cette page nomme une personne : elle ne s’imprime pas."))

    def _load(self) -> None:
        self._deeds.read(_seen, self._desk, self._case, then=self._show)

    def _touched(self, touched: Touched) -> None:
        if self._case in touched.cases:
            self._load()

    def _show(self, seen: tuple[str, tuple[Disagreement, ...]]) -> None:
        look = self._look
        name, found = seen
        self._restored = {_key(card.one): text for card in self.cards if (text := card.third.text())} | self._restored
        self._who.setText(shown_name(name) if name else look.ui("Revenir"))
        choosing = self._first or any(self.focusWidget() in card.keeps for card in self.cards)
        clear(self._list)
        self.cards = []
        for one in found:
            card = SettlingCard(look, one, self._today)
            card.kept.connect(self._keep)
            card.other.connect(self._write)
            self.cards.append(card)
            self._list.addWidget(card)
        said = look.ui_n(
            "%(n)d désaccord. Rien n’est perdu : l’autre valeur reste dans l’histoire du dossier.",
            "%(n)d désaccords. Rien n’est perdu : les autres valeurs restent dans l’histoire du dossier.",
            len(found),
        )
        self._count.setText(said)
        self._count.setVisible(bool(found))
        if not found:
            empty = EmptyState(
                look, look.ui("Plus rien à trancher ici."), action=look.ui("Voir les autres dossiers"),
                icon="circle-check",
            )  # fmt: skip
            empty.acted.connect(self._to_all)
            self._list.addWidget(empty)
        self._put_back()
        if choosing and self.cards:
            first = self.cards[0].keeps[0]
            QTimer.singleShot(0, first, first.setFocus)  # once it is shown
        self._first = False

    def _put_back(self) -> None:
        for card in self.cards:
            text = self._restored.pop(_key(card.one), "")
            if text:
                card.third.show()
                card.third.put_back(text)

    # Deeds

    def press(self, number: int) -> None:
        """Settle the disagreement the cursor is in, or the first one, for its value of this number."""
        focus = self.focusWidget()
        held = next((card for card in self.cards if focus is not None and card.isAncestorOf(focus)), None)
        card = held or next(iter(self.cards), None)
        if card is not None:
            card.keep(number)

    def _keep(self, kept: Kept) -> None:
        one, reviewing = kept.one, self._desk.reviewing
        place = (self._case, one.obj, one.field, kept.side.stored)
        if kept.note is None:
            self._settle(one, reviewing.keep, *place)
        else:
            self._settle(one, reviewing.keep_both, *place, kept.note)

    def _write(self, said: Written) -> None:
        one = said.one
        self._settle(one, self._desk.reviewing.write_third, self._case, one.obj, one.field, said.value)

    def _settle(self, one: Disagreement, work: "Callable[..., Touched]", *args: object) -> None:
        self._rest(under_way=True)
        field = settling_words.field(self._look, one)
        self._deeds.do(work, *args, then=_Settled(self, _key(one), field).told, failed=self._again)

    def settled(self, key: str, field: str) -> None:
        """Say so, with the way back."""
        for card in self.cards:
            if _key(card.one) == key:
                card.third.put_back("")
        ui = self._look.ui
        self.message.say(State.SETTLED, ui("C’est tranché : %(field)s.", field=field), action=ui("Annuler"))
        self._scroll.ensureWidgetVisible(self.message)
        self._rest(under_way=False)

    def _again(self, _error: AnefdeskError) -> None:
        self._rest(under_way=False)
        self._load()

    def _rest(self, *, under_way: bool) -> None:
        for card in self.cards:
            card.rest(under_way=under_way)

    def _failed(self, error: AnefdeskError) -> None:
        self.message.show_error(error)
        self._scroll.ensureWidgetVisible(self.message)
        if error.code == "case.missing":
            clear(self._list)
            self.cards = []

    def undo(self) -> None:
        """Take back my last deed: the disagreement is then open again."""
        self._deeds.do(self._desk.reviewing.undo, then=self._undone)

    def _undone(self, touched: Touched | None) -> None:
        if touched is None:
            self.message.say(State.PLAIN, self._look.ui("Il n’y a plus rien à annuler."))
        else:
            self.message.quiet()

    def _leave(self) -> None:
        self.go.emit(ToPerson(self._case) if self._case != self._desk.reviewing.centre else ToSettle())

    def _to_all(self) -> None:
        self.go.emit(ToSettle())


class _Number:
    """A key of the page."""

    def __init__(self, page: SettlingPage, number: int) -> None:
        self._page, self._number = page, number

    def press(self) -> None:
        self._page.press(self._number)


class _Settled:
    """What is told once a settlement is made."""

    def __init__(self, page: SettlingPage, key: str, field: str) -> None:
        self._page, self._key, self._field = page, key, field

    def told(self, _touched: object) -> None:
        self._page.settled(self._key, self._field)


def _key(one: Disagreement) -> str:
    return f"{one.obj.hex()}:{one.field}"


def _seen(desk: Desk, case: CaseId) -> tuple[str, tuple[Disagreement, ...]]:
    """On the desk lane: whose file it is, and what is open in it."""
    return desk.reviewing.whose(case), desk.reviewing.view(case)
