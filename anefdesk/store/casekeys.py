"""Keys of epochs and cases as the database keeps them, unwrapped on demand while the desk is open.

The epoch key is wrapped to this device; each case key is wrapped under the epoch key.
"""

import hmac
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Connection

from anefdesk.domain.record import CaseId
from anefdesk.errors import StorageError
from anefdesk.store import reserved
from anefdesk.wire import keybox as keyboxes
from anefdesk.wire import reserved as naming
from anefdesk.wire import sealing
from anefdesk.wire.keybox import Keybox

_KEPT = 512  # case keys kept unwrapped at once


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """How the desk's own device wraps and unwraps: given by whoever holds its private key."""

    wrap: Callable[[bytes, bytes], bytes]  # (clear, context) → wrapped
    unwrap: Callable[[bytes, bytes], bytes]  # (wrapped, context) → clear


@dataclass(frozen=True, slots=True)
class EpochKey:
    """The key of one epoch of a scope, and the organisation it was made in."""

    org: bytes
    scope: bytes
    epoch: int
    key: bytes


class Took(Enum):
    """What became of a keybox."""

    TAKEN = "taken"
    OLDER = "older"  # the one held stays
    LATER = "later"  # kept until its epoch's key arrives, or a version that knows it
    BROKEN = "broken"  # does not open
    OTHER = "other"  # holds another key than the one the records here were sealed with


class CaseKeys:
    """Record keys by case; new ones are made in one scope of one organisation."""

    def __init__(self, connection: Connection, device: DeviceKeys, org: bytes, scope: bytes) -> None:
        self._connection = connection
        self._sql = connection.exec_driver_sql
        self._device = device
        self.org = org
        self.scope = scope
        self._epochs: dict[tuple[bytes, int], tuple[bytes, bytes]] = {}  # organisation, key
        self._records: dict[tuple[bytes, bytes, int], bytes] = {}
        self._held: dict[bytes, dict[bytes, bytes]] = {}  # keys of restricted files, for whoever is unlocked
        self.epoch: int = self._latest()

    def _latest(self) -> int:
        return int(self._sql("SELECT max(epoch) FROM epoch WHERE scope = ?", (self.scope,)).scalar() or 0)

    @staticmethod
    def _context(org: bytes, scope: bytes, epoch: int) -> bytes:
        return b"anefdesk/epoch/1" + org + scope + epoch.to_bytes(4, "big")

    def forget(self) -> None:
        """Read everything anew: what was made, learnt or entered in a transaction that failed is not there."""
        self._epochs.clear()
        self._records.clear()
        query = "SELECT key, value FROM meta WHERE key IN ('org', 'scope')"
        named: dict[str, bytes] = dict(self._sql(query).fetchall())
        self.org, self.scope = named["org"], named["scope"]
        self.epoch = self._latest()

    def start_epoch(self) -> None:
        """Make the next epoch's key, inside the caller's transaction."""
        self.learn(EpochKey(self.org, self.scope, self.epoch + 1, sealing.new_key()))

    def learn(self, new: EpochKey) -> bool:
        """Keep an epoch's key, inside the caller's transaction; whether it was new."""
        if self.knows(new.scope, new.epoch):
            return False
        wrapped = self._device.wrap(new.key, self._context(new.org, new.scope, new.epoch))
        self._sql(
            "INSERT INTO epoch (scope, epoch, wrapped, org) VALUES (?, ?, ?, ?)",
            (new.scope, new.epoch, wrapped, new.org),
        )
        self.epoch = self._latest()
        return True

    def knows(self, scope: bytes, epoch: int) -> bool:
        """Whether the key of this epoch is here."""
        if (scope, epoch) in self._epochs:
            return True
        return self._sql("SELECT 1 FROM epoch WHERE scope = ? AND epoch = ?", (scope, epoch)).first() is not None

    def known(self) -> dict[tuple[bytes, int], bytes]:
        """Every epoch's key that is here, by scope and number."""
        rows = self._sql("SELECT scope, epoch FROM epoch").fetchall()
        return {(scope, epoch): self._epoch_key(scope, epoch)[1] for scope, epoch in rows}

    def _epoch_key(self, scope: bytes, epoch: int) -> tuple[bytes, bytes]:
        if (scope, epoch) not in self._epochs:
            query = "SELECT org, wrapped FROM epoch WHERE scope = ? AND epoch = ?"
            row = self._sql(query, (scope, epoch)).first()
            if row is None:
                raise StorageError("store.key_missing")
            org, wrapped = row
            self._epochs[scope, epoch] = org, self._device.unwrap(wrapped, self._context(org, scope, epoch))
        return self._epochs[scope, epoch]

    def _binding(self, org: bytes, scope: bytes, case: bytes, epoch: int) -> bytes:
        return org + scope + case + epoch.to_bytes(4, "big")

    def make(self, case: CaseId, seed: bytes = b"") -> None:
        """Give ``case`` its key, inside the caller's transaction; a case that has one keeps it.

        With ``seed``, PCs of the scope that do not see each other make the same; the seed alone does not tell it.

        Raises:
            StorageError: ``store.key_missing`` when it has one that has not arrived, or was erased.
        """
        if self._sql("SELECT 1 FROM keybox WHERE case_id = ?", (case,)).first() is not None:
            return
        elsewhere = "SELECT 1 FROM log WHERE case_id = ? UNION ALL SELECT 1 FROM unopened WHERE case_id = ?"
        if self._sql(elsewhere, (case, case)).first() is not None:
            raise StorageError("store.key_missing")
        org, epoch_key = self._epoch_key(self.scope, self.epoch)
        key = self._agreed(case, seed) if seed else sealing.new_key()
        body = sealing.wrap_case_key(epoch_key, key, self._binding(org, self.scope, case, self.epoch))
        self._sql(
            "INSERT INTO keybox (case_id, ver, scope, epoch, body) VALUES (?, 1, ?, ?, ?)",
            (case, self.scope, self.epoch, body),
        )

    def _agreed(self, case: CaseId, seed: bytes) -> bytes:
        return hmac.digest(self._epoch_key(self.scope, 1)[1], b"anefdesk/brought/1" + seed + case, "sha256")

    def _opened(self, scope: bytes, epoch: int, case: bytes, body: bytes) -> bytes:
        org, epoch_key = self._epoch_key(scope, epoch)
        return sealing.unwrap_case_key(epoch_key, body, self._binding(org, scope, case, epoch))

    def record_key(self, case: bytes, epoch: int, scope: bytes) -> bytes:
        """The key sealing records of ``case`` in ``epoch`` of ``scope``, which is that of the record's log.

        Raises:
            StorageError: ``store.key_missing`` when the case was erased or its key has not arrived.
        """
        known = self._records.get((scope, case, epoch))
        if known is not None:
            return known
        row = self._sql("SELECT scope, epoch, body FROM keybox WHERE case_id = ?", (case,)).first()
        if row is None:
            raise StorageError("store.key_missing")
        boxed_in, boxed_at, body = row
        case_key = self._opened(boxed_in, boxed_at, case, body)
        key = sealing.record_key(case_key, self._epoch_key(scope, epoch)[1], case, epoch)
        if len(self._records) >= _KEPT:
            self._records.pop(next(iter(self._records)))
        self._records[scope, case, epoch] = key
        return key

    # Restricted files

    def hold(self, case: bytes, key: bytes) -> None:
        """Know a key of a restricted file until the desk is locked."""
        self._held.setdefault(case, {})[naming.id_of(case, key)] = key

    def let_go(self, case: bytes) -> None:
        """Know none of an erased file any more."""
        self._held.pop(case, None)

    def held(self, case: bytes) -> dict[bytes, bytes]:
        """The keys of a restricted file that are known now, by name; given back ones too."""
        return {**self._held.get(case, {}), **reserved.given_back(self._connection, case)}

    def writing_key(self, case: bytes, *, for_centre: bool) -> bytes:
        """The key to seal the next record with; ``for_centre``: whoever has the file's own key may open it.

        Raises:
            StorageError: as ``record_key``; ``store.key_missing`` too for a file kept by others.
        """
        own = () if for_centre else reserved.kept(self._connection, case)
        if not own:
            return self.record_key(case, self.epoch, self.scope)
        known = self._held.get(case, {})
        mine = [name for name in own if name in known]
        if not mine:
            raise StorageError("store.key_missing")
        return self._derived(known[mine[-1]], case, self.epoch, self.scope)

    def reserved_keys(self, case: bytes, epoch: int, scope: bytes) -> tuple[bytes, ...]:
        """What may have sealed a record that the file's own key does not open."""
        return tuple(self._derived(key, case, epoch, scope) for key in self.held(case).values())

    def withheld(self, case: bytes) -> bool:
        """Whether a restricted file has keys that are not known now."""
        return not set(reserved.kept(self._connection, case)) <= self._held.get(case, {}).keys()

    def _derived(self, key: bytes, case: bytes, epoch: int, scope: bytes) -> bytes:
        return sealing.record_key(key, self._epoch_key(scope, epoch)[1], case, epoch)

    def take(self, box: Keybox, out: Collection[bytes] = ()) -> Took:
        """Put a keybox in the place of an earlier one, inside the caller's transaction.

        It was verified by the caller. One that holds another key is left out: records here would no longer open. Where
        the one held was signed by a device that is ``out``, any by a device that is in stands in its place.
        """
        row = self._sql("SELECT ver, scope, epoch, body, wire FROM keybox WHERE case_id = ?", (box.case,)).first()
        stands = row is None or row[4] is None or keyboxes.read(row[4]).device not in out
        if row is not None and (stands, row[0], row[3]) >= (box.device not in out, box.version, box.body):
            return Took.OLDER
        try:
            key = self._opened(box.scope, box.epoch, box.case, box.body)
            if row is not None and stands and self._opened(row[1], row[2], box.case, row[3]) != key:
                return Took.OTHER
        except StorageError as error:
            return self._put_by(box) if error.code in {"store.key_missing", "seal.newer"} else Took.BROKEN
        self._sql(
            "INSERT OR REPLACE INTO keybox (case_id, ver, scope, epoch, body, wire) VALUES (?, ?, ?, ?, ?, ?)",
            (box.case, box.version, box.scope, box.epoch, box.body, box.encode()),
        )
        self._records.clear()
        return Took.TAKEN

    def _put_by(self, box: Keybox) -> Took:
        held = self._sql("SELECT wire FROM unopened WHERE case_id = ?", (box.case,)).scalar()
        if held is not None and not keyboxes.read(held).before(box):
            return Took.LATER if held == box.encode() else Took.OLDER
        self._sql("INSERT OR REPLACE INTO unopened (case_id, wire) VALUES (?, ?)", (box.case, box.encode()))
        return Took.LATER

    def rewrap(self, out: Collection[bytes], after: bytes, most: int) -> bytes | None:
        """Seal anew, in the present epoch, the keys whose boxes were signed by a device that is ``out``.

        Of the cases that follow ``after``, ``most`` at a time; the last one looked at, ``None`` at the end.
        """
        query = "SELECT case_id, ver, scope, epoch, body, wire FROM keybox WHERE case_id > ? ORDER BY case_id LIMIT ?"
        rows = self._sql(query, (after, most)).fetchall()
        for case, version, scope, epoch, body, wire in rows:
            if wire is not None and scope == self.scope and keyboxes.read(wire).device in out:
                self._seal_anew(case, version, self._opened(scope, epoch, case, body))
        return rows[-1][0] if rows else None

    def _seal_anew(self, case: bytes, version: int, key: bytes) -> None:
        org, epoch_key = self._epoch_key(self.scope, self.epoch)
        body = sealing.wrap_case_key(epoch_key, key, self._binding(org, self.scope, case, self.epoch))
        self._sql(
            "UPDATE keybox SET ver = ?, scope = ?, epoch = ?, body = ?, wire = NULL WHERE case_id = ?",
            (version + 1, self.scope, self.epoch, body, case),
        )

    def enter(self, org: bytes, scope: bytes, key: bytes) -> None:
        """Make keys in another organisation from now on, and seal those of before under its key, whose epoch is 1.

        Inside the caller's transaction, which keeps where this is.
        """
        before = self.scope
        self.org, self.scope = org, scope
        self.learn(EpochKey(org, scope, 1, key))
        self.epoch = self._latest()
        rows = self._sql("SELECT case_id, ver, epoch, body FROM keybox WHERE scope = ?", (before,)).fetchall()
        for case, version, epoch, body in rows:
            self._seal_anew(case, version, self._opened(before, epoch, case, body))

    def of(self, scope: bytes) -> tuple[EpochKey, ...]:
        """Every key held of one scope, the first one first."""
        epochs = self._sql("SELECT epoch FROM epoch WHERE scope = ? ORDER BY epoch", (scope,)).scalars().all()
        return tuple(
            EpochKey(self._epoch_key(scope, one)[0], scope, one, self._epoch_key(scope, one)[1]) for one in epochs
        )

    def take_later(self, out: Collection[bytes] = ()) -> tuple[CaseId, ...]:
        """Try again the keyboxes that did not open, after a new epoch; the cases whose key is here now."""
        taken = []
        for case, wire in self._sql("SELECT case_id, wire FROM unopened").fetchall():
            took = self.take(keyboxes.read(wire), out)
            if took is not Took.LATER:
                self._sql("DELETE FROM unopened WHERE case_id = ?", (case,))
            if took is Took.TAKEN:
                taken.append(CaseId(case))
        return tuple(taken)
