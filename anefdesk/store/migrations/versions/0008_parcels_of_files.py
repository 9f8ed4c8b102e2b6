"""Which file a sent parcel concerns, so that erasing the file takes it along; shared files found without a search."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE sent_parcel ADD COLUMN case_id BLOB NOT NULL DEFAULT x'00000000000000000000000000000000'",
    "CREATE INDEX sent_parcel_case ON sent_parcel (case_id)",
    # Of the sharings alone: an index of every object would cost each save.
    "CREATE INDEX object_shared ON object (case_id) WHERE kind = 37",
)


def upgrade() -> None:
    """Add the column and the indexes."""
    for statement in STATEMENTS:
        op.execute(statement)
