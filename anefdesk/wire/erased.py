"""Which records an erasure takes: those of the centre whose people signed it, and parcels that it sent or was sent.

The one rule of hub, stick and PC. The exchange belongs to no centre: there, author and addressees decide. Used by the
mailbox and the store.
"""

from anefdesk.wire import parcel
from anefdesk.wire.directory import Directory
from anefdesk.wire.entry import EXCHANGE
from anefdesk.wire.segment import ERASED, Record, Segment


def stubbed(state: Directory, one: Segment) -> Segment:
    """The same with every record erased whose case is; itself when none is."""
    centre = _centre(state, one)
    gone = _anywhere(state) if centre == EXCHANGE else state.erased_in(centre)
    if gone.isdisjoint(record.case for record in one.records):
        return one
    kept = tuple(
        record.stub() if record.case in gone and (centre != EXCHANGE or _concerns(state, one, record)) else record
        for record in one.records
    )
    return one if kept == one.records else one.with_records(kept)


def withheld(state: Directory, one: Segment) -> bool:
    """Whether a record is a stub though nobody erased its case; or the directory here is behind.

    A stub in the exchange no longer says to whom it was: there, any centre that erased the case may have done it.
    """
    stubs = {record.case for record in one.records if record.kind == ERASED}
    if not stubs:
        return False
    centre, brought = _centre(state, one), state.brought(one.header.log, one.header.org, one.header.scope)
    gone = _anywhere(state) if centre == EXCHANGE else state.erased_in(centre)
    return not stubs <= gone | {before.case for before in (brought.erased if brought else ())}


def _centre(state: Directory, one: Segment) -> bytes:
    """Whose files a segment is about."""
    head = one.header
    brought = state.brought(head.log, head.org, head.scope)
    return brought.into if brought else head.scope


def _anywhere(state: Directory) -> frozenset[bytes]:
    return frozenset().union(*state.erased.values())


def _concerns(state: Directory, one: Segment, record: Record) -> bool:
    """Whether a parcel is from or to a PC of a centre that erased its case."""
    ends = {one.header.device, *parcel.addressees(record)}
    return any(record.case in state.erased_in(state.devices[end].scope) for end in ends & state.devices.keys())
