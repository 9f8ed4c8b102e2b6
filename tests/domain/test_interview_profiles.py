"""The interview's rules tried on written profiles: invented people, what each needs, and the reason in the law."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from anefdesk.catalogue.loader import load
from anefdesk.domain import known_facts
from anefdesk.domain.case import CaseFile, Permit, Person
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.facts import FactScope, Truth
from anefdesk.domain.interview import Outcome, Step, Verdict, Weight, step
from anefdesk.domain.record import CaseId, ObjectId

FILE = Path(__file__).parents[1] / "data" / "profiles.toml"
LONGEST = 12  # questions asked of somebody whose file is filled in
KEYS = {
    "id",
    "told",
    "today",
    "nationality",
    "born",
    "department",
    "permit",
    "facts",
    "expected",
    "possible",
    "flags",
    "regimes",
    "jurist",
    "channel",
    "reason",
    "sources",
}


@dataclass(frozen=True)
class Profile:
    """One table of the file."""

    id: str
    told: str
    today: date
    file: CaseFile
    facts: Mapping[str, str]
    expected: frozenset[str]
    possible: frozenset[str]
    flags: frozenset[str]
    regimes: frozenset[str]
    jurist: bool
    channel: str
    reason: str
    sources: tuple[str, ...]


def read() -> Iterator[Profile]:
    for table in tomllib.loads(FILE.read_text(encoding="utf-8"))["profiles"]:
        assert set(table) <= KEYS, table["id"]
        case = CaseId(b"profile-" + bytes(8))
        permits = (Permit(id=ObjectId(bytes(16)), **table["permit"]),) if "permit" in table else ()
        person = Person(
            id=ObjectId(case),
            nationality=table.get("nationality", ""),
            birth_date=table.get("born", ""),
            department=table["department"],
        )
        yield Profile(
            id=table["id"],
            told=table["told"],
            today=table["today"],
            file=CaseFile(case=case, person=person, permits=permits),
            facts=table["facts"],
            expected=frozenset(table["expected"]),
            possible=frozenset(table.get("possible", ())),
            flags=frozenset(table.get("flags", ())),
            regimes=frozenset(table.get("regimes", ())),
            jurist=table["jurist"],
            channel=table.get("channel", ""),
            reason=table["reason"],
            sources=tuple(table["sources"]),
        )


PROFILES = tuple(read())


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@dataclass(frozen=True)
class Talk:
    """One interview held to its end."""

    end: Step
    asked: tuple[str, ...]
    known: Mapping[str, str]


def talk(catalogue: Catalogue, profile: Profile, *, despite_flags: bool = False) -> Talk:
    """Ask until nothing is left; what the profile does not answer is « je ne sais pas »."""
    told = known_facts.of_person(profile.file, profile.today)
    known, _ = known_facts.told_or_answered(catalogue.facts, told, {})
    asked: list[str] = []
    while True:
        passed_over = [fact for fact in asked if fact not in known]
        now = step(catalogue.interview, known, passed_over, despite_flags=despite_flags)
        if not now.question:
            return Talk(now, tuple(asked), known)
        asked.append(now.question)
        if value := profile.facts.get(now.question):
            known[now.question] = value


def led_to(outcome: Outcome) -> str:
    return outcome.procedure or outcome.elsewhere


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
def test_the_person_is_shown_what_the_law_gives(catalogue: Catalogue, profile: Profile) -> None:
    end = talk(catalogue, profile, despite_flags=True).end
    assert {led_to(outcome) for outcome in end.found} == profile.expected, profile.reason
    undecided = {led_to(open_way.outcome) for open_way in end.possible} - profile.expected
    assert bool(undecided) is bool(profile.possible), undecided
    assert profile.possible <= undecided


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
def test_dangers_and_special_rules_are_seen(catalogue: Catalogue, profile: Profile) -> None:
    end = talk(catalogue, profile, despite_flags=True).end
    assert {flag.id for flag in end.flags} == profile.flags
    assert {regime.id for regime in end.regimes} == profile.regimes


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
def test_it_says_when_a_jurist_must_look(catalogue: Catalogue, profile: Profile) -> None:
    end = talk(catalogue, profile).end
    stops = any(flag.weight is Weight.STOP for flag in catalogue.interview.flags if flag.id in profile.flags)
    assert (end.verdict is Verdict.STOPPED) is stops
    assert (end.verdict in {Verdict.STOPPED, Verdict.JURIST}) is profile.jurist


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
def test_few_questions_are_asked(catalogue: Catalogue, profile: Profile) -> None:
    held = talk(catalogue, profile, despite_flags=True)
    assert len(held.asked) <= LONGEST + (not profile.file.permits) + (not profile.file.person.birth_date)


@pytest.mark.parametrize(
    "profile", [profile for profile in PROFILES if profile.channel], ids=lambda profile: profile.id
)
def test_the_door_is_the_right_one(catalogue: Catalogue, profile: Profile) -> None:
    held = talk(catalogue, profile, despite_flags=True)
    doors = {
        catalogue.channel(
            outcome.procedure,
            profile.file.person.department,
            {**held.known, "request": outcome.request.value if outcome.request else ""},
        ).channel.value
        for outcome in held.end.found
        if outcome.procedure
    }
    assert profile.channel in doors


def test_every_procedure_is_somebodys() -> None:
    missing = set(load().procedures) - {end for profile in PROFILES for end in profile.expected}
    assert not missing


def test_every_danger_and_special_rule_is_tried(catalogue: Catalogue) -> None:
    assert {flag.id for flag in catalogue.interview.flags} == {id for p in PROFILES for id in p.flags}  # noqa: A001
    assert {rule.id for rule in catalogue.interview.regimes} == {id for p in PROFILES for id in p.regimes}  # noqa: A001


def test_the_general_rule_is_never_given_where_another_applies(catalogue: Catalogue) -> None:
    """What is left open to Algerians, Europeans, the French and the far territories, whatever else they answer."""

    def open_to(**facts: str) -> set[str]:
        return {led_to(rule) for rule in catalogue.interview.outcomes if rule.when.holds(facts) is not Truth.NO}

    whoever = {
        "dcem",
        "tir",
        "visa-retour",
        "duplicata",
        "rectification-titre",
        "changement-adresse",
        "changement-situation-famille",
        "naturalisation-decret",
        "nationalite-par-mariage",
        "nationalite-ascendant-fratrie",
        "nationalite-enfant",
        "permis-de-conduire",
    }
    protected = {
        "refugie",
        "protection-subsidiaire",
        "apatride",
        "famille-protection-internationale",
        "titre-de-voyage",
        "protection-temporaire",
        "attestation-asile",
        "reunification-familiale",
    }
    assert open_to(origin="dz") - whoever - protected == {
        "certificat-residence-algerien-1an",
        "certificat-residence-algerien-10ans",
        "regroupement-familial-demande",
        "famille-citoyen-ue",
        "accord-retrait-royaume-uni",
        "autorisation-travail",
        "carte-resident-premiere-famille",
        "resident-longue-duree-ue",
    }
    assert open_to(origin="eu") - whoever == {"citoyen-ue", "famille-citoyen-ue"}
    assert not open_to(origin="fr") - whoever
    far = open_to(origin="other", place="other")
    assert not far & {"etudiant-renouvellement", "salarie", "conjoint-francais", "admission-exceptionnelle"}
    assert not open_to(place="mayotte") & {
        "admission-exceptionnelle",
        "admission-metiers-en-tension",
        "admission-ase-16-18-ans",
        "regroupement-familial-demande",
    }


def test_profiles_are_invented_and_say_why(catalogue: Catalogue) -> None:
    assert len(PROFILES) >= 66
    assert len({profile.id for profile in PROFILES}) == len(PROFILES)
    for profile in PROFILES:
        assert "Canari" in profile.told, profile.id
        assert profile.reason, profile.id
        assert set(profile.sources) <= set(catalogue.sources), profile.id
        for fact, value in profile.facts.items():
            assert catalogue.facts[fact].scope is FactScope.PERSON, profile.id
            assert catalogue.facts[fact].accepts(value), (profile.id, fact)
