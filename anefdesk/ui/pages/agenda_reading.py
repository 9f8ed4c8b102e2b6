"""Reads the list of the day or of a week, and has stale files reckoned a few at a time, between other deeds.

Used by « Échéances » and by « Aujourd’hui ».
"""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from anefdesk.services.agenda import Agenda, AgendaRow
from anefdesk.services.desk import Desk
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.destinations import Destination, ToBlockage, ToClock, ToDesk, ToLetter, ToPerson

DAYS_AHEAD = 14  # the list of the coming days
_BATCH = 50


def leads_to(row: AgendaRow) -> Destination:
    """The page where what is due is done."""
    if row.what == "clock":
        return ToClock(row.case)
    if row.obj is not None and row.what == "planned":
        return ToDesk(row.case, row.obj)
    if row.obj is not None and row.what == "remedy":
        return ToBlockage(row.case, row.obj)
    if row.obj is not None and row.what == "answer":
        return ToLetter(row.case, row.obj)
    return ToPerson(row.case)


class AgendaReading(QObject):
    """``read`` carries the agenda, ``waiting`` how many files are still to be reckoned, ``failed`` an error."""

    read = Signal(object)
    waiting = Signal(int)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._desk = jobs, desk
        self._monday: date | None = None
        self._days = 0
        self._left = 0  # files still to be reckoned, while that is under way

    def day(self, days: int) -> None:
        """Read what is due up to ``days`` ahead."""
        self._monday, self._days = None, days
        self.again()

    def week(self, monday: date) -> None:
        """Read one week."""
        self._monday = monday
        self.again()

    def again(self) -> None:
        """Read the same again; then have what is stale reckoned, unless that is under way."""
        self._look_up(self._read)

    def _look_up(self, then: Callable[[Agenda], object]) -> None:
        deadlines = self._desk.deadlines
        if self._monday is not None:
            self._jobs.desk(deadlines.week, self._monday, owner=self, then=then, failed=self.failed.emit)
        else:
            self._jobs.desk(deadlines.day, self._days, owner=self, then=then, failed=self.failed.emit)

    def _read(self, agenda: Agenda) -> None:
        self.read.emit(agenda)
        if not self._left:
            self.waiting.emit(agenda.waiting)
            self._left = agenda.waiting
            if agenda.waiting:
                self._reckon()

    def _reckon(self) -> None:
        """One batch; what others asked for meanwhile is done before the next."""
        self._jobs.desk(self._desk.deadlines.reckon, _BATCH, owner=self, then=self._reckoned, failed=self._stopped)

    def _reckoned(self, left: int) -> None:
        gone_on, self._left = left < self._left, left
        self.waiting.emit(left)
        if left and gone_on:
            self._reckon()
        else:
            self._left = 0
            self._look_up(self.read.emit)

    def _stopped(self, error: object) -> None:
        self._left = 0
        self.failed.emit(error)
