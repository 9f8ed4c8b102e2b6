"""PCs for the tests of belonging to an organisation."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from anefdesk.domain.catalogue import Catalogue
from tests.mailbox.organisation import Organisation
from tests.services.sync import sharing_pcs
from tests.services.sync.newcomers import Newcomers
from tests.services.sync.sharing_pcs import NORTH, SOUTH, NewCounter, Two


@pytest.fixture
def newcomers(tmp_path: Path, catalogue: Catalogue) -> Iterator[Newcomers]:
    """A maker of PCs."""
    made = Newcomers(tmp_path, catalogue)
    yield made
    for pc in made.made:
        pc.close()


@pytest.fixture
def org() -> Organisation:
    """Two centres and a head office that share files."""
    return sharing_pcs.organisation()


@pytest.fixture
def new(org: Organisation, tmp_path: Path, catalogue: Catalogue) -> Iterator[NewCounter]:
    """A maker of their PCs."""
    make, close = sharing_pcs.maker(org, tmp_path, catalogue)
    yield make
    close()


@pytest.fixture
def two(new: NewCounter) -> Two:
    """A PC of each centre, and a file in the north."""
    north, south = new("nord 1", NORTH), new("sud 1", SOUTH)
    return Two(north, south, north.file())


@pytest.fixture
def disk_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A program that dies leaves to the system what it wrote; only a machine that dies does not."""

    def quick(raw: Any, *_: object) -> None:  # noqa: ANN401 - the driver has no types
        raw.execute("PRAGMA synchronous = OFF")

    monkeypatch.setattr(os, "fsync", lambda _fd: None)
    event.listen(Pool, "checkout", quick)
    yield
    event.remove(Pool, "checkout", quick)
