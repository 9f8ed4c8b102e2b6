"""Refuses what cannot be of a blockage: unknown codes, days and hours still to come, an end before its start.

Used by ``blockages`` before anything is written.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, time, timedelta

from anefdesk.domain.blockage import Attempt, Harm, Remedy
from anefdesk.domain.case import CaseFile
from anefdesk.errors import InputRefusedError, StorageError
from anefdesk.services import typed
from anefdesk.services.clock import Clock

_FIRST = date(2000, 1, 1)
_AHEAD = timedelta(days=2 * 366)  # an answer is not expected later
_SLACK = timedelta(minutes=10)  # a watch may be ahead of this PC
_LARGEST_HOUSEHOLD = 30
_MOST_CENTS = 10_000_000  # a hundred thousand euros a month: more is a slip of the hand


def day(text: str, clock: Clock, *, until: str = "") -> str:
    """An ISO day that has come, not before the ISO day ``until``.

    Raises:
        InputRefusedError: ``date.impossible``, ``blockage.no_day``, ``blockage.far``, ``blockage.future``,
            ``blockage.order``.
    """
    found = typed.day(text)
    if not found:
        raise InputRefusedError("blockage.no_day")
    if date.fromisoformat(found) < _FIRST:
        raise InputRefusedError("blockage.far")
    if date.fromisoformat(found) > clock.today() and not clock.absurd():
        raise InputRefusedError("blockage.future")
    if until and found < until:
        raise InputRefusedError("blockage.order")
    return found


def hour(text: str, on: str, clock: Clock) -> str:
    """``HH:MM`` that has come, or empty.

    Raises:
        InputRefusedError: ``blockage.hour``, ``blockage.future``.
    """
    said = text.strip()
    try:
        if said and time.fromisoformat(said).isoformat("minutes") != said:
            raise InputRefusedError("blockage.hour")
    except ValueError:
        raise InputRefusedError("blockage.hour") from None
    latest = (clock.now().astimezone() + _SLACK).replace(tzinfo=None)
    if said and f"{on}T{said}" > latest.isoformat(timespec="minutes") and not clock.absurd():
        raise InputRefusedError("blockage.future")
    return said


def attempt(one: Attempt, clock: Clock) -> Attempt:
    """``one`` made regular; the words of the screen keep their lines. Raises as ``day`` and ``hour``."""
    on = day(one.on, clock)
    return replace(
        one,
        on=on,
        at=hour(one.at, on, clock),
        said=typed.prose(one.said),
        device=typed.plain(one.device),
        browser=typed.plain(one.browser),
        address=typed.plain(one.address),
        reference=typed.plain(one.reference),
    )


def remedy(one: Remedy, steps: Collection[str], clock: Clock) -> Remedy:
    """``one`` made regular.

    Raises:
        InputRefusedError: as ``day``; ``remedy.unknown``, ``remedy.due`` (before it was taken, or years ahead).
    """
    if one.step not in steps:
        raise InputRefusedError("remedy.unknown")
    on, due = day(one.on, clock), typed.day(one.due)
    if due and not on <= due <= (date.fromisoformat(on) + _AHEAD).isoformat():
        raise InputRefusedError("remedy.due")
    return replace(one, on=on, due=due, reference=typed.plain(one.reference), remark=typed.prose(one.remark))


def harm(one: Harm, codes: Collection[str], clock: Clock) -> Harm:
    """``one`` made regular; it may end in the future, when a date is known.

    Raises:
        InputRefusedError: as ``day``; ``harm.unknown``, ``harm.order``, ``harm.amount``, ``harm.household``.
    """
    if one.code not in codes:
        raise InputRefusedError("harm.unknown")
    start, end = day(one.start, clock), typed.day(one.end)
    if end and end < start:
        raise InputRefusedError("harm.order")
    if one.cents_month is not None and not 0 <= one.cents_month <= _MOST_CENTS:
        raise InputRefusedError("harm.amount")
    if one.household is not None and not 1 <= one.household <= _LARGEST_HOUSEHOLD:
        raise InputRefusedError("harm.household", limit=_LARGEST_HOUSEHOLD)
    return replace(one, start=start, end=end, remark=typed.prose(one.remark))


def demarche(file: CaseFile, wanted: bytes | None) -> None:
    """Refuse a démarche of another file, as one that does not exist."""
    if wanted is not None and all(one.id != wanted for one in file.demarches):
        raise StorageError("case.missing")
