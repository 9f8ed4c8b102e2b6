"""One line per person and one per due date, drawn up from the cells whenever these change.

They serve the lists, today's page and the search index; nothing is in them that the cells do not say.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from anefdesk.domain.case import (
    CaseFile,
    Demarche,
    DemarcheStatus,
    Item,
    ItemState,
    Permit,
    Person,
    RequestKind,
    Safe,
)
from anefdesk.domain.record import CaseId, Kind, ObjectId, number_of
from anefdesk.store import disputes, kinship, reading, reserved, search
from anefdesk.store.database import straight

CONCERNED = frozenset(
    {
        Kind.PERSON,
        Kind.NAME,
        Kind.LANGUAGE,
        Kind.CONTACT_POINT,
        Kind.PERMIT,
        Kind.JOURNAL_ENTRY,
        Kind.DEMARCHE,
        Kind.LINK,
        Kind.SHARED_PROOF,
        Kind.LIFE_EVENT,
        Kind.HANDLED,
        Kind.KEEPER,
    }
)
_RESTRICTED = number_of(Person, "restricted")
_WAITING = frozenset({ItemState.ASKED, ItemState.TO_TRANSLATE})
_FOLLOWING = frozenset({RequestKind.RENEWAL, RequestKind.CHANGE})  # requests for the permit that comes next


def refresh(connection: Connection, case: CaseId) -> None:
    """Draw up the lines of ``case`` anew."""
    file = reading.case_file(connection, case)
    if file is None:
        return
    sql = straight(connection)
    head = file.main_name
    permit = file.permit
    doubtful = (file.person.id, _RESTRICTED) in file.disputed or bool(reserved.kept(connection, case))
    restricted = file.person.restricted or doubtful  # in doubt, it is
    line = (
        head.latin() if head else "",
        head.native() if head else "",
        file.person.birth_date,
        file.person.nationality,
        file.person.department,
        permit.end if permit else "",
        file.preferred_language,
        restricted,
        bool(file.disputed) and _disputed(connection, case),
        identity(file),
        any(point.safe is Safe.YES for point in file.points),
    )
    ((row_id,),) = sql(
        "INSERT INTO person (case_id, latin, native, born, nationality, department, permit_end, language, restricted,"
        " disputed, identity, safe) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (case_id) DO UPDATE SET latin = excluded.latin, native = excluded.native, born = excluded.born,"
        " nationality = excluded.nationality, department = excluded.department, permit_end = excluded.permit_end,"
        " language = excluded.language, restricted = excluded.restricted, disputed = excluded.disputed,"
        " identity = excluded.identity, safe = excluded.safe RETURNING id",
        (case, *line),
    )
    sql("DELETE FROM search WHERE rowid = ?", (row_id,))
    if not restricted:  # a restricted file is searched in memory by the people it is open to
        keys = search.keys(file, identity(file))
        sql("INSERT INTO search (rowid, keys) VALUES (?, ?)", (row_id, " ".join(sorted(keys))))
    sql("DELETE FROM due WHERE case_id = ?", (case,))
    for due in _due(file):
        sql("INSERT INTO due (case_id, obj, what, on_day, detail) VALUES (?, ?, ?, ?, ?)", (case, *due))
    kinship.refresh(connection, file)


def _disputed(connection: Connection, case: CaseId) -> bool:
    """Whether people must settle something; ties apart, for they may lead to a file the reader must not guess."""
    query = (
        "SELECT 1 FROM dispute JOIN object USING (case_id, obj) "
        f"WHERE case_id = ? AND kind NOT IN (?, ?) AND {disputes.THERE} LIMIT 1"
    )
    found = connection.exec_driver_sql(query, (case, int(Kind.LINK), int(Kind.SHARED_PROOF)))
    return found.first() is not None


def identity(file: CaseFile) -> str:
    """All spellings of the names, one a line, for ranking what the index found."""
    return "\n".join(dict.fromkeys(text for name in file.names for text in (name.latin(), name.native()) if text))


def refresh_item(connection: Connection, case: CaseId, obj: ObjectId) -> None:
    """Draw up the due line of one document line anew: cheaper than the whole file, since ticking is frequent."""
    sql = straight(connection)
    sql("DELETE FROM due WHERE case_id = ? AND obj = ?", (case, obj))
    item = reading.thing(connection, case, obj, Item)
    if not item.due or item.state not in _WAITING:
        return
    here = "SELECT 1 FROM person JOIN object USING (case_id) WHERE case_id = ? AND obj = ? AND kind = ?"
    if not sql(here, (case, item.demarche, int(Kind.DEMARCHE))):
        return  # the person or the démarche has not arrived: either will draw up the whole file
    demarche = reading.thing(connection, case, ObjectId(item.demarche), Demarche)
    if demarche.status is DemarcheStatus.PREPARING and not demarche.gone:
        line = (case, obj, "item", item.due, item.document)
        sql("INSERT INTO due (case_id, obj, what, on_day, detail) VALUES (?, ?, ?, ?, ?)", line)


def _due(file: CaseFile) -> Iterator[tuple[bytes, str, str, str]]:
    permit = file.permit
    if permit and permit.end and not _followed(file, permit):
        yield (permit.id, "permit_end", permit.end, permit.kind)
    for demarche in file.demarches:
        if demarche.status is not DemarcheStatus.PREPARING:
            continue
        if demarche.planned_on:
            yield (demarche.id, "planned", demarche.planned_on, demarche.procedure)
        for item in file.items:
            if item.demarche == demarche.id and item.due and item.state in _WAITING:
                yield (item.id, "item", item.due, item.document)


def _followed(file: CaseFile, permit: Permit) -> bool:
    """Whether what comes after ``permit`` was asked for while it was held: nobody needs to see to that any more."""
    return bool(permit.start) and any(
        one.status is DemarcheStatus.FILED and one.request in _FOLLOWING and one.filed_on > permit.start
        for one in file.demarches
    )
