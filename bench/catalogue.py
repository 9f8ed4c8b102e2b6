"""The catalogue at start, the checklist of the largest procedure, and a step of the interview; one line each.

- Start: from the compiled copy, checked, against its floor: reading the same files and ``json.loads`` of the same
  bytes. ``first`` is a start without a copy, which reads the TOML.
- Checklist: drawn up with every fact known, against judging the conditions of its lines alone.
- Interview: the step after nothing is known, when every rule is judged and undecided, against judging them alone.

Budgets are in milliseconds; the ratio to the floor is told beside.
"""

import json
import statistics
import tempfile
from datetime import date
from pathlib import Path
from shutil import rmtree

from anefdesk import paths
from anefdesk.catalogue import compiled, loader, packed
from anefdesk.domain import checklist, interview
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.facts import FactKind
from bench import measure

ROUNDS = 30
START_MS = 60.0
SCREEN_MS = 16.0


def start() -> None:
    """Loading the catalogue when the program starts."""
    cache = Path(tempfile.mkdtemp())
    files = sorted(paths.resources("catalogue").rglob("*.toml"))
    try:
        body = packed.pack(compiled.load(cache=cache)).partition(b"\n")[2]  # after the line that names the format

        def floor() -> None:
            for file in files:
                file.read_bytes()
            json.loads(body)

        deeds = {"ours": lambda: compiled.load(cache=cache), "floor": floor, "first": loader.load}
        times = {name: statistics.median(spent) for name, spent in measure.in_turn(deeds, ROUNDS).items()}
    finally:
        rmtree(cache)
    _told("catalogue_start", times["ours"], times["floor"], START_MS, first=round(times["first"], 1), bytes=len(body))


def _known(catalogue: Catalogue) -> dict[str, str]:
    """An answer to every question."""
    return {
        name: fact.choices[0].id if fact.choices else "yes" if fact.kind is FactKind.YES_NO else "30"
        for name, fact in catalogue.facts.items()
    }


def largest_checklist(catalogue: Catalogue) -> None:
    """The list of the procedure that has most lines."""
    procedure = max(catalogue.procedures.values(), key=lambda one: len(one.documents))
    facts, day = _known(catalogue), date(2026, 12, 15)
    deeds = {
        "ours": lambda: checklist.draw_up(procedure, facts, {}, (), day, date(2027, 1, 15)),
        "floor": lambda: [document.when.holds(facts) for document in procedure.documents],
    }
    times = {name: statistics.median(spent) for name, spent in measure.in_turn(deeds, ROUNDS * 10).items()}
    _told("checklist", times["ours"], times["floor"], SCREEN_MS, lines=len(procedure.documents))


def interview_step(catalogue: Catalogue) -> None:
    """The first step, which judges every rule."""
    asked = catalogue.interview
    rules = tuple(asked.rules())
    if not rules:
        return
    deeds = {
        "ours": lambda: interview.step(asked, {}),
        "floor": lambda: [rule.when.holds({}) for rule in rules],
    }
    times = {name: statistics.median(spent) for name, spent in measure.in_turn(deeds, ROUNDS * 10).items()}
    _told("interview_step", times["ours"], times["floor"], SCREEN_MS, rules=len(rules))


def _told(name: str, ours: float, floor: float, budget_ms: float, **more: object) -> None:
    measure.line(name, "ms median", ours, floor, round(budget_ms / floor, 1), budget_ms=budget_ms, **more)


def main() -> None:
    """Print the three lines."""
    start()
    catalogue = loader.load()
    largest_checklist(catalogue)
    interview_step(catalogue)


if __name__ == "__main__":
    main()
