"""What travels when a file is shared: its state, what changed since, its end, and what the other centre answers.

The bodies of parcels of ``sharing`` and ``bringing``. A list of kinds and fields says what may leave; all else stays.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

import msgspec

from anefdesk.domain import case as trade
from anefdesk.domain import ids
from anefdesk.domain.blockage import Attempt, Blockage, Exhibit, Harm, Remedy
from anefdesk.domain.change import Change
from anefdesk.domain.happened import LegalEvent, Told
from anefdesk.domain.household import LifeEvent
from anefdesk.domain.letter import Letter
from anefdesk.domain.record import CaseId, ObjectId, Stored, Value, assemble, laws, number_of
from anefdesk.errors import StorageError
from anefdesk.store import contents
from anefdesk.store.store import Store

_FORMAT: Final = 1
_ID: Final = 16
_STAYS: Final = {trade.Person: {"restricted", "household", "merged_into"}, trade.Note: {"sealed"}}
_LEAVES: Final[tuple[type[Stored], ...]] = (  # not: readings, keepers, ties, agreements given to this centre
    trade.Person, trade.Name, trade.Language, trade.ContactPoint, trade.Permit, trade.JournalEntry, trade.Note,
    trade.Demarche, trade.Item, trade.Answer, trade.Piece, LifeEvent, LegalEvent, Told,
    Blockage, Attempt, Exhibit, Remedy, Harm, Letter,
)  # fmt: skip
_FIELDS: Final = {
    int(cls.KIND): {law.number: law for law in laws(cls) if law.name not in _STAYS.get(cls, set())} for cls in _LEAVES
}
_GONE: Final = {
    int(cls.KIND): number_of(cls, "gone") for cls in _LEAVES if any(law.name == "gone" for law in laws(cls))
}
_SEALED, _NOTE = number_of(trade.Note, "sealed"), int(trade.Note.KIND)
_FACT, _OF_ONE = number_of(trade.Answer, "fact"), number_of(trade.Answer, "demarche")
_VALUES: Final = (bool, int, str, bytes)
_PERSON, _NAME, _ANSWER = int(trade.Person.KIND), int(trade.Name.KIND), int(trade.Answer.KIND)

Thing: TypeAlias = tuple[int, bytes, dict[int, Any]]  # kind, object, fields; ``read`` lets only ``Value`` in


class Offer(msgspec.Struct, frozen=True, kw_only=True, tag="offer"):
    """A whole file. ``seed``: of the copy's key."""

    format: int = _FORMAT
    share: bytes
    case: bytes
    on: str
    by: str  # the name of who shares it
    seed: bytes
    things: list[Thing]
    authors: list[str]
    handed_over: bool = False
    restricted: bool = False


class More(msgspec.Struct, frozen=True, kw_only=True, tag="more"):
    """What changed since: all of it later than parcels with a smaller number."""

    format: int = _FORMAT
    share: bytes
    no: int
    things: list[Thing]
    restricted: bool = False


class End(msgspec.Struct, frozen=True, kw_only=True, tag="end"):
    """Nothing follows. Not yet accepted, it is taken back."""

    format: int = _FORMAT
    share: bytes
    on: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the other centre did."""

    format: int = _FORMAT
    share: bytes
    case: bytes  # at the sender
    accepted: bool
    on: str
    why: str = ""


Said: TypeAlias = Offer | More | End


def write(one: Said | Answer) -> bytes:
    """The body of a parcel."""
    return msgspec.msgpack.encode(one)


def read(body: bytes) -> Said | None:
    """What a parcel says; ``None`` for what is of a later version or no such thing."""
    try:
        found = msgspec.msgpack.decode(body, type=Said)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    things: list[Thing] = [] if isinstance(found, End) else found.things
    sound = len(found.share) == _ID and all(_sound(thing) for thing in things)
    return found if found.format == _FORMAT and sound else None


def _sound(thing: Thing) -> bool:
    _, obj, fields = thing
    return len(obj) == _ID and all(one is None or isinstance(one, _VALUES) for one in fields.values())


def read_answer(body: bytes) -> Answer | None:
    """As ``read``."""
    try:
        found = msgspec.msgpack.decode(body, type=Answer)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return found if found.format == _FORMAT and len(found.case) == _ID else None


def leaving(store: Store, case: CaseId) -> list[Thing]:
    """Everything in a file that may leave, what was taken away too, so that this can be told."""
    found = []
    for one in contents.cells(store.connection, case, _FIELDS):
        if one.kind == _NOTE and one.fields.get(_SEALED):
            continue
        known = _FIELDS[one.kind]
        fields = {
            number: bool(value) if known[number].boolean else value
            for number, value in sorted(one.fields.items())
            if number in known
        }
        found.append((one.kind, bytes(one.obj), fields))
    return found


def present(things: Iterable[Thing]) -> list[Thing]:
    """Without what was taken away."""
    return [thing for thing in things if not gone(thing)]


def gone(thing: Thing) -> bool:
    """Whether it was taken away."""
    return bool(thing[2].get(_GONE.get(thing[0], -1)))


def since(things: Iterable[Thing], before: Mapping[bytes, bytes]) -> list[Thing]:
    """The fields that are not as they were when ``traces`` gave ``before``; of an answer, with what it answers."""
    found: list[Thing] = []
    known = {name[:_ID] for name in before}
    for thing in things:
        kind, obj, fields = thing
        if gone(thing) and obj not in known:
            continue  # never sent
        new = {number: value for number, value in fields.items() if before.get(_cell(obj, number)) != _trace(value)}
        if new:
            found.append((kind, obj, fields if kind == _ANSWER else new))
    return found


def traces(things: Iterable[Thing]) -> dict[bytes, bytes]:
    """What was sent, so that it can be told from what changed; not the values themselves."""
    return {_cell(obj, number): _trace(value) for _, obj, fields in things for number, value in fields.items()}


def _cell(obj: bytes, number: int) -> bytes:
    return obj + number.to_bytes(2, "big")


def _trace(value: Value) -> bytes:
    import hashlib

    return hashlib.blake2b(msgspec.msgpack.encode(value), digest_size=8).digest()


def placed(things: Iterable[Thing], origin: bytes, case: CaseId, reason: str) -> list[Change]:
    """The changes that put things of ``origin`` into its copy ``case``; of what may not have left, nothing."""
    found = []
    for kind, obj, fields in things:
        known = _FIELDS.get(kind)
        if known is None:
            continue
        kept: dict[int, Value] = {number: value for number, value in fields.items() if number in known}
        change = Change(case, kind, _renamed(kind, obj, fields, origin, case), kept, reason)
        if kind != _PERSON or bytes(change.obj) == bytes(case):
            found.append(change)
    return found


def _renamed(kind: int, obj: bytes, fields: Mapping[int, Value], origin: bytes, case: CaseId) -> ObjectId:
    """The person is the case; what is derived from a case's id is derived anew."""
    if obj == origin:
        return ObjectId(bytes(case))
    fact = fields.get(_FACT)
    if kind == _ANSWER and isinstance(fact, str) and not fields.get(_OF_ONE):
        return ids.answer_id(bytes(case), fact)
    return ObjectId(obj)


def named(things: Iterable[Thing]) -> str:
    """The name that heads the file, for the list of what came."""
    names = [assemble(trade.Name, ObjectId(obj), fields) for kind, obj, fields in present(things) if kind == _NAME]
    head = next((one for one in names if one.role is trade.NameRole.MAIN), next(iter(names), None))
    return (head.latin() or head.native()) if head else ""


def counted(things: Iterable[Thing]) -> dict[int, int]:
    """How many of each kind there are."""
    found: dict[int, int] = {}
    for kind, _, _ in present(things):
        found[kind] = found.get(kind, 0) + 1
    return found


def fits(body: bytes) -> bytes:
    """``body``, when a parcel takes it.

    Raises:
        StorageError: ``parcel.too_large``.
    """
    from anefdesk.wire.parcel import LARGEST

    if len(body) > LARGEST:
        raise StorageError("parcel.too_large")
    return body
