"""« L’organisation »: who asks to come in, its centres, PCs and people, the rules for all. Reached from « Échanges ».

What asks the server runs on the network lane; what it cannot hear now waits, and that is said.
"""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.draft import Draft
from anefdesk.errors import AnefdeskError
from anefdesk.services.belonging import OrganisationView
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.exchange import Exchange
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.destinations import ToExchange
from anefdesk.ui.pages.organisation_asking import AskingSection
from anefdesk.ui.pages.organisation_centres import CentresSection
from anefdesk.ui.pages.organisation_lines import DevicesSection, PeopleSection
from anefdesk.ui.pages.organisation_places import Part, ToOrganisation
from anefdesk.ui.pages.organisation_rules import RulesSection
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.page_head import HeadedPage
from anefdesk.ui.widgets.states import InlineMessage, Progress


class OrganisationPage(QWidget):
    """One deed at a time; ``act`` does it for the sections and reads everything again."""

    go = Signal(object)
    place = "organisation"

    def __init__(self, look: Look, jobs: Jobs, session: Session, exchange: Exchange | None, today: date) -> None:
        super().__init__()
        self._look = look
        self._jobs = jobs
        self._session = session
        self._exchange = exchange
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        self._head = HeadedPage(look, self, self.title(), back=look.ui("Échanges"))
        self._head.left.connect(self._to_exchange)
        body = self._head.body
        deeds = Flow(look)
        self.invite_pc = PrimaryButton(look, look.ui("Inviter un poste"), "device-desktop")
        self.invite_pc.clicked.connect(self._to_invite_pc)
        self.invite_centre = PlainButton(look, look.ui("Inviter un centre"), "users")
        self.invite_centre.clicked.connect(self._to_invite_centre)
        lease = QuietButton(look, look.ui("Temps sans contact, codes"), "hourglass")
        lease.clicked.connect(self._to_lease)
        for button in (self.invite_pc, self.invite_centre, lease):
            deeds.addWidget(button)
        body.addLayout(deeds)
        body.addWidget(self.message)
        body.addWidget(self._progress)
        self._sections = QVBoxLayout()
        self._sections.setSpacing(look.dp(tokens.PADDING))
        body.addLayout(self._sections)
        body.addStretch(1)
        self.asking = AskingSection(look, jobs, session, self, today)
        self.devices = DevicesSection(look, jobs, session, self)
        self.people = PeopleSection(look, jobs, session, self)
        self.centres = CentresSection(look)
        self.rules = RulesSection(look, jobs, session, self)
        for section in (self.asking, self.devices, self.people, self.centres, self.rules):
            self._sections.addWidget(section)
            section.hide()
        self.invite_pc.hide()
        self.invite_centre.hide()
        if exchange is not None:
            exchange.ended.connect(self.reload)
        self.reload()

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("L’organisation")

    def print_page(self) -> None:
        """Nothing here is for paper."""

    def draft(self) -> Draft | None:
        """Every choice applies at once."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing is kept."""

    def _to_invite_pc(self) -> None:
        self.go.emit(ToOrganisation(Part.INVITE_PC))

    def _to_invite_centre(self) -> None:
        self.go.emit(ToOrganisation(Part.INVITE_CENTRE))

    def _to_lease(self) -> None:
        self.go.emit(ToOrganisation(Part.LEASE))

    def _to_exchange(self) -> None:
        self.go.emit(ToExchange())

    def reload(self) -> None:
        """Read it all again, from what is kept here."""
        self._jobs.desk(_view, self._session, owner=self, then=self._show, failed=self.message.show_error)

    def _show(self, view: OrganisationView) -> None:
        look = self._look
        hub = look.ui("Les échanges passent par le serveur %(hub)s et par clé USB.", hub=view.hub)
        said = [hub if view.hub else look.ui("Il n’y a pas de serveur : les échanges passent par clé USB.")]
        if view.unsaid:
            said.append(
                look.ui_n(
                    "%(n)d décision prise ici attend le prochain échange avec le serveur.",
                    "%(n)d décisions prises ici attendent le prochain échange avec le serveur.",
                    view.unsaid,
                )
            )
        self._head.tell(" ".join(said))
        self.invite_pc.setVisible(view.lead)
        self.invite_centre.setVisible(view.admin)
        for section in (self.devices, self.people, self.centres, self.rules):
            section.show_view(view)
            section.show()
        self.asking.setVisible(view.lead)
        self.asking.show_view(view)

    def act(
        self,
        words: str,
        work: Callable[..., object],
        *given: object,
        then: Callable[[object], object] | None = None,
        done: str = "",
    ) -> None:
        """Do ``work(session, *given)``; ``words`` say what goes on, ``done`` that it is done."""
        self.message.quiet()
        self._progress.start(words)
        self._enable(False)
        ended = _Ended(self, then, done or self._look.ui("C’est fait."))
        self._jobs.net(work, self._session, *given, owner=self, then=ended.well, failed=ended.badly)

    def _enable(self, enabled: bool) -> None:  # noqa: FBT001 - a setter
        for section in (self.asking, self.devices, self.people, self.rules):
            section.setEnabled(enabled)

    def settle(self) -> None:
        """What was under way has ended."""
        self._progress.stop()
        self._enable(True)

    def say(self, what: str, more: str = "") -> None:
        """Tell of something that is done."""
        self.message.say(State.SETTLED, what, more)
        if self._exchange is not None:
            self._exchange.look_now()


class _Ended:
    """What follows a deed."""

    def __init__(self, page: OrganisationPage, then: Callable[[object], object] | None, done: str) -> None:
        self._page = page
        self._then = then
        self._done = done

    def well(self, result: object) -> None:
        self._page.settle()
        self._page.say(self._done)
        if self._then is not None:
            self._then(result)
        self._page.reload()

    def badly(self, error: AnefdeskError) -> None:
        self._page.settle()
        self._page.message.show_error(error)
        self._page.reload()


def _view(session: Session) -> OrganisationView:
    return session.belonging().view()
