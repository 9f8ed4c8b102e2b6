"""Restricted files (violence, protection): opened by named people alone, unknown to all others.

The rule itself is ``Workplace.open_to_me``; here it is decided who is named. On one PC it is the program's rule:
members share the key of the database. Between the PCs of a centre the file then has keys of its own
(``sync.reserving``): each deed is written under the key of before, for those who lose the file must hear of it.
"""

from collections.abc import Collection
from dataclasses import dataclass

from anefdesk.domain.case import Person
from anefdesk.domain.change import Change, Touched
from anefdesk.domain.household import Keeper
from anefdesk.domain.record import CaseId, Kind, ObjectId, UserId, number_of
from anefdesk.domain.staff import Deed
from anefdesk.errors import AccessRefusedError, InputRefusedError
from anefdesk.services.sync import reserving
from anefdesk.services.workplace import Workplace
from anefdesk.store import reading, reserved

_RESTRICTED, _NAMED = number_of(Person, "restricted"), number_of(Keeper, "named")


@dataclass(frozen=True)
class Named:
    """A member of the team, and whether a file is open to them while it is restricted."""

    user: UserId
    label: str
    named: bool
    me: bool


@dataclass(frozen=True)
class Restriction:
    """Whether a file is restricted, and the team, those named first."""

    restricted: bool
    people: tuple[Named, ...]


class Restricting:
    """Deeds on who may open a file. Any member who may edit decides, and is then named too."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    def view(self, case: CaseId) -> Restriction:
        """Who this file is open to; raises as ``Workplace.enter``."""
        self._at.need(Deed.READ_FILE)
        self._at.enter(case)
        named = self._named(case)
        labels = {user: one.label for user, one in self._at.staff().items() if not self._at.has_left(one)}
        labels.setdefault(self._at.me.user, self._at.me.label)
        people = [Named(user, label, user in named, user == self._at.me.user) for user, label in labels.items()]
        people.sort(key=_first_named)
        return Restriction(bool(reading.restricted(self._at.store.connection, case)), tuple(people))

    def _named(self, case: CaseId) -> set[UserId]:
        people = reading.keepers(self._at.store.connection).get(case, {})
        named = {user for user, still in people.items() if still}
        holding = self._holding(case)
        if holding is None or self._at.directory is None:
            return named
        coming = named - self._at.directory().users.keys()  # they get a key once the directory knows theirs
        return named & holding | coming

    def _holding(self, case: CaseId) -> set[UserId] | None:
        """Who has a key that I have too; ``None`` for a file that has none of its own."""
        known, keys = self._at.store.held(case), reserved.of(self._at.store.connection, case)
        return {one.holder for one in keys if one.keeper and one.key in known} if keys else None

    def restrict(self, case: CaseId, people: Collection[UserId] = ()) -> Touched:
        """Open this file to ``people`` and me alone from now on; who was named before and is not now, is no more.

        Raises:
            AccessRefusedError: ``access.unknown_member``.
        """
        self._at.need(Deed.EDIT_FILE)
        self._at.enter(case)
        wanted = {*people, self._at.me.user}
        self._check(wanted)
        before = {
            UserId(bytes(keeper.id)) for keeper in self._at.file(case).keepers
        }  # another desk may have named them
        # Names go first: whoever receives half of this deed must not take the file for one left by everybody.
        return self._kept(
            case,
            *(_naming(case, user, named=True) for user in sorted(wanted)),
            *(_naming(case, user, named=False) for user in sorted(before - wanted)),
            _marking(case, restricted=True),
        )

    def name_keeper(self, case: CaseId, user: UserId) -> Touched:
        """Open a restricted file to one more member.

        Raises:
            AccessRefusedError: ``access.unknown_member``.
            InputRefusedError: ``keeper.not_restricted``.
        """
        self._closed(case)
        self._check({user})
        return self._kept(case, _naming(case, user, named=True))

    def remove_keeper(self, case: CaseId, user: UserId) -> Touched:
        """Close a restricted file to one member, myself perhaps: at once, and I must then ask to come back.

        Raises:
            InputRefusedError: ``keeper.last``, ``keeper.not_restricted``.
        """
        self._closed(case)
        staff = self._at.staff()
        others, holding = self._named(case) - {user}, self._holding(case)
        others = others if holding is None else others & holding
        if not any(not self._at.has_left(staff.get(other)) for other in others):
            raise InputRefusedError("keeper.last")
        mine = user == self._at.me.user
        return self._kept(case, _naming(case, user, named=False), leaving=mine)

    def open_again(self, case: CaseId) -> Touched:
        """Open the file to the whole team again; who was named is forgotten.

        Raises:
            InputRefusedError: ``keeper.not_restricted``.
        """
        self._closed(case)
        named = sorted(self._named(case))
        return self._kept(case, _marking(case, restricted=False), *(_naming(case, user, named=False) for user in named))

    def _kept(self, case: CaseId, *changes: Change, leaving: bool = False) -> Touched:
        return self._at.record(*changes, then=lambda: reserving.due(self._at, case, leaving=leaving))

    def _closed(self, case: CaseId) -> None:
        self._at.need(Deed.EDIT_FILE)
        self._at.enter(case)
        if not reading.restricted(self._at.store.connection, case):
            raise InputRefusedError("keeper.not_restricted")

    def _check(self, people: Collection[UserId]) -> None:
        staff = self._at.staff()
        for user in people:
            known = staff.get(user)
            if user != self._at.me.user and (known is None or self._at.has_left(known)):
                raise AccessRefusedError("access.unknown_member")


def _first_named(one: Named) -> tuple[bool, str]:
    return not one.named, one.label.casefold()


def _naming(case: CaseId, user: UserId, *, named: bool) -> Change:
    return Change(case, Kind.KEEPER, ObjectId(bytes(user)), {_NAMED: named})


def _marking(case: CaseId, *, restricted: bool) -> Change:
    return Change(case, Kind.PERSON, ObjectId(bytes(case)), {_RESTRICTED: restricted})
