"""From Argon2id's answer to the list of people: our own work, against opening the same file raw and reading the rows.

A desk of 100,000 people. The floor is the driver alone: key, pragmas, the same two hundred rows.
"""

import statistics

import sqlcipher3.dbapi2 as sqlcipher

from anefdesk.services import members
from anefdesk.services.desk import lay_out
from anefdesk.store.store import Store
from bench import crowd, measure

PEOPLE = 100_000
ROUNDS = 15
LIST = 200
_ROWS = (
    "SELECT person.case_id, latin, native, born, nationality, department, permit_end, language, disputed, identity, "
    "last_ms FROM person JOIN activity USING (case_id) WHERE restricted = 0 ORDER BY last_ms DESC LIMIT ?"
)
BUDGET_MS = 150.0
BUDGET = 150.0  # the budget is in milliseconds; the ratio is told for what it is worth


def main() -> None:
    """Print one line of JSON."""
    crowd.store(PEOPLE).close()
    file = crowd.FOLDER / f"crowd-{PEOPLE}.db"

    def ours() -> None:
        store = Store.open(file, crowd.KEY, crowd.DEVICE)
        members.present(store)
        finding = lay_out(crowd.workplace(store)).finding
        assert len(finding.recent(LIST)) == LIST
        assert finding.count() == PEOPLE
        store.close()

    def floor() -> None:
        raw = sqlcipher.connect(str(file), isolation_level=None)
        raw.execute(f"PRAGMA key = \"x'{crowd.KEY.hex()}'\"")
        raw.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
        raw.execute("PRAGMA journal_mode = WAL").fetchone()
        assert len(raw.execute(_ROWS, (LIST,)).fetchall()) == LIST
        raw.execute("SELECT count(*) FROM person").fetchone()
        raw.close()

    times = measure.in_turn({"ours": ours, "floor": floor}, ROUNDS)
    ours_ms, floor_ms = statistics.median(times["ours"]), statistics.median(times["floor"])
    measure.line("unlock", "ms median", ours_ms, floor_ms, BUDGET, budget_ms=BUDGET_MS)


if __name__ == "__main__":
    main()
