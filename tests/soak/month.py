"""The long run: ``make soak``. Twenty-four PCs of eight centres for thirty days; it says what it saw.

Offline weeks, two revocations, one of them a stolen PC that goes on, a hub put back from a copy, a PC put back from an
image, an erasure. Everything is decided by one seed.
"""

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.soak.fleet import Fleet, memory


@dataclass
class Disasters:
    """What goes wrong, and the copies it needs."""

    fleet: Fleet
    hub: bytes = b""
    image: Path | None = None

    def on(self, what: str) -> None:
        """One of them, by its name in ``_WHEN``."""
        fleet = self.fleet
        first, second, last = fleet.centres[0], fleet.centres[1], fleet.centres[-1]
        match what:
            case "copy":
                self.hub = fleet.hub_copy()
            case "image":
                self.image = first.pcs[0].image()
            case "revoke":
                fleet.revoke(second.pcs[1])
            case "restore":
                fleet.hub_put_back(self.hub)
            case "back":
                assert self.image is not None
                first.pcs[0].put_back(self.image)
            case "steal":
                fleet.steal(last.pcs[-1])
            case "erase":
                fleet.erase(first, first.files.pop(0))


def run(folder: Path, seed: int, *, centres: int, pcs: int, days: int, edits: int, say: bool = True) -> Fleet:
    """One month, judged at its end; the fleet is returned open."""
    fleet = Fleet(folder, seed, centres, pcs)
    for pc in fleet.pcs():
        if fleet.chance.random() < _AWAY:
            begins = fleet.chance.randrange(days)
            pc.away = range(begins, begins + days // 4)
    disasters, steady = Disasters(fleet), 0
    due = {name: max(1, days * share // 100) for name, share in _WHEN.items()}
    for day in range(days):
        for name in (name for name, on in due.items() if on == day):
            disasters.on(name)
        fleet.day(day, edits)
        steady = memory() if day == days // 2 else steady
        if say:
            print(f"day {day + 1}: {fleet.hub.hello().dir_no + 1} entries, {memory()} MiB", flush=True)  # noqa: T201
    fleet.settle()
    fleet.judge()
    count = "SELECT count(*) FROM log"
    held = sum(pc.store.connection.exec_driver_sql(count).scalar() or 0 for pc in fleet.pcs())
    if say:
        print(f"{len(fleet.pcs())} PCs, {held} records held, memory {steady} → {memory()} MiB")  # noqa: T201
    assert memory() <= steady * _GROWTH, "memory grows"
    return fleet


_AWAY = 0.4  # of the PCs have a week without a network
_GROWTH = 1.25
_WHEN = {"copy": 25, "image": 30, "revoke": 35, "restore": 50, "back": 55, "steal": 65, "erase": 75}

if __name__ == "__main__":
    chosen = int(sys.argv[1]) if len(sys.argv) > 1 else 2026
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="anefdesk-soak-") as place:
        run(Path(place), chosen, centres=8, pcs=3, days=30, edits=6).close()
    print(f"seed {chosen}: equal tables, nothing put aside, {time.monotonic() - began:.0f} s")  # noqa: T201
