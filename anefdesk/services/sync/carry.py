"""Moving ciphertext between this PC's mailbox and a hub's: all that sync does while the desk is locked.

What is signed is verified by both mailboxes; who brings it does not matter, so each forwards what the other lacks.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from anefdesk.errors import StorageError
from anefdesk.mailbox.route import SPOKEN, Reached, Route
from anefdesk.services.sync.post import Post
from anefdesk.wire import entry as entries
from anefdesk.wire import segment as segments
from anefdesk.wire.hub import Greeting, Have, Hub, Verdict

PAGE: Final = 500  # records asked for at once
CHUNKS_AT_ONCE: Final = 500  # names asked about at once
_ANEW: Final = 8  # times that a scope is read from its beginning in one contact: an honest hub needs one
_NEW = frozenset({Verdict.STORED, Verdict.ERASED})
_TAKEN = _NEW | {Verdict.KNOWN}
_NOTHING_MORE = Have(1 << 61, b"")


@dataclass(frozen=True, slots=True)
class Carried:
    """What moved. ``whole``: the hub said to hold all that this mailbox holds, and was read to its end."""

    sent: int = 0  # segments
    brought: int = 0
    chunks_sent: int = 0
    chunks_brought: int = 0
    refused: tuple[tuple[bytes, Verdict], ...] = ()  # logs the hub did not take more of, and why
    parted: tuple[bytes, ...] = ()  # logs of which the hub held another version, which stands
    whole: bool = False


class Carrier:
    """One contact with one hub.

    Args:
        stop: asked between two requests; when true the contact ends early, and the next one goes on.
        prevails: whether the hub's version of a log stands where two differ; not so for a stick.
        now_ms: this PC's clock, milliseconds since 1970.
    """

    def __init__(
        self,
        post: Post,
        hub: Hub,
        place: str = "",
        *,
        stop: Callable[[], bool] = lambda: False,
        prevails: bool = True,
        now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._post = post
        self._hub = hub
        self._route: Route = post.route(place)
        self._stop = stop
        self._prevails = prevails
        self._now_ms = now_ms
        self._echo: set[bytes] = set()  # keyboxes it brought: not to be sent back
        self._wrong = ""  # the code of what it brought or withheld, told once the rest is done
        self._agreed = False
        self._said = Carried()

    def carry(self) -> Carried:
        """Directory, then text both ways, then attachments.

        Raises:
            StorageError: ``hub.*``; ``sync.directory_parted`` when the hub shows another directory than the one known
                here: nothing is sent then; ``sync.other_organisation``.
        """
        hello = self._hub.hello()
        if hello.org != self._post.membership.org:
            raise StorageError("sync.other_organisation")
        self._directory(hello)
        whole = True
        readable = self._post.scopes()
        for scope in sorted(readable, key=lambda one: one != self._post.membership.scope):
            whole = self._scope(scope, hello) and whole
        if not self._stop():
            self._chunks()
        if not self._stop():
            self._route.confirm({SPOKEN: Have(0, b"")}, self._now_ms())
        if self._wrong:
            raise StorageError(self._wrong)
        return replace(self._said, whole=whole and not self._stop() and not self._said.refused)

    # The directory

    def _directory(self, hello: Greeting) -> None:
        box = self._post.box
        own = box.directory()
        if hello.dir_no > own.no:
            for data in self._hub.entries(own.no):
                try:
                    taken = box.add_entry(data)
                except StorageError:
                    taken = False
                if not taken:
                    raise StorageError("sync.directory_parted")
            return
        for data in box.entries(hello.dir_no):
            if not self._hub.add_entry(data):
                raise StorageError("sync.directory_parted")

    def _same_directory(self) -> None:
        """Before anything moves: both lists end alike, not only at the same number."""
        if self._agreed:
            return
        own = self._post.directory()
        last = self._hub.entries(own.no - 1)
        if not last or entries.read(last[0]).digest() != own.head:
            raise StorageError("sync.directory_parted")
        self._agreed = True

    # One scope

    def _scope(self, scope: bytes, hello: Greeting) -> bool:
        """Both ways; whether the hub confirmed that it has everything."""
        at = self._route.reached(scope)
        if at.feed != hello.feed or hello.heads.get(scope, 0) < at.taken:  # or an image of its disk was put back
            if at.feed:
                self._route.begin_again()
            at = Reached(hello.feed)
        head = self._route.head(scope)
        if at.given == head and at.taken == hello.heads.get(scope, 0):
            return True
        self._same_directory()
        promised = self._hub.have(scope)
        claimed = self._give(scope, at.given, dict(promised))
        reached = self._take(scope, Reached(at.feed, 0 if claimed else at.taken, head), at.given)
        unproved = claimed - set(self._said.parted)
        self._said = replace(self._said, refused=self._said.refused + tuple((log, Verdict.FORK) for log in unproved))
        if self._missed(scope, promised) and self._later_directory():  # its author came in while we were reading
            reached = self._take(scope, replace(reached, taken=0), at.given)
        if self._missed(scope, promised):
            reached = replace(reached, taken=0)  # all of it once more, next time
            self._wrong = self._wrong or "hub.garbled"
        if self._stop():
            return False
        confirmed = self._confirm(scope)
        self._route.reach(scope, reached if confirmed else replace(reached, given=at.given))
        return confirmed

    def _later_directory(self) -> bool:
        known = self._post.directory().no
        self._directory(self._hub.hello())
        return self._post.directory().no > known

    def _missed(self, scope: bytes, promised: Mapping[bytes, Have]) -> bool:
        """Whether something is not here, of PCs that are not out, that the hub said to hold before it was read."""
        if self._stop() or not self._prevails:
            return False
        own, state = self._post.box.have(scope), self._post.directory()
        out = {log for device in state.devices.values() if device.out is not None for log in device.cutoffs}
        return any(log not in out and (log not in own or own[log].upto < one.upto) for log, one in promised.items())

    def _give(self, scope: bytes, given: int, have: dict[bytes, Have]) -> set[bytes]:
        """Send what the hub lacks; the logs of which it says to hold another version: it must show it, all is read."""
        self._give_keyboxes(scope, given)  # first: what is cut off half-way can be read as far as it came
        claimed: set[bytes] = set()
        while not self._stop() and (found := self._route.beyond(scope, have)):
            for data, verdict in zip(found, self._hub.push(found), strict=True):
                head = segments.read(data).header
                if verdict in _TAKEN:
                    self._said = replace(self._said, sent=self._said.sent + (verdict is not Verdict.KNOWN))
                    held = have.get(head.log, Have(0, b""))
                    runs = (*held.ranges, (head.first, head.last))
                    have[head.log] = Have(max(held.upto, head.last), head.head, runs)
                    continue
                if self._stands(verdict, head):
                    claimed.add(head.log)
                    if verdict is Verdict.OVERLAP:  # ours, and cut anew from the casebook
                        self._let_go(head.log)
                else:
                    self._said = replace(self._said, refused=(*self._said.refused, (head.log, verdict)))
                have[head.log] = _NOTHING_MORE
        return claimed

    def _stands(self, verdict: Verdict, head: segments.Header) -> bool:
        """Whether the hub's version of a log takes the place of ours. Ours alone is cut anew where the cuts differ."""
        mine = head.device == self._post.membership.device
        return self._prevails and (verdict is Verdict.FORK or (verdict is Verdict.OVERLAP and mine))

    def _let_go(self, log: bytes) -> None:
        self._route.drop_log(log)
        self._said = replace(self._said, parted=(*self._said.parted, log))

    def _give_keyboxes(self, scope: bytes, after: int) -> None:
        more = True
        while more and not self._stop():
            page = self._post.box.pull(scope, after, PAGE)
            mine = [box for box in page.keyboxes if box not in self._echo]
            if mine:
                self._hub.put_keyboxes(mine)
            after, more = page.cursor, page.more

    def _take(self, scope: bytes, at: Reached, confirmed: int) -> Reached:
        """Read the hub on from its cursor; from its beginning where its version of a log takes the place of ours.

        Until the hub has said to hold it all, only what was ``confirmed`` is kept as given.
        """
        box, more, anew = self._post.box, True, 0
        while more and not self._stop():
            page = self._hub.pull(scope, at.taken, PAGE)
            nothing = page.more and not (page.segments or page.keyboxes)
            if page.cursor < at.taken + page.more or page.feed != at.feed or anew > _ANEW or nothing:
                raise StorageError("hub.garbled")
            before = self._route.head(scope)
            self._echo.update(page.keyboxes)
            self._keep_keyboxes(page.keyboxes)
            parted = False
            for data, verdict in zip(page.segments, box.push(page.segments), strict=True):
                self._said = replace(self._said, brought=self._said.brought + (verdict in _NEW))
                if verdict is Verdict.MALFORMED:
                    self._wrong = self._wrong or "hub.garbled"
                elif verdict not in _TAKEN and self._stands(verdict, segments.read(data).header):
                    self._let_go(segments.read(data).header.log)
                    parted = True
            given = self._route.head(scope) if at.given == before else at.given
            at, more = Reached(at.feed, 0 if parted else page.cursor, given), parted or page.more
            anew += parted
            self._route.reach(scope, replace(at, given=confirmed))
        return at

    def _keep_keyboxes(self, boxes: Sequence[bytes]) -> None:
        try:
            self._post.box.put_keyboxes(boxes)
        except StorageError as error:
            if not error.code.startswith("wire."):
                raise
            self._wrong = self._wrong or "hub.garbled"

    def _confirm(self, scope: bytes) -> bool:
        """Ask once more what the hub holds, keep its word, and say whether that is all that is here."""
        have: Mapping[bytes, Have] = self._hub.have(scope)
        own, mine = self._post.box.have(scope), self._post.box.written_by(self._post.membership.device)
        held = {log: one for log, one in have.items() if log in own and agrees(own[log], one, mine=log in mine)}
        self._route.confirm(held, self._now_ms())
        return all(log in held and held[log].upto >= one.upto for log, one in own.items())

    # Attachments

    def _chunks(self) -> None:
        while not self._stop() and (found := self._route.unoffered(CHUNKS_AT_ONCE)):
            lacking = self._hub.lacks([name for name, _ in found])
            for name, case in found:
                if self._stop():
                    return
                if name in lacking:
                    self._send(name, case)
                self._route.offer([name])
        for name, case in self._route.wanted():
            if self._stop():
                return
            chunk = self._hub.get_chunk(name)
            if chunk is not None:
                self._keep(chunk, name, case)

    def _send(self, name: bytes, case: bytes) -> None:
        try:
            chunk = self._post.box.get_chunk(name)
        except StorageError as error:
            if error.code != "chunk.damaged":
                raise
            chunk = None
            self._wrong = self._wrong or error.code
            self._post.chunks.drop(name)  # it opens no more: whoever holds it whole brings it back
        if chunk is None:
            self._route.want([(name, case)])
            return
        try:
            self._hub.put_chunk(chunk, case)
        except StorageError as error:
            if error.code != "mailbox.erased":
                raise
            return
        self._said = replace(self._said, chunks_sent=self._said.chunks_sent + 1)

    def _keep(self, chunk: bytes, name: bytes, case: bytes) -> None:
        try:
            self._post.box.put_chunk(chunk, case)
        except StorageError as error:
            if error.code != "mailbox.erased":
                raise
        self._route.offer([name])
        self._route.have_no_want([name])
        self._said = replace(self._said, chunks_brought=self._said.chunks_brought + 1)


def agrees(own: Have, other: Have, *, mine: bool) -> bool:
    """Whether two holdings of one log can be of one log: equal heads where they end together.

    Of a log of this PC, all of which it has just read, nobody holds more than it does: who says so proves nothing.
    """
    if own.upto == other.upto:
        return own.head == other.head
    return other.upto < own.upto or not mine
