"""The PCs and people of the organisation: their roles, giving and taking one, taking a PC or a person out."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QVBoxLayout

from anefdesk.i18n import dates
from anefdesk.services.belonging import OrganisationView
from anefdesk.services.session import Session
from anefdesk.services.sync.organisation import DeviceLine, PersonLine, Role
from anefdesk.services.sync.revoking import Lost
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages import organisation_words as words
from anefdesk.ui.pages.organisation_places import Part, ToOrganisation
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import QuietButton, shown
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Section, clear
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Text

if TYPE_CHECKING:
    from anefdesk.ui.pages.organisation import OrganisationPage


class _Given:
    """One role, given to or taken from somebody when its entry is chosen."""

    def __init__(self, section: "_Section", subject: bytes, role: Role, centre: bytes, *, taken: bool) -> None:
        self._section = section
        self._given = (subject, role, words.scope_of(role, centre), taken)

    def __call__(self) -> None:
        self._section.give(*self._given)


class _Line(Flow):
    """A name, what is said of it, its deeds."""

    def __init__(self, section: "_Section", look: Look, line: DeviceLine | PersonLine, view: OrganisationView) -> None:
        super().__init__(look)
        self._section = section
        self._line = line
        name = Text(look, line.label or look.ui("sans nom"), strong=True)
        roles = words.roles(look, line.roles, view.centres, line.scope)
        said = [
            line.centre if len(view.centres) > 1 else "",
            roles,
            section.mine if line.mine else "",
            look.ui("retiré") if line.out else "",
        ]
        more = Text(look, " · ".join(filter(None, said)), tone="soft")
        for text in (name, more):
            text.setWordWrap(False)
            self.addWidget(text)
        mine_to_say = view.admin or (view.lead and line.scope == view.scope)
        if line.out or not mine_to_say:
            return
        if menu := self._menu(look, view):
            button = QuietButton(look, look.ui("Rôles"), "key")
            button.setAccessibleName(look.ui("Rôles de %(name)s", name=line.label))
            menu.setParent(button, menu.windowFlags())
            button.setMenu(menu)
            self.addWidget(button)
        if not line.mine:
            out = QuietButton(look, look.ui("Retirer"), "x")
            out.setAccessibleName(look.ui("Retirer %(name)s", name=line.label))
            out.clicked.connect(self._ask)
            self.addWidget(out)

    def _menu(self, look: Look, view: OrganisationView) -> QMenu | None:
        line, menu = self._line, QMenu()
        held = {role for role, _ in line.roles}
        subject = line.device if isinstance(line, DeviceLine) else line.user
        offered = words.OF_DEVICES if isinstance(line, DeviceLine) else words.OF_PEOPLE
        for role in offered:
            if role in words.FOR_ALL and not view.admin:
                continue
            action = menu.addAction(shown(look.ui(words.ROLES[role])))
            action.setCheckable(True)
            action.setChecked(role in held)
            action.setEnabled(not (line.mine and role in held and role is Role.ADMIN))
            action.triggered.connect(_Given(self._section, subject, role, line.scope, taken=role in held))
        return None if menu.isEmpty() else menu

    def _ask(self) -> None:
        self._section.ask(self._line)


class _Section(Section):
    mine = ""

    def __init__(self, look: Look, title: str, jobs: Jobs, session: Session, page: "OrganisationPage") -> None:
        super().__init__(look, title)
        self._jobs = jobs
        self._session = session
        self._page = page
        self._asked: DeviceLine | PersonLine | None = None
        self.question = InlineMessage(look)
        self.question.acted.connect(self._take_out)
        self.body.addWidget(self.question)
        self._rows = QVBoxLayout()
        self.body.addLayout(self._rows)

    def fill(self, view: OrganisationView, lines: tuple[DeviceLine, ...] | tuple[PersonLine, ...]) -> None:
        """Show the lines."""
        clear(self._rows)
        self.set_note(str(sum(not line.out for line in lines)))
        for line in lines:
            self._rows.addLayout(_Line(self, self._look, line, view))
            known = view.seen.pcs.get(line.device) if isinstance(line, DeviceLine) and not line.out else None
            if known is not None:
                self._rows.addWidget(Text(self._look, words.seen(self._look, known), tone="soft"))

    def give(self, subject: bytes, role: Role, scope: bytes, taken: bool) -> None:  # noqa: FBT001 - a choice made
        """Give a role, or take it away."""
        done = self._look.ui("Le rôle est retiré.") if taken else self._look.ui("Le rôle est donné.")
        self._page.act(self._look.ui("Changement de rôle…"), _grant, subject, role, scope, taken, done=done)

    def ask(self, line: DeviceLine | PersonLine) -> None:
        """Taking out cannot be undone: say what it means, then wait for the button."""
        raise NotImplementedError

    def _take_out(self) -> None:
        raise NotImplementedError


class DevicesSection(_Section):
    """The PCs."""

    def __init__(self, look: Look, jobs: Jobs, session: Session, page: "OrganisationPage") -> None:
        super().__init__(look, look.ui("Postes"), jobs, session, page)
        self.mine = look.ui("ce poste")
        self._told = Text(look, "", points=tokens.SMALL, tone="soft")
        self.body.addWidget(self._told)

    def show_view(self, view: OrganisationView) -> None:
        """All of them, and what is known of each by who answers for it."""
        self.fill(view, view.devices)
        on, ui = view.seen.told_on, self._look.ui
        said = [
            ui("Contacts d’après le serveur, interrogé le %(day)s.", day=dates.shown(on)) if on else "",
            ui("Chaque poste dit lui-même, par le serveur ou par clé USB, quel programme et quel catalogue il a."),
        ]
        self._told.setText(" ".join(filter(None, said)))
        self._told.setVisible(bool(view.seen.pcs))

    def ask(self, line: DeviceLine | PersonLine) -> None:
        """First what would be lost with it."""
        assert isinstance(line, DeviceLine)
        self._asked = line
        self._jobs.desk(
            _lost, self._session, line.device, owner=self, then=self._ask_knowing, failed=self.question.show_error
        )

    def _ask_knowing(self, lost: Lost) -> None:
        if self._asked is None:
            return
        look = self._look
        if lost.last is not None:
            until = look.ui("Ses écrits reçus ici comptent, jusqu’au %(day)s.", day=dates.shown(lost.last))
        else:
            until = look.ui("Rien de ce poste n’a été reçu ici.")
        after = look.ui(
            "Ce qu’il n’a pas encore envoyé sera perdu. Il ne recevra plus rien et les clés changeront, mais ce qu’il "
            "a déjà reste lisible sur lui : retirer n’efface pas un ordinateur volé."
        )
        self.question.say(
            State.URGENT,
            look.ui("Retirer le poste « %(name)s » ?", name=self._asked.label),
            f"{until} {after}",
            action=look.ui("Retirer ce poste"),
        )

    def _take_out(self) -> None:
        asked, self._asked = self._asked, None
        self.question.quiet()
        if isinstance(asked, DeviceLine):
            done = self._look.ui("Le poste est retiré ; les clés de ce qu’il lisait sont changées.")
            self._page.act(self._look.ui("Le poste est retiré…"), _revoke_device, asked.device, done=done)


class PeopleSection(_Section):
    """The people."""

    def __init__(self, look: Look, jobs: Jobs, session: Session, page: "OrganisationPage") -> None:
        super().__init__(look, look.ui("Personnes"), jobs, session, page)
        self.mine = look.ui("vous")
        self.by_key = QuietButton(look, look.ui("Nommer avec la clé imprimée…"), "key")
        self.by_key.setToolTip(look.ui("Quand plus personne ne peut donner le rôle « administration »."))
        self.by_key.clicked.connect(self._to_naming)
        self.body.addWidget(self.by_key, 0, Qt.AlignmentFlag.AlignLeading)

    def _to_naming(self) -> None:
        self._page.go.emit(ToOrganisation(Part.NAME_ADMIN))

    def show_view(self, view: OrganisationView) -> None:
        """All of them; an admin needs no key to give a role."""
        self.fill(view, view.people)
        self.by_key.setVisible(not view.admin)

    def ask(self, line: DeviceLine | PersonLine) -> None:
        """Say what it means."""
        look = self._look
        self._asked = line
        self.question.say(
            State.URGENT,
            look.ui("Retirer « %(name)s » de l’organisation ?", name=line.label),
            look.ui(
                "Ce que cette personne a écrit reste dans les dossiers. Les clés changeront. Retirez aussi son accès "
                "sur chaque poste, dans « Réglages », « L’équipe de ce poste »."
            ),
            action=look.ui("Retirer cette personne"),
        )

    def _take_out(self) -> None:
        asked, self._asked = self._asked, None
        self.question.quiet()
        if isinstance(asked, PersonLine):
            done = self._look.ui("La personne est retirée de l’organisation.")
            self._page.act(self._look.ui("La personne est retirée…"), _revoke_person, asked.user, done=done)


def _grant(session: Session, subject: bytes, role: Role, scope: bytes, taken: bool) -> None:  # noqa: FBT001
    session.belonging().grant(subject, role, scope, taken=taken)


def _lost(session: Session, device: bytes) -> Lost:
    return session.belonging().lost(device)


def _revoke_device(session: Session, device: bytes) -> Lost:
    return session.belonging().revoke_device(device)


def _revoke_person(session: Session, user: bytes) -> None:
    session.belonging().revoke_person(user)
