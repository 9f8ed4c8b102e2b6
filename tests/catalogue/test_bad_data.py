from collections.abc import Callable
from pathlib import Path

import pytest

from anefdesk.catalogue.loader import load
from anefdesk.errors import CatalogueError

REFUGEE = "procedures/refugie.toml"

BAD = {
    "TOML syntax": ("facts.toml", "[[facts]]", "[[facts]", "", "TOML"),
    "wrong type": ("documents.toml", "max_age_months = 6", 'max_age_months = "6"', "max_age_months", "nombre entier"),
    "a truth is no number": ("documents.toml", "max_age_months = 6", "max_age_months = true", "", "nombre entier"),
    "out of bounds": ("documents.toml", "max_age_months = 6", "max_age_months = 0", "max_age_months", "limites"),
    "unknown key": (REFUGEE, "family = ", 'colour = "blue"\nfamily = ', "colour", "clé inconnue"),
    "unknown key in a line": (
        REFUGEE,
        'id = "ref-decision"',
        'id = "ref-decision"\nx = 1',
        "documents[ref-decision].x",
        "clé inconnue",
    ),
    "unknown table": (REFUGEE, "[[pitfalls]]", "[[pitfals]]", "holds.pitfalls", "lus"),
    "missing key": (REFUGEE, 'family = "protection"\n', "", "family", "clé absente"),
    "missing grade": (REFUGEE, 'grade = "B", ', "", "grade", "clé absente"),
    "missing evidence": ("documents.toml", "evidence = ", "evidences = ", "c-identite].evidence", "clé absente"),
    "grade too high": (REFUGEE, 'grade = "B"', 'grade = "A"', "grade", "read_by"),
    "grade too low": (REFUGEE, 'grade = "B"', 'grade = "C"', "grade", "donne B"),
    "hint sold as sourced": (
        REFUGEE,
        'basis = "knowledge", grade = "C"',
        'basis = "knowledge", grade = "B"',
        "grade",
        "donne C",
    ),
    "reader without a day": (REFUGEE, 'grade = "B", ', 'grade = "A", read_by = "une juriste", ', "read_by", "ensemble"),
    "second-hand list read as law": (
        REFUGEE,
        'basis = "secondary-list", grade = "B", ',
        'basis = "secondary-list", grade = "A", read_by = "une juriste", read_on = 2026-11-23, ',
        "grade",
        "donne B",
    ),
    "dangling source": (REFUGEE, '"CESEDA"', '"CESEDO"', "legal_basis.evidence.sources", "source inconnue : CESEDO"),
    "law without source": (REFUGEE, 'sources = ["CESEDA"]', "sources = []", "sources", "au moins une source"),
    "unknown fact": (REFUGEE, "ofpra_papers", "ofpra_paper", "ref-etat-civil].when", "fait inconnu : ofpra_paper"),
    "unknown choice value": (REFUGEE, "request = first", "request = fisrt", "when", "n’a pas la valeur fisrt"),
    "condition syntax": (REFUGEE, "request = first and", "request = first and and", "when", "fait inconnu : and"),
    "duplicate id in a list": ("facts.toml", 'id = "married"', 'id = "age"', "facts[age].id", "répété"),
    "duplicate line": (REFUGEE, 'id = "ref-situation"', 'id = "ref-decision"', "documents[ref-decision].id", "répété"),
    "own line under a shared id": (REFUGEE, 'id = "ref-situation"', 'id = "c-cir"', "id", "répété"),
    "duplicate answer": ("facts.toml", '"renewal"', '"first"', "choices[first].id", "répétée"),
    "reserved word as a fact": ("facts.toml", 'id = "married"', 'id = "and"', "id", "lettres minuscules"),
    "one answer only": ("facts.toml", 'kind = "yes_no"', 'kind = "choice"', "choices", "au moins deux"),
    "unknown derivation": ("facts.toml", 'derived = "age"', 'derived = "years"', "derived", "years"),
    "impossible date": (REFUGEE, "checked = 2026-11-23", "checked = 2026-11-31", "", "TOML"),
    "date out of range": (REFUGEE, "checked = 2026-11-23", "checked = 1026-11-23", "checked", "date impossible"),
    "a moment is no date": (REFUGEE, "checked = 2026-11-23", "checked = 2026-11-23T10:00:00", "checked", "date AAAA"),
    "end before start": (
        "general.toml",
        "valid_from = 2026-05-01",
        "valid_from = 2026-05-01\nvalid_to = 2026-04-30",
        "valid_to",
        "avant le début",
    ),
    "window upside down": (
        "general.toml",
        "opens_days_before = 120",
        "opens_days_before = 30",
        "closes_days_before",
        "avant le début",
    ),
    "half a window": ("general.toml", "closes_days_before = 60\n", "", "closes_days_before", "clé absente"),
    "fee among pitfalls": (
        REFUGEE,
        'use = "g-late"',
        'use = "g-fee-first"',
        "pitfalls[g-fee-first]",
        "n’ont leur place",
    ),
    "dangling shared document": (
        REFUGEE,
        'use = "c-timbre"',
        'use = "c-timbres"',
        "documents[c-timbres].use",
        "inconnu",
    ),
    "dangling shared sentence": (REFUGEE, 'use = "g-late"', 'use = "g-later"', "pitfalls[g-later].use", "inconnue"),
    "shared document renamed": (
        REFUGEE,
        'use = "c-timbre"',
        'use = "c-timbre"\nname = "Timbre"',
        "name",
        "garde son nom",
    ),
    "line left out": (REFUGEE, '  "ref-situation",\n', "", "contents", "ne cite pas"),
    "annexe without its source": (REFUGEE, '"RI-TS", "A10-2022"]', '"RI-TS"]', "annexe", "vont ensemble"),
    "annexe source without its place": (REFUGEE, 'annexe = ["38.1/6"]\n', "", "annexe", "vont ensemble"),
    "unknown word": (REFUGEE, 'requirement = "required"', 'requirement = "obligatory"', "requirement", "obligatory"),
    "unknown request": (REFUGEE, '["first", "renewal"]', '["first", "second"]', "requests", "valeur inconnue"),
    "empty text": (REFUGEE, 'family = "protection"', 'family = ""', "family", "vide"),
    "invisible character": (REFUGEE, 'family = "protection"', 'family = "pro\u202etection"', "family", "invisibles"),
    "not the file's name": (REFUGEE, 'id = "refugie"', 'id = "refugies"', "id", "nom du fichier"),
    "version apart from the date": (
        "catalogue.toml",
        'version = "2026',
        'version = "2025',
        "version",
        "date du catalogue",
    ),
    "file cut short": (
        "permits.toml",
        '\n[[permits]]\nid = "aucun"\nname = "Aucun titre de séjour"',
        "",
        "counts.permits",
        "22 lus",
    ),
    "elsewhere of an unknown procedure": (
        "elsewhere.toml",
        'procedures = ["rece"]',
        'procedures = ["reces"]',
        "",
        "démarche inconnue : reces",
    ),
    "a request the procedure does not know": (
        "interview.toml",
        'procedure = "visa-retour"\nrequest = "visa"',
        'procedure = "visa-retour"\nrequest = "first"',
        "",
        "demande que la démarche ne connaît pas",
    ),
    "a permit nobody can answer": ("permits.toml", 'id = "adf"', 'id = "adfs"', "permit", "diffèrent : adf"),
    "a sentence lost": (REFUGEE, "pitfalls = ", "pitfalls = 1", "holds.pitfalls", "lus"),
    "nothing counted": (REFUGEE, "holds = ", "# holds = ", "holds", "clé absente"),
    "an answer lost": (
        "facts.toml",
        '  { id = "renewal", name = "Un renouvellement" },\n',
        "",
        "counts.choices",
        "245 lus",
    ),
    "an amount without its amount": ("general.toml", "cents = 35000\n", "", "statements[g-fee-first].cents", "absente"),
    "elsewhere of nothing": ("elsewhere.toml", 'procedures = ["rece"]\n', "", "elsewhere[rece].procedures", "absente"),
    "a door of one place left open": (
        "channels.toml",
        'departments = ["973"]\n',
        "",
        "channels[naturalisation-guyane].departments",
        "l’un des deux",
    ),
    "no such département": ("departments.toml", 'code = "69"', 'code = "20"', "code", "département inconnu"),
    "not a list": ("permits.toml", "[[permits]]", "[permits]", "", "TOML"),
    "a table where a list is due": (
        "permits.toml",
        '[[permits]]\nid = "visa-court"',
        '[permit]\nid = "visa-court"',
        "permit",
        "clé inconnue",
    ),
}


@pytest.mark.parametrize(("file", "before", "after", "key", "reason"), BAD.values(), ids=BAD)
def test_bad_data_is_refused_with_file_key_and_reason(
    damage: Callable[[str, str, str], Path], file: str, before: str, after: str, key: str, reason: str
) -> None:
    with pytest.raises(CatalogueError) as refusal:
        load(damage(file, before, after))
    error = refusal.value
    assert error.code == "catalogue.invalid"
    assert error.params["file"] in (file, "catalogue.toml")
    assert key in str(error.params["key"])
    assert reason in str(error.params["reason"])


def test_grade_a_is_accepted_once_somebody_read_the_text(damage: Callable[[str, str, str], Path]) -> None:
    known = load(
        damage(REFUGEE, 'grade = "B", sources', 'grade = "A", read_by = "une juriste", read_on = 2026-11-23, sources')
    )
    assert known.procedures["refugie"].legal_basis.evidence.read_by == "une juriste"


def test_an_absent_file_is_named(folder: Path) -> None:
    (folder / "facts.toml").unlink()
    with pytest.raises(CatalogueError) as refusal:
        load(folder)
    assert refusal.value.params == {"file": "facts.toml", "key": "", "reason": "fichier absent"}


def test_a_line_belongs_to_one_procedure(folder: Path) -> None:
    path = folder / REFUGEE
    path.write_text(path.read_text(encoding="utf-8").replace('"ref-situation"', '"ps-decision"'), encoding="utf-8")
    with pytest.raises(CatalogueError) as refusal:
        load(folder)
    assert refusal.value.params["file"] == REFUGEE
    assert refusal.value.params["key"] == "documents[ps-decision].id"


def test_a_lost_procedure_is_noticed(folder: Path) -> None:
    (folder / REFUGEE).unlink()
    with pytest.raises(CatalogueError) as refusal:
        load(folder)
    assert refusal.value.params["key"] == "counts.procedures"
