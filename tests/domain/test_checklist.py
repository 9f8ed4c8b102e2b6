from datetime import date

import pytest

from anefdesk.domain.case import Item, ItemState, Piece, RequestKind
from anefdesk.domain.checklist import Freshness, Hindrance, Reason, draw_up, freshness
from anefdesk.domain.facts import All, Condition, Is, Truth
from anefdesk.domain.procedure import (
    Basis,
    Document,
    Evidence,
    FilingWindow,
    Grade,
    OnAnef,
    Procedure,
    Requirement,
    Stage,
    Statement,
)

TODAY = date(2026, 11, 23)
SAID = Evidence(Basis.LAW, Grade.B, ("CESEDA",), TODAY)


def document(known: str, **other: object) -> Document:
    return Document(id=known, name=known, evidence=SAID, **other)  # type: ignore[arg-type]


def procedure(*documents: Document, windows: tuple[FilingWindow, ...] = ()) -> Procedure:
    return Procedure(
        id="refugie",
        name="Carte",
        audience="…",
        family="protection",
        requests=(RequestKind.FIRST, RequestKind.RENEWAL),
        on_anef=OnAnef.YES,
        legal_basis=Statement("…", SAID),
        category=Statement("…", SAID),
        documents=documents,
        windows=windows,
    )


def item(known: str, state: ItemState, dated: str = "") -> Item:
    return Item(id=b"\0" * 16, document=known, state=state, dated=dated)


def piece(known: str, dated: str = "") -> Piece:
    return Piece(id=b"\1" * 16, document=known, dated=dated)


@pytest.mark.parametrize(
    ("dated", "planned", "expected", "until"),
    [
        (date(2026, 8, 31), date(2027, 2, 28), Freshness.FRESH, date(2027, 2, 28)),
        (date(2026, 8, 31), date(2027, 3, 1), Freshness.STALE, date(2027, 2, 28)),
        (date(2026, 8, 30), date(2027, 2, 28), Freshness.FRESH, date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29), Freshness.FRESH, date(2028, 2, 29)),
        (date(2026, 5, 23), date(2026, 11, 23), Freshness.FRESH, date(2026, 11, 23)),
        (date(2026, 5, 22), date(2026, 11, 23), Freshness.STALE, date(2026, 11, 22)),
        (None, date(2026, 11, 23), Freshness.UNDATED, None),
    ],
)
def test_freshness_is_judged_on_the_planned_day(
    dated: date | None, planned: date, expected: Freshness, until: date | None
) -> None:
    assert freshness(document("d", max_age_months=6), dated, planned) == (expected, until)


def test_no_rule_no_judgement() -> None:
    assert freshness(document("d"), date(1990, 1, 1), TODAY) == (Freshness.NO_RULE, None)


@pytest.mark.parametrize(
    ("state", "hindrance"),
    [
        (ItemState.MISSING, Hindrance.MISSING),
        (ItemState.ASKED, Hindrance.MISSING),
        (ItemState.TO_TRANSLATE, Hindrance.TO_TRANSLATE),
        (ItemState.TOO_OLD, Hindrance.TOO_OLD),
        (ItemState.REFUSED, Hindrance.REFUSED),
        (ItemState.RECEIVED, None),
        (ItemState.NOT_APPLICABLE, None),
    ],
)
def test_each_state_has_its_reason(state: ItemState, hindrance: Hindrance | None) -> None:
    found = draw_up(procedure(document("d")), {}, {"d": item("d", state)}, (), TODAY)
    assert found.reasons == ((Reason(hindrance, document="d"),) if hindrance else ())
    assert found.can_file is (hindrance is None)


def test_a_received_document_grows_too_old_by_the_planned_day() -> None:
    listed = procedure(document("d", max_age_months=6))
    items = {"d": item("d", ItemState.RECEIVED, "2026-08-31")}
    assert draw_up(listed, {}, items, (), date(2027, 2, 28)).can_file
    later = draw_up(listed, {}, items, (), date(2027, 3, 1))
    assert later.reasons == (Reason(Hindrance.TOO_OLD, document="d"),)
    assert later.rows[0].state is ItemState.TOO_OLD
    assert (later.ready, later.needed) == (0, 1)


def test_a_dated_rule_asks_for_the_date() -> None:
    listed = procedure(document("d", max_age_months=6))
    found = draw_up(listed, {}, {"d": item("d", ItemState.RECEIVED)}, (), TODAY)
    assert found.reasons == (Reason(Hindrance.UNDATED, document="d"),)


def test_a_piece_of_the_file_serves_any_procedure_and_the_newest_counts() -> None:
    listed = procedure(document("c-domicile", max_age_months=6))
    pieces = (piece("c-domicile", "2025-01-01"), piece("c-domicile", "2026-10-01"), piece("other"))
    found = draw_up(listed, {}, {}, pieces, TODAY)
    assert found.can_file
    assert found.rows[0].pieces == pieces[:2]
    assert found.rows[0].fresh_until == date(2027, 4, 1)


def test_a_condition_not_known_asks_its_question_instead_of_guessing() -> None:
    when: Condition = All((Is("married"), Is("polygamy_country")))
    listed = procedure(document("d", when=when), document("e", when=Is("married")))
    found = draw_up(listed, {}, {}, (), TODAY)
    assert found.reasons == (
        Reason(Hindrance.QUESTION, document="d", fact="married"),
        Reason(Hindrance.QUESTION, document="e", fact="married"),
    )
    assert found.questions() == ("married", "polygamy_country")
    assert found.rows[0].applies is Truth.UNKNOWN
    single = draw_up(listed, {"married": "no"}, {}, (), TODAY)
    assert single.can_file
    assert (single.ready, single.needed, single.questions()) == (0, 0, ())


@pytest.mark.parametrize(
    "other",
    [{"requirement": Requirement.USEFUL}, {"stage": Stage.COLLECTION}, {"when": Is("married")}],
)
def test_what_is_not_asked_at_filing_never_hinders(other: dict[str, object]) -> None:
    found = draw_up(procedure(document("d", **other)), {"married": "no"}, {}, (), TODAY)
    assert found.can_file
    assert found.needed == 0


def test_the_window_opens_on_its_day_and_for_its_request_only() -> None:
    window = FilingWindow(Statement("…", SAID, Is("request", ("renewal",))), 120, 60)
    listed = procedure(document("d", requirement=Requirement.USEFUL), windows=(window,))
    end = date(2027, 3, 31)
    opens = date(2026, 12, 1)
    renewal = {"request": "renewal"}
    early = draw_up(listed, renewal, {}, (), date(2026, 11, 30), end)
    assert early.reasons == (Reason(Hindrance.WINDOW_NOT_OPEN, on=opens),)
    assert draw_up(listed, renewal, {}, (), opens, end).can_file
    assert draw_up(listed, {"request": "first"}, {}, (), date(2026, 11, 30), end).can_file
    assert draw_up(listed, renewal, {}, (), date(2026, 11, 30)).can_file


def test_a_paper_that_no_longer_exists_cannot_be_filed() -> None:
    assert not draw_up(procedure(), {"request": "first"}, {}, (), TODAY).can_file
