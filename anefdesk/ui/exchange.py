"""Has this PC exchange by itself: at unlock, on its period, soon after a change, when the network returns, locked too.

One for the window, which tells it who comes and goes. It never asks anybody anything: ``standing`` carries how things
stand after each step, for the quiet line.
"""

import contextlib
import random
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QNetworkInformation

from anefdesk.domain.change import Touched
from anefdesk.errors import AccessRefusedError, AnefdeskError
from anefdesk.services.session import Session
from anefdesk.services.sync.carry import Carried
from anefdesk.services.sync.contact import Received, Standing, Sync
from anefdesk.services.sync.pace import SOON, Pace
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News

_BREATH_MS = 2  # between two steps: somebody may want to save


class Exchange(QObject):
    """``standing`` carries a ``Standing``, or ``None`` for a centre that works alone; ``ended`` follows a contact."""

    standing = Signal(object)
    ended = Signal()

    def __init__(self, jobs: Jobs, session: Session, news: News, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._session = session
        self._news = news
        self._pace = Pace(random.random)  # to spread calls over time
        self._busy = False
        self._again = False
        self._saying = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look_now)
        news.touched.connect(self._changed)
        self._watch_network()

    def _watch_network(self) -> None:
        if QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            network = QNetworkInformation.instance()
            if network is not None:
                network.reachabilityChanged.connect(self._network_changed)

    def _network_changed(self, reachability: QNetworkInformation.Reachability) -> None:
        if reachability is QNetworkInformation.Reachability.Online and self._by_itself:
            self.look_now()

    def _changed(self, _touched: Touched) -> None:
        if self._sync is None or self._saying:
            return
        self.tell()
        if self._busy:
            self._again = self._again or self._by_itself
        elif not self._pace.cut_off:
            self._wait(SOON)

    @property
    def _sync(self) -> Sync | None:
        return self._session.sync

    @property
    def _by_itself(self) -> bool:
        sync = self._sync
        return sync is not None and sync.post.membership.by_itself

    def _wait(self, seconds: float) -> None:
        if self._by_itself:
            self._timer.start(int(seconds * 1000))

    def begin(self) -> None:
        """The program started, or somebody unlocked."""
        self._jobs.desk(self._session.begin_sync, owner=self, then=self._begun, failed=self._not_begun)

    def _begun(self, sync: Sync | None) -> None:
        if sync is None:
            self.standing.emit(None)
            return
        self.tell()
        if self._by_itself:
            self.look_now()

    def _not_begun(self, error: AnefdeskError) -> None:
        self.standing.emit(Standing(trouble=error.code))

    def stop(self) -> None:
        """The program ends: nothing new is begun, what is under way ends between two requests."""
        self._timer.stop()
        if self._sync is not None:
            self._sync.stop()

    def choose(self) -> None:
        """Called when the choices changed: a pause begins or ends, another period."""
        self._timer.stop()
        if self._by_itself:
            self.look_now()
        else:
            self._again = False
            self.tell()

    def look_now(self) -> None:
        """One contact; if one is under way, another follows it."""
        sync = self._sync
        if sync is None:
            return
        if self._busy:
            self._again = True
            return
        self._busy, self._again = True, False
        self._timer.stop()
        self._prepare()

    def _prepare(self) -> None:
        """What was carried while the desk was locked, then what is to be sent, in steps."""
        sync = self._sync
        if sync is None:
            self._busy = False
            return
        self._jobs.desk(sync.prepare_some, owner=self, then=self._prepared, failed=self._not_prepared)

    def _prepared(self, step: Received) -> None:
        sync = self._sync
        if sync is None:
            self._busy = False
            return
        self._say(step.touched)
        if step.more:
            QTimer.singleShot(_BREATH_MS, self, self._prepare)
        elif sync.post.membership.hub:
            self._jobs.net(sync.carry, owner=self, then=self._carried, failed=self._not_carried)
        else:
            self._end(reached=True)

    def _not_prepared(self, error: AnefdeskError) -> None:
        sync = self._sync
        if sync is not None:
            sync.trouble = error.code
        self._end(reached=False)

    def _carried(self, done: Carried) -> None:
        self._again = self._again or done.brought > 0  # the files that name attachments are read first
        self._receive()

    def _not_carried(self, _error: AnefdeskError) -> None:
        self._end(reached=False)

    def _receive(self) -> None:
        sync = self._sync
        if sync is None:
            self._busy = False
            return
        self._jobs.desk(sync.receive, owner=self, then=self._received, failed=self._not_prepared)

    def _received(self, page: Received) -> None:
        self._say(page.touched)
        if page.more:
            QTimer.singleShot(_BREATH_MS, self, self._receive)
        else:
            self._end(reached=True)

    def _say(self, touched: Touched) -> None:
        if touched.cases or touched.kinds:
            self._saying = True  # what came from elsewhere is no reason to send
            self._news.touched.emit(touched)
            self._saying = False

    def _end(self, *, reached: bool) -> None:
        sync = self._sync
        self._busy = False
        self.tell()
        self.ended.emit()
        if sync is None:
            return
        wait = self._pace.after(reached=reached, period=sync.post.membership.period)
        if self._again and reached:
            self._timer.start(int(SOON * 1000))  # attachments follow the text, whoever asked
        else:
            self._wait(wait)

    def tell(self) -> None:
        """Say how it stands, for those who show it."""
        sync = self._sync
        if sync is not None:
            self._jobs.desk(_standing, sync, self._session, owner=self, then=self.standing.emit)


def _standing(sync: Sync, session: Session) -> Standing:
    """With what waits for whoever is here; on the desk lane."""
    found = sync.standing()
    with contextlib.suppress(AccessRefusedError):  # locked meanwhile, or a role that settles nothing
        return replace(found, disputes=session.desk.reviewing.count(), lease=session.belonging().lease())
    return found
