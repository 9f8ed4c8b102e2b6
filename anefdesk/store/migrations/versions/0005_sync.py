"""What sync needs: whose log each is, what cannot be read yet, the two ways a record may leave the log.

A record becomes a stub while its case stands in ``erasing_now``; a desk put back from an old image gives up the end of
a log while it stands in ``giving_up``. Both tables are filled and emptied inside one transaction.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATEMENTS = (
    # The device that signs a log; of this desk's own it is told when they are cut.
    "ALTER TABLE origin ADD COLUMN device BLOB",
    # Under which organisation a key was wrapped: a centre that joins one keeps the keys of before.
    "ALTER TABLE epoch ADD COLUMN org BLOB NOT NULL DEFAULT x''",
    "UPDATE epoch SET org = (SELECT value FROM meta WHERE key = 'org')",
    # Signed, as the mailbox keeps it; nothing for one made here and not posted yet.
    "ALTER TABLE keybox ADD COLUMN wire BLOB",
    # Keyboxes sealed in an epoch whose key has not arrived, or by a later version.
    "CREATE TABLE unopened (case_id BLOB PRIMARY KEY, wire BLOB NOT NULL) WITHOUT ROWID",
    # Records whose key has not arrived. ``blocks``: it is an epoch's, and the log counts as seen only up to there.
    """CREATE TABLE waiting (
        log BLOB, seq INTEGER, case_id BLOB NOT NULL, blocks INTEGER NOT NULL, PRIMARY KEY (log, seq)) WITHOUT ROWID""",
    "CREATE INDEX waiting_case ON waiting (case_id)",
    """CREATE TABLE quarantine (
        log BLOB, seq INTEGER, case_id BLOB NOT NULL, code TEXT NOT NULL, PRIMARY KEY (log, seq)) WITHOUT ROWID""",
    "CREATE TABLE erasing_now (case_id BLOB PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE giving_up (log BLOB PRIMARY KEY, upto INTEGER NOT NULL) WITHOUT ROWID",
    "DROP TRIGGER log_never_updated",
    "DROP TRIGGER log_never_deleted",
    """CREATE TRIGGER log_never_updated BEFORE UPDATE ON log
        WHEN NOT EXISTS (SELECT 1 FROM erasing_now WHERE case_id = OLD.case_id)
        OR (NEW.log, NEW.seq, NEW.case_id, NEW.epoch, NEW.head) <> (OLD.log, OLD.seq, OLD.case_id, OLD.epoch, OLD.head)
        OR (NEW.kind, length(NEW.nonce), length(NEW.ct)) <> (2, 0, 32)
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    """CREATE TRIGGER log_never_deleted BEFORE DELETE ON log
        WHEN NOT EXISTS (SELECT 1 FROM giving_up WHERE log = OLD.log AND upto < OLD.seq)
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    # Replacing a row fires no other trigger.
    """CREATE TRIGGER log_never_replaced BEFORE INSERT ON log
        WHEN EXISTS (SELECT 1 FROM log WHERE log = NEW.log AND seq = NEW.seq)
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
)


def upgrade() -> None:
    """Add the tables."""
    for statement in STATEMENTS:
        op.execute(statement)
