"""The slot file on disk: two copies, each whole or not at all, the newest valid one counts.

Used by ``vault`` alone. A checksum finds damage; what matters is bound into the seals themselves.
"""

import hashlib
from pathlib import Path
from typing import Final

import msgspec

from anefdesk.diagnostics import LOG
from anefdesk.errors import FULL, READ_ONLY, StorageError
from anefdesk.paths import keep
from anefdesk.vault.slot import Binding, Slot
from anefdesk.vault.tries import Tries

FORMAT: Final = 1
WITH_DEVICE: Final = "device"
PASSPHRASE_ONLY: Final = "passphrase_only"  # noqa: S105  the name of a mode
COPIES: Final = ("slots.a.json", "slots.b.json")


class MemberSlot(msgspec.Struct, frozen=True):
    """One member: how they open the vault, what the lock screen shows, what the recovery sheet gives back."""

    user: bytes
    slot: Slot
    tile: bytes  # label, role and end date sealed under the PC's secret; empty in passphrase-only mode
    label_tag: bytes  # found by typed label; empty with a PC secret
    kept_label: bytes  # sealed to the recovery sheet
    kept_key: bytes  # the member's private key, role and end date, sealed to the recovery sheet
    must_reset: bool = False  # sealed under a PC secret that is lost


class RecoverySlot(msgspec.Struct, frozen=True):
    """The printed sheet's slot: never under the PC's secret."""

    user: bytes
    slot: Slot
    rehearsed_on: str = ""
    escrow_public: bytes = b""  # of a sheet made again: members catch up with it as they unlock
    signature: bytes = b""  # of that key, by this PC


class SlotFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything in the file."""

    format: int
    version: int
    must_encrypt: bool
    training: bool
    mode: str
    mode_since: str  # a visible, dated decision
    backend: str  # the keyring expected; empty in passphrase-only mode
    device: bytes
    salt: bytes  # of the label tags
    members: tuple[MemberSlot, ...]
    recovery: RecoverySlot
    tries: tuple[Tries, ...] = ()

    def binding(self, user: bytes) -> Binding:
        """What a member's slot is bound to."""
        return Binding(self.device, user, self.mode, self.training)

    def recovery_binding(self) -> Binding:
        """What the sheet's slot is bound to: not the mode, which the sheet may change."""
        return Binding(self.device, self.recovery.user, "recovery", self.training)

    def member(self, user: bytes) -> MemberSlot | None:
        """The member of that id."""
        return next((one for one in self.members if one.user == user), None)

    def with_entry(self, entry: MemberSlot) -> tuple[MemberSlot, ...]:
        """The members, with this entry in the place of the one before."""
        return tuple(entry if one.user == entry.user else one for one in self.members)


class _Envelope(msgspec.Struct, frozen=True):
    check: str
    body: msgspec.Raw


class _Format(msgspec.Struct, frozen=True):
    format: int


def exists(home: Path) -> bool:
    """Whether a vault, even damaged, is there."""
    return any((home / name).exists() for name in COPIES)


def load(home: Path) -> tuple[SlotFile, bool]:
    """The newest valid copy, and whether the other was damaged or missing (it is then written again).

    Raises:
        StorageError: ``vault.missing``, ``vault.damaged``, ``vault.newer`` or ``vault.unreadable``.
    """
    if not exists(home):
        raise StorageError("vault.missing")
    copies = [_read(home / name) for name in COPIES]
    valid = [copy for copy in copies if copy is not None]
    if not valid:
        raise StorageError("vault.damaged")
    newest = max(valid, key=lambda copy: copy.version)
    for name, copy in zip(COPIES, copies, strict=True):
        if copy is None or copy.version < newest.version:
            try:
                keep(home / name, _encoded(newest))
            except OSError as error:
                LOG.warning("slot copy not repaired: errno %s", error.errno)
    return newest, len(valid) < len(COPIES)


def save(home: Path, content: SlotFile) -> None:
    """Write both copies. Once the first is on disk the change is kept, even if the second fails.

    Raises:
        StorageError: ``vault.disk_full``, ``vault.read_only`` or ``vault.write_failed``: nothing changed.
    """
    data = _encoded(content)
    try:
        keep(home / COPIES[0], data)
    except OSError as error:
        raise trouble(error) from None
    try:
        keep(home / COPIES[1], data)
    except OSError as error:
        LOG.warning("second slot copy not written: errno %s", error.errno)


def trouble(error: OSError) -> StorageError:
    """The sentence for a write that failed."""
    if error.errno in FULL:
        return StorageError("vault.disk_full")
    return StorageError("vault.read_only" if error.errno in READ_ONLY else "vault.write_failed")


def _encoded(content: SlotFile) -> bytes:
    body = msgspec.json.encode(content)
    return msgspec.json.encode(_Envelope(hashlib.sha256(body).hexdigest(), msgspec.Raw(body)))


def _read(path: Path) -> SlotFile | None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except PermissionError:
        raise StorageError("vault.unreadable") from None
    except OSError:
        return None
    try:
        envelope = msgspec.json.decode(data, type=_Envelope)
        if hashlib.sha256(bytes(envelope.body)).hexdigest() != envelope.check:
            return None
        if msgspec.json.decode(envelope.body, type=_Format).format > FORMAT:
            raise StorageError("vault.newer")
        content = msgspec.json.decode(envelope.body, type=SlotFile)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    # A file that says the database may be clear is a damaged file, whoever wrote it.
    sound = content.must_encrypt and content.mode in {WITH_DEVICE, PASSPHRASE_ONLY}
    return content if sound else None
