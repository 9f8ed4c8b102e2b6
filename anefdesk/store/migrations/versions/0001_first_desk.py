"""The first desk: log, keys, cells, claims, summaries, search, drafts.

``log``, ``origin``, ``seen``, ``epoch`` and ``keybox`` are what sync will carry; everything projected can be
rebuilt from them. No foreign keys between synced objects: a reference may arrive before its target.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    # One row per log: whose records these are and under which organisation and scope they were sealed.
    """CREATE TABLE origin (
        log BLOB PRIMARY KEY, org BLOB NOT NULL, scope BLOB NOT NULL,
        mine INTEGER NOT NULL DEFAULT 0, closed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID""",
    """CREATE TABLE log (
        log BLOB NOT NULL, seq INTEGER NOT NULL, case_id BLOB NOT NULL, kind INTEGER NOT NULL,
        epoch INTEGER NOT NULL, nonce BLOB NOT NULL, ct BLOB NOT NULL, head BLOB NOT NULL,
        PRIMARY KEY (log, seq)) WITHOUT ROWID""",
    "CREATE INDEX log_case ON log (case_id)",
    """CREATE TRIGGER log_never_updated BEFORE UPDATE ON log
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    """CREATE TRIGGER log_never_deleted BEFORE DELETE ON log
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    # From record ``first`` on, the author of ``log`` had applied ``other`` up to ``upto``.
    """CREATE TABLE seen (
        log BLOB NOT NULL, first INTEGER NOT NULL, other BLOB NOT NULL, upto INTEGER NOT NULL,
        PRIMARY KEY (log, first, other)) WITHOUT ROWID""",
    "CREATE TABLE clock (id INTEGER PRIMARY KEY CHECK (id = 1), log BLOB, seq INTEGER, hlc INTEGER, head BLOB)",
    "CREATE TABLE epoch (scope BLOB, epoch INTEGER, wrapped BLOB NOT NULL, PRIMARY KEY (scope, epoch)) WITHOUT ROWID",
    """CREATE TABLE keybox (
        case_id BLOB PRIMARY KEY, ver INTEGER NOT NULL, scope BLOB NOT NULL, epoch INTEGER NOT NULL,
        body BLOB NOT NULL) WITHOUT ROWID""",
    # Projected from here on.
    """CREATE TABLE object (
        case_id BLOB, obj BLOB, kind INTEGER NOT NULL, clock INTEGER NOT NULL, log BLOB NOT NULL,
        author BLOB NOT NULL, wall_ms INTEGER NOT NULL, PRIMARY KEY (case_id, obj)) WITHOUT ROWID""",
    """CREATE TABLE cell (
        case_id BLOB, obj BLOB, field INTEGER, clock INTEGER NOT NULL, log BLOB NOT NULL, seq INTEGER NOT NULL,
        value, PRIMARY KEY (case_id, obj, field)) WITHOUT ROWID""",
    # Every value ever given to a field that people settle; its heads decide whether there is a disagreement.
    """CREATE TABLE claim (
        case_id BLOB, obj BLOB, field INTEGER, log BLOB, seq INTEGER, clock INTEGER NOT NULL,
        author BLOB NOT NULL, wall_ms INTEGER NOT NULL, value,
        PRIMARY KEY (case_id, obj, field, log, seq)) WITHOUT ROWID""",
    "CREATE TABLE dispute (case_id BLOB, obj BLOB, field INTEGER, PRIMARY KEY (case_id, obj, field)) WITHOUT ROWID",
    """CREATE TABLE access (
        case_id BLOB, clock INTEGER, log BLOB, seq INTEGER, author BLOB NOT NULL, wall_ms INTEGER NOT NULL,
        what TEXT NOT NULL, PRIMARY KEY (case_id, clock, log, seq)) WITHOUT ROWID""",
    """CREATE TABLE person (
        id INTEGER PRIMARY KEY, case_id BLOB NOT NULL UNIQUE, latin TEXT NOT NULL, native TEXT NOT NULL,
        born TEXT NOT NULL, nationality TEXT NOT NULL, department TEXT NOT NULL, permit_end TEXT NOT NULL,
        language TEXT NOT NULL, restricted INTEGER NOT NULL, disputed INTEGER NOT NULL, identity TEXT NOT NULL)""",
    "CREATE TABLE activity (case_id BLOB PRIMARY KEY, last_ms INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX activity_last ON activity (last_ms DESC)",
    """CREATE TABLE due (
        case_id BLOB, obj BLOB, what TEXT, on_day TEXT NOT NULL, detail TEXT NOT NULL,
        PRIMARY KEY (case_id, obj, what)) WITHOUT ROWID""",
    "CREATE INDEX due_day ON due (on_day)",
    """CREATE VIRTUAL TABLE search USING fts5 (
        keys, content='', contentless_delete=1, prefix='2 3 4', detail=none,
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'")""",
    # Local to this PC: a form being filled, sealed to its author.
    """CREATE TABLE draft (
        author BLOB, place TEXT, at_ms INTEGER NOT NULL, sealed BLOB NOT NULL,
        PRIMARY KEY (author, place)) WITHOUT ROWID""",
)


def upgrade() -> None:
    """Create everything."""
    for statement in STATEMENTS:
        op.execute(statement)
