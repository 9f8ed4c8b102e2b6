"""Running the service: one process, or several workers behind one socket, with a log of errors and nothing else.

Used by ``command``; workers of their own process find the hub's folder in the environment.
"""

import logging
import os
import socket
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from uvicorn.supervisors import Multiprocess

from anefdesk import diagnostics
from anefdesk.errors import StorageError
from anefdesk.hub import settings
from anefdesk.hub.app import build

FOLDER = "ANEFDESK_HUB"
_IDLE = 75  # seconds that a connection is kept: longer than a proxy's
_HEADERS = 16 * 1024  # octets
_AT_ONCE = 100  # requests of one worker; beyond, it says so at once
_LEAVING = 20  # seconds left to requests under way
_BACKLOG = 512
_LAST_PORT = 65535


class _Placed(logging.Filter):
    """Of what nobody caught, the place stays and the words go: they may quote what came."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0]:
            diagnostics.reference(record.exc_info[0], record.exc_info[2])
            return False
        return True


def log_errors() -> None:
    """Errors to the terminal, where the system keeps them as long as it was told; nothing on who asked what."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    handler.addFilter(_Placed())
    for name in ("uvicorn", "anefdesk"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(logging.WARNING)
        logger.propagate = False
    logging.getLogger("uvicorn.access").disabled = True
    diagnostics.listen()


def from_environment() -> Starlette:
    """The service, in a worker."""
    log_errors()
    diagnostics.leave_no_dump()
    return build(settings.read(Path(os.environ[FOLDER])))


def serve(folder: Path, address: str, port: int, workers: int, descriptor: int | None) -> None:
    """Serve until told to stop."""
    os.environ[FOLDER] = str(folder)
    config = uvicorn.Config(
        "anefdesk.hub.serving:from_environment",
        factory=True,
        workers=workers,
        http="h11",
        loop="asyncio",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,  # of a proxy on this machine
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=_LEAVING,
        limit_concurrency=_AT_ONCE,
        h11_max_incomplete_event_size=_HEADERS,
    )
    listening = _listening(address, port, descriptor)
    try:
        if workers > 1:
            Multiprocess(config, sockets=[listening]).run()
        else:
            uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()


def _listening(address: str, port: int, descriptor: int | None) -> socket.socket:
    """The socket: given already open (by systemd, for one), or opened here.

    Raises:
        StorageError: ``hub.listening``.
    """
    if not 0 <= port <= _LAST_PORT:  # the system's own refusal would leave a socket open
        raise StorageError("hub.listening")
    try:
        if descriptor is None:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            descriptor = socket.create_server((address, port), family=family, backlog=_BACKLOG).detach()
        # Told from the descriptor, its protocol is TCP and not « whichever »: asyncio then sends without the forty
        # milliseconds that the system otherwise waits for more.
        found = socket.socket(fileno=descriptor)
    except (OSError, OverflowError):
        raise StorageError("hub.listening") from None
    found.set_inheritable(True)
    return found
