"""What PCs send one another outside the files: what came for this one, and what it sent and may have to send again."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATEMENTS = (
    # ``scope``: the centre of the device that sent it. ``taken``: ISO date.
    """CREATE TABLE parcel (
        id BLOB PRIMARY KEY, kind INTEGER NOT NULL, device BLOB NOT NULL, scope BLOB NOT NULL, body BLOB NOT NULL,
        taken TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX parcel_kind ON parcel (kind)",
    # ``head`` is that of the log after it; ``day``: ISO date it was first sent.
    """CREATE TABLE sent_parcel (
        log BLOB, seq INTEGER, id BLOB NOT NULL UNIQUE, nonce BLOB NOT NULL, ct BLOB NOT NULL, head BLOB NOT NULL,
        day TEXT NOT NULL, PRIMARY KEY (log, seq)) WITHOUT ROWID""",
)


def upgrade() -> None:
    """Add the tables."""
    for statement in STATEMENTS:
        op.execute(statement)
