"""One member's entry in the slot file: the lock, the tile of the lock screen, what the recovery sheet gives back.

Used by ``vault``. In passphrase-only mode nothing seals labels: an entry is found by a slow hash of the
label typed, so whoever holds the file can still guess labels, a few a second. Choose no telling one there.
"""

import secrets
import unicodedata
from datetime import date

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from anefdesk.domain.record import UserId
from anefdesk.domain.staff import Role
from anefdesk.errors import InputRefusedError
from anefdesk.vault import seal, slot
from anefdesk.vault.keys import Secrets, new_signing_key
from anefdesk.vault.slot_file import MemberSlot, SlotFile

_LABEL_AT_MOST = 40
_TAG_BYTES = 16


class Tile(msgspec.Struct, frozen=True):
    """What the lock screen shows of a member; the role in it gives no right."""

    user: UserId
    label: str
    role: Role
    ends_on: date | None
    must_reset: bool


class _TileContent(msgspec.Struct, frozen=True, array_like=True):
    label: str
    role: Role
    ends_on: date | None


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """What the recovery sheet gives back of a member who forgot the passphrase."""

    user_key: seal.PrivateKey | None  # None: a new sheet was made and the member has not unlocked since
    role: str
    ends_on: str
    signing_key: bytes = b""  # empty as the other, or kept before people signed


def checked_label(label: str) -> str:
    """The label, tidied.

    Raises:
        InputRefusedError: ``vault.label_empty``, ``vault.label_long`` or ``vault.label_letters``.
    """
    tidy = " ".join(unicodedata.normalize("NFC", label).split())
    if not tidy:
        raise InputRefusedError("vault.label_empty")
    if len(tidy) > _LABEL_AT_MOST:
        raise InputRefusedError("vault.label_long", limit=_LABEL_AT_MOST)
    if any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"} for letter in tidy):
        raise InputRefusedError("vault.label_letters")
    return tidy


def folded(label: str) -> str:
    """Labels that fold alike are the same label."""
    return " ".join(unicodedata.normalize("NFKC", label).casefold().split())


def label_tag(content: SlotFile, label: str) -> bytes:
    """How a typed label is found in passphrase-only mode."""
    return slot.stretch(folded(label).encode("utf-8", "surrogatepass"), content.salt, slot.FLOOR)[:_TAG_BYTES]


def enclosed(
    content: SlotFile, keys: Secrets, label: str, passphrase: str, device_secret: bytes | None, cost: slot.Cost
) -> MemberSlot:
    """A new entry for the member whose keys these are."""
    locked = slot.close(passphrase, msgspec.msgpack.encode(keys), content.binding(keys.user), device_secret, cost)
    kept = Kept(keys.user_key, keys.role, keys.ends_on, keys.signing_key)
    entry = MemberSlot(
        user=keys.user,
        slot=locked,
        tile=b"",
        label_tag=b"",
        kept_label=b"",
        kept_key=kept_key(content, keys.user, kept, keys.escrow_public),
    )
    ends_on = date.fromisoformat(keys.ends_on) if keys.ends_on else None
    return labelled(content, entry, label, Role(keys.role), ends_on, keys.escrow_public, device_secret)


def labelled(
    content: SlotFile,
    entry: MemberSlot,
    label: str,
    role: Role,
    ends_on: date | None,
    escrow_public: bytes,
    device_secret: bytes | None,
) -> MemberSlot:
    """The entry under another label, or under another PC secret."""
    if device_secret is None:
        tile, tag = b"", label_tag(content, label)
    else:
        nonce = secrets.token_bytes(slot.NONCE_BYTES)
        shown = msgspec.msgpack.encode(_TileContent(label, role, ends_on))
        tile = nonce + _tile_seal(content, device_secret).encrypt(nonce, shown, content.device + entry.user)
        tag = b""
    kept = kept_label(content, entry.user, label, escrow_public)
    return msgspec.structs.replace(entry, tile=tile, label_tag=tag, kept_label=kept)


def tile_of(content: SlotFile, entry: MemberSlot, device_secret: bytes) -> Tile | None:
    """The tile of an entry, None if it was damaged."""
    nonce, sealed = entry.tile[: slot.NONCE_BYTES], entry.tile[slot.NONCE_BYTES :]
    try:
        opened = _tile_seal(content, device_secret).decrypt(nonce, sealed, content.device + entry.user)
        shown = msgspec.msgpack.decode(opened, type=_TileContent)
    except (InvalidTag, ValueError, msgspec.MsgspecError):
        return None
    return Tile(UserId(entry.user), shown.label, shown.role, shown.ends_on, entry.must_reset)


def named(content: SlotFile, label: str, device_secret: bytes | None) -> MemberSlot | None:
    """The entry of a label, however it is typed."""
    if device_secret is None:
        tag = label_tag(content, label)
        return next((one for one in content.members if one.label_tag == tag), None)
    for one in content.members:
        tile = tile_of(content, one, device_secret)
        if tile is not None and folded(tile.label) == folded(label):
            return one
    return None


def kept_label(content: SlotFile, user: bytes, label: str, escrow_public: bytes) -> bytes:
    """The label, sealed to the recovery sheet."""
    return seal.seal_to(escrow_public, label.encode(), _context(b"label", content, user))


def kept_key(content: SlotFile, user: bytes, kept: Kept, escrow_public: bytes) -> bytes:
    """The keys, sealed to the recovery sheet."""
    return seal.seal_to(escrow_public, msgspec.msgpack.encode(kept), _context(b"key", content, user))


def kept_of(content: SlotFile, entry: MemberSlot, escrow_key: seal.PrivateKey) -> tuple[str, Kept]:
    """The label and the keys that the recovery sheet gives back."""
    label = seal.open_sealed(escrow_key, entry.kept_label, _context(b"label", content, entry.user))
    kept = seal.open_sealed(escrow_key, entry.kept_key, _context(b"key", content, entry.user))
    return label.decode(), msgspec.msgpack.decode(kept, type=Kept)


def carried_over(
    content: SlotFile,
    by_sheet: Secrets,
    escrow_key: seal.PrivateKey,
    chosen: MemberSlot,
    passphrase: str,
    device_secret: bytes | None,
    cost: slot.Cost,
) -> tuple[MemberSlot, ...]:
    """Every entry under a new PC secret: ``chosen`` opens with the passphrase, the others wait for a reset."""
    renewed = []
    for entry in content.members:
        label, kept = kept_of(content, entry, escrow_key)
        keys = msgspec.structs.replace(
            by_sheet,
            user=entry.user,
            user_key=kept.user_key or seal.new_key(),
            role=kept.role,
            ends_on=kept.ends_on,
            escrow_key=None,
            signing_key=kept.signing_key or new_signing_key(),
        )
        if entry.user == chosen.user:
            renewed.append(enclosed(content, keys, label, passphrase, device_secret, cost))
            continue
        ends_on = date.fromisoformat(kept.ends_on) if kept.ends_on else None
        shown = labelled(content, entry, label, Role(kept.role), ends_on, keys.escrow_public, device_secret)
        renewed.append(msgspec.structs.replace(shown, must_reset=True))
    return tuple(renewed)


def _tile_seal(content: SlotFile, device_secret: bytes) -> AESGCMSIV:
    return AESGCMSIV(slot.expand(device_secret, content.device, b"anefdesk/tile/1"))


def _context(what: bytes, content: SlotFile, user: bytes) -> bytes:
    return b"anefdesk/kept/1/" + what + b"\0" + content.device + user
