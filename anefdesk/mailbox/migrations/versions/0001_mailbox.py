"""The mailbox: directory, segments, keyboxes, chunks of each organisation. Ciphertext and routing only.

The same tables on SQLite and PostgreSQL; there, what grows is divided by organisation.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_GROWING = ("seg", "seg_case")
_TABLES = {
    # ``feed`` changes when the mailbox was put back from a backup.
    "org": "org {b} PRIMARY KEY, feed {b} NOT NULL",
    "dir": "org {b}, no BIGINT, digest {b} NOT NULL, body {b} NOT NULL, PRIMARY KEY (org, no)",
    # ``head``: the latest cursor, given out under this row's lock, so that no reader ever passes a gap.
    "scope": "org {b}, scope {b}, head BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (org, scope)",
    # Held of each log without a gap: up to ``upto``, whose head is ``head``.
    "log": "org {b}, log {b}, scope {b} NOT NULL, device {b} NOT NULL, upto BIGINT NOT NULL, head {b} NOT NULL,"
    " PRIMARY KEY (org, log)",
    "seg": "org {b}, scope {b}, cursor BIGINT, log {b} NOT NULL, first BIGINT NOT NULL, last BIGINT NOT NULL,"
    " head {b} NOT NULL, body {b} NOT NULL, PRIMARY KEY (org, scope, cursor), UNIQUE (org, log, first)",
    "seg_case": "org {b}, case_id {b}, scope {b}, cursor BIGINT, PRIMARY KEY (org, case_id, scope, cursor)",
    "keybox": "org {b}, case_id {b}, scope {b} NOT NULL, cursor BIGINT NOT NULL, body {b} NOT NULL,"
    " PRIMARY KEY (org, case_id)",
    "chunk": "org {b}, id {b}, case_id {b}, PRIMARY KEY (org, id, case_id)",
}


def upgrade() -> None:
    """Create everything."""
    postgres = op.get_bind().dialect.name == "postgresql"
    binary = "BYTEA" if postgres else "BLOB"
    for name, columns in _TABLES.items():
        divided = " PARTITION BY LIST (org)" if postgres and name in _GROWING else ""
        plain = "" if postgres else " WITHOUT ROWID" if name not in _GROWING else ""
        op.execute(f"CREATE TABLE {name} ({columns.format(b=binary)}){divided}{plain}")
    op.execute("CREATE INDEX keybox_scope ON keybox (org, scope, cursor)")
    op.execute("CREATE INDEX chunk_case ON chunk (org, case_id)")
