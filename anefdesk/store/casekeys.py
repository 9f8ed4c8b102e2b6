"""Keys of epochs and cases as the database keeps them, unwrapped on demand while the desk is open.

The epoch key is wrapped to this device; each case key is wrapped under the epoch key.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from anefdesk.domain.record import CaseId
from anefdesk.errors import StorageError
from anefdesk.wire import sealing

_KEPT = 512  # case keys kept unwrapped at once


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """How the desk's own device wraps and unwraps: given by whoever holds its private key."""

    wrap: Callable[[bytes, bytes], bytes]  # (clear, context) → wrapped
    unwrap: Callable[[bytes, bytes], bytes]  # (wrapped, context) → clear


class CaseKeys:
    """Record keys by case, for one scope of one organisation."""

    def __init__(self, connection: Connection, device: DeviceKeys, org: bytes, scope: bytes) -> None:
        self._sql = connection.exec_driver_sql
        self._device = device
        self.org = org
        self.scope = scope
        self._epochs: dict[int, bytes] = {}
        self._records: dict[tuple[bytes, int], bytes] = {}
        row = self._sql("SELECT max(epoch) FROM epoch WHERE scope = ?", (scope,)).first()
        self.epoch: int = (row[0] if row else None) or 0

    def _context(self, epoch: int) -> bytes:
        return b"anefdesk/epoch/1" + self.org + self.scope + epoch.to_bytes(4, "big")

    def start_epoch(self) -> None:
        """Make the next epoch's key, inside the caller's transaction."""
        epoch = self.epoch + 1
        wrapped = self._device.wrap(sealing.new_key(), self._context(epoch))
        self._sql("INSERT INTO epoch (scope, epoch, wrapped) VALUES (?, ?, ?)", (self.scope, epoch, wrapped))
        self.epoch = epoch

    def _epoch_key(self, epoch: int) -> bytes:
        if epoch not in self._epochs:
            query = "SELECT wrapped FROM epoch WHERE scope = ? AND epoch = ?"
            row = self._sql(query, (self.scope, epoch)).first()
            if row is None:
                raise StorageError("store.key_missing")
            self._epochs[epoch] = self._device.unwrap(row[0], self._context(epoch))
        return self._epochs[epoch]

    def _binding(self, case: bytes, epoch: int) -> bytes:
        return self.org + self.scope + case + epoch.to_bytes(4, "big")

    def make(self, case: CaseId) -> None:
        """Give ``case`` its key, inside the caller's transaction; a case that has one keeps it."""
        if self._sql("SELECT 1 FROM keybox WHERE case_id = ?", (case,)).first() is not None:
            return
        body = sealing.wrap_case_key(self._epoch_key(self.epoch), sealing.new_key(), self._binding(case, self.epoch))
        self._sql(
            "INSERT INTO keybox (case_id, ver, scope, epoch, body) VALUES (?, 1, ?, ?, ?)",
            (case, self.scope, self.epoch, body),
        )

    def record_key(self, case: bytes, epoch: int) -> bytes:
        """The key sealing records of ``case`` in ``epoch``.

        Raises:
            StorageError: ``store.key_missing`` when the case was erased or its key has not arrived.
        """
        known = self._records.get((case, epoch))
        if known is not None:
            return known
        row = self._sql("SELECT epoch, body FROM keybox WHERE case_id = ?", (case,)).first()
        if row is None:
            raise StorageError("store.key_missing")
        case_key = sealing.unwrap_case_key(self._epoch_key(row[0]), row[1], self._binding(case, row[0]))
        key = sealing.record_key(case_key, self._epoch_key(epoch), case, epoch)
        if len(self._records) >= _KEPT:
            self._records.pop(next(iter(self._records)))
        self._records[case, epoch] = key
        return key
