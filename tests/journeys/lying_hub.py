"""A hub that lies, around a mailbox that does not: one class for each lie.

Everything it says has the form that the desk's client lets through; what has not is tried in ``tests/hub``.
"""

import dataclasses
import hashlib
import os
from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec

from anefdesk.wire import entry
from anefdesk.wire.entry import AddScope, Erase, Said
from anefdesk.wire.hub import Greeting, Have, Page, Verdict
from tests.journeys import forging_hub
from tests.journeys.hub_that_lies import LIES, LyingHub, lie
from tests.mailbox.organisation import NORTH, Organisation, named, secret

__all__ = ["LIES", "LyingHub", "forging_hub"]


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
