"""What is done with captures: each is read, fingerprinted and sealed on the desk lane, one after another.

Used by the form that reports a blockage and by its page.
"""

from PySide6.QtCore import QObject, Signal

from anefdesk.domain.blockage import Exhibit
from anefdesk.domain.change import Touched
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.errors import AnefdeskError
from anefdesk.services.blockages import LARGEST
from anefdesk.services.desk import Desk
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.widgets.brought import Brought

FILES = "PNG, JPEG, PDF, WebP, TIFF (*.png *.jpg *.jpeg *.pdf *.webp *.tif *.tiff *.txt *.eml)"


class CaptureKeeping(QObject):
    """``kept`` carries what was brought and its exhibit, ``refused`` the same with the reason.

    What was begun is finished even when its page is left; ``settled`` tells when nothing is under way.
    """

    kept = Signal(object, object)
    refused = Signal(object, object)
    settled = Signal()

    def __init__(self, jobs: Jobs, news: News, desk: Desk, case: CaseId, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._case = desk, case
        self._deeds = Deeds(jobs, news, self)
        self.under_way = 0

    def keep(self, brought: Brought, blockage: ObjectId, attempt: ObjectId | None = None) -> None:
        """Keep one thing as a proof of ``blockage``."""
        self.under_way += 1
        run = _Keeping(self, brought)
        self._deeds.do(_attach, self._desk, self._case, brought, blockage, attempt, then=run.done, failed=run.refuse)

    def told(self, brought: Brought, found: Exhibit | AnefdeskError) -> None:
        """One more is settled."""
        self.under_way -= 1
        (self.refused if isinstance(found, AnefdeskError) else self.kept).emit(brought, found)
        if not self.under_way:
            self.settled.emit()


def _attach(
    desk: Desk, case: CaseId, brought: Brought, blockage: ObjectId, attempt: ObjectId | None
) -> tuple[Exhibit, Touched]:
    """On the desk lane, reading included: a page left half-way loses nothing."""
    return desk.blockages.attach(case, blockage, brought.read(LARGEST), entry=brought.entry, attempt=attempt)


class _Keeping:
    """One capture on its way."""

    def __init__(self, keeping: CaptureKeeping, brought: Brought) -> None:
        self._keeping = keeping
        self._brought = brought

    def done(self, found: tuple[Exhibit, Touched]) -> None:
        self._keeping.told(self._brought, found[0])

    def refuse(self, error: AnefdeskError) -> None:
        self._keeping.told(self._brought, error)
