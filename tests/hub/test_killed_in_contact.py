"""PCs, then the hub itself, killed in the middle of contacts: what each said is kept, and all end alike.

Processes of their own: the PCs write, meet the hub and say what is kept here and what the hub said to hold; the hub is
``anefdesk hub serve``. ``ANEF_EVERY_STEP=1`` gives them many more lives (``make soak``).
"""

import sys
from pathlib import Path

import pytest

from anefdesk.store import inbox
from anefdesk.wire.http import HttpHub
from tests.hub import callers
from tests.hub.running import Process, in_a_thread
from tests.journeys import exchanging
from tests.journeys.exchanging import Pc
from tests.journeys.lives import nursery
from tests.mailbox.organisation import NORTH, Organisation
from tests.services.sync.dying import EACH
from tests.services.sync.pcs import organisation

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")

PCS = ("pc", "pc 2")
LIVES = 150 if EACH else 12  # of each PC
HUB_LIVES = 60 if EACH else 5


class Kept:
    """What was acknowledged so far, and whether it still is there."""

    def __init__(self, folder: Path, org: Organisation) -> None:
        self._folder, self._org = folder, org
        self.written: dict[str, set[str]] = {name: set() for name in PCS}
        self.said: dict[bytes, int] = {}

    def hears(self, name: str, lines: list[str]) -> None:
        for line in lines:
            what, _, told = line.partition(" ")
            if what == "kept":
                self.written[name].add(told)
            elif what == "sent":
                log, upto = told.split()
                known = bytes.fromhex(log)
                self.said[known] = max(self.said.get(known, 0), int(upto))

    def is_at(self, name: str) -> None:
        pc = Pc(self._org, name, self._folder)
        try:
            assert self.written[name] <= exchanging.texts(pc, name)
            live = pc.desk.store.state_hash()
            pc.desk.store.rebuild()
            assert pc.desk.store.state_hash() == live
        finally:
            pc.close()

    def is_at_the_hub(self, hub: HttpHub) -> None:
        held = hub.have(NORTH)
        assert {log: held[log].upto for log in self.said if held[log].upto < self.said[log]} == {}

    def ends_alike(self, hub: HttpHub) -> None:
        """After one more contact of each everybody has everything."""
        pcs = [Pc(self._org, name, self._folder) for name in PCS]
        try:
            for pc in pcs * 2:
                exchanging.meet(pc, hub)
            assert len({pc.desk.store.state_hash() for pc in pcs}) == 1
            named = {name for of in PCS for name in exchanging.scans(pcs[0], of)}
            assert len(named) > 1
            for pc in pcs:
                for name in PCS:
                    assert self.written[name] <= exchanging.texts(pc, name)
                assert named <= pc.sync.post.chunks.sizes().keys()  # and of a deed that died, one that nothing names
                assert inbox.stuck(pc.desk.store) == ()
                said = pc.sync.standing()
                assert (said.to_send, said.unsaid, said.chunks_wanted, said.trouble) == (0, 0, 0, "")
        finally:
            for pc in pcs:
                pc.close()


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Organisation]:
    """The folder of two PCs that have everything of one another to come."""
    org = organisation()
    for name in PCS:
        Pc(org, name, tmp_path).close()
    return tmp_path, org


def test_a_pc_that_dies_in_a_contact_loses_nothing(two: tuple[Path, Organisation]) -> None:
    folder, org = two
    kept = Kept(folder, org)
    (folder / "hub").mkdir()
    with in_a_thread(folder / "hub", org) as url, callers.desk(url, org) as looking:
        homes = [nursery("exchanges", folder, f"{name} {url}\n") for name in PCS]
        with homes[0] as one, homes[1] as other:
            for _ in range(LIVES):
                for name, lives in zip(PCS, (one, other), strict=True):
                    kept.hears(name, lives.life(7))
                    kept.is_at(name)
                kept.is_at_the_hub(looking)
        kept.ends_alike(looking)
    assert min(len(texts) for texts in kept.written.values()) > LIVES
    assert len(kept.said) == len(PCS)


def test_a_hub_that_dies_in_a_contact_loses_nothing(two: tuple[Path, Organisation], database: str) -> None:
    folder, org = two
    kept = Kept(folder, org)
    said = b""
    with Process(folder / "hub", org, database) as hub, callers.desk(hub.url, org) as looking:

        def again() -> None:
            nonlocal said
            said += hub.kill()
            hub.start()

        homes = [nursery("exchanges", folder, f"{name} {hub.url}\n") for name in PCS]
        with homes[0] as one, homes[1] as other:
            for _ in range(HUB_LIVES):
                for name, lives, meanwhile in ((PCS[0], one, again), (PCS[1], other, None)):
                    kept.hears(name, lives.life(12, meanwhile))
                kept.is_at_the_hub(looking)
        kept.ends_alike(looking)
        said += hub.stop()
    assert said == b""
    assert kept.said
