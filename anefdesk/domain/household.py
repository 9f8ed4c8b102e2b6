"""Families: who is linked to whom, proofs that serve several files, events that others must hear of.

A link is written on both sides in one deed, so that each file tells its own family without opening another.
"""

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from anefdesk.domain.record import Kind, Stored, numbered


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
