"""Erasing a file agreed on two PCs: said by a lead, gone from all, and it does not come back."""

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anefdesk.domain import ids
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.erasing import Agreed, Copy, Reason
from anefdesk.domain.record import ObjectId, UserId
from anefdesk.domain.sharing import Reply, Share
from anefdesk.domain.staff import Role
from anefdesk.services.sync import root_sheet
from anefdesk.services.sync.erasures_shown import Stage
from anefdesk.services.workplace import adding
from anefdesk.store import erasing, reading
from anefdesk.wire import entry
from anefdesk.wire.entry import EVERYWHERE, ROOT, Approval, Erase, Grant, Hold, Revoke
from anefdesk.wire.entry import Role as DirectoryRole
from tests.mailbox.organisation import NORTH, SOUTH, Organisation, named, secret
from tests.services.conftest import Refused
from tests.services.sync.pcs import Hub, Pc, organisation
from tests.services.sync.seats import Seat, filled, left_on_disk


@pytest.fixture
def org() -> Organisation:
    return organisation()


@pytest.fixture
def hub(org: Organisation, tmp_path: Path) -> Iterator[Hub]:
    made = Hub(tmp_path / "hub", org)
    yield made
    made.close()


@pytest.fixture
def seats(org: Organisation, hub: Hub, tmp_path: Path, catalogue: Catalogue) -> Iterator[tuple[Seat, Seat]]:
    one = Seat(Pc(org, "pc", tmp_path), "lead", Role.LEAD, catalogue)
    two = Seat(Pc(org, "pc 2", tmp_path), "officer", Role.WORKER, catalogue)
    with one.pc.desk.store.transaction(UserId(named("lead")), 1) as deed:
        deed.open_case(one.pc.desk.store.centre)
    one.meet(hub)
    two.meet(hub)
    yield one, two
    for seat in (one, two):
        seat.pc.close()


def _everywhere(*folders: Path) -> set[Path]:
    return {one for folder in folders for one in (folder / "chunks").rglob("*") if one.is_file()}


def test_it_is_agreed_on_two_pcs_and_gone_from_all_and_does_not_come_back(
    seats: tuple[Seat, Seat], hub: Hub, tmp_path: Path
) -> None:
    one, two = seats
    case = filled(one.desk)
    one.meet(hub)
    two.meet(hub)
    assert two.desk.finding.find("zenobie")
    image = two.pc.copy(tmp_path / "image")
    one.erasures.ask(case, Reason.ASKED)
    one.meet(hub)
    two.meet(hub)
    (row,) = two.erasures.view()
    assert (row.stage, row.mine) == (Stage.ASKED, False)
    assert "zénobie" in row.name.lower()
    assert case not in two.erasures.agree(case).cases  # offline: the directory has not heard of it
    two.meet(hub)  # an officer may agree, a lead says it
    assert one.meet(hub) == (case,)
    assert two.meet(hub) == (case,)
    for seat in seats:
        assert left_on_disk(seat.pc.home / "casebook.db", "Effaçable", "Zénobie", "Canari-Secret", "Canari-Titre") == []
        assert seat.desk.finding.find("zenobie") == ()
    assert _everywhere(one.pc.home, two.pc.home, hub.folder) == set()
    one.meet(hub)
    (row,) = one.erasures.view()
    assert row.stage is Stage.GONE
    assert row.missing == ()
    assert {pc.on for pc in row.pcs} == {date(2026, 11, 23)}
    two.pc.put_back(image)
    assert two.desk.finding.find("zenobie")  # what a copy of the disk had
    assert two.meet(hub) == (case,)
    assert left_on_disk(two.pc.home / "casebook.db", "Effaçable", "Canari-Secret") == []


def test_both_agree_without_network_and_the_lead_says_it_later(seats: tuple[Seat, Seat], hub: Hub) -> None:
    one, two = seats
    case = filled(one.desk)
    one.meet(hub)
    two.meet(hub)
    one.erasures.ask(case, Reason.ASKED)
    two.erasures.ask(case, Reason.RETENTION)
    two.meet(hub)
    assert one.meet(hub) == (case,)
    assert two.meet(hub) == (case,)
    for seat in (one, two):
        assert seat.meet(hub) == ()
    assert one.pc.desk.store.state_hash() == two.pc.desk.store.state_hash()


def test_a_pc_that_has_not_confirmed_is_named(seats: tuple[Seat, Seat], hub: Hub) -> None:
    one, two = seats
    case = filled(one.desk)
    one.meet(hub)
    two.meet(hub)
    one.erasures.ask(case, Reason.ASKED)
    two.erasures.ask(case, Reason.ASKED)
    two.meet(hub)
    one.meet(hub)
    (row,) = one.erasures.view()
    assert [pc.device for pc in row.missing] == [named("pc 2")]
    assert row.decided_on == date(2026, 11, 23)


def test_a_hold_said_to_the_organisation_stands(seats: tuple[Seat, Seat], hub: Hub, refused: Refused) -> None:
    one, two = seats
    case = filled(one.desk)
    one.erasures.hold(case, held=True)
    one.meet(hub)
    two.meet(hub)
    assert (case, NORTH) in two.pc.sync.post.directory().held
    assert refused(lambda: two.erasures.ask(case, Reason.ASKED)) == "erasing.held"
    one.erasures.hold(case, held=False)
    one.meet(hub)
    two.meet(hub)
    two.erasures.ask(case, Reason.ASKED)


def test_what_another_centre_says_of_a_file_erases_nothing_and_keeps_nothing(
    seats: tuple[Seat, Seat], org: Organisation, hub: Hub
) -> None:
    one, two = seats
    case = filled(one.desk)
    one.meet(hub)
    for who in ("south 1", "south 2"):
        hub.box.add_entry(org.say(org.person(who, SOUTH)))
        hub.box.add_entry(org.say(Grant(named(who), DirectoryRole.LEAD, SOUTH)))
    hub.box.add_entry(org.erase(case, SOUTH, ("south 1", "south 2")))
    hub.box.add_entry(org.say(Hold(case, SOUTH), by="south 1"))
    assert (two.meet(hub), one.meet(hub)) == ((), ())
    for seat in seats:
        assert reading.restricted(seat.pc.desk.store.connection, case) is not None
        assert seat.erasures.view() == ()
    one.erasures.ask(case, Reason.ASKED)
    one.meet(hub)
    two.meet(hub)
    two.erasures.agree(case)
    two.meet(hub)
    assert one.meet(hub) == (case,)
    assert two.meet(hub) == (case,)
    assert hub.box.directory().erased_in(NORTH) == {case}


def test_a_pc_that_reads_several_centres_erases_each_file_as_its_own_people_said(
    seats: tuple[Seat, Seat], org: Organisation, hub: Hub
) -> None:
    """A head office's: its casebook holds files of others, whose logs and keys say whose they are."""
    one, _ = seats
    case = filled(one.desk)
    one.meet(hub)
    for who in ("lead", "officer"):
        org.say(Grant(named(who), DirectoryRole.LEAD, SOUTH))
    org.erase(case, SOUTH)
    store = one.pc.desk.store
    assert erasing.decided(store, org.state, SOUTH) == frozenset()
    org.erase(case, NORTH)
    assert erasing.decided(store, org.state, SOUTH) == {case}
    erasing.erase(store, {case}, case)
    assert erasing.decided(store, org.state, SOUTH) == {case}


def test_the_root_sheet_serves_only_a_lead_who_is_alone(
    seats: tuple[Seat, Seat], org: Organisation, hub: Hub, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = seats
    case = filled(one.desk)
    sheet, other = root_sheet.new(), root_sheet.new()
    keys = {sheet: secret("root"), other: secret("another")}
    monkeypatch.setattr(root_sheet, "signing_key", keys.__getitem__)  # this organisation's root is invented

    def agree(with_sheet: bytes) -> object:
        return one.erasures.agree_by_sheet(case, root_sheet.printed(with_sheet), print)

    one.erasures.ask(case, Reason.ASKED)
    assert refused(lambda: agree(sheet)) == "erasing.not_alone"
    hub.box.add_entry(org.say(Revoke(named("officer"))))
    one.meet(hub)
    assert refused(lambda: agree(other)) == "organisation.wrong_sheet"
    agree(sheet)
    assert one.meet(hub) == (case,)
    assert case in hub.box.directory().erased_in(NORTH)


def test_a_forged_agreement_erases_nothing(seats: tuple[Seat, Seat], hub: Hub) -> None:
    one, _ = seats
    desk = one.desk
    case = filled(desk)
    desk.erasures.ask(case, Reason.ASKED)
    org = one.pc.sync.post.directory().org
    forged = Ed25519PrivateKey.from_private_bytes(secret("pc")).sign(entry.erasing(org, case))
    for who, signature in ((named("officer"), forged), (ROOT, forged), (named("stranger"), forged)):
        said = Agreed(id=ids.erasure_agreed_id(case, who), case=case, by=who, on="2026-11-23", signature=signature)
        one.pc.desk.hand.record(adding(one.pc.desk.store.centre, said))
    assert one.meet(hub) == ()
    assert hub.box.directory().erased == {}


def test_what_was_agreed_to_a_request_taken_back_is_used_for_nothing(seats: tuple[Seat, Seat], hub: Hub) -> None:
    one, two = seats
    case = filled(one.desk)
    one.meet(hub)
    two.meet(hub)
    two.erasures.ask(case, Reason.MISTAKE)
    two.meet(hub)
    one.meet(hub)
    (officer,) = reading.things(one.pc.desk.store.connection, one.pc.desk.store.centre, Agreed)
    one.erasures.withdraw(case)
    one.meet(hub)
    assert one.belonging.state().rounds == {(case, NORTH): 1}
    one.erasures.ask(case, Reason.ASKED)
    assert one.erasures.carry_out() == ()
    org, scope = one.belonging.state().org, one.belonging.scope
    lead = Approval(named("lead"), Ed25519PrivateKey.from_private_bytes(secret("lead")).sign(entry.erasing(org, case)))
    replayed = Erase(case, scope, (Approval(officer.by, officer.signature), lead))
    state = one.belonging.state()
    assert dataclasses.replace(state, rounds={}).agreed(replayed)
    assert not state.agreed(replayed)
    assert not state.agreed(msgspec.structs.replace(replayed, round=1))
    one.meet(hub)
    two.meet(hub)
    two.erasures.agree(case)
    two.meet(hub)
    assert one.meet(hub) == (case,)


def test_an_agreement_that_arrives_late_does_not_count_for_what_is_asked_anew(
    seats: tuple[Seat, Seat], hub: Hub
) -> None:
    one, two = seats
    case = filled(one.desk)
    one.erasures.ask(case, Reason.MISTAKE)
    one.meet(hub)
    two.meet(hub)
    two.erasures.agree(case)  # and does not meet anybody
    one.erasures.withdraw(case)
    one.erasures.ask(case, Reason.ASKED)
    one.meet(hub)
    two.meet(hub)
    one.meet(hub)
    (row,) = one.erasures.view()
    assert (row.stage, len(row.agreed)) == (Stage.ASKED, 1)


def test_the_certificate_says_where_copies_are(seats: tuple[Seat, Seat], hub: Hub) -> None:
    one, two = seats
    case = filled(one.desk)
    for number, (to, reply) in enumerate(
        ((SOUTH, Reply.ACCEPTED), (EVERYWHERE, None), (named("elsewhere"), Reply.REFUSED))
    ):
        answered = "2026-11-22" if reply else ""
        sent = Share(
            id=ObjectId(named(f"share {number}")), to=to, on="2026-11-20", parcel=b"p", reply=reply, replied_on=answered
        )
        one.at.record(adding(case, sent))
    one.meet(hub)
    two.meet(hub)
    one.erasures.ask(case, Reason.ASKED)
    one.meet(hub)
    two.meet(hub)
    two.erasures.agree(case)
    for seat in (two, one, two, one):
        seat.meet(hub)
    (row,) = one.erasures.view()
    assert [(copy.label, bool(copy.accepted)) for copy in row.copies] == [("", False), ("un autre centre", True)]
    told = "\n".join(one.erasures.certificate(case).paragraphs)
    assert "« un autre centre » : copie envoyée le 20/11/2026, acceptée le 22/11/2026" in told
    assert "le siège : copie proposée le 20/11/2026 et retirée" in told
    assert two.erasures.view()[0].copies == row.copies


def test_what_is_kept_of_copies_is_read_whatever_it_is() -> None:
    copies = (Copy(SOUTH, "2026-11-20", "2026-11-22"), Copy(EVERYWHERE, "2026-11-20"))
    assert Copy.read(Copy.kept(copies)) == copies
    assert Copy.read("zz 2026\n\n" + "0" * 31) == ()
