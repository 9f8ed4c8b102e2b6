"""The vault of one PC: who may open the desk, with which passphrase, and what opens for them.

Used by the session service. It never decides to do without the keyring and never makes a clear database:
what is missing is said, and the recovery sheet is the way back.
"""

import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import msgspec
from keyring.backend import KeyringBackend

from anefdesk import paths
from anefdesk.domain import ids
from anefdesk.domain.record import UserId
from anefdesk.domain.staff import Member, Role
from anefdesk.errors import AccessRefusedError, InputRefusedError, StorageError
from anefdesk.vault import founding, members, recovery_sheet, renewing, seal, slot, slot_file
from anefdesk.vault import passphrase as wording
from anefdesk.vault.keeping import Keeping
from anefdesk.vault.keyring_box import DeviceBox
from anefdesk.vault.keys import Unlocked, new_signing_key, read_secrets
from anefdesk.vault.members import Tile

_UNKNOWN_LABEL = bytes(16)  # tries on labels that nobody has


class Vault:
    """The open slot file of a data folder. Make one with :meth:`create` or :meth:`open`."""

    def __init__(self, keeping: Keeping, *, repaired: bool = False) -> None:
        self._kept = keeping
        self.repaired = repaired  # a damaged or missing copy was written again

    @classmethod
    def create(
        cls,
        home: Path,
        *,
        label: str,
        passphrase: str,
        now: datetime,
        passphrase_only: bool = False,
        training: bool = False,
        cost: slot.Cost | None = None,
        backend: KeyringBackend | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> tuple["Vault", Unlocked, str]:
        """A new vault with its first member, a lead; the text is the recovery key to print.

        The cost of a guess is calibrated on this PC unless given; ``passphrase_only`` is the explicit choice of
        doing without a keyring; ``training`` is bound into every seal.

        Raises:
            StorageError: ``vault.exists``, ``keyring.*`` or a writing error; nothing is left behind.
            InputRefusedError: the label or the passphrase.
        """
        if slot_file.exists(home):
            raise StorageError("vault.exists")
        label = members.checked_label(label)
        wording.check(passphrase, label)
        backend_name = "" if passphrase_only else DeviceBox(b"", backend).backend_name()
        content, keys, sheet = founding.founded(backend=backend_name, training=training, now=now)
        cost = cost or slot.calibrate(slot.WITHOUT_DEVICE if passphrase_only else slot.WITH_DEVICE)
        kept = Keeping(home, content, backend, monotonic)
        device_secret = None if passphrase_only else kept.box.create()
        try:
            try:
                paths.private_folder(home)
            except OSError as error:
                raise slot_file.trouble(error) from None
            kept.save(members=(members.enclosed(content, keys, label, passphrase, device_secret, cost),))
        except StorageError:
            if not passphrase_only:
                kept.box.forget()
            raise
        return cls(kept), Unlocked(keys), sheet

    @classmethod
    def open(
        cls,
        home: Path,
        *,
        backend: KeyringBackend | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> "Vault":
        """Read the slot file; the keyring is not asked yet, so that the recovery sheet works without it.

        Raises:
            StorageError: ``vault.missing``, ``vault.damaged``, ``vault.newer``, ``vault.unreadable``.
        """
        content, repaired = slot_file.load(home)
        return cls(Keeping(home, content, backend, monotonic), repaired=repaired)

    @property
    def training(self) -> bool:
        """Whether this is the training centre."""
        return self._kept.content.training

    @property
    def passphrase_only(self) -> bool:
        """Whether this PC was set up without a keyring, to be shown."""
        return not self._kept.with_device

    @property
    def mode_since(self) -> datetime:
        """When the mode was chosen."""
        return datetime.fromisoformat(self._kept.content.mode_since)

    @property
    def keyring_name(self) -> str:
        """The keyring this vault expects; empty in passphrase-only mode."""
        return self._kept.content.backend

    @property
    def device(self) -> bytes:
        """The id of this PC."""
        return self._kept.content.device

    @property
    def rehearsed_on(self) -> date | None:
        """When the recovery sheet was last tried."""
        day = self._kept.content.recovery.rehearsed_on
        return date.fromisoformat(day) if day else None

    @property
    def warnings(self) -> tuple[str, ...]:
        """``vault.rolled_back``, ``vault.tile_damaged``: told, not fatal."""
        return tuple(self._kept.warnings)

    def carrier(self) -> bytes | None:
        """This PC's Ed25519 key to carry with while locked, made on first demand; ``None`` if no keyring answers."""
        return self._kept.carrier()

    def tiles(self) -> tuple[Tile, ...]:
        """Members in the order of their labels; none in passphrase-only mode, where labels are typed.

        Raises:
            StorageError: ``keyring.*``.
        """
        device_secret = self._kept.device_secret()
        if device_secret is None:
            return ()
        shown = [members.tile_of(self._kept.content, one, device_secret) for one in self._kept.content.members]
        if None in shown:
            self._kept.warn("vault.tile_damaged")
        return tuple(sorted((tile for tile in shown if tile), key=lambda tile: members.folded(tile.label)))

    def unlock(self, user: UserId, passphrase: str, *, today: date, now: datetime) -> Unlocked:
        """The keys of a member.

        Raises:
            AccessRefusedError: ``access.wrong_passphrase`` with the free tries ``left``, ``access.wait``
                with ``seconds``, ``access.ended`` with its date ``on``, ``access.must_reset``,
                ``access.unknown_member``.
            StorageError: ``keyring.*``, ``vault.weak_slot``, ``vault.damaged``.
        """
        entry = self._kept.member(user)
        if entry.must_reset:
            raise AccessRefusedError("access.must_reset")
        device_secret = self._kept.device_secret()
        self._kept.begin_try(user, now)
        content = slot.reopen(passphrase, entry.slot, self._kept.content.binding(user), device_secret)
        if content is None:
            raise self._kept.wrong(user)
        keys = read_secrets(content, user, self.device)
        self._kept.end_tries(user)
        if keys.ends_on and today > date.fromisoformat(keys.ends_on):
            raise AccessRefusedError("access.ended", on=keys.ends_on)
        if renewing.behind(self._kept.content, keys):
            keys = self._kept.catch_up(entry, keys, passphrase, device_secret)
        return Unlocked(keys)

    def unlock_by_label(self, label: str, passphrase: str, *, today: date, now: datetime) -> Unlocked:
        """Like :meth:`unlock`, for a typed label; an unknown label is answered like a wrong passphrase."""
        entry = members.named(self._kept.content, label, self._kept.device_secret())
        if entry is not None:
            return self.unlock(UserId(entry.user), passphrase, today=today, now=now)
        self._kept.begin_try(_UNKNOWN_LABEL, now)
        slot.stretch(slot.typed(passphrase), self._kept.content.salt, self._kept.usual_cost())
        raise self._kept.wrong(_UNKNOWN_LABEL)

    def unlock_with_recovery(self, key_text: str) -> Unlocked:
        """The keys by the printed sheet, with the rights of a lead; the keyring is not needed.

        Raises:
            InputRefusedError: ``recovery.typo``, ``recovery.length``.
            AccessRefusedError: ``access.wrong_recovery``: well typed, but the sheet of another PC.
        """
        sheet = recovery_sheet.read(key_text)
        recovery = self._kept.content.recovery
        content = slot.reopen(sheet.hex(), recovery.slot, self._kept.content.recovery_binding(), None)
        if content is None:
            raise AccessRefusedError("access.wrong_recovery")
        return Unlocked(read_secrets(content, recovery.user, self.device))

    def rehearse_recovery(self, key_text: str, today: date) -> None:
        """Try the printed sheet, keep nothing of it but the date. Raises like :meth:`unlock_with_recovery`."""
        self.unlock_with_recovery(key_text)
        recovery = msgspec.structs.replace(self._kept.content.recovery, rehearsed_on=today.isoformat())
        self._kept.save(recovery=recovery)

    def renew_sheet(
        self, by: Unlocked, passphrase: str, known: Sequence[Member], *, today: date, now: datetime
    ) -> tuple[Unlocked, str]:
        """Another recovery sheet, never tried yet, by a lead who types their passphrase; the old one ends.

        ``known`` names the members; the sheet gives back the key of each from their next unlocking on.

        Returns:
            The lead's keys from now on, and the recovery key to print. Raises like :meth:`unlock`.
        """
        self._need_lead(by)
        if by.by_recovery:
            raise AccessRefusedError("access.role")
        keys = self.unlock(by.user, passphrase, today=today, now=now).secrets()
        content, printed = renewing.new_sheet(self._kept.content, keys, known)
        entry = content.member(by.user) or self._kept.member(by.user)
        mine, keys = renewing.caught_up(content, entry, keys, passphrase, self._kept.device_secret())
        self._kept.save(members=content.with_entry(mine), recovery=content.recovery)
        return Unlocked(keys), printed

    def add_member(
        self,
        by: Unlocked,
        *,
        label: str,
        role: Role,
        passphrase: str,
        ends_on: date | None = None,
        cost: slot.Cost | None = None,
    ) -> UserId:
        """A new member, who types their own passphrase while a lead is unlocked.

        Raises:
            AccessRefusedError: ``access.role``: only a lead, or the recovery sheet, may.
            InputRefusedError: the passphrase, or the label (``vault.label_taken`` among others).
        """
        self._need_lead(by)
        label = self._free_label(label, None)
        wording.check(passphrase, label)
        keys = msgspec.structs.replace(
            by.secrets(),
            user=ids.new_user(),
            user_key=seal.new_key(),
            role=role.value,
            ends_on=ends_on.isoformat() if ends_on else "",
            escrow_key=None,
            signing_key=new_signing_key(),
        )
        entry = members.enclosed(
            self._kept.content, keys, label, passphrase, self._kept.device_secret(), cost or self._kept.usual_cost()
        )
        self._kept.save(members=(*self._kept.content.members, entry))
        return UserId(keys.user)

    def change_passphrase(
        self, user: UserId, old: str, new: str, *, label: str, today: date, now: datetime
    ) -> Unlocked:
        """Give a member another passphrase, by themself. Raises like :meth:`unlock` and for a weak one."""
        self._kept.member(user)
        wording.check(new, label)
        unlocked = self.unlock(user, old, today=today, now=now)
        entry = self._kept.member(user)
        content = msgspec.msgpack.encode(unlocked.secrets())
        binding = self._kept.content.binding(user)
        locked = slot.close(new, content, binding, self._kept.device_secret(), entry.slot.cost)
        self._kept.save(members=self._kept.content.with_entry(msgspec.structs.replace(entry, slot=locked)))
        return unlocked

    def reset_member(
        self,
        by: Unlocked,
        user: UserId,
        *,
        label: str,
        role: Role,
        passphrase: str,
        ends_on: date | None = None,
    ) -> bool:
        """A new passphrase (and role, and end date) for a member who lost theirs.

        Returns:
            Whether the member's own keys were kept: only the recovery sheet can. Otherwise drafts and private
            notes sealed before stay closed, and they sign with another key; say so before.
        """
        self._need_lead(by)
        entry = self._kept.member(user)
        label = self._free_label(label, user)
        wording.check(passphrase, label)
        escrow = by.secrets().escrow_key
        kept = members.kept_of(self._kept.content, entry, escrow)[1] if escrow else members.Kept(None, "", "")
        keys = msgspec.structs.replace(
            by.secrets(),
            user=user,
            user_key=kept.user_key or seal.new_key(),
            role=role.value,
            ends_on=ends_on.isoformat() if ends_on else "",
            escrow_key=None,
            signing_key=kept.signing_key or new_signing_key(),
        )
        fresh = members.enclosed(
            self._kept.content, keys, label, passphrase, self._kept.device_secret(), self._kept.usual_cost()
        )
        self._kept.save(members=self._kept.content.with_entry(fresh), tries=self._kept.tries_without(user))
        return kept.user_key is not None

    def remove_member(self, by: Unlocked, user: UserId) -> None:
        """End a member's access on this PC. Older copies of the file still open with the old passphrase.

        Raises:
            AccessRefusedError: ``access.role``, ``access.unknown_member``.
            InputRefusedError: ``vault.remove_self``.
        """
        self._need_lead(by)
        if user == by.user:
            raise InputRefusedError("vault.remove_self")
        entry = self._kept.member(user)
        left = tuple(one for one in self._kept.content.members if one is not entry)
        self._kept.save(members=left, tries=self._kept.tries_without(user))

    def rename(self, by: Unlocked, user: UserId, label: str) -> None:
        """Another label for oneself, or for anybody by a lead.

        Raises:
            AccessRefusedError: ``access.role``, ``access.unknown_member``.
            InputRefusedError: the label.
        """
        if user != by.user:
            self._need_lead(by)
        content, entry = self._kept.content, self._kept.member(user)
        label = self._free_label(label, user)
        secret = self._kept.device_secret()
        tile = members.tile_of(content, entry, secret) if secret else None
        role, ends_on = (tile.role, tile.ends_on) if tile else (Role.RECEPTION, None)
        escrow_public = by.secrets().escrow_public
        renamed = members.labelled(content, entry, label, role, ends_on, escrow_public, secret)
        self._kept.save(members=self._kept.content.with_entry(renamed))

    def adopt_new_device_secret(
        self,
        by: Unlocked,
        user: UserId,
        passphrase: str,
        *,
        now: datetime,
        passphrase_only: bool = False,
        cost: slot.Cost | None = None,
    ) -> None:
        """After the loss of the keyring: a new secret, or the explicit choice of doing without.

        The member ``user`` gets a new passphrase and keeps their key; the others keep label and key, and must be
        reset, best before the sheet is put away.

        Raises:
            AccessRefusedError: ``access.recovery_needed``.
            InputRefusedError: ``vault.device_secret_present``: nothing was lost.
            StorageError: ``keyring.*``, or a writing error.
        """
        escrow = by.secrets().escrow_key
        if escrow is None or by.device != self.device:
            raise AccessRefusedError("access.recovery_needed")
        chosen = self._kept.member(user)
        wording.check(passphrase, members.kept_of(self._kept.content, chosen, escrow)[0])
        if not passphrase_only and self._kept.device_secret_is_there():
            raise InputRefusedError("vault.device_secret_present")
        content = msgspec.structs.replace(
            self._kept.content,
            mode=slot_file.PASSPHRASE_ONLY if passphrase_only else slot_file.WITH_DEVICE,
            mode_since=now.isoformat(timespec="seconds"),
            backend="" if passphrase_only else self._kept.box.backend_name(),
        )
        device_secret = None if passphrase_only else self._kept.box.create()
        cost = cost or slot.calibrate(slot.WITHOUT_DEVICE if passphrase_only else slot.WITH_DEVICE)
        renewed = members.carried_over(content, by.secrets(), escrow, chosen, passphrase, device_secret, cost)
        self._kept.save(
            members=renewed,
            mode=content.mode,
            mode_since=content.mode_since,
            backend=content.backend,
            tries=self._kept.tries_without(user),
        )

    def _need_lead(self, by: Unlocked) -> None:
        """A lead of this desk who still has a slot, or the sheet."""
        known = by.by_recovery or self._kept.content.member(by.user) is not None
        if by.device != self.device or by.role is not Role.LEAD or not known:
            raise AccessRefusedError("access.role")

    def _free_label(self, label: str, user: UserId | None) -> str:
        label = members.checked_label(label)
        holder = members.named(self._kept.content, label, self._kept.device_secret())
        if holder is not None and holder.user != user:
            raise InputRefusedError("vault.label_taken")
        return label
