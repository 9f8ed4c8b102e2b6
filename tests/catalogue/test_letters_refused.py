"""Letters and addresses that are refused, with the file and the key where they are wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from anefdesk.catalogue.loader import load
from anefdesk.domain.catalogue import Catalogue
from anefdesk.errors import CatalogueError
from tests.catalogue.test_letters import TODAY

Damage = Callable[[str, str, str], Path]


@pytest.mark.parametrize("address", ["minister", "defender", "cnil"])
def test_only_addresses_that_were_read_are_shipped(catalogue: Catalogue, address: str) -> None:
    shipped = {name for name, one in catalogue.letters.addressees.items() if one.lines}
    assert shipped == {"minister", "defender", "cnil"}
    form = catalogue.letters.addressees[address]
    assert form.source
    assert form.checked == TODAY


@pytest.mark.parametrize(
    ("file", "before", "after", "key"),
    [
        ("letters/L01.toml", "{filed_on}", "{filed}", "paragraphs[facts].text"),
        ("letters/L01.toml", "{filed_on}", "{filed_on", "paragraphs[facts].text"),
        ("letters/L01.toml", "{cite:l112-11}", "{cite:l112-12}", "paragraphs[acknowledged].text"),
        ("letters/L01.toml", 'when = "has_permit_end"', 'when = "always"', "paragraphs[permit].text"),
        ("letters/L01.toml", 'when = "has_permit_end"', 'when = "has_permit"', "paragraphs[permit].when"),
        ("letters/L01.toml", 'when = "has_permit_end"', "essential = true", "paragraphs[permit].text"),
        ("letters/L01.toml", '"permit_end", ', '"permit_end", "api_end", ', "needed"),
        ("letters/L01.toml", '"permit_end", ', '"permit_ends", ', "fields"),
        ("letters/L01.toml", 'id = "L01"', 'id = "L99"', "id"),
        ("letters/L01.toml", 'addressee = "prefect"', 'addressee = "king"', "addressee"),
        ("letters/L01.toml", 'grade = "C"', 'grade = "A"', "delay.base"),
        ("letters/L20.toml", "{bloqué/bloquée}", "{bloqué/}", "paragraphs[facts].text"),
        ("letters/L23.toml", 'fields = ["centre_name"]', 'fields = ["centre_name", "person_name"]', "needed"),
        ("letters/L12.toml", "checked = 2026-11-23", "checked = 2026-11-23\nanonymous = true", "anonymous"),
        ("letters/L17.toml", "essential = true", "essential = false", "letter_marks"),
        ("citations.toml", 'sources = ["CESEDA", "RIGHTS"]', "sources = []", "citations[r431-15-1-issue].sources"),
        ("citations.toml", 'sources = ["CESEDA", "RIGHTS"]', 'sources = ["X"]', "citations[r431-15-1-issue].sources"),
        ("citations.toml", "Lorsque l’instruction", "Lorsque {x} l’instruction", "citations[r431-15-1-issue].text"),
        ("addressees.toml", 'id = "court"', 'id = "cour"', "addressees[cour].id"),
        ("addressees.toml", 'lines = ["CNIL", ', 'lignes = ["CNIL", ', "addressees[cnil].lines"),
        ("letter_guards.toml", 'unless = ["api", ', 'unless = ["none", "apu", ', "letter_guards[regular].unless"),
        ("letter_fields.toml", 'told_by = "filed_on"', 'told_by = "person_name"', "letter_fields[filed_on].told_by"),
        ("letter_fields.toml", 'id = "removal"', 'id = "has_removal"', "letter_fields[has_removal].id"),
        ("letter_fields.toml", 'id = "court_name"', 'id = "prefet"', "letter_fields[prefet].id"),
    ],
)
def test_bad_letters_are_refused_with_file_and_key(
    damage: Damage, file: str, before: str, after: str, key: str
) -> None:
    with pytest.raises(CatalogueError) as refusal:
        load(damage(file, before, after))
    assert key in str(refusal.value.params["key"])
