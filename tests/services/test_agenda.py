"""The list of the day: what is in it, what leaves it, that it is right at once, and what leaves the house."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from anefdesk.domain.blockage import Blockage, Remedy, Reply
from anefdesk.domain.case import ItemState, Permit, Person, PointKind, RequestKind, Safe
from anefdesk.domain.change import Change
from anefdesk.domain.deadlines import EventKind, Reckoning
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.letter import Letter
from anefdesk.domain.record import CaseId, Stored, cells_of, differences
from anefdesk.services.agenda import AgendaRow, Diary
from anefdesk.services.desk import Desk
from anefdesk.store import agenda
from tests.services.conftest import LEAD, RECEPTION, TODAY, WORKER, Room
from tests.services.test_restricted_files import _hire


def _written(room: Room, case: CaseId, thing: Stored) -> None:
    room.workplace().record(Change(case, thing.KIND, thing.id, cells_of(thing)))


def _permit(room: Room, case: CaseId, kind: str, start: str, end: str) -> Permit:
    permit = Permit(id=room.desk().casework.new_id(), kind=kind, start=start, end=end)
    room.desk().casework.add(case, permit)
    return permit


def _happened(room: Room, case: CaseId, kind: EventKind, on: date, **fields: object) -> LegalEvent:
    work = room.desk().deadlines
    event = LegalEvent(id=work.new_id(), kind=kind, on=on.isoformat(), **fields)  # type: ignore[arg-type]
    work.record(case, event)
    return event


def _said(rows: tuple[AgendaRow, ...]) -> list[tuple[str, str, str]]:
    return [(row.what, row.rule, row.on.isoformat()) for row in rows]


def _rows(room: Room, days: int = 14) -> list[tuple[str, str, str]]:
    return _said(room.desk().deadlines.day(days).rows)


def test_overdue_last_days_first_then_by_date(room: Room) -> None:
    one, two, three = (room.person(department="69") for _ in range(3))
    _happened(room, one, EventKind.REFUSAL_NOTIFIED, date(2026, 9, 30))
    _happened(room, two, EventKind.REFUSAL_NOTIFIED, date(2026, 9, 15))
    _permit(room, three, "carte-temporaire", "2026-04-01", "2027-03-23")  # its window opens today
    rows = room.desk().deadlines.day().rows
    assert [(row.case, row.rule, row.on, row.overdue) for row in rows] == [
        (two, "a1", date(2026, 11, 15), True),
        (three, "f1", TODAY, False),
        (one, "a1", date(2026, 11, 30), False),
    ]
    first = rows[0]
    assert (first.what, first.title) == ("clock", "Refus notifié, sans OQTF")
    assert first.to_do == "Saisir le tribunal au plus tard ce jour"
    assert first.rescue == date(2026, 11, 16)
    assert rows[1].to_do == "Préparer la demande : elle peut se faire depuis ce jour"


def test_a_changed_file_is_right_at_once(room: Room) -> None:
    case, work = room.person(department="69"), room.desk().deadlines
    event = _happened(room, case, EventKind.REFUSAL_NOTIFIED, date(2026, 9, 30))
    assert _rows(room) == [("clock", "a1", "2026-11-30")]
    work.change(case, event, replace(event, on="2026-09-29"))
    assert _rows(room) == [("clock", "a1", "2026-11-29")]
    work.remove(case, replace(event, on="2026-09-29"))
    assert _rows(room) == []
    assert work.reckon() == 0


def test_what_was_done_leaves_the_list(room: Room) -> None:
    case = room.person(department="69")
    _happened(room, case, EventKind.REFUSAL_NOTIFIED, date(2026, 9, 30))
    _happened(room, case, EventKind.OQTF_NOTIFIED, date(2026, 11, 1))
    assert {row[1] for row in _rows(room)} == {"a1", "a7", "a8", "a9"}
    _happened(room, case, EventKind.COURT_SEISED, date(2026, 11, 20))
    assert _rows(room) == []


def test_a_request_filed_late_is_no_more_to_file(room: Room) -> None:
    case, desk = room.person(department="69"), room.desk()
    _permit(room, case, "carte-temporaire", "2026-02-01", "2027-01-15")
    assert ("clock", "f1", "2026-11-16") in _rows(room)
    demarche = desk.demarches.begin(case, "visiteur", RequestKind.RENEWAL, TODAY)
    desk.demarches.filed(case, demarche, TODAY, "")
    assert _rows(room, 30) == []
    desk.demarches.close(case, demarche)
    assert _rows(room, 30) == []


def test_an_attestation_asks_until_a_decision_or_a_card(room: Room) -> None:
    case = room.person(department="69")
    _permit(room, case, "api", "2026-09-01", "2026-11-30")
    assert _rows(room) == [("clock", "api", "2026-11-30")]  # its end is not told twice
    _permit(room, case, "adf", "2026-11-20", "")
    assert _rows(room) == [("permit_end", "", "2026-11-30")]


def test_what_passed_long_ago_is_counted_and_left_out(room: Room) -> None:
    case = room.person(department="69")
    _happened(room, case, EventKind.REFUSAL_NOTIFIED, TODAY - timedelta(days=200))
    shown = room.desk().deadlines.day()
    assert (shown.rows, shown.waiting, shown.older) == ((), 0, 1)
    assert room.desk().deadlines.week(date(2026, 7, 6)).rows[0].rule == "a1"


def test_hours_stand_beside_the_day(room: Room) -> None:
    case, work = room.person(department="69"), room.desk().deadlines
    _happened(room, case, EventKind.OQTF_NOTIFIED, TODAY, at="16:40")
    work.answer(case, None, "oqtf", "detained")
    rows = [row for row in work.day().rows if row.rule == "a9"]
    assert [(row.on, row.at, row.obj) for row in rows] == [(date(2026, 11, 25), "16:40", None)]


def test_hours_that_end_at_midnight_stand_with_the_day_that_ends(room: Room) -> None:
    case, work = room.person(department="69"), room.desk().deadlines
    _happened(room, case, EventKind.OQTF_NOTIFIED, TODAY)
    work.answer(case, None, "oqtf", "detained")
    rows = [row for row in work.day().rows if row.rule == "a9"]
    assert [(row.on, row.at) for row in rows] == [(date(2026, 11, 24), "24:00")]
    (event,) = Calendar.from_ical(work.calendar_file(rows)).walk("VEVENT")
    assert f"{event.decoded('dtend'):%d/%m/%Y %H:%M}" == "25/11/2026 00:00"


def test_the_list_of_a_pc_at_a_wrong_date_says_so(room: Room) -> None:
    work = room.desk().deadlines
    assert not work.day().absurd
    room.time.now = datetime(1970, 1, 2, tzinfo=UTC)
    assert work.day().absurd
    assert work.week(date(1970, 1, 5)).absurd


def test_remedies_and_letters_that_wait(room: Room) -> None:
    case = room.person()
    block = Blockage(id=room.workplace().new_id(), code="B11", on="2026-11-01")
    remedy = Remedy(id=room.workplace().new_id(), blockage=bytes(block.id), step="b11-1", due="2026-11-20")
    letter = Letter(
        id=room.workplace().new_id(), template="L02", issued_on="2026-11-10", due="2026-11-25", title="Demande d’API"
    )
    for thing in (block, remedy, letter, replace(letter, id=room.workplace().new_id(), issued_on="")):
        _written(room, case, thing)
    rows = room.desk().deadlines.day().rows
    assert [(row.what, row.rule, row.obj, row.title, row.overdue) for row in rows] == [
        ("remedy", "B11", block.id, "Réponse attendue pour un blocage", True),
        ("answer", "L02", letter.id, "Demande d’API", False),
    ]
    for thing, other in ((remedy, replace(remedy, reply=Reply.SOLVED)), (letter, replace(letter, reply=Reply.NONE))):
        room.workplace().record(Change(case, thing.KIND, thing.id, differences(thing, other)))
    assert _rows(room) == []


def test_a_blockage_that_ended_waits_for_nothing(room: Room) -> None:
    case = room.person()
    block = Blockage(id=room.workplace().new_id(), code="B11", on="2026-11-01")
    _written(room, case, block)
    _written(room, case, Remedy(id=room.workplace().new_id(), blockage=bytes(block.id), due="2026-11-25"))
    assert len(_rows(room)) == 1
    room.workplace().record(
        Change(case, block.KIND, block.id, differences(block, replace(block, ended_on="2026-11-22")))
    )
    assert _rows(room) == []


def test_other_things_of_the_day_are_there_too(room: Room) -> None:
    case, desk = room.person(birth_date="01/12/2008"), room.desk()
    demarche = desk.demarches.begin(case, "refugie", RequestKind.FIRST, date(2026, 12, 1))
    desk.demarches.set_item(case, demarche, "c-identite", ItemState.ASKED, due="2026-11-20")
    _permit(room, case, "recepisse", "2026-06-01", "2026-11-30")
    rows = {row.what: row for row in desk.deadlines.day().rows}
    assert set(rows) == {"item", "permit_end", "planned", "birthday"}
    assert rows["item"].overdue
    assert rows["item"].title != "c-identite"
    assert rows["planned"].title == room.catalogue.procedures["refugie"].name
    assert (rows["permit_end"].title, rows["birthday"].detail) == ("Récépissé", "turns_18::1")
    assert all(row.title and row.to_do for row in rows.values())


def test_the_end_of_a_permit_whose_renewal_is_filed_asks_for_nothing(room: Room) -> None:
    case, desk = room.person(department="69"), room.desk()
    _permit(room, case, "recepisse", "2026-06-01", "2026-11-30")

    def asked() -> bool:
        return "permit_end" in {row.what for row in desk.deadlines.day().rows}

    other = desk.demarches.begin(case, "naturalisation-decret", RequestKind.FIRST, TODAY)
    desk.demarches.filed(case, other, TODAY, "")
    demarche = desk.demarches.begin(case, "visiteur", RequestKind.RENEWAL, TODAY)
    assert asked()
    desk.demarches.filed(case, demarche, date(2026, 5, 20), "")  # the paper of this date came after the request
    assert asked()
    desk.demarches.filed(case, demarche, date(2026, 11, 2), "")
    assert not asked()
    desk.demarches.close(case, demarche)
    assert asked()


def test_who_worked_last_and_whether_calling_is_safe(room: Room) -> None:
    _hire(room, WORKER, LEAD)
    case = room.person(phone="06 39 98 00 77", phone_safe=Safe.UNKNOWN)
    _happened(room, case, EventKind.REFUSAL_NOTIFIED, date(2026, 9, 30))
    (row,) = room.desk().deadlines.day().rows
    assert (row.by, row.safe) == (WORKER, False)
    room.time.passes(minutes=5)
    work = room.desk(LEAD).casework
    (point,) = work.reload(case).file.points
    assert point.kind is PointKind.PHONE
    work.edit(case, point, replace(point, safe=Safe.YES))
    (row,) = room.desk().deadlines.day().rows
    assert (row.by, row.safe) == (LEAD, True)


def test_a_restricted_file_is_neither_listed_nor_counted(room: Room) -> None:
    _hire(room, LEAD, WORKER, RECEPTION)
    case = room.person(department="69")
    _happened(room, case, EventKind.REFUSAL_NOTIFIED, date(2026, 9, 30))
    _happened(room, case, EventKind.REFUSAL_NOTIFIED, TODAY - timedelta(days=200))
    room.desk().restricting.restrict(case)
    other = room.desk(LEAD).deadlines
    assert other.day().rows == other.week(date(2026, 11, 30)).rows == ()
    assert (other.day().waiting, other.day().older) == (0, 0)
    assert [row.rule for row in room.desk().deadlines.day().rows] == ["a1"]
    assert room.desk().deadlines.day().older == 1


def test_a_stale_restricted_file_is_not_counted_either(room: Room) -> None:
    _hire(room, LEAD, WORKER)
    case = room.person()
    room.desk().restricting.restrict(case)
    with room.store.aside() as connection:
        agenda.mark_all(connection)
    closed = room.workplace(LEAD).closed()
    assert (agenda.waiting(room.store.connection, closed), agenda.waiting(room.store.connection)) == (0, 1)


def test_everything_is_reckoned_again_after_a_rebuild_and_with_another_catalogue(room: Room) -> None:
    cases = [room.person(department="69") for _ in range(25)]
    for case in cases:
        _happened(room, case, EventKind.REFUSAL_NOTIFIED, date(2026, 9, 30))
    while room.desk().deadlines.reckon(10):
        pass
    room.store.rebuild()
    assert room.desk().deadlines.day().waiting == len(cases) - 20
    assert room.desk().deadlines.reckon(50) == 0
    at = room.workplace()
    table = replace(at.catalogue.deadlines, rules={})
    newer = Diary(replace(at, catalogue=replace(at.catalogue, version="2027-01-01", deadlines=table)))
    assert newer.day(14).waiting == len(cases) - 20
    assert newer.reckon(50) == 0
    assert newer.day(14).rows == ()
    assert len(_rows(room)) == 20  # this one follows its own catalogue again


def test_a_calendar_file_tells_nobody_apart(room: Room) -> None:
    case = room.person(department="69")
    _happened(room, case, EventKind.REFUSAL_NOTIFIED, date(2026, 9, 30), remark="Canari-Haidari")
    _happened(room, case, EventKind.OQTF_NOTIFIED, TODAY, at="16:40")
    letter = Letter(
        id=room.workplace().new_id(),
        template="L02",
        issued_on="2026-11-10",
        due="2026-11-25",
        title="À Canari-Zahra",
    )
    _written(room, case, letter)
    work = room.desk().deadlines
    rows = work.day().rows
    data = work.calendar_file(rows)
    for secret in ("canari", "haidari", "zahra", case.hex(), case.hex().upper(), letter.id.hex()):
        assert secret not in data.decode().replace("\r\n ", "").lower().replace(secret.upper(), secret), secret
    events = Calendar.from_ical(data).walk("VEVENT")
    assert len(events) == len({str(event["uid"]) for event in events}) == len(rows)
    assert work.calendar_file(rows) == data
    starts = [event.decoded("dtstart") for event in events]
    assert [f"{start:%d/%m/%Y %H:%M}" for start in starts if isinstance(start, datetime)] == ["25/11/2026 16:10"]
    ends = [event.decoded("dtend") for event in events]
    assert [f"{end:%d/%m/%Y %H:%M}" for end in ends if isinstance(end, datetime)] == ["25/11/2026 16:40"]


def test_a_calendar_file_tells_of_no_removal_and_says_what_is_doubtful(room: Room) -> None:
    case, work = room.person(department="69"), room.desk().deadlines
    _happened(room, case, EventKind.OQTF_NOTIFIED, TODAY, at="16:40")  # nobody noted where the person is
    rows = work.day().rows
    assert all(row.to_check for row in rows)
    said = {str(event["summary"]) for event in Calendar.from_ical(work.calendar_file(rows)).walk("VEVENT")}
    assert "Dossier à voir : Délai de recours en heures (à vérifier)" in said
    assert all(one.endswith("(à vérifier)") for one in said)


def test_no_title_of_the_clock_tells_of_a_removal_in_a_calendar_file(room: Room) -> None:
    case, work = room.person(department="69"), room.desk().deadlines
    _happened(room, case, EventKind.REFUSAL_NOTIFIED, date(2026, 9, 30))
    row = next(row for row in work.day().rows if row.what == "clock")
    rules = room.catalogue.deadlines.rules.values()
    rows = [replace(row, rule=rule.id, title=rule.title) for rule in rules]
    for rule, event in zip(rules, Calendar.from_ical(work.calendar_file(rows)).walk("VEVENT"), strict=True):
        said = str(event["summary"]).lower()
        for word in ("oqtf", "irtf", "éloignement", "rétention", "prison", "assigné", "départ", "retour"):
            assert word not in said, rule.id
        if rule.reckoning in {Reckoning.OQTF, Reckoning.OQTF_LEGAL_AID} or EventKind.OQTF_NOTIFIED in rule.start:
            assert "Délai de recours" in str(event["summary"]), rule.id


# Random deeds

_DAYS = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))
_PAST = st.integers(0, 400).map(lambda days: TODAY - timedelta(days=days))
_DEEDS = st.one_of(
    st.tuples(st.just("permit"), st.sampled_from(["carte-temporaire", "carte-resident", "api", "vls-ts"]), _DAYS),
    st.tuples(st.just("event"), st.sampled_from([EventKind.REFUSAL_NOTIFIED, EventKind.OQTF_NOTIFIED]), _PAST),
    st.tuples(st.just("event"), st.sampled_from([EventKind.COURT_SEISED, EventKind.ENTRY]), _PAST),
    st.tuples(st.just("filed"), st.sampled_from(["visiteur", "salarie", "naturalisation-decret"]), _PAST),
    st.tuples(st.just("answer"), st.sampled_from(["free", "detained", ""]), _PAST),
    st.tuples(st.just("undo"), st.just(""), _PAST),
    st.tuples(st.just("day"), st.just(""), _PAST),
)


def _do(desk: Desk, case: CaseId, deed: tuple[str, str | EventKind, date]) -> None:
    what, which, on = deed
    if what == "permit":
        start = (on - timedelta(days=90)).isoformat()
        desk.casework.add(case, Permit(id=desk.casework.new_id(), kind=str(which), start=start, end=on.isoformat()))
    elif isinstance(which, EventKind):
        desk.deadlines.record(case, LegalEvent(id=desk.deadlines.new_id(), kind=which, on=on.isoformat()))
    elif what == "filed":
        found = {one.id: one for one in desk.demarches.procedures()}[which]
        request = found.requests[-1]
        desk.demarches.filed(case, desk.demarches.begin(case, which, request, on), on, "")
    elif what == "answer":
        desk.deadlines.answer(case, None, "oqtf", which)
    elif what == "undo":
        desk.casework.undo()
    else:
        desk.deadlines.day()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 1), _DEEDS), max_size=10))
def test_the_kept_lines_are_those_of_a_full_reckoning(
    room: Room, deeds: list[tuple[int, tuple[str, str | EventKind, date]]]
) -> None:
    cases, desk = [room.person(department="69") for _ in range(2)], room.desk()
    for which, deed in deeds:
        _do(desk, cases[which], deed)
    desk.deadlines.day()
    connection = room.store.connection
    incremental = [agenda.kept(connection, case) for case in cases]
    room.store.rebuild()
    while desk.deadlines.reckon(100):
        pass
    assert incremental == [agenda.kept(connection, case) for case in cases]
    for case, lines in zip(cases, incremental, strict=True):
        assert {(one.obj, one.rule, one.on_day) for one in Diary(room.workplace()).lines(case)} == {
            (one.obj, one.rule, one.on_day) for one in lines
        }


def test_a_person_s_own_change_marks_the_file(room: Room) -> None:
    case = room.person()
    room.desk().deadlines.day()
    before: Person = room.read(case).file.person
    room.desk().casework.edit(case, before, replace(before, department="971"))
    assert agenda.stale(room.store.connection, 5) == (case,)
