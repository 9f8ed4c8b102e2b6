from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anefdesk.domain.conditions import ConditionError, is_fact_id, parse
from anefdesk.domain.facts import All, Always, AnyOf, Below, Condition, Is, Not
from tests.domain.conditions_at_random import FACTS, conditions, forgotten, whole_answers, written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("always", Always()),
        ("married", Is("married")),
        ("request != first", Not(Is("request", ("first",)))),
        ("request in (first, renewal)", Is("request", ("first", "renewal"))),
        ("age<18", Below("age", 18)),
        ("not age < 60", Not(Below("age", 60))),
        ("not not married", Is("married")),
        ("married or hosted and age < 18", AnyOf((Is("married"), All((Is("hosted"), Below("age", 18)))))),
        ("(married or hosted) and not request = other", None),
    ],
)
def test_reads_what_authors_write(text: str, expected: Condition | None) -> None:
    found = parse(text, FACTS)
    assert expected is None or found == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "vide"),
        ("wed", "fait inconnu : wed"),
        ("request", "oui ou non"),
        ("request = second", "n’a pas la valeur second"),
        ("request in first", "attendu : ("),
        ("request in (first", "attendu : )"),
        ("age = 18", "n’a pas la valeur"),
        ("age < married", "ne compare pas"),
        ("married < 3", "ne compare pas"),
        ("married and", "lu : la fin"),
        ("married hosted", "mot inattendu : hosted"),
        ("(married", "attendu : )"),
        ("married && hosted", "caractère inattendu : &"),
        ("always and married", "fait inconnu : always"),
        ("(" * 5000 + "married" + ")" * 5000, "trop de parenthèses"),
    ],
)
def test_refuses_and_says_why(text: str, reason: str) -> None:
    with pytest.raises(ConditionError, match=reason.replace("(", r"\(").replace(")", r"\)")):
        parse(text, FACTS)


@given(conditions, whole_answers, forgotten)
def test_a_written_condition_means_the_same_when_read(
    condition: Condition, answers: dict[str, str], unknown: set[str]
) -> None:
    read = parse(written(condition), FACTS)
    partial = {fact: value for fact, value in answers.items() if fact not in unknown}
    assert read.holds(partial) is condition.holds(partial)
    assert list(read.mentioned()) == list(condition.mentioned())


@given(st.text(alphabet="marieduqst anor ()=!<,18é\x00", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(ConditionError):
        parse(text, FACTS)


def test_words_of_the_grammar_are_no_facts() -> None:
    assert is_fact_id("long_stay_visa")
    assert not any(is_fact_id(word) for word in ("and", "always", "Married", "a-b", "", "1st"))
