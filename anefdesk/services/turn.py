"""One deed at a time on what two lanes share: locking waits for whoever opens, closes or changes accounts.

Used by the session.
"""

import functools
import threading
from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class _Shared(Protocol):
    turn: threading.RLock


S = TypeVar("S", bound=_Shared)


def in_turn(deed: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """``deed``, a method, begins when the ones under way have ended; it may call others."""

    def alone(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with self.turn:
            return deed(self, *args, **kwargs)

    return functools.update_wrapper(alone, deed)
