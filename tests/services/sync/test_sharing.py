"""A file shared with another centre: a copy, accepted or refused, kept up to date, ended; nothing without agreement."""

import dataclasses
from pathlib import Path

from anefdesk.domain import ids
from anefdesk.domain.case import Answer, Note, RequestKind
from anefdesk.domain.consent import Consent
from anefdesk.domain.household import Relation
from anefdesk.domain.record import Kind
from anefdesk.domain.sharing import Reply, Share
from anefdesk.services.desk import lay_out
from anefdesk.services.sync.parcels import FILE
from anefdesk.services.sync.sharing import Standing
from anefdesk.services.workplace import adding
from anefdesk.store import delivery, reading
from anefdesk.wire.entry import EVERYWHERE
from tests.mailbox.organisation import named
from tests.services.conftest import LEAD, RECEPTION, TODAY, WORKER, Refused
from tests.services.sync import sharing_pcs
from tests.services.sync.sharing_pcs import NORTH, OFFICE, SOUTH, NewCounter, Two

# The copy


def test_a_file_is_shared_accepted_and_answered(two: Two) -> None:
    before = two.north.desk.casework.reload(two.case).file
    two.north.desk.sharing.share(two.case, SOUTH)
    row = two.offered()
    assert (row.name, row.on, row.by, row.handed_over) == ("CANARI-PARTAGÉE Zénobie", TODAY.isoformat(), WORKER, False)
    assert (row.counts or {})[Kind.PIECE] == 1
    assert two.south.desk.sharing.waiting() == 1
    copy, touched = two.south.desk.sharing.accept(row.scope, row.share)
    assert copy in touched.cases
    assert copy != two.case
    file = two.south.desk.casework.open(copy).file
    assert (file.names, file.points, file.pieces, file.person.birth_date) == (
        before.names, before.points, before.pieces, before.person.birth_date,
    )  # fmt: skip
    (entry,) = file.journal
    assert WORKER in entry.text
    assert "23/11/2026" in entry.text
    two.north.meets(two.south)
    assert (two.share.reply, two.share.replied_on) == (Reply.ACCEPTED, TODAY.isoformat())
    assert two.south.desk.sharing.waiting() == 0
    assert two.south.desk.sharing.view(copy).received is not None
    assert not two.south.pc.parcels().received(FILE)


def test_what_may_not_leave_stays(two: Two) -> None:
    desk = two.north.desk
    other = desk.casework.create(sharing_pcs.PERSON)
    desk.families.link(two.case, other, Relation.CHILD)
    copy = two.shared()
    kinds = {record.change.kind for record in two.south.pc.store.records(copy)}
    assert kinds.isdisjoint({Kind.LINK, Kind.CONSENT, Kind.SHARE, Kind.KEEPER, Kind.HANDLED})
    notes = two.south.desk.casework.reload(copy).file.notes
    assert [note.text for note in notes] == ["Canari-Note de l’équipe"]
    texts = [note.sealed for note in reading.things(two.south.pc.store.connection, copy, type(notes[0]))]
    assert texts == [None]
    view = desk.sharing.view(two.case)
    assert (view.private_notes, view.ties) == (1, 1)


def test_answers_are_found_again_under_the_new_case(two: Two) -> None:
    desk, catalogue = two.north.desk, two.north.catalogue
    fact = next(one for one in catalogue.facts.values() if one.scope.value == "person" and not one.derived)
    kept = Answer(id=ids.answer_id(bytes(two.case), fact.id), fact=fact.id, value="no")
    two.north.at.record(adding(two.case, kept))
    demarche = desk.demarches.begin(two.case, "refugie", RequestKind.FIRST, TODAY)
    copy = two.shared()
    file = two.south.desk.casework.reload(copy).file
    (answer,) = [one for one in file.answers if one.fact == fact.id]
    assert answer.id == ids.answer_id(bytes(copy), fact.id)
    assert [one.id for one in file.demarches] == [demarche]
    assert two.south.desk.demarches.view(copy, demarche)


def test_attachments_are_asked_for_by_name(two: Two) -> None:
    copy = two.shared()
    (piece,) = two.south.desk.casework.reload(copy).file.pieces
    names = delivery.chunk_names(two.south.pc.store, {copy})
    assert set(names.values()) == {copy}
    for name in names:
        two.south.pc.post.chunks.put(two.north.pc.post.chunks.get(name))
    assert two.south.desk.pieces.read(copy, piece) == sharing_pcs.PDF


def test_nothing_of_it_is_readable_on_the_way(two: Two, tmp_path: Path) -> None:
    two.shared()
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or b"Canari-Partag" not in file.read_bytes()


# What it takes


def test_without_an_agreement_nothing_leaves(new: NewCounter, refused: Refused) -> None:
    north = new("nord 1", NORTH)
    case = north.file(agreed=False)
    assert refused(lambda: north.desk.sharing.share(case, SOUTH)) == "consent.missing"
    assert not reading.things(north.pc.store.connection, case, Share)
    assert north.pc.posts() == 0


def test_reception_does_not_share(two: Two, refused: Refused) -> None:
    sharing = two.north.of(RECEPTION).sharing
    assert refused(lambda: sharing.share(two.case, SOUTH)) == "access.role"


def test_the_same_file_is_not_shared_twice_with_one_centre(two: Two, refused: Refused) -> None:
    sharing = two.north.desk.sharing
    sharing.share(two.case, SOUTH)
    assert refused(lambda: sharing.share(two.case, SOUTH)) == "sharing.stands"
    assert refused(lambda: sharing.share(two.case, NORTH)) == "sharing.nobody"
    assert refused(lambda: sharing.share(two.case, named("nowhere"))) == "sharing.nobody"


def test_too_large_a_file_is_refused_before_anything_is_written(two: Two, refused: Refused) -> None:
    for _ in range(5):
        two.north.at.record(adding(two.case, Note(id=two.north.at.new_id(), text="x" * 1_000_000)))
    assert refused(lambda: two.north.desk.sharing.share(two.case, SOUTH)) == "parcel.too_large"
    assert not reading.things(two.north.pc.store.connection, two.case, Share)


def test_a_centre_alone_shares_nothing(two: Two, refused: Refused) -> None:
    sharing = lay_out(two.north.at).sharing
    assert not sharing.view(two.case).belongs
    assert (sharing.received(), sharing.waiting()) == ((), 0)
    assert refused(lambda: sharing.share(two.case, SOUTH)) == "sharing.alone"


def test_the_head_office_gets_a_file_too(two: Two, new: NewCounter) -> None:
    office = new("siège", OFFICE)
    assert next(one.to for one in two.north.desk.sharing.view(two.case).addressees) == EVERYWHERE
    two.north.desk.sharing.share(two.case, EVERYWHERE)
    two.north.meets(office)
    two.north.meets(two.south)
    assert two.south.desk.sharing.received() == ()
    (row,) = office.desk.sharing.received()
    office.desk.sharing.accept(row.scope, row.share)
    two.north.meets(office)
    assert two.share.reply is Reply.ACCEPTED


# Refused, ended, taken back


def test_a_refusal_says_why(two: Two, refused: Refused) -> None:
    two.north.desk.sharing.share(two.case, SOUTH)
    row = two.offered()
    sharing = two.south.desk.sharing
    assert refused(lambda: sharing.refuse(row.scope, row.share, " ")) == "sharing.no_reason"
    sharing.refuse(row.scope, row.share, "Habite trop loin")
    assert refused(lambda: sharing.accept(row.scope, row.share)) == "sharing.answered"
    two.north.meets(two.south)
    assert (two.share.reply, two.share.why, two.share.stands) == (Reply.REFUSED, "Habite trop loin", False)
    (row,) = sharing.received()
    assert (row.standing, row.name, row.why) == (Standing.REFUSED, "", "Habite trop loin")
    assert not two.south.pc.parcels().received(FILE)
    two.north.desk.sharing.share(two.case, SOUTH)  # and may be tried again
    assert len(two.north.desk.sharing.view(two.case).lines) == 2


def test_what_changes_afterwards_follows(two: Two) -> None:
    copy = two.shared()
    casework = two.north.desk.casework
    person = casework.reload(two.case).file.person
    casework.edit(two.case, person, dataclasses.replace(person, nationality="AF"))
    casework.add_note(two.case, "Canari-Suite", private=False)
    two.north.meets(two.south)
    file = two.south.desk.casework.reload(copy).file
    assert file.person.nationality == "AF"
    assert "Canari-Suite" in {note.text for note in file.notes}
    assert len(file.journal) == 1
    sent = two.share.sent
    two.north.meets(two.south)
    assert two.share.sent == sent


def test_what_the_receiver_changed_is_not_replaced(two: Two) -> None:
    copy = two.shared()
    here, there = two.south.desk.casework, two.north.desk.casework
    person = here.reload(copy).file.person
    here.edit(copy, person, dataclasses.replace(person, nationality="IR"))
    for nationality in ("AF", "SY"):
        person = there.reload(two.case).file.person
        there.edit(two.case, person, dataclasses.replace(person, nationality=nationality, gender=nationality[:1]))
        two.north.meets(two.south)
    file = here.reload(copy).file
    assert (file.person.nationality, file.person.gender) == ("IR", "S")
    notes = [text for text in two.journal(copy) if "rien n’est remplacé" in text]
    assert len(notes) == 2
    assert "« SY »" in notes[1]


def test_what_is_taken_away_there_is_taken_away_here(two: Two) -> None:
    copy = two.shared()
    casework = two.north.desk.casework
    gone = casework.reload(two.case).file.points[0]
    new = dataclasses.replace(gone, id=casework.new_id(), value="+33639980078")
    casework.remove(two.case, gone)
    casework.add(two.case, new)
    casework.remove(two.case, new)  # never sent: not told
    two.north.meets(two.south)
    assert two.south.desk.casework.reload(copy).file.points == ()
    known = reading.things(two.south.pc.store.connection, copy, type(gone))
    assert [one.id for one in known] == [gone.id]


def test_stopping_ends_what_comes_after_and_says_so(two: Two, refused: Refused) -> None:
    copy = two.shared()
    two.north.desk.sharing.stop(two.case, two.share.id)
    assert refused(lambda: two.north.desk.sharing.stop(two.case, two.share.id)) == "sharing.ended"
    two.north.desk.casework.add_note(two.case, "Canari-Après", private=False)
    two.north.meets(two.south)
    assert "Canari-Après" not in {note.text for note in two.south.desk.casework.reload(copy).file.notes}
    assert "mis fin au partage" in two.journal(copy)[-1]
    (row,) = two.south.desk.sharing.received()
    assert row.ended_on == TODAY.isoformat()
    two.north.meets(two.south)
    assert len(two.journal(copy)) == 2


def test_an_agreement_taken_back_ends_it_by_itself(two: Two) -> None:
    copy = two.shared()
    two.north.agree(two.case, "Centre Est")  # for somebody else: this one does not stand on it
    mine = next(
        one for one in reading.things(two.north.pc.store.connection, two.case, Consent) if one.id == two.share.consent
    )
    two.north.desk.consents.revoke(two.case, mine)
    two.north.meets(two.south)
    assert (two.share.revoked_on, two.share.consent_gone, two.share.told) == (TODAY.isoformat(), True, True)
    assert "mis fin au partage" in two.journal(copy)[-1]


def test_taken_back_before_the_answer_it_is_gone(two: Two, refused: Refused) -> None:
    two.north.desk.sharing.share(two.case, SOUTH)
    row = two.offered()
    two.north.desk.sharing.stop(two.case, two.share.id)
    two.north.meets(two.south)
    assert two.south.desk.sharing.received() == ()
    assert refused(lambda: two.south.desk.sharing.accept(row.scope, row.share)) == "sharing.gone"
    assert not two.south.pc.parcels().received(FILE)


def test_handing_over_marks_the_file_once_accepted(two: Two) -> None:
    two.north.desk.sharing.share(two.case, SOUTH, handed_over=True)
    assert two.north.desk.sharing.view(two.case).handed_over is None
    row = two.offered()
    assert row.handed_over
    two.south.desk.sharing.accept(row.scope, row.share)
    two.north.meets(two.south)
    done = two.north.desk.sharing.view(two.case).handed_over
    assert done is not None
    assert done.share.replied_on == TODAY.isoformat()
    assert two.north.desk.casework.reload(two.case).file.case == two.case


# Restricted files


def test_a_restricted_file_leaves_by_its_people_and_is_restricted_there(two: Two, refused: Refused) -> None:
    two.north.desk.restricting.restrict(two.case)
    assert refused(lambda: two.north.of(LEAD).sharing.share(two.case, SOUTH)) == "case.missing"
    two.north.desk.sharing.share(two.case, SOUTH)
    row = two.offered()
    assert (row.restricted, row.name, row.counts) == (True, "", None)
    copy, _ = two.south.desk.sharing.accept(row.scope, row.share)
    assert two.south.desk.casework.reload(copy).file.person.restricted
    other = two.south.of(LEAD)
    assert refused(lambda: other.casework.reload(copy)) == "case.missing"
    assert other.sharing.received() == ()
    two.north.meets(two.south)
    assert two.share.reply is Reply.ACCEPTED


def test_what_changes_in_a_restricted_file_waits_for_its_people(two: Two) -> None:
    two.north.desk.restricting.restrict(two.case)
    copy = two.shared()
    two.north.desk.casework.add_note(two.case, "Canari-Suite", private=False)
    two.north.contact(LEAD)
    sent = two.share.sent
    two.north.contact()
    assert two.share.sent == sent + 1
    two.north.pc.meets(two.south.pc)
    two.south.contact(LEAD)
    assert len(two.south.desk.casework.reload(copy).file.notes) == 1
    two.south.contact()
    assert len(two.south.desk.casework.reload(copy).file.notes) == 2


def test_restricting_afterwards_is_told(two: Two) -> None:
    copy = two.shared()
    two.north.desk.restricting.restrict(two.case)
    for _ in range(2):
        two.north.meets(two.south)
    assert sum("réservé ce dossier" in text for text in two.journal(copy)) == 1
    assert not two.south.desk.casework.reload(copy).file.person.restricted
