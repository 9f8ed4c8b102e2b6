"""The suite's house rules: no display, only our fonts, a home of one's own, nothing left behind.

Judges, canary, leaks and the real keyring live in the modules beside this one.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

pytest_plugins = ("tests.judges", "tests.canary", "tests.leaks", "tests.secret_service", "tests.postgres")

_AWAY = Path(tempfile.mkdtemp(prefix="anefdesk-suite-"))
_NO_FONTS = '<?xml version="1.0"?><fontconfig><dir>{0}/fonts</dir><cachedir>{0}/cache</cachedir></fontconfig>'


def _leave_the_developers_home() -> None:
    """Before Qt and keyring load: no display, no system font, no keyring, no folder of the developer's."""
    (_AWAY / "fonts").mkdir()
    fonts = _AWAY / "fonts.conf"
    fonts.write_text(_NO_FONTS.format(_AWAY), encoding="utf-8")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["FONTCONFIG_FILE"] = str(fonts)
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
    for kind in ("DATA", "CONFIG", "CACHE", "STATE"):
        os.environ[f"XDG_{kind}_HOME"] = str(_AWAY / kind.lower())


_leave_the_developers_home()

hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")


def pytest_unconfigure() -> None:
    shutil.rmtree(_AWAY, ignore_errors=True)


@pytest.fixture
def temporary_folder() -> Iterator[Path]:
    """Where this test's temporary files go, beside ``tmp_path``; the canary looks there too."""
    folder = Path(tempfile.mkdtemp(prefix="t", dir=_AWAY))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, temporary_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has its own data and its own temporary files."""
    monkeypatch.setenv("ANEFDESK_HOME", str(tmp_path / "desk"))
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(temporary_folder))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary_folder))
