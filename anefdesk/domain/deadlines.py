"""The legal clock's types: rules read from the catalogue, dated events of one file, and the dates that follow.

Built by ``catalogue`` from deadlines.toml, reckoned by ``clock``. A rule is data: its period, article and grade are
never in the program.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum

from anefdesk.domain.facts import Always, Condition, Not
from anefdesk.domain.procedure import Grade


class EventKind(Enum):
    """What happened on a day, or will."""

    PERMIT_END = "permit_end"
    VISA_END = "visa_end"
    ENTRY = "entry"
    BIRTH = "birth"
    INFORMED = "informed"  # told that another permit may be asked for beside asylum
    FILED = "filed"
    FILED_ELSEWHERE = "filed_elsewhere"  # first received by another office, which forwards it
    COMPLETED = "completed"
    COMPLEMENT_ASKED = "complement_asked"  # ``until``: the day the piece is due
    COMPLEMENT_GIVEN = "complement_given"
    API_ISSUED = "api_issued"  # ``until``: the end written on it
    ADF_ISSUED = "adf_issued"
    RECEIPT_ISSUED = "receipt_issued"
    CARD_HANDED = "card_handed"
    REFUSAL_NOTIFIED = "refusal_notified"
    REFUSAL_KNOWN = "refusal_known"  # the person is known to have learnt of an implicit refusal
    OQTF_NOTIFIED = "oqtf_notified"
    REASONS_ASKED = "reasons_asked"
    REASONS_GIVEN = "reasons_given"
    GRACIOUS_APPEAL = "gracious_appeal"
    HIERARCHICAL_APPEAL = "hierarchical_appeal"
    APPEAL_REJECTED = "appeal_rejected"  # ``of``: which of the two
    COURT_SEISED = "court_seised"
    PROTECTION_GRANTED = "protection_granted"
    MOVED = "moved"
    NATIONALITY_LOST = "nationality_lost"
    LEGAL_AID_ASKED = "legal_aid_asked"


@dataclass(frozen=True, slots=True)
class Event:
    """One dated event. ``at`` is the hour on the wall where the person is, when it is known."""

    kind: EventKind
    on: date
    at: datetime | None = None
    until: date | None = None
    of: EventKind | None = None
    over: bool = False  # of a request that is closed: it met what it had to, and nothing runs from it


@dataclass(frozen=True, slots=True)
class Period:
    """Months first (they end on a day that exists), then days; hours stand alone."""

    months: int = 0
    days: int = 0
    hours: int = 0
    years: int = 0


class Reckoning(Enum):
    """Which arithmetic a rule takes part in."""

    PLAIN = "plain"  # from an event, so long
    LATE = "late"  # a warning once the request was filed after its window
    SILENCE = "silence"
    EXPRESS = "express"  # a refusal that was notified
    IMPLICIT = "implicit"  # a refusal that silence made
    REASONS = "reasons"
    REASONS_UNANSWERED = "reasons_unanswered"
    INTERRUPTION = "interruption"
    DISTANCE = "distance"
    NOT_OPPOSABLE = "not_opposable"
    OQTF = "oqtf"
    OQTF_LEGAL_AID = "oqtf_legal_aid"


class Outcome(Enum):
    """What a date is."""

    OPENS = "opens"
    CLOSES = "closes"
    EXTENSION_ENDS = "extension_ends"
    VALID_UNTIL = "valid_until"
    VALID_AT_LEAST = "valid_at_least"
    REFUSAL_BORN = "refusal_born"
    LAST_DAY = "last_day"
    LAST_HOUR = "last_hour"
    JUDGMENT_BY = "judgment_by"
    WARNING = "warning"
    NONE = "none"  # the rule says that there is no such date


@dataclass(frozen=True, slots=True)
class Deadline:
    """One rule of the law. ``longer`` is the second defensible period, where the text gives two."""

    id: str
    rule: str  # « F1 »: several lines may word one rule
    title: str
    reckoning: Reckoning
    article: str
    grade: Grade
    sources: tuple[str, ...]
    checked: date
    what: Outcome
    start: tuple[EventKind, ...] = ()
    opens: Period | None = None
    period: Period | None = None
    longer: Period | None = None
    franc: bool = False  # a period before the court: franc and prolonged is the longer reckoning
    adapted: bool = False  # by a text of its own overseas and for Algerians: to be checked there
    when: Condition = field(default_factory=Always)
    unless: Condition = field(default_factory=lambda: Not(Always()))  # not known: the rule stands
    presumed: tuple[str, ...] = ()  # facts without which the rule is shown all the same, with the doubt said
    procedures: tuple[str, ...] = ()
    except_procedures: tuple[str, ...] = ()
    needs: tuple[EventKind, ...] = ()
    absent: tuple[EventKind, ...] = ()  # with one of these, another rule speaks
    met_by: tuple[EventKind, ...] = ()
    in_time: bool = False  # a request outside its window gives a warning and no date
    ends_with: tuple[EventKind, ...] = ()  # no period: until this happens
    not_before: date | None = None  # the period never starts earlier
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""
    to_do: str = ""  # French, where it asks for something else than other dates of its kind


class SummerTime(Enum):
    """How the clocks on the wall change where the person is."""

    EUROPE = "europe"
    NEVER = "never"
    UNKNOWN = "unknown"


class Where(Enum):
    """The three cases of the code: mainland France, overseas, abroad."""

    MAINLAND = "mainland"
    OVERSEAS = "overseas"
    ABROAD = "abroad"


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is not mainland France, and how its hours run."""

    code: str
    name: str
    where: Where
    summer_time: SummerTime


@dataclass(frozen=True, slots=True)
class ClockQuestion:
    """What staff are asked when the file does not tell a fact; ``answers`` has the French of each value."""

    fact: str
    text: str
    answers: Mapping[str, str]
    of_demarche: bool = False  # answered for one démarche, not for the person
    procedures: tuple[str, ...] = ()  # asked for these alone


@dataclass(frozen=True, slots=True)
class DeadlineTable:
    """Everything deadlines.toml says."""

    rules: Mapping[str, Deadline] = field(default_factory=dict)
    steps: Mapping[str, str] = field(default_factory=dict)  # French wording of a step of arithmetic
    places: Mapping[str, Place] = field(default_factory=dict)
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # what conditions may ask, and its values
    questions: Mapping[str, ClockQuestion] = field(default_factory=dict)  # by fact, in the order asked
    to_do: Mapping[str, str] = field(default_factory=dict)  # French, what a line of the day asks for, by kind


class StepKind(Enum):
    """One line of arithmetic; each has its French wording in deadlines.toml."""

    START = "start"
    YEARS = "years"
    MONTHS = "months"
    SHORT_MONTH = "short_month"  # the month has no such day
    DAYS = "days"
    DAY_AFTER = "day_after"
    FRANC = "franc"
    PROLONGED = "prolonged"
    SUSPENDED = "suspended"
    HOURS = "hours"
    SUMMER_TIME = "summer_time"
    REJECTED = "rejected"
    WRITTEN_END = "written_end"
    NOT_BEFORE = "not_before"


@dataclass(frozen=True, slots=True)
class Step:
    """``start`` and ``amount`` give ``result``."""

    kind: StepKind
    start: date | datetime
    result: date | datetime
    amount: int = 0

    def worded(self, templates: Mapping[str, str]) -> str:
        """The line in French."""
        return templates[self.kind.value].format(
            start=_shown(self.start), result=_ended(self.result), amount=self.amount
        )


def _shown(day: date | datetime) -> str:
    return f"{day:%d/%m/%Y à %H h %M}" if isinstance(day, datetime) else f"{day:%d/%m/%Y}"


def _ended(day: date | datetime) -> str:
    """Hours that end at midnight end with the day before."""
    if isinstance(day, datetime) and day.time() == time.min:
        return f"{day - timedelta(days=1):%d/%m/%Y} à 24 h 00"
    return _shown(day)


class State(Enum):
    """Where a date stands on a chosen day."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    SUSPENDED = "suspended"
    INTERRUPTED = "interrupted"
    PASSED = "passed"
    MET = "met"
    HINT = "hint"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Due:
    """A date that follows from the law, with all that explains it.

    For a last day to act ``front`` is the earlier defensible date and ``rescue`` the longer one, for a lawyer to
    confirm; for a day before which nothing is born ``front`` is the later one. ``rescue`` is absent when they agree.
    """

    deadline: Deadline
    what: Outcome
    state: State
    events: tuple[Event, ...] = ()
    front: date | None = None
    rescue: date | None = None
    at: datetime | None = None
    rescue_at: datetime | None = None
    steps: tuple[Step, ...] = ()
    rescue_steps: tuple[Step, ...] = ()
    doubts: tuple[str, ...] = ()  # what was not known: a fact, or « overseas », « algerian »…

    @property
    def rule(self) -> str:
        """« F1 »."""
        return self.deadline.rule

    @property
    def hour(self) -> str:
        """« 16:40 » on the day in front; « 24:00 » when the hours end with that day; empty without hours."""
        if self.at is None:
            return ""
        return f"{self.at:%H:%M}" if self.at.date() == self.front else "24:00"

    @property
    def by_hour(self) -> str:
        """« 25/11/2026 à 16 h 40 »; empty without hours."""
        return f"{self.front:%d/%m/%Y} à {self.hour.replace(':', ' h ')}" if self.at and self.front else ""

    @property
    def grade(self) -> Grade:
        """How far the rule can be trusted."""
        return self.deadline.grade

    @property
    def to_check(self) -> bool:
        """Whether « à vérifier » stands beside it."""
        return self.grade is not Grade.A or bool(self.doubts)


def moment(on: date, hour: str) -> datetime:
    """The moment that ``Due.hour`` says of the day in front; « 24:00 » is the midnight that ends it."""
    if hour == "24:00":
        return datetime.combine(on + timedelta(days=1), time.min)
    return datetime.combine(on, time.fromisoformat(hour))
