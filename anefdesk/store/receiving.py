"""One transaction of receiving: each segment whole or not at all, each record read, kept waiting or put aside.

Used by ``inbox`` alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from anefdesk.domain.change import LogId, Recorded, Touched
from anefdesk.domain.record import CaseId, Kind
from anefdesk.errors import StorageError
from anefdesk.store import projection
from anefdesk.store.log import Row
from anefdesk.store.store import Inside
from anefdesk.wire import erased
from anefdesk.wire.directory import Directory
from anefdesk.wire.sealing import OP_RECORD, chain_digest
from anefdesk.wire.segment import Segment

REVOKED = "sync.revoked"  # of a device that was out when it wrote this: put aside for ever
_INSERT = "INSERT INTO log (log, seq, case_id, kind, epoch, nonce, ct, head) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_WHOLE = range(-(1 << 63), 1 << 63)  # numbers SQLite keeps
_ID = 16


class Refusal(Enum):
    """Why nothing of a segment was applied."""

    STRANGER = "stranger"  # no device of the organisation that may write there signed it, or one that is out
    GAP = "gap"  # what comes before it is missing
    DIRECTORY = "directory"  # its author was shown another directory
    HIDDEN = "hidden"  # a record was withheld though nobody erased its case; or the directory here is behind


@dataclass(frozen=True, slots=True)
class Fork:
    """Two records have one number. Both sides have all of ``log`` up to ``agreed``; ``mine``: this desk wrote it."""

    log: LogId
    agreed: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of what was received: records counted, files and kinds touched, segments refused."""

    applied: int = 0
    known: int = 0
    waiting: int = 0
    quarantined: int = 0
    touched: Touched = Touched()
    forks: tuple[Fork, ...] = ()
    refused: tuple[tuple[LogId, int, Refusal], ...] = ()
    left: bool = False  # something of it is still to be applied: to be brought once more

    def __add__(self, other: "Applied") -> "Applied":
        return Applied(
            self.applied + other.applied,
            self.known + other.known,
            self.waiting + other.waiting,
            self.quarantined + other.quarantined,
            self.touched | other.touched,
            self.forks + other.forks,
            self.refused + other.refused,
            self.left or other.left,
        )


def admitted(directory: Directory, one: Segment) -> bool:
    """Whether a device of the organisation signed a segment, where it may write, before it was out if it is."""
    head = one.header
    device = directory.devices.get(head.device)
    if device is None or not one.signed_by(device.sign):
        return False
    here = head.org == directory.org and directory.writes(head.device, head.scope)
    entitled = here or directory.brought(head.log, head.org, head.scope) is not None
    return entitled and directory.counts(head.device, head.log, head.last, head.head)


class Receiver:
    """One transaction: what is read, and what it leaves to be done at its end."""

    def __init__(self, at: Inside, directory: Directory, most: int | None = None) -> None:
        self._at = at
        self._most = most  # records to apply, the first ones; None: all that come
        self._sql = at.connection.exec_driver_sql
        self._directory = directory
        self._aftermath = projection.Aftermath()
        self._clock = 0
        self._told = Applied()
        self._cases: set[CaseId] = set()
        self._kinds: set[int] = set()
        self._any = False
        self._opened: list[Recorded] = []
        self._late: list[tuple[LogId, int]] = []

    def finish(self) -> Applied:
        """Draw up what was touched; adopt the clocks, and see what was read."""
        announced = {one.change.case for one in self._opened if one.change.kind == Kind.RESERVED_KEY}
        projection.project_all(self._at.connection, self._opened, self._aftermath)
        if announced:  # what came before it looked broken, or waited for a key that is given back
            self._opened = []
            for case in announced:
                self.wake(case)
                self._wake("quarantine", "table_.case_id = ? AND table_.code = ?", (case, "wire.seal_broken"))
            projection.project_all(self._at.connection, self._opened, self._aftermath)
        for log, last in self._late:
            projection.judge_after(self._at.connection, log, last, self._aftermath)
        self._aftermath.draw(self._at.connection)
        self._at.log.adopt(self._clock)
        if self._any:
            self._at.log.look()
        return replace(self._told, touched=Touched(frozenset(self._cases), frozenset(self._kinds)))

    def take(self, one: Segment) -> None:
        """One segment: everything new of it, or nothing; what exceeds ``most`` is left for another time."""
        if self._told.left:
            return
        head = one.header
        refusal = self._refusal(one)
        if refusal is not None:
            self._refuse(one, refusal)
            return
        heads = _heads(one)
        number = "SELECT seq, head FROM log WHERE log = ? AND seq BETWEEN ? AND ?"
        kept: dict[int, bytes] = dict(self._sql(number, (head.log, head.first - 1, head.last)).fetchall())
        differing = [number for number, known in kept.items() if heads[number] != known]
        mine = head.log == self._at.log.current
        if differing or (mine and head.last > self._at.log.length):
            agreed = min(differing) - 1 if differing else self._at.log.length
            self._told = replace(self._told, forks=(*self._told.forks, Fork(head.log, agreed, self._mine(head.log))))
            return
        follows = head.first - 1 in kept if head.first > 1 else head.prev == bytes(len(head.prev))
        if not follows and (head.first == 1 or head.log not in self._directory.closed):
            self._refuse(one, Refusal.GAP)
            return
        new = [at for at in range(head.count) if head.first + at not in kept]
        self._told = replace(self._told, known=self._told.known + head.count - len(new))
        if self._most is not None and len(new) > self._most - self._told.applied:
            new = new[: self._most - self._told.applied]
            self._told = replace(self._told, left=True)
        if new:
            self._keep(one, heads, new)

    def _refusal(self, one: Segment) -> Refusal | None:
        head, state = one.header, self._directory
        if not admitted(state, one):
            return Refusal.STRANGER
        signer = self._sql("SELECT device FROM origin WHERE log = ?", (head.log,)).scalar()
        if signer is not None and signer != head.device:
            return Refusal.STRANGER
        if head.dir_no == state.no and head.dir_head != state.head:
            return Refusal.DIRECTORY
        return Refusal.HIDDEN if erased.withheld(state, one) else None

    def _refuse(self, one: Segment, why: Refusal) -> None:
        refused = (one.header.log, one.header.first, why)
        self._told = replace(self._told, refused=(*self._told.refused, refused))

    def _mine(self, log: LogId) -> bool:
        return bool(self._sql("SELECT mine FROM origin WHERE log = ?", (log,)).scalar())

    def _keep(self, one: Segment, heads: Mapping[int, bytes], new: Sequence[int]) -> None:
        head, records = one.header, erased.stubbed(self._directory, one).records
        self._any = True
        self._sql(
            "INSERT INTO origin (log, org, scope, device, closed) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (log) DO UPDATE SET device = excluded.device",
            (head.log, head.org, head.scope, head.device, head.log in self._directory.closed),
        )
        seen = [(head.log, head.first, other.log, other.upto) for other in head.seen]
        if seen:
            self._sql("INSERT OR IGNORE INTO seen (log, first, other, upto) VALUES (?, ?, ?, ?)", seen)
        rows = []
        for at in new:
            record, number = records[at], head.first + at
            rows.append(
                (head.log, number, record.case, record.kind, head.epoch, record.nonce, record.ct, heads[number])
            )
        self._sql(_INSERT, rows)
        self._told = replace(self._told, applied=self._told.applied + len(new))
        for log, number, case, kind, epoch, nonce, ct, _ in rows:
            if kind == OP_RECORD:
                self._read((log, number, case, kind, epoch, nonce, ct, head.org, head.scope))
        if seen:  # of a closed log, a part that came after what follows it
            self._late.append((head.log, head.last))

    def _read(self, row: Row) -> None:
        """Read one record that is kept, or say why it cannot be."""
        log, number, case, epoch, scope = row[0], row[1], row[2], row[4], row[8]
        blocks = not self._at.keys.knows(scope, epoch)
        try:
            recorded = self._at.log.opened(row, {})
            _check(recorded)
        except StorageError as error:
            if blocks or error.code == "store.key_missing":
                self._wait(log, number, case, blocks)
            else:
                self._set_aside(log, number, case, error.code)
            return
        self._opened.append(recorded)
        self._clock = max(self._clock, recorded.stamp.clock)
        self._cases.add(recorded.change.case)
        self._kinds.add(int(recorded.change.kind))

    def _wait(self, log: LogId, number: int, case: bytes, blocks: bool) -> None:  # noqa: FBT001 - a column
        self._sql(
            "INSERT OR REPLACE INTO waiting (log, seq, case_id, blocks) VALUES (?, ?, ?, ?)",
            (log, number, case, blocks),
        )
        self._told = replace(self._told, waiting=self._told.waiting + 1)

    def _set_aside(self, log: LogId, number: int, case: bytes, code: str) -> None:
        self._sql(
            "INSERT OR REPLACE INTO quarantine (log, seq, case_id, code) VALUES (?, ?, ?, ?)", (log, number, case, code)
        )
        self._told = replace(self._told, quarantined=self._told.quarantined + 1)

    # What could not be read when it came

    def wake(self, case: CaseId) -> None:
        """Read what waited of one case."""
        self._wake("waiting", "table_.case_id = ?", (case,))

    def wake_all(self, limit: int) -> int:
        """Read at most ``limit`` records whose keys are all here by now; how many there were.

        Of files with keys of their own, those alone that waited for their epoch: ``wake`` reads the others.
        """
        keys = (
            "EXISTS (SELECT 1 FROM epoch WHERE epoch.scope = origin.scope AND epoch.epoch = log.epoch) "
            "AND EXISTS (SELECT 1 FROM keybox WHERE keybox.case_id = log.case_id) "
            "AND (blocks = 1 OR NOT EXISTS (SELECT 1 FROM reserved WHERE reserved.case_id = log.case_id))"
        )
        return self._wake("waiting", keys, (), limit)

    def retry(self) -> None:
        """Read what was put aside, but for what devices wrote that were out."""
        self._wake("quarantine", "table_.code <> ?", (REVOKED,))

    def _wake(self, table: str, which: str, values: tuple[object, ...], limit: int = -1) -> int:
        rows = self._sql(
            "SELECT log.log, log.seq, log.case_id, kind, log.epoch, nonce, ct, origin.org, origin.scope "
            f"FROM {table} AS table_ JOIN log ON log.log = table_.log AND log.seq = table_.seq "
            f"JOIN origin ON origin.log = log.log WHERE {which} ORDER BY log.log, log.seq LIMIT {limit}",
            values,
        ).fetchall()
        for row in rows:
            self._sql(f"DELETE FROM {table} WHERE log = ? AND seq = ?", (row[0], row[1]))
            self._read(row)
        self._any = self._any or bool(rows)
        return len(rows)

    def put_aside(self, log: LogId, device: bytes) -> None:
        """Put aside for ever what a device wrote after its cut-off, and draw up anew the files it had touched."""
        rows = self._sql(
            "SELECT seq, head, case_id FROM log WHERE log = ? AND NOT EXISTS (SELECT 1 FROM quarantine "
            "WHERE quarantine.log = log.log AND quarantine.seq = log.seq AND code = ?)",
            (log, REVOKED),
        ).fetchall()
        out = [(seq, case) for seq, head, case in rows if not self._directory.counts(device, log, seq, head)]
        for seq, case in out:
            self._sql("DELETE FROM waiting WHERE log = ? AND seq = ?", (log, seq))
            self._sql("DELETE FROM reserved WHERE log = ? AND seq = ?", (log, seq))
            self._set_aside(log, seq, case, REVOKED)
        for case in {CaseId(case) for _, case in out}:
            records = self._at.log.records(case, leaving=True)
            projection.again(self._at.connection, case, records, self._aftermath)
            self._cases.add(case)


def _heads(one: Segment) -> dict[int, bytes]:
    """The log's head before the segment and after each of its records, by number."""
    head = one.header.prev
    heads = {one.header.first - 1: head}
    for at, record in enumerate(one.records):
        head = chain_digest(head, one.place(at), record.digest())
        heads[one.header.first + at] = head
    return heads


def _check(recorded: Recorded) -> None:
    """Refuse what the tables or the screens could not take, whoever wrote it."""
    stamp, change = recorded.stamp, recorded.change
    numbers = (stamp.wall_ms, *change.fields, *(one for one in change.fields.values() if isinstance(one, int)))
    ids = len(stamp.author) == len(change.obj) == _ID
    sound = ids and stamp.clock in _WHOLE and stamp.clock >= 0 and all(number in _WHOLE for number in numbers)
    if not (sound and projection.fits(change)):
        raise StorageError("wire.malformed")
