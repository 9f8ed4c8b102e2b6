"""What one file tells a letter: the person, the request, the papers, the legal clock, the blockage and its harms.

Used by ``correspondence``. The keys are those of ``letter_template.TOLD``; what the file does not tell is absent.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from anefdesk.domain.agreement import amount_in_words
from anefdesk.domain.blockage import Attempt, Blockage, Harm, Means, Remedy, Restored
from anefdesk.domain.case import CaseFile, Demarche, ItemState
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.deadlines import Due, Event, EventKind, Outcome, Reckoning, State
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.letter import Letter
from anefdesk.domain.months import add_months
from anefdesk.domain.partial_date import day_of
from anefdesk.i18n.dates import shown
from anefdesk.services import known_papers
from anefdesk.services.clock_events import Run
from anefdesk.services.reckoner import Found, reckon

_CALLS = frozenset({Means.CALL, Means.FORM})
_VISITS = frozenset({Means.POINT, Means.COUNTER})
_WINDOWS = frozenset({"F1", "F2", "F8"})
_APPEALS = frozenset(
    {
        *(Reckoning.EXPRESS, Reckoning.IMPLICIT, Reckoning.OQTF, Reckoning.NOT_OPPOSABLE),
        *(Reckoning.REASONS_UNANSWERED, Reckoning.INTERRUPTION, Reckoning.DISTANCE),
    }
)
PASSED = "appeal_passed"  # among the dates: the last day to contest, when it is behind
_LAST = frozenset({Outcome.LAST_DAY, Outcome.LAST_HOUR})


@dataclass(frozen=True)
class Recorded:
    """What a file holds beside ``CaseFile``, nothing of it gone."""

    events: Sequence[LegalEvent] = ()
    blockages: Sequence[Blockage] = ()
    attempts: Sequence[Attempt] = ()
    remedies: Sequence[Remedy] = ()
    harms: Sequence[Harm] = ()


@dataclass(frozen=True)
class Around:
    """Who writes: what the desk tells, not the file."""

    centre: str
    staff: str


@dataclass(frozen=True)
class Told:
    """``known`` goes to the letter; ``dues`` are the dates of the clock among them, by key."""

    known: Mapping[str, str]
    dues: Mapping[str, Due] = field(default_factory=dict)
    demarche: Demarche | None = None


def gather(
    file: CaseFile, recorded: Recorded, letter: Letter, catalogue: Catalogue, around: Around, today: date
) -> Told:
    """Everything a letter of this file may know on ``today``."""
    blockage = next((one for one in recorded.blockages if one.id == letter.blockage), None)
    asked, found = reckon(file, recorded.events, catalogue, today)
    run = _run(asked, letter.demarche or (blockage.demarche if blockage else None))
    mine = [one for one in found if one.run == run]
    known = dict(_person(file, catalogue))
    known |= {"centre_name": around.centre, "staff_name": around.staff}
    known |= dict(_request(file, run, catalogue))
    dues = dict(_dues(mine))
    known |= {key: _day(due).isoformat() for key, due in dues.items() if key != PASSED}
    known |= dict(_clock(mine, run, today))
    if blockage is not None:
        known |= dict(_blockage(blockage, recorded, catalogue))
    known |= dict(_harms(recorded.harms, catalogue, today))
    return Told({key: value for key, value in known.items() if value}, dues, run.demarche)


def _run(asked: Sequence[Run], wanted: bytes | None) -> Run:
    """The démarche the letter is about: the one that was said, else the one filed last, else any."""
    for run in asked:
        if run.demarche and run.demarche.id == wanted:
            return run
    return max(asked, key=lambda run: (run.asks_permit, run.demarche.filed_on if run.demarche else ""))


def _person(file: CaseFile, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    person, name = file.person, file.main_name
    yield "gender", person.gender
    if name is not None:
        latin = " ".join(part for part in (name.given, name.family.upper()) if part)
        yield "person_name", latin or name.native()
    if (born := day_of(person.birth_date)) is not None:
        yield "birth_day", born.isoformat()
    yield "foreigner_number", person.foreigner_number
    department, court = catalogue.departments.get(person.department), catalogue.court(person.department)
    yield "prefecture", department.prefecture if department else ""
    yield "court_name", court.name if court else ""


def _request(file: CaseFile, run: Run, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    demarche = run.demarche
    yield "request_number", (demarche.request_number if demarche else "") or file.person.anef_request_number
    if run.procedure is not None:
        yield "procedure_name", _in_a_sentence(run.procedure.name)
    permit = known_papers.card(file)
    if permit is not None and (named := catalogue.permits.get(permit.kind)):
        yield "permit_name", _in_a_sentence(named.name.split(" (")[0])
    ends = [event.on for event in run.events if event.kind in {EventKind.PERMIT_END, EventKind.VISA_END}]
    if ends:
        yield "permit_end", max(ends).isoformat()
    for key, kind in _SIMPLE.items():
        if (event := _last(run.events, kind)) is not None:
            yield key, event.on.isoformat()
    api = _last(run.events, EventKind.API_ISSUED)
    if api is not None and api.until is not None:
        yield "api_end", api.until.isoformat()
    if (removal := _last(run.events, EventKind.OQTF_NOTIFIED)) is not None:
        yield "has_oqtf", "yes"
        yield "oqtf_at", f"{removal.at.hour} h {removal.at.minute:02}" if removal.at else ""
    asked, given = _last(run.events, EventKind.COMPLEMENT_ASKED), _last(run.events, EventKind.COMPLEMENT_GIVEN)
    if asked is not None and (given is None or given.on < asked.on):
        yield "complement_asked", asked.on.isoformat()
        yield "complement_due", asked.until.isoformat() if asked.until else ""
    yield "pieces", _list(_pieces(file, demarche, catalogue))


_SIMPLE = {
    "filed_on": EventKind.FILED,
    "completed_on": EventKind.COMPLETED,
    "adf_on": EventKind.ADF_ISSUED,
    "refusal_on": EventKind.REFUSAL_NOTIFIED,
    "oqtf_on": EventKind.OQTF_NOTIFIED,
}


def _last(events: Iterable[Event], kind: EventKind) -> Event | None:
    return max((event for event in events if event.kind is kind), key=lambda event: event.on, default=None)


def _pieces(file: CaseFile, demarche: Demarche | None, catalogue: Catalogue) -> Iterator[str]:
    """The papers of the démarche that are there."""
    if demarche is None or (procedure := catalogue.procedures.get(demarche.procedure)) is None:
        return
    held = {item.document for item in file.items if item.demarche == demarche.id and item.state is ItemState.RECEIVED}
    yield from (_in_a_sentence(document.name) for document in procedure.documents if document.id in held)


def _dues(mine: Sequence[Found]) -> Iterator[tuple[str, Due]]:
    """The dates of the clock that letters print."""
    born = [one.due for one in mine if one.due.what is Outcome.REFUSAL_BORN and one.due.state is State.PASSED]
    if born:
        yield "refusal_born", born[0]
    appeals = [
        one.due
        for one in mine
        if _is_appeal(one)
        and one.due.state is State.RUNNING
        and (born or one.due.deadline.reckoning is not Reckoning.IMPLICIT)
    ]
    if appeals:
        yield "appeal_last_day", min(appeals, key=_day)
    elif passed := [one.due for one in mine if _is_appeal(one) and one.due.state is State.PASSED]:
        yield PASSED, max(passed, key=_day)


def _is_appeal(one: Found) -> bool:
    """Whether this is a last day to go to court that nobody has met."""
    due = one.due
    return due.what in _LAST and due.deadline.reckoning in _APPEALS and not one.done and bool(due.front or due.at)


def _day(due: Due) -> date:
    return due.front or (due.at.date() if due.at else date.max)


def _clock(mine: Sequence[Found], run: Run, today: date) -> Iterator[tuple[str, str]]:
    """What letters ask the clock as a choice."""
    prolonged = [one.due.front for one in mine if one.due.what is Outcome.EXTENSION_ENDS and one.due.front]
    yield "paper", known_papers.in_force(run.events, max(prolonged, default=None), today)
    filed = _last(run.events, EventKind.FILED)
    if filed is None:
        return
    born = [one.due.front for one in mine if one.due.what is Outcome.REFUSAL_BORN and one.due.front]
    if born:
        yield "over_four_months", "yes" if born[0] <= today else "no"
    said = {_within(one.due.deadline.id, mine, filed.on) for one in mine if one.due.rule in _WINDOWS} - {None}
    if len(said) == 1:  # where two windows may be meant and disagree, staff are asked
        yield "in_window", "yes" if said.pop() else "no"


def _within(rule: str, mine: Sequence[Found], filed: date) -> bool | None:
    """Whether a request was made in the window that a rule gives; ``None``: it gives none."""
    days = {one.due.what: one.due.front for one in mine if one.due.deadline.id == rule}
    opens, closes = days.get(Outcome.OPENS), days.get(Outcome.CLOSES)
    return None if opens is None or closes is None else opens <= filed <= closes


def _blockage(blockage: Blockage, recorded: Recorded, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    kind = catalogue.blockages.kinds.get(blockage.code)
    yield "blockage_since", blockage.on
    if kind is not None:
        yield "blockage_name", _in_a_sentence(kind.title)
    tries = sorted((one for one in recorded.attempts if one.blockage == blockage.id), key=_when)
    alone = [one for one in tries if one.means not in {*_CALLS, *_VISITS}]
    days = [day for one in alone if (day := day_of(one.on))]
    if days:
        yield "attempts_count", str(len(days))
        yield "weeks_count", str(len({day.isocalendar()[:2] for day in days}))
    yield "attempts", _listed(alone)
    yield "calls", _listed(one for one in tries if one.means in _CALLS)
    yield "visits", _listed(one for one in tries if one.means in _VISITS)
    steps = []
    for remedy in recorded.remedies:
        step, day = catalogue.blockages.steps.get(remedy.step), day_of(remedy.on)
        if remedy.blockage == blockage.id and step is not None and day is not None:
            number = f", n° {remedy.reference}" if remedy.reference else ""
            steps.append(f"le {shown(day)} : {_in_a_sentence(step.title)}{number}")
    yield "steps", _list(steps)


def _when(one: Attempt) -> tuple[str, str]:
    return one.on, one.at


def _listed(tries: Iterable[Attempt]) -> str:
    return _list(_attempt(one, day) for one in tries if (day := day_of(one.on)))


def _attempt(one: Attempt, day: date) -> str:
    hour = f" à {int(one.at[:2])} h {one.at[3:]}" if len(one.at) == len("09:05") and one.at[:2].isdecimal() else ""
    number = f" (référence {one.reference})" if one.reference else ""
    said = f" : « {' '.join(one.said.split())} »" if one.said.strip() else ""
    return f"le {shown(day)}{hour}{number}{said}"


def _harms(harms: Sequence[Harm], catalogue: Catalogue, today: date) -> Iterator[tuple[str, str]]:
    if not harms:
        return
    yield "harms", _list(_harm(harm, catalogue) for harm in harms if day_of(harm.start))
    counted = [(harm, harm.cents_month) for harm in harms if harm.cents_month]
    lasting = [cents for harm, cents in counted if not harm.end and harm.restored is not Restored.YES]
    if lasting:
        yield "monthly_loss", str(sum(lasting))
    if counted and (total := sum(cents * _whole_months(harm, today) for harm, cents in counted)):
        yield "total_loss", str(total)
    people = [harm.household for harm in harms if harm.household]
    if people:
        yield "household", str(max(people))


def _harm(harm: Harm, catalogue: Catalogue) -> str:
    kind, start, end = catalogue.harms.get(harm.code), day_of(harm.start), day_of(harm.end)
    named = kind.title if kind else harm.code
    since = f"du {shown(start)} au {shown(end)}" if start and end else f"depuis le {shown(start)}" if start else ""
    loss = f", {amount_in_words(harm.cents_month)} par mois" if harm.cents_month else ""
    return f"{_in_a_sentence(named)}, {since}{loss}"


def _whole_months(harm: Harm, today: date) -> int:
    """Whole months from the start: what has surely been lost."""
    start, end = day_of(harm.start), day_of(harm.end) or today
    if start is None or end < start:
        return 0
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def _list(items: Iterable[str]) -> str:
    """The lines of a list as a sentence ends it."""
    found = " ;\n".join(items)
    return f"{found}." if found else ""


def _in_a_sentence(title: str) -> str:
    """A title within a sentence: « carte de séjour », « VLS-TS »."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] in {" ", "’"} else title
