"""Histories nobody would think of: desks, hub and stick in any order, and after each the same file everywhere.

``ANEF_HISTORIES=20000`` makes a soak of it. Faults planted on purpose show that the checks have teeth.
"""

import os
import tempfile
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from anefdesk.store import projection
from anefdesk.store.casekeys import CaseKeys, Took
from anefdesk.store.log import Log
from anefdesk.wire.keybox import Keybox
from tests.journeys.many_desks import GENDER, NATIONALITY, World, Wrong, patched
from tests.mailbox.organisation import NORTH

HISTORIES = int(os.environ.get("ANEF_HISTORIES", "60"))
DESK, CASE, FEW = st.integers(0, 3), st.integers(0, 1), st.integers(1, 5)
FIELD = st.sampled_from([NATIONALITY, GENDER])
SKEWS = st.sampled_from([0, 0, -1_800_000_000_000, 1_040_000_000_000, 5])  # right, 1970, 2060


class Histories(RuleBasedStateMachine):
    """What may happen to a centre."""

    wrong = Wrong()

    @initialize(count=st.integers(2, 4), skews=st.lists(SKEWS, min_size=4, max_size=4))
    def begin(self, count: int, skews: list[int]) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.world = World(Path(self.folder.name), count, self.wrong)
        for post, skew in zip(self.world.posts, skews, strict=False):
            post.skew = skew
        self.world.hub_copy()
        for i in range(count):
            self.world.image(i)

    def at(self, i: int) -> int:
        return i % len(self.world.posts)

    @rule(i=DESK, case=CASE, number=FIELD, later=st.integers(0, 3))
    def edit(self, i: int, case: int, number: int, later: int) -> None:
        self.world.now += later
        self.world.edit(self.at(i), case, number)

    @rule(i=DESK, j=DESK, case=CASE, number=FIELD)
    def edit_having_met(self, i: int, j: int, case: int, number: int) -> None:
        self.world.edit(self.at(i), case, number)
        self.world.push(self.at(i), 100, lost=False, repeat=False, boxes=True)
        self.world.pull(self.at(j), 100)
        self.world.edit(self.at(j), case, number)

    @rule(i=DESK, j=DESK, case=CASE, number=FIELD)
    def edit_apart(self, i: int, j: int, case: int, number: int) -> None:
        self.world.edit(self.at(i), case, number)
        self.world.edit(self.at(j), case, number)

    @rule(i=DESK, take=FEW, lost=st.booleans(), repeat=st.booleans(), boxes=st.booleans())
    def push(self, *, i: int, take: int, lost: bool, repeat: bool, boxes: bool) -> None:
        self.world.push(self.at(i), take, lost=lost, repeat=repeat, boxes=boxes)

    @rule(i=DESK, limit=FEW, boxes=st.booleans())
    def pull(self, *, i: int, limit: int, boxes: bool) -> None:
        self.world.pull(self.at(i), limit, boxes=boxes)

    @rule(i=DESK, j=DESK)
    def meet(self, i: int, j: int) -> None:
        self.world.push(self.at(i), 100, lost=False, repeat=False, boxes=True)
        self.world.pull(self.at(j), 100)

    @rule(i=DESK, count=FEW, j=DESK, after=st.integers(0, 3), limit=FEW)
    def stick(self, i: int, count: int, j: int, after: int, limit: int) -> None:
        self.world.to_stick(self.at(i), count)
        self.world.from_stick(self.at(j), after, limit)

    @rule(i=DESK)
    def image(self, i: int) -> None:
        self.world.image(self.at(i))

    @rule(i=DESK, noticed=st.booleans())
    def put_back(self, *, i: int, noticed: bool) -> None:
        self.world.put_back(self.at(i), noticed=noticed)

    @rule(copy=st.booleans())
    def hub(self, *, copy: bool) -> None:
        if copy:
            self.world.hub_copy()
        else:
            self.world.hub_put_back()

    @rule(i=DESK, case=CASE, what=st.sampled_from(["epoch", "revoke", "erase", "rekey", "rekey"]))
    def decide(self, i: int, case: int, what: str) -> None:
        if what == "epoch":
            self.world.new_epoch()
        elif what == "revoke":
            self.world.revoke(self.at(i))
        elif what == "erase":
            self.world.erase(case)
        else:
            self.world.rekey(self.at(i), case)

    def teardown(self) -> None:
        if hasattr(self, "world"):
            try:
                self.world.settle()
            finally:
                self.world.close()
                self.folder.cleanup()


def run(machine: type[Histories], histories: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=histories,
            stateful_step_count=25,
            deadline=None,
            database=None,
            derandomize=HISTORIES == 60,
            phases=(Phase.generate,) if machine is not Histories else tuple(Phase),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_all_desks_end_with_the_same_file() -> None:
    run(Histories, HISTORIES)


# Faults planted on purpose


def _older_too(keys: CaseKeys, box: Keybox, out: Collection[bytes] = ()) -> Took:
    """As ``take``, for whoever forgets to look at the version."""
    keys._sql("DELETE FROM keybox WHERE case_id = ?", (box.case,))
    return _TAKE(keys, box, out)


_TAKE = CaseKeys.take
_LATEST_WINS = projection._CELL.partition("WHERE (excluded")[0]
FAULTS: dict[str, tuple[Wrong, Callable[[], AbstractContextManager[None]]]] = {
    "clocks not adopted": (Wrong(), lambda: patched(Log, "adopt", lambda *_: None)),
    "the last to arrive wins": (Wrong(), lambda: patched(projection, "_CELL", _LATEST_WINS)),
    "gaps applied": (Wrong(gaps=True), nullcontext),
    "only one's own is sent": (Wrong(own_only=True), nullcontext),
    "writing on after an old image": (Wrong(keep_log=True), nullcontext),
    "reading on after the hub was put back": (Wrong(keep_cursor=True), nullcontext),
    "logs never closed": (Wrong(no_close=True), nullcontext),
    "an epoch ignored": (Wrong(), lambda: patched(CaseKeys, "_latest", lambda _: 1)),
    "what was erased returns": (Wrong(erased_returns=True), nullcontext),
    "who is out counts on": (Wrong(out_counts=True), nullcontext),
    "an older keybox taken": (Wrong(), lambda: patched(CaseKeys, "take", _older_too)),
    "what was seen not told": (Wrong(), lambda: patched(Log, "saw", lambda *_: None)),
}


def _met(world: World) -> None:
    world.push(0, 100, lost=False, repeat=False, boxes=True)
    world.pull(1, 100)


def _only_others_have_it(world: World) -> None:
    world.image(0)
    world.hub_copy()
    world.edit(0, 0, NATIONALITY)
    _met(world)
    world.put_back(0, noticed=True)
    world.hub_put_back()


def _hub_put_back(world: World) -> None:
    world.hub_copy()
    world.edit(0, 0, NATIONALITY)
    _met(world)
    world.hub_put_back()
    world.edit(0, 0, NATIONALITY)


def _two_versions(world: World) -> None:
    world.edit(0, 0, NATIONALITY)
    _met(world)
    world.image(0)
    world.edit(0, 0, NATIONALITY)
    world.push(0, 100, lost=False, repeat=False, boxes=True)
    world.put_back(0, noticed=False)
    world.edit(0, 0, NATIONALITY)
    world.to_stick(0, 100)
    world.from_stick(1, 0, 100)


def _erased_meanwhile(world: World) -> None:
    world.edit(0, 0, NATIONALITY)
    world.to_stick(0, 100)
    world.erase(0)
    world.pull(1, 100)
    world.from_stick(1, 0, 100)


def _out_meanwhile(world: World) -> None:
    world.edit(0, 0, NATIONALITY)
    _met(world)
    world.edit(0, 0, NATIONALITY)
    world.to_stick(0, 100)
    world.revoke(0)
    world.pull(1, 100)
    world.from_stick(1, 0, 100)


def _keybox_of_before(world: World) -> None:
    world.edit(0, 0, NATIONALITY)
    _met(world)
    before = world.hub.box.pull(NORTH, 0, 100).keyboxes
    world.rekey(0, 0)
    world.pull(1, 100)
    world.take(1, before)


RARE = {
    "only one's own is sent": _only_others_have_it,
    "reading on after the hub was put back": _hub_put_back,
    "logs never closed": _two_versions,
    "what was erased returns": _erased_meanwhile,
    "an older keybox taken": _keybox_of_before,
    "who is out counts on": _out_meanwhile,
}


@pytest.mark.parametrize("fault", sorted(FAULTS.keys() - RARE.keys()))
def test_a_planted_fault_is_found(fault: str) -> None:
    wrong, planted = FAULTS[fault]

    class Faulty(Histories):
        pass

    Faulty.wrong = wrong
    with planted(), pytest.raises((AssertionError, FlakyFailure)):  # ids are random: a repeat may differ
        run(Faulty, 400)


def _lived(folder: Path, wrong: Wrong, history: Callable[[World], None]) -> None:
    world = World(folder, 3, wrong)
    try:
        history(world)
        world.settle()
    finally:
        world.close()


@pytest.mark.parametrize("fault", RARE)
def test_a_planted_fault_is_found_in_the_history_that_shows_it(fault: str, tmp_path: Path) -> None:
    wrong, planted = FAULTS[fault]
    for name in ("right", "wrong"):
        (tmp_path / name).mkdir()
    _lived(tmp_path / "right", Wrong(), RARE[fault])
    with planted(), pytest.raises(AssertionError):
        _lived(tmp_path / "wrong", wrong, RARE[fault])
