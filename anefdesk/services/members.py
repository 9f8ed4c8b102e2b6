"""The staff of this desk: who is here, who comes, who leaves, who gets a new passphrase.

Used by the session. A member is a slot of the vault and a record of the database; both change together.
"""

import dataclasses
from collections.abc import Mapping

from anefdesk.domain.case import Staff
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.record import ObjectId, UserId, differences
from anefdesk.domain.staff import Deed, Member, Role
from anefdesk.errors import AccessRefusedError, InputRefusedError, StorageError
from anefdesk.services.sync.public_keys import public_of
from anefdesk.services.workplace import Workplace, adding, setting
from anefdesk.store import reading
from anefdesk.store.store import Store
from anefdesk.vault import slot
from anefdesk.vault.keys import Unlocked
from anefdesk.vault.vault import Vault


def records(store: Store) -> Mapping[UserId, Staff]:
    """The members known to the database, gone ones too."""
    found = reading.things(store.connection, store.centre, Staff)
    return {UserId(bytes(member.id)): member for member in found}


def member_of(record: Staff) -> Member:
    """A member as screens know them; a role of a newer version gets the rights of reception."""
    role = next((role for role in Role if role.value == record.role), Role.RECEPTION)
    return Member(UserId(bytes(record.id)), record.label, role, day_of(record.ends_on))


def record_of(user: UserId, member: Member, public_key: bytes, signing_key: bytes = b"") -> Staff:
    """What the database keeps of a member."""
    return Staff(
        id=ObjectId(bytes(user)),
        label=member.label,
        role=member.role.value,
        ends_on=member.ends_on.isoformat() if member.ends_on else "",
        public_key=public_key,
        signing_key=signing_key,
    )


def present(store: Store) -> tuple[Member, ...]:
    """Everyone with an account here, by label."""
    here = (member_of(record) for record in records(store).values() if not record.gone)
    return tuple(sorted(here, key=lambda member: member.label.casefold()))


def give_public_key(at: Workplace, keys: Unlocked, record: Staff | None) -> None:
    """Write a member's public keys: only the member's own unlocking can tell them, or a reset change them."""
    if record is None or keys.by_recovery:
        return
    current = dataclasses.replace(record, public_key=keys.user_key.public(), signing_key=public_of(keys.signing_key))
    if current != record:
        at.record(setting(at.store.centre, current, differences(record, current)))


def known(store: Store, user: UserId) -> Staff:
    """The record of a member who is here.

    Raises:
        AccessRefusedError: ``access.unknown_member``.
    """
    record = records(store).get(user)
    if record is None or record.gone:
        raise AccessRefusedError("access.unknown_member")
    return record


def add(at: Workplace, keys: Unlocked, vault: Vault, member: Member, passphrase: str, cost: slot.Cost | None) -> UserId:
    """Give a new member a slot and a record; ``member.user`` is ignored. For leads.

    Raises:
        InputRefusedError: ``staff.end_past``, the label or the passphrase.
    """
    at.need(Deed.MANAGE_STAFF)
    if member.ends_on is not None and member.ends_on < at.clock.today():
        raise InputRefusedError("staff.end_past")
    user = vault.add_member(
        keys, label=member.label, role=member.role, passphrase=passphrase, ends_on=member.ends_on, cost=cost
    )
    try:
        at.record(adding(at.store.centre, record_of(user, member, b"")))
    except BaseException:
        vault.remove_member(keys, user)  # half a member would hold a label and appear in no list
        raise
    return user


def reset(at: Workplace, keys: Unlocked, vault: Vault, user: UserId, passphrase: str) -> bool:
    """Give a member a new passphrase; tells whether their sealed drafts and notes stay readable. For leads."""
    at.need(Deed.MANAGE_STAFF)
    member = member_of(known(at.store, user))
    return vault.reset_member(
        keys, user, label=member.label, role=member.role, passphrase=passphrase, ends_on=member.ends_on
    )


def reset_unless_lost(at: Workplace, keys: Unlocked, vault: Vault, user: UserId, passphrase: str) -> bool:
    """As ``reset``, with the printed sheet; false, and nothing changed, when the keyring lost the PC's secret."""
    try:
        reset(at, keys, vault, user, passphrase)
    except StorageError as error:
        if error.code not in {"keyring.lost", "keyring.changed"}:
            raise
        return False
    return True


def remove(at: Workplace, keys: Unlocked, vault: Vault, user: UserId) -> None:
    """End a member's access on this PC; what they wrote stays. For leads.

    The record goes last: while it stands, a removal cut short can be asked again.
    """
    at.need(Deed.MANAGE_STAFF)
    record = known(at.store, user)
    try:
        vault.remove_member(keys, user)
    except AccessRefusedError as error:
        if error.code != "access.unknown_member":
            raise
    gone = dataclasses.replace(record, gone=True)
    at.record(setting(at.store.centre, gone, differences(record, gone)))
