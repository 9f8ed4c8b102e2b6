"""The closed list of blockages and harms: what each is, what to keep of it, which remedies follow one another.

Built by ``catalogue`` from blockages.toml and harms.toml, climbed by ``ladder``, shown by services and pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from anefdesk.domain.deadlines import Outcome
from anefdesk.domain.procedure import Grade


class Ce2026(Enum):
    """Whether the Conseil d’État's decision of 5 May 2026 names this failing, and within how long it must end."""

    NO = "no"
    YES = "yes"
    PARTLY = "partly"
    TWELVE_MONTHS = "12m"


class Lawyer(Enum):
    """Whether a step needs a lawyer."""

    NO = "no"
    ADVISED = "advised"
    VITAL = "vital"  # not compulsory, and nobody should go without
    COMPULSORY = "compulsory"


class Way(Enum):
    """By which way a step goes, so that lists can be ordered and drawn."""

    CONTACT = "contact"
    LETTER = "letter"
    COURT = "court"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Step:
    """One remedy: what it is, what to do, by which letter, and what nobody must forget."""

    id: str  # « substitution_l03 »
    title: str
    to_do: str  # what to do, said to the member of staff
    way: Way
    article: str
    grade: Grade
    sources: tuple[str, ...]
    checked: date
    letter: str = ""  # « L03 »
    lawyer: Lawyer = Lawyer.NO
    lawyer_grade: Grade = Grade.C
    needs: tuple[str, ...] = ()  # what must be in hand first, in words
    red: tuple[str, ...] = ()  # what to say in red beside it
    answer_days: int | None = None  # within how long an answer is asked for; None: no such time
    answer_months: int | None = None
    answer_law: bool = False  # that time is the law's; else it is our proposal


@dataclass(frozen=True, slots=True)
class RungRule:
    """One rung of a kind's ladder.

    ``wait`` counts the days from this rung to the next one. 0: both at once. None: the time the step's letter asks for.
    """

    step: str
    stage: int  # 1 the first remedy of the list, 2 the second
    wait: int | None = None
    proposal: bool = False  # the wait is ours, in no text
    article: str = ""  # of the wait, when a text says it
    opens_with: Outcome | None = None  # the date of the legal clock before which it serves nothing
    shift: int = 0  # days from that date
    closes_with: tuple[str, ...] = ()  # rules of the legal clock: the last day to act
    closes_given: bool = False  # the last day is written on what the administration sent


@dataclass(frozen=True, slots=True)
class BlockageKind:
    """One way in which the site or the office stops people."""

    code: str  # « B11 »
    title: str
    said: str  # to the applicant, translated
    proof: tuple[str, ...]
    rungs: tuple[RungRule, ...]
    base: str
    grade: Grade
    sources: tuple[str, ...]
    checked: date
    ce2026: Ce2026 = Ce2026.NO
    legal: bool = False  # its time is a legal period: from the clock, never from this table
    note: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing the Conseil d’État ordered the State to do, with its own last day."""

    id: str
    title: str
    limit: date  # the State has this whole day
    kinds: tuple[str, ...]  # codes of the failings it is about: our reading, « à vérifier »
    article: str
    grade: Grade
    sources: tuple[str, ...]
    checked: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class BundleNeed:
    """One thing that proves the need of another way of filing. ``missing`` may hold {count} and {wanted}."""

    id: str
    title: str
    missing: str
    wanted: int = 1


@dataclass(frozen=True, slots=True)
class BlockageTable:
    """Everything blockages.toml says."""

    kinds: Mapping[str, BlockageKind] = field(default_factory=dict)
    steps: Mapping[str, Step] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    bundle: Mapping[str, BundleNeed] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)  # French wording of why a rung stands where it does

    def measures_of(self, code: str) -> tuple[Measure, ...]:
        """The measures that are about a kind, the last to run out first."""
        return tuple(sorted((one for one in self.measures.values() if code in one.kinds), key=_limit, reverse=True))


def _limit(measure: Measure) -> date:
    return measure.limit


@dataclass(frozen=True, slots=True)
class HarmKind:
    """A right that gets cut, the text that protects it and what to keep to prove the loss."""

    code: str  # « R-EMP-S »
    title: str
    text: str  # what protects; empty: no text
    proof: tuple[str, ...]
    grade: Grade | None  # None: no text is needed
    sources: tuple[str, ...]
    checked: date
    article: str = ""
    gap: str = ""  # what the text does not say
    note: str = ""
