"""Démarches: questions with three values, lines ticked, freshness on the planned day, filing, what is due."""

import dataclasses
from datetime import date

import pytest

from anefdesk.domain.case import (
    AddressKind,
    DemarcheStatus,
    ItemState,
    JournalEntry,
    Permit,
    RefusalReason,
    RequestKind,
)
from anefdesk.domain.checklist import Freshness, Hindrance, Row
from anefdesk.domain.facts import Truth
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.services.demarches import DeskView
from tests.services.conftest import RECEPTION, TODAY, Refused, Room

PLANNED = date(2026, 12, 15)


def _begin(
    room: Room, procedure: str = "protection-subsidiaire", request: RequestKind = RequestKind.RENEWAL, **person: object
) -> tuple[CaseId, ObjectId]:
    case = room.person(**person)
    return case, room.desk().demarches.begin(case, procedure, request, PLANNED)


def _row(view: DeskView, document: str) -> Row:
    return next(row for row in view.checklist.rows if row.document.id == document)


def _hindrances(view: DeskView) -> dict[str, Hindrance]:
    return {reason.document: reason.hindrance for reason in view.checklist.reasons}


def test_every_procedure_can_be_opened_for_each_of_its_requests(room: Room) -> None:
    case = room.person()
    demarches = room.desk().demarches
    opened = [
        demarches.view(case, demarches.begin(case, procedure.id, request, PLANNED))
        for procedure in demarches.procedures()
        for request in procedure.requests
    ]
    assert len({view.procedure.id for view in opened}) == 63
    for view in opened:
        assert not view.checklist.can_file
        assert view.demarche.catalogue == room.catalogue.version
        assert view.facts["request"] == view.demarche.request.value


@pytest.mark.parametrize(
    ("procedure", "request_kind", "code"),
    [("inconnue", RequestKind.FIRST, "procedure.unknown"), ("duplicata", RequestKind.RENEWAL, "procedure.request")],
)
def test_what_does_not_exist_is_not_opened(
    room: Room, refused: Refused, procedure: str, request_kind: RequestKind, code: str
) -> None:
    case = room.person()
    assert refused(lambda: room.desk().demarches.begin(case, procedure, request_kind, PLANNED)) == code
    assert room.read(case).file.demarches == ()


def test_a_line_whose_condition_is_not_known_asks(room: Room) -> None:
    case, demarche = _begin(room)
    demarches = room.desk().demarches
    row = _row(demarches.view(case, demarche), "c-non-polygamie")
    assert (row.applies, row.asks) == (Truth.UNKNOWN, ("married", "polygamy_country"))
    assert _hindrances(demarches.view(case, demarche))["c-non-polygamie"] is Hindrance.QUESTION
    demarches.answer(case, demarche, "polygamy_country", "no")  # decides alone
    row = _row(demarches.view(case, demarche), "c-non-polygamie")
    assert (row.applies, row.asks) == (Truth.NO, ())
    demarches.answer(case, demarche, "polygamy_country", "")  # « je ne sais pas »
    assert _row(demarches.view(case, demarche), "c-non-polygamie").applies is Truth.UNKNOWN
    demarches.answer(case, demarche, "polygamy_country", "yes")
    assert _row(demarches.view(case, demarche), "c-non-polygamie").asks == ("married",)
    demarches.answer(case, demarche, "married", "yes")
    assert _row(demarches.view(case, demarche), "c-non-polygamie").applies is Truth.YES


@pytest.mark.parametrize(
    ("fact", "value", "code"),
    [
        ("inconnu", "yes", "fact.unknown"),
        ("married", "peut-être", "fact.value"),
        ("housing", "château", "fact.value"),
        ("age", "-1", "fact.value"),
        ("age", "٢", "fact.value"),
        ("request", "replacement", "procedure.request"),
    ],
)
def test_impossible_answers_are_refused(room: Room, refused: Refused, fact: str, value: str, code: str) -> None:
    case, demarche = _begin(room)
    before = room.store.state_hash()
    assert refused(lambda: room.desk().demarches.answer(case, demarche, fact, value)) == code
    assert room.store.state_hash() == before


def test_housing_and_request_are_answered_into_the_file(room: Room) -> None:
    case, demarche = _begin(room)
    demarches = room.desk().demarches
    assert _row(demarches.view(case, demarche), "c-hebergement").applies is Truth.UNKNOWN
    demarches.answer(case, demarche, "housing", "hosted")
    assert room.read(case).file.person.address_kind is AddressKind.HOSTED
    assert _row(demarches.view(case, demarche), "c-hebergement").applies is Truth.YES
    assert _row(demarches.view(case, demarche), "c-domicile").applies is Truth.NO
    demarches.answer(case, demarche, "housing", "")
    assert room.read(case).file.person.address_kind is None
    assert _row(demarches.view(case, demarche), "c-domicile").applies is Truth.UNKNOWN
    demarches.answer(case, demarche, "request", "first")
    assert room.read(case).file.demarches[0].request is RequestKind.FIRST
    assert room.read(case).file.answers == ()


def test_ticking_every_line_lets_it_be_filed(room: Room) -> None:
    case, demarche = _begin(room, address_kind=AddressKind.OWN)
    demarches = room.desk().demarches
    for fact in demarches.view(case, demarche).checklist.questions():
        value = {"card_asked": "multi_year"}.get(fact, "no")
        demarches.answer(case, demarche, fact, value)
    view = demarches.view(case, demarche)
    assert view.checklist.questions() == ()
    needed = view.checklist.needed
    for row in view.checklist.rows:
        if row.counts and row.applies is Truth.YES:
            demarches.set_item(case, demarche, row.document.id, ItemState.RECEIVED, dated="2026-11-01")
    view = demarches.view(case, demarche)
    assert view.checklist.can_file, view.checklist.reasons
    assert view.checklist.ready == view.checklist.needed == needed > 3
    line = view.checklist.rows[2].document.id
    demarches.set_item(case, demarche, line, ItemState.REFUSED, reason=RefusalReason.ILLEGIBLE)
    assert _hindrances(demarches.view(case, demarche)) == {line: Hindrance.REFUSED}


def test_a_refusal_says_why_and_the_reason_goes_with_it(room: Room, refused: Refused) -> None:
    case, demarche = _begin(room)
    demarches = room.desk().demarches
    assert refused(lambda: demarches.set_item(case, demarche, "c-titre", ItemState.REFUSED)) == "item.reason"
    demarches.set_item(
        case, demarche, "c-titre", ItemState.REFUSED, reason=RefusalReason.EXPIRED, remark=" à \n refaire "
    )
    (item,) = room.read(case).file.items
    assert (item.reason, item.remark) == (RefusalReason.EXPIRED, "à\nrefaire")
    demarches.set_item(case, demarche, "c-titre", ItemState.RECEIVED)
    (item,) = room.read(case).file.items
    assert (item.reason, item.remark) == (None, "à\nrefaire")
    impossible = refused(lambda: demarches.set_item(case, demarche, "c-titre", ItemState.ASKED, due="2026-02-31"))
    assert impossible == "date.impossible"


@pytest.mark.parametrize(
    ("dated", "planned", "freshness", "state"),
    [
        ("2026-06-15", date(2026, 12, 15), Freshness.FRESH, ItemState.RECEIVED),
        ("2026-06-14", date(2026, 12, 15), Freshness.STALE, ItemState.TOO_OLD),
        ("2026-06-14", date(2026, 12, 14), Freshness.FRESH, ItemState.RECEIVED),
        ("", date(2026, 12, 15), Freshness.UNDATED, ItemState.RECEIVED),
        ("2026-05-31", date(2026, 11, 30), Freshness.FRESH, ItemState.RECEIVED),
    ],
)
def test_freshness_is_judged_on_the_planned_day(
    room: Room, dated: str, planned: date, freshness: Freshness, state: ItemState
) -> None:
    case, demarche = _begin(room, address_kind=AddressKind.OWN)
    demarches = room.desk().demarches
    demarches.set_item(case, demarche, "c-domicile", ItemState.RECEIVED, dated=dated)
    demarches.plan(case, demarche, planned)
    row = _row(demarches.view(case, demarche), "c-domicile")
    assert (row.freshness, row.state) == (freshness, state)


def test_a_planned_day_that_has_passed_counts_as_today(room: Room) -> None:
    case, demarche = _begin(room)
    room.desk().demarches.plan(case, demarche, date(2026, 10, 1))
    assert room.desk().demarches.view(case, demarche).planned_on == TODAY


def test_the_window_counts_from_the_end_of_the_permit(room: Room) -> None:
    case, demarche = _begin(room)
    desk = room.desk()
    assert all(window.opens is None for window in desk.demarches.view(case, demarche).windows)
    desk.casework.add(case, Permit(id=desk.casework.new_id(), kind="carte-pluriannuelle", end="2027-06-30"))
    view = desk.demarches.view(case, demarche)
    (window,) = [window for window in view.windows if window.opens]
    assert (window.opens, window.closes) == (date(2027, 3, 2), date(2027, 5, 1))
    assert Hindrance.WINDOW_NOT_OPEN in {reason.hindrance for reason in view.checklist.reasons}
    desk.demarches.plan(case, demarche, date(2027, 3, 2))
    reasons = desk.demarches.view(case, demarche).checklist.reasons
    assert Hindrance.WINDOW_NOT_OPEN not in {reason.hindrance for reason in reasons}


def test_the_next_procedure_uses_what_the_file_has(room: Room) -> None:
    case, first = _begin(room, address_kind=AddressKind.OWN)
    desk = room.desk()
    desk.demarches.answer(case, first, "married", "yes")
    desk.demarches.answer(case, first, "family_changed", "yes")  # of this démarche only
    desk.pieces.attach(case, "c-domicile", b"%PDF-1.4\n" + _page(), dated="01/11/2026")
    second = desk.demarches.begin(case, "refugie", RequestKind.RENEWAL, PLANNED)
    view = desk.demarches.view(case, second)
    assert view.facts["married"] == "yes"
    assert "family_changed" not in view.facts
    row = _row(view, "c-domicile")
    assert (row.state, row.freshness, len(row.pieces)) == (ItemState.RECEIVED, Freshness.FRESH, 1)
    desk.demarches.set_item(case, first, "c-titre", ItemState.RECEIVED)
    assert _row(desk.demarches.view(case, second), "c-identite").item is None


def _page() -> bytes:
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out)
    canvas.drawString(99, 99, "x")
    canvas.save()
    return out.getvalue()


def test_filing_closing_and_going_back(room: Room) -> None:
    case, demarche = _begin(room)
    desk = room.desk()
    assert [row.what for row in desk.demarches.today()] == ["planned"]
    desk.demarches.filed(case, demarche, TODAY, " 6903-123456 ")
    (one,) = room.read(case).file.demarches
    assert (one.status, one.filed_on, one.request_number) == (DemarcheStatus.FILED, "2026-11-23", "6903-123456")
    assert desk.demarches.today() == ()
    for typed in ("6903123456", "6903-123456", "6903 12"):
        assert [row.case for row in desk.finding.find(typed)] == [case]
    desk.demarches.close(case, demarche)
    assert room.read(case).file.demarches[0].status is DemarcheStatus.CLOSED
    desk.demarches.reopen(case, demarche)
    assert [row.what for row in desk.demarches.today()] == ["planned"]


def test_today_shows_what_is_due_and_what_is_late(room: Room) -> None:
    case, demarche = _begin(room)
    desk = room.desk()
    desk.casework.add(case, Permit(id=desk.casework.new_id(), kind="carte-temporaire", end="2026-11-20"))
    desk.demarches.set_item(case, demarche, "c-titre", ItemState.ASKED, due="2026-11-30")
    desk.demarches.set_item(case, demarche, "c-domicile", ItemState.RECEIVED, due="2026-11-29")
    rows = [(row.what, row.detail, row.overdue) for row in desk.demarches.today()]
    assert rows == [
        ("permit_end", "carte-temporaire", True),
        ("item", "c-titre", False),
        ("planned", "protection-subsidiaire", False),
    ]


def test_a_demarche_shows_reception_no_journal_and_no_note(room: Room) -> None:
    case, demarche = _begin(room)
    room.desk().casework.add_note(case, "note d’équipe", private=False)
    room.desk().casework.add_journal(case, JournalEntry(id=ObjectId(b""), text="entretien"))
    view = room.desk(RECEPTION).demarches.view(case, demarche)
    assert (view.file.journal, view.file.notes) == ((), ())


def test_a_demarche_that_is_not_here_is_said(room: Room, refused: Refused) -> None:
    case, _ = _begin(room)
    assert refused(lambda: room.desk().demarches.view(case, ObjectId(bytes(16)))) == "case.missing"


def test_a_catalogue_that_dropped_the_procedure_says_so_and_keeps_the_file(room: Room, refused: Refused) -> None:
    case, demarche = _begin(room)
    kept = {name: one for name, one in room.catalogue.procedures.items() if name != "protection-subsidiaire"}
    room.catalogue = dataclasses.replace(room.catalogue, procedures=kept)
    assert refused(lambda: room.desk().demarches.view(case, demarche)) == "procedure.unknown"
    assert room.read(case).file.demarches


def test_the_door_and_the_court_follow_residence_and_answers(room: Room) -> None:
    case, demarche = _begin(room, department="69")
    demarches = room.desk().demarches
    places = demarches.places(case)
    assert places.court is not None
    assert places.court.id == "lyon"
    assert places.doors == {demarche: demarches.view(case, demarche).door}
    demarches.filed(case, demarche, TODAY, "")
    assert demarches.places(case).doors == {}
    assert demarches.places(room.person(department="")).court is None
