"""A window that shows the applicant's side alone, full-screen, on the other screen when there is one.

What it holds is its heirs': the list of a démarche, the interview. Nothing of staff is in here.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QScreen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from anefdesk.ui import applicant_words
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.frames import PageScroll
from anefdesk.ui.widgets.states import TrainingBand


class ApplicantScreen(QWidget):
    """``T`` or Escape goes back to the desk, and ``left`` is told."""

    answered = Signal(str, str)
    language_chosen = Signal(object)
    left = Signal()

    def __init__(self, look: Look, parent: QWidget, *, training: bool) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("anefdesk")
        self.setAutoFillBackground(True)
        self._watching = False
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(0, 0, 0, 0)
        self.outer.setSpacing(0)
        if training:
            self.outer.addWidget(TrainingBand(look))
        self._scroll = PageScroll(look)
        ground = self._scroll.widget()
        across = ground.layout() if ground is not None else None
        if isinstance(across, QHBoxLayout):
            across.insertStretch(0, 0)  # in the middle of the screen, whichever way it reads
        self.outer.addWidget(self._scroll, 1)
        self.way_back = QuietButton(look, "T", "arrow-back-up")
        self.way_back.setAccessibleName(look.ui(applicant_words.BACK))
        self.way_back.clicked.connect(self.close)

    def present(self) -> None:
        """Full-screen, on the other screen when there is one, else over the desk."""
        desk = self.parentWidget()
        mine = desk.screen() if desk is not None else QGuiApplication.primaryScreen()
        others = [screen for screen in QGuiApplication.screens() if screen is not mine]
        self._fill_screen(others[0] if others else mine)
        self._watch()

    def _watch(self) -> None:
        desk = self.parentWidget()
        if not self._watching:
            self._watching = True
            for window in (self.windowHandle(), desk.window().windowHandle() if desk is not None else None):
                if window is not None:
                    window.screenChanged.connect(self._moved)

    def _fill_screen(self, screen: QScreen) -> None:
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        self.raise_()
        self.activateWindow()

    def _moved(self) -> None:
        # A screen was unplugged: the applicant may now be looking at the one the desk is on. Cover it.
        if self.isVisible() and len(QGuiApplication.screens()) == 1:
            self._fill_screen(QGuiApplication.primaryScreen())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """T and Escape go back."""
        if event.key() in {Qt.Key.Key_T, Qt.Key.Key_Escape}:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """The desk is back."""
        self.left.emit()
        super().closeEvent(event)
