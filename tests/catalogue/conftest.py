import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from anefdesk import paths
from anefdesk.catalogue.loader import load
from anefdesk.domain.catalogue import Catalogue

Damage = Callable[[str, str, str], Path]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped catalogue."""
    return Path(shutil.copytree(paths.resources("catalogue"), tmp_path / "catalogue"))


@pytest.fixture
def damage(folder: Path) -> Damage:
    """Replace one passage of one file of the copy; the passage must be there."""

    def replace(file: str, before: str, after: str) -> Path:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        return folder

    return replace
