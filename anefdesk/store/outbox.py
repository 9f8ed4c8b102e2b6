"""Cutting this desk's logs into signed segments, and signing its keyboxes: what sync puts into the mailbox.

A segment is cut once, kept in the mailbox before it is sent and from then on only sent again byte for byte.
"""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection

from anefdesk.domain.change import LogId
from anefdesk.store.store import Store
from anefdesk.wire import keybox as keyboxes
from anefdesk.wire.directory import Directory
from anefdesk.wire.segment import LARGEST, MOST_RECORDS, Record, Run, Seen, Segment, cut

_HEADER = 420  # bytes of a segment without records and what was seen, at most
_SEEN = 40  # bytes of one log seen
_RECORD = 48  # bytes of a record without its ciphertext


def segments(
    store: Store, directory: Directory, device: bytes, signing_key: bytes, after: Mapping[LogId, int]
) -> Iterator[Segment]:
    """What this desk wrote after the numbers that the mailbox holds of its logs, in order.

    Cutting again gives the same bytes, unless the directory has grown.

    Args:
        device: this desk's id in the directory.
        signing_key: its raw Ed25519 private key.
        after: as the mailbox's ``have``; a log that is not in it is cut from its beginning.
    """
    with store.aside() as connection:
        own = connection.exec_driver_sql("SELECT log, org, scope FROM origin WHERE mine = 1 ORDER BY log").fetchall()
    for log, org, scope in own:
        reached = after.get(log, 0)
        while True:
            with store.aside() as connection:
                found = _next(connection, log, reached)
            if found is None:
                break
            epoch, prev, seen, records = found
            run = Run(org, scope, log, device, reached + 1, prev, epoch, directory.no, directory.head, seen)
            yield cut(run, records, signing_key)
            reached += len(records)


def _next(connection: Connection, log: LogId, reached: int) -> tuple[int, bytes, tuple[Seen, ...], list[Record]] | None:
    """The records of the next segment, their epoch, the head before them, what was seen since the one before."""
    sql = connection.exec_driver_sql
    first = reached + 1
    prev = sql("SELECT head FROM log WHERE log = ? AND seq = ?", (log, reached)).scalar() if reached else bytes(32)
    until = sql("SELECT min(first) FROM seen WHERE log = ? AND first > ?", (log, first)).scalar() or 1 << 62
    until = min(until, first + MOST_RECORDS)
    rows = sql(
        "SELECT seq, epoch, case_id, kind, nonce, ct FROM log WHERE log = ? AND seq >= ? AND seq < ? ORDER BY seq",
        (log, first, until),
    ).fetchall()
    if prev is None or not rows or rows[0][0] != first:
        return None
    heads = (
        "SELECT other, upto, head FROM seen LEFT JOIN log ON log.log = other AND log.seq = upto "
        "WHERE seen.log = ? AND first = ? ORDER BY other"
    )
    seen = tuple(Seen(other, upto, (head or bytes(8))[:8]) for other, upto, head in sql(heads, (log, first)).fetchall())
    epoch, room = rows[0][1], LARGEST - _HEADER - _SEEN * len(seen)
    records: list[Record] = []
    for number, in_epoch, case, kind, nonce, ct in rows:
        room -= len(ct) + _RECORD
        if number != first + len(records) or in_epoch != epoch or (records and room < 0):
            break
        records.append(Record(case, kind, nonce, ct))
    return epoch, prev, seen, records


def resealed(store: Store, directory: Directory, device: bytes, after: bytes = b"", most: int = -1) -> bytes | None:
    """Make anew the keyboxes of devices that are out, but this one: who has not taken them yet will not any more.

    Of the cases that follow ``after``, ``most`` at a time; the last one looked at, ``None`` at the end.
    """
    out = frozenset(one for one, known in directory.devices.items() if known.out is not None) - {device}
    if not out:
        return None
    with store.inside() as at:
        return at.keys.rewrap(out, after, most)


def unposted(store: Store, device: bytes, signing_key: bytes, most: int = -1) -> tuple[bytes, ...]:
    """The keyboxes made here that ``posted`` was not told of, signed; signing again gives the same bytes."""
    with store.aside() as connection:
        rows = connection.exec_driver_sql(
            "SELECT case_id, ver, keybox.scope, keybox.epoch, body, org FROM keybox "
            "JOIN epoch ON epoch.scope = keybox.scope AND epoch.epoch = keybox.epoch WHERE wire IS NULL LIMIT ?",
            (most,),
        ).fetchall()
    return tuple(
        keyboxes.write(
            signing_key, org=org, case=case, version=version, scope=scope, epoch=epoch, body=body, device=device
        ).encode()
        for case, version, scope, epoch, body, org in rows
    )


def posted(store: Store, boxes: Sequence[bytes]) -> None:
    """These keyboxes are in the mailbox."""
    with store.aside() as connection:
        for data in boxes:
            box = keyboxes.read(data)
            connection.exec_driver_sql(
                "UPDATE keybox SET wire = ? WHERE case_id = ? AND ver = ? AND body = ?",
                (data, box.case, box.version, box.body),
            )


def every_keybox(store: Store) -> tuple[bytes, ...]:
    """All signed keyboxes held, whoever made them: for a hub that was put back from a copy and lacks some."""
    with store.aside() as connection:
        query = "SELECT wire FROM keybox WHERE wire IS NOT NULL UNION ALL SELECT wire FROM unopened"
        return tuple(connection.exec_driver_sql(query).scalars().all())
