"""The PCs, mailboxes and changes of ``many_desks``, and what may be done wrong on purpose."""

import contextlib
import functools
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from anefdesk.domain.record import CaseId
from anefdesk.mailbox import mailbox
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.mailbox.opening import open_engine
from anefdesk.wire.directory import Directory
from tests.store.desks import Desk

NAMES = ("pc", "pc 2", "pc 3", "pc 4")
NATIONALITY, GENDER = 2, 10  # people settle the first, the second just wins
Place = tuple[bytes, int, bytes]  # log, number, head: two versions of a record are two places
HELD = "SELECT log, seq, head FROM log"


@dataclass(frozen=True)
class Meant:
    """A change as its author meant it. ``knew``: how much of each log they had."""

    log: bytes
    seq: int
    clock: int
    case: CaseId
    field: int
    text: str
    knew: dict[bytes, int]

    def saw(self, other: "Meant") -> bool:
        return other.seq < self.seq if other.log == self.log else self.knew.get(other.log, 0) >= other.seq


@dataclass
class Post:
    """One PC: its desk, what its mailbox keeps, how far it has read the hub."""

    desk: Desk
    kept: dict[tuple[bytes, int], bytes] = field(default_factory=dict)
    cursor: int = 0
    feed: bytes = b""
    state: Directory | None = None
    clock: int = 0
    skew: int = 0
    out: bool = False
    versions: dict[bytes, int] = field(default_factory=dict)


@functools.cache
def _empty_mailbox() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mailbox.db"
        open_engine(f"sqlite:///{file}").dispose()
        return file.read_bytes()


class Box:
    """A mailbox in a file."""

    def __init__(self, file: Path, entries: list[bytes]) -> None:
        self.file = file
        file.write_bytes(_empty_mailbox())
        self.engine = self._opened()
        self.box = Mailbox(self.engine, ChunkFolder(file.parent), mailbox.begin(self.engine, entries[0]))
        self.learn(entries)

    def _opened(self) -> Engine:
        engine = open_engine(f"sqlite:///{self.file}")
        engine.dispose()

        @event.listens_for(engine, "connect")
        def _quick(raw: Any, _record: object) -> None:  # noqa: ANN401 - the driver has no types
            raw.execute("PRAGMA synchronous = OFF")

        return engine

    def learn(self, entries: list[bytes]) -> None:
        for data in entries[self.box.directory().no + 1 :]:
            assert self.box.add_entry(data)

    def copy(self) -> bytes:
        self.engine.dispose()
        return self.file.read_bytes()

    def put_back(self, copy: bytes) -> None:
        self.engine.dispose()
        self.file.write_bytes(copy)
        self.engine = self._opened()
        self.box = Mailbox(self.engine, ChunkFolder(self.file.parent), self.box.org)
        self.box.restored()


@dataclass(frozen=True)
class Wrong:
    """What the harness can do wrong on purpose, to see that the checks would notice."""

    own_only: bool = False  # forwards nobody else's
    keep_log: bool = False  # writes on after an old image
    keep_cursor: bool = False  # reads on after the hub was put back
    no_close: bool = False  # never closes a log
    gaps: bool = False  # takes what comes after a gap
    erased_returns: bool = False  # forgets at once what was erased
    out_counts: bool = False  # takes what a PC wrote after it was out


@contextlib.contextmanager
def patched(owner: object, name: str, value: Callable[..., object] | str) -> Iterator[None]:
    """A fault planted in the product while a history runs."""
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)
