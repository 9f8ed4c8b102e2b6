"""What a centre knows beyond the catalogue: what a préfecture asks for anyway, what was seen on the ANEF, and when.

It stands beside the law with who said so, and never overwrites it: such a line hinders no filing.
"""

from dataclasses import dataclass, replace
from datetime import date

from anefdesk.domain.case import Centre, Item, ItemState
from anefdesk.domain.centre import LocalDemand, Seen, Sighting
from anefdesk.domain.change import Touched
from anefdesk.domain.procedure import OnAnef
from anefdesk.domain.record import ObjectId, differences
from anefdesk.domain.staff import Deed
from anefdesk.errors import InputRefusedError
from anefdesk.services import typed
from anefdesk.services.workplace import Workplace, adding, setting
from anefdesk.store import reading

_MARK = "local-"  # begins the document id of a préfecture's own line; no id of the catalogue does

T = LocalDemand | Sighting


@dataclass(frozen=True, slots=True)
class LocalRow:
    """One document that a préfecture asks for of its own, and where it stands in a démarche."""

    demand: LocalDemand
    item: Item | None = None

    @property
    def document(self) -> str:
        """The id under which its state is kept."""
        return line_of(self.demand)

    @property
    def state(self) -> ItemState:
        """Where it stands."""
        return self.item.state if self.item else ItemState.MISSING


@dataclass(frozen=True, slots=True)
class Local:
    """What is known here of one procedure, for one département."""

    procedure: str
    department: str
    prefecture: str
    rows: tuple[LocalRow, ...] = ()
    sightings: tuple[Sighting, ...] = ()  # the latest first

    @property
    def sighting(self) -> Sighting | None:
        """What was seen last."""
        return self.sightings[0] if self.sightings else None

    def differs(self, stated: OnAnef) -> bool:
        """Whether what was seen last tells more than the catalogue, or something else."""
        return self.sighting is not None and stated.value != self.sighting.seen.value


def line_of(demand: LocalDemand) -> str:
    """The document id of a préfecture's own line."""
    return _MARK + demand.id.hex()


def is_local(document: str) -> bool:
    """Whether a document id is that of a préfecture's own line."""
    return document.startswith(_MARK)


def known(at: Workplace, procedure: str, department: str) -> Local:
    """What is known of ``procedure`` where the person lives; the centre's own département when that is not known."""
    department = department or _own_department(at)
    named = at.catalogue.departments.get(department)
    connection, centre = at.store.connection, at.store.centre
    rows = tuple(
        LocalRow(demand)
        for demand in reading.things(connection, centre, LocalDemand)
        if not demand.gone and (demand.procedure, demand.department) == (procedure, department)
    )
    seen = [one for one in reading.things(connection, centre, Sighting) if not one.gone and one.procedure == procedure]
    return Local(
        procedure=procedure,
        department=department,
        prefecture=named.prefecture if named else "",
        rows=rows,
        sightings=tuple(sorted(seen, key=_day))[::-1],
    )


def standing(local: Local, items: dict[str, Item]) -> Local:
    """``local`` with where its lines stand in one démarche."""
    return replace(local, rows=tuple(LocalRow(row.demand, items.get(row.document)) for row in local.rows))


def _day(one: Sighting) -> str:
    return one.on


def _own_department(at: Workplace) -> str:
    return reading.thing(at.store.connection, at.store.centre, ObjectId(at.store.centre), Centre).department


class LocalKnowledge:
    """Deeds on what the centre knows. Each can be taken back with undo."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    def of(self, procedure: str, department: str = "") -> Local:
        """What is known of a procedure in one département, the centre's own when none is given."""
        self._at.need(Deed.READ_FILE)
        return known(self._at, procedure, department)

    def demands(self) -> tuple[LocalDemand, ...]:
        """Every demand of every préfecture, for those who read them over."""
        self._at.need(Deed.READ_FILE)
        found = reading.things(self._at.store.connection, self._at.store.centre, LocalDemand)
        return tuple(demand for demand in found if not demand.gone)

    def add(self, procedure: str, department: str, document: str, said_by: str, said_on: date) -> Touched:
        """Note a document that a préfecture asks for, who said so (never a person's name) and when.

        Raises:
            InputRefusedError: ``procedure.unknown``, ``department.unknown``, ``text.empty``, ``text.too_long``,
                ``local.said_by``, ``local.future``.
        """
        self._check(procedure, department, said_on)
        document, said_by = typed.plain(document), typed.plain(said_by)
        if not document:
            raise InputRefusedError("text.empty")
        if not said_by:
            raise InputRefusedError("local.said_by")
        return self._added(
            LocalDemand(
                id=self._at.new_id(),
                department=department,
                procedure=procedure,
                document=document,
                said_by=said_by,
                said_on=said_on.isoformat(),
            )
        )

    def withdraw(self, demand: LocalDemand) -> Touched:
        """Take a demand out of the lists; states recorded for it stay in the files."""
        return self._withdrawn(demand)

    def record(self, procedure: str, seen: Seen, on: date, remark: str = "", department: str = "") -> Touched:
        """Note what was seen of a procedure on the ANEF on one day.

        Raises:
            InputRefusedError: ``procedure.unknown``, ``department.unknown``, ``text.too_long``, ``local.future``.
        """
        self._check(procedure, department or _own_department(self._at), on)
        return self._added(
            Sighting(
                id=self._at.new_id(),
                procedure=procedure,
                seen=seen,
                on=on.isoformat(),
                remark=typed.plain(remark),
                department=department,
            )
        )

    def withdraw_sighting(self, sighting: Sighting) -> Touched:
        """Take back what was noted by mistake."""
        return self._withdrawn(sighting)

    def _check(self, procedure: str, department: str, day: date) -> None:
        self._at.need(Deed.EDIT_FILE)
        if procedure not in self._at.catalogue.procedures:
            raise InputRefusedError("procedure.unknown")
        if department not in self._at.catalogue.departments:
            raise InputRefusedError("department.unknown")
        if day > self._at.clock.today() and not self._at.clock.absurd():
            raise InputRefusedError("local.future")

    def _added(self, thing: T) -> Touched:
        centre = self._at.store.centre
        touched = self._at.record(adding(centre, thing))
        gone = replace(thing, gone=True)
        self._at.can_undo(setting(centre, thing, differences(thing, gone)))
        return touched

    def _withdrawn(self, thing: T) -> Touched:
        self._at.need(Deed.EDIT_FILE)
        centre = self._at.store.centre
        gone, here = replace(thing, gone=True), replace(thing, gone=False)
        touched = self._at.record(setting(centre, thing, differences(here, gone)))
        self._at.can_undo(setting(centre, thing, differences(gone, here)))
        return touched
