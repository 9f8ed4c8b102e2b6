"""The legal clock gives what the worked cases say, and agrees with the simple one on files made at random."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anefdesk.domain.deadlines import Outcome
from anefdesk.domain.procedure import Grade
from tests.domain.clock_answers import answered_lines, answers
from tests.domain.day_by_day import is_holiday, is_skipped
from tests.domain.naive_clock import Line, expected_lines, naive_clock

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "clock_cases.toml").read_text(encoding="utf-8")
)["cases"]
_DAYS = st.dates(date(2023, 1, 1), date(2031, 12, 31))
_PLACES = st.sampled_from(["75", "67", "57", "971", "972", "973", "974", "976"])
_PROCEDURES = st.sampled_from(
    [
        "salarie", "visiteur", "conjoint-francais", "etudiant-renouvellement", "rece", "stagiaire", "jeune-au-pair",
        "talent-chercheur", "talent-carte-bleue-europeenne", "talent-famille", "travailleur-saisonnier",
    ]
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_worked_case(case: dict[str, Any]) -> None:
    found = answered_lines(case)
    for wanted in expected_lines(case):
        if wanted.what == "none":
            assert wanted.rule not in {line.rule for line in found}
        else:
            assert wanted in found


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if any("state" in wanted for wanted in case["expected"])],
    ids=lambda case: case["id"],
)
def test_where_a_worked_case_stands(case: dict[str, Any]) -> None:
    states = {(due.rule, due.what.value): due.state.value for due in answers(case)}
    for wanted in case["expected"]:
        if "state" in wanted:
            assert states[wanted["rule"], wanted["what"]] == wanted["state"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_date_explains_itself(case: dict[str, Any]) -> None:
    for due in answers(case):
        assert due.deadline.article
        if due.front is not None:
            assert due.events
            assert due.steps
            assert due.steps[-1].result == (due.at or due.front)
        if due.rescue is not None:
            assert due.rescue_steps[-1].result == due.rescue
        if due.grade is Grade.C:
            assert due.front is None
            assert due.rescue is None


# ---- Files made at random: the two clocks agree ------------------------------------------------------------------


def _agree(case: Mapping[str, Any], *rules: str) -> None:
    assert _of(answered_lines(case), rules) == _of(naive_clock(case), rules)


def _of(lines: list[Line], rules: tuple[str, ...]) -> set[Line]:
    return {line for line in lines if line.rule in rules}


@given(
    end=_DAYS,
    filed=st.none() | st.integers(-200, 60),
    since=st.integers(-30, 120),
    anef=st.sampled_from(["yes", "no"]),
    card=st.sampled_from(["one_year", "multi_year", "four_year", "resident", "agreement", "eu_long_term"]),
)
def test_filing_windows(end: date, filed: int | None, since: int, anef: str, card: str) -> None:
    events: list[dict[str, Any]] = [{"kind": "permit_end", "on": end}]
    if filed is not None:
        events.append({"kind": "filed", "on": end + timedelta(days=filed)})
    facts = {"situation": "holder", "anef": anef, "card": card}
    # a card without a window can be asked for on any day: what its three months then become was not read
    rules = ("F1", "F2", "F12", "LATE", *(("D433",) if card != "eu_long_term" else ()))
    _agree({"facts": facts, "events": events, "today": end + timedelta(days=since)}, *rules)


@given(birth=_DAYS, situation=st.sampled_from(["young_of_right", "young_other"]), works=st.sampled_from(["yes", "no"]))
def test_young_adults(birth: date, situation: str, works: str) -> None:
    facts = {"situation": situation, "works_at_16": works}
    _agree({"facts": facts, "events": [{"kind": "birth", "on": birth}]}, "F3", "F4")


@pytest.mark.parametrize(
    ("kind", "facts", "rules"),
    [
        ("nationality_lost", {"situation": "nationality_lost"}, ("F5",)),
        ("entry", {"situation": "new_arrival"}, ("F6", "F7")),
        ("entry", {"situation": "vls_ts"}, ("F6", "F7")),
        ("visa_end", {"situation": "vls_ts"}, ("F8",)),
        ("moved", {"card": "four_year"}, ("F11",)),
        ("moved", {"card": "one_year"}, ("F11",)),
        ("protection_granted", {"protection": "refugee"}, ("F13",)),
        ("api_issued", {}, ("API",)),
        ("api_issued", {"protection": "subsidiary"}, ("API",)),
        ("receipt_issued", {}, ("REC",)),
    ],
)
@given(day=_DAYS)
def test_one_event_alone(kind: str, facts: dict[str, str], rules: tuple[str, ...], day: date) -> None:
    _agree({"facts": facts, "events": [{"kind": kind, "on": day}]}, *rules)


@given(day=_DAYS, health=st.sampled_from(["yes", "no"]))
def test_asylum_seekers(day: date, health: str) -> None:
    facts = {"situation": "asylum_seeker", "health": health}
    _agree({"facts": facts, "events": [{"kind": "informed", "on": day}]}, "F9")


@given(
    filed=_DAYS,
    procedure=_PROCEDURES,
    blue=st.sampled_from([{}, {"blue_card_elsewhere": "yes"}, {"blue_card_elsewhere": "no"}]),
    family=st.sampled_from([{}, {"blue_card_family": "yes"}, {"blue_card_family": "no"}]),
    extended=st.sampled_from([{}, {"extended": "yes"}, {"extended": "no"}]),
    complete=st.sampled_from(["yes", "no"]),
    asked=st.lists(st.tuples(st.integers(1, 25), st.integers(1, 40), st.none() | st.integers(0, 50)), max_size=3),
)
def test_silence(
    filed: date,
    procedure: str,
    blue: dict[str, str],
    family: dict[str, str],
    extended: dict[str, str],
    complete: str,
    asked: list[tuple[int, int, int | None]],
) -> None:
    events: list[dict[str, Any]] = [{"kind": "filed", "on": filed}]
    day = filed
    for wait, allowed, given_after in asked:
        day += timedelta(days=wait)
        events.append({"kind": "complement_asked", "on": day, "due": day + timedelta(days=allowed)})
        if given_after is not None:
            events.append({"kind": "complement_given", "on": day + timedelta(days=given_after)})
        day += timedelta(days=max(allowed, given_after or 0) + 1)
    facts = {"procedure": procedure, "complete": complete, **blue, **family, **extended}
    _agree({"facts": facts, "events": events}, *(f"S{number}" for number in range(12)))


@given(notified=_DAYS, place=_PLACES, remedies=st.sampled_from(["yes", "no"]))
def test_an_express_refusal(notified: date, place: str, remedies: str) -> None:
    events = [{"kind": "refusal_notified", "on": notified}]
    _agree({"facts": {"remedies_stated": remedies}, "events": events, "place": place}, "A1", "A10", "A11")


@given(
    filed=_DAYS,
    place=_PLACES,
    procedure=_PROCEDURES,
    acknowledgement=st.sampled_from(["complete", "without_mentions", "none"]),
)
def test_an_implicit_refusal(filed: date, place: str, procedure: str, acknowledgement: str) -> None:
    facts = {"procedure": procedure, "complete": "yes", "acknowledgement": acknowledgement}
    _agree({"facts": facts, "events": [{"kind": "filed", "on": filed}], "place": place}, "A1", "A2", "A3", "A10")


@given(filed=_DAYS, place=_PLACES, asked=st.integers(0, 55), answered=st.none() | st.integers(0, 200))
def test_reasons(filed: date, place: str, asked: int, answered: int | None) -> None:
    facts = {"procedure": "salarie", "complete": "yes", "acknowledgement": "complete"}
    born = filed + timedelta(days=125)
    events = [{"kind": "filed", "on": filed}, {"kind": "reasons_asked", "on": born + timedelta(days=asked)}]
    if answered is not None:
        events.append({"kind": "reasons_given", "on": born + timedelta(days=asked + answered)})
    _agree({"facts": facts, "events": events, "place": place}, "A4", "A5")


@given(
    notified=_DAYS,
    place=_PLACES,
    gracious=st.none() | st.integers(0, 57) | st.integers(80, 200),
    hierarchical=st.none() | st.integers(0, 57) | st.integers(80, 200),
    answers_after=st.tuples(st.none() | st.integers(0, 58), st.none() | st.integers(0, 58)),
)
def test_appeals_to_the_administration(
    notified: date,
    place: str,
    gracious: int | None,
    hierarchical: int | None,
    answers_after: tuple[int | None, int | None],
) -> None:
    events: list[dict[str, Any]] = [{"kind": "refusal_notified", "on": notified}]
    for kind, after, answer in zip(("gracious", "hierarchical"), (gracious, hierarchical), answers_after, strict=True):
        if after is not None:
            received = notified + timedelta(days=after)
            events.append({"kind": f"{kind}_appeal", "on": received})
            if answer is not None:
                events.append({"kind": "appeal_rejected", "on": received + timedelta(days=answer), "appeal": kind})
    _agree({"facts": {"remedies_stated": "yes"}, "events": events, "place": place}, "A1", "A6", "A10")


@given(
    day=_DAYS,
    hour=st.times(),
    place=_PLACES,
    oqtf=st.sampled_from(["free", "assigned", "prison", "detained"]),
    departure=st.sampled_from(["yes", "no"]),
)
def test_removal(day: date, hour: time, place: str, oqtf: str, departure: str) -> None:
    notified = datetime.combine(day, hour.replace(second=0, microsecond=0, fold=0))
    if is_skipped(notified):
        notified = notified.replace(hour=12)  # the hour that no clock shows
    departure = departure if oqtf == "free" else "no"
    facts = {"oqtf": oqtf, "departure_period": departure}
    case = {"facts": facts, "events": [{"kind": "oqtf_notified", "at": notified.isoformat()}], "place": place}
    _agree(case, "A7", "A8", "A9", "A13", "A14")


# ---- What holds for every file -----------------------------------------------------------------------------------


@given(notified=_DAYS, place=_PLACES)
def test_the_red_day_is_never_after_the_statutory_end(notified: date, place: str) -> None:
    case = {"facts": {}, "events": [{"kind": "refusal_notified", "on": notified}], "place": place}
    for due in answers(case):
        if due.rule == "A1":
            assert due.front is not None
            assert due.rescue is not None
            assert timedelta(days=58) <= due.front - notified <= timedelta(days=62)
            assert due.front < due.rescue
            assert due.rescue.weekday() < 5
            assert not is_holiday(due.rescue, place)


@given(first=_DAYS, later=st.integers(0, 400), procedure=_PROCEDURES)
def test_a_later_start_never_gives_an_earlier_date(first: date, later: int, procedure: str) -> None:
    facts = {"procedure": procedure, "complete": "yes", "acknowledgement": "complete"}
    found = []
    for day in (first, first + timedelta(days=later)):
        dues = answers({"facts": facts, "events": [{"kind": "filed", "on": day}]})
        kept = [due for due in dues if due.rule == "A2" or due.what is Outcome.REFUSAL_BORN]
        found.append({due.rule: (due.front, due.rescue) for due in kept})
    assert found[0].keys() == found[1].keys()
    for rule, dates in found[0].items():
        assert all(before <= after for before, after in zip(dates, found[1][rule], strict=True) if before and after)


@given(filed=_DAYS, issued=st.lists(st.integers(1, 400), max_size=5))
def test_renewed_attestations_never_move_the_refusal(filed: date, issued: list[int]) -> None:
    facts = {"procedure": "salarie", "complete": "yes", "acknowledgement": "complete"}
    papers = [{"kind": "api_issued", "on": filed + timedelta(days=after)} for after in issued]
    without = answered_lines({"facts": facts, "events": [{"kind": "filed", "on": filed}]})
    with_papers = answered_lines({"facts": facts, "events": [{"kind": "filed", "on": filed}, *papers]})
    assert _of(without, ("S0", "A2")) == _of(with_papers, ("S0", "A2"))


@given(day=_DAYS, today=_DAYS)
def test_today_moves_states_and_never_dates(day: date, today: date) -> None:
    facts = {
        "procedure": "salarie",
        "complete": "yes",
        "acknowledgement": "complete",
        "situation": "holder",
        "anef": "yes",
    }
    events = [{"kind": "permit_end", "on": day + timedelta(days=90)}, {"kind": "filed", "on": day}]
    found = [answered_lines({"facts": facts, "events": events, "today": seen}) for seen in (day, today)]
    assert found[0] == found[1]
