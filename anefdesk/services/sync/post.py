"""This PC's own mailbox, and who signs for it: what both halves of sync work with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.mailbox.own import OwnMailbox
from anefdesk.mailbox.route import Route
from anefdesk.services.sync.membership import Membership
from anefdesk.wire.directory import Directory
from anefdesk.wire.entry import EVERYWHERE, EXCHANGE, Role

if TYPE_CHECKING:
    from anefdesk.store.store import Store

DATABASE: Final = "mailbox.db"
CHUNKS: Final = "chunks"


@dataclass(frozen=True, slots=True)
class Signer:
    """An unlocked person at this PC. Drop it at lock."""

    device: bytes
    device_key: bytes  # Ed25519, raw
    unwrap: Callable[[bytes, bytes], bytes]  # (sealed to this PC, context) → clear; raises StorageError
    user: bytes
    user_key: bytes  # Ed25519, raw

    def __repr__(self) -> str:
        return "Signer(…)"


class Post:
    """The mailbox of this PC: ciphertext only, so it is open while the desk is locked. Safe for several threads."""

    def __init__(self, own: OwnMailbox, chunks: ChunkFolder, membership: Membership) -> None:
        self._own = own
        self.membership = membership
        self.chunks = chunks
        self.box = own.box

    @classmethod
    def begin(cls, home: Path, membership: Membership, entries: Sequence[bytes]) -> "Post":
        """Make it, with the directory as far as it is known; raises as ``OwnMailbox.begin``."""
        chunks = ChunkFolder(home / CHUNKS)
        return cls(OwnMailbox.begin(home / DATABASE, chunks, membership.org, entries), chunks, membership)

    @classmethod
    def open(cls, home: Path, membership: Membership) -> "Post":
        """The mailbox of ``home``; one that was lost begins again, and is filled at the next contact.

        Raises:
            StorageError: as ``OwnMailbox.open``.
        """
        chunks = ChunkFolder(home / CHUNKS)
        if membership.genesis and not (home / DATABASE).exists():
            return cls.begin(home, membership, [membership.genesis])
        return cls(OwnMailbox.open(home / DATABASE, chunks, membership.org), chunks, membership)

    def close(self) -> None:
        """Let go of the file."""
        self._own.close()

    def directory(self) -> Directory:
        """The directory, as far as this PC has heard."""
        return self.box.directory()

    def route(self, place: str = "") -> Route:
        """The way to a hub or stick; to this PC's hub unless another is named."""
        return self._own.route(place or self.membership.hub)

    def scopes(self) -> tuple[bytes, ...]:
        """What this PC may read: its centre's, those where it has a role, all for a head office that opens cases."""
        state, device = self.directory(), self.membership.device
        found = {scope for one, _, scope in state.roles if one == device and scope in state.scopes}
        if state.opens_cases and state.may(device, Role.HEAD_OFFICE, EVERYWHERE):
            found |= state.scopes.keys()
        return tuple(sorted({self.membership.scope, EXCHANGE, *found}))


def of_casebook(membership: Membership, store: "Store") -> bool:
    """Whether it names the organisation and the centre of this casebook, which alone is sealed.

    Whoever lays the files of an organisation of their own into the folder of a locked PC would be given its key.
    """
    with store.inside() as at:
        return (at.keys.org, at.keys.scope) == (membership.org, membership.scope)
