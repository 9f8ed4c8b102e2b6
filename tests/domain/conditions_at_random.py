"""Conditions and answers drawn at random, for the tests of three-valued truth."""

from hypothesis import strategies as st

from anefdesk.domain.facts import All, AnyOf, Below, Choice, Condition, Fact, FactKind, FactScope, Is, Not

FACTS = {
    "married": Fact("married", FactKind.YES_NO, FactScope.PERSON, "?"),
    "hosted": Fact("hosted", FactKind.YES_NO, FactScope.PERSON, "?"),
    "age": Fact("age", FactKind.NUMBER, FactScope.PERSON, "?"),
    "request": Fact(
        "request",
        FactKind.CHOICE,
        FactScope.DEMARCHE,
        "?",
        tuple(Choice(i, "…") for i in ("first", "renewal", "other")),
    ),
}
VALUES = {
    "married": ("yes", "no"),
    "hosted": ("yes", "no"),
    "age": ("0", "17", "18", "65"),
    "request": ("first", "renewal", "other"),
}

_tests = st.one_of(
    st.sampled_from(["married", "hosted"]).map(Is),
    st.lists(st.sampled_from(VALUES["request"]), min_size=1, max_size=2, unique=True).map(
        lambda values: Is("request", tuple(values))
    ),
    st.sampled_from([18, 60, 65]).map(lambda limit: Below("age", limit)),
)


def _joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(parts.map(Not), several.map(All), several.map(AnyOf))


conditions: st.SearchStrategy[Condition] = st.recursive(_tests, _joined, max_leaves=8)
whole_answers = st.fixed_dictionaries({fact: st.sampled_from(values) for fact, values in VALUES.items()})
forgotten = st.sets(st.sampled_from(sorted(VALUES)))


def written(condition: Condition) -> str:
    """The condition as an author would write it."""
    match condition:
        case Is(fact, values):
            return fact if values == ("yes",) else f"{fact} in ({', '.join(values)})"
        case Below(fact, limit):
            return f"{fact} < {limit}"
        case Not(part):
            return f"not ({written(part)})"
        case All(parts):
            return " and ".join(f"({written(part)})" for part in parts)
        case AnyOf(parts):
            return " or ".join(f"({written(part)})" for part in parts)
    raise AssertionError(condition)
