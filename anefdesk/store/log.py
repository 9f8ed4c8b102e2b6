"""The append-only log: sealing a change, chaining it, reading it back.

Written by ``Transaction``, read by rebuild and by sync, which adds the logs of other desks. One row of ``clock``
carries this desk's log, number, hybrid logical clock and chain head, in the same transaction as the data.
"""

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection

from anefdesk.domain.change import TICKS_PER_MS, Change, LogId, Recorded, Stamp
from anefdesk.domain.record import CaseId, Kind, ObjectId, UserId
from anefdesk.errors import StorageError
from anefdesk.store.casekeys import CaseKeys
from anefdesk.wire import op as wire_op
from anefdesk.wire.sealing import OP_RECORD, Place, Sealed, chain, seal, unseal

_KINDS = {int(kind): kind for kind in Kind}
_FROM_LATER = -1  # written under a later schema: kept, not interpreted
_LATEST = (1 << 47) - 1  # the last millisecond a clock can say: SQLite keeps 63 bits
_LAST_TICK = (1 << 63) - 1
_ID = 16

Row: TypeAlias = tuple[bytes, int, bytes, int, int, bytes, bytes, bytes, bytes]  # as in _ROWS
_ROWS = (
    "SELECT log.log, log.seq, log.case_id, log.kind, log.epoch, nonce, ct, org, scope FROM log "
    "JOIN origin ON origin.log = log.log"
)
_OPEN_TO_US = (
    "NOT EXISTS (SELECT 1 FROM waiting WHERE waiting.log = log.log AND waiting.seq = log.seq) "
    "AND NOT EXISTS (SELECT 1 FROM quarantine WHERE quarantine.log = log.log AND quarantine.seq = log.seq)"
)


@dataclass(frozen=True, slots=True)
class _Clock:
    log: bytes
    seq: int
    hlc: int
    head: bytes


class Log:
    """This desk's own log and every record it holds."""

    def __init__(self, connection: Connection, keys: CaseKeys) -> None:
        self._sql = connection.exec_driver_sql
        self._keys = keys
        row = self._sql("SELECT log, seq, hlc, head FROM clock WHERE id = 1").first()
        self._clock = _Clock(*row) if row else None
        self._saved = self._clock
        self._seen: Mapping[LogId, int] = self._vector() if row else {}
        self._saved_seen = self._seen

    def start(self) -> None:
        """Begin this desk's first log, inside the caller's transaction."""
        log = self._begun()
        self._sql("INSERT INTO clock (id, log, seq, hlc, head) VALUES (1, ?, 0, 0, ?)", (log, bytes(32)))
        self._clock = _Clock(log, 0, 0, bytes(32))

    def _begun(self) -> LogId:
        log = os.urandom(_ID)
        self._sql(
            "INSERT INTO origin (log, org, scope, mine) VALUES (?, ?, ?, 1)", (log, self._keys.org, self._keys.scope)
        )
        return log

    def start_anew(self, upto: int, *, closing: bool = True) -> None:
        """Leave the present log, of which this desk knows all up to ``upto``, for a new one; in the same transaction.

        The clock goes on, and what was seen counts for the new log too. ``closing``: part of the old one may be lost.
        """
        before = self._own
        log = self._begun()
        if closing:
            self._sql("UPDATE origin SET closed = 1 WHERE log = ?", (before.log,))
        self._sql("UPDATE clock SET log = ?, seq = 0, head = ? WHERE id = 1", (log, bytes(32)))
        self._clock = _Clock(log, 0, before.hlc, bytes(32))
        known, self._seen = self._seen, {}
        self.saw({**known, before.log: upto} if upto else known)

    @property
    def current(self) -> LogId:
        """The log this desk writes."""
        return self._own.log

    @property
    def length(self) -> int:
        """The number of its last record."""
        return self._own.seq

    @property
    def _own(self) -> _Clock:
        assert self._clock is not None, "a store is created with its log"
        return self._clock

    def _vector(self) -> Mapping[LogId, int]:
        # One look at the end of each other log: grouping would read the whole of all at every opening.
        rows = self._sql("SELECT log, (SELECT max(seq) FROM log WHERE log.log = origin.log) FROM origin").fetchall()
        stops = self._sql("SELECT log, min(seq) FROM waiting WHERE blocks = 1 GROUP BY log").fetchall()
        blocked: dict[LogId, int] = dict(stops)
        reached = {log: min(seq, blocked.get(log, seq + 1) - 1) for log, seq in rows if seq}
        return {log: seq for log, seq in reached.items() if log != self._own.log and seq}

    def look(self) -> None:
        """See all of the other logs that is held and can be read, inside the caller's transaction."""
        self.saw(self._vector())

    def saw(self, reached: Mapping[LogId, int]) -> None:
        """What this desk writes from now on was written having applied other logs so far."""
        own = self._own
        more = {other: upto for other, upto in reached.items() if upto > self._seen.get(other, 0) and other != own.log}
        for other, upto in more.items():
            self._sql(
                "INSERT OR REPLACE INTO seen (log, first, other, upto) VALUES (?, ?, ?, ?)",
                (own.log, own.seq + 1, other, upto),
            )
        if more:
            self._seen = {**self._seen, **more}

    def lost_sight(self, other: LogId, upto: int) -> None:
        """The end of another log was given up: what takes its place has not been seen."""
        own = self._own
        if other != own.log and self._seen.get(other, 0) > upto:
            self._sql(
                "INSERT OR REPLACE INTO seen (log, first, other, upto) VALUES (?, ?, ?, ?)",
                (own.log, own.seq + 1, other, upto),
            )
            self._seen = {**self._seen, other: upto}

    def adopt(self, hlc: int) -> None:
        """Never write before what was received, whatever this PC's clock says; inside the caller's transaction."""
        own = self._own
        if hlc > own.hlc:
            self._sql("UPDATE clock SET hlc = ? WHERE id = 1", (hlc,))
            self._clock = _Clock(own.log, own.seq, hlc, own.head)

    def append(self, change: Change, author: UserId, wall_ms: int) -> Recorded:
        """Seal ``change`` as the next record of this desk's log, inside the caller's transaction."""
        own = self._own
        hlc = min(max(own.hlc + 1, min(max(wall_ms, 0), _LATEST) * TICKS_PER_MS), _LAST_TICK)
        seq = own.seq + 1
        stamp = Stamp(own.log, seq, hlc, wall_ms, author, self._seen)
        clear = wire_op.encode(
            wire_op.Op(
                schema=wire_op.SCHEMA,
                clock=hlc,
                wall_ms=wall_ms,
                user=author,
                kind=int(change.kind),
                obj=change.obj,
                fields=dict(change.fields),
                reason=change.reason,
            )
        )
        epoch, announces = self._keys.epoch, change.kind == Kind.RESERVED_KEY
        key = self._keys.writing_key(change.case, for_centre=announces)
        place = Place(self._keys.org, self._keys.scope, own.log, seq, change.case, epoch)
        sealed = seal(key, clear, place.aad())
        head = chain(own.head, place, sealed)
        self._sql(
            "INSERT INTO log (log, seq, case_id, kind, epoch, nonce, ct, head) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (own.log, seq, change.case, place.kind, epoch, sealed.nonce, sealed.ct, head),
        )
        self._sql("UPDATE clock SET seq = ?, hlc = ?, head = ? WHERE id = 1", (seq, hlc, head))
        self._clock = _Clock(own.log, seq, hlc, head)
        return Recorded(stamp, change)

    def settle(self, *, kept: bool) -> None:
        """After the transaction: keep the clock's new state, or go back to the last kept one."""
        if kept:
            self._saved, self._saved_seen = self._clock, self._seen
        else:
            self._clock, self._seen = self._saved, self._saved_seen

    def records(self, case: CaseId | None = None, *, leaving: bool = False) -> Iterator[Recorded]:
        """Every op held that can be read, of one case or of all, in the order of their logs; no stub of an erased one.

        Args:
            leaving: what is kept by people who are not here waits for them from now on; inside a transaction.

        Raises:
            StorageError: ``wire.seal_broken`` when a record was altered, ``store.key_missing`` when a key is gone.
        """
        where = "AND log.case_id = ?" if case else ""
        query = f"{_ROWS} WHERE log.kind = ? AND {_OPEN_TO_US} {where} ORDER BY log.log, log.seq"
        rows = self._sql(query, (OP_RECORD, case) if case else (OP_RECORD,)).fetchall()
        yield from self._read(rows, leaving=leaving)

    def after(self, log: LogId, upto: int) -> tuple[Recorded, ...]:
        """The readable ops of one log after number ``upto``; raises as ``records``."""
        query = f"{_ROWS} WHERE log.kind = ? AND log.log = ? AND log.seq > ? AND {_OPEN_TO_US} ORDER BY log.seq"
        return tuple(self._read(self._sql(query, (OP_RECORD, log, upto)).fetchall()))

    def _read(self, rows: Iterable[Any], *, leaving: bool = False) -> Iterator[Recorded]:
        marks: dict[bytes, list[tuple[int, bytes, int]]] = {}
        for log, first, other, upto in self._sql("SELECT log, first, other, upto FROM seen ORDER BY first DESC"):
            marks.setdefault(log, []).append((first, other, upto))
        known: dict[bytes, Mapping[bytes, int]] = {}
        for row in rows:
            ahead = marks.get(row[0], [])
            while ahead and ahead[-1][0] <= row[1]:
                _, other, upto = ahead.pop()
                known[row[0]] = {**known.get(row[0], {}), other: upto}
            try:
                recorded = self.opened(row, known.get(row[0], {}))
            except StorageError as error:
                if not leaving or error.code != "store.key_missing" or not self._keys.withheld(row[2]):
                    raise
                self._sql("INSERT INTO waiting (log, seq, case_id, blocks) VALUES (?, ?, ?, 0)", row[:3])
                continue
            yield recorded

    def opened(self, row: Row, known: Mapping[LogId, int]) -> Recorded:
        """One op unsealed; ``known`` is what its author had seen.

        Raises:
            StorageError: ``wire.seal_broken``, ``wire.malformed``, ``store.key_missing``.
        """
        log, seq, case = row[:3]
        said = wire_op.decode(self._clear(row))
        stamp = Stamp(log, seq, said.clock, said.wall_ms, UserId(said.user), known)
        kind_known = _KINDS.get(said.kind, said.kind) if said.schema <= wire_op.SCHEMA else _FROM_LATER
        change = Change(CaseId(case), kind_known, ObjectId(said.obj), said.fields, said.reason)
        return Recorded(stamp, change)

    def _clear(self, row: Row) -> bytes:
        """A record unsealed by the file's own key, or by one of those of a restricted file."""
        log, seq, case, kind, epoch, nonce, ct, org, scope = row
        sealed, aad = Sealed(nonce, ct), Place(org, scope, log, seq, case, epoch, kind).aad()
        try:
            return unseal(self._keys.record_key(case, epoch, scope), sealed, aad)
        except StorageError as error:
            if error.code != "wire.seal_broken":
                raise
        for key in self._keys.reserved_keys(case, epoch, scope):
            with contextlib.suppress(StorageError):
                return unseal(key, sealed, aad)
        raise StorageError("store.key_missing" if self._keys.withheld(case) else "wire.seal_broken")

    def for_centre(self, log: LogId, seq: int) -> bool:
        """Whether a record was sealed with its file's own key, which the whole centre has."""
        row = self._sql(f"{_ROWS} WHERE log.log = ? AND log.seq = ?", (log, seq)).one()
        place = Place(row[7], row[8], log, seq, row[2], row[4], row[3])
        try:
            unseal(self._keys.record_key(row[2], row[4], row[8]), Sealed(row[5], row[6]), place.aad())
        except StorageError:
            return False
        return True
