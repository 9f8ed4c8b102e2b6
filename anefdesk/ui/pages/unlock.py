"""The lock screen: who are you, and your passphrase or code. Nothing personal of anybody helped is here.

Painted before the vault is loaded: the tiles come from the desk lane a moment later.
"""

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from anefdesk.errors import AnefdeskError
from anefdesk.services.session import Session, Tile
from anefdesk.settings import Settings
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.language_choice import LanguageChoice
from anefdesk.ui.pages.member_tiles import Accounts, accounts, lay_tiles, no_keyring
from anefdesk.ui.pages.training_hint import training_hint
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from anefdesk.ui.widgets.frames import Card, PageScroll, centred, clear, row
from anefdesk.ui.widgets.passphrase_field import PassphraseField
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Heading, labelled

if TYPE_CHECKING:
    from anefdesk.ui.pages.recovery import RecoveryPanel


class UnlockPage(QWidget):
    """``unlocked`` is emitted once the desk is open; ``changed`` carries settings with another language.

    ``again`` asks for a fresh page: somebody gave up the recovery sheet.
    """

    unlocked = Signal()
    changed = Signal(object)
    again = Signal()

    def __init__(self, look: Look, jobs: Jobs, session: Session, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("unlock")
        self._look = look
        self._jobs = jobs
        self._session = session
        self._settings = settings
        self._tiles: tuple[Tile, ...] = ()
        self._chosen: Tile | None = None
        self._pin = False
        self._left = 0
        self._typed_label = False
        self._opening = False
        self._panel: RecoveryPanel | None = None
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._choose)
        self._wait = QTimer(self)
        self._wait.setInterval(1000)
        self._wait.timeout.connect(self._second)
        self._lay_out()
        self._ask_tiles()

    def _lay_out(self) -> None:
        look = self._look
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = PageScroll(look, wide=True)
        outer.addWidget(scroll)
        self._card = Card(look)
        self._card.setFixedWidth(min(look.dp(560), 1000))
        self._card.body.setContentsMargins(*(look.dp(tokens.MARGIN),) * 4)
        self._title = Heading(look, look.ui("Qui êtes-vous ?"))
        self._grid = QGridLayout()
        self._grid.setSpacing(look.dp(tokens.GAP))
        self._label = QLineEdit()
        self._label.setMaxLength(80)
        self._label_name = labelled(look, look.ui("Votre nom sur ce poste"), self._label)
        self._secret = PassphraseField(look, look.ui("Phrase de passe"))
        self._secret_name = labelled(look, look.ui("Phrase de passe"), self._secret.line)
        self._open = PrimaryButton(look, look.ui("Ouvrir"))
        self._other = QuietButton(look, "")
        self._other.clicked.connect(self._switch_secret)
        self._recover = QuietButton(look, look.ui("J’ai la feuille de secours"), "key")
        self._recover.clicked.connect(self._show_recovery)
        deeds = row(look)
        for button in (self._open, self._other):
            deeds.addWidget(button)
        deeds.addStretch(1)
        self._mode = no_keyring(look)
        hints = training_hint(look, training=self._session.training)
        for thing in (self._title, self._mode, *hints, self.message, self._progress):
            self._card.body.addWidget(thing)
        self._card.body.addLayout(self._grid)
        for widget in (self._label_name, self._label, self._secret_name, self._secret):
            self._card.body.addWidget(widget)
        self._card.body.addLayout(deeds)
        scroll.body.addStretch(1)
        scroll.body.addWidget(Heading(look, "anefdesk", 2), 0, Qt.AlignmentFlag.AlignHCenter)
        scroll.body.addLayout(centred(look, self._card))
        scroll.body.addLayout(self._foot())
        scroll.body.addStretch(2)
        self._open.clicked.connect(self._try)
        self._secret.line.returnPressed.connect(self._try)
        self._label.returnPressed.connect(self._secret.line.setFocus)
        self._ask_secret(visible=False)

    def _foot(self) -> QHBoxLayout:
        foot = row(self._look)
        foot.addStretch(1)
        foot.addWidget(self._recover)
        choice = LanguageChoice(self._look, self._settings.language)
        choice.chosen.connect(self._speak)
        foot.addWidget(choice)
        foot.addStretch(1)
        return foot

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The hands are on the keyboard already."""
        super().showEvent(event)
        (self._label if self._typed_label else self._secret.line).setFocus()

    def _speak(self, language: str) -> None:
        self.changed.emit(dataclasses.replace(self._settings, language=language))

    # Who

    def _ask_tiles(self) -> None:
        self._progress.start(self._look.ui("Lecture des comptes de ce poste…"))
        self._jobs.desk(accounts, self._session, owner=self, then=self._show_tiles, failed=self._stopped)

    def _show_tiles(self, found: Accounts) -> None:
        self._progress.stop()
        self._tiles, self._typed_label, warnings = found
        lay_tiles(self._look, self._tiles, self._group, self._grid)
        if self._typed_label:
            self._ask_secret(visible=True)
            self._title.setText(self._look.ui("Ouvrir le poste"))
            self._mode.show()
            self._label.setFocus()
        elif len(self._tiles) == 1:
            self._group.button(0).click()
        elif self._tiles:
            self._group.button(0).setFocus()
        for code in warnings:
            self.message.show_error(AnefdeskError(code))

    def _choose(self, number: int) -> None:
        self._chosen = self._tiles[number]
        self._pin = self._chosen.has_pin
        self.message.quiet()
        self._ask_secret(visible=True)
        self._secret.line.setFocus()

    def _switch_secret(self) -> None:
        self._pin = not self._pin
        self._ask_secret(visible=True)
        self._secret.line.setFocus()

    def _ask_secret(self, *, visible: bool) -> None:
        look = self._look
        name = look.ui("Code rapide") if self._pin else look.ui("Phrase de passe")
        self._secret_name.setText(name)
        self._secret.line.setAccessibleName(name)
        for widget in (self._secret_name, self._secret, self._open):
            widget.setVisible(visible)
        self._label_name.setVisible(visible and self._typed_label)
        self._label.setVisible(visible and self._typed_label)
        has_both = visible and self._chosen is not None and self._chosen.has_pin
        self._other.setVisible(has_both)
        self._other.setText(look.ui("Utiliser la phrase de passe") if self._pin else look.ui("Utiliser le code rapide"))

    # Opening

    def _try(self) -> None:
        if self._left or not self._open.isEnabled():
            return
        secret = self._secret.take()
        if not secret:
            return
        self._busy(True)
        if self._chosen is None:
            args = (self._label.text().strip(), secret)
            self._jobs.desk(self._session.unlock_by_label, *args, owner=self, then=self._opened, failed=self._stopped)
            return
        way = self._session.unlock_with_pin if self._pin else self._session.unlock
        self._jobs.desk(way, self._chosen.user, secret, owner=self, then=self._opened, failed=self._stopped)

    @property
    def busy(self) -> bool:
        """Whether the desk is being opened."""
        return self._opening or (self._panel is not None and self._panel.busy)

    def _busy(self, busy: bool) -> None:  # noqa: FBT001 - a setter
        self._opening = busy
        self._open.setEnabled(not busy)
        self._secret.setEnabled(not busy)
        if busy:
            self.message.quiet()
            self._progress.start(self._look.ui("Ouverture… quelques secondes de calcul protègent les dossiers."))
        else:
            self._progress.stop()

    def _opened(self, _member: object) -> None:
        self._busy(False)
        self.unlocked.emit()

    def _stopped(self, error: AnefdeskError) -> None:
        self._busy(False)
        if error.code == "access.wait":
            self._left = int(error.params.get("seconds", 1))
            self._wait.start()
            self._second()
            return
        if error.code == "pin.gone" and self._chosen is not None:
            gone = self._chosen
            self._chosen = dataclasses.replace(gone, has_pin=False)
            self._tiles = tuple(self._chosen if tile == gone else tile for tile in self._tiles)
            self._pin = False
            self._ask_secret(visible=True)
        self.message.show_error(error)
        self._secret.line.setFocus()

    def _second(self) -> None:
        if self._left <= 0:
            self._wait.stop()
            self._open.setEnabled(True)
            self.message.quiet()
            self._secret.line.setFocus()
            return
        self._open.setEnabled(False)
        said = self._look.ui_n("Réessayez dans %(n)d seconde.", "Réessayez dans %(n)d secondes.", self._left)
        self.message.say(State.SOON, self._look.ui("Plusieurs essais ont échoué."), said)
        self._left -= 1

    def _show_recovery(self) -> None:
        from anefdesk.ui.pages.recovery import RecoveryPanel  # rarely needed

        self._recover.setText(self._look.ui("Revenir aux comptes"))
        self._recover.setIcon(self._look.icon("arrow-left", self._look.colours.accent, air=tokens.AIR))
        self._recover.clicked.disconnect()
        self._recover.clicked.connect(self.again)
        panel = RecoveryPanel(self._look, self._jobs, self._session)
        panel.recovered.connect(self.unlocked)
        self._panel = panel
        clear(self._card.body)
        self._card.body.addWidget(panel)
