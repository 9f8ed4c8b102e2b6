"""Démarches: open a procedure for a person, answer its questions, tick its lines, say when it was filed."""

import contextlib
import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from anefdesk.domain import checklist as drawing
from anefdesk.domain import ids, known_facts
from anefdesk.domain.case import (
    AddressKind,
    Answer,
    CaseFile,
    Demarche,
    DemarcheStatus,
    Item,
    ItemState,
    RefusalReason,
    RequestKind,
)
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.change import Change, Touched
from anefdesk.domain.channels import Door
from anefdesk.domain.checklist import Checklist
from anefdesk.domain.facts import FactScope, Truth
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.procedure import Court, Fee, FilingWindow, Procedure, Rule, Source
from anefdesk.domain.record import CaseId, ObjectId, Stored, differences
from anefdesk.domain.staff import Deed
from anefdesk.errors import InputRefusedError, StorageError
from anefdesk.services import local_knowledge, pinning, sharing, typed
from anefdesk.services.local_knowledge import Local
from anefdesk.services.pinning import Followed
from anefdesk.services.workplace import Workplace, adding, setting
from anefdesk.store import reading

S = TypeVar("S", bound=Stored)

HORIZON_DAYS = 60  # how far today's page looks ahead


@dataclass(frozen=True)
class WindowView:
    """A filing window that applies, with its days when the end of the permit is known."""

    window: FilingWindow
    opens: date | None
    closes: date | None


@dataclass(frozen=True)
class Left:
    """A state recorded for a document that the list no longer has."""

    item: Item
    name: str  # as the list called it; its id when no version kept says


@dataclass(frozen=True)
class DeskView:
    """Everything the desk shows of one démarche, by the version of the catalogue that it follows."""

    file: CaseFile
    demarche: Demarche
    procedure: Procedure
    checklist: Checklist
    facts: Mapping[str, str]
    windows: tuple[WindowView, ...]
    fees: tuple[Fee, ...]
    planned_on: date
    catalogue: Catalogue  # today's, with the procedure, its questions and its sources as this version has them
    local: Local  # what this préfecture asks for of its own, what was seen on the ANEF
    left: tuple[Left, ...] = ()
    behind: bool = False  # today's catalogue says something else
    version_lost: bool = False  # the version it was opened with cannot be read: it is shown by today's

    @property
    def door(self) -> Door:
        """Where the demand is handed in, as far as place and answers tell."""
        return self.catalogue.channel(self.procedure.id, self.file.person.department, self.facts)

    @property
    def court(self) -> Court | None:
        """The administrative court of the residence, once that is known."""
        return self.catalogue.court(self.file.person.department)


@dataclass(frozen=True)
class Places:
    """Where somebody's demands go: the court of the residence, and the door of each démarche in preparation."""

    court: Court | None
    doors: Mapping[ObjectId, Door]
    sources: Mapping[str, Source]


@dataclass(frozen=True)
class DueRow:
    """Something of the day, as ``store.reading.DueLine`` has it; ``about`` is whom a notice tells of, if another."""

    case: CaseId
    latin: str
    native: str
    obj: ObjectId
    what: str
    detail: str
    on: date
    overdue: bool
    about: CaseId | None = None


class Demarches:
    """Deeds on démarches."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace
        self._kept: set[ObjectId] = set()  # démarches whose version is known to be kept

    def procedures(self) -> tuple[Procedure, ...]:
        """Every procedure of the catalogue, in its order."""
        return tuple(self._at.catalogue.procedures.values())

    def rules(self) -> tuple[tuple[Rule, ...], Mapping[str, Source]]:
        """What holds for all procedures, in the catalogue's order, and the sources it cites."""
        return tuple(self._at.catalogue.rules.values()), self._at.catalogue.sources

    def begin(self, case: CaseId, procedure_id: str, request: RequestKind, planned_on: date) -> ObjectId:
        """Open ``procedure_id`` for this person and return the démarche's id.

        Raises:
            InputRefusedError: ``procedure.unknown`` or ``procedure.request`` (not a request it knows).
        """
        self._at.need(Deed.EDIT_FILE)
        self._at.enter(case)
        procedure = self._procedure(procedure_id)
        if request not in procedure.requests:
            raise InputRefusedError("procedure.request")
        demarche = Demarche(
            id=self._at.new_id(),
            procedure=procedure_id,
            catalogue=self._at.catalogue.version,
            request=request,
            planned_on=planned_on.isoformat(),
            opened_on=self._at.clock.today().isoformat(),
        )
        self._at.record(adding(case, demarche), *pinning.keeping(self._at, procedure_id))
        return demarche.id

    def _procedure(self, procedure_id: str) -> Procedure:
        procedure = self._at.catalogue.procedures.get(procedure_id)
        if procedure is None:
            raise InputRefusedError("procedure.unknown")
        return procedure

    def _read(self, case: CaseId, demarche_id: ObjectId) -> tuple[CaseFile, Demarche]:
        file = self._at.file(case)
        demarche = next((one for one in file.demarches if one.id == demarche_id), None)
        if demarche is None:
            raise StorageError("case.missing")
        # No role needs journal or notes here, and reception may not read them.
        return dataclasses.replace(file, journal=(), notes=()), demarche

    def view(self, case: CaseId, demarche_id: ObjectId) -> DeskView:
        """The démarche as it stands, judged at its planned filing date (today when none, or past).

        It shows the person's file: the reading is logged, once for each time a member unlocks.

        Raises:
            StorageError: ``case.missing``.
            InputRefusedError: ``procedure.unknown``.
        """
        view = self.drawn_up(case, demarche_id)
        self._at.read_once(case)
        return view

    def drawn_up(self, case: CaseId, demarche_id: ObjectId) -> DeskView:
        """As ``view``, for who logs the reading in words of their own."""
        self._at.need(Deed.READ_FILE)
        file, demarche = self._read(case, demarche_id)
        return self.judged(file, demarche, pinning.followed(self._at, demarche))

    def judged(self, file: CaseFile, demarche: Demarche, by: Followed) -> DeskView:
        """A démarche as one version of its procedure judges it; for reviews, another than its own."""
        procedure = by.procedure
        today = self._at.clock.today()
        planned_on = max(day_of(demarche.planned_on) or today, today)
        facts = known_facts.gather(by.catalogue.facts, file, demarche, procedure, planned_on)
        permit_end = day_of(file.permit.end) if file.permit else None
        items = {item.document: item for item in file.items if item.demarche == demarche.id}
        return DeskView(
            file=file,
            demarche=demarche,
            procedure=procedure,
            checklist=drawing.draw_up(
                procedure, facts, items, file.pieces, planned_on, permit_end, sharing.borrowed(self._at, file)
            ),
            facts=facts,
            windows=tuple(
                _window(window, permit_end)
                for window in procedure.windows
                if window.statement.when.holds(facts) is not Truth.NO
            ),
            fees=tuple(
                fee
                for fee in procedure.fees
                if fee.statement.when.holds(facts) is not Truth.NO and _valid_on(fee, planned_on)
            ),
            planned_on=planned_on,
            catalogue=by.catalogue,
            local=local_knowledge.standing(
                local_knowledge.known(self._at, procedure.id, file.person.department), items
            ),
            left=tuple(
                Left(item, self._name(procedure, item.document))
                for item in items.values()
                if procedure.document(item.document) is None
                and item.state is not ItemState.MISSING
                and not local_knowledge.is_local(item.document)
            ),
            behind=pinning.behind(self._at, by),
            version_lost=by.lost,
        )

    def _name(self, procedure: Procedure, document: str) -> str:
        return pinning.name_once_used(self._at, procedure.id, document) or document

    def places(self, case: CaseId) -> Places:
        """Where the demands of this person go; a démarche whose procedure is lost has no door.

        Raises:
            StorageError: ``case.missing``.
        """
        self._at.need(Deed.READ_FILE)
        file = self._at.file(case)
        doors = {}
        for demarche in file.demarches:
            if demarche.status is DemarcheStatus.PREPARING:
                with contextlib.suppress(InputRefusedError):
                    doors[demarche.id] = self.judged(file, demarche, pinning.followed(self._at, demarche)).door
        return Places(self._at.catalogue.court(file.person.department), doors, self._at.catalogue.sources)

    def set_item(
        self,
        case: CaseId,
        demarche_id: ObjectId,
        document_id: str,
        state: ItemState,
        *,
        reason: RefusalReason | None = None,
        dated: str | None = None,
        due: str | None = None,
        remark: str | None = None,
    ) -> Touched:
        """Say where one document line stands; ``None`` leaves a detail as it is. Days are ISO.

        Raises:
            InputRefusedError: ``item.reason`` when refused without a coded reason, ``date.impossible``.
        """
        self._at.need(Deed.EDIT_FILE)
        self._at.enter(case)
        if state is ItemState.REFUSED and reason is None:
            raise InputRefusedError("item.reason")
        for day in (dated, due):
            if day and day_of(day) is None:
                raise InputRefusedError("date.impossible")
        item_id = ids.item_id(demarche_id, document_id)
        before = reading.thing(self._at.store.connection, case, item_id, Item)
        after = Item(
            id=item_id,
            demarche=demarche_id,
            document=document_id,
            state=state,
            reason=reason if state is ItemState.REFUSED else None,
            dated=before.dated if dated is None else dated,
            due=before.due if due is None else due,
            remark=before.remark if remark is None else typed.prose(remark),
        )
        return self._edited(case, demarche_id, before, after)

    def answer(self, case: CaseId, demarche_id: ObjectId, fact_id: str, value: str) -> Touched:
        """Record the answer to a fact's question; empty means « je ne sais pas ».

        Raises:
            InputRefusedError: ``fact.unknown``, ``fact.value``, ``procedure.request``.
        """
        self._at.need(Deed.EDIT_FILE)
        self._at.enter(case)
        file, demarche = self._read(case, demarche_id)
        by = pinning.followed(self._at, demarche)
        fact = by.catalogue.facts.get(fact_id)
        if fact is None:
            raise InputRefusedError("fact.unknown")
        if value and not fact.accepts(value):
            raise InputRefusedError("fact.value")
        if fact.derived == "housing":
            housed = dataclasses.replace(file.person, address_kind=AddressKind(value) if value else None)
            return self._edited(case, demarche_id, file.person, housed)
        if fact.derived == "request" and value:
            request = RequestKind(value)
            if request not in by.procedure.requests:
                raise InputRefusedError("procedure.request")
            return self._edited(case, demarche_id, demarche, dataclasses.replace(demarche, request=request))
        owner = bytes(demarche_id) if fact.scope is FactScope.DEMARCHE else None
        answer_id = ids.answer_id(owner or bytes(case), fact_id)
        before = reading.thing(self._at.store.connection, case, answer_id, Answer)
        after = Answer(id=answer_id, fact=fact_id, value=value, demarche=owner)
        return self._edited(case, demarche_id, before, after)

    def _edited(self, case: CaseId, demarche_id: ObjectId, before: S, after: S) -> Touched:
        fields = differences(before, after)
        if not fields:
            return Touched()
        touched = self._at.record(setting(case, after, fields), *self._keeping(case, demarche_id))
        self._kept.add(demarche_id)
        return touched

    def _keeping(self, case: CaseId, demarche_id: ObjectId) -> tuple[Change, ...]:
        """What keeps the version of a démarche that was opened before versions were kept."""
        if demarche_id in self._kept:
            return ()
        demarche = reading.thing(self._at.store.connection, case, demarche_id, Demarche)
        return pinning.keeping(self._at, demarche.procedure) if demarche.catalogue == self._at.catalogue.version else ()

    def plan(self, case: CaseId, demarche_id: ObjectId, on: date) -> Touched:
        """Set the planned filing date."""
        return self._set(case, demarche_id, planned_on=on.isoformat())

    def filed(self, case: CaseId, demarche_id: ObjectId, on: date, number: str) -> Touched:
        """Say that the request was filed on the State's site, with the number the site gave if any."""
        return self._set(
            case,
            demarche_id,
            status=DemarcheStatus.FILED,
            filed_on=on.isoformat(),
            request_number=typed.plain(number),
        )

    def close(self, case: CaseId, demarche_id: ObjectId) -> Touched:
        """Close a démarche; it stays in the file."""
        return self._set(case, demarche_id, status=DemarcheStatus.CLOSED)

    def reopen(self, case: CaseId, demarche_id: ObjectId) -> Touched:
        """Go on preparing a démarche that was said filed or closed."""
        return self._set(case, demarche_id, status=DemarcheStatus.PREPARING)

    def _set(self, case: CaseId, demarche_id: ObjectId, **values: str | DemarcheStatus) -> Touched:
        self._at.need(Deed.EDIT_FILE)
        _, demarche = self._read(case, demarche_id)
        changed = dataclasses.replace(demarche, **values)  # type: ignore[arg-type]  # names are ours
        return self._edited(case, demarche_id, demarche, changed)

    def today(self) -> tuple[DueRow, ...]:
        """What is due, overdue first, up to two months ahead; a birthday is told for as long after it."""
        today = self._at.clock.today()
        ahead = timedelta(days=HORIZON_DAYS)
        until, since = (today + ahead).isoformat(), (today - ahead).isoformat()
        return tuple(
            DueRow(
                *(line.case, line.latin, line.native, line.obj, line.what, line.detail),
                on=on,
                overdue=on < today,
                about=line.about,
            )
            for line in reading.due(self._at.store.connection, until, since, self._at.closed())
            if (on := day_of(line.on_day)) is not None
        )


def _window(window: FilingWindow, permit_end: date | None) -> WindowView:
    def counted(days: int | None) -> date | None:
        return permit_end - timedelta(days=days) if permit_end and days is not None else None

    return WindowView(window, counted(window.opens_days_before), counted(window.closes_days_before))


def _valid_on(fee: Fee, day: date) -> bool:
    return (fee.valid_from is None or fee.valid_from <= day) and (fee.valid_to is None or day <= fee.valid_to)
