"""The rules of the legal clock: every rule of the notes is there, and bad data is refused with its reason."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from anefdesk.catalogue import check
from anefdesk.catalogue.loader import load
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.clock import clocks
from anefdesk.domain.deadlines import Event, EventKind, Outcome, State
from anefdesk.domain.procedure import Grade
from anefdesk.errors import CatalogueError

TODAY = date(2026, 11, 23)
RULES = {
    *(f"F{number}" for number in range(1, 14)),
    *(f"S{number}" for number in range(12)),
    *(f"A{number}" for number in range(1, 15)),
    *("LATE", "API", "ADF", "REC", "D433"),
}


def test_every_rule_is_there(catalogue: Catalogue) -> None:
    assert {rule.rule for rule in catalogue.deadlines.rules.values()} == RULES


def test_below_grade_a(catalogue: Catalogue) -> None:
    below = {rule.id: rule.grade for rule in catalogue.deadlines.rules.values() if rule.grade is not Grade.A}
    assert below == {
        "late-visa": Grade.B,
        "late-work": Grade.B,
        "s-other": Grade.C,
        "a12": Grade.C,
        "a13-other": Grade.C,
    }


def test_the_ninety_day_list_is_the_codes(catalogue: Catalogue) -> None:
    short = {
        name
        for rule in catalogue.deadlines.rules.values()
        if rule.rule.startswith("S") and rule.period and rule.period.days
        for name in rule.procedures
    }
    assert short == {
        *("salarie-detache-ict", "travailleur-saisonnier", "etudiant-premiere-demande", "etudiant-renouvellement"),
        *("rece", "jeune-au-pair", "stagiaire", "talent-chercheur", "talent-carte-bleue-europeenne", "talent-famille"),
    }


def _dues(catalogue: Catalogue, place: str = "75", **facts: str) -> list[str]:
    events = [Event(EventKind.FILED, date(2026, 3, 31))]
    found = clocks(catalogue.deadlines, events, facts, place, lambda _: False, TODAY)
    return [due.what.value for due in found if due.rule == "S0"]


def test_a_demand_whose_silence_was_not_read_gets_no_date(catalogue: Catalogue) -> None:
    assert _dues(catalogue, procedure="naturalisation-decret") == [Outcome.NONE.value]
    assert _dues(catalogue, procedure="salarie") == [Outcome.REFUSAL_BORN.value]


def test_the_arithmetic_is_worded(catalogue: Catalogue) -> None:
    events = [Event(EventKind.FILED, date(2026, 10, 31))]
    found = clocks(catalogue.deadlines, events, {"procedure": "salarie"}, "974", lambda _: False, TODAY)
    born = next(due for due in found if due.what is Outcome.REFUSAL_BORN)
    assert [step.worded(catalogue.deadlines.steps) for step in born.steps] == [
        "Point de départ : le 31/10/2026.",
        "31/10/2026, +4 mois = 28/02/2027.",
        "Ce mois n’a pas ce jour : son dernier jour, le 28/02/2027.",
        "Le délai entier est passé le lendemain, le 01/03/2027.",
    ]
    assert born.state is State.RUNNING
    assert born.doubts == ("overseas",)
    assert born.to_check


def test_states_follow_the_day(catalogue: Catalogue) -> None:
    asked = date(2026, 4, 20)
    events = [
        Event(EventKind.FILED, date(2026, 3, 31)),
        Event(EventKind.COMPLEMENT_ASKED, asked, until=date(2026, 5, 20)),
    ]
    found = {
        day: next(
            due.state
            for due in clocks(catalogue.deadlines, events, {"procedure": "salarie"}, "75", lambda _: False, day)
            if due.what is Outcome.REFUSAL_BORN
        )
        for day in (date(2026, 4, 1), asked, date(2026, 5, 20), date(2026, 8, 30), date(2026, 8, 31))
    }
    states = (State.RUNNING, State.SUSPENDED, State.RUNNING, State.RUNNING, State.PASSED)
    assert tuple(found.values()) == states


def test_the_state_moves_and_the_dates_do_not(catalogue: Catalogue) -> None:
    events = [Event(EventKind.REFUSAL_NOTIFIED, date(2026, 5, 28))]
    days = (date(2026, 5, 1), date(2026, 7, 28), date(2026, 7, 29))
    found = [clocks(catalogue.deadlines, events, {}, "75", lambda _: False, day)[0] for day in days]
    assert len({(due.front, due.rescue) for due in found}) == 1
    assert [due.state for due in found] == [State.NOT_STARTED, State.RUNNING, State.PASSED]


def test_a_rule_ends_with_its_validity(folder: Path) -> None:
    path = folder / "deadlines.toml"
    text = path.read_text(encoding="utf-8")
    before = 'id = "f13"\n'
    path.write_text(text.replace(before, before + "valid_to = 2026-01-31\n", 1), encoding="utf-8")
    table = load(folder).deadlines
    for day, wanted in ((date(2026, 1, 31), True), (date(2026, 2, 1), False)):
        events = [Event(EventKind.PROTECTION_GRANTED, day)]
        assert bool(clocks(table, events, {}, "75", lambda _: False, TODAY)) is wanted


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ('rule = "F1"', 'rule = "f1"', "deadlines[f1].rule"),
        ('start = ["permit_end"]', 'start = ["permit_ends"]', "deadlines[f1].start"),
        ('start = ["permit_end"]\n', "", "deadlines[f1].start"),
        ("opens = { days = -120 }", "opens = { weeks = 3 }", "deadlines[f1].opens"),
        ("period = { days = -60 }", "period = { hours = 60 }", "deadlines[f1].period"),
        ("period = { days = -60 }\n", "", "deadlines[f1].period"),
        ('when = { anef = ["yes"] }', 'when = { anef = ["maybe"] }', "deadlines[f1].when.anef"),
        ('when = { anef = ["yes"] }', 'when = { ANEF = ["yes"] }', "deadlines[f1].when.ANEF"),
        ('presumed = ["anef"]', 'presumed = ["card"]', "deadlines[f1].presumed"),
        ('procedures = ["rece"]', 'procedures = ["rces"]', "deadlines[s5].procedures"),
        ('sources = ["CESEDA", "RIGHTS"]', "sources = []", "deadlines[f1].sources"),
        ("longer = { years = 1 }\n", "", "deadlines[a5].longer"),
        ("{start} + {amount} ans", "{start} + {years} ans", "steps[years].text"),
        ('summer_time = "never"', 'summer_time = "always"', "places[971].summer_time"),
        ('id = "f2"', 'id = "f1"', "deadlines[f1].id"),
        ('anef = ["yes", "no"]', 'anef = ["yes"]', "facts.anef"),
        ('fact = "oqtf"', 'fact = "removal"', "questions[removal].fact"),
        ('fact = "oqtf"', 'fact = "complete"', "questions[complete].fact"),
        ('free = "Libre", ', "", "questions[oqtf].answers.free"),
        ('prison = "En prison"', 'prison = "En prison", out = "Dehors"', "questions[oqtf].answers.out"),
        ('["salarie-detache-ict"]\nanswers', '["ict"]\nanswers', "questions[asked].procedures"),
        ('[[to_do]]\nid = "item"', '[[to_do]]\nid = "piece"', "to_do[piece].id"),
        ('[[to_do]]\nid = "item"', '[[to_do]]\nid = "planned"', "to_do[planned].id"),
    ],
)
def test_bad_data_is_refused_with_its_key(
    damage: Callable[[str, str, str], Path], before: str, after: str, key: str
) -> None:
    text = (damage("deadlines.toml", before, before) / "deadlines.toml").read_text(encoding="utf-8")
    if key.startswith("deadlines[a5]"):
        at = text.index('id = "a5"')
        before, after = text[at : text.index(before, at)] + before, text[at : text.index(before, at)] + after
    folder = damage("deadlines.toml", before, after)
    with pytest.raises(CatalogueError) as refused:
        load(folder)
    assert (refused.value.params["file"], refused.value.params["key"]) == ("deadlines.toml", key)


@pytest.mark.parametrize(("block", "key"), [("questions", "questions"), ("to_do", "to_do")])
def test_a_question_or_a_thing_to_do_gone_is_missed(folder: Path, block: str, key: str) -> None:
    path = folder / "deadlines.toml"
    before, _, after = path.read_text(encoding="utf-8").partition(f"[[{block}]]\n")
    path.write_text(before + after.partition("\n[[")[1] + after.partition("\n[[")[2], encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load(folder)
    assert refused.value.params["key"] == key


def test_a_rule_gone_is_missed(damage: Callable[[str, str, str], Path]) -> None:
    folder = damage("catalogue.toml", "deadlines = 74", "deadlines = 75")
    with pytest.raises(CatalogueError) as refused:
        load(folder)
    assert refused.value.params["key"] == "counts.deadlines"


def test_a_rule_grown_old_is_told() -> None:
    found = {finding.where for finding in check.check(date(2027, 11, 24))}
    assert "deadlines.toml f1" in found


def test_reasons_given_in_time_interrupt_the_first_period(catalogue: Catalogue) -> None:
    events = [
        Event(EventKind.FILED, date(2026, 1, 15)),
        Event(EventKind.REASONS_ASKED, date(2026, 6, 2)),
        Event(EventKind.REASONS_GIVEN, date(2026, 6, 20)),
    ]
    facts = {"procedure": "salarie", "acknowledgement": "complete"}
    found = {due.rule: due for due in clocks(catalogue.deadlines, events, facts, "75", lambda _: False, TODAY)}
    assert found["A2"].state is State.INTERRUPTED
    assert found["A4"].front == date(2026, 8, 20)
    assert found["A4"].state is State.PASSED


def test_events_may_come_in_any_order(catalogue: Catalogue) -> None:
    events = [Event(kind, date(2024, 2, 29)) for kind in EventKind]
    one, other = (
        clocks(catalogue.deadlines, told, {"procedure": "salarie"}, "75", lambda _: False, TODAY)
        for told in (events, events[::-1])
    )
    assert one == other
