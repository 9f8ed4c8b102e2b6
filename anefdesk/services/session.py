"""Who is at the desk: set-up, unlocking, taking over, locking, members, drafts.

Built once by ``app`` and cheap to import; the vault and the database load with the first deed, off the
interface's thread. All methods but ``state`` and ``training`` belong on a lane.
"""

import contextlib
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from anefdesk.domain.draft import Draft
from anefdesk.domain.record import UserId
from anefdesk.domain.staff import Deed, Member, Role, may
from anefdesk.errors import AccessRefusedError, StorageError
from anefdesk.services.clock import Clock
from anefdesk.services.exchanging import Exchanging
from anefdesk.services.turn import in_turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from keyring.backend import KeyringBackend

    from anefdesk.domain.catalogue import Catalogue
    from anefdesk.services.desk import Desk
    from anefdesk.services.drafting import Unwritten
    from anefdesk.services.opening import Means, OpenDesk
    from anefdesk.vault.keys import Unlocked
    from anefdesk.vault.pin import PinBox
    from anefdesk.vault.slot import Cost
    from anefdesk.vault.vault import Vault


class SessionState(Enum):
    """What the first screen must be."""

    FIRST_RUN = "first_run"
    LOCKED = "locked"
    JOINING = "joining"  # an empty PC waits to be let into an organisation
    OPEN = "open"


@dataclass(frozen=True)
class Tile:
    """One member on the lock screen."""

    user: UserId
    label: str
    role: Role
    has_pin: bool
    must_reset: bool = False


@dataclass(frozen=True)
class SetUp:
    """What the first run asks; texts as typed."""

    centre: str
    department: str
    label: str
    passphrase: str
    passphrase_only: bool = False


class Session(Exchanging):
    """The desk of one data folder, open to at most one member at a time."""

    def __init__(
        self,
        home: Path,
        clock: Clock,
        load_catalogue: "Callable[[], Catalogue]",
        *,
        training: bool = False,
        backend: "KeyringBackend | None" = None,
        cost: "Cost | None" = None,
    ) -> None:
        super().__init__(home)
        self._clock = clock
        self._load_catalogue = load_catalogue
        self.training = training
        self._backend = backend
        self._cost = cost
        self._means: Means | None = None
        self._vault: Vault | None = None
        self._pins: PinBox | None = None
        self._open: OpenDesk | None = None
        self._unwritten: Unwritten = {}  # sealed drafts the disk refused

    @property
    def state(self) -> SessionState:
        """Cheap enough for the interface's thread."""
        if self._open is not None:
            return SessionState.OPEN
        if self.waits_to_join:
            return SessionState.JOINING
        there = any(self._home.glob("slots.*.json")) or (self._home / "casebook.db").exists()
        unfinished = (self._home / "set-up.unfinished").exists()
        return SessionState.LOCKED if there and not unfinished else SessionState.FIRST_RUN

    def _loaded(self) -> "Means":
        if self._means is None:
            from anefdesk.services.opening import Means

            catalogue = self._load_catalogue()
            self._means = Means(self._home, self._clock, catalogue, self.training, self._backend, self._cost)
        return self._means

    def _vault_here(self) -> "Vault":
        if self._vault is None:
            from anefdesk.vault.vault import Vault

            vault = Vault.open(self._home, backend=self._backend, monotonic=self._clock.monotonic)
            if vault.training != self.training:
                raise StorageError("store.training")
            self._vault = vault
        return self._vault

    def _pin_box(self) -> "PinBox":
        if self._pins is None:
            from anefdesk.vault.pin import PinBox

            self._pins = PinBox(self._clock.monotonic)
        return self._pins

    def warm_up(self) -> None:
        """Load what unlocking will need, while somebody types."""
        self._loaded()
        self._pin_box()

    # Setting up and recovery

    @property
    def passphrase_only(self) -> bool:
        """Whether this PC was set up without a keyring, to be shown on every lock screen."""
        return self._vault_here().passphrase_only

    def keyring_trouble(self) -> str:
        """Code of what is wrong with this PC's keyring before set-up; empty when a device secret can be kept."""
        from anefdesk.vault.keyring_box import DeviceBox

        try:
            DeviceBox(b"", self._backend).backend_name()
        except StorageError as error:
            return error.code
        return ""

    def warnings(self) -> tuple[str, ...]:
        """Codes of what is wrong but not fatal: rolled-back vault, absurd date, drafts in memory alone."""
        found = list(self._vault_here().warnings) if self.state is not SessionState.FIRST_RUN else []
        if self._vault is not None and self._vault.repaired:
            found.append("vault.repaired")
        if self._clock.absurd():
            found.append("clock.absurd")
        if self.has_unwritten:
            found.append("draft.in_memory")
        return tuple(found)

    @in_turn
    def set_up(self, wanted: SetUp) -> str:
        """Create vault and database, open the desk for the first lead, return the key to print; as ``found_desk``."""
        from anefdesk.services import opening, typed

        self._vault, self._open, sheet = opening.found_desk(
            self._loaded(),
            centre=typed.plain(wanted.centre),
            department=wanted.department,
            label=typed.plain(wanted.label),
            passphrase=wanted.passphrase,
            passphrase_only=wanted.passphrase_only,
        )
        self._pin_box().desk_unlocked()
        return sheet

    def rehearse_recovery(self, key_text: str) -> None:
        """Try the printed sheet once; raises when it does not open this desk."""
        self._vault_here().rehearse_recovery(key_text, self._clock.today())

    @property
    def rehearsed_on(self) -> date | None:
        """When the recovery sheet was last tried."""
        return self._vault_here().rehearsed_on

    @in_turn
    def renew_sheet(self, passphrase: str) -> str:
        """Another recovery sheet, for leads: its key to print. The old sheet ends, and so do the PINs."""
        here = self._here()
        here.workplace.need(Deed.MANAGE_STAFF)
        now, today = self._clock.now(), self._clock.today()
        keys, sheet = self._vault_here().renew_sheet(here.keys, passphrase, self.members(), today=today, now=now)
        self._open = replace(here, keys=keys)
        self.forget_pins()
        return sheet

    @in_turn
    def recovery_members(self, key_text: str) -> tuple[Member, ...]:
        """Who can be given a new passphrase with this sheet; needs no keyring."""
        from anefdesk.services import members, opening

        opened = opening.open_desk(self._loaded(), self._vault_here().unlock_with_recovery(key_text))
        try:
            return members.present(opened.workplace.store)
        finally:
            opened.close()

    @in_turn
    def recover(self, key_text: str, user: UserId, passphrase: str, *, passphrase_only: bool = False) -> Member:
        """Give ``user`` a new passphrase by the printed sheet, and open the desk for them.

        When the keyring lost the device secret, a new one is made; ``passphrase_only`` is the explicit choice of
        doing without a keyring that no longer answers. In both cases the other members must then be reset.
        """
        from anefdesk.services import opening

        vault = self._vault_here()
        opening.reset_by_sheet(self._loaded(), vault, key_text, user, passphrase, passphrase_only=passphrase_only)
        return self.unlock(user, passphrase)

    # Unlocking and locking

    def tiles(self) -> tuple[Tile, ...]:
        """Members of the lock screen; none in passphrase-only mode, where the label is typed."""
        pins = self._pin_box()
        return tuple(
            Tile(tile.user, tile.label, tile.role, pins.has(tile.user), tile.must_reset)
            for tile in self._vault_here().tiles()
        )

    def unlock(self, user: UserId, passphrase: str) -> Member:
        """Open the desk with a passphrase; raises as ``Vault.unlock`` and ``open_desk``."""
        keys = self._vault_here().unlock(user, passphrase, today=self._clock.today(), now=self._clock.now())
        return self._opened(keys)

    def unlock_by_label(self, label: str, passphrase: str) -> Member:
        """Open the desk with a typed label and a passphrase."""
        vault = self._vault_here()
        return self._opened(vault.unlock_by_label(label, passphrase, today=self._clock.today(), now=self._clock.now()))

    def unlock_with_pin(self, user: UserId, pin: str) -> Member:
        """Open the desk again with a PIN set since this program started."""
        return self._opened(self._pin_box().unlock(user, pin, self._clock.today()))

    @in_turn
    def _opened(self, keys: "Unlocked") -> Member:
        from anefdesk.services import drafting, opening

        self.lock()  # a colleague takes over: what the one before had open is closed first
        with contextlib.suppress(StorageError):  # told when the exchange is next asked for: the desk opens all the same
            self.begin_sync()
        self._open = opening.open_desk(self._loaded(), keys, self._sync.post if self._sync else None)
        self._pin_box().desk_unlocked()
        drafting.write_late(self._open.workplace, self._unwritten)
        self.attend()
        return self._open.workplace.me

    @in_turn
    def lock(self) -> None:
        """Close the database and drop every key; does nothing when locked."""
        self._leave_joining()
        if self._open is not None:
            opened, self._open = self._open, None
            self._leave()
            opened.close()
            self._pin_box().desk_locked()

    def forget_pins(self) -> None:
        """End every PIN: the PC sleeps or its session is locked."""
        if self._pins is not None:
            self._pins.forget_all()

    def _here(self) -> "OpenDesk":
        if self._open is None:
            raise AccessRefusedError("session.locked")
        return self._open

    @property
    def desk(self) -> "Desk":
        """The services of the open desk; raises ``session.locked``."""
        return self._here().desk

    @property
    def me(self) -> Member:
        """Who unlocked; raises as ``desk``."""
        return self._here().workplace.me

    @property
    def catalogue_version(self) -> str:
        """Which catalogue the desk works with; raises as ``desk``."""
        return self._here().workplace.catalogue.version

    def may(self, deed: Deed) -> bool:
        """Whether the member's role allows ``deed``."""
        return may(self.me.role, deed)

    # My secrets

    @property
    def has_pin(self) -> bool:
        """Whether I have a PIN for now."""
        return self._pin_box().has(self.me.user)

    def set_pin(self, pin: str) -> None:
        """Set my PIN, good until sleep, OS lock or half an hour locked."""
        self._pin_box().remember(self._here().keys, pin)

    def drop_pin(self) -> None:
        """Give my PIN up."""
        self._pin_box().forget(self.me.user)

    @in_turn
    def change_my_passphrase(self, old: str, new: str) -> None:
        """Change my passphrase; raises as ``Vault.change_passphrase``."""
        me = self.me
        self._vault_here().change_passphrase(
            me.user, old, new, label=me.label, today=self._clock.today(), now=self._clock.now()
        )
        self.drop_pin()

    @staticmethod
    def suggest_passphrase() -> str:
        """Six French words."""
        from anefdesk.vault import passphrase

        return passphrase.suggested()

    @staticmethod
    def judge_passphrase(text: str, label: str) -> str:
        """Why a passphrase would be refused, as a reason code; empty when accepted."""
        from anefdesk.vault import passphrase

        return passphrase.judged(text, label).reason

    # Members

    def members(self) -> tuple[Member, ...]:
        """Everyone with an account here, by label."""
        from anefdesk.services import members

        return members.present(self._here().workplace.store)

    @in_turn
    def add_member(self, label: str, role: Role, passphrase: str, ends_on: date | None) -> UserId:
        """Add a member, who types their own passphrase; for leads."""
        from anefdesk.services import members, typed

        here, wanted = self._here(), Member(self.me.user, typed.plain(label), role, ends_on)
        return members.add(here.workplace, here.keys, self._vault_here(), wanted, passphrase, self._cost)

    @in_turn
    def reset_member(self, user: UserId, passphrase: str) -> bool:
        """Give a member a new passphrase, for leads; tells whether their sealed drafts and notes stay readable."""
        from anefdesk.services import members

        here = self._here()
        readable = members.reset(here.workplace, here.keys, self._vault_here(), user, passphrase)
        self._pin_box().forget(user)
        return readable

    @in_turn
    def remove_member(self, user: UserId) -> None:
        """End a member's access on this PC; what they wrote stays. For leads."""
        from anefdesk.services import members

        here = self._here()
        members.remove(here.workplace, here.keys, self._vault_here(), user)
        self._pin_box().forget(user)
        self._unwritten = {key: late for key, late in self._unwritten.items() if key[0] != user}

    # Drafts

    def park(self, draft: Draft) -> None:
        """Keep a form being filled, sealed for me alone; ``draft.in_memory`` when the disk refuses."""
        from anefdesk.services import drafting

        drafting.park(self._here().workplace, draft, self._unwritten)

    def drafts(self) -> tuple[Draft, ...]:
        """My drafts, latest first; one sealed to a key I no longer have is left aside."""
        from anefdesk.services import drafting

        return drafting.mine(self._here().workplace, self._unwritten)

    def draft(self, place: str) -> Draft | None:
        """My draft of one form."""
        return next((draft for draft in self.drafts() if draft.place == place), None)

    @property
    def has_unwritten(self) -> bool:
        """Whether drafts are in memory alone: they would end with the program."""
        return bool(self._unwritten)

    def drop_draft(self, place: str) -> None:
        """Forget a draft that was saved or given up."""
        from anefdesk.services import drafting

        drafting.drop(self._here().workplace, place, self._unwritten)
