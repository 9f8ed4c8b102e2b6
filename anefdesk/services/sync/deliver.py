"""Between this PC's mailbox and its casebook: what others wrote is applied, what was written here is cut and put in.

Done on the desk lane while somebody is unlocked, in steps, so that saving never waits for long. A step that was begun
and not ended, because the power went, is done again whole.
"""

import time
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import accumulate
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
_SHORT: Final = 0.02  # seconds that a saving may have to wait for what is being done
_FIRST: Final = 100  # records applied at once, before one knows how long they take
_LEAST: Final = 25
_BOXES: Final = 25  # keyboxes at once
_FILES: Final = 100  # whose attachments are looked for at once
_LATER: Final = frozenset({Refusal.HIDDEN, Refusal.DIRECTORY, Refusal.STRANGER})  # a later directory may admit it
_HELD = frozenset({Verdict.STORED, Verdict.KNOWN, Verdict.ERASED})


@dataclass(frozen=True, slots=True)
class Slice:
    """What one step brought. ``more``: others wait in the mailbox; ``parted``: logs of which two versions exist."""

    applied: Applied = Applied()
    touched: Touched = Touched()
    more: bool = False
    parted: tuple[bytes, ...] = ()


_Where: TypeAlias = tuple[bytes, Delivered, bytes]  # scope, how far the casebook is, head of the directory


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of the mailbox under way: what is still to be done of it. If this is lost, the page comes again."""

    boxes: tuple[bytes, ...]
    segments: tuple[Segment, ...]  # by log, in order
    cases: frozenset[CaseId]  # whose attachments are not looked for yet
    cursor: int
    told: Applied = Applied()


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
        self._under_way: tuple[_Where, _Page] | None = None
        self._directory: Directory | None = None
        self._resealed: bytes | None = b""  # the case up to which keyboxes of PCs that are out were looked for

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
        self._directory, self._resealed = state, b""
        return touched

    def _leave_closed_log(self, state: Directory) -> Touched:
        """Others saw two versions of the log written here: it ends where it is, and a new one goes on."""
        with self._store.inside() as at:
            log, length = at.log.current, at.log.length
        return forking.renew(self._store, log, length) if log in state.closed else Touched()

    def take(self) -> Slice:
        """Apply the next of the mailbox; call again while there is ``more``."""
        state = self._post.directory()
        feed = self._post.box.hello().feed
        for scope in self._scopes():
            reached = delivery.delivered(self._store, scope)
            if reached.feed != feed or reached.refused not in {b"", state.head}:
                reached = Delivered(feed)
            where = (scope, reached, state.head)
            if self._under_way is not None and self._under_way[0] == where:
                return self._go_on(where, self._under_way[1], state)
            found = self._post.box.pull(scope, reached.cursor, PAGE)
            if found.segments or found.keyboxes:
                read = sorted(map(segments.read, found.segments), key=lambda one: (one.header.log, one.header.first))
                cases = frozenset(CaseId(record.case) for one in read for record in one.records)
                cases -= state.erased_in(scope)
                return self._go_on(where, _Page(found.keyboxes, tuple(read), cases, found.cursor), state)
        return Slice()

    def _scopes(self) -> tuple[bytes, ...]:
        return tuple(scope for scope in self._post.scopes() if scope != EXCHANGE)

    def _go_on(self, where: _Where, page: _Page, state: Directory) -> Slice:
        """As many parts of a page as are soon done; at its end, keep that it was read."""
        start = self._monotonic()
        told = Applied()
        while page.boxes or page.segments or page.cases:
            page, brought = self._part(page, state)
            told += brought
            if self._monotonic() - start > _SHORT / 2:
                self._under_way = (where, page)
                return Slice(told, told.touched, True)
        self._under_way = None
        touched, parted = self._end(where, page, state)
        return Slice(told, told.touched | (touched or Touched()), True, parted)

    def _part(self, page: _Page, state: Directory) -> tuple[_Page, Applied]:
        if page.boxes:
            some = [keyboxes.read(data) for data in page.boxes[:_BOXES]]
            told, page = inbox.keyboxes(self._store, some, state), replace(page, boxes=page.boxes[_BOXES:])
            self._resealed = b""
        elif page.segments:
            told, left = self._apply_some(page.segments, state)
            page = replace(page, segments=left)
        else:
            cases = sorted(page.cases)
            self._want(set(cases[:_FILES]))
            return replace(page, cases=frozenset(cases[_FILES:])), Applied()
        return replace(page, cases=page.cases | told.touched.cases, told=page.told + told), told

    def _apply_some(self, waiting: tuple[Segment, ...], state: Directory) -> tuple[Applied, tuple[Segment, ...]]:
        """As much as is done while nobody notices, and what is left; a slow PC takes less at a time."""
        most = self._at_once
        upto = max(1, bisect_right(list(accumulate(len(one.records) for one in waiting)), most))
        start = self._monotonic()
        told = inbox.apply(self._store, waiting[:upto], state, most)
        took = self._monotonic() - start
        if told.applied >= _LEAST and took > 0:
            self._at_once = max(_LEAST, min(PAGE, 2 * most, int(told.applied * _SHORT / took)))
        return told, waiting[0 if told.left else upto :]  # what is left is of one segment alone

    def _end(self, where: _Where, page: _Page, state: Directory) -> tuple[Touched | None, tuple[bytes, ...]]:
        (scope, reached, _), told = where, page.told
        touched, parted = self._settle_forks(told, state)
        later = any(why in _LATER for _, _, why in told.refused) or (told.forks and touched is None)
        refused = state.head if later else reached.refused
        if touched is None:
            delivery.deliver_upto(self._store, scope, replace(reached, cursor=page.cursor, refused=refused))
        else:  # what takes the place of the version given up is read from the beginning
            delivery.deliver_upto(self._store, scope, Delivered(reached.feed, 0, refused))
        return touched, parted

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
        named = delivery.chunk_names(self._store, cases)
        here = {name for name in named if self._post.chunks.has(name)}
        self._post.box.place_chunks([(name, case) for name, case in named.items() if name in here])
        self._post.route().want([(name, case) for name, case in named.items() if name not in here])

    def cut(self) -> bool:
        """Put the next of what was written here into the mailbox, signed; whether there was any.

        Raises:
            StorageError: as ``Store.transaction``; ``mailbox.*``, ``disk.*``; ``sync.not_taken`` when this PC's own
                mailbox refuses its log: it is out, or was put back from a copy.
        """
        state, scope, box = self._post.directory(), self._post.membership.scope, self._post.box
        device, key = self._signer.device, self._signer.device_key
        if device not in state.devices:
            return False  # a mailbox that was made anew has not heard of it yet
        if self._resealed is not None:
            self._resealed = outbox.resealed(self._store, state, device, self._resealed, PAGE)
            if self._resealed is not None:
                return True
        if boxes := outbox.unposted(self._store, device, key, _BOXES):
            box.put_keyboxes(boxes)
            outbox.posted(self._store, boxes)
            return True
        start = self._monotonic()
        after = {log: one.upto for log, one in box.have(scope).items()}
        new = False
        for one in outbox.segments(self._store, state, device, key, after):
            (verdict,) = box.push([one.encode()])
            if verdict not in _HELD:
                raise StorageError("sync.not_taken")
            new = new or verdict is not Verdict.KNOWN
            if self._monotonic() - start > _SHORT / 2:
                break
        return new
