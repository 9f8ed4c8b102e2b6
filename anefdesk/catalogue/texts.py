"""Every French text of the catalogue that the applicant sees, with its translation context.

Used by the extractor of translations/ and by tests; screens ask the same contexts of ``domain.contexts``.
"""

from collections.abc import Iterator
from typing import NamedTuple

from anefdesk.catalogue.loader import load
from anefdesk.domain import contexts
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.facts import Fact
from anefdesk.domain.interview import Interview
from anefdesk.domain.letter_template import LetterShelf
from anefdesk.domain.papers import PaperTable
from anefdesk.domain.procedure import Document, Procedure, Statement

_DOCUMENT_NOTES = {
    "name": "nom d’un document",
    "condition": "dans quel cas le document est demandé",
    "alternatives": "ce qui peut remplacer ou compléter le document",
    "if_missing": "conseil si la personne n’a pas le document",
    "max_age": "ancienneté permise du document",
}


class Text(NamedTuple):
    """One text to translate; ``note`` tells the translator what it is, in French."""

    context: str
    french: str
    note: str


def translatable(catalogue: Catalogue | None = None) -> Iterator[Text]:
    """Each text once, in catalogue order; a text shared by several procedures has one context."""
    known = catalogue or load()
    seen: set[str] = set()
    for text in _all(known):
        if text.french and text.context not in seen:
            seen.add(text.context)
            yield text


def _all(catalogue: Catalogue) -> Iterator[Text]:
    for procedure in catalogue.procedures.values():
        yield Text(contexts.of_procedure(procedure), procedure.name, "nom d’une démarche")
    for fact in catalogue.facts.values():
        yield from _of_fact(fact)
    for procedure in catalogue.procedures.values():
        yield from _of_procedure(procedure)
    for entry in catalogue.elsewhere.values():
        yield Text(contexts.of_elsewhere(entry), entry.what, "ce qui ne se demande pas sur l’ANEF")
        yield Text(contexts.of_statement(entry.where), entry.where.text, "où le demander")
    for door in catalogue.doors.values():
        yield Text(contexts.of_statement(door.what), door.what.text, "par où passe la demande")
    for rule in catalogue.rules.values():
        if rule.said:
            yield Text(contexts.of_statement(rule.what), rule.what.text, "règle générale, pour toutes les démarches")
    yield from _of_interview(catalogue)
    for permit in catalogue.permits.values():
        yield Text(contexts.of_permit(permit), permit.name, "titre de séjour ou papier")
    yield from _of_papers(catalogue.papers)
    for kind in catalogue.blockages.kinds.values():
        yield Text(contexts.of_blockage(kind), kind.said, "ce qui bloque, dit à la personne")
    yield from _of_letters(catalogue.letters)


def _of_letters(shelf: LetterShelf) -> Iterator[Text]:
    for letter in shelf.templates.values():
        for place, sentence in enumerate(letter.explanation):
            context = contexts.of_letter_explanation(letter, place)
            yield Text(context, sentence, "ce que fait une lettre, expliqué à la personne")


def _of_papers(table: PaperTable) -> Iterator[Text]:
    for paper in table.papers.values():
        yield Text(contexts.of_paper(paper), paper.name, "papier qui prouve un droit, ou n’en prouve aucun")
        yield Text(contexts.of_paper_advice(paper), paper.said, "conseil sur ce papier")
    for advice in table.before_gap.values():
        yield Text(contexts.of_before_gap(advice), advice.said, "que faire avant de ne plus pouvoir prouver un droit")


def _of_interview(catalogue: Catalogue) -> Iterator[Text]:
    for flag in catalogue.interview.flags:
        yield Text(contexts.of_rule(flag), flag.name, "danger à éviter, en peu de mots")
        yield Text(contexts.of_statement(flag.why), flag.why.text, "pourquoi c’est un danger")
        yield Text(contexts.of_turn_to(flag), flag.turn_to, "à qui s’adresser")
    for regime in catalogue.interview.regimes:
        yield Text(contexts.of_rule(regime), regime.name, "règles particulières, en peu de mots")
        yield Text(contexts.of_statement(regime.what), regime.what.text, "ce qui change pour ces personnes")
    for outcome in catalogue.interview.outcomes:
        yield Text(contexts.of_statement(outcome.why), outcome.why.text, "pourquoi cette démarche")


def _of_fact(fact: Fact) -> Iterator[Text]:
    yield Text(contexts.of_fact(fact), fact.question, "question posée à la personne, lue à voix haute")
    for choice in fact.choices:
        yield Text(contexts.of_choice(fact, choice), choice.name, f"réponse à : {fact.question}")


def _of_procedure(procedure: Procedure) -> Iterator[Text]:
    for document in procedure.documents:
        yield from _of_document(document)
    for note, statements in statements_of(procedure):
        for statement in statements:
            yield Text(contexts.of_statement(statement), statement.text, note)


def _of_document(document: Document) -> Iterator[Text]:
    for text, note in _DOCUMENT_NOTES.items():
        yield Text(contexts.of_document(document, text), getattr(document, text), note)


def statements_of(procedure: Procedure) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    """The statements the applicant reads, by subject in French."""
    yield "quand déposer", tuple(window.statement for window in procedure.windows)
    yield "prix", tuple(fee.statement for fee in procedure.fees)
    yield "étape sur le site ; le nom des boutons reste en français", procedure.steps
    yield "ce que la personne reçoit", procedure.outputs
    yield "silence de l’administration", procedure.silence
    yield "temps de réponse", procedure.processing_time
    yield "durée du titre", procedure.card_duration
    yield "droit au travail", procedure.work_right
    yield "exonérations", procedure.exemptions
    yield "piège à éviter", procedure.pitfalls


def interview_statements(interview: Interview) -> Iterator[Statement]:
    """What the interview states, rule by rule."""
    yield from (flag.why for flag in interview.flags)
    yield from (regime.what for regime in interview.regimes)
    yield from (outcome.why for outcome in interview.outcomes)
