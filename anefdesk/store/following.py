"""Which open démarches follow another version of the catalogue than today's, and the versions kept of a procedure.

Used by the services that show a démarche by its own version and review the old ones.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from anefdesk.domain.case import Demarche
from anefdesk.domain.centre import Pinned
from anefdesk.domain.record import CaseId, Kind, ObjectId, number_of
from anefdesk.store import reading


@dataclass(frozen=True, slots=True)
class Following:
    """One open démarche and the version it follows."""

    case: CaseId
    demarche: ObjectId
    latin: str
    native: str
    procedure: str
    version: str


def others(connection: Connection, version: str) -> tuple[Following, ...]:
    """The open démarches opened with another version than ``version``, by name.

    The lines of what is due say which are open: far fewer than all that were ever begun.
    """
    rows = connection.exec_driver_sql(
        "SELECT due.case_id, due.obj, latin, native, detail, value FROM due "
        "JOIN person ON person.case_id = due.case_id "
        "JOIN cell ON cell.case_id = due.case_id AND cell.obj = due.obj AND cell.field = ? "
        "WHERE what = 'planned' AND value <> ? ORDER BY latin, native, due.obj",
        (number_of(Demarche, "catalogue"), version),
    ).fetchall()
    return tuple(Following(CaseId(case), ObjectId(obj), *texts) for case, obj, *texts in rows)


def versions(connection: Connection, centre: CaseId, procedure: str) -> tuple[Pinned, ...]:
    """Every version kept of ``procedure``, the latest first."""
    objects = connection.exec_driver_sql(
        "SELECT object.obj FROM object JOIN cell USING (case_id, obj) "
        "WHERE case_id = ? AND kind = ? AND field = ? AND value = ?",
        (centre, int(Kind.PINNED), number_of(Pinned, "procedure"), procedure),
    ).scalars()
    found = [reading.thing(connection, centre, ObjectId(obj), Pinned) for obj in objects.all()]
    return tuple(sorted(found, key=_version, reverse=True))


def _version(one: Pinned) -> str:
    return one.version
