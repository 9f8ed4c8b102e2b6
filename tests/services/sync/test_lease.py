"""A PC that hears of nobody for too long only reads, prints and makes evidence; so does a version grown too old."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from anefdesk.domain.case import Opened
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.erasing import Reason
from anefdesk.domain.happened import Told
from anefdesk.domain.record import UserId
from anefdesk.domain.staff import Member, Role
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.mailbox.route import SPOKEN
from anefdesk.services.casework import NewPerson
from anefdesk.services.desk import Desk, lay_out
from anefdesk.services.sync import labels, lease
from anefdesk.services.sync.organisation import Organisation as Belonging
from anefdesk.services.workplace import Privacy, Workplace, adding
from anefdesk.store import remembered
from anefdesk.wire.entry import MinClient, Policy
from anefdesk.wire.hub import Have
from anefdesk.wire.op import SCHEMA
from tests.mailbox.organisation import Organisation, named, secret
from tests.services.conftest import NOW, Refused, Time
from tests.services.sync.pcs import Pc, organisation


class Seat:
    """The lead at a PC of an organisation, on a clock that is set."""

    def __init__(self, pc: Pc, catalogue: Catalogue) -> None:
        self.pc, self.time = pc, Time()
        me = Member(UserId(named("lead")), "Canari-Amina", Role.LEAD)
        privacy = Privacy(lambda clear, _context: clear, lambda sealed, _context: sealed)
        store = pc.desk.store
        with store.transaction(me.user, 1) as deed:
            deed.open_case(store.centre)
        self.at = Workplace(store, ChunkFolder(pc.home / "chunks"), me, privacy, self.time.clock(), catalogue)
        self.organisation = Belonging(store, pc.sync.post, pc.signer)
        self.desk: Desk = lay_out(self.at, self.organisation)

    def heard(self, when: datetime, place: str = "") -> None:
        """A hub or a stick confirmed something then."""
        self.pc.sync.post.route(place).confirm({SPOKEN: Have(0, b"")}, int(when.timestamp() * 1000))

    def judged(self) -> lease.LeaseState:
        return lease.judge(self.at, self.organisation)


@pytest.fixture
def org() -> Organisation:
    return organisation()


@pytest.fixture
def seat(org: Organisation, tmp_path: Path, catalogue: Catalogue) -> Iterator[Seat]:
    pc = Pc(org, "pc", tmp_path)
    yield Seat(pc, catalogue)
    pc.close()


def _say(seat: Seat, org: Organisation, said: Policy | MinClient) -> None:
    seat.pc.sync.post.box.add_entry(org.say(said))


def test_who_has_never_been_confirmed_has_no_lease_yet(seat: Seat) -> None:
    seat.time.passes(days=400)
    none = lease.LeaseState(seat.at.clock.today(), None, None, over=False, soon=False, too_old_on=None, too_old=False)
    assert (seat.judged(), none.left) == (none, None)


def test_sixty_days_without_a_word_and_nothing_is_written_but_all_is_read(seat: Seat, refused: Refused) -> None:
    case = seat.desk.casework.create(NewPerson(family="Canari-Bail", given="Omid"))
    seat.heard(NOW)
    seat.time.passes(days=47)
    assert (seat.judged().over, seat.judged().soon, seat.judged().left) == (False, True, 13)
    seat.time.passes(days=13)
    assert not seat.judged().over
    seat.desk.casework.add_note(case, "le dernier jour", private=False)
    seat.time.passes(days=1)
    assert seat.judged().over
    assert refused(lambda: seat.desk.casework.create(NewPerson(family="Canari-Autre"))) == "access.lease_over"
    assert refused(lambda: seat.desk.casework.add_note(case, "trop tard", private=False)) == "access.lease_over"
    assert seat.desk.casework.open(case).file.case == case
    assert seat.desk.finding.find("bail")
    seat.at.read_logged(case, "print")
    seat.desk.erasures.ask(case, Reason.ASKED)  # nobody's rights wait for a network
    seat.heard(NOW + timedelta(days=61))
    assert not seat.judged().over
    seat.desk.casework.add_note(case, "de nouveau", private=False)


def test_printing_and_an_evidence_file_go_on(seat: Seat) -> None:
    case = seat.desk.casework.create(NewPerson(family="Canari-Bail", given="Omid"))
    seat.desk.blockages.log(case, "B01", on=NOW.date().isoformat())
    seat.heard(NOW)
    seat.time.passes(days=61)
    assert seat.judged().over
    pdf = seat.desk.paper.compose(seat.desk.rights.timeline(case, "fr"))
    assert pdf.startswith(b"%PDF")
    told = Told(id=seat.at.new_id(), deadline="x", on="2027-01-30", how="slip")
    seat.at.record(adding(case, Opened(id=seat.at.new_id(), what="print")), adding(case, told))  # as a reminder does
    dossier = seat.desk.evidence.gather(case)
    assert seat.desk.evidence.compose(dossier).startswith(b"%PDF")


def test_a_stick_s_receipt_prolongs_it_too(seat: Seat) -> None:
    seat.heard(NOW)
    seat.time.passes(days=70)
    assert seat.judged().over
    seat.heard(NOW + timedelta(days=69), "a stick")
    assert not seat.judged().over


def test_a_clock_far_ahead_during_one_contact_gives_no_longer_lease(seat: Seat) -> None:
    seat.heard(NOW + timedelta(days=12_000))
    seat.heard(NOW + timedelta(hours=20), "a stick")  # put right by less than a day: as it was noted
    assert seat.judged().heard == NOW.astimezone().date() + timedelta(days=1)
    seat.time.passes(days=61)
    assert not seat.judged().over
    seat.time.passes(days=1)
    assert seat.judged().over


def test_the_organisation_chooses_how_long(seat: Seat, org: Organisation) -> None:
    seat.heard(NOW)
    _say(seat, org, Policy(opens_cases=False, lease_days=7))
    seat.time.passes(days=8)
    assert seat.judged().over


def test_an_admin_s_code_prolongs_this_pc_and_no_other(seat: Seat, refused: Refused) -> None:
    remembered.put(seat.at.store, labels.KEPT_AS, secret("labels"))
    seat.heard(NOW)
    seat.time.passes(days=100)
    today = seat.at.clock.today()
    assert refused(lambda: lease.code_for(seat.organisation, named("pc"), today)) == "access.role"
    admin = Belonging(
        seat.at.store, seat.pc.sync.post, type(seat.pc.signer)(
            named("pc"), secret("pc"), seat.pc.signer.unwrap, named("admin"), secret("admin")
        )
    )  # fmt: skip
    code = lease.code_for(admin, named("pc"), today)
    other = lease.code_for(admin, named("pc 2"), today)
    old = lease.code_for(admin, named("pc"), today - timedelta(days=9))
    assert seat.judged().over
    for wrong in (other, old, "", "00000 00000"):
        assert refused(lambda wrong=wrong: lease.prolong(seat.at, seat.organisation, wrong)) == "lease.code"  # type: ignore[misc]
    state = lease.prolong(seat.at, seat.organisation, code.lower().replace(" ", ""))
    assert (state.over, state.until) == (False, today + timedelta(days=lease.PROLONGED))
    seat.time.passes(days=31)
    assert seat.judged().over


def test_a_wrong_clock_ends_nothing(seat: Seat) -> None:
    seat.heard(NOW)
    for year in (1970, 2071):
        seat.time.now = datetime(year, 1, 1, tzinfo=UTC)
        assert not seat.judged().over


def test_a_version_too_old_reads_from_its_day_on(seat: Seat, org: Organisation, refused: Refused) -> None:
    day = (NOW.date() - datetime(1970, 1, 1, tzinfo=UTC).date()).days
    _say(seat, org, MinClient(SCHEMA, day))
    assert seat.judged().too_old_on is None
    _say(seat, org, MinClient(SCHEMA + 1, day + 60))
    assert seat.judged().too_old_on == NOW.date() + timedelta(days=60)
    assert not seat.judged().too_old
    seat.time.passes(days=60)
    assert seat.judged().too_old
    assert refused(lambda: seat.desk.casework.create(NewPerson(family="Canari-Tard"))) == "access.too_old"
