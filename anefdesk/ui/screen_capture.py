"""A picture of the screen without our own window in it. Used where the proof of a blockage is added.

Kept in memory only; shown to the person at the desk before anything is kept.
"""

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

_AFTER_MS = 450  # the desktop draws again what our window hid
_GLANCE = 64  # points across


class ScreenCapture(QObject):
    """Hides ``window``, takes its screen, shows it again. ``taken`` carries the picture, or nothing.

    It belongs to the window: the window comes back whatever became of the page that asked.
    """

    taken = Signal(object)  # QImage | None

    def __init__(self, window: QWidget, after_ms: int = _AFTER_MS) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(after_ms)
        self._timer.timeout.connect(self._grab)

    def begin(self) -> None:
        """Take it in a moment."""
        self._window.hide()
        self._timer.start()

    def _grab(self) -> None:
        picture = self._window.screen().grabWindow(0).toImage()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        self.taken.emit(None if blank(picture) else picture)
        self.deleteLater()


def blank(picture: QImage) -> bool:
    """Whether the system gave nothing, or one colour, as some do to a program that may not look."""
    if picture.isNull():
        return True
    ratio, fast = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.FastTransformation
    small = picture.scaled(_GLANCE, _GLANCE, ratio, fast)
    return len({small.pixel(x, y) for x in range(_GLANCE) for y in range(_GLANCE)}) == 1
