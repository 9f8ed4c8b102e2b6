"""Which files must be reckoned again, marked with the deed itself; the lines kept are this PC's own."""

import pytest

from anefdesk.domain import ids
from anefdesk.domain.case import Demarche, JournalEntry, Permit
from anefdesk.domain.change import Change
from anefdesk.domain.record import CaseId, UserId, cells_of
from anefdesk.store import agenda, reading
from anefdesk.store.agenda import DatedLine
from anefdesk.store.store import Store
from tests.store.conftest import AUTHOR, Hand

LINE = DatedLine(b"d" * 16, "clock", "a1", "2026-11-30", rescue="2026-12-02", to_check=True, detail="last_day")


def _reckoned(store: Store, *cases: CaseId) -> None:
    with store.aside() as connection:
        for case in cases:
            agenda.keep(connection, case, (LINE,))


def _permit(case: CaseId) -> Change:
    permit = Permit(id=ids.new_object(1), kind="api", end="2026-11-30")
    return Change(case, permit.KIND, permit.id, cells_of(permit))


def test_a_deed_that_matters_marks_its_file(store: Store, hand: Hand) -> None:
    one, two = hand.person(), hand.person()
    assert agenda.stale(store.connection, 5) == (two, one)
    _reckoned(store, one, two)
    assert agenda.waiting(store.connection) == 0
    hand.add(one, JournalEntry(id=ids.new_object(1), text="Rien qui change une date"))
    assert agenda.waiting(store.connection) == 0
    hand.add(two, Demarche(id=ids.new_object(2), procedure="refugie"))
    hand.record(_permit(one))
    assert agenda.stale(store.connection, 5) == (one, two)
    assert agenda.kept(store.connection, one) == (LINE,)


def test_a_deed_that_failed_marks_nothing(store: Store, hand: Hand) -> None:
    case = hand.person()
    _reckoned(store, case)

    def failing() -> None:
        with store.transaction(AUTHOR, 1) as deed:
            deed.record(_permit(case))
            raise ValueError("cut")

    with pytest.raises(ValueError, match="cut"):
        failing()
    assert agenda.waiting(store.connection) == 0


def test_reckoning_that_failed_leaves_the_mark(store: Store, hand: Hand) -> None:
    case = hand.person()

    def failing() -> None:
        with store.aside() as connection:
            agenda.keep(connection, case, (LINE,))
            raise ValueError("cut")

    with pytest.raises(ValueError, match="cut"):
        failing()
    assert agenda.stale(store.connection, 5) == (case,)
    assert agenda.kept(store.connection, case) == ()


def test_the_lines_are_not_part_of_what_desks_compare(store: Store, hand: Hand) -> None:
    case = hand.person()
    before = store.state_hash()
    _reckoned(store, case)
    assert store.state_hash() == before


def test_a_rebuild_marks_every_person_and_nothing_else(store: Store, hand: Hand) -> None:
    case = hand.person()
    _reckoned(store, case)
    store.rebuild()
    assert agenda.stale(store.connection, 5) == (case,)


def test_who_wrote_last_is_who_wrote_latest(store: Store, hand: Hand) -> None:
    """Whatever the order of arrival: the hour decides, then the author's own id."""
    case = hand.person()
    for author, wall_ms in ((b"b", 3_000), (b"c", 2_000), (b"a", 3_000)):
        with store.transaction(UserId(author * 16), 2_000_000_000_000 + wall_ms) as deed:
            deed.record(_permit(case))
    _reckoned(store, case)
    line = next(agenda.between(store.connection, "2026-11-30", "2026-11-30", "2026-11-30"))
    assert line[4] == b"b" * 16
    assert reading.count(store.connection) == 1


def test_days_from_which_something_holds_leave_sooner(store: Store, hand: Hand) -> None:
    case = hand.person()
    with store.aside() as connection:
        agenda.keep(
            connection,
            case,
            (LINE, DatedLine(b"", "clock", "f1", "2026-11-30", act=False), DatedLine(b"", "clock", "f2", "2026-12-01")),
        )
    found = agenda.between(store.connection, "2026-11-01", "2026-11-30", "2026-12-01")
    assert [(line[8], line[9], line[11]) for line in found] == [("a1", "2026-11-30", "2026-12-02")]
    assert list(agenda.between(store.connection, "2026-11-01", "2026-11-30", "2026-11-01", {case})) == []
    assert [agenda.older(store.connection, day) for day in ("2026-11-30", "2026-12-01")] == [0, 1]
    assert agenda.older(store.connection, "2027-01-01", {case}) == 0
