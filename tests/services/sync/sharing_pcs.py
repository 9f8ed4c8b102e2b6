"""PCs of two centres and a head office, with somebody at each desk: what sharing is tried on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.change import Touched
from anefdesk.domain.consent import Use
from anefdesk.domain.record import CaseId
from anefdesk.services.casework import NewPerson
from anefdesk.services.desk import Desk, lay_out
from anefdesk.services.sync import sharing
from anefdesk.services.workplace import Workplace
from anefdesk.wire.entry import EVERYWHERE, AddDevice, AddScope, Epoch, Grant, Revoke, Role
from tests.mailbox.organisation import NORTH, SOUTH, Organisation, named, public
from tests.services.conftest import WORKER, Room
from tests.services.correspondent_pcs import Pc, key_of
from tests.services.test_pieces import pdf

PDF = pdf()
PERSON = NewPerson(family="Canari-Partagée", given="Zénobie", birth_date="11/1979", phone="06 39 98 00 77")
OFFICE = named("bureau")  # the centre of the head office


def organisation() -> Organisation:
    """Two PCs in the north, two in the south, one at the head office, which is a centre of its own."""
    org = Organisation()
    org.say(AddScope(OFFICE, b"bureau"))
    for pc, scope in (("nord 1", NORTH), ("nord 2", NORTH), ("sud 1", SOUTH), ("sud 2", SOUTH), ("siège", OFFICE)):
        org.say(AddDevice(named(pc), scope, public(pc), key_of(pc).public(), public(f"{pc} carrier")))
    for paper in ("pc", "pc 2", "far"):  # of keys that only stand for keys
        org.say(Revoke(named(paper)))
    org.say(Grant(named("siège"), Role.HEAD_OFFICE, EVERYWHERE))
    for scope in (NORTH, SOUTH, OFFICE):
        org.say(Epoch(scope, 1, ()))
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
