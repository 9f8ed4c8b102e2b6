"""The disk of ``anefdesk hub serve`` settles nothing: nothing is acknowledged, and all arrives once it is well."""

from pathlib import Path

import pytest

from anefdesk.errors import StorageError
from tests.hub import callers
from tests.hub.running import Process
from tests.journeys import exchanging
from tests.journeys.exchanging import Pc
from tests.mailbox.organisation import NORTH
from tests.services.sync import failing_fsync
from tests.services.sync.pcs import organisation

pytestmark = failing_fsync.possible


def test_a_hub_whose_disk_settles_nothing_acknowledges_nothing(tmp_path: Path) -> None:
    assert failing_fsync.code_of(lambda: None, lambda: None) == ""  # skips where no filter is to be had
    org = organisation()
    pc, other = Pc(org, "pc", tmp_path), Pc(org, "pc 2", tmp_path)
    with Process(tmp_path / "hub", org) as hub:
        try:
            with callers.desk(hub.url, org) as mine:
                exchanging.write(pc, "one", scan=True)
                exchanging.meet(pc, mine)
                known = pc.sync.post.route().confirmed()
                exchanging.write(pc, "two", scan=True)
                hub.kill()
                hub.start("tests.services.sync.failing_fsync")
                with pytest.raises(StorageError, match=r"hub\."):
                    exchanging.meet(pc, mine)
                assert pc.sync.post.route().confirmed() == known
                assert pc.sync.standing().to_send
                hub.kill()
                hub.start()
                exchanging.meet(pc, mine)
                upto = max(said.upto for log, said in pc.sync.post.route().confirmed().items() if any(log))
                assert max(held.upto for held in mine.have(NORTH).values()) == upto
            with callers.desk(hub.url, org, "pc 2") as theirs:
                for _ in range(2):  # scans come after what names them
                    exchanging.meet(other, theirs)
            assert exchanging.texts(other, "pc") == {"one", "two"}
            assert other.desk.store.state_hash() == pc.desk.store.state_hash()
            assert other.sync.post.chunks.sizes().keys() == pc.sync.post.chunks.sizes().keys()
        finally:
            pc.close()
            other.close()
