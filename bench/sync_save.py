"""Saving while a backlog is applied: how long somebody waits for a note, beside the same note with nothing to apply.

Both go through one lane, as in the window: a page, two milliseconds for whoever waits, the next page.
"""

import random
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from anefdesk.domain import ids
from anefdesk.domain.case import Note, Person
from anefdesk.domain.change import Change
from anefdesk.domain.record import ObjectId, cells_of
from bench import crowd, measure, sync_apply
from tests.services.sync.pcs import Hub, Pc, organisation

BUDGET, P95_MS = 50.0, 50.0
BREATH = 0.002  # seconds between two pages
MANY = 200  # savings with nothing to apply
CHANCE = random.Random("anefdesk saving")  # the same moments every time


def _brought(author: Pc, reader: Pc, hub: Hub) -> None:
    """The backlog is written, carried and waits in the reader's mailbox."""
    sync_apply.fill(author.desk.store)
    author.meet(hub)
    reader.sync.carry(hub.box)


def _saving(reader: Pc) -> Callable[[], None]:
    at = crowd.workplace(reader.desk.store)
    case = ids.new_case()
    person = Person(id=ObjectId(case), birth_date="1990-05-04")
    at.record(Change(case, person.KIND, person.id, cells_of(person)), new_case=case)

    def save() -> None:
        note = Note(id=at.new_id(), text="Canari : une note de deux lignes environ.")
        at.record(Change(case, note.KIND, note.id, cells_of(note)))

    return save


def _times(lane: ThreadPoolExecutor, save: Callable[[], None], on: Callable[[int], bool]) -> list[float]:
    """Milliseconds from the click to what is kept, at moments of chance, while ``on``."""
    times: list[float] = []
    while on(len(times)):
        time.sleep(CHANCE.uniform(0.01, 0.04))
        start = time.perf_counter()
        lane.submit(save).result()
        times.append((time.perf_counter() - start) * 1000)
    return times


def main() -> None:
    """Print two lines of JSON."""
    crowd.FOLDER.mkdir(exist_ok=True)
    home = Path(tempfile.mkdtemp(dir=crowd.FOLDER))
    org = organisation()
    author, reader, hub = Pc(org, "pc", home), Pc(org, "pc 2", home), Hub(home / "hub", org)
    pages: list[float] = []

    def apply(lane: ThreadPoolExecutor) -> None:
        more = True
        while more:
            start = time.perf_counter()
            more = lane.submit(reader.sync.receive).result().more
            pages.append((time.perf_counter() - start) * 1000)
            time.sleep(BREATH)

    try:
        _brought(author, reader, hub)
        reader.desk.store.connection.exec_driver_sql("PRAGMA synchronous = FULL")  # as at a real desk
        save = _saving(reader)
        with ThreadPoolExecutor(1) as lane:
            calm = _times(lane, save, lambda count: count < MANY)
            applying = threading.Thread(target=apply, args=(lane,))
            start = time.perf_counter()
            applying.start()
            busy = _times(lane, save, lambda _: applying.is_alive())
            applying.join()
            took = time.perf_counter() - start
        assert reader.desk.rows("log") == sync_apply.RECORDS + MANY + len(busy) + 1
    finally:
        for one in (author, reader, hub):
            one.close()
        shutil.rmtree(home)
    ours, floor = measure.p95(busy), measure.p95(calm)
    told = {"p95_budget": P95_MS, "longest": round(max(busy), 1), "savings": len(busy)}
    measure.line("sync_save", "ms p95", ours, floor, BUDGET, **told)
    page, longest = measure.p95(pages), round(max(pages), 1)
    rate = round(sync_apply.RECORDS / took)
    measure.line("sync_page", "ms p95", page, P95_MS, 1.0, pages=len(pages), longest=longest, a_second=rate)


if __name__ == "__main__":
    main()
