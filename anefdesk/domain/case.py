"""A person's file: who they are, how to reach them, their permits, démarches, pieces and journal.

Every class is one kind of stored object; numbers are part of the format (see ``record``).
Fields marked *review* are those whose concurrent values a person settles (identity, permits, dates, notes).
There is no field for a password of the ANEF or of a mailbox, on purpose.
"""

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from anefdesk.domain.household import Handled, Keeper, LifeEvent, Link, SharedProof
from anefdesk.domain.partial_date import PartialDate
from anefdesk.domain.record import CaseId, Kind, ObjectId, Stored, UserId, numbered
from anefdesk.errors import InputRefusedError


class Safe(Enum):
    """Whether a contact is safe: not known is not yes."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class AddressKind(Enum):
    """How the person is housed; decides which proof of address is asked."""

    OWN = "own"
    HOSTED = "hosted"
    DOMICILED = "domiciled"
    HOTEL = "hotel"
    STREET = "street"


class NameRole(Enum):
    """Why a name is in the file."""

    MAIN = "main"
    BIRTH = "birth"
    SPELLING = "spelling"


class PointKind(Enum):
    """Kinds of contact point."""

    PHONE = "phone"
    EMAIL = "email"
    OTHER = "other"


class Medium(Enum):
    """How a contact took place."""

    DESK = "desk"
    PHONE = "phone"
    MAIL = "mail"
    EMAIL = "email"
    OUTSIDE = "outside"


class ItemState(Enum):
    """Where one piece of a démarche stands."""

    MISSING = "missing"
    ASKED = "asked"
    RECEIVED = "received"
    TO_TRANSLATE = "to_translate"
    TOO_OLD = "too_old"
    REFUSED = "refused"
    NOT_APPLICABLE = "not_applicable"


class RefusalReason(Enum):
    """Why a piece cannot be used, from a closed list with a ready explanation."""

    ILLEGIBLE = "illegible"
    INCOMPLETE = "incomplete"
    WRONG_PERSON = "wrong_person"
    WRONG_DOCUMENT = "wrong_document"
    EXPIRED = "expired"
    NAME_MISMATCH = "name_mismatch"
    NOT_TRANSLATED = "not_translated"


class RequestKind(Enum):
    """What is asked of the administration."""

    FIRST = "first"
    RENEWAL = "renewal"
    DECLARATION = "declaration"
    REPLACEMENT = "replacement"
    CORRECTION = "correction"
    VISA = "visa"
    CHANGE = "change"  # of status: another ground than the permit held


class DemarcheStatus(Enum):
    """Where a démarche stands."""

    PREPARING = "preparing"
    FILED = "filed"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Person(Stored):
    """The person. ``id`` equals the case id, so that two desks never make two."""

    KIND: ClassVar[Kind] = Kind.PERSON
    birth_date: str = numbered(1, "", review=True)  # PartialDate text: "1990", "1990-05", "1990-05-04"
    nationality: str = numbered(2, "", review=True)  # ISO 3166-1 alpha-2; "XX" stateless is not a country: "stateless"
    foreigner_number: str = numbered(3, "", review=True)  # 10 digits
    anef_request_number: str = numbered(4, "", review=True)
    address_kind: AddressKind | None = numbered(5, None, review=True, enum=AddressKind)
    address: str = numbered(6, "", review=True)
    postcode: str = numbered(7, "", review=True)
    city: str = numbered(8, "", review=True)
    department: str = numbered(9, "", review=True)  # "01"… "2A"… "976": decides the préfecture
    gender: str = numbered(10, "")  # "f", "m", "x": for letters' agreement only
    restricted: bool = numbered(11, False, review=True)  # opened by its keepers only
    household: bytes | None = numbered(12, None)  # place kept: ties are ``household.Link``
    merged_into: bytes | None = numbered(13, None)  # place kept: duplicates settled, reversible

    @property
    def born(self) -> PartialDate | None:
        """Birth date as far as it is known; ``None`` also for a text that is no date."""
        try:
            return PartialDate.parse(self.birth_date) if self.birth_date else None
        except InputRefusedError:
            return None


@dataclass(frozen=True, kw_only=True)
class Name(Stored):
    """One way the person's name is written. The main one heads the file; others serve search and letters."""

    KIND: ClassVar[Kind] = Kind.NAME
    role: NameRole = numbered(1, NameRole.MAIN, enum=NameRole)
    family: str = numbered(2, "", review=True)  # Latin script, as on the French document
    given: str = numbered(3, "", review=True)
    family_native: str = numbered(4, "", review=True)
    given_native: str = numbered(5, "", review=True)
    gone: bool = numbered(6, False)

    def latin(self) -> str:
        """« NOM Prénom », empty when not known in Latin script."""
        return " ".join(part for part in (self.family.upper(), self.given) if part)

    def native(self) -> str:
        """The name in the person's own script, family name first as typed."""
        return " ".join(part for part in (self.family_native, self.given_native) if part)


@dataclass(frozen=True, kw_only=True)
class Language(Stored):
    """A language the person speaks or reads: two different things, and one preferred at the desk."""

    KIND: ClassVar[Kind] = Kind.LANGUAGE
    code: str = numbered(1, "")  # as in i18n.languages, or an ISO 639 code outside it
    spoken: bool = numbered(2, False)
    read: bool = numbered(3, False)
    preferred: bool = numbered(4, False)
    gone: bool = numbered(5, False)


@dataclass(frozen=True, kw_only=True)
class ContactPoint(Stored):
    """A phone or an address to write to, and whether using it is safe for the person."""

    KIND: ClassVar[Kind] = Kind.CONTACT_POINT
    kind: PointKind = numbered(1, PointKind.PHONE, enum=PointKind)
    value: str = numbered(2, "", review=True)  # phones in E.164 when valid
    safe: Safe = numbered(3, Safe.UNKNOWN, review=True, enum=Safe)
    whose: str = numbered(4, "")  # empty: the person's own
    gone: bool = numbered(5, False)


@dataclass(frozen=True, kw_only=True)
class Permit(Stored):
    """A permit or a paper giving the right to stay, with its dates."""

    KIND: ClassVar[Kind] = Kind.PERMIT
    kind: str = numbered(1, "", review=True)  # key of catalogue permits
    start: str = numbered(2, "", review=True)  # ISO date
    end: str = numbered(3, "", review=True)
    gone: bool = numbered(4, False)


@dataclass(frozen=True, kw_only=True)
class JournalEntry(Stored):
    """A meeting, call or letter. Never edited: a correction is a new entry that points to the old."""

    KIND: ClassVar[Kind] = Kind.JOURNAL_ENTRY
    on: str = numbered(1, "")  # ISO date of the contact
    medium: Medium = numbered(2, Medium.DESK, enum=Medium)
    text: str = numbered(3, "")
    interpreter: str = numbered(4, "")  # language or way; never a name by default
    corrects: bytes | None = numbered(5, None)


@dataclass(frozen=True, kw_only=True)
class Note(Stored):
    """A note shared by the team, or private to its author (then ``sealed`` for them alone).

    The person may ask to read any note: the screen says so.
    """

    KIND: ClassVar[Kind] = Kind.NOTE
    text: str = numbered(1, "")
    sealed: bytes | None = numbered(2, None)  # private note: sealed to its author's public key
    corrects: bytes | None = numbered(3, None)
    gone: bool = numbered(4, False)


@dataclass(frozen=True, kw_only=True)
class Demarche(Stored):
    """A procedure opened for this person, with the catalogue version it was opened with."""

    KIND: ClassVar[Kind] = Kind.DEMARCHE
    procedure: str = numbered(1, "")
    catalogue: str = numbered(2, "")  # version pinned at opening
    request: RequestKind = numbered(3, RequestKind.FIRST, review=True, enum=RequestKind)
    planned_on: str = numbered(4, "", review=True)  # ISO date of the planned filing
    status: DemarcheStatus = numbered(5, DemarcheStatus.PREPARING, review=True, enum=DemarcheStatus)
    filed_on: str = numbered(6, "", review=True)
    request_number: str = numbered(7, "", review=True)
    opened_on: str = numbered(8, "")
    gone: bool = numbered(9, False)


@dataclass(frozen=True, kw_only=True)
class Item(Stored):
    """The state of one document line of one démarche. ``id`` is derived from both (see ``ids.item_id``)."""

    KIND: ClassVar[Kind] = Kind.ITEM
    demarche: bytes = numbered(1, b"")
    document: str = numbered(2, "")
    state: ItemState = numbered(3, ItemState.MISSING, enum=ItemState)
    reason: RefusalReason | None = numbered(4, None, enum=RefusalReason)
    dated: str = numbered(5, "")  # date written on the document; freshness is judged from it
    due: str = numbered(6, "")  # by when the person brings it
    remark: str = numbered(7, "")


@dataclass(frozen=True, kw_only=True)
class Answer(Stored):
    """An answer to a fact's question. ``id`` is derived from the case or démarche and the fact."""

    KIND: ClassVar[Kind] = Kind.ANSWER
    fact: str = numbered(1, "")
    value: str = numbered(2, "")  # "yes", "no", a choice id, a date; empty: not asked, or ``unknown``
    demarche: bytes | None = numbered(3, None)  # set when the fact belongs to one démarche only
    unknown: bool = numbered(4, False)  # asked in the interview, and answered « je ne sais pas »


@dataclass(frozen=True, kw_only=True)
class Piece(Stored):
    """A scan or PDF kept in the file, in sealed chunks, for one kind of document."""

    KIND: ClassVar[Kind] = Kind.PIECE
    document: str = numbered(1, "")  # id of the catalogue document it proves
    media_type: str = numbered(2, "")
    size: int = numbered(3, 0)  # bytes, clear
    sha256: bytes = numbered(4, b"")  # of the clear original
    key: bytes = numbered(5, b"")  # 32 random bytes, this file's own
    chunks: bytes = numbered(6, b"")  # SHA-256 of each sealed chunk, concatenated, in order
    dated: str = numbered(7, "")  # date written on the document
    title: str = numbered(8, "")
    gone: bool = numbered(9, False)


@dataclass(frozen=True, kw_only=True)
class Opened(Stored):
    """Somebody read this file: time and author are those of the change."""

    KIND: ClassVar[Kind] = Kind.OPENED
    what: str = numbered(1, "")  # "file", "piece", "print"


@dataclass(frozen=True, kw_only=True)
class Staff(Stored):
    """A member of staff, in the centre's own case. ``id`` is the user id."""

    KIND: ClassVar[Kind] = Kind.STAFF
    label: str = numbered(1, "", review=True)
    role: str = numbered(2, "", review=True)  # staff.Role value
    ends_on: str = numbered(3, "", review=True)  # ISO date, volunteers; empty: no end
    public_key: bytes = numbered(4, b"")  # receives drafts and private notes
    gone: bool = numbered(5, False)
    signing_key: bytes = numbered(6, b"")  # Ed25519, public: their word in the organisation's directory


@dataclass(frozen=True, kw_only=True)
class Centre(Stored):
    """The drop-in centre. ``id`` equals its case id."""

    KIND: ClassVar[Kind] = Kind.CENTRE
    name: str = numbered(1, "", review=True)
    department: str = numbered(2, "", review=True)
    training: bool = numbered(3, False)


@dataclass(frozen=True)
class CaseFile:
    """One person's whole file, assembled. Tuples are in creation order and hold nothing that is gone."""

    case: CaseId
    person: Person
    names: tuple[Name, ...] = ()
    languages: tuple[Language, ...] = ()
    points: tuple[ContactPoint, ...] = ()
    permits: tuple[Permit, ...] = ()
    journal: tuple[JournalEntry, ...] = ()
    notes: tuple[Note, ...] = ()
    demarches: tuple[Demarche, ...] = ()
    items: tuple[Item, ...] = ()
    answers: tuple[Answer, ...] = ()
    pieces: tuple[Piece, ...] = ()
    links: tuple[Link, ...] = ()
    shared: tuple[SharedProof, ...] = ()
    events: tuple[LifeEvent, ...] = ()
    handled: tuple[Handled, ...] = ()
    keepers: tuple[Keeper, ...] = ()
    disputed: frozenset[tuple[ObjectId, int]] = frozenset()  # (object, field) with a disagreement to settle

    @property
    def main_name(self) -> Name | None:
        """The name that heads the file."""
        mains = [name for name in self.names if name.role is NameRole.MAIN]
        return next(iter(mains or self.names), None)

    @property
    def permit(self) -> Permit | None:
        """The permit that ends last."""
        return max(self.permits, key=lambda permit: permit.end, default=None)

    @property
    def preferred_language(self) -> str:
        """Code of the language to speak at the desk; empty when none is recorded."""
        for wanted in ("preferred", "read", "spoken"):
            for language in self.languages:
                if getattr(language, wanted):
                    return language.code
        return ""


@dataclass(frozen=True)
class Authored:
    """Who wrote an object first, and when (the author's own clock, milliseconds since 1970)."""

    author: UserId
    wall_ms: int
