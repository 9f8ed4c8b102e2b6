"""Erasing a file in a centre alone: two people, nothing left to read, and a list of who has done it."""

from dataclasses import replace
from functools import partial

import pytest

from anefdesk.domain.case import Staff
from anefdesk.domain.draft import Draft
from anefdesk.domain.erasing import Reason, reference
from anefdesk.domain.household import Relation
from anefdesk.domain.record import UserId, number_of
from anefdesk.domain.staff import Member, Role
from anefdesk.letters.compose import compose
from anefdesk.services import drafting, members
from anefdesk.services.casework import NewPerson
from anefdesk.services.desk import lay_out
from anefdesk.services.sync.erasures_shown import Stage
from anefdesk.services.workplace import adding, setting
from tests.mailbox.organisation import named
from tests.services.conftest import LEAD, RECEPTION, WORKER, Refused, Room
from tests.services.sync.seats import filled, left_on_disk

SECOND = "Canari-Seconde"


@pytest.fixture
def alone(room: Room) -> Room:
    for label, role in ((LEAD, Role.LEAD), (WORKER, Role.WORKER)):
        _hire(room, label, role)
    return room


def _hire(room: Room, label: str, role: Role) -> None:

    room.members.setdefault(label, Member(UserId(named(label)), label, role))
    me = room.workplace(label).me
    room.workplace(label).record(adding(room.store.centre, members.record_of(me.user, me, b"")))


def test_two_leads_of_a_centre_alone_erase_a_file_at_once(alone: Room, refused: Refused) -> None:
    _hire(alone, SECOND, Role.LEAD)
    desk = alone.desk(LEAD)
    case = filled(desk)
    words = ("Effaçable", "Zénobie", "0612345678", "Canari-Secret", "Canari-Titre", "effacable")
    assert {"Effaçable", "Canari-Secret"} <= set(left_on_disk(alone.home / "casebook.db", *words))
    assert list((alone.home / "chunks").rglob("*"))
    desk.erasures.ask(case, Reason.ASKED)
    assert refused(lambda: desk.erasures.ask(case, Reason.ASKED)) == "erasing.asked"
    assert refused(lambda: desk.erasures.agree(case)) == "erasing.same_person"
    other = alone.desk(SECOND)
    assert case in other.erasures.agree(case).cases
    assert left_on_disk(alone.home / "casebook.db", *words) == []
    assert not [one for one in (alone.home / "chunks").rglob("*") if one.is_file()]
    assert refused(lambda: desk.casework.open(case)) == "case.missing"
    assert desk.finding.find("zenobie") == ()
    (row,) = desk.erasures.view()
    assert (row.stage, row.name, row.gone, row.missing) == (Stage.GONE, "", True, ())
    assert {label for label, _ in row.agreed} == {LEAD, SECOND}
    assert other.erasures.carry_out() == ()
    before = alone.store.state_hash()
    alone.store.rebuild()
    assert alone.store.state_hash() == before


def test_drafts_and_undo_of_an_erased_file_are_forgotten(alone: Room) -> None:
    _hire(alone, SECOND, Role.LEAD)
    at = alone.workplace(LEAD)
    desk = lay_out(at)
    case, other = filled(desk), desk.casework.create(NewPerson(family="Canari-Autre"))
    for one in (case, other):
        person = desk.casework.reload(one).file.person
        desk.casework.edit(one, person, replace(person, nationality="AF"))
        drafting.park(at, Draft(f"person:{one.hex()}", {"text": "…"}, one), {})
    unwritten: drafting.Unwritten = {
        (at.me.user, f"person:{case.hex()}"): (1, b"sealed"),
        (UserId(named("x")), f"person:{other.hex()}"): (1, b"sealed"),
    }
    desk.erasures.ask(case, Reason.TWICE)
    alone.desk(SECOND).erasures.agree(case)
    desk.erasures.carry_out(unwritten)
    assert [draft.case for draft in drafting.mine(at, {})] == [other]
    assert [place for _, place in unwritten] == [f"person:{other.hex()}"]
    assert {change.case for deed in at.undo for change in deed} == {other}


def test_a_relative_s_file_opens_after_the_erasing(alone: Room) -> None:
    _hire(alone, SECOND, Role.LEAD)
    desk = alone.desk(LEAD)
    case, child = filled(desk), desk.casework.create(NewPerson(family="Canari-Enfant"))
    desk.families.link(child, case, Relation.PARENT)
    desk.erasures.ask(case, Reason.ASKED)
    alone.desk(SECOND).erasures.agree(case)
    view = desk.casework.open(child)
    assert view.file.case == child
    desk.families.view(child)
    desk.deadlines.view(child)


def test_who_is_alone_uses_the_sheet_and_who_is_not_does_not(alone: Room, refused: Refused) -> None:
    desk = alone.desk(LEAD)
    case = filled(desk)
    tried: list[str] = []

    def opens(text: str) -> None:
        tried.append(text)

    assert refused(lambda: desk.erasures.agree_by_sheet(case, "…", opens)) == "erasing.not_asked"
    desk.erasures.ask(case, Reason.RETENTION)
    _hire(alone, SECOND, Role.LEAD)
    assert refused(lambda: desk.erasures.agree_by_sheet(case, "…", opens)) == "erasing.not_alone"
    assert desk.erasures.alone is False
    colleague = alone.workplace(LEAD).staff()[alone.members[SECOND].user]
    alone.workplace(LEAD).record(setting(alone.store.centre, colleague, {number_of(Staff, "gone"): True}))
    assert alone.desk(LEAD).erasures.alone
    assert case in desk.erasures.agree_by_sheet(case, "MA FEUILLE", opens).cases
    assert tried == ["MA FEUILLE"]
    (row,) = desk.erasures.view()
    assert {label for label, _ in row.agreed} == {LEAD, ""}


def test_only_leads_decide(alone: Room, refused: Refused) -> None:
    case = filled(alone.desk(WORKER))
    for label in (WORKER, RECEPTION):
        work = alone.desk(label).erasures
        deeds = (partial(work.ask, case, Reason.ASKED), partial(work.agree, case), work.view, work.proposed)
        assert {refused(deed) for deed in deeds} == {"access.role"}


def test_a_hold_forbids_it_and_a_request_can_be_taken_back(alone: Room, refused: Refused) -> None:
    _hire(alone, SECOND, Role.LEAD)
    one, two = alone.desk(LEAD).erasures, alone.desk(SECOND).erasures
    case = filled(alone.desk(LEAD))
    one.hold(case, held=True)
    assert refused(lambda: one.ask(case, Reason.ASKED)) == "erasing.held"
    one.hold(case, held=False)
    one.ask(case, Reason.ASKED)
    two.hold(case, held=True)
    assert refused(lambda: two.agree(case)) == "erasing.held"
    assert [row.stage for row in two.view()] == [Stage.HELD]
    two.hold(case, held=False)
    two.withdraw(case)
    assert refused(lambda: two.agree(case)) == "erasing.not_asked"
    two.ask(case, Reason.ASKED)  # the first agreement no longer counts
    assert two.carry_out() == ()
    assert case in one.agree(case).cases
    assert refused(lambda: one.withdraw(case)) == "case.missing"


def test_files_nobody_wrote_in_for_two_years_are_proposed_and_stay(room: Room) -> None:
    _hire(room, LEAD, Role.LEAD)
    desk = room.desk(LEAD)
    old = desk.casework.create(NewPerson(family="Canari-Ancienne"))
    room.time.passes(days=400)
    desk = room.desk(LEAD)
    young = desk.casework.create(NewPerson(family="Canari-Jeune"))
    room.time.passes(days=332)
    assert [one.case for one in room.desk(LEAD).erasures.proposed()] == [old]
    desk = room.desk(LEAD)
    desk.casework.open(old)  # reading is no contact
    assert [one.case for one in desk.erasures.proposed()] == [old]
    desk.erasures.ask(old, Reason.RETENTION)
    assert desk.erasures.proposed() == ()
    assert {row.case for row in desk.finding.recent()} == {old, young}


def test_the_certificate_has_no_name(alone: Room, refused: Refused) -> None:
    _hire(alone, SECOND, Role.LEAD)
    desk = alone.desk(LEAD)
    case = filled(desk)
    desk.erasures.ask(case, Reason.ASKED)
    assert refused(lambda: desk.erasures.certificate(case)) == "erasing.not_done"
    alone.desk(SECOND).erasures.agree(case)
    sheet = desk.erasures.certificate(case)
    told = "\n".join((*sheet.paragraphs, sheet.subject, *sheet.references))
    assert reference(case) in told
    assert "Effaçable" not in told
    assert "23/11/2026" in told
    assert "la personne l’a demandé" in told
    assert compose(sheet).startswith(b"%PDF")
