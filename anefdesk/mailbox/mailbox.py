"""The mailbox of one organisation: what desks, hub and sticks keep of the wire, and the one rule by which they take it.

It holds ciphertext and reads none. It answers as any ``Hub`` does, so a stick or a test is a hub without a network.
"""

import os
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Engine, bindparam, text

from anefdesk.errors import StorageError
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.mailbox.opening import writing
from anefdesk.mailbox.shelf import Shelf
from anefdesk.wire import directory as directories
from anefdesk.wire import entry as entries
from anefdesk.wire import erased
from anefdesk.wire import keybox as keyboxes
from anefdesk.wire import segment as segments
from anefdesk.wire.directory import Directory
from anefdesk.wire.entry import Erase
from anefdesk.wire.hub import Greeting, Have, Page, Verdict
from anefdesk.wire.segment import Brief, Segment

_FEED = 16
_ORG = text("SELECT feed FROM org WHERE org = :org")


def founded(first: bytes) -> bytes:
    """The id of the organisation that a first entry founds.

    Raises:
        StorageError: ``wire.malformed``, ``directory.broken``.
    """
    return directories.begin(entries.read(first)).org


def begin(engine: Engine, first: bytes) -> bytes:
    """Make room for an organisation by its first entry and return its id; making it twice changes nothing.

    Raises:
        StorageError: ``wire.malformed``, ``directory.broken``.
    """
    entry = entries.read(first)
    org = directories.begin(entry).org
    with writing(engine) as connection:
        if connection.execute(_ORG, {"org": org}).first() is None:
            divide(connection, org)
            _insert(connection, "org", org=org, feed=os.urandom(_FEED))
            _insert(connection, "dir", org=org, no=0, digest=entry.digest(), body=first)
    return org


def divide(connection: Connection, org: bytes) -> None:
    """Give an organisation its own part of the tables that grow, where the database divides them."""
    if connection.dialect.name != "postgresql":
        return
    for table in ("seg", "seg_case"):
        name = f"{table}_{org.hex()}"
        connection.exec_driver_sql(
            f"CREATE TABLE IF NOT EXISTS {name} PARTITION OF {table} FOR VALUES IN ('\\x{org.hex()}')"
        )
        if table == "seg":  # ciphertext does not compress
            connection.exec_driver_sql(f"ALTER TABLE {name} ALTER COLUMN body SET STORAGE EXTERNAL")


def _insert(connection: Connection, table: str, **values: object) -> None:
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)


class Mailbox:
    """One organisation's part of a database, with its folder of chunks. Safe to use from several processes."""

    def __init__(self, engine: Engine, chunks: ChunkFolder, org: bytes) -> None:
        self._engine = engine
        self._chunks = chunks
        self.org = org
        self._directory: Directory | None = None

    # The directory

    def directory(self) -> Directory:
        """The directory as it stands; only entries added since the last look are folded.

        Raises:
            StorageError: ``mailbox.no_organisation``.
        """
        with self._engine.connect() as connection:
            return self._folded(connection)

    def _folded(self, connection: Connection) -> Directory:
        known = self._directory
        rows = connection.execute(
            text("SELECT body FROM dir WHERE org = :org AND no > :after ORDER BY no"),
            {"org": self.org, "after": known.no if known else -1},
        ).scalars()
        for body in rows.all():
            entry = entries.read(bytes(body))
            known = known.add(entry) if known else directories.begin(entry)
        if known is None:
            raise StorageError("mailbox.no_organisation")
        self._directory = known
        return known

    def entries(self, after: int) -> tuple[bytes, ...]:
        """As ``Hub.entries``."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                text("SELECT body FROM dir WHERE org = :org AND no > :after ORDER BY no"),
                {"org": self.org, "after": after},
            ).scalars()
            return tuple(bytes(body) for body in rows.all())

    def add_entry(self, data: bytes) -> bool:
        """As ``Hub.add_entry``; an entry held already is taken again.

        Raises:
            StorageError: ``wire.*``, ``directory.denied``, ``directory.refused``, ``directory.broken`` for what
                nobody of the organisation signed.
        """
        entry = entries.read(data)
        with writing(self._engine) as connection:
            self._lock(connection)
            state = self._folded(connection)
            if entry.no <= state.no:
                return self._digest(connection, entry.no) == entry.digest()
            if entry.no != state.no + 1 or entry.prev != state.head:
                return False
            after = state.add(entry)
            _insert(connection, "dir", org=self.org, no=entry.no, digest=entry.digest(), body=data)
            if isinstance(entry.said, Erase):  # files first: once it is kept, nobody looks for them again
                for name in Shelf(connection, self.org).erase(after, entry.said.case, entry.said.scope):
                    self._chunks.drop(name)
        self._directory = after
        return True

    def _lock(self, connection: Connection) -> None:
        """One writer of an organisation's directory at a time; SQLite has one writer anyhow."""
        if self._engine.dialect.name == "postgresql":
            connection.execute(text("SELECT 1 FROM org WHERE org = :org FOR UPDATE"), {"org": self.org})

    def _digest(self, connection: Connection, no: int) -> bytes:
        query = text("SELECT digest FROM dir WHERE org = :org AND no = :no")
        found = connection.execute(query, {"org": self.org, "no": no}).scalar()
        return bytes(found) if found is not None else b""

    def hello(self) -> Greeting:
        """As ``Hub.hello``, with every scope."""
        with self._engine.connect() as connection:
            state = self._folded(connection)
            feed = connection.execute(_ORG, {"org": self.org}).scalar()
            heads = connection.execute(text("SELECT scope, head FROM scope WHERE org = :org"), {"org": self.org})
            found = {bytes(scope): head for scope, head in heads.fetchall()}
        return Greeting(self.org, bytes(feed or b""), state.no, state.least.schema, found)

    def restored(self) -> None:
        """This mailbox was put back from a backup: whoever reads it starts again."""
        with writing(self._engine) as connection:
            query = text("UPDATE org SET feed = :feed WHERE org = :org")
            connection.execute(query, {"feed": os.urandom(_FEED), "org": self.org})

    # Segments

    def push(self, pushed: Sequence[bytes]) -> tuple[Verdict, ...]:
        """As ``Hub.push``: whoever brings them, only their author and place decide."""
        verdicts: list[Verdict | None] = [None] * len(pushed)
        by_scope: dict[bytes, list[tuple[int, Segment]]] = {}
        state = self.directory()
        for at, data in enumerate(pushed):
            try:
                one = segments.read(data)
            except StorageError:
                verdicts[at] = Verdict.MALFORMED
                continue
            scope = routed(state, one)
            if scope is None:
                verdicts[at] = Verdict.DENIED
            else:
                by_scope.setdefault(scope, []).append((at, one))
        for scope in sorted(by_scope):  # always in one order: two pushers never wait for each other
            with writing(self._engine) as connection:
                shelf = Shelf(connection, self.org)
                shelf.open(scope)
                state = self._folded(connection)
                for at, one in by_scope[scope]:
                    verdicts[at] = self._take(connection, shelf, state, scope, one)
                shelf.close()
        return tuple(verdict or Verdict.DENIED for verdict in verdicts)

    def whole(self, brief: Brief) -> bytes:
        """The segment that a brief one stands for; nothing when its log is not held up to there."""
        with self._engine.connect() as connection:
            query = text("SELECT scope, device, upto, head FROM log WHERE org = :org AND log = :log")
            row = connection.execute(query, {"org": self.org, "log": brief.log}).first()
            dir_head = self._digest(connection, brief.dir_no)
        if row is None or brief.first != row[2] + 1:
            return b""
        scope, device, prev = bytes(row[0]), bytes(row[1]), bytes(row[3])
        try:
            return segments.whole(brief, org=self.org, scope=scope, device=device, prev=prev, dir_head=dir_head)
        except StorageError:
            return b""

    def _take(self, connection: Connection, shelf: Shelf, state: Directory, scope: bytes, one: Segment) -> Verdict:
        head = one.header
        if head.dir_no <= state.no and self._digest(connection, head.dir_no) != head.dir_head:
            return Verdict.DENIED  # its author was shown another directory
        if not state.counts(head.device, head.log, head.last, head.head):
            return Verdict.DENIED
        if erased.withheld(state, one):
            return Verdict.DENIED
        stands = shelf.stands(one, closed=head.log in state.closed)
        if stands is not None:
            return stands
        kept = erased.stubbed(state, one)
        shelf.put(scope, kept)
        return Verdict.STORED if kept is one else Verdict.ERASED

    def have(self, scope: bytes) -> Mapping[bytes, Have]:
        """As ``Hub.have``."""
        with self._engine.connect() as connection:
            return Shelf(connection, self.org).have(scope, frozenset(self._folded(connection).closed))

    def written_by(self, device: bytes) -> Mapping[bytes, Have]:
        """How far each log that a PC wrote is held here, whatever its scope."""
        query = text("SELECT log, upto, head FROM log WHERE org = :org AND device = :device")
        with self._engine.connect() as connection:
            rows = connection.execute(query, {"org": self.org, "device": device}).fetchall()
        return {bytes(log): Have(upto, bytes(head)) for log, upto, head in rows}

    def pull(self, scope: bytes, after: int, limit: int) -> Page:
        """As ``Hub.pull``."""
        with self._engine.connect() as connection:
            feed = connection.execute(_ORG, {"org": self.org}).scalar()
            return Shelf(connection, self.org).page(scope, after, limit, bytes(feed or b""))

    # Keyboxes and chunks

    def put_keyboxes(self, boxes: Sequence[bytes]) -> None:
        """As ``Hub.put_keyboxes``; one that nobody of the organisation signed is left out.

        What a device that is out had signed counts while nobody else has signed for the case: the records it wrote
        before would otherwise be closed to all.
        """
        state = self.directory()
        out = frozenset(name for name, device in state.devices.items() if device.out is not None)
        for data in boxes:
            box = keyboxes.read(data)
            author = state.devices.get(box.device)
            signed = author is not None and box.signed_by(self.org, author.sign)
            if not signed or not state.boxes(box.device, box.scope) or box.case in state.erased_in(box.scope):
                continue
            with writing(self._engine) as connection:
                shelf = Shelf(connection, self.org)
                shelf.open(box.scope)
                shelf.put_keybox(box, data, out)
                shelf.close()

    def lacks(self, chunks: Sequence[bytes]) -> frozenset[bytes]:
        """As ``Hub.lacks``; one whose case is not kept, because the power went, is to be brought again."""
        query = text("SELECT id FROM chunk WHERE org = :org AND id IN :names").bindparams(
            bindparam("names", expanding=True)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query, {"org": self.org, "names": list(chunks)}).scalars().all()
        placed = frozenset(map(bytes, rows))
        return frozenset(name for name in chunks if name not in placed or not self._chunks.has(name))

    def put_chunk(self, chunk: bytes, case: bytes) -> None:
        """As ``Hub.put_chunk``.

        Raises:
            StorageError: ``mailbox.erased`` for a case that a centre erased and of which no other's key is held: a
                chunk does not say whose it is; ``disk.*``.
        """
        if any(case in gone for gone in self.directory().erased.values()):
            with self._engine.connect() as connection:
                if not Shelf(connection, self.org).holds_key(case):
                    raise StorageError("mailbox.erased")
        self.place_chunks([(self._chunks.put(chunk), case)])

    def place_chunks(self, held: Sequence[tuple[bytes, bytes]]) -> None:
        """Chunks that are held already, on a PC by its casebook, are ones of these cases."""
        rows = [{"org": self.org, "id": name, "case": case} for name, case in held]
        put = text("INSERT INTO chunk (org, id, case_id) VALUES (:org, :id, :case) ON CONFLICT DO NOTHING")
        with writing(self._engine) as connection:
            if rows:
                connection.execute(put, rows)

    def get_chunk(self, name: bytes) -> bytes | None:
        """As ``Hub.get_chunk``."""
        try:
            return self._chunks.get(name)
        except StorageError as error:
            if error.code == "chunk.missing":
                return None
            raise


def routed(state: Directory, one: Segment) -> bytes | None:
    """To which scope a segment goes; ``None`` when its author may not write there or did not sign it."""
    head = one.header
    device = state.devices.get(head.device)
    if device is None or not one.signed_by(device.sign):
        return None
    brought = state.brought(head.log, head.org, head.scope)
    if brought is not None:
        return brought.into
    if head.org != state.org or not state.writes(head.device, head.scope):
        return None
    return head.scope
