"""What a file has to do with other people: who keeps it, which files it is tied to, what one notices of another.

Drawn up with the summaries. Whatever arrives last, each pair of tied files is drawn up from what both say.
"""

from sqlalchemy import Connection

from anefdesk.domain import ids
from anefdesk.domain.case import CaseFile
from anefdesk.domain.household import Handled, Keeper, LifeEvent, Link, Notice, Relation, Relative, notices
from anefdesk.domain.record import CaseId, Kind, ObjectId, number_of
from anefdesk.store import reading
from anefdesk.store.database import straight

LINK, PROOF = "link", "proof"
_NAMED = number_of(Keeper, "named")
BIRTHDAY, NOTICE = "birthday", "notice"  # kinds of due lines: computed from a birth date, recorded by somebody


def refresh(connection: Connection, file: CaseFile) -> None:
    """Draw up keepers, ties and notices of ``file``, and what its kin notice of it. Its person line stands already."""
    sql = straight(connection)
    case = file.case
    sql("DELETE FROM keeper WHERE case_id = ?", (case,))
    sql(
        "INSERT INTO keeper (case_id, user, named) SELECT object.case_id, object.obj, coalesce(value, 0) FROM object "
        "LEFT JOIN cell ON cell.case_id = object.case_id AND cell.obj = object.obj AND field = ? "
        "WHERE object.case_id = ? AND kind = ?",
        (_NAMED, case, int(Kind.KEEPER)),
    )
    sql("DELETE FROM tie WHERE case_id = ?", (case,))
    ties = [(link.id, LINK, link.other, link.relation.value) for link in file.links]
    ties += [(proof.id, PROOF, proof.source, "") for proof in file.shared]
    for tie in ties:
        sql("INSERT INTO tie (case_id, obj, what, other, relation) VALUES (?, ?, ?, ?, ?)", (case, *tie))
    mine = {mark.notice for mark in file.handled}
    _draw(connection, case, _told_by(file, None), mine)
    for link in sorted((link for link in file.links if link.other != case), key=_id_of):
        relative = _relative(connection, CaseId(link.other), link.relation)
        if relative is not None:
            _draw(connection, case, relative, mine)
    kin = sql(
        "SELECT case_id, relation FROM tie WHERE other = ? AND what = ? AND case_id <> ? ORDER BY obj",
        (case, LINK, case),
    )
    for other, relation in kin:
        sql("DELETE FROM due WHERE case_id = ? AND about = ?", (other, case))
        _draw(connection, CaseId(other), _told_by(file, Relation(relation)))


def _id_of(link: Link) -> ObjectId:
    return link.id


def _told_by(file: CaseFile, relation: Relation | None) -> Relative:
    return Relative(file.case, relation, file.person.birth_date, file.events)


def _relative(connection: Connection, case: CaseId, relation: Relation) -> Relative | None:
    """What is told of the person at ``case``; ``None`` until their file is here: it will then draw us up."""
    sql = connection.exec_driver_sql
    born = sql("SELECT born FROM person WHERE case_id = ?", (case,)).scalar()
    if born is None:
        return None
    known = sql(
        "SELECT obj FROM object WHERE case_id = ? AND kind = ? ORDER BY clock, log", (case, int(Kind.LIFE_EVENT))
    ).scalars()
    events = tuple(event for obj in known.all() if not (event := reading.thing(connection, case, obj, LifeEvent)).gone)
    return Relative(case, relation, born, events)


def _draw(connection: Connection, case: CaseId, relative: Relative, handled: set[str] | None = None) -> None:
    for notice in notices(relative):
        mark = ids.handled_id(case, notice.key)
        if notice.key in handled if handled is not None else _handled(connection, case, notice):
            continue
        straight(connection)(
            "INSERT OR REPLACE INTO due (case_id, obj, what, on_day, detail, about) VALUES (?, ?, ?, ?, ?, ?)",
            (
                *(case, mark, BIRTHDAY if notice.code.birthday else NOTICE, notice.on.isoformat()),
                ":".join(
                    (notice.code.value, relative.relation.value if relative.relation else "", str(int(notice.exact)))
                ),
                None if relative.case == case else relative.case,
            ),
        )


def _handled(connection: Connection, case: CaseId, notice: Notice) -> bool:
    mark = reading.thing(connection, case, ids.handled_id(case, notice.key), Handled)
    return mark.notice == notice.key and not mark.gone
