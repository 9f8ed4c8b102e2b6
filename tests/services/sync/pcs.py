"""PCs of one centre with their casebooks and mailboxes, and a hub in a file: what sync is tried on."""

import itertools
import shutil
from pathlib import Path

from sqlalchemy import text

from anefdesk.domain.record import CaseId
from anefdesk.mailbox import mailbox
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.mailbox.opening import open_engine
from anefdesk.services.sync.carry import Carried
from anefdesk.services.sync.contact import Sync
from anefdesk.services.sync.membership import Membership
from anefdesk.services.sync.post import DATABASE, Post, Signer
from anefdesk.store import inbox
from tests.mailbox.organisation import NORTH, Organisation, named, secret
from tests.store.desks import DEVICE, Desk, organisation

__all__ = ["Centre", "Hub", "Pc", "organisation"]


class Hub:
    """A mailbox in a file, as a hub keeps it; it can be put back from a copy."""

    def __init__(self, folder: Path, org: Organisation) -> None:
        folder.mkdir()
        self.folder = folder
        self._open(org.entries)

    def _open(self, entries: list[bytes]) -> None:
        self.engine = open_engine(f"sqlite:///{self.folder / 'hub.db'}")
        org = mailbox.begin(self.engine, entries[0])
        self.box = Mailbox(self.engine, ChunkFolder(self.folder / "chunks"), org)
        for data in entries[self.box.directory().no + 1 :]:
            assert self.box.add_entry(data)
        self._entries = entries

    def copy(self) -> bytes:
        self.engine.dispose()
        return (self.folder / "hub.db").read_bytes()

    def put_back(self, copy: bytes, *, restored: bool = True) -> None:
        """``restored``: by the command made for it, which gives every feed a new name."""
        self.engine.dispose()
        (self.folder / "hub.db").write_bytes(copy)
        self._open(self._entries[:1])
        if restored:
            self.box.restored()

    def close(self) -> None:
        self.engine.dispose()


class Pc:
    """One PC: ``north`` unless said otherwise; what it writes is signed by the lead."""

    def __init__(self, org: Organisation, name: str, folder: Path) -> None:
        self.org, self.name, self.home = org, name, folder / name
        self.membership = Membership(
            org=org.state.org, scope=NORTH, device=named(name), hub="https://hub.example", genesis=org.entries[0]
        )
        self._times = itertools.count(1_800_000_000_000, 1000)
        if not self.home.exists():
            self.home.mkdir()
            Post.begin(self.home, self.membership, org.entries).close()
        self.open()

    @property
    def signer(self) -> Signer:
        return Signer(named(self.name), secret(self.name), DEVICE.unwrap, named("lead"), secret("lead"))

    def open(self) -> None:
        """As after a start of the program and an unlocking."""
        self.desk = Desk(self.org, self.name, self.home / "casebook.db")
        self.sync = Sync(
            Post.open(self.home, self.membership), secret(f"{self.name} carrier"), now_ms=lambda: next(self._times)
        )
        self.sync.unlocked(self.desk.store, self.signer)

    def close(self) -> None:
        self.sync.post.close()
        self.desk.close()

    def copy(self, folder: Path) -> Path:
        """An image of its disk."""
        self.close()
        shutil.copytree(self.home, folder)
        self.open()
        return folder

    def put_back(self, image: Path, *, casebook_only: bool = False) -> None:
        self.close()
        for file in ["casebook.db"] if casebook_only else ["casebook.db", DATABASE]:
            for left in self.home.glob(f"{file}*"):
                left.unlink()
            shutil.copy(image / file, self.home / file)
        self.open()

    def meet(self, hub: Hub) -> Carried:
        """One whole contact."""
        self.sync.prepare()
        done = self.sync.carry(hub.box)
        while self.sync.receive().more:
            pass
        self.sync.prepare()
        return done

    def write(self, case: CaseId, text: str) -> None:
        self.desk.set(case, text)


class Centre:
    """Two PCs and a hub below one folder, opened and closed together."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "centre"
        self.folder.mkdir()
        self.org = organisation()
        self.hub = Hub(self.folder / "hub", self.org)
        self.one, self.two = Pc(self.org, "pc", self.folder), Pc(self.org, "pc 2", self.folder)

    def open(self) -> None:
        self.hub._open(self.org.entries[:1])
        for pc in (self.one, self.two):
            pc.open()

    def close(self) -> None:
        for pc in (self.one, self.two):
            pc.close()
        self.hub.close()

    def meet(self) -> None:
        for pc in (self.one, self.two, self.one, self.two):
            pc.meet(self.hub)

    def alike(self) -> None:
        """Both hold the same, all that the hub was said to hold is there, nothing waits."""
        hashes = {pc.desk.store.state_hash() for pc in (self.one, self.two)}
        assert len(hashes) == 1
        for pc in (self.one, self.two):
            assert inbox.stuck(pc.desk.store) == ()
            pc.desk.store.rebuild()
            assert pc.desk.store.state_hash() in hashes
            said = pc.sync.standing()
            assert (said.to_send, said.unsaid, said.chunks_wanted, said.trouble) == (0, 0, 0, "")

    def known(self) -> None:
        """What the hub keeps of attachments, it will find again when their file is erased."""
        with self.hub.engine.connect() as connection:
            rows = connection.execute(text("SELECT id FROM chunk")).scalars().all()
        assert {bytes(name) for name in rows} == set(ChunkFolder(self.hub.folder / "chunks").sizes())

    def true(self) -> None:
        """What each believes the hub to hold, it holds."""
        held = self.hub.box.have(NORTH)
        for pc in (self.one, self.two):
            for log, said in pc.sync.post.route().confirmed().items():
                assert log == bytes(16) or held[log].upto >= said.upto
