"""The first slot file of a PC: new keys, the first lead, the recovery sheet.

Used by ``vault`` once per PC.
"""

import secrets
from datetime import datetime

import msgspec

from anefdesk.domain import ids
from anefdesk.domain.staff import Role
from anefdesk.vault import recovery_sheet, seal, slot, slot_file
from anefdesk.vault.keys import Secrets, new_signing_key
from anefdesk.vault.slot_file import RecoverySlot, SlotFile

_DEVICE_BYTES = 16
_KEY_BYTES = 32


def founded(*, backend: str, training: bool, now: datetime) -> tuple[SlotFile, Secrets, str]:
    """A file without members yet, the keys of its first lead, and the recovery key to print.

    Args:
        backend: the keyring expected from now on; empty for the passphrase-only mode.
        training: whether this is the training centre.
        now: recorded as the date of the mode.
    """
    escrow = seal.new_key()
    keys = Secrets(
        database_key=secrets.token_bytes(_KEY_BYTES),
        user=ids.new_user(),
        user_key=seal.new_key(),
        device=secrets.token_bytes(_DEVICE_BYTES),
        device_signing_key=new_signing_key(),
        device_key=seal.new_key(),
        escrow_public=escrow.public(),
        role=Role.LEAD.value,
        signing_key=new_signing_key(),
    )
    by_sheet = msgspec.structs.replace(
        keys, user=ids.new_user(), user_key=seal.new_key(), escrow_key=escrow, signing_key=b""
    )
    sheet = recovery_sheet.new_key()
    content = SlotFile(
        format=slot_file.FORMAT,
        version=0,
        must_encrypt=True,
        training=training,
        mode=slot_file.WITH_DEVICE if backend else slot_file.PASSPHRASE_ONLY,
        mode_since=now.isoformat(timespec="seconds"),
        backend=backend,
        device=keys.device,
        salt=secrets.token_bytes(slot.SALT_BYTES),
        members=(),
        recovery=RecoverySlot(by_sheet.user, slot.Slot(slot.FLOOR, b"", b"", b"")),
    )
    # The sheet's key is random: the floor is plenty.
    locked = slot.close(sheet.hex(), msgspec.msgpack.encode(by_sheet), content.recovery_binding(), None, slot.FLOOR)
    content = msgspec.structs.replace(content, recovery=RecoverySlot(by_sheet.user, locked))
    return content, keys, recovery_sheet.printed(sheet)
