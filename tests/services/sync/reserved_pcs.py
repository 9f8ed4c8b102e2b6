"""PCs of one centre with named people at their desks, each person with keys of their own: for restricted files."""

import functools
from dataclasses import dataclass, field, replace
from pathlib import Path

from anefdesk.domain import staff
from anefdesk.domain.case import Centre
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.record import CaseId, ObjectId, UserId
from anefdesk.services import members
from anefdesk.services.casework import NewPerson
from anefdesk.services.desk import Desk, lay_out
from anefdesk.services.sync import reserving
from anefdesk.services.sync.deliver import Deliverer
from anefdesk.services.workplace import Workplace, adding
from anefdesk.store import reserved
from anefdesk.store.casekeys import EpochKey
from anefdesk.store.store import Store
from anefdesk.vault import seal
from anefdesk.vault.seal import PrivateKey
from anefdesk.wire.entry import AddDevice, AddUser, Grant, Revoke, Role
from tests.mailbox.organisation import NORTH, named, public, secret
from tests.mailbox.organisation import Organisation as OnPaper
from tests.services.conftest import Room
from tests.services.correspondent_pcs import Pc, organisation
from tests.store.conftest import DEVICE, KEY

ZAHRA, MARC, NOEMIE, LENA = "Canari-Zahra", "Canari-Marc", "Canari-Inès", "Canari-Léna"
PERSON = NewPerson(family="Canari-Retirée", given="Olga", birth_date="11/1979")


@functools.cache
def key_of(_who: str) -> PrivateKey:
    return seal.new_key()


def centre() -> OnPaper:
    """Three members of staff and their lead, known to the directory with keys to seal to."""
    org = organisation()
    for paper in ("pc", "pc 2", "lead", "officer"):  # of keys that only stand for keys
        org.say(Revoke(named(paper)))
    org.say(AddDevice(named("nord 3"), NORTH, public("nord 3"), key_of("nord 3").public(), public("nord 3 carrier")))
    for who in (ZAHRA, MARC, NOEMIE, LENA):
        org.say(AddUser(named(who), NORTH, key_of(who).public(), public(who)))
        org.say(Grant(named(who), Role.LEAD if who == LENA else Role.WORKER, NORTH))
    return org


class JoinedPc(Pc):
    """One that has nothing yet."""

    def _join(self) -> None:
        org = self.org.state.org
        keys = [EpochKey(org, self.scope, 1, secret("epoch"))]
        centre = CaseId(named("the centre's own case"))
        file = self.home / "casebook.db"
        Store.join(file, KEY, DEVICE, org=org, scope=self.scope, centre=centre, epochs=keys).close()


@dataclass
class Seat:
    """One PC and who sits at it; somebody else sits down after a lock, when nothing of the keys is left."""

    pc: Pc
    catalogue: Catalogue
    who: str
    room: Room = field(init=False)
    at: Workplace = field(init=False)
    deliverer: Deliverer = field(init=False)

    def __post_init__(self) -> None:
        self._sit()

    def _sit(self) -> None:
        self.room = self.pc.room(self.catalogue)
        role = staff.Role.LEAD if self.who == LENA else staff.Role.WORKER
        self.room.keys[self.who] = key_of(self.who)
        self.room.members[self.who] = staff.Member(UserId(named(self.who)), self.who, role)
        self.deliverer = Deliverer(self.pc.store, self.pc.post, self.pc.signer)
        self.at = replace(self.room.workplace(self.who), directory=self.pc.post.directory)
        reserving.arrive(self.at)

    def sits(self, who: str) -> "Seat":
        """Lock, and unlock as ``who``."""
        self.pc.store.close()
        self.pc.store = Store.open(self.pc.home / "casebook.db", KEY, DEVICE)
        self.who = who
        self._sit()
        return self

    @property
    def desk(self) -> Desk:
        return lay_out(self.at)

    def hire(self) -> None:
        """The first PC: everybody has an account in the centre."""
        store = self.pc.store
        with store.transaction(self.at.me.user, 1_800_000_000_000) as deed:
            deed.open_case(store.centre)
            deed.record(adding(store.centre, Centre(id=ObjectId(store.centre), name="Canari-Centre")))
            for who in (ZAHRA, MARC, NOEMIE, LENA):
                role = staff.Role.LEAD if who == LENA else staff.Role.WORKER
                member = staff.Member(UserId(named(who)), who, role)
                record = members.record_of(member.user, member, key_of(who).public(), public(who))
                deed.record(adding(store.centre, record))

    def leaves(self, who: str) -> None:
        """The account of ``who`` ends."""
        record = members.known(self.pc.store, UserId(named(who)))
        self.at.record(adding(self.pc.store.centre, replace(record, gone=True)))

    def contact(self) -> None:
        """What is done on the desk lane at each contact."""
        self.deliverer.learn()
        while self.deliverer.take().more:
            pass
        reserving.at_contact(self.at, self.pc.post)
        while self.deliverer.cut():
            pass

    def file(self) -> CaseId:
        return self.desk.casework.create(PERSON)

    def note(self, case: CaseId, text: str) -> None:
        self.desk.casework.add_note(case, text, private=False)

    def notes(self, case: CaseId) -> list[str]:
        return [note.text for note in self.desk.casework.reload(case).file.notes]

    def sees(self, case: CaseId) -> bool:
        return case in {row.case for row in self.desk.finding.recent()}

    def holds(self, text: str) -> bool:
        """Whether a text is anywhere in the tables of the casebook."""
        sql = self.pc.store.connection.exec_driver_sql
        tables = sql("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'").scalars().all()
        rows = (row for table in tables for row in sql(f"SELECT * FROM {table}").fetchall())
        sought = text.encode()
        return any(
            sought in (value if isinstance(value, bytes) else str(value).encode()) for row in rows for value in row
        )


def meet(*seats: Seat) -> None:
    """Contacts until everybody has all: what the mailboxes hold goes round."""
    for _ in range(3):
        for seat in seats:
            seat.contact()
        for one in seats:
            for two in seats:
                if one is not two:
                    carry(one, two)
    for seat in seats:
        seat.contact()


def carry(one: Seat, two: Seat) -> None:
    for data in one.pc.org.entries[two.pc.post.directory().no + 1 :]:
        two.pc.post.box.add_entry(data)
    page = one.pc.post.box.pull(NORTH, 0, 100_000)
    two.pc.post.box.put_keyboxes(page.keyboxes)
    two.pc.post.box.push(page.segments)


class Reserved:
    """Zahra and Marc, each at a PC, and a file that she closed with Marc and Inès named."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self.folder = folder / "centre"
        org = centre()
        self.one, self.two = (
            Seat(JoinedPc(org, pc, self.folder / pc), catalogue, who)
            for pc, who in (("nord 1", ZAHRA), ("nord 2", MARC))
        )
        self.one.hire()
        self.case = self.one.file()
        self.one.desk.restricting.restrict(self.case, [UserId(named(MARC)), UserId(named(NOEMIE))])
        self.one.note(self.case, "Canari-Avant")
        meet(self.one, self.two)

    def open(self) -> None:
        for seat in (self.one, self.two):
            seat.pc.open()
            seat._sit()

    def close(self) -> None:
        for seat in (self.one, self.two):
            seat.pc.close()

    @property
    def keys(self) -> int:
        return len({held.key for held in reserved.of(self.one.pc.store.connection, self.case)})
