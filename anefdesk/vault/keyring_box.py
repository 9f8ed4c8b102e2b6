"""The PC's own secret in the keyring of the operating system: one factor of every slot, never the only holder.

Used by ``vault``. The backend is named for each platform, so that a frozen build finds it and no
configuration file can put a clear-text keyring in its place.
"""

import base64
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError, PasswordDeleteError

from anefdesk.errors import StorageError
from anefdesk.vault.tries import Tries

if sys.platform == "win32":
    from keyring.backends.Windows import WinVaultKeyring as SystemKeyring
    from win32ctypes.pywin32 import pywintypes

    _SYSTEM_NAME = "Windows.WinVaultKeyring"
    _TROUBLES = (OSError, pywintypes.error)
elif sys.platform == "darwin":
    from keyring.backends.macOS import Keyring as SystemKeyring

    _SYSTEM_NAME = "macOS.Keyring"
    _TROUBLES = (OSError,)
else:
    import secretstorage
    from jeepney import DBusErrorResponse  # type: ignore[import-untyped]
    from keyring.backends.SecretService import Keyring
    from secretstorage.exceptions import PromptDismissedException, SecretStorageException

    _SYSTEM_NAME = "SecretService.Keyring"
    _TROUBLES = (OSError, SecretStorageException, DBusErrorResponse)

    class SystemKeyring(Keyring):
        """The Secret Service, without the connection its own class leaves open while the keyring is locked."""

        def get_preferred_collection(self) -> secretstorage.Collection:
            """The default collection, unlocked if the desktop agrees."""
            bus = secretstorage.dbus_init()
            try:
                collection = secretstorage.get_default_collection(bus)
                if collection.is_locked():
                    collection.unlock()
                    if collection.is_locked():
                        raise KeyringLocked("still locked")
            except PromptDismissedException:
                bus.close()
                raise KeyringLocked("prompt dismissed") from None
            except BaseException:
                bus.close()
                raise
            return collection


SERVICE = "anefdesk"
SECRET_BYTES = 32
_TRIES_KEPT = 40  # Windows keeps 1,280 characters an entry


class DeviceBox:
    """The secret of one PC, and the memory of tries and versions that a restored slot file would lose."""

    def __init__(self, device: bytes, backend: KeyringBackend | None = None) -> None:
        self._name = device.hex()
        self._given = backend

    def backend_name(self) -> str:
        """Which keyring answers, e.g. ``SecretService.Keyring``.

        Raises:
            StorageError: ``keyring.absent``.
        """
        kind = type(self._backend())
        if self._given is None:
            return _SYSTEM_NAME
        return f"{kind.__module__.rpartition('.')[2]}.{kind.__qualname__}"

    def create(self) -> bytes:
        """A new secret, kept and read back before anything depends on it."""
        return self._made(self._name)

    def secret(self, expected_backend: str) -> bytes:
        """The secret of this PC.

        Raises:
            StorageError: ``keyring.absent``, ``keyring.locked``, ``keyring.changed``, ``keyring.lost`` or
                ``keyring.failed``. None of them is a reason to do without.
        """
        secret = self._kept(self._name, expected_backend)
        if secret is None:
            raise StorageError("keyring.lost")
        return secret

    def carrier(self, expected_backend: str) -> bytes:
        """The key this PC carries with while locked: made on first demand, and anew if it was lost.

        Raises:
            StorageError: as ``secret``, but for ``keyring.lost``.
        """
        name = self._name + "/carrier"
        return self._kept(name, expected_backend) or self._made(name)

    def remembered(self) -> tuple[int, tuple[Tries, ...]]:
        """The last version of the slot file and the wrong tries it knows; nothing if unreadable."""
        version, tries = 0, []
        for part in (self._read(self._name + "/state") or "").split(";"):
            try:
                if part.startswith("v"):
                    version = int(part[1:])
                elif part:
                    user, count, last = part.split(":")
                    tries.append(Tries(bytes.fromhex(user), int(count), int(last)))
            except ValueError:
                continue
        return version, tuple(tries)

    def remember(self, version: int, tries: tuple[Tries, ...]) -> None:
        """Keep the version and the severest tries."""
        severest = sorted(tries, key=lambda one: -one.count)[:_TRIES_KEPT]
        text = ";".join([f"v{version}", *(f"{one.user.hex()}:{one.count}:{one.last}" for one in severest)])
        backend = self._backend()
        with _sorted_troubles():
            backend.set_password(SERVICE, self._name + "/state", text)

    def forget(self) -> None:
        """Remove what this PC kept; for a creation that failed half-way and for the training centre."""
        backend = self._backend()
        for name in (self._name, self._name + "/state", self._name + "/carrier"):
            with _sorted_troubles():
                try:
                    backend.delete_password(SERVICE, name)
                except PasswordDeleteError:
                    continue

    def _made(self, name: str) -> bytes:
        """32 random bytes, kept and read back."""
        secret = secrets.token_bytes(SECRET_BYTES)
        backend = self._backend()
        with _sorted_troubles():
            backend.set_password(SERVICE, name, base64.b64encode(secret).decode())
        if self._read(name) != base64.b64encode(secret).decode():
            raise StorageError("keyring.failed")
        return secret

    def _kept(self, name: str, expected_backend: str) -> bytes | None:
        found = self.backend_name()
        if found != expected_backend:
            raise StorageError("keyring.changed", expected=expected_backend, found=found)
        try:
            secret = base64.b64decode(self._read(name) or "", validate=True)
        except ValueError:
            return None
        return secret if len(secret) == SECRET_BYTES else None

    def _read(self, name: str) -> str | None:
        backend = self._backend()
        with _sorted_troubles():
            return backend.get_password(SERVICE, name)

    def _backend(self) -> KeyringBackend:
        if self._given is not None:
            return self._given
        try:
            SystemKeyring.priority  # noqa: B018  asking raises where the keyring cannot work
        except (RuntimeError, *_TROUBLES):
            raise StorageError("keyring.absent") from None
        with _sorted_troubles():
            return SystemKeyring()  # type: ignore[no-untyped-call]


@contextmanager
def _sorted_troubles() -> Iterator[None]:
    try:
        yield
    except KeyringLocked:
        raise StorageError("keyring.locked") from None
    except (NoKeyringError, InitError):
        raise StorageError("keyring.absent") from None
    except (KeyringError, *_TROUBLES):
        raise StorageError("keyring.failed") from None
