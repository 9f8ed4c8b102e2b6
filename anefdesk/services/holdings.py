"""The papers and requests of one file as the forecast of rights takes them, with the dates of the legal clock.

Used by ``rights`` and by whatever writes about what a person can prove.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from anefdesk.domain import known_facts
from anefdesk.domain.case import CaseFile, Demarche, DemarcheStatus
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.clock import clocks
from anefdesk.domain.deadlines import Due, EventKind
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.held_papers import Held
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.rights import HORIZON_DAYS, Forecast, forecast
from anefdesk.services.calendar import calendar
from anefdesk.services.clock_events import asks_permit, derived, runs

_PAPERS = frozenset({EventKind.API_ISSUED, EventKind.ADF_ISSUED, EventKind.RECEIPT_ISSUED})


def forecast_of(
    file: CaseFile, recorded: Sequence[LegalEvent], catalogue: Catalogue, today: date, horizon_days: int = HORIZON_DAYS
) -> Forecast:
    """What the person of this file can prove, day by day."""
    facts = _of_person(file, catalogue, today)
    papers = tuple(held(file, recorded, catalogue, today))
    return forecast(catalogue.papers, papers, dues_of(file, recorded, catalogue, today), facts, today, horizon_days)


def dues_of(file: CaseFile, recorded: Sequence[LegalEvent], catalogue: Catalogue, today: date) -> tuple[Due, ...]:
    """Every date of the clock, those of papers that others followed too: they say how long each was good."""
    place = file.person.department
    return tuple(
        due
        for run in runs(file, recorded, catalogue, today)
        for due in clocks(catalogue.deadlines, run.reckoned, run.facts, place, calendar(place), today)
    )


def held(file: CaseFile, recorded: Sequence[LegalEvent], catalogue: Catalogue, today: date) -> Iterator[Held]:
    """Permits by their kinds, the rest by what happened."""
    known = _Demarches(file, catalogue, today)
    told = derived(file, catalogue)
    given = {one.obj for one in told if one.kind in _PAPERS}
    for permit in file.permits:
        if permit.id not in given:
            yield Held(permit.kind, day_of(permit.start), day_of(permit.end), facts=known.around(day_of(permit.start)))
    for one in told:
        if one.kind in _PAPERS:
            yield Held(one.kind.value, one.on, one.until, event=True, facts=known.around(one.on))
        elif one.kind is EventKind.FILED and known.asks(one.demarche):
            yield Held(one.kind.value, one.on, event=True)
    for happened in recorded:
        event = happened.event()
        if event is None or happened.gone or (event.kind is EventKind.FILED and not known.asks(happened.demarche)):
            continue
        facts = known.facts(happened.demarche) if happened.demarche else known.around(event.on)
        yield Held(event.kind.value, event.on, event.until, event=True, facts=facts)


def _of_person(file: CaseFile, catalogue: Catalogue, today: date) -> Mapping[str, str]:
    found, _ = known_facts.told_or_answered(
        catalogue.facts, known_facts.of_person(file, today), known_facts.answers(file)
    )
    return found


class _Demarches:
    """What each démarche of the file tells of the papers given for it."""

    def __init__(self, file: CaseFile, catalogue: Catalogue, today: date) -> None:
        self._file, self._catalogue, self._today = file, catalogue, today
        self._asking = [one for one in file.demarches if asks_permit(catalogue.deadlines, one)]

    def asks(self, demarche: bytes | None) -> bool:
        """Whether it asks for a permit; what belongs to no démarche may."""
        return demarche is None or any(one.id == demarche for one in self._asking)

    def facts(self, demarche: bytes) -> Mapping[str, str]:
        """Facts of one démarche."""
        found = next((one for one in self._file.demarches if one.id == demarche), None)
        return self._of(found) if found else {}

    def around(self, day: date | None) -> Mapping[str, str]:
        """Facts of the request that a paper of ``day`` answers: the last one filed before, else the only open one."""
        filed = [(on, one) for one in self._asking if (on := day_of(one.filed_on)) and day and on <= day]
        if filed:
            return self._of(max(filed, key=lambda pair: pair[0])[1])
        waiting = [one for one in self._asking if one.status is DemarcheStatus.PREPARING]
        return self._of(waiting[0]) if len(self._asking) == len(waiting) == 1 else {}

    def _of(self, demarche: Demarche) -> Mapping[str, str]:
        procedure = self._catalogue.procedures.get(demarche.procedure)
        if procedure is None:
            return {"request": demarche.request.value}
        return known_facts.gather(self._catalogue.facts, self._file, demarche, procedure, self._today)
