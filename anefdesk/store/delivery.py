"""What sync keeps in the casebook beside the log: how far the mailbox was read, what waits to be said, what is held.

Kept here and not beside the mailbox: a database put back from a copy then reads on from where that copy was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from anefdesk.domain.blockage import Exhibit
from anefdesk.domain.case import Piece
from anefdesk.domain.change import LogId
from anefdesk.domain.letter import Letter
from anefdesk.domain.record import CaseId
from anefdesk.store import reading
from anefdesk.store.store import Store
from anefdesk.wire import chunks

_IN_CHUNKS: tuple[type[Piece | Exhibit | Letter], ...] = (Piece, Exhibit, Letter)


@dataclass(frozen=True, slots=True)
class Delivered:
    """The mailbox of ``feed`` was read up to ``cursor``.

    ``refused``: the head of the directory when something was refused that a later one may admit; empty otherwise.
    """

    feed: bytes = b""
    cursor: int = 0
    refused: bytes = b""


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement for the directory that nobody has signed yet."""

    no: int
    signer: bytes
    body: bytes


def delivered(store: Store, scope: bytes) -> Delivered:
    """How far a scope of the mailbox was read."""
    query = "SELECT feed, cursor, refused FROM delivered WHERE scope = ?"
    with store.aside() as connection:
        row = connection.exec_driver_sql(query, (scope,)).first()
    return Delivered(*row) if row else Delivered()


def deliver_upto(store: Store, scope: bytes, reached: Delivered) -> None:
    """Keep how far."""
    put = "INSERT OR REPLACE INTO delivered (scope, feed, cursor, refused) VALUES (?, ?, ?, ?)"
    with store.aside() as connection:
        connection.exec_driver_sql(put, (scope, reached.feed, reached.cursor, reached.refused))


def meant(store: Store, signer: bytes, body: bytes) -> None:
    """Keep a statement until the directory takes it; the same one waits once."""
    with store.aside() as connection:
        held = connection.exec_driver_sql("SELECT 1 FROM saying WHERE signer = ? AND body = ?", (signer, body)).first()
        if held is None:
            connection.exec_driver_sql("INSERT INTO saying (signer, body) VALUES (?, ?)", (signer, body))


def sayings(store: Store) -> tuple[Saying, ...]:
    """What waits to be said, in order."""
    with store.aside() as connection:
        rows = connection.exec_driver_sql("SELECT no, signer, body FROM saying ORDER BY no").fetchall()
    return tuple(Saying(*row) for row in rows)


def said(store: Store, no: int) -> None:
    """The directory has it, or will never take it."""
    with store.aside() as connection:
        connection.exec_driver_sql("DELETE FROM saying WHERE no = ?", (no,))


def own_logs(store: Store) -> Mapping[LogId, int]:
    """The number of the last record of each log that this desk wrote and did not leave."""
    last = "SELECT max(seq) FROM log WHERE log.log = origin.log"
    query = f"SELECT log, ({last}) FROM origin WHERE mine = 1 AND closed = 0"
    with store.aside() as connection:
        return {log: last or 0 for log, last in connection.exec_driver_sql(query).fetchall()}


def chunk_names(store: Store, cases: Iterable[CaseId]) -> dict[bytes, CaseId]:
    """Every chunk that these files name, with its file."""
    found: dict[bytes, CaseId] = {}
    with store.aside() as connection:
        for case in cases:
            for kind in _IN_CHUNKS:
                for one in reading.things(connection, case, kind):
                    found |= dict.fromkeys(chunks.names_in(one.chunks), case)
    return found
