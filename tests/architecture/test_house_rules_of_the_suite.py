"""The judges of every test can themselves say no."""

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import keyring
import pytest

from tests import canary
from tests.secret_service import SecretService

ROOT = Path(__file__).resolve().parents[2]
PERSON = "Canari-Haidari"


@pytest.mark.canary_ok("checks that the canary sees what is written here")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
@pytest.mark.parametrize("name", [PERSON, PERSON.upper(), PERSON.lower()])
def test_the_canary_sees_a_name_in_a_file(tmp_path: Path, name: str, encoding: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "page.bin").write_bytes(b"\x00\x01\x02" + name.encode(encoding))
    assert len(canary.in_files(tmp_path)) == 1


@pytest.mark.canary_ok("checks that the canary sees what is written here")
def test_the_canary_sees_a_file_name(tmp_path: Path) -> None:
    (tmp_path / f"{PERSON}.pdf").write_bytes(b"sealed")
    assert len(canary.in_files(tmp_path)) == 1


@pytest.mark.canary_ok("checks that the canary sees what is logged here")
def test_the_canary_sees_a_logged_exception(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError(PERSON)
    except ValueError:
        logging.getLogger("anefdesk").exception("harmless")
    assert len(canary.in_records(caplog.records)) == 1


def test_the_canary_is_silent_on_a_clean_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "sealed").write_bytes(os.urandom(4096))
    assert canary.in_files(tmp_path) == []


SAMPLE = """
import logging, tempfile, threading
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
kept = []

def test_logs_a_name():
    logging.getLogger("anefdesk").debug("opened Canari")

def test_leaves_a_temporary_file():
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"CANARI")

@pytest.mark.canary_ok("")
def test_excuse_without_reason(): pass

def test_leaves_a_window(qapp):
    kept.append(QWidget())

def test_leaves_a_timer(qapp):
    timer = QTimer()
    timer.start(10_000)
    kept.append(timer)

def test_stops_what_it_started(qapp):
    window = QWidget()
    timer = QTimer(window)
    timer.start(10_000)
    window.deleteLater()

@pytest.mark.judge("nobody")
def test_wants_an_absent_judge(): pass

def test_wants_it_by_hand(judge): judge("nobody")
"""


def _outcome(folder: Path, **environment: str) -> str:
    """Closing lines of a suite holding ``SAMPLE`` under our conftest, with a judge nobody has."""
    tests = folder / "tests"
    tests.mkdir()
    for name in (
        "__init__.py",
        "judges.py",
        "canary.py",
        "leaks.py",
        "secret_service.py",
        "postgres.py",
        "conftest.py",
    ):
        (tests / name).write_bytes((ROOT / "tests" / name).read_bytes())
    with (tests / "judges.py").open("a", encoding="utf-8") as judges:
        judges.write('\nJUDGES["nobody"] = ("no-such-program", "no-such-package")\n')
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    (tests / "test_sample.py").write_text(SAMPLE, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-rfE", "--basetemp", folder / "base"],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    return run.stdout


@pytest.mark.canary_ok("the sample suite below this folder writes the token on purpose")
@pytest.mark.parametrize(("ci", "ending"), [("", "5 passed, 2 skipped, 5 errors"), ("true", "")])
def test_the_suite_refuses_what_is_left_behind(tmp_path: Path, ci: str, ending: str) -> None:
    said = _outcome(tmp_path, CI=ci)
    refused = set(re.findall(r"^ERROR \S+::(\w+)", said, re.MULTILINE))
    expected = {
        "test_logs_a_name",
        "test_leaves_a_temporary_file",
        "test_excuse_without_reason",
        "test_leaves_a_window",
        "test_leaves_a_timer",
    }
    failed = set(re.findall(r"^FAILED \S+::(\w+)", said, re.MULTILINE))
    if ci:
        assert "test_wants_an_absent_judge" in refused
        assert failed == {"test_wants_it_by_hand"}
        expected.add("test_wants_an_absent_judge")
    else:
        assert not failed
        assert ending in said
    assert refused == expected
    assert "Juges absents : nobody (no-such-package)" in said


def test_a_real_secret_service_keeps_a_secret(secret_service: SecretService) -> None:
    keyring.set_password("anefdesk-test", "device", "secret")
    assert keyring.get_password("anefdesk-test", "device") == "secret"
    secret_service.lock()
    assert secret_service.is_locked()
    secret_service.unlock()
    assert not secret_service.is_locked()
    assert keyring.get_password("anefdesk-test", "device") == "secret"
    keyring.delete_password("anefdesk-test", "device")


def test_no_test_reaches_the_developers_keyring() -> None:
    assert type(keyring.get_keyring()).__module__ == "keyring.backends.null"
