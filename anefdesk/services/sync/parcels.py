"""Parcels between PCs: sealed to the ones they are for, kept until sent, taken in as they come.

``figures`` sends statistics this way, ``sharing`` files. Every contact posts what waits and takes what came; doing
either again changes nothing. A PC put back from an old copy begins another log and sends the last weeks again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from anefdesk.errors import StorageError
from anefdesk.services.sync.post import Post, Signer
from anefdesk.store import parcels as kept
from anefdesk.store.parcels import Exchange, Parcel
from anefdesk.store.receiving import admitted
from anefdesk.store.store import Store
from anefdesk.vault import seal
from anefdesk.wire import parcel as wire
from anefdesk.wire import segment as segments
from anefdesk.wire.directory import Directory
from anefdesk.wire.entry import EXCHANGE
from anefdesk.wire.hub import Verdict
from anefdesk.wire.segment import ERASED, LARGEST, MOST_RECORDS, Record, Run, Segment

__all__ = ["ANSWER", "FILE", "STATISTICS", "Parcel", "Parcels", "Taken", "post_waiting", "take"]

STATISTICS: Final = 1
FILE: Final = 2
ANSWER: Final = 3
KEPT_DAYS: Final = 60  # how long what was sent can be sent again
_PAGE = 500
_AROUND = 1024  # bytes of a segment beside its records, at most
_RECORD = 48
_TAKEN = frozenset({Verdict.STORED, Verdict.KNOWN, Verdict.ERASED})


@dataclass(frozen=True, slots=True)
class Taken:
    """What came: new parcels for this PC, their kinds, and how many could not be opened."""

    new: int = 0
    kinds: frozenset[int] = frozenset()
    unreadable: int = 0


class Parcels:
    """Sending and reading, at an unlocked desk that belongs to an organisation."""

    def __init__(self, store: Store, directory: Directory, device: bytes, today: date) -> None:
        self._store = store
        self._directory = directory
        self._device = device
        self._today = today

    @property
    def directory(self) -> Directory:
        """The organisation, as far as this PC has heard."""
        return self._directory

    @property
    def device(self) -> bytes:
        """This PC."""
        return self._device

    def send(self, kind: int, to: Collection[bytes], body: bytes, case: bytes = wire.OF_NO_CASE) -> bytes:
        """Seal ``body`` to the PCs ``to`` and keep it until the next contact; its id.

        Args:
            case: the file it concerns: erasing that file takes the parcel back wherever it is still carried.

        Raises:
            StorageError: ``parcel.nobody`` when none of them belongs to the organisation now, ``parcel.too_large``;
                as ``Store.aside``.
        """
        state = self._directory
        known = {one: state.devices[one].receive for one in to if one in state.devices and state.active(one)}
        if not known:
            raise StorageError("parcel.nobody")
        record = wire.write(state.org, self._device, kind, body, known, seal.seal_to, case)
        name = wire.named(state.org, self._device, record)
        kept.send(self._store, Exchange(state.org, EXCHANGE), name, record, self._today.isoformat())
        return name

    def received(self, kind: int) -> tuple[Parcel, ...]:
        """What came for this PC, of one kind."""
        return kept.received(self._store, kind)


def post_waiting(store: Store, post: Post, signer: Signer, directory: Directory, today: date) -> int:
    """Cut this PC's parcels that its mailbox lacks into signed segments there; how many parcels.

    Raises:
        StorageError: ``mailbox.*``, as ``Store.aside``; ``parcel.refused`` when the mailbox takes none of them.
    """
    exchange, since = Exchange(directory.org, EXCHANGE), (today - timedelta(days=KEPT_DAYS)).isoformat()
    kept.forget(store, since)
    posted, renewed = 0, False
    while (log := kept.log(store)) is not None:
        have = post.box.have(EXCHANGE).get(log)
        upto, head = (have.upto, have.head) if have else (0, bytes(32))
        found = kept.unposted(store, log, upto, head, MOST_RECORDS)
        if found is None:
            if renewed:
                raise StorageError("parcel.refused")
            kept.renew(store, exchange, since)
            renewed = True
            continue
        if not found:
            break
        run = Run(directory.org, EXCHANGE, log, signer.device, upto + 1, head, 0, directory.no, directory.head)
        records = _fitting(found)
        (verdict,) = post.box.push([segments.cut(run, records, signer.device_key).encode()])
        if verdict not in _TAKEN:
            raise StorageError("parcel.refused")
        kept.posted(store, upto + len(records))
        posted += len(records)
    return posted


def _fitting(records: Sequence[Record]) -> list[Record]:
    """As many as one segment holds; a large one stands alone."""
    room, found = LARGEST - _AROUND, list[Record]()
    for one in records:
        room -= len(one.ct) + _RECORD
        if found and room < 0:
            break
        found.append(one)
    return found


def take(store: Store, post: Post, signer: Signer, directory: Directory, today: date) -> Taken:
    """Read what is new in the exchange of this PC's mailbox and keep what is sealed to this PC.

    What does not open is passed over and counted; a kind of a later version is kept.
    """
    told = Taken()
    feed = post.box.hello().feed
    after, more = kept.cursor(store, feed), True
    while more:
        page = post.box.pull(EXCHANGE, after, _PAGE)
        found: list[Parcel] = []
        unreadable = 0
        for data in page.segments:
            one = segments.read(data)
            opened, broken = _opened(one, signer, directory, today)
            found += opened
            unreadable += broken
        new = kept.take(store, found, feed, page.cursor)
        kinds = told.kinds | {one.kind for one in found}
        told = Taken(told.new + new, kinds, told.unreadable + unreadable)
        after, more = page.cursor, page.more
    return told


def _opened(one: Segment, signer: Signer, directory: Directory, today: date) -> tuple[list[Parcel], int]:
    if one.header.scope != EXCHANGE or not admitted(directory, one):
        return [], len(one.records)
    org, device, broken = directory.org, one.header.device, 0
    scope = directory.devices[device].scope
    found: list[Parcel] = []
    for record in one.records:
        if record.kind == ERASED:
            continue
        try:
            read = wire.read(org, device, record, signer.device, signer.unwrap)
        except StorageError:
            broken += 1
            continue
        if read is not None:
            found.append(Parcel(read.id, read.kind, device, scope, read.body, today.isoformat()))
    return found, broken
