"""A value that stands again beside the one shown: settling a disagreement was taken back.

Written by ``services.reviewing`` when a settlement is undone, and judged by ``store.disputes`` as one more value of
that field that nobody has seen, until somebody settles again.
"""

from dataclasses import dataclass
from typing import ClassVar

from anefdesk.domain.record import Kind, Stored, Value, numbered


@dataclass(frozen=True, kw_only=True)
class Rival(Stored):
    """The other value of one field of one object of the same case. Never changed."""

    KIND: ClassVar[Kind] = Kind.RIVAL
    about: bytes = numbered(1, b"")  # the object
    field: int = numbered(2, 0)
    value: Value = numbered(3, None)
