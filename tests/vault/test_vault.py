"""Members of a desk: unlocking, tries, roles, resets, the sheet."""

import os
import pickle
from datetime import date, timedelta
from pathlib import Path

import pytest

from anefdesk.domain.record import UserId
from anefdesk.domain.staff import Role
from anefdesk.errors import AccessRefusedError, AnefdeskError, InputRefusedError, StorageError
from anefdesk.vault import seal, slot, slot_file
from anefdesk.vault.keys import Unlocked
from anefdesk.vault.vault import Vault
from tests.vault.conftest import LABEL, NOW, PASSPHRASE, TODAY, Clock, Desk, MemoryKeyring

OTHER = "wagonnet pareil banque copieur"


def _unlock(desk: Desk, vault: Vault, typed: str = PASSPHRASE, user: UserId | None = None) -> Unlocked:
    return vault.unlock(user or desk.lead, typed, today=TODAY, now=desk.clock.now)


def _refusal(desk: Desk, vault: Vault, typed: str = "un autre", user: UserId | None = None) -> AnefdeskError:
    with pytest.raises(AnefdeskError) as refused:
        _unlock(desk, vault, typed, user)
    return refused.value


def _with_volunteer(desk: Desk, vault: Vault, ends_on: date | None = None) -> UserId:
    return vault.add_member(
        _unlock(desk, vault),
        label="Canari-Benoît",
        role=Role.RECEPTION,
        passphrase=OTHER,
        ends_on=ends_on,
    )


def test_a_member_opens_the_same_keys_after_a_restart(desk: Desk) -> None:
    first, second = _unlock(desk, desk.open()), _unlock(desk, desk.open())
    assert first.secrets() == second.secrets()
    assert (len(first.database_key), len(first.device), first.role) == (32, 16, Role.LEAD)
    assert not first.by_recovery


def test_keys_hide_themselves(desk: Desk) -> None:
    unlocked = _unlock(desk, desk.open())
    shown = f"{unlocked!r} {unlocked} {unlocked.secrets()!r} {unlocked.secrets().__rich_repr__()}"
    assert shown == "Unlocked(…) Unlocked(…) Secrets(…) []"
    with pytest.raises(TypeError):
        pickle.dumps(unlocked)


def test_tiles_name_the_members_in_order(desk: Desk) -> None:
    vault = desk.open()
    user = _with_volunteer(desk, vault, TODAY)
    shown = [(tile.user, tile.label, tile.role, tile.ends_on) for tile in desk.open().tiles()]
    assert shown == [
        (user, "Canari-Benoît", Role.RECEPTION, TODAY),
        (desk.lead, LABEL, Role.LEAD, None),
    ]


def test_a_tile_moved_to_another_member_is_not_shown(desk: Desk) -> None:
    vault = desk.open()
    _with_volunteer(desk, vault)
    first, second = vault._kept.content.members
    vault._kept.save(members=(slot_file.msgspec.structs.replace(first, tile=second.tile), second))
    assert [tile.label for tile in vault.tiles()] == ["Canari-Benoît"]
    assert vault.warnings == ("vault.tile_damaged",)


def test_without_a_keyring_labels_are_typed(bare_desk: Desk) -> None:
    vault = bare_desk.open()
    assert vault.passphrase_only
    assert vault.mode_since == NOW
    assert vault.tiles() == ()
    assert bare_desk.keyring.entries == {}
    found = vault.unlock_by_label("  canari-HAIDARI ", PASSPHRASE, today=TODAY, now=NOW)
    assert found.user == bare_desk.lead


def test_an_unknown_label_is_answered_like_a_wrong_passphrase(bare_desk: Desk) -> None:
    vault = bare_desk.open()
    for label in ("Canari-Personne", LABEL):
        answers = []
        for _ in range(4):
            with pytest.raises(AccessRefusedError) as refused:
                vault.unlock_by_label(label, "un autre", today=TODAY, now=NOW)
            answers.append(str(refused.value))
        assert answers == [
            "access.wrong_passphrase (left=2)",
            "access.wrong_passphrase (left=1)",
            "access.wrong_passphrase (left=0)",
            "access.wait (seconds=5)",
        ]


def test_tries_grow_slower_and_survive_a_restart(desk: Desk) -> None:
    left = [_refusal(desk, desk.open()).params["left"] for _ in range(3)]
    assert left == [2, 1, 0]
    for seconds in (5, 15, 60, 300, 900, 900):
        assert str(_refusal(desk, desk.open(), PASSPHRASE)) == f"access.wait (seconds={seconds})"
        desk.clock.passes(seconds - 1)
        assert str(_refusal(desk, desk.open(), PASSPHRASE)) == "access.wait (seconds=1)"
        desk.clock.passes(1)
        assert _refusal(desk, desk.open()).code == "access.wrong_passphrase"
    desk.clock.passes(900)
    _unlock(desk, desk.open())
    assert _refusal(desk, desk.open()).params["left"] == 2


def test_setting_the_clock_does_not_help(desk: Desk) -> None:
    vault = desk.open()
    for _ in range(3):
        _refusal(desk, vault)
    desk.clock.now += timedelta(days=1)
    assert str(_refusal(desk, vault, PASSPHRASE)) == "access.wait (seconds=5)"
    desk.clock.now -= timedelta(days=400)
    assert str(_refusal(desk, vault, PASSPHRASE)) == "access.wait (seconds=5)"
    again = desk.open()
    assert str(_refusal(desk, again, PASSPHRASE)) == "access.wait (seconds=5)"
    desk.clock.passes(5)
    _unlock(desk, again)  # and a clock that was wrong locks nobody out


def test_an_older_slot_file_does_not_give_tries_back(desk: Desk) -> None:
    before = {name: (desk.home / name).read_bytes() for name in slot_file.COPIES}
    for _ in range(3):
        _refusal(desk, desk.open())
    for name, data in before.items():
        (desk.home / name).write_bytes(data)
    vault = desk.open()
    assert str(_refusal(desk, vault, PASSPHRASE)) == "access.wait (seconds=5)"
    assert vault.warnings == ("vault.rolled_back",)
    desk.clock.passes(5)
    _unlock(desk, vault)
    fresh = desk.open()
    _unlock(desk, fresh)
    assert fresh.warnings == ()


def test_an_emptied_keyring_state_does_not_give_tries_back(desk: Desk) -> None:
    for _ in range(3):
        _refusal(desk, desk.open())
    for name in [name for name in desk.keyring.entries if name[1].endswith("/state")]:
        desk.keyring.entries[name] = "v:x;;zz:1"
    assert _refusal(desk, desk.open(), PASSPHRASE).code == "access.wait"


def test_a_full_disk_keeps_nobody_out_and_still_counts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    vault = desk.open()
    for _ in range(3):
        _refusal(desk, vault)
    assert _refusal(desk, vault, PASSPHRASE).code == "access.wait"
    assert _refusal(desk, desk.open(), PASSPHRASE).code == "access.wait"  # remembered by the keyring
    desk.clock.passes(5)
    fresh = desk.open()
    _unlock(desk, fresh)
    assert fresh.warnings == ()


def test_a_volunteers_account_ends(desk: Desk) -> None:
    vault = desk.open()
    user = _with_volunteer(desk, vault, TODAY)
    assert _unlock(desk, vault, OTHER, user).ends_on == TODAY
    with pytest.raises(AccessRefusedError) as refused:
        vault.unlock(user, OTHER, today=TODAY + timedelta(days=1), now=NOW)
    assert str(refused.value) == "access.ended (on=2026-11-23)"


def test_only_a_lead_of_this_desk_manages_members(desk: Desk, bare_desk: Desk) -> None:
    vault = desk.open()
    user = _with_volunteer(desk, vault)
    volunteer = _unlock(desk, vault, OTHER, user)
    stranger = _unlock(bare_desk, bare_desk.open())
    for by in (volunteer, stranger):
        for deed in (
            lambda by=by: vault.add_member(by, label="Canari", role=Role.LEAD, passphrase=OTHER),
            lambda by=by: vault.reset_member(by, user, label="Canari", role=Role.LEAD, passphrase=OTHER),
            lambda by=by: vault.remove_member(by, desk.lead),
            lambda by=by: vault.rename(by, desk.lead, "Canari"),
        ):
            with pytest.raises(AccessRefusedError, match=r"access\.role"):
                deed()


def test_members_share_the_database_key_and_nothing_of_their_own(desk: Desk) -> None:
    vault = desk.open()
    lead, other = _unlock(desk, vault), _unlock(desk, vault, OTHER, _with_volunteer(desk, vault))
    assert lead.database_key == other.database_key
    assert lead.user_key != other.user_key
    sheet = vault.unlock_with_recovery(desk.sheet)
    assert sheet.signing_key == b"", "it signs for nobody"
    assert len({lead.signing_key, other.signing_key, lead.device_signing_key}) == 3
    assert {len(lead.signing_key), len(other.signing_key)} == {32}
    assert other.role is Role.RECEPTION


def test_a_removed_member_is_gone_and_the_last_lead_stays(desk: Desk) -> None:
    vault = desk.open()
    user = _with_volunteer(desk, vault)
    lead = _unlock(desk, vault)
    with pytest.raises(InputRefusedError, match=r"vault\.remove_self"):
        vault.remove_member(lead, desk.lead)
    vault.remove_member(lead, user)
    assert _refusal(desk, desk.open(), OTHER, user).code == "access.unknown_member"


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("  ", "label_empty"),
        ("C" * 41, "label_long"),
        ("Canari\u202e", "label_letters"),
        ("Canari\0", "label_letters"),
        ("canari-haidari", "label_taken"),
    ],
)
def test_labels_are_checked(desk: Desk, label: str, code: str) -> None:
    vault = desk.open()
    with pytest.raises(InputRefusedError, match=rf"vault\.{code}"):
        vault.add_member(_unlock(desk, vault), label=label, role=Role.WORKER, passphrase=OTHER)


def test_a_label_changes_and_frees_the_old_one(desk: Desk, bare_desk: Desk) -> None:
    for place in (desk, bare_desk):
        vault = place.open()
        vault.rename(_unlock(place, vault), place.lead, "Canari ليلى")
        found = place.open().unlock_by_label("canari ليلى", PASSPHRASE, today=TODAY, now=NOW)
        assert found.user == place.lead
        with pytest.raises(AccessRefusedError, match="wrong_passphrase"):
            place.open().unlock_by_label(LABEL, PASSPHRASE, today=TODAY, now=NOW)


def test_a_passphrase_changes_only_with_the_old_one(desk: Desk) -> None:
    vault = desk.open()
    before = _unlock(desk, vault).secrets()
    with pytest.raises(AccessRefusedError, match="wrong_passphrase"):
        vault.change_passphrase(desk.lead, "un autre", OTHER, label=LABEL, today=TODAY, now=NOW)
    with pytest.raises(InputRefusedError, match=r"passphrase\.weak"):
        vault.change_passphrase(desk.lead, PASSPHRASE, "court", label=LABEL, today=TODAY, now=NOW)
    vault.change_passphrase(desk.lead, PASSPHRASE, OTHER, label=LABEL, today=TODAY, now=NOW)
    assert _unlock(desk, desk.open(), OTHER).secrets() == before
    assert _refusal(desk, desk.open(), PASSPHRASE).code == "access.wrong_passphrase"


def test_a_reset_by_a_lead_opens_the_desk_and_by_the_sheet_the_notes_too(desk: Desk) -> None:
    vault = desk.open()
    user = _with_volunteer(desk, vault)
    before = _unlock(desk, vault, OTHER, user)
    note = seal.seal_to(before.user_key.public(), b"note", b"note")
    sheet = vault.unlock_with_recovery(desk.sheet)
    new = "fillette abonner doublon neiger"
    assert vault.reset_member(sheet, user, label="Canari-Benoît", role=Role.RECEPTION, passphrase=new)
    after = _unlock(desk, desk.open(), new, user)
    assert seal.open_sealed(after.user_key, note, b"note") == b"note"
    assert after.signing_key == before.signing_key
    lead = _unlock(desk, vault)
    assert not vault.reset_member(lead, user, label="Canari-Benoît", role=Role.WORKER, passphrase=OTHER)
    last = _unlock(desk, vault, OTHER, user)
    assert (last.database_key, last.role) == (before.database_key, Role.WORKER)
    assert last.signing_key not in {before.signing_key, lead.signing_key}
    assert len(last.signing_key) == 32
    with pytest.raises(StorageError):
        seal.open_sealed(last.user_key, note, b"note")


def test_the_sheet_opens_as_a_lead_without_the_keyring(desk: Desk) -> None:
    desk.keyring.vanish()
    opened = desk.open().unlock_with_recovery(desk.sheet.lower())
    desk.keyring.trouble = None
    assert opened.by_recovery
    assert opened.role is Role.LEAD
    assert opened.user != desk.lead
    assert opened.database_key == _unlock(desk, desk.open()).database_key


def test_the_sheet_of_another_pc_is_told_from_a_slip(desk: Desk, bare_desk: Desk) -> None:
    with pytest.raises(AccessRefusedError, match=r"access\.wrong_recovery"):
        desk.open().unlock_with_recovery(bare_desk.sheet)


def test_a_rehearsal_is_remembered(desk: Desk) -> None:
    vault = desk.open()
    assert vault.rehearsed_on is None
    with pytest.raises(InputRefusedError):
        vault.rehearse_recovery(desk.sheet[:-1], TODAY)
    assert desk.open().rehearsed_on is None
    vault.rehearse_recovery(desk.sheet, TODAY)
    assert desk.open().rehearsed_on == TODAY


@pytest.mark.parametrize("passphrase_only", [False, True])
def test_after_the_keyring_is_lost_the_sheet_brings_everybody_back(desk: Desk, *, passphrase_only: bool) -> None:
    vault = desk.open()
    user = _with_volunteer(desk, vault, TODAY)
    before = _unlock(desk, vault).secrets()
    theirs = _unlock(desk, vault, OTHER, user).signing_key
    desk.keyring.entries.clear()
    vault = desk.open()
    assert _refusal(desk, vault, PASSPHRASE).code == "keyring.lost"
    sheet = vault.unlock_with_recovery(desk.sheet)
    vault.adopt_new_device_secret(sheet, desk.lead, OTHER, now=NOW, passphrase_only=passphrase_only, cost=slot.FLOOR)
    vault = desk.open()
    assert vault.passphrase_only is passphrase_only
    assert vault.unlock_by_label(LABEL, OTHER, today=TODAY, now=NOW).secrets() == before
    with pytest.raises(AccessRefusedError, match=r"access\.must_reset"):
        vault.unlock_by_label("Canari-Benoît", OTHER, today=TODAY, now=NOW)
    if not passphrase_only:
        assert [tile.must_reset for tile in vault.tiles()] == [True, False]
        assert vault.tiles()[0].ends_on == TODAY
    vault.reset_member(sheet, user, label="Canari-Benoît", role=Role.RECEPTION, passphrase=OTHER)
    assert desk.open().unlock(user, OTHER, today=TODAY, now=NOW).signing_key == theirs


def test_a_good_device_secret_is_not_replaced_and_only_the_sheet_may(desk: Desk) -> None:
    vault = desk.open()
    before = dict(desk.keyring.entries)
    with pytest.raises(AccessRefusedError, match=r"access\.recovery_needed"):
        vault.adopt_new_device_secret(_unlock(desk, vault), desk.lead, OTHER, now=NOW)
    sheet = vault.unlock_with_recovery(desk.sheet)
    with pytest.raises(InputRefusedError, match=r"vault\.device_secret_present"):
        vault.adopt_new_device_secret(sheet, desk.lead, OTHER, now=NOW)
    desk.keyring.lock()
    with pytest.raises(StorageError, match=r"keyring\.locked"):
        vault.adopt_new_device_secret(sheet, desk.lead, OTHER, now=NOW)
    secret = [name for name in before if not name[1].endswith("/state")]
    assert [desk.keyring.entries[name] for name in secret] == [before[name] for name in secret]


def test_a_second_vault_is_not_made_over_the_first(desk: Desk) -> None:
    for name in slot_file.COPIES:
        (desk.home / name).write_bytes(b"damaged")
    with pytest.raises(StorageError, match=r"vault\.exists"):
        Vault.create(desk.home, label=LABEL, passphrase=PASSPHRASE, now=NOW, backend=desk.keyring)


@pytest.mark.parametrize("trouble", ["keyring", "disk", "passphrase"])
def test_a_creation_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: str) -> None:
    keyring, home = MemoryKeyring(), tmp_path / "new"
    if trouble == "keyring":
        keyring.lock()
    if trouble == "disk":
        monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(AnefdeskError) as refused:
        Vault.create(
            home,
            label=LABEL,
            passphrase="court" if trouble == "passphrase" else PASSPHRASE,
            now=NOW,
            cost=slot.FLOOR,
            backend=keyring,
        )
    expected = {"keyring": "keyring.locked", "disk": "vault.disk_full", "passphrase": "passphrase.weak"}
    assert refused.value.code == expected[trouble]
    assert keyring.entries == {}
    assert not slot_file.exists(home)


def test_the_training_centre_is_bound_into_every_seal(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    vault, unlocked, _ = Vault.create(
        tmp_path / "t",
        label=LABEL,
        passphrase=PASSPHRASE,
        now=NOW,
        training=True,
        cost=slot.FLOOR,
        backend=keyring,
        monotonic=Clock().monotonic,
    )
    assert vault.training
    vault._kept.save(training=False)
    with pytest.raises(AccessRefusedError, match="wrong_passphrase"):
        vault.unlock(unlocked.user, PASSPHRASE, today=TODAY, now=NOW)
