"""Every way in which a stick fails: cut, flipped, full, read-only, pulled out, or the power goes."""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from anefdesk.services.sync import stick_file
from anefdesk.services.sync.stick import inspect
from anefdesk.wire import bundle
from anefdesk.wire.chunks import CHUNK
from tests.journeys.test_bad_disks import Disk
from tests.mailbox.organisation import Organisation
from tests.services.sync.test_stick import Pc, _code, organisation

posix = pytest.mark.skipif(os.name == "nt", reason="what is tried there is POSIX's own")


@pytest.fixture
def org() -> Organisation:
    return organisation()


@pytest.fixture
def pcs(org: Organisation, tmp_path: Path) -> Iterator[tuple[Pc, Pc]]:
    made = Pc(org, "nord 1", tmp_path / "one"), Pc(org, "nord 2", tmp_path / "two")
    yield made
    for pc in made:
        pc.post.close()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


# Faults of the stick


def test_cut_or_flipped_anywhere_it_is_refused_and_changes_nothing(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    one.note(count=1)
    file = one.stick.write(place).file
    data, before = file.read_bytes(), two.state()
    bad = place / "bad.ab1"
    for at in (*range(80), *range(80, len(data), 11), len(data) - 1):  # each byte is the matter of the format's tests
        for made in (data[:at], data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]):
            bad.write_bytes(made)
            assert _code(lambda: two.stick.read(bad)) in {
                "bundle.not_one", "bundle.newer", "bundle.broken", "sync.other_organisation", "stick.other_centre",
                "stick.no_key",
            }  # fmt: skip
    assert two.state() == before
    assert two.stick.read(file).segments == 1


def test_what_was_proven_before_a_fault_is_kept_and_the_rest_follows(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    one.note()
    for number in range(4):
        one.attach(bytes([number]) * CHUNK)
    file = one.stick.write(place).file
    bad = place / "bad.ab1"
    bad.write_bytes(file.read_bytes()[:-1])
    assert _code(lambda: two.stick.read(bad)) == "bundle.broken"
    assert two.have() == one.have()
    assert 0 < len(two.post.chunks.sizes()) < 4
    assert two.stick.since() is None  # no receipt was read
    two.stick.read(file)
    assert two.state() == one.state()


def test_a_stopped_exchange_goes_on_later(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    one.note()
    for number in range(3):
        one.attach(bytes([number]) * CHUNK)
    assert _code(lambda: one.stick.write(place, cancelled=lambda: True)) == "stick.cancelled"
    assert not list(place.iterdir())
    shares: list[float] = []
    file = one.stick.write(place, progress=shares.append).file
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    asked = iter(range(100))
    assert _code(lambda: two.stick.read(file, cancelled=lambda: next(asked) > 15)) == "stick.cancelled"
    shares.clear()
    two.stick.read(file, progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert two.state() == one.state()


def test_a_damaged_or_missing_attachment_does_not_hold_the_rest_back(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    one.note()
    names = [one.attach(bytes([number]) * 100) for number in range(3)]
    one.post.chunks.drop(names[0])
    one.post.chunks._place(names[1]).write_bytes(b"x")
    written = one.stick.write(place)
    assert (written.chunks, written.absent) == (1, 2)
    assert two.stick.read(written.file).chunks == 1


@pytest.mark.parametrize("whole", [False, True])
def test_a_file_may_be_named_and_stands_until_its_successor_is_whole(
    pcs: tuple[Pc, Pc], place: Path, monkeypatch: pytest.MonkeyPatch, *, whole: bool
) -> None:
    one, _ = pcs
    file = place / "mine.ab1"
    assert one.stick.write(file).file == file
    before = file.read_bytes()

    def fails(_fd: int) -> None:
        raise OSError(errno.EIO, "")

    if not whole:
        monkeypatch.setattr(os, "fsync", fails)
        assert _code(lambda: one.stick.write(file)) == "stick.gone"
        assert file.read_bytes() == before
    else:
        one.stick.write(file)
        assert file.read_bytes() != before
    assert [path.name for path in place.iterdir()] == ["mine.ab1"]


@posix
def test_settled_before_it_is_renamed_and_the_folder_after(
    pcs: tuple[Pc, Pc], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = pcs
    done: list[str] = []
    fsync, rename = os.fsync, Path.replace

    def settled(fd: int) -> None:
        done.append("folder" if os.path.isdir(f"/proc/self/fd/{fd}") else "file")  # noqa: PTH112
        fsync(fd)

    def renamed(self: Path, target: Path) -> Path:
        done.append("rename")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", settled)
    monkeypatch.setattr(Path, "replace", renamed)
    one.stick.write(place)
    assert done == ["file", "rename", "folder"]


@posix
@pytest.mark.parametrize("moment", ["write", "file", "settled", "rename", "renamed", "folder", "read"])
def test_a_power_cut_leaves_a_whole_file_or_none(pcs: tuple[Pc, Pc], place: Path, moment: str) -> None:
    """The process ends there, without a word; the next writing sweeps what it left."""
    one, two = pcs
    one.note()
    one.attach(os.urandom(3 * CHUNK))
    one.post.close()
    child = os.fork()
    if not child:
        _die(moment, lambda: one.stick.write(place))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    files = list(place.glob("*.ab1"))
    assert bool(files) == (moment in {"renamed", "folder", "read"})
    for file in files:
        assert two.stick.read(file).segments == 1
    one.stick.write(place)
    assert not list(place.glob("*.part"))
    assert len(list(place.glob("*.ab1"))) == len(files) + 1


def _die(moment: str, deed: Callable[[], object]) -> None:
    """End the process at ``moment`` of ``deed``."""

    def at(*names: str) -> None:
        if moment in names:
            os._exit(9)

    def around(before: str, deed: Callable[..., object], after: str) -> Callable[..., object]:
        def done(*given: object) -> object:
            at(before)
            made = deed(*given)
            at(after)
            return made

        return done

    fsync = os.fsync

    def settled(fd: int) -> None:
        folder = stat.S_ISDIR(os.fstat(fd).st_mode)
        around("folder" if folder else "file", fsync, "" if folder else "settled")(fd)

    os.fsync = settled  # type: ignore[assignment]
    Path.replace = around("rename", Path.replace, "renamed")  # type: ignore[assignment,method-assign]
    stick_file._read_back = around("read", stick_file._read_back, "")  # type: ignore[assignment]
    write = bundle.Writing.put

    def put(self: bundle.Writing, kind: bundle.Kind, body: bytes) -> None:
        write(self, kind, body)
        if kind == bundle.Kind.CHUNK:
            at("write")

    bundle.Writing.put = put  # type: ignore[method-assign]
    try:
        deed()
    finally:
        os._exit(1)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "stick.full"), (errno.EDQUOT, "stick.full"), (errno.EROFS, "stick.read_only"),
        (errno.EACCES, "stick.read_only"), (errno.EIO, "stick.gone"), (errno.ENODEV, "stick.gone"),
        (errno.EFBIG, "stick.format"), (errno.EINTR, "stick.failed"),
    ],
)  # fmt: skip
def test_each_fault_has_its_word(
    pcs: tuple[Pc, Pc], place: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    one, _ = pcs

    def fails(_fd: int) -> None:
        raise OSError(number, "")

    monkeypatch.setattr(os, "fsync", fails)
    assert _code(lambda: one.stick.write(place)) == code
    assert not list(place.iterdir())


@posix
def test_a_folder_that_cannot_be_settled_is_not_a_fault(
    pcs: tuple[Pc, Pc], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = pcs
    fsync = os.fsync

    def settled(fd: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{fd}"):  # noqa: PTH112
            raise OSError(errno.EINVAL, "")
        fsync(fd)

    monkeypatch.setattr(os, "fsync", settled)
    assert one.stick.write(place).file.exists()


def test_a_stick_that_gives_back_something_else_is_noticed(
    pcs: tuple[Pc, Pc], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = pcs
    rename = Path.replace

    def forgets(self: Path, target: Path) -> Path:
        made = rename(self, target)
        data = target.read_bytes()
        target.write_bytes(data[:-100] + bytes(100))
        return made

    monkeypatch.setattr(Path, "replace", forgets)
    assert _code(lambda: one.stick.write(place)) == "stick.unverified"
    assert not list(place.iterdir())


def test_a_stick_that_is_not_there_is_told(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, _ = pcs
    assert _code(lambda: one.stick.write(place / "away" / "file.ab1")) == "stick.gone"
    assert _code(lambda: one.stick.read(place / "away.ab1")) == "stick.gone"
    assert _code(lambda: inspect(place / "away.ab1")) == "stick.gone"


@posix
def test_a_file_too_large_for_the_stick_is_told(pcs: tuple[Pc, Pc], place: Path) -> None:
    import resource

    one, _ = pcs
    one.note()
    one.attach(os.urandom(CHUNK))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (CHUNK, limits[1]))
    try:
        assert _code(lambda: one.stick.write(place)) == "stick.format"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not list(place.iterdir())


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0, reason="mounting a small or read-only disk needs root on Linux"
)
def test_a_full_and_a_read_only_stick_lose_nothing(pcs: tuple[Pc, Pc], tmp_path: Path) -> None:
    one, two = pcs
    one.note()
    for number in range(3):
        one.attach(bytes([number]) * CHUNK)
    disk = Disk(tmp_path / "small", "2m")
    try:
        assert _code(lambda: one.stick.write(disk.place)) == "stick.full"
        assert not list(disk.place.iterdir())
        two.note()
        file = two.stick.write(disk.place).file
        disk.read_only()
        assert _code(lambda: one.stick.write(disk.place)) == "stick.read_only"
        assert one.stick.read(file).segments == 1  # reading one that cannot be written is no trouble
    finally:
        disk.away()
