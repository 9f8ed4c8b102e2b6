"""Two or three desks of one centre with their services: they write apart, and meet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from anefdesk.domain import ids
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.change import Change
from anefdesk.domain.record import CaseId, Stored, Value, cells_of
from anefdesk.domain.staff import Member
from anefdesk.services import members
from tests.mailbox.organisation import named
from tests.services.conftest import LEAD, RECEPTION, ROLES, WORKER, Room
from tests.store.desks import Desk, organisation

LABELS = (LEAD, WORKER, RECEPTION)


@dataclass
class Centre:
    """Its PCs, and a room on each."""

    home: Path
    catalogue: Catalogue
    pcs: tuple[str, ...] = ("pc", "pc 2")
    desks: list[Desk] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)

    def __post_init__(self) -> None:
        org = organisation()
        people = {label: Member(ids.new_user(), label, ROLES[label]) for label in LABELS}
        for pc in self.pcs:
            if named(pc) not in org.state.devices:
                org.say(org.pc(pc))
            desk = Desk(org, pc, self.home / f"{pc}.db")
            self.desks.append(desk)
            self.rooms.append(Room(self.home / pc, self.catalogue, desk.store, members=people))
        store = self.desks[0].store
        records = [members.record_of(one.user, one, b"") for one in people.values()]
        with store.transaction(people[LEAD].user, 1_799_000_000_000) as deed:
            deed.open_case(store.centre)
            for record in records:
                deed.record(Change(store.centre, record.KIND, record.id, cells_of(record)))
        self.meet()

    def meet(self, among: Sequence[int] = ()) -> None:
        """Everybody takes what the others wrote, twice: what one brings, another carries on."""
        there = [self.desks[at] for at in among] or self.desks
        for _ in range(2):
            for one in there:
                for other in there:
                    if other is not one:
                        one.meet(other)

    def write(self, at: int, label: str, case: CaseId, thing: Stored, fields: dict[int, Value] | None = None) -> None:
        """A change as some form would write it."""
        room = self.rooms[at]
        me = room.workplace(label).me
        change = Change(case, thing.KIND, thing.id, cells_of(thing) if fields is None else fields)
        with room.store.transaction(me.user, room.time.clock().wall_ms() + at * 60_000) as deed:
            deed.record(change)

    def apart(self, case: CaseId, thing: Stored, number: int, *values: Value) -> None:
        """Each desk writes one of ``values`` into one field, then all meet."""
        for at, value in enumerate(values):
            self.write(at, LABELS[at], case, thing, {number: value})
        self.meet()

    def agreed(self) -> bool:
        """Whether all show the same after they met, live and rebuilt."""
        self.meet()
        live = {desk.store.state_hash() for desk in self.desks}
        self.desks[-1].store.rebuild()
        return len(live) == 1 and live == {self.desks[-1].store.state_hash()}

    def open_on(self) -> list[int]:
        """How many disagreements each lead sees."""
        return [room.desk(LEAD).reviewing.count() for room in self.rooms]

    def close(self) -> None:
        for desk in self.desks:
            desk.close()
