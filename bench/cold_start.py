"""From the birth of the process to the first painted lock screen, against a bare window with the same Qt modules.

Whole processes, nothing warm but the disk's cache. Both say the moment of their first painted window by the
system's own monotonic clock; what the desk goes on loading behind the lock screen is not waited for, nor counted.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from shutil import rmtree

from anefdesk.catalogue import loader
from anefdesk.services.clock import Clock
from anefdesk.services.session import Session, SetUp
from anefdesk.vault import slot
from bench import measure

ROUNDS = 9
BUDGET = 2.0

_SAID_WHEN_PAINTED = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
class Watch(QObject):
    def eventFilter(self, thing, event):
        if event.type() == QEvent.Type.Paint:
            thing.removeEventFilter(self)
            loaded = sorted(name for name in sys.modules if name.startswith("PySide6."))
            print(time.monotonic(), *loaded, flush=True)
            QTimer.singleShot(0, QApplication.quit)
        return False
watch = Watch()
"""
_OURS = (
    _SAID_WHEN_PAINTED
    + """
from pathlib import Path
from anefdesk import app
class Window(app.MainWindow):
    def showMaximized(self):
        self.installEventFilter(watch)
        super().showMaximized()
app.MainWindow = Window
app.run_desk(Path(sys.argv[1]))
"""
)
_BARE = (
    _SAID_WHEN_PAINTED
    + """
import importlib
for name in sys.argv[1:]:
    importlib.import_module(name)
from PySide6.QtWidgets import QWidget
application = QApplication([])
window = QWidget()
window.installEventFilter(watch)
window.showMaximized()
application.exec()
"""
)


def _first_paint(cache: Path, code: str, *arguments: str) -> tuple[float, list[str]]:
    """Milliseconds to the first paint, and the Qt modules loaded by then."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(cache)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, as where it is installed
    start = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code, *arguments],
        cwd=Path(__file__).parents[1],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    moment, *modules = done.stdout.split()
    return (float(moment) - start) * 1000, modules


def _set_up(home: Path) -> None:
    session = Session(home, Clock(), loader.load, cost=slot.FLOOR)
    session.set_up(SetUp("Banc", "69", "Canari", "bretelle ruminant tricot litchi", passphrase_only=True))
    session.lock()


def main() -> None:
    """Print one line of JSON."""
    folder = Path(tempfile.mkdtemp())
    try:
        _set_up(folder / "desk")
        _, modules = _first_paint(folder, _OURS, str(folder / "desk"))
        _first_paint(folder, _BARE, *modules)
        ours, bare = [], []
        for _ in range(ROUNDS):
            ours.append(_first_paint(folder, _OURS, str(folder / "desk"))[0])
            bare.append(_first_paint(folder, _BARE, *modules)[0])
    finally:
        rmtree(folder)
    measure.line("cold_start", "ms median", statistics.median(ours), statistics.median(bare), BUDGET)


if __name__ == "__main__":
    main()
