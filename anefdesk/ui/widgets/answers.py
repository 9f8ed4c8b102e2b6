"""Answers as buttons whose words may be long: a sentence wraps, its number stands before it. Used by both sides."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from anefdesk.ui import tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.carrying import CarryingPlainButton
from anefdesk.ui.widgets.texts import Text

_DIGITS = 4


class AnswerButton(QPushButton):
    """``label`` in a button as high as its lines need. ``carried`` tells the value; ``key`` is shown before it."""

    carried = Signal(object)

    def __init__(self, look: Look, label: QLabel, value: object, *, key: str = "", name: str) -> None:
        super().__init__()
        self.datum = value
        self.setProperty("kind", "wrapped")
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        across = QHBoxLayout(self)
        across.setContentsMargins(look.dp(12), look.dp(6), look.dp(12), look.dp(6))
        across.setSpacing(look.dp(tokens.GAP))
        if key:
            number = Text(look, key, points=tokens.SMALL, tone="soft")
            number.setWordWrap(False)
            number.setFixedWidth(look.dp(12))
            across.addWidget(number, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(label, 1, Qt.AlignmentFlag.AlignVCenter)
        for shown in self.findChildren(QLabel):
            shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lowest = look.dp(tokens.ROW)
        self.clicked.connect(self._carry)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """It has."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """As many lines as ``width`` needs."""
        inside = self.layout()
        return max(inside.totalHeightForWidth(width) if inside is not None else 0, self._lowest)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Of the words, not of a button without any."""
        width = max(self.width(), 1)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One line at least."""
        return QSize(0, self._lowest)

    def _carry(self) -> None:
        self.carried.emit(self.datum)


class NumberAnswer(QWidget):
    """A line for a number and the button that gives it. ``carried`` tells it in ASCII digits, whatever was typed."""

    carried = Signal(object)

    def __init__(self, look: Look, done: str, name: str, *, points: float) -> None:
        super().__init__()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(look.dp(tokens.GAP))
        self.line = QLineEdit()
        self.line.setFont(look.font(points))
        self.line.setMaxLength(_DIGITS)
        self.line.setAccessibleName(name)
        self.line.setFixedWidth(look.dp(120))
        self.line.returnPressed.connect(self._tell)
        button = CarryingPlainButton(look, done, None, "check", name=f"{done} – {name}")
        button.carried.connect(self._tell)
        across.addWidget(self.line)
        across.addWidget(button)
        across.addStretch(1)
        self.setFocusProxy(self.line)

    def _tell(self) -> None:
        typed = self.line.text().strip()
        if typed.isdecimal():
            self.carried.emit(str(int(typed)))
        else:
            self.line.selectAll()
            self.line.setFocus()
