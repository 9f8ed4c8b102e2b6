"""What the page of a person's clock reads and writes, as it runs on the desk lane. Used by that page alone."""

from collections.abc import Mapping
from dataclasses import replace

from anefdesk.domain.change import Touched
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.record import CaseId
from anefdesk.domain.rights import Forecast
from anefdesk.services.deadlines import ClockView
from anefdesk.services.desk import Desk

Read = tuple[ClockView, Mapping[str, str], Forecast]


def read(desk: Desk, case: CaseId) -> Read:
    """The clock, the French names of procedures, what can be proved."""
    names = {procedure.id: procedure.name for procedure in desk.demarches.procedures()}
    return desk.deadlines.view(case), names, desk.rights.forecast(case)


def note(desk: Desk, case: CaseId, before: LegalEvent | None, after: LegalEvent) -> Touched:
    """Note an event, or put one right."""
    if before is None:
        return desk.deadlines.record(case, replace(after, id=desk.deadlines.new_id()))
    return desk.deadlines.change(case, before, after)
