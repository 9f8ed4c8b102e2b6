"""A préfecture's own demands stand beside the law, what was seen on the ANEF beside what the catalogue says."""

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from anefdesk.domain.case import Centre, ItemState, RequestKind
from anefdesk.domain.centre import LocalDemand, Seen
from anefdesk.domain.procedure import OnAnef
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.letters.documents import BilingualChecklist, MissingSlip
from anefdesk.services.desk import Desk
from anefdesk.services.workplace import adding
from tests.later_catalogue import later
from tests.services.conftest import RECEPTION, TODAY, Refused, Room

PROTECTED = "protection-subsidiaire"
SAID = date(2026, 11, 10)


def _demand(room: Room, department: str = "69", document: str = "Une lettre d’explication") -> LocalDemand:
    room.desk().local_knowledge.add(PROTECTED, department, document, "le guichet", SAID)
    return room.desk().local_knowledge.demands()[-1]


def _begin(room: Room, department: str = "69") -> tuple[CaseId, ObjectId]:
    case = room.person(department=department)
    return case, room.desk().demarches.begin(case, PROTECTED, RequestKind.RENEWAL, TODAY)


def test_a_demand_stands_beside_the_list_of_that_prefecture_alone(room: Room) -> None:
    here, there = _begin(room, "69"), _begin(room, "38")
    before = room.desk().demarches.view(*here).checklist
    demand = _demand(room, document="  Une lettre\td’explication ")
    view = room.desk(RECEPTION).demarches.view(*here)
    (row,) = view.local.rows
    assert (row.demand, row.state) == (demand, ItemState.MISSING)
    assert (demand.document, demand.said_by, demand.said_on) == ("Une lettre d’explication", "le guichet", "2026-11-10")
    assert view.local.prefecture == room.catalogue.departments["69"].prefecture
    assert view.checklist == before
    assert room.desk().demarches.view(*there).local.rows == ()


def test_it_is_ticked_like_a_line_and_hinders_nothing(room: Room) -> None:
    case, demarche = _begin(room)
    row = dataclasses.replace(room.desk().local_knowledge.of(PROTECTED, "69"), rows=())
    assert row.rows == ()
    _demand(room)
    before = room.desk().demarches.view(case, demarche).checklist
    (line,) = room.desk().demarches.view(case, demarche).local.rows
    room.desk().demarches.set_item(case, demarche, line.document, ItemState.RECEIVED)
    view = room.desk().demarches.view(case, demarche)
    assert view.local.rows[0].state is ItemState.RECEIVED
    assert view.checklist == before
    assert view.left == ()


def test_a_person_of_unknown_address_meets_the_centres_own_prefecture(room: Room) -> None:
    centre = Centre(id=ObjectId(room.store.centre), name="Centre Canari", department="38")
    room.workplace().record(adding(room.store.centre, centre))
    case, demarche = _begin(room, "")
    _demand(room, "38")
    assert len(room.desk().demarches.view(case, demarche).local.rows) == 1


def test_a_demand_can_be_withdrawn_and_both_taken_back(room: Room) -> None:
    case, demarche = _begin(room)
    desk = room.desk()

    def lines() -> int:
        return len(desk.demarches.view(case, demarche).local.rows)

    desk.local_knowledge.add(PROTECTED, "69", "Une lettre", "un courrier", SAID)
    (demand,) = desk.local_knowledge.demands()
    (row,) = desk.demarches.view(case, demarche).local.rows
    desk.demarches.set_item(case, demarche, row.document, ItemState.RECEIVED)
    desk.local_knowledge.withdraw(demand)
    assert (lines(), desk.local_knowledge.demands()) == (0, ())
    desk.casework.undo()
    assert desk.demarches.view(case, demarche).local.rows[0].state is ItemState.RECEIVED
    desk.casework.undo()
    assert lines() == 0


BAD: dict[str, Callable[[Desk], object]] = {
    "procedure.unknown": lambda desk: desk.local_knowledge.add("inconnue", "69", "x", "le guichet", SAID),
    "department.unknown": lambda desk: desk.local_knowledge.add(PROTECTED, "20", "x", "le guichet", SAID),
    "text.empty": lambda desk: desk.local_knowledge.add(PROTECTED, "69", " \u200b", "le guichet", SAID),
    "text.too_long": lambda desk: desk.local_knowledge.add(PROTECTED, "69", "x" * 10_001, "le guichet", SAID),
    "local.said_by": lambda desk: desk.local_knowledge.add(PROTECTED, "69", "x", " ", SAID),
    "local.future": lambda desk: desk.local_knowledge.add(
        PROTECTED, "69", "x", "le guichet", TODAY + timedelta(days=1)
    ),
}


@pytest.mark.parametrize("code", list(BAD))
def test_what_cannot_be_noted_is_refused(room: Room, refused: Refused, code: str) -> None:
    before = room.store.state_hash()
    assert refused(lambda: BAD[code](room.desk())) == code
    assert room.store.state_hash() == before


def test_what_was_seen_on_the_anef_is_told_with_its_day_when_it_tells_something(room: Room) -> None:
    desk = room.desk()
    known = desk.local_knowledge
    known.record("refugie", Seen.YES, date(2026, 11, 3), department="69")
    assert not known.of("refugie", "69").differs(room.catalogue.procedures["refugie"].on_anef)
    known.record("refugie", Seen.PARTIAL, date(2026, 11, 12), "  menu absent ", department="69")
    known.record("refugie", Seen.YES, date(2026, 11, 5), department="69")
    local = known.of("refugie", "38")
    assert [one.on for one in local.sightings] == ["2026-11-12", "2026-11-05", "2026-11-03"]
    assert local.sighting is not None
    assert (local.sighting.seen, local.sighting.remark) == (Seen.PARTIAL, "menu absent")
    assert local.differs(OnAnef.YES)
    assert local.differs(OnAnef.UNKNOWN)
    assert not local.differs(OnAnef.PARTIAL)
    assert not known.of("tir").differs(OnAnef.UNKNOWN)


def test_of_one_day_the_last_noted_counts_and_a_mistake_is_taken_back(room: Room) -> None:
    desk = room.desk()
    known = desk.local_knowledge
    known.record("refugie", Seen.YES, SAID, department="69")
    known.record("refugie", Seen.NO, SAID, department="69")
    first = known.of("refugie").sighting
    assert first is not None
    assert first.seen is Seen.NO
    known.withdraw_sighting(first)
    assert [one.seen for one in known.of("refugie").sightings] == [Seen.YES]
    desk.casework.undo()
    assert [one.seen for one in known.of("refugie").sightings] == [Seen.NO, Seen.YES]


@pytest.mark.parametrize(
    ("procedure", "day", "code"),
    [("inconnue", SAID, "procedure.unknown"), ("refugie", TODAY + timedelta(days=2), "local.future")],
)
def test_an_impossible_sighting_is_refused(room: Room, refused: Refused, procedure: str, day: date, code: str) -> None:
    assert refused(lambda: room.desk().local_knowledge.record(procedure, Seen.YES, day, department="69")) == code


def test_an_update_of_the_catalogue_leaves_them(room: Room) -> None:
    case, demarche = _begin(room)
    _demand(room)
    room.catalogue = later()
    assert len(room.desk().demarches.view(case, demarche).local.rows) == 1
    room.desk().versions.move(case, demarche)
    assert len(room.desk().demarches.view(case, demarche).local.rows) == 1


def test_the_paper_tells_it_apart_with_who_said_so(room: Room) -> None:
    case, demarche = _begin(room)
    _demand(room)
    paper = room.desk().paper
    for language in ("fr", "ar"):
        sheet = paper.checklist(case, demarche, language)
        assert isinstance(sheet, BilingualChecklist)
        last = sheet.sections[-1]
        assert last.title.fr == "Demandé en plus par cette préfecture"
        assert [line.name.fr for line in last.lines] == ["Une lettre d’explication"]
        assert last.lines[0].why.fr == "Dit par le guichet, le 10/11/2026. La loi ne le demande pas."
        assert "Une lettre" in last.lines[0].name.other or language == "fr"
        assert paper.compose(sheet).startswith(b"%PDF")
    slip = paper.missing_slip(case, demarche, "fr")
    assert isinstance(slip, MissingSlip)
    assert slip.lines[-1].name.fr == "Une lettre d’explication"
    (row,) = room.desk().demarches.view(case, demarche).local.rows
    room.desk().demarches.set_item(case, demarche, row.document, ItemState.RECEIVED)
    slip = paper.missing_slip(case, demarche, "fr")
    assert isinstance(slip, MissingSlip)
    assert "Une lettre d’explication" not in [line.name.fr for line in slip.lines]
