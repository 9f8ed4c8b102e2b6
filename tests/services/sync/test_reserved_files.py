"""A restricted file between PCs: what is written after it was closed is sealed to the people it is open to."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.change import Change
from anefdesk.domain.household import Keeper, Relation
from anefdesk.domain.record import CaseId, Kind, ObjectId, UserId, number_of
from anefdesk.services.casework import NewPerson
from anefdesk.services.desk import lay_out
from anefdesk.store import erasing, inbox, reading, reserved
from anefdesk.wire import keybox as keyboxes
from anefdesk.wire import segment as segments
from anefdesk.wire.entry import AddUser, Revoke
from tests.mailbox.organisation import NORTH, Organisation, named, public
from tests.services.conftest import Refused
from tests.services.sync import sharing_pcs
from tests.services.sync.reserved_pcs import LENA, MARC, NOEMIE, PERSON, ZAHRA, JoinedPc, Seat, centre, meet

SECRET = "CANARI elle loge chez sa tante"
NewSeat = Callable[[str, str], Seat]


@pytest.fixture
def org() -> Organisation:
    return centre()


@pytest.fixture
def seat(org: Organisation, tmp_path: Path, catalogue: Catalogue) -> Iterator[NewSeat]:
    made: list[Seat] = []

    def new(pc: str, who: str) -> Seat:
        made.append(Seat(JoinedPc(org, pc, tmp_path / pc), catalogue, who))
        return made[-1]

    yield new
    for one in made:
        one.pc.close()


@pytest.fixture
def two(seat: NewSeat) -> tuple[Seat, Seat, CaseId]:
    """Zahra at one PC and Marc at another; her file, that both know."""
    one, other = seat("nord 1", ZAHRA), seat("nord 2", MARC)
    one.hire()
    case = one.file()
    meet(one, other)
    assert other.sees(case)
    return one, other, case


def user(who: str) -> UserId:
    return UserId(named(who))


def test_what_is_written_afterwards_reaches_other_pcs_and_is_not_opened_there(two: tuple[Seat, Seat, CaseId]) -> None:
    one, other, case = two
    one.desk.restricting.restrict(case)
    one.note(case, SECRET)
    meet(one, other)
    assert one.notes(case) == [SECRET]
    assert not other.sees(case)
    assert not other.holds(SECRET)
    last = "SELECT count(*) FROM waiting WHERE case_id = ?"
    assert other.pc.store.connection.exec_driver_sql(last, (case,)).scalar()
    assert inbox.stuck(other.pc.store) == ()  # nobody is told that something waits


def test_a_keeper_who_unlocks_there_opens_it(two: tuple[Seat, Seat, CaseId]) -> None:
    one, other, case = two
    one.desk.restricting.restrict(case, [user(NOEMIE)])
    one.note(case, SECRET)
    meet(one, other)
    assert not other.holds(SECRET)
    other.sits(NOEMIE)
    assert other.notes(case) == [SECRET]
    other.note(case, "Canari-Réponse")
    meet(one, other)
    assert set(one.notes(case)) == {SECRET, "Canari-Réponse"}
    other.sits(MARC)
    assert not other.sees(case)


def test_while_somebody_else_is_there_what_comes_waits_even_where_a_keeper_was(two: tuple[Seat, Seat, CaseId]) -> None:
    one, other, case = two
    one.desk.restricting.restrict(case, [user(NOEMIE)])
    meet(one, other)
    other.sits(NOEMIE).contact()
    other.sits(MARC)
    one.note(case, SECRET)
    meet(one, other)
    assert not other.holds(SECRET)
    other.sits(NOEMIE).contact()
    assert other.notes(case) == [SECRET]


def test_tables_made_anew_while_no_keeper_is_there_leave_it_to_the_next_one(two: tuple[Seat, Seat, CaseId]) -> None:
    one, other, case = two
    one.desk.restricting.restrict(case, [user(NOEMIE)])
    one.note(case, SECRET)
    meet(one, other)
    other.sits(NOEMIE).contact()
    assert other.holds(SECRET)
    other.sits(MARC)
    other.pc.store.rebuild()
    assert not other.holds(SECRET)
    other.sits(NOEMIE).contact()
    assert other.notes(case) == [SECRET]
    before = one.pc.store.state_hash()
    one.pc.store.rebuild()
    assert one.pc.store.state_hash() == before


def test_a_file_restricted_before_it_was_ever_seen_leaves_nothing_there(two: tuple[Seat, Seat, CaseId]) -> None:
    one, other, case = two
    one.desk.restricting.restrict(case)
    made = one.desk.families.create_linked(case, NewPerson(family="Canari-Enfant", given="Mila"), Relation.CHILD)
    meet(one, other)
    assert reading.restricted(one.pc.store.connection, made) is True
    assert reading.restricted(other.pc.store.connection, made) is None
    assert made in other.at.closed()
    assert not other.holds("Canari-Enfant")
    assert other.desk.finding.count() == 0


def test_another_keeper_reads_all_of_it(two: tuple[Seat, Seat, CaseId]) -> None:
    one, other, case = two
    one.desk.restricting.restrict(case)
    one.note(case, SECRET)
    one.desk.restricting.name_keeper(case, user(MARC))
    meet(one, other)
    assert other.notes(case) == [SECRET]
    assert [who.label for who in other.desk.restricting.view(case).people if who.named] == [MARC, ZAHRA]


def test_who_is_no_longer_named_reads_nothing_new(two: tuple[Seat, Seat, CaseId]) -> None:
    one, other, case = two
    one.desk.restricting.restrict(case, [user(MARC)])
    one.note(case, "Canari-Avant")
    meet(one, other)
    assert other.notes(case) == ["Canari-Avant"]
    one.desk.restricting.remove_keeper(case, user(MARC))
    one.note(case, SECRET)
    meet(one, other)
    assert not other.sees(case)
    assert not other.holds(SECRET)
    assert other.holds("Canari-Avant")  # what was read stays read
    made = len(reserved.of(one.pc.store.connection, case))
    meet(one, other)
    assert len(reserved.of(one.pc.store.connection, case)) == made  # a PC that is behind makes none
    assert one.notes(case) == ["Canari-Avant", SECRET]


def test_who_goes_by_themselves_makes_the_key_they_do_not_hold(
    two: tuple[Seat, Seat, CaseId], refused: Refused
) -> None:
    one, other, case = two
    one.desk.restricting.restrict(case, [user(MARC)])
    meet(one, other)
    one.desk.restricting.remove_keeper(case, user(ZAHRA))
    meet(one, other)
    other.note(case, SECRET)
    meet(one, other)
    assert not one.holds(SECRET)
    assert refused(lambda: one.note(case, "Canari-Trop tard")) == "case.missing"
    one.sits(ZAHRA).contact()
    assert not one.holds(SECRET)


def test_opened_again_everybody_reads_all_of_it(two: tuple[Seat, Seat, CaseId]) -> None:
    one, other, case = two
    one.desk.restricting.restrict(case)
    one.note(case, SECRET)
    meet(one, other)
    one.desk.restricting.open_again(case)
    meet(one, other)
    assert other.sees(case)
    assert other.notes(case) == [SECRET]
    other.note(case, "Canari-Réponse")
    meet(one, other)
    assert set(one.notes(case)) == {SECRET, "Canari-Réponse"}
    meet(one, other)  # the readings too
    assert one.pc.store.state_hash() == other.pc.store.state_hash()
    one.desk.restricting.restrict(case)  # and closed once more, under another key
    one.note(case, "Canari-Encore")
    meet(one, other)
    assert not other.holds("Canari-Encore")


def test_a_person_out_of_the_organisation_holds_the_next_key_no_more(
    two: tuple[Seat, Seat, CaseId], org: Organisation
) -> None:
    one, other, case = two
    one.desk.restricting.restrict(case, [user(MARC)])
    meet(one, other)
    org.say(Revoke(named(MARC)))
    meet(one, other)
    one.note(case, SECRET)
    meet(one, other)
    assert not other.holds(SECRET)


def test_a_lead_opens_it_once_nobody_named_is_left_and_not_before(two: tuple[Seat, Seat, CaseId]) -> None:
    one, other, case = two
    one.desk.restricting.restrict(case)
    one.note(case, SECRET)
    meet(one, other)
    other.sits(LENA).contact()
    assert not other.sees(case)
    assert not other.holds(SECRET)
    other.leaves(ZAHRA)
    other.contact()
    assert other.notes(case) == [SECRET]
    other.note(case, "Canari-Suite")
    meet(one, other)
    assert not one.holds("Canari-Suite")  # under a key that who left does not hold
    other.sits(MARC).contact()
    assert not other.sees(case)


def test_two_people_who_close_it_at_once_keep_what_each_wrote(two: tuple[Seat, Seat, CaseId]) -> None:
    one, other, case = two
    one.desk.restricting.restrict(case)
    one.note(case, "Canari-De Zahra")
    other.desk.restricting.restrict(case)
    other.note(case, "Canari-De Marc")
    meet(one, other)
    assert (one.notes(case), other.notes(case)) == (["Canari-De Zahra"], ["Canari-De Marc"])
    assert [who.label for who in one.desk.restricting.view(case).people if who.named] == [ZAHRA]
    one.desk.restricting.name_keeper(case, user(MARC))
    other.desk.restricting.name_keeper(case, user(ZAHRA))
    meet(one, other)
    assert set(one.notes(case)) == set(other.notes(case)) == {"Canari-De Zahra", "Canari-De Marc"}


def test_a_pc_that_only_pretends_gets_no_key_and_opens_nothing(two: tuple[Seat, Seat, CaseId]) -> None:
    """Its program was altered: it names its person, or says that the file is open, under the key of the centre."""
    one, other, case = two
    one.desk.restricting.restrict(case)
    meet(one, other)
    forged = Change(case, Kind.KEEPER, ObjectId(named(MARC)), {number_of(Keeper, "named"): True})
    opened = Change(case, Kind.PERSON, ObjectId(case), {11: False})
    with pytest.MonkeyPatch.context() as altered:
        altered.setattr(reserved, "kept", lambda _connection, _case: ())
        for change in (forged, opened):
            with other.pc.store.transaction(user(MARC), 1_900_000_000_000) as deed:
                deed.record(change)
    meet(one, other)
    one.note(case, SECRET)
    meet(one, other)
    assert not other.holds(SECRET)
    assert one.sees(case)
    one.sits(MARC)
    assert not one.sees(case)


def test_a_centre_that_comes_with_restricted_files_gives_them_keys_at_the_first_contact(
    two: tuple[Seat, Seat, CaseId],
) -> None:
    one, other, case = two
    directory, one.at.__dict__["directory"] = one.at.directory, None  # as it was while the centre worked alone
    one.desk.restricting.restrict(case, [user(NOEMIE)])
    assert not reserved.of(one.pc.store.connection, case)
    one.at.__dict__["directory"] = directory
    one.contact()
    held = {held.holder: held.keeper for held in reserved.of(one.pc.store.connection, case)}
    assert held == {user(ZAHRA): True, user(NOEMIE): True, user(LENA): False}
    one.note(case, SECRET)
    meet(one, other)
    assert not other.holds(SECRET)
    other.sits(NOEMIE).contact()
    assert other.notes(case) == [SECRET]


def test_it_is_erased_where_it_was_never_opened(two: tuple[Seat, Seat, CaseId]) -> None:
    one, other, case = two
    one.desk.restricting.restrict(case)
    one.note(case, SECRET)
    meet(one, other)
    for each in (one, other):
        erasing.erase(each.pc.store, {case}, case)
        assert not reserved.of(each.pc.store.connection, case)
        assert each.pc.store.held(case) == {}
        assert not each.holds(PERSON.family)


def test_in_whatever_order_it_comes_it_is_read(two: tuple[Seat, Seat, CaseId], seat: NewSeat) -> None:
    """A third PC hears of what another keeper wrote before it hears of the key."""
    one, other, case = two
    one.desk.restricting.restrict(case, [user(MARC), user(NOEMIE)])
    meet(one, other)
    other.note(case, SECRET)
    other.contact()
    third = seat("nord 3", NOEMIE)
    page = other.pc.post.box.pull(NORTH, 0, 100_000)
    state = other.pc.post.directory()
    mine, theirs = (
        [read for data in page.segments if (read := segments.read(data)).header.device == named(pc)]
        for pc in ("nord 2", "nord 1")
    )
    inbox.keyboxes(third.pc.store, [keyboxes.read(data) for data in page.keyboxes], state)
    told = inbox.apply(third.pc.store, mine, state)
    assert told.quarantined
    inbox.apply(third.pc.store, theirs, state)
    assert inbox.stuck(third.pc.store) == ()
    third.contact()
    assert third.notes(case) == [SECRET]


def test_a_restricted_file_of_another_centre_is_kept_by_who_accepts_it(tmp_path: Path, catalogue: Catalogue) -> None:
    org = sharing_pcs.organisation()
    make, close = sharing_pcs.maker(org, tmp_path, catalogue)
    try:
        north, south = make("nord 1", sharing_pcs.NORTH), make("sud 1", sharing_pcs.SOUTH)
        case = north.file()
        north.desk.restricting.restrict(case)
        north.desk.sharing.share(case, sharing_pcs.SOUTH)
        me = south.at.me
        key = south.made.keys[me.label]
        org.say(AddUser(me.user, sharing_pcs.SOUTH, key.public(), public(me.label)))
        north.meets(south)
        (offer,) = south.desk.sharing.received()
        at = replace(south.at, directory=south.pc.post.directory)
        copy, _ = lay_out(at, south.pc.organisation()).sharing.accept(offer.scope, offer.share)
        store = south.pc.store
        assert {held.holder for held in reserved.of(store.connection, copy)} == {me.user}
        kinds = {Kind(one.change.kind) for one in store.records(copy) if store.for_centre(one.stamp.log, one.stamp.seq)}
        assert kinds == {Kind.KEEPER, Kind.RESERVED_KEY}  # the rest is sealed to them alone
    finally:
        close()
