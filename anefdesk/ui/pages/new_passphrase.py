"""Choosing a passphrase: one is suggested, what is typed is judged while typing. Used wherever one is set."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.errors import InputRefusedError
from anefdesk.services.session import Session
from anefdesk.ui import errors, tokens
from anefdesk.ui.jobs import Jobs, Ticket
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.frames import row
from anefdesk.ui.widgets.passphrase_field import PassphraseField
from anefdesk.ui.widgets.texts import Text, labelled


class NewPassphrase(QWidget):
    """A field with a suggestion and a verdict; ``accepted`` tells whether what is typed would be."""

    def __init__(self, look: Look, jobs: Jobs, session: Session, name: str = "") -> None:
        super().__init__()
        self._look = look
        self._jobs = jobs
        self._session = session
        self._label = ""
        self._ticket: Ticket | None = None
        self.accepted = False
        name = name or look.ui("Nouvelle phrase de passe")
        self.field = PassphraseField(look, name)
        suggest = QuietButton(look, look.ui("Proposer six mots"), "refresh")
        suggest.clicked.connect(self._suggest)
        self._verdict = Text(look, points=tokens.SMALL, tone="soft")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(tokens.SPACE))
        head = row(look)
        head.addWidget(labelled(look, name, self.field.line), 1)
        head.addWidget(suggest)
        inside.addLayout(head)
        inside.addWidget(self.field)
        inside.addWidget(self._verdict)
        self.field.line.textChanged.connect(self._judge)
        self.setFocusProxy(self.field.line)
        self._say("empty")

    def for_label(self, label: str) -> None:
        """The label it must not contain."""
        self._label = label
        self._judge()

    def text(self) -> str:
        """What is typed, kept in the field."""
        return self.field.line.text()

    def take(self) -> str:
        """What is typed; the field is emptied."""
        return self.field.take()

    def _suggest(self) -> None:
        self._jobs.desk(self._session.suggest_passphrase, owner=self, then=self._put)

    def _put(self, words: str) -> None:
        self.field.show_secret()
        self.field.line.setText(words)

    def _judge(self) -> None:
        if self._ticket is not None:
            self._ticket.drop()
            self._ticket = None
        text = self.text()
        if not text:
            self._say("empty")
            return
        self._ticket = self._jobs.desk(self._session.judge_passphrase, text, self._label, owner=self, then=self._say)

    def _say(self, reason: str) -> None:
        self._ticket = None
        self.accepted = not reason
        look = self._look
        if reason == "empty":
            words = look.ui("Plusieurs mots que vous retiendrez ; écrivez-les une fois sur papier si besoin.")
        elif reason:
            told = errors.explain(InputRefusedError("passphrase.weak", reason=reason), look.texts)
            words = f"{told.what} {told.todo}"
        else:
            words = look.ui("Cette phrase de passe convient.")
        self._verdict.setText(words)
        self._verdict.set_tone("soft" if reason == "empty" else "soon" if reason else "settled")
        self.field.line.setAccessibleDescription(words)
