"""« Rejoindre une organisation » on a new PC: the invitation, you, this PC's key, then its recovery sheet.

Part of the first run; from the sheet on, this PC waits for an agreement.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from anefdesk.errors import AnefdeskError
from anefdesk.services import clock
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.exchange_words import NO_WAY
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.join_form import JoinForm
from anefdesk.ui.pages.keyring_choice import KeyringChoice
from anefdesk.ui.pages.new_passphrase import NewPassphrase
from anefdesk.ui.pages.recovery_sheet import PrintedKey, RecoverySheetPanel, told_of_recovery
from anefdesk.ui.pages.role_words import LONGEST_LABEL
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from anefdesk.ui.widgets.frames import Card, clear, row
from anefdesk.ui.widgets.pdf_view import Raster
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Heading, Text, labelled


class JoinPanel(QWidget):
    """``back`` to the first choice, ``begun`` once keys are made, ``waiting`` once the sheet was tried."""

    back = Signal()
    begun = Signal()
    waiting = Signal()

    def __init__(self, look: Look, jobs: Jobs, session: Session) -> None:
        super().__init__()
        self._look = look
        self._jobs = jobs
        self._session = session
        self._sheet = ""
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(look.dp(tokens.PADDING))
        self.form = JoinForm(look)
        self._label = QLineEdit()
        self._label.setMaxLength(LONGEST_LABEL)
        self._label.setPlaceholderText(look.ui("Prénom ou initiales"))
        self._passphrase = NewPassphrase(look, jobs, session, look.ui("Votre phrase de passe"))
        self._label.editingFinished.connect(self._relabel)
        self._keyring = KeyringChoice(look, jobs, session)
        self._ask = PrimaryButton(look, look.ui("Demander à rejoindre"))
        self._ask.clicked.connect(self._begin)
        self._back = QuietButton(look, look.ui("Créer un centre à la place"), "arrow-left")
        self._back.clicked.connect(self.back)
        self._lay_out()
        self.setFocusProxy(self.form)

    def _lay_out(self) -> None:
        look, inside = self._look, self._inside
        inside.addWidget(Heading(look, look.ui("Rejoindre une organisation")))
        told = look.ui(
            "Ce poste recevra les dossiers du centre qui vous invite. Rien n’est reçu avant qu’une personne "
            "responsable ait accepté."
        )
        inside.addWidget(Text(look, told, tone="soft"))
        inside.addWidget(self.form)
        card = Card(look, look.ui("Vous"))
        card.body.addWidget(labelled(look, look.ui("Votre nom sur ce poste"), self._label))
        card.body.addWidget(self._label)
        card.body.addWidget(self._passphrase)
        deeds = row(look)
        deeds.addWidget(self._ask)
        deeds.addWidget(self._back)
        deeds.addStretch(1)
        for widget in (card, self._keyring, self.message, self._progress):
            inside.addWidget(widget)
        inside.addLayout(deeds)

    def _relabel(self) -> None:
        self._passphrase.for_label(self._label.text())

    def _begin(self) -> None:
        look = self._look
        missing = self.form.missing() or (None if self._label.text().strip() else self._label)
        if missing is None and not self._passphrase.text():
            missing = self._passphrase.field.line
        if missing is not None:
            self.message.say(
                State.SOON, look.ui("Il manque une réponse."), look.ui("Le champ à remplir est sélectionné.")
            )
            missing.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._keyring.refuse(self.message):
            return
        self._busy(look.ui("Création des clés… quelques secondes."))
        given = (self._session, self._label.text().strip(), self._passphrase.text(), self._keyring.alone)
        self._jobs.desk(_begin, *given, owner=self, then=self._created, failed=self._failed)

    def _busy(self, words: str = "") -> None:
        for button in (self._ask, self._back):
            button.setEnabled(not words)
        if words:
            self.message.quiet()
            self._progress.start(words)
        else:
            self._progress.stop()

    def _created(self, sheet: str) -> None:
        self._sheet = self._sheet or sheet
        self.begun.emit()
        self._busy(self._look.ui("La demande part…"))
        given = (self._session, self.form.code, self.form.hub, self.form.pc)
        self._jobs.net(_ask, *given, owner=self, then=self._asked, failed=self._not_asked)

    def _failed(self, error: AnefdeskError) -> None:
        self._busy()
        self.message.show_error(error)

    def _not_asked(self, error: AnefdeskError) -> None:
        if error.code in NO_WAY:  # it is kept, and left at the server as soon as there is one
            self._asked(None)
            return
        self._busy()
        self.message.show_error(error)

    def _asked(self, _pending: object) -> None:
        self._busy()
        self._passphrase.take()
        clear(self._inside)
        session, look = self._session, self._look
        kind = PrintedKey(
            look.ui("La feuille de secours"), told_of_recovery(look), look.ui("Clé de secours"),
            str, _drawn, _raster, session.rehearse_recovery,
        )  # fmt: skip
        panel = RecoverySheetPanel(look, self._jobs, session, self._sheet, look.ui("Vérifier la feuille"), kind)
        panel.rehearsed.connect(self.waiting)
        self._inside.addWidget(panel)


def _begin(session: Session, label: str, passphrase: str, alone: bool) -> str:  # noqa: FBT001 - a lane's call
    joining = session.joining()
    return "" if joining.open else joining.begin(label, passphrase, passphrase_only=alone)


def _ask(session: Session, code: str, hub: str, pc: str) -> object:
    return session.joining().ask(code, hub=hub, pc=pc)


def _drawn(key_text: object) -> bytes:
    from anefdesk.services import printed_keys

    return printed_keys.recovery_before(str(key_text), clock.Clock().today())


def _raster(pdf: bytes, page: int, width: int) -> Raster:
    from anefdesk.services import printed_keys

    return printed_keys.raster(pdf, page, width)
