"""A hub that lies is refused or shown up; nothing is changed in silence, nothing crashes, nothing is lost.

Two PCs work while it lies; then it is honest again, and all that both wrote must be with both.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from anefdesk.domain.record import CaseId
from anefdesk.errors import StorageError
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.services.sync import carry as carrying
from anefdesk.services.sync.carry import Carried
from anefdesk.services.sync.contact import Sync
from anefdesk.services.sync.membership import Membership
from anefdesk.services.sync.post import Post, Signer
from anefdesk.store import erasing, inbox
from anefdesk.wire.directory import Directory
from anefdesk.wire.entry import Entry
from anefdesk.wire.hub import Have
from anefdesk.wire.segment import Segment
from tests.journeys.lying_hub import LIES, LyingHub
from tests.journeys.many_desks import Box, patched
from tests.mailbox.organisation import NORTH, Organisation, Writer, named, secret
from tests.store.desks import Desk, organisation

ROUNDS = 3
URL = "https://hub.example"


def _locked(_sealed: bytes, _context: bytes) -> bytes:
    raise StorageError("seal.damaged")


class Pc:
    """One PC with its sync, somebody at it."""

    def __init__(self, org: Organisation, pc: str, home: Path) -> None:
        home.mkdir()
        self.desk = Desk(org, pc, home / "casebook.db")
        member = Membership(org=org.state.org, scope=NORTH, device=named(pc), hub=URL)
        self.sync = Sync(Post.begin(home, member, org.entries), None, now_ms=itertools.count(1).__next__)
        self.sync.unlocked(self.desk.store, Signer(named(pc), secret(pc), _locked, named("lead"), secret("lead")))

    def contact(self, hub: LyingHub | Mailbox) -> tuple[str, Carried | None]:
        """What a period brings: the code of what stopped it, if anything."""
        self.sync.prepare()
        try:
            return "", self.sync.carry(hub)
        except StorageError as error:
            return error.code, None
        finally:
            while self.sync.receive().more:
                pass
            decided = erasing.decided(self.desk.store, self.sync.post.directory(), NORTH)
            for case in erasing.due(self.desk.store, decided):
                erasing.erase(self.desk.store, decided, case)

    def carried(self) -> dict[bytes, int]:
        """How much of each log its mailbox holds."""
        return {log: one.upto for log, one in self.sync.post.box.have(NORTH).items()}

    def close(self) -> None:
        self.sync.post.close()
        self.desk.close()


class Scene:
    """Two PCs that met over an honest hub; then both wrote something, and a file was erased."""

    def __init__(self, folder: Path) -> None:
        self.org = organisation()
        self.kept, self.gone = CaseId(named("kept")), CaseId(named("gone"))
        self.late = CaseId(named("late"))
        (folder / "hub").mkdir()
        (folder / "old").mkdir()
        self.hub = Box(folder / "hub" / "hub.db", self.org.entries)
        self.old = Box(folder / "old" / "hub.db", self.org.entries)
        self.one, self.two = (Pc(self.org, pc, folder / pc) for pc in ("pc", "pc 2"))
        self.one.desk.set(self.kept, "AF")
        self.one.desk.set(self.gone, "GONE")
        for pc in (self.one, self.two, self.one):
            assert pc.contact(self.hub.box)[0] == ""
        self.before = self.hub.box.pull(NORTH, 0, 500).segments
        self.old.box.push(self.before)
        self.org.erase(self.gone)
        self.org.say(self.org.pc("pc 3"))
        self.hub.learn(self.org.entries)
        self.old.learn(self.org.entries)
        self.meant = {self.kept: {"AF"}, self.late: set[str]()}

    def pcs(self) -> tuple[Pc, Pc]:
        return self.one, self.two

    def write(self, pc: Pc, case: CaseId, text: str) -> None:
        pc.desk.set(case, text)
        self.meant[case].add(text)

    def close(self) -> None:
        for pc in self.pcs():
            pc.close()
        for box in (self.hub, self.old):
            box.engine.dispose()


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path)
    yield made
    made.close()


def _held(scene: Scene, pc: Pc) -> bool:
    """Whether the honest mailbox holds all that this PC wrote."""
    have = scene.hub.box.have(NORTH)
    with pc.desk.store.inside() as at:
        log, length = at.log.current, at.log.length
    return log in have and have[log].upto == length


def lived(scene: Scene, kind: type[LyingHub]) -> None:
    """The lie, and what must hold while it is told and once it is over."""
    hub = kind(scene.org, scene.hub.box, scene.old.box, scene.before)
    noticed = set[str]()
    for number in range(ROUNDS):
        for pc in scene.pcs():
            for half in "ab":  # two segments
                scene.write(pc, scene.kept, f"{pc.desk.pc} {number}{half}")
                pc.sync.prepare()
            hub.asked = 0
            if kind.by_stick:
                for other in scene.pcs():
                    pc.sync.post.box.push(other.sync.post.box.pull(NORTH, 0, 500).segments)
            carried = pc.carried()
            code, said = pc.contact(hub)
            pc.sync.prepare()
            left = pc.carried()
            assert all(left.get(log, 0) >= upto for log, upto in carried.items()), "thrown away on a hub's word"
            assert code in {"", *kind.told}, "told by a code that says something else"
            if code or (said is not None and not said.whole):
                noticed.add(code or "not confirmed")
            standing = pc.sync.standing()
            noticed |= {"to send"} if standing.to_send else set()
            assert standing.quarantined == 0, "something that nobody wrote was taken in"
            green = standing.to_send == 0  # what stopped a contact is forgotten with the program
            if not kind.missed:
                assert not (green and not _held(scene, pc)), "called received what is not"
            assert pc.desk.nationality(scene.kept) in scene.meant[scene.kept], "shows what nobody wrote"
            assert pc.desk.rows("keybox") <= 2
    assert noticed or kind.missed, "nobody noticed"
    _heals(scene)


def _heals(scene: Scene) -> None:
    scene.write(scene.one, scene.late, "late")
    scene.write(scene.two, scene.kept, "last")
    for _ in range(3):
        for pc in scene.pcs():
            code, said = pc.contact(scene.hub.box)
            assert code == "", "an honest hub is refused"
    assert said is not None
    assert said.whole, "not confirmed by an honest hub"
    for pc in scene.pcs():
        assert _held(scene, pc), "an honest hub was not given everything"
        assert inbox.stuck(pc.desk.store) == ()
        assert pc.desk.nationality(scene.late) == "late"
        assert pc.desk.nationality(scene.gone) is None, "an erased file is back"
        logs = pc.desk.store.connection.exec_driver_sql("SELECT log, count(*) FROM log GROUP BY log").fetchall()
        assert sum(count for _, count in logs) == 2 + 2 * 2 * ROUNDS + 2, "something was lost"
    assert scene.one.desk.store.state_hash() == scene.two.desk.store.state_hash()


@pytest.mark.parametrize("name", LIES)
def test_a_lie_is_refused_or_shown_up_and_heals(scene: Scene, name: str) -> None:
    lived(scene, LIES[name])


def _yes(*_arguments: object, **_named: object) -> bool:
    return True


def _confirms_all(carrier: carrying.Carrier, scope: bytes) -> bool:
    carrier._route.confirm(carrier._post.box.have(scope), 1)
    return True


FAULTS: dict[str, tuple[object, str, Callable[..., object], str, str]] = {
    "takes any signature of a segment": (Segment, "signed_by", _yes, "SignsForOthers", "thrown away"),
    "takes any signature of an entry": (Entry, "signed_by", _yes, "PutsItsOwnPcIn", "nobody noticed"),
    "takes a key that was swapped": (Entry, "signed_by", _yes, "SwapsAKey", "nobody noticed"),
    "lets anybody decide": (Directory, "_entitled", _yes, "LetsAWorkerDecide", "nobody noticed"),
    "lets one person erase": (Directory, "agreed", _yes, "ErasesAlone", "nobody noticed"),
    "calls received what it sent": (carrying.Carrier, "_confirm", _confirms_all, "KeepsNothing", "called received"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_desk_that_believes_is_found_out(scene: Scene, fault: str) -> None:
    owner, name, value, told, says = FAULTS[fault]
    with patched(owner, name, value), pytest.raises(AssertionError, match=says):
        lived(scene, LIES[told])


class _Busy(LyingHub):
    """An honest hub where a new PC comes in and writes while another reads."""

    came = False

    def have(self, scope: bytes) -> Mapping[bytes, Have]:
        if not self.came:
            self.came = True
            self.honest.add_entry(self.org.say(self.org.pc("pc 4")))
            assert self.honest.push([Writer(self.org, "pc 4", log=named("new log")).cut().encode()])
        return super().have(scope)


def test_who_comes_in_meanwhile_is_not_passed_over(scene: Scene) -> None:
    hub = _Busy(scene.org, scene.hub.box, scene.old.box, scene.before)
    scene.write(scene.one, scene.kept, "meanwhile")
    for _ in range(2):
        assert scene.one.contact(hub)[0] == ""
    assert scene.one.carried()[named("new log")] == 1
