"""« Dossiers reçus » : files that other centres share with this one, to accept or to refuse with a reason."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.domain.record import CaseId
from anefdesk.errors import AnefdeskError
from anefdesk.services.session import Session
from anefdesk.services.sync.sharing import OfferRow
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.destinations import Back, ToPerson
from anefdesk.ui.pages.received_card import OfferCard
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.frames import EmptyState, clear, column
from anefdesk.ui.widgets.page_head import HeadedPage
from anefdesk.ui.widgets.states import InlineMessage


class ReceivedPage(QWidget):
    """Those that wait first."""

    go = Signal(object)
    place = "received"

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date) -> None:
        super().__init__()
        del today
        self._look = look
        self._sharing = session.desk.sharing
        self._deeds = Deeds(jobs, news, self)
        self._deeds.failed.connect(self._failed)
        self.message = InlineMessage(look)
        self.cards: list[OfferCard] = []
        told = look.ui(
            "Un autre centre partage un dossier avec l’accord de la personne. En l’acceptant, vous en faites une copie "
            "ici ; ce qui change là-bas y arrive ensuite. Rien n’entre dans vos dossiers sans vous."
        )
        self._scroll = HeadedPage(look, self, self.title(), told, back=look.ui("Retour"))
        self._scroll.left.connect(self._back)
        body = self._scroll.body
        body.addWidget(self.message)
        self._list = column(look)
        body.addLayout(self._list)
        body.addStretch(1)
        news.touched.connect(self._touched)
        self._load()

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Dossiers reçus")

    def draft(self) -> Draft | None:
        """A reason is short."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing to restore."""

    def print_page(self) -> None:
        """The list stays on screen: it names people."""
        self.message.say(State.PLAIN, self._look.ui("Cette liste nomme des personnes : elle ne s’imprime pas."))

    def _load(self) -> None:
        self._deeds.read(self._sharing.received, then=self._show)

    def _touched(self, _touched: Touched) -> None:
        if not any(card.typing for card in self.cards):
            self._load()

    def _show(self, rows: tuple[OfferRow, ...]) -> None:
        clear(self._list)
        self.cards = []
        for row in rows:
            card = OfferCard(self._look, row)
            card.accepted.connect(self._accept)
            card.refused.connect(self._refuse)
            card.opened.connect(self._open)
            self.cards.append(card)
            self._list.addWidget(card)
        if not rows:
            nothing = self._look.ui("Aucun centre n’a envoyé de dossier.")
            self._list.addWidget(EmptyState(self._look, nothing, icon="circle-check"))

    def _accept(self, row: OfferRow) -> None:
        self._deeds.do(self._sharing.accept, row.scope, row.share, then=self._accepted)

    def _accepted(self, made: tuple[CaseId, Touched]) -> None:
        self._open(made[0])

    def _refuse(self, row: OfferRow, why: str) -> None:
        self._deeds.do(self._sharing.refuse, row.scope, row.share, why, then=self._refused)

    def _refused(self, _touched: Touched) -> None:
        ui = self._look.ui
        self.message.say(State.SETTLED, ui("Dossier refusé."), ui("L’autre centre lira la raison au prochain échange."))
        self._load()

    def _failed(self, error: AnefdeskError) -> None:
        self.message.show_error(error)
        self._scroll.ensureWidgetVisible(self.message)

    def _open(self, case: CaseId) -> None:
        self.go.emit(ToPerson(case))

    def _back(self) -> None:
        self.go.emit(Back())
