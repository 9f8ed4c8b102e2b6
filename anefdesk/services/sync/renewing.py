"""Keeping copies of other centres' files up to date: what changed there, and that nothing follows any more.

By itself, at each contact. What this centre has changed since is never replaced: the journal says what they have.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from anefdesk.domain import ids
from anefdesk.domain.change import Change, Touched
from anefdesk.domain.partial_date import shown
from anefdesk.domain.record import CaseId, ObjectId, Value, differences
from anefdesk.domain.sharing import Brought
from anefdesk.services.sync import addressees, shared_file
from anefdesk.services.sync.bringing import answered, noted, offers_of, reason_of, tell
from anefdesk.services.sync.parcels import FILE, Parcel, Parcels
from anefdesk.services.sync.shared_file import End, More, Offer
from anefdesk.services.workplace import Workplace, setting
from anefdesk.store import contents, reading
from anefdesk.store import parcels as kept

_CLOSED = b"restricted"
_LAST = 1 << 62


@dataclass(frozen=True, slots=True)
class _News:
    """A parcel that concerns a copy that is here."""

    no: int
    parcel: bytes
    said: More | End
    one: Brought


def take(at: Workplace, parcels: Parcels) -> Touched:
    """Bring copies up to date with what came, let go of what was answered; what cannot be taken now waits."""
    given, touched = answered(at), Touched()
    for one in given.values():
        if not one.told and addressees.my_turn(parcels, one.device):
            touched |= tell(at, parcels, one)
    news, done = _sorted_out(at, parcels, given)
    for new in news:
        touched |= _ended(at, parcels, new) if isinstance(new.said, End) else _renewed(at, parcels, new.said, new.one)
    done += [new.parcel for new in news]
    if done:
        kept.drop(at.store, done)
    return touched


def _sorted_out(at: Workplace, parcels: Parcels, given: Mapping[ObjectId, Brought]) -> tuple[list[_News], list[bytes]]:
    """What can be taken now, in order, and the parcels that serve no more."""
    mine, erased, offers = addressees.own_scope(parcels), parcels.directory.erased, offers_of(parcels)
    news, done = list[_News](), list[bytes]()
    for parcel in parcels.received(FILE):
        said = shared_file.read(parcel.body)
        if said is None:
            continue  # of a later version: kept
        key = ids.brought_id(parcel.scope, said.share, mine)
        one = given.get(key)
        if isinstance(said, Offer):
            done += [parcel.id] if one is not None or said.case in erased else []
        elif one is None:
            if isinstance(said, End) and key in offers:  # taken back before anybody answered
                done += [parcel.id, *_same(parcels, parcel, said.share)]
        elif not one.case or one.case in erased:
            done.append(parcel.id)
        elif at.open_to_me(CaseId(one.case)):
            news.append(_News(said.no if isinstance(said, More) else _LAST, parcel.id, said, one))
    return sorted(news, key=_order), done


def _order(new: _News) -> tuple[int, bytes]:
    return new.no, new.parcel


def _same(parcels: Parcels, end: Parcel, share: bytes) -> list[bytes]:
    """A file that was sent twice is in the post twice."""
    return [
        parcel.id
        for parcel in parcels.received(FILE)
        if parcel.scope == end.scope
        and isinstance(said := shared_file.read(parcel.body), Offer)
        and said.share == share
    ]


def _ended(at: Workplace, parcels: Parcels, new: _News) -> Touched:
    one, said = new.one, new.said
    if one.ended_on or not isinstance(said, End):
        return Touched()
    case, centre = CaseId(one.case), addressees.label(at, parcels, one.scope)
    text = f"« {centre} » a mis fin au partage le {shown(said.on)} : ce dossier ne reçoit plus rien de là-bas."
    ended = replace(one, ended_on=said.on)
    return at.record(
        setting(at.store.centre, one, differences(one, ended)),
        noted(at, case, ids.brought_note(case, one.share, b"end"), text),
    )


def _renewed(at: Workplace, parcels: Parcels, said: More, one: Brought) -> Touched:
    """Take what this centre has not changed itself; of the rest, write in the journal what they have there."""
    case, reason = CaseId(one.case), reason_of(one.share, said.no)
    stands, reasons = contents.written(at.store, case)
    if reason in reasons:
        return Touched()  # another PC of the centre did
    centre, taken, apart = addressees.label(at, parcels, one.scope), list[Change](), list[str]()
    objects = {obj for obj, _ in stands}
    for change in _known(said, one, case, reason, objects):
        parted = _Parted({}, [])
        for number, value in change.fields.items():
            parted.add(number, value, stands.get((change.obj, number)), one.share, said.no)
        taken += [replace(change, fields=parted.taken)] if parted.taken else []
        apart += parted.apart
    if apart:
        text = f"« {centre} » a changé depuis ce que ce dossier a changé aussi ; ici, rien n’est remplacé."
        key = ids.brought_note(case, one.share, said.no.to_bytes(8, "big"))
        taken.append(noted(at, case, key, " ".join((text, *apart)), reason))
    warned = ids.brought_note(case, one.share, _CLOSED)
    if said.restricted and not reading.restricted(at.store.connection, case) and warned not in objects:
        text = f"« {centre} » a réservé ce dossier à des personnes nommées : voyez s’il faut le faire ici aussi."
        taken.append(noted(at, case, warned, text, reason))
    return at.record(*taken) if taken else Touched()


def _known(said: More, one: Brought, case: CaseId, reason: str, objects: Iterable[ObjectId]) -> Iterator[Change]:
    """The changes of the copy, without what was taken away there before it ever came."""
    for thing in said.things:
        for change in shared_file.placed([thing], one.origin, case, reason):
            if change.obj in objects or not shared_file.gone(thing):
                yield change


@dataclass(frozen=True, slots=True)
class _Parted:
    """The fields of one object: those that are taken, and what is said of the others."""

    taken: dict[int, Value]
    apart: list[str]

    def add(self, number: int, value: Value, here: contents.Written | None, share: bytes, no: int) -> None:
        """One field, whose value here is ``here``."""
        if here is not None and here.value == value:
            return
        came = _came_with(here.reason, share) if here is not None else 0
        if came is None and here is not None:
            if not isinstance(here.value, bytes) and not isinstance(value, bytes):
                self.apart.append(f"Là-bas : « {_said(value)} » ; ici : « {_said(here.value)} ».")
        elif came is not None and came < no:
            self.taken[number] = value


def _came_with(reason: str, share: bytes) -> int | None:
    """The number of the parcel that brought a value; ``None`` when somebody here wrote it."""
    before, _, number = reason.rpartition(":")
    return int(number) if before == reason_of(share, 0)[:-2] and number.isdecimal() else None


def _said(value: Value) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value) if value not in {None, ""} else "rien"
