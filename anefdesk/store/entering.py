"""What a centre that worked alone brings into an organisation: its log, and its keys under the new one.

Made by ``Store.enter`` for the directory's entry ``Adopt``; opened by every desk that receives that log.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from anefdesk.domain.change import LogId
from anefdesk.errors import StorageError
from anefdesk.store.casekeys import EpochKey
from anefdesk.wire import sealing
from anefdesk.wire.entry import Adopt, ErasedBefore, OldKey


@dataclass(frozen=True, slots=True)
class Entered:
    """What ``Adopt`` says but for where it goes: the log of before, how it was sealed, its keys, what was erased."""

    log: LogId
    org: bytes
    scope: bytes
    keys: tuple[OldKey, ...]
    erased: tuple[ErasedBefore, ...] = ()

    def into(self, scope: bytes) -> Adopt:
        """The directory's entry."""
        return Adopt(self.log, self.org, self.scope, scope, self.keys, self.erased)


def sealed(old: EpochKey, new: EpochKey) -> OldKey:
    """The key of an epoch of before, sealed under one of the new scope."""
    body = sealing.wrap_case_key(new.key, old.key, _binding(old.org, old.scope, old.epoch, new))
    return OldKey(old.epoch, new.epoch, body)


def opened(adopt: Adopt, org: bytes, known: Mapping[tuple[bytes, int], bytes]) -> tuple[EpochKey, ...]:
    """The keys of before, for whoever knows those of the new scope; one that does not open is passed over.

    Args:
        adopt: as it stands in the directory of ``org``.
        known: keys of epochs by scope and number.
    """
    found = []
    for key in adopt.keys:
        under = known.get((adopt.into, key.under))
        if under is None:
            continue
        new = EpochKey(org, adopt.into, key.under, under)
        try:
            clear = sealing.unwrap_case_key(under, key.sealed, _binding(adopt.org, adopt.scope, key.epoch, new))
        except StorageError:
            continue
        found.append(EpochKey(adopt.org, adopt.scope, key.epoch, clear))
    return tuple(found)


def _binding(org: bytes, scope: bytes, epoch: int, new: EpochKey) -> bytes:
    """Fixed widths: what is sealed, then under what."""
    before = org + scope + epoch.to_bytes(4, "big")
    return b"adopt" + before + new.org + new.scope + new.epoch.to_bytes(4, "big")
