"""Finding a person among 100,000: our whole find() against the bare FTS5 query on the same encrypted file."""

import json
import statistics
import time

from anefdesk.services.finding import Finding
from anefdesk.store import search
from bench import crowd

PEOPLE = 100_000
QUERIES = 200
BUDGET = 2.0
_FLOOR = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rank LIMIT 100"


def queries(start: int) -> list[str]:
    """What people type: beginnings, whole names in both orders, numbers; another ``start``, other people."""
    found = []
    for number in range(start, start + QUERIES * 17, 17):
        family, given = crowd.name(number * 29)
        family = family.removeprefix("Canari-")
        kinds = (f"{given} {family}", f"{family} {given[:3]}", family[:5], f"{given} {family[:4]}")
        found.append(kinds[number % 4] if number % 10 else f"{9_900_000_000 + number * 29}"[:8])
    return found[:QUERIES]


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


def main() -> None:
    """Print one line of JSON."""
    store = crowd.store(PEOPLE)
    finding = Finding(crowd.workplace(store))
    raw = store.connection.connection.dbapi_connection
    assert raw is not None
    cursor = raw.cursor()
    ours, floor = [], []
    for text in queries(5):  # a desk that has been open for a while, looking for others
        finding.find(text)
    for text in queries(0):
        expression = search.expression(text)
        start = time.perf_counter()
        cursor.execute(_FLOOR, (expression,)).fetchall()
        floor.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        finding.find(text)
        ours.append((time.perf_counter() - start) * 1000)
    store.close()
    line = {"bench": "search", "unit": "ms p95", "ours": round(p95(ours), 2), "floor": round(p95(floor), 2)}
    line |= {"ratio": round(p95(ours) / p95(floor), 2), "budget": BUDGET}
    line |= {"median_ours": round(statistics.median(ours), 2), "median_floor": round(statistics.median(floor), 2)}
    print(json.dumps(line))


if __name__ == "__main__":
    main()
