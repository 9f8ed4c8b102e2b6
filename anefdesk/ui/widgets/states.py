"""How things stand, in words: badges, messages where they happened, progress, the training band."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from anefdesk.errors import AnefdeskError
from anefdesk.ui import tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.texts import Text

PATIENCE_MS = 400  # shorter work shows no progress: it would only flicker


def _picture(look: Look, state: State) -> QLabel:
    picture = QLabel()
    picture.setPixmap(look.state_icon(state).pixmap(look.dp(tokens.ICON)))
    picture.setFixedSize(QSize(look.dp(tokens.ICON), look.dp(tokens.ICON)))
    return picture


class StateBadge(QFrame):
    """An icon and a word on the state's soft ground; ``word`` replaces the state's usual word."""

    def __init__(self, look: Look, state: State, word: str = "") -> None:
        super().__init__()
        text = word or look.ui(tokens.STATE_WORDS[state])
        self.setProperty("state", state.value)
        self.setAccessibleName(text)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(look.dp(8), look.dp(2), look.dp(8), look.dp(2))
        inside.setSpacing(look.dp(6))
        inside.addWidget(_picture(look, state))
        label = Text(look, text, points=tokens.SMALL, strong=True, tone=state.value)
        label.setWordWrap(False)
        inside.addWidget(label)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)


class InlineMessage(QFrame):
    """A sentence where it happened: what happened, what is safe, what to do. Hidden until told something."""

    acted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._inside = QHBoxLayout(self)
        pad = look.dp(12)
        self._inside.setContentsMargins(pad, pad, pad, pad)
        self._inside.setSpacing(look.dp(8))
        self._picture = _picture(look, State.PLAIN)
        self._inside.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(look.dp(4))
        self._what = Text(look, strong=True)
        self._more = Text(look)
        self._code = Text(look, points=tokens.SMALL, tone="soft")
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (self._what, self._more, self._code):
            words.addWidget(label)
        self._inside.addLayout(words, 1)
        self._action = QuietButton(look, "")
        self._action.clicked.connect(self.acted)
        self._inside.addWidget(self._action, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def say(self, state: State, what: str, more: str = "", *, action: str = "", code: str = "") -> None:
        """Show a message; ``action`` names the button that emits ``acted`` (« Annuler »)."""
        self.setProperty("state", state.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self._picture.setPixmap(self._look.state_icon(state).pixmap(self._look.dp(tokens.ICON)))
        for label, text in ((self._what, what), (self._more, more), (self._code, code)):
            label.setText(text)
            label.setVisible(bool(text))
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(" ".join(filter(None, (what, more))))
        self.show()

    def show_error(self, error: AnefdeskError) -> None:
        """Say what an error means; fits ``failed=`` of ``Jobs``."""
        from anefdesk.ui import errors  # the sentences wait until something goes wrong

        told = errors.explain(error, self._look.texts)
        self.say(told.state, told.what, " ".join(filter(None, (told.safe, told.todo))), code=told.support)

    def quiet(self) -> None:
        """Nothing to say any more."""
        self.hide()
        for label in (self._what, self._more, self._code):
            label.clear()
        self.setAccessibleName("")


class Progress(QWidget):
    """Work under way: a sentence and a moving bar, shown only when it lasts. ``start`` and ``stop``."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(4))
        self._label = Text(look, tone="soft")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        inside.addWidget(self._label)
        inside.addWidget(self._bar)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        self.hide()

    def start(self, text: str) -> None:
        """Begin; ``text`` says what is going on."""
        self._label.setText(text)
        self._bar.setAccessibleName(text)
        self._patience.start()

    def stop(self) -> None:
        """Done, or failed."""
        self._patience.stop()
        self.hide()


class TrainingBand(QWidget):
    """The stripes over every screen of the training centre, or of a demonstration that says so in its own words."""

    def __init__(self, look: Look, words: str = "") -> None:
        super().__init__()
        self._tint = look.colours.band
        self._text = words or look.ui("ESPACE D’ENTRAÎNEMENT – personnes inventées")
        self._stripe = look.dp(16)
        self.setFont(look.font(tokens.SMALL, strong=True))
        self.setFixedHeight(look.dp(28))
        self.setAccessibleName(self._text)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Stripes at both ends, the words on a plain ground between them."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._tint.ground))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._tint.ink))
        height = self.height()
        for x in range(-height, self.width(), 2 * self._stripe):
            stripe = QPolygonF()
            for dx, y in ((0, height), (height, 0), (height + self._stripe, 0), (self._stripe, height)):
                stripe.append(QRectF(x + dx, y, 0, 0).topLeft())
            painter.drawPolygon(stripe)
        words = painter.fontMetrics().horizontalAdvance(self._text) + 2 * self._stripe
        ground = QRectF((self.width() - words) / 2, 0, words, height)
        painter.fillRect(ground, QColor(self._tint.ground))
        painter.setPen(QColor(self._tint.ink))
        painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()
