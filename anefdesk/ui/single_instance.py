"""One program per data folder: a second start wakes the first and leaves. Used by ``app`` before any window."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 1000


def _name(home: Path) -> str:
    """A name that tells nothing of the folder."""
    return "anefdesk-" + hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:24]


def open_elsewhere(home: Path) -> bool:
    """Whether a program is open on this data; it was told to come forward then."""
    socket = QLocalSocket()
    socket.connectToServer(_name(home))
    found = socket.waitForConnected(_PATIENCE_MS)
    socket.disconnectFromServer()
    return found


class SingleInstance(QObject):
    """``called`` is emitted in the first program when a second one starts."""

    called = Signal()

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._home, self._name = home, _name(home)
        self._server: QLocalServer | None = None

    def first(self) -> bool:
        """Whether this program is the first on its data; otherwise the first was told to come forward."""
        if open_elsewhere(self._home):
            return False
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not server.listen(self._name):
            QLocalServer.removeServer(self._name)  # left by a program that was killed
            server.listen(self._name)
        server.newConnection.connect(self._answer)
        self._server = server
        return True

    def _answer(self) -> None:
        if self._server is None:
            return
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
            socket.disconnectFromServer()
        self.called.emit()

    def close(self) -> None:
        """Stop answering."""
        if self._server is not None:
            self._server.close()
            self._server = None
