"""A row that goes to the next line when it is too long: at 200 % nothing is cut. Mirrored where the text is."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from anefdesk.ui import tokens
from anefdesk.ui.theme import Look


class Flow(QLayout):
    """Widgets one after another, each as wide as it asks; ``to_end`` begins at the end of the line.

    In a line they stand in its middle, or at its top when ``top``.
    """

    def __init__(self, look: Look, *, gap: int = tokens.GAP, to_end: bool = False, top: bool = False) -> None:
        super().__init__()
        self._gap = look.dp(gap)
        self._to_end = to_end
        self._top = top
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        """Qt's way to add."""
        self._items.append(item)

    def count(self) -> int:
        """How many."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """The one at ``index``."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """Take one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def clear(self) -> None:
        """Take everything out and delete it."""
        while self._items:
            widget = self._items.pop().widget()
            if isinstance(widget, QWidget):
                widget.hide()
                widget.deleteLater()
        self.invalidate()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """It does."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """As many lines as ``width`` needs."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All on one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self._gap * max(len(sizes) - 1, 0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """The widest one."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        """Put everything in its place."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        top = rect.y()
        for line in self._lines(rect.width()):
            height = max(item.sizeHint().height() for item in line)
            if move:
                self._place_line(line, rect, top, height)
            top += height + self._gap
        return max(top - self._gap - rect.y(), 0)

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = width + 1
        for item in self._shown():
            wide = item.sizeHint().width()
            if used + self._gap + wide > width or not lines:
                lines.append([])
                used = -self._gap
            lines[-1].append(item)
            used += self._gap + wide
        return lines

    def _place_line(self, line: list[QLayoutItem], rect: QRect, top: int, height: int) -> None:
        widths = [min(item.sizeHint().width(), rect.width()) for item in line]
        free = rect.width() - sum(widths) - self._gap * (len(line) - 1)
        parent = self.parentWidget()
        rtl = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        at = max(free, 0) if self._to_end else 0
        for item, wide in zip(line, widths, strict=True):
            left = rect.width() - at - wide if rtl else at
            size = QSize(wide, item.sizeHint().height())
            down = 0 if self._top else (height - size.height()) // 2
            item.setGeometry(QRect(QPoint(rect.x() + left, top + down), size))
            at += wide + self._gap
