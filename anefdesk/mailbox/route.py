"""What a PC's own mailbox knows of one hub or stick: how far each was read, what the other lacks, what it confirmed.

Used by sync beside ``Mailbox``, which hub, stick and PC share; a PC alone has routes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Engine, text

from anefdesk.mailbox.opening import writing
from anefdesk.wire.hub import Have

SPOKEN: Final = bytes(16)  # in place of a log: when the two last spoke, whether or not there was anything to say
_AT_ONCE = 200  # segments read into memory together
_AHEAD_MS = 86_400_000  # a clock may be put right by so much without anything being dated anew


@dataclass(frozen=True, slots=True)
class Reached:
    """Of one scope: the other's ``feed`` and cursor ``taken``; this mailbox's cursor ``given``, all of which it has."""

    feed: bytes = b""
    taken: int = 0
    given: int = 0


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The other said that it holds a log up to ``upto``; ``at_ms`` is this PC's clock then."""

    upto: int
    at_ms: int


class Route:
    """The way to ``place`` (a hub's address, a stick's name). Safe to use from several threads."""

    def __init__(self, engine: Engine, org: bytes, place: str) -> None:
        self._engine = engine
        self._org = org
        self._place = place

    # How far

    def reached(self, scope: bytes) -> Reached:
        """How far the exchange has come."""
        query = text("SELECT feed, taken, given FROM reached WHERE place = :place AND scope = :scope")
        with self._engine.connect() as connection:
            row = connection.execute(query, {"place": self._place, "scope": scope}).first()
        return Reached(bytes(row[0]), row[1], row[2]) if row else Reached()

    def reach(self, scope: bytes, reached: Reached) -> None:
        """Keep it."""
        put = text(
            "INSERT INTO reached (place, scope, feed, taken, given) VALUES (:place, :scope, :feed, :taken, :given) "
            "ON CONFLICT (place, scope) DO UPDATE SET feed = excluded.feed, taken = excluded.taken, "
            "given = excluded.given"
        )
        values = {"feed": reached.feed, "taken": reached.taken, "given": reached.given}
        with writing(self._engine) as connection:
            connection.execute(put, {"place": self._place, "scope": scope, **values})

    def head(self, scope: bytes) -> int:
        """This mailbox's own latest cursor of a scope."""
        query = text("SELECT head FROM scope WHERE org = :org AND scope = :scope")
        with self._engine.connect() as connection:
            return int(connection.execute(query, {"org": self._org, "scope": scope}).scalar() or 0)

    # Segments

    def beyond(self, scope: bytes, have: Mapping[bytes, Have]) -> tuple[bytes, ...]:
        """The next segments, of any log of ``scope``, that who holds ``have`` lacks; in order; none when it has all."""
        logs = text("SELECT log FROM log WHERE org = :org AND scope = :scope ORDER BY log")
        rows = text(
            "SELECT first, last, body FROM seg WHERE org = :org AND log = :log AND last > :upto "
            "ORDER BY first LIMIT :most"
        )
        found: list[bytes] = []
        with self._engine.connect() as connection:
            for log in map(bytes, connection.execute(logs, {"org": self._org, "scope": scope}).scalars().all()):
                held = have.get(log, Have(0, b""))
                values = {"org": self._org, "log": log, "upto": held.upto, "most": _AT_ONCE + len(held.ranges)}
                found += [
                    bytes(body)
                    for first, last, body in connection.execute(rows, values).fetchall()
                    if not any(low <= first and last <= high for low, high in held.ranges)
                ]
                if len(found) >= _AT_ONCE:
                    break
        return tuple(found[:_AT_ONCE])

    def drop_log(self, log: bytes) -> None:
        """Let go of all segments of a log: the other holds another version of it, which stands."""
        with writing(self._engine) as connection:
            values = {"org": self._org, "log": log}
            of_log = "(SELECT scope, cursor FROM seg WHERE org = :org AND log = :log)"
            connection.execute(text(f"DELETE FROM seg_case WHERE org = :org AND (scope, cursor) IN {of_log}"), values)
            for table in ("seg", "log"):
                connection.execute(text(f"DELETE FROM {table} WHERE org = :org AND log = :log"), values)

    # What the other said

    def confirm(self, have: Mapping[bytes, Have], at_ms: int) -> None:
        """Keep what the other says to hold."""
        put = text(
            "INSERT INTO confirmed (place, log, upto, at_ms) VALUES (:place, :log, :upto, :at) "
            "ON CONFLICT (place, log) DO UPDATE SET upto = excluded.upto, at_ms = excluded.at_ms"
        )
        rows = [{"place": self._place, "log": log, "upto": one.upto, "at": at_ms} for log, one in have.items()]
        with writing(self._engine) as connection:
            if rows:
                connection.execute(put, rows)

    def confirmed(self) -> dict[bytes, Confirmed]:
        """What the other said to hold of each log."""
        query = text("SELECT log, upto, at_ms FROM confirmed WHERE place = :place")
        with self._engine.connect() as connection:
            rows = connection.execute(query, {"place": self._place}).fetchall()
        return {bytes(log): Confirmed(upto, at_ms) for log, upto, at_ms in rows}

    def heard_ms(self) -> int | None:
        """When a hub or a stick, whichever it was, last confirmed anything; this PC's clock then."""
        with self._engine.connect() as connection:
            found = connection.execute(text("SELECT max(at_ms) FROM confirmed")).scalar()
        return int(found) if found else None

    def not_after(self, now_ms: int) -> None:
        """What was noted by a clock that ran ahead counts as of now."""
        if (self.heard_ms() or 0) <= now_ms + _AHEAD_MS:
            return
        with writing(self._engine) as connection:
            query = text("UPDATE confirmed SET at_ms = :now WHERE at_ms > :most")
            connection.execute(query, {"now": now_ms, "most": now_ms + _AHEAD_MS})

    def begin_again(self) -> None:
        """The other was put back from a backup: nothing it said counts any more."""
        with writing(self._engine) as connection:
            for table in ("confirmed", "offered"):
                connection.execute(text(f"DELETE FROM {table} WHERE place = :place"), {"place": self._place})

    # Chunks

    def unoffered(self, limit: int) -> tuple[tuple[bytes, bytes], ...]:
        """Chunks held here, and their case, of which the other was not yet asked."""
        query = text(
            "SELECT id, case_id FROM chunk WHERE org = :org AND id NOT IN "
            "(SELECT id FROM offered WHERE place = :place) ORDER BY id LIMIT :most"
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query, {"org": self._org, "place": self._place, "most": limit}).fetchall()
        return tuple((bytes(name), bytes(case)) for name, case in rows)

    def to_offer(self) -> int:
        """How many there are."""
        query = text(
            "SELECT count(*) FROM chunk WHERE org = :org AND id NOT IN (SELECT id FROM offered WHERE place = :place)"
        )
        with self._engine.connect() as connection:
            return int(connection.execute(query, {"org": self._org, "place": self._place}).scalar() or 0)

    def offer(self, names: Iterable[bytes]) -> None:
        """The other holds these chunks."""
        rows = [{"place": self._place, "id": name} for name in names]
        put = text("INSERT INTO offered (place, id) VALUES (:place, :id) ON CONFLICT DO NOTHING")
        with writing(self._engine) as connection:
            if rows:
                connection.execute(put, rows)

    def chunks(self, scopes: Sequence[bytes]) -> tuple[tuple[bytes, bytes], ...]:
        """Every chunk of the files of these scopes, and its case."""
        query = text(
            "SELECT DISTINCT chunk.id, chunk.case_id FROM chunk JOIN seg_case ON seg_case.org = chunk.org "
            "AND seg_case.case_id = chunk.case_id WHERE chunk.org = :org AND seg_case.scope = :scope ORDER BY chunk.id"
        )
        with self._engine.connect() as connection:
            rows = [
                row for scope in scopes for row in connection.execute(query, {"org": self._org, "scope": scope}).all()
            ]
        return tuple(dict.fromkeys((bytes(name), bytes(case)) for name, case in rows))

    def offered(self) -> frozenset[bytes]:
        """The chunks that the other holds."""
        query = text("SELECT id FROM offered WHERE place = :place")
        with self._engine.connect() as connection:
            return frozenset(map(bytes, connection.execute(query, {"place": self._place}).scalars().all()))

    def want(self, names: Sequence[tuple[bytes, bytes]]) -> None:
        """Records name these chunks, with their cases, and they are not here."""
        rows = [{"id": name, "case": case} for name, case in names]
        put = text("INSERT INTO wanted (id, case_id) VALUES (:id, :case) ON CONFLICT DO NOTHING")
        with writing(self._engine) as connection:
            if rows:
                connection.execute(put, rows)

    def wanted(self) -> tuple[tuple[bytes, bytes], ...]:
        """Chunks to be brought, with their cases."""
        with self._engine.connect() as connection:
            rows = connection.execute(text("SELECT id, case_id FROM wanted ORDER BY id")).fetchall()
        return tuple((bytes(name), bytes(case)) for name, case in rows)

    def have_no_want(self, names: Iterable[bytes]) -> None:
        """These came, or their case was erased."""
        with writing(self._engine) as connection:
            _forget(connection, names)


def _forget(connection: Connection, names: Iterable[bytes]) -> None:
    rows = [{"id": name} for name in names]
    if rows:
        connection.execute(text("DELETE FROM wanted WHERE id = :id"), rows)
