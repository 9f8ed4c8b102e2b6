"""Public holidays where the court sits, as the legal clock counts them.

A holiday prolongs only the longer reckoning, the one a lawyer must confirm: when in doubt a day is a working day.
So Good Friday is none (it depends on the commune), nor are local feasts that are not those of the labour code.
"""

from collections.abc import Callable
from datetime import date
from functools import cache

ALSACE_MOSELLE = frozenset({"57", "67", "68"})
# Where the end of slavery is a holiday; as the library names these places.
_ABOLITION = {"971": "971", "972": "972", "973": "973", "974": "974", "976": "976", "977": "BL", "978": "MF"}
_OF_ALSACE = "57"
_KEPT = frozenset({"Saint-Étienne", "Abolition de l'esclavage"})


def calendar(place: str) -> Callable[[date], bool]:
    """Whether a day is a public holiday in ``place``: a département, or a code of the catalogue's places."""

    def is_holiday(day: date) -> bool:
        return day in holidays_of(place, day.year)

    return is_holiday


def holidays_of(place: str, year: int) -> frozenset[date]:
    """Every public holiday of ``place`` in ``year``."""
    return _of(_OF_ALSACE if place in ALSACE_MOSELLE else _ABOLITION.get(place, ""), year)


@cache
def _of(subdivision: str, year: int) -> frozenset[date]:
    from holidays.countries.france import France  # loaded when a period must be prolonged, not before

    found = frozenset(France(years=year))  # type: ignore[no-untyped-call]  # the library types but half of it
    if not subdivision:
        return found
    local = France(subdiv=subdivision, years=year, language="fr")  # type: ignore[no-untyped-call]
    return found | {day for day in local if _KEPT & set(local.get_list(day))}
