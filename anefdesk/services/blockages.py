"""Blockages of a file: report one in seconds, add tries and proofs, follow the remedies, say what it costs.

One method is one deed. Nothing is overwritten: what was a mistake is withdrawn and stays in the log.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from anefdesk.domain import blockage_proof, ladder
from anefdesk.domain.blockage import Answered, Attempt, Blockage, Entry, Exhibit, Harm, Means, Remedy, Reply
from anefdesk.domain.blockage_kinds import BlockageKind, HarmKind, Step
from anefdesk.domain.blockage_proof import Loss
from anefdesk.domain.case import CaseFile
from anefdesk.domain.change import Touched
from anefdesk.domain.record import CaseId, ObjectId, Stored, differences
from anefdesk.domain.staff import Deed
from anefdesk.errors import InputRefusedError, StorageError
from anefdesk.services import attachments, exhibits, pieces, typed
from anefdesk.services import blockage_checks as checks
from anefdesk.services.blockage_list import BlockageRow, listed
from anefdesk.services.blockage_views import Belongings, BlockageView, Dates, viewed
from anefdesk.services.exhibits import LARGEST
from anefdesk.services.workplace import Workplace, adding, setting
from anefdesk.store import reading

__all__ = ["LARGEST", "BlockageRow", "BlockageView", "Blockages", "Losses"]

S = TypeVar("S", bound=Stored)
Thing = Blockage | Attempt | Exhibit | Remedy | Harm


@dataclass(frozen=True)
class Losses:
    """What the harms of a file cost up to a day; ``unknown`` have no amount and are in no sum."""

    until: date
    losses: tuple[Loss, ...]
    cents: int
    unknown: tuple[Harm, ...]


class Blockages:
    """Deeds on blockages. Each can be taken back with undo."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    # The closed lists

    def kinds(self) -> tuple[BlockageKind, ...]:
        """The thirty kinds, in their order."""
        return tuple(self._at.catalogue.blockages.kinds.values())

    def steps(self) -> tuple[Step, ...]:
        """Every remedy there is, in the catalogue's order."""
        return tuple(self._at.catalogue.blockages.steps.values())

    def harms(self) -> tuple[HarmKind, ...]:
        """The rights that get cut, in their order."""
        return tuple(self._at.catalogue.harms.values())

    # Reading

    def view(self, case: CaseId) -> tuple[BlockageView, ...]:
        """Every blockage of a file, the newest first; the reading is logged, once each time a member unlocks.

        Raises:
            StorageError: ``case.missing``.
        """
        self._at.need(Deed.READ_FILE)
        file, authored = self._at.file_with_authors(case)
        held, dates = Belongings.of(self._at, case), Dates.of(self._at, file)
        found = [viewed(self._at, file, authored, held, dates, one) for one in held.blockages]
        self._at.read_once(case)
        return tuple(sorted(found, key=_newest, reverse=True))

    def one(self, case: CaseId, blockage: ObjectId) -> BlockageView:
        """One of them.

        Raises:
            StorageError: ``case.missing``.
        """
        found = next((one for one in self.view(case) if one.blockage.id == blockage), None)
        if found is None:
            raise StorageError("case.missing")
        return found

    def open_ones(self, limit: int = 500) -> tuple[BlockageRow, ...]:
        """The blockages that last, over all files open to me: overdue first, then by what comes next."""
        self._at.need(Deed.READ_FILE)
        return listed(self._at, limit)

    # Reporting

    def log(
        self,
        case: CaseId,
        code: str,
        *,
        on: str,
        at: str = "",
        demarche: ObjectId | None = None,
        said: str = "",
        device: str = "",
        browser: str = "",
        address: str = "",
        means: Means = Means.SITE,
        reference: str = "",
        answered: Answered = Answered.UNKNOWN,
        remark: str = "",
    ) -> tuple[ObjectId, Touched]:
        """Report a blockage with its first try; its id.

        Raises:
            InputRefusedError: ``blockage.unknown``, ``blockage.no_day``, ``blockage.far``, ``blockage.future``,
                ``blockage.hour``, ``date.impossible``, ``text.too_long``; nothing was written.
            StorageError: ``case.missing``, also for a démarche of another file.
        """
        file = self._entered(case)
        checks.demarche(file, demarche)
        if code not in self._at.catalogue.blockages.kinds:
            raise InputRefusedError("blockage.unknown")
        blockage = Blockage(
            id=self._at.new_id(),
            code=code,
            on=checks.day(on, self._at.clock),
            demarche=bytes(demarche) if demarche is not None else None,
            remark=typed.prose(remark),
        )
        said_ = Attempt(
            id=self._at.new_id(),
            blockage=bytes(blockage.id),
            means=means,
            on=on,
            at=at,
            said=said,
            device=device,
            browser=browser,
            address=address,
            reference=reference,
            answered=answered,
        )
        return blockage.id, self._added(case, blockage, checks.attempt(said_, self._at.clock))

    def attempt(self, case: CaseId, blockage_id: ObjectId, attempt: Attempt) -> Touched:
        """Add a try; its id is given here unless it has one. Raises as ``log``."""
        self._entered(case)
        self._blockage(case, blockage_id)
        one = replace(attempt, id=attempt.id or self._at.new_id(), blockage=bytes(blockage_id), gone=False)
        return self._added(case, checks.attempt(one, self._at.clock))

    def new_id(self) -> ObjectId:
        """For a try or a remedy about to be recorded, so that proofs can be given to it."""
        return self._at.new_id()

    # Remedies

    def remedy(self, case: CaseId, remedy: Remedy) -> Touched:
        """Record a step that was taken; the day an answer is expected follows from the ladder unless it is given.

        Raises:
            InputRefusedError: ``remedy.unknown``, ``remedy.due``, ``blockage.no_day``, ``blockage.future``…
            StorageError: ``case.missing``, also for a blockage of another file.
        """
        self._entered(case)
        table = self._at.catalogue.blockages
        blockage = self._blockage(case, ObjectId(remedy.blockage))
        one = replace(remedy, id=remedy.id or self._at.new_id(), gone=False)
        one = checks.remedy(one, table.steps, self._at.clock)
        if not one.due:
            kind, step = table.kinds.get(blockage.code), table.steps[one.step]
            rule = next((rule for rule in kind.rungs if rule.step == one.step), None) if kind else None
            due = ladder.expected(step, rule, date.fromisoformat(one.on))
            one = replace(one, due=due.isoformat() if due else "")
        return self._added(case, one)

    def answer(self, case: CaseId, remedy: Remedy, reply: Reply, on: str = "", remark: str | None = None) -> Touched:
        """Say what came of a remedy and when; ``WAITING`` takes an answer back.

        Raises:
            InputRefusedError: ``blockage.no_day``, ``blockage.future``, ``blockage.order``, ``text.too_long``.
            StorageError: ``case.missing``.
        """
        self._entered(case)
        before = self._read(case, remedy.id, Remedy)
        day = "" if reply is Reply.WAITING else checks.day(on, self._at.clock, until=before.on)
        said = before.remark if remark is None else typed.prose(remark)
        return self._edited(case, before, replace(before, reply=reply, replied_on=day, remark=said))

    def end(self, case: CaseId, blockage: ObjectId, on: str, by: ObjectId | None = None) -> Touched:
        """Say since when a blockage is over, and which remedy ended it. Raises as ``answer``."""
        self._entered(case)
        before = self._blockage(case, blockage)
        day = checks.day(on, self._at.clock, until=before.on)
        if by is not None and self._read(case, by, Remedy).blockage != blockage:
            raise StorageError("case.missing")
        return self._edited(case, before, replace(before, ended_on=day, ended_by=bytes(by) if by is not None else None))

    def reopen(self, case: CaseId, blockage: ObjectId) -> Touched:
        """It lasts after all."""
        self._entered(case)
        before = self._blockage(case, blockage)
        return self._edited(case, before, replace(before, ended_on="", ended_by=None))

    def withdraw(self, case: CaseId, thing: Thing) -> Touched:
        """Take what was a mistake out of sight; its history stays."""
        self._entered(case)
        before = self._read(case, thing.id, type(thing))
        return self._edited(case, before, replace(before, gone=True))

    # What it costs

    def harm(self, case: CaseId, harm: Harm) -> Touched:
        """Record a right that was cut.

        Raises:
            InputRefusedError: ``harm.unknown``, ``harm.order``, ``harm.amount``, ``harm.household``,
                ``blockage.no_day``, ``blockage.future``…
            StorageError: ``case.missing``, also for a blockage, a proof or a remedy of another file.
        """
        one = replace(harm, id=harm.id or self._at.new_id(), gone=False)
        return self._added(case, self._checked_harm(self._entered(case), one))

    def change_harm(self, case: CaseId, before: Harm, after: Harm) -> Touched:
        """Put a harm right. Raises as ``harm``."""
        file = self._entered(case)
        self._read(case, before.id, Harm)
        return self._edited(case, before, self._checked_harm(file, replace(after, id=before.id, gone=before.gone)))

    def _checked_harm(self, file: CaseFile, harm: Harm) -> Harm:
        held = Belongings.of(self._at, file.case)
        owned = (
            (harm.blockage, {one.id for one in held.blockages}),
            (harm.proof, {one.id for one in (*file.pieces, *held.exhibits)}),
            (harm.restored_by, {one.id for one in held.remedies}),
        )
        if any(one is not None and one not in known for one, known in owned):
            raise StorageError("case.missing")
        return checks.harm(harm, self._at.catalogue.harms, self._at.clock)

    def harmed(self, case: CaseId) -> tuple[Harm, ...]:
        """The harms of a file, those without a blockage too, in order of their first day."""
        self._at.need(Deed.READ_FILE)
        self._at.enter(case)
        found = tuple(sorted(Belongings.of(self._at, case).harms, key=_start))
        self._at.read_once(case)
        return found

    def total(self, case: CaseId, until: date | None = None) -> Losses:
        """What the known amounts make up to a day, today when none is given. See ``blockage_proof.loss``."""
        day, harms = until or self._at.clock.today(), self.harmed(case)
        found = [(harm, blockage_proof.loss(harm, day)) for harm in harms]
        losses = tuple(loss for _, loss in found if loss is not None)
        unknown = tuple(harm for harm, loss in found if loss is None)
        return Losses(day, losses, sum(loss.cents for loss in losses), unknown)

    # Proofs

    def attach(
        self,
        case: CaseId,
        blockage_id: ObjectId,
        data: bytes,
        *,
        entry: Entry,
        title: str = "",
        attempt: ObjectId | None = None,
        on: str = "",
    ) -> tuple[Exhibit, Touched]:
        """Keep ``data`` exactly as it came, with its fingerprint; ``on`` is the day it shows, if another than today.

        Raises:
            InputRefusedError: as ``exhibits.media_type``; ``exhibit.already``, ``blockage.future``; nothing was kept.
            StorageError: ``case.missing``; ``disk.*``: nothing was recorded.
        """
        self._entered(case)
        self._blockage(case, blockage_id)
        if attempt is not None and self._read(case, attempt, Attempt).blockage != blockage_id:
            raise StorageError("case.missing")
        called, kind = typed.plain(title), exhibits.media_type(data)
        day = checks.day(on, self._at.clock) if on.strip() else ""
        trial = bytes(attempt) if attempt is not None else None
        others = reading.things(self._at.store.connection, case, Exhibit)
        exhibits.check_new(data, trial, [one for one in others if one.blockage == blockage_id])
        digest, key, names = attachments.sealed(self._at, data)
        exhibit = Exhibit(
            id=self._at.new_id(),
            blockage=bytes(blockage_id),
            attempt=trial,
            title=called,
            entry=entry,
            media_type=kind,
            size=len(data),
            sha256=digest,
            key=key,
            chunks=names,
            on=day,
        )
        return exhibit, self._added(case, exhibit)

    def read(self, case: CaseId, exhibit: Exhibit) -> bytes:
        """The original bytes, checked against the fingerprint; the reading is logged.

        Raises:
            StorageError: ``case.missing``; ``exhibit.damaged``, as ``attachments.opened``.
        """
        self._at.need(Deed.READ_FILE)
        self._at.enter(case)
        data = attachments.opened(self._at, self._read(case, exhibit.id, Exhibit))
        self._at.read_logged(case, "exhibit")
        return data

    @staticmethod
    def raster(data: bytes, page: int, width: int) -> pieces.Raster:
        """One page of an image or PDF as pixels, as ``pieces.raster``."""
        return pieces.raster(data, page, width)

    # How

    def _entered(self, case: CaseId) -> CaseFile:
        self._at.need(Deed.EDIT_FILE)
        return self._at.file(case)

    def _blockage(self, case: CaseId, blockage: ObjectId) -> Blockage:
        found = self._read(case, blockage, Blockage)
        if found.gone:
            raise StorageError("case.missing")
        return found

    def _read(self, case: CaseId, obj: ObjectId, cls: type[S]) -> S:
        """One thing of this file, refused as a missing file when it is not of it."""
        if not reading.holds(self._at.store.connection, case, obj, cls):
            raise StorageError("case.missing")
        return reading.thing(self._at.store.connection, case, obj, cls)

    def _added(self, case: CaseId, *things: Thing) -> Touched:
        touched = self._at.record(*(adding(case, thing) for thing in things))
        self._at.can_undo(*(setting(case, one, differences(one, replace(one, gone=True))) for one in things))
        return touched

    def _edited(self, case: CaseId, before: Thing, after: Thing) -> Touched:
        fields = differences(before, after)
        if not fields:
            return Touched()
        touched = self._at.record(setting(case, after, fields))
        self._at.can_undo(setting(case, before, differences(after, before)))
        return touched


def _newest(view: BlockageView) -> tuple[str, bytes]:
    return view.blockage.on, view.blockage.id


def _start(harm: Harm) -> tuple[str, bytes]:
    return harm.start, harm.id
