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
        self._epochs: dict[tuple[bytes, int], bytes] = {}
        self._records: dict[tuple[bytes, bytes, int], bytes] = {}
        row = self._sql("SELECT max(epoch) FROM epoch WHERE scope = ?", (scope,)).first()
        self.epoch: int = (row[0] if row else None) or 0

    def _context(self, scope: bytes, epoch: int) -> bytes:
        return b"anefdesk/epoch/1" + self.org + scope + epoch.to_bytes(4, "big")

    def start_epoch(self) -> None:
        """Make the next epoch's key, inside the caller's transaction."""
        epoch = self.epoch + 1
        wrapped = self._device.wrap(sealing.new_key(), self._context(self.scope, epoch))
        self._sql("INSERT INTO epoch (scope, epoch, wrapped) VALUES (?, ?, ?)", (self.scope, epoch, wrapped))
        self.epoch = epoch

    def _epoch_key(self, scope: bytes, epoch: int) -> bytes:
        if (scope, epoch) not in self._epochs:
            query = "SELECT wrapped FROM epoch WHERE scope = ? AND epoch = ?"
            row = self._sql(query, (scope, epoch)).first()
            if row is None:
                raise StorageError("store.key_missing")
            self._epochs[scope, epoch] = self._device.unwrap(row[0], self._context(scope, epoch))
        return self._epochs[scope, epoch]

    def _binding(self, scope: bytes, case: bytes, epoch: int) -> bytes:
        return self.org + scope + case + epoch.to_bytes(4, "big")

    def make(self, case: CaseId) -> None:
        """Give ``case`` its key, inside the caller's transaction; a case that has one keeps it."""
        if self._sql("SELECT 1 FROM keybox WHERE case_id = ?", (case,)).first() is not None:
            return
        binding = self._binding(self.scope, case, self.epoch)
        body = sealing.wrap_case_key(self._epoch_key(self.scope, self.epoch), sealing.new_key(), binding)
        self._sql(
            "INSERT INTO keybox (case_id, ver, scope, epoch, body) VALUES (?, 1, ?, ?, ?)",
            (case, self.scope, self.epoch, body),
        )

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
        binding = self._binding(boxed_in, case, boxed_at)
        case_key = sealing.unwrap_case_key(self._epoch_key(boxed_in, boxed_at), body, binding)
        key = sealing.record_key(case_key, self._epoch_key(scope, epoch), case, epoch)
        if len(self._records) >= _KEPT:
            self._records.pop(next(iter(self._records)))
        self._records[scope, case, epoch] = key
        return key
