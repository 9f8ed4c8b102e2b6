"""What a file proves day by day: worked forecasts, and laws that no set of papers may break."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from anefdesk.catalogue.loader import load
from anefdesk.domain.clock import clocks
from anefdesk.domain.deadlines import Due, Event, EventKind
from anefdesk.domain.held_papers import Certainty, Held
from anefdesk.domain.papers import Lasts, Proves, Right
from anefdesk.domain.procedure import Grade
from anefdesk.domain.rights import Forecast, Segment, Timing, forecast, on_day

CATALOGUE = load()
TABLE = CATALOGUE.papers
TODAY = date(2026, 11, 23)
END = date(2027, 1, 14)  # of the card
FACTS = {"place": "metropole", "request": "renewal"}
ONE = timedelta(days=1)
CARD = Held("carte-resident", date(2017, 3, 15), END)
YEARLY = Held("carte-temporaire", date(2026, 3, 15), END)
_KINDS = {"carte-resident": "resident", "carte-pluriannuelle": "four_year", "carte-temporaire": "one_year"}


def _dues(*held: Held, card: str = "resident", today: date = TODAY) -> tuple[Due, ...]:
    """What the real clock says of the same papers."""
    events = []
    for one in held:
        if one.event and one.start:
            events.append(Event(EventKind(one.kind), one.start, until=one.end))
        elif one.kind in _KINDS and one.end:
            events.append(Event(EventKind.PERMIT_END, one.end))
    facts = {"card": card, "anef": "yes", "situation": "holder"}
    return clocks(CATALOGUE.deadlines, events, facts, "75", lambda _: False, today)


def _seen(*held: Held, card: str = "resident", facts: dict[str, str] | None = None) -> Forecast:
    return forecast(TABLE, held, _dues(*held, card=card), FACTS if facts is None else facts, TODAY)


def _at(found: Forecast, day: date, right: Right = Right.STAY) -> tuple[Certainty, str]:
    segment = next(proof.segment for proof in on_day(found, day) if proof.right is right)
    assert segment is not None
    return segment.certainty, segment.paper.id if segment.paper else ""


def _event(kind: EventKind, on: date, until: date | None = None) -> Held:
    return Held(kind.value, on, until, event=True)


FILED = _event(EventKind.FILED, date(2026, 11, 2))  # between 120 and 60 days before


def test_nothing_noted_is_not_known_rather_than_a_gap() -> None:
    found = _seen()
    assert {segment.certainty for segment in found.segments} == {Certainty.UNKNOWN}
    assert not found.gaps
    assert not found.anything
    assert {segment.certainty for segment in _seen(Held("aucun")).segments} == {Certainty.GAP}


def test_a_card_without_a_request_ends_in_a_gap_the_day_after() -> None:
    found = _seen(CARD)
    assert _at(found, END) == (Certainty.PROVED, "carte-resident")
    assert _at(found, END + ONE) == (Certainty.GAP, "")
    gap = found.next_gap(Right.STAY)
    assert gap is not None
    assert (gap.segment.start, gap.timing, gap.lasts) == (END + ONE, Timing.AHEAD, True)
    assert gap.last is not None
    assert gap.last.end == END
    window = next(one for one in gap.to_do if one.advice.window)
    assert window.on == END - timedelta(days=60)
    assert window.due is not None
    assert window.due.rule == "F1"
    assert not any(one.advice.filed for one in gap.to_do)


def test_a_long_card_counts_three_months_more_when_its_renewal_is_asked_in_time() -> None:
    found = _seen(CARD, FILED)
    for right in (Right.STAY, Right.WORK, Right.SOCIAL):
        assert _at(found, END + ONE, right) == (Certainty.PROVED, "extension")
        assert _at(found, date(2027, 4, 14), right)[0] is Certainty.PROVED
        assert _at(found, date(2027, 4, 15), right) == (Certainty.GAP, "")
    assert _at(found, END + ONE, Right.TRAVEL)[0] is Certainty.UNKNOWN
    gap = found.next_gap(Right.WORK)
    assert gap is not None
    days = {one.advice.id: one.on for one in gap.to_do}
    assert days["contact"] == date(2027, 3, 30)
    assert days["write"] == date(2027, 4, 14)
    assert days["notice"] == date(2027, 4, 22)
    assert "file" not in days


def test_a_card_of_a_year_has_no_extension() -> None:
    found = _seen(YEARLY, FILED, card="one_year")
    assert _at(found, END)[0] is Certainty.PROVED
    assert _at(found, END + ONE) == (Certainty.GAP, "")


def test_a_late_request_makes_the_extension_doubtful() -> None:
    found = _seen(CARD, _event(EventKind.FILED, date(2026, 11, 20)))
    assert _at(found, END + ONE) == (Certainty.DISPUTED, "extension")
    segment = next(one for one in found.of(Right.STAY) if one.start == END + ONE)
    assert "late" in segment.doubts
    assert segment.to_check


def test_an_attestation_of_renewal_proves_with_the_ended_card_alone() -> None:
    api = _event(EventKind.API_ISSUED, END, date(2027, 4, 13))
    with_card, alone = _seen(YEARLY, FILED, api, card="one_year"), _seen(api)
    assert _at(with_card, END + ONE) == (Certainty.PROVED, "api-renewal")
    assert _at(with_card, date(2027, 4, 14)) == (Certainty.GAP, "")
    assert _at(alone, END + ONE) == (Certainty.DISPUTED, "api-renewal")
    assert "card" in alone.of(Right.STAY)[-2].doubts


def test_work_under_an_attestation_is_what_the_card_gave() -> None:
    api = _event(EventKind.API_ISSUED, END, date(2027, 4, 13))
    assert _at(_seen(CARD, api), END + ONE, Right.WORK)[0] is Certainty.PROVED
    assert _at(_seen(YEARLY, api), END + ONE, Right.WORK)[0] is Certainty.DISPUTED
    assert _at(_seen(replace(CARD, kind="carte-retraite"), api), END + ONE, Right.WORK) == (Certainty.GAP, "")
    overseas = _seen(CARD, api, facts={**FACTS, "place": "mayotte"})
    assert _at(overseas, END + ONE, Right.WORK)[0] is Certainty.DISPUTED


def test_an_attestation_without_its_end_is_never_proved() -> None:
    found = _seen(YEARLY, _event(EventKind.API_ISSUED, END))
    assert _at(found, END + ONE) == (Certainty.DISPUTED, "api-renewal")
    assert _at(found, date(2027, 4, 15))[0] is Certainty.GAP  # three months is the most the law allows


def test_an_attestation_is_never_longer_than_the_law() -> None:
    found = _seen(YEARLY, _event(EventKind.API_ISSUED, END, date(2027, 12, 31)))
    assert _at(found, date(2027, 4, 14))[0] is Certainty.PROVED
    assert _at(found, date(2027, 4, 15))[0] is Certainty.GAP


def test_until_the_file_tells_them_apart_the_weakest_attestation_speaks() -> None:
    api = _event(EventKind.API_ISSUED, TODAY, date(2027, 2, 22))
    unknown = _seen(CARD, api, facts={"place": "metropole"})
    later = TODAY + ONE
    assert _at(replace(unknown, segments=unknown.segments), later, Right.STAY)[0] is Certainty.PROVED
    bare = _seen(api, facts={})
    assert _at(bare, later, Right.TRAVEL)[0] is Certainty.GAP
    refugee = _seen(api, facts={"request": "first", "protection": "refugee", "age": "30"})
    assert _at(refugee, later, Right.WORK) == (Certainty.PROVED, "api-protection")
    young = _seen(api, facts={"request": "first", "protection": "none", "age": "18"})
    assert _at(young, later, Right.STAY) == (Certainty.PROVED, "api-young")
    assert _at(young, later, Right.TRAVEL) == (Certainty.GAP, "")


def test_a_favourable_decision_counts_until_the_card_is_handed_over() -> None:
    adf = _event(EventKind.ADF_ISSUED, TODAY)
    assert _at(_seen(adf), TODAY + timedelta(days=365)) == (Certainty.PROVED, "adf")
    handed = _event(EventKind.CARD_HANDED, TODAY + timedelta(days=30))
    found = _seen(adf, handed)
    assert _at(found, TODAY + timedelta(days=29)) == (Certainty.PROVED, "adf")
    assert _at(found, TODAY + timedelta(days=31)) == (Certainty.UNKNOWN, "carte-remise")
    known = _seen(adf, handed, Held("carte-resident", TODAY + timedelta(days=20), TODAY + timedelta(days=100)))
    assert _at(known, TODAY + timedelta(days=31)) == (Certainty.PROVED, "carte-resident")
    assert _at(known, TODAY + timedelta(days=101)) == (Certainty.GAP, "")


def test_a_receipt_without_its_end_is_sure_for_a_month_only() -> None:
    receipt = _event(EventKind.RECEIPT_ISSUED, TODAY)
    found = _seen(receipt)
    assert _at(found, date(2026, 12, 23)) == (Certainty.PROVED, "recepisse-renewal")
    assert _at(found, date(2026, 12, 24))[0] is Certainty.UNKNOWN
    renewed = _seen(receipt, _event(EventKind.RECEIPT_ISSUED, date(2027, 1, 20), date(2027, 4, 19)))
    assert _at(renewed, date(2027, 4, 20)) == (Certainty.GAP, "")


def test_a_refusal_makes_what_was_given_while_waiting_doubtful() -> None:
    api = _event(EventKind.API_ISSUED, TODAY, date(2027, 2, 22))
    refusal = _event(EventKind.REFUSAL_NOTIFIED, date(2026, 12, 10))
    found = _seen(YEARLY, api, refusal)
    assert _at(replace(found), date(2026, 12, 11)) == (Certainty.PROVED, "carte-temporaire")
    ended = replace(YEARLY, end=TODAY)
    assert _at(_seen(ended, api, refusal), date(2026, 12, 9)) == (Certainty.PROVED, "api-renewal")
    assert _at(_seen(ended, api, refusal), date(2026, 12, 10)) == (Certainty.DISPUTED, "api-renewal")
    order = _event(EventKind.OQTF_NOTIFIED, date(2026, 12, 10))
    assert _at(_seen(YEARLY, order), date(2026, 12, 11)) == (Certainty.DISPUTED, "carte-temporaire")


def test_half_a_date_says_only_what_it_knows() -> None:
    no_start = _seen(Held("carte-resident", None, TODAY - timedelta(days=10)), Held("dcem", date(2020, 1, 1), TODAY))
    assert _at(no_start, TODAY - timedelta(days=10)) == (Certainty.PROVED, "carte-resident")
    assert _at(no_start, TODAY - timedelta(days=11))[0] is Certainty.UNKNOWN
    assert _at(no_start, TODAY - timedelta(days=9))[0] is Certainty.UNKNOWN  # the child's paper
    assert _at(_seen(Held("carte-resident", date(2020, 1, 1))), TODAY + ONE)[0] is Certainty.UNKNOWN
    assert _at(_seen(Held("carte-resident", None, END)), TODAY) == (Certainty.PROVED, "carte-resident")


def test_a_citizen_of_the_union_needs_no_card() -> None:
    found = _seen(facts={"origin": "eu"})
    assert _at(found, TODAY) == (Certainty.PROVED, "libre-circulation")
    assert not found.next_gap(Right.STAY)


def test_a_day_outside_the_forecast_says_nothing() -> None:
    found = _seen(CARD)
    assert [proof.segment for proof in on_day(found, found.begins - ONE)] == [None] * 4
    assert [proof.segment for proof in on_day(found, found.horizon + ONE)] == [None] * 4


def test_gaps_that_are_over_ask_for_nothing() -> None:
    old = Held("carte-temporaire", date(2024, 1, 1), date(2024, 12, 31))
    now = Held("carte-temporaire", date(2025, 3, 1), date(2028, 1, 1))
    found = _seen(old, now)
    assert _at(found, date(2025, 2, 1))[0] is Certainty.GAP
    assert not found.next_gap(Right.STAY)


# What the data may not say


def test_a_confirmation_of_filing_says_no_to_everything() -> None:
    paper = TABLE.papers["confirmation"]
    assert paper.proves_nothing
    assert paper.events == ("filed",)


def test_only_the_clock_and_the_law_give_days_without_a_paper() -> None:
    assert [one.id for one in TABLE.papers.values() if one.lasts is Lasts.EXTENSION] == ["extension"]
    assert {worth.proves for worth in TABLE.papers["extension"].worths} == {
        Proves.YES,
        Proves.AS_CARD,
        Proves.UNKNOWN,
    }


def test_every_line_says_its_article_and_grade() -> None:
    for paper in TABLE.papers.values():
        assert [worth.right for worth in paper.worths] == list(Right)
        for worth in paper.worths:
            assert worth.text.endswith("."), paper.id
            assert worth.article
            assert worth.grade is Grade.C or worth.sources, paper.id


# Laws

_DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
_PERMITS = st.sampled_from(sorted(kind for paper in TABLE.papers.values() for kind in paper.permits))
_EVENTS = st.sampled_from([EventKind.API_ISSUED, EventKind.ADF_ISSUED, EventKind.RECEIPT_ISSUED, EventKind.FILED])
_permits = st.builds(Held, _PERMITS, st.none() | _DAYS, st.none() | _DAYS)
_events = st.builds(_event, _EVENTS, _DAYS, st.none() | _DAYS)
_held = st.lists(_permits | _events, max_size=5)
_facts = st.fixed_dictionaries(
    {"place": st.just("metropole")},
    optional={
        "request": st.sampled_from(["first", "renewal", "change"]),
        "protection": st.sampled_from(["refugee", "none"]),
        "age": st.sampled_from(["18", "40"]),
        "origin": st.sampled_from(["eu", "other"]),
    },
)


@given(_held, _facts)
def test_lanes_have_no_hole_and_no_overlap(held: list[Held], facts: dict[str, str]) -> None:
    found = _seen(*held, facts=facts)
    for right in Right:
        lane = found.of(right)
        assert (lane[0].start, lane[-1].end) == (found.begins, found.horizon)
        for before, after in pairwise(lane):
            assert after.start == before.end + ONE
            assert not before.said_alike(after)
        assert all(segment.start <= segment.end for segment in lane)


@given(_held, _facts, _permits | _events)
def test_another_paper_never_makes_a_proved_day_a_gap(held: list[Held], facts: dict[str, str], more: Held) -> None:
    """Work under an attestation follows the card that it prolongs: another card may change that, and only that."""
    dues = _dues(*held)
    before = forecast(TABLE, held, dues, facts, TODAY)
    after = forecast(TABLE, [*held, more], dues, facts, TODAY)
    for segment in before.segments:
        if segment.certainty is not Certainty.PROVED or segment.right is Right.WORK:
            continue
        for other in after.of(segment.right):
            if other.start <= segment.end and segment.start <= other.end:
                assert other.certainty is not Certainty.GAP


@given(_held, _facts, _DAYS)
def test_a_confirmation_changes_nothing(held: list[Held], facts: dict[str, str], on: date) -> None:
    """The clock may draw an extension from it: that is the law of the card, not of the confirmation."""
    dues = _dues(*held)
    filed = _event(EventKind.FILED, on)
    before, after = (forecast(TABLE, papers, dues, facts, TODAY) for papers in (held, [*held, filed]))
    assert before.segments == after.segments


@given(_held, _facts)
def test_a_gap_begins_the_day_after_the_last_proof(held: list[Held], facts: dict[str, str]) -> None:
    found = _seen(*held, facts=facts)
    for gap in found.gaps:
        assert gap.segment.certainty is Certainty.GAP
        assert gap.segment.end >= TODAY
        if gap.last is not None:
            assert gap.last.end + ONE == gap.segment.start
            assert gap.last.certainty is not Certainty.GAP


@given(_held, _facts)
def test_what_nobody_read_never_proves(held: list[Held], facts: dict[str, str]) -> None:
    def fair(segment: Segment) -> bool:
        return segment.grade is not Grade.C or segment.certainty is Certainty.UNKNOWN

    assert all(fair(segment) for segment in _seen(*held, facts=facts).segments)
