"""The power goes at any step of what is done with one file: shared, accepted, followed, settled, its key changed.

As ``test_each_step``. What was acknowledged is there, what was not is done again as if for the first time, and nothing
is there twice.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from anefdesk.domain.case import Person
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.record import ObjectId, UserId, number_of
from anefdesk.domain.staff import Role
from anefdesk.services.sync.sharing import Standing
from anefdesk.store import inbox
from tests.mailbox.organisation import named
from tests.services.sync import reserved_pcs, seats
from tests.services.sync.dying import tried
from tests.services.sync.pcs import Centre
from tests.services.sync.reserved_pcs import MARC, NOEMIE
from tests.services.sync.sharing_pcs import SOUTH, TwoCentres

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="Windows has no fork"),
    pytest.mark.usefixtures("disk_not_waited_for"),
]


@pytest.fixture
def two(tmp_path: Path, catalogue: Catalogue) -> Iterator[TwoCentres]:
    made = TwoCentres(tmp_path, catalogue)
    yield made
    made.close()


def _accept(two: TwoCentres) -> None:
    for row in two.south.desk.sharing.received():
        if row.standing is Standing.WAITING:
            two.south.desk.sharing.accept(row.scope, row.share)


def test_a_file_shared(two: TwoCentres) -> None:
    def deed() -> None:
        two.north.desk.sharing.share(two.case, SOUTH)
        two.told.touch()
        two.north.contact()

    for _ in tried(two, deed, every=3, least=20):
        acknowledged, found = two.acknowledged(), two.shares
        assert len(found) == 1 or not (acknowledged or found)
        if not found:
            two.north.desk.sharing.share(two.case, SOUTH)
        two.north.meets(two.south)
        assert [row.standing for row in two.south.desk.sharing.received()] == [Standing.WAITING]
        _accept(two)
        two.ends_well()


def test_a_shared_file_accepted(two: TwoCentres) -> None:
    two.north.desk.sharing.share(two.case, SOUTH)
    two.north.meets(two.south)

    def deed() -> None:
        _accept(two)
        two.told.touch()
        two.south.contact()

    for _ in tried(two, deed, every=3, least=20):
        (row,) = two.south.desk.sharing.received()
        assert row.standing is Standing.ACCEPTED or not two.acknowledged()
        _accept(two)
        two.ends_well()


def test_a_shared_file_followed(two: TwoCentres) -> None:
    """The answer is heard, and what was written since is sent and taken."""
    two.north.desk.sharing.share(two.case, SOUTH)
    two.north.meets(two.south)
    _accept(two)
    two.south.contact()
    two.south.pc.meets(two.north.pc)

    def deed() -> None:
        two.north.contact()
        two.north.desk.casework.add_note(two.case, "Canari-Depuis", private=False)
        two.told.touch()
        two.north.contact()
        two.north.pc.meets(two.south.pc)
        two.south.contact()

    for _ in tried(two, deed, every=5, least=30):
        there = two.notes(two.north, two.case).count("Canari-Depuis")
        assert there == 1 or not (there or two.acknowledged())
        two.acknowledged()
        two.ends_well()


def test_a_disagreement_settled(tmp_path: Path, catalogue: Catalogue) -> None:
    """One value is kept, and the answer reaches the other PC; nobody is asked twice."""
    centre, told = Centre(tmp_path), tmp_path / "told"
    one = seats.Seat(centre.one, "lead", Role.LEAD, catalogue)
    two = seats.Seat(centre.two, "officer", Role.WORKER, catalogue)
    with one.pc.desk.store.transaction(UserId(named("lead")), 1) as opening:
        opening.open_case(one.pc.desk.store.centre)
    case = seats.filled(one.desk)
    person, nationality = ObjectId(bytes(case)), number_of(Person, "nationality")
    centre.meet()
    one.pc.desk.set(case, "af")
    two.pc.desk.set(case, "sy")
    centre.meet()
    assert [seat.desk.reviewing.of(case) for seat in (one, two)] == [1, 1]

    def settled() -> None:
        one.desk.reviewing.keep(case, person, nationality, "af")

    def deed() -> None:
        settled()
        told.touch()
        one.pc.meet(centre.hub)

    for _ in tried(centre, deed, every=3, least=20):
        left = one.desk.reviewing.of(case)
        assert left in ((0,) if told.exists() else (0, 1))
        told.unlink(missing_ok=True)
        if left:
            settled()
        centre.meet()
        assert [seat.desk.reviewing.of(case) for seat in (one, two)] == [0, 0]
        assert [seat.desk.casework.reload(case).file.person.nationality for seat in (one, two)] == ["af", "af"]
        centre.meet()  # those readings too
        centre.alike()
    centre.close()


def test_the_key_of_a_restricted_file_changed(tmp_path: Path, catalogue: Catalogue) -> None:
    """Marc is named no more: what comes after is under a key that he does not have, wherever the power went."""
    centre, told, secret = (
        reserved_pcs.Reserved(tmp_path, catalogue),
        tmp_path / "told",
        "CANARI elle loge chez sa tante",
    )
    one, two, case = centre.one, centre.two, centre.case
    assert two.notes(case) == ["Canari-Avant"]

    def named_still() -> bool:
        people = one.desk.restricting.view(case).people
        return any(who.label == MARC and who.named for who in people)

    def removed() -> None:
        one.desk.restricting.remove_keeper(case, UserId(named(MARC)))

    def deed() -> None:
        removed()
        told.touch()
        one.note(case, secret)
        one.contact()

    for _ in tried(centre, deed, every=3, least=20):
        assert not (told.exists() and named_still())
        told.unlink(missing_ok=True)
        if named_still():
            removed()
        if secret not in one.notes(case):
            one.note(case, secret)
        reserved_pcs.meet(one, two)
        assert centre.keys == 2
        assert one.notes(case) == ["Canari-Avant", secret]
        assert not two.sees(case)
        assert not two.holds(secret)
        live = one.pc.store.state_hash()
        one.pc.store.rebuild()
        assert one.pc.store.state_hash() == live
        two.sits(NOEMIE).contact()
        assert two.notes(case) == ["Canari-Avant", secret]
        assert inbox.stuck(two.pc.store) == ()
        two.who = MARC
    centre.close()
