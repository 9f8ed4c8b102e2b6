"""The stick of an unlocked PC: where a bundle starts from, writing one, reading one. Used by the screens and commands.

Before writing, ``Sync.prepare`` puts what was written here into the mailbox; after reading, ``Sync.receive`` applies
what came, both on the desk lane. Writing and reading themselves touch the mailbox alone and belong on another lane.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from anefdesk.services.sync.bundling import Written, write
from anefdesk.services.sync.post import Post, Signer
from anefdesk.services.sync.stick_file import (
    HUB,
    Cancelled,
    Inspected,
    Keys,
    Progress,
    found,
    inspect,
    never,
    no_share,
    side,
)
from anefdesk.services.sync.unbundling import Read, read
from anefdesk.store.store import Store

__all__ = ["HUB", "Inspected", "Keys", "Read", "Stick", "Written", "inspect", "keys_of", "read", "write"]


def keys_of(store: Store) -> Keys:
    """The keys of epochs that are here; on the desk lane."""
    with store.inside() as at:
        return at.keys.known()


@dataclass(frozen=True)
class Stick:
    """Everything a bundle needs of this PC. Drop it at lock."""

    post: Post
    signer: Signer
    keys: Keys
    today: date
    now_ms: Callable[[], int]

    def __repr__(self) -> str:
        return "Stick(…)"

    def found(self, folder: Path) -> tuple[Inspected, ...]:
        """The bundles of this organisation in a folder, latest first."""
        return found(folder, self.post.membership.org)

    def since(self) -> bytes | None:
        """Where a bundle for anybody starts: what the hub holds; with two PCs and no hub, what the other holds."""
        membership = self.post.membership
        if self.post.route(side(HUB)).confirmed() or (membership.hub and self.post.route().confirmed()):
            return HUB
        others = [
            name
            for name, device in self.post.directory().devices.items()
            if device.out is None and device.scope == membership.scope and name != membership.device
        ]
        only = others[0] if len(others) == 1 and not membership.hub else None
        return only if only and self.post.route(side(only)).confirmed() else None

    def write(
        self,
        place: Path,
        *,
        scope: bytes | None = None,
        whole: bool = False,
        progress: Progress = no_share,
        cancelled: Cancelled = never,
    ) -> Written:
        """Write a bundle into a folder, or as the file named; raises as ``write``.

        Args:
            scope: a centre whose key is here; this PC's own unless another is named.
            whole: start from nothing, for a PC that lacks what is usually left out.
        """
        return write(
            self.post,
            self.signer,
            self.keys,
            place,
            today=self.today,
            now_ms=self.now_ms(),
            scope=scope,
            since=None if whole else self.since(),
            progress=progress,
            cancelled=cancelled,
        )

    def read(self, file: Path, *, progress: Progress = no_share, cancelled: Cancelled = never) -> Read:
        """Take a bundle into this PC's mailbox; raises as ``read``."""
        return read(
            self.post, self.signer, self.keys, file, now_ms=self.now_ms(), progress=progress, cancelled=cancelled
        )
