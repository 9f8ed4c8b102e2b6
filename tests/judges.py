"""Programs that judge our work from outside: ``pdftotext``, ``gnome-keyring``, a second bidi oracle.

Used by any test through ``judge("pdftotext")`` or ``@pytest.mark.judge("pdftotext")``. An absent judge is
named in the summary; in CI its absence is a failure.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

# judge: the program it needs, the Debian package that brings it
JUDGES = {
    "pdftotext": ("pdftotext", "poppler-utils"),
    "pdftoppm": ("pdftoppm", "poppler-utils"),
    "pdffonts": ("pdffonts", "poppler-utils"),
    "gnome-keyring": ("gnome-keyring-daemon", "gnome-keyring"),
    "dbus": ("dbus-daemon", "dbus"),
    "xvfb": ("Xvfb", "xvfb"),
}
ABSENT = pytest.StashKey[dict[str, str]]()

Judge = Callable[[str], Path]


def in_ci() -> bool:
    """Whether an absent judge is a failure here."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}


def find(name: str, config: pytest.Config) -> Path:
    """Path of the judge; without it, skip the test (fail it in CI) and remember for the summary."""
    program, package = JUDGES[name]
    found = shutil.which(program)
    if found is None:
        config.stash.setdefault(ABSENT, {})[name] = package
        reason = f"juge absent : {name} (paquet {package})"
        if in_ci():
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return Path(found)


@pytest.fixture(scope="session")
def judge(pytestconfig: pytest.Config) -> Judge:
    """``judge("pdftotext")`` gives the program's path, or ends the test saying that it is not there."""
    return lambda name: find(name, pytestconfig)


@pytest.fixture(autouse=True)
def _marked_judges(request: pytest.FixtureRequest) -> None:
    for mark in request.node.iter_markers("judge"):
        for name in mark.args:
            find(name, request.config)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "judge(name, ...): needs these programs of tests/judges.py")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    absent = config.stash.get(ABSENT, {})
    if absent:
        named = ", ".join(f"{name} ({package})" for name, package in sorted(absent.items()))
        terminalreporter.write_line(f"Juges absents : {named}", yellow=True)
