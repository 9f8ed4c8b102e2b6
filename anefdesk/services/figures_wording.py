"""What the keys of figures are called, in French: from the catalogue or from here. Used by screens and papers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from anefdesk.domain.blockage import Reply
from anefdesk.domain.case import DemarcheStatus
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.figures import ENDED, NOT_KNOWN, OWN_TEMPLATE, PERSISTS, Contact, Figure, Level
from anefdesk.domain.suppression import Cell, Path

_BELOW_FIVE, TOO_FEW = "moins de 5", "trop peu pour être dit"
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet"),
    *("août", "septembre", "octobre", "novembre", "décembre"),
)
_SHORT = (
    *("janv.", "févr.", "mars", "avril", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
_SAID: Mapping[Level, Mapping[str, str]] = {
    Level.CONTACT: {
        Contact.MONTH.value: "Contact depuis moins d’un mois",
        Contact.QUARTER.value: "Contact il y a un à trois mois",
        Contact.YEAR.value: "Contact il y a trois à douze mois",
        Contact.LONGER.value: "Aucun contact depuis plus d’un an",
    },
    Level.STATE: {
        DemarcheStatus.PREPARING.value: "En préparation",
        DemarcheStatus.FILED.value: "Déposées",
        DemarcheStatus.CLOSED.value: "Terminées",
    },
    Level.PERSISTS: {PERSISTS: "Persistent après le délai", ENDED: "Terminés dans le délai"},
    Level.RESULT: {
        Reply.NONE.value: "Sans réponse dans le temps demandé",
        Reply.SOLVED.value: "Obtenu",
        Reply.PARTLY.value: "Obtenu en partie",
        Reply.REFUSED.value: "Refusé",
        Reply.WITHDRAWN.value: "Abandonné par la personne",
    },
}


def label(catalogue: Catalogue, level: Level, key: str) -> str:
    """What one key is called; the key itself where nothing here knows it: a later catalogue does."""
    if key == NOT_KNOWN:
        return "Non précisé"
    if level in _SAID:
        return _SAID[level].get(key, key)
    return _NAMED[level](catalogue, key) or key


def _kind(catalogue: Catalogue, key: str) -> str:
    kind = catalogue.blockages.kinds.get(key)
    return f"{key} · {kind.title}" if kind else ""


def _place(catalogue: Catalogue, key: str) -> str:
    place = catalogue.departments.get(key)
    return f"{key} · {place.name}" if place else ""


def _procedure(catalogue: Catalogue, key: str) -> str:
    procedure = catalogue.procedures.get(key)
    return procedure.name if procedure else ""


def _harm(catalogue: Catalogue, key: str) -> str:
    harm = catalogue.harms.get(key)
    return f"{harm.title} ({key})" if harm else ""


def _measure(catalogue: Catalogue, key: str) -> str:
    measure = catalogue.blockages.measures.get(key)
    return measure.title if measure else ""


def _letter(catalogue: Catalogue, key: str) -> str:
    template = catalogue.letters.templates.get(key)
    return f"{key} · {template.title}" if template else "Modèles propres aux centres" if key == OWN_TEMPLATE else ""


_NAMED: Mapping[Level, Callable[[Catalogue, str], str]] = {
    Level.KIND: _kind,
    Level.DEPARTMENT: _place,
    Level.PROCEDURE: _procedure,
    Level.HARM: _harm,
    Level.MEASURE: _measure,
    Level.LETTER: _letter,
}


def line(catalogue: Catalogue, figure: Figure, path: Path) -> str:
    """What a cell is called under its figure."""
    return label(catalogue, figure.levels[len(path) - 1], path[-1]) if path else "Ensemble"


def number(cell: Cell | None, figure: Figure, *, exact: bool, at_least: bool = False) -> str:
    """How many, as it is written."""
    if cell is None:
        return untold(figure)
    about = figure.standing and not exact and cell.count
    return f"{'au moins ' if at_least and cell.count else 'environ ' if about else ''}{grouped(cell.count)}"


def untold(figure: Figure) -> str:
    """What stands for a number that is not told."""
    return TOO_FEW if figure.standing else _BELOW_FIVE


def days(medians: Sequence[int]) -> str:
    """A median, or from which to which they go."""
    if not medians:
        return ""
    first, last = medians[0], medians[-1]
    return f"{grouped(first)} jours" if first == last else f"de {grouped(first)} à {grouped(last)} jours"


def euros(cell: Cell | None) -> str:
    """An amount a month."""
    return "" if cell is None or cell.cents is None else f"{grouped(cell.cents // 100)} €"


def grouped(value: int) -> str:
    """Digits by three, with spaces that do not break."""
    return f"{value:,}".replace(",", "\u202f")


def month(text: str) -> str:
    """« novembre 2026 » of « 2026-11 »."""
    day = date.fromisoformat(f"{text}-01")
    return f"{_MONTHS[day.month - 1]} {day.year}"


def short_month(text: str) -> str:
    """« nov. 26 » of « 2026-11 »: under a column."""
    return f"{_SHORT[int(text[5:]) - 1]} {text[2:4]}"


def months(first: str, last: str) -> str:
    """A period in whole months."""
    if first == last:
        return month(first)
    since = month(first).removesuffix(f" {last[:4]}") if first[:4] == last[:4] else month(first)
    return f"{since} à {month(last)}"
