"""The gestures of the tours: unlock, go, type, wait for what follows, keep a picture."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from anefdesk.services.clock import Clock
from anefdesk.services.session import Session, SessionState
from anefdesk.ui.frame import Frame
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.main_window import MainWindow
from anefdesk.ui.pages.destinations import ToHome, ToPaper
from anefdesk.ui.pages.home import HomePage
from anefdesk.ui.pages.new_person import NewPersonPage
from anefdesk.ui.pages.paper import PaperPage
from anefdesk.ui.pages.unlock import UnlockPage

SIZE = (1366, 768)
_SECONDS = 60


class MakeSession(Protocol):
    """As ``app.session_at``."""

    def __call__(self, home: Path, clock: Clock, *, training: bool) -> Session:
        """The session of ``home``."""


class TourStoppedError(Exception):
    """A step did not lead where it should; the text names the step, never a person."""


@dataclass
class Album:
    """The pictures kept, in order."""

    out: Path
    count: int = 0

    def keep(self, name: str, widget: QWidget) -> None:
        """One more."""
        self.count += 1
        if not widget.grab().save(str(self.out / f"{self.count:02}-{name}.png")):
            raise TourStoppedError(f"picture {name}")


class Walker:
    """Somebody at one window."""

    def __init__(
        self, app: QApplication, window: MainWindow, jobs: Jobs, session: Session, album: Album, name: str = ""
    ) -> None:
        self._app = app
        self._window = window
        self._jobs = jobs
        self._session = session
        self._album = album
        self._name = f"{name}-" if name else ""  # of each picture, where there are several windows

    def settle(self) -> None:
        """Let every lane finish and every event pass."""
        for _ in range(3):
            self._jobs.drain()
            self._turn()
            QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))

    @staticmethod
    def _turn() -> None:
        # Not processEvents: called often it drops references to None in this binding.
        loop = QEventLoop()
        QTimer.singleShot(10, loop.quit)
        loop.exec()

    def until(self, done: Callable[[], bool], what: str) -> None:
        """Wait for a state, not for a time."""
        limit = QDeadlineTimer(_SECONDS * 1000)
        while not done():
            if limit.hasExpired():
                raise TourStoppedError(what)
            self._turn()
        self.settle()

    def picture(self, name: str, widget: QWidget | None = None) -> None:
        """Keep what is on the screen."""
        self.settle()
        self._album.keep(self._name + name, widget or self._window)

    @property
    def frame(self) -> Frame:
        """The open desk."""
        frame = self._window.findChild(Frame)
        if frame is None:
            raise TourStoppedError("frame")
        return frame

    def page(self, kind: type[QWidget], what: str) -> QWidget:
        """The page now shown, which must be of this kind."""
        self.settle()
        page = self.frame.navigation.page
        if not isinstance(page, kind):
            raise TourStoppedError(what)
        return page

    def key(self, key: Qt.Key) -> None:
        """Ctrl and a letter, wherever the keyboard is."""
        self._window.activateWindow()
        self.settle()
        QTest.keyClick(self._app.focusWidget() or self._window, key, Qt.KeyboardModifier.ControlModifier)

    @staticmethod
    def type(field: QWidget, text: str) -> None:
        """Type in any script, as an input method does."""
        field.setFocus()
        typed = QInputMethodEvent()
        typed.setCommitString(text)
        QApplication.sendEvent(field, typed)

    def unlock(self, label: str, passphrase: str) -> None:
        """Type the label and the passphrase on the lock screen."""
        page = self._window.findChild(UnlockPage)
        if page is None:
            raise TourStoppedError("lock screen")
        self.picture("verrou")
        lines = [line for line in page.findChildren(QLineEdit) if line.isVisible()]
        self.type(lines[0], label)
        self.type(lines[1], passphrase)
        QTest.keyClick(lines[1], Qt.Key.Key_Return)
        self.until(self._is_open, "unlock")
        self.page(HomePage, "today")
        self.picture("aujourdhui")

    def _is_open(self) -> bool:
        return self._session.state is SessionState.OPEN and self._window.findChild(Frame) is not None

    def new_file(self) -> None:
        """Open a file for somebody new."""
        self.key(Qt.Key.Key_N)
        page = self.page(NewPersonPage, "new person")
        assert isinstance(page, NewPersonPage)
        form = page.form
        for field, text in (
            (form.family.line, "Canari-Sahak"),
            (form.given.line, "Farid"),
            (form.family_native.line, "کناری ساحک"),
            (form.given_native.line, "فرید"),
            (form.birth_date.line, "12/03/1995"),
            (form.nationality, "Afghanistan"),
        ):
            self.type(field, text)
            QTest.keyClick(field, Qt.Key.Key_Tab)
        self.settle()
        self.picture("nouvelle-personne")
        page.save()
        self.settle()
        self.picture("dossier-enregistre")

    def print_leaf(self, wanted: ToPaper, name: str) -> None:
        """Show a sheet and keep its PDF."""
        self.frame.navigation.go(wanted)
        page = self.page(PaperPage, "paper")
        assert isinstance(page, PaperPage)
        self.until(lambda: page.view.page_count() > 0, "preview")
        self.picture(f"apercu-{name}")
        page.view.save_copy(str(self._album.out / f"{name}.pdf"))
        self.settle()

    def lock(self) -> None:
        """Leave: nothing personal stays on the screen."""
        self.frame.navigation.go(ToHome())
        self.settle()
        self.key(Qt.Key.Key_L)
        self.until(self._is_locked, "lock")
        self.picture("verrouille")

    def _is_locked(self) -> bool:
        return self._session.state is SessionState.LOCKED and self._window.findChild(UnlockPage) is not None


def destroy(window: QObject) -> None:
    """Let go of a window for good."""
    window.deleteLater()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
