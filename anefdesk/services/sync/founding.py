"""A centre that works alone founds an organisation: its first entries, its printed key, its first PC.

Used by the screen of the organisation, once. Cut short, it goes on where it was: what it needs is kept in the casebook
until all is there, and the membership, without which nothing of sync happens, is written last.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import msgspec

from anefdesk.domain.case import Centre
from anefdesk.domain.staff import Deed
from anefdesk.errors import AccessRefusedError, InputRefusedError
from anefdesk.services.opening import signer_of
from anefdesk.services.sync import labels, membership, public_keys, root_sheet
from anefdesk.services.sync.entering import entered
from anefdesk.services.sync.membership import Membership
from anefdesk.services.sync.organisation import Organisation
from anefdesk.services.sync.post import DATABASE, Post
from anefdesk.services.workplace import Workplace
from anefdesk.store import reading, remembered
from anefdesk.vault.keys import Unlocked
from anefdesk.wire import entry, sealing
from anefdesk.wire.directory import START
from anefdesk.wire.entry import ROOT, AddDevice, AddScope, Genesis, Role
from anefdesk.wire.http import Caller, HttpHub

_KEPT_AS = "founding"


class _Plan(msgspec.Struct, frozen=True, array_like=True):
    sheet: bytes
    label_key: bytes
    scope: bytes
    epoch_key: bytes
    genesis: bytes
    opens_cases: bool
    lease_days: int


@dataclass(frozen=True)
class HubAddress:
    """A hub, and the code that lets an organisation in there."""

    url: str
    code: str
    certificate: str | None = None  # its own (PEM); otherwise the system's authorities judge


def prepare(at: Workplace, keys: Unlocked, home: Path, *, opens_cases: bool = False, lease_days: int = 60) -> str:
    """What must be printed before anything begins: the organisation's root sheet, the same until it is founded.

    Args:
        opens_cases: whether the head office will read files, rather than figures only.
        lease_days: for how long a PC may stay without contact, 7 to 365.

    Raises:
        AccessRefusedError: ``access.role``.
        InputRefusedError: ``organisation.exists``, ``organisation.training``, ``organisation.lease``.
    """
    _allowed(at, keys, home)
    if not 7 <= lease_days <= 365:  # noqa: PLR2004 - as the directory's entry bounds it
        raise InputRefusedError("organisation.lease")
    plan = _plan(at)
    begun = (home / DATABASE).exists()
    if plan is None or (not begun and (plan.opens_cases, plan.lease_days) != (opens_cases, lease_days)):
        plan = _drawn(at, keys, opens_cases=opens_cases, lease_days=lease_days)
        remembered.put(at.store, _KEPT_AS, msgspec.msgpack.encode(plan))
    return root_sheet.printed(plan.sheet)


def rehearse(at: Workplace, typed: str) -> None:
    """Try the printed sheet, before or after the founding ends; raises as ``root_sheet.typed``."""
    plan = _plan(at)
    if plan is None:
        raise InputRefusedError("organisation.not_prepared")
    root_sheet.typed(typed, public_keys.public_of(root_sheet.signing_key(plan.sheet)))


def found(
    at: Workplace, keys: Unlocked, home: Path, *, pc: str, carrier: bytes | None = None, hub: HubAddress | None = None
) -> Membership:
    """Found it, and bring it to a hub when there is one; asked again, it goes on.

    Args:
        pc: what this PC is called.
        carrier: this PC's carrier key (``Vault.carrier``).

    Raises:
        InputRefusedError: ``organisation.not_prepared``; as ``prepare``.
        StorageError: ``hub.*``, before any file changed hands; ``disk.*``.
    """
    _allowed(at, keys, home)
    plan = _plan(at)
    if plan is None:
        raise InputRefusedError("organisation.not_prepared")
    org = entry.read(plan.genesis).digest()[:16]
    alone = Membership(org=org, scope=plan.scope, device=keys.device, genesis=plan.genesis)
    remembered.put(at.store, labels.KEPT_AS, plan.label_key)
    post = Post.begin(home, alone, [plan.genesis])
    try:
        organisation = Organisation(at.store, post, signer_of(keys))
        _say_who(at, organisation, plan, public_keys.of(keys, carrier), pc)
        if hub is not None:
            bring(organisation, keys, hub)
        entered(organisation, plan.epoch_key)
        organisation.add_strangers()
    finally:
        post.close()
    kept = msgspec.structs.replace(alone, hub=hub.url, certificate=hub.certificate) if hub else alone
    membership.save(home, kept)
    remembered.drop(at.store, _KEPT_AS)
    return kept


def forget(at: Workplace) -> None:
    """Leave the printed key on paper alone, even where the power went as the organisation was founded."""
    if _plan(at) is not None:
        remembered.drop(at.store, _KEPT_AS)


def bring(organisation: Organisation, keys: Unlocked, hub: HubAddress) -> None:
    """Let the organisation into a hub with its directory; also for one founded without.

    Raises:
        StorageError: ``hub.*``; ``hub.refused`` for a code that is wrong or was used.
    """
    post, signer = organisation.post, signer_of(keys)
    caller = Caller(post.membership.org, signer.device, public_keys.signs(signer.device_key))
    first, *more = post.box.entries(-1)
    with HttpHub(hub.url, caller, certificate=hub.certificate) as reached:
        reached.begin(first, hub.code, more)
        reached.hello()


def to_hub(home: Path, organisation: Organisation, keys: Unlocked, hub: HubAddress) -> Membership:
    """Bring an organisation that was founded without a hub to one; raises as ``bring``."""
    bring(organisation, keys, hub)
    kept = msgspec.structs.replace(organisation.post.membership, hub=hub.url, certificate=hub.certificate)
    membership.save(home, kept)
    return kept


def _allowed(at: Workplace, keys: Unlocked, home: Path) -> None:
    at.need(Deed.MANAGE_STAFF)
    if not keys.signing_key:
        raise AccessRefusedError("organisation.by_sheet")
    if at.store.training:
        raise InputRefusedError("organisation.training")
    if membership.load(home) is not None:
        raise InputRefusedError("organisation.exists")


def _plan(at: Workplace) -> _Plan | None:
    kept = remembered.get(at.store, _KEPT_AS)
    return msgspec.msgpack.decode(kept, type=_Plan) if kept else None


def _drawn(at: Workplace, keys: Unlocked, *, opens_cases: bool, lease_days: int) -> _Plan:
    sheet, label_key = root_sheet.new(), sealing.new_key()
    root = root_sheet.signing_key(sheet)
    said = Genesis(
        public_keys.public_of(root),
        keys.user,
        keys.user_key.public(),
        public_keys.public_of(keys.signing_key),
        labels.seal(label_key, at.me.label),
        opens_cases,
        lease_days,
    )
    genesis = entry.write(said, root, org=bytes(16), no=0, prev=START, signer=ROOT).encode()
    return _Plan(sheet, label_key, os.urandom(16), sealing.new_key(), genesis, opens_cases, lease_days)


def _say_who(at: Workplace, organisation: Organisation, plan: _Plan, known: public_keys.PublicKeys, pc: str) -> None:
    state = organisation.state()
    if plan.scope not in state.scopes:
        organisation.tell([AddScope(plan.scope, organisation.sealed(centre_name(at)))])
    if known.device not in state.devices:
        label = organisation.sealed(pc)
        organisation.tell([AddDevice(known.device, plan.scope, known.sign, known.receive, known.carrier, label)])
    organisation.grant(known.user, Role.LEAD, plan.scope)


def centre_name(at: Workplace) -> str:
    """What this centre is called."""
    found = reading.things(at.store.connection, at.store.centre, Centre)
    return next((one.name for one in found if one.name), "")
