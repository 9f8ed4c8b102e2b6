"""Somebody was to be taken out, decided away from the hub, and it was not followed: whoever decided it hears of it."""

from anefdesk.services.sync import revoking
from anefdesk.wire.entry import Grant, Revoke, Role
from tests.mailbox.organisation import NORTH, Organisation, named
from tests.services.sync.pcs import Hub, Pc
from tests.services.sync.test_revoking import belonging, hub, org, pcs

__all__ = ["hub", "org", "pcs"]


def test_a_stolen_pc_that_stays_in_is_told(pcs: tuple[Pc, Pc], hub: Hub, org: Organisation) -> None:
    one, _ = pcs
    one.meet(hub)
    revoking.revoke_device(belonging(one), named("pc 2"))
    assert hub.box.add_entry(org.say(Grant(named("lead"), Role.LEAD, NORTH, taken=True)))
    for _ in range(2):
        one.meet(hub)
        assert one.sync.standing().trouble == "directory.denied"
    assert one.sync.standing().unsaid == 0
    one.sync.locked()
    assert one.sync.standing().trouble == ""


def test_one_whom_somebody_else_took_out_meanwhile_is_out(pcs: tuple[Pc, Pc], hub: Hub, org: Organisation) -> None:
    one, _ = pcs
    one.meet(hub)
    revoking.revoke_device(belonging(one), named("pc 2"))
    assert hub.box.add_entry(org.say(Revoke(named("pc 2"))))
    one.meet(hub)
    assert one.sync.standing().trouble == ""
    assert one.sync.post.directory().devices[named("pc 2")].out is not None
