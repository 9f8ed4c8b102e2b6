"""What to look at when something changes in a family: read from its file, found by notice, refused when wrong."""

from datetime import date

import pytest

from anefdesk.catalogue import check
from anefdesk.catalogue.loader import load
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.household import EventKind, LifeEvent, Notice, NoticeCode, Relation, Relative, notices
from anefdesk.domain.look_at import look_at
from anefdesk.domain.procedure import Basis
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.errors import CatalogueError
from tests.catalogue.conftest import Damage

FILE = "look_at.toml"
CASE = CaseId(b"c" * 16)
KIN = (None, *Relation)


def _possible() -> list[Notice]:
    """Every notice a file can hear of, by relation: birthdays of the living, and each event."""
    events = tuple(LifeEvent(id=ObjectId(kind.value.encode()), kind=kind, on="2026") for kind in EventKind)
    told = [Relative(CASE, kin, "2010", happened) for kin in KIN for happened in ((), events)]
    return [notice for relative in told for notice in notices(relative)]


def _procedures(catalogue: Catalogue, code: NoticeCode, kin: Relation | None) -> tuple[str, ...]:
    found = look_at(catalogue.look_at.values(), Notice("", code, CASE, kin, date(2026, 11, 23), exact=True))
    return found.procedures if found else ()


def test_every_entry_answers_a_notice_that_can_come(catalogue: Catalogue) -> None:
    possible = {(notice.code, notice.relation) for notice in _possible()}
    assert {(one.notice, kin) for one in catalogue.look_at.values() for kin in one.relations} <= possible


def test_where_nothing_was_found_it_is_to_be_verified(catalogue: Catalogue) -> None:
    found = [look_at(catalogue.look_at.values(), notice) for notice in _possible()]
    assert None in found
    assert any(found)
    assert _procedures(catalogue, NoticeCode.DEATH, Relation.HOST) == ()
    assert look_at((), _possible()[0]) is None


def test_the_relation_makes_the_difference(catalogue: Catalogue) -> None:
    assert _procedures(catalogue, NoticeCode.NATURALISED, Relation.PARENT) == ("enfant-etranger-francais",)
    assert _procedures(catalogue, NoticeCode.NATURALISED, Relation.SIBLING) == ("nationalite-ascendant-fratrie",)
    assert "enfant-etranger-francais" in _procedures(catalogue, NoticeCode.TURNS_18, None)
    assert "parent-enfant-francais" in _procedures(catalogue, NoticeCode.TURNS_18, Relation.CHILD)
    assert _procedures(catalogue, NoticeCode.TURNS_16, Relation.SPOUSE) == ()


def test_what_only_a_secondary_list_names_is_not_said_to_be_law(catalogue: Catalogue) -> None:
    unknown = {known for known, one in catalogue.procedures.items() if one.legal_basis.evidence.basis is Basis.UNKNOWN}
    for one in catalogue.look_at.values():
        if unknown & set(one.procedures):
            assert one.evidence.basis is not Basis.LAW, one.id


def test_an_entry_grown_old_and_a_source_only_it_cites_are_seen(damage: Damage, catalogue: Catalogue) -> None:
    damage(FILE, "checked = 2026-11-23", "checked = 2025-11-22")
    folder = damage("sources.toml", "[[sources]]", '[[sources]]\nid = "X"\ntitle = "x"\nwhere = "x"\n\n[[sources]]')
    counted = len(catalogue.sources)
    damage("catalogue.toml", f"sources = {counted}", f"sources = {counted + 1}")
    found = [(finding.where, finding.what) for finding in check.check(date(2026, 11, 23), folder)]
    assert found == [
        ("look_at.toml turns-16", "vérifié il y a plus d’un an, le 22/11/2025"),
        ("sources.toml X", "source que rien ne cite"),
    ]
    damage(FILE, '"CESEDA"', '"CESEDA", "X"')
    assert [finding.where for finding in check.check(date(2026, 11, 23), folder)] == ["look_at.toml turns-16"]


BAD = {
    "an unknown notice": ('"turns_16"', '"turns_17"', "look_at[turns-16].notice", "valeur inconnue : turns_17"),
    "an unknown relation": ('["sibling"]', '["cousin"]', "look_at[naturalised-sibling].relations", "inconnue : cousin"),
    "nobody": ('["sibling"]', "[]", "look_at[naturalised-sibling].relations", "au moins une valeur"),
    "an unknown procedure": ('"ne-en-france-16-21-ans"', '"ne"', "look_at[turns-16].procedures", "inconnue : ne"),
    "no procedure": ('["nationalite-ascendant-fratrie"]', "[]", "procedures", "au moins une valeur"),
    "a procedure twice": ('"parent-enfant-malade"', '"dcem"', "look_at[turns-18-child].procedures", "répété"),
    "an unknown source": ('["CESEDA"]', '["CESEDO"]', "look_at[turns-16].evidence.sources", "inconnue : CESEDO"),
    "no evidence": ("evidence = ", "evidences = ", "look_at[turns-16].evidence", "clé absente"),
    "an unknown key": ('notice = "birth"', 'notice = "birth"\nx = 1', "look_at[birth].x", "clé inconnue"),
    "an identifier twice": ('id = "turns-19"', 'id = "turns-16"', "look_at[turns-16].id", "répété"),
    "said twice": ('["sibling"]', '["parent"]', "look_at[naturalised-sibling].relations", "naturalised-parent le dit"),
}


@pytest.mark.parametrize(("before", "after", "key", "reason"), BAD.values(), ids=BAD)
def test_bad_entries_are_refused(damage: Damage, before: str, after: str, key: str, reason: str) -> None:
    with pytest.raises(CatalogueError) as refusal:
        load(damage(FILE, before, after))
    assert refusal.value.params["file"] == FILE
    assert key in str(refusal.value.params["key"])
    assert reason in str(refusal.value.params["reason"])


def test_a_lost_entry_is_noticed(damage: Damage) -> None:
    with pytest.raises(CatalogueError) as refusal:
        load(damage("catalogue.toml", "look_at = 14", "look_at = 15"))
    assert (refusal.value.params["key"], refusal.value.params["reason"]) == (
        "counts.look_at",
        "14 lus dans look_at.toml",
    )
