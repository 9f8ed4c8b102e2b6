"""How a thing of the trade is stored: numbered fields on frozen dataclasses, declared once.

The store keeps one cell per (object, field); a desk of any version reads the cells it knows and keeps
the others. Field and kind numbers are part of the wire format: never reused, never renumbered.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import cache
from typing import Any, ClassVar, NewType, TypeAlias, TypeVar

CaseId = NewType("CaseId", bytes)  # 16 random bytes; the hub will see it
ObjectId = NewType("ObjectId", bytes)  # 16 bytes: time-ordered, or derived where two desks must agree
UserId = NewType("UserId", bytes)  # 16 random bytes

Value: TypeAlias = bool | int | str | bytes | None


class Kind(IntEnum):
    """Kinds of stored objects. Numbers are for ever."""

    PERSON = 1
    NAME = 2
    LANGUAGE = 3
    CONTACT_POINT = 4
    PERMIT = 5
    JOURNAL_ENTRY = 6
    NOTE = 7
    DEMARCHE = 8
    ITEM = 9
    ANSWER = 10
    PIECE = 11
    STAFF = 12
    OPENED = 13
    CENTRE = 14
    LINK = 15
    SHARED_PROOF = 16
    LIFE_EVENT = 17
    HANDLED = 18
    KEEPER = 19
    LOCAL_DEMAND = 20
    SIGHTING = 21
    PINNED = 22
    LEGAL_EVENT = 23
    TOLD = 24
    BLOCKAGE = 25
    ATTEMPT = 26
    EXHIBIT = 27
    REMEDY = 28
    HARM = 29
    CONSENT = 30
    LETTER = 31
    ADDRESS = 32
    OWN_TEMPLATE = 33
    APPROVAL = 34
    ERASING = 35
    ERASED = 36
    SHARE = 37
    MONTHLY_REPORT = 38
    ERASURE_AGREED = 39
    RIVAL = 40
    BROUGHT = 41
    RESERVED_KEY = 42
    FILLED = 43


@dataclass(frozen=True, kw_only=True)
class Stored:
    """Something the store keeps: an object of one kind, with numbered fields."""

    KIND: ClassVar[Kind]
    id: ObjectId


S = TypeVar("S", bound=Stored)


@dataclass(frozen=True, slots=True)
class FieldLaw:
    """How one field is stored: its number and whether concurrent values are reviewed by a person."""

    number: int
    name: str
    review: bool
    enum: type[Enum] | None
    boolean: bool


def numbered(number: int, default: object = None, *, review: bool = False, enum: type[Enum] | None = None) -> Any:  # noqa: ANN401 - typed as dataclasses.field is
    """Declare a stored field; ``review`` marks fields whose disagreements a person settles."""
    return dataclasses.field(default=default, metadata={"law": (number, review, enum)})


def laws(cls: type[Stored]) -> tuple[FieldLaw, ...]:
    """The numbered fields of ``cls``, in order of number."""
    return _laws(cls)  # type: ignore[arg-type]  # a class is hashable; mypy looks at its instances


def number_of(cls: type[Stored], name: str) -> int:
    """Under which number the field ``name`` of ``cls`` is stored."""
    return next(law.number for law in laws(cls) if law.name == name)


@cache
def _laws(cls: type) -> tuple[FieldLaw, ...]:
    found = [
        FieldLaw(law[0], f.name, law[1], law[2], isinstance(f.default, bool))
        for f in dataclasses.fields(cls)
        if (law := f.metadata.get("law")) is not None
    ]
    return tuple(sorted(found, key=lambda law: law.number))


@cache
def _by_number(cls: type) -> Mapping[int, FieldLaw]:
    return {law.number: law for law in _laws(cls)}


def to_value(value: object) -> Value:
    """A field's value as the store keeps it: enums by their value, the rest as it is."""
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool | int | str | bytes):
        return value
    raise TypeError(type(value).__name__)


def assemble(cls: type[S], object_id: ObjectId, cells: Mapping[int, Value]) -> S:
    """Build one object from its cells; unknown numbers and enum values of newer desks are left aside."""
    values: dict[str, object] = {}
    known = _by_number(cls)  # type: ignore[arg-type]  # as in ``laws``
    for number, cell in cells.items():
        law = known.get(number)
        if law is None:
            continue
        if law.enum is not None and cell is not None:
            try:
                values[law.name] = law.enum(cell)
            except ValueError:
                continue  # written by a newer desk: the cell stays, the default is shown
        else:
            values[law.name] = bool(cell) if law.boolean else cell  # SQL knows no booleans
    return cls(id=object_id, **values)


def cells_of(thing: Stored) -> dict[int, Value]:
    """All numbered fields of ``thing`` that differ from their default, as cells."""
    defaults = {f.name: f.default for f in dataclasses.fields(thing)}
    return {
        law.number: to_value(getattr(thing, law.name))
        for law in laws(type(thing))
        if getattr(thing, law.name) != defaults[law.name]
    }


def differences(before: S, after: S) -> dict[int, Value]:
    """The cells that turn ``before`` into ``after``; empty when nothing changed."""
    return {
        law.number: to_value(getattr(after, law.name))
        for law in laws(after.__class__)
        if getattr(before, law.name) != getattr(after, law.name)
    }
