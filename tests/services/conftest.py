"""Desks for the services: a whole PC with its vault for sessions, and a bare store where only deeds matter."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from anefdesk.catalogue import loader
from anefdesk.domain import ids
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.record import CaseId, UserId
from anefdesk.domain.staff import Member, Role
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.services.casework import FileView, NewPerson
from anefdesk.services.clock import Clock
from anefdesk.services.desk import Desk, lay_out
from anefdesk.services.session import Session, SetUp
from anefdesk.services.workplace import Privacy, Workplace
from anefdesk.store.casekeys import DeviceKeys
from anefdesk.store.store import Store
from anefdesk.vault import seal, slot
from tests.vault.conftest import MemoryKeyring

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
LEAD, WORKER, RECEPTION = "Canari-Amina", "Canari-Omar", "Canari-Noé"
PASSPHRASES = {
    LEAD: "bretelle ruminant tricot litchi",
    WORKER: "wagonnet pareil banque copieur",
    RECEPTION: "gravier moulin toupie hamster",
}
ROLES = {LEAD: Role.LEAD, WORKER: Role.WORKER, RECEPTION: Role.RECEPTION}
KEY = bytes(range(32))


@dataclass
class Time:
    """Both clocks of a PC."""

    now: datetime = NOW
    ticks: float = 100.0

    def clock(self) -> Clock:
        return Clock(now=lambda: self.now, monotonic=lambda: self.ticks)

    def passes(self, **spent: float) -> None:
        step = timedelta(**spent)
        self.now += step
        self.ticks += step.total_seconds()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return loader.load()


# A whole PC


@dataclass
class Post:
    """One PC of a centre: its folder, its keyring, its time; a session is one run of the program."""

    home: Path
    catalogue: Catalogue
    keyring: MemoryKeyring
    sheet: str = ""
    users: dict[str, UserId] = field(default_factory=dict)
    time: Time = field(default_factory=Time)
    runs: list[Session] = field(default_factory=list)

    def start(self, *, training: bool = False) -> Session:
        """Start the program; what ran before is another process."""
        session = Session(
            self.home,
            self.time.clock(),
            lambda: self.catalogue,
            training=training,
            backend=self.keyring,
            cost=slot.FLOOR,
        )
        self.runs.append(session)
        return session

    def opened(self, label: str = LEAD) -> Session:
        session = self.start()
        session.unlock(self.users[label], PASSPHRASES[label])
        return session

    def copied(self, home: Path) -> "Post":
        if self.home.exists():
            shutil.copytree(self.home, home)
        keyring = MemoryKeyring()
        keyring.entries = dict(self.keyring.entries)
        return Post(home, self.catalogue, keyring, self.sheet, dict(self.users))

    def end(self) -> None:
        for session in self.runs:
            session.lock()


def _set_up(home: Path, catalogue: Catalogue, *, passphrase_only: bool) -> Post:
    post = Post(home, catalogue, MemoryKeyring())
    session = post.start()
    post.sheet = session.set_up(SetUp("Centre Canari", "69", LEAD, PASSPHRASES[LEAD], passphrase_only=passphrase_only))
    post.users[LEAD] = session.me.user
    for label in (WORKER, RECEPTION):
        post.users[label] = session.add_member(label, ROLES[label], PASSPHRASES[label], None)
    post.end()
    return post


@pytest.fixture(scope="session")
def _kept_post(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Post:
    return _set_up(tmp_path_factory.mktemp("post") / "device", catalogue, passphrase_only=False)


@pytest.fixture(scope="session")
def _bare_post(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Post:
    return _set_up(tmp_path_factory.mktemp("post") / "bare", catalogue, passphrase_only=True)


@pytest.fixture
def post(_kept_post: Post, tmp_path: Path) -> Iterator[Post]:
    """A PC with a keyring, a lead, a worker and a volunteer at reception."""
    made = _kept_post.copied(tmp_path / "post")
    yield made
    made.end()


@pytest.fixture
def bare_post(_bare_post: Post, tmp_path: Path) -> Iterator[Post]:
    """The same in passphrase-only mode."""
    made = _bare_post.copied(tmp_path / "bare")
    yield made
    made.end()


@pytest.fixture
def empty_post(catalogue: Catalogue, tmp_path: Path) -> Iterator[Post]:
    """A PC that was never set up."""
    made = Post(tmp_path / "empty", catalogue, MemoryKeyring())
    yield made
    made.end()


# Deeds alone


def _as_it_is(data: bytes, _context: bytes) -> bytes:
    return data


DEVICE = DeviceKeys(_as_it_is, _as_it_is)


@dataclass
class Room:
    """One store, and the desk of whoever sits down at it: no vault, no keyring."""

    home: Path
    catalogue: Catalogue
    store: Store
    time: Time = field(default_factory=Time)
    keys: dict[str, seal.PrivateKey] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)

    def workplace(self, label: str = WORKER) -> Workplace:
        key = self.keys.setdefault(label, seal.new_key())
        me = self.members.setdefault(label, Member(ids.new_user(), label, ROLES.get(label, Role.LEAD)))
        privacy = Privacy(
            lambda clear, context: seal.seal_to(key.public(), clear, context),
            lambda sealed, context: seal.open_sealed(key, sealed, context),
        )
        return Workplace(self.store, ChunkFolder(self.home / "chunks"), me, privacy, self.time.clock(), self.catalogue)

    def desk(self, label: str = WORKER) -> Desk:
        return lay_out(self.workplace(label))

    def person(self, **fields: object) -> CaseId:
        new = NewPerson(**({"family": "Canari-Haidari", "given": "Zahra"} | fields))
        return self.desk().casework.create(new)

    def read(self, case: CaseId, label: str = WORKER) -> FileView:
        return self.desk(label).casework.reload(case)


@pytest.fixture(scope="session")
def _new_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("store") / "casebook.db"
    Store.create(file, KEY, DEVICE, training=False).close()
    return file


@pytest.fixture
def room(_new_store: Path, tmp_path: Path, catalogue: Catalogue) -> Iterator[Room]:
    """An empty store where everybody can sit down."""
    shutil.copy(_new_store, tmp_path / "casebook.db")
    store = Store.open(tmp_path / "casebook.db", KEY, DEVICE)
    yield Room(tmp_path, catalogue, store)
    store.close()


Refused = Callable[[Callable[[], object]], str]


@pytest.fixture
def refused() -> Refused:
    """``refused(deed)`` is the code of the expected failure that ``deed`` must raise."""
    from anefdesk.errors import AnefdeskError

    def code_of(deed: Callable[[], object]) -> str:
        with pytest.raises(AnefdeskError) as error:
            deed()
        assert error.value.__cause__ is None
        return error.value.code

    return code_of
