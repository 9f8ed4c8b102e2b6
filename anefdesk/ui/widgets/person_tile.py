"""A tile with initials, a label and a line under it: staff on the unlock page, people in short lists."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton

from anefdesk.ui import tokens
from anefdesk.ui.theme import Look

SIDE = 44


def initials(label: str) -> str:
    """One or two letters of ``label``: « Marie-Claude B. » gives MB."""
    words = [word for word in label.replace("-", " ").split() if word[0].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper()


class PersonTile(QPushButton):
    """A button as large as a hand needs; its accessible name is label and line."""

    def __init__(self, look: Look, label: str, line: str) -> None:
        super().__init__()
        self._look = look
        self._label = label
        self._line = line
        self.setProperty("kind", "tile")
        self.setAccessibleName(f"{label}, {line}" if line else label)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(look.dp(SIDE + 24))
        self.setMinimumWidth(look.dp(200))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wide enough for most labels."""
        return QSize(self._look.dp(220), self._look.dp(SIDE + 24))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The button's own frame, then a disc with initials, then the two lines."""
        super().paintEvent(event)
        look, colours = self._look, self._look.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, pad = look.dp(SIDE), look.dp(12)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.width() - pad - side if rtl else pad
        disc = QRectF(left, (self.height() - side) / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent))
        painter.drawEllipse(disc)
        painter.setPen(QColor(colours.on_accent))
        painter.setFont(look.font(tokens.LARGE, strong=True))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, initials(self._label))
        start = pad if rtl else pad + side + pad
        width = self.width() - side - 3 * pad
        half = self.height() / 2
        side_flag = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        for text, font, colour, top, align in (
            (self._label, look.font(strong=True), colours.ink, QPointF(start, 0), Qt.AlignmentFlag.AlignBottom),
            (self._line, look.font(tokens.SMALL), colours.soft, QPointF(start, half), Qt.AlignmentFlag.AlignTop),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRectF(top.x(), top.y(), width, half), side_flag | align, cut)
        painter.end()
