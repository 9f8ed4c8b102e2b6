from datetime import date

import pytest

from anefdesk.catalogue import check
from anefdesk.catalogue.loader import load
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.two_d_doc import Form
from anefdesk.errors import CatalogueError
from tests.catalogue.conftest import Damage

FILE = "two_d_doc.toml"

BAD = {
    "an unknown source": ('"2DDOC-SPEC"', '"2DDOC-SPIC"', "sources", "source inconnue : 2DDOC-SPIC"),
    "no source": ('["2DDOC-SPEC", "2DDOC-A"]', "[]", "sources", "au moins une source"),
    "an identifier too long": ('id = "6J"', 'id = "6JJ"', "code_fields[6JJ].id", "deux chiffres"),
    "an identifier twice": ('id = "6J"', 'id = "6I"', "code_fields[6I].id", "identifiant répété"),
    "lengths reversed": ("least = 9\nmost = 11", "least = 12\nmost = 11", "code_fields[6Z].most", "plus petit"),
    "an unknown form": ('form = "hour"', 'form = "hours"', "code_fields[07].form", "valeur inconnue : hours"),
    "an empty table of values": (
        'values = { "F" = "féminin", "M" = "masculin" }',
        "values = {}",
        "code_fields[68].values",
        "au moins une valeur",
    ),
    "a field lost": ('[[code_fields]]\nid = "G5"', '[[code_types]]\nid = "G5"', "code_types[G5].form", "clé inconnue"),
}


@pytest.mark.parametrize("named", BAD)
def test_a_bad_table_is_refused_with_its_place(named: str, damage: Damage) -> None:
    before, after, key, reason = BAD[named]
    folder = damage(FILE, before, after)
    with pytest.raises(CatalogueError) as error:
        load(folder)
    assert error.value.params["file"] == FILE
    assert error.value.params["key"] == key or (named == "a field lost" and "code_types[G5]" in str(error.value))
    assert reason in str(error.value.params["reason"])


def test_a_file_cut_short_is_refused(damage: Damage) -> None:
    with pytest.raises(CatalogueError):
        load(damage("catalogue.toml", "code_fields = 86", "code_fields = 85"))


def test_what_the_papers_of_the_anef_hold_is_known(catalogue: Catalogue) -> None:
    codes = catalogue.codes
    assert codes.types["13"] == "Document étranger"
    assert {"60", "62", "67", "69", "6J", "6K", "6L", "6N", "6O", "6P", "6Q"} <= set(codes.fields)
    assert codes.fields["6J"].values["2"].startswith("Attestation de prolongation d’instruction")
    assert {codes.fields[one].form for one in ("69", "6L", "6N", "6O")} == {Form.DAY}
    for field in codes.fields.values():
        if field.form is Form.DAY:
            assert (field.least, field.most) == (8, 8)
        if field.form in {Form.DAYS, Form.COUNTRY}:
            assert field.least == field.most


def test_a_table_grown_old_is_seen(damage: Damage) -> None:
    folder = damage(FILE, "checked = 2026-11-23", "checked = 2025-11-22")
    assert [finding.where for finding in check.check(date(2026, 11, 23), folder)] == ["two_d_doc.toml"]
