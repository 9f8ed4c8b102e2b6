"""The interview's deeds as they run on the desk lane, and what is kept of an interview without a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from anefdesk.domain.case import DemarcheStatus, RequestKind
from anefdesk.domain.change import Touched
from anefdesk.domain.record import CaseId, Kind, ObjectId
from anefdesk.errors import AnefdeskError
from anefdesk.services.casework import NewPerson
from anefdesk.services.orientation import InterviewView, WayOut
from anefdesk.services.session import Session

WITHOUT_FILE = "interview:"  # the place of its draft
_ANSWER = "answer."
_DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class InterviewDeeds:
    """Deeds of one interview; ``case`` is absent when the person has no file yet."""

    session: Session
    case: CaseId | None

    def view(self, answers: Mapping[str, str], department: str, go_on: bool) -> InterviewView:  # noqa: FBT001 - a lane's call
        """Where it stands; ``answers`` and ``department`` count without a file only."""
        orientation = self.session.desk.orientation
        if self.case is None:
            return orientation.of_nobody(answers, department=department, go_on=go_on)
        return orientation.of(self.case, go_on=go_on)

    def answer(self, fact: str, value: str | None) -> Touched:
        """What was said, in the file; empty is « je ne sais pas », ``None`` takes it back."""
        assert self.case is not None
        orientation = self.session.desk.orientation
        return orientation.ask_again(self.case, fact) if value is None else orientation.answer(self.case, fact, value)

    def begin(self, way: WayOut, on: date) -> tuple[ObjectId, Touched]:
        """Open the démarche that was found."""
        assert self.case is not None
        assert way.procedure is not None
        request = way.outcome.request or next(iter(way.procedure.requests), RequestKind.FIRST)
        begun = self.session.desk.demarches.begin(self.case, way.procedure.id, request, on)
        return begun, Touched(frozenset({self.case}), frozenset({Kind.DEMARCHE}))


def under_way(view: InterviewView, way: WayOut) -> ObjectId | None:
    """The démarche of this procedure that is already in preparation in the file."""
    if view.file is None or way.procedure is None:
        return None
    mine = (one for one in view.file.demarches if one.procedure == way.outcome.procedure)
    return next((one.id for one in mine if one.status is DemarcheStatus.PREPARING), None)


def as_fields(answers: Mapping[str, str], department: str) -> dict[str, str]:
    """Answers as the fields of a draft."""
    fields = {_ANSWER + fact: value for fact, value in answers.items()}
    return fields | ({_DEPARTMENT: department} if department else {})


def from_fields(fields: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Answers and département of a draft."""
    answers = {name.removeprefix(_ANSWER): value for name, value in fields.items() if name.startswith(_ANSWER)}
    return answers, fields.get(_DEPARTMENT, "")


def create_with(session: Session, new: NewPerson, answers: Mapping[str, str]) -> tuple[CaseId, AnefdeskError | None]:
    """A new file with the answers given before it; a draft of theirs that cannot be dropped is told."""
    case = session.desk.orientation.create(new, answers)
    try:
        if answers:
            session.drop_draft(WITHOUT_FILE)
    except AnefdeskError as error:
        return case, error
    return case, None
