"""A keybox for each centre that has a case under one id: no centre's takes the place of another's."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The scope becomes part of the key."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE keybox DROP CONSTRAINT keybox_pkey")
        op.execute("ALTER TABLE keybox ADD PRIMARY KEY (org, case_id, scope)")
        return
    op.execute("ALTER TABLE keybox RENAME TO keybox_before")
    op.execute(
        "CREATE TABLE keybox (org BLOB, case_id BLOB, scope BLOB NOT NULL, cursor BIGINT NOT NULL, body BLOB NOT NULL,"
        " PRIMARY KEY (org, case_id, scope)) WITHOUT ROWID"
    )
    op.execute("INSERT INTO keybox SELECT org, case_id, scope, cursor, body FROM keybox_before")
    op.execute("DROP TABLE keybox_before")
    op.execute("CREATE INDEX keybox_scope ON keybox (org, scope, cursor)")
