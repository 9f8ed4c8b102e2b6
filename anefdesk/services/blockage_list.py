"""The blockages that last, over all files: what to do next for each, the overdue first.

Used by ``blockages`` for the page of the rail. It takes the dates of the law from the list of the day, which keeps
them, so that hundreds of files are read in a moment.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from anefdesk.domain import ladder
from anefdesk.domain.blockage import Blockage, Reply
from anefdesk.domain.deadlines import Due, Outcome, State, moment
from anefdesk.domain.ladder import Rung
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.services.blockage_views import Dates, climbed
from anefdesk.services.workplace import Workplace
from anefdesk.store import agenda, open_blockages
from anefdesk.store.open_blockages import OpenBlockage

_RECKONED = 20  # files changed last, whose dates are reckoned anew


@dataclass(frozen=True)
class BlockageRow:
    """An open blockage in the list of all of them."""

    case: CaseId
    latin: str
    native: str
    blockage: ObjectId
    code: str
    title: str
    since: str  # ISO day
    next_title: str  # empty: nothing to do but wait
    next_due: str  # ISO day: the last one by the law, or from which the next step can be taken
    overdue: bool  # that last day is over, or an expected answer did not come
    undated: bool  # the law counts from a day that the file does not tell


def listed(at: Workplace, limit: int) -> tuple[BlockageRow, ...]:
    """The first ``limit`` of them, in files open to me."""
    changed = frozenset(agenda.stale(at.store.connection, _RECKONED))
    found = open_blockages.lasting(at.store.connection, at.closed())
    return tuple(sorted((_row(at, one, changed) for one in found), key=_urgency)[:limit])


def _row(at: Workplace, one: OpenBlockage, changed: Collection[CaseId]) -> BlockageRow:
    kind = at.catalogue.blockages.kinds.get(one.blockage.code)
    dues: tuple[Due, ...] = ()
    if kind is not None and any(rule.closes_with or rule.opens_with for rule in kind.rungs):
        fresh = one.case in changed
        dues = Dates.of(at, at.file(one.case)).dues(one.blockage) if fresh else _kept_dues(at, one.case, one.blockage)
    rungs = climbed(at.catalogue, one.blockage, one.remedies, at.clock.today(), dues)
    following = ladder.next_rung(rungs)
    waiting = [rung.due for rung in rungs if rung.remedy and rung.due and rung.remedy.reply is Reply.WAITING]
    first = (following.due or following.opens) if following else None
    on = min([day for day in (first, *waiting) if day], default=None)
    return BlockageRow(
        case=one.case,
        latin=one.latin,
        native=one.native,
        blockage=one.blockage.id,
        code=one.blockage.code,
        title=kind.title if kind else one.blockage.code,
        since=one.blockage.on,
        next_title=following.step.title if following else "",
        next_due=on.isoformat() if on else "",
        overdue=_overdue(following, rungs),
        undated=following is not None and bool(following.rule.closes_with) and following.due is None,
    )


def _kept_dues(at: Workplace, case: CaseId, blockage: Blockage) -> tuple[Due, ...]:
    """As ``Dates.dues``, from what the list of the day keeps."""
    rules, found = at.catalogue.deadlines.rules, []
    for line in agenda.kept(at.store.connection, case):
        mine = blockage.demarche is None or line.obj in {b"", blockage.demarche}
        front = day_of(line.on_day)
        if line.what != "clock" or not mine or line.rule not in rules or front is None:
            continue
        at_hour = moment(front, line.at) if line.at else None
        due = Due(rules[line.rule], Outcome(line.detail), State.RUNNING, front=front, at=at_hour)
        found.append(due)
    return tuple(found)


def _overdue(rung: Rung | None, rungs: Sequence[Rung]) -> bool:
    """Whether a last day of the law is over with nothing done, or an answer that was expected did not come."""
    return bool(rung and rung.passed) or any(one.remedy and one.passed for one in rungs)


def _urgency(row: BlockageRow) -> tuple[bool, bool, str, str]:
    """The overdue first, then those whose last day by the law nobody has said: it may be in hours."""
    return not row.overdue, not row.undated, row.next_due or "9999", row.since
