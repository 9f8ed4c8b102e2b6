"""Who asks to come in, and the invitations still good: accept in a role, refuse, take back; by server or by stick."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QVBoxLayout

from anefdesk.domain import staff
from anefdesk.errors import AnefdeskError
from anefdesk.services.belonging import OrganisationView
from anefdesk.services.session import Session
from anefdesk.services.sync import carried_files
from anefdesk.services.sync.invitations import Asking, Invited, Kind
from anefdesk.ui import choosing
from anefdesk.ui.exchange_words import NO_WAY
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.role_words import ROLE_WORDS
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, Section, clear
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Text, labelled

if TYPE_CHECKING:
    from anefdesk.ui.pages.organisation import OrganisationPage


class _AskingCard(Card):
    """One that asks, and what may be answered."""

    def __init__(self, section: "AskingSection", look: Look, asking: Asking, today: date) -> None:
        super().__init__(look, kind="card")
        self._section = section
        self.asking = asking
        who = asking.label or look.ui("sans repère")
        if asking.trouble:
            self.message = InlineMessage(look)
            self.body.addWidget(self.message)
            self.message.show_error(AnefdeskError(asking.trouble))
            title = look.ui("Une demande pour « %(label)s » ne peut pas être acceptée.", label=who)
        elif asking.kind is Kind.CENTRE:
            title = look.ui(
                "Le centre « %(centre)s » (%(department)s) demande à venir : poste « %(pc)s », %(person)s.",
                centre=asking.centre, department=asking.department, pc=asking.pc, person=asking.person,
            )  # fmt: skip
        else:
            title = look.ui("Le poste « %(pc)s » de %(person)s demande à venir.", pc=asking.pc, person=asking.person)
        self.body.addWidget(Text(look, title, strong=True))
        if asking.answered:
            self.body.addWidget(Text(look, look.ui("La réponse est donnée."), tone="soft"))
        elif not asking.trouble:
            ask = look.ui("Vérifiez de vive voix que c’est bien cette personne, à ce poste, avant d’accepter.")
            self.body.addWidget(Text(look, ask, tone="soft"))
        deeds = Flow(look)
        self.role = QComboBox()
        self.role.setAccessibleName(look.ui("Rôle de %(name)s", name=asking.person))
        for role in staff.Role:
            self.role.addItem(look.ui(ROLE_WORDS[role]), role)
        self.role.setCurrentIndex(self.role.findData(staff.Role.WORKER))
        self.accept = PlainButton(look, look.ui("Accepter"), "check")
        self.accept.clicked.connect(self._accept)
        self.answer = QuietButton(look, look.ui("Écrire la réponse sur une clé…"), "download")
        self.answer.clicked.connect(self._accept)
        self.refuse = QuietButton(look, look.ui("Refuser"), "x")
        self.refuse.clicked.connect(self._refuse)
        for button, meant in (
            (self.role, asking.kind is Kind.PC and not asking.trouble and not asking.answered),
            (self.accept, not asking.trouble and not asking.answered),
            (self.answer, asking.answered),
            (self.refuse, not asking.answered),
        ):
            deeds.addWidget(button)
            button.setVisible(meant)
        end = look.ui("Fin de l’accès (bénévoles, stagiaires)")
        self.until = DateField(look, end, today)
        self._until_name = labelled(look, end, self.until.line)
        for widget in (self._until_name, self.until):
            self.body.addWidget(widget)
            widget.setVisible(asking.kind is Kind.PC and not asking.trouble and not asking.answered)
        self.body.addLayout(deeds)

    def _accept(self) -> None:
        if not self.until.valid():
            self.until.line.setFocus()
            return
        self._section.accept(self.asking, self.role.currentData(), self.until.day())

    def _refuse(self) -> None:
        self._section.refuse(self.asking)


class AskingSection(Section):
    """Looks at the server when it is shown, then at each press."""

    def __init__(self, look: Look, jobs: Jobs, session: Session, page: "OrganisationPage", today: date) -> None:
        super().__init__(look, look.ui("Demandes et invitations"))
        self._today = today
        self._jobs = jobs
        self._session = session
        self._page = page
        self._asked_once = False
        self._answer = b""
        self.message = InlineMessage(look)
        self.message.acted.connect(self._choose_place)
        self.body.addWidget(self.message)
        self._cards = QVBoxLayout()
        self._invited = QVBoxLayout()
        self.body.addLayout(self._cards)
        deeds = Flow(look)
        self.look_now = PlainButton(look, look.ui("Regarder les demandes"), "refresh")
        self.look_now.clicked.connect(self.ask)
        self.from_stick = PlainButton(look, look.ui("Lire une demande d’une clé…"), "folder-open")
        self.from_stick.clicked.connect(self._choose)
        deeds.addWidget(self.look_now)
        deeds.addWidget(self.from_stick)
        self.body.addLayout(deeds)
        self.body.addLayout(self._invited)

    def show_view(self, view: OrganisationView) -> None:
        """The invitations under way; who asks comes from the server a moment later."""
        look = self._look
        clear(self._invited)
        self.look_now.setVisible(bool(view.hub))
        for one in view.invited:
            if not one.asked:
                self._invited.addLayout(self._invitation(look, one))
        if view.lead and not self._asked_once:
            self._asked_once = True
            self.ask()

    def _invitation(self, look: Look, one: Invited) -> Flow:
        line = Flow(look)
        kind = look.ui("Centre invité") if one.kind is Kind.CENTRE else look.ui("Poste invité")
        until = one.until.astimezone()
        good = look.ui("jusqu’au %(day)s à %(time)s", day=f"{until:%d/%m/%Y}", time=f"{until:%H:%M}")
        words = Text(look, " · ".join(filter(None, (kind, one.label, good))), tone="soft")
        words.setWordWrap(False)
        line.addWidget(words)
        drop = QuietButton(look, look.ui("Reprendre l’invitation"), "x")
        drop.setAccessibleName(look.ui("Reprendre l’invitation %(label)s", label=one.label))
        drop.clicked.connect(_Withdrawn(self, one.name))
        line.addWidget(drop)
        return line

    def ask(self) -> None:
        """Who asks."""
        self._jobs.net(_waiting, self._session, owner=self, then=self._show_asking, failed=self._not_asked)

    def _not_asked(self, error: AnefdeskError) -> None:
        if error.code not in NO_WAY:
            self.message.show_error(error)

    def _show_asking(self, several: tuple[Asking, ...]) -> None:
        clear(self._cards)
        self.set_note(str(sum(not one.answered for one in several) or ""))
        for one in several:
            self._cards.addWidget(_AskingCard(self, self._look, one, self._today))
        self._page.reload()  # the hub told when PCs called, too

    def withdraw(self, name: bytes) -> None:
        """Expect nobody under it."""
        look = self._look
        self._page.act(look.ui("L’invitation est reprise…"), _withdraw, name, done=look.ui("L’invitation est reprise."))

    def accept(self, asking: Asking, role: staff.Role, ends_on: date | None = None) -> None:
        """Let it in, or write the answer again."""
        look = self._look
        done = look.ui("C’est accepté.")
        self._page.act(look.ui("L’accord part…"), _accept, asking.name, role, ends_on, then=self._answered, done=done)

    def refuse(self, asking: Asking) -> None:
        """Do not let it in."""
        look = self._look
        done = look.ui("La demande est refusée.")
        self._page.act(look.ui("Le refus part…"), _refuse, asking.name, then=self._answered, done=done)

    def _answered(self, answer: object) -> None:
        look = self._look
        assert isinstance(answer, bytes)
        self._answer = answer
        self.ask()
        self.message.say(
            State.SETTLED,
            look.ui("La réponse est prête."),
            look.ui("Par le serveur, l’autre poste la trouvera seul. Sans serveur, écrivez-la sur une clé USB."),
            action=look.ui("Écrire la réponse…"),
        )

    def _choose_place(self) -> None:
        title = self._look.ui("Écrire la réponse")
        choosing.choose_place(self, title, "reponse", carried_files.ANSWER, self.write)

    def write(self, place: str) -> None:
        """Write the last answer there."""
        given = (Path(place), self._answer)
        self._jobs.slow(carried_files.write, *given, owner=self, then=self._written, failed=self.message.show_error)

    def _written(self, name: str) -> None:
        look = self._look
        more = look.ui("Portez la clé à l’autre poste, qui la lit là où il attend.")
        self.message.say(State.SETTLED, look.ui("« %(name)s » est écrit et relu.", name=name), more)

    def _choose(self) -> None:
        look = self._look
        kinds = look.ui("Demandes (*.%(ending)s)", ending=carried_files.REQUEST)
        choosing.choose_file(self, look.ui("Lire une demande"), kinds, self.read)

    def read(self, place: str) -> None:
        """Who asks by the file ``place``."""
        self.message.quiet()
        given = (self._session, Path(place))
        self._jobs.desk(_read, *given, owner=self, then=self._was_read, failed=self.message.show_error)

    def _was_read(self, _asking: Asking) -> None:
        self.ask()


class _Withdrawn:
    def __init__(self, section: AskingSection, name: bytes) -> None:
        self._section = section
        self._name = name

    def __call__(self) -> None:
        self._section.withdraw(self._name)


def _waiting(session: Session) -> tuple[Asking, ...]:
    return session.belonging().waiting()


def _withdraw(session: Session, name: bytes) -> None:
    session.belonging().withdraw(name)


def _accept(session: Session, name: bytes, role: staff.Role, ends_on: date | None) -> bytes:
    return session.belonging().accept(name, role, ends_on)


def _refuse(session: Session, name: bytes) -> bytes:
    return session.belonging().refuse(name)


def _read(session: Session, place: Path) -> Asking:
    return session.belonging().read_request(carried_files.read(place))
