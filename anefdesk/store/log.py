"""The append-only log: sealing a change, chaining it, reading it back.

Written by ``Transaction``, read by rebuild and, later, by sync. One row of ``clock`` carries this desk's log,
number, hybrid logical clock and chain head, in the same transaction as the data.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from anefdesk.domain.change import TICKS_PER_MS, Change, Recorded, Stamp
from anefdesk.domain.record import CaseId, Kind, ObjectId, UserId
from anefdesk.store.casekeys import CaseKeys
from anefdesk.wire import op as wire_op
from anefdesk.wire.sealing import OP_RECORD, Place, Sealed, chain, seal, unseal

_KINDS = {int(kind): kind for kind in Kind}
_FROM_LATER = -1  # written under a later schema: kept, not interpreted
_LATEST = (1 << 47) - 1  # the last millisecond a clock can say: SQLite keeps 63 bits


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
        self._seen: Mapping[bytes, int] = self._vector() if row else {}

    def start(self) -> None:
        """Begin this desk's first log, inside the caller's transaction."""
        log = os.urandom(16)
        self._sql(
            "INSERT INTO origin (log, org, scope, mine) VALUES (?, ?, ?, 1)", (log, self._keys.org, self._keys.scope)
        )
        self._sql("INSERT INTO clock (id, log, seq, hlc, head) VALUES (1, ?, 0, 0, ?)", (log, bytes(32)))
        self._clock = _Clock(log, 0, 0, bytes(32))

    @property
    def _own(self) -> _Clock:
        assert self._clock is not None, "a store is created with its log"
        return self._clock

    def _vector(self) -> Mapping[bytes, int]:
        # One look at the end of each other log: grouping would read the whole of all at every opening.
        rows = self._sql("SELECT log, (SELECT max(seq) FROM log WHERE log.log = origin.log) FROM origin")
        return {log: seq for log, seq in rows if log != self._own.log and seq}

    def append(self, change: Change, author: UserId, wall_ms: int) -> Recorded:
        """Seal ``change`` as the next record of this desk's log, inside the caller's transaction."""
        own = self._own
        hlc = max(own.hlc + 1, min(max(wall_ms, 0), _LATEST) * TICKS_PER_MS)
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
        epoch = self._keys.epoch
        place = Place(self._keys.org, self._keys.scope, own.log, seq, change.case, epoch)
        sealed = seal(self._keys.record_key(change.case, epoch, self._keys.scope), clear, place.aad())
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
            self._saved = self._clock
        else:
            self._clock = self._saved

    def records(self, case: CaseId | None = None) -> Iterator[Recorded]:
        """Every op held, of one case or of all, in the order of their logs; stubs of erased records are passed over.

        Raises:
            StorageError: ``wire.seal_broken`` when a record was altered, ``store.key_missing`` for an erased case.
        """
        where = "AND log.case_id = ?" if case else ""
        rows = self._sql(
            "SELECT log.log, seq, case_id, kind, epoch, nonce, ct, org, scope FROM log "
            f"JOIN origin ON origin.log = log.log WHERE log.kind = ? {where} ORDER BY log.log, seq",
            (OP_RECORD, case) if case else (OP_RECORD,),
        ).fetchall()
        seen: dict[bytes, list[tuple[int, bytes, int]]] = {}
        for log, first, other, upto in self._sql("SELECT log, first, other, upto FROM seen ORDER BY first"):
            seen.setdefault(log, []).append((first, other, upto))
        for log, seq, case_id, kind, epoch, nonce, ct, org, scope in rows:
            place = Place(org, scope, log, seq, case_id, epoch, kind)
            clear = unseal(self._keys.record_key(case_id, epoch, scope), Sealed(nonce, ct), place.aad())
            said = wire_op.decode(clear)
            known = {other: upto for first, other, upto in seen.get(log, ()) if first <= seq}
            stamp = Stamp(log, seq, said.clock, said.wall_ms, UserId(said.user), known)
            kind_known = _KINDS.get(said.kind, said.kind) if said.schema <= wire_op.SCHEMA else _FROM_LATER
            yield Recorded(stamp, Change(CaseId(case_id), kind_known, ObjectId(said.obj), said.fields, said.reason))
