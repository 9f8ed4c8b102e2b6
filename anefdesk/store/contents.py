"""What a file holds as cells, and where each cell comes from: for copies of files that go to other centres."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from anefdesk.domain.record import CaseId, ObjectId, Value
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


def holding(connection: Connection, kind: int) -> tuple[CaseId, ...]:
    """The cases that hold an object of this kind."""
    query = "SELECT DISTINCT case_id FROM object WHERE kind = ? ORDER BY case_id"
    return tuple(CaseId(case) for case in connection.exec_driver_sql(query, (kind,)).scalars().all())


def written(store: Store, case: CaseId) -> tuple[Mapping[tuple[ObjectId, int], Written], frozenset[str]]:
    """What stands in each cell of a file as its log says, and every reason that was ever given in it."""
    found: dict[tuple[ObjectId, int], Written] = {}
    reasons = set()
    for one in sorted(store.records(case), key=lambda one: one.stamp.order()):
        reasons.add(one.change.reason)
        for field, value in one.change.fields.items():
            found[one.change.obj, field] = Written(value, one.change.reason)
    return found, frozenset(reasons - {""})
