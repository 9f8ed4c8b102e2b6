"""A real Secret Service for the tests that keep a device secret: gnome-keyring on a private D-Bus.

Used through the fixture ``secret_service``; nothing of the developer's own session is touched.
"""

import os
import socket
import struct
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import keyring
import pytest

from tests.judges import Judge

_SECRETS = "org.freedesktop.secrets"
_PASSPHRASE = b"trousseau de test"
_UNLOCK = 1  # the operation's number
_PATIENCE = 20.0  # seconds


@dataclass(frozen=True, slots=True)
class SecretService:
    """A running keyring: the address of its bus, and what can befall it."""

    address: str
    home: Path

    def lock(self) -> None:
        """Lock the keyring, as at the end of a session."""
        import secretstorage

        with closing(secretstorage.dbus_init()) as bus:
            secretstorage.get_default_collection(bus).lock()

    def is_locked(self) -> bool:
        """Whether a secret can be read without asking somebody."""
        import secretstorage

        with closing(secretstorage.dbus_init()) as bus:
            return bool(secretstorage.get_default_collection(bus).is_locked())

    def unlock(self) -> None:
        """Unlock it without asking anybody, as the login screen does, through its control socket."""
        message = struct.pack(">III", 12 + len(_PASSPHRASE), _UNLOCK, len(_PASSPHRASE)) + _PASSPHRASE
        with socket.socket(socket.AF_UNIX) as control:
            control.settimeout(_PATIENCE)
            control.connect(str(self.home / "keyring" / "control"))
            control.sendall(b"\0")  # the byte that carries our credentials
            control.sendall(message)
            assert struct.unpack(">II", control.recv(8)) == (8, 0)


def _wait_for_owner(address: str) -> None:
    """Return once the keyring has taken its name on the bus."""
    from jeepney import DBus, MatchRule, message_bus
    from jeepney.io.blocking import Proxy, open_dbus_connection

    taken = MatchRule(
        type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged", path="/org/freedesktop/DBus"
    )
    with open_dbus_connection(address) as bus, bus.filter(taken) as news:
        daemon = Proxy(message_bus, bus)
        Proxy(DBus(), bus).AddMatch(taken)
        if daemon.NameHasOwner(_SECRETS)[0]:
            return
        while bus.recv_until_filtered(news, timeout=_PATIENCE).body[0] != _SECRETS:
            pass


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(_PATIENCE)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


@pytest.fixture(scope="session")
def _running_secret_service(judge: Judge, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecretService]:
    bus_program, daemon = judge("dbus"), judge("gnome-keyring")
    home = tmp_path_factory.mktemp("keyring")
    home.chmod(0o700)
    environment = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "HOME": str(home),
        **{f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("DATA", "CONFIG", "CACHE")},
        "XDG_RUNTIME_DIR": str(home),
    }
    bus = subprocess.Popen(
        [bus_program, "--session", "--nofork", "--nopidfile", "--print-address=1", f"--address=unix:dir={home}"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert bus.stdout is not None
    address = bus.stdout.readline().decode().strip()
    environment["DBUS_SESSION_BUS_ADDRESS"] = address
    keeper = subprocess.Popen(
        [daemon, "--foreground", "--unlock", "--components=secrets"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert keeper.stdin is not None
    keeper.stdin.write(_PASSPHRASE)
    keeper.stdin.close()
    try:
        _wait_for_owner(address)
        yield SecretService(address, home)
    finally:
        _end(keeper)
        _end(bus)


@pytest.fixture
def secret_service(_running_secret_service: SecretService, monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretService]:
    """The process's keyring is a real, unlocked Secret Service; afterwards it is the null one again."""
    from keyring.backends.SecretService import Keyring

    service = _running_secret_service
    usual = keyring.get_keyring()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.address)
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    keyring.set_keyring(Keyring())
    yield service
    service.unlock()
    keyring.set_keyring(usual)
