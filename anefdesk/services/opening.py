"""Creating and opening the desk of this PC: vault and database together.

Imported by the session when it first needs it, after the first window is painted: what is below is slow to load.
"""

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from keyring.backend import KeyringBackend

from anefdesk import paths
from anefdesk.domain.case import Centre
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.record import ObjectId, UserId
from anefdesk.domain.staff import Member, Role
from anefdesk.errors import AccessRefusedError, AnefdeskError, InputRefusedError, StorageError
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.services import members
from anefdesk.services.clock import Clock
from anefdesk.services.desk import Desk, lay_out
from anefdesk.services.sync import reserving
from anefdesk.services.sync.post import Signer
from anefdesk.services.sync.public_keys import public_of
from anefdesk.services.workplace import Privacy, Workplace, adding
from anefdesk.store.casekeys import DeviceKeys
from anefdesk.store.store import Store
from anefdesk.vault import seal, slot, slot_file
from anefdesk.vault.keyring_box import DeviceBox
from anefdesk.vault.keys import Unlocked
from anefdesk.vault.vault import Vault

if TYPE_CHECKING:
    from anefdesk.services.sync.organisation import Organisation
    from anefdesk.services.sync.post import Post

DATABASE = "casebook.db"
CHUNKS = "chunks"
UNFINISHED = "set-up.unfinished"
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


def device_keys(keys: Unlocked) -> DeviceKeys:
    """How this PC seals the keys of its own database."""
    public = keys.device_key.public()

    def wrap(clear: bytes, context: bytes) -> bytes:
        return seal.seal_to(public, clear, context)

    def unwrap(wrapped: bytes, context: bytes) -> bytes:
        return seal.open_sealed(keys.device_key, wrapped, context)

    return DeviceKeys(wrap, unwrap)


def signer_of(keys: Unlocked) -> Signer:
    """Who signs what sync sends, while they are here."""
    return Signer(keys.device, keys.device_signing_key, device_keys(keys).unwrap, keys.user, keys.signing_key)


def _privacy(keys: Unlocked) -> Privacy:
    public = keys.user_key.public()

    def close(clear: bytes, context: bytes) -> bytes:
        return seal.seal_to(public, clear, context)

    def reopen(sealed: bytes, context: bytes) -> bytes:
        return seal.open_sealed(keys.user_key, sealed, context)

    return Privacy(close, reopen)


def _workplace(means: Means, keys: Unlocked, store: Store, me: Member, post: "Post | None" = None) -> Workplace:
    return Workplace(
        store=store,
        chunks=ChunkFolder(means.home / CHUNKS),
        me=me,
        privacy=_privacy(keys),
        clock=means.clock,
        catalogue=means.catalogue,
        directory=post.directory if post else None,
    )


def open_desk(means: Means, keys: Unlocked, post: "Post | None" = None) -> OpenDesk:
    """Open the database for the member whose ``keys`` these are; ``post`` on a PC that belongs to an organisation.

    Raises:
        StorageError: as ``open_database``; ``store.training`` when a training store meets real keys or the reverse.
    """
    store = Store.open(means.home / DATABASE, keys.database_key, device_keys(keys))
    try:
        if store.training != means.training:
            raise StorageError("store.training")
        organisation = _organisation(store, post, keys) if post is not None else None
        record = members.records(store).get(keys.user)
        if record is not None and record.gone:  # an older copy of the slot file was put back
            raise AccessRefusedError("access.unknown_member")
        if record is not None:
            me = members.member_of(record)
            if me.ends_on is not None and me.ends_on < means.clock.today():  # of a PC that joined, its slot knows none
                raise AccessRefusedError("access.ended", on=record.ends_on)
        elif organisation is not None:
            me = _newcomer(organisation, keys)
        elif post is not None:  # of another organisation than the casebook: its word gives no role
            me = Member(keys.user, "", Role.RECEPTION, keys.ends_on)
        else:
            me = Member(keys.user, "", keys.role, keys.ends_on)
        workplace = _workplace(means, keys, store, me, post)
        with contextlib.suppress(StorageError):  # a full disk keeps nobody out: it is written next time
            members.give_public_key(workplace, keys, record)
            reserving.arrive(workplace)
    except BaseException:
        store.close()
        raise
    return OpenDesk(keys, workplace, lay_out(workplace, organisation))


def _newcomer(organisation: "Organisation", keys: Unlocked) -> Member:
    """Whose record has not come yet: the directory's word, for the vault of each PC calls its first person lead."""
    from anefdesk.services.sync.organisation import ROLES

    state = organisation.state()
    given = [role for role, said in ROLES.items() if state.may(keys.user, said, organisation.scope)]
    label = next((one.label for one in organisation.people() if one.mine), "")
    return Member(keys.user, label, given[-1] if given else Role.RECEPTION, keys.ends_on)


def in_organisation(here: OpenDesk, post: "Post") -> OpenDesk:
    """The same desk, of a centre that has just joined an organisation."""
    at = replace(here.workplace, directory=post.directory)
    return replace(here, workplace=at, desk=lay_out(at, _organisation(at.store, post, here.keys)))


def _organisation(store: Store, post: "Post", keys: Unlocked) -> "Organisation | None":
    from anefdesk.services.sync.organisation import Organisation
    from anefdesk.services.sync.post import of_casebook

    return Organisation(store, post, signer_of(keys)) if of_casebook(post.membership, store) else None


def reset_by_sheet(
    means: Means, vault: Vault, key_text: str, user: UserId, passphrase: str, *, passphrase_only: bool
) -> None:
    """Give a member a new passphrase by the printed sheet, under a new PC secret when the keyring lost the old one."""
    keys = vault.unlock_with_recovery(key_text)
    opened = open_desk(means, keys)
    try:
        lost = passphrase_only or not members.reset_unless_lost(opened.workplace, keys, vault, user, passphrase)
    finally:
        opened.close()
    if lost:
        vault.adopt_new_device_secret(
            keys, user, passphrase, now=means.clock.now(), passphrase_only=passphrase_only, cost=means.cost
        )


def unfinished(home: Path) -> bool:
    """Whether a set-up was cut short here: nobody has seen its recovery key and nothing was entered."""
    return (home / UNFINISHED).exists()


def found_desk(
    means: Means, *, centre: str, department: str, label: str, passphrase: str, passphrase_only: bool
) -> tuple[Vault, OpenDesk, str]:
    """Set this PC up: vault, database, centre and first lead. The text is the recovery key.

    A mark stands in the folder until all is there, so that a power cut in between is not taken for a desk.

    Raises:
        InputRefusedError: ``department.unknown``, label or passphrase.
        StorageError: disk or keyring; nothing is left behind.
    """
    if department not in means.catalogue.departments:
        raise InputRefusedError("department.unknown")
    if unfinished(means.home):
        _sweep(means.home)
    if (means.home / DATABASE).exists():
        raise StorageError("store.exists")
    if slot_file.exists(means.home):
        raise StorageError("vault.exists")
    vault: Vault | None = None
    opened: OpenDesk | None = None
    try:
        paths.private_folder(means.home / CHUNKS)
        (means.home / UNFINISHED).touch(mode=0o600)
        paths.settle(means.home)
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
        opened = _founded(means, keys, centre, department, label)
        (means.home / UNFINISHED).unlink()
        paths.settle(means.home)
    except (OSError, AnefdeskError) as error:
        if opened is not None:
            opened.close()
        if vault is not None and not passphrase_only:
            with contextlib.suppress(StorageError):
                DeviceBox(vault.device, means.backend).forget()
        _sweep(means.home)
        if isinstance(error, OSError):
            raise slot_file.trouble(error) from None
        raise
    return vault, opened, sheet


def _founded(means: Means, keys: Unlocked, centre: str, department: str, label: str) -> OpenDesk:
    store = Store.create(means.home / DATABASE, keys.database_key, device_keys(keys), training=means.training)
    me = Member(keys.user, label, Role.LEAD)
    workplace = _workplace(means, keys, store, me)
    record = Centre(id=ObjectId(store.centre), name=centre, department=department, training=means.training)
    try:
        workplace.record(
            adding(store.centre, record),
            adding(
                store.centre,
                members.record_of(keys.user, me, keys.user_key.public(), public_of(keys.signing_key)),
            ),
        )
    except BaseException:
        store.close()
        raise
    return OpenDesk(keys, workplace, lay_out(workplace))


def _sweep(home: Path) -> None:
    """Remove what a set-up that did not end left; its mark goes last."""
    for left in (*home.glob(DATABASE + "*"), *home.glob(_SLOT_FILES), home / UNFINISHED):
        with contextlib.suppress(OSError):
            left.unlink(missing_ok=True)
