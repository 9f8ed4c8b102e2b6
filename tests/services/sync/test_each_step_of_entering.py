"""The power goes at any step of founding, letting in and entering: done again, each ends as if nothing had been.

A run tries some of the steps, spread over the deed; ``ANEF_EVERY_STEP=1`` tries each (``make soak``).
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from anefdesk.domain.catalogue import Catalogue
from anefdesk.services.sync import enrolment, finishing, founding, membership
from anefdesk.services.sync.chores import Chores
from anefdesk.services.sync.invitations import Invitations, Kind
from tests.services.sync.dying import Shelf, deaths
from tests.services.sync.newcomers import Newcomers, Pc
from tests.services.sync.test_enrolment import directory

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="Windows has no fork"),
    pytest.mark.usefixtures("disk_not_waited_for"),
]


@pytest.fixture
def makes(tmp_path: Path, catalogue: Catalogue) -> Iterator[Newcomers]:
    """A maker of PCs, all below one folder."""
    (tmp_path / "pcs").mkdir()
    made = Newcomers(tmp_path / "pcs", catalogue)
    yield made
    for pc in made.made:
        pc.close()


def _tried(pc: Pc, *others: Pc, deed: Callable[[], object], every: int, least: int) -> Iterator[None]:
    """``deed`` of a PC; after each death it and the others are as after a restart."""
    with_files = [one for one in (pc, *others) if one.desk is not None]
    carrier = pc.vault.carrier()  # kept by the system, which does not die
    for one in (pc, *others):
        one.close()
    shelf = Shelf(pc.home.parent, pc.home.parent.with_name("before"))

    def whole() -> None:
        if pc in with_files:
            pc.open()
        deed()

    for _ in deaths(whole, shelf, every=every, least=least):
        for one in with_files:
            one.open()
        assert pc.vault.carrier() == carrier
        yield
        for one in (pc, *others):
            one.close()


def test_founding(makes: Newcomers) -> None:
    pc = makes.lone("Amina")
    sheet = founding.prepare(pc.at, pc.keys, pc.home)
    before = pc.at.store.state_hash()
    for _ in _tried(pc, deed=pc.found, every=5, least=20):
        if membership.load(pc.home) is None:
            assert founding.prepare(pc.at, pc.keys, pc.home) == sheet
            pc.found()
        state, belongs = directory(pc), membership.load(pc.home)
        assert belongs is not None
        assert (len(state.devices), len(state.adopted), state.epoch(belongs.scope)) == (1, 1, 1)
        assert pc.at.store.state_hash() == before
        with pc.at.store.inside() as at:
            assert (belongs.scope, 1) in at.keys.known()
        here = pc.organisation()
        assert pc.desk is not None
        Chores(pc.at, pc.desk.desk, here.post, here.signer, {}).done()
        assert founding._plan(pc.at) is None  # the printed key is on paper alone


def _asked(host: Pc, guest: Pc, kind: Kind) -> tuple[bytes, bytes]:
    """The name of an invitation and the guest's file."""
    host.found()
    invited = Invitations(host.at, host.organisation()).invite(kind, "le nouveau")
    at = guest.at if kind is Kind.CENTRE else None
    asked = enrolment.ask(guest.home, guest.keys, invited.words, pc="Bureau", person="Canari-Omar", at=at)
    return invited.name, asked.file


def test_letting_in(makes: Newcomers) -> None:
    host, guest = makes.lone("Amina"), makes.empty("Omar")
    name, file = _asked(host, guest, Kind.PC)

    def deed() -> bytes:
        inviting = Invitations(host.at, host.organisation())
        inviting.read_file(file)
        return inviting.accept(name)

    for _ in _tried(host, guest, deed=deed, every=4, least=10):
        answer = deed()
        assert len(directory(host).devices) == 2
        assert enrolment.read_file(guest.home, guest.keys, answer)
        finishing.finish(guest.home, guest.keys)
        guest.open()
        assert directory(guest) == directory(host)


def test_a_pc_enters(makes: Newcomers) -> None:
    host, guest = makes.lone("Amina"), makes.empty("Omar")
    name, file = _asked(host, guest, Kind.PC)
    inviting = Invitations(host.at, host.organisation())
    inviting.read_file(file)
    answer = inviting.accept(name)

    def deed() -> None:
        enrolment.read_file(guest.home, guest.keys, answer)
        finishing.finish(guest.home, guest.keys)

    for _ in _tried(guest, host, deed=deed, every=11, least=20):
        if enrolment.pending(guest.home) is not None:
            deed()
        guest.open()
        assert directory(guest) == directory(host)
        assert guest.at.store.centre == host.at.store.centre
        with host.at.store.inside() as mine, guest.at.store.inside() as theirs:
            assert theirs.keys.known() == mine.keys.known()
        assert not (guest.home / enrolment.UNFINISHED).exists()


def test_a_centre_enters_with_its_files(makes: Newcomers) -> None:
    host, guest = makes.lone("Amina"), makes.lone("Omar", "Canari-Autre")
    before = guest.at.store.state_hash()
    name, file = _asked(host, guest, Kind.CENTRE)
    inviting = Invitations(host.at, host.organisation())
    inviting.read_file(file)
    answer = inviting.accept(name)

    def deed() -> None:
        enrolment.read_file(guest.home, guest.keys, answer)
        finishing.finish(guest.home, guest.keys, guest.at)

    for _ in _tried(guest, host, deed=deed, every=11, least=20):
        if enrolment.pending(guest.home) is not None:
            deed()
        state, scope = directory(guest), guest.organisation().scope
        assert (len(state.adopted), state.epoch(scope)) == (2, 1)
        assert guest.at.store.state_hash() == before
        with guest.at.store.inside() as at:
            assert (at.keys.scope, at.keys.epoch) == (scope, 1)
        assert not (guest.home / enrolment.UNFINISHED).exists()
