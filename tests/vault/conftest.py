"""A desk whose vault was made once at the lowest cost, copied for each test, with a keyring kept in memory."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, NoKeyringError, PasswordDeleteError

from anefdesk.domain.record import UserId
from anefdesk.vault import slot
from anefdesk.vault.vault import Vault

LABEL = "Canari-Haidari"
PASSPHRASE = "bretelle ruminant tricot litchi"
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class MemoryKeyring(KeyringBackend):
    """A keyring that can be locked or gone."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}
        self.trouble: Exception | None = None

    def _answer(self) -> None:
        if self.trouble is not None:
            raise self.trouble

    def get_password(self, service: str, username: str) -> str | None:
        self._answer()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._answer()
        assert len(password) < 1280
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._answer()
        if self.entries.pop((service, username), None) is None:
            raise PasswordDeleteError(username)

    def lock(self) -> None:
        self.trouble = KeyringLocked("locked")

    def vanish(self) -> None:
        self.trouble = NoKeyringError("none")


class OtherKeyring(MemoryKeyring):
    """The keyring of another desktop."""


@dataclass
class Clock:
    """Both clocks of a PC; the user can set only ``now``."""

    now: datetime = NOW
    ticks: float = 100.0

    def monotonic(self) -> float:
        return self.ticks

    def passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.ticks += seconds


@dataclass
class Desk:
    """A PC with its vault, the lead's passphrase and the printed sheet."""

    home: Path
    keyring: MemoryKeyring
    lead: UserId
    sheet: str
    clock: Clock = field(default_factory=Clock)

    def open(self) -> Vault:
        return Vault.open(self.home, backend=self.keyring, monotonic=self.clock.monotonic)

    def copied(self, folder: Path) -> "Desk":
        shutil.copytree(self.home, folder)
        keyring = MemoryKeyring()
        keyring.entries = dict(self.keyring.entries)
        return Desk(folder, keyring, self.lead, self.sheet)


def _made(home: Path, *, passphrase_only: bool) -> Desk:
    keyring = MemoryKeyring()
    _, unlocked, sheet = Vault.create(
        home,
        label=LABEL,
        passphrase=PASSPHRASE,
        now=NOW,
        passphrase_only=passphrase_only,
        cost=slot.FLOOR,
        backend=keyring,
    )
    return Desk(home, keyring, unlocked.user, sheet)


@pytest.fixture(scope="session")
def _device_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return _made(tmp_path_factory.mktemp("vault") / "device", passphrase_only=False)


@pytest.fixture(scope="session")
def _bare_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return _made(tmp_path_factory.mktemp("vault") / "bare", passphrase_only=True)


@pytest.fixture
def desk(_device_desk: Desk, tmp_path: Path) -> Desk:
    """A PC with a keyring."""
    return _device_desk.copied(tmp_path / "home")


@pytest.fixture
def bare_desk(_bare_desk: Desk, tmp_path: Path) -> Desk:
    """A PC in passphrase-only mode."""
    return _bare_desk.copied(tmp_path / "bare")
