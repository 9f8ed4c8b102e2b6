"""Mailboxes on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from anefdesk.mailbox import mailbox
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.mailbox.opening import open_engine
from tests.mailbox.organisation import Organisation


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'mailbox.db'}"
    return str(request.getfixturevalue("postgres"))


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = open_engine(url)
    yield made
    made.dispose()


@pytest.fixture
def org() -> Organisation:
    return Organisation()


def filled(engine: Engine, folder: Path, org: Organisation) -> Mailbox:
    """The mailbox of ``org``, with its directory."""
    box = Mailbox(engine, ChunkFolder(folder), mailbox.begin(engine, org.entries[0]))
    for data in org.entries[1:]:
        assert box.add_entry(data)
    return box


@pytest.fixture
def box(engine: Engine, tmp_path: Path, org: Organisation) -> Mailbox:
    return filled(engine, tmp_path / "chunks", org)
