"""This PC's own mailbox, and who signs for it: what both halves of sync work with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from anefdesk.errors import StorageError
from anefdesk.mailbox import mailbox
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.mailbox.opening import open_engine
from anefdesk.mailbox.route import Route
from anefdesk.services.sync.membership import Membership
from anefdesk.wire.directory import Directory
from anefdesk.wire.entry import EVERYWHERE, EXCHANGE, Role

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

    def __init__(self, engine: Engine, home: Path, membership: Membership) -> None:
        self._engine = engine
        self.membership = membership
        self.chunks = ChunkFolder(home / CHUNKS)
        self.box = Mailbox(engine, self.chunks, membership.org)

    @classmethod
    def begin(cls, home: Path, membership: Membership, entries: Sequence[bytes]) -> "Post":
        """Make it, with the directory as far as it is known; beginning again goes on.

        Raises:
            StorageError: ``directory.*`` for entries that are not of this organisation, ``mailbox.*``, ``disk.*``.
        """
        engine = open_engine(f"sqlite:///{home / DATABASE}")
        try:
            if mailbox.founded(entries[0]) != membership.org:
                raise StorageError("directory.broken")
            mailbox.begin(engine, entries[0])
            post = cls(engine, home, membership)
            for data in entries[post.directory().no + 1 :]:
                if not post.box.add_entry(data):
                    raise StorageError("directory.broken")
        except BaseException:
            engine.dispose()
            raise
        return post

    @classmethod
    def open(cls, home: Path, membership: Membership) -> "Post":
        """The mailbox of ``home``.

        Raises:
            StorageError: ``mailbox.*``; ``mailbox.no_organisation`` when its file was lost.
        """
        post = cls(open_engine(f"sqlite:///{home / DATABASE}"), home, membership)
        try:
            post.directory()
        except BaseException:
            post.close()
            raise
        return post

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def directory(self) -> Directory:
        """The directory, as far as this PC has heard."""
        return self.box.directory()

    def route(self, place: str = "") -> Route:
        """The way to a hub or stick; to this PC's hub unless another is named."""
        return Route(self._engine, self.membership.org, place or self.membership.hub)

    def scopes(self) -> tuple[bytes, ...]:
        """What this PC may read: its centre's, those where it has a role, all for a head office that opens cases."""
        state, device = self.directory(), self.membership.device
        found = {scope for one, _, scope in state.roles if one == device and scope in state.scopes}
        if state.opens_cases and state.may(device, Role.HEAD_OFFICE, EVERYWHERE):
            found |= state.scopes.keys()
        return tuple(sorted({self.membership.scope, EXCHANGE, *found}))
