"""PCs of one centre exchange through a hub: nothing is lost, nothing is said to be received that was not."""

import itertools
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from anefdesk.domain.case import Piece
from anefdesk.domain.change import Change, Touched
from anefdesk.domain.record import CaseId, Kind, ObjectId, number_of
from anefdesk.errors import StorageError
from anefdesk.services.sync import deliver
from anefdesk.services.sync.deliver import Deliverer
from anefdesk.services.sync.post import DATABASE, Post
from anefdesk.store import inbox
from anefdesk.wire.entry import Hold
from tests.mailbox.organisation import NORTH, Organisation, named
from tests.services.sync.pcs import Hub, Pc, organisation
from tests.store.conftest import AUTHOR

CASE, OTHER = CaseId(named("CANARI file")), CaseId(named("CANARI other"))


@pytest.fixture
def org() -> Organisation:
    return organisation()


@pytest.fixture
def hub(org: Organisation, tmp_path: Path) -> Iterator[Hub]:
    made = Hub(tmp_path / "hub", org)
    yield made
    made.close()


@pytest.fixture
def pcs(org: Organisation, tmp_path: Path) -> Iterator[tuple[Pc, Pc]]:
    made = Pc(org, "pc", tmp_path), Pc(org, "pc 2", tmp_path)
    yield made
    for pc in made:
        pc.close()


def _alike(*pcs: Pc) -> None:
    hashes = {pc.desk.store.state_hash() for pc in pcs}
    assert len(hashes) == 1
    for pc in pcs:
        assert inbox.stuck(pc.desk.store) == ()


def test_what_one_writes_the_other_reads_and_the_words_are_true(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    one, two = pcs
    one.write(CASE, "af")
    one.write(CASE, "ir")
    assert one.sync.standing().to_send == 2
    assert one.sync.standing().confirmed_ms is None
    done = one.meet(hub)
    assert (done.whole, done.sent) == (True, 1)
    assert one.sync.standing().to_send == 0
    said = one.sync.standing().confirmed_ms
    assert said is not None
    assert one.meet(hub).sent == 0
    assert one.sync.standing().confirmed_ms == said  # the hub greeted, and said nothing of what it holds
    two.meet(hub)
    assert two.desk.nationality(CASE) == "ir"
    two.write(CASE, "sy")
    two.meet(hub)
    one.meet(hub)
    assert one.desk.nationality(CASE) == "sy"
    _alike(one, two)


def test_a_slow_pc_applies_less_at_once_and_loses_nothing(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    one, two = pcs
    for number in range(700):
        one.write(CASE, f"{number:03}")
    one.meet(hub)
    two.sync.carry(hub.box)
    ticks = itertools.count()
    slow = Deliverer(two.desk.store, two.sync.post, two.signer, monotonic=lambda: next(ticks) * 0.5)
    slow.learn()
    counts = []
    while (page := slow.take()).more:
        if not page.applied.applied:  # keyboxes, or attachments looked for
            continue
        counts.append(page.applied.applied)
        if len(counts) == 3:  # what is under way is forgotten, as when somebody locks
            slow = Deliverer(two.desk.store, two.sync.post, two.signer, monotonic=lambda: next(ticks) * 0.5)
            slow.learn()
    assert sum(counts) == 700
    assert counts[:3] == [100, 25, 25]
    assert len(counts) > 5
    _alike(one, two)


def test_what_was_written_is_cut_in_steps_between_which_somebody_saves_or_the_power_goes(
    pcs: tuple[Pc, Pc], hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("_SHORT", 0), ("_BOXES", 2), ("_FILES", 1)):
        monkeypatch.setattr(deliver, name, value)
    one, two = pcs
    for number in range(7):
        one.write(CaseId(named(f"CANARI {number}")), "af")
    steps = 1
    while one.sync.prepare_some().more:
        steps += 1
        if steps in {3, 9}:
            one.write(CaseId(named(f"CANARI later {steps}")), "ir")
        if steps == 12:
            one.close()
            one.open()
    assert steps > 20
    assert one.sync.prepare_some().more is False
    one.sync.carry(hub.box)
    two.meet(hub)
    _alike(one, two)
    assert two.desk.nationality(CaseId(named("CANARI later 9"))) == "ir"


def test_a_contact_that_has_nothing_to_do_asks_one_thing(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    one, _ = pcs
    one.write(CASE, "af")
    one.meet(hub)
    one.meet(hub)
    asked: list[str] = []

    class Listening:
        def __getattr__(self, name: str) -> object:
            asked.append(name)
            return getattr(hub.box, name)

    one.sync.carry(Listening())  # type: ignore[arg-type]
    assert asked == ["hello"]


def test_while_locked_ciphertext_is_carried_and_nothing_else(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    one, two = pcs
    one.write(CASE, "af")
    one.meet(hub)
    two.write(OTHER, "sy")
    two.sync.prepare()
    two.sync.locked()
    done = two.sync.carry(hub.box)
    assert (done.sent, done.brought) == (1, 1)
    assert two.sync.standing().to_send == 0
    assert two.desk.nationality(CASE) is None
    two.sync.unlocked(two.desk.store, two.signer)
    two.sync.prepare()  # the hub is not asked again
    assert two.desk.nationality(CASE) == "af"
    one.meet(hub)
    _alike(one, two)


def test_a_hub_put_back_from_an_old_copy_is_filled_again_by_whoever_comes(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    one, two = pcs
    copy = hub.copy()
    one.write(CASE, "af")
    one.meet(hub)
    two.meet(hub)
    two.write(OTHER, "sy")
    two.meet(hub)
    hub.put_back(copy)
    done = two.meet(hub)  # ``one`` never calls again: a colleague's PC brings its records too
    assert done.whole
    assert set(hub.box.have(NORTH)) == {one.desk.log, two.desk.log}
    one.meet(hub)
    _alike(one, two)


def test_a_hub_whose_disk_was_put_back_from_an_image_is_given_the_keys_again(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    one, two = pcs
    one.write(CASE, "af")
    one.meet(hub)
    two.meet(hub)
    image = hub.copy()
    one.write(OTHER, "ir")
    one.meet(hub)
    hub.put_back(image, restored=False)
    for _ in range(2):
        for pc in pcs:
            pc.meet(hub)
    assert two.desk.nationality(OTHER) == "ir"
    _alike(one, two)


@pytest.mark.parametrize("casebook_only", [False, True])
def test_a_pc_put_back_from_an_image_leaves_its_log_and_loses_nothing_new(
    pcs: tuple[Pc, Pc], hub: Hub, tmp_path: Path, *, casebook_only: bool
) -> None:
    one, two = pcs
    one.write(CASE, "af")
    one.meet(hub)
    image = one.copy(tmp_path / "image")
    one.write(CASE, "ir")
    one.meet(hub)
    two.meet(hub)
    before = one.desk.log
    one.put_back(image, casebook_only=casebook_only)
    one.write(OTHER, "sy")
    for _ in range(3):
        one.meet(hub)
        two.meet(hub)
    assert one.desk.log != before
    assert one.sync.post.directory().closed.keys() == {before}
    assert two.desk.nationality(OTHER) == "sy"
    assert one.desk.nationality(CASE) == "ir"
    assert one.sync.standing().to_send == one.sync.standing().unsaid == 0
    _alike(one, two)


def test_a_lost_mailbox_is_made_anew(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    one, two = pcs
    two.write(CASE, "af")
    two.meet(hub)
    one.write(OTHER, "sy")
    one.meet(hub)
    one.close()
    for left in one.home.glob("mailbox.db*"):
        left.unlink()
    one.open()
    one.write(OTHER, "ir")
    one.meet(hub)  # brings the directory, without which nothing can be cut
    assert one.sync.standing().to_send == 1
    one.meet(hub)
    two.meet(hub)
    assert two.desk.nationality(OTHER) == "ir"
    _alike(one, two)


def test_two_directories_are_an_alarm_and_nothing_is_sent(pcs: tuple[Pc, Pc], hub: Hub, org: Organisation) -> None:
    one, _ = pcs
    first = org.say(Hold(CASE, NORTH))
    assert hub.box.add_entry(first)
    other = organisation()
    assert one.sync.post.box.add_entry(other.say(Hold(OTHER, NORTH)))
    one.write(CASE, "af")
    one.sync.prepare()
    with pytest.raises(StorageError, match=r"sync\.directory_parted"):
        one.sync.carry(hub.box)
    assert one.sync.standing().trouble == "sync.directory_parted"
    assert hub.box.have(NORTH) == {}
    assert one.sync.standing().to_send == 1
    assert one.desk.nationality(CASE) == "af"


def test_attachments_follow_the_text_and_are_asked_for_once(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    one, two = pcs
    one.write(CASE, "af")
    names = [one.sync.post.chunks.put(f"a sealed scan {number}".encode()) for number in range(3)]
    chunks = number_of(Piece, "chunks")
    with one.desk.store.transaction(AUTHOR, 1_800_000_100_000) as deed:
        deed.record(Change(CASE, Kind.PIECE, ObjectId(named("a scan")), {chunks: b"".join(names)}))
    one.sync.prepare()
    assert one.sync.standing().chunks_to_send == 3
    assert one.meet(hub).chunks_sent == 3
    assert one.sync.standing().chunks_to_send == 0
    done = two.meet(hub)
    assert (done.brought, done.chunks_brought) == (1, 0)  # who brings the text does not know yet what it names
    assert two.sync.standing().chunks_wanted == 3
    assert two.meet(hub).chunks_brought == 3
    assert all(two.sync.post.chunks.has(name) for name in names)
    assert two.sync.standing().chunks_wanted == 0
    assert two.meet(hub).chunks_sent == 0


def test_an_attachment_that_nobody_has_yet_is_waited_for(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    one, two = pcs
    one.write(CASE, "af")
    name = one.sync.post.chunks.put(b"a sealed scan")
    with one.desk.store.transaction(AUTHOR, 1_800_000_100_000) as deed:
        deed.record(Change(CASE, Kind.PIECE, ObjectId(named("a scan")), {number_of(Piece, "chunks"): name}))
    one.meet(hub)
    (hub.folder / "chunks" / name.hex()[:2] / name.hex()).unlink()  # the hub's disk lost it
    two.meet(hub)
    assert two.meet(hub).chunks_brought == 0
    assert two.sync.standing().chunks_wanted == 1
    hub.box.put_chunk(b"a sealed scan", CASE)
    assert two.meet(hub).chunks_brought == 1


def test_an_attachment_damaged_on_the_disk_stops_no_other(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    one, _ = pcs
    one.write(CASE, "af")
    names = sorted(one.sync.post.chunks.put(f"a sealed scan {number}".encode()) for number in range(3))
    with one.desk.store.transaction(AUTHOR, 1_800_000_100_000) as deed:
        chunks = {number_of(Piece, "chunks"): b"".join(names)}
        deed.record(Change(CASE, Kind.PIECE, ObjectId(named("a scan")), chunks))
    first = one.home / "chunks" / names[0].hex()[:2] / names[0].hex()
    first.write_bytes(b"damaged")
    with pytest.raises(StorageError, match=r"chunk\.damaged"):
        one.meet(hub)
    assert hub.box.lacks(names) == {names[0]}
    assert one.meet(hub).whole  # it was told once
    assert one.sync.standing().chunks_wanted == 1  # from whoever holds it whole


def test_the_files_of_another_organisation_laid_into_the_folder_get_nothing(pcs: tuple[Pc, Pc], hub: Hub) -> None:
    one, _ = pcs
    one.write(CASE, "af")
    one.meet(hub)
    one.close()
    thief = Organisation(b"a thief")
    for file in one.home.glob(f"{DATABASE}*"):
        file.unlink()
    honest, one.membership = one.membership, replace(one.membership, org=thief.state.org, genesis=thief.entries[0])
    Post.begin(one.home, one.membership, thief.entries).close()
    one.open()
    chores: list[str] = []

    def chore() -> Touched:
        chores.append("done")
        return Touched()

    one.sync.unlocked(one.desk.store, one.signer, chore)
    assert one.sync.prepare() == Touched()
    assert chores == []
    with pytest.raises(StorageError, match="membership_damaged"):
        one.sync.carry(one.sync.post.box)
    assert one.sync.standing().trouble == "sync.membership_damaged"
    with pytest.raises(StorageError, match="locked"):
        one.sync.stick(date(2026, 11, 24))
    one.close()
    for file in one.home.glob(f"{DATABASE}*"):
        file.unlink()
    one.membership = honest
    one.open()
    one.meet(hub)
    assert one.sync.standing().to_send == 0
