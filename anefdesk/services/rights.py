"""What a person can prove day by day, the timeline that shows it, and the slip of dates they take home.

Used by the person's page, the clock's page and letters. Composing the PDF belongs on the slow lane, as in ``paper``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from anefdesk.domain import happened
from anefdesk.domain.case import CaseFile, Opened, Safe
from anefdesk.domain.deadlines import Outcome
from anefdesk.domain.happened import LegalEvent, Told
from anefdesk.domain.procedure import Grade
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.domain.rights import Forecast, Proof, on_day
from anefdesk.domain.staff import Deed
from anefdesk.errors import InputRefusedError
from anefdesk.services.deadlines import ClockLine, Deadlines
from anefdesk.services.demarches import Demarches
from anefdesk.services.workplace import Workplace, adding
from anefdesk.store import reading

if TYPE_CHECKING:
    from anefdesk.letters.documents import ReminderSlip, RightsTimeline
    from anefdesk.services.rights_sheets import Around

_ON_THE_TIMELINE = frozenset({Outcome.EXTENSION_ENDS, Outcome.VALID_UNTIL})


@dataclass(frozen=True, slots=True)
class Handing:
    """How paper may reach the person: ``by_hand``: no contact is known to be safe; ``discreet``: one is dangerous."""

    by_hand: bool
    discreet: bool


class Rights:
    """Forecast and papers of one file."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    def forecast(self, case: CaseId) -> Forecast:
        """Every right from the first paper noted to a year ahead; the reading is logged once.

        Raises:
            StorageError: ``case.missing``.
        """
        self._at.need(Deed.READ_FILE)
        file = self._at.file(case)
        found = self._forecast(case, file)
        self._at.read_once(case)
        return found

    def on_day(self, case: CaseId, day: date) -> tuple[Proof, ...]:
        """What can be proved on one day, and with which paper."""
        return on_day(self.forecast(case), day)

    def handing(self, case: CaseId) -> Handing:
        """Whether a slip may be posted or sent, and whether it must say nothing to others.

        Raises:
            StorageError: ``case.missing``.
        """
        self._at.need(Deed.READ_FILE)
        return handing_of(self._at.file(case))

    def timeline(self, case: CaseId, language: str) -> "RightsTimeline":
        """The timeline in two languages; the dates it gives are kept as told, and the printing is logged.

        Raises:
            StorageError: ``case.missing``.
            InputRefusedError: ``i18n.unknown_language``.
        """
        from anefdesk.services.imprints import imprint, speaker_of
        from anefdesk.services.rights_sheets import timeline_sheet

        self._at.need(Deed.READ_FILE)
        view, speaker = Deadlines(self._at).view(case), speaker_of(language)
        found = self._forecast(case, view.file)
        printed = {one.due for gap in found.gaps for one in gap.to_do if one.due is not None}
        lines = [line for line in view.lines if line.due.what in _ON_THE_TIMELINE or line.due in printed]
        sheet = timeline_sheet(speaker, view.file, found, imprint(self._at, speaker))
        self._tell(case, lines, "timeline")
        return sheet

    def slip(
        self, case: CaseId, line_keys: Sequence[str], language: str, *, discreet: bool | None = None
    ) -> "ReminderSlip":
        """The chosen dates (``key_of``) to take home; kept as told, and the printing is logged, in one deed.

        Without ``discreet`` said, a file with a dangerous contact gives only when and where to come back.

        Raises:
            StorageError: ``case.missing``.
            InputRefusedError: ``slip.nothing`` when no date is chosen or left, ``i18n.unknown_language``.
        """
        from anefdesk.services.imprints import centre_of, imprint, speaker_of
        from anefdesk.services.rights_sheets import discreet_slip, reminder_slip

        self._at.need(Deed.READ_FILE)
        view, speaker = Deadlines(self._at).view(case), speaker_of(language)
        lines = [line for line in view.lines if key_of(line) in line_keys]
        if not lines:
            raise InputRefusedError("slip.nothing")
        foot = imprint(self._at, speaker)
        if handing_of(view.file).discreet if discreet is None else discreet:
            days = [line.due.front for line in lines if line.due.front and line.due.deadline.grade is not Grade.C]
            slip = discreet_slip(speaker, min(days, default=None), centre_of(self._at).name, foot)
        else:
            slip = reminder_slip(speaker, view.file, lines, self._around(case, view.file, lines), foot)
        self._tell(case, lines, "slip")
        return slip

    def _forecast(self, case: CaseId, file: CaseFile) -> Forecast:
        from anefdesk.services.holdings import forecast_of

        recorded = [one for one in reading.things(self._at.store.connection, case, LegalEvent) if not one.gone]
        return forecast_of(file, recorded, self._at.catalogue, self._at.clock.today())

    def _around(self, case: CaseId, file: CaseFile, lines: Sequence[ClockLine]) -> "Around":
        from anefdesk.services.imprints import centre_of
        from anefdesk.services.rights_sheets import Around, prefecture_of

        catalogue, department = self._at.catalogue, file.person.department
        court = catalogue.court(department)
        filing = [line.demarche for line in lines if line.demarche and line.due.what in {Outcome.OPENS, Outcome.CLOSES}]
        demarches = {one.id for one in filing}
        rows = [row for one in demarches for row in Demarches(self._at).drawn_up(case, ObjectId(one)).checklist.rows]
        return Around(
            centre=centre_of(self._at).name,
            prefecture=prefecture_of(catalogue, department),
            court=court.name if court else "",
            missing=tuple(rows),
        )

    def _tell(self, case: CaseId, lines: Sequence[ClockLine], how: str) -> None:
        """The printing and the dates it gave, in one deed; a date already told so today is not told again."""
        today = self._at.clock.today()
        told = [one for line in lines if (one := self._told(line, how, today)) is not None]
        printed = Opened(id=self._at.new_id(), what="print")
        self._at.record(adding(case, printed), *(adding(case, one) for one in told))
        self._at.read.add(case)

    def _told(self, line: ClockLine, how: str, today: date) -> Told | None:
        last = line.told
        one = happened.told(line.due, self._at.new_id(), how, today, line.demarche.id if line.demarche else None)
        if not one.on or (last is not None and replace(last, id=one.id, demarche=one.demarche) == one):
            return None
        return one


def key_of(line: ClockLine) -> str:
    """What tells one line of the clock from the others of its file, for as long as its events do not change."""
    events = ",".join(f"{event.kind.value}@{event.on.isoformat()}" for event in line.due.events)
    owner = line.demarche.id.hex() if line.demarche else ""
    return f"{line.due.deadline.id}:{line.due.what.value}:{owner}:{events}"


def handing_of(file: CaseFile) -> Handing:
    """How paper may reach the person of ``file``."""
    safe = any(point.safe is Safe.YES for point in file.points)
    return Handing(by_hand=not safe, discreet=any(point.safe is Safe.NO for point in file.points))
