"""A desk of an earlier version opens: its tables are brought up, and drawn up anew from its log."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from anefdesk.domain.household import Relation
from anefdesk.store import database, reading
from anefdesk.store.store import Store
from tests.store.conftest import DEVICE, KEY, Hand

KEPT = Path(__file__).parent.parent / "data" / "desk_0001.db"


@pytest.fixture
def kept(file: Path) -> Iterator[Store]:
    shutil.copy(KEPT, file)
    store = Store.open(file, KEY, DEVICE)
    yield store
    store.close()


def test_a_desk_of_the_first_version_keeps_everything(kept: Store) -> None:
    connection = kept.connection
    version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    assert version == database.HEAD
    (haidari,) = reading.matching(connection, '"canari" * AND "haidari" *', 5)
    file = reading.case_file(connection, haidari.case)
    assert file is not None
    assert (file.person.birth_date, [link.relation for link in file.links]) == ("1990-05-04", [Relation.CHILD])
    assert reading.count(connection) == 2
    due = reading.due(connection, "2027-12-31", "2025-01-01")
    assert [(line.what, line.on_day, line.detail) for line in due if line.case == haidari.case] == [
        ("birthday", "2025-02-01", "turns_16:child:0"),
        ("item", "2026-11-30", "c-domicile"),
        ("planned", "2026-12-01", "refugie"),
        ("birthday", "2027-02-01", "turns_18:child:0"),
    ]
    ((case, people),) = reading.keepers(connection).items()
    assert people == {b"k" * 16: True, b"g" * 16: False}
    assert case not in {line.case for line in reading.recent(connection, 10)}


def test_what_was_brought_up_is_what_the_log_says(kept: Store, file: Path) -> None:
    before = kept.state_hash()
    kept.rebuild()
    assert kept.state_hash() == before
    Hand(kept).person("Canari-Nouvelle")
    kept.close()
    again = Store.open(file, KEY, DEVICE)
    try:
        assert reading.count(again.connection) == 3
    finally:
        again.close()
