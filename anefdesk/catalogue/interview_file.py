"""Reads ``interview.toml``: the order of the questions, the red flags, the special regimes and the ways out.

Used by the loader, which has read before what the rules refer to.
"""

from collections.abc import Callable
from typing import TypeVar

from anefdesk.catalogue.procedure_file import Shelf, read_evidence, read_when
from anefdesk.catalogue.tables import Table
from anefdesk.domain.case import RequestKind
from anefdesk.domain.facts import Always, FactScope
from anefdesk.domain.interview import Interview, Outcome, RedFlag, Regime, Weight
from anefdesk.domain.procedure import Statement

T = TypeVar("T")


def read_interview(table: Table, counts: Table, shelf: Shelf) -> Interview:
    """The whole file; every fact a rule mentions is asked somewhere, and nothing is asked for nothing."""
    order = table.texts("order")
    for fact in order:
        if fact not in shelf.facts or shelf.facts[fact].scope is not FactScope.PERSON:
            raise table.wrong("order", f"question inconnue, ou propre à une démarche : {fact}")
    interview = Interview(
        order=order,
        flags=_gather(table, "flags", counts, lambda part: _flag(part, shelf)),
        regimes=_gather(table, "regimes", counts, lambda part: _regime(part, shelf)),
        outcomes=_gather(table, "outcomes", counts, lambda part: _outcome(part, shelf)),
    )
    table.done()
    # A line lost here would show a danger to whoever sits beside, or send somebody to file alone.
    for key, held in (
        ("discreet", sum(flag.discreet for flag in interview.flags)),
        ("jurist", sum(outcome.jurist for outcome in interview.outcomes)),
        ("requests", sum(outcome.request is not None for outcome in interview.outcomes)),
    ):
        if held != counts.number(key, 0, 1000):
            raise counts.wrong(key, f"{held} lus dans interview.toml")
    mentioned = set(interview.by_fact)
    if stray := sorted(mentioned.symmetric_difference(order)):
        raise table.wrong("order", f"question posée pour rien, ou jamais posée : {stray[0]}")
    return interview


def _gather(table: Table, key: str, counts: Table, build: Callable[[Table], T]) -> tuple[T, ...]:
    found: dict[str, T] = {}
    for part in table.tables(key):
        known = part.text("id")
        if known in found:
            raise part.wrong("id", "identifiant répété")
        found[known] = build(part)
        part.done()
    if len(found) != counts.number(key, 0, 1000):
        raise counts.wrong(key, f"{len(found)} lus dans interview.toml")
    return tuple(found.values())


def _statement(part: Table, kind: str, shelf: Shelf) -> Statement:
    if not part.has("when"):
        raise part.wrong("when", "clé absente")
    return Statement(
        part.text("text"),
        read_evidence(part, shelf),
        read_when(part, shelf, Always()),
        f"interview.{kind}.{part.text('id')}",
    )


def _flag(part: Table, shelf: Shelf) -> RedFlag:
    why = _statement(part, "flag", shelf)
    weight, name, turn_to = part.one_of("weight", Weight), part.text("name"), part.text("turn_to")
    discreet, known_only = part.yes("discreet"), part.yes("known_only")
    return RedFlag(part.text("id"), weight, name, why, turn_to, discreet, asks=not known_only)


def _regime(part: Table, shelf: Shelf) -> Regime:
    return Regime(part.text("id"), part.text("name"), _statement(part, "regime", shelf))


def _outcome(part: Table, shelf: Shelf) -> Outcome:
    procedure, elsewhere = part.text_or("procedure"), part.text_or("elsewhere")
    if bool(procedure) == bool(elsewhere):
        raise part.wrong("procedure", "une démarche, ou une porte hors ANEF : l’une des deux")
    return Outcome(
        id=part.text("id"),
        why=_statement(part, "outcome", shelf),
        procedure=procedure,
        elsewhere=elsewhere,
        request=part.one_of("request", RequestKind) if part.has("request") else None,
        jurist=part.yes("jurist"),
    )
