"""Opening the desk with the printed sheet: its key, then whose new passphrase. Used on the lock screen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from anefdesk.domain.staff import Member
from anefdesk.errors import AnefdeskError
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.new_passphrase import NewPassphrase
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PrimaryButton
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Heading, Text, labelled


class RecoveryPanel(QWidget):
    """``recovered`` is emitted once the desk is open again."""

    recovered = Signal()

    def __init__(self, look: Look, jobs: Jobs, session: Session) -> None:
        super().__init__()
        self._look = look
        self._jobs = jobs
        self._session = session
        self._members: tuple[Member, ...] = ()
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        self._key = key_field(look)
        self._who = QComboBox()
        self._new = NewPassphrase(look, jobs, session)
        self._next = PrimaryButton(look, look.ui("Vérifier la clé"))
        self._next.clicked.connect(self._advance)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(tokens.GAP))
        inside.addWidget(Heading(look, look.ui("Feuille de secours"), 2))
        inside.addWidget(Text(look, look.ui("Recopiez la clé de la feuille, espaces et tirets libres."), tone="soft"))
        inside.addWidget(self.message)
        inside.addWidget(self._progress)
        inside.addWidget(labelled(look, look.ui("Clé de secours"), self._key))
        inside.addWidget(self._key)
        self._who_name = labelled(look, look.ui("Qui reçoit une nouvelle phrase de passe ?"), self._who)
        for widget in (self._who_name, self._who, self._new):
            inside.addWidget(widget)
            widget.hide()
        inside.addWidget(self._next)
        self._key.setFocus()

    @property
    def busy(self) -> bool:
        """Whether a key is being tried."""
        return not self._next.isEnabled()

    def _advance(self) -> None:
        self.message.quiet()
        self._next.setEnabled(False)
        self._progress.start(self._look.ui("Vérification de la clé…"))
        key = self._key.toPlainText()
        if not self._members:
            self._jobs.desk(
                self._session.recovery_members, key, owner=self, then=self._choose_member, failed=self._failed
            )
            return
        member = self._members[self._who.currentIndex()]
        self._jobs.desk(
            self._session.recover, key, member.user, self._new.take(), owner=self, then=self._done, failed=self._failed
        )

    def _choose_member(self, members: tuple[Member, ...]) -> None:
        self._progress.stop()
        self._next.setEnabled(True)
        self._members = members
        for member in members:
            self._who.addItem(member.label)
        self._key.setReadOnly(True)
        for widget in (self._who_name, self._who, self._new):
            widget.show()
        self._next.setText(self._look.ui("Ouvrir avec cette nouvelle phrase"))

    def _done(self, _member: object) -> None:
        self._progress.stop()
        self._key.clear()
        self.recovered.emit()

    def _failed(self, error: AnefdeskError) -> None:
        self._progress.stop()
        self._next.setEnabled(True)
        self.message.show_error(error)


def key_field(look: Look) -> QPlainTextEdit:
    """A field for the four lines of a recovery key; Tab leaves it."""
    made = QPlainTextEdit()
    made.setFont(look.font(tokens.LARGE))
    made.setTabChangesFocus(True)
    made.setFixedHeight(look.dp(140))
    return made
