from datetime import date
from decimal import Decimal

from babel.numbers import format_currency

from anefdesk.i18n import dates
from anefdesk.i18n.isolates import balanced, isolate, ltr, neutral
from anefdesk.i18n.placeholders import fill, same


def test_isolates_wrap_and_neutralise() -> None:
    assert isolate("+33 1") == "\u2068+33 1\u2069"
    assert ltr("a\u202eb") == "\u2066ab\u2069"
    assert neutral("\u2067Canari\u2069\u200f") == "Canari"


def test_balanced_isolates() -> None:
    assert balanced(f"a {ltr('b')} {isolate('c')}")
    assert not balanced("a \u2066b")
    assert not balanced("\u2069a\u2066")
    assert not balanced("a \u202bb\u202c")


def test_data_is_isolated_only_where_it_can_disturb() -> None:
    assert fill("Bonjour %(name)s", {"name": "Canari"}, rtl=False) == "Bonjour Canari"
    assert fill("Bonjour %(name)s", {"name": "محمد"}, rtl=False) == "Bonjour \u2068محمد\u2069"
    assert fill("%(n)d شيء", {"n": 3}, rtl=True) == "\u20683\u2069 شيء"
    assert fill("100 % gratuit", {}, rtl=False) == "100 % gratuit"
    assert fill("%(n)d % gratuit", {"n": 100}, rtl=False) == "100 % gratuit"


def test_a_value_is_not_read_as_a_place() -> None:
    assert fill("%(a)s %(b)s", {"a": "%(b)s", "b": "x"}, rtl=False) == "%(b)s x"


def test_places_compared() -> None:
    assert same("le %(date)s", "am %(date)s")
    assert not same("le %(date)s", "am %(day)s")
    assert not same("le %(date)s", "am")
    assert same("%(n)d pièces", "une pièce", count_optional=True)
    assert not same("%(n)d pièces", "une pièce")


def test_dates_are_the_same_for_everyone() -> None:
    assert dates.shown(date(2026, 12, 31)) == "31/12/2026"
    assert dates.shown(date(932, 1, 2)) == "02/01/0932"
    today = date(2027, 1, 2)
    assert dates.long_fr(date(2027, 1, 14), today) == "jeudi 14 janvier 2027, dans 12 jours"
    assert dates.long_fr(date(2027, 1, 1), today) == "vendredi 1er janvier 2027, hier"
    assert dates.long_fr(today, today).endswith(", aujourd’hui")
    assert dates.long_fr(date(2026, 12, 30), today).endswith(", il y a 3 jours")


def test_amounts_as_babel_writes_them_in_french() -> None:
    for euros in (Decimal(0), Decimal("0.5"), Decimal(225), Decimal("1225.1"), Decimal(1234567)):
        assert dates.amount(euros) == format_currency(euros, "EUR", locale="fr")
