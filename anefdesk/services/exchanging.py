"""The part of a session that belongs to an organisation: its exchange goes on locked or not, and knows who is here.

Cheap to import, as the session is; what is below loads on a lane, on PCs that belong to an organisation.
"""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from anefdesk.errors import AccessRefusedError
from anefdesk.services.turn import in_turn

if TYPE_CHECKING:
    from anefdesk.domain.staff import Member
    from anefdesk.services.belonging import Belonging
    from anefdesk.services.clock import Clock
    from anefdesk.services.drafting import Unwritten
    from anefdesk.services.opening import Means, OpenDesk
    from anefdesk.services.sync.contact import Sync
    from anefdesk.services.sync.joining import Joining
    from anefdesk.vault.keys import Unlocked
    from anefdesk.vault.vault import Vault


class Exchanging:
    """What ``Session`` is beside a lock and a desk."""

    _clock: "Clock"
    _open: "OpenDesk | None"
    _unwritten: "Unwritten"
    _vault: "Vault | None"

    def __init__(self, home: Path) -> None:
        self.turn = threading.RLock()
        self._home = home
        self._sync: Sync | None = None
        self._joining: Joining | None = None

    def _loaded(self) -> "Means":
        raise NotImplementedError

    def _vault_here(self) -> "Vault":
        raise NotImplementedError

    @property
    def waits_to_join(self) -> bool:
        """Whether this PC began to join an organisation and is not in it yet; cheap."""
        return (self._home / "joining.unfinished").exists() and not (self._home / "membership.json").exists()

    def joining(self) -> "Joining":
        """How an empty PC joins an organisation."""
        if self._joining is None:
            from anefdesk.services.sync.joining import Joining

            self._joining = Joining(self._loaded())
        return self._joining

    @in_turn
    def give_up_joining(self) -> None:
        """This PC was never set up. Raises as ``Joining.give_up``."""
        self.joining().give_up()
        self._joining = self._vault = None

    def _leave_joining(self) -> None:
        if self._joining is not None:
            self._joining.lock()

    def belonging(self) -> "Belonging":
        """The organisation as who is here may see and change it.

        Raises:
            AccessRefusedError: ``session.locked``.
        """
        from anefdesk.services.belonging import Belonging

        if self._open is None:
            raise AccessRefusedError("session.locked")
        sync = self._sync if self._sync is not None and not self._sync.strange else None
        return Belonging(self._home, self._open, self._vault_here(), sync)

    def _opened(self, keys: "Unlocked") -> "Member":
        raise NotImplementedError

    def open_joined(self) -> "Member":
        """Open the desk that joining has just made, for who typed their passphrase there; raises as ``unlock``."""
        return self._opened(self.joining().keys)

    @in_turn
    def joined(self) -> None:
        """The open desk has just founded or entered an organisation: its exchange begins. Raises as ``begin_sync``."""
        self.begin_sync()
        if self._sync is not None and self._open is not None:
            from anefdesk.services.opening import in_organisation

            self._open = in_organisation(self._open, self._sync.post)
            self.attend()

    @property
    def sync(self) -> "Sync | None":
        """The exchange of this PC; ``None`` for a centre that works alone."""
        return self._sync

    @in_turn
    def begin_sync(self) -> "Sync | None":
        """Open the exchange of this PC once it belongs to an organisation; from then on also while locked.

        Raises:
            StorageError: ``sync.membership_damaged``, ``mailbox.*``.
        """
        if self._sync is None and (self._home / "membership.json").exists():
            from anefdesk.services.sync import contact, membership

            belongs = membership.load(self._home)
            assert belongs is not None
            self._sync = contact.opened(self._home, belongs, self._vault_here().carrier(), self._clock.wall_ms)
        return self._sync

    def attend(self) -> None:
        """Somebody has unlocked, or the centre has just joined: the exchange may read and sign for them."""
        if self._sync is not None and self._open is not None:
            from anefdesk.services import opening
            from anefdesk.services.sync import chores

            here = self._open
            signer = opening.signer_of(here.keys)
            work = chores.Chores(here.workplace, here.desk, self._sync.post, signer, self._unwritten)
            self._sync.unlocked(here.workplace.store, signer, work.done, work.troubles)
            work.judge()  # a pause, or no network, lets nobody write past the end of the lease

    def _leave(self) -> None:
        if self._sync is not None:
            self._sync.locked()

    @in_turn
    def pause_sync(self, paused: bool) -> None:  # noqa: FBT001 - a lane's call
        """Stop exchanging until somebody says otherwise, or go on; raises as ``choose_period``."""
        self._choose(paused=paused)

    @in_turn
    def choose_period(self, seconds: int) -> None:
        """How often this PC exchanges by itself, one of ``membership.PERIODS``; a pause ends.

        Raises:
            StorageError: ``disk.*``.
        """
        self._choose(period=seconds, paused=False)

    def _choose(self, **choices: int) -> None:
        if self._sync is not None:
            import msgspec

            from anefdesk.services.sync import membership

            chosen = msgspec.structs.replace(self._sync.post.membership, **choices)
            membership.save(self._home, chosen)
            self._sync.settle(chosen)
