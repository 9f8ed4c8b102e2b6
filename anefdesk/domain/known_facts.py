"""What the file already tells, so that it is not asked: age, housing, nationality, the permit held, where one lives."""

from collections.abc import Mapping
from datetime import date

from anefdesk.domain.case import CaseFile, Demarche, Permit
from anefdesk.domain.facts import Fact, FactScope
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.procedure import OnAnef, Procedure

# Citizens of the Union, the European Economic Area and Switzerland (CESEDA L. 233-1, as `citoyen-ue`), by ISO 3166-1.
FREE_MOVEMENT = frozenset(
    {
        "AT",
        "BE",
        "BG",
        "CH",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    }
)
_ORIGINS = {"DZ": "dz", "FR": "fr", "GB": "gb", "UA": "ua", "stateless": "stateless"}
_OVERSEAS = {
    "971": "guadeloupe",
    "972": "martinique",
    "973": "guyane",
    "974": "reunion",
    "975": "spm",
    "976": "mayotte",
}
_WHILE_WAITING = frozenset({"recepisse", "api", "adf"})  # they prove a request, not which permit is held


def of_person(file: CaseFile, on: date) -> dict[str, str]:
    """Derived values that depend on the person alone, on the day ``on``; those the file does not tell are absent."""
    person = file.person
    found = {"origin": origin(person.nationality), "place": place(person.department)}
    if person.address_kind:
        found["housing"] = person.address_kind.value
    if person.born and (age := person.born.age_on(on)) is not None:
        found["age"] = str(age)
    if permit := held(file):
        found["permit"] = permit.kind.replace("-", "_")
        if end := day_of(permit.end):
            found["permit_expired"] = "yes" if end < on else "no"
            found["days_left"] = str(max((end - on).days, 0))
    return {name: value for name, value in found.items() if value}


def held(file: CaseFile) -> Permit | None:
    """The permit that ends last, papers given while waiting left aside when there is another."""
    real = [permit for permit in file.permits if permit.kind not in _WHILE_WAITING]
    return max(real or file.permits, key=lambda permit: permit.end, default=None)


def origin(nationality: str) -> str:
    """The group of a nationality, by the rules that differ; empty when not known."""
    if not nationality:
        return ""
    return _ORIGINS.get(nationality) or ("eu" if nationality in FREE_MOVEMENT else "other")


def place(department: str) -> str:
    """Where the law differs from the mainland's; empty when not known."""
    if not department:
        return ""
    return _OVERSEAS.get(department) or ("other" if department.startswith("98") else "metropole")


def derived(file: CaseFile, demarche: Demarche, procedure: Procedure, planned_on: date) -> dict[str, str]:
    """Derived values by name, for one démarche; those the file does not tell are absent."""
    found = {"request": demarche.request.value, **of_person(file, planned_on)}
    if procedure.on_anef in {OnAnef.YES, OnAnef.NO}:
        found["online"] = "yes" if procedure.on_anef is OnAnef.YES else "no"
    return found


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


def answers(file: CaseFile) -> dict[str, str]:
    """What was answered for the person, by fact; empty is « je ne sais pas », absent was not asked."""
    mine = (answer for answer in file.answers if answer.demarche is None)
    return {answer.fact: answer.value for answer in mine if answer.value or answer.unknown}


def told_or_answered(
    catalogue_facts: Mapping[str, Fact], told: Mapping[str, str], answered: Mapping[str, str]
) -> tuple[dict[str, str], frozenset[str]]:
    """For the interview: known facts by id, what the file tells first; and those answered « je ne sais pas »."""
    known: dict[str, str] = {}
    for fact in catalogue_facts.values():
        if fact.scope is not FactScope.PERSON:
            continue
        value = told.get(fact.derived, "") if fact.derived else ""
        if value and fact.accepts(value):
            known[fact.id] = value
        elif answered.get(fact.id) and fact.accepts(answered[fact.id]):
            known[fact.id] = answered[fact.id]
    return known, frozenset(name for name, value in answered.items() if not value and name not in known)
