"""The command line says what it can and cannot do in sentences, and loads nothing it does not need."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import anefdesk
from anefdesk import __main__ as command
from anefdesk.errors import InputRefusedError
from anefdesk.services import qt_libraries
from tests.judges import Judge

HEAVY = ("PySide6", "sqlalchemy", "reportlab", "icu", "cryptography", "keyring", "babel", "phonenumbers", "PIL")
ON_PAPER = ("reportlab", "icu", "uharfbuzz", "babel", "holidays", "icalendar", "zxingcpp", "pyzipper")

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Qt brings its own libraries elsewhere")


def test_version_loads_nothing_heavy() -> None:
    ask = (
        "import sys, anefdesk.__main__ as m\n"
        "try: m.main(['--version'])\n"
        f"except SystemExit: print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == [f"anefdesk {anefdesk.__version__}", "[]"]


def test_unlocking_loads_nothing_that_draws_paper() -> None:
    ask = f"import sys, anefdesk.services.desk; print(sorted(set({ON_PAPER!r}) & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


@pytest.mark.parametrize("arguments", [["nothing"], ["catalogue"], ["demo", "--out"]])
def test_a_wrong_command_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(arguments)
    assert ended.value.code == 2
    assert "usage: anefdesk" in capsys.readouterr().err


def test_an_expected_failure_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    command._explain(InputRefusedError("date.impossible"))
    assert capsys.readouterr().err.startswith("Cette date n’existe pas.")


@linux
def test_the_desk_without_a_screen_says_so_and_does_not_abort() -> None:
    environment = {
        key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }
    run = subprocess.run(
        [sys.executable, "-m", "anefdesk"], env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == command.CANNOT_START
    assert run.stderr.startswith("Cette session n’a pas d’écran.")
    assert run.stderr.count("\n") == 1


@linux
@pytest.mark.parametrize(
    ("environment", "starts"),
    [
        ({"QT_QPA_PLATFORM": "offscreen"}, True),
        ({"QT_QPA_PLATFORM": "minimal:debug"}, True),
        ({}, False),
        ({"QT_QPA_PLATFORM": "xcb"}, False),
        ({"QT_QPA_PLATFORM": "wayland;xcb", "WAYLAND_DISPLAY": "no-such-socket"}, False),
        ({"DISPLAY": ":7654"}, False),
    ],
)
def test_qt_is_started_only_where_it_can(environment: dict[str, str], starts: bool) -> None:  # noqa: FBT001
    assert (qt_libraries.refusal(environment) is None) is starts


@linux
def test_missing_libraries_are_one_sentence_with_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(qt_libraries.ALWAYS, "libnobody.so.9", "libnobody9")
    said = qt_libraries.refusal({"QT_QPA_PLATFORM": "offscreen"})
    assert said is not None
    assert said.endswith("sudo apt install libnobody9")


@pytest.fixture
def x11(judge: Judge) -> Iterator[str]:
    server = subprocess.Popen(
        [judge("xvfb"), "-displayfd", "1", "-nolisten", "tcp"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert server.stdout is not None
    yield f":{int(server.stdout.readline())}"
    server.terminate()
    server.wait(20)
    server.stdout.close()


@linux
def test_a_screen_that_answers_is_accepted(x11: str) -> None:
    missing = qt_libraries.packages_missing(qt_libraries.X11)
    refusal = qt_libraries.refusal({"DISPLAY": x11})
    assert (refusal is None) is (not missing)


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    environment = os.environ | {"ANEFDESK_HOME": str(tmp_path / "file" / "desk"), "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run(
        [sys.executable, "-m", "anefdesk"], env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == command.REFUSED
    assert "Traceback" not in run.stderr
    assert run.stderr.count("\n") == 1


def test_a_demo_told_to_write_into_a_file_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "images"
    file.write_text("kept")
    assert command.main(["demo", "--headless", "--out", str(file)]) == command.REFUSED
    assert "est un fichier" in capsys.readouterr().err
    assert file.read_text() == "kept"
