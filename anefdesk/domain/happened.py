"""What the legal clock reckons from, as recorded in a file, and the dates the person was told.

A told date is never changed: when the clock finds another, both are shown.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import ClassVar

from anefdesk.domain.deadlines import Due, Event, EventKind, Outcome
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.procedure import Grade
from anefdesk.domain.record import Kind, ObjectId, Stored, numbered


@dataclass(frozen=True, kw_only=True)
class LegalEvent(Stored):
    """Something dated that starts, stops or meets a legal period."""

    KIND: ClassVar[Kind] = Kind.LEGAL_EVENT
    kind: EventKind | None = numbered(1, None, review=True, enum=EventKind)  # None: of a newer desk
    on: str = numbered(2, "", review=True)  # ISO date
    at: str = numbered(3, "", review=True)  # "HH:MM" on the wall where the person is; empty: not known
    until: str = numbered(4, "", review=True)  # ISO date written on the paper
    of: EventKind | None = numbered(5, None, enum=EventKind)  # which appeal was rejected
    demarche: bytes | None = numbered(6, None)  # the démarche it belongs to; None: the person as a whole
    remark: str = numbered(7, "")
    proof: bytes | None = numbered(8, None)  # the piece or exhibit that shows it
    gone: bool = numbered(9, False)

    def event(self) -> Event | None:
        """As the clock takes it; ``None`` while its kind or day cannot be read."""
        on = day_of(self.on)
        if self.kind is None or on is None:
            return None
        try:
            at = datetime.combine(on, time.fromisoformat(self.at).replace(tzinfo=None)) if self.at else None
        except ValueError:
            at = None  # of a newer desk, or damaged: the first hour of the day is taken
        return Event(self.kind, on, at, day_of(self.until), self.of)


@dataclass(frozen=True, kw_only=True)
class Told(Stored):
    """A date that was given to the person, by word or on paper. Only added to."""

    KIND: ClassVar[Kind] = Kind.TOLD
    deadline: str = numbered(1, "")  # id of the rule in deadlines.toml
    what: Outcome | None = numbered(2, None, enum=Outcome)
    on: str = numbered(3, "")  # the date told, ISO; with the hour "2026-11-23T16:40" for periods by hours
    rescue: str = numbered(4, "")  # the second date, when two were told
    told_on: str = numbered(5, "")  # ISO date
    how: str = numbered(6, "")  # "slip", "letter", "timeline", "spoken"
    demarche: bytes | None = numbered(7, None)
    article: str = numbered(8, "")  # as it stood that day


def given(due: Due) -> tuple[str, str]:
    """The date and the second one as they are told, as ``Told`` holds them; empty for what may not be dated."""
    if due.deadline.grade is Grade.C:
        return "", ""
    return _iso(due.at, due.front), _iso(due.rescue_at, due.rescue)


def _iso(at: datetime | None, on: date | None) -> str:
    return at.isoformat(timespec="minutes") if at else on.isoformat() if on else ""


def told(due: Due, told_id: ObjectId, how: str, day: date, demarche: bytes | None) -> Told:
    """That the dates of ``due`` were given on ``day``."""
    on, rescue = given(due)
    return Told(
        id=told_id,
        deadline=due.deadline.id,
        what=due.what,
        on=on,
        rescue=rescue,
        told_on=day.isoformat(),
        how=how,
        demarche=bytes(demarche) if demarche else None,
        article=due.deadline.article,
    )
