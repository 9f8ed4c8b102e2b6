"""The team of this PC, for leads: who opens it, in which role, until when. In the settings."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout

from anefdesk.domain.case import Staff
from anefdesk.domain.staff import Member, Role
from anefdesk.errors import AnefdeskError
from anefdesk.i18n import dates
from anefdesk.services.session import Session
from anefdesk.ui.field_words import FIELD
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.new_passphrase import NewPassphrase
from anefdesk.ui.pages.role_words import LONGEST_LABEL, ROLE_WORDS
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.frames import Line, Section, clear, row
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Heading, Text, labelled


class _MemberRow(QVBoxLayout):
    """One member, with what a lead may do for them."""

    def __init__(self, team: "TeamSection", look: Look, member: Member, *, mine: bool) -> None:
        super().__init__()
        self._team = team
        self._member = member
        line = row(look)
        role = look.ui(ROLE_WORDS[member.role])
        end = look.ui("jusqu’au %(day)s", day=dates.shown(member.ends_on)) if member.ends_on else ""
        line.addWidget(Text(look, member.label, strong=True))
        line.addWidget(Text(look, " · ".join(filter(None, (role, end))), tone="soft"), 1)
        if not mine:
            reset = QuietButton(look, look.ui("Nouvelle phrase de passe"), "key")
            reset.setAccessibleName(look.ui("Nouvelle phrase de passe pour %(label)s", label=member.label))
            reset.clicked.connect(self._reset)
            remove = QuietButton(look, look.ui("Retirer"), "x")
            remove.setAccessibleName(look.ui("Retirer %(label)s", label=member.label))
            remove.clicked.connect(self._remove)
            line.addWidget(reset)
            line.addWidget(remove)
        self.addLayout(line)

    def _reset(self) -> None:
        self._team.prepare_reset(self._member)

    def _remove(self) -> None:
        self._team.ask_removal(self._member)


class TeamSection(Section):
    """Lists the members; adds, resets, removes."""

    def __init__(self, look: Look, jobs: Jobs, session: Session, today: date) -> None:
        super().__init__(look, look.ui("L’équipe de ce poste"))
        self._look = look
        self._jobs = jobs
        self._session = session
        self._resetting: Member | None = None
        self._removing: Member | None = None
        self.message = InlineMessage(look)
        self.message.acted.connect(self._remove)
        self._progress = Progress(look)
        self._rows = QVBoxLayout()
        self._form_title = Heading(look, "", 3)
        self._label = QLineEdit()
        self._label.setMaxLength(LONGEST_LABEL)
        self._role = QComboBox()
        for role in Role:
            self._role.addItem(look.ui(ROLE_WORDS[role]), role)
        self._until = DateField(look, look.ui(FIELD[Staff]["ends_on"]), today)
        self._new = NewPassphrase(look, jobs, session, look.ui("Sa phrase de passe, tapée par la personne"))
        self._deed = PlainButton(look, "", "user-plus")
        self._deed.clicked.connect(self._do)
        self._give_up = QuietButton(look, look.ui("Annuler"))
        self._give_up.clicked.connect(self._prepare_new)
        self._label.editingFinished.connect(self._relabel)
        self._lay_out()
        self._prepare_new()
        self._load()

    def _lay_out(self) -> None:
        look, body = self._look, self.body
        self._label_name = labelled(look, look.ui(FIELD[Staff]["label"]), self._label)
        self._role_name = labelled(look, look.ui(FIELD[Staff]["role"]), self._role)
        self._until_name = labelled(look, look.ui("Fin de l’accès (bénévoles, stagiaires)"), self._until.line)
        body.addWidget(self.message)
        body.addWidget(self._progress)
        body.addLayout(self._rows)
        body.addWidget(Line(look))
        for widget in (
            self._form_title, self._label_name, self._label, self._role_name, self._role,
            self._until_name, self._until, self._new,
        ):  # fmt: skip
            body.addWidget(widget)
        deeds = row(look)
        deeds.addWidget(self._deed)
        deeds.addWidget(self._give_up)
        deeds.addStretch(1)
        body.addLayout(deeds)

    def _load(self) -> None:
        self._jobs.desk(_team, self._session, owner=self, then=self._show_team, failed=self.message.show_error)

    def _show_team(self, found: tuple[tuple[Member, ...], Member]) -> None:
        members, me = found
        clear(self._rows)
        for member in members:
            self._rows.addLayout(_MemberRow(self, self._look, member, mine=member.user == me.user))

    def _prepare_new(self) -> None:
        self._resetting = None
        self._form_title.setText(self._look.ui("Ajouter quelqu’un"))
        self._deed.setText(self._look.ui("Ajouter"))
        self._new.take()
        self._shape()

    def prepare_reset(self, member: Member) -> None:
        """Turn the form to a new passphrase for ``member``."""
        self._resetting = member
        self._form_title.setText(self._look.ui("Nouvelle phrase de passe pour %(label)s", label=member.label))
        self._deed.setText(self._look.ui("Donner cette phrase"))
        self._new.for_label(member.label)
        self._shape()
        self._new.setFocus(Qt.FocusReason.OtherFocusReason)

    def kept(self) -> dict[str, str]:
        """Who is being added, as far as it is typed; never the passphrase."""
        typed = {"label": self._label.text().strip(), "until": self._until.line.text().strip()}
        fields = {name: text for name, text in typed.items() if text}
        if not fields or not self._deed.isEnabled():  # nothing yet, or it is under way
            return {}
        return fields | {"role": self._role.currentData().value}

    def put_back(self, fields: Mapping[str, str]) -> None:
        """The same from a draft."""
        self._label.setText(fields.get("label", ""))
        self._until.line.setText(fields.get("until", ""))
        self._role.setCurrentIndex(max(0, self._role.findData(Role(fields.get("role", Role.RECEPTION.value)))))
        self._relabel()

    def _shape(self) -> None:
        adding = self._resetting is None
        for widget in (
            self._label_name, self._label, self._role_name, self._role, self._until_name, self._until,
        ):  # fmt: skip
            widget.setVisible(adding)
        self._give_up.setVisible(not adding)

    def _relabel(self) -> None:
        self._new.for_label(self._label.text())

    def _do(self) -> None:
        if not self._new.text() or (self._resetting is None and not self._label.text().strip()):
            (self._new if self._resetting is not None or self._label.text().strip() else self._label).setFocus()
            return
        if not self._until.valid():
            self._until.line.setFocus()
            return
        self._deed.setEnabled(False)
        self._progress.start(self._look.ui("Création des clés… quelques secondes."))
        secret = self._new.text()
        if self._resetting is not None:
            self._jobs.desk(
                self._session.reset_member,
                self._resetting.user,
                secret,
                owner=self,
                then=self._done,
                failed=self._failed,
            )
            return
        self._jobs.desk(
            self._session.add_member, self._label.text().strip(), self._role.currentData(), secret, self._until.day(),
            owner=self, then=self._done, failed=self._failed,
        )  # fmt: skip

    def _done(self, _result: object) -> None:
        self._settle()
        self._label.clear()
        self._until.set_iso("")
        self._prepare_new()
        self.message.say(State.SETTLED, self._look.ui("C’est fait."))
        self._load()

    def _failed(self, error: AnefdeskError) -> None:
        self._settle()
        self.message.show_error(error)

    def _settle(self) -> None:
        self._progress.stop()
        self._deed.setEnabled(True)

    def ask_removal(self, member: Member) -> None:
        """Removing cannot be undone: say so, then wait for the button."""
        self._removing = member
        self.message.say(
            State.URGENT,
            self._look.ui("Retirer l’accès de %(label)s ?", label=member.label),
            self._look.ui("Ce que cette personne a écrit reste dans les dossiers. Ses brouillons seront perdus."),
            action=self._look.ui("Retirer cet accès"),
        )

    def _remove(self) -> None:
        if self._removing is not None:
            member, self._removing = self._removing, None
            self.message.quiet()
            self._jobs.desk(self._session.remove_member, member.user, owner=self, then=self._done, failed=self._failed)


def _team(session: Session) -> tuple[tuple[Member, ...], Member]:
    return session.members(), session.me
