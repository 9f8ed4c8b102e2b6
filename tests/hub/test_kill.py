"""The service itself, killed while PCs push: nothing acknowledged is lost, nothing is there twice.

``anefdesk hub serve`` as a process of its own, on both databases; then two workers at once with four PCs and a reader.
"""

import random
import threading
from pathlib import Path

import pytest

from anefdesk.errors import StorageError
from anefdesk.wire.http import HttpHub
from anefdesk.wire.hub import Verdict
from anefdesk.wire.segment import read
from tests.hub import callers
from tests.hub.running import Process
from tests.mailbox.organisation import NORTH, Organisation, Writer
from tests.services.sync.dying import EACH

LIVES = 60 if EACH else 6
PER_LIFE = 12  # segments acknowledged before the next kill, more or less
PCS = ("pc", "pc 2", "pc 3", "pc 4")


class Pusher(threading.Thread):
    """A PC that pushes one segment after another and keeps what was acknowledged; it tries again what was not."""

    def __init__(self, url: str, org: Organisation, name: str, upto: int) -> None:
        super().__init__(name=name)
        self.hub = callers.desk(url, org, name)
        self.writer = Writer(org, name)
        self.upto = upto
        self.acknowledged: list[bytes] = []
        self.more = threading.Semaphore(0)
        self.failed: list[str] = []
        self.strange: list[object] = []

    def run(self) -> None:
        with self.hub:
            while len(self.acknowledged) < self.upto:
                data = self.writer.cut(3).encode()
                while not self._sent(data):
                    pass
                self.acknowledged.append(data)
                self.more.release()

    def _sent(self, data: bytes) -> bool:
        try:
            said = self.hub.push([data])
        except StorageError as error:
            self.failed.append(error.code)
            return False
        if said not in {(Verdict.STORED,), (Verdict.KNOWN,)}:
            self.strange.append(said)
        return True


def _everything(hub: HttpHub) -> list[bytes]:
    cursor, found = 0, list[bytes]()
    while True:
        page = hub.pull(NORTH, cursor, 50)
        found += page.segments
        cursor = page.cursor
        if not page.more:
            return found


def _organisation() -> Organisation:
    org = Organisation()
    for name in PCS[2:]:
        org.say(org.pc(name))
    return org


def test_what_was_acknowledged_outlives_every_kill(tmp_path: Path, database: str) -> None:
    org = _organisation()
    with Process(tmp_path / "hub", org, database) as hub:
        pushers = [Pusher(hub.url, org, name, LIVES * PER_LIFE) for name in PCS[:2]]
        for pusher in pushers:
            pusher.start()
        said = b""
        dice = random.Random("kill")  # noqa: S311 - moments, not secrets
        for _ in range(LIVES - 1):
            for _ in range(dice.randrange(1, PER_LIFE)):
                pushers[0].more.acquire()
            said += hub.kill()
            hub.start()
        for pusher in pushers:
            pusher.join()
        with callers.desk(hub.url, org) as mine:
            found = _everything(mine)
        said += hub.stop()
    acknowledged = [data for pusher in pushers for data in pusher.acknowledged]
    assert len(found) == len(set(found))
    assert set(found) == set(acknowledged)
    for pusher in pushers:
        mine_only = [data for data in found if read(data).header.log == pusher.writer.log]
        assert mine_only == pusher.acknowledged
        assert pusher.strange == []
    assert {code for pusher in pushers for code in pusher.failed} <= {"hub.unreachable"}
    assert sum(len(pusher.failed) for pusher in pushers) >= 1
    assert said == b""


@pytest.mark.parametrize("workers", [2])
def test_two_workers_four_pcs_and_a_reader_who_misses_nothing(tmp_path: Path, postgres: str, workers: int) -> None:
    org = _organisation()
    with Process(tmp_path / "hub", org, postgres, workers) as hub:
        pushers = [Pusher(hub.url, org, name, 40) for name in PCS]
        for pusher in pushers:
            pusher.start()
        seen: list[bytes] = []
        cursor = 0
        with callers.desk(hub.url, org, "pc 2") as reader:
            while True:
                over = not any(pusher.is_alive() for pusher in pushers)  # asked first: all is then there
                page = reader.pull(NORTH, cursor, 20)
                assert page.cursor >= cursor
                seen += page.segments
                cursor = page.cursor
                if over and not page.segments:
                    break
            assert reader.hello().heads[NORTH] == cursor == 4 * 40
        said = hub.stop()
    assert sorted(seen) == sorted(data for pusher in pushers for data in pusher.acknowledged)
    assert [pusher.failed + pusher.strange for pusher in pushers] == [[]] * 4
    assert said == b""
