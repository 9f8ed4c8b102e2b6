"""« Nommer avec la clé imprimée »: the organisation's printed key makes somebody an admin when nobody is left who can.

Reached from the people of the organisation's page. The key is kept nowhere: with a server, the server must answer.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from anefdesk.domain.draft import Draft
from anefdesk.errors import AnefdeskError
from anefdesk.services.belonging import OrganisationView
from anefdesk.services.session import Session
from anefdesk.services.sync.organisation import PersonLine, Role
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.organisation_places import ToOrganisation
from anefdesk.ui.pages.recovery import key_field
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PrimaryButton
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.page_head import HeadedPage
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Text, labelled


class NamingAdminPage(QWidget):
    """Who, and the key as typed; the key is forgotten once it served."""

    go = Signal(object)
    place = "naming_admin"

    def __init__(self, look: Look, jobs: Jobs, session: Session) -> None:
        super().__init__()
        self._look, self._jobs, self._session = look, jobs, session
        self._people: tuple[PersonLine, ...] = ()
        told = look.ui(
            "La clé imprimée à la fondation, rangée dans deux lieux sûrs, donne le rôle « administration » à une "
            "personne quand plus personne ne peut le faire. Elle n’ouvre aucun dossier."
        )
        page = HeadedPage(look, self, self.title(), told, back=look.ui("L’organisation"))
        page.left.connect(self._back)
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        card = Card(look)
        self.who = QComboBox()
        self.who.setMinimumContentsLength(12)
        self.who.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.who.setMaximumWidth(look.dp(420))
        self.key = key_field(look)
        self.name = PrimaryButton(look, look.ui("Donner ce rôle"), "key")
        self.name.clicked.connect(self._name)
        self._none = Text(look, look.ui("Chaque personne de l’organisation a déjà ce rôle."), tone="soft")
        fields: tuple[QWidget, ...] = (
            labelled(look, look.ui("Qui reçoit le rôle « administration » ?"), self.who),
            self.who,
            self._none,
            labelled(look, look.ui("Clé de l’organisation"), self.key),
            self.key,
            Text(look, look.ui("Recopiez la clé de la feuille, espaces et tirets libres."), tone="soft"),
            self.message,
            self._progress,
        )
        for field in fields:
            card.body.addWidget(field)
        card.body.addWidget(self.name, 0, Qt.AlignmentFlag.AlignLeading)
        page.body.addWidget(card)
        page.body.addStretch(1)
        self._read()

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Nommer avec la clé imprimée")

    def print_page(self) -> None:
        """Nothing here is for paper."""

    def draft(self) -> Draft | None:
        """A key is kept nowhere."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing is kept."""

    def _back(self) -> None:
        self.go.emit(ToOrganisation())

    def _read(self) -> None:
        self._jobs.desk(_view, self._session, owner=self, then=self._show, failed=self.message.show_error)

    def _show(self, view: OrganisationView) -> None:
        admins = {one.user for one in view.people if any(role is Role.ADMIN for role, _ in one.roles)}
        some = [one for one in view.people if not one.out and one.user not in admins]
        self._people = tuple(sorted(some, key=lambda one: not one.mine))
        self.who.clear()
        for one in self._people:
            centre = one.centre if len(view.centres) > 1 else ""
            mine = self._look.ui("vous") if one.mine else ""
            label = one.label or self._look.ui("sans nom")
            self.who.addItem(" · ".join(filter(None, (label, centre, mine))))
        self.who.setVisible(bool(self._people))
        self._none.setVisible(not self._people)
        self.name.setEnabled(bool(self._people))

    def _name(self) -> None:
        self.message.quiet()
        self.name.setEnabled(False)
        self._progress.start(self._look.ui("Vérification de la clé…"))
        given = (self.key.toPlainText(), self._people[self.who.currentIndex()])
        self._jobs.net(_named, self._session, *given, owner=self, then=self._done, failed=self._failed)

    def _done(self, one: PersonLine) -> None:
        look = self._look
        self._progress.stop()
        self.key.clear()
        self.message.say(
            State.SETTLED,
            look.ui("« %(name)s » a maintenant le rôle « administration ».", name=one.label),
            look.ui("Cela se voit sur tous les postes. Rangez la feuille où elle était."),
        )
        self._read()

    def _failed(self, error: AnefdeskError) -> None:
        self._progress.stop()
        self.name.setEnabled(True)
        self.message.show_error(error)


def _view(session: Session) -> OrganisationView:
    return session.belonging().view()


def _named(session: Session, sheet: str, one: PersonLine) -> PersonLine:
    session.belonging().name_admin(sheet, one.user)
    return one
