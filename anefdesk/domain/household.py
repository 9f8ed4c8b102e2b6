"""Families: who is linked to whom, proofs that serve several files, events that others must hear of.

A link is written on both sides in one deed, so that each file tells its own family without opening another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import ClassVar

from anefdesk.domain.partial_date import PartialDate
from anefdesk.domain.record import CaseId, Kind, Stored, numbered
from anefdesk.errors import InputRefusedError


class Relation(Enum):
    """What the other person is to the one whose file bears the link."""

    SPOUSE = "spouse"
    PARTNER = "partner"
    FORMER_SPOUSE = "former_spouse"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    GUARDIAN = "guardian"
    WARD = "ward"
    HOST = "host"
    HOSTED = "hosted"
    OTHER = "other"

    @property
    def inverse(self) -> "Relation":
        """What the first person is to the other."""
        return _INVERSE.get(self, self)


_INVERSE = {
    Relation.CHILD: Relation.PARENT,
    Relation.PARENT: Relation.CHILD,
    Relation.GUARDIAN: Relation.WARD,
    Relation.WARD: Relation.GUARDIAN,
    Relation.HOST: Relation.HOSTED,
    Relation.HOSTED: Relation.HOST,
}


class EventKind(Enum):
    """What happened in a life and may change other files."""

    BIRTH = "birth"
    MARRIAGE = "marriage"
    SEPARATION = "separation"
    DIVORCE = "divorce"
    DEATH = "death"
    NATURALISED = "naturalised"
    PROTECTED = "protected"  # international protection was granted


@dataclass(frozen=True, kw_only=True)
class Link(Stored):
    """A family tie to another file. ``id`` is derived from both cases (see ``ids.link_id``)."""

    KIND: ClassVar[Kind] = Kind.LINK
    other: bytes = numbered(1, b"")  # the other person's case
    relation: Relation = numbered(2, Relation.OTHER, review=True, enum=Relation)
    gone: bool = numbered(3, False)


@dataclass(frozen=True, kw_only=True)
class SharedProof(Stored):
    """A proof kept in another file that serves this one too; its date is read at its source, once for all."""

    KIND: ClassVar[Kind] = Kind.SHARED_PROOF
    source: bytes = numbered(1, b"")  # the case that holds it
    proof: bytes = numbered(2, b"")  # the piece or item there
    document: str = numbered(3, "")  # the catalogue document it proves here
    gone: bool = numbered(4, False)


@dataclass(frozen=True, kw_only=True)
class LifeEvent(Stored):
    """Something that happened to the person and may change the files linked to theirs."""

    KIND: ClassVar[Kind] = Kind.LIFE_EVENT
    kind: EventKind = numbered(1, EventKind.BIRTH, review=True, enum=EventKind)
    on: str = numbered(2, "", review=True)  # ISO date, or partial
    remark: str = numbered(3, "")
    gone: bool = numbered(4, False)


@dataclass(frozen=True, kw_only=True)
class Handled(Stored):
    """A notice somebody dealt with. ``id`` is derived from the case and the notice's key."""

    KIND: ClassVar[Kind] = Kind.HANDLED
    notice: str = numbered(1, "")
    gone: bool = numbered(2, False)


@dataclass(frozen=True, kw_only=True)
class Keeper(Stored):
    """A member of staff a restricted file is open to. ``id`` is the user id, so that two desks agree."""

    KIND: ClassVar[Kind] = Kind.KEEPER
    named: bool = numbered(1, False, review=True)


@dataclass(frozen=True, kw_only=True)
class ReservedKey(Stored):
    """A key of a restricted file, sealed to one person; without ``holder``, given back to the centre, in clear.

    ``keeper``: the file is open to them. Otherwise they are a lead, who opens it when nobody named is left.
    """

    KIND: ClassVar[Kind] = Kind.RESERVED_KEY
    key: bytes = numbered(1, b"")
    holder: bytes = numbered(2, b"")
    sealed: bytes = numbered(3, b"")
    keeper: bool = numbered(4, False)


class NoticeCode(Enum):
    """Why a file should be looked at again; the words are the screens'."""

    TURNS_16 = "turns_16"
    TURNS_18 = "turns_18"
    TURNS_19 = "turns_19"
    BIRTH = "birth"
    MARRIAGE = "marriage"
    SEPARATION = "separation"
    DIVORCE = "divorce"
    DEATH = "death"
    NATURALISED = "naturalised"
    PROTECTED = "protected"

    @property
    def birthday(self) -> bool:
        """Whether it is computed from a date of birth; the others were recorded by somebody."""
        return self in _AGES


_AGES = {NoticeCode.TURNS_16: 16, NoticeCode.TURNS_18: 18, NoticeCode.TURNS_19: 19}
_CARED_FOR = frozenset({None, Relation.CHILD, Relation.WARD})  # whose birthdays a file hears of; None: its own person
_NO_KIN = frozenset({Relation.HOST, Relation.HOSTED, Relation.OTHER})  # of their events, only death is told
_FIRST_YEAR = 2025  # birthdays before this program existed are nobody's news


@dataclass(frozen=True, slots=True)
class Relative:
    """What a file must know of somebody to hear of their events; without ``relation``, the file's own person."""

    case: CaseId
    relation: Relation | None
    birth_date: str = ""
    events: tuple[LifeEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A reason to look at a file again. ``key`` stays the same while what it tells of does.

    ``on`` is the earliest day it can be; ``exact`` is false when only a part of the date is known.
    """

    key: str
    code: NoticeCode
    about: CaseId
    relation: Relation | None
    on: date
    exact: bool


def notices(relative: Relative) -> Iterator[Notice]:
    """What one relative's file, or the person's own, gives to notice; by date of birth, then as recorded."""
    if relative.relation in _CARED_FOR and not any(event.kind is EventKind.DEATH for event in relative.events):
        born = _earliest(relative.birth_date)
        days = {code: _birthday(born[0], age) for code, age in _AGES.items()} if born else {}
        for code, day in days.items():
            if born and day.year >= _FIRST_YEAR:
                key = f"{code.value}:{relative.case.hex()}:{day.isoformat()}"  # another birth date, another notice
                yield Notice(key, code, relative.case, relative.relation, day, born[1])
    if relative.relation is None:
        return
    for event in relative.events:
        told = _earliest(event.on)
        if told and (relative.relation not in _NO_KIN or event.kind is EventKind.DEATH):
            code, key = NoticeCode(event.kind.value), f"{event.kind.value}:{relative.case.hex()}:{event.id.hex()}"
            yield Notice(key, code, relative.case, relative.relation, *told)


def _earliest(stored: str) -> tuple[date, bool] | None:
    """The earliest day a date, perhaps partial, can be, and whether it is that day exactly."""
    try:
        partial = PartialDate.parse(stored) if stored else None
    except InputRefusedError:
        return None
    return (date(partial.year, partial.month or 1, partial.day or 1), bool(partial.day)) if partial else None


def _birthday(born: date, age: int) -> date:
    """The first day of that age: the 1 March for the 29 February of a common year, as ``PartialDate.age_on``."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)
