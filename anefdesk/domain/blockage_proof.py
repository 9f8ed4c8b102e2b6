"""What proves a blockage: tries by week, the proof for another way of filing, failings that the decision of 2026 names.

Pure: used by services for the person's page, the letters and the evidence file.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from anefdesk.domain.blockage import Answered, Attempt, Blockage, Exhibit, Harm, Means
from anefdesk.domain.blockage_kinds import BundleNeed, Measure
from anefdesk.domain.months import add_months
from anefdesk.domain.partial_date import day_of

Week = tuple[int, int]  # ISO year and week: Monday to Sunday

BUNDLE = (
    *("tries", "weeks", "hours", "browser", "device", "captures", "said", "address", "ccc", "pan", "support"),
    *("card", "documents"),
)
_CONTACTS = frozenset({Means.CALL, Means.FORM})


@dataclass(frozen=True, slots=True)
class BundleLine:
    """One thing to prove: what is there (``count`` of ``wanted``), and in words what is missing."""

    need: BundleNeed
    has: bool
    count: int
    missing: str  # a French sentence; empty when nothing is


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A failing that the decision names. Nothing of it counts before the State's own last day is over."""

    measure: Measure
    limit: date
    counted: bool  # the limit is over
    persists: bool  # and it was still there, or came, after it


@dataclass(frozen=True, slots=True)
class Known:
    """What the rest of the file says that a proof needs."""

    steps: frozenset[str] = frozenset()  # remedies taken
    support: bool = False  # the centre's attestation was issued
    card: bool = False  # a permit with its end
    documents: int = 0  # ready for the demand


@dataclass(frozen=True, slots=True)
class Loss:
    """What a harm cost up to a day: whole months and the days of the month begun, as ``months`` and ``days``."""

    harm: Harm
    months: int
    days: int
    cents: int


def weeks(attempts: Sequence[Attempt]) -> Mapping[Week, int]:
    """How many tries fall in each calendar week, in order."""
    days = [on for one in attempts if not one.gone and (on := day_of(one.on))]
    return dict(sorted(Counter(on.isocalendar()[:2] for on in days).items()))


def bundle(
    needs: Mapping[str, BundleNeed], attempts: Sequence[Attempt], exhibits: Sequence[Exhibit], known: Known
) -> tuple[BundleLine, ...]:
    """What the proof for another way of filing has and misses. Only tries on the site count as tries."""
    here = [one for one in attempts if not one.gone]
    tries = [one for one in here if one.means is Means.SITE]
    shown = {one.attempt for one in exhibits if not one.gone and one.attempt}
    calls = [one for one in here if one.means in _CONTACTS]
    lacking = {
        "hours": sum(not one.at for one in tries),
        "browser": sum(not one.browser for one in tries),
        "device": sum(not one.device for one in tries),
        "captures": sum(one.id not in shown for one in tries),
        "said": sum(not one.said for one in tries),
        "address": sum(not one.address for one in tries),
    }
    there = {
        "tries": len(tries),
        "weeks": len(weeks(tries)),
        "ccc": sum(one.answered is not Answered.UNKNOWN or bool(one.reference) for one in calls),
        "pan": sum(one.means is Means.POINT for one in here) + ("pan" in known.steps),
        "support": int(known.support),
        "card": int(known.card),
        "documents": known.documents,
    }
    return tuple(
        _line(need, lacking[name], bool(tries) and not lacking[name])
        if name in lacking
        else _line(need, there[name], there[name] >= need.wanted)
        for name, need in needs.items()
    )


def _line(need: BundleNeed, count: int, has: bool) -> BundleLine:  # noqa: FBT001 - computed, never spelt by a caller
    return BundleLine(need, has, count, "" if has else need.missing.format(count=count, wanted=need.wanted))


def measure_state(measures: Sequence[Measure], blockage: Blockage, today: date) -> MeasureView | None:
    """Whether a blockage may be counted against the decision; of several measures, the one that runs out last."""
    measure = max(measures, key=_limit, default=None)
    if measure is None:
        return None
    ended = day_of(blockage.ended_on)
    counted = today > measure.limit
    return MeasureView(measure, measure.limit, counted, counted and (ended is None or ended > measure.limit))


def _limit(measure: Measure) -> date:
    return measure.limit


def loss(harm: Harm, until: date) -> Loss | None:
    """What a harm cost from its first day to its last one or ``until``; ``None`` while amount or start is not known.

    Whole months count as months; each day left over as a thirtieth of one. The last day is counted. Cents are rounded
    down: a claim never says more than it can show.
    """
    start, end = day_of(harm.start), day_of(harm.end) or until
    if harm.gone or harm.cents_month is None or start is None:
        return None
    after = min(end, until) + timedelta(days=1)
    months = max(0, (after.year - start.year) * 12 + after.month - start.month)
    while months and add_months(start, months) > after:
        months -= 1
    days = max(0, (after - add_months(start, months)).days)
    return Loss(harm, months, days, harm.cents_month * months + harm.cents_month * days // 30)
