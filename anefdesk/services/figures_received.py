"""What came to the head office: the months centres sent, and what each PC says of itself every day.

Used by ``figures``. A month counts for the centre of the PC that signed it, whatever its text says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

import msgspec

from anefdesk.domain.partial_date import day_of
from anefdesk.domain.report import FORMAT, Sent
from anefdesk.errors import StorageError
from anefdesk.store import parcels

if TYPE_CHECKING:
    from anefdesk.services.sync.organisation import Organisation
    from anefdesk.store.store import Store

MONTH: Final = 1  # kinds of parcels
PC: Final = 4
_DAY_ONE = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class PcSays:
    """What a PC says of itself, once a day."""

    day: str
    program: str
    catalogue: str
    waiting: int = 0  # records it holds and cannot read yet


@dataclass(frozen=True, slots=True)
class PcLine:
    """One PC of the organisation."""

    device: bytes
    label: str
    centre: str
    last_contact: date | None  # as the hub says, or the PC itself
    program: str = ""
    catalogue: str = ""
    waiting: int = 0
    out: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """The months by centre, the latest word of each PC, the names centres gave themselves."""

    reports: Mapping[tuple[bytes, str], Sent]
    pcs: Mapping[bytes, PcSays]
    names: Mapping[bytes, str]
    unreadable: int = 0

    def of(self, scope: bytes) -> Mapping[str, Sent]:
        """The months of one centre."""
        return {month: one for (centre, month), one in self.reports.items() if centre == scope}


@runtime_checkable
class Overseen(Protocol):
    """A hub that tells those who answer for the organisation on which day each PC last called."""

    def contacts(self) -> Mapping[bytes, int]:
        """Days since 1970 by PC."""


def received(organisation: "Organisation") -> Received:
    """Read every parcel of figures held; of two of one centre and month the same counts on every PC."""
    reports: dict[tuple[bytes, str], Sent] = {}
    names: dict[bytes, str] = {}
    unreadable = 0
    for parcel in parcels.received(organisation.store, MONTH):
        sent = read_month(parcel.body)
        if sent is None:
            unreadable += 1
            continue
        reports.setdefault((parcel.scope, sent.month), sent)
        names[parcel.scope] = sent.centre
    unreadable += sum(_read_pc(parcel.body) is None for parcel in parcels.received(organisation.store, PC))
    return Received(reports, latest_words(organisation.store), names, unreadable)


def latest_words(store: "Store") -> Mapping[bytes, PcSays]:
    """The latest word of each PC that sent one here."""
    says: dict[bytes, PcSays] = {}
    for parcel in parcels.received(store, PC):
        one = _read_pc(parcel.body)
        before = says.get(parcel.device)
        if one is not None and (before is None or one.day > before.day):
            says[parcel.device] = one
    return says


def tidy(organisation: "Organisation") -> None:
    """Of what each PC says of itself, keep the latest."""
    latest: dict[bytes, tuple[str, bytes]] = {}
    found = parcels.received(organisation.store, PC)
    for parcel in found:
        one = _read_pc(parcel.body)
        stands = (one.day if one else "", parcel.id)
        latest[parcel.device] = max(stands, latest.get(parcel.device, stands))
    kept = {parcel for _, parcel in latest.values()}
    old = [parcel.id for parcel in found if parcel.id not in kept]
    if old:
        parcels.drop(organisation.store, old)


def read_month(body: bytes) -> Sent | None:
    """A month as it came; ``None`` for what is none, or of a later format."""
    try:
        sent = msgspec.json.decode(body, type=Sent)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    dated = day_of(f"{sent.month}-01") and day_of(sent.made_on)
    lines = [line for table in sent.figures.values() for line in table]
    sane = all(count >= 0 and (days or 0) >= 0 and (cents or 0) >= 0 for _, count, days, cents in lines)
    return sent if sent.format == FORMAT and dated and sane else None


def _read_pc(body: bytes) -> PcSays | None:
    try:
        one = msgspec.json.decode(body, type=PcSays)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return one if day_of(one.day) else None


def pcs(organisation: "Organisation", sent: Received) -> tuple[PcLine, ...]:
    """Every PC that is in, by centre and name."""
    called: Mapping[bytes, int] = {}
    hub: object = organisation.hub
    if isinstance(hub, Overseen):
        try:
            called = hub.contacts()
        except StorageError:
            called = {}  # no network: what the PCs said themselves
    lines = []
    for one in organisation.devices():
        said = sent.pcs.get(one.device)
        days = [_DAY_ONE + timedelta(days=called[one.device])] if one.device in called else []
        days += [day] if said and (day := day_of(said.day)) else []
        last = max(days, default=None)
        if said is None:
            lines.append(PcLine(one.device, one.label, one.centre, last, out=one.out))
        else:
            words = (said.program, said.catalogue, said.waiting)
            lines.append(PcLine(one.device, one.label, one.centre, last, *words, out=one.out))
    return tuple(lines)
