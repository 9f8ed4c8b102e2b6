"""From changes to tables: the one way a change becomes what people read.

Own changes, changes of other desks and a rebuild all pass here; the result does not depend on their order.
"""

import dataclasses
import typing
from collections.abc import Iterable

from sqlalchemy import Connection

from anefdesk.domain.change import Change, LogId, Recorded
from anefdesk.domain.record import CaseId, Kind, ObjectId, Stored, Value, laws
from anefdesk.store import agenda, disputes, reserved, summaries
from anefdesk.store.kinds import CLASSES

REVIEWED: dict[int, frozenset[int]] = {
    kind: frozenset(law.number for law in laws(cls) if law.review) for kind, cls in CLASSES.items()
}
_FITTING: dict[int, dict[int, tuple[type, ...]]] = {}
PROJECTED = ("object", "cell", "claim", "dispute", "access", "activity", "person", "due", "keeper", "tie")

_OBJECT = """
INSERT INTO object (case_id, obj, kind, clock, log, author, wall_ms) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (case_id, obj) DO UPDATE SET
  clock = excluded.clock, log = excluded.log, author = excluded.author, wall_ms = excluded.wall_ms
WHERE (excluded.clock, excluded.log) < (object.clock, object.log)
"""
_CELL = """
INSERT INTO cell (case_id, obj, field, clock, log, seq, value) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (case_id, obj, field) DO UPDATE SET
  clock = excluded.clock, log = excluded.log, seq = excluded.seq, value = excluded.value
WHERE (excluded.clock, excluded.log, excluded.seq) > (cell.clock, cell.log, cell.seq)
"""
_ACTIVITY = """
INSERT INTO activity (case_id, last_ms, author) VALUES (?, ?, ?)
ON CONFLICT (case_id) DO UPDATE SET last_ms = excluded.last_ms, author = excluded.author
WHERE (excluded.last_ms, excluded.author) > (activity.last_ms, activity.author)
"""
_ACCESS = """
INSERT OR IGNORE INTO access (case_id, clock, log, seq, author, wall_ms, what) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_CLAIM = """
INSERT OR IGNORE INTO claim (case_id, obj, field, log, seq, clock, author, wall_ms, value)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class Aftermath:
    """What several changes leave to be drawn up anew, each file and each line once."""

    def __init__(self) -> None:
        self._files: dict[CaseId, None] = {}
        self._items: dict[tuple[CaseId, ObjectId], None] = {}
        self._stale: dict[CaseId, None] = {}

    def add(self, change: Change) -> None:
        """What ``change`` leaves to be done."""
        if change.kind in agenda.CONCERNED:
            self._stale.pop(change.case, None)
            self._stale[change.case] = None  # the file changed last is reckoned first
        if change.kind == Kind.ITEM:
            self._items[change.case, change.obj] = None
        elif change.kind in summaries.CONCERNED or not disputes.HIDING[change.kind].isdisjoint(change.fields):
            self._files[change.case] = None

    def disputed(self, case: CaseId) -> None:
        """People disagree about something in ``case``, or no longer do."""
        self._files[case] = None

    def closed_or_opened(self, case: CaseId) -> None:
        """Other people hold the keys of ``case`` now."""
        self._files[case] = None

    def whole(self, case: CaseId) -> None:
        """Everything of ``case`` is to be drawn up."""
        self._files[case] = None
        self._stale[case] = None

    def draw(self, connection: Connection) -> None:
        """Do it."""
        for case in self._stale:
            agenda.mark(connection, case)
        for case, obj in self._items:
            if case not in self._files:
                summaries.refresh_item(connection, case, obj)
        for case in self._files:
            summaries.refresh(connection, case)


def project(connection: Connection, recorded: Recorded, aftermath: Aftermath | None = None) -> None:
    """Bring the tables up to ``recorded``; a kind this version does not know is left for a later one.

    What is drawn up from the cells waits for ``aftermath``, when there is one.
    """
    after = aftermath if aftermath is not None else Aftermath()
    project_all(connection, (recorded,), after)
    if aftermath is None:
        after.draw(connection)


def project_all(connection: Connection, several: Iterable[Recorded], aftermath: Aftermath) -> None:
    """As ``project``, for many at once: each statement is prepared once."""
    rows: dict[str, list[tuple[Value, ...]]] = {_ACCESS: [], _OBJECT: [], _ACTIVITY: [], _CELL: [], _CLAIM: []}
    rows[reserved.INSERT] = []
    judged: dict[disputes.Cell, None] = {}
    for recorded in several:
        stamp, change = recorded.stamp, recorded.change
        case, obj = change.case, change.obj
        written = (stamp.author, stamp.wall_ms)
        if change.kind not in CLASSES:
            _no_object(recorded, rows, aftermath)
            continue
        rows[_OBJECT].append((case, obj, int(change.kind), stamp.clock, stamp.log, *written))
        rows[_ACTIVITY].append((case, stamp.wall_ms, stamp.author))
        reviewed = REVIEWED[change.kind]
        for field, value in change.fields.items():
            rows[_CELL].append((case, obj, field, stamp.clock, stamp.log, stamp.seq, value))
            if field in reviewed:
                rows[_CLAIM].append((case, obj, field, stamp.log, stamp.seq, stamp.clock, *written, value))
                judged[case, obj, field] = None
        judged |= disputes.reopened(change)
        aftermath.add(change)
    for statement, values in rows.items():
        if values:
            connection.exec_driver_sql(statement, values)
    alone = {case for case in {cell[0] for cell in judged} if disputes.by_one(connection, case)}
    for cell in judged:
        if cell[0] not in alone and disputes.judge(connection, cell):
            aftermath.disputed(cell[0])


def _no_object(recorded: Recorded, rows: dict[str, list[tuple[Value, ...]]], aftermath: Aftermath) -> None:
    """A reading, or the key of a restricted file."""
    stamp, change = recorded.stamp, recorded.change
    if change.kind == Kind.OPENED:
        at = (change.case, stamp.clock, stamp.log, stamp.seq, stamp.author, stamp.wall_ms)
        rows[_ACCESS].append((*at, change.fields.get(1) or ""))
    elif change.kind == Kind.RESERVED_KEY:
        rows[reserved.INSERT].append(reserved.row(recorded))
        aftermath.closed_or_opened(change.case)


def fits(change: Change) -> bool:
    """Whether every field this version knows has a value of its type: another desk's may not."""
    if change.kind == Kind.OPENED:
        return isinstance(change.fields.get(1) or "", str)
    if change.kind == Kind.RESERVED_KEY:
        return reserved.fits(change)
    if change.kind not in CLASSES:
        return True
    if change.kind not in _FITTING:
        _FITTING[change.kind] = _types(CLASSES[change.kind])
    known = _FITTING[change.kind]
    return all(field not in known or isinstance(value, known[field]) for field, value in change.fields.items())


def _types(cls: type[Stored]) -> dict[int, tuple[type, ...]]:
    hints = typing.get_type_hints(cls)
    declared = {field.name: hints[field.name] for field in dataclasses.fields(cls)}
    found: dict[int, tuple[type, ...]] = {}
    for law in laws(cls):
        parts = typing.get_args(declared[law.name]) or (declared[law.name],)
        allowed: list[type] = [type(None)] if type(None) in parts else []
        if law.enum is not None:
            allowed.append(str)
        elif law.boolean:
            allowed += [bool, int]  # SQL knows no booleans: undoing may write what was read
        else:
            allowed += [typing.get_origin(part) or part for part in parts if part is not type(None)]
        found[law.number] = tuple(allowed)
    return found


def judge_after(connection: Connection, log: LogId, last: int, aftermath: Aftermath) -> None:
    """Judge anew the claims of ``log`` after ``last``: a part of it that came late tells what its author had seen."""
    query = "SELECT DISTINCT case_id, obj, field FROM claim WHERE log = ? AND seq > ?"
    for case, obj, field in connection.exec_driver_sql(query, (log, last)).fetchall():
        disputes.judge(connection, (CaseId(case), ObjectId(obj), field))
        aftermath.whole(CaseId(case))


def clear(connection: Connection) -> None:
    """Empty every projected table, before a rebuild."""
    for table in PROJECTED:
        connection.exec_driver_sql(f"DELETE FROM {table}")
    connection.exec_driver_sql("INSERT INTO search (search) VALUES ('delete-all')")


def clear_case(connection: Connection, case: CaseId) -> None:
    """Take one case out of every projected table, and what other files notice of it."""
    sql = connection.exec_driver_sql
    sql("DELETE FROM search WHERE rowid = (SELECT id FROM person WHERE case_id = ?)", (case,))
    for table in PROJECTED:
        sql(f"DELETE FROM {table} WHERE case_id = ?", (case,))
    sql("DELETE FROM due WHERE about = ?", (case,))


def again(connection: Connection, case: CaseId, records: Iterable[Recorded], aftermath: Aftermath) -> None:
    """Make one case anew from its records."""
    clear_case(connection, case)
    for recorded in records:
        project(connection, recorded, aftermath)
    aftermath.whole(case)


def summarise_all(connection: Connection) -> None:
    """Draw up every summary anew, after a rebuild."""
    cases = connection.exec_driver_sql(
        "SELECT DISTINCT case_id FROM object WHERE kind = ?", (int(Kind.PERSON),)
    ).fetchall()
    for (case,) in cases:
        summaries.refresh(connection, CaseId(case))
    agenda.mark_all(connection)
