"""Lies of a hub that makes up changes, keys and attachments; the other lies are in ``lying_hub``."""

import dataclasses
import os
from collections.abc import Sequence

import msgspec

from anefdesk.wire import segment
from anefdesk.wire.hub import Page
from anefdesk.wire.segment import Run
from tests.journeys.hub_that_lies import LyingHub, lie
from tests.mailbox.organisation import named, secret


class _Forges(LyingHub):
    told = frozenset({"hub.garbled", "wire.malformed", "wire.chain_broken"})

    def forged(self, good: bytes) -> bytes:
        raise NotImplementedError

    def spoil(self, page: Page) -> Page:
        return dataclasses.replace(page, segments=tuple(self.forged(one) for one in page.segments))


@lie
class SignsForOthers(_Forges):
    def forged(self, good: bytes) -> bytes:
        one = segment.read(good)
        head = one.header
        run = Run(
            head.org, head.scope, head.log, head.device, head.first, head.prev, head.epoch, head.dir_no, head.dir_head
        )
        records = [msgspec.structs.replace(record, ct=b"made up by the hub") for record in one.records]
        return segment.cut(run, records, secret("the hub's")).encode()


@lie
class ChangesRecords(_Forges):
    def forged(self, good: bytes) -> bytes:
        one = segment.read(good)
        spoilt = msgspec.structs.replace(one.records[0], ct=b"changed by the hub")
        return dataclasses.replace(one, records=(spoilt, *one.records[1:])).encode()


@lie
class MovesRecordsToAnotherLog(_Forges):
    def forged(self, good: bytes) -> bytes:
        one = segment.read(good)
        header = msgspec.structs.replace(one.header, log=named("a log of the hub"))
        return dataclasses.replace(one, header_bytes=msgspec.msgpack.encode(header)).encode()


@lie
class WithholdsAsIfErased(_Forges):
    """Stubs of what nobody erased: the chain stands, what was written is not there."""

    told = frozenset({"hub.garbled"})

    def forged(self, good: bytes) -> bytes:
        one = segment.read(good)
        for case in {record.case for record in one.records}:
            one = one.without(case)
        return one.encode()


@lie
class BringsTheErasedBack(LyingHub):
    missed = "what is erased already changes nothing"

    def spoil(self, page: Page) -> Page:
        return dataclasses.replace(page, segments=(*self.before, *page.segments))


@lie
class SendsRubbish(_Forges):
    def forged(self, good: bytes) -> bytes:
        return b"\x91" * 100_000 if len(good) % 2 else os.urandom(len(good))


@lie
class SendsHugeOnes(_Forges):
    def forged(self, good: bytes) -> bytes:
        one = segment.read(good)
        return dataclasses.replace(one, records=one.records * 2000).encode()


@lie
class ChangesKeys(LyingHub):
    """Keyboxes with another body, or of nobody."""

    missed = "a key that nobody signed is none: the record waits"

    def spoil(self, page: Page) -> Page:
        return dataclasses.replace(page, keyboxes=tuple(one[:-1] + bytes([one[-1] ^ 1]) for one in page.keyboxes))


@lie
class SendsKeysThatAreNone(LyingHub):
    told = frozenset({"wire.malformed", "hub.garbled"})

    def spoil(self, page: Page) -> Page:
        return dataclasses.replace(page, keyboxes=(b"\x91" * 1000,))


@lie
class GivesOtherChunks(LyingHub):
    """Not through the client, which looks at the name; a stick might."""

    missed = "the file is not there yet, and does not open otherwise"

    def lacks(self, chunks: Sequence[bytes]) -> frozenset[bytes]:  # noqa: ARG002 - a Hub
        return frozenset()

    def get_chunk(self, name: bytes) -> bytes | None:  # noqa: ARG002 - a Hub
        return b"another chunk"
