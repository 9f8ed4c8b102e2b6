"""Adding to a copy what another centre sends of the file: it never replaces what this centre wrote itself.

Used by ``bringing``, when a file is shared once more, and by ``renewing``, for what changed there since.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from anefdesk.domain import ids
from anefdesk.domain.case import JournalEntry, Medium
from anefdesk.domain.change import Change
from anefdesk.domain.record import CaseId, ObjectId, Value, cells_of
from anefdesk.services.sync import shared_file
from anefdesk.services.sync.shared_file import Thing
from anefdesk.services.workplace import BROUGHT, Workplace
from anefdesk.store import contents, reading

_CLOSED = b"restricted"


@dataclass(frozen=True, slots=True)
class Came:
    """Parcel ``no`` of a share, and the file it is of, there."""

    share: bytes
    no: int
    origin: bytes
    things: Sequence[Thing]
    restricted: bool


def reason_of(share: bytes, no: int) -> str:
    """Why a change stands in a copy: parcel ``no`` of a share brought it."""
    return f"{BROUGHT}{share.hex()}:{no}"


def noted(at: Workplace, case: CaseId, key: ObjectId, text: str, reason: str) -> Change:
    """A line of the journal that says what came; the same on every PC that writes it."""
    on = at.clock.today().isoformat()
    entry = JournalEntry(id=key, on=on, medium=Medium.MAIL, text=text)
    return Change(case, entry.KIND, key, cells_of(entry), reason)


def merged(at: Workplace, case: CaseId, came: Came, centre: str) -> list[Change]:
    """What to write: that of which nothing was changed here; of the rest, what they have there, in the journal."""
    reason = reason_of(came.share, came.no)
    stands, reasons = contents.written(at.store, case)
    if reason in reasons:
        return []  # another PC of the centre did
    taken, apart = list[Change](), list[str]()
    objects = {obj for obj, _ in stands}
    for change in _known(came, case, reason, objects):
        parted = _Parted({}, [])
        for number, value in change.fields.items():
            parted.add(number, value, stands.get((change.obj, number)), came)
        taken += [Change(case, change.kind, change.obj, parted.taken, reason)] if parted.taken else []
        apart += parted.apart
    if apart:
        text = f"« {centre} » a changé depuis ce que ce dossier a changé aussi ; ici, rien n’est remplacé."
        key = ids.brought_note(case, came.share, came.no.to_bytes(8, "big"))
        taken.append(noted(at, case, key, " ".join((text, *apart)), reason))
    warned = ids.brought_note(case, came.share, _CLOSED)
    if came.restricted and not reading.restricted(at.store.connection, case) and warned not in objects:
        text = f"« {centre} » a réservé ce dossier à des personnes nommées : voyez s’il faut le faire ici aussi."
        taken.append(noted(at, case, warned, text, reason))
    return taken


def _known(came: Came, case: CaseId, reason: str, objects: Collection[ObjectId]) -> Iterator[Change]:
    """The changes of the copy, without what was taken away there before it ever came."""
    for thing in came.things:
        for change in shared_file.placed([thing], came.origin, case, reason):
            if change.obj in objects or not shared_file.gone(thing):
                yield change


@dataclass(frozen=True, slots=True)
class _Parted:
    """The fields of one object: those that are taken, and what is said of the others."""

    taken: dict[int, Value]
    apart: list[str]

    def add(self, number: int, value: Value, here: contents.Written | None, came: Came) -> None:
        """One field, whose value here is ``here``."""
        if here is None:
            self.taken[number] = value
        elif here.value == value:
            return
        elif (before := _brought_by(here.reason)) is not None:
            if before < (came.share.hex(), came.no):
                self.taken[number] = value
        elif not isinstance(here.value, bytes) and not isinstance(value, bytes):
            self.apart.append(f"Là-bas : « {_said(value)} » ; ici : « {_said(here.value)} ».")


def _brought_by(reason: str) -> tuple[str, int] | None:
    """The share and parcel that brought a value, in the order they were made; ``None``: somebody here wrote it."""
    share, _, number = reason.removeprefix(BROUGHT).partition(":")
    return (share, int(number)) if reason.startswith(BROUGHT) and number.isdecimal() else None


def _said(value: Value) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value) if value not in {None, ""} else "rien"
