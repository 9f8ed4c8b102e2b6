"""Creating and opening the desk of this PC: vault and database together.

Imported by the session when it first needs it, after the first window is painted: what is below is slow to load.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from keyring.backend import KeyringBackend

from anefdesk import paths
from anefdesk.domain.case import Centre, Staff
from anefdesk.domain.procedure import Catalogue
from anefdesk.domain.record import ObjectId, UserId
from anefdesk.domain.staff import Member, Role
from anefdesk.errors import AnefdeskError, StorageError
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.services.clock import Clock
from anefdesk.services.desk import Desk, lay_out
from anefdesk.services.workplace import Privacy, Workplace, adding
from anefdesk.store import reading
from anefdesk.store.casekeys import DeviceKeys
from anefdesk.store.store import Store
from anefdesk.vault import seal, slot
from anefdesk.vault.keys import Unlocked
from anefdesk.vault.vault import Vault

DATABASE = "casebook.db"
CHUNKS = "chunks"
_SLOT_FILES = "slots.*"


@dataclass(frozen=True)
class Means:
    """What a session opens with; ``backend`` and ``cost`` are the system's and calibrated when ``None``."""

    home: Path
    clock: Clock
    catalogue: Catalogue
    training: bool = False
    backend: KeyringBackend | None = None
    cost: slot.Cost | None = None


@dataclass(frozen=True)
class OpenDesk:
    """What unlocking gives: keys, workplace and services."""

    keys: Unlocked
    workplace: Workplace
    desk: Desk

    def close(self) -> None:
        """Let go of the database."""
        self.workplace.store.close()


def _device_keys(keys: Unlocked) -> DeviceKeys:
    public = keys.device_key.public()

    def wrap(clear: bytes, context: bytes) -> bytes:
        return seal.seal_to(public, clear, context)

    def unwrap(wrapped: bytes, context: bytes) -> bytes:
        return seal.open_sealed(keys.device_key, wrapped, context)

    return DeviceKeys(wrap, unwrap)


def _privacy(keys: Unlocked) -> Privacy:
    public = keys.user_key.public()

    def close(clear: bytes, context: bytes) -> bytes:
        return seal.seal_to(public, clear, context)

    def reopen(sealed: bytes, context: bytes) -> bytes:
        return seal.open_sealed(keys.user_key, sealed, context)

    return Privacy(close, reopen)


def staff(store: Store) -> Mapping[UserId, Staff]:
    """The members known to the database, gone ones too."""
    found = reading.things(store.connection, store.centre, Staff)
    return {UserId(bytes(member.id)): member for member in found}


def member_of(record: Staff) -> Member:
    """A member as screens know them."""
    ends_on = date.fromisoformat(record.ends_on) if record.ends_on else None
    return Member(UserId(bytes(record.id)), record.label, Role(record.role), ends_on)


def _workplace(means: Means, keys: Unlocked, store: Store, me: Member) -> Workplace:
    return Workplace(
        store=store,
        chunks=ChunkFolder(means.home / CHUNKS),
        me=me,
        privacy=_privacy(keys),
        clock=means.clock,
        catalogue=means.catalogue,
    )


def open_desk(means: Means, keys: Unlocked) -> OpenDesk:
    """Open the database for the member whose ``keys`` these are.

    Raises:
        StorageError: as ``open_database``; ``store.training`` when a training store meets real keys or the reverse.
    """
    store = Store.open(means.home / DATABASE, keys.database_key, _device_keys(keys))
    try:
        if store.training != means.training:
            raise StorageError("store.training")
        record = staff(store).get(keys.user)
        me = member_of(record) if record else Member(keys.user, "", keys.role, keys.ends_on)
        workplace = _workplace(means, keys, store, me)
    except BaseException:
        store.close()
        raise
    return OpenDesk(keys, workplace, lay_out(workplace))


def found_desk(
    means: Means, *, centre: str, department: str, label: str, passphrase: str, passphrase_only: bool
) -> tuple[Vault, OpenDesk, str]:
    """Set this PC up: vault, database, centre and first lead. The text is the recovery key.

    Raises:
        InputRefusedError: label or passphrase.
        StorageError: disk or keyring; nothing is left behind.
    """
    file = means.home / DATABASE
    if file.exists():
        raise StorageError("store.exists")
    vault, keys, sheet = Vault.create(
        means.home,
        label=label,
        passphrase=passphrase,
        now=means.clock.now(),
        passphrase_only=passphrase_only,
        training=means.training,
        cost=means.cost,
        backend=means.backend,
        monotonic=means.clock.monotonic,
    )
    try:
        paths.private_folder(means.home / CHUNKS)
        store = Store.create(file, keys.database_key, _device_keys(keys), training=means.training)
        me = Member(keys.user, label, Role.LEAD)
        workplace = _workplace(means, keys, store, me)
        workplace.record(
            adding(
                store.centre,
                Centre(id=ObjectId(store.centre), name=centre, department=department, training=means.training),
            ),
            adding(store.centre, _staff_record(keys.user, me, keys.user_key.public())),
        )
    except (OSError, AnefdeskError) as error:
        for left in (file, *means.home.glob(_SLOT_FILES), *means.home.glob(DATABASE + "-*")):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)
        raise error if isinstance(error, AnefdeskError) else StorageError("disk.write") from None
    return vault, OpenDesk(keys, workplace, lay_out(workplace)), sheet


def _staff_record(user: UserId, member: Member, public_key: bytes) -> Staff:
    return Staff(
        id=ObjectId(bytes(user)),
        label=member.label,
        role=member.role.value,
        ends_on=member.ends_on.isoformat() if member.ends_on else "",
        public_key=public_key,
    )


def add_member(opened: OpenDesk, vault: Vault, member: Member, passphrase: str, cost: slot.Cost | None) -> UserId:
    """Give a new member a slot and a record; ``member.user`` is ignored."""
    user = vault.add_member(
        opened.keys,
        label=member.label,
        role=member.role,
        passphrase=passphrase,
        ends_on=member.ends_on,
        cost=cost,
    )
    at = opened.workplace
    at.record(adding(at.store.centre, _staff_record(user, member, b"")))
    return user
