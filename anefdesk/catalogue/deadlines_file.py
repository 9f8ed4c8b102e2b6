"""Reads deadlines.toml: the rules of the legal clock, the wording of its arithmetic, the places it knows.

Used by the loader. What a condition may ask is declared in the same file, with its answers.
"""

import re
from collections.abc import Collection, Mapping
from enum import Enum
from string import Formatter
from typing import TypeVar

from anefdesk.catalogue.tables import Table
from anefdesk.domain.deadlines import (
    ClockQuestion,
    Deadline,
    DeadlineTable,
    EventKind,
    Outcome,
    Period,
    Place,
    Reckoning,
    StepKind,
    SummerTime,
    Where,
)
from anefdesk.domain.facts import All, Always, AnyOf, Condition, Is, Not
from anefdesk.domain.procedure import Grade

E = TypeVar("E", bound=Enum)

_RULE = re.compile(r"[A-Z]+[0-9]*")
_PLACEHOLDERS = frozenset({"start", "result", "amount"})
_WITH_PERIOD = frozenset(
    {Reckoning.EXPRESS, Reckoning.IMPLICIT, Reckoning.REASONS, Reckoning.INTERRUPTION, Reckoning.DISTANCE}
    | {Reckoning.OQTF}
)
_TOLD = frozenset({"where", "algerian"})  # by the file
# What a line of the day asks for: by what a date is, then by what other lines are, with what they are about.
_TO_DO = frozenset(
    {"opens", "closes", "extension_ends", "valid_until", "refusal_born", "last_day", "last_hour", "judgment_by"}
    | {"permit_end", "planned", "item", "notice", "birthday", "remedy", "answer"}
    | {"notice_title", "birthday_title", "remedy_title"}
)
_WITH_LONGER = frozenset({Reckoning.REASONS_UNANSWERED, Reckoning.INTERRUPTION, Reckoning.NOT_OPPOSABLE})


def read_deadlines(whole: Table, counts: Table, sources: Collection[str], procedures: Collection[str]) -> DeadlineTable:
    """The whole file; as many of each as ``counts`` says."""
    facts = _facts(whole.table("facts"))
    rules: dict[str, Deadline] = {}
    for table in whole.tables("deadlines"):
        found = _deadline(table, facts, sources, procedures)
        if found.id in rules:
            raise table.wrong("id", "identifiant répété")
        rules[found.id] = found
        table.done()
    steps = _steps(whole)
    places: dict[str, Place] = {}
    for table in whole.tables("places", "code"):
        place = _place(table)
        if place.code in places:
            raise table.wrong("code", "identifiant répété")
        places[place.code] = place
        table.done()
    questions = _questions(whole, facts, procedures)
    to_do = _to_do(whole)
    whole.done()
    for key, count in (("deadlines", len(rules)), ("deadline_places", len(places)), ("deadline_facts", len(facts))):
        if count != counts.number(key, 0, 1000):
            raise counts.wrong(key, f"{count} lus dans deadlines.toml")
    return DeadlineTable(rules, steps, places, facts, questions, to_do)


def _facts(table: Table) -> dict[str, tuple[str, ...]]:
    found = {name: table.texts(name) for name in table.keys()}  # noqa: SIM118 - a Table is no mapping
    for name, values in found.items():
        if len(values) < 2:  # noqa: PLR2004 - a question has two answers
            raise table.wrong(name, "au moins deux réponses")
    return found


def _deadline(
    table: Table, facts: Mapping[str, tuple[str, ...]], sources: Collection[str], procedures: Collection[str]
) -> Deadline:
    rule, grade = table.text("rule"), table.one_of("grade", Grade)
    if _RULE.fullmatch(rule) is None:
        raise table.wrong("rule", "une règle s’écrit F1, S0, A12…")
    cited = _known(table, "sources", sources, "source inconnue")
    if not cited and grade is not Grade.C:
        raise table.wrong("sources", "sans source, une règle est de niveau C")
    when = _condition(table, "when", facts)
    presumed = table.texts("presumed")
    if set(presumed) - set(when.mentioned() if when else ()):
        raise table.wrong("presumed", "fait dont la condition ne parle pas")
    unless = _condition(table, "unless", facts, any_of=True)
    valid_from, valid_to = table.day_or_none("valid_from"), table.day_or_none("valid_to")
    if valid_from and valid_to and valid_to < valid_from:
        raise table.wrong("valid_to", "finit avant de commencer")
    found = Deadline(
        id=table.text("id"),
        rule=rule,
        title=table.text("title"),
        reckoning=table.one_of("reckoning", Reckoning),
        article=table.text("article"),
        grade=grade,
        sources=cited,
        checked=table.day("checked"),
        what=table.one_of("what", Outcome),
        start=_each(table, "start", EventKind),
        opens=_period(table, "opens"),
        period=_period(table, "period"),
        longer=_period(table, "longer"),
        franc=table.yes("franc"),
        adapted=table.yes("adapted"),
        when=when or Always(),
        unless=unless or Not(Always()),
        presumed=presumed,
        procedures=_known(table, "procedures", procedures, "démarche inconnue"),
        except_procedures=_known(table, "except_procedures", procedures, "démarche inconnue"),
        needs=_each(table, "needs", EventKind),
        absent=_each(table, "absent", EventKind),
        met_by=_each(table, "met_by", EventKind),
        in_time=table.yes("in_time"),
        ends_with=_each(table, "ends_with", EventKind),
        not_before=table.day_or_none("not_before"),
        valid_from=valid_from,
        valid_to=valid_to,
        note=table.text_or("note"),
        to_do=table.text_or("to_do"),
    )
    _check_shape(table, found)
    return found


def _check_shape(table: Table, rule: Deadline) -> None:
    """Refuse a rule without the periods its arithmetic needs."""
    if (rule.reckoning is Reckoning.PLAIN) != bool(rule.start):
        raise table.wrong("start", "une règle simple part d’un événement, les autres non")
    dated = rule.what not in {Outcome.WARNING, Outcome.NONE}
    needed = rule.reckoning in _WITH_PERIOD or (dated and rule.reckoning in {Reckoning.PLAIN, Reckoning.SILENCE})
    if needed and rule.period is None:
        raise table.wrong("period", "clé absente")
    if rule.reckoning in _WITH_LONGER and rule.longer is None:
        raise table.wrong("longer", "clé absente")
    by_hours = rule.period is not None and rule.period.hours != 0
    if by_hours and rule.reckoning is not Reckoning.OQTF:
        raise table.wrong("period", "seule une OQTF se compte en heures")
    if by_hours and rule.longer is not None and not rule.longer.hours:
        raise table.wrong("longer", "des heures, comme period")


def _period(table: Table, key: str) -> Period | None:
    if not table.has(key):
        return None
    part = table.table(key)
    units = ("years", "months", "days", "hours")
    found = Period(**{unit: part.number(unit, -400, 400) for unit in units if part.has(unit)})
    if not any(part.has(unit) for unit in units) or (found.hours and found != Period(hours=found.hours)):
        raise table.wrong(key, "years, months et days ensemble, ou hours seul")
    part.done()
    return found


def _condition(
    table: Table, key: str, facts: Mapping[str, tuple[str, ...]], *, any_of: bool = False
) -> Condition | None:
    """Each fact with the answers that fit: all of them for ``when``, any for ``unless``."""
    if not table.has(key):
        return None
    part = table.table(key)
    tests: list[Condition] = []
    for name in part.keys():  # noqa: SIM118 - a Table is no mapping
        values = part.texts(name)
        if name not in facts or not values or set(values) - set(facts[name]):
            raise part.wrong(name, "fait ou réponse que [facts] ne connaît pas")
        tests.append(Is(name, values))
    part.done()
    if not tests:
        raise table.wrong(key, "condition vide")
    return tests[0] if len(tests) == 1 else AnyOf(tuple(tests)) if any_of else All(tuple(tests))


def _each(table: Table, key: str, kind: type[E]) -> tuple[E, ...]:
    try:
        return tuple(kind(value) for value in table.texts(key))
    except ValueError:
        raise table.wrong(key, "valeur inconnue") from None


def _known(table: Table, key: str, known: Collection[str], reason: str) -> tuple[str, ...]:
    found = table.texts(key)
    if unknown := set(found) - set(known):
        raise table.wrong(key, f"{reason} : {min(unknown)}")
    return found


def _steps(whole: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in whole.tables("steps"):
        kind, text = table.one_of("id", StepKind), table.text("text")
        try:
            named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
            text.format(start="", result="", amount=0)
        except (ValueError, KeyError, IndexError):
            raise table.wrong("text", "accolade mal écrite") from None
        if named - _PLACEHOLDERS or kind.value in found:
            raise table.wrong("text", "mot inconnu entre accolades, ou phrase répétée")
        found[kind.value] = text
        table.done()
    if missing := {kind.value for kind in StepKind} - set(found):
        raise whole.wrong("steps", f"phrase absente : {min(missing)}")
    return found


def _questions(
    whole: Table, facts: Mapping[str, tuple[str, ...]], procedures: Collection[str]
) -> dict[str, ClockQuestion]:
    """One question for every fact but those the file alone can tell, with an answer for each value."""
    found: dict[str, ClockQuestion] = {}
    for table in whole.tables("questions", "fact"):
        fact, answers = table.text("fact"), table.table("answers")
        if fact not in facts or fact in found:
            raise table.wrong("fact", "fait que [facts] ne connaît pas, ou question répétée")
        worded = {value: answers.text(value) for value in facts[fact]}
        answers.done()
        asked = _known(table, "procedures", procedures, "démarche inconnue")
        found[fact] = ClockQuestion(fact, table.text("text"), worded, table.yes("of_demarche"), asked)
        table.done()
    if missing := set(facts) - set(found) - _TOLD:
        raise whole.wrong("questions", f"question absente : {min(missing)}")
    return found


def _to_do(whole: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in whole.tables("to_do"):
        known = table.text("id")
        if known in found or known not in _TO_DO:
            raise table.wrong("id", "sorte de ligne inconnue, ou phrase répétée")
        found[known] = table.text("text")
        table.done()
    if missing := _TO_DO - set(found):
        raise whole.wrong("to_do", f"phrase absente : {min(missing)}")
    return found


def _place(table: Table) -> Place:
    return Place(
        table.text("code"), table.text("name"), table.one_of("where", Where), table.one_of("summer_time", SummerTime)
    )
