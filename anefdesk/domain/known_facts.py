"""What the file already tells, so that it is not asked: request, housing, age, nationality, channel."""

from collections.abc import Mapping
from datetime import date

from anefdesk.domain.case import CaseFile, Demarche
from anefdesk.domain.facts import Fact, FactScope
from anefdesk.domain.procedure import OnAnef, Procedure


def derived(file: CaseFile, demarche: Demarche, procedure: Procedure, planned_on: date) -> dict[str, str]:
    """Derived values by name; those the file does not tell are absent."""
    found = {"request": demarche.request.value, "nationality": file.person.nationality}
    if file.person.address_kind:
        found["housing"] = file.person.address_kind.value
    if file.person.born and (age := file.person.born.age_on(planned_on)) is not None:
        found["age"] = str(age)
    if procedure.on_anef in {OnAnef.YES, OnAnef.NO}:
        found["online"] = "yes" if procedure.on_anef is OnAnef.YES else "no"
    return {name: value for name, value in found.items() if value}


def gather(
    catalogue_facts: Mapping[str, Fact], file: CaseFile, demarche: Demarche, procedure: Procedure, planned_on: date
) -> dict[str, str]:
    """Every known fact by id: what the file tells first, then what was answered."""
    told = derived(file, demarche, procedure, planned_on)
    answered = {(answer.fact, answer.demarche): answer.value for answer in file.answers}
    known: dict[str, str] = {}
    for fact in catalogue_facts.values():
        owner = bytes(demarche.id) if fact.scope is FactScope.DEMARCHE else None
        value = told.get(fact.derived, "") if fact.derived else ""
        value = value or answered.get((fact.id, owner), "")
        if value:
            known[fact.id] = value
    return known
