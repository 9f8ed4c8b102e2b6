"""Opening a mailbox's database by its URL: SQLite for a PC, a stick or a small hub, PostgreSQL for a large one.

SQLite is the build that comes with SQLCipher, used without a key: what is in it is sealed already, and the one of
the standard library may be too old to be safe with two connections.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, DBAPIError

from anefdesk.errors import StorageError

HEAD = "0004"  # newest migration this program knows
SAFE_SQLITE = (3, 51, 3)  # before it, WAL could lose committed transactions with two connections
_OF_THE_DISK = {
    "is full": "disk.full",
    "readonly": "disk.read_only",
    "disk i/o error": "disk.write",
    "is locked": "mailbox.unreachable",
}
_PATIENCE = 10.0  # seconds left to another connection that is writing


def open_engine(url: str) -> Engine:
    """The database at ``url`` (``sqlite:///file`` or ``postgresql://…``), made or brought up to date.

    Raises:
        StorageError: ``mailbox.newer``, ``mailbox.unreachable``, ``store.sqlite_too_old``, ``disk.*``; whatever is done
            with a SQLite later raises ``disk.*`` too.
    """
    try:
        engine = _sqlite(url) if url.startswith("sqlite:") else _postgres(url)
    except (ArgumentError, ValueError):  # no address of a database
        raise StorageError("mailbox.unreachable") from None
    try:
        with engine.connect() as connection:
            if _version(connection) != HEAD:
                _migrate(connection)
    except DBAPIError:
        engine.dispose()
        raise StorageError("mailbox.unreachable") from None
    except StorageError:
        engine.dispose()
        raise
    return engine


def _sqlite(url: str) -> Engine:
    if sqlite.sqlite_version_info < SAFE_SQLITE:
        raise StorageError("store.sqlite_too_old", version=sqlite.sqlite_version)
    engine = create_engine(
        url,
        module=sqlite,
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": _PATIENCE, "check_same_thread": False},
    )

    event.listen(engine, "handle_error", _refuse)

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: object) -> None:  # noqa: ANN401 - the driver has no types
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "temp_store = MEMORY", "secure_delete = ON"):
            raw.execute(f"PRAGMA {pragma}").fetchall()

    return engine


def _refuse(context: ExceptionContext) -> None:
    """What the disk makes SQLite say becomes an expected error; its words, which may quote values, go nowhere."""
    said = str(context.original_exception).lower() if isinstance(context.original_exception, sqlite.Error) else ""
    code = next((code for words, code in _OF_THE_DISK.items() if words in said), "")
    if code:
        raise StorageError(code) from None


def _postgres(url: str) -> Engine:
    _, _, place = url.partition("://")
    return create_engine(
        f"postgresql+psycopg://{place}", hide_parameters=True, isolation_level="AUTOCOMMIT", pool_pre_ping=True
    )


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes, kept whole or not at all."""
    with engine.connect() as connection:
        sql = connection.exec_driver_sql
        sql("BEGIN IMMEDIATE" if engine.dialect.name == "sqlite" else "BEGIN")
        try:
            yield connection
            sql("COMMIT")
        except BaseException:
            with contextlib.suppress(DBAPIError, StorageError):  # a full disk may already have rolled back
                sql("ROLLBACK")
            raise


def _version(connection: Connection) -> str:
    if not connection.dialect.has_table(connection, "alembic_version"):
        return ""
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    version = str(row[0]) if row else ""
    if version > HEAD:
        raise StorageError("mailbox.newer", version=version)
    return version


def _migrate(connection: Connection) -> None:
    # Imported here: a mailbox that is up to date, nearly every one, never needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    sql = connection.exec_driver_sql
    if connection.dialect.name == "sqlite":
        sql("BEGIN IMMEDIATE")
    else:
        sql("BEGIN")
        sql("SELECT pg_advisory_xact_lock(27182818)")  # several workers may start at once
    try:
        if _version(connection) != HEAD:
            command.upgrade(config, "head")
        sql("COMMIT")
    except BaseException:
        with contextlib.suppress(DBAPIError):
            sql("ROLLBACK")
        raise
