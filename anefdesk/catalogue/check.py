"""What the authors of the catalogue must look at: errors, values grown old, amounts about to end.

Run by ``anefdesk catalogue check`` and by ``make check``; exit code 1 when the catalogue is wrong.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from pathlib import Path

from anefdesk import paths
from anefdesk.catalogue import glossed
from anefdesk.catalogue.loader import load
from anefdesk.catalogue.texts import interview_statements, statements_of, translatable
from anefdesk.domain.blockage_kinds import BlockageKind, HarmKind, Measure, Step
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.contexts import of_document
from anefdesk.domain.facts import Condition
from anefdesk.domain.months import add_months
from anefdesk.domain.procedure import Evidence, Grade, Procedure
from anefdesk.errors import CatalogueError
from anefdesk.i18n.check import faults_of_file

ENDS_SOON = timedelta(days=60)


class Weight(Enum):
    """Whether a finding stops the build."""

    ERROR = "erreur"
    WARNING = "à revoir"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at; ``where`` is a file and key, or a translation context."""

    weight: Weight
    where: str
    what: str


def check(today: date, folder: Path | None = None) -> list[Finding]:
    """Read the catalogue and tell what must be mended or looked at again."""
    try:
        catalogue = load(folder)
    except CatalogueError as error:
        where = " ".join(str(error.params[name]) for name in ("file", "key") if error.params.get(name))
        return [Finding(Weight.ERROR, where, str(error.params["reason"]))]
    return [*_old(catalogue, today), *_ending(catalogue, today), *_unused(catalogue), *_drawings(catalogue)]


def evidence_of(procedure: Procedure) -> Iterator[tuple[str, Evidence]]:
    """Everything the procedure states, with where it stands."""
    yield f"{procedure.id}.legal_basis", procedure.legal_basis.evidence
    yield f"{procedure.id}.category", procedure.category.evidence
    for document in procedure.documents:
        yield of_document(document), document.evidence
    for _, statements in statements_of(procedure):
        for statement in statements:
            yield statement.id, statement.evidence


def _stated(catalogue: Catalogue) -> Iterator[tuple[str, Evidence]]:
    for procedure in catalogue.procedures.values():
        yield from evidence_of(procedure)
    for entry in catalogue.elsewhere.values():
        yield entry.where.id, entry.where.evidence
    for statement in interview_statements(catalogue.interview):
        yield statement.id, statement.evidence
    for door in catalogue.doors.values():
        yield f"channels.toml {door.id}", door.what.evidence
    for rule in catalogue.rules.values():
        yield f"rules.toml {rule.id}", rule.what.evidence
    for court in catalogue.courts.values():
        yield f"courts.toml {court.id}", court.evidence
    for shown in catalogue.look_at.values():
        yield f"look_at.toml {shown.id}", shown.evidence


def _old(catalogue: Catalogue, today: date) -> Iterator[Finding]:
    told = set()
    for where, evidence in _stated(catalogue):
        if where in told:
            continue
        told.add(where)
        yield from _aged(where, evidence.checked, today)
    for rule in catalogue.deadlines.rules.values():
        yield from _aged(f"deadlines.toml {rule.id}", rule.checked, today)
    for where, line in _of_blockages(catalogue):
        yield from _aged(where, line.checked, today)
    for paper in catalogue.papers.papers.values():
        yield from _aged(f"papers.toml {paper.id}", paper.checked, today)
    for advice in catalogue.papers.before_gap.values():
        yield from _aged(f"papers.toml {advice.id}", advice.checked, today)
    if catalogue.codes.checked is not None:
        yield from _aged("two_d_doc.toml", catalogue.codes.checked, today)
    for citation in catalogue.letters.citations.values():
        yield from _aged(f"citations.toml {citation.id}", citation.checked, today)
    for letter in catalogue.letters.templates.values():
        yield from _aged(f"letters/{letter.id}.toml", letter.checked, today)


def _of_blockages(catalogue: Catalogue) -> Iterator[tuple[str, BlockageKind | Step | Measure | HarmKind]]:
    table = catalogue.blockages
    for kind, lines in (("kinds", table.kinds), ("steps", table.steps), ("measures", table.measures)):
        yield from ((f"blockages.toml {kind}[{name}]", line) for name, line in lines.items())
    yield from ((f"harms.toml {name}", harm) for name, harm in catalogue.harms.items())


def _aged(where: str, checked: date, today: date) -> Iterator[Finding]:
    if add_months(checked, 12) < today:
        yield Finding(Weight.WARNING, where, f"vérifié il y a plus d’un an, le {checked:%d/%m/%Y}")
    elif checked > today:
        yield Finding(Weight.ERROR, where, f"vérifié dans l’avenir, le {checked:%d/%m/%Y}")


def _ending(catalogue: Catalogue, today: date) -> Iterator[Finding]:
    fees = {fee.statement.id: fee for procedure in catalogue.procedures.values() for fee in procedure.fees}
    for where, fee in fees.items():
        if fee.valid_to is None:
            continue
        if fee.valid_to < today:
            yield Finding(Weight.WARNING, where, f"montant terminé le {fee.valid_to:%d/%m/%Y}")
        elif fee.valid_to - today <= ENDS_SOON:
            yield Finding(Weight.WARNING, where, f"montant valable jusqu’au {fee.valid_to:%d/%m/%Y}")


def _unused(catalogue: Catalogue) -> Iterator[Finding]:
    cited = {source for _, evidence in _stated(catalogue) for source in evidence.sources}
    cited |= set(catalogue.codes.sources)
    cited |= {source for _, line in _of_blockages(catalogue) for source in line.sources}
    cited |= {source for paper in catalogue.papers.papers.values() for one in paper.worths for source in one.sources}
    cited |= {source for citation in catalogue.letters.citations.values() for source in citation.sources}
    for source in sorted(set(catalogue.sources) - cited):
        yield Finding(Weight.WARNING, f"sources.toml {source}", "source que rien ne cite")
    printed = {
        name for letter in catalogue.letters.templates.values() for one in letter.paragraphs for name in one.cites
    }
    for name in sorted(set(catalogue.letters.citations) - printed):
        yield Finding(Weight.WARNING, f"citations.toml {name}", "citation qu’aucune lettre n’emploie")
    asked = {fact for p in catalogue.procedures.values() for when in _conditions(p) for fact in when.mentioned()}
    said = (*(door.what for door in catalogue.doors.values()), *(rule.what for rule in catalogue.rules.values()))
    asked |= {fact for statement in said for fact in statement.when.mentioned()}
    asked |= set(catalogue.interview.order)
    for fact in sorted(set(catalogue.facts) - asked):
        yield Finding(Weight.WARNING, f"facts.toml {fact}", "question dont rien ne dépend")


def _conditions(procedure: Procedure) -> Iterator[Condition]:
    yield from (document.when for document in procedure.documents)
    yield from (statement.when for _, statements in statements_of(procedure) for statement in statements)


def _drawings(catalogue: Catalogue) -> Iterator[Finding]:
    wanted = {document.pictogram for p in catalogue.procedures.values() for document in p.documents}
    wanted |= {fact.pictogram for fact in catalogue.facts.values() if fact.pictogram}
    for name in sorted(wanted):
        if not paths.resources("pictograms", f"{name}.svg").is_file():
            yield Finding(Weight.WARNING, f"pictograms {name}", "pictogramme absent")


def translations(catalogue: Catalogue) -> Iterator[Finding]:
    """What is wrong with the catalogue's translations, and where some are missing."""
    for language, states in glossed.shares(catalogue):
        where = f"translations/{language.code}/LC_MESSAGES/content.po"
        yield from (Finding(Weight.ERROR, where, fault) for fault in faults_of_file(language, "content", Counter()))
        if states["missing"]:
            yield Finding(Weight.WARNING, where, f"{states['missing']} textes à traduire")


def report(catalogue: Catalogue) -> Iterator[str]:
    """Counts per procedure, share of each grade, and how much there is to translate."""
    yield f"Catalogue {catalogue.version} : {len(catalogue.procedures)} démarches"
    for procedure in catalogue.procedures.values():
        grades = _shares(procedure)
        yield (
            f"  {procedure.id:32} {len(procedure.documents):3} pièces, {len(procedure.annexe_elsewhere):2} renvois, "
            f"{len(procedure.to_check):2} points à vérifier, {grades}"
        )
    texts = list(translatable(catalogue))
    words = sum(len(text.french.split()) for text in texts)
    yield f"  {len(catalogue.facts)} questions, {len(catalogue.sources)} sources, {len(texts)} textes, {words} mots"
    yield from glossed.lines(catalogue)


def _shares(procedure: Procedure) -> str:
    counted = Counter(evidence.grade for _, evidence in evidence_of(procedure))
    whole = counted.total()
    return " ".join(f"{grade.value} {counted[grade] * 100 // whole} %" for grade in Grade)


def main(today: date | None = None) -> int:
    """Print the report and the findings; 1 when there is an error."""
    findings = check(today or date.today())  # noqa: DTZ011 - the day on this desk's wall
    readable = not any(finding.weight is Weight.ERROR for finding in findings)
    lines: list[str] = []
    if readable:
        catalogue = load()
        findings += translations(catalogue)
        lines += report(catalogue)
    errors = sum(finding.weight is Weight.ERROR for finding in findings)
    lines += [f"{finding.weight.value} : {finding.where} : {finding.what}" for finding in findings]
    lines.append(f"{errors} erreurs, {len(findings) - errors} points à revoir")
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
