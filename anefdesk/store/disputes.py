"""What two desks wrote into one field without seeing each other: judged as changes come, read when it is settled.

Used by ``projection`` and by ``services.reviewing``. The heads of a field are the values that no other change of it
has seen; more than one head is a disagreement, the same on every desk.
"""

from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Connection

from anefdesk.domain.change import Change, LogId, Stamp
from anefdesk.domain.letter import Letter
from anefdesk.domain.record import CaseId, Kind, ObjectId, Stored, UserId, Value, assemble, laws, number_of
from anefdesk.domain.rival import Rival
from anefdesk.store.database import straight
from anefdesk.store.kinds import CLASSES

Cell: TypeAlias = tuple[CaseId, ObjectId, int]

_TWO = 2
_LOGS = "SELECT DISTINCT log FROM claim WHERE case_id = ? AND obj = ? AND field = ? LIMIT 2"
_CLAIMS = "SELECT log, seq, clock, author, wall_ms, log, value FROM claim WHERE case_id = ? AND obj = ? AND field = ?"
_ABOUT, _FIELD = number_of(Rival, "about"), number_of(Rival, "field")
_RIVALS = f"""
SELECT about.log, about.seq, about.clock, object.obj FROM object
JOIN cell AS about ON about.case_id = object.case_id AND about.obj = object.obj AND about.field = {_ABOUT}
JOIN cell AS field ON field.case_id = object.case_id AND field.obj = object.obj AND field.field = {_FIELD}
WHERE object.case_id = ? AND object.kind = {int(Kind.RIVAL)} AND about.value = ? AND field.value = ?
"""
_TOLD = "SELECT field, value FROM cell WHERE case_id = ? AND obj = ?"


@dataclass(frozen=True, slots=True)
class Claim:
    """One value that somebody wrote into a field, with where and when; ``first``: the log it was first written in.

    A rival was put beside the value shown, and tells who had written it before.
    """

    log: LogId
    seq: int
    clock: int
    author: UserId
    wall_ms: int
    first: LogId
    value: Value
    rival: bool = False


@dataclass(frozen=True, slots=True)
class Dispute:
    """A field that waits for somebody, of an object that is still there; ``since`` is the last value's wall time."""

    case: CaseId
    obj: ObjectId
    field: int
    kind: int
    since: int


def claims(connection: Connection, cell: Cell) -> tuple[Claim, ...]:
    """Every value ever given to one field, in the order that decides which is shown."""
    sql = connection.exec_driver_sql
    found = [Claim(*row) for row in sql(_CLAIMS, cell).fetchall()]
    for log, seq, clock, obj in sql(_RIVALS, cell).fetchall():
        told = assemble(Rival, ObjectId(obj), dict(sql(_TOLD, (cell[0], obj)).fetchall()))
        author = UserId(told.author)
        found.append(Claim(log, seq, clock, author, told.wall_ms, told.log, told.value, rival=True))
    return tuple(sorted(found, key=_order))


def _order(claim: Claim) -> tuple[int, LogId, int]:
    return claim.clock, claim.log, claim.seq


def heads(connection: Connection, cell: Cell) -> tuple[Claim, ...]:
    """Those of ``claims`` that nobody who wrote this field had seen; equal values may be among them."""
    found = claims(connection, cell)
    stamps = [(_stamp(connection, claim), claim) for claim in found]
    seeing = [(stamp, claim) for stamp, claim in stamps if not claim.rival]
    return tuple(
        claim for stamp, claim in stamps if not any(other is not claim and at.saw(stamp) for at, other in seeing)
    )


def _stamp(connection: Connection, claim: Claim) -> Stamp:
    rows = connection.exec_driver_sql(
        "SELECT other, upto FROM seen WHERE log = ? AND first <= ? ORDER BY first", (claim.log, claim.seq)
    )
    return Stamp(claim.log, claim.seq, claim.clock, 0, UserId(b""), dict(rows.fetchall()))


def by_one(connection: Connection, case: CaseId) -> bool:
    """Whether one log alone wrote the judged fields of ``case``: nobody disagrees with themselves."""
    logs = straight(connection)("SELECT DISTINCT log FROM claim WHERE case_id = ? LIMIT 2", (case,))
    return len(logs) < _TWO


def judge(connection: Connection, cell: Cell) -> bool:
    """Mark whether people disagree about one field; whether that is news."""
    sql = connection.exec_driver_sql
    if len(sql(_LOGS, cell).fetchall()) < _TWO:
        return False  # nobody disagrees with themselves
    before = sql("DELETE FROM dispute WHERE case_id = ? AND obj = ? AND field = ?", cell).rowcount
    after = len({claim.value for claim in heads(connection, cell)}) > 1
    if after:
        sql("INSERT INTO dispute (case_id, obj, field) VALUES (?, ?, ?)", cell)
    return after != bool(before)


def reopened(change: Change) -> dict[Cell, None]:
    """The field beside whose value ``change`` puts another, if it does."""
    about, field = change.fields.get(_ABOUT), change.fields.get(_FIELD)
    if change.kind != Kind.RIVAL or not isinstance(about, bytes) or not isinstance(field, int):
        return {}
    return {(change.case, ObjectId(about), field): None}


def _hiding(cls: type[Stored]) -> frozenset[int]:
    names = {"gone", "issued_on"} if cls.KIND == Kind.LETTER else {"gone"}
    return frozenset(law.number for law in laws(cls) if law.name in names)


# The fields that take an object of a kind out of sight, or back, and its disagreements with it.
HIDING = {kind: _hiding(cls) for kind, cls in CLASSES.items()}


def _there() -> str:
    gone = [(int(cls.KIND), law.number) for cls in CLASSES.values() for law in laws(cls) if law.name == "gone"]
    cases = " ".join(f"WHEN {kind} THEN {number}" for kind, number in sorted(gone))
    told = "SELECT 1 FROM cell WHERE cell.case_id = dispute.case_id AND cell.obj = dispute.obj AND cell.field"
    issued = f"object.kind = {int(Kind.LETTER)} AND EXISTS ({told} = {number_of(Letter, 'issued_on')} AND value <> '')"
    return f"(NOT EXISTS ({told} = CASE object.kind {cases} END AND value = 1) OR ({issued}))"


THERE = _there()  # SQL: the object of a row of ``dispute JOIN object`` is in sight. A letter once issued always is.
_WAITING = (
    "SELECT dispute.case_id, dispute.obj, dispute.field, object.kind, (SELECT max(claim.wall_ms) FROM claim "
    "WHERE claim.case_id = dispute.case_id AND claim.obj = dispute.obj AND claim.field = dispute.field) AS since "
    f"FROM dispute JOIN object USING (case_id, obj) WHERE {THERE} "
)


def waiting(connection: Connection, case: CaseId | None = None) -> tuple[Dispute, ...]:
    """Every disagreement about something in sight, of one case or of all, the latest first."""
    query = _WAITING + ("" if case is None else "AND dispute.case_id = ? ") + "ORDER BY since DESC, 1, 2, 3"
    rows = connection.exec_driver_sql(query, () if case is None else (case,)).fetchall()
    return tuple(Dispute(CaseId(case), ObjectId(obj), field, kind, since) for case, obj, field, kind, since in rows)


def mine(connection: Connection) -> frozenset[LogId]:
    """The logs this PC has written."""
    return frozenset(connection.exec_driver_sql("SELECT log FROM origin WHERE mine = 1").scalars().all())


def devices(connection: Connection) -> dict[LogId, bytes]:
    """Which PC wrote each log, as far as that is known here."""
    rows = connection.exec_driver_sql("SELECT log, device FROM origin WHERE device IS NOT NULL").fetchall()
    return dict(rows)


def written_with(connection: Connection, case: CaseId, obj: ObjectId, field: int) -> tuple[LogId, int] | None:
    """Which change gave ``field`` the value it shows."""
    row = connection.exec_driver_sql(
        "SELECT log, seq FROM cell WHERE case_id = ? AND obj = ? AND field = ?", (case, obj, field)
    ).first()
    return None if row is None else (row[0], row[1])
