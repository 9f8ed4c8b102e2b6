"""PCs of an organisation that send one another parcels: each with its store, its mailbox and its keys."""

import functools
import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from anefdesk.services.sync import parcels as exchange
from anefdesk.services.sync.membership import Membership
from anefdesk.services.sync.parcels import Parcels, Taken
from anefdesk.services.sync.post import Post, Signer
from anefdesk.store.store import Store
from anefdesk.vault import seal
from anefdesk.vault.seal import PrivateKey
from anefdesk.wire.entry import EVERYWHERE, EXCHANGE, AddDevice, Grant, Role
from tests.mailbox.organisation import NORTH, SOUTH, Organisation, named, public, secret
from tests.store.conftest import DEVICE, KEY

TODAY = date(2026, 11, 23)


@functools.cache
def key_of(_pc: str) -> PrivateKey:
    return seal.new_key()


def organisation() -> Organisation:
    """Two centres, a PC in each that can be written to, and one for figures in the south."""
    org = Organisation()
    for pc, scope in (("nord 1", NORTH), ("nord 2", NORTH), ("sud", SOUTH), ("siège", SOUTH)):
        org.say(AddDevice(named(pc), scope, public(pc), key_of(pc).public(), public(f"{pc} carrier")))
    org.say(Grant(named("siège"), Role.STATS, EVERYWHERE))
    return org


@dataclass
class Pc:
    """One PC; ``home`` holds all that a disk image would."""

    org: Organisation
    pc: str
    home: Path
    today: date = TODAY
    scope: bytes = NORTH
    store: Store = field(init=False)
    post: Post = field(init=False)

    def __post_init__(self) -> None:
        if not (self.home / "casebook.db").exists():
            self.home.mkdir(parents=True, exist_ok=True)
            Store.create(self.home / "casebook.db", KEY, DEVICE, training=False).close()
        self.open()

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
