"""Opening and creating the encrypted database: the only door, and what it checks each time.

SQLCipher takes a raw key; without one SQLite would create a clear file and say nothing, so every open proves that
the cipher is active, that the header is not plain SQLite and that SQLite is new enough for WAL to be safe.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import StaticPool

from anefdesk.domain.record import Value
from anefdesk.errors import StorageError

HEAD = "0009"  # newest migration this program knows
SAFE_SQLITE = (3, 51, 3)  # before it, WAL could lose committed transactions with two connections
_PLAIN = b"SQLite format 3\0"
_OUR_MISTAKES = ("syntax error", "no such ", "within a transaction", "no transaction", "datatype mismatch")
_PATIENCE = 2.0  # seconds left to another process of the desk that is just ending


def _connect(file: Path, key: bytes) -> Any:  # noqa: ANN401 - the driver has no types
    if sqlcipher.sqlite_version_info < SAFE_SQLITE:
        raise StorageError("store.sqlite_too_old", version=sqlcipher.sqlite_version)
    if len(key) != 32:  # noqa: PLR2004 - SQLCipher's raw key
        raise StorageError("store.no_key")
    raw = sqlcipher.connect(str(file), isolation_level=None, check_same_thread=False, timeout=_PATIENCE)
    try:
        raw.execute("PRAGMA cipher_log_level = NONE")
        raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        if str(raw.execute("PRAGMA cipher_status").fetchone()[0]) != "1":
            raise StorageError("store.cipher_off")
        # One process writes one log: a second one is refused here, not at its first deed.
        raw.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
        raw.execute("PRAGMA journal_mode = WAL").fetchone()
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for pragma in ("synchronous = FULL", "temp_store = MEMORY", "secure_delete = ON", "cache_size = -16000"):
            raw.execute(f"PRAGMA {pragma}")
    except StorageError:
        raw.close()
        raise
    except sqlcipher.Error as error:
        raw.close()
        raise refused(error) from None
    return raw


def refused(error: BaseException) -> StorageError:
    """The expected failure behind a driver's error; its text is dropped, it may quote data."""
    text = str(error).lower()
    if "full" in text:
        return StorageError("disk.full")
    if "readonly" in text or "read-only" in text or "unable to open" in text:
        return StorageError("disk.read_only")
    if any(word in text for word in ("malformed", "not a database", "hmac", "corrupt", "vtable constructor")):
        return StorageError("store.damaged")
    if "locked" in text or "busy" in text:
        return StorageError("store.busy")
    return StorageError("disk.write")


def _refuse(context: ExceptionContext) -> None:
    """Replace what the disk or a damaged file makes the driver say; mistakes of ours stay as they are."""
    error = context.original_exception
    if not isinstance(error, sqlcipher.Error) or isinstance(
        error, sqlcipher.IntegrityError | sqlcipher.ProgrammingError
    ):
        return
    if not any(words in str(error) for words in _OUR_MISTAKES):
        raise refused(error) from None


def straight(connection: Connection) -> Callable[..., list[Any]]:
    """Statements straight to the driver, within whatever transaction is open.

    For those that run once for each file of thousands: what SQLAlchemy makes of them costs more than they do.
    """
    raw = connection.connection.dbapi_connection
    assert raw is not None
    driver = raw.execute

    def rows(statement: str, values: Sequence[Value] = ()) -> list[Any]:
        try:
            found: list[Any] = driver(statement, values).fetchall()
        except (sqlcipher.IntegrityError, sqlcipher.ProgrammingError):
            raise
        except sqlcipher.Error as error:
            if any(words in str(error) for words in _OUR_MISTAKES):
                raise
            raise refused(error) from None
        return found

    return rows


def _engine_connection(raw: Any) -> Connection:  # noqa: ANN401 - see _connect
    # hide_parameters: the text of a failure would otherwise quote what was being written.
    engine = create_engine(
        "sqlite://", module=sqlcipher, creator=lambda: raw, poolclass=StaticPool, hide_parameters=True
    )
    event.listen(engine, "handle_error", _refuse)
    return engine.connect().execution_options(isolation_level="AUTOCOMMIT")


def _migrate(connection: Connection) -> None:
    # Imported here: a database that is up to date, nearly every one, never needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        command.upgrade(config, "head")
    except BaseException:
        if connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
            connection.exec_driver_sql("ROLLBACK")
        raise
    if connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
        connection.exec_driver_sql("COMMIT")


def _check_version(connection: Connection) -> str:
    has_table = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
    if connection.exec_driver_sql(has_table).first() is None:
        return ""
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    version = str(row[0]) if row else ""
    if version > HEAD:
        raise StorageError("store.newer", version=version)
    return version


def _check_header(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            header = opened.read(16)
    except FileNotFoundError:
        raise StorageError("store.missing") from None
    except OSError:
        raise StorageError("disk.read_only") from None
    if header == _PLAIN:
        raise StorageError("store.clear")
    if not header:
        raise StorageError("store.missing")


def open_database(file: Path, key: bytes, *, create: bool = False) -> Connection:
    """Open (or, at set-up only, create) the database ``file`` with its raw 32-byte ``key``.

    Raises:
        StorageError: ``store.missing``, ``store.exists``, ``store.clear``, ``store.damaged`` (also a wrong key),
            ``store.newer``, ``store.cipher_off``, ``store.sqlite_too_old``, ``disk.*``.
    """
    if create and file.exists():
        raise StorageError("store.exists")
    if not create:
        _check_header(file)
    connection = _engine_connection(_connect(file, key))
    try:
        if _check_version(connection) != HEAD:
            _migrate(connection)
    except BaseException:
        close(connection)
        raise
    if create:
        try:
            _check_header(file)
        except StorageError:
            close(connection)  # cannot happen with the cipher on; a clear file must never go on
            file.unlink(missing_ok=True)
            raise StorageError("store.cipher_off") from None
    return connection


def close(connection: Connection) -> None:
    """Close for good: checkpoint the WAL and let go of the file. Closing twice is harmless."""
    if connection.closed:
        return
    raw = connection.connection.dbapi_connection
    engine = connection.engine
    connection.close()
    engine.dispose()
    if raw is not None:
        raw.close()
