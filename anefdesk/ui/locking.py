"""When the desk locks by itself: nobody at the keyboard, the PC sleeping, its session locked. Used by the window.

Also empties the clipboard of what was copied here, since it outlives the lock.
"""

import time
from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication

from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.states import InlineMessage

COUNTDOWN_SECONDS = 15
PIN_MINUTES = 30  # locked for so long, a PIN is forgotten
_SLEPT_SECONDS = 20  # more between two ticks of a second means the PC was asleep
_OWN_CLIPBOARD = frozenset({"offscreen", "minimal"})  # no other program reads or writes it, and Qt cannot tell
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class Reason(Enum):
    """Why the desk locks."""

    ASKED = "asked"
    IDLE = "idle"
    SLEEP = "sleep"
    SYSTEM = "system"  # the session of the PC was locked

    @property
    def ends_pins(self) -> bool:
        """Whether quick unlocking must end too."""
        return self in {Reason.SLEEP, Reason.SYSTEM}


class Guard(QObject):
    """Watches an open desk: ``countdown`` gives the last seconds (0: somebody came back), ``due`` a reason.

    While it is locked, ``pins_over`` ends quick unlocking: the PC slept, its session was locked, or time passed.

    ``clock`` gives monotonic seconds, ``wall`` seconds since 1970: their difference jumps when the PC slept.
    """

    countdown = Signal(int)
    due = Signal(object)
    pins_over = Signal()

    def __init__(
        self,
        app: QApplication,
        minutes: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self._app = app
        self._minutes = minutes
        self._clock = clock
        self._wall = wall
        self._watching = False
        self._warned = False
        self._last_sign = clock()
        self._ahead = wall() - clock()
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self.look)
        self._pins = QTimer(self)
        self._pins.setSingleShot(True)
        self._pins.setInterval(PIN_MINUTES * 60_000)
        self._pins.timeout.connect(self.pins_over)

    def set_minutes(self, minutes: int) -> None:
        """Idle minutes before locking."""
        self._minutes = minutes

    @property
    def watching(self) -> bool:
        """Whether a desk is open."""
        return self._watching

    def watch(self) -> None:
        """A desk was opened."""
        self._pins.stop()
        self._watching = True
        self._warned = False
        self._last_sign = self._clock()
        self._ahead = self._wall() - self._clock()
        self._app.installEventFilter(self)
        self._tick.start()

    def rest(self) -> None:
        """The desk is locked; the clocks are still read: a PC that slept forgets the PINs."""
        self._watching = False
        self._app.removeEventFilter(self)
        self._pins.start()

    def stop(self) -> None:
        """The program ends."""
        self.rest()
        self._tick.stop()
        self._pins.stop()

    def look(self) -> None:
        """Judge the moment; called every second."""
        ahead = self._wall() - self._clock()
        jumped, self._ahead = ahead - self._ahead, ahead
        if jumped > _SLEPT_SECONDS:
            self.system_says(Reason.SLEEP)
            return
        if not self._watching:
            return
        left = self._minutes * 60 - (self._clock() - self._last_sign)
        if left <= 0:
            self.due.emit(Reason.IDLE)
        elif left <= COUNTDOWN_SECONDS:
            self._warned = True
            self.countdown.emit(round(left))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Notice that somebody is there."""
        if event.type() in _SIGNS_OF_LIFE and self._watching:
            self._last_sign = self._clock()
            if self._warned:
                self._warned = False
                self.countdown.emit(0)
        return super().eventFilter(watched, event)

    def system_says(self, reason: Reason) -> None:
        """The system told that it sleeps or locks."""
        if self._watching:
            self.due.emit(reason)
        elif reason.ends_pins:
            self.pins_over.emit()


def countdown(look: Look, message: InlineMessage, seconds: int) -> None:
    """Say that the desk is about to lock; 0 when somebody came back."""
    if not seconds:
        message.quiet()
        return
    said = look.ui_n("Verrouillage dans %(n)d seconde.", "Verrouillage dans %(n)d secondes.", seconds)
    message.say(State.SOON, said, look.ui("Bougez la souris pour continuer. Votre saisie sera gardée."))


class OwnClipboard(QObject):
    """Empties the clipboard of what this program put there, after a while and at lock."""

    def __init__(self, seconds: int, clipboard: QClipboard | None = None) -> None:
        super().__init__()
        self._clipboard = clipboard or QGuiApplication.clipboard()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(seconds * 1000)
        self._timer.timeout.connect(self.empty)
        self._clipboard.dataChanged.connect(self._changed)

    def _ours(self) -> bool:
        own = self._clipboard.ownsClipboard() or QGuiApplication.platformName() in _OWN_CLIPBOARD
        return own and bool(self._clipboard.text())

    def _changed(self) -> None:
        if self._ours():
            self._timer.start()
        else:
            self._timer.stop()

    def empty(self) -> None:
        """Take back what is ours; another program's text is left alone."""
        self._timer.stop()
        if self._ours():
            self._clipboard.clear()
        if self._clipboard.supportsSelection() and self._clipboard.ownsSelection():
            self._clipboard.clear(QClipboard.Mode.Selection)  # what was last selected, which a middle click pastes
