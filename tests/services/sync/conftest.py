"""PCs for the tests of belonging to an organisation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from anefdesk.domain.catalogue import Catalogue
from tests.services.sync.newcomers import Newcomers


@pytest.fixture
def newcomers(tmp_path: Path, catalogue: Catalogue) -> Iterator[Newcomers]:
    """A maker of PCs."""
    made = Newcomers(tmp_path, catalogue)
    yield made
    for pc in made.made:
        pc.close()
