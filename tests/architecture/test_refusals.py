"""The tree keeps the house rules, and each rule is seen refusing a bad sample."""

import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from anefdesk.ui.error_sentences import SENTENCES
from tests.architecture import refusals
from tests.architecture.refusals import Finding

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = sorted((ROOT / "anefdesk").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
STYLES = sorted(path for folder in ("anefdesk", "resources") for path in (ROOT / folder).rglob("*.qss"))
BINARY = {".ttf", ".otf", ".png", ".jpg", ".pdf", ".ico", ".mo", ".db", ".gz", ".xz", ".zip", ".bin"}


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _say(findings: Iterable[Finding]) -> str:
    return "\n".join(f"{found.path}:{found.line}: {found.what}" for found in findings)


@pytest.mark.parametrize("rule", [refusals.size, refusals.qt_habits, refusals.documented])
def test_every_module_keeps(rule: Callable[[str, str], Iterable[Finding]]) -> None:
    assert not _say(found for path in PACKAGE for found in rule(_place(path), path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("rule", [refusals.size, refusals.sleeps])
def test_every_test_keeps(rule: Callable[[str, str], Iterable[Finding]]) -> None:
    assert not _say(found for path in TESTS for found in rule(_place(path), path.read_text(encoding="utf-8")))


def test_modules_are_named_after_things_of_the_trade() -> None:
    assert not _say(found for path in PACKAGE for found in refusals.name(_place(path)))


def test_style_sheets_know_no_left_nor_right() -> None:
    assert not _say(found for path in STYLES for found in refusals.sides(_place(path), path.read_text("utf-8")))


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True, encoding="utf-8"
    )
    names = listed.stdout.split("\0") if listed.returncode == 0 else []
    found = [ROOT / name for name in names if name and (ROOT / name).is_file()]
    return found or [*PACKAGE, *(ROOT / "requirements").iterdir(), *ROOT.glob("*.*")]


def test_no_file_names_a_package_registry() -> None:
    texts = [path for path in _tracked() if path.suffix not in BINARY]
    assert ROOT / "requirements" / "run.txt" in texts
    assert not _say(
        found for path in texts for found in refusals.registries(_place(path), path.read_text("utf-8", "replace"))
    )


def test_every_error_code_has_its_sentence() -> None:
    assert not _say(
        Finding(_place(path), line, f"{code} has no sentence")
        for path in PACKAGE
        for line, code in refusals.error_codes(path.read_text(encoding="utf-8"))
        if code not in SENTENCES
    )


@pytest.mark.parametrize(
    "page",
    [
        "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/glossary.md",
        "docs/threat-model.md", "docs/adr/0001-qt-widgets.md",
    ],
)  # fmt: skip
def test_the_page_exists(page: str) -> None:
    assert len((ROOT / page).read_text(encoding="utf-8")) > 400


BAD = {
    "size": lambda: refusals.size("anefdesk/ui/app.py", "x\n" * 401),
    "size of a page": lambda: refusals.size("anefdesk/ui/pages/person.py", "x\n" * 251),
    "name": lambda: refusals.name("anefdesk/store/query_helpers.py"),
    "lambda": lambda: refusals.qt_habits("a.py", "button.clicked.connect(lambda: go(1))"),
    "lambda in partial": lambda: refusals.qt_habits("a.py", "b.clicked.connect(partial(go, lambda: 1))"),
    "global": lambda: refusals.qt_habits("a.py", "QApplication.instance().quit()"),
    "size of a test": lambda: refusals.size("tests/ui/pages/test_person.py", "x\n" * 401),
    "sleep": lambda: refusals.sleeps("a.py", "time.sleep(1)"),
    "sleep in a loop of events": lambda: refusals.sleeps("a.py", "QTest.qWait(50)"),
    "docstring": lambda: refusals.documented("a.py", "x = 1"),
    "padding": lambda: refusals.sides("a.qss", "QLabel { padding-left: 4px }"),
    "position": lambda: refusals.sides("a.qss", "subcontrol-position: right center;"),
    "registry": lambda: refusals.registries(
        "README.md", "see https://files.registry.example/x", frozenset({refusals.host_digest("registry.example")})
    ),
    "index": lambda: refusals.registries("requirements/run.txt", "--index-url somewhere"),
}
GOOD = {
    "size": lambda: refusals.size("anefdesk/ui/pages/person.py", "x\n" * 250),
    "name": lambda: refusals.name("anefdesk/store/database.py"),  # not "base"
    "wait": lambda: refusals.sleeps("a.py", "over.wait(10)\ndef sleep(): ..."),
    "connect": lambda: refusals.qt_habits("a.py", "button.clicked.connect(self._go)\nf(lambda: 1)"),
    "docstring": lambda: refusals.documented("a.py", '"""Why."""'),
    "words": lambda: refusals.sides("a.qss", "/* left */ QLabel#bright { copyright: 1; margin: 0 }"),
    "comment": lambda: refusals.registries("requirements/run.txt", "alembic==1.20.1"),
}


@pytest.mark.parametrize("sample", BAD)
def test_a_bad_sample_is_refused(sample: str) -> None:
    assert len(list(BAD[sample]())) == 1


@pytest.mark.parametrize("sample", GOOD)
def test_a_good_sample_is_not(sample: str) -> None:
    assert not list(GOOD[sample]())


def test_error_codes_are_found_where_they_are_raised() -> None:
    source = 'raise StorageError("disk.full", size=3)\nraise ValueError("not a code.")\nreturn e.LetterError("a.b")'
    assert list(refusals.error_codes(source)) == [(1, "disk.full"), (3, "a.b")]
