"""The power goes at any step of a contact, a stick, an erasing, a revocation: nothing acknowledged is lost.

After each death the PC starts again and the next contact ends as if nothing had been. ``dying.py`` says what the steps
are. A run tries some of them, spread over the deed; ``ANEF_EVERY_STEP=1`` tries each (``make soak``).
"""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from anefdesk.domain.case import Piece
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.change import Change
from anefdesk.domain.erasing import Reason
from anefdesk.domain.record import CaseId, Kind, ObjectId, UserId, number_of
from anefdesk.domain.staff import Role
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.services.casework import NewPerson
from anefdesk.services.sync import deliver, revoking
from anefdesk.services.sync.erasures_shown import Stage
from anefdesk.services.sync.organisation import Organisation as Belonging
from anefdesk.store import inbox
from anefdesk.vault import seal
from tests.mailbox.organisation import NORTH, named
from tests.services.sync.dying import tried
from tests.services.sync.pcs import Centre, Hub, Pc
from tests.services.sync.seats import Seat, filled, left_on_disk
from tests.store.conftest import AUTHOR
from tests.store.desks import DEVICE

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="Windows has no fork"),
    pytest.mark.usefixtures("disk_not_waited_for"),
]

TODAY = date(2026, 11, 23)
CASE, OTHER, LATER = (CaseId(named(f"CANARI {name}")) for name in ("file", "other", "later"))
AT = 1_800_000_100_000
SCANS = tuple(bytes([number]) * 40 for number in range(3))  # stand for what is sealed


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    made = Centre(tmp_path)
    yield made
    made.close()


def _attach(pc: Pc, case: CaseId, *chunks: bytes) -> None:
    names = [pc.sync.post.chunks.put(chunk) for chunk in chunks]
    with pc.desk.store.transaction(AUTHOR, AT) as deed:
        fields = {number_of(Piece, "chunks"): b"".join(names)}
        deed.record(Change(case, Kind.PIECE, ObjectId(named("a scan")), fields))


def test_a_contact(centre: Centre, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Both ways, with attachments, and what came is applied in several parts."""
    for name, value in (("_FIRST", 2), ("_LEAST", 2), ("_SHORT", 0), ("_BOXES", 1), ("_FILES", 1)):
        monkeypatch.setattr(deliver, name, value)
    one, two, told = centre.one, centre.two, tmp_path / "told"
    centre.meet()
    for number in range(5):
        two.write(OTHER, f"v{number}")
    two.write(CASE, "af")
    _attach(two, CASE, SCANS[0], SCANS[1])
    two.meet(centre.hub)

    def deed() -> None:
        one.write(LATER, "sy")
        _attach(one, LATER, SCANS[2])
        told.touch()  # from here on it is acknowledged
        one.meet(centre.hub)
        one.meet(centre.hub)

    for _ in tried(centre, deed, every=19, least=150):
        centre.true()
        if told.exists():
            assert one.desk.nationality(LATER) == "sy"
            told.unlink()
        elif one.desk.nationality(LATER) is None:
            one.write(LATER, "sy")
        centre.meet()
        assert [pc.desk.nationality(OTHER) for pc in (one, two)] == ["v4", "v4"]
        assert two.desk.nationality(LATER) == "sy"
        centre.alike()
        centre.known()


def test_an_attachment_follows_though_the_power_went_before_it_was_offered(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change that names it is in the mailbox already: nobody cuts it again."""
    one, two = centre.one, centre.two
    one.write(CASE, "af")
    _attach(one, CASE, SCANS[0])
    with monkeypatch.context() as cut_short:
        cut_short.setattr(Mailbox, "place_chunks", _ends)
        with pytest.raises(KeyboardInterrupt):
            one.sync.prepare()
    assert one.sync.post.box.have(NORTH)
    centre.meet()
    assert two.sync.post.chunks.sizes().keys() == one.sync.post.chunks.sizes().keys() != set()


def _ends(*_given: object) -> None:
    raise KeyboardInterrupt


def test_a_stick(centre: Centre) -> None:
    """Written by one, read by the other, and a receipt back."""
    one, two, place = centre.one, centre.two, centre.folder / "stick"
    place.mkdir()
    for pc in (one, two):
        pc.membership = msgspec.structs.replace(pc.membership, hub="")
    one.write(CASE, "af")
    _attach(one, CASE, SCANS[0])
    two.write(OTHER, "ir")

    def carried() -> None:
        for here, there in ((one, two), (two, one)):
            here.sync.prepare()
            file = here.sync.stick(TODAY).write(place).file
            there.sync.stick(TODAY).read(file)
            while there.sync.receive().more:
                pass

    def deed() -> None:
        for pc in (one, two):
            pc.sync.settle(pc.membership)
        carried()

    for _ in tried(centre, deed, every=23, least=170):
        for file in place.glob("*.ab1"):  # one that stands is whole
            for pc in (one, two):
                assert pc.sync.stick(TODAY).read(file).refused == ()
        carried()
        carried()
        assert not list(place.glob("*.part"))
        assert (one.desk.nationality(CASE), two.desk.nationality(CASE)) == ("af", "af")
        assert (one.desk.nationality(OTHER), two.desk.nationality(OTHER)) == ("ir", "ir")
        assert two.sync.post.chunks.sizes().keys() == one.sync.post.chunks.sizes().keys() != set()
        centre.alike()


def _lead(pc: Pc, hub: Hub) -> Belonging:
    return Belonging(pc.desk.store, pc.sync.post, pc.signer, hub.box)


def test_a_revocation(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PC is taken out and the centre gets a new key: what it had sent counts, what comes after is sealed anew."""
    monkeypatch.setattr(seal, "seal_to", lambda _public, clear, context: DEVICE.wrap(clear, context))
    one, two, hub = centre.one, centre.two, centre.hub
    two.write(CASE, "af")
    centre.meet()

    def deed() -> None:
        revoking.revoke_device(_lead(one, hub), named("pc 2"))
        one.meet(hub)

    for _ in tried(centre, deed, every=9, least=60):
        one.meet(hub)
        if hub.box.directory().active(named("pc 2")):
            revoking.revoke_device(_lead(one, hub), named("pc 2"))
        revoking.renew_due(_lead(one, hub))
        one.meet(hub)
        state = hub.box.directory()
        assert state == one.sync.post.directory()
        assert not state.active(named("pc 2"))
        assert state.epoch(NORTH) == 2
        one.write(LATER, "sy")
        one.meet(hub)
        with one.desk.store.inside() as at:
            assert at.keys.epoch == 2
        assert (one.desk.nationality(CASE), one.desk.nationality(LATER)) == ("af", "sy")
        said = one.sync.standing()
        assert (said.to_send, said.unsaid, said.trouble) == (0, 0, "")
        assert inbox.stuck(one.desk.store) == ()


def test_an_erasing(tmp_path: Path, catalogue: Catalogue) -> None:
    """Two agreed; the lead's PC says it at its contact and carries it out: gone from both and from the hub."""
    centre = Centre(tmp_path)
    one = Seat(centre.one, "lead", Role.LEAD, catalogue)
    two = Seat(centre.two, "officer", Role.WORKER, catalogue)
    with one.pc.desk.store.transaction(UserId(named("lead")), 1) as opening:
        opening.open_case(one.pc.desk.store.centre)
    one.meet(centre.hub)
    two.meet(centre.hub)
    case = filled(one.desk)
    other = one.desk.casework.create(NewPerson(family="Canari-Autre"))
    for seat in (one, two, one, two):
        seat.meet(centre.hub)
    one.erasures.ask(case, Reason.ASKED)
    two.erasures.ask(case, Reason.ASKED)
    two.meet(centre.hub)
    for _ in tried(centre, lambda: one.meet(centre.hub), every=29, least=60):
        for seat in (one, two, one, two):
            seat.meet(centre.hub)
        assert case in centre.hub.box.directory().erased_in(NORTH)
        for seat in (one, two):
            assert left_on_disk(seat.pc.home / "casebook.db", "Effaçable", "Zénobie", "Canari-Secret") == []
            assert {row.case for row in seat.desk.finding.recent()} == {other}
        assert [file for file in centre.folder.glob("*/chunks/*/*") if file.is_file()] == []
        (row,) = one.erasures.view()
        assert (row.stage, row.missing) == (Stage.GONE, ())
        centre.alike()
    centre.close()
