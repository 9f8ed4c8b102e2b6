"""Keeping copies of other centres' files up to date: what changed there, and that nothing follows any more.

By itself, at each contact. What this centre has changed since is never replaced: the journal says what they have.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from anefdesk.domain import ids
from anefdesk.domain.case import JournalEntry
from anefdesk.domain.change import Touched
from anefdesk.domain.partial_date import shown
from anefdesk.domain.record import CaseId, ObjectId, differences
from anefdesk.domain.sharing import Brought
from anefdesk.services.sync import addressees, merging, shared_file
from anefdesk.services.sync.bringing import answered, offers_of, tell
from anefdesk.services.sync.merging import Came, noted, reason_of
from anefdesk.services.sync.parcels import FILE, Parcel, Parcels
from anefdesk.services.sync.shared_file import End, More, Offer
from anefdesk.services.workplace import Workplace, setting
from anefdesk.store import parcels as kept
from anefdesk.store import reading

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
        touched |= _source_erased(at, parcels, one)
    news, done = _sorted_out(at, parcels, given)
    for new in news:
        touched |= _ended(at, parcels, new) if isinstance(new.said, End) else _renewed(at, parcels, new.said, new.one)
    done += [new.parcel for new in news]
    if done:
        kept.drop(at.store, done)
    return touched


def _sorted_out(at: Workplace, parcels: Parcels, given: Mapping[ObjectId, Brought]) -> tuple[list[_News], list[bytes]]:
    """What can be taken now, in order, and the parcels that serve no more."""
    state, mine, offers = parcels.directory, addressees.own_scope(parcels), offers_of(parcels)
    news, done = list[_News](), list[bytes]()
    for parcel in parcels.received(FILE):
        said = shared_file.read(parcel.body)
        if said is None:
            continue  # of a later version: kept
        key = ids.brought_id(parcel.scope, said.share, mine)
        one = given.get(key)
        if isinstance(said, Offer):
            done += [parcel.id] if one is not None or said.case in state.erased_in(parcel.scope) else []
        elif one is None:
            if isinstance(said, End) and key in offers:  # taken back before anybody answered
                done += [parcel.id, *_same(parcels, parcel, said.share)]
        elif not one.case or one.case in state.erased_in(mine):
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


def _source_erased(at: Workplace, parcels: Parcels, one: Brought) -> Touched:
    """Tell whoever has a copy that the file was erased where it came from: what to do here is theirs to decide."""
    case = CaseId(one.case)
    erased = one.origin in parcels.directory.erased_in(one.scope)
    if not one.case or not erased or not at.open_to_me(case):
        return Touched()
    key = ids.brought_note(case, one.origin, b"erased")
    if reading.holds(at.store.connection, case, key, JournalEntry):
        return Touched()
    centre, today = addressees.label(at, parcels, one.scope), at.clock.today()
    text = (
        f"« {centre} » a effacé son dossier (appris le {shown(today.isoformat())}). Cette copie reste ici, sous la "
        "responsabilité du centre : voyez avec la personne s’il faut l’effacer aussi."
    )
    ended = one if one.ended_on else replace(one, ended_on=today.isoformat())
    changes = [noted(at, case, key, text, reason_of(one.share, 0))]
    if ended != one:
        changes.append(setting(at.store.centre, one, differences(one, ended)))
    return at.record(*changes)


def _ended(at: Workplace, parcels: Parcels, new: _News) -> Touched:
    one, said = new.one, new.said
    if one.ended_on or not isinstance(said, End):
        return Touched()
    case, centre = CaseId(one.case), addressees.label(at, parcels, one.scope)
    text = (
        f"« {centre} » a repris ce dossier de son côté le {shown(said.on)} : rien n’arrive plus de là-bas ; voyez "
        "ensemble qui suit la personne."
        if one.handed_over
        else f"« {centre} » a mis fin au partage le {shown(said.on)} : ce dossier ne reçoit plus rien de là-bas."
    )
    ended = replace(one, ended_on=said.on)
    return at.record(
        setting(at.store.centre, one, differences(one, ended)),
        noted(at, case, ids.brought_note(case, one.share, b"end"), text, reason_of(one.share, 0)),
    )


def _renewed(at: Workplace, parcels: Parcels, said: More, one: Brought) -> Touched:
    came = Came(one.share, said.no, one.origin, said.things, restricted=said.restricted)
    changes = merging.merged(at, CaseId(one.case), came, addressees.label(at, parcels, one.scope))
    return at.record(*changes) if changes else Touched()
