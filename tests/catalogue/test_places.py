"""Where a demand goes and which court decides, by place."""

from collections import Counter
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from anefdesk.catalogue.loader import load
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.channels import Channel
from anefdesk.domain.facts import Fact, FactKind, Truth
from anefdesk.domain.procedure import Basis, Grade, OnAnef
from anefdesk.errors import CatalogueError


def test_each_departement_has_exactly_one_court(catalogue: Catalogue) -> None:
    served = Counter(code for court in catalogue.courts.values() for code in court.departments)
    assert set(served) == set(catalogue.departments)
    assert set(served.values()) == {1}
    for department in catalogue.departments.values():
        assert department.code in catalogue.courts[department.court].departments
    assert len(catalogue.courts) == 42


@pytest.mark.parametrize(
    ("department", "seat"),
    [
        *(("75", "Paris"), ("93", "Montreuil"), ("92", "Cergy-Pontoise"), ("69", "Lyon"), ("48", "Nîmes")),
        *(("2A", "Bastia"), ("36", "Limoges"), ("972", "Schœlcher"), ("976", "Mamoudzou"), ("974", "Saint-Denis")),
    ],
)
def test_the_court_of_a_residence(department: str, seat: str, catalogue: Catalogue) -> None:
    court = catalogue.court(department)
    assert court is not None
    assert court.seat == seat


def test_no_residence_no_court(catalogue: Catalogue) -> None:
    assert catalogue.court("") is None


def test_courts_rest_on_the_code_as_it_was_read(catalogue: Catalogue) -> None:
    for court in catalogue.courts.values():
        assert (court.evidence.basis, court.evidence.grade) == (Basis.LAW, Grade.B)
        assert court.evidence.sources == ("CJA",)
    assert "2024-04-18" in catalogue.sources["CJA"].version


def _door(catalogue: Catalogue, procedure: str, department: str = "", **facts: str) -> Channel:
    return catalogue.channel(procedure, department, facts).channel


def test_the_anef_is_said_wherever_the_procedure_is_there(catalogue: Catalogue) -> None:
    for procedure in catalogue.procedures.values():
        door = catalogue.channel(procedure.id)
        if procedure.on_anef is OnAnef.YES:
            assert door.channel is Channel.ANEF
        elif procedure.id != "tir":
            assert door.channel is not Channel.ANEF
        assert door.what.text


def test_unknown_is_said_to_be_so(catalogue: Catalogue) -> None:
    for known in ("stagiaire", "retraite", "ne-en-france-16-21-ans"):
        door = catalogue.channel(known, "69", {"request": "first"})
        assert door.channel is Channel.UNKNOWN
        assert door.what.evidence.grade is Grade.C
        assert "à vérifier" in door.what.text


def test_the_door_follows_the_request(catalogue: Catalogue) -> None:
    for known in ("apatride", "resident-longue-duree-ue"):
        assert _door(catalogue, known) is Channel.UNKNOWN
        assert _door(catalogue, known, request="first") is Channel.PREFECTURE
        assert _door(catalogue, known, request="renewal") is Channel.ANEF


def test_the_door_follows_the_place(catalogue: Catalogue) -> None:
    assert _door(catalogue, "admission-exceptionnelle", "45") is Channel.POST
    assert _door(catalogue, "admission-exceptionnelle", "91") is Channel.DEMARCHE_NUMERIQUE
    assert _door(catalogue, "admission-exceptionnelle", "69") is Channel.PREFECTURE
    assert _door(catalogue, "salarie", "75", request="first") is Channel.DEMARCHE_NUMERIQUE
    assert _door(catalogue, "salarie", "75", request="renewal") is Channel.PREFECTURE
    assert _door(catalogue, "rece", "69") is Channel.DEMARCHE_NUMERIQUE
    assert _door(catalogue, "naturalisation-decret", "973") is Channel.PREFECTURE
    assert _door(catalogue, "naturalisation-decret", "75") is Channel.ANEF


def test_the_door_follows_the_person(catalogue: Catalogue) -> None:
    assert _door(catalogue, "victime-traite") is Channel.ANEF
    assert _door(catalogue, "victime-traite", exit_programme="yes") is Channel.PREFECTURE
    algerian = "certificat-residence-algerien-1an"
    assert _door(catalogue, algerian, algerian_ground="sick") is Channel.ANEF
    assert _door(catalogue, algerian, algerian_ground="employee") is Channel.UNKNOWN
    assert _door(catalogue, algerian, algerian_ground="spouse") is Channel.UNKNOWN
    assert _door(catalogue, algerian, algerian_ground="spouse", french_spouse="yes") is Channel.ANEF
    assert _door(catalogue, "etudiant-premiere-demande", long_stay_visa="yes", exam_visa="yes") is Channel.PREFECTURE


def test_doors_outside_the_prefectures(catalogue: Catalogue) -> None:
    assert _door(catalogue, "regroupement-familial-demande") is Channel.OFII
    assert _door(catalogue, "visa-retour") is Channel.CONSULATE
    assert _door(catalogue, "attestation-asile") is Channel.COUNTER


def _values(fact: Fact) -> tuple[str, ...]:
    if fact.kind is FactKind.CHOICE:
        return tuple(choice.id for choice in fact.choices)
    return ("yes", "no") if fact.kind is FactKind.YES_NO else ("0", "17", "18", "64", "65")


def test_two_conditions_of_one_place_never_hold_together(catalogue: Catalogue) -> None:
    for procedure in catalogue.procedures:
        doors = [door for door in catalogue.doors.values() if procedure in door.procedures]
        for place in {code for door in doors for code in door.departments} | {""}:
            rules = [door for door in doors if place in door.departments or (not place and not door.departments)]
            rules = [door for door in rules if tuple(door.what.when.mentioned())]
            names = sorted({fact for door in rules for fact in door.what.when.mentioned()})
            for answers in product(*(_values(catalogue.facts[name]) for name in names)):
                facts = dict(zip(names, answers, strict=True))
                holding = [door.id for door in rules if door.what.when.holds(facts) is Truth.YES]
                assert len(holding) <= 1, (procedure, facts, holding)


BAD = {
    "a département without a court": ("courts.toml", '["01", ', "[", "courts", "département sans tribunal : 01"),
    "two courts": ("courts.toml", '["01", ', '["01", "75", ', "departments", "75 a déjà un tribunal : lyon"),
    "a court of nowhere": ("courts.toml", 'places = "Saint-Martin"\n', "", "courts[saint-martin]", "un ressort"),
    "an unknown département": ("courts.toml", '["01", ', '["01", "99", ', "courts[lyon].departments", "inconnu : 99"),
    "an unknown channel": ("channels.toml", 'channel = "ofii"', 'channel = "ofi"', "channel", "valeur inconnue : ofi"),
    "a door to nothing": ("channels.toml", '["visa-retour"]', '["visa"]', "procedures", "démarche inconnue : visa"),
    "a sentence of nobody": ("channels.toml", '"elsewhere.asile"', '"elsewhere.a"', "channels[asile].use", "inconnue"),
    "an unknown place": ("channels.toml", '["973"]', '["988"]', "departments", "département inconnu : 988"),
    "a place for everything": (
        "channels.toml",
        'procedures = ["naturalisation-decret"]\n',
        "",
        "channels[naturalisation-guyane].procedures",
        "clé absente",
    ),
    "no default": (
        "channels.toml",
        'id = "unknown"',
        'id = "unknown"\neverywhere = true\nprocedures = ["tir"]',
        "channels",
        "unknown",
    ),
    "off the ANEF without a door": (
        "channels.toml",
        '["rece"]\neverywhere',
        '["tir"]\neverywhere',
        "channels",
        "sans entrée : rece",
    ),
    "text without evidence": (
        "channels.toml",
        'use = "elsewhere.rece"',
        'text = "À la préfecture."',
        "channels[rece].evidence",
        "clé absente",
    ),
}


@pytest.mark.parametrize(("file", "before", "after", "key", "reason"), BAD.values(), ids=BAD)
def test_bad_places_are_refused(
    damage: Callable[[str, str, str], Path], file: str, before: str, after: str, key: str, reason: str
) -> None:
    with pytest.raises(CatalogueError) as refusal:
        load(damage(file, before, after))
    assert refusal.value.params["file"] in (file, "catalogue.toml")
    assert key in str(refusal.value.params["key"])
    assert reason in str(refusal.value.params["reason"])
