"""What the PCs of a sharing centre do by themselves: post the copy, what changed since, the end; hear the answers.

Called by ``sharing`` at the deed itself and at each contact. Every step is written in the file before it is done, and
may be done again.
"""

import contextlib
from dataclasses import replace
from typing import Final

import msgspec

from anefdesk.domain.case import Note
from anefdesk.domain.change import Touched
from anefdesk.domain.consent import Consent, Use, in_force
from anefdesk.domain.record import CaseId, differences
from anefdesk.domain.sharing import Reply, Share
from anefdesk.errors import AnefdeskError, StorageError
from anefdesk.services.sync import addressees, shared_file
from anefdesk.services.sync.parcels import ANSWER, FILE, Parcels
from anefdesk.services.sync.shared_file import End, More, Offer, Thing
from anefdesk.services.workplace import Workplace, setting
from anefdesk.store import contents, reading, remembered
from anefdesk.store import parcels as kept

_CLOSED: Final = b"restricted"
_ID: Final = 16


def agreed(at: Workplace, case: CaseId, share: Share) -> bool:
    """Whether the agreement under which the file was shared is still in force."""
    consents = reading.things(at.store.connection, case, Consent)
    mine = (one for one in consents if one.id == share.consent)
    return in_force(mine, Use.OTHER_CENTRE, at.clock.today()) is not None


def offer(at: Workplace, case: CaseId, share: Share) -> tuple[bytes, dict[bytes, bytes]]:
    """The body that carries the whole file, and the traces of what is in it.

    Raises:
        StorageError: ``parcel.too_large``.
    """
    file, authored = at.file_with_authors(case)
    things = shared_file.leaving(at.store, case)
    labels = at.labels() | {at.me.user: at.me.label}
    there = {obj for _, obj, _ in things}
    authors = sorted({labels.get(by.author, "") for obj, by in authored.items() if obj in there} - {""})
    body = shared_file.write(
        Offer(
            share=share.id,
            case=case,
            on=share.on,
            by=labels.get(at.me.user, "") if share.by == at.me.user else _label(at, share),
            seed=contents.seed(at.store, case, share.to),
            things=shared_file.present(things),
            authors=authors,
            handed_over=share.handed_over,
            restricted=file.person.restricted,
        )
    )
    return shared_file.fits(body), _traced(shared_file.present(things), restricted=file.person.restricted)


def _label(at: Workplace, share: Share) -> str:
    return next((label for user, label in at.labels().items() if user == share.by), "")


def _traced(things: list[Thing], *, restricted: bool) -> dict[bytes, bytes]:
    return shared_file.traces(things) | {_CLOSED: bytes([restricted])}


def _place(share: Share) -> str:
    return f"shared:{bytes(share.id).hex()}"


def _keep(at: Workplace, share: Share, traces: dict[bytes, bytes]) -> None:
    remembered.put(at.store, _place(share), msgspec.msgpack.encode(traces))


def _kept(at: Workplace, share: Share) -> dict[bytes, bytes]:
    held = remembered.get(at.store, _place(share))
    return msgspec.msgpack.decode(held, type=dict[bytes, bytes]) if held else {}


def _change(at: Workplace, case: CaseId, before: Share, after: Share) -> Touched:
    return at.record(setting(case, before, differences(before, after)))


def post(at: Workplace, parcels: Parcels, case: CaseId, share: Share) -> Touched:
    """Put the copy into the post, once the deed stands in the file.

    Raises:
        StorageError: ``parcel.nobody``, ``parcel.too_large``.
    """
    body, traces = offer(at, case, share)
    to = addressees.devices(parcels.directory, share.to)
    parcel = parcels.send(FILE, to, body, case)
    _keep(at, share, traces)
    sent = replace(share, parcel=parcel, sent=share.sent + 1, sent_on=share.on, offered=b"".join(to))
    return _change(at, case, share, sent)


def _offer_again(at: Workplace, parcels: Parcels, case: CaseId, share: Share) -> Touched:
    """Send the file, as it is now, to PCs that came to the addressee since, while nobody there has answered."""
    now = addressees.devices(parcels.directory, share.to)
    known = {share.offered[at_ : at_ + _ID] for at_ in range(0, len(share.offered), _ID)}
    late = [one for one in now if one not in known]
    if not late:
        return Touched()
    body, traces = offer(at, case, share)
    parcels.send(FILE, late, body, case)
    # Others have it as it was: what is sent later must reach both, so what is new counts as changed.
    _keep(at, share, dict.fromkeys(traces, b"") | _kept(at, share))
    return _change(at, case, share, replace(share, offered=share.offered + b"".join(late)))


def end(at: Workplace, parcels: Parcels, case: CaseId, share: Share) -> Touched:
    """Say to the other centre that nothing follows; nobody is there to hear it: that is as good."""
    if share.parcel:
        said = shared_file.write(End(share=share.id, on=share.revoked_on))
        with contextlib.suppress(StorageError):
            parcels.send(FILE, addressees.devices(parcels.directory, share.to), said, case)
    remembered.drop(at.store, _place(share))
    return _change(at, case, share, replace(share, told=True))


def send_due(at: Workplace, parcels: Parcels) -> Touched:
    """Everything that waits in the files open to whoever is here; a file that fails leaves the others to be done.

    Raises:
        StorageError: the first failure.
    """
    touched, failed = Touched(), list[AnefdeskError]()
    for case in contents.shared(at.store.connection):
        if not at.open_to_me(case):
            continue  # a restricted file's follow when one of its people is here
        for share in reading.things(at.store.connection, case, Share):
            if addressees.my_turn(parcels, share.device):
                try:
                    touched |= _one(at, parcels, case, share)
                except AnefdeskError as error:
                    failed.append(error)
    if failed:
        raise failed[0]
    return touched


def _one(at: Workplace, parcels: Parcels, case: CaseId, share: Share) -> Touched:
    touched = Touched()
    if share.stands and not agreed(at, case, share):
        ended = replace(share, revoked_on=at.clock.today().isoformat(), consent_gone=True)
        touched, share = _change(at, case, share, ended), ended
    if share.revoked_on:
        return touched if share.told else touched | end(at, parcels, case, share)
    if not addressees.devices(parcels.directory, share.to):
        return touched  # all their PCs are out: another one may come
    if share.stands and not share.parcel:
        return touched | post(at, parcels, case, share)
    if share.reply is Reply.ACCEPTED:
        return touched | _follow(at, parcels, case, share)
    if share.stands:
        return touched | _offer_again(at, parcels, case, share)
    return touched


def _follow(at: Workplace, parcels: Parcels, case: CaseId, share: Share) -> Touched:
    things = shared_file.leaving(at.store, case)
    before = _kept(at, share)
    restricted = bool(reading.restricted(at.store.connection, case))
    new = shared_file.since(things, before)
    traces = _traced(things, restricted=restricted)
    if not new and before.get(_CLOSED) == traces[_CLOSED]:
        return Touched()
    more = More(share=share.id, no=share.sent + 1, things=new, restricted=restricted)
    body, today = shared_file.fits(shared_file.write(more)), at.clock.today().isoformat()
    touched = _change(at, case, share, replace(share, sent=more.no, sent_on=today))
    parcels.send(FILE, addressees.devices(parcels.directory, share.to), body, case)
    _keep(at, share, traces)
    return touched


def hear(at: Workplace, parcels: Parcels) -> Touched:
    """Write into the files what the other centres answered; of a file that is gone, nothing."""
    touched, done = Touched(), list[bytes]()
    state = parcels.directory
    for parcel in parcels.received(ANSWER):
        answer = shared_file.read_answer(parcel.body)
        if answer is None:
            continue  # of a later version: kept
        case = CaseId(answer.case)
        if case in state.erased_in(addressees.own_scope(parcels)):
            done.append(parcel.id)
            continue
        if not at.open_to_me(case):
            continue
        done.append(parcel.id)
        shares = reading.things(at.store.connection, case, Share)
        share = next((one for one in shares if one.id == answer.share), None)
        if share is None or not addressees.speaks_for(state, parcel, share.to) or share.reply is Reply.ACCEPTED:
            continue
        reply = Reply.ACCEPTED if answer.accepted else Reply.REFUSED
        if reply is not share.reply:
            touched |= _change(at, case, share, replace(share, reply=reply, replied_on=answer.on, why=answer.why))
    if done:
        kept.drop(at.store, done)
    return touched


def private_notes(at: Workplace, case: CaseId) -> int:
    """How many notes stay with their authors."""
    notes = reading.things(at.store.connection, case, Note)
    return sum(bool(note.sealed) and not note.gone for note in notes)
