"""Desks of two versions in one centre: the older one keeps and passes on what it cannot show, until it is upgraded.

Histories at random, the same ones every time; faults planted on purpose show that the end would not be the same.
"""

import contextlib
import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from anefdesk.domain.change import Change
from anefdesk.domain.household import LifeEvent
from anefdesk.domain.record import CaseId, Kind, ObjectId, number_of
from anefdesk.store import inbox, projection, reading
from anefdesk.store import store as opening
from anefdesk.store.kinds import CLASSES
from tests.journeys.posts import NATIONALITY, patched
from tests.mailbox.organisation import named
from tests.store.conftest import AUTHOR
from tests.store.desks import START, Desk, organisation

CASE = CaseId(named("CANARI case"))
ON = number_of(LifeEvent, "on")
STEPS = 24
SEEDS = range(12)


@contextlib.contextmanager
def before() -> Iterator[None]:
    """The version before this one: it knows no life events, asks nobody about nationalities, has other tables."""
    reviewed = projection.REVIEWED[Kind.PERSON]
    known = CLASSES.pop(Kind.LIFE_EVENT)
    projection.REVIEWED[Kind.PERSON] = reviewed - {NATIONALITY}
    now = opening.PROJECTION
    opening.PROJECTION = now - 1
    try:
        yield
    finally:
        CLASSES[Kind.LIFE_EVENT] = known
        projection.REVIEWED[Kind.PERSON] = reviewed
        opening.PROJECTION = now


class Versions:
    """Three desks that begin with the version before, and what was written in all."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - histories, not secrets
        org = organisation()
        org.say(org.pc("pc 3"))
        self.written: set[str] = set()
        self.old = set(range(3))
        self.now = START
        with before():
            self.desks = [Desk(org, pc, folder / f"{seed} {pc}.db") for pc in ("pc", "pc 2", "pc 3")]
            for desk in self.desks:
                with desk.store.inside() as at:
                    said = (opening.PROJECTION,)
                    at.connection.exec_driver_sql("UPDATE meta SET value = ? WHERE key = 'projection'", said)
            self._write(0, Change(CASE, Kind.PERSON, ObjectId(CASE), {NATIONALITY: "af"}))
        for other in (1, 2):
            self.meet(other, 0)

    def _as(self, desk: int) -> AbstractContextManager[None]:
        return before() if desk in self.old else nullcontext()

    def _write(self, desk: int, change: Change) -> None:
        self.now += self.dice.randrange(3)
        with self.desks[desk].store.transaction(AUTHOR, self.now) as deed:
            deed.open_case(CASE)
            deed.record(change)

    def write(self, desk: int) -> None:
        text = f"2026-10-{len(self.written) + 1:02}"
        with self._as(desk):
            if desk in self.old:
                self._write(desk, Change(CASE, Kind.PERSON, ObjectId(CASE), {NATIONALITY: text}))
            else:
                self.written.add(text)
                self._write(desk, Change(CASE, Kind.LIFE_EVENT, ObjectId(named(text)), {ON: text}))

    def meet(self, taking: int, giving: int) -> None:
        with self._as(giving):
            segments, boxes = self.desks[giving].cut(), self.desks[giving].boxes()
        with self._as(taking):
            self.desks[taking].take(segments, boxes)

    def upgrade(self, desk: int) -> None:
        if desk in self.old:
            self.desks[desk].close()
            self.old.discard(desk)
            self.desks[desk].open_again()

    def live(self) -> None:
        self.upgrade(self.dice.randrange(3))
        for _ in range(STEPS):
            one, other = self.dice.sample(range(3), 2)
            deed = self.dice.choices((self.write, self.meet, self.upgrade), (6, 9, 1))[0]
            deed(*((one, other) if deed == self.meet else (one,)))

    def ends_alike(self) -> None:
        for desk in range(3):
            self.upgrade(desk)
        for _ in range(2):
            for one in range(3):
                for other in range(3):
                    if one != other:
                        self.meet(one, other)
        hashes = {pc.store.state_hash() for pc in self.desks}
        for pc in self.desks:
            shown = {str(event.on) for event in reading.things(pc.store.connection, CASE, LifeEvent)}
            assert shown == self.written, "something of the later version was lost"
            assert inbox.stuck(pc.store) == (), "something waits for ever"
            pc.store.rebuild()
            hashes.add(pc.store.state_hash())
        assert len(hashes) == 1, "tables differ"

    def close(self) -> None:
        for desk in self.desks:
            desk.close()


def _lived(folder: Path) -> None:
    for seed in SEEDS:
        made = Versions(folder, seed)
        try:
            made.live()
            made.ends_alike()
        finally:
            made.close()


def test_two_versions_end_with_the_same_file(tmp_path: Path) -> None:
    _lived(tmp_path)


_PROJECTED = projection.fits
FAULTS: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "what is not known is refused": lambda: patched(
        projection, "fits", lambda change: change.kind in CLASSES and _PROJECTED(change)
    ),
    "tables not made anew": lambda: patched(opening.Store, "rebuild", lambda _store: None),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str, tmp_path: Path) -> None:
    with FAULTS[fault](), pytest.raises(AssertionError):
        _lived(tmp_path)
