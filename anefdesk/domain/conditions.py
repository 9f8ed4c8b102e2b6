"""Conditions as an author writes them, read into trees: ``married and not (request = renewal)``.

Used by the catalogue alone. Grammar: ``or`` binds loosest, then ``and``, then ``not``; a test is a yes/no fact,
``fact = value``, ``fact != value``, ``fact in (x, y)`` or ``number < 18``; ``always`` stands alone.
"""

import re
from collections.abc import Mapping

from anefdesk.domain.facts import All, Always, AnyOf, Below, Condition, Fact, FactKind, Is, Not

_TOKEN = re.compile(r"\s*(?:([A-Za-z0-9_-]+)|(!=|[=<(),]))")
_DEEPEST = 50  # brackets in one another: more is damage, and would be read without end
_RESERVED = frozenset({"and", "or", "not", "in", "always"})


class ConditionError(ValueError):
    """The condition cannot be read; the text says why, in French for the catalogue's authors."""


def parse(text: str, facts: Mapping[str, Fact]) -> Condition:
    """Read ``text``; every fact and value it mentions must exist.

    Raises:
        ConditionError: syntax, unknown fact, unknown value, or a test that does not fit the fact.
    """
    if text.strip() == "always":
        return Always()
    return _Reader(text, facts).whole()


class _Reader:
    """One pass over the words of one condition."""

    def __init__(self, text: str, facts: Mapping[str, Fact]) -> None:
        self._facts = facts
        self._words = _split(text)
        self._next = 0
        self._depth = 0

    def whole(self) -> Condition:
        found = self._any()
        if self._peek():
            raise ConditionError(f"mot inattendu : {self._peek()}")
        return found

    def _peek(self) -> str:
        return self._words[self._next] if self._next < len(self._words) else ""

    def _take(self, expected: str = "") -> str:
        word = self._peek()
        if not word or (expected and word != expected):
            raise ConditionError(f"attendu : {expected or 'un mot'}, lu : {word or 'la fin'}")
        self._next += 1
        return word

    def _any(self) -> Condition:
        parts = [self._all()]
        while self._peek() == "or":
            self._take()
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all(self) -> Condition:
        parts = [self._one()]
        while self._peek() == "and":
            self._take()
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self) -> Condition:
        denials = 0
        while self._peek() == "not":
            self._take()
            denials += 1
        if self._peek() == "(":
            self._take()
            self._depth += 1
            if self._depth > _DEEPEST:
                raise ConditionError("trop de parenthèses les unes dans les autres")
            found = self._any()
            self._take(")")
            self._depth -= 1
        else:
            found = self._test()
        return Not(found) if denials % 2 else found

    def _test(self) -> Condition:
        name = self._take()
        fact = self._facts.get(name)
        if fact is None:
            raise ConditionError(f"fait inconnu : {name}")
        match self._peek():
            case "=":
                self._take()
                return Is(name, (self._value(fact),))
            case "!=":
                self._take()
                return Not(Is(name, (self._value(fact),)))
            case "in":
                self._take()
                return Is(name, self._values(fact))
            case "<":
                self._take()
                return Below(name, self._limit(fact))
        if fact.kind is not FactKind.YES_NO:
            raise ConditionError(f"{name} n’est pas une question à oui ou non")
        return Is(name)

    def _values(self, fact: Fact) -> tuple[str, ...]:
        self._take("(")
        values = [self._value(fact)]
        while self._peek() == ",":
            self._take()
            values.append(self._value(fact))
        self._take(")")
        return tuple(values)

    def _value(self, fact: Fact) -> str:
        value = self._take()
        if fact.kind is FactKind.NUMBER or not fact.accepts(value):
            raise ConditionError(f"{fact.id} n’a pas la valeur {value}")
        return value

    def _limit(self, fact: Fact) -> int:
        limit = self._take()
        if fact.kind is not FactKind.NUMBER or not fact.accepts(limit):
            raise ConditionError(f"{fact.id} < {limit} ne compare pas des nombres")
        return int(limit)


def _split(text: str) -> list[str]:
    words = []
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            raise ConditionError(f"caractère inattendu : {text[at:].strip()[:1]}")
        words.append(match[1] or match[2])
        at = match.end()
    if not words:
        raise ConditionError("condition vide")
    return words


def is_fact_id(text: str) -> bool:
    """Whether ``text`` can name a fact or a choice in a condition."""
    return re.fullmatch(r"[a-z][a-z0-9_]*", text) is not None and text not in _RESERVED
