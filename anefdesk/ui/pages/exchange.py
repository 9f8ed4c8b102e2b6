"""« Échanges »: how this PC exchanges with the others and the head office, said in full, with the few choices.

A centre that works alone begins here: founding an organisation, or coming into one with its files.

Reached from the quiet line at the foot of the desk and from the settings.
"""

from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.domain.staff import Deed
from anefdesk.errors import AnefdeskError
from anefdesk.services.session import Session
from anefdesk.services.sync.contact import Standing
from anefdesk.ui import exchange_words
from anefdesk.ui.exchange import Exchange
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.exchange_period import PeriodChoice
from anefdesk.ui.pages.exchange_stick import StickSection
from anefdesk.ui.pages.organisation_places import Part, ToOrganisation
from anefdesk.ui.pages.sharing_places import ToReceived
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Section
from anefdesk.ui.widgets.page_head import HeadedPage
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Text


class ExchangePage(QWidget):
    """How things stand, « Échanger maintenant », a pause, how often."""

    go = Signal(object)
    place = "exchange"

    def __init__(
        self, look: Look, jobs: Jobs, news: News, session: Session, today: date, exchange: Exchange | None
    ) -> None:
        super().__init__()
        self._look = look
        self._exchange = exchange
        self._jobs = jobs
        self._session = session
        self.message = InlineMessage(look)
        scroll = HeadedPage(look, self, self.title())
        scroll.body.addWidget(self.message)
        self._standing = self._make_standing()
        scroll.body.addWidget(self._standing)
        self.stick = StickSection(look, jobs, news, session, today)
        self.stick.exchanged.connect(self.reload if exchange is None else exchange.tell)
        self.alone = self._make_alone()
        self._organisation = PlainButton(look, look.ui("L’organisation : postes, personnes, invitations"), "users")
        self._organisation.clicked.connect(self._to_organisation)
        self.received = PlainButton(look, look.ui("Dossiers reçus d’autres centres"), "mail")
        self.received.clicked.connect(self._to_received)
        self._lease = PlainButton(look, look.ui("Temps sans contact et code de prolongation"), "hourglass")
        self._lease.clicked.connect(self._to_lease)
        for widget in (self.stick, self.alone):
            scroll.body.addWidget(widget)
        for button in (self._organisation, self.received, self._lease):
            scroll.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        scroll.body.addStretch(1)
        news.touched.connect(self._touched)
        self.reload()

    def _make_standing(self) -> Section:
        look = self._look
        section = Section(look, look.ui("Où en sont les envois"))
        self._lines = [Text(look, "") for _ in range(5)]
        for line in self._lines:
            section.body.addWidget(line)
        across = Flow(look)
        self._now = PrimaryButton(look, look.ui("Échanger maintenant"))
        if self._exchange is not None:
            self._now.clicked.connect(self._exchange.look_now)
            self._exchange.standing.connect(self.show_standing)
        self._pause = PlainButton(look, look.ui("Mettre en pause"))
        self._pause.clicked.connect(self._turn_pause)
        for button in (self._now, self._pause):
            across.addWidget(button)
        section.body.addLayout(across)
        self.often = PeriodChoice(look)
        self.often.chosen.connect(self._choose_period)
        section.body.addWidget(self.often)
        return section

    def _make_alone(self) -> Section:
        look = self._look
        section = Section(look, look.ui("Travailler à plusieurs postes"))
        told = look.ui(
            "Plusieurs postes peuvent tenir les mêmes dossiers, et plusieurs centres former une organisation. Tout "
            "ce que ce centre a écrit vient avec lui."
        )
        section.body.addWidget(Text(look, told, tone="soft"))
        deeds = Flow(look)
        for words, icon, part in (
            (look.ui("Fonder une organisation"), "flag", Part.FOUND),
            (look.ui("Rejoindre une organisation"), "users", Part.ENTER),
        ):
            button = PlainButton(look, words, icon)
            button.clicked.connect(_Way(self, part))
            deeds.addWidget(button)
        section.body.addLayout(deeds)
        return section

    def _to_organisation(self) -> None:
        self.go.emit(ToOrganisation())

    def _to_lease(self) -> None:
        self.go.emit(ToOrganisation(Part.LEASE))

    def _to_received(self) -> None:
        self.go.emit(ToReceived())

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Échanges")

    def print_page(self) -> None:
        """Nothing here is for paper."""

    def draft(self) -> Draft | None:
        """Nothing is typed here."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing is typed here."""

    def _touched(self, _touched: Touched) -> None:
        self.reload()

    def reload(self) -> None:
        """Ask how things stand."""
        sync = self._session.sync
        if sync is None:
            self.show_standing(None)
        else:
            self._jobs.desk(sync.standing, owner=self, then=self.show_standing)

    def show_standing(self, standing: Standing | None) -> None:
        """Say it."""
        look = self._look
        for widget in (self._now, self._pause, self.often):
            widget.setVisible(standing is not None)
        for part in (self.stick, self._organisation, self.received, self._lease):
            part.setVisible(standing is not None)
        self.alone.setVisible(standing is None and self._session.may(Deed.MANAGE_STAFF) and not self._session.training)
        if standing is None:
            self._say(look.ui("Ce centre travaille seul : tout ce qui est fait est enregistré sur ce poste."))
            return
        self._now.setVisible(not standing.by_stick)
        self._pause.setVisible(standing.paused or standing.period > 0)
        self._pause.setText(look.ui("Reprendre") if standing.paused else look.ui("Mettre en pause"))
        self._say(*exchange_words.lines(look, standing, datetime.now().astimezone()))
        self.often.show_standing(standing)
        if standing.trouble:
            self.message.show_error(AnefdeskError(standing.trouble))
        else:
            self.message.quiet()

    def _say(self, *lines: str) -> None:
        for label, words in zip(self._lines, (*lines, *("",) * len(self._lines)), strict=False):
            label.setText(words)
            label.setVisible(bool(words))

    def _turn_pause(self) -> None:
        sync = self._session.sync
        if sync is not None:
            self._jobs.desk(
                self._session.pause_sync, not sync.post.membership.paused, owner=self, then=self._chosen,
                failed=self.message.show_error,
            )  # fmt: skip

    def _choose_period(self, seconds: int) -> None:
        given = (self._session.choose_period, seconds)
        self._jobs.desk(*given, owner=self, then=self._chosen, failed=self.message.show_error)

    def _chosen(self, _result: object) -> None:
        if self._exchange is not None:
            self._exchange.choose()
        self.reload()


class _Way:
    """A screen of the organisation, when its button is pressed."""

    def __init__(self, page: ExchangePage, part: Part) -> None:
        self._page = page
        self._part = part

    def __call__(self) -> None:
        self._page.go.emit(ToOrganisation(self._part))
