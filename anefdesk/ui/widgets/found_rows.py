"""Draws what a search found: the first line strong, the others soft, each cut only when it has no room."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from anefdesk.ui import tokens
from anefdesk.ui.theme import Look

_LINE, _EDGE = 24, 6
_AnyIndex = QModelIndex | QPersistentModelIndex


class FoundRows(QStyledItemDelegate):
    """For rows of one or two lines; every line has the height of the tallest script."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:  # noqa: N802 - Qt's name
        """As tall as its lines, as wide as the longest."""
        del option
        look, lines = self._look, str(index.data()).split("\n")
        measure = QFontMetrics(look.font(strong=True))
        wide = max(measure.horizontalAdvance(line) for line in lines) + 5 * look.dp(_EDGE)
        return QSize(wide, max(len(lines) * look.dp(_LINE) + 2 * look.dp(_EDGE), look.dp(tokens.ROW)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        """The row's ground, then its lines."""
        look = self._look
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(look.colours.accent_ground))
        lines = str(index.data()).split("\n")
        edge, tall = look.dp(_EDGE), look.dp(_LINE)
        top = rect.top() + (rect.height() - len(lines) * tall) // 2
        for at, line in enumerate(lines):
            first = at == 0 and len(lines) > 1
            painter.setFont(look.font(strong=first))
            painter.setPen(QColor(look.colours.ink if at == 0 else look.colours.soft))
            room = QRect(rect.left() + 2 * edge, top + at * tall, rect.width() - 4 * edge, tall)
            cut = QFontMetrics(painter.font()).elidedText(line, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)
        painter.restore()
