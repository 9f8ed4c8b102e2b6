"""The rows of one organisation, inside one transaction: which segments are held, in which order they came.

Used by ``mailbox`` alone.
"""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, TextClause, text

from anefdesk.wire import erased
from anefdesk.wire import keybox as keyboxes
from anefdesk.wire import segment as segments
from anefdesk.wire.directory import Directory
from anefdesk.wire.entry import EXCHANGE
from anefdesk.wire.hub import Have, Page, Verdict
from anefdesk.wire.keybox import Keybox
from anefdesk.wire.segment import ERASED, Segment

_LOG = text("SELECT scope, device, upto, head FROM log WHERE org = :org AND log = :log")
_OVERLAPPING = text(
    "SELECT first, body FROM seg WHERE org = :org AND log = :log AND first <= :last AND last >= :first ORDER BY first"
)
_PUT = text(
    "INSERT INTO seg (org, scope, cursor, log, first, last, head, body) "
    "VALUES (:org, :scope, :cursor, :log, :first, :last, :head, :body)"
)
_PUT_CASE = text("INSERT INTO seg_case (org, case_id, scope, cursor) VALUES (:org, :case, :scope, :cursor)")
_PUT_LOG = text(
    "INSERT INTO log (org, log, scope, device, upto, head) VALUES (:org, :log, :scope, :device, :upto, :head) "
    "ON CONFLICT (org, log) DO UPDATE SET upto = excluded.upto, head = excluded.head"
)
_AFTER = text("SELECT last, head FROM seg WHERE org = :org AND log = :log AND first = :first")
_SIZES = text(
    "SELECT cursor, last - first + 1, LENGTH(body) FROM seg WHERE org = :org AND scope = :scope AND cursor > :after "
    "AND cursor <= :top ORDER BY cursor LIMIT :limit"
)
_BODIES = text(
    "SELECT cursor, body FROM seg WHERE org = :org AND scope = :scope AND cursor > :after AND cursor <= :upto "
    "ORDER BY cursor"
)
_BOX_SIZES = text(
    "SELECT cursor, LENGTH(body) FROM keybox WHERE org = :org AND scope = :scope AND cursor > :after "
    "AND cursor <= :upto ORDER BY cursor LIMIT :limit"
)
_BOXES = text(
    "SELECT body FROM keybox WHERE org = :org AND scope = :scope AND cursor > :after AND cursor <= :upto "
    "ORDER BY cursor"
)
MOST_OCTETS = 4 << 20  # of the segments of one page, and of its keyboxes
MOST_BOXES = 1000


class Shelf:
    """Reads and writes rows; whoever writes has opened the scope and closes it in the same transaction."""

    def __init__(self, connection: Connection, org: bytes) -> None:
        self._connection = connection
        self._org = org
        self._scope = b""
        self._cursor = 0
        self._given = 0

    def _do(self, statement: TextClause, **values: object) -> Any:  # noqa: ANN401 - rows
        return self._connection.execute(statement, {"org": self._org, **values})

    def open(self, scope: bytes) -> None:
        """Take the lock of a scope: cursors are given out under it, so commit order is cursor order."""
        made = "INSERT INTO scope (org, scope) VALUES (:org, :scope) ON CONFLICT DO NOTHING"
        self._do(text(made), scope=scope)
        lock = " FOR UPDATE" if self._connection.dialect.name == "postgresql" else ""
        query = text(f"SELECT head FROM scope WHERE org = :org AND scope = :scope{lock}")
        self._scope = scope
        self._cursor = self._given = int(self._do(query, scope=scope).scalar())

    def close(self) -> None:
        """Write the cursors given out."""
        if self._given != self._cursor:
            query = text("UPDATE scope SET head = :head WHERE org = :org AND scope = :scope")
            self._do(query, head=self._given, scope=self._scope)

    def _next(self) -> int:
        self._given += 1
        return self._given

    def stands(self, one: Segment, *, closed: bool) -> Verdict | None:
        """What keeps a segment from being stored; ``None`` when it can be.

        An open log is a prefix: nothing after a gap is taken. A closed log is a set.
        """
        head = one.header
        row = self._do(_LOG, log=head.log).first()
        upto, tail = (row[2], bytes(row[3])) if row else (0, bytes(32))
        if row and bytes(row[1]) != head.device:
            return Verdict.DENIED
        rows = self._do(_OVERLAPPING, log=head.log, first=head.first, last=head.last).fetchall()
        if rows:
            return _compared(one, [segments.read(bytes(body)) for _, body in rows])
        if head.first == upto + 1:
            return None if head.prev == tail else Verdict.FORK
        return None if closed else Verdict.GAP

    def put(self, scope: bytes, one: Segment) -> None:
        """Store a segment under the next cursor."""
        head, cursor = one.header, self._next()
        place = {"log": head.log, "first": head.first, "last": head.last}
        self._do(_PUT, scope=scope, cursor=cursor, head=head.head, body=one.encode(), **place)
        for case in {record.case for record in one.records if record.kind != ERASED}:
            self._do(_PUT_CASE, case=case, scope=scope, cursor=cursor)
        row = self._do(_LOG, log=head.log).first()
        upto, tail = (row[2], bytes(row[3])) if row else (0, bytes(32))
        while (found := self._do(_AFTER, log=head.log, first=upto + 1).first()) is not None:
            upto, tail = found[0], bytes(found[1])
        self._do(_PUT_LOG, log=head.log, scope=scope, device=head.device, upto=upto, head=tail)

    def have(self, scope: bytes, closed: frozenset[bytes]) -> Mapping[bytes, Have]:
        """What is held of each log of a scope; of closed ones, every run beyond the first gap."""
        query = text("SELECT log, upto, head FROM log WHERE org = :org AND scope = :scope")
        found = {}
        for log, upto, head in self._do(query, scope=scope).fetchall():
            ranges = self._ranges(bytes(log), upto) if bytes(log) in closed else ()
            found[bytes(log)] = Have(upto, bytes(head), ranges)
        return found

    def _ranges(self, log: bytes, upto: int) -> tuple[tuple[int, int], ...]:
        query = text("SELECT first, last FROM seg WHERE org = :org AND log = :log AND first > :upto ORDER BY first")
        runs: list[tuple[int, int]] = []
        for first, last in self._do(query, log=log, upto=upto).fetchall():
            if runs and runs[-1][1] + 1 == first:
                runs[-1] = runs[-1][0], last
            else:
                runs.append((first, last))
        return tuple(runs)

    def page(self, scope: bytes, after: int, limit: int, feed: bytes) -> Page:
        """Segments after a cursor, at least one if there is any, and the keyboxes that changed meanwhile."""
        # The top first: all up to it is there, and what is stored meanwhile waits for the next page.
        top = self._do(text("SELECT head FROM scope WHERE org = :org AND scope = :scope"), scope=scope).scalar() or 0
        rows = self._do(_SIZES, scope=scope, after=after, top=top, limit=limit).fetchall()
        cursor, count, size, taken = after, 0, 0, 0
        for at, records, octets in rows:
            if taken and (count + records > limit or size + octets > MOST_OCTETS):
                break
            cursor, count, size, taken = at, count + records, size + octets, taken + 1
        more = taken < len(rows) or len(rows) == limit
        cursor = cursor if more else max(after, top)
        sizes = self._do(_BOX_SIZES, scope=scope, after=after, upto=cursor, limit=MOST_BOXES).fetchall()
        size = 0
        for number, (at, octets) in enumerate(sizes, start=1):
            size += octets
            if number == MOST_BOXES or (size > MOST_OCTETS and number < len(sizes)):
                cursor, more = at, True  # others may come before the next segment
                break
        bodies = self._do(_BODIES, scope=scope, after=after, upto=cursor).fetchall()
        boxes = self._do(_BOXES, scope=scope, after=after, upto=cursor).scalars()
        return Page(feed, tuple(bytes(body) for _, body in bodies), tuple(map(bytes, boxes)), cursor, more)

    def put_keybox(self, box: Keybox, data: bytes, out: Collection[bytes]) -> None:
        """Keep a keybox unless a later one is held, or one by a device that is in and this is by one ``out``."""
        query = text("SELECT body FROM keybox WHERE org = :org AND case_id = :case AND scope = :scope")
        held = self._do(query, case=box.case, scope=box.scope).scalar()
        if held is not None and not keyboxes.read(bytes(held)).before(box, out):
            return
        put = text(
            "INSERT INTO keybox (org, case_id, scope, cursor, body) VALUES (:org, :case, :scope, :cursor, :body) "
            "ON CONFLICT (org, case_id, scope) DO UPDATE SET cursor = excluded.cursor, body = excluded.body"
        )
        self._do(put, case=box.case, scope=box.scope, cursor=self._next(), body=data)

    def holds_key(self, case: bytes) -> bool:
        """Whether a centre's key of a case is held: of one that a centre erased, its own is not any more."""
        query = text("SELECT 1 FROM keybox WHERE org = :org AND case_id = :case")
        return self._do(query, case=case).first() is not None

    def erase(self, state: Directory, case: bytes, scope: bytes) -> tuple[bytes, ...]:
        """Put stubs in the place of a case's records that ``state`` says are erased; destroy its key in ``scope``.

        Returns the names of its chunks, to be dropped: none while another centre's key of the case is held.
        """
        query = text(
            "SELECT scope, cursor FROM seg_case WHERE org = :org AND case_id = :case AND scope IN (:scope, :exchange)"
        )
        for where, cursor in self._do(query, case=case, scope=scope, exchange=EXCHANGE).fetchall():
            self._stub(state, case, bytes(where), cursor)
        gone = text("DELETE FROM keybox WHERE org = :org AND case_id = :case AND scope = :scope")
        self._do(gone, case=case, scope=scope)
        if self.holds_key(case):
            return ()
        alone = text(
            "SELECT id FROM chunk WHERE org = :org AND case_id = :case AND id NOT IN "
            "(SELECT id FROM chunk WHERE case_id <> :case)"
        )
        names = tuple(bytes(name) for name in self._do(alone, case=case).scalars().all())
        self._do(text("DELETE FROM chunk WHERE org = :org AND case_id = :case"), case=case)
        return names

    def _stub(self, state: Directory, case: bytes, scope: bytes, cursor: int) -> None:
        where = "WHERE org = :org AND scope = :scope AND cursor = :cursor"
        body = self._do(text(f"SELECT body FROM seg {where}"), scope=scope, cursor=cursor).scalar()
        kept = erased.stubbed(state, segments.read(bytes(body)))
        self._do(text(f"UPDATE seg SET body = :body {where}"), body=kept.encode(), scope=scope, cursor=cursor)
        if all(record.kind == ERASED for record in kept.records if record.case == case):
            gone = text(f"DELETE FROM seg_case {where} AND case_id = :case")
            self._do(gone, case=case, scope=scope, cursor=cursor)


def _compared(one: Segment, held: list[Segment]) -> Verdict:
    """A segment beside those that hold some of its numbers."""
    mine = {one.header.first + at: record.digest() for at, record in enumerate(one.records)}
    theirs = {
        segment.header.first + at: record.digest() for segment in held for at, record in enumerate(segment.records)
    }
    common = mine.keys() & theirs.keys()
    if any(mine[number] != theirs[number] for number in common):
        return Verdict.FORK
    return Verdict.KNOWN if mine.keys() <= theirs.keys() else Verdict.OVERLAP
