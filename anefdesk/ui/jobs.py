"""Work off the interface's thread: two single-thread lanes, results brought back by one queued signal.

``desk`` is for every read and deed, in order; ``slow`` for unlocking and composing. Used by every page.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt, Signal

from anefdesk import diagnostics
from anefdesk.errors import AnefdeskError


class Ticket:
    """One piece of work under way; ``drop`` it when its result no longer matters."""

    def __init__(
        self,
        owner: QObject,
        then: Callable[[Any], object] | None,
        failed: Callable[[AnefdeskError], object] | None,
    ) -> None:
        self.owner = owner
        self.then = then
        self.failed = failed
        self.dropped = False
        self.future: Future[Any] | None = None

    def drop(self) -> None:
        """Forget the result; work not yet begun is not begun."""
        self.dropped = True
        if self.future is not None:
            self.future.cancel()


class Jobs(QObject):
    """The two lanes. ``mishap`` carries the error of work nobody else hears."""

    mishap = Signal(object)
    idle = Signal()
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = ThreadPoolExecutor(1, "desk")
        self._slow = ThreadPoolExecutor(1, "slow")
        self._pending = 0
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
        return self._run(self._desk, work, args, Ticket(owner, then, failed))

    def slow(
        self,
        work: Callable[..., Any],
        *args: object,
        owner: QObject,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[AnefdeskError], object] | None = None,
    ) -> Ticket:
        """The same, beside the desk: unlocking, composing a page."""
        return self._run(self._slow, work, args, Ticket(owner, then, failed))

    def _run(
        self, lane: ThreadPoolExecutor, work: Callable[..., Any], args: tuple[object, ...], ticket: Ticket
    ) -> Ticket:
        self._pending += 1
        future = lane.submit(work, *args)
        ticket.future = future
        arrived = _Arrival(self, ticket)
        future.add_done_callback(arrived)
        return ticket

    def arrive(self, ticket: Ticket) -> None:
        """Called on a lane's thread: post the ticket to the interface's thread."""
        if shiboken6.isValid(self):
            self._finished.emit(ticket)

    def _deliver(self, ticket: Ticket) -> None:
        self._pending -= 1
        try:
            self._hand_over(ticket)
        finally:
            ticket.then = ticket.failed = None
            if not self._pending:
                self.idle.emit()

    def _hand_over(self, ticket: Ticket) -> None:
        future = ticket.future
        if future is None or future.cancelled() or ticket.dropped or not shiboken6.isValid(ticket.owner):
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


class _Arrival:
    """Tells the lanes' owner that a ticket's work is over."""

    def __init__(self, jobs: Jobs, ticket: Ticket) -> None:
        self._jobs = jobs
        self._ticket = ticket

    def __call__(self, _future: Future[Any]) -> None:
        self._jobs.arrive(self._ticket)
