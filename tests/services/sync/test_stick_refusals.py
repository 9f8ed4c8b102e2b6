"""Who may not read a stick, and what is not taken from it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from anefdesk.services.sync.stick import inspect
from anefdesk.wire.entry import AddDevice, Cutoff, Revoke
from anefdesk.wire.hub import Verdict
from tests.mailbox.organisation import NORTH, SOUTH, Organisation, Writer, named, public
from tests.services.correspondent_pcs import key_of
from tests.services.sync.test_stick import PCS, Pc, _code, _counts, _epoch, epoch_key, organisation


@pytest.fixture
def org() -> Organisation:
    return organisation()


@pytest.fixture
def pcs(org: Organisation, tmp_path: Path) -> Iterator[tuple[Pc, Pc]]:
    made = Pc(org, "nord 1", tmp_path / "one"), Pc(org, "nord 2", tmp_path / "two")
    yield made
    for pc in made:
        pc.post.close()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


# Who may not read it, and what is not taken


def test_another_centre_and_another_organisation_are_told(pcs: tuple[Pc, Pc], place: Path, tmp_path: Path) -> None:
    one, _ = pcs
    file = one.stick.write(place).file
    far = Pc(one.org, "sud", tmp_path / "far")
    assert _code(lambda: far.stick.read(file)) == "stick.other_centre"
    other = Organisation(label=b"another")
    for pc, scope in PCS:
        other.say(AddDevice(named(pc), scope, public(pc), key_of(pc).public(), public(f"{pc} carrier")))
    stranger = Pc(other, "nord 2", tmp_path / "stranger")
    assert _code(lambda: stranger.stick.read(file)) == "sync.other_organisation"
    far.post.close()
    stranger.post.close()


def test_head_office_with_several_keys_reads_and_writes_for_each(
    pcs: tuple[Pc, Pc], place: Path, tmp_path: Path
) -> None:
    one, _ = pcs
    one.note()
    far = Pc(one.org, "sud", tmp_path / "far")
    far.keys[NORTH, 1] = epoch_key(NORTH, 1)
    far.note()
    assert far.stick.read(one.stick.write(place).file).segments == 1
    assert far.stick.write(place).segments == 1  # of its own centre alone
    assert inspect(far.stick.write(place).file).scope == SOUTH
    back = far.stick.write(place, scope=NORTH)
    assert (inspect(back.file).scope, back.segments) == (NORTH, 1)
    assert one.stick.read(back.file).refused == ()
    far.post.close()


def test_a_new_key_is_learnt_by_the_stick_it_seals(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    for _ in range(2):
        one.post.box.add_entry(one.org.say(_epoch(one.org, NORTH)))
    one.keys |= {(NORTH, number): epoch_key(NORTH, number) for number in (2, 3)}
    one.note()
    file = one.stick.write(place).file
    assert inspect(file).epoch == 3
    assert _counts(two.stick.read(file)) == (2, 1, 0)
    assert two.post.directory().epoch(NORTH) == 3


def test_a_pc_that_is_out_reads_no_later_stick(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    for said in (Revoke(named("nord 2"), ()),):
        one.post.box.add_entry(one.org.say(said))
    one.post.box.add_entry(one.org.say(_epoch(one.org, NORTH)))
    one.keys[NORTH, 2] = epoch_key(NORTH, 2)
    before = two.state()
    assert _code(lambda: two.stick.read(one.stick.write(place).file)) == "stick.no_key"
    assert two.state() == before


def test_without_a_key_nothing_is_written(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, _ = pcs
    one.keys.clear()
    assert _code(lambda: one.stick.write(place)) == "stick.no_key"
    assert not list(place.iterdir())


def test_another_version_of_a_log_is_refused_and_told(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    one.note()
    two.stick.read(one.stick.write(place).file)
    before = two.have()
    fork = Pc(one.org, "nord 1", place / "fork")  # the same PC, put back from an image, that wrote on
    fork.note(named("another case"))
    fork.note()
    other = Writer(one.org, "nord 2", log=named("log of nord 2"))
    fork.post.box.push([other.cut().encode()])
    read = two.stick.read(fork.stick.write(place).file)
    assert read.refused == ((one.writer.log, Verdict.FORK),)
    assert read.segments == 1  # the other log goes on
    assert {log: have for log, have in two.have().items() if log in before} == before
    fork.post.close()


def test_another_directory_is_an_alarm(pcs: tuple[Pc, Pc], place: Path, tmp_path: Path) -> None:
    one, two = pcs
    twin = organisation()
    twin.say(twin.person("only here"))
    one.org.say(one.org.person("only there"))
    two.post.box.add_entry(one.org.entries[-1])
    split = Pc(twin, "nord 1", tmp_path / "split")
    assert _code(lambda: two.stick.read(split.stick.write(place).file)) == "sync.directory_parted"
    split.post.close()


def test_what_was_erased_does_not_come_back(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    one.note(named("case"), named("kept"))
    gone = one.attach(b"page of an erased file")
    file = one.stick.write(place).file
    two.post.box.add_entry(two.org.erase(named("case")))
    assert two.stick.read(file).chunks == 0
    assert not two.post.chunks.has(gone)
    page = two.post.box.pull(NORTH, 0, 100)
    assert len(page.keyboxes) == 1
    assert one.stick.read(two.stick.write(place).file).entries == 1
    assert not one.post.chunks.has(gone)


def test_a_cut_off_log_of_a_stolen_pc_goes_no_further(pcs: tuple[Pc, Pc], place: Path) -> None:
    one, two = pcs
    two.note()
    head = two.writer.head(2)
    two.note()
    file = two.stick.write(place).file
    one.post.box.add_entry(one.org.say(Revoke(named("nord 2"), (Cutoff(two.writer.log, 2, head),))))
    read = one.stick.read(file)
    assert read.segments == 1
    assert read.refused == ((two.writer.log, Verdict.DENIED),)
