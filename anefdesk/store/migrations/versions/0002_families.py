"""Families and restricted files: who keeps a file, which files are tied, what is noticed from another one.

All of it is projected: the store rebuilds it from the log at the first opening that follows.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = (
    # Everybody ever named for a file; ``named`` says whether they still are.
    """CREATE TABLE keeper (
        case_id BLOB, user BLOB, named INTEGER NOT NULL, PRIMARY KEY (case_id, user)) WITHOUT ROWID""",
    "CREATE INDEX person_restricted ON person (case_id) WHERE restricted = 1",
    # Which files point at which: ``what`` is link or proof, ``relation`` what the other is to this one.
    """CREATE TABLE tie (
        case_id BLOB, obj BLOB, what TEXT NOT NULL, other BLOB NOT NULL, relation TEXT NOT NULL,
        PRIMARY KEY (case_id, obj)) WITHOUT ROWID""",
    "CREATE INDEX tie_other ON tie (other)",
    # The file a due line comes from, when it is another than the one it is due in.
    "ALTER TABLE due ADD COLUMN about BLOB",
    "DROP INDEX due_day",
    "CREATE INDEX due_what ON due (what, on_day)",
)


def upgrade() -> None:
    """Add the tables."""
    for statement in STATEMENTS:
        op.execute(statement)
