"""The list of the day: dated lines of every file, which files must be reckoned again, who worked on a file last.

``agenda`` and ``stale`` are this PC's own: they follow from the catalogue too, so they are neither projected nor
compared between desks. The store rebuilds the rest from the log at the first opening that follows.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATEMENTS = (
    # ``act``: a last day to do something, which can be overdue; otherwise a day from which something holds.
    """CREATE TABLE agenda (
        case_id BLOB, obj BLOB, what TEXT, rule TEXT, on_day TEXT, at TEXT NOT NULL, rescue TEXT NOT NULL,
        act INTEGER NOT NULL, to_check INTEGER NOT NULL, detail TEXT NOT NULL,
        PRIMARY KEY (on_day, case_id, obj, what, rule)) WITHOUT ROWID""",
    "CREATE INDEX agenda_case ON agenda (case_id)",
    "CREATE INDEX agenda_act ON agenda (act, on_day)",
    # The file changed last has the greatest id, and is reckoned first.
    "CREATE TABLE stale (id INTEGER PRIMARY KEY, case_id BLOB NOT NULL UNIQUE)",
    "ALTER TABLE activity ADD COLUMN author BLOB NOT NULL DEFAULT x''",
    # Whether some way to reach the person is known to be safe.
    "ALTER TABLE person ADD COLUMN safe INTEGER NOT NULL DEFAULT 0",
)


def upgrade() -> None:
    """Add the tables."""
    for statement in STATEMENTS:
        op.execute(statement)
