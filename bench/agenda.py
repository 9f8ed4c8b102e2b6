"""Today's list of 20,000 open files, the same after one file changed, and reckoning a file anew.

The floor of the list is a bare read of as many rows from the same encrypted file; that of a change adds one durable
commit; that of a file is reading its cells and the arithmetic of its clock. Three lines; the store is kept between
runs. The budget of the list is in milliseconds.
"""

import random
import shutil
import statistics
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from anefdesk.catalogue import loader
from anefdesk.domain import ids
from anefdesk.domain.case import Answer, Demarche, DemarcheStatus, Permit, RequestKind
from anefdesk.domain.change import Change
from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.record import CaseId, ObjectId, Stored, cells_of, differences
from anefdesk.services.deadlines import Deadlines
from anefdesk.services.workplace import setting
from anefdesk.store import agenda, reading
from anefdesk.store.store import Store
from bench import crowd, measure

PEOPLE = 20_000
ROUNDS = 15
LIST_MS = 150.0
FILE_MS = 10.0
FILES = 300
PROCEDURES = ("visiteur", "salarie", "etudiant-renouvellement", "protection-subsidiaire")
CARDS = ("carte-temporaire", "carte-temporaire", "carte-pluriannuelle", "carte-resident", "vls-ts")


def _situation(dice: random.Random, numbers: "count[int]", today: date) -> list[Stored]:
    """What one file holds: a card, often a request with its attestation, sometimes a refusal or an OQTF."""

    def new() -> ObjectId:
        return ids.new_object(next(numbers))

    end = today + timedelta(days=dice.randint(-200, 500))
    found: list[Stored] = [Permit(id=new(), kind=dice.choice(CARDS), start=_iso(end, -365), end=end.isoformat())]
    if dice.random() < 0.6:
        filed = today - timedelta(days=dice.randint(1, 300))
        demarche = Demarche(
            id=new(),
            procedure=dice.choice(PROCEDURES),
            request=RequestKind.RENEWAL,
            status=DemarcheStatus.FILED,
            filed_on=filed.isoformat(),
        )
        found += [demarche, Permit(id=new(), kind="api", start=_iso(filed, 30), end=_iso(filed, 120))]
        if dice.random() < 0.3:
            event = LegalEvent(id=new(), kind=EventKind.REFUSAL_NOTIFIED, on=_iso(filed, 60), demarche=demarche.id)
            found.append(event)
    else:
        found.append(Demarche(id=new(), procedure=dice.choice(PROCEDURES), planned_on=_iso(today, dice.randint(0, 90))))
    if dice.random() < 0.05:
        found.append(LegalEvent(id=new(), kind=EventKind.OQTF_NOTIFIED, on=_iso(today, -dice.randint(0, 30))))
    return found


def _iso(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()


def _filled(today: date) -> Path:
    """The crowd with something in every file, reckoned; made again on another day."""
    crowd.store(PEOPLE).close()
    made = crowd.FOLDER / f"agenda-{PEOPLE}-{today}.db"
    if made.exists():
        return made
    for left in crowd.FOLDER.glob("agenda-*"):
        left.unlink()
    partial = made.with_suffix(".part")
    shutil.copy(crowd.FOLDER / f"crowd-{PEOPLE}.db", partial)
    store = Store.open(partial, crowd.KEY, crowd.DEVICE)
    dice, numbers = random.Random(PEOPLE), count(1)
    cases = [line.case for line in reading.recent(store.connection, PEOPLE)]
    for start in range(0, len(cases), crowd.AT_ONCE):
        with store.transaction(crowd.ME.user, 1_800_000_100_000 + start) as deed:
            for case in cases[start : start + crowd.AT_ONCE]:
                for thing in _situation(dice, numbers, today):
                    deed.record(Change(case, thing.KIND, thing.id, cells_of(thing)))
    work = Deadlines(crowd.workplace(store, loader.load()))
    while work.reckon(500):
        pass
    store.close()
    partial.rename(made)
    return made


def _medians(deeds: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    return {name: statistics.median(times) for name, times in measure.in_turn(deeds, rounds).items()}


def main() -> None:
    """Print the lines."""
    catalogue = loader.load()
    made = _filled(date.today())  # noqa: DTZ011 - as the desk's own clock has it
    home = Path(tempfile.mkdtemp(dir=crowd.FOLDER))
    shutil.copy(made, home / "casebook.db")
    store = Store.open(home / "casebook.db", crowd.KEY, crowd.DEVICE)
    try:
        at = crowd.workplace(store, catalogue)
        work = Deadlines(at)
        shown = work.day()
        raw = store.connection.connection.dbapi_connection
        assert raw is not None
        cases = [row.case for row in shown.rows]
        turns = count()

        def bare() -> int:
            read = "SELECT agenda.*, latin, native FROM agenda JOIN person USING (case_id) ORDER BY on_day LIMIT ?"
            return len(raw.execute(read, (len(shown.rows),)).fetchall())

        def changed() -> object:
            case = cases[next(turns) * 7919 % len(cases)]
            answer = Answer(id=ids.answer_id(case, "bench"), fact="bench", value=str(next(turns)))
            before = Answer(id=answer.id)
            at.record(setting(case, answer, differences(before, answer)))
            return work.day()

        def bare_change() -> int:
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("UPDATE activity SET last_ms = last_ms + 1 WHERE case_id = ?", (cases[0],))
            raw.execute("COMMIT")
            return bare()

        deeds: dict[str, Callable[[], object]] = {
            "list": work.day,
            "bare": bare,
            "changed": changed,
            "bare_change": bare_change,
        }
        found = _medians(deeds, ROUNDS)
        ours, floor = _reckoning(work, store, cases)
    finally:
        store.close()
        shutil.rmtree(home)
    budget = {"budget_ms": LIST_MS, "files": PEOPLE, "rows": len(shown.rows), "older": shown.older}
    for name, mine, least in (("agenda", "list", "bare"), ("agenda-changed", "changed", "bare_change")):
        measure.line(name, "ms median", found[mine], found[least], round(LIST_MS / found[least], 1), **budget)
    measure.line("agenda-file", "ms per file", ours, floor, round(FILE_MS / floor, 1), budget_ms=FILE_MS, files=FILES)


def _reckoning(work: Deadlines, store: Store, cases: list[CaseId]) -> tuple[float, float]:
    """Milliseconds to reckon and keep one file, and to read its cells alone."""
    some = list(dict.fromkeys(cases))[:FILES]

    def stale() -> None:
        with store.aside() as connection:
            for case in some:
                agenda.mark(connection, case)

    def ours() -> int:
        return work.reckon(len(some))

    def floor() -> int:
        return sum(reading.case_file(store.connection, case) is not None for case in some)

    found = _medians({"stale": stale, "ours": ours, "floor": floor}, 3)
    return found["ours"] / len(some), found["floor"] / len(some)


if __name__ == "__main__":
    main()
