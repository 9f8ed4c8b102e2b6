"""A copy of all mailboxes of a hub in one file, and putting it back: the same file for both databases.

Used by ``hub``. Ciphertext only, as all the rest; neither the hub's secret nor enrolments under way are in it.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec
from sqlalchemy import Connection, Engine, text

from anefdesk.errors import StorageError, of_the_disk
from anefdesk.mailbox.mailbox import divide
from anefdesk.mailbox.opening import writing
from anefdesk.mailbox.shelf import Shelf
from anefdesk.paths import settle
from anefdesk.wire import directory as directories
from anefdesk.wire import entry as entries
from anefdesk.wire.directory import Directory

MAGIC: Final = b"AH1\n"
_TABLES: Final = {
    "org": "org, feed",
    "dir": "org, no, digest, body",
    "scope": "org, scope, head",
    "log": "org, log, scope, device, upto, head",
    "seg": "org, scope, cursor, log, first, last, head, body",
    "seg_case": "org, case_id, scope, cursor",
    "keybox": "org, case_id, scope, cursor, body",
    "chunk": "org, id, case_id",
    "contact": "org, device, day",
}
_AT_ONCE, _WIDTH, _LARGEST, _FEED = 200, 4, 1 << 30, 16
_ENCODER = msgspec.msgpack.Encoder()
_FRAME = msgspec.msgpack.Decoder(tuple[str, list[list[bytes | int]]])

Chunks = Mapping[bytes, frozenset[bytes]]  # organisation → names


def write(engine: Engine, file: Path) -> Chunks:
    """Copy every organisation as it is at one moment, while the hub serves; the chunks it names.

    Raises:
        StorageError: ``disk.*``; nothing half-written stays under the name.
    """
    partial = file.with_suffix(".part")
    try:
        with partial.open("xb") as out, engine.connect() as connection:
            chunks = _write(connection, out)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(file)
        settle(file.parent)
    except OSError as error:
        raise of_the_disk(error) from None
    finally:
        partial.unlink(missing_ok=True)
    return chunks


def _write(connection: Connection, out: BinaryIO) -> Chunks:
    digest = hashlib.sha256(MAGIC)
    chunks: dict[bytes, set[bytes]] = {}
    out.write(MAGIC)

    def frame(table: str, rows: list[list[Any]]) -> None:
        body = _ENCODER.encode((table, rows))
        data = len(body).to_bytes(_WIDTH, "big") + body
        digest.update(data)
        out.write(data)

    postgres = connection.dialect.name == "postgresql"
    connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if postgres else "BEGIN")
    try:
        for table, columns in _TABLES.items():
            query = text(f"SELECT {columns} FROM {table}")
            asked = connection.execute(query, execution_options={"yield_per": _AT_ONCE})
            for some in asked.partitions():
                rows = [[bytes(one) if isinstance(one, memoryview) else one for one in row] for row in some]
                frame(table, rows)
                if table == "chunk":
                    for org, name, _ in rows:
                        chunks.setdefault(org, set()).add(name)
    finally:
        connection.exec_driver_sql("ROLLBACK")
    frame("", [[digest.digest()]])
    return {org: frozenset(names) for org, names in chunks.items()}


def read_frames(file: Path) -> Iterator[tuple[str, list[list[bytes | int]]]]:
    """What a copy holds, table by table; its last frame proves that nothing is missing.

    Raises:
        StorageError: ``hub.copy_broken``.
    """
    digest = hashlib.sha256(MAGIC)
    try:
        with file.open("rb") as source:
            if source.read(len(MAGIC)) != MAGIC:
                raise StorageError("hub.copy_broken")
            while True:
                prefix = source.read(_WIDTH)
                size = int.from_bytes(prefix, "big")
                body = source.read(size) if size < _LARGEST else b""
                if len(body) != size:
                    raise StorageError("hub.copy_broken")
                table, rows = _FRAME.decode(body)
                if not table:
                    if rows != [[digest.digest()]] or source.read(1):
                        raise StorageError("hub.copy_broken")
                    return
                if table not in _TABLES:
                    raise StorageError("hub.copy_broken")
                digest.update(prefix + body)
                yield table, rows
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise StorageError("hub.copy_broken") from None


def restore(engine: Engine, file: Path) -> tuple[bytes, ...]:
    """Put a copy in the place of all that is held, in one transaction; the ids of its organisations.

    Entries of the directory that are held and later than the copy stay; every erasure they tell of is done again,
    and feeds are new: desks start their cursors again and bring what the copy lacks.

    Raises:
        StorageError: ``hub.copy_broken``; nothing has changed then.
    """
    with writing(engine) as connection:
        held = _entries(connection)
        for table in _TABLES:
            connection.exec_driver_sql(f"DELETE FROM {table}")
        for table, rows in read_frames(file):
            _insert(connection, table, rows)
        back = _entries(connection)
        for org in held.keys() | back.keys():
            if org not in back:
                _insert(connection, "org", [[org, os.urandom(_FEED)]])
            state = _continued(connection, org, back.get(org, ()), held.get(org, ()))
            shelf = Shelf(connection, org)
            for scope, cases in state.erased.items():
                for case in cases:
                    shelf.erase(state, case, scope)
            connection.execute(
                text("UPDATE org SET feed = :feed WHERE org = :org"), {"feed": os.urandom(_FEED), "org": org}
            )
    return tuple(sorted(held.keys() | back.keys()))


def chunks_named(engine: Engine) -> Chunks:
    """The chunks that every organisation should have."""
    chunks: dict[bytes, set[bytes]] = {}
    with engine.connect() as connection:
        for org, name in connection.execute(text("SELECT DISTINCT org, id FROM chunk")):
            chunks.setdefault(bytes(org), set()).add(bytes(name))
    return {org: frozenset(names) for org, names in chunks.items()}


def _entries(connection: Connection) -> dict[bytes, list[bytes]]:
    found: dict[bytes, list[bytes]] = {}
    for org, body in connection.execute(text("SELECT org, body FROM dir ORDER BY org, no")):
        found.setdefault(bytes(org), []).append(bytes(body))
    return found


def _continued(connection: Connection, org: bytes, back: Iterable[bytes], held: Iterable[bytes]) -> Directory:
    """The directory of the copy, and what continues it."""
    state: Directory | None = None
    for data in back:
        entry = entries.read(data)
        state = state.add(entry) if state else directories.begin(entry)
    for data in held:
        entry = entries.read(data)
        if state is not None and entry.no <= state.no:
            continue
        try:
            state = state.add(entry) if state else directories.begin(entry)
        except StorageError:  # another history than the copy's: the copy stands
            break
        _insert(connection, "dir", [[org, entry.no, entry.digest(), data]])
    if state is None:
        raise StorageError("hub.copy_broken")
    return state


def _insert(connection: Connection, table: str, rows: list[list[Any]]) -> None:
    names = _TABLES[table].split(", ")
    if any(len(row) != len(names) for row in rows):
        raise StorageError("hub.copy_broken")
    if not rows:
        return
    if table == "org":
        for row in rows:
            divide(connection, row[0])
    marks = ", ".join(f":{name}" for name in names)
    put = text(f"INSERT INTO {table} ({_TABLES[table]}) VALUES ({marks})")
    connection.execute(put, [dict(zip(names, row, strict=True)) for row in rows])
