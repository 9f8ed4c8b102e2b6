"""Erasing a file: two people, every PC, nothing left to read, and a list of who has done it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from anefdesk.domain import ids
from anefdesk.domain.case import Note, Staff
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.draft import Draft
from anefdesk.domain.erasing import Agreed, Reason, reference
from anefdesk.domain.household import Relation
from anefdesk.domain.record import CaseId, UserId, number_of
from anefdesk.domain.staff import Member, Role
from anefdesk.letters.compose import compose
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.services import drafting, members
from anefdesk.services.casework import NewPerson
from anefdesk.services.desk import Desk, lay_out
from anefdesk.services.sync import root_sheet
from anefdesk.services.sync.erasures import Erasures
from anefdesk.services.sync.erasures_shown import Stage
from anefdesk.services.sync.organisation import Organisation as Belonging
from anefdesk.services.sync.post import Signer
from anefdesk.services.workplace import Privacy, Workplace, adding, setting
from anefdesk.vault import seal
from anefdesk.wire import entry
from anefdesk.wire.entry import ROOT, Revoke
from tests.mailbox.organisation import Organisation, named, secret
from tests.services.conftest import KEY, LEAD, RECEPTION, WORKER, Refused, Room, Time
from tests.services.sync.pcs import Hub, Pc, organisation
from tests.services.test_pieces import pdf

PDF = pdf()
SECOND = "Canari-Seconde"
_PAGE, _RESERVED = 4096, 80  # SQLCipher 4
_WAL_HEAD, _FRAME_HEAD = 32, 24


# A centre alone


@pytest.fixture
def alone(room: Room) -> Room:
    for label, role in ((LEAD, Role.LEAD), (WORKER, Role.WORKER)):
        _hire(room, label, role)
    return room


def _hire(room: Room, label: str, role: Role) -> None:

    room.members.setdefault(label, Member(UserId(named(label)), label, role))
    me = room.workplace(label).me
    room.workplace(label).record(adding(room.store.centre, members.record_of(me.user, me, b"")))


def _clear_pages(file: Path) -> bytes:
    """Every page of a database and of its journal as they lie on the disk, free ones too, opened with the key."""
    found = []
    pages = file.read_bytes()
    journal = Path(f"{file}-wal").read_bytes()[_WAL_HEAD:] if Path(f"{file}-wal").exists() else b""
    for whole, head in ((pages, 0), (journal, _FRAME_HEAD)):
        for start in range(head, len(whole), _PAGE + head):
            page = whole[start : start + _PAGE]
            body, iv = page[:-_RESERVED], page[-_RESERVED:][:16]
            body = body[16:] if start == 0 and not head else body  # the salt
            opened = Cipher(algorithms.AES256(KEY), modes.CBC(iv)).decryptor()
            found.append(opened.update(body) + opened.finalize())
    return b"".join(found)


def _left(file: Path, *words: str | bytes) -> list[str | bytes]:
    clear = _clear_pages(file).lower()
    assert b"create table" in clear  # else nothing would ever be found
    return [
        word
        for word in words
        for code in ("utf-8", "utf-16-le")
        if (word if isinstance(word, bytes) else word.lower().encode(code)) in clear
    ]


def _filled(desk: Desk) -> CaseId:
    case = desk.casework.create(NewPerson(family="Canari-Effaçable", given="Zénobie", phone="0612345678"))
    desk.pieces.attach(case, "c-domicile", PDF, title="Canari-Titre")
    desk.casework.add(case, Note(id=desk.casework.new_id(), text="Canari-Secret"))
    return case


def test_two_leads_of_a_centre_alone_erase_a_file_at_once(alone: Room, refused: Refused) -> None:
    _hire(alone, SECOND, Role.LEAD)
    desk = alone.desk(LEAD)
    case = _filled(desk)
    words = ("Effaçable", "Zénobie", "0612345678", "Canari-Secret", "Canari-Titre", "effacable")
    assert {"Effaçable", "Canari-Secret"} <= set(_left(alone.home / "casebook.db", *words))
    assert list((alone.home / "chunks").rglob("*"))
    desk.erasures.ask(case, Reason.ASKED)
    assert refused(lambda: desk.erasures.ask(case, Reason.ASKED)) == "erasing.asked"
    assert refused(lambda: desk.erasures.agree(case)) == "erasing.same_person"
    other = alone.desk(SECOND)
    assert case in other.erasures.agree(case).cases
    assert _left(alone.home / "casebook.db", *words) == []
    assert not [one for one in (alone.home / "chunks").rglob("*") if one.is_file()]
    assert refused(lambda: desk.casework.open(case)) == "case.missing"
    assert desk.finding.find("zenobie") == ()
    (row,) = desk.erasures.view()
    assert (row.stage, row.name, row.gone, row.missing) == (Stage.GONE, "", True, ())
    assert {label for label, _ in row.agreed} == {LEAD, SECOND}
    assert other.erasures.carry_out() == ()
    before = alone.store.state_hash()
    alone.store.rebuild()
    assert alone.store.state_hash() == before


def test_drafts_and_undo_of_an_erased_file_are_forgotten(alone: Room) -> None:
    _hire(alone, SECOND, Role.LEAD)
    at = alone.workplace(LEAD)
    desk = lay_out(at)
    case, other = _filled(desk), desk.casework.create(NewPerson(family="Canari-Autre"))
    for one in (case, other):
        person = desk.casework.reload(one).file.person
        desk.casework.edit(one, person, replace(person, nationality="AF"))
        drafting.park(at, Draft(f"person:{one.hex()}", {"text": "…"}, one), {})
    unwritten: drafting.Unwritten = {
        (at.me.user, f"person:{case.hex()}"): (1, b"sealed"),
        (UserId(named("x")), f"person:{other.hex()}"): (1, b"sealed"),
    }
    desk.erasures.ask(case, Reason.TWICE)
    alone.desk(SECOND).erasures.agree(case)
    desk.erasures.carry_out(unwritten)
    assert [draft.case for draft in drafting.mine(at, {})] == [other]
    assert [place for _, place in unwritten] == [f"person:{other.hex()}"]
    assert {change.case for deed in at.undo for change in deed} == {other}


def test_a_relative_s_file_opens_after_the_erasing(alone: Room) -> None:
    _hire(alone, SECOND, Role.LEAD)
    desk = alone.desk(LEAD)
    case, child = _filled(desk), desk.casework.create(NewPerson(family="Canari-Enfant"))
    desk.families.link(child, case, Relation.PARENT)
    desk.erasures.ask(case, Reason.ASKED)
    alone.desk(SECOND).erasures.agree(case)
    view = desk.casework.open(child)
    assert view.file.case == child
    desk.families.view(child)
    desk.deadlines.view(child)


def test_who_is_alone_uses_the_sheet_and_who_is_not_does_not(alone: Room, refused: Refused) -> None:
    desk = alone.desk(LEAD)
    case = _filled(desk)
    tried: list[str] = []

    def opens(text: str) -> None:
        tried.append(text)

    assert refused(lambda: desk.erasures.agree_by_sheet(case, "…", opens)) == "erasing.not_asked"
    desk.erasures.ask(case, Reason.RETENTION)
    _hire(alone, SECOND, Role.LEAD)
    assert refused(lambda: desk.erasures.agree_by_sheet(case, "…", opens)) == "erasing.not_alone"
    assert desk.erasures.alone is False
    colleague = alone.workplace(LEAD).staff()[alone.members[SECOND].user]
    alone.workplace(LEAD).record(setting(alone.store.centre, colleague, {number_of(Staff, "gone"): True}))
    assert alone.desk(LEAD).erasures.alone
    assert case in desk.erasures.agree_by_sheet(case, "MA FEUILLE", opens).cases
    assert tried == ["MA FEUILLE"]
    (row,) = desk.erasures.view()
    assert {label for label, _ in row.agreed} == {LEAD, ""}


def test_only_leads_decide(alone: Room, refused: Refused) -> None:
    case = _filled(alone.desk(WORKER))
    for label in (WORKER, RECEPTION):
        work = alone.desk(label).erasures
        deeds = (partial(work.ask, case, Reason.ASKED), partial(work.agree, case), work.view, work.proposed)
        assert {refused(deed) for deed in deeds} == {"access.role"}


def test_a_hold_forbids_it_and_a_request_can_be_taken_back(alone: Room, refused: Refused) -> None:
    _hire(alone, SECOND, Role.LEAD)
    one, two = alone.desk(LEAD).erasures, alone.desk(SECOND).erasures
    case = _filled(alone.desk(LEAD))
    one.hold(case, held=True)
    assert refused(lambda: one.ask(case, Reason.ASKED)) == "erasing.held"
    one.hold(case, held=False)
    one.ask(case, Reason.ASKED)
    two.hold(case, held=True)
    assert refused(lambda: two.agree(case)) == "erasing.held"
    assert [row.stage for row in two.view()] == [Stage.HELD]
    two.hold(case, held=False)
    two.withdraw(case)
    assert refused(lambda: two.agree(case)) == "erasing.not_asked"
    two.ask(case, Reason.ASKED)  # the first agreement no longer counts
    assert two.carry_out() == ()
    assert case in one.agree(case).cases
    assert refused(lambda: one.withdraw(case)) == "case.missing"


def test_files_nobody_wrote_in_for_two_years_are_proposed_and_stay(room: Room) -> None:
    _hire(room, LEAD, Role.LEAD)
    desk = room.desk(LEAD)
    old = desk.casework.create(NewPerson(family="Canari-Ancienne"))
    room.time.passes(days=400)
    desk = room.desk(LEAD)
    young = desk.casework.create(NewPerson(family="Canari-Jeune"))
    room.time.passes(days=332)
    assert [one.case for one in room.desk(LEAD).erasures.proposed()] == [old]
    desk = room.desk(LEAD)
    desk.casework.open(old)  # reading is no contact
    assert [one.case for one in desk.erasures.proposed()] == [old]
    desk.erasures.ask(old, Reason.RETENTION)
    assert desk.erasures.proposed() == ()
    assert {row.case for row in desk.finding.recent()} == {old, young}


def test_the_certificate_has_no_name(alone: Room, refused: Refused) -> None:
    _hire(alone, SECOND, Role.LEAD)
    desk = alone.desk(LEAD)
    case = _filled(desk)
    desk.erasures.ask(case, Reason.ASKED)
    assert refused(lambda: desk.erasures.certificate(case)) == "erasing.not_done"
    alone.desk(SECOND).erasures.agree(case)
    sheet = desk.erasures.certificate(case)
    told = "\n".join((*sheet.paragraphs, sheet.subject, *sheet.references))
    assert reference(case) in told
    assert "Effaçable" not in told
    assert "23/11/2026" in told
    assert "la personne l’a demandé" in told
    assert compose(sheet).startswith(b"%PDF")


# Two PCs of an organisation


@dataclass
class Seat:
    """A person at a PC."""

    pc: Pc
    who: str
    role: Role
    catalogue: Catalogue
    time: Time = field(default_factory=Time)

    @property
    def belonging(self) -> Belonging:
        signer = Signer(named(self.pc.name), secret(self.pc.name), lambda d, _c: d, named(self.who), secret(self.who))
        self.pc.sync.unlocked(self.pc.desk.store, signer)
        return Belonging(self.pc.desk.store, self.pc.sync.post, signer)

    @property
    def desk(self) -> Desk:
        key = seal.new_key()
        privacy = Privacy(
            lambda clear, context: seal.seal_to(key.public(), clear, context),
            lambda sealed, context: seal.open_sealed(key, sealed, context),
        )
        me = Member(UserId(named(self.who)), f"Canari-{self.who}", self.role)
        chunks = ChunkFolder(self.pc.home / "chunks")
        at = Workplace(self.pc.desk.store, chunks, me, privacy, self.time.clock(), self.catalogue)
        return lay_out(at, self.belonging)

    @property
    def erasures(self) -> Erasures:
        return self.desk.erasures

    def meet(self, hub: Hub) -> tuple[CaseId, ...]:
        """A whole contact, and what is due after it."""
        _ = self.belonging
        self.pc.meet(hub)
        gone = self.erasures.carry_out()
        self.pc.meet(hub)
        return gone + self.erasures.carry_out()


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
    case = _filled(one.desk)
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
        assert _left(seat.pc.home / "casebook.db", "Effaçable", "Zénobie", "Canari-Secret", "Canari-Titre") == []
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
    assert _left(two.pc.home / "casebook.db", "Effaçable", "Canari-Secret") == []


def test_both_agree_without_network_and_the_lead_says_it_later(seats: tuple[Seat, Seat], hub: Hub) -> None:
    one, two = seats
    case = _filled(one.desk)
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
    case = _filled(one.desk)
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
    case = _filled(one.desk)
    one.erasures.hold(case, held=True)
    one.meet(hub)
    two.meet(hub)
    assert case in two.pc.sync.post.directory().held
    assert refused(lambda: two.erasures.ask(case, Reason.ASKED)) == "erasing.held"
    one.erasures.hold(case, held=False)
    one.meet(hub)
    two.meet(hub)
    two.erasures.ask(case, Reason.ASKED)


def test_the_root_sheet_serves_only_a_lead_who_is_alone(
    seats: tuple[Seat, Seat], org: Organisation, hub: Hub, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = seats
    case = _filled(one.desk)
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
    assert case in hub.box.directory().erased


def test_a_forged_agreement_erases_nothing(seats: tuple[Seat, Seat], hub: Hub) -> None:
    one, _ = seats
    desk = one.desk
    case = _filled(desk)
    desk.erasures.ask(case, Reason.ASKED)
    org = one.pc.sync.post.directory().org
    forged = Ed25519PrivateKey.from_private_bytes(secret("pc")).sign(entry.erasing(org, case))
    for who, signature in ((named("officer"), forged), (ROOT, forged), (named("stranger"), forged)):
        said = Agreed(id=ids.erasure_agreed_id(case, who), case=case, by=who, on="2026-11-23", signature=signature)
        one.pc.desk.hand.record(adding(one.pc.desk.store.centre, said))
    assert one.meet(hub) == ()
    assert hub.box.directory().erased == {}
