"""Facts about a person, and conditions on them that may answer "not known".

The catalogue writes conditions as text (``married and not (request = renewal)``); here they become trees with
three values, so that a line whose condition is not known asks its question instead of guessing.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

Facts = Mapping[str, str]  # fact id → value ("yes", "no", a choice id, an ISO date, a number); absent: not known


class Truth(Enum):
    """Kleene's three values."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __invert__(self) -> "Truth":
        return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(self, Truth.UNKNOWN)


class FactKind(Enum):
    """What an answer looks like."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    NUMBER = "number"


class FactScope(Enum):
    """Whether the answer serves every démarche of the person or one only."""

    PERSON = "person"
    DEMARCHE = "demarche"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a choice fact: ``name`` is French, read aloud."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A question asked once. ``question`` is French, to the applicant, fit to be read aloud.

    ``derived`` names what the file already tells (``housing``, ``age``, ``request``…): then it is not asked.
    """

    id: str
    kind: FactKind
    scope: FactScope
    question: str
    choices: tuple[Choice, ...] = ()
    derived: str = ""
    pictogram: str = ""

    def accepts(self, value: str) -> bool:
        """Whether ``value`` is an answer to this question."""
        if self.kind is FactKind.YES_NO:
            return value in {"yes", "no"}
        if self.kind is FactKind.CHOICE:
            return any(choice.id == value for choice in self.choices)
        return value.isdecimal() and value.isascii()


class Condition:
    """A condition on facts. Sub-classes are its grammar."""

    def holds(self, facts: Facts) -> Truth:
        """The condition's value when only ``facts`` are known."""
        raise NotImplementedError

    def mentioned(self) -> Iterator[str]:
        """Ids of the facts it mentions, in writing order."""
        raise NotImplementedError

    def missing(self, facts: Facts) -> tuple[str, ...]:
        """Facts whose answers are still needed to decide, in writing order; empty exactly when decided."""
        if self.holds(facts) is not Truth.UNKNOWN:
            return ()
        return tuple(dict.fromkeys(self.mentioned()))  # an unusable answer is asked again

    def worth_asking(self, facts: Facts, passed_over: Collection[str], *, denied: bool = False) -> tuple[str, ...]:
        """Facts that can still make it hold (or fail, when ``denied``) if nobody knows those ``passed_over``."""
        del denied  # a single test may go either way
        return tuple(name for name in self.missing(facts) if name not in passed_over)


def _missing(parts: tuple[Condition, ...], facts: Facts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part.missing(facts)))


def _worth_asking(
    parts: tuple[Condition, ...], facts: Facts, passed_over: Collection[str], *, all_needed: bool, denied: bool
) -> tuple[str, ...]:
    open_parts = [part for part in parts if part.holds(facts) is Truth.UNKNOWN]
    asked = [part.worth_asking(facts, passed_over, denied=denied) for part in open_parts]
    if all_needed and not all(asked):  # one part will never be known: the others cannot save it
        return ()
    return tuple(dict.fromkeys(name for names in asked for name in names))


@dataclass(frozen=True, slots=True)
class Always(Condition):
    """Holds for everyone."""

    def holds(self, facts: Facts) -> Truth:  # noqa: ARG002, D102 - the grammar's interface
        return Truth.YES

    def mentioned(self) -> Iterator[str]:  # noqa: D102
        return iter(())


@dataclass(frozen=True, slots=True)
class Is(Condition):
    """The fact has one of these values (``married`` alone means ``married = yes``)."""

    fact: str
    values: tuple[str, ...] = ("yes",)

    def holds(self, facts: Facts) -> Truth:  # noqa: D102
        value = facts.get(self.fact, "")
        if not value:
            return Truth.UNKNOWN
        return Truth.YES if value in self.values else Truth.NO

    def mentioned(self) -> Iterator[str]:  # noqa: D102
        yield self.fact


@dataclass(frozen=True, slots=True)
class Below(Condition):
    """The number fact is below ``limit``."""

    fact: str
    limit: int

    def holds(self, facts: Facts) -> Truth:  # noqa: D102
        value = facts.get(self.fact, "")
        if not value.isdecimal():
            return Truth.UNKNOWN
        return Truth.YES if int(value) < self.limit else Truth.NO

    def mentioned(self) -> Iterator[str]:  # noqa: D102
        yield self.fact


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """The contrary; not known stays not known."""

    part: Condition

    def holds(self, facts: Facts) -> Truth:  # noqa: D102
        return ~self.part.holds(facts)

    def mentioned(self) -> Iterator[str]:  # noqa: D102
        return self.part.mentioned()

    def missing(self, facts: Facts) -> tuple[str, ...]:  # noqa: D102
        return self.part.missing(facts)

    def worth_asking(  # noqa: D102
        self, facts: Facts, passed_over: Collection[str], *, denied: bool = False
    ) -> tuple[str, ...]:
        return self.part.worth_asking(facts, passed_over, denied=not denied)


@dataclass(frozen=True, slots=True)
class All(Condition):
    """Every part holds; one that does not decides even if others are not known."""

    parts: tuple[Condition, ...]

    def holds(self, facts: Facts) -> Truth:  # noqa: D102
        found = {part.holds(facts) for part in self.parts}
        return Truth.NO if Truth.NO in found else Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.YES

    def mentioned(self) -> Iterator[str]:  # noqa: D102
        for part in self.parts:
            yield from part.mentioned()

    def missing(self, facts: Facts) -> tuple[str, ...]:  # noqa: D102
        return _missing(self.parts, facts) if self.holds(facts) is Truth.UNKNOWN else ()

    def worth_asking(  # noqa: D102
        self, facts: Facts, passed_over: Collection[str], *, denied: bool = False
    ) -> tuple[str, ...]:
        if self.holds(facts) is not Truth.UNKNOWN:
            return ()
        return _worth_asking(self.parts, facts, passed_over, all_needed=not denied, denied=denied)


@dataclass(frozen=True, slots=True)
class AnyOf(Condition):
    """At least one part holds."""

    parts: tuple[Condition, ...]

    def holds(self, facts: Facts) -> Truth:  # noqa: D102
        found = {part.holds(facts) for part in self.parts}
        return Truth.YES if Truth.YES in found else Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.NO

    def mentioned(self) -> Iterator[str]:  # noqa: D102
        for part in self.parts:
            yield from part.mentioned()

    def missing(self, facts: Facts) -> tuple[str, ...]:  # noqa: D102
        return _missing(self.parts, facts) if self.holds(facts) is Truth.UNKNOWN else ()

    def worth_asking(  # noqa: D102
        self, facts: Facts, passed_over: Collection[str], *, denied: bool = False
    ) -> tuple[str, ...]:
        if self.holds(facts) is not Truth.UNKNOWN:
            return ()
        return _worth_asking(self.parts, facts, passed_over, all_needed=denied, denied=denied)
