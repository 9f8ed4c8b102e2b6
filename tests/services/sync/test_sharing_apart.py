"""Files shared by PCs that do not see each other, that come late or leave, and by those who try what they may not."""

import dataclasses
from datetime import timedelta

import pytest

from anefdesk.domain.case import RequestKind
from anefdesk.domain.consent import Consent
from anefdesk.domain.record import CaseId, Kind
from anefdesk.domain.sharing import Brought, Reply, Share
from anefdesk.services.sync import shared_file
from anefdesk.services.sync.parcels import ANSWER, FILE
from anefdesk.services.sync.sharing import OfferRow
from anefdesk.services.workplace import adding
from anefdesk.store import contents, erasing, reading, remembered
from anefdesk.store import parcels as kept
from anefdesk.wire import segment
from anefdesk.wire.entry import EVERYWHERE, EXCHANGE, AddDevice, Revoke
from anefdesk.wire.sealing import OP_RECORD
from anefdesk.wire.segment import ERASED, Record
from tests.mailbox.organisation import Organisation, named, public
from tests.services.conftest import LEAD, TODAY, Refused
from tests.services.correspondent_pcs import key_of
from tests.services.sync import sharing_pcs
from tests.services.sync.sharing_pcs import NORTH, OFFICE, SOUTH, Counter, NewCounter, Two

# Several PCs


def test_two_pcs_that_accept_offline_make_one_copy(two: Two, new: NewCounter) -> None:
    second = new("sud 2", SOUTH)
    two.north.desk.sharing.share(two.case, SOUTH)
    row = two.offered()
    two.north.meets(second)
    first, _ = two.south.desk.sharing.accept(row.scope, row.share)
    again, _ = second.desk.sharing.accept(row.scope, row.share)
    assert first == again
    with two.south.pc.store.inside() as here, second.pc.store.inside() as there:
        keys = [at.keys.record_key(first, 1, SOUTH) for at in (here, there)]
    assert keys[0] == keys[1]
    two.north.meets(two.south)
    two.north.meets(second)
    assert two.share.reply is Reply.ACCEPTED
    made = list(reading.things(two.south.pc.store.connection, two.south.pc.store.centre, Brought))
    assert [one.case for one in made] == [first]


def test_an_acceptance_counts_whatever_another_pc_said(two: Two, new: NewCounter) -> None:
    second = new("sud 2", SOUTH)
    two.north.desk.sharing.share(two.case, SOUTH)
    row = two.offered()
    two.north.meets(second)
    two.south.desk.sharing.accept(row.scope, row.share)
    second.desk.sharing.refuse(row.scope, row.share, "Trop loin")
    heard = []
    for other in (second, two.south, second):
        two.north.meets(other)
        heard.append(two.share.reply)
    assert heard == [Reply.REFUSED, Reply.ACCEPTED, Reply.ACCEPTED]


def test_a_pc_that_is_out_neither_gets_nor_stops_it(two: Two, org: Organisation, new: NewCounter) -> None:
    second = new("sud 2", SOUTH)
    two.north.desk.sharing.share(two.case, SOUTH)
    row = two.offered()
    copy, _ = two.south.desk.sharing.accept(row.scope, row.share)
    two.north.meets(two.south)
    two.north.meets(second)
    org.say(Revoke(named("sud 2")))
    two.north.desk.casework.add_note(two.case, "Canari-Suite", private=False)
    two.north.meets(two.south)
    two.north.meets(second)
    assert "Canari-Suite" in {note.text for note in two.south.desk.casework.reload(copy).file.notes}
    came = [shared_file.read(one.body) for one in second.pc.parcels().received(FILE)]
    assert not [one for one in came if isinstance(one, shared_file.More)]
    org.say(Revoke(named("sud 1")))
    two.north.desk.casework.add_note(two.case, "Canari-Fin", private=False)
    two.north.contact()  # nobody is left there: nothing fails


def test_a_pc_that_goes_on_for_another_sends_all_and_harms_nothing(two: Two) -> None:
    copy = two.shared()
    here = two.south.desk.casework
    person = here.reload(copy).file.person
    here.edit(copy, person, dataclasses.replace(person, nationality="IR"))
    share = two.share
    assert share.device == named("nord 1")
    remembered.drop(two.north.pc.store, f"shared:{bytes(share.id).hex()}")  # as on a PC that never sent it
    two.north.meets(two.south)
    file = here.reload(copy).file
    assert file.person.nationality == "IR"
    assert len(file.journal) == 1


# What others may try


def test_nobody_else_speaks_for_a_centre(two: Two, new: NewCounter) -> None:
    copy = two.shared()
    office = new("siège", OFFICE)
    share = bytes(two.share.id)
    more = shared_file.More(share=share, no=9, things=[(Kind.PERSON, bytes(two.case), {3: "XX"})])
    office.pc.parcels().send(FILE, [named("sud 1")], shared_file.write(more))
    refusal = shared_file.Answer(share=share, case=bytes(two.case), accepted=False, on="2026-11-23")
    office.pc.parcels().send(ANSWER, [named("nord 1")], shared_file.write(refusal))
    office.pc.posts()
    for other in (two.north, two.south):
        office.pc.meets(other.pc)
        other.contact()
    assert two.share.reply is Reply.ACCEPTED
    assert two.south.desk.casework.reload(copy).file.person.nationality != "XX"


@pytest.mark.parametrize("body", [b"", b"\x00" * 40, b"\x81\xa1a\x01", b"\x91" * 3000])
def test_what_is_no_such_thing_is_left_aside(two: Two, body: bytes) -> None:
    for kind in (FILE, 3):
        two.north.pc.parcels().send(kind, [named("sud 1")], body)
    two.north.meets(two.south)
    assert two.south.desk.sharing.received() == ()


def test_only_what_may_leave_may_come() -> None:
    case, origin = CaseId(named("copy")), named("origin")
    things: list[shared_file.Thing] = [
        (int(Kind.STAFF), named("boss"), {1: "Canari", 2: "lead"}),
        (int(Kind.KEEPER), named("boss"), {1: True}),
        (int(Kind.PERSON), named("another"), {3: "AF"}),
        (int(Kind.PERSON), origin, {3: "AF", 11: True}),
        (int(Kind.NOTE), named("note"), {1: "Canari", 2: b"sealed", 99: "later"}),
    ]
    found = shared_file.placed(things, origin, case, "")
    assert [(one.kind, one.obj, dict(one.fields)) for one in found] == [
        (Kind.PERSON, bytes(case), {3: "AF"}),
        (Kind.NOTE, named("note"), {1: "Canari"}),
    ]


def test_an_offer_of_an_erased_file_is_gone(two: Two, org: Organisation) -> None:
    two.north.desk.sharing.share(two.case, SOUTH)
    two.offered()
    org.erase(bytes(two.case), NORTH)
    two.north.pc.meets(two.south.pc)
    assert two.south.desk.sharing.received() == ()
    two.south.contact()
    assert not two.south.pc.parcels().received(FILE)


def test_a_pc_that_joins_late_gets_what_waits(two: Two, org: Organisation, new: NewCounter) -> None:
    two.north.desk.sharing.share(two.case, SOUTH)
    two.offered()
    org.say(AddDevice(named("sud 3"), SOUTH, public("sud 3"), key_of("sud 3").public(), public("sud 3 carrier")))
    late = new("sud 3", SOUTH)
    two.north.desk.casework.add_note(two.case, "Canari-Entre-temps", private=False)
    two.north.meets(late)
    (row,) = late.desk.sharing.received()
    sent = len(two.north.pc.parcels().received(FILE))
    two.north.meets(late)
    assert len(two.north.pc.parcels().received(FILE)) == sent
    copy, _ = late.desk.sharing.accept(row.scope, row.share)
    (other,) = two.south.desk.sharing.received()
    assert two.south.desk.sharing.accept(other.scope, other.share)[0] == copy
    assert _keys(two.south, copy) == _keys(late, copy)
    for counter in (late, two.south):
        two.north.meets(counter)
        assert "Canari-Entre-temps" in {note.text for note in counter.desk.casework.reload(copy).file.notes}


def test_a_pc_that_was_away_for_weeks_gets_what_waits(two: Two) -> None:
    two.north.desk.sharing.share(two.case, SOUTH)
    two.north.contact()
    two.north.pc.today += timedelta(days=80)  # longer than what was sent can be sent again
    two.north.contact()
    assert two.offered().name == "CANARI-PARTAGÉE Zénobie"


def _keys(counter: Counter, case: CaseId) -> bytes:
    with counter.pc.store.inside() as at:
        return at.keys.record_key(case, 1, SOUTH)


def _shared_twice(two: Two, second: Counter) -> list[OfferRow]:
    """As two PCs of the north that do not see each other share it; whom the south has heard of it."""
    two.north.desk.sharing.share(two.case, SOUTH)
    again = dataclasses.replace(two.share, id=two.north.at.new_id(), parcel=b"", sent=0, offered=b"")
    two.north.at.record(adding(two.case, again))
    for counter in (two.south, second):
        two.north.meets(counter)
    return list(two.south.desk.sharing.received())


def test_one_file_shared_by_two_pcs_and_accepted_by_two_is_one_copy(two: Two, new: NewCounter) -> None:
    second = new("sud 2", SOUTH)
    one, other = _shared_twice(two, second)
    first, _ = two.south.desk.sharing.accept(one.scope, one.share)
    again, _ = second.desk.sharing.accept(other.scope, other.share)
    assert first == again
    assert _keys(two.south, first) == _keys(second, first)
    two.north.desk.casework.add_note(two.case, "Canari-Suite", private=False)
    for _ in range(2):
        for counter in (two.south, second):
            two.north.meets(counter)
    for counter in (two.south, second):
        assert "Canari-Suite" in {note.text for note in counter.desk.casework.reload(first).file.notes}
    shares = reading.things(two.north.pc.store.connection, two.case, Share)
    assert [share.reply for share in shares] == [Reply.ACCEPTED, Reply.ACCEPTED]


def test_a_file_shared_again_adds_to_the_copy(two: Two, refused: Refused) -> None:
    copy = two.shared()
    here, there = two.south.desk, two.north.desk
    person = here.casework.reload(copy).file.person
    here.casework.edit(copy, person, dataclasses.replace(person, nationality="IR"))
    there.sharing.stop(two.case, two.share.id)
    two.north.meets(two.south)
    person = there.casework.reload(two.case).file.person
    there.casework.edit(two.case, person, dataclasses.replace(person, nationality="AF", gender="f"))
    there.casework.add_note(two.case, "Canari-Suite", private=False)
    there.sharing.share(two.case, SOUTH)
    row = two.offered()
    assert row.known == copy
    assert here.sharing.accept(row.scope, row.share)[0] == copy
    file = here.casework.reload(copy).file
    assert (file.person.nationality, file.person.gender) == ("IR", "f")
    assert "Canari-Suite" in {note.text for note in file.notes}
    assert "« AF »" in "".join(two.journal(copy))
    assert refused(lambda: here.sharing.accept(row.scope, row.share)) == "sharing.answered"


def test_a_copy_closed_to_me_is_not_added_to(two: Two, refused: Refused) -> None:
    copy = two.shared()
    two.south.desk.restricting.restrict(copy)
    two.north.desk.sharing.stop(two.case, two.share.id)
    two.north.desk.sharing.share(two.case, SOUTH)
    row = two.offered()
    other = two.south.of(LEAD)
    assert [one.known for one in other.sharing.received()] == [None]
    assert refused(lambda: other.sharing.accept(row.scope, row.share)) == "sharing.known"


def test_an_offer_stands_when_others_say_that_its_file_is_erased(two: Two, org: Organisation) -> None:
    two.north.desk.sharing.share(two.case, SOUTH)
    two.offered()
    org.erase(bytes(two.case), SOUTH)
    assert len(two.south.desk.sharing.received()) == 1


def test_an_erased_copy_does_not_come_back_under_its_id(two: Two, org: Organisation) -> None:
    copy = two.shared()
    two.north.desk.sharing.stop(two.case, two.share.id)
    org.erase(bytes(copy), SOUTH)
    erasing.erase(two.south.pc.store, org.state.erased_in(SOUTH), copy)
    two.north.desk.sharing.share(two.case, SOUTH)
    row = two.offered()
    again, _ = two.south.desk.sharing.accept(row.scope, row.share)
    assert again != copy
    assert two.south.desk.casework.reload(again).file.names


# Handed over


def test_a_file_handed_over_is_closed_here(two: Two, refused: Refused) -> None:
    desk, casework = two.north.desk, two.north.desk.casework
    casework.add_note(two.case, "Canari-Avant", private=False)
    demarche = desk.demarches.begin(two.case, "refugie", RequestKind.FIRST, TODAY)
    assert [row.case for row in desk.deadlines.day(3650).rows] != []
    copy = two.shared(handed_over=True)
    for deed in (
        lambda: casework.add_note(two.case, "Canari-Après", private=False),
        lambda: desk.demarches.begin(two.case, "refugie", RequestKind.FIRST, TODAY),
        lambda: desk.pieces.attach(two.case, "c-photo", sharing_pcs.PDF),
    ):
        assert refused(deed) == "sharing.closed"
    assert demarche in {one.id for one in casework.open(two.case).file.demarches}
    assert desk.deadlines.day(3650).rows == ()
    two.south.desk.casework.add_note(copy, "Canari-Là-bas", private=False)
    (one,) = [one for one in reading.things(two.north.pc.store.connection, two.case, Consent) if not one.revoked_on]
    desk.consents.revoke(two.case, one)  # the person may always


def test_a_file_handed_over_can_be_taken_back(two: Two) -> None:
    copy = two.shared(handed_over=True)
    desk = two.north.desk
    desk.sharing.stop(two.case, two.share.id)
    assert desk.sharing.view(two.case).handed_over is None
    desk.casework.add_note(two.case, "Canari-Repris", private=False)
    two.north.meets(two.south)
    assert "a repris ce dossier" in two.journal(copy)[-1]


def test_a_copy_handed_on_still_takes_what_comes(two: Two, new: NewCounter) -> None:
    office = new("siège", OFFICE)
    copy = two.shared()
    two.south.agree(copy)
    two.south.desk.sharing.share(copy, EVERYWHERE, handed_over=True)
    two.south.meets(office)
    (row,) = office.desk.sharing.received()
    onward, _ = office.desk.sharing.accept(row.scope, row.share)
    two.south.meets(office)
    assert two.south.desk.sharing.view(copy).handed_over is not None
    two.north.desk.casework.add_note(two.case, "Canari-Suite", private=False)
    two.north.meets(two.south)
    two.south.meets(office)
    for counter, case in ((two.south, copy), (office, onward)):
        assert "Canari-Suite" in {note.text for note in counter.desk.casework.reload(case).file.notes}


def test_shared_files_are_found_by_an_index(two: Two) -> None:
    for query in (f"{contents.SHARED} ORDER BY case_id", f"{contents.SHARED} AND case_id = x'00'"):
        plan = two.north.pc.store.connection.exec_driver_sql("EXPLAIN QUERY PLAN " + query).fetchall()
        assert [line[3] for line in plan if "object_shared" not in line[3]] == [], plan
    assert contents.shared(two.north.pc.store.connection) == ()
    two.north.desk.sharing.share(two.case, SOUTH)
    assert contents.shared(two.north.pc.store.connection) == (two.case,)


# Erased at its source


def _carried(counter: Counter) -> list[Record]:
    """What a mailbox holds of the exchange."""
    page = counter.pc.post.box.pull(EXCHANGE, 0, 1000)
    return [record for data in page.segments for record in segment.read(data).records]


def test_erasing_the_file_takes_its_parcels_back_everywhere(two: Two, org: Organisation) -> None:
    copy = two.shared()
    two.north.desk.casework.add_note(two.case, "Canari-Suite", private=False)
    two.north.meets(two.south)
    for counter in (two.north, two.south):
        assert {record.kind for record in _carried(counter)} == {OP_RECORD}
    org.erase(bytes(two.case), NORTH)
    erasing.erase(two.north.pc.store, org.state.erased_in(NORTH), two.case)
    two.north.meets(two.south)
    for counter in (two.north, two.south):
        assert {record.kind for record in _carried(counter)} == {ERASED}
        assert {record.case for record in _carried(counter)} == {two.case}
    left = two.north.pc.store.connection.exec_driver_sql("SELECT max(length(ct)), max(nonce) FROM sent_parcel")
    assert left.fetchall() == [(32, b"")]
    assert "a effacé son dossier" in two.journal(copy)[-1]
    (row,) = two.south.desk.sharing.received()
    assert row.ended_on == TODAY.isoformat()
    two.north.meets(two.south)
    assert sum("a effacé son dossier" in text for text in two.journal(copy)) == 1
    assert two.south.pc.takes().unreadable == 0


def test_a_pc_put_back_does_not_send_an_erased_file_again(two: Two, org: Organisation) -> None:
    two.shared()
    org.erase(bytes(two.case), NORTH)
    erasing.erase(two.north.pc.store, org.state.erased_in(NORTH), two.case)
    store = two.north.pc.store
    kept.renew(store, kept.Exchange(org.state.org, EXCHANGE), "2026-01-01")
    assert two.north.pc.posts() == 0
    two.north.desk.sharing.share(other := two.north.file(), SOUTH)
    assert two.north.pc.posts() == 1
    assert other in {record.case for record in _carried(two.north)}
