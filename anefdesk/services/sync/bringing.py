"""Files that other centres share with this one: listed, accepted as a copy or refused, kept up to date, ended.

The receiver's side of ``sharing``. Two PCs that accept the same file without seeing each other make one copy.
"""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from anefdesk.domain import ids
from anefdesk.domain.case import Person
from anefdesk.domain.change import Change, Touched
from anefdesk.domain.household import Keeper
from anefdesk.domain.partial_date import shown
from anefdesk.domain.record import CaseId, Kind, ObjectId, differences, number_of
from anefdesk.domain.sharing import Brought, Reply
from anefdesk.errors import InputRefusedError, StorageError
from anefdesk.services import typed
from anefdesk.services.sync import addressees, merging, reserving, shared_file
from anefdesk.services.sync.merging import Came, noted, reason_of
from anefdesk.services.sync.parcels import ANSWER, FILE, Parcel, Parcels
from anefdesk.services.sync.shared_file import Answer, Offer
from anefdesk.services.workplace import Workplace, adding, setting
from anefdesk.store import parcels as kept
from anefdesk.store import reading

_NAMED, _RESTRICTED = number_of(Keeper, "named"), number_of(Person, "restricted")


class Standing(Enum):
    """Where a file that came stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A file that came. ``counts`` (by kind) while it waits; of a restricted one, neither name nor counts then."""

    share: bytes
    scope: bytes
    centre: str
    standing: Standing
    on: str  # ISO date: shared, then answered
    by: str = ""
    name: str = ""
    counts: Mapping[int, int] | None = None
    handed_over: bool = False
    restricted: bool = False
    case: CaseId | None = None  # the copy, when it is here and open to me
    known: CaseId | None = None  # an earlier copy of the same file: accepting adds to it
    why: str = ""
    ended_on: str = ""


def offers_of(parcels: Parcels) -> dict[ObjectId, tuple[Parcel, Offer]]:
    """Every file in the post, by the id of its answer; one sent twice is there once."""
    mine, found = addressees.own_scope(parcels), dict[ObjectId, tuple[Parcel, Offer]]()
    for parcel in parcels.received(FILE):
        said = shared_file.read(parcel.body)
        if isinstance(said, Offer) and said.case not in parcels.directory.erased_in(parcel.scope):
            found.setdefault(ids.brought_id(parcel.scope, said.share, mine), (parcel, said))
    return found


def answered(at: Workplace) -> dict[ObjectId, Brought]:
    """Every answer that was given here, on whatever PC."""
    return {one.id: one for one in reading.things(at.store.connection, at.store.centre, Brought)}


def _here(at: Workplace, case: bytes) -> bool:
    return reading.restricted(at.store.connection, CaseId(case)) is not None


def rows(at: Workplace, parcels: Parcels) -> tuple[OfferRow, ...]:
    """What came, those that wait first, then the latest answered."""
    given = answered(at)
    waiting = [
        _waiting(at, parcels, parcel, offer, given) for key, (parcel, offer) in offers_of(parcels).items()
        if key not in given
    ]  # fmt: skip
    past = [row for one in given.values() if (row := _past(at, parcels, one)) is not None]
    waiting.sort(key=_on)
    past.sort(key=_on, reverse=True)
    return (*waiting, *past)


def _on(row: OfferRow) -> str:
    return row.on


def _waiting(
    at: Workplace, parcels: Parcels, parcel: Parcel, offer: Offer, given: Mapping[ObjectId, Brought]
) -> OfferRow:
    known = _copy_of(at, given, parcel.scope, offer.case)
    return OfferRow(
        share=offer.share,
        scope=parcel.scope,
        centre=addressees.label(at, parcels, parcel.scope),
        standing=Standing.WAITING,
        on=offer.on,
        by=offer.by,
        name="" if offer.restricted else shared_file.named(offer.things),
        counts=None if offer.restricted else shared_file.counted(offer.things),
        handed_over=offer.handed_over,
        restricted=offer.restricted,
        known=known if known is not None and at.open_to_me(known) else None,
    )


def _copy_of(at: Workplace, given: Mapping[ObjectId, Brought], scope: bytes, origin: bytes) -> CaseId | None:
    same = (one for one in given.values() if (one.scope, one.origin) == (scope, origin) and one.case)
    return next((CaseId(one.case) for one in same if _here(at, one.case)), None)


def _past(at: Workplace, parcels: Parcels, one: Brought) -> OfferRow | None:
    case = CaseId(one.case) if one.case and _here(at, one.case) else None
    if case is not None and not at.open_to_me(case):
        return None
    return OfferRow(
        share=one.share,
        scope=one.scope,
        centre=addressees.label(at, parcels, one.scope),
        standing=Standing.ACCEPTED if case is not None or one.reply is Reply.ACCEPTED else Standing.REFUSED,
        on=one.on,
        name=_name(at, case) if case is not None else "",
        by=next((label for user, label in at.labels().items() if user == one.by), ""),
        handed_over=one.handed_over,
        case=case,
        why=one.why,
        ended_on=one.ended_on,
    )


def _name(at: Workplace, case: CaseId) -> str:
    return next((line.latin or line.native for line in reading.lines(at.store.connection, [case])), "")


def _pending(at: Workplace, parcels: Parcels, scope: bytes, share: bytes) -> tuple[ObjectId, Parcel, Offer]:
    key = ids.brought_id(scope, share, addressees.own_scope(parcels))
    found = offers_of(parcels).get(key)
    if key in answered(at):
        raise InputRefusedError("sharing.answered")
    if found is None:
        raise StorageError("sharing.gone")
    return key, *found


def accept(at: Workplace, parcels: Parcels, scope: bytes, share: bytes) -> tuple[CaseId, Touched]:
    """Make the copy, in one deed, and say so; a restricted file is open to me alone. An earlier copy is added to.

    Raises:
        InputRefusedError: ``sharing.answered``; ``sharing.known``, the earlier copy is not open to me.
        StorageError: ``sharing.gone``, the file was taken back or erased meanwhile.
    """
    key, parcel, offer = _pending(at, parcels, scope, share)
    known = _copy_of(at, answered(at), scope, offer.case)
    if known is not None and not at.open_to_me(known):
        raise InputRefusedError("sharing.known")
    case = known or _new_copy(parcels, scope, offer)
    answer = replace(_answer(at, parcels, key, parcel, offer, Reply.ACCEPTED), case=bytes(case))
    copied = _added(at, parcels, parcel, offer, case) if known else _copied(at, parcels, parcel, offer, case)
    changes = (*copied, adding(at.store.centre, answer))
    touched = at.record(*changes, new_case=None if known else case, seed=offer.seed)
    tell(at, parcels, answer)
    kept.drop(at.store, [parcel.id])
    return case, touched


def _new_copy(parcels: Parcels, scope: bytes, offer: Offer) -> CaseId:
    """The same for PCs that accept it without seeing each other; one that was erased does not come back."""
    mine, before = addressees.own_scope(parcels), 0
    erased = parcels.directory.erased_in(mine)
    while (case := ids.brought_case(scope, offer.case, mine, before)) in erased:
        before += 1
    return case


def _added(at: Workplace, parcels: Parcels, parcel: Parcel, offer: Offer, case: CaseId) -> Iterator[Change]:
    came = Came(offer.share, 1, offer.case, offer.things, restricted=offer.restricted)
    yield from merging.merged(at, case, came, addressees.label(at, parcels, parcel.scope))
    yield _came(at, parcels, parcel, offer, case)


def _copied(at: Workplace, parcels: Parcels, parcel: Parcel, offer: Offer, case: CaseId) -> Iterator[Change]:
    reason = reason_of(offer.share, 1)
    if offer.restricted:  # before the file itself: whoever gets half of this must not find it left by everybody
        yield Change(case, Kind.KEEPER, ObjectId(bytes(at.me.user)), {_NAMED: True}, reason)
        yield from reserving.first_key(at, case, {at.me.user: True})
    yield Change(case, Kind.PERSON, ObjectId(bytes(case)), {_RESTRICTED: True} if offer.restricted else {}, reason)
    yield from shared_file.placed(offer.things, offer.case, case, reason)
    yield _came(at, parcels, parcel, offer, case)


def _came(at: Workplace, parcels: Parcels, parcel: Parcel, offer: Offer, case: CaseId) -> Change:
    centre = addressees.label(at, parcels, parcel.scope)
    what = "Dossier transmis par" if offer.handed_over else "Copie du dossier partagée par"
    lines = [f"{what} « {centre} » le {shown(offer.on)}, par {offer.by or '…'}. Acceptée par {at.me.label}."]
    if offer.authors:
        lines.append(f"Écrit là-bas par : {', '.join(offer.authors)}.")
    return noted(at, case, ids.brought_note(case, offer.share), " ".join(lines), reason_of(offer.share, 1))


def refuse(at: Workplace, parcels: Parcels, scope: bytes, share: bytes, why: str) -> Touched:
    """Leave the file where it is, and say why.

    Raises:
        InputRefusedError: ``sharing.no_reason``, ``sharing.answered``, ``text.too_long``.
        StorageError: ``sharing.gone``.
    """
    reason = typed.prose(why)
    if not reason:
        raise InputRefusedError("sharing.no_reason")
    key, parcel, offer = _pending(at, parcels, scope, share)
    answer = replace(_answer(at, parcels, key, parcel, offer, Reply.REFUSED), why=reason)
    touched = at.record(adding(at.store.centre, answer))
    tell(at, parcels, answer)
    kept.drop(at.store, [parcel.id])
    return touched


def _answer(at: Workplace, parcels: Parcels, key: ObjectId, parcel: Parcel, offer: Offer, reply: Reply) -> Brought:
    return Brought(
        id=key, scope=parcel.scope, share=offer.share, origin=offer.case, reply=reply,
        on=at.clock.today().isoformat(), by=at.me.user, device=parcels.device, handed_over=offer.handed_over,
    )  # fmt: skip


def tell(at: Workplace, parcels: Parcels, one: Brought) -> Touched:
    """Send the answer to every PC of the centre it came from; one that has none left needs no answer."""
    said = Answer(
        share=one.share, case=one.origin, accepted=one.reply is Reply.ACCEPTED, on=one.on, why=one.why
    )  # fmt: skip
    with contextlib.suppress(StorageError):
        to = addressees.devices(parcels.directory, one.scope)
        parcels.send(ANSWER, to, shared_file.write(said), one.origin)
    return _change(at, one, replace(one, told=True))


def _change(at: Workplace, before: Brought, after: Brought) -> Touched:
    return at.record(setting(at.store.centre, before, differences(before, after)))
