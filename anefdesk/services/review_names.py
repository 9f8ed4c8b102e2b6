"""What is said in a disagreement: the French names of codes, which of several things it is, who wrote and where.

Used by ``reviewing`` and ``review_fields``; words of states and choices are the screens'.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from anefdesk.domain.blockage import Blockage, Harm, Remedy
from anefdesk.domain.case import ContactPoint, Demarche, Name, Permit, PointKind, Staff
from anefdesk.domain.centre import Address, Approval, LocalDemand
from anefdesk.domain.change import LogId
from anefdesk.domain.household import Keeper, Link
from anefdesk.domain.letter import Filled, Letter
from anefdesk.domain.letter_values import shown as printed
from anefdesk.domain.letter_values import usable
from anefdesk.domain.partial_date import shown
from anefdesk.domain.record import CaseId, Stored, UserId
from anefdesk.services import countries, letter_addresses, own_letters, typed
from anefdesk.services.workplace import Workplace
from anefdesk.store import disputes, reading

if TYPE_CHECKING:
    from anefdesk.services.sync.organisation import Organisation


class Entry(Enum):
    """How a value is written."""

    LINE = "line"
    LINES = "lines"
    DAY = "day"
    PART = "part"  # a date, perhaps without its day or its month
    HOUR = "hour"
    EUROS = "euros"  # a month's, in cents; None: not known
    CHOICE = "choice"  # of an enum, yes or no, or a code of the catalogue


class Both(Enum):
    """What keeping both values means."""

    NONE = "none"  # nothing: one of two must hold (a state, a yes or no, a thing of the centre)
    NAME = "name"  # the other one becomes another spelling of the name
    CONTACT = "contact"  # the other one becomes another way to reach the person
    NOTE = "note"  # the other one is written into a note of the file


@dataclass(frozen=True, slots=True)
class FieldForm:
    """One field. ``names``: where its codes get their words."""

    entry: Entry
    both: Both
    names: str = ""


def codes(at: Workplace, names: str) -> tuple[tuple[str, str], ...]:
    """Codes a field may hold, each with its French name, in the order people look for them."""
    catalogue = at.catalogue
    found: Mapping[str, Callable[[], tuple[tuple[str, str], ...]]] = {
        "country": lambda: countries.named("fr"),
        "department": lambda: tuple((one.code, f"{one.code} {one.name}") for one in catalogue.departments.values()),
        "permit": lambda: tuple((one.id, one.name) for one in catalogue.permits.values()),
        "procedure": lambda: tuple((one.id, one.name) for one in catalogue.procedures.values()),
        "blockage": lambda: tuple((one.code, one.title) for one in catalogue.blockages.kinds.values()),
        "harm": lambda: tuple((one.code, one.title) for one in catalogue.harms.values()),
        "addressee": lambda: (
            (letter_addresses.CENTRE, "Le centre lui-même"),
            *((one.id.value, one.name) for one in catalogue.letters.addressees.values()),
        ),
        "citation": lambda: tuple((one.id, one.article) for one in catalogue.letters.citations.values()),
    }
    return found[names]() if names in found else ()


def told(at: Workplace, thing: Stored, form: FieldForm, value: object) -> str:
    """A value in French words as far as no screen is needed for them; empty for nothing, a choice of words, a sum."""
    if not isinstance(value, str) or isinstance(value, Enum) or form.names == "role":
        return ""
    if isinstance(thing, Filled):
        needed = own_letters.question(at, thing)
        kept = usable((needed,), {needed.id: value}, {}) if needed is not None else {}
        return printed(needed, value).strip() if needed is not None and kept else value
    if form.names:
        return dict(codes(at, form.names)).get(value, value) if value else ""
    if form.entry in {Entry.DAY, Entry.PART}:
        return shown(value)
    if isinstance(thing, ContactPoint) and thing.kind is PointKind.PHONE and value.startswith("+"):
        return typed.phone_shown(value)
    return value


def about(at: Workplace, thing: Stored) -> str:
    """Which of several things ``thing`` is; empty where there is one alone, or nothing tells."""
    name = _ABOUT.get(type(thing))
    return name(at, thing) if name is not None else ""


def _other(at: Workplace, link: Link) -> str:
    lines = reading.lines(at.store.connection, {CaseId(link.other)})
    return (lines[0].latin or lines[0].native) if lines else ""


def _called(names: str, attribute: str) -> Callable[[Workplace, Stored], str]:
    def name(at: Workplace, thing: Stored) -> str:
        return dict(codes(at, names)).get(getattr(thing, attribute), "")

    return name


def _step(at: Workplace, remedy: Remedy) -> str:
    step = at.catalogue.blockages.steps.get(remedy.step)
    return step.title if step else ""


def _question(at: Workplace, filled: Filled) -> str:
    needed = own_letters.question(at, filled)
    return needed.name if needed else ""


_PHONE = FieldForm(Entry.LINE, Both.NONE)
_ABOUT: Mapping[type[Stored], Callable[..., str]] = {
    Name: lambda _at, thing: thing.latin() or thing.native(),
    Permit: _called("permit", "kind"),
    Demarche: _called("procedure", "procedure"),
    Blockage: _called("blockage", "code"),
    Harm: _called("harm", "code"),
    Remedy: _step,
    Letter: lambda _at, thing: thing.title,
    Filled: _question,
    LocalDemand: lambda _at, thing: thing.document,
    ContactPoint: lambda at, thing: told(at, thing, _PHONE, thing.value),
    Link: _other,
    Keeper: lambda at, thing: at.labels().get(UserId(bytes(thing.id)), ""),
    Staff: lambda _at, thing: thing.label,
    Address: _called("addressee", "addressee"),
    Approval: _called("citation", "citation"),
}


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote a value and when; ``pc`` is empty when its name is not known, ``here``: it was this PC."""

    label: str
    wall_ms: int
    here: bool
    pc: str
    author: UserId
    log: LogId


class Who:
    """Who wrote, and on which PC."""

    def __init__(self, at: Workplace, organisation: "Organisation | None") -> None:
        connection = at.store.connection
        self._labels = at.labels()
        self._mine = disputes.mine(connection)
        self._devices: Mapping[LogId, bytes] = disputes.devices(connection) if organisation else {}
        self._pcs = {line.device: line.label for line in organisation.devices()} if organisation else {}

    def written(self, claim: disputes.Claim) -> Written:
        """Of one value."""
        pc, here = self._pcs.get(self._devices.get(claim.first, b""), ""), claim.first in self._mine
        return Written(self._labels.get(claim.author, ""), claim.wall_ms, here, pc, claim.author, claim.first)
