"""Logs without personal data, and short references for unexpected failures.

Used by app at start and by every worker: logs carry codes, counts and ids of things, never texts typed.
A system keeps what a program says on its terminal, and its memory when it crashes: neither gets anything either.
"""

import logging
import logging.handlers
import secrets
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

LOG = logging.getLogger("anefdesk")


def start(folder: Path) -> None:
    """Send the program's log to ``folder``, rotated at 256 kB, three files kept."""
    handler = logging.handlers.RotatingFileHandler(
        folder / "anefdesk.log", maxBytes=256_000, backupCount=3, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)


def listen() -> None:
    """Whatever nobody catches, on any thread, leaves its place in the log and its words nowhere."""
    sys.excepthook = _uncaught
    threading.excepthook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
    sys.unraisablehook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt) and error is not None:
        sys.__excepthook__(kind, error, trace)
    else:
        reference(kind, trace)


def leave_no_dump() -> None:
    """Ask the system not to write this process's memory, which holds keys and files, when it crashes."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetErrorMode(0x0001 | 0x0002)  # no report window, hence no report
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def reference(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Log where an unexpected failure happened, and return the short reference to show.

    The exception's text is left out: it may quote what somebody typed.
    """
    mark = secrets.token_hex(4)
    frames = " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(traceback.extract_tb(trace))
    )
    LOG.error("unexpected %s: %s at %s", mark, kind.__name__, frames)
    return mark
