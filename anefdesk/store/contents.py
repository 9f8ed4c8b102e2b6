"""What a file holds as cells, and where each cell comes from: for copies of files that go to other centres."""

import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from anefdesk.domain.record import CaseId, Kind, ObjectId, Value
from anefdesk.domain.sharing import Share, handed_over
from anefdesk.store import reading
from anefdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Cells:
    """One object."""

    kind: int
    obj: ObjectId
    fields: Mapping[int, Value]


@dataclass(frozen=True, slots=True)
class Written:
    """The value that stands in one cell, and why its author wrote it."""

    value: Value
    reason: str


def cells(connection: Connection, case: CaseId, kinds: Collection[int]) -> tuple[Cells, ...]:
    """Every object of these kinds, in creation order."""
    sql = connection.exec_driver_sql
    fields: dict[bytes, dict[int, Value]] = {}
    for obj, field, value in sql("SELECT obj, field, value FROM cell WHERE case_id = ?", (case,)).fetchall():
        fields.setdefault(obj, {})[field] = value
    rows = sql("SELECT obj, kind FROM object WHERE case_id = ? ORDER BY clock, log", (case,)).fetchall()
    return tuple(Cells(kind, ObjectId(obj), fields.get(obj, {})) for obj, kind in rows if kind in kinds)


SHARED: Final = f"SELECT DISTINCT case_id FROM object WHERE kind = {int(Kind.SHARE)}"  # as its index is written


def shared(connection: Connection) -> tuple[CaseId, ...]:
    """The files that were ever shared."""
    rows = connection.exec_driver_sql(f"{SHARED} ORDER BY case_id")
    return tuple(CaseId(case) for case in rows.scalars().all())


def taken_over(connection: Connection, case: CaseId) -> bool:
    """Whether another centre works on this file now: it was handed over, they accepted, and nobody took it back."""
    if connection.exec_driver_sql(f"{SHARED} AND case_id = ?", (case,)).first() is None:
        return False
    return handed_over(reading.things(connection, case, Share)) is not None


def all_taken_over(connection: Connection) -> frozenset[CaseId]:
    """Every file of which that is so."""
    return frozenset(case for case in shared(connection) if taken_over(connection, case))


def seed(store: Store, case: CaseId, to: bytes) -> bytes:
    """What the copies of ``case`` at one addressee begin with: the same on every PC here, and none of its keys."""
    with store.inside() as at:
        key = at.keys.record_key(case, 1, at.keys.scope)
    return hmac.digest(key, b"anefdesk/share/1" + to, "sha256")


def written(store: Store, case: CaseId) -> tuple[Mapping[tuple[ObjectId, int], Written], frozenset[str]]:
    """What stands in each cell of a file as its log says, and every reason that was ever given in it."""
    found: dict[tuple[ObjectId, int], Written] = {}
    reasons = set()
    for one in sorted(store.records(case), key=lambda one: one.stamp.order()):
        reasons.add(one.change.reason)
        for field, value in one.change.fields.items():
            found[one.change.obj, field] = Written(value, one.change.reason)
    return found, frozenset(reasons - {""})
