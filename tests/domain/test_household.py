"""What one life changes in other files: which days, which notices, for whom."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anefdesk.domain.household import EventKind, LifeEvent, NoticeCode, Relation, Relative, notices
from anefdesk.domain.partial_date import PartialDate
from anefdesk.domain.record import CaseId, ObjectId

CASE = CaseId(b"c" * 16)
_KIN = [relation for relation in Relation if relation not in {Relation.HOST, Relation.HOSTED, Relation.OTHER}]


def _told(
    born: str = "", *events: LifeEvent, relation: Relation | None = Relation.CHILD
) -> list[tuple[str, str, bool]]:
    found = notices(Relative(CASE, relation, born, events))
    return [(notice.code.value, notice.on.isoformat(), notice.exact) for notice in found]


def _event(kind: EventKind, on: str, number: int = 1) -> LifeEvent:
    return LifeEvent(id=ObjectId(bytes([number]) * 16), kind=kind, on=on)


@pytest.mark.parametrize(
    ("born", "told"),
    [
        ("2010-05-04", [("16", "2026-05-04", True), ("18", "2028-05-04", True), ("19", "2029-05-04", True)]),
        ("2008-02-29", [("18", "2026-03-01", True), ("19", "2027-03-01", True)]),
        ("2012-02-29", [("16", "2028-02-29", True), ("18", "2030-03-01", True), ("19", "2031-03-01", True)]),
        ("2009-05", [("16", "2025-05-01", False), ("18", "2027-05-01", False), ("19", "2028-05-01", False)]),
        ("2010", [("16", "2026-01-01", False), ("18", "2028-01-01", False), ("19", "2029-01-01", False)]),
        ("1990-05-04", []),
        ("", []),
        ("hier", []),
        ("2010-02-31", []),
    ],
)
def test_birthdays_are_computed_and_partial_dates_give_their_earliest_day(
    born: str, told: list[tuple[str, str, bool]]
) -> None:
    expected = [(f"turns_{age}", on, exact) for age, on, exact in told]
    for relation in (None, Relation.CHILD, Relation.WARD):
        assert _told(born, relation=relation) == expected


@given(st.dates(date(2009, 1, 1), date(2100, 1, 1)))
def test_the_day_is_the_first_of_that_age(born: date) -> None:
    known = PartialDate(born.year, born.month, born.day)
    for notice in notices(Relative(CASE, None, born.isoformat())):
        age = int(notice.code.value.removeprefix("turns_"))
        assert known.age_on(notice.on) == age
        assert known.age_on(notice.on - timedelta(days=1)) == age - 1


@pytest.mark.parametrize("relation", [one for one in Relation if one not in {Relation.CHILD, Relation.WARD}])
def test_the_birthdays_of_other_relatives_are_not_news(relation: Relation) -> None:
    assert _told("2010-05-04", relation=relation) == []


def test_nobody_who_died_has_birthdays() -> None:
    death = _event(EventKind.DEATH, "2026-01")
    assert _told("2010-05-04", death) == [("death", "2026-01-01", False)]
    assert _told("2010-05-04", death, relation=None) == []


@pytest.mark.parametrize("kind", EventKind)
def test_what_happens_is_told_to_the_family(kind: EventKind) -> None:
    event = _event(kind, "2026-11-02")
    for relation in _KIN:
        assert (kind.value, "2026-11-02", True) in _told("", event, relation=relation)
    for relation in (Relation.HOST, Relation.HOSTED, Relation.OTHER):
        assert bool(_told("", event, relation=relation)) is (kind is EventKind.DEATH)
    assert _told("", event, relation=None) == []


def test_an_event_without_a_day_says_nothing_and_keys_tell_events_apart() -> None:
    assert _told("", _event(EventKind.MARRIAGE, "")) == []
    twice = (_event(EventKind.BIRTH, "2026-01", 1), _event(EventKind.BIRTH, "2026-01", 2))
    keys = {notice.key for notice in notices(Relative(CASE, Relation.SPOUSE, "2010", twice))}
    assert len(keys) == 2


def test_relations_have_their_inverse() -> None:
    for relation in Relation:
        assert relation.inverse.inverse is relation
    assert Relation.CHILD.inverse is Relation.PARENT
    assert Relation.SPOUSE.inverse is Relation.SPOUSE


def test_every_event_has_its_notice() -> None:
    assert {kind.value for kind in EventKind} == {code.value for code in NoticeCode if not code.birthday}
