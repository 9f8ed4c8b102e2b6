"""A small interview over the shipped catalogue, so that what is tried does not change with the rules of the law."""

from dataclasses import replace
from datetime import date

from anefdesk.domain.case import RequestKind
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.conditions import parse
from anefdesk.domain.interview import Interview, Outcome, RedFlag, Regime, Weight
from anefdesk.domain.procedure import Basis, Evidence, Grade, Statement

REMOVAL, VIOLENCE, ORIGIN, WHAT_FOR, HOUSING, AGE = (
    "removal_order", "violence_home", "origin", "what_for", "housing", "age",
)  # fmt: skip


def with_small_interview(catalogue: Catalogue) -> Catalogue:
    """``catalogue`` with these rules in place of its own; its questions, procedures and sources stay."""
    evidence = Evidence(Basis.OFFICIAL_LIST, Grade.B, ("CESEDA",), date(2026, 11, 23))
    unsure = replace(evidence, basis=Basis.KNOWLEDGE, grade=Grade.C, sources=())

    def said(text: str, when: str, *, by: Evidence = evidence) -> Statement:
        return Statement(text, by, parse(when, catalogue.facts))

    removal = said(
        "Une décision vous demande de quitter la France : déposer sans avis peut vous nuire.", "removal_order"
    )
    violence = said("Vous avez des droits, avec ou sans titre de séjour.", "violence_home")
    return replace(
        catalogue,
        interview=Interview(
            order=(REMOVAL, VIOLENCE, ORIGIN, WHAT_FOR, HOUSING, AGE),
            flags=(
                RedFlag("removal", Weight.STOP, "Décision de quitter la France", removal, "Un avocat ou la Cimade."),
                RedFlag("violence", Weight.WARN, "Violences à la maison", violence, "Le 3919, gratuit.", discreet=True),
            ),
            regimes=(
                Regime("algerian", "Accord franco-algérien", said("L’accord de 1968 s’applique.", "origin = dz")),
            ),
            outcomes=(
                Outcome(
                    "card",
                    said("Votre carte est perdue, volée ou abîmée.", "what_for = card"),
                    procedure="duplicata",
                    request=RequestKind.REPLACEMENT,
                ),
                Outcome(
                    "victim",
                    said("Une carte protège les victimes.", "violence_home and origin = other", by=unsure),
                    procedure="ordonnance-protection",
                ),
                Outcome(
                    "regular",
                    said("Rien n’oblige la préfecture à accepter.", "what_for = first and not (origin = dz)"),
                    procedure="admission-exceptionnelle",
                    jurist=True,
                ),
                Outcome(
                    "hosted",
                    said("Vous avez changé d’adresse.", "what_for = update and housing = hosted"),
                    procedure="changement-adresse",
                ),
                Outcome("grown", said("Vous êtes majeur.", "what_for = renew and not (age < 18)"), procedure="refugie"),
                Outcome(
                    "licence", said("Cela se fait ailleurs.", "what_for = licence"), elsewhere="permis-de-conduire"
                ),
            ),
        ),
    )
