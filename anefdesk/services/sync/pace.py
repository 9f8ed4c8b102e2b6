"""When to look at the hub again: on a set period, sooner after a change, later and later while it cannot be reached."""

from collections.abc import Callable
from typing import Final

SOON: Final = 5.0  # seconds after a change: a form's several savings go together
_FIRST, _LONGEST = 30.0, 1800.0  # seconds between tries while there is no way
_SPREAD = 0.2  # of a delay, so that PCs that were cut off together do not all come back at once


class Pace:
    """The delays of one PC; ``chance`` gives a number from 0 to 1."""

    def __init__(self, chance: Callable[[], float]) -> None:
        self._chance = chance
        self._failed = 0

    def after(self, *, reached: bool, period: float) -> float:
        """Seconds until the next look, after one that reached the hub or did not."""
        self._failed = 0 if reached else self._failed + 1
        wait = period if reached else min(_FIRST * 2 ** (self._failed - 1), _LONGEST)
        return wait * (1 + _SPREAD * (2 * self._chance() - 1))

    @property
    def cut_off(self) -> bool:
        """Whether the last look failed: a change is then no reason to try sooner."""
        return self._failed > 0
