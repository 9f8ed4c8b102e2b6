"""Between this PC's mailbox and its casebook: what others wrote is applied, what was written here is cut and put in.

Done on the desk lane while somebody is unlocked, a page at a time, so that saving never waits for long.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from anefdesk.domain.change import Touched
from anefdesk.domain.record import CaseId
from anefdesk.errors import StorageError
from anefdesk.services.sync import epochs, sayings
from anefdesk.services.sync.post import Post, Signer
from anefdesk.store import delivery, entering, forking, inbox, outbox
from anefdesk.store.delivery import Delivered
from anefdesk.store.inbox import Applied, Refusal
from anefdesk.store.store import Store
from anefdesk.wire import keybox as keyboxes
from anefdesk.wire import segment as segments
from anefdesk.wire.directory import Directory
from anefdesk.wire.entry import EXCHANGE, CloseLog
from anefdesk.wire.hub import Verdict
from anefdesk.wire.segment import Segment

PAGE: Final = 500  # records fetched together
_SHORT: Final = 0.02  # seconds that a saving may have to wait for what is being applied
_FIRST: Final = 100  # records applied at once, before one knows how long they take
_LEAST: Final = 25
_BATCH: Final = 50  # segments put into the mailbox together
_LATER: Final = frozenset({Refusal.HIDDEN, Refusal.DIRECTORY, Refusal.STRANGER})  # a later directory may admit it
_HELD = frozenset({Verdict.STORED, Verdict.KNOWN, Verdict.ERASED})


@dataclass(frozen=True, slots=True)
class Slice:
    """What one page brought. ``more``: others wait in the mailbox; ``parted``: logs of which two versions exist."""

    applied: Applied = Applied()
    touched: Touched = Touched()
    more: bool = False
    parted: tuple[bytes, ...] = ()


_Where: TypeAlias = tuple[bytes, Delivered, bytes]  # scope, how far the casebook is, head of the directory


@dataclass(frozen=True, slots=True)
class _Half:
    """A page of which a part was applied: it goes on where it stands, or comes again if it is lost."""

    segments: tuple[Segment, ...]
    cursor: int


class Deliverer:
    """One unlocked desk. Not for two threads at once."""

    def __init__(
        self, store: Store, post: Post, signer: Signer, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._post = post
        self._signer = signer
        self._monotonic = monotonic
        self._at_once = _FIRST  # records, as many as take about ``_SHORT``
        self._half_done: tuple[_Where, _Half] | None = None
        self._directory: Directory | None = None

    def learn(self) -> Touched:
        """Obey the directory as it stands: keys of new epochs, closed logs, PCs that are out.

        Raises:
            StorageError: as ``Store.transaction``.
        """
        state = self._post.directory()
        if self._directory is not None and self._directory.head == state.head:
            return Touched()
        with self._store.inside() as at:
            known = at.keys.known()
        keys = list(epochs.opened(state, self._signer, known))
        known |= {(key.scope, key.epoch): key.key for key in keys}
        for adopted in state.adopted.values():
            keys += entering.opened(adopted, state.org, known)
        told = inbox.epochs(self._store, keys, state)
        told += inbox.apply(self._store, (), state)
        touched = told.touched | self._leave_closed_log(state)
        self._directory = state
        return touched

    def _leave_closed_log(self, state: Directory) -> Touched:
        """Others saw two versions of the log written here: it ends where it is, and a new one goes on."""
        with self._store.inside() as at:
            log, length = at.log.current, at.log.length
        return forking.renew(self._store, log, length) if log in state.closed else Touched()

    def take(self) -> Slice:
        """Apply the next page of the mailbox; call again while there is ``more``."""
        state = self._post.directory()
        feed = self._post.box.hello().feed
        for scope in self._scopes():
            reached = delivery.delivered(self._store, scope)
            if reached.feed != feed or reached.refused not in {b"", state.head}:
                reached = Delivered(feed)
            where = (scope, reached, state.head)
            if self._half_done is not None and self._half_done[0] == where:
                return self._apply(where, self._half_done[1], (), state)
            page = self._post.box.pull(scope, reached.cursor, PAGE)
            if page.segments or page.keyboxes:
                half = _Half(tuple(segments.read(data) for data in page.segments), page.cursor)
                return self._apply(where, half, page.keyboxes, state)
        return Slice()

    def _scopes(self) -> tuple[bytes, ...]:
        return tuple(scope for scope in self._post.scopes() if scope != EXCHANGE)

    def _apply(self, where: _Where, page: _Half, boxes: Sequence[bytes], state: Directory) -> Slice:
        scope, reached, _ = where
        told = inbox.keyboxes(self._store, [keyboxes.read(data) for data in boxes], state)
        told += self._apply_some(page.segments, state)
        self._half_done = (where, page) if told.left else None
        if told.left:
            return Slice(told, told.touched, True)
        cases = {CaseId(record.case) for one in page.segments for record in one.records} | told.touched.cases
        self._want(cases - state.erased.keys())
        touched, parted = self._settle_forks(told, state)
        later = any(why in _LATER for _, _, why in told.refused) or (told.forks and touched is None)
        refused = state.head if later else reached.refused
        if touched is None:
            delivery.deliver_upto(self._store, scope, replace(reached, cursor=page.cursor, refused=refused))
        else:  # what takes the place of the version given up is read from the beginning
            delivery.deliver_upto(self._store, scope, Delivered(reached.feed, 0, refused))
        return Slice(told, told.touched | (touched or Touched()), True, parted)

    def _apply_some(self, read: Sequence[Segment], state: Directory) -> Applied:
        """As much as is done while nobody notices; a slow PC takes less at a time."""
        start = self._monotonic()
        told = inbox.apply(self._store, read, state, self._at_once)
        took = self._monotonic() - start
        if told.applied >= _LEAST and took > 0:
            self._at_once = max(_LEAST, min(PAGE, 2 * self._at_once, int(told.applied * _SHORT / took)))
        return told

    def _settle_forks(self, told: Applied, state: Directory) -> tuple[Touched | None, tuple[bytes, ...]]:
        """Leave a log of which the hub has another version; others' once it is closed. One at a time.

        Whoever sees two versions has the log closed: its author may be the one who cannot see it.
        """
        for fork in sorted(told.forks, key=lambda one: one.agreed):
            if fork.log not in state.closed:
                sayings.later(self._store, CloseLog(fork.log, self._scope_of(fork.log)), self._signer.device)
            if fork.mine:
                return forking.renew(self._store, fork.log, fork.agreed), (fork.log,)
            if fork.log in state.closed:
                return forking.give_up(self._store, state, fork.log, fork.agreed), (fork.log,)
        return None, tuple(fork.log for fork in told.forks)

    def _scope_of(self, log: bytes) -> bytes:
        adopted = self._post.directory().adopted.get(log)
        return adopted.into if adopted else self._post.membership.scope

    def _want(self, cases: set[CaseId]) -> None:
        """Have the attachments brought that these files name, and offer those that are here."""
        names = delivery.chunk_names(self._store, cases)
        route = self._post.route()
        route.want([(name, case) for name, case in names.items() if not self._post.chunks.has(name)])

    def cut(self) -> int:
        """Put what was written here into the mailbox, signed; how many segments.

        Raises:
            StorageError: as ``Store.transaction``; ``mailbox.*``, ``disk.*``; ``sync.not_taken`` when this PC's own
                mailbox refuses its log: it is out, or was put back from a copy.
        """
        state, scope = self._post.directory(), self._post.membership.scope
        if self._signer.device not in state.devices:
            return 0  # a mailbox that was made anew has not heard of it yet
        boxes = outbox.unposted(self._store, state, self._signer.device, self._signer.device_key)
        self._post.box.put_keyboxes(boxes)
        outbox.posted(self._store, boxes)
        after = {log: one.upto for log, one in self._post.box.have(scope).items()}
        count = 0
        batch: list[Segment] = []
        for one in outbox.segments(self._store, state, self._signer.device, self._signer.device_key, after):
            batch.append(one)
            if len(batch) == _BATCH:
                count += self._put(batch)
                batch = []
        count += self._put(batch) if batch else 0
        return count

    def _put(self, batch: Sequence[Segment]) -> int:
        verdicts = self._post.box.push([one.encode() for one in batch])
        if any(verdict not in _HELD for verdict in verdicts):
            raise StorageError("sync.not_taken")
        cases = {CaseId(record.case) for one in batch for record in one.records}
        cases -= self._post.directory().erased.keys()
        for name, case in delivery.chunk_names(self._store, cases).items():
            if self._post.chunks.has(name):
                self._post.box.place_chunk(name, case)
        self._want(cases)  # a copy of another centre's file names attachments that are not here
        return len(batch)
