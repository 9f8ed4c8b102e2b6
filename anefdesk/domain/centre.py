"""What a centre knows beyond the catalogue, in its own case: a préfecture's demands, what was seen on the ANEF.

Local knowledge never overwrites the law: it stands beside it, with who said so and when.
"""

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from anefdesk.domain.record import Kind, Stored, numbered


class Seen(Enum):
    """What was seen of a procedure on the ANEF."""

    YES = "yes"
    PARTIAL = "partial"
    NO = "no"


@dataclass(frozen=True, kw_only=True)
class LocalDemand(Stored):
    """A document one préfecture asks for although neither the law nor an official list does."""

    KIND: ClassVar[Kind] = Kind.LOCAL_DEMAND
    department: str = numbered(1, "", review=True)
    procedure: str = numbered(2, "", review=True)  # catalogue id
    document: str = numbered(3, "", review=True)  # as said there
    said_by: str = numbered(4, "", review=True)  # the counter, a letter, a message of the site: never a person's name
    said_on: str = numbered(5, "", review=True)  # ISO date
    gone: bool = numbered(6, False)


@dataclass(frozen=True, kw_only=True)
class Sighting(Stored):
    """What a member saw on the ANEF about one procedure, on one day. Only added to."""

    KIND: ClassVar[Kind] = Kind.SIGHTING
    procedure: str = numbered(1, "")
    seen: Seen = numbered(2, Seen.YES, enum=Seen)
    on: str = numbered(3, "")  # ISO date
    remark: str = numbered(4, "")
    department: str = numbered(5, "")
    gone: bool = numbered(6, False)


@dataclass(frozen=True, kw_only=True)
class Pinned(Stored):
    """A procedure as one version of the catalogue had it. ``id`` is derived from both (see ``ids.pinned_id``)."""

    KIND: ClassVar[Kind] = Kind.PINNED
    procedure: str = numbered(1, "")
    version: str = numbered(2, "")
    body: bytes = numbered(3, b"")  # packed by ``catalogue``, compressed


@dataclass(frozen=True, kw_only=True)
class Address(Stored):
    """Where to write to an administration, as this centre last checked it; it stands before the shipped one."""

    KIND: ClassVar[Kind] = Kind.ADDRESS
    addressee: str = numbered(1, "", review=True)  # value of ``letter_template.Addressee``
    department: str = numbered(2, "", review=True)  # empty: everywhere
    lines: str = numbered(3, "", review=True)  # postal address, a line each
    email: str = numbered(4, "", review=True)
    checked_on: str = numbered(5, "", review=True)  # ISO date
    said_by: str = numbered(6, "")  # where it was read: never a person's name
    gone: bool = numbered(7, False)


@dataclass(frozen=True, kw_only=True)
class OwnTemplate(Stored):
    """A letter the association wrote itself, in the format of the shipped ones, checked when it came in."""

    KIND: ClassVar[Kind] = Kind.OWN_TEMPLATE
    title: str = numbered(1, "")
    text: str = numbered(2, "")  # TOML
    added_on: str = numbered(3, "")
    gone: bool = numbered(4, False)


@dataclass(frozen=True, kw_only=True)
class Approval(Stored):
    """A named reader of the law answers for one citation below grade A: until then letters leave it out."""

    KIND: ClassVar[Kind] = Kind.APPROVAL
    citation: str = numbered(1, "", review=True)  # id in citations.toml
    reader: str = numbered(2, "", review=True)  # name and quality
    on: str = numbered(3, "", review=True)  # ISO date
    words: str = numbered(4, "")  # the citation as it was worded that day: another wording needs another reading
    gone: bool = numbered(5, False)
