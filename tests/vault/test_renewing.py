"""Another recovery sheet, made at the open desk: who may, what it gives back, what it never does."""

import os

import msgspec
import pytest

from anefdesk.domain.staff import Member, Role
from anefdesk.errors import AccessRefusedError, StorageError
from anefdesk.vault import members, seal, slot
from anefdesk.vault.slot_file import MemberSlot
from anefdesk.vault.vault import Vault
from tests.vault.conftest import LABEL, NOW, PASSPHRASE, TODAY, Desk


def _renewed(desk: Desk, vault: Vault) -> str:
    """Another sheet, made by the lead, with a colleague who has not unlocked since."""
    lead = vault.unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW)
    known = [Member(tile.user, tile.label, tile.role, tile.ends_on) for tile in vault.tiles()]
    return vault.renew_sheet(lead, PASSPHRASE, known, today=TODAY, now=NOW)[1]


def test_a_new_sheet_takes_the_place_of_the_old_one_and_waits_to_be_tried(desk: Desk) -> None:
    vault = desk.open()
    vault.rehearse_recovery(desk.sheet, TODAY)
    lead = vault.unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW)
    before = lead.user_key, lead.signing_key
    sheet = _renewed(desk, vault)
    assert vault.rehearsed_on is None
    with pytest.raises(AccessRefusedError, match=r"access\.wrong_recovery"):
        desk.open().unlock_with_recovery(desk.sheet)
    vault = desk.open()
    vault.rehearse_recovery(sheet, TODAY)
    by_sheet = vault.unlock_with_recovery(sheet)
    assert (by_sheet.role, by_sheet.ends_on, by_sheet.by_recovery) == (Role.LEAD, None, True)
    assert by_sheet.signing_key == b""
    new = "girafe boussole tambour cerise"
    assert vault.reset_member(by_sheet, desk.lead, label=LABEL, role=Role.LEAD, passphrase=new)
    lead = vault.unlock(desk.lead, new, today=TODAY, now=NOW)
    assert (lead.user_key, lead.signing_key) == before, "the lead's notes stay readable, and the lead signs as before"


@pytest.mark.parametrize("unlocked_since", [True, False])
def test_a_new_sheet_gives_back_the_notes_of_who_unlocked_since(desk: Desk, *, unlocked_since: bool) -> None:
    vault = desk.open()
    lead = vault.unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW)
    theirs, new = "girafe boussole tambour cerise", "canif virgule oseille mouton"
    user = vault.add_member(lead, label="Canari-Benoît", role=Role.RECEPTION, passphrase=theirs, cost=slot.FLOOR)
    before = vault.unlock(user, theirs, today=TODAY, now=NOW)
    sheet = _renewed(desk, vault)
    if unlocked_since:
        desk.open().unlock(user, theirs, today=TODAY, now=NOW)
    vault = desk.open()
    by_sheet = vault.unlock_with_recovery(sheet)
    kept = vault.reset_member(by_sheet, user, label="Canari-Benoît", role=Role.RECEPTION, passphrase=new)
    assert kept is unlocked_since
    after = vault.unlock(user, new, today=TODAY, now=NOW)
    assert (after.user_key == before.user_key) is unlocked_since
    assert (after.signing_key == before.signing_key) is unlocked_since
    assert len(after.signing_key) == 32


def test_a_new_sheet_finds_everybody_when_the_keyring_is_lost(desk: Desk) -> None:
    vault = desk.open()
    lead = vault.unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW)
    theirs = "girafe boussole tambour cerise"
    user = vault.add_member(lead, label="Canari-Benoît", role=Role.RECEPTION, passphrase=theirs, cost=slot.FLOOR)
    sheet = _renewed(desk, vault)
    desk.keyring.entries.clear()
    vault = desk.open()
    vault.adopt_new_device_secret(
        vault.unlock_with_recovery(sheet), desk.lead, "canif virgule oseille mouton", now=NOW, cost=slot.FLOOR
    )
    assert {(tile.label, tile.must_reset) for tile in vault.tiles()} == {(LABEL, False), ("Canari-Benoît", True)}
    assert vault.unlock(desk.lead, "canif virgule oseille mouton", today=TODAY, now=NOW).role is Role.LEAD
    assert user in {tile.user for tile in vault.tiles()}


def test_only_a_lead_who_types_their_passphrase_makes_a_new_sheet(desk: Desk) -> None:
    vault = desk.open()
    lead = vault.unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW)
    with pytest.raises(AccessRefusedError, match=r"access\.wrong_passphrase"):
        vault.renew_sheet(lead, "girafe boussole tambour citron", [], today=TODAY, now=NOW)
    theirs = "girafe boussole tambour cerise"
    user = vault.add_member(lead, label="Canari-Benoît", role=Role.RECEPTION, passphrase=theirs, cost=slot.FLOOR)
    volunteer = vault.unlock(user, theirs, today=TODAY, now=NOW)
    with pytest.raises(AccessRefusedError, match=r"access\.role"):
        vault.renew_sheet(volunteer, theirs, [], today=TODAY, now=NOW)
    assert vault.unlock_with_recovery(desk.sheet).by_recovery, "the old sheet still opens"


def test_no_key_is_sealed_to_a_sheet_this_pc_did_not_sign(desk: Desk) -> None:
    vault = desk.open()
    sealed = vault._kept.content.member(desk.lead)
    stranger = msgspec.structs.replace(
        vault._kept.content.recovery, escrow_public=seal.new_key().public(), signature=bytes(64)
    )
    vault._kept.save(recovery=stranger)
    desk.open().unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW)
    assert desk.open()._kept.content.member(desk.lead) == sealed


def _of_before(desk: Desk) -> MemberSlot:
    """Leave in the file the lead's entry as it was made before people signed; return it."""
    vault = desk.open()
    keys = vault.unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW).secrets()
    content, entry = vault._kept.content, vault._kept.member(desk.lead)
    *fields, signing_key = msgspec.msgpack.decode(msgspec.msgpack.encode(keys))
    assert signing_key == keys.signing_key
    secret = vault._kept.device_secret()
    locked = slot.close(PASSPHRASE, msgspec.msgpack.encode(fields), content.binding(desk.lead), secret, slot.FLOOR)
    kept = msgspec.msgpack.encode([keys.user_key, keys.role, keys.ends_on])
    sealed = seal.seal_to(keys.escrow_public, kept, members._context(b"key", content, desk.lead))
    old = msgspec.structs.replace(entry, slot=locked, kept_key=sealed)
    vault._kept.save(members=content.with_entry(old))
    return old


def test_an_entry_of_before_people_signed_gets_its_key_at_the_next_unlocking(desk: Desk) -> None:
    old = _of_before(desk)
    first = desk.open().unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW)
    assert len(first.signing_key) == 32
    kept = desk.open()._kept.member(desk.lead)
    assert kept.slot != old.slot
    assert (kept.tile, kept.kept_label, kept.slot.cost) == (old.tile, old.kept_label, old.slot.cost)
    assert desk.open().unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW).secrets() == first.secrets()
    assert desk.open()._kept.member(desk.lead) == kept, "once"
    vault, new = desk.open(), "girafe boussole tambour cerise"
    by_sheet = vault.unlock_with_recovery(desk.sheet)
    assert vault.reset_member(by_sheet, desk.lead, label=LABEL, role=Role.LEAD, passphrase=new)
    after = vault.unlock(desk.lead, new, today=TODAY, now=NOW)
    assert (after.user_key, after.signing_key) == (first.user_key, first.signing_key)


def test_a_sheet_used_before_the_next_unlocking_gives_notes_back_and_another_signing_key(desk: Desk) -> None:
    _of_before(desk)
    vault, new = desk.open(), "girafe boussole tambour cerise"
    by_sheet = vault.unlock_with_recovery(desk.sheet)
    assert vault.reset_member(by_sheet, desk.lead, label=LABEL, role=Role.LEAD, passphrase=new)
    assert len(vault.unlock(desk.lead, new, today=TODAY, now=NOW).signing_key) == 32


def test_no_signing_key_is_handed_out_that_could_not_be_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _of_before(desk)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    vault = desk.open()
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        assert vault.unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW).signing_key == b""
    first = vault.unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW).signing_key
    assert len(first) == 32
    assert desk.open().unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW).signing_key == first


def test_a_signing_key_is_not_sealed_to_a_sheet_this_pc_did_not_sign(desk: Desk) -> None:
    _of_before(desk)
    vault = desk.open()
    stranger = seal.new_key()
    recovery = msgspec.structs.replace(
        vault._kept.content.recovery, escrow_public=stranger.public(), signature=bytes(64)
    )
    vault._kept.save(recovery=recovery)
    desk.open().unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW)
    content = desk.open()._kept.content
    entry = content.member(desk.lead)
    assert entry is not None
    with pytest.raises(StorageError):
        members.kept_of(content, entry, stranger)
    escrow = desk.open().unlock_with_recovery(desk.sheet).secrets().escrow_key
    assert escrow is not None
    assert len(members.kept_of(content, entry, escrow)[1].signing_key) == 32
