"""Keys of restricted files, sealed to people: what the log says of them, in a table that a rebuild leaves as it is."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATEMENTS = (
    # ``holder`` is empty for a key that was given back to the centre: ``sealed`` is the key then.
    # ``keeper``: the file is open to the holder; otherwise a lead, who opens it when nobody else can.
    """CREATE TABLE reserved (
        case_id BLOB NOT NULL, log BLOB NOT NULL, seq INTEGER NOT NULL, clock INTEGER NOT NULL, key BLOB NOT NULL,
        holder BLOB NOT NULL, keeper INTEGER NOT NULL, sealed BLOB NOT NULL,
        PRIMARY KEY (case_id, log, seq)) WITHOUT ROWID""",
    "CREATE INDEX reserved_holder ON reserved (holder)",
)


def upgrade() -> None:
    """Add the table."""
    for statement in STATEMENTS:
        op.execute(statement)
