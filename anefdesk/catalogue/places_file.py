"""Reads what depends on where the person lives: départements and their courts, and the door of each demand.

Used by the loader.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from anefdesk.catalogue.procedure_file import Shelf, read_evidence, read_when
from anefdesk.catalogue.tables import Table
from anefdesk.domain.channels import Channel, Door
from anefdesk.domain.facts import Always
from anefdesk.domain.procedure import Court, Department, Elsewhere, OnAnef, Procedure, Statement

_DEPARTMENT = re.compile(r"(?!20)[0-8][0-9]|9[0-5]|2A|2B|97[12346]")


def read_department(table: Table) -> Department:
    """A département, before one knows its court."""
    code = table.text("code")
    if _DEPARTMENT.fullmatch(code) is None:
        raise table.wrong("code", f"département inconnu : {code}")
    return Department(code, table.text("name"), table.text("prefecture"))


def read_court(shelf: Shelf, departments: Mapping[str, Department], table: Table) -> Court:
    """One administrative court; every département it names exists."""
    served = table.texts("departments")
    if unknown := set(served) - set(departments):
        raise table.wrong("departments", f"département inconnu : {min(unknown)}")
    places = table.text_or("places")
    if not served and not places:
        raise table.wrong("departments", "un tribunal a un ressort : departments ou places")
    return Court(
        id=table.text("id"),
        name=table.text("name"),
        seat=table.text("seat"),
        departments=served,
        places=places,
        remark=table.text_or("remark"),
        evidence=read_evidence(table, shelf),
    )


def with_courts(
    head: Table, departments: Mapping[str, Department], courts: Mapping[str, Court]
) -> dict[str, Department]:
    """Each département with its one court."""
    found: dict[str, Department] = {}
    for court in courts.values():
        for code in court.departments:
            if code in found:
                raise head.wrong(f"courts[{court.id}].departments", f"{code} a déjà un tribunal : {found[code].court}")
            found[code] = replace(departments[code], court=court.id)
    if missing := set(departments) - set(found):
        raise head.wrong("courts", f"département sans tribunal : {min(missing)}")
    return {code: found[code] for code in departments}


def sentences_of(
    shelf: Shelf, procedures: Mapping[str, Procedure], elsewhere: Mapping[str, Elsewhere]
) -> dict[str, Statement]:
    """What a door may say without wording it again, by id."""
    steps = (step for procedure in procedures.values() for step in procedure.steps)
    common = (sentence.statement for sentence in shelf.sentences.values())
    return {said.id: said for said in (*steps, *common, *(entry.where for entry in elsewhere.values()))}


def read_door(
    shelf: Shelf,
    sentences: Mapping[str, Statement],
    procedures: Mapping[str, Procedure],
    departments: Mapping[str, Department],
    table: Table,
) -> Door:
    """One rule of the way a demand goes."""
    known, concerned, places = table.text("id"), table.texts("procedures"), table.texts("departments")
    if unknown := set(concerned) - set(procedures):
        raise table.wrong("procedures", f"démarche inconnue : {min(unknown)}")
    if unknown := set(places) - set(departments):
        raise table.wrong("departments", f"département inconnu : {min(unknown)}")
    everywhere = table.yes("everywhere")
    if not concerned and (places or everywhere or table.has("when")):
        raise table.wrong("procedures", "clé absente")
    if concerned and bool(places) == everywhere:
        raise table.wrong("departments", "des départements, ou everywhere : l’un des deux")
    when = read_when(table, shelf, Always())
    if table.has("use"):
        shared = sentences.get(table.text("use"))
        if shared is None:
            raise table.wrong("use", "phrase inconnue")
        evidence = read_evidence(table, shelf) if table.has("evidence") else shared.evidence
        what = replace(shared, evidence=evidence, when=when)
    else:
        what = Statement(table.text("text"), read_evidence(table, shelf), when, f"channel.{known}")
    return Door(known, table.one_of("channel", Channel), what, concerned, places)


def check_doors(head: Table, doors: Mapping[str, Door], procedures: Mapping[str, Procedure]) -> None:
    """Refuse a channel that says nothing by default, and a procedure that is not on the ANEF without a door."""
    bare = [door.channel for door in doors.values() if not door.procedures]
    if sorted(bare, key=lambda channel: channel.value) != [Channel.ANEF, Channel.UNKNOWN]:
        raise head.wrong("channels", "une entrée sans démarche pour anef et une pour unknown, pas d’autre")
    reached = {procedure for door in doors.values() for procedure in door.procedures if not door.departments}
    for procedure in procedures.values():
        if procedure.on_anef is OnAnef.NO and procedure.id not in reached:
            raise head.wrong("channels", f"démarche hors ANEF sans entrée : {procedure.id}")
