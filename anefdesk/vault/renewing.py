"""Another recovery sheet for an open desk, and how each member's entry catches up with it.

Used by ``keeping`` and ``vault``; an entry of before people signed gets its signing key in the same way. A lead
holds neither the key of the old sheet nor the keys of the others: the new sheet gives back labels and roles at once,
and each member's own keys from their next unlocking on. The public key of the new sheet is signed by this PC, so
that a changed file cannot have keys sealed to a stranger.
"""

from collections.abc import Iterable

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anefdesk.domain import ids
from anefdesk.domain.staff import Member, Role
from anefdesk.vault import members, recovery_sheet, seal, slot
from anefdesk.vault.keys import Secrets, new_signing_key
from anefdesk.vault.slot_file import MemberSlot, RecoverySlot, SlotFile


def new_sheet(content: SlotFile, lead: Secrets, known: Iterable[Member]) -> tuple[SlotFile, str]:
    """The file with the slot of a new sheet, and the key to print; the old sheet opens nothing any more."""
    escrow = seal.new_key()
    public = escrow.public()
    by_sheet = msgspec.structs.replace(
        lead,
        user=ids.new_user(),
        user_key=seal.new_key(),
        role=Role.LEAD.value,
        ends_on="",
        escrow_public=public,
        escrow_key=escrow,
        signing_key=b"",
    )
    signature = _signing(lead).sign(_signed(content, public))
    recovery = RecoverySlot(by_sheet.user, slot.Slot(slot.FLOOR, b"", b"", b""), "", public, signature)
    content = msgspec.structs.replace(content, recovery=recovery)
    key = recovery_sheet.new_key()
    locked = slot.close(key.hex(), msgspec.msgpack.encode(by_sheet), content.recovery_binding(), None, slot.FLOOR)
    content = msgspec.structs.replace(content, recovery=msgspec.structs.replace(recovery, slot=locked))
    for member in known:
        entry = content.member(member.user)
        if entry is not None:
            content = msgspec.structs.replace(content, members=content.with_entry(_announced(content, entry, member)))
    return content, recovery_sheet.printed(key)


def behind(content: SlotFile, keys: Secrets) -> bool:
    """Whether these keys were locked away before a sheet made by this PC since, or before people signed."""
    return not keys.signing_key or _sheet_is_new(content, keys)


def _sheet_is_new(content: SlotFile, keys: Secrets) -> bool:
    public = content.recovery.escrow_public
    if not public or public == keys.escrow_public:
        return False
    try:
        _signing(keys).public_key().verify(content.recovery.signature, _signed(content, public))
    except InvalidSignature:
        return False
    return True


def caught_up(
    content: SlotFile, entry: MemberSlot, keys: Secrets, passphrase: str, device_secret: bytes | None
) -> tuple[MemberSlot, Secrets]:
    """The entry and the keys of a member, who signs, under the sheet of today."""
    public = content.recovery.escrow_public if _sheet_is_new(content, keys) else keys.escrow_public
    signing_key = keys.signing_key or new_signing_key()
    renewed = msgspec.structs.replace(keys, escrow_public=public, signing_key=signing_key)
    binding = content.binding(entry.user)
    locked = slot.close(passphrase, msgspec.msgpack.encode(renewed), binding, device_secret, entry.slot.cost)
    kept = members.Kept(keys.user_key, keys.role, keys.ends_on, signing_key)
    sealed = members.kept_key(content, entry.user, kept, public)
    return msgspec.structs.replace(entry, slot=locked, kept_key=sealed), renewed


def _announced(content: SlotFile, entry: MemberSlot, member: Member) -> MemberSlot:
    """The entry of a member who has not unlocked since: the sheet gives back the label, the role and the end."""
    public = content.recovery.escrow_public
    kept = members.Kept(None, member.role.value, member.ends_on.isoformat() if member.ends_on else "")
    return msgspec.structs.replace(
        entry,
        kept_label=members.kept_label(content, entry.user, member.label, public),
        kept_key=members.kept_key(content, entry.user, kept, public),
    )


def _signing(keys: Secrets) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys.device_signing_key)


def _signed(content: SlotFile, public: bytes) -> bytes:
    return b"anefdesk/sheet/1\0" + content.device + public
