"""Taking a bundle: pushed into this PC's mailbox, where everything is verified as if a hub had brought it.

From there it is delivered to the casebook, and carried on. Used by ``stick``.
"""

import contextlib
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from anefdesk.errors import AccessRefusedError, InputRefusedError, StorageError
from anefdesk.mailbox.mailroom import answering
from anefdesk.services.sync import epochs
from anefdesk.services.sync.carry import agrees
from anefdesk.services.sync.post import Post, Signer
from anefdesk.services.sync.stick_file import HUB, Cancelled, Keys, Progress, never, no_share, of_the_stick, side
from anefdesk.wire import bundle, talk
from anefdesk.wire import entry as entries
from anefdesk.wire import keybox as keyboxes
from anefdesk.wire import segment as segments
from anefdesk.wire.bundle import Header, Kind, Receipt
from anefdesk.wire.hub import Have, Verdict

_AT_ONCE, _OCTETS = talk.MOST_SEGMENTS, talk.LARGEST_PUSH
_NEW = frozenset({Verdict.STORED, Verdict.ERASED})
_ID = 16


@dataclass(frozen=True, slots=True)
class Read:
    """What was new in a bundle; all counts are 0 for one read before.

    ``refused``: logs of which no more was taken and why: another version of them is held here, or what comes before
    is missing, or nobody of the organisation wrote them. ``not_understood``: things of a later version.
    """

    entries: int = 0
    segments: int = 0
    keyboxes: int = 0
    chunks: int = 0
    refused: tuple[tuple[bytes, Verdict], ...] = ()
    not_understood: int = 0
    receipt: Receipt | None = None


def read(
    post: Post,
    signer: Signer,
    keys: Keys,
    file: Path,
    *,
    now_ms: int,
    progress: Progress = no_share,
    cancelled: Cancelled = never,
) -> Read:
    """Push a bundle into this PC's mailbox. Reading it again, after another or after a cut changes nothing for worse.

    What was proven before a fault is kept; a fault refuses the rest.

    Raises:
        StorageError: ``bundle.not_one``, ``bundle.newer``, ``bundle.broken``; ``stick.gone``, ``stick.failed``;
            ``stick.no_key`` when its key has not come here; ``stick.partial`` when it starts from what this PC does
            not hold; ``sync.other_organisation``; ``sync.directory_parted`` when its maker was shown another
            directory; ``directory.*``; ``disk.*`` and ``mailbox.*`` of this PC.
        AccessRefusedError: ``stick.other_centre``.
        InputRefusedError: ``stick.cancelled``.
    """
    try:
        with answering(), file.open("rb") as source:
            header = bundle.read_header(source)
            if header.org != post.membership.org:
                raise StorageError("sync.other_organisation")
            key = _key(post, signer, keys, header)
            size = max(1, os.fstat(source.fileno()).st_size)
            taking = _Taking(post, header, source, size, progress, cancelled)
            return taking.take(key, now_ms)
    except OSError as error:
        raise of_the_stick(error) from None


def _key(post: Post, signer: Signer, keys: Keys, header: Header) -> bytes:
    """The key a bundle is sealed under; also of an epoch that its directory entries are only about to tell of."""
    if key := keys.get((header.scope, header.epoch)):
        return key
    older = {number: key for (of, number), key in keys.items() if of == header.scope}
    for wrap in bundle.climbed(header, older):
        if wrap.to == signer.device:
            with contextlib.suppress(StorageError):
                return signer.unwrap(wrap.sealed, epochs.context(header.org, header.scope, header.epoch))
    if header.scope not in post.scopes():
        raise AccessRefusedError("stick.other_centre")
    raise StorageError("stick.no_key")


@dataclass
class _Taking:
    """One bundle being taken into the mailbox."""

    post: Post
    header: Header
    source: BinaryIO
    size: int
    progress: Progress
    cancelled: Cancelled
    counts: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(Kind, 0))
    refused: dict[bytes, Verdict] = field(default_factory=dict)
    not_understood: int = 0
    waiting: list[bytes] = field(default_factory=list)
    octets: int = 0
    no: int = -1

    def take(self, key: bytes, now_ms: int) -> Read:
        """Everything, in the order it stands; the receipt once all was proven."""
        self.no = self.post.directory().no
        receipt = b""
        for kind, body in bundle.things(self.source, self.header, key):
            if self.cancelled():
                raise InputRefusedError("stick.cancelled")
            if kind != Kind.SEGMENT:
                self._push()
            match kind:
                case Kind.ENTRY:
                    self._entry(body)
                case Kind.SEGMENT:
                    self._segment(body)
                case Kind.KEYBOX:
                    self._keybox(body)
                case Kind.CHUNK:
                    self._chunk(body)
                case Kind.RECEIPT:
                    receipt = body
                case _:
                    self.not_understood += 1
            self.progress(self.source.tell() / self.size)
        self._push()
        told = self._heard(receipt, now_ms) if receipt else None
        return Read(
            entries=self.counts[Kind.ENTRY],
            segments=self.counts[Kind.SEGMENT],
            keyboxes=self.counts[Kind.KEYBOX],
            chunks=self.counts[Kind.CHUNK],
            refused=tuple(self.refused.items()),
            not_understood=self.not_understood,
            receipt=told,
        )

    def _entry(self, data: bytes) -> None:
        number = entries.read(data).no
        if number > self.no + 1:
            raise StorageError("stick.partial")
        if not self.post.box.add_entry(data):
            raise StorageError("sync.directory_parted")
        self.counts[Kind.ENTRY] += number > self.no
        self.no = max(self.no, number)

    def _segment(self, data: bytes) -> None:
        if self.waiting and (len(self.waiting) == _AT_ONCE or self.octets + len(data) > _OCTETS):
            self._push()
        self.waiting.append(data)
        self.octets += len(data)

    def _push(self) -> None:
        batch, self.waiting, self.octets = self.waiting, [], 0
        for data, verdict in zip(batch, self.post.box.push(batch) if batch else (), strict=True):
            if verdict in _NEW:
                self.counts[Kind.SEGMENT] += 1
            elif verdict is Verdict.MALFORMED:
                self.not_understood += 1
            elif verdict is not Verdict.KNOWN:
                self.refused.setdefault(segments.read(data).header.log, verdict)

    def _keybox(self, data: bytes) -> None:
        try:
            keyboxes.read(data)
        except StorageError:
            self.not_understood += 1
            return
        self.post.box.put_keyboxes((data,))

    def _chunk(self, body: bytes) -> None:
        case, chunk = body[:_ID], body[_ID:]
        name = hashlib.sha256(chunk).digest()
        if not talk.TAG < len(chunk) <= talk.LARGEST_CHUNK:
            self.not_understood += 1
            return
        new = not self.post.chunks.has(name)
        try:
            self.post.box.put_chunk(chunk, case)
        except StorageError as error:
            if error.code != "mailbox.erased":
                raise
            return
        self.post.route().have_no_want([name])
        self.counts[Kind.CHUNK] += new

    # The receipt

    def _heard(self, data: bytes, now_ms: int) -> Receipt | None:
        """Keep what the maker holds, and what it heard the hub say; its own word replaces what it said before."""
        state = self.post.directory()

        def key_of(device: bytes) -> bytes:
            known = state.devices.get(device)
            return known.sign if known is not None and known.out is None else b""

        receipt = bundle.read_receipt(data, self.header, key_of)
        if receipt is None or receipt.device == self.post.membership.device:
            return None
        own = {scope: self.post.box.have(scope) for scope in receipt.have}
        mine = self.post.box.written_by(self.post.membership.device)
        route = self.post.route(side(receipt.device))
        route.begin_again()
        route.confirm(
            {
                log: found
                for scope, logs in receipt.have.items()
                for log, found in ((log, Have(said.upto, said.head)) for log, said in logs.items())
                if log in own[scope] and agrees(own[scope][log], found, mine=log in mine)
            },
            now_ms,
        )
        route.offer(receipt.chunks)
        if receipt.hub.at_ms:
            held = {log for logs in own.values() for log in logs}
            hub = {
                log: Have(upto, b"")
                for log, upto in receipt.hub.have.items()
                if log in held and (log not in mine or upto <= mine[log].upto)
            }
            self.post.route(side(HUB)).confirm(hub, min(receipt.hub.at_ms, now_ms))
        return receipt
