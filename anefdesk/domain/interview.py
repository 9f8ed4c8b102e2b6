"""Which procedure is yours? Red flags, special regimes and procedures, from facts that may not be known.

Pure: the catalogue's rules and the known facts in, one step out. Every rule has three values, so a question is asked
only while something still depends on it, and what stays unknown is said to be so. Used by ``services.orientation``.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TypeAlias

from anefdesk.domain.case import RequestKind
from anefdesk.domain.facts import Condition, Fact, FactKind, Facts, Truth
from anefdesk.domain.procedure import Statement


class Weight(Enum):
    """What a red flag does: ``STOP`` holds every procedure back until somebody competent has looked."""

    STOP = "stop"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A danger to be seen before anything is filed: why, and to whom to turn."""

    id: str
    weight: Weight
    name: str
    why: Statement
    turn_to: str
    discreet: bool = False  # somebody may be behind the person: not shown or printed before staff says so
    asks: bool = True  # whether questions are put for its sake; otherwise it is judged on what other rules ask

    @property
    def when(self) -> Condition:
        """When the danger is there."""
        return self.why.when


@dataclass(frozen=True, slots=True)
class Regime:
    """People to whom the general rule does not apply as it stands, such as Algerian nationals."""

    id: str
    name: str
    what: Statement

    @property
    def when(self) -> Condition:
        """Who is concerned."""
        return self.what.when


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way out of the interview: a procedure, or something that is not asked on the ANEF."""

    id: str
    why: Statement
    procedure: str = ""
    elsewhere: str = ""
    request: RequestKind | None = None
    jurist: bool = False  # it exists for this person, but not without legal advice first

    @property
    def when(self) -> Condition:
        """For whom."""
        return self.why.when


Rule: TypeAlias = RedFlag | Regime | Outcome


@dataclass(frozen=True)
class Interview:
    """The rules, and the order in which questions are asked."""

    order: tuple[str, ...] = ()
    flags: tuple[RedFlag, ...] = ()
    regimes: tuple[Regime, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    def rules(self) -> Iterator[Rule]:
        """Every rule, flags first."""
        yield from self.flags
        yield from self.regimes
        yield from self.outcomes

    @cached_property
    def by_fact(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules that depend on each fact."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rules():
            for fact in dict.fromkeys(rule.when.mentioned()):
                found.setdefault(fact, []).append(rule)
        return {fact: tuple(rules) for fact, rules in found.items()}


class Verdict(Enum):
    """Where the interview stands."""

    ASKING = "asking"
    STOPPED = "stopped"  # a red flag holds everything back
    FOUND = "found"
    JURIST = "jurist"  # the facts do not decide, or what was found is not to be begun alone


@dataclass(frozen=True, slots=True)
class Possible:
    """An outcome the facts do not decide, with what would decide it."""

    outcome: Outcome
    lacking: tuple[str, ...]  # facts not known


@dataclass(frozen=True, slots=True)
class Step:
    """The interview after what is known so far. ``question`` is a fact id; empty when there is nothing left to ask."""

    verdict: Verdict
    question: str
    flags: tuple[RedFlag, ...]
    regimes: tuple[Regime, ...]
    found: tuple[Outcome, ...]
    possible: tuple[Possible, ...]
    at_most: int = 0  # questions that may still come, this one included

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule that holds, and the outcomes not decided."""
        return (*self.flags, *self.regimes, *self.found, *(one.outcome for one in self.possible))


def step(interview: Interview, facts: Facts, passed_over: Collection[str] = (), *, despite_flags: bool = False) -> Step:
    """Judge every rule and choose the next question.

    ``passed_over`` are facts answered « je ne sais pas »: they stay unknown and are not asked again.
    A flag that stops ends the questions, unless somebody chose to go on ``despite_flags``.
    """
    judged = [(rule, rule.when.holds(facts)) for rule in interview.rules()]
    holding = [rule for rule, truth in judged if truth is Truth.YES]
    open_rules = [rule for rule, truth in judged if truth is Truth.UNKNOWN]
    flags = tuple(rule for rule in holding if isinstance(rule, RedFlag))
    found = tuple(rule for rule in holding if isinstance(rule, Outcome))
    possible = tuple(Possible(rule, rule.when.missing(facts)) for rule in open_rules if isinstance(rule, Outcome))
    stopped = any(flag.weight is Weight.STOP for flag in flags) and not despite_flags
    left = () if stopped else _left(interview, open_rules, facts, passed_over)
    question = left[0] if left else ""
    if stopped:
        verdict = Verdict.STOPPED
    elif question:
        verdict = Verdict.ASKING
    else:
        verdict = Verdict.FOUND if any(not outcome.jurist for outcome in found) else Verdict.JURIST
    regimes = tuple(rule for rule in holding if isinstance(rule, Regime))
    return Step(verdict, question, flags, regimes, found, possible, len(left))


def _left(interview: Interview, undecided: list[Rule], facts: Facts, passed_over: Collection[str]) -> tuple[str, ...]:
    """The questions that can still make an undecided rule hold, in order: more answers can only make them fewer."""
    asking = (rule for rule in undecided if not isinstance(rule, RedFlag) or rule.asks)
    wanted = {fact for rule in asking for fact in rule.when.worth_asking(facts, passed_over)}
    return tuple(fact for fact in interview.order if fact in wanted and fact not in passed_over)


def discreet_questions(interview: Interview, known_facts: Mapping[str, Fact]) -> frozenset[str]:
    """Questions of the discreet flags: they are put aloud, once the person is alone."""
    mentioned = {fact for flag in interview.flags if flag.discreet for fact in flag.when.mentioned()}
    return frozenset(name for name in mentioned if known_facts[name].kind is not FactKind.NUMBER)


def held_back(interview: Interview, known_facts: Mapping[str, Fact], facts: Facts, at: Step) -> tuple[Rule, ...]:
    """The rules of ``at`` that would give away a discreet answer: without it they would not be there."""
    untold = {**facts, **_harmless(interview, known_facts, facts)}
    return tuple(
        rule
        for rule in at.rules
        if (isinstance(rule, RedFlag) and rule.discreet) or _given_away(rule.when, facts, untold)
    )


def _harmless(interview: Interview, known_facts: Mapping[str, Fact], facts: Facts) -> dict[str, str]:
    """What is supposed in the place of discreet answers: no, or the first choice when the one given raises a flag."""
    held = [flag for flag in interview.flags if flag.discreet and flag.when.holds(facts) is Truth.YES]
    raising = {fact for flag in held for fact in flag.when.mentioned()}
    supposed = {}
    for name in discreet_questions(interview, known_facts):
        fact = known_facts[name]
        if fact.kind is FactKind.YES_NO:
            supposed[name] = "no"
        elif name in raising:
            supposed[name] = fact.choices[0].id
    return supposed


def _given_away(when: Condition, facts: Facts, untold: Facts) -> bool:
    other = when.holds(untold)
    return other is Truth.NO or (other is Truth.UNKNOWN and when.holds(facts) is Truth.YES)


@dataclass(frozen=True, slots=True)
class Pivot:
    """An answer that would change the result: what another value of ``fact`` brings and takes away."""

    fact: str
    value: str
    gained: tuple[Rule, ...]
    lost: tuple[Rule, ...]


def pivots(
    interview: Interview, known_facts: Mapping[str, Fact], facts: Facts, asked: Collection[str]
) -> tuple[Pivot, ...]:
    """Which other answers to the facts in ``asked`` would change what holds, in the order of the questions.

    Numbers are left out: their limits belong to dates of the file, which are corrected there.
    """
    found = []
    for name in interview.order:
        fact = known_facts.get(name)
        if name not in asked or fact is None or fact.kind is FactKind.NUMBER:
            continue
        rules = interview.by_fact.get(name, ())
        now = [rule.when.holds(facts) is Truth.YES for rule in rules]
        for value in _values(fact):
            if value == facts.get(name):
                continue
            supposed = {**facts, name: value}
            then = [rule.when.holds(supposed) is Truth.YES for rule in rules]
            changes = list(zip(rules, now, then, strict=True))
            gained = tuple(rule for rule, before, after in changes if after and not before)
            lost = tuple(rule for rule, before, after in changes if before and not after)
            if gained or lost:
                found.append(Pivot(name, value, gained, lost))
    return tuple(found)


def _values(fact: Fact) -> tuple[str, ...]:
    return tuple(choice.id for choice in fact.choices) or ("yes", "no")
