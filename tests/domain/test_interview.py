"""The interview's engine on small rules of its own; the catalogue's rules are tried on profiles elsewhere."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from anefdesk.domain.conditions import parse
from anefdesk.domain.facts import Choice, Fact, FactKind, FactScope, Truth
from anefdesk.domain.interview import (
    Interview,
    Outcome,
    RedFlag,
    Regime,
    Verdict,
    Weight,
    discreet_questions,
    held_back,
    pivots,
    step,
)
from anefdesk.domain.procedure import Basis, Evidence, Grade, Statement

_EVIDENCE = Evidence(Basis.OFFICIAL_LIST, Grade.B, ("X",), date(2026, 11, 23))
FACTS = {
    fact.id: fact
    for fact in (
        Fact("oqtf", FactKind.YES_NO, FactScope.PERSON, "?"),
        Fact("algerian", FactKind.YES_NO, FactScope.PERSON, "?"),
        Fact(
            "aim", FactKind.CHOICE, FactScope.PERSON, "?", (Choice("work", "w"), Choice("study", "s"), Choice("x", "x"))
        ),
        Fact("job", FactKind.YES_NO, FactScope.PERSON, "?"),
        Fact("age", FactKind.NUMBER, FactScope.PERSON, "?"),
    )
}


def _said(when: str) -> Statement:
    return Statement("Parce que.", _EVIDENCE, parse(when, FACTS))


RULES = Interview(
    order=("oqtf", "algerian", "aim", "job", "age"),
    flags=(RedFlag("removal", Weight.STOP, "OQTF", _said("oqtf"), "Un avocat."),),
    regimes=(Regime("algerian", "Accord de 1968", _said("algerian")),),
    outcomes=(
        Outcome("worker", _said("aim = work and job and not algerian"), procedure="salarie"),
        Outcome("student", _said("aim = study and not (age < 18)"), procedure="etudiant"),
        Outcome("aes", _said("aim = work and not job"), procedure="aes", jurist=True),
    ),
)


def test_asks_in_order_and_only_what_still_decides() -> None:
    assert step(RULES, {}).question == "oqtf"
    told = {"oqtf": "no", "algerian": "no"}
    assert step(RULES, told).question == "aim"
    assert step(RULES, {**told, "aim": "study"}).question == "age"  # the job decides nothing any more
    assert step(RULES, {**told, "aim": "x"}).question == ""


def test_a_stopping_flag_holds_procedures_back_until_somebody_goes_on() -> None:
    stopped = step(RULES, {"oqtf": "yes", "algerian": "no", "aim": "work"})
    assert (stopped.verdict, stopped.question) == (Verdict.STOPPED, "")
    assert [flag.id for flag in stopped.flags] == ["removal"]
    onward = step(RULES, {"oqtf": "yes", "algerian": "no", "aim": "work"}, despite_flags=True)
    assert (onward.verdict, onward.question) == (Verdict.ASKING, "job")
    assert onward.flags == stopped.flags


def test_not_known_is_passed_over_and_said() -> None:
    at = step(RULES, {"oqtf": "no", "algerian": "no", "aim": "work"}, passed_over={"job"})
    assert at.verdict is Verdict.JURIST
    assert [(possible.outcome.id, possible.lacking) for possible in at.possible] == [
        ("worker", ("job",)),
        ("aes", ("job",)),
    ]


def test_what_is_not_to_be_begun_alone_ends_at_a_jurist() -> None:
    at = step(RULES, {"oqtf": "no", "algerian": "no", "aim": "work", "job": "no"})
    assert (at.verdict, [outcome.id for outcome in at.found]) == (Verdict.JURIST, ["aes"])


def test_says_which_answer_would_change_the_result() -> None:
    facts = {"oqtf": "no", "algerian": "no", "aim": "work", "job": "yes"}
    changing = {(pivot.fact, pivot.value): pivot for pivot in pivots(RULES, FACTS, facts, frozenset(facts))}
    assert {rule.id for rule in changing["job", "no"].gained} == {"aes"}
    assert {rule.id for rule in changing["job", "no"].lost} == {"worker"}
    assert {rule.id for rule in changing["oqtf", "yes"].gained} == {"removal"}
    assert ("age", "17") not in changing
    assert ("algerian", "yes") in changing


_ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "oqtf": st.sampled_from(["yes", "no"]),
        "algerian": st.sampled_from(["yes", "no"]),
        "aim": st.sampled_from(["work", "study", "x"]),
        "job": st.sampled_from(["yes", "no"]),
        "age": st.integers(0, 99).map(str),
    },
)


@given(_ANSWERS, st.sets(st.sampled_from(RULES.order)))
def test_every_question_is_new_and_ends_the_interview_in_the_end(facts: dict[str, str], passed: set[str]) -> None:
    at = step(RULES, facts, passed)
    if at.question:
        assert at.question not in facts
        assert at.question not in passed
        assert at.verdict is Verdict.ASKING
    holding = {*at.flags, *at.regimes, *at.found}
    assert all((rule in holding) == (rule.when.holds(facts) is Truth.YES) for rule in RULES.rules())


_COUPLE = Fact(
    "couple",
    FactKind.CHOICE,
    FactScope.PERSON,
    "?",
    (Choice("together", "t"), Choice("violence", "v"), Choice("widowed", "d")),
)


def _with_couple() -> tuple[Interview, dict[str, Fact]]:
    facts = {**FACTS, "couple": _COUPLE}

    def said(when: str) -> Statement:
        return Statement("Parce que.", _EVIDENCE, parse(when, facts))

    flag = RedFlag("violence", Weight.WARN, "Sécurité", said("couple = violence"), "3919", discreet=True, asks=False)
    outcomes = (
        Outcome("spouse", said("aim = work and couple in (together, violence)"), procedure="conjoint"),
        Outcome("victim", said("aim = work and couple = violence"), procedure="victime"),
        Outcome("heir", said("aim = work and couple = widowed"), procedure="veuf"),
        Outcome("student", said("aim = study"), procedure="etudiant"),
    )
    return Interview(("aim", "couple"), (flag,), (), outcomes), facts


def test_a_flag_that_does_not_ask_is_judged_on_what_other_rules_ask() -> None:
    rules, _ = _with_couple()
    assert step(rules, {"aim": "study"}).question == ""
    assert step(rules, {"aim": "work"}).question == "couple"
    assert [flag.id for flag in step(rules, {"aim": "work", "couple": "violence"}).flags] == ["violence"]


def test_a_choice_that_tells_of_violence_is_not_given_away() -> None:
    rules, facts = _with_couple()
    assert discreet_questions(rules, facts) == {"couple"}
    told = {"aim": "work", "couple": "violence"}
    assert [rule.id for rule in held_back(rules, facts, told, step(rules, told))] == ["violence", "victim"]
    harmless = {"aim": "work", "couple": "widowed"}
    assert held_back(rules, facts, harmless, step(rules, harmless)) == ()
