"""What every service needs while a desk is open: the store, who works, the clock, the catalogue.

Built by the session at unlock and dropped at lock; services hold nothing else.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from anefdesk.domain import ids
from anefdesk.domain.case import Authored, CaseFile, Opened, Staff
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.change import Change, Touched
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.record import CaseId, Kind, ObjectId, Stored, UserId, Value, cells_of
from anefdesk.domain.staff import Deed, Member, may
from anefdesk.errors import AccessRefusedError, StorageError
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.services.clock import Clock
from anefdesk.store import contents, reading
from anefdesk.store.store import Store

if TYPE_CHECKING:
    from anefdesk.wire.directory import Directory

_UNDO_KEPT = 50
_NEVER_BARRED = frozenset({Kind.OPENED, Kind.TOLD, Kind.ERASING, Kind.ERASED, Kind.ERASURE_AGREED})
_NEVER_CLOSED = _NEVER_BARRED | {Kind.SHARE, Kind.CONSENT, Kind.KEEPER}  # of a file that another centre took over
BROUGHT = "shared:"  # reasons of changes that another centre made begin so: they come into any file


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
    undo: list[tuple[Change, ...]] = field(default_factory=list)  # what takes back my last deeds, one deed an entry
    bars: set[str] = field(default_factory=set)  # codes of why this desk only reads, prints and makes evidence
    directory: "Callable[[], Directory] | None" = None  # of the organisation, if the centre is in one

    def need(self, deed: Deed) -> None:
        """Refuse a deed the member's role does not allow.

        Raises:
            AccessRefusedError: ``access.role``.
        """
        if not may(self.me.role, deed):
            raise AccessRefusedError("access.role", deed=deed.value)

    def kept(self) -> frozenset[CaseId]:
        """The restricted files open to me."""
        files = reading.keepers(self.store.connection)
        mine = {case for case, people in files.items() if people.get(self.me.user)}
        if may(self.me.role, Deed.MANAGE_STAFF) and len(mine) < len(files):
            staff = self.staff()
            mine |= {case for case, people in files.items() if self._left_to_leads(people, staff)}
        return frozenset(mine - self._withheld())

    def _withheld(self) -> frozenset[CaseId]:
        """The restricted files whose keys are sealed to others than whoever is unlocked."""
        return frozenset(case for case, known in self.store.reserved().items() if not known)

    def _left_to_leads(self, people: Mapping[UserId, bool], staff: Mapping[UserId, Staff]) -> bool:
        """Whether nobody named for a file is here any more: it would be lost, and with it what the person needs."""
        return bool(people) and all(not named or self.has_left(staff.get(user)) for user, named in people.items())

    def has_left(self, record: Staff | None) -> bool:
        """Whether a member's account is over; one this desk has not heard of is not."""
        ends_on = day_of(record.ends_on) if record else None
        return record is not None and (record.gone or (ends_on is not None and ends_on < self.clock.today()))

    def closed(self) -> frozenset[CaseId]:
        """The restricted files that are not open to me: nothing may tell me that they exist."""
        files = reading.keepers(self.store.connection).keys() | self.store.reserved().keys()
        return frozenset(files) - self.kept() if files else frozenset()

    def open_to_me(self, case: CaseId) -> bool:
        """THE rule: whether there is such a file and, restricted, whether I am named for it."""
        restricted = reading.restricted(self.store.connection, case)
        return restricted is not None and (not restricted or case in self.kept())

    def enter(self, case: CaseId) -> None:
        """Refuse a file that is not open to me as one that does not exist.

        Raises:
            StorageError: ``case.missing``.
        """
        if not self.open_to_me(case):
            raise StorageError("case.missing")

    def file(self, case: CaseId) -> CaseFile:
        """A file open to me, without its ties to those that are not; raises as ``enter``."""
        return self.file_with_authors(case)[0]

    def file_with_authors(self, case: CaseId) -> tuple[CaseFile, Mapping[ObjectId, Authored]]:
        """As ``file``, with who first wrote each object."""
        closed = self.closed()  # says at once whether this one is open to me, and which others are not
        file, authored = reading.case_file_with_authors(self.store.connection, case)
        if file is None or case in closed:
            raise StorageError("case.missing")
        untold = {link.id for link in file.links if link.other in closed}
        untold |= {proof.id for proof in file.shared if proof.source in closed}
        untold |= {mark.id for mark in file.handled if any(other.hex() in mark.notice for other in closed)}
        if not untold:
            return file, authored
        return replace(
            file,
            links=tuple(link for link in file.links if link.id not in untold),
            shared=tuple(proof for proof in file.shared if proof.id not in untold),
            handled=tuple(mark for mark in file.handled if mark.id not in untold),
            disputed=frozenset(one for one in file.disputed if one[0] not in untold),
        ), {obj: by for obj, by in authored.items() if obj not in untold}

    def new_id(self) -> ObjectId:
        """A fresh object id."""
        return ids.new_object(self.clock.wall_ms())

    def record(
        self,
        *changes: Change,
        new_case: CaseId | None = None,
        seed: bytes = b"",
        then: Callable[[], Iterable[Change]] | None = None,
    ) -> Touched:
        """One deed: all changes in one transaction, and those that ``then`` finds to follow from them.

        Raises:
            AccessRefusedError: one of ``bars``, while this desk only reads; ``sharing.closed``, the file was handed
                over to another centre.
            StorageError: nothing was written; ``case.missing`` when a file is not open to me.
        """
        if self.bars and any(change.kind not in _NEVER_BARRED for change in changes):
            raise AccessRefusedError("access.too_old" if "access.too_old" in self.bars else "access.lease_over")
        for case in {change.case for change in changes} - {new_case, self.store.centre}:
            self.enter(case)
        self._refuse_closed(changes)
        with self.store.transaction(self.me.user, self.clock.wall_ms()) as deed:
            if new_case is not None:
                deed.open_case(new_case, seed)
            for change in changes:
                deed.record(change)
            if then is not None:
                deed.finish()
                for change in tuple(then()):
                    deed.record(change)
        return deed.touched

    def _refuse_closed(self, changes: Iterable[Change]) -> None:
        mine = {one.case for one in changes if one.kind not in _NEVER_CLOSED and not one.reason.startswith(BROUGHT)}
        if any(contents.taken_over(self.store.connection, case) for case in mine):
            raise AccessRefusedError("sharing.closed")

    def can_undo(self, *changes: Change) -> None:
        """Remember the changes that take my last deed back."""
        self.undo.append(changes)
        del self.undo[:-_UNDO_KEPT]

    def read_logged(self, case: CaseId, what: str) -> None:
        """Record that the member read this file."""
        opened = Opened(id=self.new_id(), what=what)
        self.record(adding(case, opened))
        self.read.add(case)

    def read_once(self, case: CaseId) -> None:
        """Record that the member read this file, unless that is already written since they unlocked."""
        if case not in self.read:
            self.read_logged(case, "file")

    def staff(self) -> dict[UserId, Staff]:
        """The members known to the database, gone ones too."""
        staff = reading.things(self.store.connection, self.store.centre, Staff)
        return {UserId(bytes(member.id)): member for member in staff}

    def labels(self) -> dict[UserId, str]:
        """Names the members chose, by user id."""
        return {user: member.label for user, member in self.staff().items()}


def adding(case: CaseId, thing: Stored) -> Change:
    """The change that puts ``thing`` into ``case``."""
    return Change(case, thing.KIND, thing.id, cells_of(thing))


def setting(case: CaseId, thing: Stored, fields: dict[int, Value]) -> Change:
    """The change that sets some fields of ``thing``."""
    return Change(case, thing.KIND, thing.id, fields)
