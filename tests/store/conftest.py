import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from anefdesk.domain import ids
from anefdesk.domain.case import Name, Person
from anefdesk.domain.change import Change
from anefdesk.domain.record import CaseId, Kind, ObjectId, Stored, UserId, cells_of
from anefdesk.store.casekeys import DeviceKeys
from anefdesk.store.store import Store

KEY = bytes(range(32))
AUTHOR = UserId(bytes(16))


def _as_it_is(data: bytes, _context: bytes) -> bytes:
    return data


DEVICE = DeviceKeys(_as_it_is, _as_it_is)


class Hand:
    """Writes deeds into a store, each a second after the last."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._ms = itertools.count(1_800_000_000_000, 1000)

    def add(self, case: CaseId, *things: Stored, author: UserId = AUTHOR) -> None:
        self.record(*(Change(case, thing.KIND, thing.id, cells_of(thing)) for thing in things), author=author)

    def record(self, *changes: Change, author: UserId = AUTHOR) -> None:
        with self.store.transaction(author, next(self._ms)) as deed:
            for change in changes:
                deed.open_case(change.case)
                deed.record(change)

    def person(self, family: str = "Canari-Haidari", given: str = "Zahra", **fields: object) -> CaseId:
        case = ids.new_case()
        name = Name(id=ids.new_object(next(self._ms)), family=family, given=given)
        self.add(case, Person(id=ObjectId(case), **fields), name)
        return case

    def set(self, case: CaseId, kind: Kind, obj: bytes, **numbered: object) -> None:
        fields = {int(number.removeprefix("f")): value for number, value in numbered.items()}
        self.record(Change(case, kind, ObjectId(obj), fields))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "casebook.db"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    made = Store.create(file, KEY, DEVICE, training=False)
    yield made
    made.close()


@pytest.fixture
def hand(store: Store) -> Hand:
    return Hand(store)
