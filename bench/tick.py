"""Ticking a line of a checklist, against the same statements hand-written in one durable commit.

The floor knows nothing of the trade: one INSERT into the log, one UPDATE of the clock, the rows of the object, of
its changed cell and of the file's activity, the DELETE of its due line, with values ready made, in the same
encrypted file with the same pragmas. What is left between the two is sealing, chaining, reading what was there.
"""

import os
import shutil
import statistics
import tempfile
from datetime import date
from itertools import count, cycle
from pathlib import Path

from anefdesk.catalogue import loader
from anefdesk.domain import ids
from anefdesk.domain.case import ItemState, RequestKind
from anefdesk.services.casework import NewPerson
from anefdesk.services.desk import lay_out
from anefdesk.store.store import Store
from bench import crowd, measure

ROUNDS = 400
BUDGET = 8.0
P95_MS = 10.0


def main() -> None:
    """Print one line of JSON."""
    crowd.store(1000).close()  # makes the folder too
    home = Path(tempfile.mkdtemp(dir=crowd.FOLDER))
    shutil.copy(crowd.FOLDER / "crowd-1000.db", home / "casebook.db")
    store = Store.open(home / "casebook.db", crowd.KEY, crowd.DEVICE)
    try:
        desk = lay_out(crowd.workplace(store, loader.load()))
        case = desk.casework.create(NewPerson(family="Canari-Haidari"))
        demarche = desk.demarches.begin(case, "protection-subsidiaire", RequestKind.RENEWAL, date(2026, 12, 15))
        states = cycle((ItemState.RECEIVED, ItemState.MISSING))
        raw = store.connection.connection.dbapi_connection
        assert raw is not None
        log, _, seq = os.urandom(16), None, count(1)
        item = ids.item_id(demarche, "floor")

        def ours() -> None:
            desk.demarches.set_item(case, demarche, "c-titre", next(states))

        def floor() -> None:
            number = next(seq)
            raw.execute("BEGIN IMMEDIATE")
            raw.execute(
                "INSERT INTO log (log, seq, case_id, kind, epoch, nonce, ct, head) VALUES (?, ?, ?, 0, 1, ?, ?, ?)",
                (log, number, case, bytes(12), bytes(136), bytes(32)),
            )
            raw.execute("UPDATE clock SET head = head WHERE id = 1")
            raw.execute(
                "INSERT INTO object VALUES (?, ?, 9, ?, ?, ?, 0) ON CONFLICT (case_id, obj) DO UPDATE SET "
                "clock = clock WHERE excluded.clock < object.clock",
                (case, item, number, log, bytes(16)),
            )
            raw.execute(
                "INSERT INTO activity VALUES (?, 0, x'') ON CONFLICT (case_id) DO UPDATE SET last_ms = last_ms + 1",
                (case,),
            )
            raw.execute(
                "INSERT INTO cell VALUES (?, ?, 3, ?, ?, ?, ?) ON CONFLICT (case_id, obj, field) DO UPDATE SET "
                "clock = excluded.clock, seq = excluded.seq, value = excluded.value",
                (case, item, number, log, number, "received" if number % 2 else "missing"),
            )
            raw.execute("DELETE FROM due WHERE case_id = ? AND obj = ?", (case, item))
            raw.execute("COMMIT")

        times = measure.in_turn({"ours": ours, "floor": floor}, ROUNDS)
    finally:
        store.close()
        shutil.rmtree(home)
    ours_ms, floor_ms = statistics.median(times["ours"]), statistics.median(times["floor"])
    measure.line(
        "tick", "ms median", ours_ms, floor_ms, BUDGET, p95=round(measure.p95(times["ours"]), 2), p95_budget=P95_MS
    )


if __name__ == "__main__":
    main()
