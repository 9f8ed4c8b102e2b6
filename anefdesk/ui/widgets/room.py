"""Layouts that change with the room there is: the width of the page divided by the zoom decides, never the zoom alone.

Used by pages and by the frame; laid again whenever the window changes its size.
"""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from anefdesk.ui import tokens
from anefdesk.ui.theme import Look

_ANY = 16_777_215  # Qt's own largest


class Room(QObject):
    """Whether the page around ``widget`` is ``needed`` pixels wide, before zoom; ``turned`` tells when that changes.

    The page's width is the window's gift: unlike the widget's own, it does not depend on what is laid out in it.
    """

    turned = Signal(int)  # 1 or 0: emitting True or False spoils their reference counts before Python 3.12

    def __init__(self, look: Look, widget: QWidget, needed: int = tokens.WIDE_PAGE) -> None:
        super().__init__(widget)
        self._look = look
        self._needed = needed
        self._widget = widget
        self._page: QWidget | None = None
        self.wide = True  # until it is shown
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Hears the widget appear and its page change its size."""
        if event.type() == QEvent.Type.Show and watched is self._widget:
            self._find()
            self._judge()
        elif event.type() == QEvent.Type.Resize and watched is self._page:
            self._judge()
        return False

    def _find(self) -> None:
        page = self._widget
        while (around := page.parentWidget()) is not None and not (
            page.isWindow() or isinstance(around, QStackedWidget)
        ):
            page = around
        if page is not self._page:
            self._page = page
            page.installEventFilter(self)

    def _judge(self) -> None:
        assert self._page is not None
        wide = self._page.width() >= self._look.dp(self._needed)
        if wide is not self.wide:
            self.wide = wide
            self.turned.emit(int(wide))


class Bending(QBoxLayout):
    """Side by side while the page around ``widget`` has room, else one under another."""

    def __init__(self, look: Look, widget: QWidget, needed: int = tokens.WIDE_PAGE) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(look.dp(tokens.GAP))
        self._look = look
        self._asides: list[tuple[QWidget, int]] = []
        self.room = Room(look, widget, needed)
        self.room.turned.connect(self._turn)

    def add_aside(self, widget: QWidget, pixels: int) -> None:
        """Add what is ``pixels`` wide, before zoom, beside the rest, and as wide as the rest under it."""
        self._asides.append((widget, self._look.dp(pixels)))
        widget.setFixedWidth(self._look.dp(pixels))
        self.addWidget(widget)

    def _turn(self, wide: int) -> None:
        for widget, pixels in self._asides:
            widget.setMinimumWidth(pixels if wide else 0)
            widget.setMaximumWidth(pixels if wide else _ANY)
        self.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
