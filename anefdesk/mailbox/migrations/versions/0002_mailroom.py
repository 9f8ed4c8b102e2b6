"""What a hub keeps beside its mailboxes: its own secret, invitations, who called on which day, letters of enrolment.

Empty on a PC and on a stick.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLES = {
    # Signs challenges and passes, for all workers alike; never in a backup.
    "secret": "no INTEGER PRIMARY KEY, body {b} NOT NULL",
    # Digest of a code that lets one organisation in.
    "invitation": "digest {b} PRIMARY KEY",
    # The day (since 1970) a device last opened a session: no hour, no address.
    "contact": "org {b}, device {b}, day BIGINT NOT NULL, PRIMARY KEY (org, device)",
    # Enrolment of a PC: ``side`` 0 is the opening, 1 what the new PC wrote, 2 the answer.
    "post": "invitation {b}, side INTEGER, org {b} NOT NULL, until BIGINT NOT NULL, body {b} NOT NULL,"
    " PRIMARY KEY (invitation, side)",
}


def upgrade() -> None:
    """Create everything."""
    binary = "BYTEA" if op.get_bind().dialect.name == "postgresql" else "BLOB"
    for name, columns in _TABLES.items():
        op.execute(f"CREATE TABLE {name} ({columns.format(b=binary)})")
