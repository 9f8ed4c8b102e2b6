"""Linked files: ties written on both sides, proofs that serve several, events told to the right files."""

import dataclasses
from dataclasses import dataclass

import pytest

from anefdesk.domain.case import AddressKind, Item, ItemState, Language, Person, RequestKind
from anefdesk.domain.change import Change, Recorded, Stamp
from anefdesk.domain.checklist import Freshness, Row
from anefdesk.domain.household import EventKind, NoticeCode, Relation
from anefdesk.domain.record import CaseId, Kind, ObjectId
from anefdesk.services.casework import NewPerson
from anefdesk.services.desk import Desk
from anefdesk.store import projection
from tests.services.conftest import LEAD, RECEPTION, TODAY, WORKER, Refused, Room
from tests.services.test_pieces import pdf
from tests.services.test_restricted_files import _hire

_DARI = Language(id=ObjectId(b""), code="fa_AF", spoken=True, preferred=True)


@dataclass
class Home:
    room: Room
    desk: Desk
    mother: CaseId
    child: CaseId

    def relation(self, case: CaseId, other: CaseId) -> Relation | None:
        rows = self.desk.families.view(case).members
        return next((row.relation for row in rows if row.case == other), None)

    def edit(self, case: CaseId, **fields: object) -> None:
        before = self.room.read(case).file.person
        self.desk.casework.edit(case, before, dataclasses.replace(before, **fields))  # type: ignore[arg-type]


@pytest.fixture
def home(room: Room) -> Home:
    """A mother and her child, who is about to be eighteen, linked."""
    desk = room.desk()
    mother = room.person(birth_date="1990", nationality="AF", languages=(_DARI,), department="69")
    child = desk.casework.create(
        NewPerson(family="Canari-Haidari", given="Reza", birth_date="20/12/2008", nationality="AF")
    )
    desk.families.link(mother, child, Relation.CHILD)
    return Home(room, desk, mother, child)


# Ties


def test_a_tie_is_told_in_both_files(home: Home) -> None:
    (row,) = home.desk.families.view(home.mother).members
    assert (row.case, row.relation, row.latin, row.born) == (
        home.child, Relation.CHILD, "CANARI-HAIDARI Reza", "20/12/2008",
    )  # fmt: skip
    assert home.relation(home.child, home.mother) is Relation.PARENT
    home.desk.families.link(home.child, home.mother, Relation.GUARDIAN)
    assert home.relation(home.mother, home.child) is Relation.WARD


def test_a_tie_is_taken_back_on_both_sides(home: Home) -> None:
    undo = home.desk.casework.undo
    home.desk.families.link(home.mother, home.child, Relation.SIBLING)
    assert undo()
    assert home.relation(home.mother, home.child) is Relation.CHILD
    home.desk.families.unlink(home.child, home.mother)
    assert home.relation(home.mother, home.child) is home.relation(home.child, home.mother) is None
    assert undo()
    assert home.relation(home.child, home.mother) is Relation.PARENT
    assert undo()
    assert home.relation(home.mother, home.child) is None
    assert undo() is None


def test_ties_that_make_no_sense_are_refused(home: Home, refused: Refused) -> None:
    families = home.desk.families
    assert refused(lambda: families.link(home.mother, home.mother, Relation.SPOUSE)) == "family.self"
    stranger = home.room.person(family="Canari-Autre")
    assert refused(lambda: families.unlink(home.mother, stranger)) == "family.not_linked"
    assert not families.link(home.mother, home.child, Relation.CHILD).cases, "nothing new is written"


def test_two_desks_make_one_tie(home: Home) -> None:
    home.desk.families.unlink(home.mother, home.child)
    home.desk.families.link(home.child, home.mother, Relation.PARENT)
    assert len(home.room.read(home.mother).file.links) == 1


def test_a_relatives_file_takes_over_what_is_shared(home: Home) -> None:
    home.edit(home.mother, address="1 rue des Canaris", postcode="69003", city="Lyon", address_kind=AddressKind.OWN)
    new = home.desk.families.proposed(home.mother)
    assert (new.family, new.nationality, new.department) == ("Canari-Haidari", "AF", "69")
    assert [language.code for language in new.languages] == ["fa_AF"]
    made = home.desk.families.create_linked(
        home.mother, dataclasses.replace(new, given="Laila", birth_date="2015"), Relation.CHILD
    )
    person = home.room.read(made).file.person
    assert (person.address, person.city, person.birth_date) == ("1 rue des Canaris", "Lyon", "2015")
    assert home.relation(made, home.mother) is Relation.PARENT
    apart = dataclasses.replace(new, given="Ali", department="75")
    assert home.room.read(home.desk.families.create_linked(home.mother, apart, Relation.SPOUSE)).file.person.city == ""


def test_a_refused_relative_leaves_nothing(home: Home, refused: Refused) -> None:
    before = home.room.store.state_hash()
    assert (
        refused(lambda: home.desk.families.create_linked(home.mother, NewPerson(), Relation.CHILD)) == "person.no_name"
    )
    assert home.room.store.state_hash() == before


def test_a_relatives_file_is_kept_by_the_same_people(home: Home, refused: Refused) -> None:
    _hire(home.room, LEAD, RECEPTION)
    home.desk.restricting.restrict(home.mother, {home.room.workplace(RECEPTION).me.user})
    new = NewPerson(family="Canari-Haidari", given="Laila")
    made = home.desk.families.create_linked(home.mother, new, Relation.CHILD)
    assert refused(lambda: home.room.read(made, LEAD)) == "case.missing"
    assert home.room.read(made, RECEPTION).file.person.restricted


def test_a_relatives_file_is_restricted_while_two_desks_disagree_about_the_first(home: Home, refused: Refused) -> None:
    _hire(home.room, LEAD, WORKER)
    home.desk.restricting.restrict(home.mother)
    (theirs,) = (one for one in home.room.store.records(home.mother) if 11 in one.change.fields)
    unseen = Recorded(
        Stamp(b"\xff" * 16, 1, theirs.stamp.clock + 1, theirs.stamp.wall_ms, theirs.stamp.author),
        Change(home.mother, Kind.PERSON, ObjectId(home.mother), {11: False}),
    )
    projection.project(home.room.store.connection, unseen)
    assert not home.room.read(home.mother).file.person.restricted  # what is shown of the two
    made = home.desk.families.create_linked(home.mother, NewPerson(family="Canari-Haidari"), Relation.CHILD)
    assert refused(lambda: home.room.read(made, LEAD)) == "case.missing"


# Restricted relatives


def test_a_closed_relative_is_not_told_of(home: Home) -> None:
    home.desk.pieces.attach(home.mother, "c-domicile", pdf(), dated="2026-11-01")
    piece = home.room.read(home.mother).file.pieces[0]
    home.desk.families.share(home.mother, piece.id, [home.child])
    home.desk.families.tell(home.mother, EventKind.PROTECTED, "11/2026")
    assert {row.about for row in home.desk.demarches.today()} == {None, home.mother, home.child}
    home.desk.restricting.restrict(home.mother)
    lead = home.room.desk(LEAD)
    view, told = lead.families.view(home.child), lead.casework.reload(home.child)
    assert (view.members, view.borrowed, view.lent) == ((), (), ())
    assert {row.notice.about for row in view.notices} == {home.child}
    assert (told.file.links, told.file.shared) == ((), ())
    assert not any(obj in told.writers for obj in {link.id for link in home.room.read(home.child).file.links})
    assert {(row.case, row.about) for row in lead.demarches.today()} == {(home.child, None)}
    assert home.relation(home.child, home.mother) is Relation.PARENT, "who is named still sees it"


def test_a_scan_of_a_closed_relative_does_not_open(home: Home, refused: Refused) -> None:
    scan = pdf()
    home.desk.pieces.attach(home.mother, "c-domicile", scan)
    piece = home.room.read(home.mother).file.pieces[0]
    home.desk.families.share(home.mother, piece.id, [home.child])
    assert home.room.desk(LEAD).pieces.read(home.child, piece) == scan
    assert home.room.desk(LEAD).casework.accesses(home.mother)[0].what == "piece"
    home.desk.restricting.restrict(home.mother)
    assert refused(lambda: home.room.desk(LEAD).pieces.read(home.child, piece)) == "case.missing"


def test_a_proof_lent_to_a_closed_file_does_not_tell_of_it(home: Home) -> None:
    home.desk.pieces.attach(home.child, "c-domicile", pdf())
    home.desk.families.share(home.child, home.room.read(home.child).file.pieces[0].id, [home.mother])
    home.desk.restricting.restrict(home.mother)
    assert [lent.case for lent in home.desk.families.view(home.child).lent] == [home.mother]
    assert home.room.desk(LEAD).families.view(home.child).lent == ()


# Proofs that serve several files


def _row(home: Home, case: CaseId, demarche: ObjectId, document: str = "c-domicile") -> Row:
    return next(row for row in home.desk.demarches.view(case, demarche).checklist.rows if row.document.id == document)


def _both_begin(home: Home) -> tuple[ObjectId, ObjectId]:
    begun = [
        home.desk.demarches.begin(case, "refugie", RequestKind.RENEWAL, TODAY) for case in (home.mother, home.child)
    ]
    return begun[0], begun[1]


def test_one_proof_serves_two_files_with_one_date(home: Home) -> None:
    theirs, mine = _both_begin(home)
    home.desk.pieces.attach(home.mother, "c-domicile", pdf(), dated="2025-01-10")
    piece = home.room.read(home.mother).file.pieces[0]
    assert _row(home, home.child, mine).state is ItemState.MISSING
    home.desk.families.share(home.mother, piece.id, [home.child])
    row = _row(home, home.child, mine)
    assert (row.state, row.freshness, row.pieces) == (ItemState.TOO_OLD, Freshness.STALE, ())
    (proof,) = row.borrowed
    assert (proof.whose, proof.pieces) == ("CANARI-HAIDARI Zahra", (piece,))
    home.desk.demarches.set_item(home.mother, theirs, "c-domicile", ItemState.RECEIVED, dated="2026-11-01")
    row = _row(home, home.child, mine)
    assert (row.state, row.freshness) == (ItemState.RECEIVED, Freshness.FRESH), "dated once, fresh everywhere"
    assert row.fresh_until == _row(home, home.mother, theirs).fresh_until
    assert [(lent.case, lent.document) for lent in home.desk.families.view(home.mother).lent] == [
        (home.child, "c-domicile")
    ]


def test_gone_at_its_source_it_is_gone_everywhere(home: Home) -> None:
    _, mine = _both_begin(home)
    home.desk.pieces.attach(home.mother, "c-domicile", pdf(), dated="2026-11-01")
    piece = home.room.read(home.mother).file.pieces[0]
    home.desk.families.share(home.mother, piece.id, [home.child])
    home.desk.demarches.set_item(home.child, mine, "c-domicile", ItemState.ASKED)
    assert _row(home, home.child, mine).state is ItemState.RECEIVED
    home.desk.pieces.remove(home.mother, piece)
    assert (_row(home, home.child, mine).state, _row(home, home.child, mine).borrowed) == (ItemState.ASKED, ())
    assert home.desk.families.view(home.mother).lent == ()


@pytest.mark.parametrize("state", [ItemState.REFUSED, ItemState.TO_TRANSLATE, ItemState.MISSING])
def test_a_line_without_a_scan_is_shared_while_it_stands(home: Home, state: ItemState) -> None:
    from anefdesk.domain.case import RefusalReason

    theirs, mine = _both_begin(home)
    home.desk.demarches.set_item(home.mother, theirs, "c-domicile", ItemState.RECEIVED, dated="2026-11-01")
    item: Item = home.room.read(home.mother).file.items[0]
    home.desk.families.share(home.mother, item.id, [home.child])
    assert _row(home, home.child, mine).state is ItemState.RECEIVED
    home.desk.demarches.set_item(home.mother, theirs, "c-domicile", state, reason=RefusalReason.EXPIRED)
    assert _row(home, home.child, mine).state is ItemState.MISSING


def test_a_scan_that_its_own_file_refuses_serves_nobody(home: Home) -> None:
    from anefdesk.domain.case import RefusalReason

    theirs, mine = _both_begin(home)
    home.desk.pieces.attach(home.mother, "c-domicile", pdf(), dated="2026-11-01")
    home.desk.families.share(home.mother, home.room.read(home.mother).file.pieces[0].id, [home.child])
    assert _row(home, home.child, mine).state is ItemState.RECEIVED
    home.desk.demarches.set_item(
        home.mother, theirs, "c-domicile", ItemState.REFUSED, reason=RefusalReason.WRONG_PERSON
    )
    assert _row(home, home.child, mine).state is ItemState.MISSING


def test_sharing_ends_with_undo_with_the_tie_or_by_hand(home: Home, refused: Refused) -> None:
    families = home.desk.families
    home.desk.pieces.attach(home.mother, "c-domicile", pdf())
    piece = home.room.read(home.mother).file.pieces[0]

    def borrowed() -> int:
        return len(families.view(home.child).borrowed)

    families.share(home.mother, piece.id, [home.child])
    home.desk.casework.undo()
    assert borrowed() == 0
    families.share(home.mother, piece.id, [home.child])
    families.unshare(home.child, home.room.read(home.child).file.shared[0])
    assert borrowed() == 0
    families.share(home.mother, piece.id, [home.child])
    families.unlink(home.child, home.mother)
    assert borrowed() == 0
    assert refused(lambda: families.share(home.mother, piece.id, [home.child])) == "family.not_linked"
    home.desk.casework.undo()
    assert borrowed() == 1
    assert refused(lambda: families.share(home.mother, ObjectId(b"n" * 16), [home.child])) == "proof.unknown"


# Events


def _today(home: Home, label: str = LEAD) -> list[tuple[CaseId, str, str]]:
    rows = home.room.desk(label).demarches.today()
    return [(row.case, row.detail, row.on.isoformat()) for row in rows if row.what in {"notice", "birthday"}]


def test_a_birthday_is_told_today_to_the_child_and_the_parent(home: Home) -> None:
    assert set(_today(home)) == {
        (home.mother, "turns_18:child:1", "2026-12-20"),
        (home.child, "turns_18::1", "2026-12-20"),
    }
    home.edit(home.child, birth_date="2008-12")
    assert set(_today(home)) == {
        (home.mother, "turns_18:child:0", "2026-12-01"),
        (home.child, "turns_18::0", "2026-12-01"),
    }
    home.edit(home.child, birth_date="2012")
    assert _today(home) == []


def test_a_notice_dealt_with_in_one_file_stands_in_the_other(home: Home) -> None:
    notice = next(row.notice for row in home.desk.families.view(home.mother).notices if not row.handled)
    home.desk.families.handle(home.mother, notice.key)
    assert [case for case, *_ in _today(home)] == [home.child]
    assert any(row.handled for row in home.desk.families.view(home.mother).notices)
    home.desk.casework.undo()
    assert len(_today(home)) == 2


def test_a_birthday_dealt_with_comes_back_with_another_birth_date(home: Home) -> None:
    for row in home.desk.families.view(home.mother).notices:
        home.desk.families.handle(home.mother, row.notice.key)
    assert [case for case, *_ in _today(home)] == [home.child]
    home.edit(home.child, birth_date="2009-01-05")
    assert (home.mother, "turns_18:child:1", "2027-01-05") in _today(home)
    assert not any(row.handled for row in home.desk.families.view(home.mother).notices)


def test_an_event_is_told_to_linked_files_until_it_is_dealt_with(home: Home, refused: Refused) -> None:
    home.desk.families.tell(home.mother, EventKind.NATURALISED, "03/2020", "décret")
    assert _today(home)[0] == (home.child, "naturalised:parent:0", "2020-03-01")
    row = next(row for row in home.desk.families.view(home.child).notices if row.notice.code is NoticeCode.NATURALISED)
    assert row.look_at is not None
    assert (row.latin, row.look_at.procedures) == ("CANARI-HAIDARI Zahra", ("enfant-etranger-francais",))
    event = home.room.read(home.mother).file.events[0]
    home.desk.families.untell(home.mother, event)
    assert all("naturalised" not in detail for _, detail, _ in _today(home))
    assert refused(lambda: home.desk.families.handle(home.child, row.notice.key)) == "notice.unknown"
    home.desk.casework.undo()
    home.desk.families.handle(home.child, row.notice.key)
    assert all("naturalised" not in detail for _, detail, _ in _today(home))


@pytest.mark.parametrize(
    ("on", "code"), [("", "date.impossible"), ("31/02/2026", "date.impossible"), ("2027", "date.future")]
)
def test_an_event_has_a_day_that_is_past(home: Home, refused: Refused, on: str, code: str) -> None:
    assert refused(lambda: home.desk.families.tell(home.mother, EventKind.DIVORCE, on)) == code


def test_untying_ends_the_news(home: Home) -> None:
    home.desk.families.unlink(home.mother, home.child)
    assert [case for case, *_ in _today(home)] == [home.child]


def test_what_is_kept_is_what_a_rebuild_draws_up(home: Home) -> None:
    home.desk.families.tell(home.child, EventKind.PROTECTED, "01/11/2026")
    home.desk.families.handle(home.child, home.desk.families.view(home.child).notices[0].notice.key)
    home.desk.restricting.restrict(home.child)
    before = home.room.store.state_hash()
    home.room.store.rebuild()
    assert home.room.store.state_hash() == before


def test_reading_the_family_is_reading_the_file(home: Home) -> None:
    home.room.desk(LEAD).families.view(home.mother)
    assert home.room.desk(LEAD).casework.accesses(home.mother)


def test_the_person_is_not_added_twice(home: Home, refused: Refused) -> None:
    person: Person = home.room.read(home.mother).file.person
    assert refused(lambda: home.desk.casework.add(home.mother, person)) == "thing.stays"
