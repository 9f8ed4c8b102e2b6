"""PCs of two centres and a head office, with somebody at each desk: what sharing is tried on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.change import Touched
from anefdesk.domain.consent import Use
from anefdesk.domain.record import CaseId
from anefdesk.domain.sharing import Reply, Share
from anefdesk.services.casework import NewPerson
from anefdesk.services.desk import Desk, lay_out
from anefdesk.services.sync import labels, sharing
from anefdesk.services.sync.sharing import OfferRow, Standing
from anefdesk.services.workplace import Workplace
from anefdesk.store import reading
from anefdesk.wire.entry import EVERYWHERE, AddDevice, AddScope, Epoch, Grant, Revoke, Role
from tests.mailbox.organisation import Organisation, named, public, secret
from tests.services.conftest import WORKER, Room
from tests.services.correspondent_pcs import Pc, key_of
from tests.services.test_pieces import pdf

PDF = pdf()
PERSON = NewPerson(family="Canari-Partagée", given="Zénobie", birth_date="11/1979", phone="06 39 98 00 77")
LABEL_KEY = secret("labels")
NORTH, SOUTH = named("centre nord"), named("centre sud")
OFFICE = named("bureau")  # the centre of the head office


def organisation() -> Organisation:
    """Two PCs in the north, two in the south, one at the head office, which is a centre of its own."""
    org = Organisation()
    for scope, name in ((NORTH, "Centre Nord"), (SOUTH, "Centre Sud")):
        org.say(AddScope(scope, labels.seal(LABEL_KEY, name)))
    org.say(AddScope(OFFICE, b"bureau"))
    for pc, scope in (("nord 1", NORTH), ("nord 2", NORTH), ("sud 1", SOUTH), ("sud 2", SOUTH), ("siège", OFFICE)):
        org.say(AddDevice(named(pc), scope, public(pc), key_of(pc).public(), public(f"{pc} carrier")))
    for paper in ("pc", "pc 2", "far"):  # of keys that only stand for keys
        org.say(Revoke(named(paper)))
    org.say(Grant(named("siège"), Role.HEAD_OFFICE, EVERYWHERE))
    for scope in (NORTH, SOUTH, OFFICE):
        org.say(Epoch(scope, 1, ()))
        org.say(Grant(named("lead"), Role.LEAD, scope))
        org.say(Grant(named("officer"), Role.DATA_OFFICER, scope))
    return org


@dataclass
class Counter:
    """One PC and who sits at it."""

    pc: Pc
    catalogue: Catalogue
    label: str = WORKER
    made: Room = field(init=False)

    def __post_init__(self) -> None:
        self.made = self.pc.room(self.catalogue)

    @property
    def at(self) -> Workplace:
        return self.made.workplace(self.label)

    @property
    def desk(self) -> Desk:
        return self.of(self.label)

    def of(self, label: str) -> Desk:
        return lay_out(self.made.workplace(label), self.pc.organisation())

    def file(self, *, agreed: bool = True) -> CaseId:
        """A file with a bit of everything, and the person's agreement to its leaving."""
        desk = self.desk
        case = desk.casework.create(PERSON)
        desk.casework.add_note(case, "Canari-Note de l’équipe", private=False)
        desk.casework.add_note(case, "Canari-Note à moi", private=True)
        desk.pieces.attach(case, "c-domicile", PDF)
        if agreed:
            self.agree(case)
        return case

    def agree(self, case: CaseId, scope: str = "") -> None:
        self.desk.consents.give(case, Use.OTHER_CENTRE, language="fr", signed=True, scope=scope)

    def contact(self, label: str = "") -> Touched:
        """What happens at each contact, before and after the carrying."""
        self.pc.takes()
        touched = sharing.at_contact(self.made.workplace(label or self.label), self.pc.parcels())
        self.pc.posts()
        return touched

    def meets(self, other: "Counter") -> None:
        """A contact of both, twice: what the first one brought is answered."""
        for _ in range(2):
            self.contact()
            self.pc.meets(other.pc)
            other.contact()
        self.pc.meets(other.pc)
        self.contact()


@dataclass
class Two:
    north: Counter
    south: Counter
    case: CaseId

    def offered(self) -> OfferRow:
        self.north.meets(self.south)
        (row,) = [row for row in self.south.desk.sharing.received() if row.standing is Standing.WAITING]
        return row

    def shared(self, *, handed_over: bool = False) -> CaseId:
        """Shared, accepted, and the answer heard; the copy."""
        self.north.desk.sharing.share(self.case, SOUTH, handed_over=handed_over)
        row = self.offered()
        copy, _ = self.south.desk.sharing.accept(row.scope, row.share)
        self.north.meets(self.south)
        return copy

    @property
    def share(self) -> Share:
        (line,) = self.north.desk.sharing.view(self.case).lines
        return line.share

    def journal(self, copy: CaseId) -> list[str]:
        return [entry.text for entry in self.south.desk.casework.reload(copy).file.journal]


NewCounter = Callable[[str, bytes], Counter]


def maker(org: Organisation, folder: Path, catalogue: Catalogue) -> tuple[NewCounter, Callable[[], None]]:
    """What makes PCs, and what closes them all."""
    made: list[Counter] = []

    def make(pc: str, scope: bytes) -> Counter:
        one = Counter(Pc(org, pc, folder / pc, scope=scope), catalogue)
        made.append(one)
        return one

    def close() -> None:
        for one in made:
            one.pc.close()

    return make, close


class TwoCentres:
    """A PC in each of two centres, and a file in the north."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self.folder = folder / "centres"
        make, self.close = maker(organisation(), self.folder, catalogue)
        self.north, self.south = make("nord 1", NORTH), make("sud 1", SOUTH)
        self.case = self.north.file()
        self.told = folder / "told"

    def open(self) -> None:
        for one in (self.north, self.south):
            one.pc.open()
            one.made.store = one.pc.store

    def acknowledged(self) -> bool:
        """Whether the deed said that it was done, this time."""
        there = self.told.exists()
        self.told.unlink(missing_ok=True)
        return there

    @property
    def shares(self) -> tuple[Share, ...]:
        return tuple(reading.things(self.north.pc.store.connection, self.case, Share))

    def ends_well(self) -> None:
        """Both agree that it was shared and accepted once; there is one copy, and it follows."""
        self.north.meets(self.south)
        self.north.meets(self.south)
        (share,) = self.shares
        assert (share.reply, share.stands) == (Reply.ACCEPTED, True)
        (row,) = self.south.desk.sharing.received()
        assert (row.standing, row.case is not None) == (Standing.ACCEPTED, True)
        assert [one.case for one in self.south.desk.finding.recent()] == [row.case]
        text = f"Canari-Suite {len(self.notes(self.north, self.case))}"
        self.north.desk.casework.add_note(self.case, text, private=False)
        self.north.meets(self.south)
        assert row.case is not None
        assert sorted(self.notes(self.south, row.case)) == sorted(self.notes(self.north, self.case))
        for one in (self.north, self.south):
            live = one.pc.store.state_hash()
            one.pc.store.rebuild()
            assert one.pc.store.state_hash() == live

    @staticmethod
    def notes(at: Counter, case: CaseId) -> list[str]:
        """What staff wrote in it; not that it came, nor what only its author reads."""
        return [note.text for note in at.desk.casework.reload(case).file.notes if note.text.startswith("Canari-")]
