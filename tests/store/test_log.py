import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DatabaseError

from anefdesk.domain import ids
from anefdesk.domain.case import Demarche, Item, ItemState, Name, NameRole, Opened
from anefdesk.domain.change import Change, Recorded, Stamp
from anefdesk.domain.record import Kind, ObjectId, UserId
from anefdesk.errors import StorageError
from anefdesk.store import projection, reading
from anefdesk.store.store import Store
from anefdesk.wire.sealing import Place, Sealed, chain
from tests.store.conftest import AUTHOR, DEVICE, KEY, Hand


def test_rebuilding_from_the_log_gives_the_same_tables(store: Store, hand: Hand) -> None:
    first, second = hand.person(birth_date="1990"), hand.person(family="Canari-Benali")
    demarche = Demarche(id=ids.new_object(5), procedure="refugie", planned_on="2026-12-01")
    hand.add(first, demarche)
    for document, state in (("c-identite", ItemState.RECEIVED), ("c-domicile", ItemState.ASKED)):
        item = Item(id=ids.item_id(demarche.id, document), demarche=demarche.id, document=document, state=state)
        hand.add(first, item)
    hand.set(first, Kind.ITEM, ids.item_id(demarche.id, "c-domicile"), f6="2026-11-30")
    hand.add(second, Opened(id=ids.new_object(6), what="file"))
    hand.set(second, Kind.PERSON, second, f2="MA", f1="1988-02")
    before = store.state_hash()
    store.connection.exec_driver_sql("DELETE FROM cell")
    assert store.state_hash() != before
    store.rebuild()
    assert store.state_hash() == before
    found = reading.matching(store.connection, '"canari" *', 5)
    assert {line.latin for line in found} == {"CANARI-HAIDARI Zahra", "CANARI-BENALI Zahra"}


def test_the_log_is_append_only(store: Store, hand: Hand) -> None:
    hand.person()
    for statement in ("UPDATE log SET ct = x''", "DELETE FROM log"):
        with pytest.raises(DatabaseError, match="append-only"):
            store.connection.exec_driver_sql(statement)
    assert list(store.records())


def test_the_chain_holds_and_breaks_when_a_record_is_altered(store: Store, hand: Hand) -> None:
    hand.person()
    hand.person(family="Canari-Autre")
    rows = store.connection.exec_driver_sql(
        "SELECT log.log, seq, case_id, kind, epoch, nonce, ct, head, org, scope "
        "FROM log JOIN origin ON origin.log = log.log ORDER BY seq"
    ).fetchall()
    head = bytes(32)
    for log, seq, case, kind, epoch, nonce, ct, kept, org, scope in rows:
        head = chain(head, Place(org, scope, log, seq, case, epoch, kind), Sealed(nonce, ct))
        assert head == kept
    store.connection.exec_driver_sql("DROP TRIGGER log_never_updated")
    store.connection.exec_driver_sql("UPDATE log SET seq = 77 WHERE seq = 2")
    with pytest.raises(StorageError) as error:
        list(store.records())
    assert error.value.code == "wire.seal_broken"


def test_a_failed_deed_leaves_nothing_and_the_next_goes_on(store: Store, hand: Hand) -> None:
    case = hand.person()
    before, records = store.state_hash(), len(list(store.records()))

    def fails() -> None:
        with store.transaction(AUTHOR, 1) as deed:
            deed.record(Change(case, Kind.PERSON, ObjectId(case), {2: "AF"}))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert (store.state_hash(), len(list(store.records()))) == (before, records)
    hand.set(case, Kind.PERSON, case, f2="MA")
    assert len(list(store.records())) == records + 1
    numbers = [recorded.stamp.seq for recorded in store.records()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_clock_never_goes_back_with_the_pc(store: Store, hand: Hand) -> None:
    case = hand.person(nationality="AF")
    with store.transaction(AUTHOR, -1) as deed:  # a PC set before 1970
        deed.record(Change(case, Kind.PERSON, ObjectId(case), {2: "MA"}))
    file = reading.case_file(store.connection, case)
    assert file is not None
    assert file.person.nationality == "MA"
    clocks = [recorded.stamp.clock for recorded in store.records()]
    assert clocks == sorted(clocks)


def test_unknown_kinds_are_kept_for_a_later_version(store: Store, hand: Hand) -> None:
    case = hand.person()
    hand.record(Change(case, 4242, ids.new_object(1), {1: "later"}))
    before = store.state_hash()
    store.rebuild()
    assert store.state_hash() == before
    assert [recorded.change.kind for recorded in store.records()][-1] == 4242


def test_the_log_survives_closing(store: Store, hand: Hand, file: Path) -> None:
    case = hand.person()
    store.close()
    again = Store.open(file, KEY, DEVICE)
    try:
        Hand(again).set(case, Kind.PERSON, case, f2="AF")
        stamps = [recorded.stamp for recorded in again.records()]
        assert [stamp.seq for stamp in stamps] == list(range(1, len(stamps) + 1))
        assert len({stamp.log for stamp in stamps}) == 1
    finally:
        again.close()


# Changes of several desks, in any order, with repeats: the same tables.

_CASE, _KIN = ids.CaseId(b"c" * 16), ids.CaseId(b"k" * 16)
_LOGS = (b"\x01" * 16, b"\x02" * 16, b"\x03" * 16)


_TURNS = f"turns_18:{_KIN.hex()}:2026-03-01"
_DEMARCHE, _ITEM = ObjectId(b"d" * 16), ObjectId(b"i" * 16)
_CHANGES = st.one_of(
    st.builds(
        lambda field, value: Change(_CASE, Kind.PERSON, ObjectId(_CASE), {field: value}),
        st.sampled_from([1, 2]),
        st.sampled_from(["", "AF", "MA", "1990"]),
    ),
    st.builds(
        lambda day, status: Change(_CASE, Kind.DEMARCHE, _DEMARCHE, {4: day, 5: status}),
        st.sampled_from(["", "2026-12-01"]),
        st.sampled_from(["preparing", "filed"]),
    ),
    st.builds(
        lambda day: Change(_CASE, Kind.ITEM, _ITEM, {1: bytes(_DEMARCHE), 2: "c-photo", 3: "asked", 6: day}),
        st.sampled_from(["", "2026-12-15"]),
    ),
    st.builds(
        lambda value: Change(_CASE, Kind.PERSON, ObjectId(_CASE), {11: value}),
        st.booleans(),
    ),
    st.builds(
        lambda born: Change(_KIN, Kind.PERSON, ObjectId(_KIN), {1: born}),
        st.sampled_from(["2008-02-29", "2009", "1990-05"]),
    ),
    st.builds(
        lambda relation, gone: Change(
            _CASE, Kind.LINK, ids.link_id(_CASE, _KIN), {1: bytes(_KIN), 2: relation, 3: gone}
        ),
        st.sampled_from(["child", "spouse", "host"]),
        st.booleans(),
    ),
    st.builds(
        lambda kind, gone: Change(_KIN, Kind.LIFE_EVENT, ObjectId(b"e" * 16), {1: kind, 2: "2026-11", 4: gone}),
        st.sampled_from(["naturalised", "death"]),
        st.booleans(),
    ),
    st.builds(
        lambda gone: Change(_CASE, Kind.HANDLED, ids.handled_id(_CASE, _TURNS), {1: _TURNS, 2: gone}),
        st.booleans(),
    ),
    st.builds(lambda named: Change(_CASE, Kind.KEEPER, ObjectId(b"u" * 16), {1: named}), st.booleans()),
)


@st.composite
def _histories(draw: st.DrawFn) -> list[Recorded]:
    """What three desks wrote; each may have seen any beginning of the others' logs."""
    found: list[Recorded] = []
    lengths = dict.fromkeys(_LOGS, 0)
    clock = 0
    for _ in range(draw(st.integers(1, 12))):
        log = draw(st.sampled_from(_LOGS))
        seen = {other: draw(st.integers(0, lengths[other])) for other in _LOGS if other != log}
        lengths[log] += 1
        clock += draw(st.integers(1, 3))
        stamp = Stamp(log, lengths[log], clock, clock, UserId(log), seen)
        found.append(Recorded(stamp, draw(_CHANGES)))
    return found


def _projected(store: Store, history: list[Recorded]) -> bytes:
    connection = store.connection
    projection.clear(connection)
    connection.exec_driver_sql("DELETE FROM seen")
    for recorded in history:
        for other, upto in recorded.stamp.seen.items():
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO seen (log, first, other, upto) VALUES (?, ?, ?, ?)",
                (recorded.stamp.log, recorded.stamp.seq, other, upto),
            )
    for recorded in history:
        projection.project(connection, recorded)
    return store.state_hash()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store.create(tmp_path_factory.mktemp("order") / "casebook.db", KEY, DEVICE, training=False)


@given(history=_histories(), seed=st.integers(0, 99))
@settings(max_examples=150)
def test_order_and_repeats_do_not_matter(shared: Store, history: list[Recorded], seed: int) -> None:
    expected = _projected(shared, history)
    shuffled = history + history[:3]
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - an order, not a secret
    assert _projected(shared, shuffled) == expected


def test_a_file_is_restricted_while_two_desks_disagree_about_it(shared: Store) -> None:
    for first, second in ((True, False), (False, True)):
        history = [
            Recorded(
                Stamp(log, 1, 10 + place, 10, UserId(log)), Change(_CASE, Kind.PERSON, ObjectId(_CASE), {11: value})
            )
            for place, (log, value) in enumerate(zip(_LOGS, (first, second), strict=False))
        ]
        _projected(shared, history)
        assert reading.restricted(shared.connection, _CASE) is True
        assert shared.connection.exec_driver_sql("SELECT count(*) FROM search").scalar() == 0


def _naive_disputed(history: list[Recorded], field: int) -> bool:
    claims = [one for one in history if field in one.change.fields]
    heads = [one for one in claims if not any(other.stamp.saw(one.stamp) for other in claims if other is not one)]
    return len({one.change.fields[field] for one in heads}) > 1


@given(history=_histories())
@settings(max_examples=60)
def test_disagreements_are_exactly_what_nobody_had_seen(shared: Store, history: list[Recorded]) -> None:
    history = [one for one in history if one.change.kind == Kind.PERSON and one.change.case == _CASE]
    _projected(shared, history)
    rows = shared.connection.exec_driver_sql("SELECT field FROM dispute WHERE field <> 11").fetchall()
    assert {field for (field,) in rows} == {field for field in (1, 2) if _naive_disputed(history, field)}
    for field in (1, 2):
        values = [one for one in history if field in one.change.fields]
        if values:
            shown = max(values, key=lambda one: one.stamp.order()).change.fields[field]
            cell = shared.connection.exec_driver_sql("SELECT value FROM cell WHERE field = ?", (field,)).scalar()
            assert cell == shown


def test_a_disagreement_marks_the_file(shared: Store) -> None:
    one = Stamp(_LOGS[0], 1, 10, 10, UserId(_LOGS[0]))
    two = Stamp(_LOGS[1], 1, 11, 11, UserId(_LOGS[1]))
    history = [
        Recorded(stamp, Change(_CASE, Kind.PERSON, ObjectId(_CASE), {2: value}))
        for stamp, value in ((one, "AF"), (two, "IR"))
    ]
    _projected(shared, history)
    file = reading.case_file(shared.connection, _CASE)
    assert file is not None
    assert file.disputed == {(ObjectId(_CASE), 2)}
    settled = Stamp(_LOGS[0], 2, 12, 12, UserId(_LOGS[0]), {_LOGS[1]: 1})
    _projected(shared, [*history, Recorded(settled, Change(_CASE, Kind.PERSON, ObjectId(_CASE), {2: "AF"}))])
    file = reading.case_file(shared.connection, _CASE)
    assert file is not None
    assert not file.disputed


def test_a_disagreement_about_a_tie_is_not_told_in_the_list(shared: Store) -> None:
    """The tie may lead to a file that the reader must not guess."""
    tie = ids.link_id(_CASE, _KIN)
    history = [Recorded(Stamp(_LOGS[0], 1, 5, 5, UserId(b"")), Change(_CASE, Kind.PERSON, ObjectId(_CASE), {2: "AF"}))]
    for place, (log, relation) in enumerate(((_LOGS[1], "child"), (_LOGS[2], "ward"))):
        stamp = Stamp(log, 1, 10 + place, 10, UserId(log))
        history.append(Recorded(stamp, Change(_CASE, Kind.LINK, tie, {1: bytes(_KIN), 2: relation})))
    _projected(shared, history)
    file = reading.case_file(shared.connection, _CASE)
    assert file is not None
    assert file.disputed == {(tie, 2)}
    assert [line.disputed for line in reading.recent(shared.connection, 5)] == [False]


def test_a_long_history_reads_back_as_it_was_written(store: Store, hand: Hand) -> None:
    case = hand.person()
    name = ids.new_object(7)
    for number in range(30):
        hand.add(case, Name(id=name, role=NameRole.SPELLING, family=f"Canari{number}"))
    file = reading.case_file(store.connection, case)
    assert file is not None
    assert [name.family for name in file.names] == ["Canari-Haidari", "Canari29"]


def test_what_a_later_schema_says_is_kept_and_not_interpreted(
    store: Store, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = hand.person(nationality="AF")
    monkeypatch.setattr("anefdesk.wire.op.SCHEMA", 2)
    hand.set(case, Kind.PERSON, case, f2="MA")
    monkeypatch.undo()
    store.rebuild()
    file = reading.case_file(store.connection, case)
    assert file is not None
    assert file.person.nationality == "AF"
    assert len(list(store.records(case))) == 3
