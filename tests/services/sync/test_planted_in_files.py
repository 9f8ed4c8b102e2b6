"""Histories of a shared file and of a restricted one, and faults planted on purpose, which must be found in them.

As ``tests.journeys.test_merge_model`` does for a centre: beside the product a naive reckoning of who may know what.
"""

import contextlib
import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from anefdesk.domain.case import Person
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.change import Change
from anefdesk.domain.record import CaseId, Kind, ObjectId, UserId
from anefdesk.services.sync import merging, renewing, reserving, shipping
from anefdesk.store import reading
from anefdesk.store.casekeys import CaseKeys
from tests.journeys.posts import GENDER, NATIONALITY, patched
from tests.mailbox.organisation import named
from tests.services.sync.dying import Shelf
from tests.services.sync.reserved_pcs import LENA, MARC, NOEMIE, Reserved, meet
from tests.services.sync.sharing_pcs import SOUTH, Counter, TwoCentres

pytestmark = pytest.mark.usefixtures("disk_not_waited_for")

STEPS = 14
SEEDS = range(16)
FIELDS = (NATIONALITY, GENDER)
Fault = Callable[[], AbstractContextManager[object]]


def _lived(place: TwoCentres | Reserved, live: Callable[[random.Random], None]) -> None:
    """One history after the other, each from the same beginning."""
    place.close()
    shelf = Shelf(place.folder, place.folder.with_name("beginning"))
    place.open()
    for seed in SEEDS:
        live(random.Random(seed))  # noqa: S311 - histories, not secrets
        place.close()
        shelf.put_back()
        place.open()


# A shared file


class Shared:
    """Both centres write in two fields; the north may end it. What the south wrote itself stands."""

    def __init__(self, two: TwoCentres, copy: CaseId, dice: random.Random) -> None:
        self.two, self.copy, self.dice = two, copy, dice
        self.there: dict[int, str] = {}
        self.sent: dict[int, str] = {}
        self.here: dict[int, str] = {}
        self.texts = 0
        self.over = False

    def _write(self, at: Counter, case: CaseId, wrote: dict[int, str]) -> None:
        self.texts += 1
        field = self.dice.choice(FIELDS)
        wrote[field] = f"v{self.texts}"
        at.at.record(Change(case, Kind.PERSON, ObjectId(bytes(case)), {field: wrote[field]}))

    def north(self) -> None:
        self._write(self.two.north, self.two.case, self.there)

    def south(self) -> None:
        self._write(self.two.south, self.copy, self.here)

    def sends(self) -> None:
        self.two.north.contact()
        if not self.over:
            self.sent = dict(self.there)

    def takes(self) -> None:
        self.two.south.pc.meets(self.two.north.pc)
        self.two.south.contact()

    def ends(self) -> None:
        if not self.over:
            (share,) = self.two.shares
            self.two.north.desk.sharing.stop(self.two.case, share.id)
            self.over = True

    def live(self) -> None:
        deeds = (self.north, self.south, self.sends, self.takes, self.ends)
        for _ in range(2 * STEPS):
            self.dice.choices(deeds, (20, 2, 20, 6, 1))[0]()
        self.sends()
        self.takes()
        person = reading.thing(self.two.south.pc.store.connection, self.copy, ObjectId(bytes(self.copy)), Person)
        shown = {NATIONALITY: person.nationality, GENDER: person.gender}
        assert {field: text for field, text in shown.items() if text} == self.sent | self.here


@pytest.fixture
def shared(tmp_path: Path, catalogue: Catalogue) -> Iterator[tuple[TwoCentres, CaseId]]:
    two = TwoCentres(tmp_path, catalogue)
    two.north.desk.sharing.share(two.case, SOUTH)
    two.north.meets(two.south)
    (row,) = two.south.desk.sharing.received()
    copy, _ = two.south.desk.sharing.accept(row.scope, row.share)
    two.north.meets(two.south)
    yield two, copy
    two.close()


@contextlib.contextmanager
def _in_any_order() -> Iterator[None]:
    with (
        patched(renewing, "_order", lambda new: (-new.no, new.parcel)),
        patched(merging, "_brought_by", lambda reason: ("", 0) if _BROUGHT(reason) else None),
    ):
        yield


_BROUGHT = merging._brought_by
_ONE = shipping._one
IN_SHARING: dict[str, Fault] = {
    "what was written here is replaced": lambda: patched(merging, "_brought_by", lambda _reason: ("", 0)),
    "parcels taken in any order": _in_any_order,
    "it goes on after its end": lambda: patched(
        shipping, "_one", lambda at, parcels, case, share: _ONE(at, parcels, case, replace(share, revoked_on=""))
    ),
}


def test_a_copy_shows_what_was_sent_and_what_was_written_here(shared: tuple[TwoCentres, CaseId]) -> None:
    two, copy = shared
    _lived(two, lambda dice: Shared(two, copy, dice).live())


@pytest.mark.parametrize("fault", IN_SHARING)
def test_a_fault_planted_in_sharing_is_found(shared: tuple[TwoCentres, CaseId], fault: str) -> None:
    two, copy = shared
    with IN_SHARING[fault](), pytest.raises(AssertionError):
        _lived(two, lambda dice: Shared(two, copy, dice).live())


# A restricted file


class Closed:
    """Zahra writes and names; at the other PC people come and go. Who may know a text, and who was there to read it."""

    def __init__(self, place: Reserved, dice: random.Random) -> None:
        self.place, self.dice = place, dice
        self.named = {MARC, NOEMIE}
        self.may: dict[str, set[str]] = {}
        self.could: set[str] = set()

    def writes(self) -> None:
        text = f"CANARI texte {len(self.may)}."
        self.place.one.note(self.place.case, text)
        self.may[text] = set(self.named)

    def names(self) -> None:
        who = self.dice.choice((MARC, NOEMIE))
        restricting = self.place.one.desk.restricting
        if who in self.named:
            self.named.discard(who)
            restricting.remove_keeper(self.place.case, UserId(named(who)))
        else:
            self.named.add(who)
            restricting.name_keeper(self.place.case, UserId(named(who)))
            for people in self.may.values():
                people.add(who)  # they get the keys of before too

    def sits(self) -> None:
        self.place.two.sits(self.dice.choice((MARC, NOEMIE, LENA)))

    def meet(self) -> None:
        meet(self.place.one, self.place.two)

    def look(self) -> None:
        self.could |= {text for text, people in self.may.items() if self.place.two.who in people}
        for text in self.may.keys() - self.could:
            assert not self.place.two.holds(text), "somebody reads what is not for them"

    def live(self) -> None:
        for _ in range(STEPS):
            self.dice.choices((self.writes, self.names, self.sits, self.meet), (4, 3, 3, 4))[0]()
            self.look()
        for who in sorted(self.named):
            self.place.two.sits(who)
            self.meet()
            assert self.place.two.sees(self.place.case), "a keeper lacks the file"
            assert set(self.place.two.notes(self.place.case)) == {"Canari-Avant", *self.may}, "a keeper lacks something"


@pytest.fixture
def closed(tmp_path: Path, catalogue: Catalogue) -> Iterator[Reserved]:
    made = Reserved(tmp_path, catalogue)
    yield made
    made.close()


def _one_key_for_ever(at: Any, case: CaseId, wanted: Any) -> Any:  # noqa: ANN401 - as the product's
    return () if at.store.reserved().get(case) else _NEW_KEY(at, case, wanted)


def _to_nobody_new(at: Any, case: CaseId, key: bytes, *told: Any) -> Any:  # noqa: ANN401
    return () if key in at.store.held(case).values() else _SEALED(at, case, key, *told)


_SEALED = reserving._sealed
_NEW_KEY, _WRITING_KEY = reserving._new_key, CaseKeys.writing_key
IN_RESTRICTING: dict[str, Fault] = {
    "one key for ever": lambda: patched(reserving, "_new_key", _one_key_for_ever),
    "a key for everybody": lambda: patched(
        reserving._Holders, "among", lambda holders, _named: dict.fromkeys(map(UserId, holders.state.users), True)
    ),
    "a key for nobody new": lambda: patched(reserving, "_sealed", _to_nobody_new),
    "written under the key of the centre": lambda: patched(
        CaseKeys,
        "writing_key",
        lambda keys, case, *, for_centre: _WRITING_KEY(keys, case, for_centre=for_centre or True),
    ),
}


def test_nobody_reads_what_is_not_for_them_and_keepers_lack_nothing(closed: Reserved) -> None:
    _lived(closed, lambda dice: Closed(closed, dice).live())


@pytest.mark.parametrize("fault", IN_RESTRICTING)
def test_a_fault_planted_in_restricting_is_found(closed: Reserved, fault: str) -> None:
    with IN_RESTRICTING[fault](), pytest.raises(AssertionError):
        _lived(closed, lambda dice: Closed(closed, dice).live())
