"""The legal clock of one file: its dates, the events they follow from, what was told, what is still to be known.

Used by the clock's page, the timeline and letters; the list of the day is ``agenda``'s.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from anefdesk.domain import happened, ids
from anefdesk.domain.case import Answer, CaseFile, Demarche
from anefdesk.domain.change import Touched
from anefdesk.domain.deadlines import ClockQuestion, DeadlineTable, Due
from anefdesk.domain.happened import LegalEvent, Told
from anefdesk.domain.procedure import Procedure, Source
from anefdesk.domain.record import CaseId, ObjectId, differences
from anefdesk.domain.staff import Deed
from anefdesk.errors import InputRefusedError, StorageError
from anefdesk.services import event_checks, typed
from anefdesk.services.agenda import Agenda, AgendaRow, Diary
from anefdesk.services.clock_events import ANSWERED, Derived, Run, derived
from anefdesk.services.reckoner import Found, questions_of, reckon
from anefdesk.services.workplace import Workplace, adding, setting
from anefdesk.store import reading

if TYPE_CHECKING:
    from anefdesk.letters.documents import BlankForm


@dataclass(frozen=True)
class ClockLine:
    """One date of the clock. ``told``: the last one given for this rule and démarche; ``moved``: it was another.

    ``done``: what had to be done is recorded, in time or not.
    """

    due: Due
    demarche: Demarche | None
    procedure: Procedure | None
    told: Told | None
    moved: bool
    done: bool


@dataclass(frozen=True)
class Asked:
    """A question to staff, what was answered (empty: nothing) and the rules that depend on it."""

    question: ClockQuestion
    demarche: ObjectId | None
    given: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class ClockView:
    """Everything the clock says of one file."""

    file: CaseFile
    lines: tuple[ClockLine, ...]  # dated ones first, in order
    events: tuple[LegalEvent, ...]  # recorded by hand, in order of their days
    told: tuple[Told, ...]  # the latest last
    derived: tuple[Derived, ...]
    questions: tuple[Asked, ...]
    table: DeadlineTable
    sources: Mapping[str, Source]
    today: date
    absurd: bool  # the date of this PC cannot be right


class Deadlines:
    """Deeds on the clock of a file, and what the day asks for."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace
        self._diary = Diary(workplace)

    # One file

    def view(self, case: CaseId) -> ClockView:
        """Dates, events and questions of one file; the reading is logged, once for each time a member unlocks.

        Raises:
            StorageError: ``case.missing``.
        """
        self._at.need(Deed.READ_FILE)
        file = replace(self._at.file(case), journal=(), notes=())  # not for reception, and not needed
        events, told = self._events(case), reading.things(self._at.store.connection, case, Told)
        today, catalogue = self._at.clock.today(), self._at.catalogue
        asked, found = reckon(file, events, catalogue, today)
        view = ClockView(
            file=file,
            lines=tuple(_line(one, told) for one in found),
            events=events,
            told=told,
            derived=derived(file, catalogue),
            questions=tuple(self._questions(asked)),
            table=catalogue.deadlines,
            sources=catalogue.sources,
            today=today,
            absurd=self._at.clock.absurd(),
        )
        self._at.read_once(case)
        return view

    def _events(self, case: CaseId) -> tuple[LegalEvent, ...]:
        found = reading.things(self._at.store.connection, case, LegalEvent)
        return tuple(sorted((event for event in found if not event.gone), key=_when))

    def _questions(self, asked: Sequence[Run]) -> list[Asked]:
        """Each question once: for the person, or for each démarche it is about."""
        found: dict[tuple[str, ObjectId | None], Asked] = {}
        for run in asked:
            rules = questions_of(run, self._at.catalogue, self._at.clock.today())
            for question in self._at.catalogue.deadlines.questions.values():
                if question.fact not in rules or not _for(question, run):
                    continue
                owner = run.demarche.id if run.demarche and question.of_demarche else None
                given, concerned = run.facts.get(question.fact, ""), rules[question.fact]
                if before := found.get((question.fact, owner)):
                    concerned = tuple(dict.fromkeys((*before.rules, *concerned)))
                found[question.fact, owner] = Asked(question, owner, given, concerned)
        return list(found.values())

    def new_id(self) -> ObjectId:
        """For an event about to be recorded."""
        return self._at.new_id()

    def record(self, case: CaseId, event: LegalEvent) -> Touched:
        """Record something that happened.

        Raises:
            InputRefusedError: ``event.kind``, ``event.no_day``, ``event.far``, ``event.future``, ``event.order``,
                ``event.no_hour``, ``event.of``, ``text.too_long``.
            StorageError: ``case.missing``, also for a démarche that is not of this file.
        """
        self._at.need(Deed.EDIT_FILE)
        self._at.enter(case)
        event = self._checked(case, event)
        touched = self._at.record(adding(case, event))
        self._at.can_undo(setting(case, event, differences(event, replace(event, gone=True))))
        return touched

    def change(self, case: CaseId, before: LegalEvent, after: LegalEvent) -> Touched:
        """Put an event right; raises as ``record``, ``case.missing`` also for an event of another file."""
        self._at.need(Deed.EDIT_FILE)
        self._held(case, before)
        after = self._checked(case, replace(after, id=before.id, gone=before.gone))
        fields = differences(before, after)
        if not fields:
            return Touched()
        touched = self._at.record(setting(case, after, fields))
        self._at.can_undo(setting(case, before, differences(after, before)))
        return touched

    def remove(self, case: CaseId, event: LegalEvent) -> Touched:
        """Take back an event that did not happen; its history stays. Raises as ``change``."""
        self._at.need(Deed.EDIT_FILE)
        self._held(case, event)
        gone, here = replace(event, gone=True), replace(event, gone=False)
        touched = self._at.record(setting(case, event, differences(here, gone)))
        self._at.can_undo(setting(case, event, differences(gone, here)))
        return touched

    def _held(self, case: CaseId, event: LegalEvent) -> None:
        self._at.enter(case)
        if not reading.holds(self._at.store.connection, case, event.id, LegalEvent):
            raise StorageError("case.missing")

    def _checked(self, case: CaseId, event: LegalEvent) -> LegalEvent:
        file = self._at.file(case)
        if event.demarche is not None and all(one.id != event.demarche for one in file.demarches):
            raise StorageError("case.missing")
        event = replace(event, remark=typed.prose(event.remark))
        others = [one for one in self._events(case) if one.id != event.id]
        told = derived(file, self._at.catalogue)
        event_checks.check(event, others, told, self._at.clock.today(), absurd=self._at.clock.absurd())
        return event

    def answer(self, case: CaseId, demarche: ObjectId | None, fact: str, value: str) -> Touched:
        """Say what staff know of a fact of the clock; empty takes the answer back.

        Raises:
            InputRefusedError: ``fact.unknown``, ``fact.value``.
            StorageError: ``case.missing``, also for a démarche that is not of this file.
        """
        self._at.need(Deed.EDIT_FILE)
        file, table = self._at.file(case), self._at.catalogue.deadlines
        question = table.questions.get(fact)
        if question is None:
            raise InputRefusedError("fact.unknown")
        if value and value not in table.facts[fact]:
            raise InputRefusedError("fact.value")
        if demarche is not None and all(one.id != demarche for one in file.demarches):
            raise StorageError("case.missing")
        owner = bytes(demarche) if demarche is not None and question.of_demarche else None
        answer_id = ids.answer_id(owner or bytes(case), ANSWERED + fact)
        before = reading.thing(self._at.store.connection, case, answer_id, Answer)
        if before.value == value:
            return Touched()
        after = Answer(id=answer_id, fact=ANSWERED + fact, value=value, demarche=owner)
        fields = differences(before, after)
        touched = self._at.record(setting(case, after, fields))
        back = replace(before, fact=after.fact, demarche=owner)
        self._at.can_undo(setting(case, back, differences(after, back)))
        return touched

    def tell(self, case: CaseId, lines: Sequence[ClockLine], how: str) -> Touched:
        """Keep the dates that were given to the person, as they stand; ``how`` is as ``Told.how``."""
        self._at.need(Deed.EDIT_FILE)
        self._at.enter(case)
        today = self._at.clock.today()
        found = [
            happened.told(line.due, self._at.new_id(), how, today, line.demarche.id if line.demarche else None)
            for line in lines
            if any(happened.given(line.due))
        ]
        return self._at.record(*(adding(case, one) for one in found)) if found else Touched()

    # The day

    def day(self, days: int = 14) -> Agenda:
        """What is due up to ``days`` ahead, overdue last days first; files changed since are right at once."""
        self._at.need(Deed.READ_FILE)
        return self._diary.day(days)

    def week(self, monday: date) -> Agenda:
        """What falls in the seven days from ``monday`` on."""
        self._at.need(Deed.READ_FILE)
        return self._diary.week(monday)

    def reckon(self, limit: int = 50) -> int:
        """Bring up to date at most ``limit`` files whose dates are stale; how many are left."""
        return self._diary.reckon(limit)

    def calendar_file(self, rows: Sequence[AgendaRow]) -> bytes:
        """The rows as an iCalendar file, without anything that tells who they are about."""
        from anefdesk.services.calendar_file import written

        self._at.need(Deed.READ_FILE)
        return written(rows, self._at.clock.now())

    def sheet(self, rows: Sequence[AgendaRow], *, named: bool) -> "BlankForm":
        """The rows on paper, for the team; with initials and references, or ``named``."""
        from anefdesk.services.agenda_sheet import agenda_sheet
        from anefdesk.services.imprints import imprint, speaker_of

        self._at.need(Deed.READ_FILE)
        return agenda_sheet(rows, self._at.clock.today(), imprint(self._at, speaker_of("fr")), named=named)


def _for(question: ClockQuestion, run: Run) -> bool:
    return not question.procedures or run.facts.get("procedure") in question.procedures


def _when(event: LegalEvent) -> tuple[str, str, bytes]:
    return event.on, event.at, event.id


def _line(found: Found, told: Sequence[Told]) -> ClockLine:
    due, demarche = found.due, found.run.demarche
    owner = bytes(demarche.id) if demarche else None
    of_person = all(event in found.run.shared for event in due.events)  # whichever démarche it was told with
    before = [
        one
        for one in told
        if (one.deadline, one.what) == (due.deadline.id, due.what) and (of_person or one.demarche == owner)
    ]
    now = happened.given(due)
    # One rule may give several dates at once: of those told on one day, the same one first.
    last = max(before, key=lambda one: (one.told_on, (one.on, one.rescue) == now, one.id)) if before else None
    moved = last is not None and (last.on, last.rescue) != now
    return ClockLine(due, demarche, found.run.procedure, last, moved, found.done)
