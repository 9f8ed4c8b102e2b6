"""A blockage with all that belongs to it, and where it stands: ladder, proof, what the Conseil d’État ordered.

Used by ``blockages`` for pages, letters and the evidence file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from anefdesk.domain import blockage_proof, ladder
from anefdesk.domain.blockage import Attempt, Blockage, Exhibit, Harm, Remedy
from anefdesk.domain.blockage_kinds import BlockageKind, BlockageTable
from anefdesk.domain.blockage_proof import BundleLine, Known, MeasureView
from anefdesk.domain.case import Authored, CaseFile, ItemState
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.deadlines import Due, EventKind, Outcome
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.ladder import Rung
from anefdesk.domain.letter import Letter
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.procedure import Grade
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.services.reckoner import Found, reckon
from anefdesk.services.workplace import Workplace
from anefdesk.store import reading

SUPPORT = "L12"  # the centre's attestation


@dataclass(frozen=True)
class BlockageView:
    """One blockage. What was withdrawn is left out; attempts in order of day and hour, the rest as it came."""

    blockage: Blockage
    kind: BlockageKind
    attempts: tuple[Attempt, ...]
    exhibits: tuple[Exhibit, ...]
    remedies: tuple[Remedy, ...]
    harms: tuple[Harm, ...]
    weeks: Mapping[tuple[int, int], int]
    ladder: tuple[Rung, ...]
    next: Rung | None  # nothing once it has ended
    bundle: tuple[BundleLine, ...]
    measure: MeasureView | None
    authored: Mapping[ObjectId, Authored]  # who wrote each of these, and when by the PC's clock of that time
    disputed: frozenset[tuple[ObjectId, int]]  # object and field on which two desks wrote something else


def unknown_kind(code: str) -> BlockageKind:
    """What stands for a code that this version of the catalogue does not have."""
    return BlockageKind(code, code, "", (), (), "", Grade.C, (), date.min)


@dataclass(frozen=True)
class Belongings:
    """Everything about blockages in one file."""

    blockages: tuple[Blockage, ...]
    attempts: tuple[Attempt, ...]
    exhibits: tuple[Exhibit, ...]
    remedies: tuple[Remedy, ...]
    harms: tuple[Harm, ...]

    @classmethod
    def of(cls, at: Workplace, case: CaseId) -> "Belongings":
        """Without what was withdrawn."""
        connection = at.store.connection
        return cls(
            tuple(one for one in reading.things(connection, case, Blockage) if not one.gone),
            tuple(sorted((one for one in reading.things(connection, case, Attempt) if not one.gone), key=_when)),
            tuple(one for one in reading.things(connection, case, Exhibit) if not one.gone),
            tuple(one for one in reading.things(connection, case, Remedy) if not one.gone),
            tuple(one for one in reading.things(connection, case, Harm) if not one.gone),
        )

    def remedies_of(self, blockage: Blockage) -> tuple[Remedy, ...]:
        """Those taken for one blockage."""
        return tuple(one for one in self.remedies if one.blockage == blockage.id)


def _when(one: Attempt) -> tuple[str, str, bytes]:
    return one.on, one.at, one.id


@dataclass(frozen=True)
class Dates:
    """The dates of the legal clock of one file, ready to be asked for one blockage."""

    found: tuple[Found, ...]
    events: tuple[LegalEvent, ...]

    @classmethod
    def of(cls, at: Workplace, file: CaseFile) -> "Dates":
        """Reckoned now."""
        recorded = reading.things(at.store.connection, file.case, LegalEvent)
        events = tuple(one for one in recorded if not one.gone)
        return cls(reckon(file, events, at.catalogue, at.clock.today())[1], events)

    def dues(self, blockage: Blockage) -> tuple[Due, ...]:
        """What concerns the blocked demand or the person as a whole, and is not settled."""
        return tuple(
            one.due
            for one in self.found
            if (not one.done or one.due.what is Outcome.REFUSAL_BORN)
            and (
                blockage.demarche is None
                or one.run.demarche is None
                or one.run.demarche.id == blockage.demarche
                or all(event in one.run.shared for event in one.due.events)
            )
        )

    def given(self, blockage: Blockage) -> date | None:
        """The last day written on the latest demand for a document."""
        asked = [
            one
            for one in self.events
            if one.kind is EventKind.COMPLEMENT_ASKED
            and day_of(one.until)
            and (blockage.demarche is None or one.demarche in {None, blockage.demarche})
        ]
        return day_of(max(asked, key=_on).until) if asked else None


def _on(event: LegalEvent) -> str:
    return event.on


def climbed(
    catalogue: Catalogue,
    blockage: Blockage,
    remedies: Sequence[Remedy],
    today: date,
    dues: Sequence[Due] = (),
    given: date | None = None,
) -> tuple[Rung, ...]:
    """The ladder of one blockage; without ``dues`` nothing of it is dated by the law."""
    table = catalogue.blockages
    kind = table.kinds.get(blockage.code) or unknown_kind(blockage.code)
    return ladder.climb(kind, table, remedies, day_of(blockage.on) or today, today, dues, given)


def viewed(
    at: Workplace,
    file: CaseFile,
    authored: Mapping[ObjectId, Authored],
    held: Belongings,
    dates: Dates,
    blockage: Blockage,
) -> BlockageView:
    """One blockage of a file, as it stands today."""
    table, today = at.catalogue.blockages, at.clock.today()
    attempts = tuple(one for one in held.attempts if one.blockage == blockage.id)
    exhibits = tuple(one for one in held.exhibits if one.blockage == blockage.id)
    remedies = held.remedies_of(blockage)
    harms = tuple(one for one in held.harms if one.blockage == blockage.id)
    rungs = climbed(at.catalogue, blockage, remedies, today, dates.dues(blockage), dates.given(blockage))
    letters = reading.things(at.store.connection, file.case, Letter)
    things = (blockage, *attempts, *exhibits, *remedies, *harms)
    return BlockageView(
        blockage=blockage,
        kind=table.kinds.get(blockage.code) or unknown_kind(blockage.code),
        attempts=attempts,
        exhibits=exhibits,
        remedies=remedies,
        harms=harms,
        weeks=blockage_proof.weeks(attempts),
        ladder=rungs,
        next=None if blockage.ended_on else ladder.next_rung(rungs),
        bundle=_bundle(table, file, blockage, (attempts, exhibits, remedies), letters),
        measure=blockage_proof.measure_state(table.measures_of(blockage.code), blockage, today),
        authored={one.id: authored[one.id] for one in things if one.id in authored},
        disputed=frozenset(one for one in file.disputed if one[0] in {thing.id for thing in things}),
    )


def _bundle(
    table: BlockageTable,
    file: CaseFile,
    blockage: Blockage,
    things: tuple[tuple[Attempt, ...], tuple[Exhibit, ...], tuple[Remedy, ...]],
    letters: Sequence[Letter],
) -> tuple[BundleLine, ...]:
    attempts, exhibits, remedies = things
    known = Known(
        steps=frozenset(ladder.counting(remedies)),
        support=any(
            one.template == SUPPORT and one.issued_on and one.blockage in {None, blockage.id} for one in letters
        ),
        card=any(permit.end for permit in file.permits),
        documents=sum(
            item.state is ItemState.RECEIVED and blockage.demarche in {None, item.demarche} for item in file.items
        ),
    )
    return blockage_proof.bundle(table.bundle, attempts, exhibits, known)
