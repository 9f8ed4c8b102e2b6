"""What every service needs while a desk is open: the store, who works, the clock, the catalogue.

Built by the session at unlock and dropped at lock; services hold nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from anefdesk.domain import ids
from anefdesk.domain.case import Opened, Staff
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.change import Change, Touched
from anefdesk.domain.record import CaseId, ObjectId, Stored, UserId, Value, cells_of
from anefdesk.domain.staff import Deed, Member, may
from anefdesk.errors import AccessRefusedError
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.services.clock import Clock
from anefdesk.store import reading
from anefdesk.store.store import Store


@dataclass(frozen=True)
class Privacy:
    """Sealing to the member's own key: for private notes and drafts."""

    seal: Callable[[bytes, bytes], bytes]  # (clear, context) → sealed
    open: Callable[[bytes, bytes], bytes]  # (sealed, context) → clear; raises StorageError


@dataclass(frozen=True)
class Workplace:
    """One open desk."""

    store: Store
    chunks: ChunkFolder
    me: Member
    privacy: Privacy
    clock: Clock
    catalogue: Catalogue
    read: set[CaseId] = field(default_factory=set)  # files whose reading is logged since this member unlocked

    def need(self, deed: Deed) -> None:
        """Refuse a deed the member's role does not allow.

        Raises:
            AccessRefusedError: ``access.role``.
        """
        if not may(self.me.role, deed):
            raise AccessRefusedError("access.role", deed=deed.value)

    def new_id(self) -> ObjectId:
        """A fresh object id."""
        return ids.new_object(self.clock.wall_ms())

    def record(self, *changes: Change, new_case: CaseId | None = None) -> Touched:
        """One deed: all changes in one transaction.

        Raises:
            StorageError: nothing was written.
        """
        with self.store.transaction(self.me.user, self.clock.wall_ms()) as deed:
            if new_case is not None:
                deed.open_case(new_case)
            for change in changes:
                deed.record(change)
        return deed.touched

    def read_logged(self, case: CaseId, what: str) -> None:
        """Record that the member read this file."""
        opened = Opened(id=self.new_id(), what=what)
        self.record(adding(case, opened))
        self.read.add(case)

    def read_once(self, case: CaseId) -> None:
        """Record that the member read this file, unless that is already written since they unlocked."""
        if case not in self.read:
            self.read_logged(case, "file")

    def labels(self) -> dict[UserId, str]:
        """Names the members chose, by user id."""
        staff = reading.things(self.store.connection, self.store.centre, Staff)
        return {UserId(member.id): member.label for member in staff}


def adding(case: CaseId, thing: Stored) -> Change:
    """The change that puts ``thing`` into ``case``."""
    return Change(case, thing.KIND, thing.id, cells_of(thing))


def setting(case: CaseId, thing: Stored, fields: dict[int, Value]) -> Change:
    """The change that sets some fields of ``thing``."""
    return Change(case, thing.KIND, thing.id, fields)
