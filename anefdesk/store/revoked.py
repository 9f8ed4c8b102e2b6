"""What is known here of a PC that is to be taken out of the organisation.

Used by ``services.sync.revoking``, to say what goes with it.
"""

from anefdesk.domain.change import TICKS_PER_MS
from anefdesk.store.store import Store


def last_ms(store: Store, device: bytes) -> int:
    """When the last change that stands of a PC was made, by its own clock; 0 when nothing of it is here."""
    query = "SELECT max(clock) FROM cell WHERE log IN (SELECT log FROM origin WHERE device = ?)"
    with store.aside() as connection:
        return int(connection.exec_driver_sql(query, (device,)).scalar() or 0) // TICKS_PER_MS
