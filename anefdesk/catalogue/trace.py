"""Where each id of the dossier and each row of annexe 10 stands in the catalogue, or why it does not.

Run by ``anefdesk catalogue trace`` and by ``make check``; exit code 1 when something was lost on the way, or when a
reason speaks of something that is not there.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

from anefdesk import paths
from anefdesk.catalogue.loader import load
from anefdesk.catalogue.tables import Table
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.procedure import Procedure
from anefdesk.errors import CatalogueError

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the catalogue was written from, by ids."""

    procedures: Mapping[str, Mapping[str, Sequence[str]]]  # id → "documents" and "common", ids of its lines
    common: Sequence[str]
    not_on_anef: Sequence[str]
    sources: Sequence[str]
    rules: Sequence[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One phase of one line of annexe 10: the permit, and the procedures of ours that it is about."""

    id: str
    permit: str
    phase: str
    procedures: Sequence[str]
    documents: int

    def places(self) -> list[str]:
        """Each document of the row, as a catalogue line names it."""
        return [f"{self.id}/{number}" for number in range(1, self.documents + 1)]


@dataclass(frozen=True, slots=True)
class Left:
    """The written reasons: rows no procedure stands for, and ids that stand under another name."""

    reasons: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trace:
    """One id and where it stands; an orphan stands nowhere, or speaks of what does not exist."""

    what: str
    id: str
    where: str
    orphan: bool = False


def trace(catalogue: Catalogue, dossier: Dossier, rows: Sequence[Row], left: Left) -> list[Trace]:
    """Everything that was read, in its order, then what stands in the catalogue without having been read."""
    known = {
        procedure: catalogue.procedures[procedure]
        for procedure in dossier.procedures
        if procedure in catalogue.procedures
    }
    return [
        *_procedures(catalogue, dossier),
        *(line for procedure in known.values() for line in _lines(procedure, dossier)),
        *_common(catalogue, dossier),
        *_named(catalogue, dossier, left),
        *(line for row in rows for line in _row(catalogue, row, left)),
        *_strays(catalogue, dossier, rows, left),
    ]


def _procedures(catalogue: Catalogue, dossier: Dossier) -> Iterator[Trace]:
    for known in dossier.procedures:
        found = catalogue.procedures.get(known)
        where = f"procedures/{known}.toml, {len(found.documents)} pièces" if found else "absente du catalogue"
        yield Trace("démarche", known, where, orphan=found is None)


def _lines(procedure: Procedure, dossier: Dossier) -> Iterator[Trace]:
    places = {document.id: number for number, document in enumerate(procedure.documents, start=1)}
    for kind in ("documents", "common"):
        for known in dossier.procedures[procedure.id][kind]:
            if known not in places:
                yield Trace("pièce", f"{procedure.id}/{known}", "absente de la démarche", orphan=True)
            elif kind == "documents":
                yield Trace(
                    "pièce", f"{procedure.id}/{known}", f"procedures/{procedure.id}.toml, {places[known]}e pièce"
                )


def _common(catalogue: Catalogue, dossier: Dossier) -> Iterator[Trace]:
    for known in dossier.common:
        users = [p.id for p in catalogue.procedures.values() if (line := p.document(known)) and "name" in line.shared]
        where = f"documents.toml, pris par {len(users)} démarches" if users else "pris par aucune démarche"
        yield Trace("document commun", known, where, orphan=not users)


def _named(catalogue: Catalogue, dossier: Dossier, left: Left) -> Iterator[Trace]:
    homes = _homes(catalogue)
    wanted = (
        *(("hors ANEF", known, "") for known in dossier.not_on_anef),
        *(("source", known, f"source.{known}") for known in dossier.sources),
        *(("règle", known, f"rule.{known}") for known in dossier.rules),
    )
    for what, known, usual in wanted:
        home = left.moved.get(known, usual)
        yield Trace(what, known, homes.get(home, f"absent du catalogue ({home or 'sans renvoi'})"), home not in homes)


def _homes(catalogue: Catalogue) -> dict[str, str]:
    """Where each thing stands that is not a procedure nor a line, by a name of its kind."""
    steps = {step.id for procedure in catalogue.procedures.values() for step in procedure.steps}
    return {
        **{f"elsewhere.{known}": f"elsewhere.toml, {known}" for known in catalogue.elsewhere},
        **{f"source.{known}": f"sources.toml, {known}" for known in catalogue.sources},
        **{f"rule.{known}": f"rules.toml, {known}" for known in catalogue.rules},
        **{known: f"general.toml, {known}" for known in steps if known.startswith("g-")},
    }


def _row(catalogue: Catalogue, row: Row, left: Left) -> Iterator[Trace]:
    title = f"{row.id} {row.permit}, {row.phase}"
    if not row.procedures:
        reason = left.reasons.get(row.id)
        yield Trace("annexe 10", title, reason or "ni démarche ni raison écrite", orphan=reason is None)
        return
    yield Trace("annexe 10", title, ", ".join(row.procedures))
    for known in row.procedures:
        procedure = catalogue.procedures.get(known)
        lines = {place: line.id for line in procedure.documents for place in line.annexe} if procedure else {}
        for place in row.places():
            reason = procedure.annexe_elsewhere.get(place) if procedure else None
            where = lines.get(place) or reason
            yield Trace("place", f"{place} {known}", where or "ni pièce ni raison écrite", orphan=not where)


def _strays(catalogue: Catalogue, dossier: Dossier, rows: Sequence[Row], left: Left) -> Iterator[Trace]:
    """What the catalogue says of something that was not read, or says twice."""
    about = {
        known: {place for row in rows if known in row.procedures for place in row.places()}
        for known in catalogue.procedures
    }
    for known, procedure in catalogue.procedures.items():
        if known not in dossier.procedures:
            yield Trace("démarche", known, "n’est pas dans le dossier", orphan=True)
        cited = {place for line in procedure.documents for place in line.annexe}
        for place in sorted(cited - about[known]):
            yield Trace("place", f"{place} {known}", "pièce d’une place qui n’existe pas pour elle", orphan=True)
        for place in sorted(set(procedure.annexe_elsewhere) - about[known]):
            yield Trace("place", f"{place} {known}", "raison pour une place qui n’existe pas pour elle", orphan=True)
        for place in sorted(cited & set(procedure.annexe_elsewhere)):
            yield Trace("place", f"{place} {known}", "à la fois une pièce et une raison", orphan=True)
    bare = {row.id for row in rows if not row.procedures}
    for known in left.reasons:
        if known not in bare:
            yield Trace("raison", known, "ligne qui n’existe pas, ou que des démarches couvrent", orphan=True)
    for known in left.moved:
        if known not in {*dossier.not_on_anef, *dossier.rules, *dossier.sources}:
            yield Trace("renvoi", known, "n’est pas dans le dossier", orphan=True)


def read_ids(folder: Path, name: str, key: str, kind: type[K]) -> K:
    """One list of ids, as it was written down when it was read.

    Raises:
        CatalogueError: ``catalogue.invalid``, when it is absent, damaged, or was changed by hand.
    """
    try:
        written = json.loads((folder / name).read_text(encoding="utf-8"))
        ids, wanted = written[key], written["sha256"]
        text = json.dumps(ids, sort_keys=True, separators=(",", ":"))
        found = msgspec.convert(ids, kind)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        reason = f"fichier illisible ({type(error).__name__})"
        raise CatalogueError("catalogue.invalid", file=f"trace/{name}", key=key, reason=reason) from None
    if hashlib.sha256(text.encode()).hexdigest() != wanted:
        raise CatalogueError("catalogue.invalid", file=f"trace/{name}", key=key, reason="empreinte différente")
    return found


def read_left(folder: Path) -> Left:
    """The written reasons."""
    table = Table.read(folder / "left.toml", "trace/left.toml")
    reasons: dict[str, str] = {}
    moved: dict[str, str] = {}
    for part in table.tables("left"):
        for row in part.texts("rows"):
            if row in reasons:
                raise part.wrong("rows", f"ligne répétée : {row}")
            reasons[row] = part.text("reason")
        part.done()
    for part in table.tables("moved"):
        if part.text("id") in moved:
            raise part.wrong("id", "identifiant répété")
        moved[part.text("id")] = part.text("to")
        part.done()
    table.done()
    return Left(reasons, moved)


def read(root: Path) -> tuple[Dossier, list[Row], Left]:
    """What ``trace`` compares the catalogue with."""
    folder = root / "trace"
    dossier = read_ids(folder, "dossier.json", "ids", Dossier)
    return dossier, read_ids(folder, "annexe10.json", "rows", list[Row]), read_left(folder)


def main(folder: Path | None = None, *, brief: bool = False) -> int:
    """Print where everything stands, or only what is lost when ``brief``; 1 when there is an orphan."""
    root = folder or paths.resources("catalogue")
    try:
        found = trace(load(root), *read(root))
    except CatalogueError as error:
        said = " ".join(str(error.params[name]) for name in ("file", "key", "reason") if error.params.get(name))
        sys.stdout.write(f"erreur : {said}\n")
        return 1
    lines = [f"{line.what} : {line.id} → {line.where}" for line in found if not (line.orphan or brief)]
    orphans = [f"orphelin : {line.what} : {line.id} → {line.where}" for line in found if line.orphan]
    counts = {what: sum(line.what == what for line in found) for what in dict.fromkeys(line.what for line in found)}
    total = ", ".join(f"{count} × {what}" for what, count in counts.items())
    sys.stdout.write("\n".join([*lines, *orphans, total, f"{len(orphans)} orphelins"]) + "\n")
    return 1 if orphans else 0


if __name__ == "__main__":
    sys.exit(main())
