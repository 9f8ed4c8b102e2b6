"""The clock of one file: what it reads in the file, what is recorded, told, refused."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from anefdesk.domain.case import Permit, RequestKind
from anefdesk.domain.change import Touched
from anefdesk.domain.deadlines import EventKind, Outcome, Reckoning, State
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.services.deadlines import ClockLine, ClockView
from anefdesk.store import reading
from tests.services.conftest import TODAY, WORKER, Refused, Room


def _permit(room: Room, case: CaseId, kind: str, start: str, end: str) -> None:
    work = room.desk().casework
    work.add(case, Permit(id=work.new_id(), kind=kind, start=start, end=end))


def _event(room: Room, kind: EventKind, on: str, **fields: object) -> LegalEvent:
    return LegalEvent(id=room.desk().deadlines.new_id(), kind=kind, on=on, **fields)  # type: ignore[arg-type]


def _happened(room: Room, case: CaseId, kind: EventKind, on: str, **fields: object) -> LegalEvent:
    event = _event(room, kind, on, **fields)
    room.desk().deadlines.record(case, event)
    return event


def _filed(room: Room, case: CaseId, procedure: str, on: date) -> ObjectId:
    desk = room.desk()
    request = room.catalogue.procedures[procedure].requests[-1]
    demarche = desk.demarches.begin(case, procedure, request, on)
    desk.demarches.filed(case, demarche, on, "")
    return demarche


def _rules(view: ClockView, rule: str) -> list[ClockLine]:
    return [line for line in view.lines if line.due.rule == rule]


def _fronts(room: Room, case: CaseId, rule: str) -> list[date]:
    return [line.due.front for line in _rules(room.desk().deadlines.view(case), rule) if line.due.front]


def test_the_file_itself_gives_events(room: Room) -> None:
    case = room.person(birth_date="04/05/1990", nationality="AF", department="69")
    _permit(room, case, "carte-temporaire", "2026-03-01", "2027-02-28")
    view = room.desk(WORKER).deadlines.view(case)
    assert [(one.kind, one.source) for one in view.derived] == [
        (EventKind.BIRTH, "person"), (EventKind.PERMIT_END, "permit"),
    ]  # fmt: skip
    assert [(line.due.what.value, line.due.front) for line in _rules(view, "F1")] == [
        ("opens", date(2026, 10, 31)), ("closes", date(2026, 12, 30)),
    ]  # fmt: skip


def test_a_permit_followed_by_another_says_nothing_more(room: Room) -> None:
    case = room.person(department="69")
    _permit(room, case, "carte-temporaire", "2024-12-01", "2025-11-30")
    _permit(room, case, "carte-temporaire", "2025-12-01", "2026-11-30")
    ends = {line.due.events[0].on for line in room.desk().deadlines.view(case).lines}
    assert ends == {date(2026, 11, 30)}


def test_a_request_meets_the_window_whatever_else_is_asked(room: Room) -> None:
    case = room.person(department="69")
    _permit(room, case, "carte-temporaire", "2026-03-01", "2027-02-28")
    _filed(room, case, "visiteur", date(2026, 11, 10))
    room.desk().demarches.begin(case, "etudiant-renouvellement", RequestKind.RENEWAL, TODAY)
    closes = [line for line in _rules(room.desk().deadlines.view(case), "F1") if line.due.what is Outcome.CLOSES]
    assert [(line.done, line.due.state) for line in closes] == [(True, State.MET)]


@pytest.mark.parametrize("anew", [False, True])
def test_closing_a_filed_request_does_not_undo_its_filing(room: Room, *, anew: bool) -> None:
    case, desk = room.person(department="69"), room.desk()
    _permit(room, case, "carte-temporaire", "2025-10-11", "2026-10-10")
    demarche = _filed(room, case, "visiteur", date(2026, 7, 1))
    assert _fronts(room, case, "A2") == [date(2027, 1, 1)]
    desk.demarches.close(case, demarche)
    if anew:
        desk.demarches.begin(case, "visiteur", RequestKind.RENEWAL, TODAY)
    view = desk.deadlines.view(case)
    closes = [(line.due.state, line.done) for line in _rules(view, "F1") if line.due.what is Outcome.CLOSES]
    assert closes == [(State.MET, True)]
    assert [line.due.rule for line in view.lines if line.due.deadline.reckoning is Reckoning.LATE] == []
    assert _rules(view, "S0") == _rules(view, "A2") == []
    assert [one.on for one in view.derived if one.kind is EventKind.FILED] == [date(2026, 7, 1)]
    assert "complete" not in {one.question.fact for one in view.questions}


def test_a_demand_that_is_no_permit_meets_no_window(room: Room) -> None:
    case = room.person(department="69")
    _permit(room, case, "carte-temporaire", "2026-03-01", "2027-02-28")
    _filed(room, case, "naturalisation-decret", date(2026, 11, 10))
    closes = [line for line in _rules(room.desk().deadlines.view(case), "F1") if line.due.what is Outcome.CLOSES]
    assert [(line.done, line.demarche) for line in closes] == [(False, None)]


def test_two_demarches_in_preparation_show_one_window(room: Room) -> None:
    case = room.person(department="69")
    _permit(room, case, "carte-temporaire", "2026-03-01", "2027-02-28")
    for procedure in ("etudiant-renouvellement", "visiteur"):
        room.desk().demarches.begin(case, procedure, RequestKind.RENEWAL, TODAY)
    lines = room.desk().deadlines.view(case).lines
    shown = [(line.due.deadline.id, line.due.what, line.due.events) for line in lines]
    assert len(shown) == len(set(shown))


def test_a_renewed_attestation_does_not_stop_the_refusal(room: Room) -> None:
    """Conseil d’État, avis, 6 mai 2025, n° 499904."""
    case = room.person(department="69")
    _filed(room, case, "salarie", date(2026, 6, 10))
    before = _fronts(room, case, "S0")
    for start, end in (("2026-07-01", "2026-09-30"), ("2026-10-01", "2026-12-31")):
        _permit(room, case, "api", start, end)
    assert _fronts(room, case, "S0") == before == [date(2026, 10, 11)]
    assert _fronts(room, case, "API") == [date(2026, 12, 31)]


def test_a_request_really_incomplete_gives_no_refusal(room: Room) -> None:
    case = room.person(department="69")
    demarche = _filed(room, case, "salarie", date(2026, 6, 10))
    desk = room.desk()
    asked = {one.question.fact: one for one in desk.deadlines.view(case).questions}
    assert asked["complete"].demarche == demarche
    assert (asked["complete"].given, asked["complete"].rules[0]) == ("", "S0")
    desk.deadlines.answer(case, demarche, "complete", "no")
    assert _fronts(room, case, "S0") == _fronts(room, case, "A2") == []
    desk.casework.undo()
    assert _fronts(room, case, "S0") == [date(2026, 10, 11)]
    desk.deadlines.answer(case, demarche, "complete", "no")
    _happened(room, case, EventKind.COMPLETED, "2026-07-15", demarche=bytes(demarche))
    assert _fronts(room, case, "S0") == [date(2026, 11, 16)]


def test_answers_are_those_of_the_table(room: Room, refused: Refused) -> None:
    case, work = room.person(), room.desk().deadlines
    assert refused(lambda: work.answer(case, None, "where", "abroad")) == "fact.unknown"
    assert refused(lambda: work.answer(case, None, "oqtf", "maybe")) == "fact.value"
    assert refused(lambda: work.answer(case, ObjectId(b"d" * 16), "complete", "no")) == "case.missing"
    assert work.answer(case, None, "oqtf", "") == Touched()


def test_what_the_file_tells_is_not_asked(room: Room) -> None:
    case = room.person(department="69", nationality="AF", birth_date="04/05/2008")
    asked = {one.question.fact for one in room.desk().deadlines.view(case).questions}
    assert {"situation", "works_at_16"} <= asked
    _permit(room, case, "carte-resident", "2017-03-01", "2027-02-28")
    asked = {one.question.fact for one in room.desk().deadlines.view(case).questions}
    assert not {"situation", "card", "where", "algerian"} & asked


def test_an_adult_is_not_asked_what_is_for_the_young(room: Room) -> None:
    case = room.person(birth_date="04/05/1990")
    assert room.desk().deadlines.view(case).questions == ()


def test_hours_of_an_oqtf_are_kept_and_told(room: Room) -> None:
    case, work = room.person(department="69"), room.desk().deadlines
    _happened(room, case, EventKind.OQTF_NOTIFIED, "2026-11-22", at="16:40")
    work.answer(case, None, "oqtf", "detained")
    (line,) = [line for line in _rules(work.view(case), "A9") if line.due.what is Outcome.LAST_HOUR]
    assert line.due.at == datetime(2026, 11, 24, 16, 40)  # noqa: DTZ001 - the hour on the wall
    work.tell(case, (line,), "spoken")
    (line,) = [line for line in _rules(work.view(case), "A9") if line.due.what is Outcome.LAST_HOUR]
    assert line.told is not None
    assert (line.told.on, line.moved) == ("2026-11-24T16:40", False)


def test_an_event_of_another_file_is_not_put_right_here(room: Room, refused: Refused) -> None:
    mine, other, work = room.person(), room.person(given="Omid"), room.desk().deadlines
    event = _happened(room, other, EventKind.REFUSAL_NOTIFIED, "2026-11-02")
    assert refused(lambda: work.change(mine, event, replace(event, on="2026-11-01"))) == "case.missing"
    assert refused(lambda: work.remove(mine, event)) == "case.missing"
    assert work.view(other).events == (event,)


def test_an_oqtf_without_its_hour_is_taken_with_a_doubt(room: Room) -> None:
    case = room.person(department="69")
    _happened(room, case, EventKind.OQTF_NOTIFIED, "2026-11-22")
    lines = _rules(room.desk().deadlines.view(case), "A9")
    assert lines
    assert all("hour" in line.due.doubts and line.due.to_check for line in lines)


def test_a_changed_event_moves_the_date_and_what_was_told_stays(room: Room) -> None:
    case, work = room.person(department="69"), room.desk().deadlines
    event = _happened(room, case, EventKind.REFUSAL_NOTIFIED, "2026-11-02")
    (line,) = _rules(work.view(case), "A1")
    work.tell(case, work.view(case).lines, "slip")
    other = replace(event, on="2026-10-30", remark="  date du   cachet ")
    work.change(case, event, other)
    (line,) = _rules(work.view(case), "A1")
    assert line.due.front == date(2026, 12, 30)
    assert line.told is not None
    assert (line.told.on, line.told.rescue, line.told.how, line.moved) == ("2027-01-02", "2027-01-04", "slip", True)
    assert line.told.article == line.due.deadline.article
    assert work.view(case).events[0].remark == "date du cachet"
    work.remove(case, other)
    view = work.view(case)
    assert _rules(view, "A1") == []
    assert [one.on for one in view.told] == ["2027-01-02"]


def test_recording_changing_and_removing_are_undone(room: Room) -> None:
    case, desk = room.person(), room.desk()
    work = desk.deadlines
    event = _event(room, EventKind.ENTRY, "2026-11-02")
    work.record(case, event)
    work.change(case, event, replace(event, on="2026-11-03"))
    changed = replace(event, on="2026-11-03")
    assert work.change(case, changed, changed) == Touched()
    work.remove(case, replace(event, on="2026-11-03"))
    seen = []
    for _ in range(3):
        desk.casework.undo()
        seen.append([one.on for one in work.view(case).events])
    assert seen == [["2026-11-03"], ["2026-11-02"], []]


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        (None, {"on": "2026-11-02"}, "event.kind"),
        (EventKind.ENTRY, {"on": ""}, "event.no_day"),
        (EventKind.ENTRY, {"on": "2026-02-30"}, "event.no_day"),
        (EventKind.ENTRY, {"on": "2026-02"}, "event.no_day"),
        (EventKind.ENTRY, {"on": "1949-12-31"}, "event.far"),
        (EventKind.PERMIT_END, {"on": "2046-11-24"}, "event.far"),
        (EventKind.ENTRY, {"on": "2026-11-24"}, "event.future"),
        (EventKind.API_ISSUED, {"on": "2026-11-02", "until": "2026-11-01"}, "event.order"),
        (EventKind.API_ISSUED, {"on": "2026-11-02", "until": "demain"}, "event.no_day"),
        (EventKind.ENTRY, {"on": "1989-11-02"}, "event.order"),
        (EventKind.OQTF_NOTIFIED, {"on": "2026-11-02", "at": "25:00"}, "event.no_hour"),
        (EventKind.OQTF_NOTIFIED, {"on": "2026-11-02", "at": "16"}, "event.no_hour"),
        (EventKind.APPEAL_REJECTED, {"on": "2026-11-02", "of": EventKind.FILED}, "event.of"),
        (EventKind.ENTRY, {"on": "2026-11-02", "of": EventKind.GRACIOUS_APPEAL}, "event.of"),
        (EventKind.COMPLEMENT_GIVEN, {"on": "2026-10-09"}, "event.order"),
        (EventKind.ENTRY, {"on": "2026-11-02", "demarche": b"d" * 16}, "case.missing"),
    ],
)
def test_what_cannot_be_is_refused(
    room: Room, refused: Refused, kind: EventKind | None, fields: dict[str, object], code: str
) -> None:
    case, work = room.person(birth_date="04/05/1990"), room.desk().deadlines
    _happened(room, case, EventKind.COMPLEMENT_ASKED, "2026-10-10")
    event = LegalEvent(id=work.new_id(), kind=kind, **fields)  # type: ignore[arg-type]
    assert refused(lambda: work.record(case, event)) == code
    assert len(work.view(case).events) == 1


def test_a_decision_cannot_come_before_its_request(room: Room, refused: Refused) -> None:
    case, work = room.person(), room.desk().deadlines
    demarche = _filed(room, case, "salarie", date(2026, 6, 10))
    early = _event(room, EventKind.REFUSAL_NOTIFIED, "2026-06-09", demarche=bytes(demarche))
    assert refused(lambda: work.record(case, early)) == "event.order"
    work.record(case, replace(early, on="2026-06-10"))


def test_legal_aid_by_hours_is_no_surer_than_the_hours_it_goes_with(room: Room) -> None:
    case = room.person(department="69")
    _happened(room, case, EventKind.OQTF_NOTIFIED, "2026-11-22", at="16:40")
    doubts = {(line.due.rule, line.due.doubts) for line in room.desk().deadlines.view(case).lines if line.due.at}
    assert doubts == {("A9", ("oqtf",)), ("A13", ("oqtf",))}


def test_hours_that_end_at_midnight_end_with_the_day_before(room: Room) -> None:
    case, work = room.person(department="69"), room.desk().deadlines
    _happened(room, case, EventKind.OQTF_NOTIFIED, "2026-11-20")
    (line,) = _rules(work.view(case), "A9")
    assert (line.due.front, line.due.at, line.due.hour) == (date(2026, 11, 21), datetime(2026, 11, 22), "24:00")  # noqa: DTZ001
    assert line.due.doubts == ("oqtf", "hour")
    assert line.due.state is State.PASSED


@pytest.mark.parametrize(
    ("procedure", "asked", "answer", "born"),
    [
        ("talent-carte-bleue-europeenne", "", "", (date(2026, 11, 9), date(2026, 9, 9))),
        ("talent-carte-bleue-europeenne", "blue_card_elsewhere", "no", (date(2026, 11, 9), date(2026, 11, 8))),
        ("talent-carte-bleue-europeenne", "blue_card_elsewhere", "yes", (date(2026, 10, 10), date(2026, 9, 9))),
        ("talent-famille", "", "", (date(2026, 12, 11), date(2026, 9, 9))),
        ("talent-famille", "family_blue_card", "yes", (date(2026, 10, 10), date(2026, 9, 9))),
        ("talent-famille", "family_blue_card", "no", (date(2026, 12, 11), date(2026, 11, 8))),
    ],
)
def test_what_the_checklist_was_told_of_a_blue_card_is_not_asked_again(
    room: Room, procedure: str, asked: str, answer: str, born: tuple[date, date]
) -> None:
    case, desk = room.person(department="69"), room.desk()
    demarche = _filed(room, case, procedure, date(2026, 8, 10))
    if asked:
        desk.demarches.answer(case, demarche, asked, answer)
    view = desk.deadlines.view(case)
    (line,) = [line for line in view.lines if line.due.what is Outcome.REFUSAL_BORN]
    assert (line.due.front, line.due.rescue) == born
    assert bool(asked) != ("blue_card_elsewhere" in {one.question.fact for one in view.questions})


def test_a_pc_at_a_wrong_date_refuses_nothing_as_future(room: Room) -> None:
    room.time.now = datetime(1970, 1, 2, tzinfo=UTC)
    case, work = room.person(), room.desk().deadlines
    work.record(case, _event(room, EventKind.ENTRY, "1980-11-02"))
    assert work.view(case).absurd


def test_cards_of_citizens_of_the_union_give_no_window(room: Room) -> None:
    case = room.person(department="69")
    _permit(room, case, "carte-famille-ue", "2022-03-01", "2027-02-28")
    view = room.desk().deadlines.view(case)
    assert view.derived == ()
    assert view.lines == ()


def test_a_reading_is_logged_once(room: Room) -> None:
    case = room.person()
    desk = room.desk()
    for _ in range(2):
        desk.deadlines.view(case)
    assert len(reading.accesses(room.store.connection, case, 10)) == 1


def test_closing_a_demarche_stops_no_time_to_contest(room: Room) -> None:
    case, desk = room.person(department="69"), room.desk()
    refused, silent = (_filed(room, case, "visiteur", date(2026, 6, 10)) for _ in range(2))
    _happened(room, case, EventKind.REFUSAL_NOTIFIED, "2026-11-02", demarche=bytes(refused))
    for demarche in (refused, silent):
        desk.demarches.close(case, demarche)
    (line,) = [line for line in desk.deadlines.view(case).lines if line.due.front]
    assert (line.due.rule, line.due.front, line.demarche and line.demarche.id) == ("A1", date(2027, 1, 2), refused)


def test_what_was_told_of_the_person_is_found_whatever_demarche_goes_on(room: Room) -> None:
    case, desk = room.person(department="69"), room.desk()
    _permit(room, case, "carte-temporaire", "2026-03-01", "2027-02-28")
    demarche = desk.demarches.begin(case, "visiteur", RequestKind.RENEWAL, TODAY)
    desk.deadlines.tell(case, desk.deadlines.view(case).lines, "slip")
    desk.demarches.close(case, demarche)
    told = {line.due.rule: (line.told is not None, line.moved) for line in desk.deadlines.view(case).lines}
    assert told["F1"] == (True, False)


@pytest.mark.parametrize("at", ["99:99", "16 h", "١٦:٤٠"])
def test_an_hour_of_another_desk_that_cannot_be_read_is_no_hour(at: str) -> None:
    event = LegalEvent(id=ObjectId(b"e" * 16), kind=EventKind.OQTF_NOTIFIED, on="2026-11-22", at=at).event()
    assert event is not None
    assert event.at is None


def test_some_questions_are_for_one_procedure_alone(room: Room) -> None:
    case = room.person(department="69")
    asked = []
    for procedure in ("visiteur", "salarie-detache-ict"):
        demarche = _filed(room, case, procedure, date(2026, 6, 10))
        questions = room.desk().deadlines.view(case).questions
        asked.append([one.demarche == demarche for one in questions if one.question.fact == "asked"])
    assert asked == [[], [True]]


def test_every_fact_is_asked_or_told_and_every_line_asks_for_something(room: Room) -> None:
    table = room.catalogue.deadlines
    assert set(table.facts) - set(table.questions) == {"where", "algerian"}
    assert all(set(question.answers) == set(table.facts[fact]) for fact, question in table.questions.items())
