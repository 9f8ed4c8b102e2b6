"""A disk that turns read-only or full under the desk, at each kind of write: a clear code, and nothing lost."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from anefdesk.domain.blockage import Entry
from anefdesk.domain.draft import Draft
from anefdesk.domain.staff import Role
from anefdesk.errors import AnefdeskError
from anefdesk.services.casework import NewPerson
from anefdesk.services.session import Session, SessionState, SetUp
from anefdesk.store.store import Store
from tests.services.conftest import DEVICE, KEY, LEAD, PASSPHRASES, WORKER, Post, Room
from tests.services.test_pieces import pdf

pytestmark = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0, reason="mounting a small or read-only disk needs root on Linux"
)
NEW = "mandarine nuage voilier tambour"
READ_ONLY = {"disk.read_only", "disk.write", "vault.read_only"}


class Disk:
    """A disk of our own below the test's folder."""

    def __init__(self, place: Path, size: str) -> None:
        self.place = place
        place.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=False).returncode:
            pytest.skip("this sandbox mounts no tmpfs")

    def read_only(self, *, on: bool = True) -> None:
        """Remount; no file of it may be open for writing."""
        subprocess.run(["mount", "-o", "remount,ro" if on else "remount,rw", self.place], check=True)

    def away(self) -> None:
        subprocess.run(["umount", "-l", self.place], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    made = Disk(tmp_path / "disk", "8m")
    yield made
    made.away()


def _code(deed: object) -> str:
    try:
        deed()  # type: ignore[operator]
    except AnefdeskError as error:
        return error.code
    return ""


def test_a_read_only_folder_refuses_to_be_set_up(empty_post: Post, disk: Disk) -> None:
    empty_post.home = disk.place / "desk"
    disk.read_only()
    session = empty_post.start()
    for only in (False, True):
        code = _code(lambda bare=only: session.set_up(SetUp("C", "69", LEAD, PASSPHRASES[LEAD], passphrase_only=bare)))
        assert code == "vault.read_only"
    assert session.state is SessionState.FIRST_RUN
    assert not empty_post.keyring.entries


@pytest.mark.parametrize("room_left", range(0, 200_000, 20_000))
def test_a_disk_that_fills_during_set_up_leaves_nothing(empty_post: Post, disk: Disk, room_left: int) -> None:
    empty_post.home = disk.place / "desk"
    free = shutil.disk_usage(disk.place).free
    (disk.place / "ballast").write_bytes(bytes(free - room_left))
    session = empty_post.start()
    code = _code(lambda: session.set_up(SetUp("C", "69", LEAD, PASSPHRASES[LEAD])))
    if not code:  # it fitted
        return
    assert code in {"vault.disk_full", "disk.full", "disk.write"}
    assert session.state is SessionState.FIRST_RUN
    assert not [path for path in empty_post.home.rglob("*") if path.is_file()]
    assert not empty_post.keyring.entries
    (disk.place / "ballast").unlink()
    session.set_up(SetUp("C", "69", LEAD, PASSPHRASES[LEAD]))


@contextlib.contextmanager
def _full(disk: Disk) -> Iterator[None]:
    ballast = disk.place / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    yield
    ballast.unlink()


def _deeds(session: Session) -> dict[str, object]:
    desk = session.desk
    case = desk.finding.recent()[0].case
    file = desk.casework.reload(case).file
    blockage = desk.blockages.view(case)[0].blockage.id
    big = "é" * 9_999
    return {
        "file": lambda: [desk.casework.create(NewPerson(family="Canari-" + big[:5000])) for _ in range(40)],
        "note": lambda: [desk.casework.add_note(case, big, private=False) for _ in range(40)],
        "private note": lambda: [desk.casework.add_note(case, big, private=True) for _ in range(40)],
        "reading": lambda: [desk.casework.open(case) for _ in range(400)],
        "piece": lambda: [desk.pieces.attach(case, "c-domicile", pdf() + bytes(1 << 20)) for _ in range(9)],
        "proof": lambda: [
            desk.blockages.attach(case, blockage, pdf() + bytes([n]) * (1 << 20), entry=Entry.FILE) for n in range(9)
        ],
        "removal": lambda: [(desk.casework.remove(case, file.names[0]), desk.casework.undo()) for _ in range(200)],
        "draft": lambda: [session.park(Draft(f"person{n}", {"note": big})) for n in range(200)],
        "member": lambda: session.add_member("Canari-Zoé", Role.RECEPTION, NEW, None),
        "passphrase": lambda: session.change_my_passphrase(PASSPHRASES[LEAD], NEW),
    }


NAMES = ("file", "note", "private note", "reading", "piece", "proof", "removal", "draft", "member", "passphrase")


@pytest.mark.parametrize("deed", NAMES)
def test_a_full_disk_says_so_and_loses_nothing(post: Post, disk: Disk, deed: str) -> None:
    shutil.copytree(post.home, disk.place / "desk")
    post.home = disk.place / "desk"
    session = post.opened()
    case = session.desk.casework.create(NewPerson(family="Canari-Haidari"))
    session.desk.casework.open(case)
    session.desk.blockages.log(case, "B01", on="2026-11-02")
    with _full(disk):
        code = _code(_deeds(session)[deed])
        assert code in {"disk.full", "vault.disk_full", "draft.in_memory"}
        assert session.desk.casework.reload(case).file.main_name  # what is open stays readable
        live = session.desk.casework._at.store.state_hash()
        kept = len(list(session.desk.casework._at.store.records()))
    session.lock()
    again = post.opened()  # the passphrase did not change, no half member is here
    assert len(again.members()) == len(again.tiles()) == 3
    store = again.desk.casework._at.store
    assert (store.state_hash(), len(list(store.records()))) == (live, kept)
    store.rebuild()
    assert store.state_hash() == live
    for piece in again.desk.casework.reload(case).file.pieces:
        assert again.desk.pieces.read(case, piece)
    for exhibit in again.desk.blockages.view(case)[0].exhibits:
        assert again.desk.blockages.read(case, exhibit)


@pytest.mark.parametrize("what", ["unlock", "slot file", "chunk"])
def test_a_folder_that_turned_read_only_is_said(post: Post, disk: Disk, what: str) -> None:
    shutil.copytree(post.home, disk.place / "desk")
    post.home = disk.place / "desk"
    before = {path.name: path.read_bytes() for path in post.home.glob("*.*")}
    disk.read_only()
    session = post.start()
    assert session.state is SessionState.LOCKED
    assert session.tiles()
    if what == "unlock":
        assert _code(lambda: session.unlock(post.users[LEAD], PASSPHRASES[LEAD])) in READ_ONLY
    elif what == "slot file":
        assert _code(lambda: session.rehearse_recovery(post.sheet)) == "vault.read_only"
    else:
        from anefdesk.mailbox.chunks import ChunkFolder

        assert _code(lambda: ChunkFolder(post.home / "chunks").put(b"sealed")) == "disk.read_only"
    assert {path.name: path.read_bytes() for path in post.home.glob("*.*")} == before
    disk.read_only(on=False)
    assert post.opened(WORKER).me.label == WORKER


def test_a_read_only_database_opens_nothing_and_stays_whole(room: Room, disk: Disk) -> None:
    room.person()
    room.store.close()
    shutil.copy(room.home / "casebook.db", disk.place / "casebook.db")
    before = (disk.place / "casebook.db").read_bytes()
    disk.read_only()
    assert _code(lambda: Store.open(disk.place / "casebook.db", KEY, DEVICE)) in READ_ONLY
    assert (disk.place / "casebook.db").read_bytes() == before
    disk.read_only(on=False)
    store = Store.open(disk.place / "casebook.db", KEY, DEVICE)
    assert store.connection.exec_driver_sql("SELECT count(*) FROM person").scalar() == 1
    store.close()


def test_a_form_outlives_the_lock_on_a_full_disk(post: Post, disk: Disk) -> None:
    shutil.copytree(post.home, disk.place / "desk")
    post.home = disk.place / "desk"
    session = post.opened()
    typed = Draft("note", {"text": "Canari " + "é" * 9_999})
    with _full(disk):
        assert _code(lambda: [session.park(Draft(f"{n}", typed.fields)) for n in range(200)]) == "draft.in_memory"
        assert _code(lambda: session.park(typed)) == "draft.in_memory"
        session.lock()
        assert session.has_unwritten
        assert "draft.in_memory" in session.warnings()
        session.unlock(post.users[WORKER], PASSPHRASES[WORKER])
        assert session.drafts() == (), "sealed to its author"
        session.unlock(post.users[LEAD], PASSPHRASES[LEAD])
        found = session.draft("note")
        assert found is not None
        assert found.fields == typed.fields
        session.lock()
    assert session.has_unwritten
    session.unlock(post.users[LEAD], PASSPHRASES[LEAD])
    assert not session.has_unwritten
    session.lock()
    assert session.warnings() == ()
    again = post.opened().draft("note")
    assert again is not None
    assert again.fields == typed.fields


def test_what_was_saved_or_written_since_does_not_wait_in_memory(post: Post, disk: Disk) -> None:
    shutil.copytree(post.home, disk.place / "desk")
    post.home = disk.place / "desk"
    session = post.opened()
    big = {"text": "é" * 9_999}
    with _full(disk):
        assert _code(lambda: [session.park(Draft(f"{n}", big)) for n in range(200)]) == "draft.in_memory"
        (late,) = (place for _author, place in session._unwritten)
    session.drop_draft(late)
    assert session.draft(late) is None
    assert not session.has_unwritten
