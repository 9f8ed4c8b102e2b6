"""Ladders climbed day by day, tries counted by week, proofs, the measures of 2026, and what a harm costs."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anefdesk.catalogue.loader import load
from anefdesk.domain.blockage import Answered, Attempt, Blockage, Exhibit, Harm, Means, Remedy, Reply
from anefdesk.domain.blockage_kinds import BlockageTable
from anefdesk.domain.blockage_proof import Known, bundle, loss, measure_state, weeks
from anefdesk.domain.clock import clocks
from anefdesk.domain.deadlines import DeadlineTable, Due, Event, EventKind
from anefdesk.domain.ladder import Rung, RungState, climb, expected, next_rung
from anefdesk.domain.record import ObjectId

CATALOGUE = load()
TABLE: BlockageTable = CATALOGUE.blockages
RULES: DeadlineTable = CATALOGUE.deadlines
DAY = date(2026, 11, 2)
CODES = st.sampled_from(sorted(TABLE.kinds))
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


def _remedy(step: str, on: date, **more: object) -> Remedy:
    values: dict[str, object] = {"step": step, "on": on.isoformat()} | more
    return Remedy(id=ObjectId(f"{step}{on}".encode()), **values)  # type: ignore[arg-type]  # fields of Remedy


def _climb(code: str, today: date, *remedies: Remedy, dues: tuple[Due, ...] = (), started: date = DAY) -> list[Rung]:
    return list(climb(TABLE.kinds[code], TABLE, remedies, started, today, dues))


def _states(rungs: list[Rung]) -> dict[str, RungState]:
    return {rung.step.id: rung.state for rung in rungs}


def _next(rungs: list[Rung]) -> str:
    found = next_rung(rungs)
    return found.step.id if found else ""


def _dues(today: date, *events: Event, **facts: str) -> tuple[Due, ...]:
    return clocks(RULES, events, {"procedure": "salarie", **facts}, "75", lambda _: False, today)


# Waits of our own


def test_the_attestation_never_issued() -> None:
    rungs = _climb("B11", DAY)
    assert [(rung.step.id, rung.opens) for rung in rungs][:3] == [
        ("ask_l02", DAY),
        ("notice_l04", DAY + timedelta(8)),
        ("useful_measures", DAY + timedelta(15)),
    ]
    assert [rung.proposal for rung in rungs] == [False, True, True, True]
    assert _next(rungs) == "ask_l02"
    asked = _remedy("ask_l02", DAY)
    assert _next(_climb("B11", DAY + timedelta(7), asked)) == "notice_l04"
    assert _states(_climb("B11", DAY + timedelta(7), asked))["notice_l04"] is RungState.LATER
    assert _states(_climb("B11", DAY + timedelta(8), asked))["notice_l04"] is RungState.NOW


def test_a_notice_is_left_the_time_it_asks_for() -> None:
    """Seven days in the ladder, eight in the letter: the court comes after the later."""
    taken = _remedy("ask_l02", DAY), _remedy("notice_l04", DAY + timedelta(8), due="2026-11-18")
    court = _climb("B11", DAY, *taken)[2]
    assert (court.step.id, court.opens) == ("useful_measures", date(2026, 11, 18))


def test_a_refusal_ends_the_wait() -> None:
    refused = _remedy("ask_l02", DAY, reply=Reply.REFUSED, replied_on="2026-11-04")
    notice = _climb("B11", date(2026, 11, 4), refused)[1]
    assert (notice.opens, notice.state) == (date(2026, 11, 4), RungState.NOW)


def test_the_second_remedy_waits_for_a_first_one() -> None:
    later = _climb("B01", DAY + timedelta(100))
    assert _states(later) == {
        "ccc": RungState.NOW,
        "pan": RungState.NOW,
        "substitution_l03": RungState.LATER,
        "useful_measures": RungState.LATER,
    }
    assert "Après l’étape d’avant" in later[2].why


def test_a_step_skipped_can_still_be_taken_and_the_next_one_leads() -> None:
    rungs = _climb("B01", DAY + timedelta(20), _remedy("pan", DAY))
    assert _states(rungs)["ccc"] is RungState.NOW
    assert _next(rungs) == "substitution_l03"


def test_what_the_person_withdrew_does_not_count() -> None:
    withdrawn = _remedy("ask_l02", DAY, reply=Reply.WITHDRAWN), _remedy("notice_l04", DAY, gone=True)
    assert {rung.remedy for rung in _climb("B11", DAY, *withdrawn)} == {None}


def test_nothing_follows_what_was_solved() -> None:
    rungs = _climb("B11", DAY + timedelta(30), _remedy("ask_l02", DAY, reply=Reply.SOLVED, replied_on="2026-11-05"))
    assert next_rung(rungs) is None


def test_an_answer_that_does_not_come_is_said() -> None:
    asked = _remedy("ask_l02", DAY, due="2026-11-10")
    for today, passed, words in ((10, False, "réponse attendue"), (11, True, "sans réponse")):
        rung = _climb("B11", date(2026, 11, today), asked)[0]
        assert (rung.passed, words in rung.why) == (passed, True)


def test_the_day_an_answer_is_expected() -> None:
    steps, rule = TABLE.steps, TABLE.kinds["B03"].rungs[1]
    assert expected(steps["ask_l02"], None, DAY) == DAY + timedelta(8)
    assert expected(steps["gracious_l10"], None, date(2026, 12, 31)) == date(2027, 2, 28)
    assert expected(steps["correction_l09"], rule, DAY) == DAY + timedelta(15)
    assert expected(steps["useful_measures"], None, DAY) is None


# Dates of the law


def test_a_last_day_of_the_law_is_the_earliest_and_waits_for_nothing() -> None:
    today = date(2026, 11, 20)
    dues = _dues(today, Event(EventKind.REFUSAL_NOTIFIED, date(2026, 11, 2)))
    rungs = _climb("B28", today, dues=dues)
    assert {(rung.due, rung.state) for rung in rungs} == {(date(2027, 1, 2), RungState.NOW)}
    assert {rung.proposal for rung in rungs} == {False}
    assert all("02/01/2027" in rung.why for rung in rungs)
    assert rungs[0].rescue == next(due.rescue for due in dues if due.rule == "A1")


def test_a_last_day_that_is_over_says_to_see_a_lawyer() -> None:
    today = date(2027, 1, 3)
    rung = _climb("B28", today, dues=_dues(today, Event(EventKind.REFUSAL_NOTIFIED, date(2026, 11, 2))))[0]
    assert (rung.passed, rung.state) == (True, RungState.NOW)
    assert "avocat" in rung.why


def test_without_the_event_no_last_day_is_invented() -> None:
    for code in ("B08", "B22", "B28", "B29"):
        for rung in _climb(code, DAY + timedelta(400)):
            assert rung.due is None, code
    assert "notez" in _climb("B28", DAY)[0].why


def test_an_oqtf_ends_at_an_hour() -> None:
    told = datetime(2026, 11, 23, 16, 40)  # noqa: DTZ001 - the hour on the wall
    events = Event(EventKind.OQTF_NOTIFIED, told.date(), told)
    dues = _dues(told.date(), events, oqtf="detained")
    rung = _climb("B29", told.date(), dues=dues, started=told.date())[0]
    assert rung.at == datetime(2026, 11, 25, 16, 40)  # noqa: DTZ001 - the hour on the wall
    assert "25/11/2026 à 16 h 40" in rung.why


def test_silence_opens_the_court_only_once_a_refusal_is_born() -> None:
    filed = Event(EventKind.FILED, date(2026, 7, 1))
    before, after = date(2026, 10, 30), date(2026, 11, 3)
    unknown = _climb("B10", before)
    assert _states(unknown)["annulment"] is RungState.NOT_YET_KNOWN
    assert unknown[2].opens is None
    early = _climb("B10", before, dues=_dues(before, filed))
    assert (early[2].state, early[2].opens) == (RungState.LATER, date(2026, 11, 2))
    late = _climb("B10", after, dues=_dues(after, filed, acknowledgement="complete"))
    assert late[2].state is RungState.NOW
    assert late[2].due is not None


def test_an_attestation_about_to_end_starts_fifteen_days_before() -> None:
    today = date(2026, 11, 2)
    until = date(2026, 12, 1)
    events = Event(EventKind.FILED, date(2026, 8, 20)), Event(EventKind.API_ISSUED, date(2026, 9, 2), until=until)
    rungs = _climb("B12", today, dues=_dues(today, *events))
    assert [(rung.step.id, rung.opens) for rung in rungs][:4] == [
        ("ccc", until - timedelta(15)),
        ("ask_l02", until),
        ("notice_l04", until + timedelta(8)),
        ("useful_measures", until + timedelta(15)),
    ]
    assert all(rung.proposal for rung in rungs[:4])


def test_the_day_written_on_the_demand_is_the_last_one() -> None:
    rungs = climb(TABLE.kinds["B09"], TABLE, (), DAY, DAY, (), date(2026, 11, 9))
    assert rungs[0].due == date(2026, 11, 9)
    assert climb(TABLE.kinds["B09"], TABLE, (), DAY, DAY)[0].due is None


# Any ladder, any day


@given(CODES, DAYS, DAYS, st.data())
def test_any_walk_ends_and_never_goes_back(code: str, started: date, today: date, data: st.DataObject) -> None:
    kind, day = TABLE.kinds[code], max(started, today)
    taken: list[Remedy] = []
    dues = _dues(day, Event(EventKind.FILED, date(2024, 1, 2)))
    for _ in kind.rungs:
        rungs = list(climb(kind, TABLE, taken, started, day, dues))
        assert len(rungs) == len(kind.rungs)
        assert all(rung.why for rung in rungs)
        assert {rung.step.id for rung in rungs if rung.state is RungState.DONE} == {one.step for one in taken}
        assert all(rung.opens and rung.opens <= day for rung in rungs if rung.state is RungState.NOW)
        following = next_rung(rungs)
        if following is None:
            break
        assert following.step.id not in {one.step for one in taken}
        taken.append(_remedy(following.step.id, day))
        day += timedelta(data.draw(st.integers(0, 60)))
    assert next_rung(climb(kind, TABLE, taken, started, day, dues)) is None
    assert {one.step for one in taken} == {rung.step for rung in kind.rungs}


@given(CODES, DAYS, st.integers(0, 60))
def test_time_only_opens(code: str, started: date, days: int) -> None:
    """What can be done one day can be done the day after; no date moves because the day does."""
    one, other = (_climb(code, started + timedelta(days + more), started=started) for more in (0, 1))
    assert [rung.opens for rung in one] == [rung.opens for rung in other]
    for before, after in zip(one, other, strict=True):
        assert not (before.state is RungState.NOW and after.state is RungState.LATER)


@given(CODES, DAYS, st.integers(0, 30))
def test_starting_later_never_opens_earlier(code: str, started: date, days: int) -> None:
    one, other = (_climb(code, started, started=started + timedelta(more)) for more in (0, days))
    assert all(
        before.opens is None or (after.opens is not None and after.opens >= before.opens)
        for before, after in zip(one, other, strict=True)
    )


# Tries and proof


def _try(on: str, *, means: Means = Means.SITE, reference: str = "") -> Attempt:
    return Attempt(id=ObjectId(f"{on}{means}".encode()), on=on, means=means, reference=reference)


def test_tries_are_counted_by_week_across_the_new_year() -> None:
    tries = [_try(on) for on in ("2026-12-28", "2027-01-03", "2027-01-04", "2025-12-29", "2025-12-28", "")]
    tries.append(replace(_try("2027-01-05"), gone=True))
    assert list(weeks(tries).items()) == [((2025, 52), 1), ((2026, 1), 1), ((2026, 53), 2), ((2027, 1), 1)]


@given(st.lists(DAYS, max_size=20))
def test_every_try_is_in_one_week_from_monday_to_sunday(days: list[date]) -> None:
    found = weeks([_try(day.isoformat()) for day in days])
    assert sum(found.values()) == len(days)
    assert set(found) == {(day - timedelta(day.weekday())).isocalendar()[:2] for day in days}


WHOLE = {"at": "09:40", "said": "Erreur 500", "device": "Windows", "browser": "Firefox", "address": "https://…"}


def _whole(on: str, without: str = "") -> Attempt:
    return replace(_try(on), **{name: text for name, text in WHOLE.items() if name != without})  # type: ignore[arg-type]  # fields of Attempt


def _lines(attempts: list[Attempt], exhibits: list[Exhibit], known: Known) -> dict[str, tuple[bool, str]]:
    return {line.need.id: (line.has, line.missing) for line in bundle(TABLE.bundle, attempts, exhibits, known)}


def _captures(attempts: list[Attempt]) -> list[Exhibit]:
    return [Exhibit(id=ObjectId(one.id + b"x"), attempt=bytes(one.id)) for one in attempts]


def test_a_whole_proof_misses_nothing() -> None:
    tries = [_whole(on) for on in ("2026-11-02", "2026-11-04", "2026-11-10")]
    call = replace(_try("2026-11-05", means=Means.CALL), answered=Answered.NO)
    known = Known(frozenset({"pan"}), support=True, card=True, documents=7)
    assert set(_lines([*tries, call], _captures(tries), known).values()) == {(True, "")}


def test_an_empty_proof_says_all_that_is_missing() -> None:
    found = _lines([], [], Known())
    assert {has for has, _ in found.values()} == {False}
    assert found["tries"][1] == "Il faut au moins 3 essais ; notés : 0."
    assert all(missing.endswith(".") and "{" not in missing for _, missing in found.values())


def test_four_captures_in_five_days_of_one_week_are_not_enough() -> None:
    """As the Conseil d’État said on 10 June 2020."""
    tries = [_whole(on) for on in ("2026-11-02", "2026-11-03", "2026-11-05", "2026-11-06")]
    found = _lines(tries, _captures(tries), Known())
    assert (found["tries"][0], found["captures"][0], found["weeks"][0]) == (True, True, False)


@pytest.mark.parametrize(("field", "line"), [("at", "hours"), *((name, name) for name in WHOLE if name != "at")])
def test_one_try_without_a_detail_is_told(field: str, line: str) -> None:
    tries = [_whole("2026-11-02"), _whole("2026-11-10", without=field)]
    found = _lines(tries, _captures(tries), Known())
    assert found[line][0] is False
    assert ": 1." in found[line][1]


def test_a_call_without_reference_or_answer_proves_nothing() -> None:
    assert _lines([_try("2026-11-05", means=Means.CALL)], [], Known())["ccc"][0] is False
    assert _lines([_try("2026-11-05", means=Means.FORM, reference="A1")], [], Known())["ccc"][0] is True
    assert _lines([_try("2026-11-05", means=Means.POINT)], [], Known())["pan"][0] is True


# The measures of 2026


@pytest.mark.parametrize(
    ("code", "today", "ended", "counted", "persists"),
    [
        ("B11", date(2026, 11, 5), "", False, False),  # the State has the whole day
        ("B11", date(2026, 11, 6), "", True, True),
        ("B11", date(2026, 11, 6), "2026-11-05", True, False),
        ("B11", date(2026, 11, 20), "2026-11-06", True, True),
        ("B06", date(2026, 11, 6), "", False, False),
        ("B06", date(2027, 5, 5), "", False, False),
        ("B06", date(2027, 5, 6), "", True, True),
        ("B21", date(2026, 11, 6), "", False, False),
    ],
)
def test_nothing_counts_before_its_own_limit(
    *, code: str, today: date, ended: str, counted: bool, persists: bool
) -> None:
    blockage = Blockage(id=ObjectId(b"b"), code=code, on="2026-10-01", ended_on=ended)
    found = measure_state(TABLE.measures_of(code), blockage, today)
    assert found is not None
    assert (found.counted, found.persists) == (counted, persists)


def test_what_the_decision_does_not_name_is_not_counted() -> None:
    assert measure_state(TABLE.measures_of("B28"), Blockage(id=ObjectId(b"b"), code="B28"), DAY) is None


@given(CODES, DAYS, DAYS, st.none() | DAYS)
def test_counted_and_persisting_only_after_the_limit(code: str, on: date, today: date, ended: date | None) -> None:
    blockage = Blockage(id=ObjectId(b"b"), code=code, on=on.isoformat(), ended_on=ended.isoformat() if ended else "")
    found = measure_state(TABLE.measures_of(code), blockage, today)
    if found is not None:
        assert found.limit == max(one.limit for one in TABLE.measures.values() if code in one.kinds)
        assert found.counted is (today > found.limit)
        assert not found.persists or found.counted


# What it costs


def _harm(start: str, end: str = "", cents: int | None = 120_000) -> Harm:
    return Harm(id=ObjectId(b"h"), code="R-EMP-S", start=start, end=end, cents_month=cents)


@pytest.mark.parametrize(
    ("start", "end", "months", "days", "cents"),
    [
        ("2026-09-01", "2026-10-31", 2, 0, 240_000),
        ("2026-09-01", "2026-09-01", 0, 1, 4_000),
        ("2026-09-15", "2026-11-23", 2, 9, 276_000),
        ("2026-01-31", "2026-02-28", 1, 1, 124_000),
        ("2026-09-01", "", 2, 23, 332_000),
        ("2026-09-01", "2027-09-01", 2, 23, 332_000),  # only what has come
        ("2026-12-01", "", 0, 0, 0),
    ],
)
def test_a_loss_is_whole_months_and_thirtieths(start: str, end: str, months: int, days: int, cents: int) -> None:
    found = loss(_harm(start, end), date(2026, 11, 23))
    assert found is not None
    assert (found.months, found.days, found.cents) == (months, days, cents)


def test_what_is_not_known_costs_nothing_known() -> None:
    assert loss(_harm("2026-09-01", cents=None), DAY) is None
    assert loss(_harm(""), DAY) is None
    assert loss(replace(_harm("2026-09-01"), gone=True), DAY) is None


@given(DAYS, st.integers(0, 800), st.integers(0, 10_000_000))
def test_a_loss_never_shrinks_and_is_never_more_than_a_month_ahead(start: date, days: int, cents: int) -> None:
    one, other = (loss(_harm(start.isoformat(), cents=cents), start + timedelta(days + more)) for more in (0, 1))
    assert one is not None
    assert other is not None
    assert one.cents <= other.cents
    assert other.cents <= cents * (other.months + 1) + cents // 30
