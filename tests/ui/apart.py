"""Makes another desk's word out of nothing: a value that this desk has not seen, and will have seen from now on."""

import itertools

from anefdesk.domain.case import Staff
from anefdesk.domain.change import Change
from anefdesk.domain.record import CaseId, Kind, ObjectId, Stored, UserId, Value, cells_of
from anefdesk.services.workplace import Workplace, setting
from anefdesk.store import disputes, summaries

_LOGS = itertools.count(1)
_MINUTE = 60_000
ELSEWHERE = UserId(b"elsewhere".ljust(16, b"."))


def apart(at: Workplace, case: CaseId, thing: Stored, number: int, mine: Value, other: Value, label: str) -> None:
    """``mine`` is written here, ``other`` was written elsewhere by ``label`` a little earlier."""
    store = at.store
    log = next(_LOGS).to_bytes(16, "big")
    with store.transaction(at.me.user, at.clock.wall_ms()) as deed:
        staff = Staff(id=ObjectId(bytes(ELSEWHERE)), label=label, role="worker")
        deed.record(Change(store.centre, Kind.STAFF, staff.id, cells_of(staff)))
        stamp = deed.record(setting(case, thing, {number: mine})).stamp
    with store.aside() as connection:
        sql = connection.exec_driver_sql
        claim = (case, thing.id, number, log, 1, stamp.clock - 1, ELSEWHERE, at.clock.wall_ms() - 95 * _MINUTE, other)
        sql("INSERT INTO claim (case_id, obj, field, log, seq, clock, author, wall_ms, value) VALUES "
            "(?, ?, ?, ?, ?, ?, ?, ?, ?)", claim)  # fmt: skip
        sql("INSERT INTO seen (log, first, other, upto) VALUES (?, ?, ?, 1)", (stamp.log, stamp.seq + 1, log))
        assert disputes.judge(connection, (case, thing.id, number))
        summaries.refresh(connection, case)
