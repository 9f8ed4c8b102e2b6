"""When each PC of an organisation was last heard of and how it is, as far as this PC knows.

Used by the page of the organisation, for leads and admins. What a hub said is kept: without a network it stands, dated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from anefdesk import __version__
from anefdesk.domain.partial_date import day_of
from anefdesk.errors import StorageError
from anefdesk.services.figures_received import PcSays, latest_words
from anefdesk.services.sync import public_keys
from anefdesk.services.workplace import Workplace
from anefdesk.store import inbox, remembered
from anefdesk.wire.entry import EVERYWHERE
from anefdesk.wire.http import HttpHub

if TYPE_CHECKING:
    from anefdesk.services.sync.organisation import Organisation

_KEPT_AS: Final = "pcs_called"
_DAY_ONE: Final = date(1970, 1, 1)


class _Called(msgspec.Struct, frozen=True):
    on: str = ""
    days: dict[str, int] = {}


@dataclass(frozen=True, slots=True)
class PcSeen:
    """What is known of one PC: the words are empty, and the day ``None``, while nothing is."""

    last: date | None = None
    program: str = ""
    catalogue: str = ""
    waiting: int = 0  # changes it holds and cannot read yet


@dataclass(frozen=True, slots=True)
class PcsSeen:
    """The PCs that whoever is here answers for; ``told_on``: the day the hub last said when they called."""

    pcs: Mapping[bytes, PcSeen] = field(default_factory=dict)
    told_on: date | None = None


def ask(at: Workplace, organisation: "Organisation") -> None:
    """Have the hub say when the PCs of my centre last called, or all of them for an admin, and keep it."""
    hub, signer = organisation.hub, organisation.signer
    if not isinstance(hub, HttpHub) or not organisation.is_lead():
        return
    scope = EVERYWHERE if organisation.is_admin() else organisation.scope
    try:
        days = hub.contacts_for(scope, signer.user, public_keys.signs(signer.user_key))
    except StorageError:
        return  # no way now, or an older hub: what it said last stands
    told = _Called(at.clock.today().isoformat(), {device.hex(): day for device, day in days.items()})
    remembered.put(at.store, _KEPT_AS, msgspec.json.encode(told))


def seen(at: Workplace, organisation: "Organisation") -> PcsSeen:
    """Of a lead's own centre, of all for an admin: from what the hub said, and what each PC sent here or by stick."""
    everywhere, today = organisation.is_admin(), at.clock.today()
    if not organisation.is_lead():
        return PcsSeen()
    kept = remembered.get(at.store, _KEPT_AS)
    told = msgspec.json.decode(kept, type=_Called) if kept else _Called()
    says = {**latest_words(at.store), organisation.signer.device: _own(at)}
    heard_ms = organisation.post.route().heard_ms()
    heard = datetime.fromtimestamp(heard_ms / 1000, UTC).astimezone().date() if heard_ms else None
    found: dict[bytes, PcSeen] = {}
    for name, one in organisation.state().devices.items():
        if not everywhere and one.scope != organisation.scope:
            continue
        mine, said, called = name == organisation.signer.device, says.get(name), told.days.get(name.hex())
        days = [_DAY_ONE + timedelta(days=called)] if called is not None else []
        if mine:
            days += [heard] if heard else []
        elif said and (day := day_of(said.day)):
            days.append(min(day, today))  # a clock that is ahead
        last = max(days, default=None)
        found[name] = PcSeen(last, said.program, said.catalogue, said.waiting) if said else PcSeen(last)
    return PcsSeen(found, day_of(told.on))


def _own(at: Workplace) -> PcSays:
    return PcSays(at.clock.today().isoformat(), __version__, at.catalogue.version, len(inbox.stuck(at.store)))
