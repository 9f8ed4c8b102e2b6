"""What every bench shares: times in turn, and the one line of JSON."""

import json
import statistics
import time
from collections.abc import Callable, Mapping


def in_turn(deeds: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each deed, run one after the other so that a busy PC slows all alike."""
    times: dict[str, list[float]] = {name: [] for name in deeds}
    for _ in range(rounds):
        for name, deed in deeds.items():
            start = time.perf_counter()
            deed()
            times[name].append((time.perf_counter() - start) * 1000)
    return times


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


def line(name: str, unit: str, ours: float, floor: float, budget: float, **more: object) -> None:
    """Print the result; ``budget`` is the greatest ratio allowed."""
    told = {"bench": name, "unit": unit, "ours": round(ours, 2), "floor": round(floor, 2)}
    print(json.dumps({**told, "ratio": round(ours / floor, 2), "budget": budget, **more}))
