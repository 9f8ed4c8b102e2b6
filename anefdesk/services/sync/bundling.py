"""Making a bundle: what this PC's mailbox holds of a centre and of the exchange, beyond what the other side has.

What is written stands alone for whoever holds what it starts from. Used by ``stick``.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from anefdesk.errors import InputRefusedError, StorageError
from anefdesk.mailbox.mailroom import answering
from anefdesk.services.sync.post import Post, Signer
from anefdesk.services.sync.stick_file import (
    HUB,
    Cancelled,
    Keys,
    Progress,
    kept,
    named,
    never,
    no_share,
    of_the_stick,
    side,
)
from anefdesk.wire import bundle, talk
from anefdesk.wire import segment as segments
from anefdesk.wire.bundle import Header, Kind, Receipt, Spoken
from anefdesk.wire.entry import EXCHANGE
from anefdesk.wire.hub import Have

MOST_CHUNKS: Final = 50_000  # named by one receipt; what is left out travels again
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, read back, and found whole. ``absent``: attachments that this PC does not hold either."""

    file: Path
    segments: int
    keyboxes: int
    chunks: int
    absent: int
    size: int


def write(
    post: Post,
    signer: Signer,
    keys: Keys,
    place: Path,
    *,
    today: date,
    now_ms: int,
    scope: bytes | None = None,
    since: bytes | None = None,
    progress: Progress = no_share,
    cancelled: Cancelled = never,
) -> Written:
    """Write one bundle of a centre and of the exchange: into a folder under a name of its own, or as the file named.

    Args:
        scope: whose; this PC's centre unless another is named, of which the key is here.
        since: a PC whose receipt was read here, or ``HUB``: start from what it holds. ``None``: everything.

    Raises:
        StorageError: ``stick.full``, ``stick.read_only``, ``stick.gone``, ``stick.format`` (a file too large for how
            the stick was formatted), ``stick.failed``, ``stick.unverified``: nothing is left under the name then.
            ``stick.no_key`` when this PC has no key of the centre.
        InputRefusedError: ``stick.cancelled``.
    """
    state, scope = post.directory(), scope or post.membership.scope
    epoch = max((number for of, number in keys if of == scope), default=0)
    if not epoch:
        raise StorageError("stick.no_key")
    said = state.epochs.get((scope, epoch))
    older = {number: key for (of, number), key in keys.items() if of == scope and number < epoch}
    header = bundle.begun(post.membership.org, scope, epoch, said.wraps if said else (), older)
    filling = _Filling(post, signer, header, since, progress, cancelled)
    try:
        file = named(place, post.membership.org, today)
        with answering(), kept(file) as out:
            filling.fill(bundle.Writing(out, header, keys[scope, epoch]), now_ms)
        size = file.stat().st_size
    except OSError as error:
        raise of_the_stick(error) from None
    progress(1.0)
    return Written(file, filling.segments, filling.keyboxes, filling.chunks, filling.absent, size)


@dataclass
class _Filling:
    """One bundle being filled from the mailbox."""

    post: Post
    signer: Signer
    header: Header
    since: bytes | None
    progress: Progress
    cancelled: Cancelled
    segments: int = 0
    keyboxes: int = 0
    chunks: int = 0
    absent: int = 0

    def fill(self, out: bundle.Writing, now_ms: int) -> None:
        """Directory, text, keys, attachments, receipt: what matters most comes first."""
        box = self.post.box
        scopes = (self.header.scope, EXCHANGE)
        receipt = self._receipt(scopes, now_ms)  # before the rest: nothing is claimed that came later
        for data in box.entries(-1):
            out.put(Kind.ENTRY, data)
        have = self._known()
        for scope in scopes:
            self._segments(out, scope, have)
            self._keyboxes(out, scope)
        self._chunks(out, scopes)
        out.put(Kind.RECEIPT, receipt)
        out.close()

    def _go_on(self) -> None:
        if self.cancelled():
            raise InputRefusedError("stick.cancelled")

    def _known(self) -> dict[bytes, Have]:
        """What the other side holds of each log."""
        if self.since is None:
            return {}
        said = self.post.route(side(self.since)).confirmed()
        if self.since == HUB and self.post.membership.hub:
            for log, one in self.post.route().confirmed().items():
                if log not in said or said[log].at_ms <= one.at_ms:
                    said[log] = one
        return {log: Have(one.upto, b"") for log, one in said.items()}

    def _segments(self, out: bundle.Writing, scope: bytes, have: dict[bytes, Have]) -> None:
        while batch := self.post.route().beyond(scope, have):
            self._go_on()
            for data in batch:
                head = segments.read(data).header
                out.put(Kind.SEGMENT, data)
                held = have.get(head.log, Have(0, b""))
                have[head.log] = Have(max(held.upto, head.last), b"", held.ranges)
                self.segments += 1

    def _keyboxes(self, out: bundle.Writing, scope: bytes) -> None:
        """All of them: they are small, and a file whose key is missing is of no use."""
        cursor, more = 0, True
        while more:
            self._go_on()
            page = self.post.box.pull(scope, cursor, _PAGE)
            for data in page.keyboxes:
                out.put(Kind.KEYBOX, data)
                self.keyboxes += 1
            cursor, more = page.cursor, page.more

    def _chunks(self, out: bundle.Writing, scopes: tuple[bytes, bytes]) -> None:
        route = self.post.route(side(self.since) if self.since is not None else "")
        known = route.offered() if self.since is not None else frozenset()
        if self.since == HUB and self.post.membership.hub:
            known |= self.post.route().offered()
        lacking = [(name, case) for name, case in route.chunks(scopes) if name not in known]
        for at, (name, case) in enumerate(lacking):
            self._go_on()
            self.progress(at / len(lacking))
            chunk = self._chunk(name)
            if chunk is None:
                self.absent += 1
            else:
                out.put(Kind.CHUNK, case + chunk)
                self.chunks += 1

    def _chunk(self, name: bytes) -> bytes | None:
        try:
            return self.post.box.get_chunk(name)
        except StorageError as error:
            if error.code != "chunk.damaged":
                raise
            return None

    def _receipt(self, scopes: tuple[bytes, bytes], now_ms: int) -> bytes:
        state, box, device = self.post.directory(), self.post.box, self.post.membership.device
        have = {
            scope: {
                log: talk.Held(one.upto, one.head, tuple(talk.Range(*run) for run in one.ranges))
                for log, one in box.have(scope).items()
            }
            for scope in scopes
        }
        said = self.post.route().confirmed() if self.post.membership.hub else {}
        at_ms = max((one.at_ms for one in said.values()), default=0)
        hub = Spoken(max(0, at_ms), {log: one.upto for log, one in said.items()})
        held = [name for name, _ in self.post.route().chunks(scopes) if self.post.chunks.has(name)]
        receipt = Receipt(
            org=self.header.org,
            device=device,
            bundle=self.header.name,
            wall_ms=max(0, now_ms),
            dir_no=state.no,
            dir_head=state.head,
            have=have,
            chunks=tuple(held[:MOST_CHUNKS]),
            hub=hub,
        )
        return bundle.signed(receipt, self.signer.device_key)
