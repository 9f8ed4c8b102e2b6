"""Blockages at the desk: reported in one deed, followed step by step, counted, and open only to who may read them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from anefdesk.domain.blockage import Answered, Attempt, Blockage, Entry, Harm, Means, Remedy, Reply, Restored
from anefdesk.domain.ladder import RungState
from anefdesk.domain.record import CaseId, Kind, ObjectId
from anefdesk.services.blockages import Blockages
from anefdesk.services.casework import Casework
from anefdesk.store import reading
from tests.services.conftest import LEAD, TODAY, Refused, Room
from tests.services.test_pieces import pdf

NEW = ObjectId(b"")


FIRST_DAY = "2026-11-02"


def _log(room: Room, case: CaseId, code: str = "B11", **more: object) -> ObjectId:
    values: dict[str, object] = {"on": FIRST_DAY, "at": "09:40", "said": "Erreur 500\nCANARI"} | more
    return room.desk().blockages.log(case, code, **values)[0]  # type: ignore[arg-type]  # as the form gives them


def _remedy(blockage: ObjectId, step: str = "ask_l02", on: str = "2026-11-03", **more: object) -> Remedy:
    made = Remedy(id=NEW, blockage=bytes(blockage), step=step, on=on)
    return replace(made, **more)  # type: ignore[arg-type]  # fields of Remedy


def _deeds(room: Room) -> int:
    return sum(one.change.kind != Kind.OPENED for one in room.store.records())


def test_a_blockage_and_its_first_try_are_one_deed_and_one_undo(room: Room) -> None:
    case, desk = room.person(), room.desk()
    before = _deeds(room)
    blockage, touched = desk.blockages.log(
        case, "B11", on="02/11/2026", at="09:40", said=" Erreur 500 \n code X ", device="Windows", browser="Firefox"
    )
    assert touched.cases == {case}
    assert _deeds(room) - before == 2
    view = desk.blockages.one(case, blockage)
    assert (view.blockage.code, view.blockage.on) == ("B11", FIRST_DAY)
    (tried,) = view.attempts
    assert (tried.on, tried.at, tried.said, tried.means) == (FIRST_DAY, "09:40", "Erreur 500\ncode X", Means.SITE)
    assert (view.weeks, view.next and view.next.step.id) == ({(2026, 45): 1}, "ask_l02")
    assert {one.author for one in view.authored.values()} == {room.workplace().me.user}
    assert set(view.authored) == {blockage, tried.id}


def test_reporting_is_taken_back_whole(room: Room) -> None:
    case, at = room.person(), room.workplace()
    blockages = Blockages(at)
    blockages.log(case, "B01", on=FIRST_DAY)
    assert len(blockages.view(case)) == 1
    Casework(at).undo()
    assert blockages.view(case) == ()
    assert all(one.gone for one in reading.things(room.store.connection, case, Attempt))


REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "no such code": ({"code": "B31"}, "blockage.unknown"),
    "no day": ({"on": " "}, "blockage.no_day"),
    "no such day": ({"on": "31/02/2026"}, "date.impossible"),
    "only a month": ({"on": "11/2026"}, "date.impossible"),
    "tomorrow": ({"on": "2026-11-24"}, "blockage.future"),
    "tonight": ({"on": TODAY.isoformat(), "at": "23:59"}, "blockage.future"),
    "last century": ({"on": "1999-12-31"}, "blockage.far"),
    "no such hour": ({"at": "25:00"}, "blockage.hour"),
    "a word for an hour": ({"at": "midi"}, "blockage.hour"),
    "an hour with seconds": ({"at": "09:40:01"}, "blockage.hour"),
    "too long": ({"said": "x" * 10_001}, "text.too_long"),
    "a démarche of nobody": ({"demarche": ObjectId(b"d" * 16)}, "case.missing"),
}


@pytest.mark.parametrize("case_name", REFUSED)
def test_what_cannot_be_is_refused_and_nothing_written(room: Room, refused: Refused, case_name: str) -> None:
    changed, code = REFUSED[case_name]
    case = room.person()
    before = _deeds(room)
    values = {"code": "B11", "on": FIRST_DAY} | changed
    assert refused(lambda: room.desk().blockages.log(case, **values)) == code  # type: ignore[arg-type]  # as typed
    assert _deeds(room) == before


def test_an_absurd_date_of_the_pc_stops_nobody(room: Room) -> None:
    case = room.person()
    room.time.passes(days=-3000)
    _log(room, case)
    assert len(room.desk().blockages.view(case)) == 1


def test_tries_add_up_by_week(room: Room) -> None:
    case = room.person()
    blockage = _log(room, case)
    for on, means in (("2026-11-04", Means.SITE), ("2026-11-10", Means.CALL)):
        room.desk().blockages.attempt(case, blockage, Attempt(id=NEW, on=on, means=means, answered=Answered.NO))
    view = room.desk().blockages.one(case, blockage)
    assert view.weeks == {(2026, 45): 2, (2026, 46): 1}
    assert {line.need.id: line.count for line in view.bundle}["tries"] == 2  # a call is no try on the site
    assert {line.need.id: line.has for line in view.bundle}["ccc"]


def test_a_remedy_is_expected_to_be_answered_on_the_ladders_day(room: Room) -> None:
    case = room.person()
    blockage = _log(room, case)
    desk = room.desk()
    desk.blockages.remedy(case, _remedy(blockage))
    desk.blockages.remedy(case, _remedy(blockage, "notice_l04", due="2026-11-30"))
    first, second = desk.blockages.one(case, blockage).remedies
    assert (first.due, second.due) == ("2026-11-11", "2026-11-30")
    rungs = {rung.step.id: rung for rung in desk.blockages.one(case, blockage).ladder}
    assert rungs["ask_l02"].state is RungState.DONE
    assert rungs["ask_l02"].passed
    assert not rungs["notice_l04"].passed


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"step": "pray"}, "remedy.unknown"),
        ({"on": "2026-11-24"}, "blockage.future"),
        ({"on": ""}, "blockage.no_day"),
        ({"due": "2026-11-02"}, "remedy.due"),
        ({"due": "2046-11-02"}, "remedy.due"),
        ({"blockage": b"n" * 16}, "case.missing"),
    ],
)
def test_an_impossible_remedy_is_refused(room: Room, refused: Refused, changed: dict[str, object], code: str) -> None:
    case = room.person()
    remedy = replace(_remedy(_log(room, case)), **changed)  # type: ignore[arg-type]  # fields of Remedy
    assert refused(lambda: room.desk().blockages.remedy(case, remedy)) == code


def test_an_answer_is_said_and_taken_back(room: Room, refused: Refused) -> None:
    case = room.person()
    blockage = _log(room, case)
    desk = room.desk()
    desk.blockages.remedy(case, _remedy(blockage))
    (remedy,) = desk.blockages.one(case, blockage).remedies
    assert refused(lambda: desk.blockages.answer(case, remedy, Reply.REFUSED, "2026-11-02")) == "blockage.order"
    assert refused(lambda: desk.blockages.answer(case, remedy, Reply.REFUSED)) == "blockage.no_day"
    desk.blockages.answer(case, remedy, Reply.REFUSED, "2026-11-05")
    notice = desk.blockages.one(case, blockage).ladder[1]
    assert (notice.state, notice.opens and notice.opens.isoformat()) == (RungState.NOW, "2026-11-05")
    desk.blockages.answer(case, remedy, Reply.WAITING)
    (remedy,) = desk.blockages.one(case, blockage).remedies
    assert (remedy.reply, remedy.replied_on) == (Reply.WAITING, "")


def test_a_blockage_ends_and_comes_back(room: Room, refused: Refused) -> None:
    case = room.person()
    blockage, other = _log(room, case), _log(room, case, "B13")
    desk = room.desk()
    desk.blockages.remedy(case, _remedy(blockage))
    (remedy,) = desk.blockages.one(case, blockage).remedies
    assert refused(lambda: desk.blockages.end(case, blockage, "2026-11-01")) == "blockage.order"
    assert refused(lambda: desk.blockages.end(case, other, "2026-11-10", remedy.id)) == "case.missing"
    desk.blockages.end(case, blockage, "2026-11-10", remedy.id)
    ended = desk.blockages.one(case, blockage)
    assert (ended.blockage.ended_on, ended.blockage.ended_by, ended.next) == ("2026-11-10", bytes(remedy.id), None)
    assert ended.measure is not None
    assert (ended.measure.counted, ended.measure.persists) == (True, True)  # it ended after 5 November 2026
    assert [row.blockage for row in desk.blockages.open_ones()] == [other]
    desk.blockages.reopen(case, blockage)
    assert len(desk.blockages.open_ones()) == 2


def test_what_was_a_mistake_is_withdrawn_and_stays_in_the_log(room: Room, refused: Refused) -> None:
    case = room.person()
    blockage = _log(room, case)
    view = room.desk().blockages.one(case, blockage)
    room.desk().blockages.withdraw(case, view.attempts[0])
    assert room.desk().blockages.one(case, blockage).attempts == ()
    room.desk().blockages.withdraw(case, view.blockage)
    assert room.desk().blockages.view(case) == ()
    assert room.desk().blockages.open_ones() == ()
    assert refused(lambda: room.desk().blockages.one(case, blockage)) == "case.missing"
    assert refused(lambda: room.desk().blockages.attempt(case, blockage, view.attempts[0])) == "case.missing"
    assert reading.thing(room.store.connection, case, blockage, Blockage).code == "B11"


def test_the_newest_blockage_stands_first(room: Room) -> None:
    case = room.person()
    for code, on in (("B01", "2026-11-03"), ("B02", "2026-11-10"), ("B05", "2026-10-01")):
        _log(room, case, code, on=on)
    assert [view.kind.code for view in room.desk().blockages.view(case)] == ["B02", "B01", "B05"]


def test_a_code_of_a_newer_catalogue_is_shown_without_a_ladder(room: Room) -> None:
    case = room.person()
    blockage = _log(room, case)
    known = room.catalogue.blockages
    fewer = replace(known, kinds={code: kind for code, kind in known.kinds.items() if code != "B11"})
    room.catalogue = replace(room.catalogue, blockages=fewer)
    view = room.desk().blockages.one(case, blockage)
    assert (view.kind.title, view.ladder, view.next) == ("B11", (), None)
    assert room.desk().blockages.open_ones()[0].title == "B11"


def test_reading_is_logged_once(room: Room) -> None:
    case = room.person()
    _log(room, case)
    desk = room.desk(LEAD)
    before = len(desk.casework.accesses(case))
    desk.blockages.view(case)
    desk.blockages.view(case)
    assert len(room.desk(LEAD).casework.accesses(case)) == before + 1


# What it costs


def _harm(**more: object) -> Harm:
    made = Harm(id=NEW, code="R-EMP-S", start="2026-09-01", cents_month=120_000, household=4)
    return replace(made, **more)  # type: ignore[arg-type]  # fields of Harm


def test_harms_are_added_up_and_the_unknown_is_told_apart(room: Room) -> None:
    case, desk = room.person(), room.desk()
    blockage = _log(room, case)
    desk.blockages.harm(case, _harm(blockage=bytes(blockage), end="2026-10-31"))
    desk.blockages.harm(case, _harm(code="R-CAF-PF", cents_month=None))
    losses = desk.blockages.total(case)
    assert (losses.cents, [one.code for one in losses.unknown]) == (240_000, ["R-CAF-PF"])
    assert [one.code for one in desk.blockages.one(case, blockage).harms] == ["R-EMP-S"]
    (before,) = desk.blockages.one(case, blockage).harms
    desk.blockages.remedy(case, _remedy(blockage))
    (remedy,) = desk.blockages.one(case, blockage).remedies
    after = replace(before, restored=Restored.YES, restored_by=bytes(remedy.id), end="2026-09-30")
    desk.blockages.change_harm(case, before, after)
    assert desk.blockages.total(case).cents == 120_000
    desk.blockages.withdraw(case, after)
    assert len(desk.blockages.harmed(case)) == 1


HARM_REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "unknown": ({"code": "R-XYZ"}, "harm.unknown"),
    "ends before": ({"end": "2026-08-31"}, "harm.order"),
    "to come": ({"start": "2026-12-01"}, "blockage.future"),
    "no start": ({"start": ""}, "blockage.no_day"),
    "below nothing": ({"cents_month": -1}, "harm.amount"),
    "a slip": ({"cents_month": 1_000_000_000}, "harm.amount"),
    "nobody": ({"household": 0}, "harm.household"),
    "a village": ({"household": 31}, "harm.household"),
    "another blockage": ({"blockage": b"n" * 16}, "case.missing"),
    "another proof": ({"proof": b"n" * 16}, "case.missing"),
    "another remedy": ({"restored_by": b"n" * 16}, "case.missing"),
}


@pytest.mark.parametrize("name", HARM_REFUSED)
def test_an_impossible_harm_is_refused(room: Room, refused: Refused, name: str) -> None:
    changed, code = HARM_REFUSED[name]
    case = room.person()
    assert refused(lambda: room.desk().blockages.harm(case, _harm(**changed))) == code
    assert room.desk().blockages.harmed(case) == ()


def test_each_deed_can_be_taken_back(room: Room) -> None:
    case = room.person()
    blockage = _log(room, case)
    at = room.workplace()
    desk = Blockages(at)
    desk.remedy(case, _remedy(blockage))
    view = desk.one(case, blockage)
    deeds = (
        lambda: desk.attempt(case, blockage, Attempt(id=NEW, on="2026-11-04")),
        lambda: desk.answer(case, view.remedies[0], Reply.NONE, "2026-11-10"),
        lambda: desk.end(case, blockage, "2026-11-12"),
        lambda: desk.withdraw(case, view.remedies[0]),
        lambda: desk.harm(case, _harm()),
        lambda: desk.attach(case, blockage, pdf(), entry=Entry.FILE),
    )
    for deed in deeds:
        deed()
        Casework(at).undo()
        assert desk.one(case, blockage) == view
    assert desk.harmed(case) == ()


def test_all_thirty_are_reported_and_walked(room: Room) -> None:
    case, desk = room.person(department="69"), room.desk()
    for kind in desk.blockages.kinds():
        blockage = _log(room, case, kind.code)
        for rule in kind.rungs:
            desk.blockages.remedy(case, _remedy(blockage, rule.step))
        view = desk.blockages.one(case, blockage)
        assert {rung.state for rung in view.ladder} == {RungState.DONE}, kind.code
        assert view.next is None
    assert len(desk.blockages.open_ones()) == 30
    room.time.passes(days=timedelta(weeks=60).days)
    assert all(row.overdue or not row.next_due for row in room.desk().blockages.open_ones())
