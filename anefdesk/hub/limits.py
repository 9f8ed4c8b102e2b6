"""How often a PC, or an address without a session, may ask: a bucket each, in the memory of one worker.

Used by ``service``. Addresses are kept as seals under a key that dies with the worker, and told to nobody.
"""

import hashlib
import hmac
import math
import os
from collections import OrderedDict
from collections.abc import Callable

_MINUTE = 60
_MOST = 20_000  # buckets; the one longest unused makes room


class Limits:
    """Buckets that hold ``rate`` requests and fill again within a minute."""

    def __init__(self, rate: int, monotonic: Callable[[], float]) -> None:
        self._rate = rate
        self._monotonic = monotonic
        self._key = os.urandom(16)
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()  # what is left, and when

    def wait(self, who: bytes) -> int:
        """Take one request; 0, or after how many seconds to ask again."""
        name = hmac.new(self._key, who, hashlib.sha256).digest()[:16]
        now = self._monotonic()
        left, then = self._buckets.pop(name, (float(self._rate), now))
        left = min(float(self._rate), left + max(0.0, now - then) * self._rate / _MINUTE)
        taken = left >= 1
        self._buckets[name] = (left - 1 if taken else left, now)
        if len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return 0 if taken else max(1, math.ceil((1 - left) * _MINUTE / self._rate))
