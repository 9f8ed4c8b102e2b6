"""Two PCs and a stick: both ways, twice, in any order, and every way in which a stick fails."""

import hashlib
import os
import shutil
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anefdesk import __main__ as command
from anefdesk.domain.record import CaseId
from anefdesk.errors import AnefdeskError
from anefdesk.services.sync import founding
from anefdesk.services.sync.membership import Membership
from anefdesk.services.sync.post import Post, Signer
from anefdesk.services.sync.stick import HUB, Read, Stick, Written, inspect
from anefdesk.services.sync.stick_file import side
from anefdesk.vault import seal
from anefdesk.wire.chunks import CHUNK
from anefdesk.wire.entry import AddDevice, Epoch, Revoke, Wrap
from anefdesk.wire.hub import Have, Verdict
from tests.mailbox.organisation import NORTH, SOUTH, Organisation, Writer, named, public, secret
from tests.services.conftest import LEAD, PASSPHRASES
from tests.services.conftest import Post as Bureau
from tests.services.correspondent_pcs import key_of
from tests.services.sync import pcs as in_full

TODAY = date(2026, 11, 23)


PCS = (("nord 1", NORTH), ("nord 2", NORTH), ("sud", SOUTH))


MARK = b"seen by nobody"


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


def test_a_stick_says_nothing_of_its_keys(pcs: tuple[Pc, Pc]) -> None:
    assert repr(pcs[0].stick) == "Stick(…)"


# Whole PCs


def test_casebooks_meet_by_stick(tmp_path: Path, place: Path) -> None:
    org = in_full.organisation()
    one, two = (in_full.Pc(org, name, tmp_path) for name in ("pc", "pc 2"))
    for pc in (one, two):
        pc.sync.settle(msgspec.structs.replace(pc.membership, hub=""))
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
    assert (one.sync.standing().to_send, one.sync.standing().confirmed_ms is None) == (0, False)
    assert two.sync.standing().to_send == 1  # nobody told it so yet
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
