"""Keys of restricted files in an organisation: who holds one, when another one is made, when it is given back.

Used by the deeds that restrict a file and, for what nobody did on this PC, at each contact. A key is sealed to the
people the file is open to, and to the centre's leads, who use it when none of those is left. It seals what comes after;
what was written before stays under the file's own key, which the centre has.
"""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from anefdesk.domain.case import Person
from anefdesk.domain.change import Change, Touched
from anefdesk.domain.household import Keeper, ReservedKey
from anefdesk.domain.record import CaseId, ObjectId, UserId, number_of
from anefdesk.domain.staff import Deed, may
from anefdesk.errors import StorageError
from anefdesk.services.sync.post import Post
from anefdesk.services.workplace import Workplace, adding
from anefdesk.store import delivery, disputes, inbox, reading, reserved
from anefdesk.store.reserved import Held
from anefdesk.vault import seal
from anefdesk.wire import reserved as naming
from anefdesk.wire import sealing
from anefdesk.wire.directory import Directory
from anefdesk.wire.entry import Role

_NAMED: Final = number_of(Keeper, "named")
_RESTRICTED: Final = number_of(Person, "restricted")
_HOLDER: Final = number_of(ReservedKey, "holder")


def arrive(at: Workplace) -> Touched:
    """Know the keys that are sealed to whoever is unlocked, until the desk is locked; read what waited for them."""
    if at.directory is None:
        return Touched()
    _open_keys(at, at.directory())
    known = frozenset(case for case, here in at.store.reserved().items() if here)
    return inbox.wake(at.store, known & inbox.waiting_for_people(at.store), at.directory()).touched


def _open_keys(at: Workplace, state: Directory) -> None:
    for held in reserved.to(at.store.connection, at.me.user):
        if held.key in at.store.held(held.case) or not (held.keeper or _left(at, held)):
            continue
        with contextlib.suppress(StorageError):  # sealed to a key this person has lost, or by somebody at fault
            key = at.privacy.open(held.sealed, naming.context(state.org, held.case, held.key))
            if naming.id_of(held.case, key) == held.key:
                at.store.hold(held.case, key)


def _left(at: Workplace, held: Held) -> bool:
    """Whether no keeper of a key has an account any more, and a lead must see to the file."""
    if not may(at.me.role, Deed.MANAGE_STAFF):
        return False
    staff = at.staff()
    others = (one for one in reserved.of(at.store.connection, held.case) if one.key == held.key and one.keeper)
    return all(at.has_left(staff.get(one.holder)) for one in others)


def at_contact(at: Workplace, post: Post) -> Touched:
    """Open what came for whoever is here, and bring the keys of every file open to them up to date."""
    if at.directory is None:
        return Touched()
    touched = arrive(at)
    known = [case for case, here in at.store.reserved().items() if here]
    names = delivery.chunk_names(at.store, known)
    post.route().want([(name, case) for name, case in names.items() if not post.chunks.has(name)])
    for case in sorted(at.kept().union(known)):
        touched |= _settle(at, case)
    return touched


def due(at: Workplace, case: CaseId, *, leaving: bool = False) -> tuple[Change, ...]:
    """What brings the keys of one file up to date with who it is open to; nothing in a centre that works alone.

    A deed that changes who that is says this too, or what is written next could still be read by who went.

    Args:
        leaving: the person here has just had it closed to themselves. Later, others see to it.
    """
    if at.directory is None or at.bars:
        return ()
    return tuple(_due(at, case, at.directory(), leaving=leaving))


def _settle(at: Workplace, case: CaseId) -> Touched:
    changes = due(at, case)
    if not changes:
        return Touched()
    with at.store.transaction(at.me.user, at.clock.wall_ms()) as deed:
        for change in changes:
            deed.record(change)
    return deed.touched


def first_key(at: Workplace, case: CaseId, named: Mapping[UserId, bool]) -> tuple[Change, ...]:
    """A key for a file that is being made and is restricted from its beginning: to be written before what it holds."""
    if at.directory is None:
        return ()
    return tuple(_new_key(at, case, _Holders(at, at.directory()).among(named)))


@dataclass(frozen=True)
class _Holders:
    """Who may hold keys here, and to which public key theirs are sealed."""

    at: Workplace
    state: Directory

    def among(self, named: Mapping[UserId, bool]) -> dict[UserId, bool]:
        """Those of ``named`` who are here, as keepers, and the centre's leads beside them."""
        scope, staff = self.at.store.scope, self.at.staff()
        leads = {UserId(user): False for user in self.state.users if self.state.may(user, Role.LEAD, scope)}
        keepers = {
            user: True
            for user, still in named.items()
            if still and self._here(user) and not self.at.has_left(staff.get(user))
        }
        return leads | keepers

    def _here(self, user: UserId) -> bool:
        return user == self.at.me.user or self.state.active(user)

    def public(self, user: UserId) -> bytes:
        """What to seal to; empty for somebody the directory does not know yet."""
        known = self.state.users.get(user)
        if known is not None:
            return known.receive
        mine = self.at.staff().get(user) if user == self.at.me.user else None
        return mine.public_key if mine is not None else b""


def _due(at: Workplace, case: CaseId, state: Directory, *, leaving: bool) -> Iterator[Change]:
    """What must be said of a file's keys."""
    connection = at.store.connection
    there = reserved.of(connection, case)
    known = at.store.held(case)
    mine = [name for name in reserved.kept(connection, case) if name in known]
    named = reading.keepers(connection).get(case, {})
    holders = _Holders(at, state)
    if not there:
        if reading.restricted(connection, case):  # nobody had a secret before: whoever is named was by a colleague
            wanted = holders.among(named)
            yield from _new_key(at, case, wanted) if holders.public(at.me.user) and at.me.user in wanted else ()
        return
    if not mine:
        return
    if _opened_again(at, case):
        for name in mine:
            yield adding(case, ReservedKey(id=at.new_id(), key=name, sealed=known[name]))
        return
    have = {name: _of_key(there, name) for name in mine}
    trusted = {user: still for user, still in named.items() if user in have[mine[-1]] or _sure(at, case, user)}
    wanted = holders.among(trusted)
    if at.me.user not in wanted and not leaving:
        return
    if any(user not in wanted or (keeper and not wanted[user]) for user, keeper in have[mine[-1]].items()):
        yield from _new_key(at, case, wanted)
    for name in mine:
        lacking = {user: keeper for user, keeper in wanted.items() if keeper > have[name].get(user, -1)}
        yield from _sealed(at, case, known[name], lacking, holders)


def _of_key(there: tuple[Held, ...], name: bytes) -> dict[UserId, bool]:
    found: dict[UserId, bool] = {}
    for one in there:
        if one.key == name:
            found[one.holder] = found.get(one.holder, False) or one.keeper
    return found


def _new_key(at: Workplace, case: CaseId, wanted: Mapping[UserId, bool]) -> Iterator[Change]:
    """Make a key for these people; none while it could be sealed to nobody the file is open to."""
    assert at.directory is not None
    key = sealing.new_key()
    made = tuple(_sealed(at, case, key, wanted, _Holders(at, at.directory())))
    sealed_to = {change.fields[_HOLDER] for change in made}
    among = [user for user, keeper in wanted.items() if keeper] or list(wanted)
    if sealed_to.isdisjoint(among):
        return
    if at.me.user in sealed_to:
        at.store.hold(case, key)
    yield from made


def _sealed(
    at: Workplace, case: CaseId, key: bytes, people: Mapping[UserId, bool], holders: _Holders
) -> Iterator[Change]:
    name = naming.id_of(case, key)
    context = naming.context(holders.state.org, case, name)
    for user, keeper in sorted(people.items()):
        public = holders.public(user)
        if not public:
            continue
        with contextlib.suppress(ValueError):  # a public key that is none
            sealed = seal.seal_to(public, key, context)
            yield adding(case, ReservedKey(id=at.new_id(), key=name, holder=user, sealed=sealed, keeper=keeper))


def _opened_again(at: Workplace, case: CaseId) -> bool:
    """Whether somebody who could open the file said that it is for everybody again."""
    connection, person = at.store.connection, ObjectId(bytes(case))
    file = reading.case_file(connection, case)
    if file is None or file.person.restricted or (person, _RESTRICTED) in file.disputed:
        return False
    return _by_a_holder(at, case, person, _RESTRICTED)


def _sure(at: Workplace, case: CaseId, user: UserId) -> bool:
    """Whether somebody who could open the file named this person: any PC of the centre can write what looks so."""
    return _by_a_holder(at, case, ObjectId(bytes(user)), _NAMED)


def _by_a_holder(at: Workplace, case: CaseId, obj: ObjectId, field: int) -> bool:
    written = disputes.written_with(at.store.connection, case, obj, field)
    if written is None:
        return False
    return written[0] in disputes.mine(at.store.connection) or not at.store.for_centre(*written)
