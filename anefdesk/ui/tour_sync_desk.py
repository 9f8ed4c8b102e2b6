"""One desk of the demonstration of exchanges: its window, and how it calls. Used by ``tour_sync``."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.record import CaseId
from anefdesk.errors import AnefdeskError
from anefdesk.services import training_sync
from anefdesk.services.clock import Clock
from anefdesk.services.session import Session
from anefdesk.services.training_sync import Stage
from anefdesk.ui.exchange import Exchange
from anefdesk.ui.frame import Frame
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.main_window import MainWindow
from anefdesk.ui.news import News
from anefdesk.ui.pages.destinations import Destination, ToExchange
from anefdesk.ui.pages.exchange import ExchangePage
from anefdesk.ui.theme import Look
from anefdesk.ui.tour_walk import Album, TourStoppedError, Walker
from anefdesk.ui.widgets.buttons import PrimaryButton
from anefdesk.ui.widgets.states import TrainingBand

T = TypeVar("T")


class DemonstrationWindow(MainWindow):
    """The window of a desk of the demonstration: an ordinary one, under a band that says what it is."""

    _pc = ""

    def __init__(self, app: QApplication, session: Session, jobs: Jobs, clock: Clock, home: Path, pc: str) -> None:
        super().__init__(app, session, jobs, clock, home)
        self._pc = pc
        self._put_band(self.look)
        self.setWindowTitle(f"{self.windowTitle()} – {self.look.ui('démonstration')} – {pc}")

    def _dressed(self) -> Look:
        look = super()._dressed()
        if self._pc:
            self._put_band(look)
        return look

    def _put_band(self, look: Look) -> None:
        self._band = TrainingBand(look, look.ui("DÉMONSTRATION – poste « %(pc)s » – personnes inventées", pc=self._pc))
        self._down.insertWidget(0, self._band)


class SyncDesk(Walker):
    """Somebody at one of the two desks."""

    def __init__(
        self, app: QApplication, window: MainWindow, jobs: Jobs, session: Session, album: Album, pc: str, stage: Stage
    ) -> None:
        super().__init__(app, window, jobs, session, album, pc.lower())
        self.pc = pc
        self.session = session
        self._stage = stage
        self._ended = 0
        self._heard: Exchange | None = None

    def go(self, to: Destination) -> QWidget:
        """Another page."""
        self.frame.navigation.go(to)
        self.settle()
        page = self.frame.navigation.page
        if page is None:
            raise TourStoppedError("page")
        return page

    def press(self, page: QWidget, words: str) -> None:
        """A button of the page, by its words."""
        self.settle()
        found = [one for one in page.findChildren(QPushButton) if words in one.text() and one.isVisibleTo(page)]
        if not found:
            raise TourStoppedError(words)
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.settle()

    def done(self, work: Callable[..., T], *arguments: object) -> T:
        """Do it where the desk's work is done, and wait for it; what it refuses is raised."""
        found: list[T] = []
        failed: list[AnefdeskError] = []
        self._jobs.desk(work, *arguments, owner=self._window, then=found.append, failed=failed.append)
        self.until(lambda: bool(found or failed), getattr(work, "__name__", "deed"))
        if failed:
            raise failed[0]
        return found[0]

    def told(self, touched: Touched) -> None:
        """The pages hear of what was not done through them."""
        news = self._window.findChild(News)
        if news is not None:
            news.touched.emit(touched)
        self.settle()

    def write(self, work: Callable[..., Touched], *arguments: object) -> None:
        """A deed of the desk, and its news."""
        self.told(self.done(work, *arguments))

    def call(self) -> None:
        """One contact: by the button where there is a service to call."""
        if not self._stage.served:
            try:
                self.write(training_sync.meet, self.session, self._stage.mailbox())
            except AnefdeskError as error:
                if error.code != "hub.unreachable":
                    raise
            return
        exchange = self._listen()
        before = self._ended
        page = self.go(ToExchange())
        if not isinstance(page, ExchangePage):
            raise TourStoppedError("exchange")
        QTest.mouseClick(page.findChildren(PrimaryButton)[0], Qt.MouseButton.LeftButton)
        self.until(lambda: self._ended > before, "contact")
        assert exchange is self._heard

    def _listen(self) -> Exchange:
        exchange = self._window.findChild(Exchange)
        if exchange is None:
            raise TourStoppedError("no exchange")
        if exchange is not self._heard:
            exchange.ended.connect(self._count)
            self._heard = exchange
        return exchange

    def _count(self) -> None:
        self._ended += 1

    # What it shows

    def line(self) -> str:
        """The quiet line at the foot of the desk, as it reads now."""
        self.told(Touched())
        shown = self._window.findChild(Frame)
        found = shown.findChild(QPushButton, "standing") if shown is not None else None
        if found is None:
            raise TourStoppedError("quiet line")
        return found.text()

    def print_of(self) -> str:
        """What it holds, in a few letters."""
        return self.done(training_sync.fingerprint, self.session)

    def case(self, family: str) -> CaseId | None:
        """Somebody's file."""
        return self.done(_found, self.session, family)

    def state(self) -> str:
        """What it shows, in one sentence."""
        files = self.done(self.session.desk.finding.count)
        disputes = self.done(self.session.desk.reviewing.count)
        return f"« {self.line()} » ; {files} dossiers ; à trancher : {disputes} ; empreinte {self.print_of()}"


def _found(session: Session, family: str) -> CaseId | None:
    return training_sync.case_of(session, family)
