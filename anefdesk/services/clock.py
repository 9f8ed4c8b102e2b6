"""What time it is: the one place where services ask, so that tests and training can say.

Legal dates depend on this PC's date, so an absurd one is a state the screens show.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

_PLAUSIBLE = (date(2026, 1, 1), date(2060, 1, 1))


@dataclass(frozen=True)
class Clock:
    """``now`` gives an aware UTC time, ``monotonic`` seconds that never go back."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic

    def today(self) -> date:
        """The local calendar day."""
        return self.now().astimezone().date()

    def wall_ms(self) -> int:
        """Milliseconds since 1970."""
        return int(self.now().timestamp() * 1000)

    def absurd(self) -> bool:
        """Whether this PC's date cannot be right."""
        return not _PLAUSIBLE[0] <= self.today() < _PLAUSIBLE[1]
