"""What is done with captures: each is read beside the desk, then fingerprinted and sealed at the desk, in order.

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
    """``kept`` carries what was brought and its exhibit, ``refused`` the same with the reason."""

    kept = Signal(object, object)
    refused = Signal(object, object)

    def __init__(self, jobs: Jobs, news: News, desk: Desk, case: CaseId, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._desk, self._case = jobs, desk, case
        self._deeds = Deeds(jobs, news, self)
        self.under_way = 0

    def keep(self, brought: Brought, blockage: ObjectId, attempt: ObjectId | None = None) -> None:
        """Keep one thing as a proof of ``blockage``."""
        self.under_way += 1
        run = _Keeping(self, brought, blockage, attempt)
        self._jobs.slow(brought.read, LARGEST, owner=self, then=run.seal, failed=run.refuse)

    def seal(self, run: "_Keeping", data: bytes) -> None:
        """What was read goes into the file."""
        self._deeds.do(self._attach, run, data, then=run.done, failed=run.refuse)

    def _attach(self, run: "_Keeping", data: bytes) -> tuple[Exhibit, Touched]:
        return self._desk.blockages.attach(self._case, run.blockage, data, entry=run.brought.entry, attempt=run.attempt)

    def told(self, brought: Brought, found: Exhibit | AnefdeskError) -> None:
        """One more is settled."""
        self.under_way -= 1
        (self.refused if isinstance(found, AnefdeskError) else self.kept).emit(brought, found)


class _Keeping:
    """One capture on its way."""

    def __init__(self, keeping: CaptureKeeping, brought: Brought, blockage: ObjectId, attempt: ObjectId | None) -> None:
        self._keeping = keeping
        self.brought, self.blockage, self.attempt = brought, blockage, attempt

    def seal(self, data: bytes) -> None:
        self._keeping.seal(self, data)

    def done(self, found: tuple[Exhibit, Touched]) -> None:
        self._keeping.told(self.brought, found[0])

    def refuse(self, error: AnefdeskError) -> None:
        self._keeping.told(self.brought, error)
