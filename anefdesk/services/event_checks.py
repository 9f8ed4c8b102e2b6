"""Refuses legal events that cannot be: no day, too far, still to come, out of order.

Used by ``deadlines`` before anything is written. An OQTF without its hour is taken: the clock says the doubt.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, time

from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.months import add_months
from anefdesk.domain.partial_date import day_of
from anefdesk.errors import InputRefusedError
from anefdesk.services.clock_events import Derived

_FIRST = date(1950, 1, 1)
_AHEAD_MONTHS = 20 * 12
_MAY_COME = frozenset({EventKind.PERMIT_END, EventKind.VISA_END})
_APPEALS = frozenset({EventKind.GRACIOUS_APPEAL, EventKind.HIERARCHICAL_APPEAL})
# What cannot come before the first of the others, in the same démarche, when one of these is known.
_AFTER = {
    EventKind.COMPLETED: (EventKind.FILED,),
    EventKind.COMPLEMENT_GIVEN: (EventKind.COMPLEMENT_ASKED,),
    EventKind.REFUSAL_NOTIFIED: (EventKind.FILED,),
    EventKind.ADF_ISSUED: (EventKind.FILED,),
    EventKind.REASONS_GIVEN: (EventKind.REASONS_ASKED,),
    EventKind.REFUSAL_KNOWN: (EventKind.FILED,),
    EventKind.APPEAL_REJECTED: (EventKind.GRACIOUS_APPEAL, EventKind.HIERARCHICAL_APPEAL),
}


def check(
    event: LegalEvent, others: Sequence[LegalEvent], told: Sequence[Derived], today: date, *, absurd: bool
) -> None:
    """Raise ``InputRefusedError`` (codes ``event.…``) when ``event`` cannot stand beside the rest of the file."""
    if event.kind is None:
        raise InputRefusedError("event.kind")
    on = day_of(event.on)
    if on is None:
        raise InputRefusedError("event.no_day")
    until = day_of(event.until)
    if event.until and until is None:
        raise InputRefusedError("event.no_day", reason="until")
    latest = add_months(today, _AHEAD_MONTHS)
    if any(not _FIRST <= day <= latest for day in (on, until) if day):
        raise InputRefusedError("event.far")
    if on > today and event.kind not in _MAY_COME and not absurd:
        raise InputRefusedError("event.future")
    _check_hour(event.at)
    if event.of is not None and (event.kind is not EventKind.APPEAL_REJECTED or event.of not in _APPEALS):
        raise InputRefusedError("event.of")
    if until and until < on:
        raise InputRefusedError("event.order", reason="until")
    _check_order(event, on, others, told)


def _check_hour(at: str) -> None:
    """``HH:MM``, as the screens write it."""
    try:
        if at and time.fromisoformat(at).isoformat("minutes") != at:
            raise InputRefusedError("event.no_hour")
    except ValueError:
        raise InputRefusedError("event.no_hour") from None


def _check_order(event: LegalEvent, on: date, others: Sequence[LegalEvent], told: Iterable[Derived]) -> None:
    known = [(one.kind, day_of(one.on), one.demarche) for one in others]
    known += [(one.kind, one.on, one.demarche) for one in told]

    def days(kinds: Collection[EventKind | None]) -> list[date]:
        same = {None, event.demarche} if event.demarche else {None}
        return [day for kind, day, owner in known if day and kind in kinds and owner in same]

    assert event.kind is not None
    if any(on < birth for birth in days((EventKind.BIRTH,))):
        raise InputRefusedError("event.order", reason="birth")
    before = days(_AFTER.get(event.kind, ()))
    if before and on < min(before):
        raise InputRefusedError("event.order")
