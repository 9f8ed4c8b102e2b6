"""To which organisation this PC belongs and where its hub is: ids and an address, no name and no secret.

Read while locked too. A folder without it is a centre that works alone, and nothing of sync happens there.
"""

import os
from pathlib import Path

import msgspec

from anefdesk.errors import StorageError, of_the_disk
from anefdesk.paths import settle

FILE = "membership.json"


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """What enrolment settled, and how this PC exchanges."""

    org: bytes
    scope: bytes
    device: bytes
    hub: str = ""  # its address; empty: sticks only
    certificate: str | None = None  # the hub's own, pinned (PEM); otherwise the system's authorities judge
    period: int = 300  # seconds between two looks at the hub
    paused: bool = False
    genesis: bytes = b""  # the organisation's first entry, public: a lost mailbox begins again from it


def load(home: Path) -> Membership | None:
    """What is kept in ``home``; ``None`` for a centre that works alone.

    Raises:
        StorageError: ``sync.membership_damaged``.
    """
    try:
        return msgspec.json.decode((home / FILE).read_bytes(), type=Membership)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError):
        raise StorageError("sync.membership_damaged") from None


def save(home: Path, membership: Membership) -> None:
    """Keep it, whole or not at all.

    Raises:
        StorageError: ``disk.full``, ``disk.read_only``, ``disk.write``; what was kept stays.
    """
    beside = home / f"{FILE}.part"
    try:
        with beside.open("wb") as file:
            file.write(msgspec.json.encode(membership))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(home / FILE)
        settle(home)
    except OSError as error:
        raise of_the_disk(error) from None
