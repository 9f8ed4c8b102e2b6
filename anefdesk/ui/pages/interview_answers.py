"""The answers of one interview: recorded in the file as they come, or kept here and in a draft; each can be undone."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from anefdesk.domain.change import Touched
from anefdesk.services.orientation import InterviewView
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.pages.interview_deeds import InterviewDeeds, as_fields, from_fields


class Answers(QObject):
    """``seen`` carries the interview as it stands after each change."""

    seen = Signal(object)

    def __init__(self, deeds: Deeds, do: InterviewDeeds, parent: QObject) -> None:
        super().__init__(parent)
        self._deeds, self._do = deeds, do
        self.given: dict[str, str] = {}  # of somebody without a file
        self.department = ""  # the same
        self.go_on = False  # in spite of a flag that stops
        self._undo: list[tuple[str, str | None]] = []  # what was known before each answer; None: not asked

    def reload(self) -> None:
        """Read the interview as it stands."""
        self._deeds.read(self._do.view, self.given.copy(), self.department, self.go_on, then=self.seen.emit)

    def give(self, view: InterviewView, fact: str, value: str) -> None:
        """One answer; empty is « je ne sais pas »."""
        before = next((one.value for one in view.said if one.fact.id == fact), None)
        self._undo.append((fact, before))
        self._write(fact, value)

    def undo(self) -> bool:
        """Take the last one back; whether there was one."""
        if not self._undo:
            return False
        self._write(*self._undo.pop())
        return True

    def _write(self, fact: str, value: str | None) -> None:
        if self._do.case is not None:
            self._deeds.do(self._do.answer, fact, value, then=self._written)
            return
        self.given.pop(fact, None)
        if value is not None:
            self.given[fact] = value
        self.reload()

    def _written(self, touched: Touched) -> None:
        if not touched.cases:  # the same answer again: nobody is told
            self.reload()

    def continue_anyway(self) -> None:
        """In spite of a flag that stops, with a jurist."""
        self.go_on = True
        self.reload()

    def live_in(self, department: str) -> None:
        """Where somebody without a file lives."""
        self.department = department
        self.reload()

    def start_again(self) -> None:
        """For somebody else."""
        self.given, self.department, self.go_on, self._undo = {}, "", False, []
        self.reload()

    def fields(self) -> dict[str, str]:
        """What a draft keeps: nothing of a file, where all is recorded."""
        return as_fields(self.given, self.department)

    def put_back(self, fields: Mapping[str, str]) -> None:
        """The same from a draft."""
        self.given, self.department = from_fields(fields)
        self.reload()
