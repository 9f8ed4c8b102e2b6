"""The directory of an organisation: the state its signed entries make, and who may add which.

Every desk folds it for itself, pinned at enrolment; hub and sticks only carry it. Used by sync, mailbox and hub.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from anefdesk.errors import StorageError
from anefdesk.wire import entry as entries
from anefdesk.wire.entry import (
    EVERYWHERE,
    EXCHANGE,
    ROOT,
    AddDevice,
    AddScope,
    AddUser,
    Adopt,
    CloseLog,
    Cutoff,
    Entry,
    Epoch,
    Erase,
    Genesis,
    Grant,
    Hold,
    MinClient,
    Policy,
    RecoveryUsed,
    Revoke,
    Role,
    TakeBack,
)

START: Final = bytes(32)  # the digest before the first entry
_LENT_BY_LEADS = frozenset({Role.RECEPTION, Role.WORKER, Role.LEAD})
_NOWHERE = b""
_TWO = 2


@dataclass(frozen=True, slots=True)
class Device:
    """A PC, and from which entry on it is out."""

    scope: bytes
    sign: bytes
    receive: bytes
    carrier: bytes
    label: bytes
    since: int = 0  # the entry that let it in
    out: int | None = None
    cutoffs: Mapping[bytes, Cutoff] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class User:
    """A person."""

    scope: bytes
    receive: bytes
    sign: bytes
    label: bytes
    out: int | None = None


@dataclass(frozen=True)
class Directory:
    """What an organisation is after entry ``no``, whose digest is ``head``."""

    org: bytes
    root: bytes
    no: int
    head: bytes
    users: Mapping[bytes, User]
    devices: Mapping[bytes, Device] = field(default_factory=dict)
    scopes: Mapping[bytes, bytes] = field(default_factory=dict)  # sealed labels
    roles: frozenset[tuple[bytes, int, bytes]] = frozenset()  # subject, role, scope
    epochs: Mapping[tuple[bytes, int], Epoch] = field(default_factory=dict)
    renewed: Mapping[bytes, int] = field(default_factory=dict)  # scope → entry of its latest epoch
    adopted: Mapping[bytes, Adopt] = field(default_factory=dict)  # by log
    closed: Mapping[bytes, bytes] = field(default_factory=dict)  # log → scope
    erased: Mapping[bytes, frozenset[bytes]] = field(default_factory=dict)  # scope → its cases; elsewhere they stay
    held: frozenset[tuple[bytes, bytes]] = frozenset()  # case, scope
    rounds: Mapping[tuple[bytes, bytes], int] = field(default_factory=dict)  # from which round on approvals count
    least: MinClient = MinClient(0, 0)
    opens_cases: bool = False
    lease_days: int = 60
    not_understood: int = 0  # entries of a later version: kept and carried

    def active(self, subject: bytes) -> bool:
        """Whether a device or a person belongs to the organisation now."""
        known = self.devices.get(subject) or self.users.get(subject)
        return known is not None and known.out is None

    def may(self, subject: bytes, role: Role, scope: bytes) -> bool:
        """Whether ``subject`` has ``role`` in ``scope``, or everywhere."""
        return self.active(subject) and not self.roles.isdisjoint({(subject, role, scope), (subject, role, EVERYWHERE)})

    def writes(self, device: bytes, scope: bytes) -> bool:
        """Whether records of ``device`` belong into ``scope``: its own, one where it was given a role, the exchange.

        Of a device that is out, ``counts`` says which still do.
        """
        known = self.devices.get(device)
        if known is None or scope == EXCHANGE:
            return known is not None
        given = any(one == device and where == scope for one, _, where in self.roles)
        return scope in self.scopes and (known.scope == scope or given)

    def boxes(self, device: bytes, scope: bytes) -> bool:
        """Whether the keys of files that ``device`` signs are those of ``scope``."""
        return scope in self.scopes and self.writes(device, scope)

    def epoch(self, scope: bytes) -> int:
        """The latest epoch of ``scope``; 0 before the first."""
        return max((number for of, number in self.epochs if of == scope), default=0)

    def counts(self, device: bytes, log: bytes, seq: int, head: bytes) -> bool:
        """Whether a record of ``device`` counts: a revoked device's does up to the cut-off of its log."""
        known = self.devices.get(device)
        if known is None:
            return False
        if known.out is None:
            return True
        cut = known.cutoffs.get(log)
        return cut is not None and (seq < cut.seq or (seq == cut.seq and head == cut.head))

    def brought(self, log: bytes, org: bytes, scope: bytes) -> Adopt | None:
        """What was said of a log that a centre brought along, sealed under these ids; of no log that began here."""
        adopted = self.adopted.get(log)
        return adopted if adopted is not None and (adopted.org, adopted.scope) == (org, scope) else None

    def erased_in(self, scope: bytes) -> frozenset[bytes]:
        """The cases of a centre that its people erased: what others say of them counts for nothing."""
        return self.erased.get(scope, frozenset())

    def add(self, entry: Entry) -> "Directory":
        """The directory after ``entry``.

        Raises:
            StorageError: ``directory.broken`` when it does not continue this one or its signature is wrong,
                ``directory.denied`` when its signer may not say so, ``directory.refused`` when it makes no sense.
        """
        if entry.org != self.org or entry.no != self.no + 1 or entry.prev != self.head:
            raise StorageError("directory.broken")
        if not entry.signed_by(self._key(entry.signer)):
            raise StorageError("directory.broken")
        if not self._entitled(entry):
            raise StorageError("directory.denied")
        return replace(self._after(entry), no=entry.no, head=entry.digest())

    def _key(self, signer: bytes) -> bytes:
        if signer == ROOT:
            return self.root
        known = self.users.get(signer) or self.devices.get(signer)
        return known.sign if known else b""

    def _entitled(self, entry: Entry) -> bool:
        """Root and admins say everything; leads speak of people, PCs, keys, files of their centre; a PC of itself."""
        signer, said = entry.signer, entry.said
        if signer == ROOT or self.may(signer, Role.ADMIN, EVERYWHERE):
            return True
        match said:
            case AddUser() | AddDevice() | Epoch() | Hold() | Erase() | TakeBack():
                return self.may(signer, Role.LEAD, said.scope)
            case Grant():
                lent = said.role in _LENT_BY_LEADS and self._person_of(said.subject) == said.scope
                return lent and self.may(signer, Role.LEAD, said.scope)
            case Revoke():
                known = self.devices.get(said.subject)
                return self.may(signer, Role.LEAD, known.scope if known else self._person_of(said.subject))
            case CloseLog(scope=scope) | RecoveryUsed(scope=scope) | Adopt(into=scope):
                here = self.devices.get(signer)
                return here is not None and here.out is None and here.scope == scope
            case _:
                return False

    def _person_of(self, subject: bytes) -> bytes:
        """The centre of a person; nobody's for what is no person."""
        known = self.users.get(subject)
        return known.scope if known and known.scope != EVERYWHERE else _NOWHERE

    def _after(self, entry: Entry) -> "Directory":  # noqa: C901, PLR0911, PLR0912 - one change for each kind of statement
        said = entry.said
        match said:
            case None:
                return replace(self, not_understood=self.not_understood + 1)
            case Genesis():
                raise StorageError("directory.refused")
            case AddScope():
                self._refuse_if(said.scope in {EVERYWHERE, EXCHANGE, *self.scopes})
                return replace(self, scopes={**self.scopes, said.scope: said.label})
            case AddDevice():
                self._refuse_if(self._taken(said.device) or said.scope not in self.scopes)
                new = Device(said.scope, said.sign, said.receive, said.carrier, said.label, entry.no)
                return replace(self, devices={**self.devices, said.device: new})
            case AddUser():
                self._refuse_if(self._taken(said.user) or said.scope not in self.scopes)
                person = User(said.scope, said.receive, said.sign, said.label)
                return replace(self, users={**self.users, said.user: person})
            case Grant():
                self._refuse_if(not self.active(said.subject) or said.scope not in {EVERYWHERE, *self.scopes})
                one = {(said.subject, said.role, said.scope)}
                roles = self.roles - one if said.taken else self.roles | one
                return self._with_admin(replace(self, roles=roles))
            case Revoke():
                return self._revoked(said, entry.no)
            case Epoch():
                self._refuse_if(said.scope not in self.scopes or said.epoch != self.epoch(said.scope) + 1)
                epochs, renewed = (
                    {**self.epochs, (said.scope, said.epoch): said},
                    {**self.renewed, said.scope: entry.no},
                )
                return replace(self, epochs=epochs, renewed=renewed)
            case Adopt():
                known = said.into in self.scopes and all((said.into, key.under) in self.epochs for key in said.keys)
                own = said.org == self.org or said.scope in {EXCHANGE, *self.scopes}
                self._refuse_if(not known or said.log in self.adopted or own)
                return replace(self, adopted={**self.adopted, said.log: said})
            case CloseLog():
                return replace(self, closed={**self.closed, said.log: said.scope})
            case Erase():
                self._refuse_if((said.case, said.scope) in self.held or not self.agreed(said))
                gone = self.erased_in(said.scope) | {said.case}
                return replace(self, erased={**self.erased, said.scope: gone})
            case Hold():
                kept = {(said.case, said.scope)}
                return replace(self, held=self.held - kept if said.lifted else self.held | kept)
            case TakeBack():
                self._refuse_if(not said.round)
                place = said.case, said.scope
                return replace(self, rounds={**self.rounds, place: max(said.round, self.rounds.get(place, 0))})
            case MinClient():
                self._refuse_if(said.schema < self.least.schema)
                return replace(self, least=said)
            case Policy():
                return replace(self, opens_cases=said.opens_cases, lease_days=said.lease_days)
            case RecoveryUsed():
                return self

    @staticmethod
    def _refuse_if(wrong: bool) -> None:  # noqa: FBT001 - reads as a sentence
        if wrong:
            raise StorageError("directory.refused")

    def _taken(self, subject: bytes) -> bool:
        return subject in self.devices or subject in self.users or subject in {ROOT, EVERYWHERE}

    def _revoked(self, said: Revoke, no: int) -> "Directory":
        self._refuse_if(not self.active(said.subject))
        if person := self.users.get(said.subject):
            return self._with_admin(replace(self, users={**self.users, said.subject: replace(person, out=no)}))
        cutoffs = {cut.log: cut for cut in said.cutoffs}
        out = replace(self.devices[said.subject], out=no, cutoffs=cutoffs)
        return replace(self, devices={**self.devices, said.subject: out})

    @staticmethod
    def _with_admin(after: "Directory") -> "Directory":
        """Somebody must stay who can add an entry without the printed root key."""
        Directory._refuse_if(not any(after.may(one, Role.ADMIN, EVERYWHERE) for one in after.users))
        return after

    def agreed(self, said: Erase) -> bool:
        """Two people who may, or a lone lead and the recovery sheet."""
        if said.round < self.rounds.get((said.case, said.scope), 0):
            return False
        message = entries.erasing(self.org, said.case, said.round)
        people = {
            one.by
            for one in said.approvals
            if (known := self.users.get(one.by)) is not None
            and one.by in self.deciders(said.scope)
            and entries.verified(known.sign, one.signature, message)
        }
        if len(people) >= _TWO:
            return True
        sheet = any(one.by == ROOT and entries.verified(self.root, one.signature, message) for one in said.approvals)
        return bool(people) and sheet and not self.deciders(said.scope) - people

    def deciders(self, scope: bytes) -> set[bytes]:
        """The people who may agree to erase a file of ``scope``."""
        return {one for one in self.users if self.may(one, Role.LEAD, scope) or self.may(one, Role.DATA_OFFICER, scope)}


def begin(entry: Entry) -> Directory:
    """The directory of a first entry; its organisation's id is that entry's digest, cut to 16 bytes.

    Raises:
        StorageError: ``directory.broken``.
    """
    said = entry.said
    if not isinstance(said, Genesis) or entry.no or entry.prev != START or entry.org != bytes(16):
        raise StorageError("directory.broken")
    if entry.signer != ROOT or not entry.signed_by(said.root):
        raise StorageError("directory.broken")
    digest = entry.digest()
    return Directory(
        org=digest[:16],
        root=said.root,
        no=0,
        head=digest,
        users={said.user: User(EVERYWHERE, said.receive, said.sign, said.label)},
        roles=frozenset({(said.user, int(Role.ADMIN), EVERYWHERE)}),
        opens_cases=said.opens_cases,
        lease_days=said.lease_days,
    )


def folded(first: Entry, rest: Iterable[Entry]) -> Directory:
    """The directory of these entries in order; raises as ``begin`` and ``add``."""
    found = begin(first)
    for entry in rest:
        found = found.add(entry)
    return found
