"""To which organisation this PC belongs and where its hub is: ids and an address, no name and no secret.

Read while locked too. A folder without it is a centre that works alone, and nothing of sync happens there.
"""

from pathlib import Path
from typing import Final

import msgspec

from anefdesk.errors import StorageError, of_the_disk
from anefdesk.paths import keep

FILE = "membership.json"
PERIODS: Final = (300, 900, 3600, 0)  # seconds; the first is the usual one, 0: only when somebody asks


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """What enrolment settled, and how this PC exchanges."""

    org: bytes
    scope: bytes
    device: bytes
    hub: str = ""  # its address; empty: sticks only
    certificate: str | None = None  # the hub's own, pinned (PEM); otherwise the system's authorities judge
    period: int = PERIODS[0]  # seconds between two looks at the hub
    paused: bool = False
    genesis: bytes = b""  # the organisation's first entry, public: a lost mailbox begins again from it

    @property
    def by_itself(self) -> bool:
        """Whether this PC exchanges without being asked."""
        return self.period > 0 and not self.paused


def load(home: Path) -> Membership | None:
    """What is kept in ``home``; ``None`` for a centre that works alone.

    Raises:
        StorageError: ``sync.membership_damaged``.
    """
    try:
        return msgspec.json.decode((home / FILE).read_bytes(), type=Membership)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise StorageError("sync.membership_damaged") from None


def save(home: Path, membership: Membership) -> None:
    """Keep it, whole or not at all.

    Raises:
        StorageError: ``disk.full``, ``disk.read_only``, ``disk.write``; what was kept stays.
    """
    try:
        keep(home / FILE, msgspec.json.encode(membership))
    except OSError as error:
        raise of_the_disk(error) from None
