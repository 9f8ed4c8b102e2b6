"""Small things that belonging to an organisation makes this PC remember beside its log, by name.

Used by ``services.sync``: the key of labels, invitations under way, a founding that was cut short.
"""

from anefdesk.store.store import Store


def get(store: Store, name: str) -> bytes | None:
    """What is remembered under ``name``."""
    with store.aside() as connection:
        query = "SELECT value FROM meta WHERE key = ?"
        value = connection.exec_driver_sql(query, (name,)).scalar()
    return value if isinstance(value, bytes) else None


def put(store: Store, name: str, value: bytes) -> None:
    """Remember ``value``; raises as ``Store.transaction``."""
    with store.aside() as connection:
        connection.exec_driver_sql("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (name, value))


def drop(store: Store, name: str) -> None:
    """Forget it."""
    with store.aside() as connection:
        connection.exec_driver_sql("DELETE FROM meta WHERE key = ?", (name,))
