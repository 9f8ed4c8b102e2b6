"""The one window: first run, lock screen or open desk, under the training band. Built by ``app``.

Imports only what the lock screen needs; the frame and the pages load after the first paint, on the slow lane.
Its title never says anything about a person.
"""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from anefdesk import settings as kept_settings
from anefdesk.domain.draft import Draft
from anefdesk.errors import AnefdeskError
from anefdesk.services.clock import Clock
from anefdesk.services.session import Session, SessionState
from anefdesk.settings import Settings
from anefdesk.ui import theme
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.locking import Guard, OwnClipboard, Reason
from anefdesk.ui.news import News
from anefdesk.ui.pages.unlock import UnlockPage
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.states import TrainingBand

if TYPE_CHECKING:
    from anefdesk.ui.exchange import Exchange

TYPE = "anefdesk"
SMALLEST = (880, 560)


class MainWindow(QWidget):
    """Shows what the session's state asks for. ``painted`` is emitted once, after the first paint."""

    painted = Signal()

    def __init__(self, app: QApplication, session: Session, jobs: Jobs, clock: Clock, home: Path) -> None:
        super().__init__()
        self._app = app
        self._session = session
        self._jobs = jobs
        self._clock = clock
        self._home = home
        self._news = News(self)
        self._settings = kept_settings.load(home)
        self._first_paint = True
        self._close_told = False
        self._frame: QWidget | None = None
        self._exchange: Exchange | None = None
        self._place: object = None
        self.guard = Guard(app, self._settings.idle_minutes)
        self.guard.setParent(self)
        self.guard.due.connect(self.lock)
        self.guard.pins_over.connect(self._forget_pins)
        self._clipboard = OwnClipboard(self._settings.clipboard_seconds)
        self._clipboard.setParent(self)
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(0)
        self._band: TrainingBand | None = None
        self._stack = QStackedWidget()
        self._down.addWidget(self._stack)
        self.setWindowTitle(TYPE)
        self.setMinimumSize(*SMALLEST)
        self.look = self._dressed()
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        if session.state is SessionState.FIRST_RUN:
            self._show_first_run()
        elif session.state is SessionState.JOINING:
            self._show_joining()
        elif session.state is SessionState.OPEN:  # the training centre, just prepared
            self._unlocked()
        else:
            self._show_lock()

    # The look

    def _dressed(self) -> Look:
        look = theme.look_of(self._settings, system_dark=theme.system_is_dark(self._app))
        theme.dress(self._app, look)
        if self._band is not None:
            self._down.removeWidget(self._band)
            self._band.deleteLater()
            self._band = None
        if self._session.training:
            self._band = TrainingBand(look)
            self._down.insertWidget(0, self._band)
        return look

    def change(self, settings: Settings) -> None:
        """Keep and apply new settings; what is being typed is parked and put back."""
        before, self._settings = self._settings, settings
        self._jobs.slow(_save, self._home, settings, owner=self, failed=self._jobs.mishap.emit)
        self.guard.set_minutes(settings.idle_minutes)
        shown = {name: getattr(before, name) for name in ("language", "theme", "zoom", "clipboard_seconds")}
        if dataclasses.replace(settings, **shown) == settings:
            return
        self._redress()

    def _system_changed(self) -> None:
        if self._settings.theme == "system":
            self._redress()

    def _redress(self) -> None:
        self.look = self._dressed()
        if self._frame is not None:
            self._park()
            self._open_desk(keep_place=True)
        elif self._under_way():
            return  # another page would miss what comes: the desk open behind a lock screen, a key shown once
        elif self._session.state is SessionState.LOCKED:
            self._show_lock()
        elif self._session.state is SessionState.JOINING:
            self._show_joining()
        else:
            self._show_first_run()

    def _under_way(self) -> bool:
        return bool(getattr(self._stack.currentWidget(), "busy", False))  # the lock screen, or the first run

    # What is shown

    def _show(self, widget: QWidget) -> None:
        """Put ``widget`` alone in the window; what was there is destroyed."""
        self._frame = None
        while (old := self._stack.currentWidget()) is not None:
            self._stack.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)

    def _show_lock(self) -> None:
        page = UnlockPage(self.look, self._jobs, self._session, self._settings)
        page.unlocked.connect(self._unlocked)
        page.changed.connect(self.change)
        page.again.connect(self._show_lock)
        self._show(page)

    def _show_first_run(self) -> None:
        from anefdesk.ui.pages.first_run import FirstRunPage  # only on a new PC

        page = FirstRunPage(self.look, self._jobs, self._session, self._settings)
        page.opened.connect(self.guard.watch)  # the sheet is on the screen and every key in memory
        page.finished.connect(self._unlocked)
        page.changed.connect(self.change)
        page.again.connect(self._show_first_run)
        page.waiting.connect(self._show_joining)
        self._show(page)

    def _show_joining(self) -> None:
        from anefdesk.ui.pages.joining import JoiningPage  # only on a new PC

        page = JoiningPage(self.look, self._jobs, self._session, self._settings)
        page.opened.connect(self.guard.watch)
        page.again.connect(self.guard.rest)
        self.guard.countdown.connect(page.countdown)
        page.unlocked.connect(self._unlocked)
        page.again.connect(self._show_first_run)
        page.changed.connect(self.change)
        self._show(page)

    def _unlocked(self) -> None:
        self._close_told = False
        self._open_desk(keep_place=False)
        self.guard.watch()

    def _open_desk(self, *, keep_place: bool) -> None:
        from anefdesk.ui.frame import Frame
        from anefdesk.ui.opening_pages import PageMaker
        from anefdesk.ui.pages.destinations import ToHome

        place = self._place if keep_place else None
        make = PageMaker(
            self.look,
            self._jobs,
            self._news,
            self._session,
            self._clock.today(),
            self._settings,
            self.change,
            lambda: self._exchange,
        )
        frame = Frame(self.look, self._jobs, self._news, self._session, make)
        frame.lock_asked.connect(self._lock_asked)
        frame.help_asked.connect(self._show_keys)
        self.guard.countdown.connect(frame.countdown)
        self._show(frame)
        self._frame = frame
        self._begin_exchange()
        frame.navigation.go(place or ToHome())  # type: ignore[arg-type]  # the place was a destination

    def _show_keys(self) -> None:
        from anefdesk.ui.pages.shortcuts import ShortcutsSheet

        ShortcutsSheet(self.look, self).show()

    # Locking

    def _current_draft(self) -> Draft | None:
        from anefdesk.ui.frame import Frame

        if not isinstance(self._frame, Frame):
            return None
        self._place = self._frame.navigation.here
        return self._frame.navigation.draft()

    def _park(self) -> None:
        draft = self._current_draft()
        if draft is not None:
            self._jobs.desk(self._session.park, draft, owner=self, failed=self._jobs.mishap.emit)

    def _lock_asked(self) -> None:
        self.lock(Reason.ASKED)

    def lock(self, reason: Reason) -> None:
        """Park what is being typed, close the desk, show the lock screen."""
        if self._frame is None and not self.guard.watching:
            return
        draft = self._current_draft()
        self._place = None
        self.guard.rest()
        self._clipboard.empty()
        for child in self.findChildren(QWidget):
            if child.isWindow():
                child.close()
        self._jobs.desk(_park_and_lock, self._session, draft, reason.ends_pins, owner=self, failed=self._not_parked)
        if self._session.waits_to_join:
            self._show_joining()
        else:
            self._show_lock()

    def _not_parked(self, error: AnefdeskError) -> None:
        page = self._stack.currentWidget()
        if isinstance(page, UnlockPage):
            page.message.show_error(error)

    def _forget_pins(self) -> None:
        self._jobs.desk(self._session.forget_pins, owner=self)

    # The window itself

    def come_forward(self) -> None:
        """A second start asked for this window."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of the first paint: heavy imports wait for it."""
        super().paintEvent(event)
        if self._first_paint:
            self._first_paint = False
            QTimer.singleShot(0, self._painted)

    def _painted(self) -> None:
        self.painted.emit()
        from anefdesk.ui.system_signals import SystemSignals

        signals = SystemSignals(self._app, self)
        signals.said.connect(self.guard.system_says)
        theme.load_fonts(first=False)
        self._jobs.slow(_load_the_desk, owner=self)
        self._jobs.desk(self._session.warm_up, owner=self)
        self._begin_exchange()

    def _begin_exchange(self) -> None:
        """Once painted and at each unlocking: locked or not, a PC of an organisation exchanges by itself."""
        from anefdesk.ui.exchange import Exchange
        from anefdesk.ui.frame import Frame

        if self._first_paint:
            return
        if self._exchange is None:
            self._exchange = Exchange(self._jobs, self._session, self._news, self)
        if isinstance(self._frame, Frame):
            self._exchange.standing.connect(self._frame.show_standing)
        self._exchange.begin()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Closing parks and locks: nothing typed is lost. What the disk refused is told first, once."""
        self.lock(Reason.ASKED)
        if self._exchange is not None:
            self._exchange.stop()
        self._jobs.drain()
        if self._session.has_unwritten and not self._close_told:
            self._close_told = True
            self._show_lock()
            event.ignore()
            return
        self.guard.stop()
        self._jobs.drain()
        super().closeEvent(event)


def _load_the_desk() -> None:
    import anefdesk.ui.frame
    import anefdesk.ui.opening_pages  # noqa: F401


def _save(home: Path, settings: Settings) -> None:
    try:
        kept_settings.save(home, settings)
    except OSError:
        raise AnefdeskError("disk.write") from None


def _park_and_lock(session: Session, draft: Draft | None, ends_pins: bool) -> None:  # noqa: FBT001 - a lane's call
    try:
        if draft is not None:
            session.park(draft)
    finally:
        session.lock()
        if ends_pins:
            session.forget_pins()
