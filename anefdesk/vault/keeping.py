"""What an open vault does behind every door: keeps the slot file, asks the keyring, counts the tries.

Used by ``vault`` alone.
"""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from keyring.backend import KeyringBackend

from anefdesk.diagnostics import LOG
from anefdesk.errors import AccessRefusedError, StorageError
from anefdesk.vault import renewing, slot, slot_file, tries
from anefdesk.vault.keyring_box import DeviceBox
from anefdesk.vault.keys import Secrets
from anefdesk.vault.slot_file import MemberSlot, SlotFile
from anefdesk.vault.tries import Tries


class Keeping:
    """The slot file in memory and on disk, and the keyring entry that goes with it."""

    def __init__(
        self,
        home: Path,
        content: SlotFile,
        backend: KeyringBackend | None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.content = content
        self.box = DeviceBox(content.device, backend)
        self.warnings: list[str] = []
        self._home = home
        self._patience = tries.Patience(monotonic)
        self._remembered: tuple[Tries, ...] = ()

    @property
    def with_device(self) -> bool:
        """Whether the PC's secret is part of every member's lock."""
        return self.content.mode == slot_file.WITH_DEVICE

    def member(self, user: bytes) -> MemberSlot:
        """The member of that id.

        Raises:
            AccessRefusedError: ``access.unknown_member``.
        """
        entry = self.content.member(user)
        if entry is None:
            raise AccessRefusedError("access.unknown_member")
        return entry

    def warn(self, code: str) -> None:
        """Something to tell, once."""
        if code not in self.warnings:
            LOG.warning("%s", code)
            self.warnings.append(code)

    def device_secret(self) -> bytes | None:
        """The PC's secret, None in passphrase-only mode; never None because the keyring failed."""
        if not self.with_device:
            return None
        secret = self.box.secret(self.content.backend)
        version, self._remembered = self.box.remembered()
        if version > self.content.version:
            self.warn("vault.rolled_back")
            self.content = msgspec.structs.replace(self.content, version=version)
        return secret

    def device_secret_is_there(self) -> bool:
        """False only when it is known to be lost: a locked keyring is not a lost one."""
        try:
            return self.device_secret() is not None
        except StorageError as error:
            if error.code in {"keyring.lost", "keyring.changed"}:
                return False
            raise

    def carrier(self) -> bytes | None:
        """The key for carrying while locked; ``None`` without a keyring, or while it does not answer."""
        if not self.with_device:
            return None
        try:
            return self.box.carrier(self.content.backend)
        except StorageError as error:
            LOG.warning("no carrier key: %s", error.code)
            return None

    def usual_cost(self) -> slot.Cost:
        """What was calibrated on this PC."""
        costs = [one.slot.cost for one in self.content.members]
        return max(costs, key=lambda cost: cost.memory_kib * cost.passes, default=slot.WITHOUT_DEVICE)

    def save(self, **changed: Any) -> None:  # noqa: ANN401  fields of SlotFile
        """Keep the file with these fields changed, whole or not at all.

        Raises:
            StorageError: nothing changed, in memory either.
        """
        content = msgspec.structs.replace(self.content, **changed, version=self.content.version + 1)
        slot_file.save(self._home, content)
        self.content = content
        if self.with_device:
            self._remember(content.version)

    def catch_up(self, entry: MemberSlot, keys: Secrets, passphrase: str, device_secret: bytes | None) -> Secrets:
        """A member's keys as they should be by now, locked away so."""
        entry, renewed = renewing.caught_up(self.content, entry, keys, passphrase, device_secret)
        try:
            self.save(members=self.content.with_entry(entry))
        except StorageError:  # a full disk keeps nobody out: it is written next time, and nothing signed until then
            return msgspec.structs.replace(renewed, signing_key=keys.signing_key)
        return renewed

    def begin_try(self, user: bytes, now: datetime) -> None:
        """Count a try before it is made: ending the process does not uncount it.

        Raises:
            AccessRefusedError: ``access.wait`` with ``seconds``.
        """
        known = self._known(user)
        if seconds := self._patience.seconds_left(known, now):
            raise AccessRefusedError("access.wait", seconds=seconds)
        self._keep(user, Tries(known.user, known.count + 1, int(now.timestamp())))
        self._patience.failed(known.user)

    def end_tries(self, user: bytes) -> None:
        """The right passphrase was given."""
        self._keep(user, None)
        self._patience.forget(tries.key_of(user))

    def wrong(self, user: bytes) -> AccessRefusedError:
        """The error that tells how many free tries are left."""
        return AccessRefusedError("access.wrong_passphrase", left=max(0, tries.FREE - self._known(user).count))

    def tries_without(self, user: bytes) -> tuple[Tries, ...]:
        """The counts, once this member starts afresh."""
        key = tries.key_of(user)
        self._remembered = tuple(one for one in self._remembered if one.user != key)
        self._patience.forget(key)
        return tuple(one for one in self.content.tries if one.user != key)

    def _known(self, user: bytes) -> Tries:
        key = tries.key_of(user)
        return tries.merged(self.content.tries, self._remembered).get(key, Tries(key, 0, 0))

    def _keep(self, user: bytes, counted: Tries | None) -> None:
        """Write a count; a full disk must not keep people out, so the keyring and memory then hold it."""
        others = self.tries_without(user) if counted is None else self._others(user)
        kept = others if counted is None else (*others, counted)
        try:
            self.save(tries=kept)
        except StorageError as error:
            LOG.warning("tries not written: %s", error.code)
            self.content = msgspec.structs.replace(self.content, tries=kept)
            if self.with_device:
                self._remember(self.content.version)

    def _others(self, user: bytes) -> tuple[Tries, ...]:
        key = tries.key_of(user)
        return tuple(one for one in self.content.tries if one.user != key)

    def _remember(self, version: int) -> None:
        held = tuple(tries.merged(self.content.tries, self._remembered).values())
        try:
            self.box.remember(version, held)
        except StorageError as error:
            LOG.warning("keyring state not written: %s", error.code)
