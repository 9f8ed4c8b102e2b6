"""Two records with one number: a desk was put back from an old copy and wrote on. Its log ends, a new one goes on.

What it wrote since the two versions part is written again in the new log; nothing of it had counted elsewhere.
"""

from anefdesk.domain.change import LogId, Touched
from anefdesk.errors import StorageError
from anefdesk.store import projection
from anefdesk.store.store import Inside, Store
from anefdesk.wire.directory import Directory


def renew(store: Store, log: LogId, agreed: int) -> Touched:
    """Give up this desk's own ``log`` after record ``agreed`` and write again, in a new log, what was in it.

    The caller has the log closed in the directory; what others hold of it then comes as any other log does.

    Raises:
        StorageError: ``sync.not_mine`` for a log of another desk; as ``Store.transaction``.
    """
    with store.inside() as at:
        if not _mine(at, log):
            raise StorageError("sync.not_mine")
        lost = at.log.after(log, agreed)
        if log == at.log.current:
            at.log.start_anew(min(agreed, at.log.length))
        aftermath = projection.Aftermath()
        _give_up(at, log, agreed, aftermath)
        for recorded in lost:
            written = at.log.append(recorded.change, recorded.stamp.author, recorded.stamp.wall_ms)
            projection.project(at.connection, written, aftermath)
        aftermath.draw(at.connection)
        cases = frozenset(recorded.change.case for recorded in lost)
        return Touched(cases, frozenset(int(recorded.change.kind) for recorded in lost))


def give_up(store: Store, directory: Directory, log: LogId, agreed: int) -> Touched:
    """Give up another desk's closed ``log`` after record ``agreed``, for the hub holds another version of it.

    Raises:
        StorageError: ``sync.not_closed``; ``sync.mine`` for a log of this desk; as ``Store.transaction``.
    """
    if log not in directory.closed:
        raise StorageError("sync.not_closed")
    with store.inside() as at:
        if _mine(at, log):
            raise StorageError("sync.mine")
        aftermath = projection.Aftermath()
        touched = _give_up(at, log, agreed, aftermath)
        aftermath.draw(at.connection)
        return touched


def _mine(at: Inside, log: LogId) -> bool:
    return bool(at.connection.exec_driver_sql("SELECT mine FROM origin WHERE log = ?", (log,)).scalar())


def _give_up(at: Inside, log: LogId, agreed: int, aftermath: projection.Aftermath) -> Touched:
    sql = at.connection.exec_driver_sql
    gone = (log, agreed)
    cases = sql("SELECT DISTINCT case_id FROM log WHERE log = ? AND seq > ?", gone).scalars().all()
    sql("INSERT INTO giving_up (log, upto) VALUES (?, ?)", gone)
    sql("DELETE FROM log WHERE log = ? AND seq > ?", gone)
    sql("DELETE FROM giving_up")
    for table in ("waiting", "quarantine", "reserved"):
        sql(f"DELETE FROM {table} WHERE log = ? AND seq > ?", gone)
    sql("DELETE FROM seen WHERE log = ? AND first > ?", gone)
    at.log.lost_sight(log, agreed)
    for case in cases:
        projection.again(at.connection, case, at.log.records(case, leaving=True), aftermath)
    return Touched(frozenset(cases))
