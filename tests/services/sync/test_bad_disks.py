"""The disk of a PC or of the hub fills, turns read-only or fails under an exchange: a clear code, and nothing lost."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from anefdesk.domain.case import Piece
from anefdesk.domain.change import Change
from anefdesk.domain.record import CaseId, Kind, ObjectId, number_of
from anefdesk.errors import AnefdeskError
from anefdesk.ui.error_sentences import SENTENCES
from tests.journeys.test_bad_disks import Disk
from tests.mailbox.organisation import Organisation, named
from tests.services.sync.pcs import Hub, Pc, organisation
from tests.store.conftest import AUTHOR

CASE = CaseId(named("CANARI file"))
SCAN = bytes(40_000)
mounting = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0, reason="mounting a small or read-only disk needs root on Linux"
)


@pytest.fixture
def org() -> Organisation:
    return organisation()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    made = Disk(tmp_path / "disk", "6m")
    yield made
    made.away()


def _code(deed: Callable[[], object]) -> str:
    with pytest.raises(AnefdeskError) as error:
        deed()
    return error.value.code


def _fill(disk: Disk) -> Path:
    """Leave not a byte."""
    file = disk.place / "something else"
    with file.open("wb", buffering=0) as out:
        for size in (1 << 16, 1):
            try:
                while True:
                    out.write(bytes(size))
            except OSError:
                continue
    return file


def _attach(pc: Pc) -> bytes:
    name = pc.sync.post.chunks.put(SCAN)
    with pc.desk.store.transaction(AUTHOR, 1_800_000_100_000) as deed:
        fields = {number_of(Piece, "chunks"): name}
        deed.record(Change(CASE, Kind.PIECE, ObjectId(named("a scan")), fields))
    return name


def _whole(one: Pc, two: Pc, hub: Hub) -> None:
    """Once the disk is well, everything arrives."""
    for pc in (one, two, one, two):
        pc.meet(hub)
    assert one.desk.nationality(CASE) == two.desk.nationality(CASE) == "v29"
    assert one.desk.store.state_hash() == two.desk.store.state_hash()
    for pc in (one, two):
        assert pc.sync.post.chunks.sizes().keys() == hub.box._chunks.sizes().keys() != set()
        assert (pc.sync.standing().to_send, pc.sync.standing().chunks_wanted) == (0, 0)


def _written(one: Pc) -> None:
    for number in range(30):
        one.write(CASE, f"v{number}")
    _attach(one)


@mounting
def test_a_pc_with_a_full_disk(disk: Disk, org: Organisation, tmp_path: Path) -> None:
    hub, one, two = Hub(tmp_path / "hub", org), Pc(org, "pc", disk.place), Pc(org, "pc 2", tmp_path)
    try:
        two.write(CASE, "af")
        two.meet(hub)
        one.meet(hub)
        _written(one)
        in_the_way = _fill(disk)
        assert _code(one.sync.prepare) == "disk.full"
        in_the_way.unlink()
        _whole(one, two, hub)
        for _ in range(30):
            two.write(CASE, "v29")
        two.meet(hub)
        in_the_way = _fill(disk)
        assert _code(lambda: one.sync.carry(hub.box)) == "disk.full"
        assert one.sync.standing().trouble == "disk.full"
        in_the_way.unlink()
        _whole(one, two, hub)
    finally:
        for pc in (one, two):
            pc.close()
        hub.close()


@mounting
def test_a_hub_with_a_full_disk(disk: Disk, org: Organisation, tmp_path: Path) -> None:
    hub, one, two = Hub(disk.place / "hub", org), Pc(org, "pc", tmp_path), Pc(org, "pc 2", tmp_path)
    try:
        one.meet(hub)
        _written(one)
        in_the_way = _fill(disk)
        one.sync.prepare()
        assert _code(lambda: one.sync.carry(hub.box)) == "disk.full"
        assert one.sync.standing().to_send == 31
        in_the_way.unlink()
        _whole(one, two, hub)
    finally:
        for pc in (one, two):
            pc.close()
        hub.close()


@mounting
def test_a_mailbox_that_turned_read_only(disk: Disk, org: Organisation, tmp_path: Path) -> None:
    hub, one, two = Hub(tmp_path / "hub", org), Pc(org, "pc", disk.place), Pc(org, "pc 2", tmp_path)
    try:
        one.write(CASE, "af")
        _written(one)
        one.close()
        disk.read_only()
        assert _code(one.open) in {"disk.read_only", "disk.write"}  # SQLite does not always tell them apart
        disk.read_only(on=False)
        one.open()
        _whole(one, two, hub)
    finally:
        for pc in (one, two):
            pc.close()
        hub.close()


def test_a_disk_that_settles_nothing(org: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An attachment is kept, offered or brought once the disk said that it has it."""
    hub, one, two = Hub(tmp_path / "hub", org), Pc(org, "pc", tmp_path), Pc(org, "pc 2", tmp_path)

    def fails(_fd: int) -> None:
        raise OSError(errno.EIO, "")

    try:
        _written(one)
        one.meet(hub)
        two.meet(hub)
        with monkeypatch.context() as failing:
            failing.setattr(os, "fsync", fails)
            assert _code(lambda: two.sync.carry(hub.box)) == "disk.write"
            assert two.sync.standing().chunks_wanted == 1
            assert two.sync.post.chunks.sizes() == {}
        _whole(one, two, hub)
    finally:
        for pc in (one, two):
            pc.close()
        hub.close()


def test_each_has_its_sentence() -> None:
    assert {"disk.full", "disk.read_only", "disk.write"} <= SENTENCES.keys()
