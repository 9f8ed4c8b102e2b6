"""A field for a secret: shown or hidden, with what the keyboard is doing. Used to unlock and to choose one."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from anefdesk.ui import tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.texts import Text


class PassphraseField(QWidget):
    """``line`` holds the secret; ``take`` gives it and empties the field."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._caps = False
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setMaxLength(400)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self._reveal = QuietButton(look, look.ui("Afficher"), "eye")
        self._reveal.setCheckable(True)
        self._reveal.setAccessibleDescription(name)
        self._reveal.toggled.connect(self._show)
        self._hint = Text(look, points=tokens.SMALL, tone="soft")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(2))
        across = QHBoxLayout()
        across.setSpacing(look.dp(tokens.SPACE))
        across.addWidget(self.line, 1)
        across.addWidget(self._reveal)
        inside.addLayout(across)
        inside.addWidget(self._hint)
        self.setFocusProxy(self.line)
        self.line.installEventFilter(self)
        QGuiApplication.inputMethod().localeChanged.connect(self._say)
        self._say()

    def take(self) -> str:
        """The secret; the field is emptied and hidden again."""
        secret = self.line.text()
        self.line.clear()
        self._reveal.setChecked(False)
        return secret

    def show_secret(self) -> None:
        """Let the user read what is in the field: a suggestion, for instance."""
        self._reveal.setChecked(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Notice the caps lock from what is typed: no toolkit call tells it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._notice(event)
        return super().eventFilter(watched, event)

    def _notice(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._caps = not self._caps
        elif len(text) == 1 and text.isalpha() and text.lower() != text.upper():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._caps = text.isupper() != shifted
        self._say()

    def _show(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        icon = self._look.icon("eye-off" if shown else "eye", self._look.colours.accent, air=tokens.AIR)
        self._reveal.setIcon(icon)
        self._reveal.setText(self._look.ui("Masquer") if shown else self._look.ui("Afficher"))

    def _say(self) -> None:
        layout = QGuiApplication.inputMethod().locale().nativeLanguageName()
        words = [self._look.ui("Clavier : %(layout)s", layout=layout)] if layout else []
        if self._caps:
            words.insert(0, self._look.ui("Verrouillage des majuscules actif."))
        self._hint.setText(" ".join(words))
        self._hint.setVisible(bool(words))
        self._hint.set_tone("soon" if self._caps else "soft")
        self.line.setAccessibleDescription(self._hint.text())
