"""Reads one procedure file: its lines, its sentences, and the evidence each of them carries.

Used by the loader, which has read before what procedures refer to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from anefdesk.catalogue.tables import Table
from anefdesk.domain.case import RequestKind
from anefdesk.domain.conditions import ConditionError, parse
from anefdesk.domain.contexts import DOCUMENT_TEXTS
from anefdesk.domain.facts import Always, Condition, Fact
from anefdesk.domain.procedure import (
    Basis,
    Document,
    Elsewhere,
    Evidence,
    Fee,
    FilingWindow,
    Grade,
    OnAnef,
    Procedure,
    Requirement,
    Rule,
    Source,
    Stage,
    Statement,
    Translation,
)

ANNEXE_SOURCE = "A10-2022"

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
_SENTENCES = (
    *("windows", "fees", "outputs", "silence", "processing_time", "card_duration", "work_right", "exemptions"),
    *("steps", "pitfalls"),
)
_REQUIRING = _OF_THE_LAW | {Basis.OFFICIAL_LIST}
_UNSOURCED = frozenset({Basis.KNOWLEDGE, Basis.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement with the numbers it may carry, before one knows in which list it stands."""

    statement: Statement
    window: tuple[int, int] | None = None
    fee: Fee | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """What procedures refer to."""

    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    documents: Mapping[str, Document]
    sentences: Mapping[str, Sentence]


def read_evidence(table: Table, shelf: Shelf) -> Evidence:
    """Why we say so; its grade is what its basis allows."""
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


def read_when(table: Table, shelf: Shelf, otherwise: Condition) -> Condition:
    """The condition written under ``when``."""
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


def _requirement(table: Table, evidence: Evidence, otherwise: Requirement | None = None) -> Requirement:
    """Required by nobody but the law or an official list."""
    given = otherwise if otherwise is not None and not table.has("requirement") else None
    found = given or table.one_of("requirement", Requirement)
    if found is Requirement.REQUIRED and evidence.basis not in _REQUIRING:
        raise table.wrong("requirement", f"la base {evidence.basis.value} n’exige rien : asked, depends ou useful")
    return found


def read_document(shelf: Shelf, procedure: str, table: Table) -> Document:
    """A document worded here: one procedure's own, or a common one when ``procedure`` is empty."""
    evidence = read_evidence(table, shelf)
    return Document(
        id=table.text("id"),
        name=table.text("name"),
        evidence=evidence,
        when=read_when(table, shelf, Always()),
        condition=table.text_or("condition"),
        requirement=_requirement(table, evidence),
        stage=table.one_of("stage", Stage) if table.has("stage") else Stage.FILING,
        max_age_months=table.number_or_none("max_age_months", 1, 120),
        max_age=table.text_or("max_age"),
        translation=table.one_of("translation", Translation),
        alternatives=table.text_or("alternatives"),
        if_missing=table.text_or("if_missing"),
        remark=table.text_or("remark"),
        pictogram=table.text("pictogram"),
        newer=table.yes("newer"),
        annexe=_annexe(table, evidence) if procedure else (),
        procedure=procedure,
        shared=frozenset() if procedure else frozenset(DOCUMENT_TEXTS),
    )


def _shared_document(shelf: Shelf, procedure: str, table: Table) -> Document:
    common = shelf.documents.get(table.text("use"))
    if common is None:
        raise table.wrong("use", "document commun inconnu")
    own = {text for text in DOCUMENT_TEXTS if table.has(text)}
    if own & {"name", "max_age"}:
        raise table.wrong(min(own & {"name", "max_age"}), "un document commun garde son nom et sa durée")
    evidence = read_evidence(table, shelf) if table.has("evidence") else common.evidence
    plain = not table.has("evidence") and not table.has("annexe")
    return replace(
        common,
        evidence=evidence,
        when=read_when(table, shelf, common.when),
        condition=table.blankable("condition", common.condition),
        requirement=_requirement(table, evidence, common.requirement),
        stage=table.one_of("stage", Stage) if table.has("stage") else common.stage,
        alternatives=table.blankable("alternatives", common.alternatives),
        if_missing=table.blankable("if_missing", common.if_missing),
        remark=table.text_or("remark", common.remark),
        annexe=() if plain else _annexe(table, evidence),
        procedure=procedure,
        shared=common.shared - own,
    )


def read_sentence(shelf: Shelf, procedure: str, table: Table) -> Sentence:
    """A sentence worded here: one procedure's own, or a common one when ``procedure`` is empty."""
    known = table.text("id")
    if procedure == "" and not known.startswith("g-"):
        raise table.wrong("id", "une phrase commune commence par g-")
    statement = Statement(
        text=table.text("text"),
        evidence=read_evidence(table, shelf),
        when=read_when(table, shelf, Always()),
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
        fee = Fee(statement, table.number("cents", 0, 10_000_000), start, end)
    return Sentence(statement, window, fee)


def read_elsewhere(shelf: Shelf, table: Table) -> Elsewhere:
    """One line of what is not on the ANEF."""
    known = table.text("id")
    where = Statement(table.text("where"), read_evidence(table, shelf), id=f"elsewhere.{known}")
    if not table.has("procedures"):
        raise table.wrong("procedures", "clé absente")
    return Elsewhere(known, table.text("what"), where, table.texts("procedures"))


def read_rule(shelf: Shelf, table: Table) -> Rule:
    """One general rule; only what is said to the applicant has a translation context."""
    known, said = table.text("id"), table.yes("said")
    what = Statement(
        text=table.text("text"),
        evidence=read_evidence(table, shelf),
        when=read_when(table, shelf, Always()),
        id=f"rule.{known}" if said else "",
    )
    return Rule(known, table.text("subject"), what, said)


def read_procedure(table: Table, shelf: Shelf) -> Procedure:
    """The whole of one file under ``procedures/``."""
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
    _count(table.table("holds"), procedure)
    table.done()
    return procedure


def _count(holds: Table, procedure: Procedure) -> None:
    """Refuse a file cut short: documents are cited in ``contents``, everything else is counted."""
    for key in (*_SENTENCES, "annexe_elsewhere", "to_check"):
        if (found := len(getattr(procedure, key))) != holds.number(key, 0, 1000):
            raise holds.wrong(key, f"{found} lus")
    holds.done()


def _staff_statement(table: Table, key: str, shelf: Shelf) -> Statement:
    part = table.table(key)
    statement = Statement(part.text("text"), read_evidence(part, shelf))
    part.done()
    return statement


def _sentences(
    table: Table,
    shelf: Shelf,
    procedure: str,
    ids: set[str],
    key: str,
    *,
    window: bool = False,
    fee: bool = False,
) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for part in table.tables(key):
        if part.has("use"):
            shared = shelf.sentences.get(part.text("use"))
            if shared is None:
                raise part.wrong("use", "phrase commune inconnue")
            statement = replace(shared.statement, when=read_when(part, shelf, shared.statement.when))
            due = replace(shared.fee, statement=statement) if shared.fee else None
            sentence = replace(shared, statement=statement, fee=due)
        else:
            sentence = read_sentence(shelf, procedure, part)
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


def _plain(sentences: tuple[Sentence, ...]) -> tuple[Statement, ...]:
    return tuple(sentence.statement for sentence in sentences)


def _documents(table: Table, shelf: Shelf, procedure: str) -> tuple[Document, ...]:
    found: dict[str, Document] = {}
    for part in table.tables("documents"):
        build = _shared_document if part.has("use") else read_document
        document = build(shelf, procedure, part)
        part.done()
        if document.id in found or (build is read_document and document.id in shelf.documents):
            raise part.wrong("id", "identifiant répété")
        found[document.id] = document
    if tuple(found) != table.texts("contents"):
        raise table.wrong("contents", "ne cite pas les documents du fichier, dans leur ordre")
    covered = table.has("annexe_elsewhere") or any(document.annexe for document in found.values())
    return tuple(
        replace(document, beyond_annexe=covered and not document.annexe and not document.newer)
        for document in found.values()
    )


def _elsewhere(table: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in table.tables("annexe_elsewhere", "row"):
        row = part.text("row")
        if row in found:
            raise part.wrong("row", "ligne répétée")
        found[row] = part.text("reason")
        part.done()
    return found
