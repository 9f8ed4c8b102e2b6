"""Taking a PC or a person out of the organisation, and giving the centres they knew a new key.

Used by the page of people and PCs, and after each delivery (``renew_due``). It is no wipe: what was read stays read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from anefdesk.errors import AccessRefusedError, StorageError
from anefdesk.services.sync import epochs, public_keys, root_sheet, sayings
from anefdesk.store import revoked
from anefdesk.wire import sealing
from anefdesk.wire.entry import EVERYWHERE, EXCHANGE, ROOT, Cutoff, Epoch, Grant, RecoveryUsed, Revoke, Role
from anefdesk.wire.http import HttpHub
from anefdesk.wire.hub import Have

if TYPE_CHECKING:
    from anefdesk.services.sync.organisation import Organisation
    from anefdesk.services.sync.post import Post
    from anefdesk.wire.directory import Directory
    from anefdesk.wire.hub import Hub

_PAGE: Final = 500  # records asked for at once
_NOT_ANSWERING: Final = frozenset({"hub.refused", "hub.denied"})  # a hub shows a centre's logs to whoever reads it


@dataclass(frozen=True, slots=True)
class Lost:
    """What goes with a PC: all that it wrote and had not sent. ``last`` is the day of the last change known of it."""

    records: int
    last: date | None


def _need_lead(organisation: "Organisation", scope: bytes) -> None:
    state, me = organisation.state(), organisation.signer.user
    if not (state.may(me, Role.LEAD, scope) or state.may(me, Role.ADMIN, EVERYWHERE)):
        raise AccessRefusedError("access.role")


# A PC


def lost(organisation: "Organisation", device: bytes) -> Lost:
    """What will count of a PC's work, to be said before it is taken out."""
    records = sum(one.upto for one in organisation.post.box.written_by(device).values())
    ms = revoked.last_ms(organisation.store, device)
    return Lost(records, datetime.fromtimestamp(ms / 1000, UTC).astimezone().date() if ms else None)


def revoke_device(organisation: "Organisation", device: bytes) -> Lost:
    """Take a PC out: what this PC and its hub hold of its work counts, nothing after it.

    Raises:
        AccessRefusedError: ``access.role``; ``revoking.own_pc``.
        StorageError: ``revoking.out``; ``revoking.blind`` when this PC does not read its centre and no hub tells an
            admin how far its work goes; as ``Organisation.tell``.
    """
    state = organisation.state()
    known = state.devices.get(device)
    if known is None or known.out is not None:
        raise StorageError("revoking.out")
    _need_lead(organisation, known.scope)
    if device == organisation.signer.device:
        raise AccessRefusedError("revoking.own_pc")
    told: Mapping[bytes, Have] = {}
    if known.scope not in organisation.post.scopes():
        told = _told(organisation, known.scope)
    elif organisation.hub is not None:
        _bring(organisation.post, organisation.hub, known.scope)
    reached = dict(organisation.post.box.written_by(device))
    for log, one in told.items():
        if one.upto > reached.get(log, Have(0, b"")).upto:
            reached[log] = one
    said = lost(organisation, device)
    organisation.tell([Revoke(device, tuple(Cutoff(log, one.upto, one.head) for log, one in sorted(reached.items())))])
    renew_due(organisation)
    return said


def _bring(post: "Post", hub: "Hub", scope: bytes) -> None:
    """Read what the hub holds of a centre that this PC reads, and keep what is signed.

    What it merely says to hold would give a thief, of whom it may be a friend, leave to write that much more.
    """
    at, more = post.route().reached(scope), True
    cursor = at.taken if hub.hello().feed == at.feed else 0
    try:
        while more:
            page = hub.pull(scope, cursor, _PAGE)
            post.box.push(page.segments)
            more = page.more and bool(page.segments or page.keyboxes) and page.cursor > cursor
            cursor = page.cursor
    except StorageError as error:  # a hub that refuses keeps nobody in: what is here decides
        if error.code not in _NOT_ANSWERING:
            raise


def _told(organisation: "Organisation", scope: bytes) -> Mapping[bytes, Have]:
    """How far the hub says to hold the logs of a centre that this PC does not read: its word alone, there is no other.

    Others' cut-offs in a PC's do no harm.
    """
    hub, signer = organisation.hub, organisation.signer
    if hub is None:
        raise StorageError("revoking.blind")
    try:
        if isinstance(hub, HttpHub):
            held = hub.have_for(scope, signer.user, public_keys.signs(signer.user_key))
        else:
            held = hub.have(scope)
    except StorageError as error:
        if error.code not in _NOT_ANSWERING:
            raise
        raise StorageError("revoking.blind") from None
    return {log: one for log, one in held.items() if one.upto}


# A person


def revoke_person(organisation: "Organisation", user: bytes) -> None:
    """Take a person out of the organisation. Their account on each PC is removed there, by the team's page.

    Raises:
        AccessRefusedError: ``access.role``; ``revoking.self``.
        StorageError: ``revoking.out``; ``directory.refused`` for the last admin.
    """
    state = organisation.state()
    known = state.users.get(user)
    if known is None or known.out is not None:
        raise StorageError("revoking.out")
    _need_lead(organisation, known.scope)
    if user == organisation.signer.user:
        raise AccessRefusedError("revoking.self")
    organisation.tell([Revoke(user)])
    renew_due(organisation)


# New keys


def due(state: "Directory", scope: bytes) -> bool:
    """Whether somebody who knew the present key of a centre is out, or a PC that belonged to it by then lacks it.

    A PC that came later was given the key as it came in. One that came in while the key was being wrapped was not.
    """
    number = state.epoch(scope)
    if not number or scope == EXCHANGE:
        return False
    since = state.renewed.get(scope, 0)
    wrapped = {wrap.to for wrap in state.epochs[scope, number].wraps}
    here = {name for name, pc in state.devices.items() if pc.scope == scope}
    gone = any(pc.out is not None and (name in wrapped or (name in here and pc.out > since))
               for name, pc in state.devices.items())  # fmt: skip
    left = any(one.out is not None and one.out > since and one.scope in {scope, EVERYWHERE}
               for one in state.users.values())  # fmt: skip
    return (
        gone
        or left
        or any(
            (name not in here or state.devices[name].since < since) and epochs.takes(state.devices[name])
            for name in epochs.readers(state, scope)
            if name not in wrapped
        )
    )


def renew_due(organisation: "Organisation") -> tuple[Epoch, ...]:
    """Give a new key to each centre that needs one, as far as I may and its present key is here. After each delivery.

    Raises:
        StorageError: as ``Organisation.tell``.
    """
    state = organisation.state()
    return tuple(
        entry
        for scope in sorted(state.scopes)
        if due(state, scope) and (entry := _renewed(organisation, scope)) is not None
    )


def renew(organisation: "Organisation", scope: bytes) -> Epoch:
    """Wrap a centre's key anew for the PCs it has now: after all its PCs were lost, by a head office that holds it.

    Raises:
        AccessRefusedError: ``access.role``.
        StorageError: ``revoking.no_key`` when the key is not here; as ``Organisation.tell``.
    """
    _need_lead(organisation, scope)
    found = _renewed(organisation, scope)
    if found is None:
        raise StorageError("revoking.no_key")
    return found


def _renewed(organisation: "Organisation", scope: bytes) -> Epoch | None:
    state, me = organisation.state(), organisation.signer.user
    may = state.may(me, Role.LEAD, scope) or state.may(me, Role.ADMIN, EVERYWHERE)
    with organisation.store.inside() as at:
        before = at.keys.known().get((scope, state.epoch(scope)))
    waiting = any(isinstance(one, Epoch) and one.scope == scope for one in organisation.unsaid())
    if not may or before is None or waiting:
        return None
    entry = epochs.entry_for(state, scope, sealing.new_key(), before)
    organisation.tell([entry])
    return entry


# The printed key


def name_admin(organisation: "Organisation", sheet: str, user: bytes) -> None:
    """Make somebody an admin by the organisation's printed key: nobody else is left who could. Everybody sees it.

    Raises:
        InputRefusedError: ``recovery.*``; AccessRefusedError: ``organisation.wrong_sheet``.
        StorageError: ``revoking.out``; ``sync.needs_hub``: the printed key is kept nowhere, so the hub must answer.
    """
    state = organisation.state()
    key = root_sheet.typed(sheet, state.root)
    if not state.active(user) or user not in state.users:
        raise StorageError("revoking.out")
    for said in (Grant(user, Role.ADMIN, EVERYWHERE), RecoveryUsed(organisation.scope, user)):
        sayings.say(organisation.post, said, ROOT, key, organisation.hub)
