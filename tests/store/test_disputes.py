"""A disagreement is the same on every desk, ends where it was settled, and can be opened again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from anefdesk.domain import ids
from anefdesk.domain.change import Change
from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.record import CaseId, Kind, ObjectId, Value, cells_of, number_of
from anefdesk.domain.rival import Rival
from anefdesk.store import disputes
from tests.store.conftest import AUTHOR
from tests.store.desks import START, Desk, organisation

ON = number_of(LegalEvent, "on")
GONE = number_of(LegalEvent, "gone")


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    org = organisation()
    made = Desk(org, "pc", tmp_path / "one.db"), Desk(org, "pc 2", tmp_path / "two.db")
    yield made
    for desk in made:
        desk.close()


def agree(one: Desk, two: Desk) -> None:
    two.meet(one)
    one.meet(two)
    assert one.store.state_hash() == two.store.state_hash()
    for desk in (one, two):
        before = desk.store.state_hash()
        desk.store.rebuild()
        assert desk.store.state_hash() == before, "rebuilt otherwise"


def disputed(desk: Desk, case: CaseId) -> bool:
    found = desk.store.connection.exec_driver_sql("SELECT disputed FROM person WHERE case_id = ?", (case,))
    return bool(found.scalar())


def write(desk: Desk, *changes: Change) -> None:
    with desk.store.transaction(AUTHOR, START) as deed:
        for change in changes:
            deed.record(change)


def apart(one: Desk, two: Desk) -> CaseId:
    case = one.hand.person(nationality="AF")
    two.meet(one)
    one.set(case, "TN")
    two.set(case, "DZ")
    agree(one, two)
    return case


def values(desk: Desk, case: CaseId) -> set[object]:
    return {claim.value for claim in disputes.heads(desk.store.connection, (case, ObjectId(case), 2))}


def test_writing_what_is_shown_settles_everywhere(desks: tuple[Desk, Desk]) -> None:
    one, two = desks
    case = apart(one, two)
    assert values(one, case) == values(two, case) == {"TN", "DZ"}
    shown = one.nationality(case)
    assert shown
    one.set(case, shown)
    agree(one, two)
    assert (one.rows("dispute"), two.rows("dispute")) == (0, 0)
    assert values(two, case) == {shown}
    assert not disputed(two, case)


def test_a_rival_opens_it_again_on_every_desk_in_any_order(desks: tuple[Desk, Desk]) -> None:
    one, two = desks
    case = apart(one, two)
    one.set(case, "TN")
    agree(one, two)
    rival = Rival(id=ids.new_object(START), about=bytes(case), field=2, value="DZ")
    back = Change(case, Kind.PERSON, ObjectId(case), {2: "TN"}, "undo")
    write(one, back, Change(case, Kind.RIVAL, rival.id, cells_of(rival), "undo"))
    assert values(one, case) == {"TN", "DZ"}
    assert disputed(one, case)
    agree(one, two)
    shown = "SELECT value FROM cell WHERE case_id = ? AND obj = ? AND field = 2"
    assert two.store.connection.exec_driver_sql(shown, (case, case)).scalar() == "TN"
    assert values(two, case) == {"TN", "DZ"}
    two.set(case, "DZ")
    agree(one, two)
    assert (values(one, case), one.rows("dispute"), disputed(one, case)) == ({"DZ"}, 0, False)


def test_the_list_says_it_of_things_outside_the_file_too_live_as_rebuilt(desks: tuple[Desk, Desk]) -> None:
    one, two = desks
    case = one.hand.person()
    event = LegalEvent(id=ids.new_object(START), kind=EventKind.FILED, on="2026-11-01")
    one.hand.add(case, event)
    agree(one, two)
    for desk, day in ((one, "2026-11-02"), (two, "2026-11-03")):
        write(desk, Change(case, Kind.LEGAL_EVENT, event.id, {ON: day}))
    agree(one, two)
    assert disputed(one, case)
    (found,) = disputes.waiting(one.store.connection)
    assert (found.case, found.obj, found.field, found.kind) == (case, event.id, ON, Kind.LEGAL_EVENT)
    write(two, Change(case, Kind.LEGAL_EVENT, event.id, {GONE: True}))
    agree(one, two)
    assert not disputed(one, case), "what was taken back needs no decision"
    assert disputes.waiting(one.store.connection) == ()
    write(one, Change(case, Kind.LEGAL_EVENT, event.id, {GONE: False}))
    agree(one, two)
    assert disputed(two, case)


def test_a_rival_that_names_nothing_does_no_harm(desks: tuple[Desk, Desk]) -> None:
    one, two = desks
    case = one.hand.person(nationality="AF")
    several: tuple[dict[int, Value], ...] = ({}, {1: b"x"}, {1: bytes(16), 2: 3, 3: None})
    for at, fields in enumerate(several):
        write(one, Change(case, Kind.RIVAL, ObjectId(bytes([at]) * 16), fields))
    agree(one, two)
    assert two.rows("dispute") == 0
