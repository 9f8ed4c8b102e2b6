"""The line of time beside its rows: a dot on a thread, drawn only. What it says stands in words beside it."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State

_WIDE = 28  # pixels before zoom
_SMALL, _LARGE = 4, 6


class TimeMark(QWidget):
    """``state`` colours the dot, ``down`` pixels below the top; the thread goes from the ``first`` to the ``last``."""

    def __init__(
        self, look: Look, state: State = State.PLAIN, *, down: int = 14, full: bool = True, first: bool, last: bool
    ) -> None:
        super().__init__()
        self._look, self._state, self._full = look, state, full
        self._down, self._first, self._last = look.dp(down), first, last
        self.setFixedWidth(look.dp(_WIDE))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The thread, then the dot on it."""
        del event
        look, colours = self._look, self._look.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, down = self.width() / 2, float(self._down)
        painter.setPen(QPen(QColor(colours.outline), look.dp(2)))
        painter.drawLine(
            QPointF(middle, down if self._first else 0), QPointF(middle, down if self._last else self.height())
        )
        ink = QColor(colours.tint(self._state).ink)
        painter.setPen(QPen(ink, look.dp(2)))
        painter.setBrush(ink if self._full else QColor(colours.card))
        radius = look.dp(_LARGE if self._state in {State.URGENT, State.SOON, State.TO_CHECK} else _SMALL)
        painter.drawEllipse(QPointF(middle, down), radius, radius)
        painter.end()
