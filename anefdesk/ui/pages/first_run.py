"""« Premier démarrage »: the centre, you, where keys are kept, then the recovery sheet printed and tried.

Shown once on a new PC. The sheet is part of the path: a desk whose sheet was never tried is a desk to lose.
"""

import dataclasses

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from anefdesk.domain.case import Centre
from anefdesk.errors import AnefdeskError
from anefdesk.services.session import Session, SetUp
from anefdesk.settings import Settings
from anefdesk.ui import tokens
from anefdesk.ui.field_words import FIELD
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.keyring_choice import KeyringChoice
from anefdesk.ui.pages.language_choice import LanguageChoice
from anefdesk.ui.pages.new_passphrase import NewPassphrase
from anefdesk.ui.pages.recovery_sheet import RecoverySheetPanel
from anefdesk.ui.pages.role_words import LONGEST_LABEL
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, PageScroll, clear, column, row
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Heading, Text, labelled


class FirstRunPage(QWidget):
    """``opened`` is emitted once the desk is open behind the sheet, ``finished`` once that one was tried.

    ``changed`` carries settings with another language. ``again`` asks for a fresh page, ``waiting`` for that of a PC
    that asked to be let into an organisation.
    """

    opened = Signal()
    finished = Signal()
    again = Signal()
    waiting = Signal()
    changed = Signal(object)

    def __init__(self, look: Look, jobs: Jobs, session: Session, settings: Settings) -> None:
        super().__init__()
        self._look = look
        self._jobs = jobs
        self._session = session
        self._settings = settings
        self.busy = False  # keys are being made, or the sheet that is shown once is shown
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = PageScroll(look, wide=True)
        outer.addWidget(scroll)
        self._inside = QVBoxLayout()
        self._inside.setSpacing(look.dp(tokens.PADDING))
        holder = QWidget()
        holder.setLayout(self._inside)
        holder.setMaximumWidth(look.dp(760))
        across = row(look)
        across.addStretch(1)
        across.addWidget(holder, 8)
        across.addStretch(1)
        scroll.body.addLayout(across)
        scroll.body.addStretch(1)
        self._ask()
        self.setFocusProxy(self._centre)
        self._centre.setFocus()

    def _ask(self) -> None:
        look = self._look
        head = row(look)
        head.addWidget(Heading(look, look.ui("Premier démarrage")), 1)
        language = LanguageChoice(look, self._settings.language)
        language.chosen.connect(self._speak)
        head.addWidget(language)
        self._inside.addLayout(head)
        self._inside.addWidget(
            Text(look, look.ui(
                "Les dossiers restent sur cet ordinateur, chiffrés. Rien n’est envoyé, aucun compte n’est créé "
                "ailleurs. Si l’ordinateur est volé, les dossiers sont illisibles sans vos phrases de passe."
            ), tone="soft")
        )  # fmt: skip
        if not self._session.training:
            self._inside.addLayout(self._ways())
        self._inside.addWidget(self._centre_card())
        self._inside.addWidget(self._person_card())
        self._keyring = KeyringChoice(look, self._jobs, self._session)
        self._inside.addWidget(self._keyring)
        self._inside.addWidget(self.message)
        self._inside.addWidget(self._progress)
        self._create = PrimaryButton(look, look.ui("Créer ce poste"))
        self._create.clicked.connect(self._set_up)
        self._inside.addWidget(self._create, 0, Qt.AlignmentFlag.AlignLeading)

    def _ways(self) -> Flow:
        look = self._look
        ways = Flow(look)
        here = Text(look, look.ui("Vous créez un centre. On vous a donné six mots ou un code QR ?"))
        here.setWordWrap(False)
        self.join = PlainButton(look, look.ui("Rejoindre une organisation"), "users")
        self.join.setToolTip(look.ui("Une personne responsable vous a donné six mots ou un code QR."))
        self.join.clicked.connect(self._to_join)
        ways.addWidget(here)
        ways.addWidget(self.join)
        return ways

    def _to_join(self) -> None:
        from anefdesk.ui.pages.first_run_join import JoinPanel  # the other way

        clear(self._inside)
        self.panel = JoinPanel(self._look, self._jobs, self._session)
        self.panel.back.connect(self.again)
        self.panel.begun.connect(self._begun)
        self.panel.waiting.connect(self.waiting)
        self._inside.addWidget(self.panel)
        self.panel.setFocus()

    def _begun(self) -> None:
        self.busy = True  # keys are there, the sheet is shown once
        self.opened.emit()

    def _centre_card(self) -> Card:
        look = self._look
        card = Card(look, look.ui("Le centre"))
        self._centre = QLineEdit()
        self._centre.setMaxLength(120)
        self._department = QLineEdit()
        self._department.setMaxLength(3)
        self._department.setMaximumWidth(look.dp(96))
        self._department.setPlaceholderText("69")
        across = row(look, tokens.PADDING)
        for name, field, share in (
            (look.ui(FIELD[Centre]["name"]), self._centre, 3),
            (look.ui(FIELD[Centre]["department"]), self._department, 1),
        ):
            down = column(look, tokens.SPACE)
            down.addWidget(labelled(look, name, field))
            down.addWidget(field)
            across.addLayout(down, share)
        card.body.addLayout(across)
        return card

    def _person_card(self) -> Card:
        look = self._look
        card = Card(look, look.ui("Vous, responsable de ce poste"))
        self._label = QLineEdit()
        self._label.setMaxLength(LONGEST_LABEL)
        self._label.setPlaceholderText(look.ui("Prénom ou initiales"))
        card.body.addWidget(labelled(look, look.ui("Votre nom sur ce poste"), self._label))
        card.body.addWidget(self._label)
        self._passphrase = NewPassphrase(look, self._jobs, self._session, look.ui("Votre phrase de passe"))
        self._label.editingFinished.connect(self._relabel)
        card.body.addWidget(self._passphrase)
        return card

    def _relabel(self) -> None:
        self._passphrase.for_label(self._label.text())

    def _speak(self, language: str) -> None:
        self.changed.emit(dataclasses.replace(self._settings, language=language))

    def _set_up(self) -> None:
        look = self._look
        missing = [field for field in (self._centre, self._department, self._label) if not field.text().strip()]
        if missing or not self._passphrase.text():
            self.message.say(
                State.SOON, look.ui("Il manque une réponse."), look.ui("Le champ à remplir est sélectionné.")
            )
            (missing[0] if missing else self._passphrase.field.line).setFocus()
            return
        if self._keyring.refuse(self.message):
            return
        self.message.quiet()
        self._create.setEnabled(False)
        self.busy = True
        self._progress.start(look.ui("Création des clés… quelques secondes."))
        wanted = SetUp(
            self._centre.text().strip(),
            self._department.text().strip().upper().zfill(2),
            self._label.text().strip(),
            self._passphrase.text(),
            passphrase_only=self._keyring.alone,
        )
        self._jobs.desk(self._session.set_up, wanted, owner=self, then=self._show_sheet, failed=self._failed)

    def _failed(self, error: AnefdeskError) -> None:
        self._progress.stop()
        self._create.setEnabled(True)
        self.busy = False
        self.message.show_error(error)

    def _show_sheet(self, key_text: str) -> None:
        self._progress.stop()
        self._passphrase.take()
        self.opened.emit()
        clear(self._inside)
        panel = RecoverySheetPanel(self._look, self._jobs, self._session, key_text)
        panel.rehearsed.connect(self.finished)
        self._inside.addWidget(panel)
