import os
import sqlite3
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from anefdesk.errors import StorageError
from anefdesk.store import database
from anefdesk.store.store import Store
from tests.store.conftest import DEVICE, KEY, Hand


def _code(error: pytest.ExceptionInfo[StorageError]) -> str:
    return error.value.code


def test_nothing_personal_is_readable_on_disk(hand: Hand, file: Path) -> None:
    hand.person(family="Canari-Visible", birth_date="1990")
    for part in file.parent.iterdir():
        assert b"anari" not in part.read_bytes().lower()
    assert not file.read_bytes().startswith(b"SQLite format 3")
    assert file.stat().st_size > 0


def test_another_key_opens_nothing(store: Store, file: Path) -> None:
    store.close()
    with pytest.raises(StorageError) as error:
        Store.open(file, bytes(32), DEVICE)
    assert _code(error) == "store.damaged"


def _read_all(file: Path) -> None:
    opened = Store.open(file, KEY, DEVICE)
    try:
        list(opened.records())
        opened.rebuild()
    finally:
        opened.close()


@pytest.mark.parametrize("key", [b"", b"short", bytes(33)])
def test_no_key_never_makes_a_database(file: Path, key: bytes) -> None:
    with pytest.raises(StorageError) as error:
        Store.create(file, key, DEVICE, training=False)
    assert _code(error) == "store.no_key"
    assert not file.exists()


def test_a_clear_database_is_refused(file: Path) -> None:
    with sqlite3.connect(file) as clear:
        clear.execute("CREATE TABLE person (name)")
    clear.close()
    with pytest.raises(StorageError) as error:
        Store.open(file, KEY, DEVICE)
    assert _code(error) == "store.clear"


def test_opening_never_creates(file: Path) -> None:
    with pytest.raises(StorageError) as error:
        Store.open(file, KEY, DEVICE)
    assert _code(error) == "store.missing"
    assert not file.exists()


@pytest.mark.usefixtures("store")
def test_creating_never_overwrites(file: Path) -> None:
    with pytest.raises(StorageError) as error:
        Store.create(file, KEY, DEVICE, training=False)
    assert _code(error) == "store.exists"


def test_one_flipped_bit_is_noticed(store: Store, hand: Hand, file: Path) -> None:
    hand.person()
    sql = store.connection.exec_driver_sql
    page = int(sql("SELECT rootpage FROM sqlite_master WHERE name = 'log'").scalar() or 0)
    size = int(sql("PRAGMA page_size").scalar() or 0)
    store.close()
    data = bytearray(file.read_bytes())
    data[page * size - size // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(StorageError) as error:
        _read_all(file)
    assert _code(error) == "store.damaged"


def test_a_newer_database_is_left_alone(store: Store, file: Path) -> None:
    store.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    before = file.read_bytes()
    with pytest.raises(StorageError) as error:
        Store.open(file, KEY, DEVICE)
    assert _code(error) == "store.newer"
    assert file.read_bytes() == before


def test_the_intent_to_encrypt_is_checked(store: Store, file: Path) -> None:
    store.connection.exec_driver_sql("UPDATE meta SET value = 0 WHERE key = 'must_encrypt'")
    store.close()
    with pytest.raises(StorageError) as error:
        Store.open(file, KEY, DEVICE)
    assert _code(error) == "store.damaged"


def test_the_driver_is_recent_enough_for_wal() -> None:
    assert sqlcipher.sqlite_version_info >= database.SAFE_SQLITE


def test_wal_full_and_memory_temp(store: Store) -> None:
    values = {
        name: store.connection.execute(text(f"PRAGMA {name}")).scalar()
        for name in ("journal_mode", "synchronous", "temp_store", "secure_delete")
    }
    assert values == {"journal_mode": "wal", "synchronous": 2, "temp_store": 2, "secure_delete": 1}


@pytest.mark.skipif(os.geteuid() != 0 or not Path("/proc").exists(), reason="mounting a small disk needs root on Linux")
def test_a_full_disk_loses_nothing_acknowledged(tmp_path: Path) -> None:
    import subprocess

    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(small)], check=False).returncode:
        pytest.skip("this sandbox mounts no tmpfs")
    try:
        store = Store.create(small / "casebook.db", KEY, DEVICE, training=False)
        hand = Hand(store)
        kept = 0
        code = ""
        while not code:
            try:
                hand.person(family=f"Canari-{kept}", address="x" * 2000)
                kept += 1
            except StorageError as error:
                code = error.code
        assert code == "disk.full"
        assert kept
        count = "SELECT count(*) FROM person"
        assert store.connection.exec_driver_sql(count).scalar() == kept
        store.close()
        store = Store.open(small / "casebook.db", KEY, DEVICE)
        assert store.connection.exec_driver_sql(count).scalar() == kept
        store.close()
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_mistake_of_ours_is_no_failing_disk_and_quotes_nobody(store: Store) -> None:
    with pytest.raises(DBAPIError) as wrong:
        store.connection.exec_driver_sql("SELECT nowhere FROM person WHERE latin = ?", ("Canari",))
    assert "Canari" not in str(wrong.value)
    with pytest.raises(DBAPIError) as broken:
        store.connection.exec_driver_sql("INSERT INTO meta VALUES (?, ?)", ("org", "Canari"))
    assert "Canari" not in str(broken.value)
