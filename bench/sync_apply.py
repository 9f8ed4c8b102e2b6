"""Applying what another desk wrote, and cutting it, against the same steps without the rules.

The floor of applying verifies each signature and chain, unseals and decodes each record and writes the same rows of
log, object, cell and activity by the same pages into the same kind of file; it knows no directory, no waiting, no
disagreement, no summary, no search. The floor of cutting reads the rows and signs them.
"""

import hashlib
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anefdesk.domain import ids
from anefdesk.domain.case import JournalEntry, Name, Note, Person
from anefdesk.domain.change import Change
from anefdesk.domain.record import CaseId, ObjectId, Stored, cells_of
from anefdesk.store import inbox, outbox
from anefdesk.store.casekeys import CaseKeys, DeviceKeys, EpochKey
from anefdesk.store.store import Store
from anefdesk.wire import directory, entry, keybox, op, segment
from anefdesk.wire.directory import START, Directory
from anefdesk.wire.entry import ROOT, AddDevice, AddScope, Epoch, Genesis
from anefdesk.wire.sealing import Sealed, unseal
from bench import crowd, measure

RECORDS, PEOPLE = 50_000, 5_000
BUDGET = 2.0
SCOPE, PC, ADMIN, CENTRE = (hashlib.sha256(name).digest()[:16] for name in (b"scope", b"pc", b"admin", b"centre"))
SIGNING, EPOCH_KEY = bytes(range(32)), bytes(32)
_PAGE = 500


def _public(key: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()


def _organisation() -> Directory:
    public = _public(SIGNING)
    first = entry.write(
        Genesis(public, ADMIN, bytes(32), public), SIGNING, org=bytes(16), no=0, prev=START, signer=ROOT
    )
    state = directory.begin(first)
    for said in (AddScope(SCOPE), AddDevice(PC, SCOPE, public, bytes(32), public), Epoch(SCOPE, 1, ())):
        state = state.add(entry.write(said, SIGNING, org=state.org, no=state.no + 1, prev=state.head, signer=ADMIN))
    return state


def _desk(file: Path, state: Directory) -> Store:
    device = DeviceKeys(lambda data, _: data, lambda data, _: data)
    key = EpochKey(state.org, SCOPE, 1, EPOCH_KEY)
    return Store.join(file, crowd.KEY, device, org=state.org, scope=SCOPE, centre=CaseId(CENTRE), epochs=[key])


def _written(case: CaseId, number: int) -> list[Stored]:
    family, given = crowd.name(number)
    things: list[Stored] = [
        Person(id=ObjectId(case), birth_date="1990-05-04", nationality="AF"),
        Name(id=ids.new_object(number), family=family, given=given),
    ]
    things += [Note(id=ids.new_object(number + at), text="Une note de deux lignes environ. " * 3) for at in range(4)]
    things += [JournalEntry(id=ids.new_object(number + at), text="Venue au guichet.") for at in range(4)]
    return things


def fill(store: Store) -> None:
    """Write the records into it."""
    for start in range(0, PEOPLE, crowd.AT_ONCE):
        with store.transaction(crowd.ME.user, 1_800_000_000_000 + start) as deed:
            for number in range(start, start + crowd.AT_ONCE):
                case = ids.new_case()
                deed.open_case(case)
                for thing in _written(case, number)[: RECORDS // PEOPLE]:
                    deed.record(Change(case, thing.KIND, thing.id, cells_of(thing)))


def _floor(store: Store, keys: CaseKeys, cuts: list[bytes], public: bytes) -> None:
    raw: Any = store.connection.connection.dbapi_connection
    for data in cuts:
        one = segment.read(data)
        assert one.signed_by(public)
        head = one.header
        raw.execute("BEGIN IMMEDIATE")
        for at, record in enumerate(one.records):
            key = keys.record_key(record.case, 1, SCOPE)
            said = op.decode(unseal(key, Sealed(record.nonce, record.ct), one.place(at).aad()))
            number = head.first + at
            raw.execute(
                "INSERT INTO log (log, seq, case_id, kind, epoch, nonce, ct, head) VALUES (?, ?, ?, 0, 1, ?, ?, ?)",
                (head.log, number, record.case, record.nonce, record.ct, head.head),
            )
            raw.execute(
                "INSERT OR IGNORE INTO object VALUES (?, ?, ?, ?, ?, ?, ?)",
                (record.case, said.obj, said.kind, said.clock, head.log, said.user, said.wall_ms),
            )
            raw.execute(
                "INSERT INTO activity VALUES (?, ?, ?) ON CONFLICT (case_id) DO UPDATE SET last_ms = excluded.last_ms",
                (record.case, said.wall_ms, said.user),
            )
            raw.executemany(
                "INSERT OR REPLACE INTO cell VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (record.case, said.obj, field, said.clock, head.log, number, value)
                    for field, value in said.fields.items()
                ],
            )
        raw.execute("COMMIT")


def _cut_floor(store: Store) -> None:
    raw: Any = store.connection.connection.dbapi_connection
    key = Ed25519PrivateKey.from_private_bytes(SIGNING)
    for first in range(1, RECORDS + 1, _PAGE):
        rows = raw.execute(
            "SELECT case_id, nonce, ct, head FROM log WHERE seq BETWEEN ? AND ?", (first, first + _PAGE - 1)
        ).fetchall()
        key.sign(b"".join(hashlib.sha256(nonce + ct).digest() for _, nonce, ct, _ in rows))


def _seconds(start: float) -> float:
    return time.perf_counter() - start


def main() -> None:
    """Print two lines of JSON."""
    crowd.FOLDER.mkdir(exist_ok=True)
    home = Path(tempfile.mkdtemp(dir=crowd.FOLDER))
    state = _organisation()
    author, reader, bare = (_desk(home / f"{name}.db", state) for name in ("author", "reader", "bare"))
    try:
        fill(author)
        start = time.perf_counter()
        cuts = [one.encode() for one in outbox.segments(author, state, PC, SIGNING, {})]
        cutting = _seconds(start)
        start = time.perf_counter()
        _cut_floor(author)
        cutting_floor = _seconds(start)
        boxes = [keybox.read(data) for data in outbox.unposted(author, PC, SIGNING)]
        for desk in (reader, bare):
            inbox.keyboxes(desk, boxes, state)
        ours = floor = 0.0
        public = _public(SIGNING)
        keys = CaseKeys(bare.connection, DeviceKeys(lambda data, _: data, lambda data, _: data), state.org, SCOPE)
        for at, data in enumerate(cuts):  # in turn, so that a busy PC slows both alike
            start = time.perf_counter()
            told = inbox.apply(reader, [segment.read(data)], state)
            ours += _seconds(start)
            assert (told.waiting, told.quarantined, told.refused, told.forks) == (0, 0, (), ()), at
            start = time.perf_counter()
            _floor(bare, keys, [data], public)
            floor += _seconds(start)
        assert reader.state_hash() == author.state_hash()
    finally:
        for desk in (author, reader, bare):
            desk.close()
        shutil.rmtree(home)
    measure.line("sync_apply", "s", ours, floor, BUDGET, records=RECORDS, a_second=round(RECORDS / ours))
    measure.line("sync_cut", "s", cutting, cutting_floor, BUDGET * 4, records=RECORDS, segments=len(cuts))


if __name__ == "__main__":
    main()
