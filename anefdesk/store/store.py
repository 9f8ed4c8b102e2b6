"""The store: one object per open desk, one transaction per deed.

Built by the session when somebody unlocks, dropped when they lock. A deed on one thread waits for another's.
"""

import contextlib
import hashlib
import itertools
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from anefdesk.domain.change import Change, Recorded, Touched
from anefdesk.domain.ids import new_case
from anefdesk.domain.record import CaseId, UserId, Value
from anefdesk.errors import StorageError
from anefdesk.store import database, entering, projection, reserved
from anefdesk.store.casekeys import CaseKeys, DeviceKeys, EpochKey
from anefdesk.store.log import Log
from anefdesk.wire.entry import ErasedBefore
from anefdesk.wire.segment import ERASED

_AT_ONCE = 500  # records projected together
PROJECTION = 4  # raise when the projection changes: tables are then rebuilt from the log at opening


class Transaction:
    """Changes recorded together: all kept, or none."""

    def __init__(self, connection: Connection, log: Log, keys: CaseKeys, author: UserId, wall_ms: int) -> None:
        self._connection = connection
        self._log = log
        self._keys = keys
        self._author = author
        self._wall_ms = wall_ms
        self._aftermath = projection.Aftermath()
        self.touched = Touched()

    def open_case(self, case: CaseId, seed: bytes = b"") -> None:
        """Give a new case its key; raises as ``CaseKeys.make``."""
        self._keys.make(case, seed)

    def record(self, change: Change) -> Recorded:
        """Append ``change`` to the log and project it."""
        recorded = self._log.append(change, self._author, self._wall_ms)
        projection.project(self._connection, recorded, self._aftermath)
        self.touched |= Touched(frozenset({change.case}), frozenset({int(change.kind)}))
        return recorded

    def finish(self) -> None:
        """Draw up once the summaries of every case touched."""
        self._aftermath.draw(self._connection)


@dataclass(frozen=True, slots=True)
class Inside:
    """What sync works with, inside one transaction."""

    connection: Connection
    log: Log
    keys: CaseKeys


class Store:
    """The open database of one desk."""

    def __init__(self, connection: Connection, device: DeviceKeys) -> None:
        self._connection = connection
        self._turn = threading.RLock()  # a deed may come to know a key
        org, scope = self._meta("org"), self._meta("scope")
        assert isinstance(org, bytes)
        assert isinstance(scope, bytes)
        self._keys = CaseKeys(connection, device, org, scope)
        self._log = Log(connection, self._keys)

    @classmethod
    def create(cls, file: Path, key: bytes, device: DeviceKeys, *, training: bool) -> "Store":
        """Create the encrypted database at set-up; ``file`` must not exist."""
        return cls._founded(file, key, device, bytes(new_case()), bytes(new_case()), new_case(), int(training), ())

    @classmethod
    def join(
        cls,
        file: Path,
        key: bytes,
        device: DeviceKeys,
        *,
        org: bytes,
        scope: bytes,
        centre: CaseId,
        epochs: Iterable[EpochKey],
    ) -> "Store":
        """Create the empty database of another desk of ``scope``, whose own case is ``centre``; keyboxes come later."""
        return cls._founded(file, key, device, org, scope, centre, 0, tuple(epochs))

    @classmethod
    def _founded(
        cls,
        file: Path,
        key: bytes,
        device: DeviceKeys,
        org: bytes,
        scope: bytes,
        centre: CaseId,
        training: int,
        epochs: Sequence[EpochKey],
    ) -> "Store":
        connection = database.open_database(file, key, create=True)
        try:
            with _writing(connection):
                for name, value in (
                    ("must_encrypt", 1),
                    ("training", training),
                    ("org", org),
                    ("scope", scope),
                    ("centre", centre),
                    ("projection", PROJECTION),
                ):
                    connection.exec_driver_sql("INSERT INTO meta (key, value) VALUES (?, ?)", (name, value))
                store = cls(connection, device)
                store._log.start()
                store._log.settle(kept=True)
                for epoch in epochs:
                    store._keys.learn(epoch)
                if not epochs:
                    store._keys.start_epoch()
                    store._keys.make(centre)
        except BaseException:
            database.close(connection)
            raise
        return store

    @classmethod
    def open(cls, file: Path, key: bytes, device: DeviceKeys) -> "Store":
        """Open an existing database; raises as ``open_database``."""
        died = Path(f"{file}-wal").exists()
        connection = database.open_database(file, key)
        try:
            store = cls(connection, device)
            if store._meta("must_encrypt") != 1:
                raise StorageError("store.damaged")
            if store._meta("projection") != PROJECTION:
                store.rebuild()
            if died:  # what a program that ended without a word had just erased is in its journal still
                with contextlib.suppress(StorageError):  # a full disk may be read nonetheless
                    store.checkpoint()
        except BaseException:
            database.close(connection)
            raise
        return store

    def _meta(self, key: str) -> Value:
        row = self._connection.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (key,)).first()
        if row is None:
            raise StorageError("store.damaged")
        value: Value = row[0]
        return value

    @property
    def connection(self) -> Connection:
        """For read queries (``reading``) and drafts; never for writing cells."""
        return self._connection

    @cached_property
    def centre(self) -> CaseId:
        """The case holding the centre and its staff."""
        value = self._meta("centre")
        assert isinstance(value, bytes)
        return CaseId(value)

    @property
    def scope(self) -> bytes:
        """The centre, as records are sealed."""
        return self._keys.scope

    @property
    def training(self) -> bool:
        """Whether this is the training centre's store."""
        return bool(self._meta("training"))

    @contextlib.contextmanager
    def transaction(self, author: UserId, wall_ms: int) -> Iterator[Transaction]:
        """One deed. Leaving normally commits durably; any exception leaves nothing behind.

        Raises:
            StorageError: ``disk.full``, ``disk.read_only``, ``disk.write``, ``store.damaged``, ``store.busy``.
        """
        with self.inside() as at:
            deed = Transaction(at.connection, at.log, at.keys, author, wall_ms)
            yield deed
            deed.finish()

    @contextlib.contextmanager
    def inside(self) -> Iterator[Inside]:
        """One transaction of sync, which keeps what other desks wrote. Raises as ``transaction``."""
        with self._turn:
            kept = False
            try:
                with _writing(self._connection):
                    yield Inside(self._connection, self._log, self._keys)
                kept = True
            finally:
                self._log.settle(kept=kept)
                if not kept and not self._connection.closed:
                    self._keys.forget()

    @contextlib.contextmanager
    def aside(self) -> Iterator[Connection]:
        """Write what is this PC's alone and no deed: nothing of it is in the log. Raises as ``transaction``."""
        with self._turn, _writing(self._connection):
            yield self._connection

    # Restricted files with keys of their own

    def hold(self, case: CaseId, key: bytes) -> None:
        """Know a key of a restricted file until the desk is locked."""
        with self._turn:
            self._keys.hold(case, key)

    def held(self, case: CaseId) -> Mapping[bytes, bytes]:
        """The keys known now of a restricted file, by name."""
        return self._keys.held(case)

    def reserved(self) -> Mapping[CaseId, bool]:
        """Every file that has keys of its own, and whether one of them is known now."""
        kept = reserved.all_kept(self._connection)
        return {case: not names.isdisjoint(self._keys.held(case)) for case, names in kept.items()}

    def for_centre(self, log: bytes, seq: int) -> bool:
        """Whether the whole centre can open a record that is held."""
        return self._log.for_centre(log, seq)

    def enter(self, org: bytes, scope: bytes, epoch_key: bytes) -> entering.Entered:
        """A centre that works alone becomes ``scope`` of an organisation, whose first epoch has ``epoch_key``.

        What was sealed stays as it is, in a log that no longer grows; case keys are sealed anew, and what is written
        from now on goes into a new log. Entering again where it is changes nothing.

        Returns:
            What the directory must say for others to take the log of before.

        Raises:
            StorageError: ``sync.training``; ``sync.not_alone`` when logs of other desks are here; as ``transaction``.
        """
        if self.training:
            raise StorageError("sync.training")
        with self.inside() as at:
            sql = at.connection.exec_driver_sql
            if (at.keys.org, at.keys.scope) != (org, scope):
                if sql("SELECT count(*) FROM origin").scalar() != 1:
                    raise StorageError("sync.not_alone")
                at.keys.enter(org, scope, epoch_key)
                for name, value in (("org", org), ("scope", scope)):
                    sql("UPDATE meta SET value = ? WHERE key = ?", (value, name))
                at.log.start_anew(at.log.length, closing=False)
            query = "SELECT log, org, scope FROM origin WHERE mine = 1 AND org <> ?"
            before = sql(query, (org,)).first()
            if before is None:
                raise StorageError("sync.not_alone")
            log, old_org, old_scope = before
            new = at.keys.of(scope)[0]
            keys = tuple(entering.sealed(old, new) for old in at.keys.of(old_scope))
            stubs = sql("SELECT DISTINCT case_id FROM log WHERE log = ? AND kind = ?", (log, ERASED)).scalars().all()
            return entering.Entered(log, old_org, old_scope, keys, tuple(ErasedBefore(case) for case in sorted(stubs)))

    def checkpoint(self) -> None:
        """Leave nothing in the journal beside the file of what was erased."""
        with self._turn:
            self._connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def records(self, case: CaseId | None = None) -> Iterator[Recorded]:
        """The log, read back and unsealed; raises as ``Log.records``."""
        return self._log.records(case)

    def rebuild(self) -> None:
        """Make every projected table anew from the log, in one transaction."""
        with _writing(self._connection):
            projection.clear(self._connection)
            nothing = projection.Aftermath()  # every summary is drawn up below
            records = self._log.records(leaving=True)
            while several := tuple(itertools.islice(records, _AT_ONCE)):
                projection.project_all(self._connection, several, nothing)
            projection.summarise_all(self._connection)
            self._connection.exec_driver_sql("UPDATE meta SET value = ? WHERE key = 'projection'", (PROJECTION,))

    def state_hash(self) -> bytes:
        """SHA-256 of everything projected but local row numbers: equal on desks that hold the same records."""
        digest = hashlib.sha256()
        for table in projection.PROJECTED:
            rows = self._connection.exec_driver_sql(f"SELECT * FROM {table}").mappings().fetchall()
            lines = sorted(repr([(name, value) for name, value in row.items() if name != "id"]) for row in rows)
            digest.update(repr((table, lines)).encode())
        return digest.digest()

    def close(self) -> None:
        """Let go of the file, after the deed under way."""
        with self._turn:
            database.close(self._connection)


@contextlib.contextmanager
def _writing(connection: Connection) -> Iterator[None]:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        yield
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        with contextlib.suppress(DBAPIError, StorageError):  # a full disk may already have rolled back
            connection.exec_driver_sql("ROLLBACK")
        raise
