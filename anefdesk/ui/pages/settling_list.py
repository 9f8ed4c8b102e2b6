"""« À trancher »: every file in which two desks wrote something else, the latest first."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.domain.record import CaseId
from anefdesk.i18n.isolates import isolate
from anefdesk.services.reviewing import Waiting
from anefdesk.services.session import Session
from anefdesk.ui import field_words, tokens
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.destinations import ToSettle
from anefdesk.ui.spoken_dates import moment
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.carrying import CarryingPlainButton
from anefdesk.ui.widgets.frames import Card, EmptyState, clear
from anefdesk.ui.widgets.page_head import HeadedPage
from anefdesk.ui.widgets.room import Bending
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Text

_FIELDS = 4  # named on a file's line


class SettlingListPage(QWidget):
    """A card for each file; its button leads to its disagreements."""

    go = Signal(object)
    place = "settling_list"

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date) -> None:
        super().__init__()
        del today
        self._look, self._desk = look, session.desk
        self._deeds = Deeds(jobs, news, self)
        self.message = InlineMessage(look)
        self.buttons: list[CarryingPlainButton] = []
        told = look.ui(
            "Deux postes ont écrit deux choses différentes sans se voir. Une valeur est montrée en attendant ; "
            "c’est à vous de dire laquelle est vraie."
        )
        scroll = HeadedPage(look, self, self.title(), told)
        self._told = scroll.told
        scroll.body.addWidget(self.message)
        self._list = QVBoxLayout()
        self._list.setSpacing(look.dp(tokens.GAP))
        scroll.body.addLayout(self._list)
        scroll.body.addStretch(1)
        self._deeds.failed.connect(self.message.show_error)
        news.touched.connect(self._touched)
        self._load()

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("À trancher")

    def draft(self) -> Draft | None:
        """Nothing is typed here."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing to restore."""

    def print_page(self) -> None:
        """The list stays on screen: it names people."""
        self.message.say(State.PLAIN, self._look.ui("Cette liste nomme des personnes : elle ne s’imprime pas."))

    def _load(self) -> None:
        self._deeds.read(self._desk.reviewing.waiting, then=self._show)

    def _touched(self, _touched: Touched) -> None:
        self._load()

    def _show(self, rows: tuple[Waiting, ...]) -> None:
        look = self._look
        clear(self._list)
        self.buttons = []
        by_case: dict[CaseId, list[Waiting]] = {}
        for one in rows:
            by_case.setdefault(one.case, []).append(one)
        for of_case in by_case.values():
            self._list.addWidget(self._card(of_case))
        self._told.setVisible(bool(rows))
        if not rows:
            advice = look.ui("Quand deux postes écrivent autre chose dans le même champ, c’est ici qu’on choisit.")
            self._list.addWidget(EmptyState(look, look.ui("Rien à trancher."), advice, icon="circle-check"))
        elif not self.isAncestorOf(self.focusWidget()) or self.focusWidget() is None:
            self.buttons[0].setFocus()

    def _card(self, rows: list[Waiting]) -> Card:
        look, first = self._look, rows[0]
        card = Card(look)
        across = Bending(look, self, tokens.SMALL_PAGE)
        words = QVBoxLayout()
        words.setSpacing(look.dp(2))
        name = " · ".join(isolate(part) for part in (first.latin, first.native) if part)
        if first.centre:
            name = look.ui("Le centre : %(name)s", name=first.latin)
        words.addWidget(Text(look, name or look.ui("Dossier sans nom"), strong=True))
        fields = [look.ui(field_words.named(row.cls, row.attribute)).removesuffix(" :") for row in rows]
        named = " ; ".join(dict.fromkeys(fields[:_FIELDS])) + ("…" if len(fields) > _FIELDS else "")
        words.addWidget(Text(look, named))
        since = look.ui_n(
            "%(n)d désaccord, depuis le %(when)s", "%(n)d désaccords, depuis le %(when)s", len(rows),
            when=moment(min(row.since for row in rows)),
        )  # fmt: skip
        words.addWidget(Text(look, since, points=tokens.SMALL, tone="soft"))
        across.addLayout(words, 1)
        button = CarryingPlainButton(
            look, look.ui("Trancher"), first.case, "scale", name=look.ui("Trancher : %(name)s", name=name)
        )
        button.carried.connect(self._open)
        self.buttons.append(button)
        across.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        card.body.addLayout(across)
        return card

    def _open(self, case: CaseId) -> None:
        self.go.emit(ToSettle(case))
