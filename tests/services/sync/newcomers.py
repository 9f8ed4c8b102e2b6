"""Whole PCs that meet: real vaults at the lowest cost, real databases, a hub that really listens."""

from dataclasses import dataclass
from pathlib import Path

from anefdesk.domain.catalogue import Catalogue
from anefdesk.services import opening
from anefdesk.services.opening import Means, OpenDesk
from anefdesk.services.sync import founding, membership
from anefdesk.services.sync.membership import Membership
from anefdesk.services.sync.organisation import Organisation
from anefdesk.services.sync.post import Post
from anefdesk.services.sync.public_keys import signs
from anefdesk.services.workplace import Workplace
from anefdesk.vault import slot
from anefdesk.vault.keys import Unlocked
from anefdesk.vault.vault import Vault
from anefdesk.wire.http import Caller, HttpHub
from tests.services.conftest import NOW, Time
from tests.vault.conftest import PASSPHRASE, MemoryKeyring


@dataclass
class Pc:
    """One PC: its folder, its vault, who is at it."""

    means: Means
    vault: Vault
    keys: Unlocked
    time: Time
    desk: OpenDesk | None = None
    post: Post | None = None

    @property
    def home(self) -> Path:
        return self.means.home

    @property
    def at(self) -> Workplace:
        assert self.desk is not None
        return self.desk.workplace

    def found(self, *, hub: founding.HubAddress | None = None, **choices: object) -> Membership:
        founding.prepare(self.at, self.keys, self.home, **choices)  # type: ignore[arg-type]
        return founding.found(self.at, self.keys, self.home, pc="Accueil", carrier=self.vault.carrier(), hub=hub)

    def hub(self) -> HttpHub:
        """As this PC calls the hub it belongs to."""
        belongs = membership.load(self.home)
        assert belongs is not None
        caller = Caller(belongs.org, belongs.device, signs(self.keys.device_signing_key))
        return HttpHub(belongs.hub, caller, certificate=belongs.certificate)

    def organisation(self, hub: HttpHub | None = None) -> Organisation:
        belongs = membership.load(self.home)
        assert belongs is not None
        if self.post is None:
            self.post = Post.open(self.home, belongs)
        return Organisation(self.at.store, self.post, opening.signer_of(self.keys), hub)

    def open(self) -> None:
        """Unlock the desk that joining made."""
        self.desk = opening.open_desk(self.means, self.keys)

    def close(self) -> None:
        if self.post is not None:
            self.post.close()
            self.post = None
        if self.desk is not None:
            self.desk.close()
            self.desk = None


class Newcomers:
    """PCs made on demand, each with its own keyring."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self.made: list[Pc] = []

    def means(self, name: str, time: Time | None = None) -> Means:
        """Those of a PC that was never set up."""
        time = time or Time()
        home = self._folder / name
        return Means(home, time.clock(), self._catalogue, backend=MemoryKeyring(), cost=slot.FLOOR)

    def lone(self, name: str, centre: str = "Canari-Centre") -> Pc:
        """One that was set up alone."""
        time = Time()
        means = self.means(name, time)
        vault, desk, _ = opening.found_desk(
            means, centre=centre, department="69", label=f"Canari-{name}", passphrase=PASSPHRASE, passphrase_only=False
        )
        pc = Pc(means, vault, desk.keys, time, desk)
        self.made.append(pc)
        return pc

    def empty(self, name: str) -> Pc:
        """One whose person has chosen a passphrase, and that has no files."""
        time = Time()
        means = self.means(name, time)
        vault, keys, _ = Vault.create(
            means.home, label=f"Canari-{name}", passphrase=PASSPHRASE, now=NOW, cost=slot.FLOOR, backend=means.backend
        )
        pc = Pc(means, vault, keys, time)
        self.made.append(pc)
        return pc
