"""What a PC keeps of its exchanges with one hub or stick (``place``), so that the next one says only what is new.

Empty on a hub and on a stick.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLES = {
    # ``taken``: its cursor read so far; ``given``: this mailbox's own cursor of which it has everything.
    "reached": "place TEXT, scope {b}, feed {b} NOT NULL, taken BIGINT NOT NULL, given BIGINT NOT NULL,"
    " PRIMARY KEY (place, scope)",
    # Up to which number it said to hold a log, and when (milliseconds since 1970).
    "confirmed": "place TEXT, log {b}, upto BIGINT NOT NULL, at_ms BIGINT NOT NULL, PRIMARY KEY (place, log)",
    # Chunks it holds; chunks that records name and nobody has brought yet.
    "offered": "place TEXT, id {b}, PRIMARY KEY (place, id)",
    "wanted": "id {b} PRIMARY KEY, case_id {b} NOT NULL",
}


def upgrade() -> None:
    """Create everything."""
    binary = "BYTEA" if op.get_bind().dialect.name == "postgresql" else "BLOB"
    for name, columns in _TABLES.items():
        op.execute(f"CREATE TABLE {name} ({columns.format(b=binary)})")
