"""Reading: whole files and lists, as frozen types, straight from the projected tables."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection

from anefdesk.domain import case as trade
from anefdesk.domain import household
from anefdesk.domain.case import Authored, CaseFile, Person
from anefdesk.domain.record import CaseId, Kind, ObjectId, Stored, UserId, Value, assemble
from anefdesk.store.database import straight

S = TypeVar("S", bound=Stored)

_PARTS: dict[int, type[Stored]] = {
    Kind.NAME: trade.Name,
    Kind.LANGUAGE: trade.Language,
    Kind.CONTACT_POINT: trade.ContactPoint,
    Kind.PERMIT: trade.Permit,
    Kind.JOURNAL_ENTRY: trade.JournalEntry,
    Kind.NOTE: trade.Note,
    Kind.DEMARCHE: trade.Demarche,
    Kind.ITEM: trade.Item,
    Kind.ANSWER: trade.Answer,
    Kind.PIECE: trade.Piece,
    Kind.LINK: household.Link,
    Kind.SHARED_PROOF: household.SharedProof,
    Kind.LIFE_EVENT: household.LifeEvent,
    Kind.HANDLED: household.Handled,
    Kind.KEEPER: household.Keeper,
}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person in a list. ``identity`` holds every spelling, one a line."""

    case: CaseId
    latin: str
    native: str
    born: str
    nationality: str
    department: str
    permit_end: str
    language: str
    disputed: bool
    identity: str
    last_ms: int


@dataclass(frozen=True, slots=True)
class DueLine:
    """Something due in one file.

    ``what`` is permit_end, planned, item, notice or birthday; ``detail`` the permit, procedure or document, or what
    is noticed of the file ``about``: its code, the relation and whether the day is exact, between colons.
    """

    case: CaseId
    latin: str
    native: str
    obj: ObjectId
    what: str
    on_day: str
    detail: str
    about: CaseId | None = None


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One reading of a file."""

    author: UserId
    wall_ms: int
    what: str


_PERSON = (
    "SELECT person.case_id, latin, native, born, nationality, department, permit_end, language, disputed, identity, "
    "last_ms FROM person JOIN activity USING (case_id) "
)


def _rows(connection: Connection, query: str, parameters: tuple[Value, ...] = ()) -> list[Any]:
    """Rows straight from the driver: what SQLAlchemy makes of an answer would cost as much as reading a file."""
    return straight(connection)(query, parameters)


def _objects(
    connection: Connection, case: CaseId
) -> tuple[list[tuple[ObjectId, int]], dict[bytes, dict[int, Value]], dict[ObjectId, Authored]]:
    order: list[tuple[ObjectId, int]] = []
    authored: dict[ObjectId, Authored] = {}
    query = "SELECT obj, kind, author, wall_ms FROM object WHERE case_id = ? ORDER BY clock, log"
    for obj, kind, author, wall_ms in _rows(connection, query, (case,)):
        order.append((obj, kind))
        authored[obj] = Authored(author, wall_ms)
    cells: dict[bytes, dict[int, Value]] = {obj: {} for obj, _ in order}
    for obj, field, value in _rows(connection, "SELECT obj, field, value FROM cell WHERE case_id = ?", (case,)):
        cells[obj][field] = value
    return order, cells, authored


def case_file(connection: Connection, case: CaseId) -> CaseFile | None:
    """The whole file of ``case``; ``None`` when there is no such person here."""
    return _file(connection, case)[0]


def case_file_with_authors(connection: Connection, case: CaseId) -> tuple[CaseFile | None, Mapping[ObjectId, Authored]]:
    """As ``case_file``, with who first wrote each object."""
    return _file(connection, case)


def _file(connection: Connection, case: CaseId) -> tuple[CaseFile | None, Mapping[ObjectId, Authored]]:
    order, cells, authored = _objects(connection, case)
    person = next((obj for obj, kind in order if kind == Kind.PERSON), None)
    if person is None:
        return None, authored
    parts: dict[int, list[Stored]] = {kind: [] for kind in _PARTS}
    for obj, kind in order:
        if (cls := _PARTS.get(kind)) is not None:
            thing = assemble(cls, obj, cells[obj])
            if not getattr(thing, "gone", False):
                parts[kind].append(thing)

    def of(cls: type[S]) -> tuple[S, ...]:
        return tuple(thing for thing in parts[cls.KIND] if isinstance(thing, cls))

    disputed = _rows(connection, "SELECT obj, field FROM dispute WHERE case_id = ?", (case,))
    return CaseFile(
        case=case,
        person=assemble(Person, person, cells[person]),
        names=of(trade.Name),
        languages=of(trade.Language),
        points=of(trade.ContactPoint),
        permits=of(trade.Permit),
        journal=of(trade.JournalEntry),
        notes=of(trade.Note),
        demarches=of(trade.Demarche),
        items=of(trade.Item),
        answers=of(trade.Answer),
        pieces=of(trade.Piece),
        links=of(household.Link),
        shared=of(household.SharedProof),
        events=of(household.LifeEvent),
        handled=of(household.Handled),
        keepers=tuple(keeper for keeper in of(household.Keeper) if keeper.named),
        disputed=frozenset((ObjectId(obj), field) for obj, field in disputed),
    ), authored


def thing(connection: Connection, case: CaseId, obj: ObjectId, cls: type[S]) -> S:
    """One object; all defaults when nothing of it has arrived yet."""
    rows = connection.exec_driver_sql("SELECT field, value FROM cell WHERE case_id = ? AND obj = ?", (case, obj))
    return assemble(cls, obj, dict(rows.fetchall()))


def holds(connection: Connection, case: CaseId, obj: ObjectId, cls: type[Stored]) -> bool:
    """Whether ``case`` has this object, and it is of this kind."""
    query = "SELECT 1 FROM object WHERE case_id = ? AND obj = ? AND kind = ?"
    return connection.exec_driver_sql(query, (case, obj, int(cls.KIND))).scalar() is not None


def things(connection: Connection, case: CaseId, cls: type[S]) -> tuple[S, ...]:
    """Every object of one kind in ``case``, gone ones too, in creation order."""
    query = (
        "SELECT object.obj, field, value FROM object LEFT JOIN cell USING (case_id, obj) "
        "WHERE case_id = ? AND kind = ? ORDER BY object.clock, object.log"
    )
    found: dict[ObjectId, dict[int, Value]] = {}
    for obj, field, value in _rows(connection, query, (case, int(cls.KIND))):
        found.setdefault(ObjectId(obj), {})[field] = value
    return tuple(assemble(cls, obj, cells) for obj, cells in found.items())


def keepers(connection: Connection) -> Mapping[CaseId, Mapping[UserId, bool]]:
    """The restricted files, each with everybody ever named for it and whether they still are."""
    found: dict[CaseId, dict[UserId, bool]] = {}
    query = "SELECT person.case_id, user, named FROM person LEFT JOIN keeper USING (case_id) WHERE restricted = 1"
    for case, user, named in _rows(connection, query):
        people = found.setdefault(CaseId(case), {})
        if user is not None:
            people[UserId(user)] = bool(named)
    return found


def restricted(connection: Connection, case: CaseId) -> bool | None:
    """Whether a file is restricted; ``None`` when there is no such file here."""
    found = connection.exec_driver_sql("SELECT restricted FROM person WHERE case_id = ?", (case,)).scalar()
    return None if found is None else bool(found)


def _among(cases: Collection[CaseId]) -> str:
    return f"({', '.join('?' * len(cases))})"


def recent(connection: Connection, limit: int, kept: Collection[CaseId] = ()) -> tuple[PersonLine, ...]:
    """People whose files changed last; of restricted files, those in ``kept``."""
    latest = "ORDER BY last_ms DESC, person.id DESC LIMIT ?"
    query = _PERSON + f"WHERE restricted = 0 OR person.case_id IN {_among(kept)} {latest}"
    return _lines(connection, query, (*kept, limit))


def lines(connection: Connection, cases: Collection[CaseId]) -> tuple[PersonLine, ...]:
    """The line of each of ``cases``, the last changed first."""
    query = _PERSON + f"WHERE person.case_id IN {_among(cases)} ORDER BY last_ms DESC, person.id DESC"
    return _lines(connection, query, tuple(cases))


def quiet(connection: Connection, before_ms: int, kept: Collection[CaseId] = ()) -> tuple[PersonLine, ...]:
    """People in whose files nobody wrote since ``before_ms``; of restricted files, those in ``kept``."""
    query = _PERSON + f"WHERE last_ms < ? AND (restricted = 0 OR person.case_id IN {_among(kept)})"
    return _lines(connection, query, (before_ms, *kept))


def count(connection: Connection, kept: Collection[CaseId] = ()) -> int:
    """How many files this desk holds; of restricted ones, those in ``kept``."""
    found = connection.exec_driver_sql("SELECT count(*) FROM person").scalar()
    closed = connection.exec_driver_sql("SELECT count(*) FROM person WHERE restricted = 1").scalar()
    return int(found or 0) - int(closed or 0) + len(kept)


def matching(connection: Connection, expression: str, limit: int) -> tuple[PersonLine, ...]:
    """People whose keys match an FTS5 expression, the ``limit`` best by rank. No restricted file is among them."""
    query = _PERSON + "WHERE id IN (SELECT rowid FROM search WHERE search MATCH ? ORDER BY rank LIMIT ?)"
    return _lines(connection, query, (expression, limit))


def _lines(connection: Connection, query: str, parameters: tuple[str | int | bytes, ...]) -> tuple[PersonLine, ...]:
    rows = connection.exec_driver_sql(query, parameters).fetchall()
    found = []
    for case, latin, native, born, nationality, department, permit_end, language, disputed, identity, last_ms in rows:
        texts = (latin, native, born, nationality, department, permit_end, language)
        found.append(PersonLine(CaseId(case), *texts, disputed=bool(disputed), identity=identity, last_ms=last_ms))
    return tuple(found)


_DUE = (
    "SELECT due.case_id, latin, native, obj, what, on_day, detail, about FROM due "
    "JOIN person ON person.case_id = due.case_id WHERE "
)


def due(connection: Connection, until: str, since: str, closed: Collection[CaseId] = ()) -> tuple[DueLine, ...]:
    """What is due up to the ISO day ``until``, earliest first; birthdays from ``since`` on.

    Files in ``closed`` have no line, and give none to others.
    """
    found = connection.exec_driver_sql(
        _DUE + "what IN ('permit_end', 'planned', 'item', 'notice') AND on_day <= ? "
        "UNION ALL " + _DUE + "what = 'birthday' AND on_day BETWEEN ? AND ? ORDER BY on_day, latin",
        (until, since, until),
    ).fetchall()
    return tuple(
        DueLine(CaseId(case), latin, native, ObjectId(obj), what, on_day, detail, CaseId(about) if about else None)
        for case, latin, native, obj, what, on_day, detail, about in found
        if case not in closed and about not in closed
    )


def borrowers(connection: Connection, source: CaseId) -> tuple[CaseId, ...]:
    """The files a proof of ``source`` serves."""
    query = "SELECT DISTINCT case_id FROM tie WHERE other = ? AND what = 'proof' ORDER BY case_id"
    return tuple(CaseId(case) for case in connection.exec_driver_sql(query, (source,)).scalars().all())


def accesses(connection: Connection, case: CaseId, limit: int) -> tuple[AccessLine, ...]:
    """Who read this file, latest first."""
    rows = connection.exec_driver_sql(
        "SELECT author, wall_ms, what FROM access WHERE case_id = ? ORDER BY clock DESC LIMIT ?", (case, limit)
    ).fetchall()
    return tuple(AccessLine(UserId(author), wall_ms, what) for author, wall_ms, what in rows)
