"""What the law requires, what is asked anyway and what is useful are three marks, never mixed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from anefdesk.catalogue.loader import load
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.procedure import Basis, Document, Mark, Requirement, mark_of
from anefdesk.errors import CatalogueError


def _line(catalogue: Catalogue, procedure: str, document: str) -> Document:
    found = catalogue.procedures[procedure].document(document)
    assert found is not None
    return found


def test_only_the_law_and_official_lists_require(catalogue: Catalogue) -> None:
    for procedure in catalogue.procedures.values():
        for line in procedure.documents:
            if mark_of(line) is Mark.BY_LAW:
                assert line.annexe or line.evidence.basis in (Basis.LAW, Basis.LEGAL_CONDITION, Basis.OFFICIAL_LIST)
            if line.requirement is Requirement.REQUIRED:
                assert line.evidence.basis not in (Basis.SECONDARY_LIST, Basis.KNOWLEDGE, Basis.UNKNOWN)
            assert (mark_of(line) is Mark.USEFUL) is (line.requirement is Requirement.USEFUL)


def test_annexe_10_is_the_reference_where_it_covers_the_procedure(catalogue: Catalogue) -> None:
    for procedure in catalogue.procedures.values():
        covered = bool(procedure.annexe_elsewhere) or any(line.annexe for line in procedure.documents)
        for line in procedure.documents:
            assert line.beyond_annexe is (covered and not line.annexe and not line.newer)
            if line.annexe and line.requirement is not Requirement.USEFUL:
                assert mark_of(line) is Mark.BY_LAW


@pytest.mark.parametrize(
    ("procedure", "document", "mark"),
    [
        ("refugie", "ref-decision", Mark.BY_LAW),
        ("refugie", "c-identite", Mark.USEFUL),
        ("salarie", "sal-presence", Mark.ASKED_ANYWAY),  # on an official sheet, not in the annex
        ("salarie", "c-examen-civique", Mark.BY_LAW),  # by a law later than the annex that was read
        ("talent-salarie-qualifie", "tal-seuil", Mark.ASKED_ANYWAY),
        (
            "accord-retrait-royaume-uni",
            "c-identite",
            Mark.BY_LAW,
        ),  # the annex is silent on this procedure, the official list is not
        ("titre-de-voyage", "tv-ancien", Mark.ASKED_ANYWAY),
    ],
)
def test_marks_of_known_lines(procedure: str, document: str, mark: Mark, catalogue: Catalogue) -> None:
    assert mark_of(_line(catalogue, procedure, document)) is mark


@pytest.mark.parametrize("basis", [Basis.SECONDARY_LIST, Basis.KNOWLEDGE, Basis.UNKNOWN])
def test_nothing_less_than_a_list_makes_a_law(basis: Basis, catalogue: Catalogue) -> None:
    line = _line(catalogue, "refugie", "ref-decision")
    said = replace(line, evidence=replace(line.evidence, basis=basis))
    assert mark_of(said) is Mark.ASKED_ANYWAY


@pytest.mark.parametrize(
    ("file", "before", "after", "key"),
    [
        ("documents.toml", 'requirement = "asked"', 'requirement = "required"', "documents[etu-inscription]"),
        (
            "procedures/naturalisation-decret.toml",
            'requirement = "asked"',
            'requirement = "required"',
            "documents[na-langue]",
        ),
    ],
)
def test_a_line_in_neither_list_cannot_be_required(
    damage: Callable[[str, str, str], Path], file: str, before: str, after: str, key: str
) -> None:
    with pytest.raises(CatalogueError) as refusal:
        load(damage(file, before, after))
    assert refusal.value.params["file"] == file
    assert refusal.value.params["key"] == f"{key}.requirement"
    assert "n’exige rien" in str(refusal.value.params["reason"])
