"""The program dies without a word, many times over: what it said was kept is kept."""

import subprocess
import sys

import pytest

from anefdesk.domain.record import CaseId
from anefdesk.services.session import SessionState
from anefdesk.store import reading
from anefdesk.store.store import Store
from anefdesk.vault.vault import Vault
from anefdesk.wire.sealing import Place, Sealed, chain
from tests.journeys.lives import ROOT, nursery
from tests.services.conftest import DEVICE, KEY, LEAD, NOW, PASSPHRASES, TODAY, Post, Room

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")

ROUNDS = 25


def _chain_holds(store: Store) -> int:
    rows = store.connection.exec_driver_sql(
        "SELECT log.log, seq, case_id, kind, epoch, nonce, ct, head, org, scope "
        "FROM log JOIN origin ON origin.log = log.log ORDER BY seq"
    ).fetchall()
    head = bytes(32)
    for number, (log, seq, case, kind, epoch, nonce, ct, kept, org, scope) in enumerate(rows, start=1):
        assert seq == number
        head = chain(head, Place(org, scope, log, seq, case, epoch, kind), Sealed(nonce, ct))
        assert head == kept
    return len(rows)


def test_no_acknowledged_deed_is_lost(room: Room) -> None:
    room.store.close()
    file = room.home / "casebook.db"
    expected: dict[str, int] = {}
    records = 0
    with nursery("deeds", room.home) as lives:
        for _ in range(ROUNDS):
            for case in lives.life(12):
                expected[case] = expected.get(case, 0) + 1
            store = Store.open(file, KEY, DEVICE)
            try:
                for case, deeds in expected.items():
                    found = reading.case_file(store.connection, CaseId(bytes.fromhex(case)))
                    assert found is not None
                    assert len(found.notes) >= deeds - 1
                live = store.state_hash()
                store.rebuild()
                assert store.state_hash() == live
                held = _chain_holds(store)
                assert held >= records
                records = held
            finally:
                store.close()
    assert sum(expected.values()) > ROUNDS


def test_no_acknowledged_piece_is_lost(room: Room) -> None:
    room.store.close()
    expected: set[str] = set()
    with nursery("pieces", room.home) as lives:
        for _ in range(20):
            expected |= set(lives.life(4))
    room.store = Store.open(room.home / "casebook.db", KEY, DEVICE)
    kept: set[str] = set()
    for row in room.desk().finding.recent():
        for piece in room.read(row.case).file.pieces:
            assert f"{piece.title}\0".encode() in room.desk().pieces.read(row.case, piece)
            kept.add(f"{row.case.hex()} {piece.title}")
    assert expected <= kept
    assert len(expected) > 10
    room.store.close()


def test_the_slot_file_is_always_whole(post: Post) -> None:
    told = "".join(f"{name} {secret}\n" for (_, name), secret in post.keyring.entries.items() if "/" not in name)
    last = 0
    with nursery("slots", post.home, told + "\n") as lives:
        for _ in range(ROUNDS):
            last = int([str(last), *lives.life(8)][-1])
            vault = Vault.open(post.home, backend=post.keyring)
            (label,) = [tile.label for tile in vault.tiles() if tile.user == post.users[LEAD]]
            kept = int(label.rpartition(" ")[2]) if " " in label else 0
            assert last <= kept <= last + 1
            last = kept
    assert last > ROUNDS
    keys = vault.unlock(post.users[LEAD], PASSPHRASES[LEAD], today=TODAY, now=NOW)
    assert keys.user == post.users[LEAD]


_SETS_UP = """
import os, sys
from pathlib import Path
from anefdesk.catalogue import loader
from anefdesk.services import opening
from anefdesk.services.session import Session, SetUp
from anefdesk.store.store import Store
from anefdesk.vault import slot
from tests.services.conftest import LEAD, PASSPHRASES, Time
def dies(*_args, **_kwargs):
    os.kill(os.getpid(), 9)
target = {"vault": (opening.Vault, "create"), "database": (Store, "create"), "centre": (Store, "transaction")}
setattr(*target[sys.argv[2]], dies)
session = Session(Path(sys.argv[1]), Time().clock(), loader.load, cost=slot.FLOOR)
session.set_up(SetUp("Centre", "69", LEAD, PASSPHRASES[LEAD], passphrase_only=True))
"""


@pytest.mark.parametrize("moment", ["vault", "database", "centre"])
def test_a_set_up_that_dies_half_way_is_simply_done_again(empty_post: Post, moment: str) -> None:
    from anefdesk.services.session import SetUp

    died = subprocess.run(
        [sys.executable, "-c", _SETS_UP, str(empty_post.home), moment], cwd=ROOT, check=False, capture_output=True
    )
    assert died.returncode == -9, died.stderr.decode()
    session = empty_post.start()
    assert session.state is SessionState.FIRST_RUN
    session.set_up(SetUp("Centre", "69", LEAD, PASSPHRASES[LEAD], passphrase_only=True))
    session.lock()
    again = empty_post.start()
    assert again.state is SessionState.LOCKED
    assert again.unlock_by_label(LEAD, PASSPHRASES[LEAD]).label == LEAD
