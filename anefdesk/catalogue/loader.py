"""Reads resources/catalogue into the domain's types and refuses bad data with file, key and reason.

Used by services at start, and by ``check`` and ``texts``.
"""

from functools import partial
from pathlib import Path
from typing import TypeVar

from anefdesk import paths
from anefdesk.catalogue.blockages_file import read_blockages, read_harm
from anefdesk.catalogue.deadlines_file import read_deadlines
from anefdesk.catalogue.interview_file import read_interview
from anefdesk.catalogue.letters_file import read_letters
from anefdesk.catalogue.look_at_file import check_once, read_look_at
from anefdesk.catalogue.papers_file import read_papers
from anefdesk.catalogue.places_file import (
    check_doors,
    read_court,
    read_department,
    read_door,
    sentences_of,
    with_courts,
)
from anefdesk.catalogue.procedure_file import (
    Shelf,
    read_document,
    read_elsewhere,
    read_procedure,
    read_rule,
    read_sentence,
)
from anefdesk.catalogue.tables import Table, gather
from anefdesk.catalogue.two_d_doc_file import read_codes
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.conditions import is_fact_id
from anefdesk.domain.facts import Choice, Fact, FactKind, FactScope
from anefdesk.domain.procedure import PermitKind, Procedure, Source

T = TypeVar("T")

DERIVED = frozenset(  # what services read in the file
    {"request", "housing", "age", "online", "permit", "permit_expired", "days_left", "origin", "place"}
)


def load(folder: Path | None = None) -> Catalogue:
    """Read the whole catalogue from ``folder``, the shipped one by default.

    Raises:
        CatalogueError: ``catalogue.invalid``, with ``file``, ``key`` and ``reason``.
    """
    root = folder or paths.resources("catalogue")
    head = Table.read(root / "catalogue.toml", "catalogue.toml")
    version, day, counts = head.text("version"), head.day("date"), head.table("counts")
    if version != day.isoformat():
        raise head.wrong("version", "la version est la date du catalogue")
    sources = gather(root, "sources", counts, _source)
    facts = gather(root, "facts", counts, _fact)
    if (choices := sum(len(fact.choices) for fact in facts.values())) != counts.number("choices", 0, 100_000):
        raise counts.wrong("choices", f"{choices} lus dans facts.toml")
    bare = Shelf(facts, sources, {}, {})
    documents = gather(root, "documents", counts, partial(read_document, bare, ""))
    sentences = gather(root, "statements", counts, partial(read_sentence, bare, ""), file="general.toml")
    shelf = Shelf(facts, sources, documents, sentences)
    permits = gather(root, "permits", counts, _permit)
    _check_permits(head, facts, permits)
    departments = gather(root, "departments", counts, read_department, name="code")
    courts = gather(root, "courts", counts, partial(read_court, shelf, departments))
    departments = with_courts(head, departments, courts)
    procedures = _procedures(root, counts, shelf)
    elsewhere = gather(root, "elsewhere", counts, partial(read_elsewhere, shelf))
    for entry in elsewhere.values():
        if unknown := set(entry.procedures) - set(procedures):
            raise head.wrong("", f"elsewhere.toml, {entry.id} : démarche inconnue : {min(unknown)}")
    interview = read_interview(Table.read(root / "interview.toml", "interview.toml"), counts, shelf)
    for outcome in interview.outcomes:
        if outcome.procedure not in {"", *procedures} or outcome.elsewhere not in {"", *elsewhere}:
            raise head.wrong("", f"interview.toml, {outcome.id} : démarche inconnue")
        if outcome.procedure and outcome.request not in {None, *procedures[outcome.procedure].requests}:
            raise head.wrong("", f"interview.toml, {outcome.id} : demande que la démarche ne connaît pas")
    said = sentences_of(shelf, procedures, elsewhere)
    doors = gather(root, "channels", counts, partial(read_door, shelf, said, procedures, departments))
    check_doors(head, doors, procedures)
    rules = gather(root, "rules", counts, partial(read_rule, shelf))
    look_at = gather(root, "look_at", counts, partial(read_look_at, shelf, procedures))
    check_once(look_at)
    deadlines = read_deadlines(Table.read(root / "deadlines.toml", "deadlines.toml"), counts, sources, procedures)
    codes = read_codes(Table.read(root / "two_d_doc.toml", "two_d_doc.toml"), counts, sources)
    papers = read_papers(Table.read(root / "papers.toml", "papers.toml"), counts, shelf, permits)
    ladders = Table.read(root / "blockages.toml", "blockages.toml")
    blockages = read_blockages(ladders, counts, sources, deadlines.rules)
    harms = gather(root, "harms", counts, partial(read_harm, sources), name="code")
    letters = read_letters(root, counts, sources)
    counts.done()
    head.done()
    return Catalogue(
        version=version,
        procedures=procedures,
        facts=facts,
        sources=sources,
        permits=permits,
        departments=departments,
        elsewhere=elsewhere,
        interview=interview,
        courts=courts,
        doors=doors,
        rules=rules,
        look_at=look_at,
        deadlines=deadlines,
        letters=letters,
        blockages=blockages,
        harms=harms,
        papers=papers,
        codes=codes,
    )


def _source(table: Table) -> Source:
    return Source(
        id=table.text("id"),
        title=table.text("title"),
        where=table.text("where"),
        version=table.text_or("version"),
        note=table.text_or("note"),
    )


def _fact(table: Table) -> Fact:
    known = table.text("id")
    if not is_fact_id(known):
        raise table.wrong("id", "un fait s’écrit en lettres minuscules, chiffres et traits bas")
    kind = table.one_of("kind", FactKind)
    choices: list[Choice] = []
    for part in table.tables("choices"):
        choice = Choice(part.text("id"), part.text("name"))
        if not is_fact_id(choice.id) or any(choice.id == other.id for other in choices):
            raise part.wrong("id", "réponse répétée ou mal écrite")
        part.done()
        choices.append(choice)
    if (kind is FactKind.CHOICE) != (len(choices) > 1):
        raise table.wrong("choices", "au moins deux réponses, pour une question à choix seulement")
    derived = table.text_or("derived")
    if derived and derived not in DERIVED:
        raise table.wrong("derived", f"valeur inconnue : {derived}")
    return Fact(
        id=known,
        kind=kind,
        scope=table.one_of("scope", FactScope),
        question=table.text("question"),
        choices=tuple(choices),
        derived=derived,
        pictogram=table.text_or("pictogram"),
    )


def _check_permits(head: Table, facts: dict[str, Fact], permits: dict[str, PermitKind]) -> None:
    """What a file records of a permit is what a condition can ask of it."""
    recorded = {known.replace("-", "_") for known in permits}
    for fact in facts.values():
        if fact.derived == "permit" and (stray := sorted(recorded ^ {choice.id for choice in fact.choices})):
            raise head.wrong(f"facts[{fact.id}].choices", f"permits.toml et les réponses diffèrent : {stray[0]}")


def _permit(table: Table) -> PermitKind:
    return PermitKind(table.text("id"), table.text("name"))


def _procedures(root: Path, counts: Table, shelf: Shelf) -> dict[str, Procedure]:
    found: dict[str, Procedure] = {}
    seen: dict[str, str] = {}
    for path in sorted((root / "procedures").glob("*.toml")):
        table = Table.read(path, f"procedures/{path.name}")
        procedure = read_procedure(table, shelf)
        if procedure.id != path.stem:
            raise table.wrong("id", "l’identifiant est le nom du fichier")
        for document in procedure.documents:
            if document.id not in shelf.documents and seen.setdefault(document.id, procedure.id) != procedure.id:
                raise table.wrong(f"documents[{document.id}].id", f"identifiant répété : {seen[document.id]}")
        found[procedure.id] = procedure
    if len(found) != counts.number("procedures", 0, 1000):
        raise counts.wrong("procedures", f"{len(found)} fichiers lus")
    return found
