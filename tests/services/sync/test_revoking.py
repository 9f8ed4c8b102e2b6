"""A PC or a person is taken out: what they did counts up to there, what comes after is closed to them."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from anefdesk.domain.record import CaseId
from anefdesk.errors import StorageError
from anefdesk.services.sync import epochs, revoking, root_sheet
from anefdesk.services.sync.organisation import Organisation as Belonging
from anefdesk.services.sync.post import Signer
from anefdesk.store import inbox
from anefdesk.vault import seal
from anefdesk.wire import entry
from anefdesk.wire.entry import EVERYWHERE, EXCHANGE, AddDevice, Grant, Policy, RecoveryUsed, Role
from anefdesk.wire.hub import Have, Verdict
from tests.hub.callers import desk
from tests.hub.running import in_a_thread
from tests.mailbox.organisation import NORTH, SOUTH, Organisation, Writer, named, public, secret
from tests.services.conftest import Refused
from tests.services.sync.pcs import Hub, Pc, organisation
from tests.store.desks import DEVICE

CASE, LATER = CaseId(named("CANARI file")), CaseId(named("CANARI later"))


@pytest.fixture
def org(monkeypatch: pytest.MonkeyPatch) -> Organisation:
    """Keys of PCs are invented there: sealed to nobody, opened by everybody the wrap names."""
    monkeypatch.setattr(seal, "seal_to", lambda _public, clear, context: DEVICE.wrap(clear, context))
    return organisation()


@pytest.fixture
def hub(org: Organisation, tmp_path: Path) -> Iterator[Hub]:
    made = Hub(tmp_path / "hub", org)
    yield made
    made.close()


@pytest.fixture
def pcs(org: Organisation, tmp_path: Path) -> Iterator[tuple[Pc, Pc]]:
    made = Pc(org, "pc", tmp_path), Pc(org, "pc 2", tmp_path)
    yield made
    for pc in made:
        pc.close()


def belonging(pc: Pc, who: str = "lead", hub: Hub | None = None) -> Belonging:
    signer = Signer(named(pc.name), secret(pc.name), DEVICE.unwrap, named(who), secret(who))
    return Belonging(pc.desk.store, pc.sync.post, signer, hub.box if hub else None)


def test_what_a_stolen_pc_had_sent_counts_and_nothing_after(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    one, two = pcs
    two.write(CASE, "af")
    two.meet(hub)
    one.meet(hub)
    two.write(CASE, "xx")  # written after it was stolen
    two.write(LATER, "xx")
    said = revoking.revoke_device(belonging(one, hub=hub), named("pc 2"))
    assert said.records == 1
    assert said.last is not None
    for _ in range(2):
        with contextlib.suppress(StorageError):
            two.meet(hub)
    one.meet(hub)
    assert one.desk.nationality(CASE) == "af"
    assert one.desk.nationality(LATER) is None
    assert inbox.stuck(one.desk.store) == ()


def test_what_the_hub_alone_held_counts_too(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    one, two = pcs
    one.meet(hub)
    two.write(CASE, "af")
    two.meet(hub)
    revoking.revoke_device(belonging(one, hub=hub), named("pc 2"))
    one.meet(hub)
    assert one.desk.nationality(CASE) == "af"


def test_a_hub_does_not_say_how_much_a_thief_may_still_write(
    pcs: tuple[Pc, Pc], hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = pcs
    two.write(CASE, "af")
    two.meet(hub)
    one.meet(hub)
    with monkeypatch.context() as lie:
        lie.setattr(hub.box, "have", lambda _scope: {two.desk.log: Have(1_000_000, bytes(32))})
        revoking.revoke_device(belonging(one, hub=hub), named("pc 2"))
    two.write(CASE, "xx")
    with contextlib.suppress(StorageError):
        two.meet(hub)
    (later,) = two.desk.cut({two.desk.log: 1})
    assert one.sync.post.box.push([later.encode()]) == (Verdict.DENIED,)


def test_it_can_be_decided_without_network(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    one, two = pcs
    two.write(CASE, "af")
    two.meet(hub)
    one.meet(hub)
    revoking.revoke_device(belonging(one), named("pc 2"))
    assert hub.box.directory().devices[named("pc 2")].out is None
    one.meet(hub)
    revoking.renew_due(belonging(one))
    one.meet(hub)
    state = hub.box.directory()
    assert state.devices[named("pc 2")].out is not None
    assert one.desk.nationality(CASE) == "af"


def test_a_new_key_goes_to_those_who_stay(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    one, two = pcs
    one.write(CASE, "af")
    one.meet(hub)
    two.meet(hub)
    belongs = belonging(one, hub=hub)
    revoking.revoke_device(belongs, named("pc 2"))
    state = hub.box.directory()
    assert state.epoch(NORTH) == 2
    assert {wrap.to for wrap in state.epochs[NORTH, 2].wraps} == {named("pc")}
    assert revoking.renew_due(belongs) == ()
    one.meet(hub)
    one.write(LATER, "ir")
    one.meet(hub)
    with one.desk.store.inside() as at:
        assert at.keys.epoch == 2
        old = {key: value for key, value in at.keys.known().items() if key[1] == 1}
    assert epochs.opened(state, two.signer, old) == ()  # what it kept opens nothing new


def test_a_person_out_asks_for_a_new_key_that_the_next_lead_makes(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    one, two = pcs
    one.meet(hub)
    admin = belonging(two, "admin", hub)
    revoking.revoke_person(admin, named("officer"))
    state = hub.box.directory()
    assert state.users[named("officer")].out is not None
    assert state.epoch(NORTH) == 2  # an admin may, on a PC that holds the key
    one.meet(hub)
    assert revoking.renew_due(belonging(one, hub=hub)) == ()


def test_who_may(pcs: tuple[Pc, Pc], org: Organisation, hub: Hub, refused: Refused) -> None:
    one, _ = pcs
    one.meet(hub)
    lead, officer = belonging(one, hub=hub), belonging(one, "officer", hub)
    assert refused(lambda: revoking.revoke_device(officer, named("pc 2"))) == "access.role"
    assert refused(lambda: revoking.revoke_device(lead, named("far"))) == "access.role"
    assert refused(lambda: revoking.revoke_device(lead, named("pc"))) == "revoking.own_pc"
    assert refused(lambda: revoking.revoke_device(lead, named("nobody"))) == "revoking.out"
    assert refused(lambda: revoking.revoke_person(lead, named("lead"))) == "revoking.self"
    assert refused(lambda: revoking.revoke_person(officer, named("lead"))) == "access.role"
    admin = belonging(one, "admin")
    assert refused(lambda: revoking.revoke_device(admin, named("far"))) == "revoking.blind"
    assert refused(lambda: revoking.renew(admin, SOUTH)) == "revoking.no_key"
    assert org.state.devices[named("far")].out is None


def test_a_head_office_that_opens_cases_gets_the_key_and_can_give_it_back(
    pcs: tuple[Pc, Pc], org: Organisation, hub: Hub
) -> None:
    one, _ = pcs
    one.meet(hub)
    for said in (
        AddDevice(named("siège"), SOUTH, public("siège"), bytes(32), public("siège carrier")),
        Grant(named("siège"), Role.HEAD_OFFICE, EVERYWHERE),
        Policy(opens_cases=True, lease_days=60),
    ):
        assert hub.box.add_entry(org.say(said))
    one.meet(hub)
    (entry,) = revoking.renew_due(belonging(one, hub=hub))
    assert named("siège") in {wrap.to for wrap in entry.wraps}
    one.meet(hub)
    assert revoking.renew_due(belonging(one, hub=hub)) == ()
    assert revoking.renew(belonging(one, "admin", hub), NORTH).epoch == 3


def test_the_printed_key_names_an_admin_and_everybody_sees_it(
    pcs: tuple[Pc, Pc], hub: Hub, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = pcs
    sheet, other = root_sheet.new(), root_sheet.new()
    monkeypatch.setattr(root_sheet, "signing_key", {sheet: secret("root"), other: secret("x")}.__getitem__)
    belongs = belonging(one, hub=hub)

    def deed(key: bytes, who: str) -> None:
        revoking.name_admin(belongs, root_sheet.printed(key), named(who))

    assert refused(lambda: deed(other, "officer")) == "organisation.wrong_sheet"
    assert refused(lambda: deed(sheet, "nobody")) == "revoking.out"
    assert refused(lambda: revoking.name_admin(belonging(one), root_sheet.printed(sheet), named("officer"))) == (
        "sync.needs_hub"
    )
    deed(sheet, "officer")
    assert hub.box.directory().may(named("officer"), Role.ADMIN, EVERYWHERE)
    assert any(isinstance(entry.read(data).said, RecoveryUsed) for data in hub.box.entries(0))


def test_an_admin_who_reads_no_centre_takes_out_its_pc_with_what_the_hub_tells(
    pcs: tuple[Pc, Pc], org: Organisation, tmp_path: Path, refused: Refused
) -> None:
    one, _ = pcs
    far, parcel = Writer(org, "far", scope=SOUTH), Writer(org, "far", scope=EXCHANGE)
    made, sealed = far.cut(3), parcel.cut()
    one.sync.post.box.push([sealed.encode()])  # of its parcels every PC knows: they tell nothing of its work
    assert refused(lambda: revoking.revoke_device(belonging(one, "admin"), named("far"))) == "revoking.blind"
    with in_a_thread(tmp_path / "far hub", org, f"sqlite:///{tmp_path / 'far.db'}") as url, desk(url, org) as http:
        http.push([made.encode(), sealed.encode()])
        signer = Signer(named("pc"), secret("pc"), DEVICE.unwrap, named("admin"), secret("admin"))
        revoking.revoke_device(Belonging(one.desk.store, one.sync.post, signer, http), named("far"))
    cutoffs = one.sync.post.directory().devices[named("far")].cutoffs
    assert {log: cut.seq for log, cut in cutoffs.items()} == {far.log: 3, parcel.log: 1}


def test_a_pc_that_came_in_while_a_key_was_wrapped_gets_the_next_one(
    pcs: tuple[Pc, Pc], org: Organisation, hub: Hub
) -> None:
    one, _ = pcs
    stale = epochs.entry_for(org.state, NORTH, secret("epoch 2"), secret("epoch 1"))
    org.say(org.pc("pc 3"))
    org.say(stale)
    for data in org.entries[hub.box.directory().no + 1 :]:
        assert hub.box.add_entry(data)
    one.meet(hub)
    (entry_made,) = revoking.renew_due(belonging(one, hub=hub))
    assert {wrap.to for wrap in entry_made.wraps} == {named(name) for name in ("pc", "pc 2", "pc 3")}
    state = hub.box.directory()
    assert not revoking.due(state, NORTH)
    later = org.pc("pc 4")  # given the key as it comes in
    org.state = state
    org.say(later)
    assert not revoking.due(org.state, NORTH)


def test_a_pc_whose_key_is_none_has_no_key_renewed_again_and_again(
    org: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    org.say(org.pc("pc 3"))
    org.say(entry.Epoch(NORTH, 2, tuple(entry.Wrap(named(name), b"sealed") for name in ("pc", "pc 2"))))
    assert revoking.due(org.state, NORTH)

    def refuses(_public: bytes, _clear: bytes, _context: bytes) -> bytes:
        raise ValueError

    monkeypatch.setattr(seal, "seal_to", refuses)
    assert not revoking.due(org.state, NORTH)
