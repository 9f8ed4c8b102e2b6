"""After an update of the catalogue: the open démarches it touches, each with its differences line by line."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.domain.record import ObjectId
from anefdesk.services.session import Session
from anefdesk.services.versions import Differences, ToReview
from anefdesk.ui import tokens
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages import change_words
from anefdesk.ui.pages.destinations import ToDesk, ToVersions
from anefdesk.ui.pages.review_lines import ReviewCard, whose
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton
from anefdesk.ui.widgets.frames import EmptyState, clear
from anefdesk.ui.widgets.page_head import HeadedPage
from anefdesk.ui.widgets.states import InlineMessage


class ReviewPage(QWidget):
    """One list to go through; nothing changes in a file until somebody says so."""

    go = Signal(object)
    place = "review"

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date, to: ToVersions) -> None:
        super().__init__()
        del today
        self._look = look
        self._desk = session.desk
        self._deeds = Deeds(jobs, news, self)
        self._wanted: ObjectId | None = to.demarche
        self._cards: dict[ObjectId, ReviewCard] = {}
        self.message = InlineMessage(look)
        self._words = PlainButton(look, "", "check")
        self._list = QVBoxLayout()
        self._list.setSpacing(look.dp(tokens.GAP))
        told = look.ui(
            "Chaque démarche garde la liste avec laquelle elle a été ouverte. "
            "Regardez ce qui change, puis choisissez : rien n’est perdu, et on peut revenir en arrière."
        )
        self._scroll = HeadedPage(look, self, look.ui("Le catalogue a changé"), told)
        body = self._scroll.body
        body.addWidget(self.message)
        body.addWidget(self._words, 0, Qt.AlignmentFlag.AlignLeading)
        body.addLayout(self._list)
        body.addStretch(1)
        self._words.hide()
        self._words.clicked.connect(self._move_words)
        self.message.acted.connect(self._take_back)
        self._deeds.failed.connect(self._failed)
        news.touched.connect(self._touched)
        self._load()

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Démarches à revoir")

    def draft(self) -> Draft | None:
        """Nothing is typed here."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing to restore."""

    def print_page(self) -> None:
        """The list stays on screen: it names people."""
        self.message.say(State.PLAIN, self._look.ui("Cette liste nomme des personnes : elle ne s’imprime pas."))

    def _load(self) -> None:
        self._deeds.read(self._desk.versions.review, then=self._show)

    def _touched(self, _touched: Touched) -> None:
        self._load()

    def _failed(self, error: object) -> None:
        self.message.show_error(error)  # type: ignore[arg-type]  # the signal carries an AnefdeskError
        self._scroll.ensureWidgetVisible(self.message)

    def _show(self, found: tuple[ToReview, ...]) -> None:
        look = self._look
        clear(self._list)
        self._cards = {}
        worded = sum(one.wording_only for one in found)
        self._words.setVisible(bool(worded))
        self._words.setText(
            look.ui_n(
                "Passer la démarche où seuls les mots changent",
                "Passer les %(n)d démarches où seuls les mots changent",
                worded,
            )
        )
        for one in found:
            card = ReviewCard(look, one)
            card.opened.connect(self._open)
            card.desk.connect(self._to_desk)
            card.moved.connect(self._move)
            self._cards[one.demarche] = card
            self._list.addWidget(card)
        if not found:
            nothing = look.ui("Aucune démarche à revoir.")
            self._list.addWidget(EmptyState(look, nothing, icon="circle-check"))
        wanted, self._wanted = self._wanted, None
        if wanted in self._cards and not self._cards[wanted].one.dropped:
            self._open(self._cards[wanted].one)

    def _open(self, one: ToReview) -> None:
        if self._cards[one.demarche].unfolded:
            self._cards[one.demarche].fold()
            return
        self._deeds.read(
            self._desk.versions.differences, one.case, one.demarche, then=partial(self._unfold, one.demarche)
        )

    def _unfold(self, demarche: ObjectId, found: Differences) -> None:
        card = self._cards.get(demarche)
        if card is not None:
            card.unfold(found)
            self._scroll.ensureWidgetVisible(card)

    def _to_desk(self, one: ToReview) -> None:
        self.go.emit(ToDesk(one.case, one.demarche))

    def _move(self, one: ToReview) -> None:
        self._deeds.do(self._desk.versions.move, one.case, one.demarche, then=partial(self._told_moved, one))

    def _told_moved(self, one: ToReview, _touched: Touched) -> None:
        ui = self._look.ui
        new = change_words.version(self._look.texts, self._desk.versions.current)
        said = ui("%(who)s suit maintenant la %(version)s.", who=whose(one), version=new)
        self.message.say(State.SETTLED, said, one.procedure, action=ui("Annuler"))
        self._scroll.ensureWidgetVisible(self.message)

    def _move_words(self) -> None:
        self._deeds.do(self._desk.versions.move_all, then=self._told_all)

    def _told_all(self, moved: int) -> None:
        ui = self._look
        said = ui.ui_n(
            "%(n)d démarche suit la nouvelle version.", "%(n)d démarches suivent la nouvelle version.", moved
        )
        self.message.say(State.SETTLED, said, action=ui.ui("Annuler"))
        self._load()

    def _take_back(self) -> None:
        self.message.quiet()
        self._deeds.do(self._desk.casework.undo, then=self._taken)

    def _taken(self, _touched: Touched | None) -> None:
        self._load()
