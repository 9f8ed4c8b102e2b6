"""For how long a PC writes without hearing of its organisation, and from when on a version is too old to write.

Past it the desk still reads, prints and makes evidence: ``Workplace.bars``. It holds honest PCs only, and is no wipe: a
PC that was taken out and never connects again would otherwise go on unknowing. A centre that works alone has none.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from anefdesk.errors import AccessRefusedError, InputRefusedError
from anefdesk.services.sync import labels
from anefdesk.services.workplace import Workplace
from anefdesk.store import remembered
from anefdesk.wire.op import SCHEMA

if TYPE_CHECKING:
    from anefdesk.services.sync.organisation import Organisation

LEASE_OVER: Final = "access.lease_over"
TOO_OLD: Final = "access.too_old"
PROLONGED: Final = 30  # days that a code gives, from the day it was made
WARNED: Final = 14  # days before the end on which it is said
_KEPT_AS = "lease_until"
_EPOCH: Final = date(1970, 1, 1)
_ROUND = 7  # days that a code waits to be typed
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
_LENGTH = 10  # letters: 50 bits, tried by hand
_GROUP = 5


@dataclass(frozen=True, slots=True)
class LeaseState:
    """Until when this PC writes; nothing while nobody has confirmed anything yet."""

    today: date
    until: date | None
    heard: date | None
    over: bool
    soon: bool  # to be said
    too_old_on: date | None  # from then on this version only reads
    too_old: bool

    @property
    def left(self) -> int | None:
        """Days until it ends; negative once it is over."""
        return (self.until - self.today).days if self.until else None


def judge(at: Workplace, organisation: "Organisation") -> LeaseState:
    """How it stands today; bars this desk from writing, or lets it. After unlocking and after each contact."""
    state, today, route = organisation.state(), at.clock.today(), organisation.post.route()
    if not at.clock.absurd():
        route.not_after(at.clock.wall_ms())  # a contact under a clock of 2060 gives no lease until then
    heard_ms = route.heard_ms()
    heard = _day(heard_ms) if heard_ms else None
    until = max(heard + timedelta(days=state.lease_days), _prolonged(at)) if heard else None
    over = until is not None and today > until and not at.clock.absurd()  # a wrong clock ends nothing
    old_on = _EPOCH + timedelta(days=state.least.day) if state.least.schema > SCHEMA else None
    too_old = old_on is not None and today >= old_on
    for code, barred in ((LEASE_OVER, over), (TOO_OLD, too_old)):
        if barred:
            at.bars.add(code)
        else:
            at.bars.discard(code)
    soon = until is not None and today > until - timedelta(days=WARNED)
    return LeaseState(today, until, heard, over, soon, old_on, too_old)


def _day(ms: int) -> date:
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone().date()


def _prolonged(at: Workplace) -> date:
    kept = remembered.get(at.store, _KEPT_AS)
    return date.fromordinal(int.from_bytes(kept, "big")) if kept else date.min


def code_for(organisation: "Organisation", device: bytes, today: date) -> str:
    """What an admin says on the telephone to prolong a PC by ``PROLONGED`` days.

    Raises:
        AccessRefusedError: ``access.role``.
    """
    if not organisation.is_admin():
        raise AccessRefusedError("access.role")
    letters = _code(labels.key_of(organisation.store), device, today)
    return f"{letters[:_GROUP]} {letters[_GROUP:]}"


def prolong(at: Workplace, organisation: "Organisation", typed: str) -> LeaseState:
    """Write again until the day that an admin's code gives.

    Raises:
        InputRefusedError: ``lease.code``: none of the last days, or another PC's.
    """
    letters = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_READ_AS)
    key, today = labels.key_of(organisation.store), at.clock.today()
    for ago in range(-1, _ROUND):
        made = today - timedelta(days=ago)
        if hmac.compare_digest(letters.encode(), _code(key, organisation.signer.device, made).encode()):
            until = max(made + timedelta(days=PROLONGED), _prolonged(at))
            remembered.put(at.store, _KEPT_AS, until.toordinal().to_bytes(4, "big"))
            return judge(at, organisation)
    raise InputRefusedError("lease.code")


def _code(key: bytes, device: bytes, day: date) -> str:
    """Every PC of the organisation could make it: it keeps nobody out who means harm, and is not meant to."""
    said = b"anefdesk/lease/1" + device + day.toordinal().to_bytes(4, "big")
    number = int.from_bytes(hmac.digest(key, said, hashlib.sha256), "big")
    return "".join(_LETTERS[number >> 5 * at & 31] for at in range(_LENGTH))
