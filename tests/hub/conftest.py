"""Hubs on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from anefdesk.hub.settings import Settings
from tests.hub import callers
from tests.hub.callers import Client, Clock
from tests.mailbox.organisation import Organisation


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The developer's proxy has no part in it."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'hub.db'}"
    return str(request.getfixturevalue("postgres"))


@pytest.fixture
def org() -> Organisation:
    return Organisation()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(tmp_path: Path, database: str, org: Organisation) -> Settings:
    """A hub that knows the organisation."""
    made = callers.settings(tmp_path, database)
    callers.settle(made, org)
    return made


@pytest.fixture
def client(kept: Settings, clock: Clock) -> Iterator[Client]:
    with Client(kept, clock) as made:
        yield made
