"""How long to wait after wrong passphrases: slows a colleague at the keyboard, not an attacker with a copy.

Used by ``vault``, which keeps the counts in the slot file and in the OS keyring.
"""

import time
from collections.abc import Callable
from datetime import datetime

import msgspec

FREE = 3
DELAYS = (5, 15, 60, 300, 900)  # seconds


class Tries(msgspec.Struct, frozen=True):
    """Wrong tries of one member since the last right one, and the second of the last."""

    user: bytes  # see :func:`key_of`
    count: int
    last: int


def key_of(user: bytes) -> bytes:
    """The short form of an id under which tries are kept: keyring entries are small."""
    return user[:4]


def merged(*sources: tuple[Tries, ...]) -> dict[bytes, Tries]:
    """The severest of what each place remembers."""
    found: dict[bytes, Tries] = {}
    for tries in (one for source in sources for one in source):
        known = found.get(tries.user, tries)
        found[tries.user] = Tries(tries.user, max(known.count, tries.count), max(known.last, tries.last))
    return found


class Patience:
    """Seconds left to wait, judged by the wall clock and by this process's own clock; the longer wins.

    A clock set back shortens nothing: while the last try lies in the future, only the process's clock counts.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._since: dict[bytes, float] = {}

    def failed(self, user: bytes) -> None:
        """A try has just been counted."""
        self._since[user] = self._monotonic()

    def forget(self, user: bytes) -> None:
        """The right passphrase was given."""
        self._since.pop(user, None)

    def seconds_left(self, tries: Tries, now: datetime) -> int:
        """0 when another try is allowed."""
        if tries.count < FREE:
            return 0
        delay = DELAYS[min(tries.count - FREE, len(DELAYS) - 1)]
        elapsed = int(now.timestamp()) - tries.last
        by_wall = delay - elapsed if elapsed >= 0 else 0
        if elapsed < 0:
            self._since.setdefault(tries.user, self._monotonic())
        since = self._since.get(tries.user)
        by_process = 0.0 if since is None else delay - (self._monotonic() - since)
        return max(0, by_wall, -int(-by_process // 1))
