"""Reads what to look at when something changes in a family: each notice and relation once, towards known procedures.

Used by the loader.
"""

from collections.abc import Mapping

from anefdesk.catalogue.procedure_file import Shelf, read_evidence
from anefdesk.catalogue.tables import Table
from anefdesk.domain.household import NoticeCode, Relation
from anefdesk.domain.look_at import LookAt
from anefdesk.domain.procedure import Procedure

_SELF = "self"  # it happened to the very person whose file is noticed
_RELATIONS: Mapping[str, Relation | None] = {_SELF: None, **{relation.value: relation for relation in Relation}}


def read_look_at(shelf: Shelf, procedures: Mapping[str, Procedure], table: Table) -> LookAt:
    """One entry; an entry that names nobody or no procedure says nothing and is refused."""
    written, named = table.texts("relations"), table.texts("procedures")
    if unknown := set(written) - set(_RELATIONS):
        raise table.wrong("relations", f"valeur inconnue : {min(unknown)}")
    if unknown := set(named) - set(procedures):
        raise table.wrong("procedures", f"démarche inconnue : {min(unknown)}")
    for key, texts in (("relations", written), ("procedures", named)):
        if not texts:
            raise table.wrong(key, "au moins une valeur")
    return LookAt(
        id=table.text("id"),
        notice=table.one_of("notice", NoticeCode),
        relations=tuple(_RELATIONS[relation] for relation in written),
        procedures=named,
        evidence=read_evidence(table, shelf),
    )


def check_once(found: Mapping[str, LookAt]) -> None:
    """Refuse two entries for the same notice and relation."""
    seen: dict[tuple[NoticeCode, Relation | None], str] = {}
    for one in found.values():
        for relation in one.relations:
            if (first := seen.setdefault((one.notice, relation), one.id)) != one.id:
                entry = Table({}, "look_at.toml", f"look_at[{one.id}]")
                raise entry.wrong("relations", f"répété : {first} le dit déjà")
