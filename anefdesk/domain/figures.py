"""The figures: what each one counts, in words and as a function of the files. One definition for all who count.

A desk counts its own files with them, a centre the month it sends; the head office adds what centres sent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final, TypeAlias

from anefdesk.domain.blockage import Blockage, Harm, Remedy
from anefdesk.domain.case import Demarche
from anefdesk.domain.consent import Consent, Use, in_force
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.letter import Letter
from anefdesk.domain.months import add_months
from anefdesk.domain.suppression import Cell, Path, Table, to_nearest

VERSION: Final = 1  # of the definitions below: raised when one of them counts otherwise
NOT_KNOWN: Final = "?"  # key of what a file does not say
OWN_TEMPLATE: Final = "own"  # key of every letter written after a centre's own template


class Unit(Enum):
    """What is counted."""

    FILES = "files"
    PROCEDURES = "procedures"
    BLOCKAGES = "blockages"
    MONTHS = "months"
    HARMS = "harms"
    LETTERS = "letters"
    REMEDIES = "remedies"


class Level(Enum):
    """By what a figure is divided."""

    CONTACT = "contact"  # how long ago the last one was
    PROCEDURE = "procedure"
    STATE = "state"
    KIND = "kind"
    DEPARTMENT = "department"
    HARM = "harm"
    MEASURE = "measure"
    PERSISTS = "persists"
    LETTER = "letter"
    RESULT = "result"


class Contact(Enum):
    """How long before the last day of the period the last contact was."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    LONGER = "longer"


PERSISTS, ENDED = "persists", "ended"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. ``adds``: the numbers of several months make a sum; otherwise the last month stands for them.

    ``standing``: it says how things stood or went on, not what happened; what leaves a centre is rounded then.
    """

    key: str
    name: str
    definition: str
    unit: Unit
    levels: tuple[Level, ...]
    adds: bool = True
    standing: bool = False
    median: str = ""  # of which days, when there is one
    amount: str = ""  # what the euros are, when there are any


FIGURES: Final[Mapping[str, Figure]] = {
    one.key: one
    for one in (
        Figure(
            "files_new",
            "Nouveaux dossiers",
            "Dossiers ouverts pendant la période.",
            Unit.FILES,
            (),
        ),
        Figure(
            "files_open",
            "Dossiers ouverts, selon le dernier contact",
            "Dossiers connus du centre le dernier jour de la période, selon le temps passé depuis le dernier contact "
            "noté au journal ou, à défaut, depuis l’ouverture du dossier.",
            Unit.FILES,
            (Level.CONTACT,),
            adds=False,
            standing=True,
        ),
        Figure(
            "procedures",
            "Démarches, selon leur état",
            "Démarches commencées avant la fin de la période, selon leur état le jour du calcul : en préparation, "
            "déposée, terminée.",
            Unit.PROCEDURES,
            (Level.STATE, Level.PROCEDURE),
            adds=False,
            standing=True,
        ),
        Figure(
            "filed",
            "Démarches déposées",
            "Démarches dont le dépôt est daté de la période.",
            Unit.PROCEDURES,
            (Level.PROCEDURE,),
        ),
        Figure(
            "answers",
            "Réponses de l’administration",
            "Démarches dont la première réponse (décision favorable, carte remise ou refus notifié) est datée de la "
            "période.",
            Unit.PROCEDURES,
            (Level.PROCEDURE,),
            median="jours entre le dépôt et la réponse",
        ),
        Figure(
            "blockages_opened",
            "Blocages apparus",
            "Blocages rencontrés pour la première fois pendant la période, par type et par département du domicile.",
            Unit.BLOCKAGES,
            (Level.KIND, Level.DEPARTMENT),
        ),
        Figure(
            "blockages_closed",
            "Blocages terminés",
            "Blocages dont la fin est datée de la période.",
            Unit.BLOCKAGES,
            (Level.KIND, Level.DEPARTMENT),
            median="jours entre le premier constat et la fin",
        ),
        Figure(
            "blockages_open",
            "Blocages qui durent",
            "Blocages constatés avant la fin de la période et non terminés le dernier jour.",
            Unit.BLOCKAGES,
            (Level.KIND, Level.DEPARTMENT),
            adds=False,
            standing=True,
        ),
        Figure(
            "harms_new",
            "Droits coupés",
            "Droits perdus dont le premier jour est dans la période, par type de droit.",
            Unit.HARMS,
            (Level.HARM,),
        ),
        Figure(
            "harm_months",
            "Mois de droits coupés",
            "Pour chaque droit perdu, nombre de mois civils de la période pendant lesquels il l’a été au moins un "
            "jour.",
            Unit.MONTHS,
            (Level.HARM,),
            standing=True,
        ),
        Figure(
            "losses",
            "Pertes d’argent",
            "Droits perdus pendant au moins un jour du dernier mois de la période et dont le montant est connu.",
            Unit.HARMS,
            (Level.HARM,),
            adds=False,
            standing=True,
            amount="euros perdus par mois",
        ),
        Figure(
            "ce2026",
            "Manquements visés par le Conseil d’État le 5 mai 2026",
            "Blocages d’un type que notre lecture rattache à une mesure ordonnée à l’État, le délai de cette mesure "
            "étant passé le dernier jour de la période. « Persiste » : le blocage existait encore, ou est apparu, "
            "après ce délai. Avant le délai, rien n’est compté.",
            Unit.BLOCKAGES,
            (Level.MEASURE, Level.PERSISTS),
            adds=False,
            standing=True,
        ),
        Figure(
            "letters_sent",
            "Courriers envoyés",
            "Courriers dont l’envoi est daté de la période.",
            Unit.LETTERS,
            (Level.LETTER,),
        ),
        Figure(
            "remedies",
            "Recours, selon leur résultat",
            "Recours et relances dont le résultat est daté de la période.",
            Unit.REMEDIES,
            (Level.RESULT,),
            median="jours entre le recours et son résultat",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last one, both counted."""

    start: date
    end: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.end

    def months(self) -> tuple["Period", ...]:
        """The calendar months it touches, whole."""
        found, first = [], self.start.replace(day=1)
        while first <= self.end:
            found.append(month_of(first))
            first = add_months(first, 1)
        return tuple(found)

    @property
    def month(self) -> str:
        """The month of its first day: « 2026-11 »."""
        return f"{self.start:%Y-%m}"


def month_of(day: date) -> Period:
    """The calendar month of ``day``."""
    first = day.replace(day=1)
    return Period(first, add_months(first, 1) - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class CountedFile:
    """What of one file is counted. Nothing in it is gone; free words are not here."""

    scope: bytes  # its centre
    department: str
    opened: date | None
    consents: tuple[Consent, ...] = ()
    contacts: tuple[date, ...] = ()
    demarches: tuple[Demarche, ...] = ()
    events: tuple[LegalEvent, ...] = ()
    blockages: tuple[Blockage, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    harms: tuple[Harm, ...] = ()
    letters: tuple[Letter, ...] = ()

    def agreed(self, day: date) -> bool:
        """Whether the person agreed, and still does on ``day``, that it is counted."""
        return in_force(self.consents, Use.STATISTICS, day) is not None


Tables: TypeAlias = Mapping[str, Table]  # by key of the figure


def added(tables: Iterable[Table]) -> Table:
    """One table of those of several months or centres: what each tells, added cell by cell.

    Medians do not add: the sum has none. Of a figure that does not add over months, give one month of each centre.
    """
    counts: dict[Path, int] = {}
    cents: dict[Path, int] = {}
    for table in tables:
        for path, cell in table.items():
            counts[path] = counts.get(path, 0) + cell.count
            if cell.cents is not None:
                cents[path] = cents.get(path, 0) + cell.cents
    return {path: Cell(count, None, cents.get(path)) for path, count in counts.items()}


def share(table: Table, over: Path, part: str, *, exact: bool) -> int | None:
    """How many per cent of a cell fall into its part ``part``; ``None`` where either is not told, or there is none.

    It is rounded to five: so are the numbers that leave. Of an ``exact`` table, what is not there is 0.
    """
    whole, some = table.get(over), table.get((*over, part), Cell(0) if exact else None)
    if whole is None or some is None or not whole.count:
        return None
    return to_nearest(round(100 * min(some.count, whole.count) / whole.count), 5)
