"""Every blockage that still lasts, over all files, with the remedies taken: one read for the list of the rail.

Two partial indexes hold the rows of just these kinds, so that what else the files hold costs nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from anefdesk.domain.blockage import Blockage, Remedy
from anefdesk.domain.record import CaseId, ObjectId, Stored, Value, assemble

S = TypeVar("S", bound=Stored)


@dataclass(frozen=True, slots=True)
class OpenBlockage:
    """One blockage that lasts, whose it is, and what was tried."""

    case: CaseId
    latin: str
    native: str
    blockage: Blockage
    remedies: tuple[Remedy, ...]


# The kinds stand as numbers: a partial index serves no parameter.
BLOCKAGES = (
    "SELECT object.case_id, object.obj, field, value FROM object LEFT JOIN cell USING (case_id, obj) WHERE kind = 25"
)
REMEDIES = (
    "SELECT object.case_id, object.obj, field, value FROM object LEFT JOIN cell USING (case_id, obj) WHERE kind = 28"
)
NAMES = "SELECT case_id, latin, native FROM person"


def lasting(connection: Connection, closed: Collection[CaseId] = ()) -> tuple[OpenBlockage, ...]:
    """All of them but those of the files in ``closed``, the first met first."""
    found = _things(connection, BLOCKAGES, Blockage)
    kept = [(case, one) for case, one in found if not one.gone and not one.ended_on and case not in closed]
    tried: dict[bytes, list[Remedy]] = {}
    for _, remedy in _things(connection, REMEDIES, Remedy) if kept else ():
        if not remedy.gone:
            tried.setdefault(remedy.blockage, []).append(remedy)
    names = _names(connection, {case for case, _ in kept})
    rows = [OpenBlockage(case, *names[case], one, tuple(tried.get(one.id, ()))) for case, one in kept if case in names]
    return tuple(sorted(rows, key=_since))


def _things(connection: Connection, query: str, cls: type[S]) -> list[tuple[CaseId, S]]:
    cells: dict[tuple[CaseId, ObjectId], dict[int, Value]] = {}
    for case, obj, field, value in connection.exec_driver_sql(query).fetchall():
        cells.setdefault((CaseId(case), ObjectId(obj)), {})[field] = value
    return [(case, assemble(cls, obj, found)) for (case, obj), found in cells.items()]


def _names(connection: Connection, cases: Collection[CaseId]) -> dict[CaseId, tuple[str, str]]:
    if not cases:
        return {}
    return {
        CaseId(case): (latin, native)
        for case, latin, native in connection.exec_driver_sql(NAMES).fetchall()
        if case in cases
    }


def _since(row: OpenBlockage) -> tuple[str, bytes]:
    return row.blockage.on, row.blockage.id
