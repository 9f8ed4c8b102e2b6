"""Two indexes that hold only blockages and remedies, so that the list of all of them does not read every object."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATEMENTS = (
    "CREATE INDEX object_blockage ON object (kind) WHERE kind = 25",
    "CREATE INDEX object_remedy ON object (kind) WHERE kind = 28",
)


def upgrade() -> None:
    """Add the indexes."""
    for statement in STATEMENTS:
        op.execute(statement)
