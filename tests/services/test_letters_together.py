"""Two desks write one letter without seeing each other: nothing that either typed is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from anefdesk.domain.blockage import Reply
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.letter import Letter
from anefdesk.domain.record import CaseId, ObjectId, number_of
from anefdesk.services.review_names import Both
from anefdesk.store import reading
from tests.services.conftest import LEAD, WORKER
from tests.services.two_desks import Centre


@pytest.fixture
def centre(tmp_path: Path, catalogue: Catalogue) -> Iterator[Centre]:
    made = Centre(tmp_path, catalogue)
    yield made
    made.close()


def _begun(centre: Centre) -> tuple[CaseId, ObjectId]:
    case = centre.rooms[0].person()
    letter = centre.rooms[0].desk(LEAD).correspondence.begin(case, "L06")
    centre.meet()
    return case, letter


def _fill(centre: Centre, at: int, case: CaseId, letter: ObjectId, field: str, value: str) -> None:
    label = (LEAD, WORKER)[at]
    centre.rooms[at].desk(label).correspondence.fill(case, letter, field, value)


def _values(centre: Centre, at: int, case: CaseId, letter: ObjectId) -> dict[str, str]:
    return dict(centre.rooms[at].desk(LEAD).correspondence.view(case, letter).values)


def test_two_questions_answered_apart_are_both_kept(centre: Centre) -> None:
    case, letter = _begun(centre)
    _fill(centre, 0, case, letter, "complement_given", "12/08/2026")
    _fill(centre, 1, case, letter, "closure_reason", "Dossier incomplet, Canari")
    centre.meet()
    told = {"complement_given": "2026-08-12", "closure_reason": "Dossier incomplet, Canari"}
    assert [_values(centre, at, case, letter) for at in (0, 1)] == [told, told]
    assert centre.open_on() == [0, 0]
    assert centre.agreed()


def test_one_question_answered_twice_waits_for_a_person(centre: Centre) -> None:
    case, letter = _begun(centre)
    _fill(centre, 0, case, letter, "complement_given", "12/08/2026")
    _fill(centre, 1, case, letter, "complement_given", "13/08/2026")
    centre.meet()
    assert centre.open_on() == [1, 1]
    reviewing = centre.rooms[0].desk(LEAD).reviewing
    (one,) = reviewing.view(case)
    assert {side.told.replace("\u00a0", " ") for side in one.sides} == {"12 août 2026", "13 août 2026"}
    assert one.both is Both.NOTE
    assert one.about
    reviewing.write_third(case, one.obj, one.field, "14/08/2026")
    centre.meet()
    assert centre.open_on() == [0, 0]
    assert [_values(centre, at, case, letter)["complement_given"] for at in (0, 1)] == ["2026-08-14"] * 2
    assert reviewing.undo()
    assert centre.open_on()[0] == 1


def test_what_is_undone_gives_back_what_an_older_version_kept(centre: Centre) -> None:
    case, letter = _begun(centre)
    thing = reading.thing(centre.rooms[0].store.connection, case, letter, Letter)
    centre.write(0, LEAD, case, thing, {number_of(Letter, "filled"): '{"complement_given": "2026-08-01"}'})
    assert _values(centre, 0, case, letter) == {"complement_given": "2026-08-01"}
    desk = centre.rooms[0].desk(LEAD)
    desk.correspondence.fill(case, letter, "complement_given", "")
    assert _values(centre, 0, case, letter) == {}
    desk.casework.undo()
    assert _values(centre, 0, case, letter) == {"complement_given": "2026-08-01"}


@pytest.mark.parametrize("ended", ["issued", "thrown away"])
def test_nobody_is_asked_about_a_letter_that_is_written_no_more(centre: Centre, ended: str) -> None:
    case, letter = _begun(centre)
    _fill(centre, 0, case, letter, "complement_given", "12/08/2026")
    _fill(centre, 1, case, letter, "complement_given", "13/08/2026")
    centre.meet()
    assert centre.open_on() == [1, 1]
    thing = reading.thing(centre.rooms[0].store.connection, case, letter, Letter)
    told = {
        "issued": {"issued_on": "2026-11-02", "filled": '{"complement_given": "2026-08-12"}'},
        "thrown away": {"gone": True},
    }
    fields = {number_of(Letter, name): value for name, value in told[ended].items()}
    centre.write(0, LEAD, case, thing, fields)
    centre.meet()
    assert centre.open_on() == [0, 0]
    if ended == "issued":
        assert _values(centre, 1, case, letter) == {"complement_given": "2026-08-12"}
        line = centre.rooms[1].desk(LEAD).correspondence.one(case, letter)
        assert line.letter.reply is Reply.WAITING
