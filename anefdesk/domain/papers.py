"""What each paper proves, right by right, and what to do before none does: the types of papers.toml.

Built by ``catalogue``, used by ``rights``. The law is in the data: here is only what a line may say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from anefdesk.domain.facts import Always, Condition
from anefdesk.domain.procedure import Grade


class Right(Enum):
    """What a person must be able to prove, in the order of the lanes."""

    STAY = "stay"
    WORK = "work"
    TRAVEL = "travel"
    SOCIAL = "social"


class Proves(Enum):
    """What a paper says of one right."""

    YES = "yes"
    NO = "no"
    DEPENDS = "depends"  # on ``when`` if the file can tell, else on what is written on the paper
    AS_CARD = "as_card"  # as the card it prolongs
    UNKNOWN = "unknown"


class Lasts(Enum):
    """How the days of a paper are known."""

    WRITTEN = "written"  # by its own dates, else by the legal clock
    EXTENSION = "extension"  # by the legal clock alone: the card that has ended
    UNTIL_CARD = "until_card"  # until the card is handed over
    ALWAYS = "always"  # as long as the facts hold


@dataclass(frozen=True, slots=True)
class Worth:
    """What a paper proves of one right. ``text`` is French, for staff; ``with_card``: shown with the ended card."""

    right: Right
    proves: Proves
    text: str
    article: str
    grade: Grade
    sources: tuple[str, ...] = ()
    when: Condition = field(default_factory=Always)  # with yes and as_card: where it does not hold, to be checked
    with_card: bool = False


@dataclass(frozen=True, slots=True)
class ProofPaper:
    """A paper. Several lines may stand for one kind: ``when`` tells them apart, the weakest speaks until it can."""

    id: str
    name: str
    worths: tuple[Worth, ...]  # one a right, in the order of ``Right``
    checked: date
    permits: tuple[str, ...] = ()  # kinds of permit under which a file records it
    events: tuple[str, ...] = ()  # values of ``deadlines.EventKind`` that bring it
    lasts: Lasts = Lasts.WRITTEN
    when: Condition = field(default_factory=Always)
    card: bool = False  # a permit that papers given while waiting prolong
    provisional: bool = False  # given while waiting: a refusal makes it doubtful
    together: str = ""  # French: what it is shown with
    said: str = ""  # French, to the applicant
    named_by: str = ""  # the kind of permit whose name it bears

    def worth(self, right: Right) -> Worth:
        """What it proves of ``right``."""
        return next(worth for worth in self.worths if worth.right is right)

    @property
    def proves_nothing(self) -> bool:
        """Whether it says no to everything."""
        return all(worth.proves is Proves.NO for worth in self.worths)


@dataclass(frozen=True, slots=True)
class BeforeGap:
    """What to do about a gap. ``days`` counts from the last day that a paper proves."""

    id: str
    text: str
    article: str
    grade: Grade
    checked: date
    sources: tuple[str, ...] = ()
    days: int | None = None
    window: bool = False  # by the end of the filing window
    filed: bool | None = None  # only once a request is filed, or only while none is
    rights: tuple[Right, ...] = ()  # empty: all
    proposal: bool = False  # our own, not the law's
    said: str = ""  # French, to the applicant


@dataclass(frozen=True, slots=True)
class PaperTable:
    """Everything papers.toml says."""

    papers: Mapping[str, ProofPaper] = field(default_factory=dict)
    before_gap: Mapping[str, BeforeGap] = field(default_factory=dict)
