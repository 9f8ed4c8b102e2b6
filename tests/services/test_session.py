"""Who is at the desk: set-up, unlocking, PIN, taking over, drafts."""

import subprocess
import sys
from pathlib import Path

import pytest

from anefdesk.domain.draft import Draft
from anefdesk.domain.staff import Role
from anefdesk.services.casework import NewPerson
from anefdesk.services.session import SessionState, SetUp
from tests.services.conftest import LEAD, PASSPHRASES, RECEPTION, TODAY, WORKER, Post, Refused

PIN = "295183"
NEW = "mandarine nuage voilier tambour"


def test_set_up_opens_the_desk_for_its_first_lead(empty_post: Post) -> None:
    session = empty_post.start()
    assert session.state is SessionState.FIRST_RUN
    assert session.keyring_trouble() == ""
    sheet = session.set_up(SetUp(" Centre  Canari ", "69", LEAD, PASSPHRASES[LEAD]))
    assert session.state is SessionState.OPEN
    assert (session.me.label, session.me.role, session.passphrase_only) == (LEAD, Role.LEAD, False)
    assert session.rehearsed_on is None
    session.rehearse_recovery(sheet)
    assert session.rehearsed_on == TODAY
    assert session.desk.finding.count() == 0
    session.lock()
    assert session.state is SessionState.LOCKED
    assert empty_post.start().state is SessionState.LOCKED


def test_set_up_never_overwrites_a_desk(post: Post, refused: Refused) -> None:
    wanted = SetUp("Autre", "75", LEAD, PASSPHRASES[LEAD])
    before = (post.home / "casebook.db").read_bytes()
    assert refused(lambda: post.start().set_up(wanted)) == "store.exists"
    assert (post.home / "casebook.db").read_bytes() == before
    assert post.opened().members()


@pytest.mark.parametrize("passphrase", ["court", "azertyuiop12", LEAD + " 2026"])
def test_a_weak_passphrase_sets_nothing_up(empty_post: Post, refused: Refused, passphrase: str) -> None:
    session = empty_post.start()
    assert refused(lambda: session.set_up(SetUp("Centre", "69", LEAD, passphrase))) == "passphrase.weak"
    assert session.state is SessionState.FIRST_RUN
    assert not [path for path in empty_post.home.rglob("*") if path.is_file()]
    assert not empty_post.keyring.entries


def test_a_set_up_without_keyring_is_refused_not_weakened(empty_post: Post, refused: Refused) -> None:
    empty_post.keyring.vanish()
    session = empty_post.start()
    assert refused(lambda: session.set_up(SetUp("Centre", "69", LEAD, PASSPHRASES[LEAD]))) == "keyring.absent"
    assert session.state is SessionState.FIRST_RUN
    session.set_up(SetUp("Centre", "69", LEAD, PASSPHRASES[LEAD], passphrase_only=True))
    assert session.passphrase_only


def test_a_set_up_cut_short_is_done_again(empty_post: Post) -> None:
    session = empty_post.start()
    session.set_up(SetUp("Centre", "69", LEAD, PASSPHRASES[LEAD]))
    session.lock()
    (empty_post.home / "casebook.db").write_bytes(b"half")  # as a power cut leaves it
    (empty_post.home / "set-up.unfinished").touch()
    again = empty_post.start()
    assert again.state is SessionState.FIRST_RUN
    again.set_up(SetUp("Centre", "69", LEAD, PASSPHRASES[LEAD]))
    again.lock()
    assert empty_post.start().state is SessionState.LOCKED
    assert not (empty_post.home / "set-up.unfinished").exists()


def test_the_right_passphrase_opens_and_a_wrong_one_does_not(post: Post, refused: Refused) -> None:
    session = post.start()
    assert refused(lambda: session.unlock(post.users[WORKER], PASSPHRASES[LEAD])) == "access.wrong_passphrase"
    assert session.state is SessionState.LOCKED
    me = session.unlock(post.users[WORKER], PASSPHRASES[WORKER])
    assert (me.user, me.label, me.role) == (post.users[WORKER], WORKER, Role.WORKER)


def test_tries_are_counted_across_restarts(post: Post, refused: Refused) -> None:
    codes = []
    for _ in range(5):
        session = post.start()
        codes.append(refused(lambda opened=session: opened.unlock(post.users[LEAD], "une autre phrase de passe")))
    assert codes == ["access.wrong_passphrase"] * 3 + ["access.wait"] * 2
    post.time.passes(minutes=1)
    assert post.start().unlock(post.users[LEAD], PASSPHRASES[LEAD]).label == LEAD


def test_tiles_show_labels_and_no_more(post: Post) -> None:
    tiles = post.start().tiles()
    assert [(tile.label, tile.role, tile.has_pin) for tile in tiles] == [
        (LEAD, Role.LEAD, False),
        (RECEPTION, Role.RECEPTION, False),
        (WORKER, Role.WORKER, False),
    ]


def test_without_keyring_the_label_is_typed(bare_post: Post, refused: Refused) -> None:
    session = bare_post.start()
    assert session.tiles() == ()
    assert session.passphrase_only
    assert refused(lambda: session.unlock_by_label("Canari-Personne", PASSPHRASES[LEAD])) == "access.wrong_passphrase"
    assert session.unlock_by_label("canari-omar", PASSPHRASES[WORKER]).label == WORKER


def test_everything_needs_an_open_desk(post: Post, refused: Refused) -> None:
    session = post.opened()
    session.lock()
    session.lock()  # locking twice is harmless
    deeds = [
        lambda: session.desk,
        lambda: session.me,
        session.members,
        session.drafts,
        lambda: session.park(Draft("note", {"text": "x"})),
        lambda: session.set_pin(PIN),
        lambda: session.add_member("Canari-Zoé", Role.LEAD, NEW, None),
    ]
    assert {refused(deed) for deed in deeds} == {"session.locked"}


# PIN and taking over


def test_a_colleague_takes_over_by_pin(post: Post) -> None:
    session = post.opened(LEAD)
    session.set_pin(PIN)
    case = session.desk.casework.create(NewPerson(family="Canari-Haidari"))
    desk = session.desk
    session.unlock(post.users[WORKER], PASSPHRASES[WORKER])  # without locking first
    assert session.me.label == WORKER
    with pytest.raises(Exception, match="closed"):
        desk.finding.count()
    session.lock()
    assert [tile.has_pin for tile in session.tiles()] == [True, False, False]
    session.unlock_with_pin(post.users[LEAD], PIN)
    assert session.me.label == LEAD
    assert session.desk.casework.reload(case).file.main_name
    assert session.has_pin


def test_five_wrong_pins_end_it(post: Post, refused: Refused) -> None:
    session = post.opened()
    session.set_pin(PIN)
    session.lock()
    codes = [refused(lambda: session.unlock_with_pin(post.users[LEAD], "000001")) for _ in range(5)]
    assert codes == ["pin.wrong"] * 4 + ["pin.gone"]
    assert refused(lambda: session.unlock_with_pin(post.users[LEAD], PIN)) == "pin.gone"
    assert session.unlock(post.users[LEAD], PASSPHRASES[LEAD]).label == LEAD


@pytest.mark.parametrize("ending", ["sleep", "half an hour", "restart", "given up", "new passphrase"])
def test_a_pin_ends(post: Post, refused: Refused, ending: str) -> None:
    session = post.opened()
    session.set_pin(PIN)
    if ending == "given up":
        session.drop_pin()
    elif ending == "new passphrase":
        session.change_my_passphrase(PASSPHRASES[LEAD], NEW)
    session.lock()
    if ending == "sleep":
        session.forget_pins()
    elif ending == "half an hour":
        post.time.passes(minutes=30)
    elif ending == "restart":
        session = post.start()
    assert refused(lambda: session.unlock_with_pin(post.users[LEAD], PIN)) == "pin.gone"


@pytest.mark.parametrize("pin", ["12345", "123456", "000000", "111222333444555", "29518x", "١٢٣٤٥٦"])
def test_weak_pins_are_refused(post: Post, refused: Refused, pin: str) -> None:
    session = post.opened()
    assert refused(lambda: session.set_pin(pin)) == "pin.weak"
    assert not session.has_pin


def test_nothing_but_the_vault_remembers_after_lock(post: Post) -> None:
    session = post.opened()
    session.lock()
    assert session._open is None
    assert session._pins is not None
    assert not session._pins._sealed


# Drafts


def test_a_draft_survives_the_lock_and_belongs_to_its_author(post: Post) -> None:
    session = post.opened(RECEPTION)
    case = session.desk.casework.create(NewPerson(family="Canari-Haidari"))
    kept = Draft("person", {"remark": "à moitié tapé \ud800 é", "city": ""}, case, "remark", 77)
    session.park(kept)
    session.park(Draft("new_person", {"family": "Canari-Ben"}, None, "family", 78))
    session.lock()
    session.unlock(post.users[LEAD], PASSPHRASES[LEAD])
    assert session.drafts() == ()
    session.park(Draft("person", {"remark": "de la responsable"}))
    session.unlock(post.users[RECEPTION], PASSPHRASES[RECEPTION])
    assert [draft.place for draft in session.drafts()] == ["new_person", "person"]
    assert session.draft("person") == kept
    session.drop_draft("person")
    assert session.draft("person") is None
    assert session.draft("new_person") is not None


_PARKS_AND_DIES = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from anefdesk.catalogue import loader
from anefdesk.domain.draft import Draft
from anefdesk.services.clock import Clock
from anefdesk.services.session import Session
from anefdesk.vault import slot
session = Session(Path(sys.argv[1]), Clock(lambda: datetime(2026, 11, 23, tzinfo=UTC)), loader.load, cost=slot.FLOOR)
session.unlock_by_label(sys.argv[2], sys.argv[3])
session.park(Draft("new_person", {"family": "Canari-Tesfay"}, None, "family", 5))
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL; the other tests of drafts run there")
def test_a_draft_survives_the_death_of_the_program(bare_post: Post) -> None:
    command = [sys.executable, "-c", _PARKS_AND_DIES, str(bare_post.home), WORKER, PASSPHRASES[WORKER]]
    died = subprocess.run(command, cwd=Path(__file__).parents[2], check=False, capture_output=True)
    assert died.returncode == -9, died.stderr.decode()
    session = bare_post.opened(WORKER)
    assert session.draft("new_person") == Draft("new_person", {"family": "Canari-Tesfay"}, None, "family", 5)


# Two programs, two centres


def test_a_second_program_on_the_same_desk_is_told_so(post: Post, refused: Refused) -> None:
    first = post.opened()
    case = first.desk.casework.create(NewPerson(family="Canari-Haidari"))
    second = post.start()
    assert refused(lambda: second.unlock(post.users[WORKER], PASSPHRASES[WORKER])) == "store.busy"
    assert second.state is SessionState.LOCKED
    assert first.desk.casework.reload(case).file.main_name
    first.lock()
    second.unlock(post.users[WORKER], PASSPHRASES[WORKER])
    assert second.desk.finding.count() == 1


def test_an_absurd_clock_is_said_and_stops_nothing(post: Post) -> None:
    post.time.now = post.time.now.replace(year=9999)
    session = post.opened()
    assert "clock.absurd" in session.warnings()
    case = session.desk.casework.create(NewPerson(family="Canari-Haidari"))
    post.time.now = post.time.now.replace(year=1971)
    session.desk.casework.add_note(case, "après", private=False)
    assert [note.text for note in session.desk.casework.reload(case).file.notes] == ["après"]
    before = session.desk.casework._at.store.state_hash()
    session.desk.casework._at.store.rebuild()
    assert session.desk.casework._at.store.state_hash() == before


def test_a_departement_that_does_not_exist_sets_nothing_up(empty_post: Post, refused: Refused) -> None:
    session = empty_post.start()
    assert refused(lambda: session.set_up(SetUp("Centre", "99", LEAD, PASSPHRASES[LEAD]))) == "department.unknown"
    assert session.state is SessionState.FIRST_RUN
