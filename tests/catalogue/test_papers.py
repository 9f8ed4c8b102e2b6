"""What each paper proves, as data: complete, sourced, and refused when wrong."""

from datetime import date

import pytest

from anefdesk.catalogue import check
from anefdesk.catalogue.loader import load
from anefdesk.domain import contexts
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.papers import Proves, Right
from anefdesk.errors import CatalogueError
from tests.catalogue.conftest import Damage

FILE = "papers.toml"
WRONG = {
    "an unknown permit": ('permits = ["visa-court"]', 'permits = ["visa-cour"]', "titre inconnu"),
    "a permit of which nothing is said": ('permits = ["dcem"]', 'permits = ["autre"]', "rien n’est dit"),
    "an unknown event": ('events = ["filed"]', 'events = ["field"]', "événement inconnu"),
    "a paper from nowhere": ('events = ["filed"]\n', "", "d’un titre ou d’un événement"),
    "a paper twice": ('id = "visa-long"', 'id = "visa-court"', "répété"),
    "an unknown source": ('sources = ["PREF-78"]', 'sources = ["PREF-87"]', "source inconnue"),
    "a law without source": ('grade = "A", sources = ["CESEDA", "RIGHTS"] }', 'grade = "A" }', "sans source"),
    "a certainty about nothing": (
        'proves = "unknown", text = "À vérifier : rien n’a été lu.", article = "inconnu", grade = "C"',
        'proves = "unknown", text = "À vérifier : rien n’a été lu.", article = "inconnu", grade = "B"',
        "niveau C",
    ),
    "a condition on a no": (
        'proves = "no", text = "Il faut un visa de retour."',
        'proves = "no", when = "married", text = "Il faut un visa de retour."',
        "une condition ne va",
    ),
    "an unknown fact": ('when = "origin = eu"', 'when = "origine = eu"', "fait inconnu"),
    "a right left out": ("social = {", "sociale = {", "clé absente"),
    "an unknown key": ("with_card = true }", "with_cards = true }", "clé inconnue"),
    "two ways to a day": ("window = true", "window = true\ndays = 3", "l’un des deux"),
    "an unknown right": ('rights = ["travel"]', 'rights = ["travels"]', "valeur inconnue"),
    "neither yes nor no": ('filed = "no"', 'filed = "maybe"', "valeur inconnue"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_line_is_refused_with_its_reason(damage: Damage, name: str) -> None:
    before, after, reason = WRONG[name]
    with pytest.raises(CatalogueError) as error:
        load(damage(FILE, before, after))
    assert error.value.params["file"] == FILE
    assert reason in str(error.value.params["reason"])


def test_a_proposal_cannot_be_sold_as_law(damage: Damage) -> None:
    folder = damage(FILE, 'article = "proposition, quinze jours avant"\ngrade = "C"', 'article = "x"\ngrade = "A"')
    with pytest.raises(CatalogueError) as error:
        load(folder)
    assert "une proposition est de niveau C" in str(error.value.params["reason"])


def test_a_file_cut_short_is_refused(damage: Damage) -> None:
    with pytest.raises(CatalogueError) as error:
        load(damage("catalogue.toml", "papers = 31", "papers = 32"))
    assert "papers.toml" in str(error.value.params["reason"])


def test_every_kind_of_permit_is_spoken_of_once_or_told_apart(catalogue: Catalogue) -> None:
    for kind in catalogue.permits:
        found = [paper for paper in catalogue.papers.papers.values() if kind in paper.permits]
        assert found
        assert len(found) == 1 or all(list(paper.when.mentioned()) for paper in found)


def test_what_prolongs_a_card_gives_no_more_than_the_card(catalogue: Catalogue) -> None:
    for name in ("extension", "api-renewal", "recepisse-renewal"):
        assert catalogue.papers.papers[name].worth(Right.WORK).proves is Proves.AS_CARD


def test_a_paper_named_as_a_permit_has_its_translation(catalogue: Catalogue) -> None:
    paper = catalogue.papers.papers["carte-resident"]
    assert contexts.of_paper(paper) == contexts.of_permit(catalogue.permits["carte-resident"])
    assert paper.name == catalogue.permits["carte-resident"].name


def test_a_line_grown_old_is_told(damage: Damage) -> None:
    folder = damage(FILE, "checked = 2026-11-23", "checked = 2020-01-01")
    assert any(finding.where.startswith(FILE) for finding in check.check(date(2026, 11, 23), folder))
