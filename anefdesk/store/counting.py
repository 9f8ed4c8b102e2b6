"""Reading what is counted of every file at once: dates, codes and states; no name, no free word.

Used by ``services.figures``. Restricted files are left out: they would be counted for some readers and not for others.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final, TypeVar

from anefdesk.domain.blockage import Blockage, Harm, Remedy
from anefdesk.domain.case import Demarche, JournalEntry, Person
from anefdesk.domain.consent import Consent
from anefdesk.domain.figures import CountedFile
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.letter import Letter
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.record import CaseId, Kind, ObjectId, Stored, Value, assemble, number_of
from anefdesk.store.store import Store

S = TypeVar("S", bound=Stored)

_READ: Final[Mapping[type[Stored], tuple[str, ...]]] = {
    Person: ("department",),
    JournalEntry: ("on",),
    Demarche: ("procedure", "status", "filed_on", "opened_on", "gone"),
    LegalEvent: ("kind", "on", "demarche", "gone"),
    Blockage: ("code", "on", "ended_on", "gone"),
    Remedy: ("step", "on", "reply", "replied_on", "gone"),
    Harm: ("code", "start", "end", "cents_month", "gone"),
    Consent: ("use", "given_on", "revoked_on"),
    Letter: ("template", "sent_on", "sending", "issued_on", "gone"),
}
_CLASSES = {int(cls.KIND): cls for cls in _READ}
_FIELDS = ", ".join(f"({int(cls.KIND)}, {number_of(cls, name)})" for cls, names in _READ.items() for name in names)
_QUERY = (
    "SELECT object.case_id, object.obj, kind, wall_ms, field, value FROM object "
    "JOIN person ON person.case_id = object.case_id AND restricted = 0 "
    "LEFT JOIN cell ON cell.case_id = object.case_id AND cell.obj = object.obj "
    f"AND (kind, field) IN (VALUES {_FIELDS}) WHERE kind IN ({', '.join(str(kind) for kind in _CLASSES)})"
)
_CENTRES = "SELECT case_id, scope FROM keybox"


class _File:
    def __init__(self) -> None:
        self.opened_ms = 0
        self.cells: dict[tuple[int, ObjectId], dict[int, Value]] = {}

    def of(self, cls: type[S]) -> tuple[S, ...]:
        """What it holds of one kind, but for what is gone."""
        found = (assemble(cls, obj, cells) for (kind, obj), cells in self.cells.items() if kind == cls.KIND)
        return tuple(one for one in found if not getattr(one, "gone", False))


def files(store: Store) -> tuple[CountedFile, ...]:
    """Every file that is not restricted, those whose person did not agree to be counted too."""
    found: dict[CaseId, _File] = {}
    with store.aside() as connection:
        rows = connection.exec_driver_sql(_QUERY).fetchall()
        centres: dict[bytes, bytes] = dict(connection.exec_driver_sql(_CENTRES).fetchall())
    for case, obj, kind, wall_ms, field, value in rows:
        file = found.setdefault(CaseId(case), _File())
        cells = file.cells.setdefault((kind, ObjectId(obj)), {})
        if field is not None:
            cells[field] = value
        if kind == Kind.PERSON:
            file.opened_ms = wall_ms
    return tuple(_counted(file, centres.get(case, b"")) for case, file in found.items())


def _counted(file: _File, scope: bytes) -> CountedFile:
    (person,) = file.of(Person) or (Person(id=ObjectId(b"")),)
    letters = tuple(letter for letter in file.of(Letter) if not letter.dropped)
    return CountedFile(
        scope=scope,
        department=person.department,
        opened=_day(file.opened_ms),
        consents=file.of(Consent),
        contacts=tuple(day for entry in file.of(JournalEntry) if (day := day_of(entry.on))),
        demarches=file.of(Demarche),
        events=file.of(LegalEvent),
        blockages=file.of(Blockage),
        remedies=file.of(Remedy),
        harms=file.of(Harm),
        letters=letters,
    )


def _day(wall_ms: int) -> date | None:
    """The day in the place where the PC stands; ``None`` for a clock that cannot have been right."""
    try:
        return datetime.fromtimestamp(wall_ms / 1000, UTC).astimezone().date()
    except (OverflowError, ValueError, OSError):
        return None


def secret(store: Store) -> bytes:
    """What only the PCs that read this centre know, the same on all of them while its key stays."""
    with store.inside() as at:
        return at.keys.record_key(store.centre, at.keys.epoch, at.keys.scope)
