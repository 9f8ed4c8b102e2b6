"""The dated lines of every file, kept so that the list of the day is one read; which files must be reckoned again.

Marked by the projection in the transaction of each deed, written by the service that reckons. No part of the log.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, cast

from sqlalchemy import Connection

from anefdesk.domain.record import CaseId, Kind, UserId
from anefdesk.store.database import straight

CONCERNED = frozenset(
    {
        Kind.PERSON,
        Kind.PERMIT,
        Kind.DEMARCHE,
        Kind.ANSWER,
        Kind.LEGAL_EVENT,
        Kind.BLOCKAGE,
        Kind.REMEDY,
        Kind.LETTER,
    }
)
_AT_ONCE = 500
_FOLLOWS = "agenda"  # in meta: what the lines were reckoned with


@dataclass(frozen=True, slots=True)
class DatedLine:
    """One dated line of a file. ``act``: a last day to do something; otherwise a day from which something holds."""

    obj: bytes  # empty: the person
    what: str
    rule: str
    on_day: str
    at: str = ""
    rescue: str = ""
    act: bool = True
    to_check: bool = False
    detail: str = ""


# A dated line in the list of a day, after whose it is: case, Latin name, own spelling, whether some way to reach them
# is safe, who wrote last, the file it tells of; then as DatedLine. Thousands are read at once: the row as it comes.
DayLine: TypeAlias = tuple[CaseId, str, str, int, UserId, CaseId | None, bytes, str, str, str, str, str, int, int, str]


def mark(connection: Connection, case: CaseId) -> None:
    """The dates of ``case`` must be reckoned again."""
    straight(connection)("INSERT OR REPLACE INTO stale (case_id) VALUES (?)", (case,))


def mark_all(connection: Connection) -> None:
    """Those of every person must be."""
    connection.exec_driver_sql("INSERT OR IGNORE INTO stale (case_id) SELECT case_id FROM person")


def follow(connection: Connection, version: str) -> None:
    """Mark every file when the lines were reckoned with something else than ``version``."""
    connection.exec_driver_sql("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (_FOLLOWS, version))
    mark_all(connection)


def followed(connection: Connection) -> str:
    """What the lines were reckoned with; empty before the first time."""
    return str(connection.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (_FOLLOWS,)).scalar() or "")


def stale(connection: Connection, limit: int) -> tuple[CaseId, ...]:
    """The files to reckon again, the last changed first."""
    rows = connection.exec_driver_sql("SELECT case_id FROM stale ORDER BY id DESC LIMIT ?", (limit,))
    return tuple(CaseId(case) for case in rows.scalars().all())


def waiting(connection: Connection, closed: Collection[CaseId] = ()) -> int:
    """How many files are to be reckoned again, those in ``closed`` left out."""
    rows = connection.exec_driver_sql("SELECT count(*) FROM stale").scalar() or 0
    if not rows or not closed:
        return int(rows)
    return sum(case not in closed for case in stale(connection, int(rows)))


def keep(connection: Connection, case: CaseId, lines: Iterable[DatedLine]) -> None:
    """Put ``lines`` in the place of all that ``case`` had, and take the mark off."""
    sql = connection.exec_driver_sql
    sql("DELETE FROM agenda WHERE case_id = ?", (case,))
    rows = [
        (case, one.obj, one.what, one.rule, one.on_day, one.at, one.rescue, one.act, one.to_check, one.detail)
        for one in lines
    ]
    if rows:
        sql(
            "INSERT OR REPLACE INTO agenda (case_id, obj, what, rule, on_day, at, rescue, act, to_check, detail) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
    sql("DELETE FROM stale WHERE case_id = ?", (case,))


def kept(connection: Connection, case: CaseId) -> tuple[DatedLine, ...]:
    """The lines of one file, as last reckoned."""
    rows = connection.exec_driver_sql(
        "SELECT obj, what, rule, on_day, at, rescue, act, to_check, detail FROM agenda WHERE case_id = ? "
        "ORDER BY obj, what, rule, on_day",
        (case,),
    )
    return tuple(
        DatedLine(obj, what, rule, on_day, at, rescue, bool(act), bool(check), detail)
        for obj, what, rule, on_day, at, rescue, act, check, detail in rows.fetchall()
    )


_WHOSE = "person.case_id, latin, native, safe, author"
_DAYS = (
    f"SELECT {_WHOSE}, NULL, obj, what, rule, on_day, at, rescue, act, to_check, detail FROM agenda "
    "JOIN person USING (case_id) JOIN activity USING (case_id) "
    "WHERE on_day BETWEEN ? AND ? AND (act OR on_day >= ?) "
    f"UNION ALL SELECT {_WHOSE}, about, obj, what, '', on_day, '', '', what IN ('permit_end', 'planned', 'item'), 0, "
    "detail FROM due JOIN person USING (case_id) JOIN activity USING (case_id) "
    "WHERE what IN ('permit_end', 'planned', 'item', 'notice', 'birthday') AND on_day <= ? "
    "AND on_day >= CASE what WHEN 'notice' THEN ? ELSE ? END ORDER BY on_day, latin"
)


def between(
    connection: Connection,
    since: str,
    until: str,
    holds_since: str,
    closed: Collection[CaseId] = (),
    *,
    every_notice: bool = False,
) -> Iterator[DayLine]:
    """Every line from the ISO day ``since`` to ``until``, by day; no file of ``closed`` has one, or gives one.

    Of what is no last day, the lines from ``holds_since`` on. A notice of the family waits until somebody has seen it:
    ``every_notice`` gives those from before ``since`` too.
    """
    days = (since, until, holds_since, until, "" if every_notice else since, since)
    for part in connection.exec_driver_sql(_DAYS, days).partitions(_AT_ONCE):
        for row in part:
            if row[0] not in closed and row[5] not in closed:
                yield cast("DayLine", row)


def older(connection: Connection, before: str, closed: Collection[CaseId] = ()) -> int:
    """How many files have a last day that passed before the ISO day ``before``."""
    query = "SELECT count(DISTINCT case_id) FROM agenda WHERE act = 1 AND on_day < ?"
    if closed:
        query += f" AND case_id NOT IN ({', '.join('?' * len(closed))})"
    return int(connection.exec_driver_sql(query, (before, *closed)).scalar() or 0)
