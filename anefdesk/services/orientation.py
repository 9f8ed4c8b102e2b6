"""Which procedure is yours: the interview with the applicant, for a file or for somebody who has none yet.

Every answer is written into the file at once, so that the interview stops and goes on wherever it is; without a
file the answers are the caller's, and nothing is kept.
"""

import contextlib
import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from anefdesk.domain import ids, interview, known_facts
from anefdesk.domain.case import AddressKind, Answer, CaseFile, Person
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.change import Change, Touched
from anefdesk.domain.channels import Door
from anefdesk.domain.facts import Fact, FactScope
from anefdesk.domain.interview import Outcome, Pivot, Rule, Step
from anefdesk.domain.procedure import Court, Department, Elsewhere, Procedure, Statement
from anefdesk.domain.record import CaseId, Stored, differences
from anefdesk.domain.staff import Deed
from anefdesk.errors import InputRefusedError
from anefdesk.services.casework import Casework, NewPerson
from anefdesk.services.workplace import Workplace, adding, setting
from anefdesk.store import reading

S = TypeVar("S", bound=Stored)


@dataclass(frozen=True)
class Said:
    """A fact that is known, or that nobody knows (``value`` empty); ``told`` when the file says it."""

    fact: Fact
    value: str
    told: bool


@dataclass(frozen=True)
class WayOut:
    """An outcome with what it leads to: a procedure and its door, or something that is not asked on the ANEF."""

    outcome: Outcome
    procedure: Procedure | None
    elsewhere: Elsewhere | None
    door: Door | None
    lacking: tuple[Fact, ...] = ()  # what would decide it, when it is only possible

    @property
    def name(self) -> str:
        """What it is called in French."""
        return self.procedure.name if self.procedure else self.elsewhere.what if self.elsewhere else ""

    @property
    def where(self) -> Statement | None:
        """Where the demand is handed in."""
        return self.door.what if self.door else self.elsewhere.where if self.elsewhere else None


@dataclass(frozen=True)
class InterviewView:
    """The interview as it stands. ``question`` is the next one; ``None`` when there is nothing left to ask."""

    step: Step
    question: Fact | None
    said: tuple[Said, ...]  # in the order of the questions
    found: tuple[WayOut, ...]
    possible: tuple[WayOut, ...]
    pivots: tuple[Pivot, ...]  # once nothing is left to ask
    department: Department | None
    court: Court | None
    language: str  # to speak at the desk; empty when not known
    catalogue: Catalogue
    facts: Mapping[str, str]  # all that is known
    discreet: frozenset[str]  # questions put aloud, once the person is alone
    held_back: tuple[Rule, ...]  # not shown or printed to the applicant before staff says so
    file: CaseFile | None = None

    def shown(self, rule: Rule, *, everything: bool) -> bool:
        """Whether the applicant's side says ``rule``; ``everything`` once staff chose to."""
        return everything or rule not in self.held_back


class Orientation:
    """The interview."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    def of_nobody(self, answers: Mapping[str, str], *, department: str = "", go_on: bool = False) -> InterviewView:
        """The interview of somebody without a file; ``answers`` maps fact ids to values, empty for « je ne sais pas ».

        ``go_on`` continues after a red flag that stops.
        """
        told = {"place": place} if (place := known_facts.place(department)) else {}
        return self._view(told, answers, department, None, go_on=go_on)

    def of(self, case: CaseId, *, go_on: bool = False) -> InterviewView:
        """The interview of a file as far as it went; reading it is logged.

        Raises:
            StorageError: ``case.missing``.
        """
        view = self.drawn_up(case, go_on=go_on)
        self._at.read_once(case)
        return view

    def drawn_up(self, case: CaseId, *, go_on: bool = False) -> InterviewView:
        """As ``of``, for who logs the reading in words of their own."""
        self._at.need(Deed.READ_FILE)
        file = self._at.file(case)
        told = known_facts.of_person(file, self._at.clock.today())
        return self._view(told, known_facts.answers(file), file.person.department, file, go_on=go_on)

    def answer(self, case: CaseId, fact_id: str, value: str) -> Touched:
        """Write one answer into the file; empty means « je ne sais pas ».

        Raises:
            InputRefusedError: ``fact.unknown``, ``fact.value``.
            StorageError: ``case.missing``, or nothing was written.
        """
        return self._write(case, self._checked(fact_id, value), value, unknown=not value)

    def ask_again(self, case: CaseId, fact_id: str) -> Touched:
        """Take an answer back: the question is open again.

        Raises:
            InputRefusedError: ``fact.unknown``.
            StorageError: ``case.missing``, or nothing was written.
        """
        return self._write(case, self._checked(fact_id, ""), "", unknown=False)

    def create(self, new: NewPerson, answers: Mapping[str, str]) -> CaseId:
        """Open a file with the answers given before there was one, all in one deed.

        What the catalogue asks no more, or not so, since the answers were given is left aside.

        Raises:
            InputRefusedError: as ``Casework.create``; nothing is written.
        """
        self._at.need(Deed.EDIT_FILE)
        made, things = Casework(self._at).written(new)
        file = CaseFile(made, next(thing for thing in things if isinstance(thing, Person)))
        changes = [adding(made, thing) for thing in things]
        for fact_id, value in answers.items():
            with contextlib.suppress(InputRefusedError):
                changes += self._changes(file, self._checked(fact_id, value), value, unknown=not value)
        self._at.record(*changes, new_case=made)
        return made

    def _checked(self, fact_id: str, value: str) -> Fact:
        """The fact, when ``value`` answers it; raises as ``answer``."""
        fact = self._at.catalogue.facts.get(fact_id)
        if fact is None or fact.scope is not FactScope.PERSON:
            raise InputRefusedError("fact.unknown")
        if value and not fact.accepts(value):
            raise InputRefusedError("fact.value")
        return fact

    def _write(self, case: CaseId, fact: Fact, value: str, *, unknown: bool) -> Touched:
        self._at.need(Deed.EDIT_FILE)
        changes = self._changes(self._at.file(case), fact, value, unknown=unknown)
        return self._at.record(*changes) if changes else Touched()

    def _changes(self, file: CaseFile, fact: Fact, value: str, *, unknown: bool) -> list[Change]:
        """What makes the file say so. Where one sleeps is a field of the file; that nobody knows it is an answer."""
        answer_id = ids.answer_id(bytes(file.case), fact.id)
        before = reading.thing(self._at.store.connection, file.case, answer_id, Answer)
        after = Answer(id=answer_id, fact=fact.id, value=value, unknown=unknown)
        if fact.derived != "housing":
            return _change(file.case, before, after)
        housed = dataclasses.replace(file.person, address_kind=AddressKind(value) if value else None)
        changes = _change(file.case, file.person, housed)
        if unknown or before.unknown:
            changes += _change(file.case, before, dataclasses.replace(after, value=""))
        return changes

    def _view(
        self,
        told: Mapping[str, str],
        answers: Mapping[str, str],
        department: str,
        file: CaseFile | None,
        *,
        go_on: bool,
    ) -> InterviewView:
        catalogue = self._at.catalogue
        rules, facts = catalogue.interview, catalogue.facts
        known, unknown = known_facts.told_or_answered(facts, told, answers)
        at = interview.step(rules, known, unknown, despite_flags=go_on)
        said = tuple(
            Said(facts[name], known.get(name, ""), bool(told.get(facts[name].derived)) and name in known)
            for name in rules.order
            if name in known or name in unknown
        )
        return InterviewView(
            step=at,
            question=facts[at.question] if at.question else None,
            said=said,
            found=tuple(self._way_out(outcome, department, known) for outcome in at.found),
            possible=tuple(
                self._way_out(one.outcome, department, known, tuple(facts[name] for name in one.lacking))
                for one in at.possible
            ),
            pivots=()
            if at.question
            else interview.pivots(rules, facts, known, frozenset(one.fact.id for one in said if not one.told)),
            department=catalogue.departments.get(department),
            court=catalogue.court(department),
            language=file.preferred_language if file else "",
            catalogue=catalogue,
            facts=known,
            discreet=interview.discreet_questions(rules, facts),
            held_back=interview.held_back(rules, facts, known, at),
            file=file,
        )

    def _way_out(
        self, outcome: Outcome, department: str, known: Mapping[str, str], lacking: tuple[Fact, ...] = ()
    ) -> WayOut:
        catalogue = self._at.catalogue
        procedure = catalogue.procedures.get(outcome.procedure)
        return WayOut(
            outcome=outcome,
            procedure=procedure,
            elsewhere=catalogue.elsewhere.get(outcome.elsewhere),
            door=catalogue.channel(procedure.id, department, known) if procedure else None,
            lacking=lacking,
        )


def _change(case: CaseId, before: S, after: S) -> list[Change]:
    fields = differences(before, after)
    return [setting(case, after, fields)] if fields else []
