"""Nobody is shut out for ever: the printed sheet, with and without the PC's keyring."""

import pytest

from anefdesk.domain.draft import Draft
from anefdesk.domain.staff import Role
from anefdesk.services.casework import NewPerson
from anefdesk.services.session import SessionState
from tests.services.conftest import LEAD, PASSPHRASES, TODAY, WORKER, Post, Refused

NEW = "mandarine nuage voilier tambour"


def _worker_with_secrets(post: Post) -> bytes:
    session = post.opened(WORKER)
    case = session.desk.casework.create(NewPerson(family="Canari-Haidari"))
    session.desk.casework.add_note(case, "pour moi", private=True)
    session.park(Draft("new_person", {"family": "Canari-Ben"}))
    session.lock()
    return case


def _all_is_there(post: Post, passphrase: str) -> None:
    session = post.start()
    session.unlock(post.users[WORKER], passphrase)
    assert session.draft("new_person") is not None
    (row,) = session.desk.finding.recent()
    assert list(session.desk.casework.reload(row.case).private_notes.values()) == ["pour moi"]
    session.lock()


def test_the_sheet_gives_a_new_passphrase_and_loses_nothing(post: Post) -> None:
    _worker_with_secrets(post)
    session = post.start()
    assert {member.label for member in session.recovery_members(post.sheet)} == set(PASSPHRASES)
    assert session.recover(post.sheet, post.users[WORKER], NEW).role is Role.WORKER
    assert session.state is SessionState.OPEN
    session.lock()
    _all_is_there(post, NEW)
    assert post.opened(LEAD).me.label == LEAD  # the others keep theirs


@pytest.mark.parametrize("accident", ["lost", "changed", "new PC account"])
def test_a_lost_keyring_is_replaced_with_the_sheet(post: Post, refused: Refused, accident: str) -> None:
    _worker_with_secrets(post)
    if accident == "changed":
        post.keyring.entries = dict.fromkeys(post.keyring.entries, "bm90IG91cnM=")
    else:
        post.keyring.entries.clear()
    session = post.start()
    assert refused(session.tiles) == "keyring.lost"
    assert refused(lambda: session.unlock(post.users[WORKER], PASSPHRASES[WORKER])) == "keyring.lost"
    assert session.recovery_members(post.sheet)  # needs no keyring
    session.recover(post.sheet, post.users[WORKER], NEW)
    session.lock()
    assert post.keyring.entries
    _all_is_there(post, NEW)
    again = post.start()
    assert [tile.must_reset for tile in again.tiles()] == [True, True, False]
    assert refused(lambda: again.unlock(post.users[LEAD], PASSPHRASES[LEAD])) == "access.must_reset"
    again.recover(post.sheet, post.users[LEAD], PASSPHRASES[LEAD])
    assert again.me.role is Role.LEAD


def test_a_keyring_that_is_gone_for_good_can_be_done_without(post: Post, refused: Refused) -> None:
    _worker_with_secrets(post)
    post.keyring.vanish()
    session = post.start()
    assert refused(session.tiles) == "keyring.absent"
    assert refused(lambda: session.recover(post.sheet, post.users[WORKER], NEW)) == "keyring.absent"
    assert not session.passphrase_only  # never a silent fall-back
    session.recover(post.sheet, post.users[WORKER], NEW, passphrase_only=True)
    assert session.passphrase_only
    session.lock()
    _all_is_there(post, NEW)
    again = post.start()
    again.unlock_by_label(WORKER, NEW)
    assert again.me.label == WORKER


def test_a_locked_keyring_is_waited_for(post: Post, refused: Refused) -> None:
    before = {path: path.read_bytes() for path in post.home.glob("slots.*")}
    post.keyring.lock()
    session = post.start()
    assert refused(session.tiles) == "keyring.locked"
    assert refused(lambda: session.recover(post.sheet, post.users[WORKER], NEW)) == "keyring.locked"
    assert {path: path.read_bytes() for path in post.home.glob("slots.*")} == before
    post.keyring.trouble = None
    session.unlock(post.users[WORKER], PASSPHRASES[WORKER])


@pytest.mark.parametrize(("typed", "code"), [("", "recovery.length"), ("ABCD", "recovery.length")])
def test_a_mistyped_sheet_is_told_apart(post: Post, refused: Refused, typed: str, code: str) -> None:
    assert refused(lambda: post.start().recovery_members(typed)) == code
    assert refused(lambda: post.start().rehearse_recovery(typed)) == code


def test_the_sheet_of_another_desk_opens_nothing(post: Post, bare_post: Post, refused: Refused) -> None:
    session = post.start()
    assert refused(lambda: session.recover(bare_post.sheet, post.users[LEAD], NEW)) == "access.wrong_recovery"
    assert session.state is SessionState.LOCKED


def test_who_is_not_here_is_not_recovered(post: Post, refused: Refused) -> None:
    session = post.start()
    assert refused(lambda: session.recover(post.sheet, type(post.users[LEAD])(bytes(16)), NEW)) == (
        "access.unknown_member"
    )


def test_rehearsing_keeps_the_day_and_nothing_else(post: Post) -> None:
    session = post.start()
    session.rehearse_recovery(post.sheet.lower())
    assert session.state is SessionState.LOCKED
    assert post.start().rehearsed_on == TODAY


@pytest.mark.parametrize("copy", ["slots.a.json", "slots.b.json"])
def test_one_damaged_slot_copy_is_repaired_from_the_other(post: Post, copy: str) -> None:
    path = post.home / copy
    path.write_bytes(path.read_bytes()[:-20])
    session = post.opened()
    assert session.me.label == LEAD
    assert "vault.repaired" in session.warnings()
    assert (post.home / "slots.a.json").read_bytes() == (post.home / "slots.b.json").read_bytes()


def test_two_damaged_slot_copies_are_said(post: Post, refused: Refused) -> None:
    for path in post.home.glob("slots.*"):
        path.write_bytes(b"{}")
    session = post.start()
    assert session.state is SessionState.LOCKED  # never a first run over somebody's files
    assert refused(session.tiles) == "vault.damaged"


def test_a_missing_database_is_said(post: Post, refused: Refused) -> None:
    (post.home / "casebook.db").unlink()
    session = post.start()
    assert session.state is SessionState.LOCKED
    assert refused(lambda: session.unlock(post.users[LEAD], PASSPHRASES[LEAD])) == "store.missing"
    assert not (post.home / "casebook.db").exists()


def test_a_database_of_another_desk_is_refused(post: Post, bare_post: Post, refused: Refused) -> None:
    (post.home / "casebook.db").write_bytes((bare_post.home / "casebook.db").read_bytes())
    session = post.start()
    assert refused(lambda: session.unlock(post.users[LEAD], PASSPHRASES[LEAD])) == "store.damaged"
