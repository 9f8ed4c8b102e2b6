"""A hub that lies, around a mailbox that does not: one class for each lie.

Everything it says has the form that the desk's client lets through; what has not is tried in ``tests/hub``.
"""

import dataclasses
import hashlib
import os
from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec

from anefdesk.errors import StorageError
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.wire import entry, segment
from anefdesk.wire.entry import AddScope, Erase, Said
from anefdesk.wire.hub import Greeting, Have, Page, Verdict
from anefdesk.wire.segment import Run
from tests.mailbox.organisation import NORTH, Organisation, named, secret

ENOUGH = 300  # pages after which a desk should have gone away


class LyingHub:
    """Honest in all that a lie does not touch. ``old`` is an honest mailbox of some time before."""

    told: ClassVar[frozenset[str]] = frozenset()  # codes by which the desk says so; empty: it just confirms nothing
    by_stick = False  # whether the PCs also meet by a stick, so that one carries for the other
    missed = ""  # why no desk can notice: it heals when the hub is honest again

    def __init__(self, org: Organisation, honest: Mailbox, old: Mailbox, before: Sequence[bytes]) -> None:
        self.org = org
        self.honest = honest
        self.old = old
        self.before = before  # segments as they were before an erasure
        self.asked = 0

    def hello(self) -> Greeting:
        return self.honest.hello()

    def entries(self, after: int) -> tuple[bytes, ...]:
        return self.honest.entries(after)

    def add_entry(self, data: bytes) -> bool:
        return self.honest.add_entry(data)

    def have(self, scope: bytes) -> Mapping[bytes, Have]:
        return self.honest.have(scope)

    def push(self, segments: Sequence[bytes]) -> tuple[Verdict, ...]:
        return self.honest.push(segments)

    def put_keyboxes(self, boxes: Sequence[bytes]) -> None:
        self.honest.put_keyboxes(boxes)

    def pull(self, scope: bytes, after: int, limit: int) -> Page:
        self.asked += 1
        if self.asked > ENOUGH:
            raise StorageError("test.never_ends")
        page = self.honest.pull(scope, after, limit)
        return self.spoil(page) if scope == NORTH else page

    def spoil(self, page: Page) -> Page:
        return page

    def lacks(self, chunks: Sequence[bytes]) -> frozenset[bytes]:
        return self.honest.lacks(chunks)

    def put_chunk(self, chunk: bytes, case: bytes) -> None:
        self.honest.put_chunk(chunk, case)

    def get_chunk(self, name: bytes) -> bytes | None:
        return self.honest.get_chunk(name)


LIES: dict[str, type[LyingHub]] = {}


def lie(kind: type[LyingHub]) -> type[LyingHub]:
    LIES[kind.__name__] = kind
    return kind


# It leaves out


@lie
class LeavesOutEverything(LyingHub):
    told = frozenset({"hub.garbled"})

    def spoil(self, page: Page) -> Page:
        return dataclasses.replace(page, segments=())


@lie
class LeavesOutTheFirst(LyingHub):
    told = frozenset({"hub.garbled"})

    def spoil(self, page: Page) -> Page:
        return dataclasses.replace(page, segments=page.segments[1:])


@lie
class LeavesOutKeys(LyingHub):
    missed = "a key that has not come yet looks the same: the record waits, and says so"

    def spoil(self, page: Page) -> Page:
        return dataclasses.replace(page, keyboxes=())


@lie
class HidesWhatIsDecided(LyingHub):
    told = frozenset({"sync.directory_parted"})

    def entries(self, after: int) -> tuple[bytes, ...]:  # noqa: ARG002 - a Hub
        return ()


@lie
class HidesThatItKnowsMore(LyingHub):
    missed = "a hub that stands still looks the same as one where nobody writes"

    def hello(self) -> Greeting:
        said = self.old.hello()
        return dataclasses.replace(said, feed=self.honest.hello().feed)


# It changes the order, or goes back


@lie
class TurnsTheOrderRound(LyingHub):
    told = frozenset({"hub.garbled"})

    def spoil(self, page: Page) -> Page:
        return dataclasses.replace(page, segments=page.segments[::-1])


@lie
class RollsBack(LyingHub):
    """An old copy answers, as if nothing had been."""

    told = frozenset({"hub.garbled"})
    missed = "it takes again what it is given, so that nothing is lost"

    def hello(self) -> Greeting:
        return dataclasses.replace(self.old.hello(), feed=self.honest.hello().feed)

    def have(self, scope: bytes) -> Mapping[bytes, Have]:
        return self.old.have(scope)

    def push(self, segments: Sequence[bytes]) -> tuple[Verdict, ...]:
        return self.old.push(segments)

    def spoil(self, page: Page) -> Page:
        return dataclasses.replace(page, segments=(), keyboxes=(), more=False)


@lie
class GoesBackInItsPages(LyingHub):
    told = frozenset({"hub.garbled"})

    def spoil(self, page: Page) -> Page:
        return dataclasses.replace(page, cursor=max(0, page.cursor - 1), more=True)


@lie
class NeverEnds(LyingHub):
    told = frozenset({"hub.garbled"})

    def spoil(self, page: Page) -> Page:
        return dataclasses.replace(page, segments=(), keyboxes=(), more=True)


@lie
class IsAnotherAtEachPage(LyingHub):
    told = frozenset({"hub.garbled"})

    def spoil(self, page: Page) -> Page:
        return dataclasses.replace(page, feed=os.urandom(16))


@lie
class IsAnotherAtEachCall(LyingHub):
    told = frozenset({"hub.garbled"})

    def hello(self) -> Greeting:
        return dataclasses.replace(self.honest.hello(), feed=os.urandom(16))


@lie
class BelongsToOthers(LyingHub):
    told = frozenset({"sync.other_organisation"})

    def hello(self) -> Greeting:
        return dataclasses.replace(self.honest.hello(), org=named("others"))


# It makes up a directory


class _SaysEntries(LyingHub):
    told = frozenset({"sync.directory_parted"})

    def said(self) -> bytes:
        raise NotImplementedError

    def hello(self) -> Greeting:
        return dataclasses.replace(self.honest.hello(), dir_no=self.honest.directory().no + 1)

    def entries(self, after: int) -> tuple[bytes, ...]:
        state = self.honest.directory()
        return (*self.honest.entries(after), self.said()) if after < state.no + 1 else ()

    def written(self, said: Said, by: str, signer: str = "", prev: bytes = b"") -> bytes:
        state = self.honest.directory()
        return entry.write(
            said, secret(by), org=state.org, no=state.no + 1, prev=prev or state.head, signer=named(signer or by)
        ).encode()


@lie
class PutsItsOwnPcIn(_SaysEntries):
    def said(self) -> bytes:
        return self.written(Organisation.pc("the hub's"), "the hub's", "admin")


@lie
class SwapsAKey(_SaysEntries):
    """The admin's entry of a new PC, with another key in the place of its own."""

    def said(self) -> bytes:
        good = entry.read(self.written(Organisation.pc("new"), "admin"))
        head = good.head_bytes.replace(Organisation.pc("new").sign, Organisation.pc("the hub's").sign)
        assert head != good.head_bytes
        return msgspec.msgpack.encode([head, good.signature])


@lie
class LetsAWorkerDecide(_SaysEntries):
    def said(self) -> bytes:
        return self.written(AddScope(named("the hub's")), "officer")


@lie
class ErasesAlone(_SaysEntries):
    """An erasure that one person signed, twice."""

    def said(self) -> bytes:
        agreed = (entry.Approval(named("lead"), secret("lead") * 2),) * 2
        return self.written(Erase(named("case of lies"), NORTH, agreed), "lead")


@lie
class ForksTheDirectory(_SaysEntries):
    """What an admin signed in another history."""

    def said(self) -> bytes:
        return self.written(AddScope(named("elsewhere")), "admin", prev=hashlib.sha256(b"another history").digest())


@lie
class ForksTheLastEntry(LyingHub):
    """Another history of the same length, which an admin signed."""

    told = frozenset({"sync.directory_parted"})

    def entries(self, after: int) -> tuple[bytes, ...]:
        found = self.honest.entries(after)
        if len(found) != 1:
            return found
        state = entry.read(found[0])
        other = entry.write(
            AddScope(named("elsewhere")), secret("admin"), org=state.org, no=state.no, prev=state.prev,
            signer=named("admin"),
        )  # fmt: skip
        return (other.encode(),)


@lie
class RefusesWhatWasDecided(LyingHub):
    """Another entry has that number, it says."""

    told = frozenset({"sync.directory_parted"})

    def hello(self) -> Greeting:
        return dataclasses.replace(self.honest.hello(), dir_no=3)

    def add_entry(self, data: bytes) -> bool:  # noqa: ARG002 - a Hub
        return False


@lie
class SaysNonsenseForEntries(_SaysEntries):
    def said(self) -> bytes:
        return b"\x91" * 100_000


# It says that it holds what it does not


@lie
class KeepsNothing(LyingHub):
    """Says to have stored; what it holds tells otherwise."""

    def push(self, segments: Sequence[bytes]) -> tuple[Verdict, ...]:
        return (Verdict.STORED,) * len(segments)


class _SaysAlways(LyingHub):
    verdict: ClassVar[Verdict]

    def push(self, segments: Sequence[bytes]) -> tuple[Verdict, ...]:
        return (self.verdict,) * len(segments)


for _verdict in (Verdict.FORK, Verdict.OVERLAP, Verdict.DENIED, Verdict.GAP, Verdict.MALFORMED, Verdict.KNOWN):
    lie(type(f"SaysAlways{_verdict.name.title()}", (_SaysAlways,), {"verdict": _verdict}))


@lie
class SaysForkAndShowsNothing(_SaysAlways):
    """To have PCs throw away what only they still carry."""

    told = frozenset({"hub.garbled"})
    by_stick = True
    verdict = Verdict.FORK

    def spoil(self, page: Page) -> Page:
        return dataclasses.replace(page, segments=())


@lie
class HoldsMoreThanWasWritten(LyingHub):
    told = frozenset({"hub.garbled"})

    def have(self, scope: bytes) -> Mapping[bytes, Have]:
        return {log: Have(1 << 40, one.head) for log, one in self.honest.have(scope).items()}


@lie
class HoldsNothing(LyingHub):
    def have(self, scope: bytes) -> Mapping[bytes, Have]:  # noqa: ARG002 - a Hub
        return {}


@lie
class HoldsSomethingElse(LyingHub):
    def have(self, scope: bytes) -> Mapping[bytes, Have]:
        return {log: Have(one.upto, os.urandom(32)) for log, one in self.honest.have(scope).items()}


# It makes up changes


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
