"""No invented person leaves a trace in clear: each carries a token, and every test is searched for it.

Used by every test without asking. ``@pytest.mark.canary_ok("why")`` is for a test that exports on purpose.
"""

import codecs
import logging
import mmap
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TOKEN = "CANARI"
_EITHER_CASE = "".join(f"[{letter.upper()}{letter.lower()}]" for letter in TOKEN)
_TEXT = re.compile(_EITHER_CASE)
_BYTES = re.compile(_EITHER_CASE.encode() + b"|" + _EITHER_CASE.replace("]", "]\0").encode())
_FORMAT = logging.Formatter()


def in_records(records: list[logging.LogRecord]) -> list[str]:
    """Where the token stands in what was logged, exceptions included."""
    return [f"log {r.name} ({r.pathname}:{r.lineno})" for r in records if _TEXT.search(_FORMAT.format(r))]


def in_files(folder: Path) -> list[str]:
    """Where the token stands below ``folder``: in a name, or in clear in UTF-8 or UTF-16-LE."""
    seen = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if _TEXT.search(path.name):
            seen.append(f"file name {codecs.encode(str(name), 'rot13')} (rot13)")
        if path.is_file() and not path.is_symlink() and path.stat().st_size:
            with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                if found := _BYTES.search(content):
                    seen.append(f"content of {name} at byte {found.start()}")
    return seen


@pytest.fixture(autouse=True)
def canary(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture, tmp_path: Path, temporary_folder: Path
) -> Iterator[None]:
    """Fail a test that left the token in a log, in a file name or in clear on disk."""
    excused = request.node.get_closest_marker("canary_ok")
    if excused and not (excused.args and str(excused.args[0]).strip()):
        pytest.fail("canary_ok wants its reason", pytrace=False)
    yield
    if excused:
        return
    records = [record for phase in ("setup", "call", "teardown") for record in caplog.get_records(phase)]
    if seen := in_records(records) + in_files(tmp_path) + in_files(temporary_folder):
        pytest.fail("an invented person was left in clear:\n  " + "\n  ".join(seen), pytrace=False)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "canary_ok(reason): this test writes personal data in clear on purpose")
