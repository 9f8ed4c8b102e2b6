"""The recovery sheet in the settings, for leads: when it was tried, trying it, having another one made."""

from datetime import date

from PySide6.QtCore import Qt

from anefdesk.errors import AnefdeskError
from anefdesk.i18n import dates
from anefdesk.services.session import Session
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.recovery import key_field
from anefdesk.ui.pages.recovery_sheet import RecoverySheetPanel
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton
from anefdesk.ui.widgets.frames import Line, Section, clear
from anefdesk.ui.widgets.passphrase_field import PassphraseField
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Text, labelled


class SheetSection(Section):
    """The key of a sheet cannot be shown again: one that is lost or was never printed is made anew."""

    def __init__(self, look: Look, jobs: Jobs, session: Session) -> None:
        super().__init__(look, look.ui("Feuille de secours"))
        self._look = look
        self._jobs = jobs
        self._session = session
        self._lay_out()

    def _lay_out(self) -> None:
        look, body = self._look, self.body
        clear(body)
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        self._when = Text(look, "")
        self._key = key_field(look)
        self._try = PlainButton(look, look.ui("Essayer cette feuille"))
        self._try.clicked.connect(self._rehearse)
        self._secret = PassphraseField(look, look.ui("Votre phrase de passe"))
        self._secret.setMaximumWidth(look.dp(400))
        self._again = PlainButton(look, look.ui("Refaire une feuille de secours"), "printer")
        self._again.clicked.connect(self._renew)
        for widget in (self._when, self.message, self._progress):
            body.addWidget(widget)
        body.addWidget(labelled(look, look.ui("Tapez la clé telle qu’elle est sur la feuille"), self._key))
        body.addWidget(self._key)
        body.addWidget(self._try, 0, Qt.AlignmentFlag.AlignLeading)
        body.addWidget(Line(look))
        body.addWidget(
            Text(look, look.ui(
                "Feuille perdue, vue par d’autres, ou jamais imprimée ? Une nouvelle la remplace : l’ancienne n’ouvre "
                "plus ce poste. Chaque collègue ouvre ensuite le poste une fois avec sa phrase de passe, pour que la "
                "nouvelle feuille puisse aussi lui rendre ses notes personnelles."
            ), tone="soft")
        )  # fmt: skip
        body.addWidget(labelled(look, look.ui("Votre phrase de passe"), self._secret.line))
        body.addWidget(self._secret)
        body.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeading)
        self._jobs.desk(_tried_on, self._session, owner=self, then=self._tell_when, failed=self._failed)

    def _tell_when(self, tried: date | None) -> None:
        if tried is None:
            self._when.setText(self._look.ui("La feuille de secours de ce poste n’a pas été essayée."))
        else:
            self._when.setText(
                self._look.ui("Feuille essayée le %(day)s : elle ouvre ce poste.", day=dates.shown(tried))
            )

    def _rehearse(self) -> None:
        if not self._key.toPlainText().strip():
            self._key.setFocus()
            return
        self._busy(True)
        tried = self._key.toPlainText()
        self._jobs.desk(self._session.rehearse_recovery, tried, owner=self, then=self._good, failed=self._failed)

    def _renew(self) -> None:
        secret = self._secret.take()
        if not secret:
            self._secret.setFocus()
            return
        self._busy(True)
        self._progress.start(self._look.ui("Création des clés… quelques secondes."))
        self._jobs.desk(self._session.renew_sheet, secret, owner=self, then=self._show_sheet, failed=self._failed)

    def _show_sheet(self, key_text: str) -> None:
        self._progress.stop()
        clear(self.body)
        panel = RecoverySheetPanel(
            self._look, self._jobs, self._session, key_text, self._look.ui("Vérifier la feuille")
        )
        panel.rehearsed.connect(self._good)
        self.body.addWidget(panel)

    def _good(self, _done: object = None) -> None:
        self._lay_out()
        self.message.say(State.SETTLED, self._look.ui("La feuille fonctionne."))

    def _failed(self, error: AnefdeskError) -> None:
        self._busy(False)
        self.message.show_error(error)

    def _busy(self, busy: bool) -> None:  # noqa: FBT001 - a setter
        self._progress.stop()
        self.message.quiet()
        for button in (self._try, self._again):
            button.setEnabled(not busy)


def _tried_on(session: Session) -> date | None:
    return session.rehearsed_on
