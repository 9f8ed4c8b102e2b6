"""What sync keeps for itself: how far the mailbox was read, and what is decided and not in the directory yet."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STATEMENTS = (
    # ``refused``: head of the directory when something was refused that a later one may admit.
    """CREATE TABLE delivered (
        scope BLOB PRIMARY KEY, feed BLOB NOT NULL, cursor INTEGER NOT NULL, refused BLOB NOT NULL) WITHOUT ROWID""",
    # Unsigned: ``signer``, a person or this PC, signs it when the directory can take it.
    "CREATE TABLE saying (no INTEGER PRIMARY KEY, signer BLOB NOT NULL, body BLOB NOT NULL)",
)


def upgrade() -> None:
    """Add the tables."""
    for statement in STATEMENTS:
        op.execute(statement)
