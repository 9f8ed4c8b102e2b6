"""A whole organisation in one process: centres, PCs with their real databases and keys, a hub, and a month of work.

The PCs, the hub's mailbox and all they exchange are the product's own; only the network and the disks' patience are
left out. Used by the long run (``make soak``) and, in small, by the tests.
"""

import itertools
import random
import resource
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anefdesk.domain.change import Change
from anefdesk.domain.record import CaseId, Kind, ObjectId
from anefdesk.errors import StorageError
from anefdesk.mailbox import mailbox
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.mailbox.opening import open_engine
from anefdesk.services.sync import epochs
from anefdesk.services.sync.contact import Sync
from anefdesk.services.sync.membership import Membership
from anefdesk.services.sync.post import Post, Signer
from anefdesk.store import erasing, inbox
from anefdesk.store.casekeys import DeviceKeys, EpochKey
from anefdesk.store.store import Store
from anefdesk.vault import seal
from anefdesk.wire import directory, entry
from anefdesk.wire.entry import (
    ROOT,
    AddDevice,
    AddScope,
    AddUser,
    Approval,
    Cutoff,
    Erase,
    Genesis,
    Grant,
    Revoke,
    Role,
    Said,
)
from anefdesk.wire.hub import Hub
from tests.mailbox.organisation import named, public, secret

KEY = bytes(range(32))
FIELDS = (2, 10, 5)  # nationality, which people settle; gender and another, which just win
START_MS = 1_800_000_000_000
DAY_MS = 86_400_000
USER_KEYS = bytes(32)


@dataclass
class Centre:
    """A centre and its files."""

    name: str
    scope: bytes
    case: CaseId
    key: bytes
    files: list[CaseId] = field(default_factory=list)
    pcs: list["Pc"] = field(default_factory=list)


class Pc:
    """One PC and its disk. ``away`` are the days it has no network."""

    def __init__(self, fleet: "Fleet", centre: Centre, name: str, receive: seal.PrivateKey) -> None:
        self.fleet, self.centre, self.name, self.receive = fleet, centre, name, receive
        self.home = fleet.folder / f"pc-{named(name).hex()[:8]}"
        self.home.mkdir()
        self.membership = Membership(
            org=fleet.state.org, scope=centre.scope, device=named(name), hub="https://hub.example"
        )
        self.away: range = range(0)
        self.out = False
        Post.begin(self.home, self.membership, fleet.entries).close()
        first = EpochKey(fleet.state.org, centre.scope, 1, centre.key)
        Store.join(
            self.home / "casebook.db", KEY, self._keys(), org=fleet.state.org, scope=centre.scope, centre=centre.case,
            epochs=[first],
        ).close()  # fmt: skip
        self.open()

    def _keys(self) -> DeviceKeys:
        own = self.receive.public()
        return DeviceKeys(
            lambda clear, context: seal.seal_to(own, clear, context),
            lambda sealed, context: seal.open_sealed(self.receive, sealed, context),
        )

    def open(self) -> None:
        self.store = Store.open(self.home / "casebook.db", KEY, self._keys())
        self.store.connection.exec_driver_sql("PRAGMA synchronous = OFF")
        self.sync = Sync(Post.open(self.home, self.membership), None, now_ms=lambda: self.fleet.now_ms)
        signer = Signer(named(self.name), secret(self.name), self._keys().unwrap, named("admin"), secret("admin"))
        self.sync.unlocked(self.store, signer)

    def close(self) -> None:
        self.sync.post.close()
        self.store.close()

    def write(self, case: CaseId, number: int, text: str) -> None:
        with self.store.transaction(named(self.name), self.fleet.now_ms) as deed:
            deed.open_case(case)
            deed.record(Change(case, Kind.PERSON, ObjectId(case), {number: text}))

    def knows(self, case: CaseId) -> bool:
        query = "SELECT 1 FROM keybox WHERE case_id = ?"
        return self.store.connection.exec_driver_sql(query, (case,)).first() is not None

    def meet(self, hub: Hub) -> None:
        self.sync.prepare()
        self._erase()
        self.sync.carry(hub)
        while self.sync.receive().more:
            pass
        self._erase()
        self.sync.prepare()

    def _erase(self) -> None:
        decided = erasing.decided(self.store, self.sync.post.directory(), self.sync.post.membership.scope)
        for case in erasing.due(self.store, decided):
            erasing.erase(self.store, decided, case)

    def image(self) -> Path:
        self.close()
        copy = self.home.with_name(f"{self.home.name}.image")
        shutil.copytree(self.home, copy)
        self.open()
        return copy

    def put_back(self, image: Path) -> None:
        self.close()
        shutil.rmtree(self.home)
        shutil.copytree(image, self.home)
        self.open()


class Fleet:
    """All of it. ``chance`` decides everything: one seed, one month."""

    def __init__(self, folder: Path, seed: int, centres: int, pcs: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)  # noqa: S311 - the same month again
        self.now_ms = START_MS
        self._texts = itertools.count(1)
        self._files = itertools.count(1)
        first = entry.write(
            Genesis(public("root"), named("admin"), bytes(32), public("admin")),
            secret("root"), org=bytes(16), no=0, prev=directory.START, signer=ROOT,
        )  # fmt: skip
        self.entries = [first.encode()]
        self.state = directory.begin(first)
        self.engine = open_engine(f"sqlite:///{folder / 'hub.db'}")
        self.hub = Mailbox(self.engine, ChunkFolder(folder / "hub-chunks"), mailbox.begin(self.engine, self.entries[0]))
        self.refused_thief = 0
        self.centres = [self._centre(f"CANARI centre {number}", pcs) for number in range(centres)]

    def say(self, said: Said, by: str = "admin") -> None:
        for data in self.hub.entries(self.state.no):  # a PC may have closed a log meanwhile
            self.state = self.state.add(entry.read(data))
            self.entries.append(data)
        one = entry.write(
            said, secret(by), org=self.state.org, no=self.state.no + 1, prev=self.state.head, signer=named(by)
        )
        self.state = self.state.add(one)
        self.entries.append(one.encode())
        assert self.hub.add_entry(one.encode())

    def _centre(self, name: str, pcs: int) -> Centre:
        centre = Centre(name, named(name), CaseId(named(f"{name} itself")), secret(f"{name} epoch 1"))
        self.say(AddScope(centre.scope))
        keys = {f"{name} pc {number}": seal.new_key() for number in range(pcs)}
        for pc, key in keys.items():
            self.say(AddDevice(named(pc), centre.scope, public(pc), key.public(), public(f"{pc} carrier")))
        for who, role in (("lead", Role.LEAD), ("officer", Role.DATA_OFFICER)):
            self.say(AddUser(named(f"{name} {who}"), centre.scope, bytes(32), public(f"{name} {who}")))
            self.say(Grant(named(f"{name} {who}"), role, centre.scope))
        self.say(epochs.entry_for(self.state, centre.scope, centre.key, None))
        centre.pcs = [Pc(self, centre, pc, key) for pc, key in keys.items()]
        return centre

    def close(self) -> None:
        for pc in self.pcs():
            pc.close()
        self.engine.dispose()

    def pcs(self) -> list[Pc]:
        return [pc for centre in self.centres for pc in centre.pcs]

    # A day

    def day(self, number: int, edits: int) -> None:
        """Everybody works; those with a network meet the hub, some of them several times."""
        for hour in range(3):
            self.now_ms = START_MS + number * DAY_MS + hour * 3_600_000
            order = self.pcs()
            self.chance.shuffle(order)
            for pc in order:
                if pc.out:
                    continue
                self._work(pc, edits)
                if number not in pc.away and self.chance.random() < 0.7:
                    pc.meet(self.hub)

    def _work(self, pc: Pc, edits: int) -> None:
        files = pc.centre.files
        if not files or self.chance.random() < 0.2:
            case = CaseId(named(f"CANARI file {next(self._files)}"))
            files.append(case)
            pc.write(case, FIELDS[0], f"v{next(self._texts)}")
        for _ in range(self.chance.randrange(edits)):
            case = self.chance.choice(files)
            if pc.knows(case):
                pc.write(case, self.chance.choice(FIELDS), f"v{next(self._texts)}")

    # What goes wrong

    def revoke(self, pc: Pc) -> None:
        """A PC is out: of its logs, what the hub holds counts; its centre gets another key."""
        have = self.hub.have(pc.centre.scope)
        logs = [
            log for (log,) in pc.store.connection.exec_driver_sql("SELECT log FROM origin WHERE mine = 1").fetchall()
        ]
        cutoffs = tuple(Cutoff(log, have[log].upto, have[log].head) for log in sorted(logs) if log in have)
        self.say(Revoke(named(pc.name), cutoffs))
        before, pc.centre.key = pc.centre.key, secret(f"{pc.centre.name} {self.state.no}")
        self.say(epochs.entry_for(self.state, pc.centre.scope, pc.centre.key, before))
        pc.out = True

    def steal(self, pc: Pc) -> None:
        """It is revoked, and who has it goes on writing and sending: nobody takes it."""
        self.revoke(pc)
        known = [case for case in pc.centre.files if pc.knows(case)]
        pc.write(known[0], FIELDS[0], "of the thief")
        held = dict(self.hub.have(pc.centre.scope))
        try:
            pc.sync.prepare()
            pc.sync.carry(self.hub)
        except StorageError as error:
            if error.code not in {"sync.not_taken", "hub.revoked"}:
                raise
        assert self.hub.have(pc.centre.scope) == held, "a stolen PC wrote"
        self.refused_thief += 1

    def erase(self, centre: Centre, case: CaseId) -> None:
        message = entry.erasing(self.state.org, case)
        agreed = tuple(
            Approval(
                named(f"{centre.name} {who}"),
                Ed25519PrivateKey.from_private_bytes(secret(f"{centre.name} {who}")).sign(message),
            )
            for who in ("lead", "officer")
        )
        self.say(Erase(case, centre.scope, agreed), by=f"{centre.name} lead")

    def hub_copy(self) -> bytes:
        self.engine.dispose()
        return (self.folder / "hub.db").read_bytes()

    def hub_put_back(self, copy: bytes) -> None:
        self.engine.dispose()
        (self.folder / "hub.db").write_bytes(copy)
        self.engine = open_engine(f"sqlite:///{self.folder / 'hub.db'}")
        self.hub = Mailbox(self.engine, ChunkFolder(self.folder / "hub-chunks"), self.state.org)
        self.hub.restored()

    # The end

    def settle(self, rounds: int = 6) -> None:
        """Everybody who is in comes home and meets the hub until nothing moves."""
        for _ in range(rounds):
            for pc in self.pcs():
                if not pc.out:
                    pc.meet(self.hub)

    def judge(self) -> None:
        """Equal tables in each centre, nothing waiting, put aside or unsent."""
        for centre in self.centres:
            there = [pc for pc in centre.pcs if not pc.out]
            hashes = {pc.store.state_hash() for pc in there}
            assert len(hashes) == 1, f"{centre.name}: tables differ"
            for pc in there:
                odd = [one for one in inbox.stuck(pc.store) if one.code != "sync.revoked"]
                assert odd == [], f"{pc.name}: {odd}"
                standing = pc.sync.standing()
                assert (standing.to_send, standing.unsaid, standing.trouble) == (0, 0, ""), f"{pc.name}: {standing}"
                query = "SELECT value FROM cell WHERE value = 'of the thief'"
                assert pc.store.connection.exec_driver_sql(query).first() is None
                for case in frozenset[bytes]().union(*self.state.erased.values()):
                    query = "SELECT 1 FROM log WHERE case_id = ? AND kind <> 2"
                    assert pc.store.connection.exec_driver_sql(query, (case,)).first() is None
                    assert not pc.knows(CaseId(case))
        one = self.centres[0].pcs[-1]
        live = one.store.state_hash()
        one.store.rebuild()
        assert one.store.state_hash() == live, "rebuilt otherwise"


def memory() -> int:
    """The most this process has held, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // 1024 if sys.platform != "darwin" else most // (1 << 20)
