"""The organisation this PC belongs to: who and what is in it, and how a person adds to its signed directory.

Used by the screens of people and PCs, and by all of sync that has something to say to everybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from anefdesk.domain import staff
from anefdesk.errors import InputRefusedError
from anefdesk.services import members
from anefdesk.services.sync import labels, sayings
from anefdesk.services.sync.post import Post, Signer
from anefdesk.store import delivery
from anefdesk.store.store import Store
from anefdesk.wire import entry
from anefdesk.wire.directory import Directory
from anefdesk.wire.entry import EVERYWHERE, AddUser, Grant, Policy, Role, Said
from anefdesk.wire.hub import Hub

__all__ = ["EVERYWHERE", "ROLES", "CentreLine", "DeviceLine", "Newcomer", "Organisation", "PersonLine", "Role"]

ROLES: Final = {
    staff.Role.RECEPTION: Role.RECEPTION,
    staff.Role.WORKER: Role.WORKER,
    staff.Role.LEAD: Role.LEAD,
}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person of the organisation. ``centre`` is empty for its founder, who belongs to all."""

    user: bytes
    label: str
    scope: bytes
    centre: str
    roles: tuple[tuple[Role, bytes], ...]  # with their scope
    out: bool
    mine: bool = False


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A PC of the organisation."""

    device: bytes
    label: str
    scope: bytes
    centre: str
    out: bool
    roles: tuple[tuple[Role, bytes], ...] = ()
    mine: bool = False


@dataclass(frozen=True, slots=True)
class CentreLine:
    """A centre of the organisation. ``epoch`` 0: its first PC has not made its key yet."""

    scope: bytes
    label: str
    epoch: int
    devices: int
    people: int
    mine: bool = False


@dataclass(frozen=True)
class Newcomer:
    """A member of this PC whom the directory does not know yet; public keys."""

    user: bytes
    label: str
    role: staff.Role
    receive: bytes
    sign: bytes


@dataclass(frozen=True)
class Organisation:
    """What the directory says, with names, and what an entitled person may change in it. For an unlocked desk."""

    store: Store
    post: Post
    signer: Signer
    hub: Hub | None = None  # without it, where there is one, what is said waits for the next contact

    @cached_property
    def _label_key(self) -> bytes:
        return labels.key_of(self.store)

    def sealed(self, label: str) -> bytes:
        """A name as it goes into the directory."""
        return labels.seal(self._label_key, label)

    @property
    def scope(self) -> bytes:
        """This PC's centre."""
        return self.post.membership.scope

    def state(self) -> Directory:
        """The directory as far as this PC has heard."""
        return self.post.directory()

    def is_admin(self) -> bool:
        """Whether the person may let centres in and speak for the whole organisation."""
        return self.state().may(self.signer.user, Role.ADMIN, EVERYWHERE)

    def is_lead(self) -> bool:
        """Whether the person may let PCs and people into this centre."""
        return self.is_admin() or self.state().may(self.signer.user, Role.LEAD, self.scope)

    # Who and what

    def people(self) -> tuple[PersonLine, ...]:
        """Everybody, those who are out too, by name."""
        state = self.state()
        lines = (
            PersonLine(
                user, self._name(one.label), one.scope, self._centre(state, one.scope), _roles(state, user),
                one.out is not None, user == self.signer.user,
            )
            for user, one in state.users.items()
        )  # fmt: skip
        return tuple(sorted(lines, key=lambda line: (line.out, line.label.casefold(), line.user)))

    def devices(self) -> tuple[DeviceLine, ...]:
        """Every PC, those that are out too, by centre and name."""
        state = self.state()
        lines = (
            DeviceLine(
                name, self._name(one.label), one.scope, self._centre(state, one.scope), one.out is not None,
                _roles(state, name), name == self.signer.device,
            )
            for name, one in state.devices.items()
        )  # fmt: skip
        return tuple(sorted(lines, key=lambda line: (line.out, line.centre.casefold(), line.label.casefold())))

    def centres(self) -> tuple[CentreLine, ...]:
        """Every centre, by name."""
        state = self.state()
        lines = (
            CentreLine(
                scope, self._name(label), state.epoch(scope),
                sum(one.scope == scope and one.out is None for one in state.devices.values()),
                sum(one.scope == scope and one.out is None for one in state.users.values()),
                scope == self.scope,
            )
            for scope, label in state.scopes.items()
        )  # fmt: skip
        return tuple(sorted(lines, key=lambda line: line.label.casefold()))

    def _name(self, sealed: bytes) -> str:
        return labels.read(self._label_key, sealed)

    def _centre(self, state: Directory, scope: bytes) -> str:
        return self._name(state.scopes.get(scope, b""))

    # Changes, each an entry that everybody sees

    def add_person(self, person: Newcomer, scope: bytes | None = None) -> bool:
        """Bring a person and their role in their centre into the directory; whether anything was missing.

        Raises:
            StorageError: as ``tell``.
            InputRefusedError: ``enrolment.taken`` when they are known with other keys.
        """
        where, state, unsaid = scope or self.scope, self.state(), self.unsaid()
        known = state.users.get(person.user)
        if known is not None and (known.sign, known.receive) != (person.sign, person.receive):
            raise InputRefusedError("enrolment.taken")
        said: list[Said] = []
        if known is None and not any(isinstance(one, AddUser) and one.user == person.user for one in unsaid):
            said.append(AddUser(person.user, where, person.receive, person.sign, self.sealed(person.label)))
        given = Grant(person.user, ROLES[person.role], where)
        if not state.may(person.user, ROLES[person.role], where) and given not in unsaid:
            said.append(given)
        return self.tell(said)

    def strangers(self) -> tuple[Newcomer, ...]:
        """Members of this centre whom the directory does not know, and who have unlocked since they have a key."""
        known = self.state().users
        return tuple(
            Newcomer(user, record.label, members.member_of(record).role, record.public_key, record.signing_key)
            for user, record in members.records(self.store).items()
            if not record.gone and record.public_key and record.signing_key and user not in known
        )

    def add_strangers(self) -> int:
        """Bring them in, for leads, at each unlocking; how many there were."""
        if not self.is_lead():
            return 0
        return sum(self.add_person(person) for person in self.strangers())

    def grant(self, subject: bytes, role: Role, scope: bytes, *, taken: bool = False) -> bool:
        """Give a person or a PC a role in a scope, or take it away; raises as ``say``."""
        if ((subject, int(role), scope) in self.state().roles) is not taken:
            return False
        return self.tell([Grant(subject, role, scope, taken)])

    def policy(self, *, opens_cases: bool, lease_days: int) -> bool:
        """Choose whether the head office reads files, and for how long a PC may stay without contact."""
        state = self.state()
        if (state.opens_cases, state.lease_days) == (opens_cases, lease_days):
            return False
        return self.tell([Policy(opens_cases, lease_days)])

    def tell(self, said: Iterable[Said], *, as_device: bool = False) -> bool:
        """Add entries in order, or keep them for the next contact where the hub is away; whether there were any.

        Raises:
            StorageError: as ``sayings.say``.
        """
        several = tuple(said)
        signer = self.signer.device if as_device else self.signer.user
        key = self.signer.device_key if as_device else self.signer.user_key
        for one in several:
            if self.hub is None and self.post.membership.hub:
                sayings.later(self.store, one, signer)
            else:
                sayings.say(self.post, one, signer, key, self.hub)
        return bool(several)

    def unsaid(self) -> tuple[Said, ...]:
        """What was decided here and waits for a contact."""
        return tuple(entry.read_said(one.body) for one in delivery.sayings(self.store))


def _roles(state: Directory, subject: bytes) -> tuple[tuple[Role, bytes], ...]:
    return tuple(sorted((Role(role), scope) for one, role, scope in state.roles if one == subject))
