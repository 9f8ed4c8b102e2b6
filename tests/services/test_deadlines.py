"""The clock of one file: what it reads in the file, what is recorded, told, refused."""

from datetime import date

from anefdesk.domain.case import Permit, RequestKind
from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.services.deadlines import ClockLine, ClockView
from tests.services.conftest import WORKER, Room


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
    demarche = desk.demarches.begin(case, procedure, RequestKind.RENEWAL, on)
    desk.demarches.filed(case, demarche, on, "")
    return demarche


def _rules(view: ClockView, rule: str) -> list[ClockLine]:
    return [line for line in view.lines if line.due.rule == rule]


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
