"""Two PCs and a stick: both ways, twice, in any order, and every way in which a stick fails."""

import errno
import hashlib
import os
import shutil
import stat
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anefdesk import __main__ as command
from anefdesk.domain.record import CaseId
from anefdesk.errors import AnefdeskError
from anefdesk.services.sync import founding, stick_file
from anefdesk.services.sync.membership import Membership
from anefdesk.services.sync.post import Post, Signer
from anefdesk.services.sync.stick import HUB, Read, Stick, Written, inspect
from anefdesk.services.sync.stick_file import side
from anefdesk.vault import seal
from anefdesk.wire import bundle
from anefdesk.wire.chunks import CHUNK
from anefdesk.wire.entry import AddDevice, Cutoff, Epoch, Revoke, Wrap
from anefdesk.wire.hub import Have, Verdict
from tests.journeys.test_bad_disks import Disk
from tests.mailbox.organisation import NORTH, SOUTH, Organisation, Writer, named, public, secret
from tests.services.conftest import LEAD, PASSPHRASES
from tests.services.conftest import Post as Bureau
from tests.services.correspondent_pcs import key_of
from tests.services.sync import pcs as in_full

TODAY = date(2026, 11, 23)
PCS = (("nord 1", NORTH), ("nord 2", NORTH), ("sud", SOUTH))
MARK = b"seen by nobody"
posix = pytest.mark.skipif(os.name == "nt", reason="what is tried there is POSIX's own")


def organisation() -> Organisation:
    """Two PCs in the north, one in the south, and a first key for each centre."""
    org = Organisation()
    for pc in ("pc", "pc 2"):
        org.say(Revoke(named(pc)))
    for pc, scope in PCS:
        org.say(AddDevice(named(pc), scope, public(pc), key_of(pc).public(), public(f"{pc} carrier"), MARK))
    for scope in (NORTH, SOUTH):
        org.say(_epoch(org, scope))
    return org


def epoch_key(scope: bytes, number: int) -> bytes:
    return secret(f"{scope.hex()} {number}")


def _epoch(org: Organisation, scope: bytes) -> Epoch:
    number = org.state.epoch(scope) + 1
    context = b"anefdesk/wrap/1" + org.state.org + scope + number.to_bytes(4, "big")
    wraps = tuple(
        Wrap(named(pc), seal.seal_to(key_of(pc).public(), epoch_key(scope, number), context))
        for pc, of in PCS
        if of == scope and org.state.active(named(pc))
    )
    return Epoch(scope, number, wraps)


class Pc:
    """One PC: its mailbox, and the stick that is put into it."""

    def __init__(self, org: Organisation, pc: str, home: Path, *, hub: str = "") -> None:
        self.pc, self.org = pc, org
        self.scope = dict(PCS).get(pc, NORTH)
        home.mkdir(parents=True, exist_ok=True)
        member = Membership(org=org.state.org, scope=self.scope, device=named(pc), hub=hub)
        self.post = Post.begin(home, member, org.entries)
        self.keys = {(self.scope, 1): epoch_key(self.scope, 1)}
        self.writer = Writer(org, pc, scope=self.scope, log=named(f"log of {pc}"))
        self.now = 1_000

    @property
    def stick(self) -> Stick:
        def unwrap(sealed: bytes, context: bytes) -> bytes:
            return seal.open_sealed(key_of(self.pc), sealed, context)

        signer = Signer(named(self.pc), secret(self.pc), unwrap, named("lead"), secret("lead"))
        return Stick(self.post, signer, self.keys, TODAY, lambda: self.now)

    def note(self, *cases: bytes, count: int = 2) -> None:
        """A few records more, and the keys of their files."""
        cases = cases or (named("case"),)
        assert set(self.post.box.push([self.writer.cut(count, *cases, clear=MARK).encode()])) == {Verdict.STORED}
        if self.scope == NORTH:
            self.post.box.put_keyboxes([self.org.keybox(case, pc=self.pc) for case in cases])

    def attach(self, chunk: bytes, case: bytes | None = None) -> bytes:
        self.post.box.put_chunk(chunk, case or named("case"))
        return hashlib.sha256(chunk).digest()

    def have(self) -> dict[bytes, Have]:
        return dict(self.post.box.have(NORTH))

    def state(self) -> object:
        box = self.post.box
        boxes = frozenset(box.pull(NORTH, 0, 100_000).keyboxes)
        return self.have(), boxes, self.post.directory().head, set(self.post.chunks.sizes())


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


def _code(deed: Callable[[], object]) -> str:
    with pytest.raises(AnefdeskError) as error:
        deed()
    return error.value.code


def _counts(read: Read) -> tuple[int, int, int]:
    return read.entries, read.segments, read.chunks


def test_both_ways_and_twice(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    one.note(named("case"), named("case 2"))
    two.note(named("case 3"))
    one.attach(b"a sealed page" * 9)
    written = one.stick.write(place)
    assert (written.segments, written.keyboxes, written.chunks, written.absent) == (1, 2, 1, 0)
    assert written.size == written.file.stat().st_size
    for segments, chunks in ((1, 1), (0, 0)):
        assert _counts(two.stick.read(written.file)) == (0, segments, chunks)
    back = two.stick.write(place)
    assert back.segments == 1  # what the other wrote, it has
    for segments in (1, 0):
        assert _counts(one.stick.read(back.file)) == (0, segments, 0)
    assert one.state() == two.state()


def test_a_pc_that_missed_the_last_decisions_learns_them(org: Organisation, tmp_path: Path, place: Path) -> None:
    late = Pc(org, "nord 2", tmp_path / "two")
    org.say(org.person("late colleague"))
    one = Pc(org, "nord 1", tmp_path / "one")
    one.note()
    assert _counts(late.stick.read(one.stick.write(place).file)) == (1, 1, 0)
    assert late.post.directory().head == one.post.directory().head
    one.post.close()
    late.post.close()


def test_the_name_and_the_content_tell_nothing(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, _ = pcs
    one.note()
    chunk = b"sealed page of an attachment"
    one.attach(chunk)
    written = one.stick.write(place)
    prefix = f"anefdesk-{one.org.state.org.hex()[:8]}-2026-11-23-"
    assert written.file.name.startswith(prefix)
    assert written.file.suffix == ".ab1"
    assert len(written.file.name) == len(prefix) + 4 + len(".ab1")
    data = written.file.read_bytes()
    for secret_one in (MARK, chunk, named("nord 1"), named("case"), one.writer.log, b"AS1", b"AD1", public("nord 1")):
        assert secret_one not in data
    assert [path.name for path in place.iterdir()] == [written.file.name]


def test_inspecting_needs_no_key(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, _ = pcs
    one.attach(bytes(CHUNK))
    one.note()
    written = one.stick.write(place)
    seen = inspect(written.file)
    assert (seen.org, seen.scope, seen.epoch, seen.size) == (one.org.state.org, NORTH, 1, written.size)
    assert seen.frames == 2
    (place / "other.ab1").write_bytes(b"something else")
    assert one.stick.found(place) == (seen,)
    assert one.stick.found(place / "nowhere") == ()


def test_out_of_order_is_said_and_made_good(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    one.note()
    first = one.stick.write(place)
    one.post.route(side(HUB)).confirm(one.have(), 1)  # told by a colleague whose PC met the hub
    one.note()
    second = one.stick.write(place)
    assert second.segments == 1
    early = two.stick.read(second.file)
    assert early.refused == ((one.writer.log, Verdict.GAP),)
    assert early.segments == 0
    assert two.stick.read(first.file).segments == 1
    assert two.stick.read(second.file).segments == 1
    assert one.state() == two.state()
    assert one.stick.write(place, whole=True).segments == 2


def test_the_receipt_makes_the_next_one_small(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    one.note()
    name = one.attach(os.urandom(5_000))
    assert one.stick.since() is None
    first = one.stick.write(place)
    two.stick.read(first.file)
    assert two.stick.since() is not None  # the receipt of the first is in it
    told = one.stick.read(two.stick.write(place).file).receipt
    assert told is not None
    assert told.device == named("nord 2")
    assert told.have[NORTH][one.writer.log].upto == 2
    assert told.chunks == (name,)
    assert one.stick.since() == named("nord 2")
    again = one.stick.write(place)
    assert (again.segments, again.chunks) == (0, 0)
    assert again.size < first.size - 5_000
    one.note()
    later = one.stick.write(place)
    assert (later.segments, later.chunks) == (1, 0)
    assert two.stick.read(later.file).segments == 1


def test_a_pc_that_lost_what_it_had_says_so_by_its_receipt(pcs: tuple[Pc, Pc], place: Path, tmp_path: Path) -> None:
    one, two = pcs
    one.note()
    two.stick.read(one.stick.write(place).file)
    one.stick.read(two.stick.write(place).file)
    assert one.stick.write(place).segments == 0
    new = Pc(one.org, "nord 2", tmp_path / "new")
    assert one.stick.read(new.stick.write(place).file).receipt is not None
    assert one.stick.write(place).segments == 1
    new.post.close()


def test_its_own_receipt_and_one_of_a_pc_that_is_out_say_nothing(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    assert one.stick.read(one.stick.write(place).file).receipt is None
    from_two = two.stick.write(place).file
    one.post.box.add_entry(one.org.say(Revoke(named("nord 2"), ())))
    assert one.stick.read(from_two).receipt is None
    assert one.stick.since() is None


def test_the_word_of_the_hub_comes_back_by_stick(org: Organisation, tmp_path: Path, place: Path) -> None:
    one = Pc(org, "nord 1", tmp_path / "one", hub="https://hub.example")
    two = Pc(org, "nord 2", tmp_path / "two", hub="https://hub.example")
    one.note()
    two.stick.read(one.stick.write(place).file)
    two.post.route().confirm(two.have(), 900)
    told = one.stick.read(two.stick.write(place).file).receipt
    assert told is not None
    assert (told.hub.at_ms, told.hub.have) == (900, {one.writer.log: 2})
    assert one.stick.since() == HUB
    assert one.stick.write(place).segments == 0
    assert one.post.route().confirmed() == {}  # the hub itself has said nothing here
    one.post.close()
    two.post.close()


# Who may not read it, and what is not taken


def test_another_centre_and_another_organisation_are_told(pcs: tuple[Pc, Pc], place: Path, tmp_path: Path) -> None:
    one, _ = pcs
    file = one.stick.write(place).file
    far = Pc(one.org, "sud", tmp_path / "far")
    assert _code(lambda: far.stick.read(file)) == "stick.other_centre"
    other = Organisation(label=b"another")
    for pc, scope in PCS:
        other.say(AddDevice(named(pc), scope, public(pc), key_of(pc).public(), public(f"{pc} carrier")))
    stranger = Pc(other, "nord 2", tmp_path / "stranger")
    assert _code(lambda: stranger.stick.read(file)) == "sync.other_organisation"
    far.post.close()
    stranger.post.close()


def test_head_office_with_several_keys_reads_and_writes_for_each(
    pcs: tuple[Pc, Pc], place: Path, tmp_path: Path
) -> None:
    one, _ = pcs
    one.note()
    far = Pc(one.org, "sud", tmp_path / "far")
    far.keys[NORTH, 1] = epoch_key(NORTH, 1)
    far.note()
    assert far.stick.read(one.stick.write(place).file).segments == 1
    assert far.stick.write(place).segments == 1  # of its own centre alone
    assert inspect(far.stick.write(place).file).scope == SOUTH
    back = far.stick.write(place, scope=NORTH)
    assert (inspect(back.file).scope, back.segments) == (NORTH, 1)
    assert one.stick.read(back.file).refused == ()
    far.post.close()


def test_a_new_key_is_learnt_by_the_stick_it_seals(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    for _ in range(2):
        one.post.box.add_entry(one.org.say(_epoch(one.org, NORTH)))
    one.keys |= {(NORTH, number): epoch_key(NORTH, number) for number in (2, 3)}
    one.note()
    file = one.stick.write(place).file
    assert inspect(file).epoch == 3
    assert _counts(two.stick.read(file)) == (2, 1, 0)
    assert two.post.directory().epoch(NORTH) == 3


def test_a_pc_that_is_out_reads_no_later_stick(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    for said in (Revoke(named("nord 2"), ()),):
        one.post.box.add_entry(one.org.say(said))
    one.post.box.add_entry(one.org.say(_epoch(one.org, NORTH)))
    one.keys[NORTH, 2] = epoch_key(NORTH, 2)
    before = two.state()
    assert _code(lambda: two.stick.read(one.stick.write(place).file)) == "stick.no_key"
    assert two.state() == before


def test_without_a_key_nothing_is_written(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, _ = pcs
    one.keys.clear()
    assert _code(lambda: one.stick.write(place)) == "stick.no_key"
    assert not list(place.iterdir())


def test_another_version_of_a_log_is_refused_and_told(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    one.note()
    two.stick.read(one.stick.write(place).file)
    before = two.have()
    fork = Pc(one.org, "nord 1", place / "fork")  # the same PC, put back from an image, that wrote on
    fork.note(named("another case"))
    fork.note()
    other = Writer(one.org, "nord 2", log=named("log of nord 2"))
    fork.post.box.push([other.cut().encode()])
    read = two.stick.read(fork.stick.write(place).file)
    assert read.refused == ((one.writer.log, Verdict.FORK),)
    assert read.segments == 1  # the other log goes on
    assert {log: have for log, have in two.have().items() if log in before} == before
    fork.post.close()


def test_another_directory_is_an_alarm(pcs: tuple[Pc, Pc], place: Path, tmp_path: Path) -> None:
    one, two = pcs
    twin = organisation()
    twin.say(twin.person("only here"))
    one.org.say(one.org.person("only there"))
    two.post.box.add_entry(one.org.entries[-1])
    split = Pc(twin, "nord 1", tmp_path / "split")
    assert _code(lambda: two.stick.read(split.stick.write(place).file)) == "sync.directory_parted"
    split.post.close()


def test_what_was_erased_does_not_come_back(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    one.note(named("case"), named("kept"))
    gone = one.attach(b"page of an erased file")
    file = one.stick.write(place).file
    two.post.box.add_entry(two.org.erase(named("case")))
    assert two.stick.read(file).chunks == 0
    assert not two.post.chunks.has(gone)
    page = two.post.box.pull(NORTH, 0, 100)
    assert len(page.keyboxes) == 1
    assert one.stick.read(two.stick.write(place).file).entries == 1
    assert not one.post.chunks.has(gone)


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


def test_memory_stays_small(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    one.note()
    for number in range(48):
        one.attach(bytes([number]) * CHUNK)
    tracemalloc.start()
    try:
        file = one.stick.write(place).file
        two.stick.read(file)
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()
    assert file.stat().st_size > 48 * CHUNK
    assert two.state() == one.state()


STEPS = st.lists(
    st.tuples(st.sampled_from(["note", "write", "read", "attach"]), st.integers(0, 1), st.integers(0, 9)), max_size=14
)


@settings(max_examples=20)
@given(STEPS)
def test_any_order_of_sticks_ends_in_the_same(steps: list[tuple[str, int, int]]) -> None:
    folder = Path(tempfile.mkdtemp())
    org = organisation()
    pcs = [Pc(org, "nord 1", folder / "one"), Pc(org, "nord 2", folder / "two")]
    sticks: list[Written] = []
    try:
        for what, who, number in steps:
            match what:
                case "note":
                    pcs[who].note(named(f"case {who} {number}"), count=1 + number % 3)
                case "attach":
                    pcs[who].note(named(f"case {who} {number}"))
                    pcs[who].attach(bytes([who, number]) * 40, named(f"case {who} {number}"))
                case "write":
                    sticks.append(pcs[who].stick.write(folder))
                case _ if sticks:
                    assert {why for _, why in pcs[who].stick.read(sticks[number % len(sticks)].file).refused} <= {
                        Verdict.GAP
                    }
        for _ in range(2):
            for one, two in (pcs, pcs[::-1]):
                two.stick.read(one.stick.write(folder).file)
        for one, two in (pcs, pcs[::-1]):
            assert not two.stick.read(one.stick.write(folder, whole=True).file).segments
        assert pcs[0].state() == pcs[1].state()
    finally:
        for pc in pcs:
            pc.post.close()
        shutil.rmtree(folder)


def test_a_cut_off_log_of_a_stolen_pc_goes_no_further(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    two.note()
    head = two.writer.head(2)
    two.note()
    file = two.stick.write(place).file
    one.post.box.add_entry(one.org.say(Revoke(named("nord 2"), (Cutoff(two.writer.log, 2, head),))))
    read = one.stick.read(file)
    assert read.segments == 1
    assert read.refused == ((two.writer.log, Verdict.DENIED),)


def test_a_stick_says_nothing_of_its_keys(pcs: tuple[Pc, Pc]) -> None:
    assert repr(pcs[0].stick) == "Stick(…)"


# Whole PCs


def test_casebooks_meet_by_stick(tmp_path: Path, place: Path) -> None:
    org = in_full.organisation()
    one, two = (in_full.Pc(org, name, tmp_path) for name in ("pc", "pc 2"))
    case = CaseId(named("a file"))
    one.write(case, "af")
    for here, there in ((one, two), (two, one)):
        here.sync.prepare()
        file = here.sync.stick(TODAY).write(place).file
        there.sync.stick(TODAY).read(file)
        while there.sync.receive().more:
            pass
        if there is two:
            two.write(case, "ir")
    assert (one.desk.nationality(case), two.desk.nationality(case)) == ("ir", "ir")
    assert one.desk.store.state_hash() == two.desk.store.state_hash()
    one.sync.locked()
    assert _code(lambda: one.sync.stick(TODAY)) == "sync.locked"
    for pc in (one, two):
        pc.close()


def test_the_command_writes_reads_and_looks(
    bare_post: Bureau, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ANEFDESK_HOME", str(bare_post.home))
    monkeypatch.setattr("getpass.getpass", lambda _prompt: PASSPHRASES[LEAD])
    export = ["bundle", "export", str(place), "--member", LEAD]
    assert command.main(export) == command.REFUSED
    assert capsys.readouterr().err.startswith("Ce poste n’appartient pas encore à une organisation")
    session = bare_post.start()
    session.unlock_by_label(LEAD, PASSPHRASES[LEAD])
    here = session._here()
    founding.prepare(here.workplace, here.keys, bare_post.home)
    founding.found(here.workplace, here.keys, bare_post.home, pc="Accueil")
    session.lock()
    assert command.main(export) == 0
    (file,) = place.glob("*.ab1")
    assert capsys.readouterr().out.startswith(f"« {file.name} » : {file.stat().st_size} octets")
    assert command.main(["bundle", "import", str(file), "--member", LEAD]) == 0
    assert capsys.readouterr().out == "Nouveau : 0 segments, 0 morceaux de pièces, 0 lignes de l’annuaire.\n"
    assert command.main(["bundle", "inspect", str(file)]) == 0
    shown = capsys.readouterr().out
    assert f"taille       {file.stat().st_size} octets" in shown
    assert "époque       1" in shown
    assert command.main(["bundle", "inspect", str(place / "nothing.ab1")]) == command.REFUSED
    assert capsys.readouterr().err.startswith("La clé USB ne répond plus")
