"""PCs of an organisation that send one another parcels: each with its store, its mailbox and its keys."""

import functools
import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from anefdesk.domain.case import Centre
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.change import Change
from anefdesk.domain.record import CaseId, ObjectId, UserId, cells_of
from anefdesk.services.sync import parcels as exchange
from anefdesk.services.sync.membership import Membership
from anefdesk.services.sync.organisation import Organisation
from anefdesk.services.sync.parcels import Parcels, Taken
from anefdesk.services.sync.post import Post, Signer
from anefdesk.store.casekeys import EpochKey
from anefdesk.store.store import Store
from anefdesk.vault import seal
from anefdesk.vault.seal import PrivateKey
from anefdesk.wire.entry import EVERYWHERE, EXCHANGE, AddDevice, Epoch, Grant, Role
from anefdesk.wire.hub import Hub
from tests.mailbox.organisation import NORTH, SOUTH, named, public, secret
from tests.mailbox.organisation import Organisation as OnPaper
from tests.services.conftest import Room, Time
from tests.store.conftest import DEVICE, KEY

TODAY = date(2026, 11, 23)


@functools.cache
def key_of(_pc: str) -> PrivateKey:
    return seal.new_key()


def organisation() -> OnPaper:
    """Two centres, a PC in each that can be written to, and one for figures in the south."""
    org = OnPaper()
    for pc, scope in (("nord 1", NORTH), ("nord 2", NORTH), ("sud", SOUTH), ("siège", SOUTH)):
        org.say(AddDevice(named(pc), scope, public(pc), key_of(pc).public(), public(f"{pc} carrier")))
    org.say(Grant(named("siège"), Role.STATS, EVERYWHERE))
    for scope in (NORTH, SOUTH):
        org.say(Epoch(scope, 1, ()))
    return org


@dataclass
class Pc:
    """One PC; ``home`` holds all that a disk image would."""

    org: OnPaper
    pc: str
    home: Path
    today: date = TODAY
    scope: bytes = NORTH
    store: Store = field(init=False)
    post: Post = field(init=False)

    def __post_init__(self) -> None:
        if not (self.home / "casebook.db").exists():
            self.home.mkdir(parents=True, exist_ok=True)
            self._join()
        self.open()

    def _join(self) -> None:
        org, centre = self.org.state.org, CaseId(named(f"centre of {self.scope.hex()}"))
        key = EpochKey(org, self.scope, 1, secret(f"epoch of {self.scope.hex()}"))
        store = Store.join(
            self.home / "casebook.db", KEY, DEVICE, org=org, scope=self.scope, centre=centre, epochs=[key]
        )
        with store.transaction(UserId(named("lead")), 1_800_000_000_000) as deed:
            deed.open_case(centre)
            record = Centre(id=ObjectId(centre), name=f"Centre {self.pc}")
            deed.record(Change(centre, record.KIND, record.id, cells_of(record)))
        store.close()

    def open(self) -> None:
        self.store = Store.open(self.home / "casebook.db", KEY, DEVICE)
        member = Membership(org=self.org.state.org, scope=self.scope, device=named(self.pc))
        self.post = Post.begin(self.home, member, self.org.entries)

    def close(self) -> None:
        self.store.close()
        self.post.close()

    def image(self, to: Path) -> None:
        """A copy of the whole disk, made while the program is closed."""
        self.close()
        shutil.copytree(self.home, to)
        self.open()

    @property
    def signer(self) -> Signer:
        def unwrap(sealed: bytes, context: bytes) -> bytes:
            return seal.open_sealed(key_of(self.pc), sealed, context)

        return Signer(named(self.pc), secret(self.pc), unwrap, named("lead"), secret("lead"))

    def organisation(self, hub: Hub | None = None) -> Organisation:
        return Organisation(self.store, self.post, self.signer, hub)

    def room(self, catalogue: Catalogue) -> Room:
        """Where deeds are done at this PC."""
        time = Time(datetime(self.today.year, self.today.month, self.today.day, 9, tzinfo=UTC))
        return Room(self.home, catalogue, self.store, time)

    def parcels(self) -> Parcels:
        return Parcels(self.store, self.org.state, named(self.pc), self.today)

    def posts(self) -> int:
        return exchange.post_waiting(self.store, self.post, self.signer, self.org.state, self.today)

    def takes(self) -> Taken:
        return exchange.take(self.store, self.post, self.signer, self.org.state, self.today)

    def meets(self, other: "Pc") -> None:
        """Each mailbox gets the segments of the other; what was decided meanwhile is known to both."""
        for one, two in ((self, other), (other, self)):
            for data in one.org.entries[two.post.directory().no + 1 :]:
                two.post.box.add_entry(data)
            two.post.box.push(one.post.box.pull(EXCHANGE, 0, 100_000).segments)

    def bodies(self, kind: int = exchange.STATISTICS) -> set[bytes]:
        return {one.body for one in self.parcels().received(kind)}
