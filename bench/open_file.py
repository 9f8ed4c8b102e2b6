"""Opening a file of 200 changes, against its raw reads: the same rows by the same driver, nothing made of them.

``ours`` is what the page receives: every object typed, with its writers' names, without the reading being logged
(that is a deed of its own, measured by ``tick``).
"""

import statistics
import tempfile
from datetime import date
from pathlib import Path
from shutil import rmtree

from anefdesk.catalogue import loader
from anefdesk.domain.case import ItemState, JournalEntry, RequestKind
from anefdesk.domain.record import ObjectId
from anefdesk.services.casework import NewPerson
from anefdesk.services.desk import lay_out
from anefdesk.store.store import Store
from bench import crowd, measure

CHANGES = 200
ROUNDS = 300
BUDGET = 3.0


def main() -> None:
    """Print one line of JSON."""
    crowd.FOLDER.mkdir(exist_ok=True)
    home = Path(tempfile.mkdtemp(dir=crowd.FOLDER))
    store = Store.create(home / "casebook.db", crowd.KEY, crowd.DEVICE, training=True)
    try:
        desk = lay_out(crowd.workplace(store, loader.load()))
        case = desk.casework.create(NewPerson(family="Canari-Haidari", given="Zahra", phone="0639980001"))
        demarche = desk.demarches.begin(case, "conjoint-francais", RequestKind.RENEWAL, date(2026, 12, 15))
        documents = [row.document.id for row in desk.demarches.view(case, demarche).checklist.rows]
        while len(list(store.records(case))) < CHANGES:
            number = len(list(store.records(case)))
            if number % 4:
                state = ItemState.RECEIVED if number % 3 else ItemState.ASKED
                desk.demarches.set_item(case, demarche, documents[number % len(documents)], state, remark=str(number))
            else:
                desk.casework.add_journal(case, JournalEntry(id=ObjectId(b""), text=f"Contact {number}"))
        raw = store.connection.connection.dbapi_connection
        assert raw is not None

        def floor() -> None:
            raw.execute(
                "SELECT obj, kind, author, wall_ms FROM object WHERE case_id = ? ORDER BY clock, log", (case,)
            ).fetchall()
            raw.execute("SELECT obj, field, value FROM cell WHERE case_id = ?", (case,)).fetchall()
            raw.execute("SELECT obj, field FROM dispute WHERE case_id = ?", (case,)).fetchall()
            raw.execute("SELECT value FROM meta WHERE key = 'centre'").fetchall()
            raw.execute(
                "SELECT obj, kind, author, wall_ms FROM object WHERE case_id = ? ORDER BY clock, log", (store.centre,)
            ).fetchall()
            raw.execute("SELECT obj, field, value FROM cell WHERE case_id = ?", (store.centre,)).fetchall()

        times = measure.in_turn({"ours": lambda: desk.casework.reload(case), "floor": floor}, ROUNDS)
    finally:
        store.close()
        rmtree(home)
    measure.line("open_file", "ms median", statistics.median(times["ours"]), statistics.median(times["floor"]), BUDGET)


if __name__ == "__main__":
    main()
