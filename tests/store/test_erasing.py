"""Of an erased case nothing is left to read, here or on whatever copy comes later; the log's chain stands."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from anefdesk.domain import ids
from anefdesk.domain.blockage import Exhibit
from anefdesk.domain.case import Name, Opened, Piece
from anefdesk.domain.change import Change
from anefdesk.domain.household import Link, Relation
from anefdesk.domain.ids import new_case
from anefdesk.domain.record import CaseId, Kind, ObjectId
from anefdesk.errors import StorageError
from anefdesk.store import agenda, drafts, erasing, inbox, projection, reading
from anefdesk.store.inbox import Refusal
from anefdesk.store.store import Store
from anefdesk.wire import segment
from anefdesk.wire.segment import ERASED
from tests.mailbox.organisation import NORTH, Organisation
from tests.store.conftest import AUTHOR
from tests.store.desks import CENTRE, Desk, organisation

PIECE, SECOND, EXHIBIT = b"p" * 32, b"q" * 32, b"e" * 32


@pytest.fixture
def org() -> Organisation:
    return organisation()


@pytest.fixture
def desks(org: Organisation, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    made = Desk(org, "pc", tmp_path / "one.db"), Desk(org, "pc 2", tmp_path / "two.db")
    yield made
    for desk in made:
        desk.close()


def fill(desk: Desk) -> tuple[CaseId, CaseId]:
    """A file with something in every table, and its child's."""
    case = desk.hand.person("Canari-Effacer", birth_date="1990", nationality="AF")
    child = desk.hand.person("Canari-Enfant", birth_date="2010-02-01")
    other = Name(id=ids.new_object(9), family="Canari-Zyx")
    piece = Piece(id=ids.new_object(3), document="c-photo", chunks=PIECE + SECOND)
    exhibit = Exhibit(id=ids.new_object(4), chunks=EXHIBIT)
    desk.hand.add(case, other, piece, exhibit, Opened(id=ids.new_object(5), what="file"))
    tie = Link(id=ids.link_id(case, child), other=child, relation=Relation.CHILD)
    desk.hand.add(case, tie)
    back = Link(id=ids.link_id(child, case), other=case, relation=Relation.PARENT)
    desk.hand.add(child, back)
    connection = desk.store.connection
    agenda.keep(connection, case, [agenda.DatedLine(b"", "permit_end", "rule", "2027-01-01")])
    agenda.mark(connection, case)
    drafts.park(connection, AUTHOR, f"note/{case.hex()}", b"sealed", 1)
    drafts.park(connection, AUTHOR, "note", b"sealed", 1)
    return case, child


def left(desk: Desk, case: CaseId) -> set[str]:
    """The tables that still have a row of ``case``, but for stubs in the log."""
    sql = desk.store.connection.exec_driver_sql
    names = sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'").scalars().all()
    found = set()
    for name in names:
        columns = [row[1] for row in sql(f"PRAGMA table_info({name})").fetchall()]
        for column in {"case_id", "about"} & set(columns):
            stubs = f"AND kind <> {ERASED}" if name == "log" else ""
            if sql(f"SELECT 1 FROM {name} WHERE {column} = ? {stubs}", (case,)).first():
                found.add(name)
    return found


def indexed(desk: Desk) -> bytes:
    """All that the search index holds."""
    blocks = desk.store.connection.exec_driver_sql("SELECT block FROM search_data").scalars().all()
    return b"".join(block or b"" for block in blocks)


def test_nothing_of_an_erased_case_is_left(desks: tuple[Desk, Desk], org: Organisation) -> None:
    one, two = desks
    case, child = fill(one)
    two.meet(one)
    assert {"log", "cell", "object", "claim", "access", "person", "keybox", "agenda", "stale", "tie"} <= left(one, case)
    assert b"effacer" in indexed(one)
    with pytest.raises(StorageError, match=r"erasing\.not_decided"):
        erasing.erase(one.store, org.state.erased_in(NORTH), case)
    assert erasing.due(one.store, org.state.erased_in(NORTH)) == ()
    org.erase(case)
    assert erasing.due(one.store, org.state.erased_in(NORTH)) == (case,)
    assert erasing.chunks(one.store, case) == (PIECE, SECOND, EXHIBIT)
    erasing.erase(one.store, org.state.erased_in(NORTH), case)
    assert left(one, case) == set()
    assert b"effacer" not in indexed(one)
    assert b"zyx" not in indexed(one)
    assert b"enfant" in indexed(one)
    assert [place for place, _, _ in drafts.mine(one.store.connection, AUTHOR)] == ["note"]
    assert not Path(f"{one.file}-wal").stat().st_size
    assert erasing.due(one.store, org.state.erased_in(NORTH)) == ()
    erasing.erase(one.store, org.state.erased_in(NORTH), case)
    assert erasing.chunks(one.store, case) == ()
    assert reading.case_file(one.store.connection, case) is None
    assert reading.case_file(one.store.connection, child) is not None
    erasing.erase(two.store, org.state.erased_in(NORTH), case)
    assert one.store.state_hash() == two.store.state_hash()
    for desk in desks:
        before = desk.store.state_hash()
        desk.store.rebuild()
        assert desk.store.state_hash() == before
    with pytest.raises(StorageError, match="key_missing"):
        one.set(case, "MA")
    assert one.meet(two).forks == ()


def test_the_centre_itself_is_not_erased(desks: tuple[Desk, Desk], org: Organisation) -> None:
    one, _ = desks
    org.erase(CENTRE)
    with pytest.raises(StorageError, match=r"erasing\.centre"):
        erasing.erase(one.store, org.state.erased_in(NORTH), CENTRE)


def test_the_chain_stands_and_is_cut_on(desks: tuple[Desk, Desk], org: Organisation) -> None:
    one, two = desks
    case, other = new_case(), new_case()
    one.set(case, "AF")
    one.set(other, "MA")
    before = org.state
    (kept,) = one.cut()
    one.set(case, "TN")
    org.erase(case)
    erasing.erase(one.store, org.state.erased_in(NORTH), case)
    (again,) = one.cut(directory=before)[:1]
    assert again.header.head != kept.header.head  # it goes on after what was cut
    stubbed = segment.read(kept.without(case).encode())
    assert [record.digest() for record in again.records[:2]] == [record.digest() for record in kept.records]
    assert again.records[:2] == stubbed.records
    told = two.take([kept], one.boxes())  # what another kept in clear ciphertext
    assert (told.applied, told.waiting, two.nationality(case), two.nationality(other)) == (2, 0, None, "MA")
    (rest,) = one.cut({one.log: 2})
    assert two.take([rest]).applied == 1
    assert two.take([stubbed, again]).forks == ()
    assert left(two, case) == set()
    assert one.store.state_hash() == two.store.state_hash()


def test_a_keybox_of_an_erased_case_does_not_come_back(desks: tuple[Desk, Desk], org: Organisation) -> None:
    one, two = desks
    case = new_case()
    one.set(case, "AF")
    boxes, segments = one.boxes(), one.cut()
    two.take(segments)
    assert two.rows("waiting") == 1
    org.erase(case)
    erasing.erase(two.store, org.state.erased_in(NORTH), case)
    told = two.take(segments, boxes)
    assert (told.applied, told.known, left(two, case)) == (0, 1, set())


def test_stubs_are_taken_once_the_directory_says_so(desks: tuple[Desk, Desk], org: Organisation) -> None:
    one, two = desks
    case = new_case()
    one.set(case, "AF")
    stubs = [part.without(case) for part in one.cut()]
    behind = org.state
    org.erase(case)
    assert [why for _, _, why in inbox.apply(two.store, stubs, behind).refused] == [Refusal.HIDDEN]
    assert inbox.apply(two.store, stubs, org.state).applied == 1


REFUSED = (
    "UPDATE log SET ct = zeroblob(32), nonce = x'', kind = 2",
    "UPDATE log SET ct = ct",
    "DELETE FROM log",
    "INSERT OR REPLACE INTO log SELECT log, seq, case_id, kind, epoch, nonce, x'', head FROM log",
)


def test_there_are_two_ways_out_of_the_log_and_each_opens_for_its_own_rows_only(desks: tuple[Desk, Desk]) -> None:
    one, _ = desks
    case, other = new_case(), new_case()
    one.set(case, "AF")
    one.set(other, "MA")
    sql = one.store.connection.exec_driver_sql
    for statement in REFUSED:
        with pytest.raises(DatabaseError, match="append-only"):
            sql(statement)
    sql("INSERT INTO erasing_now VALUES (?)", (case,))
    for statement in REFUSED:
        with pytest.raises(DatabaseError, match="append-only"):
            sql(statement)  # the other case's row
    for change in ("seq = 7", "case_id = x'00'", "epoch = 9", "head = x''", "kind = 3", "ct = x'00'", "nonce = ct"):
        stub = "kind = 2, nonce = x'', ct = zeroblob(32)"
        kept = ", ".join(part for part in stub.split(", ") if part.split()[0] != change.split()[0])
        with pytest.raises(DatabaseError, match="append-only"):
            sql(f"UPDATE log SET {kept}, {change} WHERE case_id = ?", (case,))
    sql("UPDATE log SET kind = 2, nonce = x'', ct = zeroblob(32) WHERE case_id = ?", (case,))
    sql("DELETE FROM erasing_now")
    sql("INSERT INTO giving_up VALUES (?, 1)", (one.log,))
    with pytest.raises(DatabaseError, match="append-only"):
        sql("DELETE FROM log")
    sql("DELETE FROM log WHERE seq > 1")


def test_the_doors_are_shut_after_each_use(desks: tuple[Desk, Desk], org: Organisation) -> None:
    one, _ = desks
    case = new_case()
    one.set(case, "AF")
    org.erase(case)
    erasing.erase(one.store, org.state.erased_in(NORTH), case)
    assert one.rows("erasing_now") == one.rows("giving_up") == 0
    package = Path(erasing.__file__).parent
    using = {
        name: {path.name for path in package.glob("*.py") if name in path.read_text(encoding="utf-8")}
        for name in ("erasing_now", "giving_up")
    }
    assert using == {"erasing_now": {"erasing.py"}, "giving_up": {"forking.py"}}


def test_taking_a_case_out_forgets_no_projected_table(desks: tuple[Desk, Desk]) -> None:
    one, _ = desks
    case, _ = fill(one)
    one.hand.record(Change(case, Kind.KEEPER, ObjectId(b"k" * 16), {1: True}))
    projection.clear_case(one.store.connection, case)
    assert left(one, case) == {"log", "keybox", "agenda", "stale"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_what_was_erased_when_the_power_went_leaves_the_journal_at_the_next_start(
    desks: tuple[Desk, Desk], org: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = desks
    case, _ = fill(one)
    org.erase(case)
    one.close()
    child = os.fork()
    if not child:
        with contextlib.suppress(BaseException):
            monkeypatch.setattr(Store, "checkpoint", lambda _: os._exit(9))
            one.open_again()
            erasing.erase(one.store, org.state.erased_in(NORTH), case)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    journal = Path(f"{one.file}-wal")
    assert journal.stat().st_size
    one.open_again()
    assert not journal.stat().st_size
    assert left(one, case) == set()
