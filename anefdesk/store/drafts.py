"""Forms being filled, kept for their author alone.

The text is sealed to its author's own public key before it comes here, so that locking needs no secret and a
colleague at the same PC cannot read it. Drafts are local: they are not deeds and do not enter the log.
"""

from sqlalchemy import Connection

from anefdesk.domain.record import UserId


def park(connection: Connection, author: UserId, place: str, sealed: bytes, at_ms: int) -> None:
    """Keep ``sealed`` as the author's draft at ``place``, replacing an older one."""
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO draft (author, place, at_ms, sealed) VALUES (?, ?, ?, ?)",
        (author, place, at_ms, sealed),
    )


def mine(connection: Connection, author: UserId) -> tuple[tuple[str, int, bytes], ...]:
    """The author's drafts: place, time, sealed text; latest first."""
    rows = connection.exec_driver_sql(
        "SELECT place, at_ms, sealed FROM draft WHERE author = ? ORDER BY at_ms DESC", (author,)
    ).fetchall()
    return tuple((place, at_ms, sealed) for place, at_ms, sealed in rows)


def drop(connection: Connection, author: UserId, place: str) -> None:
    """Forget a draft that was saved or given up."""
    connection.exec_driver_sql("DELETE FROM draft WHERE author = ? AND place = ?", (author, place))
