"""What another version says differently of one procedure: every line, and nothing that nobody would notice."""

import dataclasses

import pytest

from anefdesk.catalogue.loader import load
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.catalogue_changes import FieldChange, LineChange, Turn, compare
from anefdesk.domain.facts import Is
from anefdesk.domain.procedure import Basis, OnAnef, Procedure, Requirement
from tests.later_catalogue import later


@pytest.fixture(scope="module")
def before() -> Catalogue:
    return load()


@pytest.fixture(scope="module")
def after() -> Catalogue:
    return later()


def test_a_procedure_does_not_differ_from_itself(before: Catalogue) -> None:
    for procedure in before.procedures.values():
        assert compare(procedure, procedure) == ()


def test_each_line_that_changed_is_told_once(before: Catalogue, after: Catalogue) -> None:
    told = compare(before.procedures["protection-subsidiaire"], after.procedures["protection-subsidiaire"])
    assert {(one.part, one.key, one.turn) for one in told} == {
        ("documents", "ps-lettre", Turn.ADDED),
        ("documents", "ps-etat-civil", Turn.REMOVED),
        ("documents", "ps-decision", Turn.CHANGED),
        ("documents", "c-domicile", Turn.CHANGED),
        ("documents", "c-hebergement", Turn.CHANGED),
        ("documents", "c-photos", Turn.CHANGED),
        ("fees", "g-fee-protection-renewal", Turn.CHANGED),
    }
    assert len(told) == len({(one.part, one.key) for one in told})
    assert not any(one.wording_only for one in told)
    fields = {one.key: {field.field: (field.before, field.after) for field in one.fields} for one in told}
    assert fields["c-photos"] == {"requirement": (Requirement.DEPENDS, Requirement.USEFUL)}
    assert fields["c-domicile"] == {"max_age_months": (6, 3), "max_age": ("Moins de 6 mois", "Moins de 3 mois")}
    assert fields["g-fee-protection-renewal"]["cents"] == (25000, 27000)
    assert set(fields["ps-decision"]) == {"when"}


def test_backwards_the_same_lines_turn_round(before: Catalogue, after: Catalogue) -> None:
    turned = {Turn.ADDED: Turn.REMOVED, Turn.REMOVED: Turn.ADDED, Turn.CHANGED: Turn.CHANGED}
    for name, old in before.procedures.items():
        there, back = compare(old, after.procedures[name]), compare(after.procedures[name], old)
        assert {(one.part, one.key, turned[one.turn]) for one in there} == {
            (one.part, one.key, one.turn) for one in back
        }


def test_another_wording_is_told_apart(before: Catalogue, after: Catalogue) -> None:
    (told,) = compare(before.procedures["vls-ts-validation"], after.procedures["vls-ts-validation"])
    assert (told.part, told.turn, told.wording_only) == ("pitfalls", Turn.CHANGED, True)
    assert told.said.startswith("Relisez")


def test_a_date_of_check_is_no_difference(before: Catalogue, after: Catalogue) -> None:
    assert before.procedures["visa-retour"] != after.procedures["visa-retour"]
    assert compare(before.procedures["visa-retour"], after.procedures["visa-retour"]) == ()


def _changed(procedure: Procedure, **values: object) -> tuple[LineChange, ...]:
    return compare(procedure, dataclasses.replace(procedure, **values))  # type: ignore[arg-type]  # names are the class's


def test_the_procedure_itself_and_emptied_lists_are_told(before: Catalogue) -> None:
    refugee = before.procedures["refugie"]
    (own,) = _changed(refugee, on_anef=OnAnef.NO, name="Autre nom")
    assert (own.part, own.key, own.said) == ("", "", "Autre nom")
    assert {field.field for field in own.fields} == {"on_anef", "name"}
    assert _changed(refugee, to_check=(), family="autre", annexe_elsewhere={}) == ()
    gone = _changed(refugee, windows=())
    assert [one.turn for one in gone] == [Turn.REMOVED] * len(refugee.windows)
    assert {one.part for one in gone} == {"windows"}


def test_what_a_line_stands_on_is_told_with_its_condition(before: Catalogue) -> None:
    refugee = before.procedures["refugie"]
    first = refugee.documents[0]
    shaken = dataclasses.replace(first.evidence, basis=Basis.KNOWLEDGE)
    other = dataclasses.replace(first, evidence=shaken, when=Is("married"), pictogram="autre")
    (told,) = _changed(refugee, documents=(other, *refugee.documents[1:]))
    assert {field.field for field in told.fields} == {"basis", "when"}


@pytest.mark.parametrize(
    ("field", "before_", "after_", "wording"),
    [
        ("text", "Déposez avant 4 mois", "Il faut déposer avant 4 mois", True),
        ("text", "Déposez avant 4 mois", "Déposez avant 2 mois", False),
        ("text", "Déposez avant 4 mois", "Déposez avant 4 mois et 2 jours", False),
        ("condition", "", "Si vous êtes mariée", False),
        ("alternatives", "Facture", "", False),
        ("cents", 25000, 25000.0, False),
        ("requirement", Requirement.USEFUL, Requirement.REQUIRED, False),
    ],
)
def test_words_may_change_figures_may_not(field: str, before_: object, after_: object, *, wording: bool) -> None:
    assert FieldChange(field, before_, after_).wording_only is wording
