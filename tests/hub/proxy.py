"""A bad network between a desk and its hub: one fault at a time, on the loopback.

It hands bytes on between the two and does to them what it was told, once or always. Counts what passed.
"""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

HTML = b"<html><body>Bienvenue sur le reseau du lieu</body></html>"


def answer(status: str, body: bytes = HTML, kind: str = "text/html") -> bytes:
    """An answer that no hub gave."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


@dataclass(frozen=True)
class Fault:
    """What happens to the bytes of a connection. Of its kinds, one at a time is set.

    ``up`` is towards the hub. ``at`` is the byte, from the beginning of the connection, where it happens; of
    ``instead`` and ``replay``, the number of the answer that is replaced by what is ``said``, or by the one before.
    """

    kind: str = ""  # cut, stall, flip, truncate, drip, say, again, instead, replay
    at: int = 0
    up: bool = False
    said: bytes = b""

    def instead_of(self, data: bytes, number: int, before: bytes) -> bytes:
        """What goes on in place of an answer."""
        replaced = self.kind in {"instead", "replay"} and number == self.at
        return (self.said or before) if replaced else data


@dataclass
class Proxy:
    """Listens on a port of its own; ``faults`` befall the connections to come, one each, in order."""

    target: tuple[str, int]
    tls: ssl.SSLContext | None = None
    faults: list[Fault] = field(default_factory=list)
    up: int = 0
    down: int = 0

    def __enter__(self) -> Self:
        self._server = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._ends: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._over = threading.Event()
        self._start(self._accept)
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for end in list(self._ends):
            _close(end)
        for thread in self._threads:
            thread.join()

    @property
    def url(self) -> str:
        scheme = "https" if self.tls else "http"
        return f"{scheme}://127.0.0.1:{self._server.getsockname()[1]}"

    def _start(self, does: object, *arguments: object) -> None:
        thread = threading.Thread(target=does, args=arguments)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                end, _ = self._server.accept()
            except OSError:
                return
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._start(self._carry, end, self.faults.pop(0) if self.faults else Fault())

    def _carry(self, end: socket.socket, fault: Fault) -> None:
        self._ends.append(end)
        if self.tls is not None:
            try:
                end = self.tls.wrap_socket(end, server_side=True)
            except OSError:
                return _close(end)
            self._ends.append(end)
        if fault.kind == "say":
            self._say(end, fault.said)
            return None
        there = socket.create_connection(self.target)
        there.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._ends.append(there)
        self._start(self._pump, end, there, fault if fault.up else Fault(), True)
        self._pump(there, end, Fault() if fault.up else fault, False)
        return None

    def _say(self, end: socket.socket, said: bytes) -> None:
        with contextlib.suppress(OSError):
            end.recv(1 << 20)
            end.sendall(said)
            end.shutdown(socket.SHUT_WR)
            while end.recv(1 << 20):
                pass
        _close(end)

    def _pump(self, source: socket.socket, target: socket.socket, fault: Fault, up: bool) -> None:  # noqa: FBT001
        passed, answers = 0, 0
        seen = last = b""
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                before, passed = passed, passed + len(data)
                here = fault.at - before
                happens = bool(fault.kind) and 0 <= here < len(data)
                if happens and fault.kind in {"cut", "truncate", "stall"}:
                    target.sendall(data[:here])
                    if fault.kind == "stall":
                        self._over.wait()
                    if fault.kind == "truncate":  # an orderly end, too early
                        target.shutdown(socket.SHUT_WR)
                        while source.recv(1 << 16):
                            pass
                    break
                if happens and fault.kind == "flip":
                    data = data[:here] + bytes([data[here] ^ 0x10]) + data[here + 1 :]
                data = fault.instead_of(data, answers, last)
                answers, last = answers + 1, data
                for part in _drops(data) if fault.kind == "drip" else (data,):
                    target.sendall(part)
                if fault.kind == "again":
                    seen += data
                self._count(len(data), up)
        if fault.kind == "again":
            self._again(seen)
        _close(source)
        _close(target)

    def _again(self, seen: bytes) -> None:
        """Send all that went up once more, on a connection of its own."""
        with contextlib.suppress(OSError), socket.create_connection(self.target) as once_more:
            once_more.sendall(seen)
            once_more.shutdown(socket.SHUT_WR)
            while once_more.recv(1 << 16):
                pass

    def _count(self, size: int, up: bool) -> None:  # noqa: FBT001
        if up:
            self.up += size
        else:
            self.down += size


def _drops(data: bytes) -> Iterator[bytes]:
    """What a line hands on that is hardly one: single bytes at first, few at a time later."""
    yield from (data[at : at + 1] for at in range(min(len(data), 300)))
    yield from (data[at : at + 997] for at in range(300, len(data), 997))


def _close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
