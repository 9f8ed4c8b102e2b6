"""A desk that cannot start says why: in a box where there is a screen, and never as a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from anefdesk import __main__ as command
from anefdesk.errors import StorageError
from anefdesk.ui.refusal import show_refusal

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ON_A_SCREEN = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from anefdesk import app as desk

def read():
    box = made[0].activeModalWidget()
    print(box.text())
    box.accept()

def application(make=desk._application):
    made.append(make())
    QTimer.singleShot(0, read)
    return made[0]

made = []
desk._SCREENLESS = frozenset()  # this one counts as a screen
desk._application = application
desk.run_desk(Path(sys.argv[1]))
"""


@pytest.mark.parametrize(("language", "what"), [("fr", "Le disque de cet ordinateur est plein."), ("en", "full")])
def test_the_box_says_the_sentence(qapp: QApplication, language: str, what: str) -> None:
    seen: list[str] = []

    def read() -> None:
        box = qapp.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.extend((box.text(), box.informativeText()))
        box.accept()

    QTimer.singleShot(0, read)
    show_refusal(StorageError("disk.full"), language)
    assert what in seen[0]
    assert seen[1]


def _started(home: Path, *ask: str) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ, ANEFDESK_HOME=str(home), QT_QPA_PLATFORM="offscreen", DISPLAY=":0")
    ask = (sys.executable, *ask)
    return subprocess.run(ask, env=environment, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize("what", ["file", "damaged"])
def test_a_start_that_fails_is_a_sentence(tmp_path: Path, what: str) -> None:
    if what == "file":
        (tmp_path / "there").write_text("not a folder")
        run = _started(tmp_path / "there" / "desk", "-m", "anefdesk")
    else:
        training = tmp_path / "desk-training"
        training.mkdir()
        (training / "slots.a.json").write_text("not what it was")
        (training / "casebook.db").write_text("not what it was")
        run = _started(tmp_path / "desk", "-m", "anefdesk", "demo")
        assert run.stdout.startswith("Préparation de l’espace d’entraînement…\n")
    assert run.returncode == command.REFUSED
    assert "Traceback" not in run.stderr
    assert run.stderr.count("\n") == 1
    assert run.stderr.strip().endswith("vault.damaged" if what == "damaged" else "disk.write")


def test_on_a_screen_a_box_says_it_too(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("not a folder")
    run = _started(tmp_path, "-c", ON_A_SCREEN, str(tmp_path / "there" / "desk"))
    assert run.stdout.strip() == "Le disque a refusé une lecture ou une écriture."
