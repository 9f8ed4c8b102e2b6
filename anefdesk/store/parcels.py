"""Parcels as the database keeps them: those that came for this PC, and its own with the log they are in.

Used by ``services.sync.parcels``. The log of parcels is this PC's alone and holds no change of any file.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from anefdesk.store.store import Store
from anefdesk.wire.parcel import kind_of
from anefdesk.wire.sealing import OP_RECORD, Place, chain_digest
from anefdesk.wire.segment import ERASED, Record

_ID = 16
_START = bytes(32)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What another PC sent. ``scope`` is its centre, ``taken`` the ISO date this PC took it in."""

    id: bytes
    kind: int
    device: bytes
    scope: bytes
    body: bytes
    taken: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """Where parcels go: the organisation, and the scope in which all its PCs write."""

    org: bytes
    scope: bytes

    def head(self, before: bytes, log: bytes, seq: int, record: Record) -> bytes:
        """Head of a log of parcels after ``record``; as a segment of epoch 0 has it."""
        kind = OP_RECORD if record.kind == ERASED else record.kind
        place = Place(self.org, self.scope, log, seq, record.case, 0, kind)
        return chain_digest(before, place, record.digest())


def received(store: Store, kind: int) -> tuple[Parcel, ...]:
    """Every parcel of one kind that came for this PC, in the order of their ids."""
    query = "SELECT id, kind, device, scope, body, taken FROM parcel WHERE kind = ? ORDER BY id"
    with store.aside() as connection:
        return tuple(Parcel(*row) for row in connection.exec_driver_sql(query, (kind,)).fetchall())


def cursor(store: Store, feed: bytes) -> int:
    """Up to where the mailbox was read; 0 for another mailbox than last time."""
    with store.aside() as connection:
        return int(_meta(connection, "parcel_cursor") or 0) if _meta(connection, "parcel_feed") == feed else 0


def take(store: Store, parcels: Iterable[Parcel], feed: bytes, upto: int) -> int:
    """Keep what came, and up to where the mailbox was read, in one transaction; how many were new."""
    new = 0
    with store.aside() as connection:
        for one in parcels:
            found = connection.exec_driver_sql(
                "INSERT OR IGNORE INTO parcel (id, kind, device, scope, body, taken) VALUES (?, ?, ?, ?, ?, ?)",
                (one.id, one.kind, one.device, one.scope, one.body, one.taken),
            )
            new += found.rowcount
        _set(connection, "parcel_feed", feed)
        _set(connection, "parcel_cursor", upto)
    return new


def drop(store: Store, parcels: Sequence[bytes]) -> None:
    """Let go of parcels that served; they are taken again only if the mailbox is read from its beginning."""
    with store.aside() as connection:
        for one in parcels:
            connection.exec_driver_sql("DELETE FROM parcel WHERE id = ?", (one,))


def send(store: Store, exchange: Exchange, parcel: bytes, record: Record, day: str) -> None:
    """Append a parcel to this PC's log of parcels."""
    with store.aside() as connection:
        log = _meta(connection, "parcel_log")
        if not isinstance(log, bytes):
            log = _begun(connection)
        _append(connection, exchange, log, parcel, record, day)


def unposted(store: Store, log: bytes, upto: int, head: bytes, limit: int) -> tuple[Record, ...] | None:
    """The parcels after number ``upto`` of this PC's log, at most ``limit``.

    ``None`` when what the mailbox holds of the log, whose head there is ``head``, is not what this PC remembers, or
    less than it was given: cutting the same again could overlap what others hold.
    """
    with store.aside() as connection:
        sql = connection.exec_driver_sql
        if upto < int(_meta(connection, "parcel_posted") or 0):
            return None
        if upto:
            known = sql("SELECT head FROM sent_parcel WHERE log = ? AND seq = ?", (log, upto)).scalar()
            last = sql("SELECT max(seq) FROM sent_parcel WHERE log = ?", (log,)).scalar() or 0
            if upto > last or known != head:
                return None
        rows = sql(
            "SELECT seq, case_id, nonce, ct FROM sent_parcel WHERE log = ? AND seq > ? ORDER BY seq LIMIT ?",
            (log, upto, limit),
        ).fetchall()
    if rows and rows[0][0] != upto + 1:
        return None
    return tuple(_record(case, nonce, ct) for _, case, nonce, ct in rows)


def posted(store: Store, upto: int) -> None:
    """The mailbox holds this PC's log of parcels up to number ``upto``."""
    with store.aside() as connection:
        _set(connection, "parcel_posted", upto)


def log(store: Store) -> bytes | None:
    """This PC's log of parcels; ``None`` before the first one is sent."""
    with store.aside() as connection:
        found = _meta(connection, "parcel_log")
    return found if isinstance(found, bytes) else None


def renew(store: Store, exchange: Exchange, since: str) -> None:
    """Begin another log, with what was sent from the ISO date ``since`` on and not erased; the rest is let go."""
    with store.aside() as connection:
        sql = connection.exec_driver_sql
        rows = sql(
            "SELECT id, case_id, nonce, ct, day FROM sent_parcel WHERE day >= ? AND nonce <> x'' "
            "ORDER BY day, log, seq",
            (since,),
        ).fetchall()
        sql("DELETE FROM sent_parcel")
        log = _begun(connection)
        for parcel, case, nonce, ct, day in rows:
            _append(connection, exchange, log, parcel, _record(case, nonce, ct), day)


def forget(store: Store, before: str) -> None:
    """Let go of own parcels older than the ISO date ``before``, but for the last one posted and what follows it."""
    with store.aside() as connection:
        posted = _meta(connection, "parcel_posted") or 0
        connection.exec_driver_sql("DELETE FROM sent_parcel WHERE day < ? AND seq < ?", (before, posted))


def erase(connection: Connection, case: bytes) -> None:
    """Leave stubs of the parcels that concern ``case``, inside the caller's transaction."""
    sql = connection.exec_driver_sql
    rows = sql("SELECT log, seq, nonce, ct FROM sent_parcel WHERE case_id = ? AND nonce <> x''", (case,)).fetchall()
    for log, seq, nonce, ct in rows:
        stub = _record(case, nonce, ct).stub()
        sql("UPDATE sent_parcel SET nonce = x'', ct = ? WHERE log = ? AND seq = ?", (stub.ct, log, seq))


def _begun(connection: Connection) -> bytes:
    log = os.urandom(_ID)
    _set(connection, "parcel_log", log)
    _set(connection, "parcel_posted", 0)
    return log


def _append(connection: Connection, exchange: Exchange, log: bytes, parcel: bytes, record: Record, day: str) -> None:
    sql = connection.exec_driver_sql
    last = sql("SELECT seq, head FROM sent_parcel WHERE log = ? ORDER BY seq DESC LIMIT 1", (log,)).first()
    seq, before = (last[0] + 1, last[1]) if last else (1, _START)
    sql(
        "INSERT INTO sent_parcel (log, seq, id, case_id, nonce, ct, head, day) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (log, seq, parcel, record.case, record.nonce, record.ct, exchange.head(before, log, seq, record), day),
    )


def _record(case: bytes, nonce: bytes, ct: bytes) -> Record:
    return Record(case, kind_of(case) if nonce else ERASED, nonce, ct)


def _meta(connection: Connection, key: str) -> Any:  # noqa: ANN401 - a value of SQLite
    return connection.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (key,)).scalar()


def _set(connection: Connection, key: str, value: bytes | int) -> None:
    connection.exec_driver_sql("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))
