"""The keys of restricted files as the log announces them: who holds which, and which were given back.

Used by the projection, by ``casekeys`` and by ``services.sync.reserving``. The keys themselves are in no table, but for
those given back: ``CaseKeys`` keeps what was opened for whoever is unlocked, while they are.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from anefdesk.domain.change import Change, Recorded
from anefdesk.domain.household import ReservedKey
from anefdesk.domain.record import CaseId, UserId, Value, assemble
from anefdesk.store.database import straight
from anefdesk.wire import reserved

INSERT = """
INSERT OR IGNORE INTO reserved (case_id, log, seq, clock, key, holder, keeper, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_KEPT = (
    "holder <> x'' AND NOT EXISTS (SELECT 1 FROM reserved AS given WHERE given.case_id = reserved.case_id "
    "AND given.key = reserved.key AND given.holder = x'')"
)
_ID = 16


@dataclass(frozen=True, slots=True)
class Held:
    """A key sealed to somebody; ``keeper``: the file is open to them, not to a lead when everybody else has left."""

    case: CaseId
    key: bytes
    holder: UserId
    keeper: bool
    sealed: bytes


def fits(change: Change) -> bool:
    """Whether an announcement says what it must; a key given back is the one it is said to be."""
    key, holder, sealed = (change.fields.get(number, b"") for number in (1, 2, 3))
    if not (isinstance(key, bytes) and isinstance(holder, bytes) and isinstance(sealed, bytes) and sealed):
        return False
    if not isinstance(change.fields.get(4, False), bool | int):
        return False
    if holder == reserved.EVERYBODY:
        return reserved.id_of(change.case, sealed) == key
    return len(key) == len(holder) == _ID


def row(recorded: Recorded) -> tuple[Value, ...]:
    """The row of an announcement."""
    stamp, change = recorded.stamp, recorded.change
    said = assemble(ReservedKey, change.obj, change.fields)
    return change.case, stamp.log, stamp.seq, stamp.clock, said.key, said.holder, said.keeper, said.sealed


def to(connection: Connection, user: UserId) -> tuple[Held, ...]:
    """What is sealed to one person."""
    return _held(connection, "holder = ?", (user,))


def of(connection: Connection, case: CaseId) -> tuple[Held, ...]:
    """What is sealed to anybody of the keys of ``case`` that were not given back, the earliest key first."""
    return _held(connection, f"case_id = ? AND {_KEPT}", (case,))


def _held(connection: Connection, which: str, values: tuple[Value, ...]) -> tuple[Held, ...]:
    query = f"SELECT case_id, key, holder, keeper, sealed FROM reserved WHERE {which} ORDER BY clock, log, seq"
    rows = connection.exec_driver_sql(query, values).fetchall()
    return tuple(
        Held(CaseId(case), key, UserId(holder), bool(keeper), sealed) for case, key, holder, keeper, sealed in rows
    )


def kept(connection: Connection, case: bytes) -> tuple[bytes, ...]:
    """The names of the keys of one file that were not given back, the latest last; none of an ordinary file."""
    query = f"SELECT key FROM reserved WHERE case_id = ? AND {_KEPT} ORDER BY clock, log, seq"
    return tuple(dict.fromkeys(key for (key,) in straight(connection)(query, (case,))))


def given_back(connection: Connection, case: bytes) -> dict[bytes, bytes]:
    """The keys of one file that everybody in the centre may have."""
    return dict(straight(connection)("SELECT key, sealed FROM reserved WHERE case_id = ? AND holder = x''", (case,)))


def all_kept(connection: Connection) -> dict[CaseId, set[bytes]]:
    """The names of the keys that were not given back, of every file that has some."""
    found: dict[CaseId, set[bytes]] = {}
    for case, key in connection.exec_driver_sql(f"SELECT DISTINCT case_id, key FROM reserved WHERE {_KEPT}"):
        found.setdefault(CaseId(case), set()).add(key)
    return found
