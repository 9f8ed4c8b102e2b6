"""Logs of which two versions exist, closed or adopted ones: a PC put back from an image loses nothing that it has."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from anefdesk.domain.ids import new_case
from anefdesk.errors import StorageError
from anefdesk.store import forking, inbox
from anefdesk.store.casekeys import EpochKey
from anefdesk.store.inbox import Fork
from anefdesk.wire.entry import CloseLog
from tests.mailbox.organisation import NORTH, Organisation, named, secret
from tests.store.desks import Desk, organisation
from tests.store.test_inbox import agree


@pytest.fixture
def org() -> Organisation:
    return organisation()


@pytest.fixture
def desks(org: Organisation, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    made = Desk(org, "pc", tmp_path / "one.db"), Desk(org, "pc 2", tmp_path / "two.db")
    yield made
    for desk in made:
        desk.close()


def image(desk: Desk, tmp_path: Path, name: str) -> Path:
    """A copy of a desk's database."""
    copy = tmp_path / name
    desk.close()
    copy.write_bytes(desk.file.read_bytes())
    desk.open_again()
    return copy


def test_a_desk_put_back_from_an_old_image_loses_nothing(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    one, two = desks
    case, mine, lost = new_case(), new_case(), new_case()
    one.set(case, "AF")
    old = image(one, tmp_path, "old.db")
    one.set(case, "MA")
    one.set(lost, "TN")
    two.meet(one)
    kept, boxes = one.cut(), one.boxes()
    one.close()
    back = Desk(one.org, "pc", old)
    try:
        back.set(mine, "SY")  # under a number that was given already
        (fork,) = back.take(kept, boxes).forks
        assert fork == Fork(kept[0].header.log, 1, mine=True)
        assert two.take(back.cut(), back.boxes()).forks == (Fork(fork.log, 1, mine=False),)
        touched = forking.renew(back.store, fork.log, fork.agreed)
        assert touched.cases == {mine}
        back.org.say(CloseLog(fork.log, NORTH), by="pc")
        told = back.take(kept, boxes)
        assert (told.applied, told.forks) == (2, ())
        assert (back.nationality(case), back.nationality(lost), back.nationality(mine)) == ("MA", "TN", "SY")
        assert back.log != fork.log
        two.meet(back)
        assert two.nationality(mine) == "SY"
        agree(back, two)
        back.set(case, "DZ")
        two.meet(back)
        assert (two.nationality(case), two.rows("dispute")) == ("DZ", 0)
    finally:
        back.close()


def test_an_image_that_wrote_nothing_yet_notices_too(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    one, two = desks
    case = new_case()
    one.set(case, "AF")
    old = image(one, tmp_path, "old.db")
    one.set(case, "MA")
    kept = one.cut()
    one.close()
    back = Desk(one.org, "pc", old)
    try:
        (fork,) = back.take(kept).forks
        assert fork == Fork(kept[0].header.log, 1, mine=True)
        forking.renew(back.store, fork.log, fork.agreed)
        assert back.take(kept).applied == 1
        two.meet(back)
        assert two.nationality(case) == "MA"
        with pytest.raises(StorageError, match="not_closed"):
            forking.give_up(two.store, two.org.state, fork.log, 0)
    finally:
        back.close()


def test_the_version_of_a_fork_that_the_hub_holds_can_be_taken(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    one, two = desks
    case, mine = new_case(), new_case()
    one.set(case, "AF")
    old = image(one, tmp_path, "old.db")
    one.set(case, "MA")
    kept, boxes = one.cut(), one.boxes()
    one.close()
    back = Desk(one.org, "pc", old)
    try:
        back.set(mine, "SY")
        two.meet(back)  # by a stick, before anybody knew
        (fork,) = two.take(kept, boxes).forks
        assert (fork.agreed, fork.mine) == (1, False)
        back.org.say(CloseLog(fork.log, NORTH), by="pc")
        assert forking.give_up(two.store, two.org.state, fork.log, fork.agreed).cases == {mine}
        assert two.nationality(mine) is None
        two.take(kept)
        (own,) = back.take(kept).forks
        forking.renew(back.store, own.log, own.agreed)
        back.take(kept)
        two.meet(back)
        assert (two.nationality(mine), two.nationality(case)) == ("SY", "MA")
        agree(back, two)
    finally:
        back.close()


def test_of_a_closed_log_what_survives_is_applied(desks: tuple[Desk, Desk]) -> None:
    one, two = desks
    case, other = new_case(), new_case()
    two.set(other, "IR")
    one.set(case, "AF")
    first = one.cut()
    one.meet(two)
    one.set(other, "MA")
    second = one.cut({one.log: 1})
    one.set(other, "TN")
    third = one.cut({one.log: 2})
    one.org.say(CloseLog(one.log, NORTH), by="pc")
    assert two.take(third, one.boxes()).applied == 1
    assert inbox.held(two.store).get(one.log, 0) == 0
    assert two.rows("dispute") == 1  # what its author had seen is told by a part that is missing
    two.take(first)
    assert inbox.held(two.store)[one.log] == 1
    two.take(second)
    assert inbox.held(two.store)[one.log] == 3
    assert two.rows("dispute") == 0
    agree(one, two)


def test_an_adopted_log_keeps_its_origin(desks: tuple[Desk, Desk]) -> None:
    """Records sealed in a scope of before open with its epoch's key."""
    _, two = desks
    org, scope = named("alone"), named("alone's scope")
    inbox.epochs(two.store, [EpochKey(org, scope, 1, secret("epoch of before"))], two.org.state)
    with two.store.inside() as at:
        assert at.keys.knows(scope, 1)
        assert at.keys.epoch == 1
        assert not at.keys.knows(scope, 2)
