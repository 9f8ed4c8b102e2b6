"""The hub of the demonstration: the service itself, as a process of its own, or its mailbox in a file.

Used by ``training_sync``. The desk is installed without the service as a rule: then a file does what the service
would, for PCs that are on one machine.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from anefdesk.errors import StorageError
from anefdesk.mailbox import mailbox
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.mailbox.opening import open_engine
from anefdesk.services.sync.founding import HubAddress

_NOT_INSTALLED: Final = 3  # what the command answers without the extra
_SECONDS: Final = 60.0


def _command(*arguments: str) -> list[str]:
    frozen = getattr(sys, "frozen", False)
    return [sys.executable, *(() if frozen else ("-m", "anefdesk")), *arguments]


class ServedHub:
    """``anefdesk hub`` on this machine, which can be stopped and started as a network comes and goes."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None
        self.missing = False  # the service is not installed here

    @classmethod
    def begin(cls, folder: Path, database: str | None) -> "tuple[ServedHub, HubAddress] | None":
        """Make one and start it; ``None`` where the service is not installed.

        Raises:
            StorageError: ``hub.failing``: it says why on the terminal.
        """
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        named = ("--database", database) if database else ()
        made = subprocess.run(  # noqa: S603 - this program
            _command("hub", "init", "--folder", str(folder), "--url", url, *named),
            stdout=subprocess.PIPE,
            check=False,
        )
        if made.returncode:
            raise StorageError("hub.failing")
        hub = cls(folder, port)
        try:
            hub.start()
        except StorageError:
            if hub.missing and not database:
                return None
            raise
        return hub, HubAddress(url, made.stdout.decode().split()[-1])

    def start(self) -> None:
        """Serve, and return once somebody answers.

        Raises:
            StorageError: ``hub.failing``.
        """
        self._process = subprocess.Popen(  # noqa: S603 - this program
            _command("hub", "serve", "--folder", str(self._folder), "--port", str(self._port), "--workers", "1"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        end = time.monotonic() + _SECONDS
        while self._process.poll() is None and time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self._port), 1.0).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        self.missing = self._process.poll() == _NOT_INSTALLED
        self.stop()
        raise StorageError("hub.failing")

    def stop(self) -> None:
        """As when the network is cut."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            try:
                process.wait(_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class FiledHub:
    """The same mailbox as the service has, in a file of this machine."""

    def __init__(self, folder: Path, entries: Sequence[bytes]) -> None:
        folder.mkdir(mode=0o700)
        self._engine = open_engine(f"sqlite:///{folder / 'hub.db'}")
        self._box = Mailbox(self._engine, ChunkFolder(folder / "chunks"), mailbox.begin(self._engine, entries[0]))
        for entry in entries[1:]:
            self._box.add_entry(entry)
        self._there = True

    def start(self) -> None:
        """It is within reach."""
        self._there = True

    def stop(self) -> None:
        """It is out of reach."""
        self._there = False

    def reached(self) -> Mailbox:
        """The mailbox; raises ``hub.unreachable``."""
        if not self._there:
            raise StorageError("hub.unreachable")
        return self._box

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()
