"""Hubs that really listen: in a thread of this process, or as a process of their own that can be killed.

The listening socket is opened here and handed over, so that who calls early, or between two lives, only waits.
"""

import contextlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import uvicorn

from anefdesk.hub import settings as hub_settings
from anefdesk.hub.app import build
from anefdesk.hub.serving import FOLDER
from anefdesk.hub.settings import Settings
from tests.hub import callers
from tests.mailbox.organisation import Organisation

ROOT = Path(__file__).resolve().parents[2]


def listening() -> socket.socket:
    return socket.socket(fileno=socket.create_server(("127.0.0.1", 0), backlog=128).detach())


def url_of(server: socket.socket, scheme: str = "http") -> str:
    return f"{scheme}://127.0.0.1:{server.getsockname()[1]}"


class Threaded:
    """A hub in a thread, behind a socket of its own."""

    def __init__(self, kept: Settings, server: socket.socket) -> None:
        self.server = server
        self.kept = kept
        config = uvicorn.Config(build(kept), log_config=None, access_log=False, ws="none", http="h11", loop="asyncio")
        self._uvicorn = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._uvicorn.run, kwargs={"sockets": [server]})
        self._thread.start()

    def stop(self) -> None:
        self._uvicorn.should_exit = True
        self._thread.join()


@contextlib.contextmanager
def in_a_thread(
    folder: Path, org: Organisation, database: str | None = None, *names: str, **rates: int
) -> Iterator[str]:
    """The URL of a hub that knows the organisation; ``names`` are other hosts by which it is called."""
    with listening() as server:
        kept = callers.settings(folder, database, url_of(server), *names, **rates)
        callers.settle(kept, org)
        hub = Threaded(kept, server)
        try:
            yield url_of(server)
        finally:
            hub.stop()


class Process:
    """``anefdesk hub serve`` itself."""

    def __init__(self, folder: Path, org: Organisation, database: str | None = None, workers: int = 1) -> None:
        self.server = listening()
        self.url = url_of(self.server)
        kept = hub_settings.write(folder, self.url, database)
        settings = (folder / hub_settings.FILE).read_text(encoding="utf-8")
        settings = settings.replace("device = 600", "device = 1000000").replace("address = 60", "address = 1000000")
        (folder / hub_settings.FILE).write_text(settings, encoding="utf-8")
        callers.settle(kept, org)
        self.kept = kept
        self._folder = folder
        self._workers = workers
        self.start()

    def start(self, *through: str) -> None:
        """``through`` is a module that makes something of the process, then the program of it."""
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", *through, "anefdesk", "hub", "serve", "--folder", str(self._folder),
                "--workers", str(self._workers), "--fd", str(self.server.fileno()),
            ],
            cwd=ROOT, pass_fds=[self.server.fileno()], env={**os.environ, FOLDER: ""}, stderr=subprocess.PIPE,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave no process behind, not even that of a test that failed."""
        if self.process.returncode is None:
            self.kill()
        self.server.close()

    def kill(self) -> bytes:
        """End it as a power cut would; what it had said to its log."""
        self.process.send_signal(signal.SIGKILL)
        return self._ended()

    def stop(self) -> bytes:
        self.process.terminate()
        return self._ended()

    def _ended(self) -> bytes:
        _, said = self.process.communicate()
        return said


def tls(folder: Path, name: str = "127.0.0.1") -> tuple[ssl.SSLContext, str]:
    """A server's side under a new certificate of its own, and that certificate."""
    from datetime import UTC, datetime, timedelta
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / f"{made.serial_number}.pem"
    file.write_bytes(pem + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, pem.decode()
