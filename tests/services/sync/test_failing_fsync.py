"""The disk of a PC or of the hub settles nothing any more, at each deed of an exchange: said at once, nothing lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from anefdesk.domain.record import CaseId
from anefdesk.mailbox.chunks import ChunkFolder
from tests.mailbox.organisation import named
from tests.services.sync.failing_fsync import code_of, possible
from tests.services.sync.pcs import Centre
from tests.store.desks import Desk

pytestmark = possible

CASE, LATER = CaseId(named("CANARI file")), CaseId(named("CANARI later"))
DEEDS: dict[str, Callable[[Centre], object]] = {
    "writing": lambda at: at.one.write(LATER, "sy"),
    "cutting": lambda at: at.one.sync.prepare(),
    "sending": lambda at: at.one.sync.carry(at.hub.box),
    "fetching": lambda at: at.two.sync.carry(at.hub.box),
    "applying": lambda at: at.two.sync.receive(),
    "a scan": lambda at: at.one.sync.post.chunks.put(b"sealed"),
}


BEFORE = {  # on a disk that still works
    "sending": ("cutting",),
    "fetching": ("cutting", "sending"),
    "applying": ("cutting", "sending", "fetching"),
}


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Centre]:
    monkeypatch.setattr(Desk, "waits_for_the_disk", True)
    made = Centre(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("deed", DEEDS)
def test_a_disk_that_settles_nothing(centre: Centre, deed: str) -> None:
    centre.meet()
    centre.one.write(CASE, "af")
    for before in BEFORE.get(deed, ()):
        DEEDS[before](centre)
    centre.close()
    assert code_of(centre.open, lambda: DEEDS[deed](centre)) == "disk.write"
    centre.open()
    centre.true()
    assert centre.one.desk.nationality(CASE) == "af"
    if deed == "a scan":
        assert ChunkFolder(centre.one.home / "chunks").sizes() == {}
    centre.one.write(LATER, "sy")
    centre.meet()
    assert (centre.two.desk.nationality(CASE), centre.two.desk.nationality(LATER)) == ("af", "sy")
    centre.alike()
    centre.known()


def test_the_same_on_a_disk_that_works(centre: Centre) -> None:
    """Or the test above says nothing."""
    centre.one.write(CASE, "af")
    for deed in DEEDS.values():
        deed(centre)
    assert centre.two.desk.nationality(CASE) == "af"
