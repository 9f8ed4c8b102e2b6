"""The contracts of pyproject.toml hold, and a module that breaks one is refused."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _judge(folder: Path) -> subprocess.CompletedProcess[str]:
    command = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def _house(folder: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(ROOT / "anefdesk", folder / "anefdesk", ignore=shutil.ignore_patterns("__pycache__"))


def test_the_house_keeps_its_contracts() -> None:
    judged = _judge(ROOT)
    assert judged.returncode == 0, judged.stdout


@pytest.mark.canary_ok("the copied sources may speak of the token")
@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("services/bad_sample.py", "import PySide6.QtCore"),
        ("domain/bad_sample.py", "import anefdesk.store"),
        ("store/bad_sample.py", "import anefdesk.vault"),
        ("ui/bad_sample.py", "import anefdesk.store.database"),
        ("vault/bad_sample.py", "import sqlalchemy"),
        ("hub/bad_sample.py", "import anefdesk.domain"),
        ("services/bad_sample.py", "import starlette"),
    ],
)
def test_a_forbidden_import_is_refused(tmp_path: Path, module: str, line: str) -> None:
    _house(tmp_path)
    (tmp_path / "anefdesk" / module).write_text(f'"""Breaks the layers."""\n\n{line}\n', encoding="utf-8")
    judged = _judge(tmp_path)
    assert judged.returncode == 1
    assert "anefdesk." + module.removesuffix(".py").replace("/", ".") in judged.stdout
