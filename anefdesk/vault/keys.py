"""What an unlocked member holds: the database key, their own keys, this PC's keys.

Made by the vault, carried by services while the desk is open, shown by nothing.
"""

from datetime import date
from typing import Any, NoReturn

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anefdesk.domain.record import UserId
from anefdesk.domain.staff import Role
from anefdesk.errors import StorageError
from anefdesk.vault.seal import PrivateKey


class Secrets(msgspec.Struct, frozen=True, array_like=True):
    """Content of a slot. Fields are positional on disk: only ever add at the end, with a default."""

    database_key: bytes  # 32 random bytes, the raw SQLCipher key of this PC
    user: bytes
    user_key: PrivateKey
    device: bytes
    device_signing_key: bytes  # Ed25519, raw
    device_key: PrivateKey
    escrow_public: bytes  # what the recovery sheet can open
    role: str
    ends_on: str = ""
    escrow_key: PrivateKey | None = None  # in the recovery slot alone
    signing_key: bytes = b""  # this person's Ed25519, raw; the recovery slot has none: a sheet signs for nobody

    def __repr__(self) -> str:
        return "Secrets(…)"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return []


def new_signing_key() -> bytes:
    """A new Ed25519 private key, raw."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def read_secrets(content: bytes, user: bytes, device: bytes) -> Secrets:
    """The content of a slot, checked to be of this member and this PC.

    Raises:
        StorageError: ``vault.newer`` or ``vault.damaged``.
    """
    try:
        keys = msgspec.msgpack.decode(content, type=Secrets)
    except msgspec.MsgspecError:
        raise StorageError("vault.newer") from None
    if keys.user != user or keys.device != device:
        raise StorageError("vault.damaged")
    return keys


class Unlocked:
    """The keys of the member who has just unlocked. Drop every reference at lock.

    Python cannot wipe memory: dropping is all that is promised.
    """

    __slots__ = ("_secrets",)

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def __repr__(self) -> str:
        return "Unlocked(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("keys are not pickled")

    @property
    def database_key(self) -> bytes:
        """The raw key of this PC's database, 32 bytes."""
        return self._secrets.database_key

    @property
    def user(self) -> UserId:
        """Who unlocked; the recovery sheet has an id of its own."""
        return UserId(self._secrets.user)

    @property
    def user_key(self) -> PrivateKey:
        """Opens this person's drafts and private notes."""
        return self._secrets.user_key

    @property
    def signing_key(self) -> bytes:
        """This person's Ed25519 private key, raw; empty when the recovery sheet opened this."""
        return self._secrets.signing_key

    @property
    def device(self) -> bytes:
        """The id of this PC, 16 bytes."""
        return self._secrets.device

    @property
    def device_signing_key(self) -> bytes:
        """This PC's Ed25519 private key, raw."""
        return self._secrets.device_signing_key

    @property
    def device_key(self) -> PrivateKey:
        """Opens what is sealed to this PC."""
        return self._secrets.device_key

    @property
    def role(self) -> Role:
        """The role sealed in the slot: what the vault itself goes by; deeds on files go by the member's record."""
        return Role(self._secrets.role)

    @property
    def ends_on(self) -> date | None:
        """Last day of a volunteer's account."""
        return date.fromisoformat(self._secrets.ends_on) if self._secrets.ends_on else None

    @property
    def by_recovery(self) -> bool:
        """Whether the recovery sheet opened this, rather than a member's passphrase."""
        return self._secrets.escrow_key is not None

    def secrets(self) -> Secrets:
        """The whole content, for the vault's own modules."""
        return self._secrets
