"""Reads papers.toml: what each paper proves of each right, and what to do before none does.

Used by the loader. Every kind of permit that a file may record is spoken of.
"""

from collections.abc import Mapping

from anefdesk.catalogue.procedure_file import Shelf, read_when
from anefdesk.catalogue.tables import Table
from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.facts import Always
from anefdesk.domain.papers import BeforeGap, Lasts, PaperTable, ProofPaper, Proves, Right, Worth
from anefdesk.domain.procedure import Grade, PermitKind


def read_papers(whole: Table, counts: Table, shelf: Shelf, permits: Mapping[str, PermitKind]) -> PaperTable:
    """The whole file; as many of each as ``counts`` says."""
    papers: dict[str, ProofPaper] = {}
    for table in whole.tables("papers"):
        paper = _paper(table, shelf, permits)
        if paper.id in papers:
            raise table.wrong("id", "identifiant répété")
        papers[paper.id] = paper
        table.done()
    advice: dict[str, BeforeGap] = {}
    for table in whole.tables("before_gap"):
        found = _before_gap(table, shelf)
        if found.id in advice:
            raise table.wrong("id", "identifiant répété")
        advice[found.id] = found
        table.done()
    whole.done()
    spoken_of = {kind for paper in papers.values() for kind in paper.permits}
    if missing := set(permits) - spoken_of:
        raise whole.wrong("papers", f"titre dont rien n’est dit : {min(missing)}")
    for key, count in (("papers", len(papers)), ("before_gap", len(advice))):
        if count != counts.number(key, 0, 1000):
            raise counts.wrong(key, f"{count} lus dans papers.toml")
    return PaperTable(papers, advice)


def _paper(table: Table, shelf: Shelf, permits: Mapping[str, PermitKind]) -> ProofPaper:
    kinds, events = table.texts("permits"), table.texts("events")
    if unknown := set(kinds) - set(permits):
        raise table.wrong("permits", f"titre inconnu : {min(unknown)}")
    if unknown := set(events) - {kind.value for kind in EventKind}:
        raise table.wrong("events", f"événement inconnu : {min(unknown)}")
    lasts = table.one_of("lasts", Lasts) if table.has("lasts") else Lasts.WRITTEN
    known_by_itself = lasts in {Lasts.EXTENSION, Lasts.ALWAYS}
    if known_by_itself == bool(kinds or events):
        raise table.wrong("permits", "un papier vient d’un titre ou d’un événement, sauf s’il dure de lui-même")
    named_by = "" if table.has("name") else next(iter(kinds), "")
    return ProofPaper(
        id=table.text("id"),
        name=permits[named_by].name if named_by else table.text("name"),
        worths=tuple(_worth(table.table(right.value), right, shelf) for right in Right),
        checked=table.day("checked"),
        permits=kinds,
        events=events,
        lasts=lasts,
        when=read_when(table, shelf, Always()),
        card=table.yes("card"),
        provisional=table.yes("provisional"),
        together=table.text_or("together"),
        said=table.text_or("said"),
        named_by=named_by,
    )


def _worth(table: Table, right: Right, shelf: Shelf) -> Worth:
    proves, (grade, sources) = table.one_of("proves", Proves), _graded(table, shelf)
    if proves is Proves.UNKNOWN and grade is not Grade.C:
        raise table.wrong("grade", "ce qui n’est pas connu est de niveau C")
    when = read_when(table, shelf, Always())
    if proves in {Proves.NO, Proves.UNKNOWN} and not isinstance(when, Always):
        raise table.wrong("when", "une condition ne va qu’avec yes, depends ou as_card")
    found = Worth(
        right=right,
        proves=proves,
        text=table.text("text"),
        article=table.text("article"),
        grade=grade,
        sources=sources,
        when=when,
        with_card=table.yes("with_card"),
    )
    table.done()
    return found


def _before_gap(table: Table, shelf: Shelf) -> BeforeGap:
    (grade, sources), days = _graded(table, shelf), table.number_or_none("days", -400, 400)
    window, proposal = table.yes("window"), table.yes("proposal")
    if window and days is not None:
        raise table.wrong("days", "des jours, ou la fenêtre de dépôt : l’un des deux")
    if proposal and grade is not Grade.C:
        raise table.wrong("grade", "une proposition est de niveau C")
    filed = table.text_or("filed")
    if filed not in {"", "yes", "no"}:
        raise table.wrong("filed", "valeur inconnue")
    return BeforeGap(
        id=table.text("id"),
        text=table.text("text"),
        article=table.text("article"),
        grade=grade,
        checked=table.day("checked"),
        sources=sources,
        days=days,
        window=window,
        filed=None if not filed else filed == "yes",
        rights=_rights(table),
        proposal=proposal,
        said=table.text_or("said"),
    )


def _rights(table: Table) -> tuple[Right, ...]:
    try:
        return tuple(Right(value) for value in table.texts("rights"))
    except ValueError:
        raise table.wrong("rights", "valeur inconnue") from None


def _graded(table: Table, shelf: Shelf) -> tuple[Grade, tuple[str, ...]]:
    grade, sources = table.one_of("grade", Grade), table.texts("sources")
    if unknown := set(sources) - set(shelf.sources):
        raise table.wrong("sources", f"source inconnue : {min(unknown)}")
    if not sources and grade is not Grade.C:
        raise table.wrong("sources", "sans source, une ligne est de niveau C")
    return grade, sources
