"""Bars and columns beside the numbers they draw: small, plain, never the only place where a number is."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from anefdesk.ui import tokens
from anefdesk.ui.theme import Look

_HEIGHT, _THICK = 20, 10  # pixels before zoom: a line, its bar
_COLUMN, _WIDEST, _HIGH = 44, 76, 96


class Bar(QWidget):
    """How large a part, from the start of the line; lighter for what stands under another."""

    def __init__(self, look: Look, part: float, *, light: bool = False) -> None:
        super().__init__()
        self._part, self._thick = part, look.dp(_THICK)
        self._fill = QColor(look.colours.accent_ground if light else look.colours.accent)
        self._edge = QColor(look.colours.accent)
        self.setMinimumSize(look.dp(60), look.dp(_HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing for nothing."""
        del event
        if self._part <= 0:
            return
        painter = QPainter(self)
        wide = max(2.0, (self.width() - 1) * self._part)
        painter.setPen(self._edge)
        painter.setBrush(self._fill)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        start = self.width() - 1 - wide if rtl else 0.0
        painter.drawRect(QRectF(start, (self.height() - self._thick) / 2, wide, self._thick))
        painter.end()


class MonthColumns(QWidget):
    """A column a month with its number above and its name below; ``None`` is a number that is not told."""

    def __init__(self, look: Look, name: str, months: Sequence[tuple[str, int | None, str]]) -> None:
        super().__init__()
        self._look, self._months = look, months
        self._most = max((count or 0 for _, count, _ in months), default=0) or 1
        self.setFont(look.font(tokens.SMALL))
        self.setAccessibleName(f"{name} : " + " ; ".join(f"{month} {written}" for month, _, written in months))
        self.setMinimumHeight(look.dp(_HIGH) + 2 * self.fontMetrics().height())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for every month."""
        return QSize(self._look.dp(_COLUMN) * len(self._months), self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The oldest first."""
        del event
        look, painter = self._look, QPainter(self)
        line = self.fontMetrics().height()
        wide = min(look.dp(_WIDEST), self.width() / len(self._months))
        foot = self.height() - line - look.dp(2)
        room = foot - line
        every = max(1, round(look.dp(_COLUMN) / wide))  # where months are narrow, not each has its name
        for place, (month, count, written) in enumerate(self._months):
            left = place * wide
            high = room * (count or 0) / self._most
            painter.setPen(QColor(look.colours.accent))
            painter.setBrush(QColor(look.colours.accent))
            if high:
                painter.drawRect(QRectF(left + wide * 0.2, foot - high, wide * 0.6, high))
            painter.setPen(QColor(look.colours.outline))
            painter.drawLine(int(left), int(foot), int(left + wide), int(foot))
            painter.setPen(QColor(look.colours.ink))
            above = written if count is not None or every == 1 else "–"
            self._write(painter, above if self.fontMetrics().horizontalAdvance(above) <= wide else "–",
                        QRectF(left, foot - high - line, wide, line))  # fmt: skip
            if place % every == 0:
                self._write(painter, month, QRectF(left, foot + look.dp(2), wide * every, line))
        painter.end()

    @staticmethod
    def _write(painter: QPainter, words: str, room: QRectF) -> None:
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
