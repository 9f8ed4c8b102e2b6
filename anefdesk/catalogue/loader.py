"""Reads resources/catalogue into the domain's types and refuses bad data with file, key and reason.

Used by services at start, and by ``check`` and ``texts``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from anefdesk import paths
from anefdesk.catalogue.tables import Table
from anefdesk.domain.case import RequestKind
from anefdesk.domain.conditions import ConditionError, is_fact_id, parse
from anefdesk.domain.contexts import DOCUMENT_TEXTS
from anefdesk.domain.facts import Always, Choice, Condition, Fact, FactKind, FactScope
from anefdesk.domain.procedure import (
    Basis,
    Catalogue,
    Department,
    Document,
    Evidence,
    Fee,
    FilingWindow,
    Grade,
    OnAnef,
    PermitKind,
    Procedure,
    Requirement,
    Source,
    Stage,
    Statement,
    Translation,
)

T = TypeVar("T")

DERIVED = frozenset({"request", "housing", "age", "online"})  # what services read in the file
ANNEXE_SOURCE = "A10-2022"
_DEPARTMENT = re.compile(r"(?!20)[0-8][0-9]|9[0-5]|2A|2B|97[12346]")

# What a basis allows to say; an A is only for the law, and only with who read the text in force and when.
_GRADES = {
    Basis.LAW: Grade.B,
    Basis.OFFICIAL_LIST: Grade.B,
    Basis.LEGAL_CONDITION: Grade.B,
    Basis.SECONDARY_LIST: Grade.B,
    Basis.KNOWLEDGE: Grade.C,
    Basis.UNKNOWN: Grade.C,
}
_OF_THE_LAW = frozenset({Basis.LAW, Basis.LEGAL_CONDITION})
_UNSOURCED = frozenset({Basis.KNOWLEDGE, Basis.UNKNOWN})


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A statement with the numbers it may carry, before one knows in which list it stands."""

    statement: Statement
    window: tuple[int, int] | None = None
    fee: Fee | None = None


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What procedures refer to."""

    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    documents: Mapping[str, Document]
    sentences: Mapping[str, _Sentence]


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
    sources = _gather(root, "sources", counts, _source)
    facts = _gather(root, "facts", counts, _fact)
    bare = _Shelf(facts, sources, {}, {})
    documents = _gather(root, "documents", counts, partial(_own_document, bare, ""))
    for document in documents.values():
        if not document.id.startswith("c-"):
            raise head.wrong("", f"document commun sans préfixe c- : {document.id}")
    sentences = _gather(root, "statements", counts, partial(_sentence, bare, ""), file="general.toml")
    shelf = _Shelf(facts, sources, documents, sentences)
    permits = _gather(root, "permits", counts, _permit)
    departments = _gather(root, "departments", counts, _department, name="code")
    procedures = _procedures(root, counts, shelf)
    counts.done()
    head.done()
    return Catalogue(
        version=version,
        procedures=procedures,
        facts=facts,
        sources=sources,
        permits=permits,
        departments=departments,
    )


def _gather(
    root: Path,
    key: str,
    counts: Table,
    build: Callable[[Table], T],
    *,
    name: str = "id",
    file: str = "",
) -> dict[str, T]:
    file = file or f"{key}.toml"
    whole = Table.read(root / file, file)
    found: dict[str, T] = {}
    for table in whole.tables(key, name):
        known = table.text(name)
        if known in found:
            raise table.wrong(name, "identifiant répété")
        found[known] = build(table)
        table.done()
    whole.done()
    if len(found) != counts.number(key, 0, 100_000):
        raise counts.wrong(key, f"{len(found)} lus dans {file}")
    return found


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


def _permit(table: Table) -> PermitKind:
    return PermitKind(table.text("id"), table.text("name"))


def _department(table: Table) -> Department:
    code = table.text("code")
    if _DEPARTMENT.fullmatch(code) is None:
        raise table.wrong("code", f"département inconnu : {code}")
    return Department(code, table.text("name"), table.text("prefecture"))


def _evidence(table: Table, shelf: _Shelf) -> Evidence:
    part = table.table("evidence")
    basis, grade = part.one_of("basis", Basis), part.one_of("grade", Grade)
    cited = part.texts("sources")
    for source in cited:
        if source not in shelf.sources:
            raise part.wrong("sources", f"source inconnue : {source}")
    if not cited and basis not in _UNSOURCED:
        raise part.wrong("sources", "cette base demande au moins une source")
    read_by, read_on = part.text_or("read_by"), part.day_or_none("read_on")
    if bool(read_by) != (read_on is not None):
        raise part.wrong("read_by", "read_by et read_on vont ensemble")
    allowed = Grade.A if read_by and basis in _OF_THE_LAW else _GRADES[basis]
    if grade is not allowed:
        raise part.wrong("grade", f"la base {basis.value} donne {allowed.value}, A demande read_by et read_on")
    checked = part.day("checked")
    part.done()
    return Evidence(basis, grade, cited, checked, read_by, read_on)


def _when(table: Table, shelf: _Shelf, otherwise: Condition) -> Condition:
    if not table.has("when"):
        return otherwise
    try:
        return parse(table.text("when"), shelf.facts)
    except ConditionError as error:
        raise table.wrong("when", str(error)) from None


def _annexe(table: Table, evidence: Evidence) -> tuple[str, ...]:
    """Places in annexe 10; a line has some exactly when it cites the annex as law."""
    places = table.texts("annexe")
    if bool(places) != (evidence.basis is Basis.LAW and ANNEXE_SOURCE in evidence.sources):
        raise table.wrong("annexe", f"lignes d’annexe, base law et source {ANNEXE_SOURCE} vont ensemble")
    return places


def _own_document(shelf: _Shelf, procedure: str, table: Table) -> Document:
    evidence = _evidence(table, shelf)
    return Document(
        id=table.text("id"),
        name=table.text("name"),
        evidence=evidence,
        when=_when(table, shelf, Always()),
        condition=table.text_or("condition"),
        requirement=table.one_of("requirement", Requirement),
        stage=table.one_of("stage", Stage) if table.has("stage") else Stage.FILING,
        max_age_months=table.number_or_none("max_age_months", 1, 120),
        max_age=table.text_or("max_age"),
        translation=table.one_of("translation", Translation),
        alternatives=table.text_or("alternatives"),
        if_missing=table.text_or("if_missing"),
        remark=table.text_or("remark"),
        pictogram=table.text("pictogram"),
        annexe=_annexe(table, evidence) if procedure else (),
        procedure=procedure,
        shared=frozenset() if procedure else frozenset(DOCUMENT_TEXTS),
    )


def _shared_document(shelf: _Shelf, procedure: str, table: Table) -> Document:
    common = shelf.documents.get(table.text("use"))
    if common is None:
        raise table.wrong("use", "document commun inconnu")
    own = {text for text in DOCUMENT_TEXTS if table.has(text)}
    if own & {"name", "max_age"}:
        raise table.wrong(min(own & {"name", "max_age"}), "un document commun garde son nom et sa durée")
    evidence = _evidence(table, shelf) if table.has("evidence") else common.evidence
    plain = not table.has("evidence") and not table.has("annexe")
    return replace(
        common,
        evidence=evidence,
        when=_when(table, shelf, common.when),
        condition=table.blankable("condition", common.condition),
        requirement=table.one_of("requirement", Requirement) if table.has("requirement") else common.requirement,
        stage=table.one_of("stage", Stage) if table.has("stage") else common.stage,
        alternatives=table.blankable("alternatives", common.alternatives),
        if_missing=table.blankable("if_missing", common.if_missing),
        remark=table.text_or("remark", common.remark),
        annexe=() if plain else _annexe(table, evidence),
        procedure=procedure,
        shared=common.shared - own,
    )


def _sentence(shelf: _Shelf, procedure: str, table: Table) -> _Sentence:
    known = table.text("id")
    if procedure == "" and not known.startswith("g-"):
        raise table.wrong("id", "une phrase commune commence par g-")
    statement = Statement(
        text=table.text("text"),
        evidence=_evidence(table, shelf),
        when=_when(table, shelf, Always()),
        id=f"{procedure}.{known}" if procedure else known,
    )
    window = None
    if table.has("opens_days_before") or table.has("closes_days_before"):
        window = table.number("opens_days_before", 0, 3660), table.number("closes_days_before", 0, 3660)
        if window[0] <= window[1]:
            raise table.wrong("closes_days_before", "la fin vient avant le début")
    fee = None
    if table.has("cents") or table.has("valid_from") or table.has("valid_to"):
        start, end = table.day_or_none("valid_from"), table.day_or_none("valid_to")
        if start and end and end < start:
            raise table.wrong("valid_to", "la fin vient avant le début")
        fee = Fee(statement, table.number_or_none("cents", 0, 10_000_000), start, end)
    return _Sentence(statement, window, fee)


def _procedures(root: Path, counts: Table, shelf: _Shelf) -> dict[str, Procedure]:
    found: dict[str, Procedure] = {}
    seen: dict[str, str] = {}
    for path in sorted((root / "procedures").glob("*.toml")):
        table = Table.read(path, f"procedures/{path.name}")
        procedure = _procedure(table, shelf)
        if procedure.id != path.stem:
            raise table.wrong("id", "l’identifiant est le nom du fichier")
        for document in procedure.documents:
            if document.id not in shelf.documents and seen.setdefault(document.id, procedure.id) != procedure.id:
                raise table.wrong(f"documents[{document.id}].id", f"identifiant répété : {seen[document.id]}")
        found[procedure.id] = procedure
    if len(found) != counts.number("procedures", 0, 1000):
        raise counts.wrong("procedures", f"{len(found)} fichiers lus")
    return found


def _procedure(table: Table, shelf: _Shelf) -> Procedure:
    known = table.text("id")
    ids: set[str] = set()
    read = partial(_sentences, table, shelf, known, ids)
    try:
        requests = tuple(RequestKind(text) for text in table.texts("requests"))
    except ValueError:
        raise table.wrong("requests", "valeur inconnue") from None
    if not requests:
        raise table.wrong("requests", "clé absente")
    procedure = Procedure(
        id=known,
        name=table.text("name"),
        audience=table.text("audience"),
        family=table.text("family"),
        requests=requests,
        on_anef=table.one_of("on_anef", OnAnef),
        legal_basis=_staff_statement(table, "legal_basis", shelf),
        category=_staff_statement(table, "category", shelf),
        documents=_documents(table, shelf, known),
        windows=tuple(
            FilingWindow(sentence.statement, *(sentence.window or (None, None)))
            for sentence in read("windows", window=True)
        ),
        fees=tuple(sentence.fee or Fee(sentence.statement, None) for sentence in read("fees", fee=True)),
        outputs=_plain(read("outputs")),
        silence=_plain(read("silence")),
        processing_time=_plain(read("processing_time")),
        card_duration=_plain(read("card_duration")),
        work_right=_plain(read("work_right")),
        exemptions=_plain(read("exemptions")),
        steps=_plain(read("steps")),
        pitfalls=_plain(read("pitfalls")),
        to_check=table.texts("to_check"),
        annexe_elsewhere=_elsewhere(table),
    )
    table.done()
    return procedure


def _staff_statement(table: Table, key: str, shelf: _Shelf) -> Statement:
    part = table.table(key)
    statement = Statement(part.text("text"), _evidence(part, shelf))
    part.done()
    return statement


def _sentences(
    table: Table,
    shelf: _Shelf,
    procedure: str,
    ids: set[str],
    key: str,
    *,
    window: bool = False,
    fee: bool = False,
) -> tuple[_Sentence, ...]:
    found: list[_Sentence] = []
    for part in table.tables(key):
        if part.has("use"):
            shared = shelf.sentences.get(part.text("use"))
            if shared is None:
                raise part.wrong("use", "phrase commune inconnue")
            sentence = shared
        else:
            sentence = _sentence(shelf, procedure, part)
        part.done()
        if sentence.statement.id in ids:
            raise part.wrong("id", "identifiant répété")
        if (sentence.window and not window) or (sentence.fee and not fee):
            raise part.wrong("", "délais et montants n’ont leur place que dans windows et fees")
        ids.add(sentence.statement.id)
        found.append(sentence)
    if not found:
        raise table.wrong(key, "clé absente")
    return tuple(found)


def _plain(sentences: tuple[_Sentence, ...]) -> tuple[Statement, ...]:
    return tuple(sentence.statement for sentence in sentences)


def _documents(table: Table, shelf: _Shelf, procedure: str) -> tuple[Document, ...]:
    found: dict[str, Document] = {}
    for part in table.tables("documents"):
        build = _shared_document if part.has("use") else _own_document
        document = build(shelf, procedure, part)
        part.done()
        if document.id in found or (build is _own_document and document.id in shelf.documents):
            raise part.wrong("id", "identifiant répété")
        found[document.id] = document
    if tuple(found) != table.texts("contents"):
        raise table.wrong("contents", "ne cite pas les documents du fichier, dans leur ordre")
    return tuple(found.values())


def _elsewhere(table: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in table.tables("annexe_elsewhere", "row"):
        row = part.text("row")
        if row in found:
            raise part.wrong("row", "ligne répétée")
        found[row] = part.text("reason")
        part.done()
    return found
