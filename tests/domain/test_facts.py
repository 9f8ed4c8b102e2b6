from itertools import product

import pytest
from hypothesis import given

from anefdesk.domain.facts import All, Always, AnyOf, Below, Condition, FactKind, Is, Not, Truth
from tests.domain.conditions_at_random import FACTS, VALUES, conditions, forgotten, whole_answers

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
ANSWERS = {YES: "yes", NO: "no", UNKNOWN: ""}
A, B = Is("married"), Is("hosted")


@pytest.mark.parametrize(("left", "right"), list(product(Truth, Truth)))
def test_and_or_follow_kleene(left: Truth, right: Truth) -> None:
    facts = {"married": ANSWERS[left], "hosted": ANSWERS[right]}
    both = NO if NO in (left, right) else YES if (left, right) == (YES, YES) else UNKNOWN
    either = YES if YES in (left, right) else NO if (left, right) == (NO, NO) else UNKNOWN
    assert All((A, B)).holds(facts) is both
    assert AnyOf((A, B)).holds(facts) is either


def test_not_known_stays_not_known() -> None:
    assert Not(A).holds({}) is UNKNOWN
    assert (~YES, ~NO, ~UNKNOWN) == (NO, YES, UNKNOWN)
    assert Always().holds({}) is YES


@pytest.mark.parametrize(("age", "expected"), [("17", YES), ("18", NO), ("", UNKNOWN), ("-1", UNKNOWN), ("x", UNKNOWN)])
def test_below_is_strict_and_unusable_numbers_are_not_known(age: str, expected: Truth) -> None:
    assert Below("age", 18).holds({"age": age}) is expected


def test_an_unusable_answer_is_asked_again() -> None:
    assert Below("age", 18).missing({"age": "-1"}) == ("age",)


@given(conditions, whole_answers, forgotten)
def test_an_answer_never_flips_a_decided_condition(
    condition: Condition, answers: dict[str, str], unknown: set[str]
) -> None:
    partial = {fact: value for fact, value in answers.items() if fact not in unknown}
    before = condition.holds(partial)
    assert before in (UNKNOWN, condition.holds(answers))
    assert condition.holds(answers) is not UNKNOWN


@given(conditions, whole_answers, forgotten)
def test_it_asks_exactly_while_it_is_not_decided(
    condition: Condition, answers: dict[str, str], unknown: set[str]
) -> None:
    partial = {fact: value for fact, value in answers.items() if fact not in unknown}
    asked = condition.missing(partial)
    assert bool(asked) is (condition.holds(partial) is UNKNOWN)
    assert set(asked) <= unknown & set(condition.mentioned())
    assert len(set(asked)) == len(asked)


@given(conditions, whole_answers)
def test_de_morgan(condition: Condition, answers: dict[str, str]) -> None:
    other = Is("married")
    one = Not(All((condition, other)))
    two = AnyOf((Not(condition), Not(other)))
    assert one.holds(answers) is two.holds(answers)


def test_a_fact_accepts_its_own_values_only() -> None:
    for name, values in VALUES.items():
        assert all(FACTS[name].accepts(value) for value in values)
        assert not FACTS[name].accepts("")
        assert not FACTS[name].accepts("maybe")
    number = FACTS["age"]
    assert number.kind is FactKind.NUMBER
    assert not number.accepts("-1")
    assert not number.accepts("٣")


@given(conditions, whole_answers, forgotten, forgotten)
def test_it_is_not_worth_asking_what_could_not_help(
    condition: Condition, answers: dict[str, str], unknown: set[str], passed_over: set[str]
) -> None:
    partial = {fact: value for fact, value in answers.items() if fact not in unknown}
    worth = condition.worth_asking(partial, passed_over)
    assert set(worth) <= set(condition.missing(partial)) - passed_over
    told = {fact: value for fact, value in answers.items() if fact in partial or fact not in passed_over}
    if not worth:
        assert (condition.holds(told) is Truth.YES) is (condition.holds(partial) is Truth.YES)


def test_a_part_nobody_knows_makes_the_others_useless() -> None:
    both = All((Is("married"), Below("age", 18)))
    assert both.worth_asking({}, {"married"}) == ()
    assert Not(both).worth_asking({}, {"married"}) == ("age",)
    assert AnyOf((Is("married"), Below("age", 18))).worth_asking({}, {"married"}) == ("age",)
