"""Work off the interface's thread: three single-thread lanes, results brought back by one queued signal.

``desk`` is for every read and deed, in order, opening included; ``slow`` for composing and drawing pages; ``net`` for
what waits on a network, which nobody waits for, not even closing. Used by every page.
"""

import gc
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal

from anefdesk import diagnostics
from anefdesk.errors import AnefdeskError

_TIDY_MS = 1000


class Ticket:
    """One piece of work under way; ``drop`` it when its result no longer matters.

    It alone holds what the work holds, and lets go of it on the interface's thread: a Qt object whose last
    reference went away on a lane would be destroyed there, and the program with it.
    """

    def __init__(
        self,
        work: Callable[..., Any],
        args: tuple[object, ...],
        owner: QObject,
        then: Callable[[Any], object] | None,
        failed: Callable[[AnefdeskError], object] | None,
    ) -> None:
        self.work: Callable[..., Any] | None = work
        self.args = args
        self.owner: QObject | None = owner
        self.then = then
        self.failed = failed
        self.dropped = False
        self.awaited = True  # by ``drain``
        self.future: Future[Any] | None = None

    def run(self) -> object:
        """Do it, on a lane's thread."""
        assert self.work is not None
        return self.work(*self.args)

    def drop(self) -> None:
        """Forget the result; work not yet begun is not begun."""
        self.dropped = True
        if self.future is not None:
            self.future.cancel()

    def let_go(self) -> None:
        """Release everything; on the interface's thread."""
        self.work = self.owner = self.then = self.failed = self.future = None
        self.args = ()


class _Tidying:
    """Cyclic garbage is collected on the interface's thread alone, for the same reason."""

    users = 0

    @classmethod
    def begin(cls) -> None:
        cls.users += 1
        gc.disable()

    @classmethod
    def end(cls) -> None:
        cls.users -= 1
        if not cls.users:
            gc.enable()

    @staticmethod
    def tidy() -> None:
        """Collect what is due, the oldest generation that is first."""
        due = [
            n for n, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if count > limit
        ]
        if due:
            gc.collect(due[-1])


class _NetLane:
    """One thread that does not keep the program from ending: what it does can be cut at any time."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[tuple[Future[Any], Callable[[], object]] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def submit(self, work: Callable[[], object]) -> "Future[Any]":
        if self._thread is None:  # a centre that works alone never needs it
            self._thread = threading.Thread(target=self._work, name="net", daemon=True)
            self._thread.start()
        future: Future[Any] = Future()
        self._waiting.put((future, work))
        return future

    def end(self) -> threading.Thread | None:
        """Nothing new is begun; the thread ends after what is under way."""
        ending, self._thread = self._thread, None
        self._waiting.put(None)
        return ending

    def _work(self) -> None:
        while (asked := self._waiting.get()) is not None:
            future, work = asked
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(work())
            except BaseException as error:  # noqa: BLE001 - it is carried to the interface's thread
                future.set_exception(error)


class Jobs(QObject):
    """The lanes. ``mishap`` carries the error of work nobody else hears."""

    mishap = Signal(object)
    idle = Signal()
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = ThreadPoolExecutor(1, "desk")
        self._slow = ThreadPoolExecutor(1, "slow")
        self._net = _NetLane()
        self.ending: threading.Thread | None = None  # once closed, the network lane's
        self._pending = 0
        _Tidying.begin()
        self._broom = QTimer(self)
        self._broom.setInterval(_TIDY_MS)
        self._broom.timeout.connect(_Tidying.tidy)
        self._broom.start()
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def desk(
        self,
        work: Callable[..., Any],
        *args: object,
        owner: QObject,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[AnefdeskError], object] | None = None,
    ) -> Ticket:
        """Run ``work(*args)`` after what was asked before; ``then`` gets its result on the interface's thread.

        ``failed`` gets an ``AnefdeskError``; unexpected failures arrive as code ``unexpected`` with a reference.
        Nothing is called when ``owner`` is gone.
        """
        return self._run(self._desk, Ticket(work, args, owner, then, failed))

    def slow(
        self,
        work: Callable[..., Any],
        *args: object,
        owner: QObject,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[AnefdeskError], object] | None = None,
    ) -> Ticket:
        """The same, beside the desk: composing a page, drawing it, loading what comes later."""
        return self._run(self._slow, Ticket(work, args, owner, then, failed))

    def net(
        self,
        work: Callable[..., Any],
        *args: object,
        owner: QObject,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[AnefdeskError], object] | None = None,
    ) -> Ticket:
        """The same, for what waits on a network; ``drain`` and ``close`` do not wait for it."""
        ticket = Ticket(work, args, owner, then, failed)
        ticket.awaited = False
        return self._run(self._net, ticket)

    def _run(self, lane: "ThreadPoolExecutor | _NetLane", ticket: Ticket) -> Ticket:
        self._pending += ticket.awaited
        ticket.future = lane.submit(ticket.run)
        ticket.future.add_done_callback(_Arrival(self, ticket))
        return ticket

    def arrive(self, ticket: Ticket) -> None:
        """Called on a lane's thread: post the ticket to the interface's thread."""
        if shiboken6.isValid(self):
            self._finished.emit(ticket)

    def _deliver(self, ticket: Ticket) -> None:
        self._pending -= ticket.awaited
        try:
            self._hand_over(ticket)
        finally:
            ticket.let_go()
            _Tidying.tidy()
            if not self._pending:
                self.idle.emit()

    def _hand_over(self, ticket: Ticket) -> None:
        future = ticket.future
        gone = ticket.owner is None or not shiboken6.isValid(ticket.owner)
        if future is None or future.cancelled() or ticket.dropped or gone:
            return
        error = future.exception()
        if error is None:
            if ticket.then is not None:
                ticket.then(future.result())
            return
        if not isinstance(error, AnefdeskError):
            error = AnefdeskError("unexpected", reference=diagnostics.reference(type(error), error.__traceback__))
        if ticket.failed is not None:
            ticket.failed(error)
        else:
            self.mishap.emit(error)

    def drain(self) -> None:
        """Wait until every result has been delivered; for tests and for closing."""
        if self._pending:
            loop = QEventLoop()
            self.idle.connect(loop.quit)
            loop.exec()

    def close(self) -> None:
        """Finish what was begun and stop the lanes."""
        self.drain()
        self._desk.shutdown()
        self._slow.shutdown()
        self.ending = self._net.end()
        if self._broom.isActive():
            self._broom.stop()
            _Tidying.end()
            gc.collect()  # while the application still lives: Qt objects must not outlive it


class _Arrival:
    """Tells the lanes' owner that a ticket's work is over."""

    def __init__(self, jobs: Jobs, ticket: Ticket) -> None:
        self._jobs = jobs
        self._ticket = ticket

    def __call__(self, _future: Future[Any]) -> None:
        self._jobs.arrive(self._ticket)
