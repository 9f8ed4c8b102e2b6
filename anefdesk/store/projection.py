"""From changes to tables: the one way a change becomes what people read.

Own changes, changes of other desks and a rebuild all pass here; the result does not depend on their order.
"""

from sqlalchemy import Connection

from anefdesk.domain import blockage, centre, consent, happened, household, letter
from anefdesk.domain import case as trade
from anefdesk.domain.change import Recorded, Stamp
from anefdesk.domain.record import CaseId, Kind, Stored, UserId, laws
from anefdesk.store import agenda, summaries

CLASSES: dict[int, type[Stored]] = {
    cls.KIND: cls
    for cls in (
        trade.Person,
        trade.Name,
        trade.Language,
        trade.ContactPoint,
        trade.Permit,
        trade.JournalEntry,
        trade.Note,
        trade.Demarche,
        trade.Item,
        trade.Answer,
        trade.Piece,
        trade.Staff,
        trade.Centre,
        household.Link,
        household.SharedProof,
        household.LifeEvent,
        household.Handled,
        household.Keeper,
        centre.LocalDemand,
        centre.Sighting,
        centre.Pinned,
        happened.LegalEvent,
        happened.Told,
        blockage.Blockage,
        blockage.Attempt,
        blockage.Exhibit,
        blockage.Remedy,
        blockage.Harm,
        consent.Consent,
        letter.Letter,
        centre.Address,
        centre.OwnTemplate,
        centre.Approval,
    )
}
REVIEWED: dict[int, frozenset[int]] = {
    kind: frozenset(law.number for law in laws(cls) if law.review) for kind, cls in CLASSES.items()
}
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


def project(connection: Connection, recorded: Recorded, *, summarise: bool = True) -> None:
    """Bring the tables up to ``recorded``; a kind this version does not know is left for a later one."""
    sql = connection.exec_driver_sql
    stamp, change = recorded.stamp, recorded.change
    if change.kind == Kind.OPENED:
        sql(
            "INSERT OR IGNORE INTO access (case_id, clock, log, seq, author, wall_ms, what) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (change.case, stamp.clock, stamp.log, stamp.seq, stamp.author, stamp.wall_ms, change.fields.get(1) or ""),
        )
        return
    if change.kind not in CLASSES:
        return
    sql(
        _OBJECT,
        (change.case, change.obj, int(change.kind), stamp.clock, stamp.log, stamp.author, stamp.wall_ms),
    )
    sql(
        "INSERT INTO activity (case_id, last_ms, author) VALUES (?, ?, ?) "
        "ON CONFLICT (case_id) DO UPDATE SET last_ms = excluded.last_ms, author = excluded.author "
        "WHERE (excluded.last_ms, excluded.author) > (activity.last_ms, activity.author)",
        (change.case, stamp.wall_ms, stamp.author),
    )
    reviewed = REVIEWED[change.kind]
    for field, value in change.fields.items():
        sql(_CELL, (change.case, change.obj, field, stamp.clock, stamp.log, stamp.seq, value))
        if field in reviewed:
            _claim(connection, recorded, field)
    if change.kind in agenda.CONCERNED:
        agenda.mark(connection, change.case)
    if change.kind == Kind.ITEM:
        summaries.refresh_item(connection, change.case, change.obj)
    elif summarise and change.kind in summaries.CONCERNED:
        summaries.refresh(connection, change.case)


def _claim(connection: Connection, recorded: Recorded, field: int) -> None:
    sql = connection.exec_driver_sql
    stamp, change = recorded.stamp, recorded.change
    sql(
        "INSERT OR IGNORE INTO claim (case_id, obj, field, log, seq, clock, author, wall_ms, value) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(change.case, change.obj, field),
            *(stamp.log, stamp.seq, stamp.clock, stamp.author, stamp.wall_ms),
            change.fields[field],
        ),
    )
    cell = (change.case, change.obj, field)
    claims = sql(
        "SELECT log, seq, clock, value FROM claim WHERE case_id = ? AND obj = ? AND field = ?", cell
    ).fetchall()
    sql("DELETE FROM dispute WHERE case_id = ? AND obj = ? AND field = ?", cell)
    if len({log for log, *_ in claims}) > 1:
        stamps = {(log, seq): _stamp(connection, log, seq, clock) for log, seq, clock, _ in claims}
        heads = {
            value
            for log, seq, _, value in claims
            if not any(other.saw(stamps[log, seq]) for key, other in stamps.items() if key != (log, seq))
        }
        if len(heads) > 1:
            sql("INSERT INTO dispute (case_id, obj, field) VALUES (?, ?, ?)", cell)


def _stamp(connection: Connection, log: bytes, seq: int, clock: int) -> Stamp:
    rows = connection.exec_driver_sql(
        "SELECT other, upto FROM seen WHERE log = ? AND first <= ? ORDER BY first", (log, seq)
    )
    return Stamp(log, seq, clock, 0, UserId(b""), dict(rows.fetchall()))


def clear(connection: Connection) -> None:
    """Empty every projected table, before a rebuild."""
    for table in PROJECTED:
        connection.exec_driver_sql(f"DELETE FROM {table}")
    connection.exec_driver_sql("INSERT INTO search (search) VALUES ('delete-all')")


def summarise_all(connection: Connection) -> None:
    """Draw up every summary anew, after a rebuild."""
    cases = connection.exec_driver_sql(
        "SELECT DISTINCT case_id FROM object WHERE kind = ?", (int(Kind.PERSON),)
    ).fetchall()
    for (case,) in cases:
        summaries.refresh(connection, CaseId(case))
    agenda.mark_all(connection)
