"""French as a letter prints it: agreement, days, amounts, spaces, and the prefects of all the départements."""

import re
from datetime import date

import pytest

from anefdesk.catalogue.loader import load
from anefdesk.domain.agreement import (
    agreed,
    amount_in_words,
    day_in_words,
    prefect_forms,
    prefecture_complement,
    set_in_french,
)


@pytest.mark.parametrize(
    ("pair", "gender", "said"),
    [
        ("né/née", "f", "née"),
        ("né/née", "m", "né"),
        ("né/née", "", "né(e)"),
        ("empêché/empêchée", "x", "empêché(e)"),
        ("prêt/prête", "", "prêt(e)"),
        ("il/elle", "", "il/elle"),
        ("Monsieur/Madame", "x", "Monsieur/Madame"),
        ("Monsieur/Madame", "f", "Madame"),
    ],
)
def test_agreement(pair: str, gender: str, said: str) -> None:
    assert agreed(pair, gender) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2027, 1, 14), "14 janvier 2027"),
        (date(2026, 5, 1), "1er mai 2026"),
        (date(2026, 8, 11), "11 août 2026"),
        (date(2028, 2, 29), "29 février 2028"),
    ],
)
def test_days(day: date, said: str) -> None:
    assert day_in_words(day) == said.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("cents", "said"), [(0, "0 €"), (5, "0,05 €"), (98_050, "980,50 €"), (459_500, "4 595 €"), (10**8, "1 000 000 €")]
)
def test_amounts(cents: int, said: str) -> None:
    assert amount_in_words(cents) == said.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Objet : une lettre", "Objet~: une lettre"),
        ("il dit «non» !", "il dit «~non~»~!"),
        ("Vraiment ?", "Vraiment~?"),
        ("Vraiment?", "Vraiment~?"),
        ("à 14:05 sur https://exemple.test/a?b=1", "à 14:05 sur https://exemple.test/a?b=1"),
        ("l'article R. 431-2, n° 12", "l’article R.~431-2, n°~12"),
        ("R.* 432-1", "R.*~432-1"),
        ("fini..", "fini."),
        ("fini ?.", "fini~?"),
        ("et puis...", "et puis…"),
        ("et puis….", "et puis…"),
        ("deux  espaces", "deux espaces"),
        (" une ligne \n deux ", "une ligne\ndeux"),
        ("180 €, 5 %", "180~€, 5~%"),
        ("depuis 2026, 1 450 € par mois", "depuis 2026, 1~450~€ par mois"),
        ("1 000 000,50 € de 3 enfants, 12 345 pages", "1~000~000,50~€ de 3 enfants, 12 345 pages"),
    ],
)
def test_french_spaces(typed: str, said: str) -> None:
    assert set_in_french(typed) == said.replace("~", "\u00a0")
    assert set_in_french(set_in_french(typed)) == set_in_french(typed)


PREFECTURES = {one.code: one.prefecture for one in load().departments.values()}


def test_every_prefect_is_named() -> None:
    assert len(PREFECTURES) == 101
    for name in PREFECTURES.values():
        forms = prefect_forms(name)
        assert re.fullmatch(r"le préfet (de police|(de|du|des|de la|de l’|d’) ?[A-ZÉ].*)", forms["prefet"]), name
        for form in forms.values():
            assert not re.search(r"\bde (le|les|la préfecture de le)\b|\bà (le|les)\b|\(|  ", form), form
            assert not re.search(r"\b(de|du|la|le) [AEIOUÉÈ]", form.removeprefix("le ")), form


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("01", "au préfet de l’Ain"),
        ("28", "au préfet d’Eure-et-Loir"),
        ("69", "au préfet du Rhône"),
        ("26", "au préfet de la Drôme"),
        ("40", "au préfet des Landes"),
        ("75", "au préfet de police"),
        ("84", "au préfet de Vaucluse"),
        ("974", "au préfet de La Réunion"),
        ("976", "au préfet de Mayotte"),
    ],
)
def test_some_prefects(code: str, said: str) -> None:
    assert prefect_forms(PREFECTURES[code])["au_prefet"] == said


@pytest.mark.parametrize("name", ["", "Préfecture", "Préfecture Rhône", "Sous-préfecture du Rhône", "du Rhône"])
def test_a_name_that_is_not_understood_gives_nothing(name: str) -> None:
    assert prefecture_complement(name) == ""
    assert prefect_forms(name) == {}
