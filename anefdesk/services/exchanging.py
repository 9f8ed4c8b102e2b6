"""The part of a session that belongs to an organisation: its exchange goes on locked or not, and knows who is here.

Cheap to import, as the session is; what is below loads on a lane, on PCs that belong to an organisation.
"""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from anefdesk.services.turn import in_turn

if TYPE_CHECKING:
    from anefdesk.services.drafting import Unwritten
    from anefdesk.services.opening import OpenDesk
    from anefdesk.services.sync.contact import Sync
    from anefdesk.vault.vault import Vault


class Exchanging:
    """What ``Session`` is beside a lock and a desk."""

    _open: "OpenDesk | None"
    _unwritten: "Unwritten"

    def __init__(self, home: Path) -> None:
        self.turn = threading.RLock()
        self._home = home
        self._sync: Sync | None = None

    def _vault_here(self) -> "Vault":
        raise NotImplementedError

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
            self._sync = contact.opened(self._home, belongs, self._vault_here().carrier())
        return self._sync

    def attend(self) -> None:
        """Somebody has unlocked, or the centre has just joined: the exchange may read and sign for them."""
        if self._sync is not None and self._open is not None:
            from anefdesk.services import opening
            from anefdesk.services.sync import chores

            here = self._open
            signer = opening.signer_of(here.keys)
            work = chores.Chores(here.workplace, here.desk, self._sync.post, signer, self._unwritten)
            self._sync.unlocked(here.workplace.store, signer, work.done)

    def _leave(self) -> None:
        if self._sync is not None:
            self._sync.locked()

    @in_turn
    def pause_sync(self, paused: bool) -> None:  # noqa: FBT001 - a lane's call
        """Stop exchanging until somebody says otherwise, or go on.

        Raises:
            StorageError: ``disk.*``.
        """
        if self._sync is not None:
            import msgspec

            from anefdesk.services.sync import membership

            chosen = msgspec.structs.replace(self._sync.post.membership, paused=paused)
            membership.save(self._home, chosen)
            self._sync.settle(chosen)
