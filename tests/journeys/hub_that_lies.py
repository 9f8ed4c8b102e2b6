"""What every hub that lies has: all that is honest, and the list of lies. Used by ``lying_hub`` and ``forging_hub``."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from anefdesk.errors import StorageError
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.wire.hub import Greeting, Have, Page, Verdict
from tests.mailbox.organisation import NORTH, Organisation

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
