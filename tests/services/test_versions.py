"""A démarche follows the catalogue it was opened with until somebody moves it, and no state is ever lost."""

import dataclasses
import gc
import weakref
import zlib
from datetime import date

import pytest

from anefdesk.catalogue import packed
from anefdesk.domain import ids
from anefdesk.domain.case import DemarcheStatus, ItemState, RequestKind
from anefdesk.domain.catalogue_changes import Turn
from anefdesk.domain.centre import Pinned
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.services.desk import lay_out
from anefdesk.services.workplace import adding, setting
from anefdesk.store import reading
from tests.later_catalogue import VERSION, later
from tests.services.conftest import RECEPTION, Refused, Room

PLANNED = date(2026, 12, 15)
OLD = "2026-11-23"
PROTECTED = "protection-subsidiaire"


def _begin(
    room: Room, procedure: str = PROTECTED, request: RequestKind = RequestKind.RENEWAL
) -> tuple[CaseId, ObjectId]:
    case = room.person()
    return case, room.desk().demarches.begin(case, procedure, request, PLANNED)


def _update(room: Room) -> None:
    room.catalogue = later()


def _pinned(room: Room) -> tuple[Pinned, ...]:
    return reading.things(room.store.connection, room.store.centre, Pinned)


def _lines(room: Room, case: CaseId, demarche: ObjectId) -> list[str]:
    return [row.document.id for row in room.desk().demarches.view(case, demarche).checklist.rows]


# Keeping the version


def test_opening_keeps_the_procedure_once_for_everybody(room: Room) -> None:
    _begin(room)
    _begin(room)
    _begin(room, "tir", RequestKind.FIRST)
    assert sorted((one.procedure, one.version) for one in _pinned(room)) == [(PROTECTED, OLD), ("tir", OLD)]
    (one,) = [one for one in _pinned(room) if one.procedure == PROTECTED]
    assert one.id == ids.pinned_id(OLD, PROTECTED)
    kept = packed.unpack_kept(zlib.decompress(one.body))
    assert kept == packed.kept(room.catalogue, room.catalogue.procedures[PROTECTED])


def test_a_demarche_opened_before_versions_were_kept_keeps_its_own_when_touched(room: Room) -> None:
    case, demarche = _begin(room)
    (one,) = _pinned(room)
    room.workplace().record(setting(room.store.centre, one, {3: b""}))
    room.desk().demarches.view(case, demarche)
    assert not _pinned(room)[0].body
    desk = room.desk()
    desk.demarches.set_item(case, demarche, "c-titre", ItemState.ASKED)
    assert _pinned(room)[0].body == one.body
    before = len(list(room.store.records(room.store.centre)))
    desk.demarches.set_item(case, demarche, "c-titre", ItemState.RECEIVED)
    assert len(list(room.store.records(room.store.centre))) == before


def test_after_an_update_it_is_shown_asked_and_printed_by_its_own_version(room: Room) -> None:
    case, demarche = _begin(room)
    before = room.desk().demarches.view(case, demarche)
    assert not before.behind
    _update(room)
    view = room.desk().demarches.view(case, demarche)
    assert (view.procedure, view.checklist) == (before.procedure, before.checklist)
    assert (view.catalogue.version, view.behind, view.version_lost) == (OLD, True, False)
    assert view.catalogue.facts == before.catalogue.facts
    room.desk().demarches.set_item(case, demarche, "ps-etat-civil", ItemState.RECEIVED)
    sheet = room.desk().paper.checklist(case, demarche, "fr")
    assert sheet.imprint.catalogue == OLD
    assert "Document d’état civil" in repr(sheet)
    assert "Lettre d’explication" not in repr(sheet)
    other = room.desk().demarches.begin(case, PROTECTED, RequestKind.RENEWAL, PLANNED)
    assert "ps-lettre" in _lines(room, case, other)
    assert "ps-lettre" not in _lines(room, case, demarche)


def test_a_question_the_update_dropped_can_still_be_answered(room: Room) -> None:
    case, demarche = _begin(room)
    facts = {name: fact for name, fact in later().facts.items() if name != "ofpra_papers"}
    room.catalogue = dataclasses.replace(later(), facts=facts)
    room.desk().demarches.answer(case, demarche, "ofpra_papers", "yes")
    assert room.desk().demarches.view(case, demarche).facts["ofpra_papers"] == "yes"


def test_a_procedure_the_update_dropped_is_still_shown(room: Room, refused: Refused) -> None:
    case, demarche = _begin(room)
    kept = {name: one for name, one in later().procedures.items() if name != PROTECTED}
    room.catalogue = dataclasses.replace(later(), procedures=kept)
    desk = room.desk()
    assert desk.demarches.view(case, demarche).procedure.id == PROTECTED
    desk.demarches.set_item(case, demarche, "c-titre", ItemState.RECEIVED)
    (one,) = desk.versions.review()
    assert (one.dropped, one.wording_only, one.changed) == (True, False, 0)
    assert refused(lambda: desk.versions.differences(case, demarche)) == "procedure.unknown"
    assert refused(lambda: desk.versions.move(case, demarche)) == "procedure.unknown"


@pytest.mark.parametrize("harm", ["absent", "cut", "other", "bomb", "newer"])
def test_a_kept_version_that_cannot_be_read_gives_todays_and_says_so(room: Room, harm: str) -> None:
    case, demarche = _begin(room)
    (one,) = _pinned(room)
    other = packed.pack_kept(packed.kept(room.catalogue, room.catalogue.procedures["tir"]))
    body = {
        "absent": b"",
        "cut": one.body[:-9],
        "other": zlib.compress(other),
        "bomb": zlib.compress(bytes(1 << 23)),
        "newer": zlib.compress(b"procedure 999\n{}"),
    }[harm]
    room.workplace().record(setting(room.store.centre, one, {3: body}))
    _update(room)
    view = room.desk().demarches.view(case, demarche)
    assert (view.version_lost, view.catalogue.version) == (True, VERSION)
    assert "ps-lettre" in _lines(room, case, demarche)
    assert room.desk().versions.review() == ()


# Reviewing


def test_the_review_lists_what_the_update_touches_and_nothing_else(room: Room) -> None:
    case, demarche = _begin(room)
    words, worded = _begin(room, "vls-ts-validation", RequestKind.FIRST)
    _begin(room, "visa-retour", RequestKind.VISA)
    _begin(room, "tir", RequestKind.FIRST)
    filed, sent = _begin(room)
    room.desk().demarches.filed(filed, sent, PLANNED, "")
    assert room.desk().versions.review() == ()
    _update(room)
    found = {one.demarche: one for one in room.desk(RECEPTION).versions.review()}
    assert set(found) == {demarche, worded}
    assert (found[demarche].case, found[demarche].changed, found[demarche].wording_only) == (case, 7, False)
    assert (found[worded].case, found[worded].changed, found[worded].wording_only) == (words, 1, True)
    assert (found[demarche].version, found[demarche].latin) == (OLD, "CANARI-HAIDARI Zahra")
    assert room.read(filed).file.demarches[0].status is DemarcheStatus.FILED


def test_a_file_that_is_not_open_to_me_is_not_reviewed(room: Room) -> None:
    case, demarche = _begin(room)
    person = room.read(case).file.person
    room.workplace().record(setting(case, person, {11: True}))
    _update(room)
    assert room.desk().versions.review() == ()
    assert room.desk().versions.move_all() == 0
    del demarche


def test_differences_tell_each_line_and_what_becomes_of_its_state(room: Room) -> None:
    case, demarche = _begin(room)
    desk = room.desk()
    desk.demarches.set_item(case, demarche, "ps-etat-civil", ItemState.RECEIVED)
    desk.demarches.set_item(case, demarche, "c-domicile", ItemState.RECEIVED, dated="2026-07-01")
    desk.demarches.answer(case, demarche, "housing", "own")
    _update(room)
    found = room.desk().versions.differences(case, demarche)
    lines = {line.change.key: line for line in found.lines}
    gone, home, letter = lines["ps-etat-civil"], lines["c-domicile"], lines["ps-lettre"]
    assert gone.change.turn is Turn.REMOVED
    assert gone.after is None
    assert gone.recorded is not None
    assert gone.recorded.state is ItemState.RECEIVED
    assert home.before is not None
    assert home.after is not None
    assert (home.before.state, home.after.state) == (ItemState.RECEIVED, ItemState.TOO_OLD)
    assert (letter.before, letter.change.turn, letter.recorded) == (None, Turn.ADDED, None)
    assert not found.wording_only
    assert room.desk().demarches.view(case, demarche).catalogue.version == OLD


# Moving


def test_moving_loses_no_state_and_can_be_taken_back(room: Room) -> None:
    case, demarche = _begin(room)
    desk = room.desk()
    desk.demarches.set_item(case, demarche, "ps-etat-civil", ItemState.RECEIVED, remark="vu le 3")
    desk.demarches.set_item(case, demarche, "c-titre", ItemState.RECEIVED)
    desk.demarches.answer(case, demarche, "ofpra_papers", "yes")
    before = desk.demarches.view(case, demarche)
    _update(room)
    desk = room.desk()
    desk.versions.move(case, demarche)
    moved = desk.demarches.view(case, demarche)
    assert (moved.demarche.catalogue, moved.behind) == (VERSION, False)
    assert "ps-lettre" in [row.document.id for row in moved.checklist.rows]
    (left,) = moved.left
    assert (left.name, left.item.state, left.item.remark) == (
        "Document d’état civil de l’Ofpra",
        ItemState.RECEIVED,
        "vu le 3",
    )
    assert moved.file.items == before.file.items
    assert moved.file.answers == before.file.answers
    assert {row.document.id: row.state for row in moved.checklist.rows}["c-titre"] is ItemState.RECEIVED
    assert desk.versions.review() == ()
    assert tuple(sorted((one.version for one in _pinned(room)), reverse=True)) == (VERSION, OLD)
    desk.casework.undo()
    back = desk.demarches.view(case, demarche)
    assert (back.demarche, back.checklist, back.left) == (before.demarche, before.checklist, ())
    desk.versions.move(case, demarche)
    desk.versions.move(case, demarche, OLD)
    assert desk.demarches.view(case, demarche).checklist == before.checklist


def test_moving_to_where_it_is_writes_nothing(room: Room) -> None:
    case, demarche = _begin(room)
    before = room.store.state_hash()
    assert not room.desk().versions.move(case, demarche).cases
    assert room.desk().versions.move_all() == 0
    assert room.store.state_hash() == before


def test_moving_to_a_version_that_is_not_here_is_refused(room: Room, refused: Refused) -> None:
    case, demarche = _begin(room)
    assert refused(lambda: room.desk().versions.move(case, demarche, "1999-01-01")) == "catalogue.packed_damaged"
    assert refused(lambda: room.desk().versions.move(CaseId(bytes(16)), demarche)) == "case.missing"


def test_all_that_only_changed_words_move_together(room: Room) -> None:
    case, demarche = _begin(room)
    first = _begin(room, "vls-ts-validation", RequestKind.FIRST)
    second = _begin(room, "vls-ts-validation", RequestKind.FIRST)
    _update(room)
    desk = room.desk()
    assert desk.versions.move_all() == 2
    assert [one.demarche for one in desk.versions.review()] == [demarche]
    assert all(desk.demarches.view(*one).demarche.catalogue == VERSION for one in (first, second))
    desk.casework.undo()
    assert len(desk.versions.review()) == 3
    assert desk.demarches.view(case, demarche).demarche.catalogue == OLD


def test_a_version_that_arrives_from_another_desk_serves_at_once(room: Room) -> None:
    case, demarche = _begin(room)
    (one,) = _pinned(room)
    room.workplace().record(setting(room.store.centre, one, {3: b""}))
    _update(room)
    desk = room.desk()
    assert desk.demarches.view(case, demarche).version_lost
    room.workplace().record(adding(room.store.centre, one))
    assert desk.demarches.view(case, demarche).catalogue.version == OLD
    assert len(desk.versions.review()) == 1


def test_nothing_holds_a_desk_that_was_put_away(room: Room) -> None:
    """Collections wait for the interface's thread: what was read must not wait with them."""
    at = room.workplace()
    desk = lay_out(at)
    desk.versions.review()
    left = weakref.ref(at)
    gc.disable()
    try:
        del at, desk
        assert left() is None
    finally:
        gc.enable()
