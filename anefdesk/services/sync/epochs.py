"""Keys of epochs as the directory hands them out: one wrap for each PC of the centre, one link back to the past."""

import contextlib
from collections.abc import Mapping

from anefdesk.errors import StorageError
from anefdesk.services.sync.post import Signer
from anefdesk.store.casekeys import EpochKey
from anefdesk.vault import seal
from anefdesk.wire import sealing
from anefdesk.wire.directory import Device, Directory
from anefdesk.wire.entry import EVERYWHERE, Epoch, Role, Wrap


def context(org: bytes, scope: bytes, epoch: int) -> bytes:
    """To what the wrap of an epoch's key is bound."""
    return b"anefdesk/wrap/1" + org + scope + epoch.to_bytes(4, "big")


def _back(org: bytes, scope: bytes, epoch: int) -> bytes:
    return b"back" + org + scope + epoch.to_bytes(4, "big")


def readers(directory: Directory, scope: bytes) -> tuple[bytes, ...]:
    """The PCs that read a centre: its own, and those of a head office that opens cases."""
    return tuple(
        sorted(
            name
            for name, device in directory.devices.items()
            if device.out is None
            and (device.scope == scope or (directory.opens_cases and directory.may(name, Role.HEAD_OFFICE, EVERYWHERE)))
        )
    )


def takes(device: Device) -> bool:
    """Whether anything can be sealed to a PC: not when its public key is none."""
    try:
        seal.seal_to(device.receive, b"", b"")
    except ValueError:
        return False
    return True


def entry_for(directory: Directory, scope: bytes, key: bytes, before: bytes | None) -> Epoch:
    """What the directory says of the next epoch of ``scope``; ``before`` is the key of the one that ends.

    A PC whose public key is none gets nothing: it must not keep the others from a new key.
    """
    epoch = directory.epoch(scope) + 1
    bound = context(directory.org, scope, epoch)
    wraps: list[Wrap] = []
    for name in readers(directory, scope):
        with contextlib.suppress(ValueError):
            wraps.append(Wrap(name, seal.seal_to(directory.devices[name].receive, key, bound)))
    binding = _back(directory.org, scope, epoch)
    return Epoch(scope, epoch, tuple(wraps), sealing.wrap_case_key(key, before, binding) if before else b"")


def opened(directory: Directory, signer: Signer, known: Mapping[tuple[bytes, int], bytes]) -> tuple[EpochKey, ...]:
    """The keys of epochs that this PC may open and does not know yet, latest first.

    A wrap that does not open is passed over: its maker is at fault, and a later epoch opens the past.
    """
    found: list[EpochKey] = []
    for scope in directory.scopes:
        key = b""
        for number in range(directory.epoch(scope), 0, -1):
            entry = directory.epochs[scope, number]
            mine = known.get((scope, number)) or _linked(directory, entry, key) or _unwrapped(directory, entry, signer)
            if mine and (scope, number) not in known:
                found.append(EpochKey(directory.org, scope, number, mine))
            key = mine
    return tuple(found)


def _linked(directory: Directory, entry: Epoch, later: bytes) -> bytes:
    """The key of an epoch from the one that followed it."""
    after = directory.epochs.get((entry.scope, entry.epoch + 1))
    if not later or after is None or not after.back:
        return b""
    try:
        return sealing.unwrap_case_key(later, after.back, _back(directory.org, after.scope, after.epoch))
    except StorageError:
        return b""


def _unwrapped(directory: Directory, entry: Epoch, signer: Signer) -> bytes:
    sealed = next((wrap.sealed for wrap in entry.wraps if wrap.to == signer.device), b"")
    try:
        return signer.unwrap(sealed, context(directory.org, entry.scope, entry.epoch)) if sealed else b""
    except StorageError:
        return b""
