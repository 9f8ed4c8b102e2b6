"""What the system says of sleeping and locking: logind over D-Bus on Linux, session messages on Windows.

Loaded after the first paint. Where nothing speaks, the guard still notices sleep by the clocks.
"""

import ctypes
import sys

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from anefdesk.ui.locking import Reason

_WM_POWERBROADCAST, _PBT_APMSUSPEND = 0x0218, 0x0004
_WM_WTSSESSION_CHANGE, _WTS_SESSION_LOCK = 0x02B1, 0x7
_LOGIND = "org.freedesktop.login1"


class SystemSignals(QObject):
    """``said`` carries ``Reason.SLEEP`` or ``Reason.SYSTEM``."""

    said = Signal(object)

    def __init__(self, app: QCoreApplication, window: QWidget) -> None:
        super().__init__(window)
        self._app = app
        self._filter: _WindowsMessages | None = None
        if sys.platform == "win32":
            self._listen_on_windows(window)
        elif sys.platform == "linux":
            self._listen_to_logind()

    def _listen_to_logind(self) -> None:
        from PySide6.QtDBus import QDBusConnection

        bus = QDBusConnection.systemBus()
        if not bus.isConnected():
            return
        manager, session = f"{_LOGIND}.Manager", f"{_LOGIND}.Session"
        bus.connect(_LOGIND, "/org/freedesktop/login1", manager, "PrepareForSleep", self, SLOT("sleeps(bool)").encode())
        bus.connect(_LOGIND, "/org/freedesktop/login1/session/auto", session, "Lock", self, SLOT("locks()").encode())

    @Slot(bool)
    def sleeps(self, begins: bool) -> None:  # noqa: FBT001 - D-Bus calls it
        """The PC is about to sleep, or wakes up."""
        if begins:
            self.said.emit(Reason.SLEEP)

    @Slot()
    def locks(self) -> None:
        """The session of the PC is being locked."""
        self.said.emit(Reason.SYSTEM)

    def _listen_on_windows(self, window: QWidget) -> None:
        if sys.platform == "win32":
            handle = ctypes.c_void_p(int(window.winId()))
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(handle, 0)
            self._filter = _WindowsMessages(self)
            self._app.installNativeEventFilter(self._filter)

    def close(self) -> None:
        """Stop listening."""
        if self._filter is not None:
            self._app.removeNativeEventFilter(self._filter)
            self._filter = None


class _WindowsMessages(QAbstractNativeEventFilter):
    """Reads the two messages of Windows that matter."""

    def __init__(self, signals: SystemSignals) -> None:
        super().__init__()
        self._signals = signals

    def nativeEventFilter(  # noqa: N802 - Qt's name
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        if bytes(kind) == b"windows_generic_MSG":  # type: ignore[arg-type]
            told = _Message.from_address(int(message))
            if told.message == _WM_POWERBROADCAST and told.wparam == _PBT_APMSUSPEND:
                self._signals.said.emit(Reason.SLEEP)
            elif told.message == _WM_WTSSESSION_CHANGE and told.wparam == _WTS_SESSION_LOCK:
                self._signals.said.emit(Reason.SYSTEM)
        return False, 0


class _Message(ctypes.Structure):
    """The head of a Windows ``MSG``."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wparam", ctypes.c_size_t),
        ("lparam", ctypes.c_ssize_t),
    )
