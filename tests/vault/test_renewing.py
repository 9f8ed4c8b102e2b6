"""Another recovery sheet, made at the open desk: who may, what it gives back, what it never does."""

import msgspec
import pytest

from anefdesk.domain.staff import Member, Role
from anefdesk.errors import AccessRefusedError
from anefdesk.vault import seal, slot
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
    before = vault.unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW).user_key
    sheet = _renewed(desk, vault)
    assert vault.rehearsed_on is None
    with pytest.raises(AccessRefusedError, match=r"access\.wrong_recovery"):
        desk.open().unlock_with_recovery(desk.sheet)
    vault = desk.open()
    vault.rehearse_recovery(sheet, TODAY)
    by_sheet = vault.unlock_with_recovery(sheet)
    assert (by_sheet.role, by_sheet.ends_on, by_sheet.by_recovery) == (Role.LEAD, None, True)
    new = "girafe boussole tambour cerise"
    assert vault.reset_member(by_sheet, desk.lead, label=LABEL, role=Role.LEAD, passphrase=new)
    assert vault.unlock(desk.lead, new, today=TODAY, now=NOW).user_key == before, "the lead's notes stay readable"


@pytest.mark.parametrize("unlocked_since", [True, False])
def test_a_new_sheet_gives_back_the_notes_of_who_unlocked_since(desk: Desk, *, unlocked_since: bool) -> None:
    vault = desk.open()
    lead = vault.unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW)
    theirs, new = "girafe boussole tambour cerise", "canif virgule oseille mouton"
    user = vault.add_member(lead, label="Canari-Benoît", role=Role.RECEPTION, passphrase=theirs, cost=slot.FLOOR)
    key = vault.unlock(user, theirs, today=TODAY, now=NOW).user_key
    sheet = _renewed(desk, vault)
    if unlocked_since:
        desk.open().unlock(user, theirs, today=TODAY, now=NOW)
    vault = desk.open()
    by_sheet = vault.unlock_with_recovery(sheet)
    kept = vault.reset_member(by_sheet, user, label="Canari-Benoît", role=Role.RECEPTION, passphrase=new)
    assert kept is unlocked_since
    assert (vault.unlock(user, new, today=TODAY, now=NOW).user_key == key) is unlocked_since


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
