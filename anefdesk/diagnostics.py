"""Logs without personal data, and short references for unexpected failures.

Used by app at start and by every worker: logs carry codes, counts and ids of things, never texts typed.
"""

import logging
import logging.handlers
import secrets
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


def reference(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Log where an unexpected failure happened, and return the short reference to show.

    The exception's text is left out: it may quote what somebody typed.
    """
    mark = secrets.token_hex(4)
    frames = " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in reversed(traceback.extract_tb(trace))
    )
    LOG.error("unexpected %s: %s at %s", mark, kind.__name__, frames)
    return mark
