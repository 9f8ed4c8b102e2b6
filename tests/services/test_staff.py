"""Members of a centre as a session knows them: who comes, who leaves, what each role may do, what is theirs alone."""

from datetime import timedelta

import pytest

from anefdesk.domain.case import JournalEntry
from anefdesk.domain.draft import Draft
from anefdesk.domain.record import ObjectId
from anefdesk.domain.staff import Deed, Role
from anefdesk.errors import AccessRefusedError
from anefdesk.services.casework import NewPerson
from anefdesk.services.session import Session, SessionState
from tests.services.conftest import LEAD, PASSPHRASES, RECEPTION, TODAY, WORKER, Post, Refused

PIN = "295183"
NEW = "mandarine nuage voilier tambour"


def test_a_volunteer_works_until_the_last_day(post: Post, refused: Refused) -> None:
    lead = post.opened()
    user = lead.add_member("Canari-Zoé", Role.RECEPTION, NEW, TODAY)
    assert next(one for one in lead.members() if one.user == user).ends_on == TODAY
    lead.unlock(user, NEW)
    lead.set_pin(PIN)
    lead.lock()
    post.time.now += timedelta(days=1)
    assert refused(lambda: lead.unlock_with_pin(user, PIN)) == "access.ended"
    assert refused(lambda: post.start().unlock(user, NEW)) == "access.ended"


def test_an_access_that_ended_yesterday_is_not_given(post: Post, refused: Refused) -> None:
    lead = post.opened()
    yesterday = TODAY - timedelta(days=1)
    assert refused(lambda: lead.add_member("Canari-Zoé", Role.RECEPTION, NEW, yesterday)) == "staff.end_past"
    assert "Canari-Zoé" not in [tile.label for tile in lead.tiles()]


def test_a_new_sheet_opens_and_the_old_quick_code_ends(post: Post, refused: Refused) -> None:
    lead = post.opened()
    lead.set_pin(PIN)
    assert refused(lambda: lead.renew_sheet(NEW)) == "access.wrong_passphrase"
    sheet = lead.renew_sheet(PASSPHRASES[LEAD])
    assert not lead.has_pin, "it held the keys of before"
    assert lead.rehearsed_on is None
    lead.rehearse_recovery(sheet)
    lead.add_member("Canari-Zoé", Role.RECEPTION, NEW, None)
    lead.lock()
    assert {one.label for one in post.start().recovery_members(sheet)} == {LEAD, WORKER, RECEPTION, "Canari-Zoé"}


def test_who_leaves_cannot_come_back_with_an_old_slot_file(post: Post, refused: Refused) -> None:
    lead = post.opened()
    old = {path: path.read_bytes() for path in post.home.glob("slots.*")}
    lead.remove_member(post.users[WORKER])
    assert [one.label for one in lead.members()] == [LEAD, RECEPTION]
    lead.lock()
    assert refused(lambda: post.start().unlock(post.users[WORKER], PASSPHRASES[WORKER])) == "access.unknown_member"
    for path, data in old.items():
        path.write_bytes(data)
    again = post.start()
    assert refused(lambda: again.unlock(post.users[WORKER], PASSPHRASES[WORKER])) == "access.unknown_member"
    assert again.state is SessionState.LOCKED
    assert "vault.rolled_back" in again.warnings()


def test_what_a_member_wrote_stays_signed_after_they_leave(post: Post) -> None:
    session = post.opened(WORKER)
    case = session.desk.casework.create(NewPerson(family="Canari-Haidari"))
    session.unlock(post.users[LEAD], PASSPHRASES[LEAD])
    session.remove_member(post.users[WORKER])
    view = session.desk.casework.reload(case)
    assert {writer.label for writer in view.writers.values()} == {WORKER}


def test_a_reset_gives_a_new_passphrase_and_closes_what_was_sealed(post: Post, refused: Refused) -> None:
    worker = post.opened(WORKER)
    case = worker.desk.casework.create(NewPerson(family="Canari-Haidari"))
    worker.desk.casework.add_note(case, "pour moi", private=True)
    worker.desk.casework.add_note(case, "pour tous", private=False)
    worker.park(Draft("new_person", {"family": "Canari"}))
    worker.unlock(post.users[LEAD], PASSPHRASES[LEAD])
    assert worker.reset_member(post.users[WORKER], NEW) is False
    assert refused(lambda: worker.unlock(post.users[WORKER], PASSPHRASES[WORKER])) == "access.wrong_passphrase"
    worker.unlock(post.users[WORKER], NEW)
    assert worker.drafts() == ()
    view = worker.desk.casework.open(case)  # the file opens, the note of the old key is left aside
    assert [note.text for note in view.file.notes] == ["pour tous"]


@pytest.mark.parametrize("label", [WORKER, RECEPTION])
def test_only_a_lead_manages_the_staff(post: Post, refused: Refused, label: str) -> None:
    session = post.opened(label)
    session.set_pin(PIN)
    other = post.users[LEAD]
    deeds = [
        lambda: session.add_member("Canari-Zoé", Role.LEAD, NEW, None),
        lambda: session.reset_member(other, NEW),
        lambda: session.remove_member(other),
    ]
    assert {refused(deed) for deed in deeds} == {"access.role"}
    assert len(session.members()) == 3
    assert not session.may(Deed.MANAGE_STAFF)


def test_a_lead_cannot_remove_themself_nor_a_stranger(post: Post, refused: Refused) -> None:
    session = post.opened()
    stranger = type(post.users[LEAD])(bytes(16))
    assert refused(lambda: session.remove_member(post.users[LEAD])) == "vault.remove_self"
    assert refused(lambda: session.remove_member(stranger)) == "access.unknown_member"
    assert refused(lambda: session.reset_member(stranger, NEW)) == "access.unknown_member"
    assert len(session.members()) == 3


def test_reception_reads_neither_journal_nor_notes(post: Post, refused: Refused) -> None:
    session = post.opened(WORKER)
    case = session.desk.casework.create(NewPerson(family="Canari-Haidari"))
    session.desk.casework.add_journal(case, JournalEntry(id=ObjectId(b""), text="Entretien"))
    session.desk.casework.add_note(case, "Note d’équipe", private=False)
    session.desk.casework.add_note(case, "Note d’Omar", private=True)
    assert len(session.desk.casework.open(case).file.journal) == 1
    session.unlock(post.users[RECEPTION], PASSPHRASES[RECEPTION])
    view = session.desk.casework.open(case)
    assert (view.file.journal, view.file.notes, view.may_read_journal) == ((), (), False)
    assert refused(lambda: session.desk.casework.add_note(case, "x", private=False)) == "access.role"
    assert refused(lambda: session.desk.casework.accesses(case)) == "access.role"
    session.desk.casework.add_note(case, "Mon pense-bête", private=True)
    assert list(session.desk.casework.reload(case).private_notes.values()) == ["Mon pense-bête"]


def test_private_notes_are_their_authors_alone(post: Post) -> None:
    session = post.opened(WORKER)
    case = session.desk.casework.create(NewPerson(family="Canari-Haidari"))
    session.desk.casework.add_note(case, "pour moi", private=True)
    assert list(session.desk.casework.reload(case).private_notes.values()) == ["pour moi"]
    session.unlock(post.users[LEAD], PASSPHRASES[LEAD])
    view = session.desk.casework.reload(case)
    assert (view.file.notes, dict(view.private_notes)) == ((), {})


def test_sealed_role_decides(post: Post) -> None:
    session: Session = post.opened(RECEPTION)
    with pytest.raises(AccessRefusedError):
        session.desk.casework._at.need(Deed.READ_JOURNAL)
