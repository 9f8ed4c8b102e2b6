"""Erasing a case, once it is decided, from all that this desk keeps: the one way a record becomes a stub.

Used by ``services.sync.erasures``; the directory decides, or the people of a centre that has none. The log's chain
stands without the ciphertext; nothing of the case can be read again.
"""

from collections.abc import Collection

from sqlalchemy import Connection

from anefdesk.domain.record import CaseId
from anefdesk.errors import StorageError
from anefdesk.store import delivery, parcels, projection
from anefdesk.store.store import Inside, Store
from anefdesk.wire import keybox as keyboxes
from anefdesk.wire.directory import Directory
from anefdesk.wire.sealing import Sealed
from anefdesk.wire.segment import ERASED

_BOXED = "SELECT scope FROM keybox WHERE case_id = ?"
_LEFT = ("keybox", "unopened", "waiting", "quarantine", "agenda", "stale", "reserved")


def due(store: Store, decided: Collection[bytes]) -> tuple[CaseId, ...]:
    """The cases whose erasure is decided and of which something is still here."""
    something = (
        "SELECT 1 FROM log WHERE case_id = :case AND kind <> 2 UNION ALL SELECT 1 FROM keybox WHERE case_id = :case "
        "UNION ALL SELECT 1 FROM unopened WHERE case_id = :case LIMIT 1"
    )
    with store.aside() as connection:
        return tuple(
            CaseId(case)
            for case in sorted(decided)
            if connection.exec_driver_sql(something, {"case": case}).first() is not None
        )


def decided(store: Store, directory: Directory, own: bytes) -> frozenset[bytes]:
    """The cases to be erased here: each as its centre's people decided; ``own`` is the one of this PC."""
    found: set[bytes] = set()
    with store.aside() as connection:
        held = set(connection.exec_driver_sql("SELECT DISTINCT scope FROM origin").scalars().all())
        for scope, cases in directory.erased.items():
            names = {scope} | {one.scope for one in directory.adopted.values() if one.into == scope}
            if scope == own and held <= names:  # most PCs hold nobody else's
                found |= cases
            elif held & names:
                found |= {case for case in cases if not (whose := _centres(connection, case)) or whose & names}
    return frozenset(found)


def centre_of(store: Store, case: CaseId) -> bytes | None:
    """The centre whose key a file has here."""
    with store.aside() as connection:
        return connection.exec_driver_sql(_BOXED, (case,)).scalar()


def _centres(connection: Connection, case: bytes) -> set[bytes]:
    """Whose a case is here: its key says it, and without one the logs its records are in."""
    sql = connection.exec_driver_sql
    boxed = sql(_BOXED, (case,)).scalar()
    if boxed is not None:
        return {boxed}
    waiting = sql("SELECT wire FROM unopened WHERE case_id = ?", (case,)).scalar()
    if waiting is not None:
        return {keyboxes.read(waiting).scope}
    logs = "SELECT DISTINCT origin.scope FROM log JOIN origin ON origin.log = log.log WHERE case_id = ?"
    return set(sql(logs, (case,)).scalars().all())


def chunks(store: Store, case: CaseId) -> tuple[bytes, ...]:
    """The names of the chunks of ``case``, to be dropped before it is erased: afterwards nothing tells them."""
    return tuple(delivery.chunk_names(store, (case,)))


def erase(store: Store, decided: Collection[bytes], case: CaseId) -> None:
    """Erase ``case`` here; doing it again changes nothing.

    Raises:
        StorageError: ``erasing.not_decided`` unless it is; ``erasing.centre`` for the centre's own case; as
            ``Store.transaction``.
    """
    if case not in decided:
        raise StorageError("erasing.not_decided")
    if case == store.centre:
        raise StorageError("erasing.centre")
    with store.inside() as at:
        _stub(at, case)
        parcels.erase(at.connection, case)
        sql = at.connection.exec_driver_sql
        sql("INSERT INTO search (search, rank) VALUES ('secure-delete', 1)")
        projection.clear_case(at.connection, case)
        for table in _LEFT:
            sql(f"DELETE FROM {table} WHERE case_id = ?", (case,))
        sql("DELETE FROM draft WHERE instr(place, ?)", (case.hex(),))
        sql("INSERT INTO search (search) VALUES ('optimize')")  # only merging drops the keys of what was deleted
        at.keys.forget()
        at.keys.let_go(case)
    store.checkpoint()


def _stub(at: Inside, case: CaseId) -> None:
    """Put the digest of each record in its place; the table that allows it is empty again when the transaction ends."""
    sql = at.connection.exec_driver_sql
    rows = sql("SELECT log, seq, nonce, ct FROM log WHERE case_id = ? AND kind <> ?", (case, ERASED)).fetchall()
    sql("INSERT INTO erasing_now (case_id) VALUES (?)", (case,))
    for log, seq, nonce, ct in rows:
        sql(
            "UPDATE log SET kind = ?, nonce = x'', ct = ? WHERE log = ? AND seq = ?",
            (ERASED, Sealed(nonce, ct).digest(), log, seq),
        )
    sql("DELETE FROM erasing_now")
