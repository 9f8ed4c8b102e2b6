"""What a test started, it stops: threads, timers, top-level windows.

Used by every test without asking; the Qt half looks only once a test has loaded Qt Widgets.
"""

import gc
import sys
import threading
from collections.abc import Iterator

import pytest

_PATIENCE = 5.0  # seconds granted to a thread that was told to end
_QT_OWN = {"QTipLabel"}  # Qt keeps its tooltip for the next one


def _living_timers() -> set[object]:
    import shiboken6
    from PySide6.QtCore import QTimer

    wrappers = shiboken6.Shiboken.getAllValidWrappers()
    return {thing for thing in wrappers if isinstance(thing, QTimer) and thing.isActive()}


def _living_windows() -> set[object]:
    from PySide6.QtWidgets import QApplication

    return {w for w in QApplication.topLevelWidgets() if w.metaObject().className() not in _QT_OWN}


def _settle() -> None:
    """Let Qt destroy what was told to go."""
    from PySide6.QtCore import QCoreApplication, QEvent

    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()


def _qt_living() -> set[object]:
    if "PySide6.QtWidgets" not in sys.modules:
        return set()
    _settle()
    return _living_timers() | _living_windows()


def _qt_leaks(before: set[object]) -> list[str]:
    left = _qt_living() - before
    if left:
        left = set()  # let go of them before collecting cycles
        gc.collect()
        left = _qt_living() - before
    return [f"{type(thing).__name__} {thing.objectName()!r}" for thing in left]  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def leaks() -> Iterator[None]:
    """Fail a test that left a thread, an active timer or a top-level window behind."""
    threads = set(threading.enumerate())
    living = _qt_living()
    yield
    left = _qt_leaks(living)
    for thread in set(threading.enumerate()) - threads:
        thread.join(_PATIENCE)
        if thread.is_alive():
            left.append(f"thread {thread.name}")
    if left:
        pytest.fail("left behind: " + ", ".join(sorted(left)), pytrace=False)
