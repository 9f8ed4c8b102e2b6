"""The list of all blockages that last: 6,000 of them in 20,000 files, against reading their bare rows.

The floor knows nothing of ladders: one SELECT of the cells of these blockages and remedies from the same encrypted
file, and one of the names. What is left between the two is assembling, and climbing 6,000 ladders.
"""

import random
import shutil
import statistics
import tempfile
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from anefdesk.catalogue import loader
from anefdesk.domain import ids
from anefdesk.domain.blockage import Attempt, Blockage, Remedy
from anefdesk.domain.change import Change
from anefdesk.domain.record import Stored, cells_of
from anefdesk.services.blockages import Blockages
from anefdesk.store import open_blockages, reading
from anefdesk.store.store import Store
from bench import crowd, measure

PEOPLE, LASTING = 20_000, 6_000
ROUNDS = 15
BUDGET = 20.0


def _things(dice: random.Random, numbers: "count[int]", today: date) -> list[Stored]:
    on = today - timedelta(days=dice.randint(0, 300))
    blockage = Blockage(id=ids.new_object(next(numbers)), code=f"B{dice.randint(1, 30):02}", on=on.isoformat())
    found: list[Stored] = [blockage]
    found += [
        Attempt(id=ids.new_object(next(numbers)), blockage=bytes(blockage.id), on=on.isoformat())
        for _ in range(dice.randint(1, 4))
    ]
    if dice.random() < 0.5:
        found.append(
            Remedy(
                id=ids.new_object(next(numbers)),
                blockage=bytes(blockage.id),
                step="ccc",
                on=on.isoformat(),
                due=(on + timedelta(days=15)).isoformat(),
            )
        )
    return found


def _fill(store: Store, today: date) -> None:
    dice, numbers = random.Random(LASTING), count(1)
    cases = [line.case for line in reading.recent(store.connection, LASTING)]
    for start in range(0, len(cases), crowd.AT_ONCE):
        with store.transaction(crowd.ME.user, 1_800_000_200_000 + start) as deed:
            for case in cases[start : start + crowd.AT_ONCE]:
                for thing in _things(dice, numbers, today):
                    deed.record(Change(case, thing.KIND, thing.id, cells_of(thing)))


def main() -> None:
    """Print one line of JSON."""
    crowd.store(PEOPLE).close()
    home = Path(tempfile.mkdtemp(dir=crowd.FOLDER))
    shutil.copy(crowd.FOLDER / f"crowd-{PEOPLE}.db", home / "casebook.db")
    store = Store.open(home / "casebook.db", crowd.KEY, crowd.DEVICE)
    try:
        _fill(store, date.today())  # noqa: DTZ011 - as the desk's own clock has it
        work = Blockages(crowd.workplace(store, loader.load()))
        rows = len(work.open_ones(PEOPLE))
        raw = store.connection.connection.dbapi_connection
        assert raw is not None

        def floor() -> int:
            queries = (open_blockages.BLOCKAGES, open_blockages.REMEDIES, open_blockages.NAMES)
            return sum(len(raw.execute(query).fetchall()) for query in queries)

        times = measure.in_turn({"ours": work.open_ones, "floor": floor}, ROUNDS)
    finally:
        store.close()
        shutil.rmtree(home)
    found = {name: statistics.median(ms) for name, ms in times.items()}
    measure.line("blockages", "ms median", found["ours"], found["floor"], BUDGET, rows=rows, files=PEOPLE)


if __name__ == "__main__":
    main()
