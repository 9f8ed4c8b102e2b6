"""My PIN and my passphrase, in the settings."""

from PySide6.QtCore import Qt

from anefdesk.errors import AnefdeskError
from anefdesk.services.session import Session
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.new_passphrase import NewPassphrase
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.frames import Line, Section, row
from anefdesk.ui.widgets.passphrase_field import PassphraseField
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Text, labelled


class SecretsSection(Section):
    """Set or drop my PIN; change my passphrase."""

    def __init__(self, look: Look, jobs: Jobs, session: Session) -> None:
        super().__init__(look, look.ui("Mon accès"))
        self._look = look
        self._jobs = jobs
        self._session = session
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        self._pin = PassphraseField(look, look.ui("Code rapide"))
        self._pin.line.setMaxLength(12)
        self._pin.line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        self._pin.setMaximumWidth(look.dp(400))
        self._keep = PlainButton(look, look.ui("Garder ce code"))
        self._drop = QuietButton(look, look.ui("Ne plus utiliser de code"))
        self._old = PassphraseField(look, look.ui("Phrase de passe actuelle"))
        self._new = NewPassphrase(look, jobs, session)
        self._new.for_label(session.me.label)
        self._change = PlainButton(look, look.ui("Changer ma phrase de passe"))
        self._keep.clicked.connect(self._set_pin)
        self._drop.clicked.connect(self._drop_pin)
        self._change.clicked.connect(self._change_passphrase)
        self._lay_out()
        self._show_pin(session.has_pin)

    def _lay_out(self) -> None:
        look, body = self._look, self.body
        body.addWidget(self.message)
        body.addWidget(self._progress)
        body.addWidget(labelled(look, look.ui("Code rapide (six chiffres ou plus)"), self._pin.line))
        about = look.ui("Pour rouvrir vite le poste. Il s’oublie quand l’ordinateur dort, ou après trente minutes.")
        body.addWidget(Text(look, about, tone="soft"))
        body.addWidget(self._pin)
        deeds = row(look)
        deeds.addWidget(self._keep)
        deeds.addWidget(self._drop)
        deeds.addStretch(1)
        body.addLayout(deeds)
        body.addWidget(Line(look))
        body.addWidget(labelled(look, look.ui("Phrase de passe actuelle"), self._old.line))
        body.addWidget(self._old)
        body.addWidget(self._new)
        body.addWidget(self._change, 0, Qt.AlignmentFlag.AlignLeading)

    def _show_pin(self, has_pin: bool) -> None:  # noqa: FBT001 - a setter
        self._drop.setVisible(has_pin)

    def _set_pin(self) -> None:
        self._jobs.desk(self._session.set_pin, self._pin.take(), owner=self, then=self._pin_set, failed=self._failed)

    def _pin_set(self, _done: object) -> None:
        self._show_pin(True)
        self.message.say(State.SETTLED, self._look.ui("Code rapide gardé jusqu’à la mise en veille."))

    def _drop_pin(self) -> None:
        self._jobs.desk(self._session.drop_pin, owner=self, then=self._pin_dropped, failed=self._failed)

    def _pin_dropped(self, _done: object) -> None:
        self._show_pin(False)
        self.message.say(State.SETTLED, self._look.ui("Le code rapide est oublié."))

    def _change_passphrase(self) -> None:
        for field in (self._old.line, self._new.field.line):
            if not field.text():
                field.setFocus()
                return
        self._change.setEnabled(False)
        self._progress.start(self._look.ui("Changement de la phrase de passe… quelques secondes."))
        self._jobs.desk(
            self._session.change_my_passphrase, self._old.take(), self._new.take(),
            owner=self, then=self._passphrase_changed, failed=self._failed,
        )  # fmt: skip

    def _passphrase_changed(self, _done: object) -> None:
        self._progress.stop()
        self._change.setEnabled(True)
        self._show_pin(False)
        self.message.say(State.SETTLED, self._look.ui("Votre phrase de passe est changée."))

    def _failed(self, error: AnefdeskError) -> None:
        self._progress.stop()
        self._change.setEnabled(True)
        self.message.show_error(error)
