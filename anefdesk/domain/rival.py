"""A value that stands again beside the one shown: settling a disagreement was taken back.

Written by ``services.reviewing`` when a settlement is undone, and judged by ``store.disputes`` as one more value of
that field that nobody has seen, until somebody settles again.
"""

from dataclasses import dataclass
from typing import ClassVar

from anefdesk.domain.record import Kind, Stored, Value, numbered


@dataclass(frozen=True, kw_only=True)
class Rival(Stored):
    """One value of one field of one object of the same case, with who first wrote it. Never changed."""

    KIND: ClassVar[Kind] = Kind.RIVAL
    about: bytes = numbered(1, b"")  # the object
    field: int = numbered(2, 0)
    value: Value = numbered(3, None)
    author: bytes = numbered(4, b"")  # who wrote it before, when by the clock of that PC, and in which log
    wall_ms: int = numbered(5, 0)
    log: bytes = numbered(6, b"")
