"""Counting files: every figure at once, as ``figures`` defines it. Pure; used by services."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from anefdesk.domain.blockage import Reply
from anefdesk.domain.blockage_kinds import BlockageTable
from anefdesk.domain.blockage_proof import measure_state
from anefdesk.domain.case import DemarcheStatus
from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.figures import (
    ENDED,
    FIGURES,
    NOT_KNOWN,
    OWN_TEMPLATE,
    PERSISTS,
    Contact,
    CountedFile,
    Period,
    Tables,
)
from anefdesk.domain.letter import Sending
from anefdesk.domain.months import add_months
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.suppression import LEAST, Cell, Path, Table

_SHIPPED = 8  # letters at most in the id of a template that is shipped


@dataclass(slots=True)
class _Drawing:
    """A table being made: what falls into each cell and all above it."""

    counts: dict[Path, int] = field(default_factory=dict)
    days: dict[Path, list[int]] = field(default_factory=dict)
    cents: dict[Path, int] = field(default_factory=dict)

    def add(self, path: Path, *, days: int | None = None, cents: int | None = None) -> None:
        for end in range(len(path) + 1):
            above = path[:end]
            self.counts[above] = self.counts.get(above, 0) + 1
            if days is not None:
                self.days.setdefault(above, []).append(days)
            if cents is not None:
                self.cents[above] = self.cents.get(above, 0) + cents

    def table(self) -> Table:
        return {
            path: Cell(count, _median(self.days.get(path, ())), self.cents.get(path))
            for path, count in self.counts.items()
        }


def _median(days: Sequence[int]) -> int | None:
    """Of five values at least."""
    return int(median(days)) if len(days) >= LEAST else None


def known(files: Iterable[CountedFile], period: Period) -> tuple[CountedFile, ...]:
    """Those the centre knew before the period was over. What a later one tells of the period counts all the same."""
    return tuple(file for file in files if file.opened is None or file.opened <= period.end)


def tally(files: Iterable[CountedFile], kinds: BlockageTable, period: Period) -> Tables:
    """Every figure over these files; who did not agree has been left out by the caller."""
    drawn = {key: _Drawing() for key in FIGURES}
    for file in files:
        _files(drawn, file, period)
        _demarches(drawn, file, period)
        _blockages(drawn, file, kinds, period)
        _harms(drawn, file, period)
        _letters(drawn, file, period)
    return {key: one.table() for key, one in drawn.items()}


def _files(drawn: Mapping[str, _Drawing], file: CountedFile, period: Period) -> None:
    if file.opened in period:
        drawn["files_new"].add(())
    last = max((day for day in (file.opened, *file.contacts) if day and day <= period.end), default=None)
    if last is not None and (file.opened is None or file.opened <= period.end):
        drawn["files_open"].add((_contact(last, period.end).value,))


def _contact(last: date, end: date) -> Contact:
    for contact, months in ((Contact.MONTH, 1), (Contact.QUARTER, 3), (Contact.YEAR, 12)):
        if last > add_months(end, -months):
            return contact
    return Contact.LONGER


_ANSWERS = frozenset({EventKind.ADF_ISSUED, EventKind.CARD_HANDED, EventKind.REFUSAL_NOTIFIED})


def _demarches(drawn: Mapping[str, _Drawing], file: CountedFile, period: Period) -> None:
    for one in file.demarches:
        if (day_of(one.opened_on) or period.end) <= period.end:
            drawn["procedures"].add((one.status.value, one.procedure))
        filed = day_of(one.filed_on) if one.status is not DemarcheStatus.PREPARING else None
        if filed in period:
            drawn["filed"].add((one.procedure,))
        told = [day_of(event.on) for event in file.events if event.kind in _ANSWERS and event.demarche == one.id]
        first = min((day for day in told if day), default=None)
        if first in period:
            drawn["answers"].add((one.procedure,), days=_between(filed, first))


def _between(start: date | None, end: date | None) -> int | None:
    """Days from one to the other; ``None`` when one is not known or they are the wrong way round."""
    return (end - start).days if start and end and start <= end else None


def _blockages(drawn: Mapping[str, _Drawing], file: CountedFile, kinds: BlockageTable, period: Period) -> None:
    for one in file.blockages:
        on, ended = day_of(one.on), day_of(one.ended_on)
        if on is None or on > period.end:
            continue
        path = (one.code, file.department or NOT_KNOWN)
        if on in period:
            drawn["blockages_opened"].add(path)
        if ended in period:
            drawn["blockages_closed"].add(path, days=_between(on, ended))
        if ended is None or ended > period.end:
            drawn["blockages_open"].add(path)
        state = measure_state(kinds.measures_of(one.code), one, period.end)
        if state is not None and state.counted:
            drawn["ce2026"].add((state.measure.id, PERSISTS if state.persists else ENDED))
    for remedy in file.remedies:
        on, replied = day_of(remedy.on), day_of(remedy.replied_on)
        if replied in period and remedy.reply is not Reply.WAITING:
            drawn["remedies"].add((remedy.reply.value,), days=_between(on, replied))


def _harms(drawn: Mapping[str, _Drawing], file: CountedFile, period: Period) -> None:
    months = period.months()
    for one in file.harms:
        start, end = day_of(one.start), day_of(one.end) or date.max
        if start is None or start > period.end:
            continue
        if start in period:
            drawn["harms_new"].add((one.code,))
        lasted = [month for month in months if start <= min(month.end, period.end) and end >= month.start]
        for _ in lasted:
            drawn["harm_months"].add((one.code,))
        if lasted and lasted[-1] == months[-1] and one.cents_month is not None:
            drawn["losses"].add((one.code,), cents=one.cents_month)


def _letters(drawn: Mapping[str, _Drawing], file: CountedFile, period: Period) -> None:
    for one in file.letters:
        if day_of(one.sent_on) in period and one.sending is not Sending.NOT_SENT:
            own = len(one.template) > _SHIPPED
            drawn["letters_sent"].add((OWN_TEMPLATE if own else one.template,))
