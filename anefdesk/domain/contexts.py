"""The translation context of each catalogue text shown to the applicant.

The catalogue lists the texts under these contexts; screens and papers ask for the gloss of the same ones.
"""

from anefdesk.domain.blockage_kinds import BlockageKind
from anefdesk.domain.facts import Choice, Fact
from anefdesk.domain.interview import RedFlag, Regime
from anefdesk.domain.letter_template import LetterTemplate
from anefdesk.domain.papers import BeforeGap, ProofPaper
from anefdesk.domain.procedure import Document, Elsewhere, PermitKind, Procedure, Statement

DOCUMENT_TEXTS = ("name", "condition", "alternatives", "if_missing", "max_age")


def of_procedure(procedure: Procedure) -> str:
    """Context of the procedure's name."""
    return f"{procedure.id}.name"


def of_document(document: Document, text: str = "name") -> str:
    """Context of one of ``DOCUMENT_TEXTS``: the same in all procedures when the wording is shared."""
    if text in document.shared or not document.procedure:
        return f"{document.id}.{text}"
    return f"{document.procedure}.{document.id}.{text}"


def of_statement(statement: Statement) -> str:
    """Context of a statement's sentence; empty when the sentence is for staff only."""
    return statement.id


def of_fact(fact: Fact) -> str:
    """Context of the question."""
    return f"fact.{fact.id}.question"


def of_choice(fact: Fact, choice: Choice) -> str:
    """Context of one answer."""
    return f"fact.{fact.id}.{choice.id}"


def of_elsewhere(elsewhere: Elsewhere) -> str:
    """Context of what is not on the ANEF; where it goes is a statement."""
    return f"{elsewhere.where.id}.what"


def of_permit(permit: PermitKind) -> str:
    """Context of the permit's name."""
    return f"permit.{permit.id}.name"


def of_rule(rule: RedFlag | Regime) -> str:
    """Context of the short name of a red flag or of special rules; why or what is a statement."""
    kind = "flag" if isinstance(rule, RedFlag) else "regime"
    return f"interview.{kind}.{rule.id}.name"


def of_turn_to(flag: RedFlag) -> str:
    """Context of whom to turn to."""
    return f"interview.flag.{flag.id}.turn_to"


def of_paper(paper: ProofPaper) -> str:
    """Context of a paper's name: that of the permit whose name it bears, if it does."""
    return f"permit.{paper.named_by}.name" if paper.named_by else f"paper.{paper.id}.name"


def of_paper_advice(paper: ProofPaper) -> str:
    """Context of what the person is told of a paper."""
    return f"paper.{paper.id}.said"


def of_before_gap(advice: BeforeGap) -> str:
    """Context of what the person is told to do about a gap in their rights."""
    return f"before_gap.{advice.id}.said"


def of_blockage(kind: BlockageKind) -> str:
    """Context of what the person is told of a blockage."""
    return f"blockage.{kind.code}.said"


def of_letter_explanation(letter: LetterTemplate, place: int) -> str:
    """Context of a sentence that tells the person what a letter does, by its place from 0."""
    return f"letter.{letter.id}.explanation.{place + 1}"
