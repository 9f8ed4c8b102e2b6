"""The law’s own dates of a blockage, two desks that reported apart, and the list of all."""

from datetime import timedelta

from anefdesk.domain.blockage import Attempt, Remedy, Reply
from anefdesk.domain.case import RequestKind
from anefdesk.domain.change import Change, Recorded, Stamp
from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.record import CaseId, Kind, ObjectId, UserId, cells_of, number_of
from anefdesk.store import open_blockages, projection
from tests.services.conftest import LEAD, TODAY, WORKER, Room
from tests.services.test_blockages import FIRST_DAY, _log, _remedy

# The law's own dates


def _refused_on(room: Room, case: CaseId, on: str) -> None:
    desk = room.desk()
    desk.deadlines.record(case, LegalEvent(id=desk.deadlines.new_id(), kind=EventKind.REFUSAL_NOTIFIED, on=on))


def test_a_refusal_gives_the_last_day_of_the_clock(room: Room) -> None:
    case = room.person(department="69")
    blockage = _log(room, case, "B28")
    assert room.desk().blockages.one(case, blockage).ladder[0].due is None
    _refused_on(room, case, "2026-11-02")
    rung = room.desk().blockages.one(case, blockage).next
    assert rung is not None
    (line,) = [one for one in room.desk().deadlines.view(case).lines if one.due.rule == "A1"]
    assert (rung.due, rung.step.id) == (line.due.front, "annulment")


def test_a_last_day_of_another_demand_is_not_this_ones(room: Room) -> None:
    case, desk = room.person(department="69"), room.desk()
    mine, other = (desk.demarches.begin(case, "salarie", RequestKind.RENEWAL, TODAY) for _ in range(2))
    blockage = _log(room, case, "B28", demarche=mine)
    event = LegalEvent(
        id=desk.deadlines.new_id(), kind=EventKind.REFUSAL_NOTIFIED, on="2026-11-02", demarche=bytes(other)
    )
    desk.deadlines.record(case, event)
    assert desk.blockages.one(case, blockage).ladder[0].due is None
    assert desk.blockages.one(case, _log(room, case, "B28", demarche=other)).ladder[0].due is not None


def test_the_day_written_on_a_demand_for_papers(room: Room) -> None:
    case, desk = room.person(department="69"), room.desk()
    demarche = desk.demarches.begin(case, "salarie", RequestKind.RENEWAL, TODAY)
    blockage = _log(room, case, "B09", demarche=demarche)
    asked = LegalEvent(
        id=desk.deadlines.new_id(),
        kind=EventKind.COMPLEMENT_ASKED,
        on="2026-11-02",
        until="2026-12-02",
        demarche=bytes(demarche),
    )
    desk.deadlines.record(case, asked)
    due = desk.blockages.one(case, blockage).ladder[0].due
    assert due is not None
    assert due.isoformat() == "2026-12-02"


# Two desks that did not see each other


def _elsewhere(room: Room, number: int, *changes: Change) -> None:
    """Deeds of another PC, made before anything of this one had reached it; all arrive now."""
    log = bytes([number]) * 16
    for place, change in enumerate(changes, start=1):
        stamp = Stamp(log, place, 1 << 60, 1_800_000_000_000, UserId(log))
        projection.project(room.store.connection, Recorded(stamp, change))


def test_tries_of_two_desks_add_up(room: Room) -> None:
    case = room.person()
    blockage = _log(room, case)
    tries = [
        Attempt(id=ObjectId(bytes([place]) * 16), blockage=bytes(blockage), on=f"2026-11-{place:02}")
        for place in (10, 3)
    ]
    for number, one in enumerate(tries, start=1):
        _elsewhere(room, number, Change(case, Kind.ATTEMPT, one.id, cells_of(one)))
    view = room.desk().blockages.one(case, blockage)
    assert [one.on for one in view.attempts] == [FIRST_DAY, "2026-11-03", "2026-11-10"]
    assert view.disputed == frozenset()


def test_two_answers_to_one_remedy_are_both_kept_and_marked(room: Room) -> None:
    case = room.person()
    blockage = _log(room, case)
    room.desk().blockages.remedy(case, _remedy(blockage))
    (remedy,) = room.desk().blockages.one(case, blockage).remedies
    field = number_of(Remedy, "reply")
    for number, reply in enumerate((Reply.SOLVED, Reply.REFUSED), start=1):
        _elsewhere(room, number, Change(case, Kind.REMEDY, remedy.id, {field: reply.value}))
    view = room.desk().blockages.one(case, blockage)
    assert (remedy.id, field) in view.disputed
    assert view.remedies[0].reply in {Reply.SOLVED, Reply.REFUSED}


# The list of all


def test_the_list_of_all_puts_what_is_overdue_first(room: Room) -> None:
    late, soon = room.person(), room.person(given="Amir")
    blockage = _log(room, late)
    room.desk().blockages.remedy(late, _remedy(blockage))  # an answer was expected on the 11th
    fresh = _log(room, soon, "B14", on=TODAY.isoformat(), at="")
    rows = room.desk().blockages.open_ones()
    assert [(row.blockage, row.overdue) for row in rows] == [(blockage, True), (fresh, False)]
    assert (rows[0].code, rows[0].since, rows[0].next_due) == ("B11", FIRST_DAY, "2026-11-11")
    assert rows[0].next_title == "Mettre en demeure avant le juge"
    assert room.desk().blockages.open_ones(1) == rows[:1]


def test_the_list_has_the_same_next_step_as_the_file(room: Room) -> None:
    """Reckoned anew while a file has just changed, and from what the list of the day keeps after that."""
    case = room.person(department="69")
    blockage = _log(room, case, "B28")
    _refused_on(room, case, "2026-11-02")
    fresh = room.desk().blockages.open_ones()
    while room.desk().deadlines.reckon():
        pass
    assert room.desk().blockages.open_ones() == fresh
    following = room.desk().blockages.one(case, blockage).next
    assert following is not None
    assert following.due is not None
    assert (fresh[0].next_title, fresh[0].next_due) == (following.step.title, following.due.isoformat())


def test_a_closed_file_is_not_in_the_list(room: Room) -> None:
    case = room.person()
    _log(room, case)
    room.desk(WORKER).restricting.restrict(case)
    assert room.desk(LEAD).blockages.open_ones() == ()
    assert len(room.desk(WORKER).blockages.open_ones()) == 1


def test_the_list_reads_only_blockages_and_remedies(room: Room) -> None:
    for query in (open_blockages.BLOCKAGES, open_blockages.REMEDIES):
        plan = room.store.connection.exec_driver_sql("EXPLAIN QUERY PLAN " + query).fetchall()
        assert not [line for line in plan if line[3].startswith("SCAN object") and "INDEX" not in line[3]], plan


def test_an_oqtf_whose_notification_nobody_noted_stands_before_what_can_wait(room: Room) -> None:
    """Its last day may be in hours."""
    blockages = room.desk().blockages
    waiting, urgent = room.person(), room.person(given="Omid")
    blockages.log(waiting, "B01", on=(TODAY - timedelta(days=3)).isoformat())
    blockages.log(urgent, "B29", on=TODAY.isoformat())
    assert [(row.code, row.undated) for row in blockages.open_ones()] == [("B29", True), ("B01", False)]


def test_hours_that_end_at_midnight_stand_in_the_list_as_in_the_file(room: Room) -> None:
    case, desk = room.person(department="69"), room.desk()
    blockage = _log(room, case, "B29", on=TODAY.isoformat(), at="")
    event = LegalEvent(id=desk.deadlines.new_id(), kind=EventKind.OQTF_NOTIFIED, on=TODAY.isoformat())
    desk.deadlines.record(case, event)
    desk.deadlines.answer(case, None, "oqtf", "detained")
    fresh = room.desk().blockages.open_ones()
    while room.desk().deadlines.reckon():
        pass
    assert room.desk().blockages.open_ones() == fresh
    rung = desk.blockages.one(case, blockage).next
    assert rung is not None
    assert (fresh[0].next_due, fresh[0].undated) == ("2026-11-24", False)
    assert "24/11/2026 à 24 h 00" in rung.why
