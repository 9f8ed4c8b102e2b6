"""Several desks of one centre, each with its own database, and what they exchange."""

import functools
import itertools
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from anefdesk.domain.change import Change
from anefdesk.domain.record import CaseId, Kind, ObjectId
from anefdesk.store import inbox, outbox
from anefdesk.store.casekeys import DeviceKeys, EpochKey
from anefdesk.store.inbox import Applied
from anefdesk.store.store import Store
from anefdesk.wire import keybox
from anefdesk.wire.directory import Directory
from anefdesk.wire.entry import Epoch, Wrap
from anefdesk.wire.segment import Segment
from tests.mailbox.organisation import NORTH, Organisation, named, secret
from tests.store.conftest import AUTHOR, KEY, Hand

CENTRE = CaseId(named("the centre's own case"))
DEVICE = DeviceKeys(lambda data, _context: data, lambda data, _context: data)
START = 1_800_000_000_000


def epoch_key(org: bytes, epoch: int) -> EpochKey:
    return EpochKey(org, NORTH, epoch, secret(f"epoch {epoch}"))


def organisation() -> Organisation:
    """One whose north has its first epoch."""
    org = Organisation()
    org.say(Epoch(NORTH, 1, tuple(Wrap(named(pc), secret("epoch 1")) for pc in ("pc", "pc 2"))))
    return org


@functools.cache
def _blank(_pc: str) -> bytes:
    """An empty joined desk, made once for each PC: migrations are the slow part."""
    org = organisation().state.org
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "casebook.db"
        Store.join(file, KEY, DEVICE, org=org, scope=NORTH, centre=CENTRE, epochs=[epoch_key(org, 1)]).close()
        return file.read_bytes()


class Desk:
    """One PC of the north."""

    waits_for_the_disk = False  # nothing that uses it tests power cuts, but for those that say so

    def __init__(self, org: Organisation, pc: str, file: Path) -> None:
        self.org = org
        self.pc = pc
        self.file = file
        if not file.exists():
            file.write_bytes(_blank(pc))
        self._ms = itertools.count(START, 1000)
        self.open_again()

    def open_again(self) -> None:
        """As after a restart."""
        self.store = Store.open(self.file, KEY, DEVICE)
        if not self.waits_for_the_disk:
            self.store.connection.exec_driver_sql("PRAGMA synchronous = OFF")
        self.hand = Hand(self.store)

    @property
    def log(self) -> bytes:
        with self.store.inside() as at:
            return at.log.current

    def set(self, case: CaseId, nationality: str, wall_ms: int | None = None, field: int = 2) -> None:
        with self.store.transaction(AUTHOR, next(self._ms) if wall_ms is None else wall_ms) as deed:
            deed.open_case(case)
            deed.record(Change(case, Kind.PERSON, ObjectId(case), {field: nationality}))

    def cut(self, after: Mapping[bytes, int] | None = None, directory: Directory | None = None) -> list[Segment]:
        state = directory or self.org.state
        return list(outbox.segments(self.store, state, named(self.pc), secret(self.pc), after or {}))

    def boxes(self) -> list[bytes]:
        outbox.resealed(self.store, self.org.state, named(self.pc))
        return list(outbox.unposted(self.store, named(self.pc), secret(self.pc)))

    def take(self, segments: Sequence[Segment], boxes: Sequence[bytes] = ()) -> Applied:
        """Keyboxes first, then segments."""
        told = inbox.keyboxes(self.store, [keybox.read(box) for box in boxes], self.org.state)
        return told + inbox.apply(self.store, segments, self.org.state)

    def meet(self, other: "Desk") -> Applied:
        """Take all that ``other`` wrote."""
        return self.take(other.cut(), other.boxes())

    def nationality(self, case: CaseId) -> str | None:
        query = "SELECT value FROM cell WHERE case_id = ? AND field = 2"
        found = self.store.connection.exec_driver_sql(query, (case,)).scalar()
        return None if found is None else str(found)

    def rows(self, table: str) -> int:
        return int(self.store.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() or 0)

    def close(self) -> None:
        self.store.close()
