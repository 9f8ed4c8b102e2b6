"""The general rules: complete for staff, said to the applicant in chosen words."""

from anefdesk.catalogue.texts import translatable
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.procedure import Basis, Grade

SUBJECTS = {
    "portal": 5,
    "upload": 6,
    "windows": 7,
    "interim": 8,
    "travel": 2,
    "silence": 4,
    "fees": 13,
    "civic": 4,
    "help": 4,
    "substitution": 4,
    "limits": 4,
    "change_of_status": 4,
    "orders": 5,
    "doubts": 12,
}


def test_every_chapter_is_there(catalogue: Catalogue) -> None:
    found = [rule.subject for rule in catalogue.rules.values()]
    assert {subject: found.count(subject) for subject in found} == SUBJECTS


def test_a_rule_stands_under_its_subject(catalogue: Catalogue) -> None:
    for rule in catalogue.rules.values():
        assert rule.id.rsplit("-", 1)[0].replace("-", "_") == rule.subject


def test_only_what_is_said_to_the_applicant_is_translated(catalogue: Catalogue) -> None:
    known = {text.context: text.french for text in translatable(catalogue)}
    for rule in catalogue.rules.values():
        assert bool(rule.what.id) is rule.said
        assert known.get(f"rule.{rule.id}") == (rule.what.text if rule.said else None)
    assert 10 < sum(rule.said for rule in catalogue.rules.values()) < 30


def test_what_is_to_be_checked_says_so(catalogue: Catalogue) -> None:
    for rule in catalogue.rules.values():
        assert (rule.what.evidence.grade is Grade.C) is (rule.what.evidence.basis in (Basis.KNOWLEDGE, Basis.UNKNOWN))
        assert "'" not in rule.what.text
    doubts = [rule for rule in catalogue.rules.values() if rule.subject == "doubts"]
    assert not any(rule.said for rule in doubts)


def test_every_source_of_the_dossier_is_cited(catalogue: Catalogue) -> None:
    cited = {source for rule in catalogue.rules.values() for source in rule.what.evidence.sources}
    assert {"ARR-AUG23", "CE-452798", "DDD-2024", "FAS-23", "FAS-SURVEY", "GILL-1025", "GISTI"} <= cited
    assert {"LEANDRE", "MRZ-25", "MRZ-API", "POPULACTION", "SENAT-2024", "TCHEN"} <= cited
