"""The PC's secret: each way a keyring fails has its own name, and none is a reason to do without."""

import base64
import sys

import msgspec
import pytest

from anefdesk.errors import AnefdeskError, StorageError
from anefdesk.vault.keyring_box import DeviceBox
from anefdesk.vault.tries import Tries
from anefdesk.vault.vault import Vault
from tests.secret_service import SecretService
from tests.vault.conftest import LABEL, NOW, PASSPHRASE, TODAY, Clock, Desk, MemoryKeyring, OtherKeyring

DEVICE = b"CANARI-DEVICE-01"


@pytest.mark.parametrize("trouble", ["absent", "locked", "lost", "changed", "spoilt"])
def test_what_fails_is_named_and_nothing_is_opened_or_made(desk: Desk, trouble: str) -> None:
    if trouble == "absent":
        desk.keyring.vanish()
    elif trouble == "locked":
        desk.keyring.lock()
    elif trouble == "lost":
        desk.keyring.entries.clear()
    elif trouble == "changed":
        other = OtherKeyring()
        other.entries = desk.keyring.entries
        desk.keyring = other
    else:
        for name in desk.keyring.entries:
            desk.keyring.entries[name] = "pas du base64 !"
    before = dict(desk.keyring.entries)
    vault = desk.open()
    for ask in (vault.tiles, lambda: vault.unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW)):
        with pytest.raises(StorageError) as refused:
            ask()
        assert refused.value.code == f"keyring.{'lost' if trouble == 'spoilt' else trouble}"
    assert desk.keyring.entries == before


def test_the_secret_is_short_enough_for_windows() -> None:
    keyring = MemoryKeyring()  # refuses 1,280 characters
    box = DeviceBox(DEVICE, keyring)
    secret = box.create()
    assert box.secret(box.backend_name()) == secret
    many = tuple(Tries(number.to_bytes(4, "big"), number, 1_800_000_000) for number in range(1, 101))
    box.remember(2**31, many)
    version, kept = box.remembered()
    assert (version, len(kept), kept[0]) == (2**31, 40, many[-1])
    assert len(box.carrier(box.backend_name())) == 32
    box.forget()
    box.forget()
    assert keyring.entries == {}


def test_the_key_for_carrying_while_locked_is_made_once(desk: Desk) -> None:
    before = dict(desk.keyring.entries)
    vault = desk.open()
    key = vault.carrier()
    assert key is not None
    assert len(key) == 32
    assert desk.open().carrier() == vault.carrier() == key
    added = {name: text for name, text in desk.keyring.entries.items() if name not in before}
    assert added == {("anefdesk", f"{vault.device.hex()}/carrier"): base64.b64encode(key).decode()}
    assert {name: desk.keyring.entries[name] for name in before} == before
    secret = vault.unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW).secrets()
    assert key not in msgspec.msgpack.encode(secret)
    desk.keyring.entries["anefdesk", f"{vault.device.hex()}/carrier"] = "pas du base64 !"
    again = vault.carrier()
    assert again not in {None, key}, "a lost one is made anew"
    assert desk.open().carrier() == again


@pytest.mark.parametrize("trouble", ["absent", "locked", "changed"])
def test_nothing_is_carried_while_the_keyring_does_not_answer(desk: Desk, trouble: str) -> None:
    key = desk.open().carrier()
    if trouble == "changed":
        other = OtherKeyring()
        other.entries = dict(desk.keyring.entries)
        desk.keyring = other
    elif trouble == "locked":
        desk.keyring.lock()
    else:
        desk.keyring.vanish()
    before = dict(desk.keyring.entries)
    assert desk.open().carrier() is None
    assert desk.keyring.entries == before
    desk.keyring.trouble = None
    assert desk.open().carrier() == (None if trouble == "changed" else key)


def test_without_a_keyring_nothing_is_kept_to_carry_with(bare_desk: Desk) -> None:
    assert bare_desk.open().carrier() is None
    assert bare_desk.keyring.entries == {}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's keyring is always there")
@pytest.mark.parametrize("address", [None, "unix:path=/nowhere"])
def test_no_session_bus_is_an_absent_keyring(monkeypatch: pytest.MonkeyPatch, address: str | None) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    if address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    with pytest.raises(StorageError, match=r"keyring\.absent"):
        DeviceBox(DEVICE).backend_name()


def test_a_real_keyring_holds_the_secret(secret_service: SecretService, tmp_path: pytest.TempPathFactory) -> None:
    home = tmp_path / "home"
    made, unlocked, _ = Vault.create(home, label=LABEL, passphrase=PASSPHRASE, now=NOW)
    assert made.keyring_name == "SecretService.Keyring"
    vault = Vault.open(home, monotonic=Clock().monotonic)
    assert [tile.label for tile in vault.tiles()] == [LABEL]
    again = vault.unlock(unlocked.user, PASSPHRASE, today=TODAY, now=NOW)
    assert again.secrets() == unlocked.secrets()
    carrier = vault.carrier()
    assert carrier is not None
    assert Vault.open(home).carrier() == carrier
    secret_service.lock()
    assert Vault.open(home).carrier() is None
    with pytest.raises(AnefdeskError, match=r"keyring\.locked"):
        Vault.open(home).tiles()
    secret_service.unlock()
    DeviceBox(vault.device).forget()
    with pytest.raises(AnefdeskError, match=r"keyring\.lost"):
        Vault.open(home).tiles()
