"""What the legal clock reckons from in one file: events recorded by hand, events it tells, certain facts.

Used by ``reckoner``. A fact that is not certain stays absent: the clock then says the doubt.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from anefdesk.domain import known_facts
from anefdesk.domain.case import CaseFile, Demarche, DemarcheStatus, Permit, RequestKind
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.deadlines import DeadlineTable, Event, EventKind, Outcome, Reckoning
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.procedure import Procedure
from anefdesk.domain.record import ObjectId

ANSWERED = "clock_"  # before the name of a fact of deadlines.toml, in an Answer

# Papers with an end that opens a filing window. Cards of citizens of the Union and their families have rules of their
# own that were not read; the other papers are no permits.
_CARDS = {
    "carte-temporaire": "one_year",
    "carte-pluriannuelle": "",  # of two, three or four years: L. 433-3 tells them apart
    "carte-resident": "resident",
    "carte-resident-permanent": "resident",
    "carte-resident-ue": "eu_long_term",
    "certificat-algerien-1": "one_year",
    "certificat-algerien-10": "agreement",
    "carte-retraite": "",
}
_WAITING = {"api": EventKind.API_ISSUED, "adf": EventKind.ADF_ISSUED, "recepisse": EventKind.RECEIPT_ISSUED}
_NOT_ASKING = frozenset({RequestKind.DECLARATION, RequestKind.REPLACEMENT, RequestKind.CORRECTION})
_ENDS = frozenset({EventKind.PERMIT_END, EventKind.VISA_END})
_DECIDED = frozenset({EventKind.REFUSAL_NOTIFIED, EventKind.OQTF_NOTIFIED})


@dataclass(frozen=True, slots=True)
class Derived:
    """An event that the file itself tells: ``obj`` is the permit, démarche or person that says so."""

    kind: EventKind
    on: date
    obj: ObjectId
    source: str  # "permit", "demarche" or "person"
    name: str = ""  # of the permit kind or the procedure
    until: date | None = None
    demarche: ObjectId | None = None

    def event(self) -> Event:
        """As the clock takes it."""
        return Event(self.kind, self.on, until=self.until)


@dataclass(frozen=True)
class Run:
    """One question to the clock: a démarche with what belongs to it and to the person, or the person alone."""

    demarche: Demarche | None
    procedure: Procedure | None
    events: tuple[Event, ...]
    shared: frozenset[Event]  # those of the person: other runs have them too
    facts: Mapping[str, str]
    told: frozenset[str]  # facts the file itself tells: nobody needs to answer them
    asks_permit: bool  # whether it is a request for a residence permit, or nothing was asked yet
    before: tuple[Event, ...] = ()  # requests for a permit that were filed, and are closed

    @property
    def reckoned(self) -> tuple[Event, ...]:
        """What the clock takes."""
        return *self.events, *self.before


def derived(file: CaseFile, catalogue: Catalogue) -> tuple[Derived, ...]:
    """Events the file tells, in order."""
    return tuple(sorted(_derived(file, catalogue), key=lambda one: (one.on, one.kind.value, one.obj)))


def _derived(file: CaseFile, catalogue: Catalogue) -> Iterator[Derived]:
    if (born := day_of(file.person.birth_date)) is not None:
        yield Derived(EventKind.BIRTH, born, file.person.id, "person")
    for permit in file.permits:
        found = _of_permit(permit)
        if found is not None:
            named = catalogue.permits.get(permit.kind)
            yield replace(found, name=named.name if named else permit.kind)
    for demarche in file.demarches:
        filed = day_of(demarche.filed_on)
        if demarche.status is not DemarcheStatus.PREPARING and filed is not None:
            procedure = catalogue.procedures.get(demarche.procedure)
            name = procedure.name if procedure else demarche.procedure
            yield Derived(EventKind.FILED, filed, demarche.id, "demarche", name, demarche=demarche.id)


def _of_permit(permit: Permit) -> Derived | None:
    start, end = day_of(permit.start), day_of(permit.end)
    if permit.kind in _WAITING:
        until = end if end and start and end >= start else None
        return Derived(_WAITING[permit.kind], start, permit.id, "permit", until=until) if start else None
    if permit.kind in _CARDS and end:
        return Derived(EventKind.PERMIT_END, end, permit.id, "permit")
    if permit.kind == "vls-ts" and end:
        return Derived(EventKind.VISA_END, end, permit.id, "permit")
    return None


def last_end(events: Sequence[Event]) -> date | None:
    """The end of the permit held last: earlier ones were followed by another."""
    return max((event.on for event in events if event.kind in _ENDS), default=None)


def asks_permit(table: DeadlineTable, demarche: Demarche) -> bool:
    """Whether the démarche asks for a residence permit; other demands answer no filing window of a permit."""
    others = {
        procedure
        for rule in table.rules.values()
        if rule.reckoning is Reckoning.SILENCE and rule.what is Outcome.NONE
        for procedure in rule.procedures
    }
    return demarche.procedure not in others and demarche.request not in _NOT_ASKING


def runs(file: CaseFile, recorded: Sequence[LegalEvent], catalogue: Catalogue, today: date) -> tuple[Run, ...]:
    """One run for each open or filed démarche, and one for the person when none of them asks for a permit.

    A démarche that was closed after a decision still runs: the time to contest it does not stop with our work. Closed
    without one, it leaves its filing: the window of the permit was met, and silence runs no more.
    """
    told = derived(file, catalogue)
    of_person = [one.event() for one in told if one.demarche is None]
    of_person += [event for one in recorded if one.demarche is None and (event := one.event())]
    beside = [event for event in of_person if event.kind not in {*_ENDS, EventKind.BIRTH}]
    found = []
    before: list[Event] = []
    for demarche in file.demarches:
        over = demarche.status is DemarcheStatus.CLOSED
        of_file = [one.event() for one in told if one.demarche == demarche.id]
        by_hand = [event for one in recorded if one.demarche == demarche.id and (event := one.event())]
        if over and asks_permit(catalogue.deadlines, demarche):
            filings = [event for event in (*of_file, *by_hand) if event.kind is EventKind.FILED]
            before += [replace(event, over=True) for event in filings]
        mine = by_hand if over else [*of_file, *by_hand]
        if over and not any(event.kind in _DECIDED for event in mine):
            continue
        asking = not over and asks_permit(catalogue.deadlines, demarche)
        around = of_person if asking else beside
        found.append(_run(file, demarche, catalogue, mine, around, today, asking=asking))
    if not any(run.asks_permit for run in found):
        found.append(_run(file, None, catalogue, [], of_person, today, asking=True))
    return tuple(_after(run, before) if run.asks_permit else run for run in found)


def _after(run: Run, before: Sequence[Event]) -> Run:
    return replace(run, before=tuple(dict.fromkeys(before)), shared=run.shared | frozenset(before))


def _run(
    file: CaseFile,
    demarche: Demarche | None,
    catalogue: Catalogue,
    mine: list[Event],
    around: list[Event],
    today: date,
    *,
    asking: bool,
) -> Run:
    procedure = catalogue.procedures.get(demarche.procedure) if demarche else None
    told = _told(file, demarche, procedure, catalogue, today)
    names = [*catalogue.deadlines.facts, "procedure"]
    answered = {
        answer.fact.removeprefix(ANSWERED): answer.value
        for owner in (None, demarche.id if demarche else None)
        for answer in file.answers
        if answer.demarche == owner and answer.value and answer.fact.startswith(ANSWERED)
    }
    facts = {**answered, **told}
    return Run(
        demarche=demarche,
        procedure=procedure,
        events=tuple(dict.fromkeys((*mine, *around))),
        shared=frozenset(around) - frozenset(mine),
        facts={name: value for name, value in facts.items() if name in names},
        told=frozenset(told),
        asks_permit=asking,
    )


def _told(
    file: CaseFile, demarche: Demarche | None, procedure: Procedure | None, catalogue: Catalogue, today: date
) -> dict[str, str]:
    """Facts that the file, the procedure and the answers of the checklist settle."""
    found: dict[str, str] = {}
    if file.person.nationality:
        found["algerian"] = "yes" if file.person.nationality == "DZ" else "no"
    held = known_facts.held(file)
    if held is not None and held.kind in _CARDS:
        found["situation"] = "holder"
        if _CARDS[held.kind]:
            found["card"] = _CARDS[held.kind]
    elif held is not None and held.kind == "vls-ts":
        found["situation"] = "vls_ts"
    elif held is not None and held.kind == "attestation-asile":
        found["situation"] = "asylum_seeker"
    if demarche is None:
        return found
    found["procedure"] = demarche.procedure
    if procedure is not None:
        known = known_facts.gather(catalogue.facts, file, demarche, procedure, today)
        for asked, name in (("online", "anef"), ("protection", "protection")):
            if known.get(asked) in catalogue.deadlines.facts.get(name, ()):
                found[name] = known[asked]
        found.update(_blue_card(known, demarche))
    return found


def _blue_card(known: Mapping[str, str], demarche: Demarche) -> dict[str, str]:
    """What the checklist was told of a blue card of another State, the person's own or that of the family."""
    if demarche.procedure == "talent-famille" and (moved := known.get("family_blue_card")):
        family = {"blue_card_family": "yes"} if moved == "yes" else {}  # not moved: of a blue card here, or of none
        return {"blue_card_elsewhere": moved, **family}
    if demarche.procedure == "talent-carte-bleue-europeenne" and (own := known.get("blue_card_elsewhere")):
        return {"blue_card_elsewhere": own}
    return {}
