"""Reads blockages.toml and harms.toml: kinds and their ladders, steps, what was ordered, what a proof needs, harms.

Used by the loader. A ladder names only known steps and rules; a wait that no text says is marked as our proposal.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from string import Formatter
from typing import TypeVar

from anefdesk.catalogue.tables import Table
from anefdesk.domain.blockage_kinds import (
    BlockageKind,
    BlockageTable,
    BundleNeed,
    Ce2026,
    HarmKind,
    Lawyer,
    Measure,
    RungRule,
    Step,
    Way,
)
from anefdesk.domain.blockage_proof import BUNDLE
from anefdesk.domain.deadlines import Deadline, Outcome
from anefdesk.domain.ladder import REASONS
from anefdesk.domain.procedure import Grade

T = TypeVar("T")

_CODE = re.compile(r"B[0-9]{2}")
_HARM = re.compile(r"R(-[A-Z]+)+")
_STEP = re.compile(r"[a-z0-9_]+")
_LETTER = re.compile(r"L[0-9]{2}")
_REASON_WORDS = frozenset({"day", "until"})
_MISSING_WORDS = frozenset({"count", "wanted"})


def read_blockages(
    whole: Table, counts: Table, sources: Collection[str], deadlines: Mapping[str, Deadline]
) -> BlockageTable:
    """The whole of blockages.toml; as many of each as ``counts`` says."""
    rules = {deadline.rule for deadline in deadlines.values()}
    outcomes = {deadline.what for deadline in deadlines.values()}
    steps = _each(whole, "steps", "id", partial(_step, sources))
    kinds = _each(whole, "kinds", "code", partial(_kind, sources, steps, rules, outcomes))
    measures = _each(whole, "measures", "id", partial(_measure, sources, kinds))
    bundle = _each(whole, "bundle", "id", _need)
    reasons = _each(whole, "reasons", "id", _reason)
    _all_there(whole, "bundle", bundle, BUNDLE)
    _all_there(whole, "reasons", reasons, REASONS)
    _check_ce2026(whole, kinds, measures)
    whole.done()
    rungs = sum(len(kind.rungs) for kind in kinds.values())
    found = {"blockages": len(kinds), "rungs": rungs, "steps": len(steps), "measures": len(measures)}
    for key, count in found.items():
        if count != counts.number(key, 0, 1000):
            raise counts.wrong(key, f"{count} lus dans blockages.toml")
    return BlockageTable(kinds, steps, measures, bundle, reasons)


def read_harm(sources: Collection[str], table: Table) -> HarmKind:
    """One harm; without a text that protects, or with a gap in it, that is said."""
    grade = table.one_of("grade", Grade) if table.has("grade") else None
    article, gap = table.text_or("article"), table.text_or("gap")
    if (grade is None) != (not article):
        raise table.wrong("grade", "un niveau et un article vont ensemble")
    return HarmKind(
        code=_spelt(table, "code", _HARM),
        title=table.text("title"),
        text=table.text_or("text"),
        proof=table.texts("proof"),
        grade=grade,
        sources=_cited(table, sources),
        checked=table.day("checked"),
        article=article,
        gap=gap,
        note=table.text_or("note"),
    )


def _each(whole: Table, key: str, name: str, build: Callable[[Table], T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for table in whole.tables(key, name):
        known = table.text(name)
        if known in found:
            raise table.wrong(name, "identifiant répété")
        found[known] = build(table)
        table.done()
    return found


def _spelt(table: Table, key: str, pattern: re.Pattern[str]) -> str:
    value = table.text(key)
    if pattern.fullmatch(value) is None:
        raise table.wrong(key, "mal écrit")
    return value


def _cited(table: Table, sources: Collection[str]) -> tuple[str, ...]:
    return _known(table, "sources", sources, "source inconnue")


def _known(table: Table, key: str, known: Collection[str], reason: str) -> tuple[str, ...]:
    found = table.texts(key)
    if unknown := set(found) - set(known):
        raise table.wrong(key, f"{reason} : {min(unknown)}")
    return found


def _graded(table: Table, sources: Collection[str]) -> tuple[Grade, tuple[str, ...]]:
    grade, cited = table.one_of("grade", Grade), _cited(table, sources)
    if not cited and grade is not Grade.C:
        raise table.wrong("sources", "sans source, le niveau est C")
    return grade, cited


def _step(sources: Collection[str], table: Table) -> Step:
    grade, cited = _graded(table, sources)
    days, months = table.number_or_none("answer_days", 1, 400), table.number_or_none("answer_months", 1, 48)
    if days and months:
        raise table.wrong("answer_months", "des jours ou des mois")
    return Step(
        id=_spelt(table, "id", _STEP),
        title=table.text("title"),
        to_do=table.text("to_do"),
        way=table.one_of("way", Way),
        article=table.text("article"),
        grade=grade,
        sources=cited,
        checked=table.day("checked"),
        letter=_spelt(table, "letter", _LETTER) if table.has("letter") else "",
        lawyer=table.one_of("lawyer", Lawyer) if table.has("lawyer") else Lawyer.NO,
        needs=table.texts("needs"),
        red=table.texts("red"),
        answer_days=days,
        answer_months=months,
        answer_law=table.yes("answer_law"),
    )


def _kind(
    sources: Collection[str],
    steps: Mapping[str, Step],
    rules: Collection[str],
    outcomes: Collection[Outcome],
    table: Table,
) -> BlockageKind:
    grade, cited = _graded(table, sources)
    rungs = tuple(_rung(part, steps, rules, outcomes) for part in table.tables("rungs", "step"))
    proof, legal = table.texts("proof"), table.yes("legal")
    if len({rung.step for rung in rungs}) != len(rungs) or not rungs:
        raise table.wrong("rungs", "au moins un recours, chacun une fois")
    if [rung.stage for rung in rungs] != sorted(rung.stage for rung in rungs) or rungs[0].stage != 1:
        raise table.wrong("rungs", "d’abord le premier recours, puis le second")
    if legal and (any(rung.proposal for rung in rungs) or not any(rung.closes_with for rung in rungs)):
        raise table.wrong("legal", "un délai légal vient de l’horloge, pas d’une proposition")
    if not proof:
        raise table.wrong("proof", "au moins une preuve")
    return BlockageKind(
        code=_spelt(table, "code", _CODE),
        title=table.text("title"),
        said=table.text("said"),
        proof=proof,
        rungs=rungs,
        base=table.text("base"),
        grade=grade,
        sources=cited,
        checked=table.day("checked"),
        ce2026=table.one_of("ce2026", Ce2026),
        legal=legal,
        note=table.text_or("note"),
    )


def _rung(table: Table, steps: Mapping[str, Step], rules: Collection[str], outcomes: Collection[Outcome]) -> RungRule:
    step, article = table.text("step"), table.text_or("article")
    if step not in steps:
        raise table.wrong("step", "recours inconnu")
    wait, proposal = table.number_or_none("wait", 0, 400), table.yes("proposal")
    opens_with = table.one_of("opens_with", Outcome) if table.has("opens_with") else None
    if opens_with is not None and opens_with not in outcomes:
        raise table.wrong("opens_with", "aucune règle de l’horloge ne donne cette date")
    shift = table.number("shift", -400, 400) if table.has("shift") else 0
    if (wait or shift) and not proposal and not article:
        raise table.wrong("wait", "un délai a son article, ou il est notre proposition")
    if shift and opens_with is None:
        raise table.wrong("shift", "compté depuis quelle date ?")
    found = RungRule(
        step=step,
        stage=table.number("stage", 1, 2),
        wait=wait,
        proposal=proposal,
        article=article,
        opens_with=opens_with,
        shift=shift,
        closes_with=_known(table, "closes_with", rules, "règle inconnue"),
        closes_given=table.yes("closes_given"),
    )
    table.done()
    return found


def _measure(sources: Collection[str], kinds: Collection[str], table: Table) -> Measure:
    grade, cited = _graded(table, sources)
    return Measure(
        id=_spelt(table, "id", _STEP),
        title=table.text("title"),
        limit=table.day("limit"),
        kinds=_known(table, "kinds", kinds, "blocage inconnu"),
        article=table.text("article"),
        grade=grade,
        sources=cited,
        checked=table.day("checked"),
        note=table.text_or("note"),
    )


def _check_ce2026(whole: Table, kinds: Mapping[str, BlockageKind], measures: Mapping[str, Measure]) -> None:
    """Every failing the decision names falls under a measure, and no other does."""
    about = {code for measure in measures.values() for code in measure.kinds}
    named = {code for code, kind in kinds.items() if kind.ce2026 is not Ce2026.NO}
    if stray := sorted(about ^ named):
        raise whole.wrong(f"kinds[{stray[0]}].ce2026", "les mesures et les blocages ne disent pas la même chose")


def _need(table: Table) -> BundleNeed:
    missing = _template(table, "missing", _MISSING_WORDS)
    wanted = table.number("wanted", 1, 100) if table.has("wanted") else 1
    return BundleNeed(table.text("id"), table.text("title"), missing, wanted)


def _reason(table: Table) -> str:
    return _template(table, "text", _REASON_WORDS)


def _template(table: Table, key: str, words: Collection[str]) -> str:
    text = table.text(key)
    try:
        named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        text.format(**dict.fromkeys(words, ""))
    except (ValueError, KeyError, IndexError, AttributeError):
        raise table.wrong(key, "accolade mal écrite") from None
    if named - set(words):
        raise table.wrong(key, "mot inconnu entre accolades")
    return text


def _all_there(whole: Table, key: str, found: Collection[str], wanted: Iterable[str]) -> None:
    if stray := sorted(set(found) ^ set(wanted)):
        raise whole.wrong(key, f"absent ou inconnu : {stray[0]}")
