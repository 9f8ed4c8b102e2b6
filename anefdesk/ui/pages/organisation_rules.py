"""The rules that hold for the whole organisation, and a server for one that was founded without. For its admins."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from anefdesk.services.belonging import OrganisationView
from anefdesk.services.session import Session
from anefdesk.services.sync.founding import HubAddress
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.founding_form import Rules
from anefdesk.ui.pages.hub_fields import HubFields
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton
from anefdesk.ui.widgets.frames import Line, Section, clear
from anefdesk.ui.widgets.texts import Heading, Text

if TYPE_CHECKING:
    from anefdesk.ui.pages.organisation import OrganisationPage


class RulesSection(Section):
    """Said to everybody, changed by admins."""

    def __init__(self, look: Look, jobs: Jobs, session: Session, page: "OrganisationPage") -> None:
        super().__init__(look, look.ui("Règles"), open_=False)
        self._jobs = jobs
        self._session = session
        self._page = page
        self._lines = QVBoxLayout()
        self.body.addLayout(self._lines)
        self._shown: tuple[object, ...] = ()

    def show_view(self, view: OrganisationView) -> None:
        """What holds now. A form being filled is left alone while nothing else changed."""
        shown = (view.admin, view.opens_cases, view.lease_days, view.hub)
        if shown == self._shown:
            return
        self._shown = shown
        look = self._look
        clear(self._lines)
        if not view.admin:
            told = (
                look.ui("Le siège peut ouvrir les dossiers des centres.")
                if view.opens_cases
                else look.ui("Le siège ne reçoit que des chiffres ; il n’ouvre aucun dossier.")
            )
            self._lines.addWidget(Text(look, told))
            lease = look.ui_n(
                "Un poste peut rester %(n)d jour sans contact.",
                "Un poste peut rester %(n)d jours sans contact.",
                view.lease_days,
            )
            self._lines.addWidget(Text(look, lease))
            return
        self.rules = Rules(look, opens_cases=view.opens_cases, lease_days=view.lease_days)
        self._lines.addWidget(self.rules)
        self.apply = PlainButton(look, look.ui("Appliquer ces règles"), "check")
        self.apply.clicked.connect(self._apply)
        self._lines.addWidget(self.apply, 0, Qt.AlignmentFlag.AlignLeading)
        if not view.hub:
            self._lines.addWidget(Line(look))
            self._lines.addWidget(Heading(look, look.ui("Ajouter un serveur"), 3))
            self.hub = HubFields(look, self._jobs, needed=True)
            self._lines.addWidget(self.hub)
            self.bring = PlainButton(look, look.ui("Relier à ce serveur"), "transfer")
            self.bring.clicked.connect(self._bring)
            self._lines.addWidget(self.bring, 0, Qt.AlignmentFlag.AlignLeading)

    def _apply(self) -> None:
        given = (self.rules.opens_cases, self.rules.lease_days)
        self._page.act(self._look.ui("Les règles changent…"), _policy, *given, done=self._look.ui("Règles appliquées."))

    def _bring(self) -> None:
        address = self.hub.address
        if address is None or self.hub.missing() is not None:
            (self.hub.missing() or self.hub).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        done = self._look.ui("L’organisation est au serveur. Les autres postes l’apprendront par la prochaine clé USB.")
        self._page.act(self._look.ui("Le serveur est interrogé…"), _to_hub, address, done=done)


def _policy(session: Session, opens_cases: bool, lease_days: int) -> None:  # noqa: FBT001 - a lane's call
    session.belonging().policy(opens_cases=opens_cases, lease_days=lease_days)


def _to_hub(session: Session, address: HubAddress) -> None:
    session.belonging().to_hub(address)
