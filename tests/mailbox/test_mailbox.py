"""The mailbox, on both databases: what it takes, what it refuses, and that nobody reading it ever misses anything."""

import dataclasses
import os
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine

from anefdesk.errors import StorageError
from anefdesk.mailbox import mailbox
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.mailbox.opening import open_engine
from anefdesk.wire.entry import AddScope, Adopt, CloseLog, Cutoff, ErasedBefore, Grant, Hold, Revoke, Role
from anefdesk.wire.hub import Verdict
from tests.mailbox.asking import agreed, pulled, push
from tests.mailbox.conftest import filled
from tests.mailbox.organisation import NORTH, SOUTH, Organisation, Writer, named

CASE, OTHER = named("case"), named("other case")
CANARY = b"Canari-Haidari, CANARI"


# Segments


def test_what_was_pushed_is_pulled_byte_for_byte_in_order(box: Mailbox, org: Organisation) -> None:
    writer = Writer(org)
    made = [writer.cut(3), writer.cut(2), writer.cut()]
    assert push(box, *made) == [Verdict.STORED] * 3
    assert pulled(box) == [one.encode() for one in made]
    held = box.have(NORTH)[writer.log]
    assert (held.upto, held.head, held.ranges) == (6, writer.head(6), ())


def test_pushing_again_changes_nothing(box: Mailbox, org: Organisation) -> None:
    made = Writer(org).cut(3)
    push(box, made)
    cursor = box.pull(NORTH, 0, 500).cursor
    assert push(box, made, made) == [Verdict.KNOWN] * 2
    assert box.pull(NORTH, 0, 500).cursor == cursor


def test_a_page_holds_as_many_records_as_asked_and_one_segment_at_least(box: Mailbox, org: Organisation) -> None:
    writer = Writer(org)
    made = [writer.cut(4) for _ in range(5)]
    push(box, *made)
    pages = []
    cursor, more = 0, True
    while more:
        page = box.pull(NORTH, cursor, 9)
        pages.append(len(page.segments))
        cursor, more = page.cursor, page.more
    assert pages == [2, 2, 1]
    assert pulled(box, limit=1) == [one.encode() for one in made]


def test_nothing_is_taken_after_a_gap(box: Mailbox, org: Organisation) -> None:
    writer = Writer(org)
    first, second, third = writer.cut(2), writer.cut(2), writer.cut(2)
    assert push(box, first, third) == [Verdict.STORED, Verdict.GAP]
    assert push(box, second, third) == [Verdict.STORED] * 2


def test_another_record_at_a_known_number_is_a_fork_and_the_first_stays(box: Mailbox, org: Organisation) -> None:
    """A PC put back from an image writes the same numbers again."""
    writer = Writer(org)
    first = writer.cut(2)
    push(box, first)
    image = Writer(org, log=writer.log)
    assert push(box, image.cut(2), image.cut(2)) == [Verdict.FORK] * 2
    assert pulled(box) == [first.encode()]


def test_the_same_records_cut_otherwise_are_known_or_to_be_cut_anew(box: Mailbox, org: Organisation) -> None:
    writer = Writer(org)
    writer.write(8)
    assert push(box, writer.segment(1, 3), writer.segment(4, 6)) == [Verdict.STORED] * 2
    cuts = writer.segment(2, 5), writer.segment(1, 6), writer.segment(5, 8), writer.segment(7, 8)
    assert push(box, *cuts) == [Verdict.KNOWN, Verdict.KNOWN, Verdict.OVERLAP, Verdict.STORED]


def test_whoever_holds_a_segment_may_bring_it(box: Mailbox, org: Organisation) -> None:
    """The mailbox does not ask who brings: only who signed decides."""
    made = [Writer(org, pc).cut() for pc in ("pc", "pc 2")]
    assert push(box, *made) == [Verdict.STORED] * 2


def test_a_log_belongs_to_the_device_that_began_it(box: Mailbox, org: Organisation) -> None:
    mine = Writer(org)
    push(box, mine.cut())
    stolen = Writer(org, "pc 2", log=mine.log, records=mine.records)
    assert push(box, stolen.cut()) == [Verdict.DENIED]


def test_who_may_not_write_is_denied(box: Mailbox, org: Organisation) -> None:
    unknown = Writer(org, "nobody").cut()
    elsewhere = Writer(org, "far").cut()
    forged = dataclasses.replace(Writer(org).cut(), signature=bytes(64))
    foreign = Writer(org, org_of=named("another organisation")).cut()
    nowhere = Writer(org, scope=named("nowhere")).cut()
    assert push(box, unknown, elsewhere, forged, foreign, nowhere) == [Verdict.DENIED] * 5
    assert pulled(box) == []


def test_a_pc_that_was_given_a_role_elsewhere_writes_there(box: Mailbox, org: Organisation) -> None:
    agreed(box, org.say(Grant(named("far"), Role.WORKER, NORTH)))
    assert push(box, Writer(org, "far").cut(), Writer(org, "far", scope=SOUTH).cut()) == [Verdict.STORED] * 2
    assert len(pulled(box, NORTH)) == len(pulled(box, SOUTH)) == 1


def test_bytes_that_are_no_segment_hinder_no_other(box: Mailbox, org: Organisation) -> None:
    good = Writer(org).cut().encode()
    assert box.push([b"junk", good, good[:-1]]) == (Verdict.MALFORMED, Verdict.STORED, Verdict.MALFORMED)


def test_an_author_who_was_shown_another_directory_is_denied(box: Mailbox, org: Organisation) -> None:
    writer = Writer(org)
    writer.write(2)
    assert push(box, writer.segment(1, 1, dir_head=bytes(32))) == [Verdict.DENIED]
    assert push(box, writer.segment(1, 1, dir_no=0)) == [Verdict.DENIED]
    ahead = writer.segment(1, 1, dir_no=org.state.no + 1, dir_head=bytes(32))  # this mailbox may be behind
    assert push(box, ahead) == [Verdict.STORED]


def test_a_revoked_pc_is_heard_up_to_its_cutoff(box: Mailbox, org: Organisation) -> None:
    writer = Writer(org)
    writer.write(4)
    push(box, writer.segment(1, 2))
    agreed(box, org.say(Revoke(named("pc"), (Cutoff(writer.log, 3, writer.head(3)),))))
    late, last = writer.segment(4, 4), writer.segment(3, 3)
    assert push(box, last, late, Writer(org).cut()) == [Verdict.STORED, Verdict.DENIED, Verdict.DENIED]


def test_a_closed_log_is_a_set(box: Mailbox, org: Organisation) -> None:
    writer = Writer(org)
    writer.write(9)
    push(box, writer.segment(1, 2))
    assert push(box, writer.segment(5, 6)) == [Verdict.GAP]
    agreed(box, org.say(CloseLog(writer.log, NORTH), by="pc"))
    assert push(box, writer.segment(5, 6), writer.segment(8, 9), writer.segment(5, 6)) == [
        Verdict.STORED, Verdict.STORED, Verdict.KNOWN,
    ]  # fmt: skip
    held = box.have(NORTH)[writer.log]
    assert (held.upto, held.ranges) == (2, ((5, 6), (8, 9)))
    assert push(box, writer.segment(7, 7), writer.segment(3, 4)) == [Verdict.STORED] * 2
    assert box.have(NORTH)[writer.log].upto == 9


def test_a_log_brought_along_goes_where_it_was_adopted(box: Mailbox, org: Organisation) -> None:
    alone = Writer(org, org_of=named("alone"), scope=named("the only centre"))
    before, after = alone.cut(), alone.cut()
    assert push(box, before) == [Verdict.DENIED]
    adopted = Adopt(alone.log, named("alone"), named("the only centre"), NORTH, ())
    agreed(box, org.say(adopted, by="pc"))
    assert push(box, before, after) == [Verdict.STORED] * 2
    assert pulled(box) == [before.encode(), after.encode()]


def test_nobody_silences_a_log_by_adopting_it(box: Mailbox, org: Organisation) -> None:
    writer = Writer(org)
    push(box, writer.cut())
    gone = (ErasedBefore(CASE),)
    agreed(box, org.say(Adopt(writer.log, named("nowhere"), named("none"), NORTH, (), gone), by="pc 2"))
    later = writer.cut(1, CASE)
    assert push(box, later.without(CASE)) == [Verdict.DENIED]
    assert push(box, later) == [Verdict.STORED]


# Entries


def test_entries_are_served_from_any_number_and_added_once(box: Mailbox, org: Organisation) -> None:
    assert list(box.entries(-1)) == org.entries
    assert list(box.entries(3)) == org.entries[4:]
    new = org.say(Hold(CASE, NORTH))
    assert box.add_entry(new)
    assert box.add_entry(new)  # a lost answer: it is sent again
    assert box.hello().dir_no == org.state.no


def test_of_two_entries_written_apart_the_first_stands(box: Mailbox, org: Organisation) -> None:
    other = Organisation()
    assert box.add_entry(org.say(AddScope(named("east"))))
    assert not box.add_entry(other.say(AddScope(named("west"))))
    assert not box.add_entry(other.say(AddScope(named("further"))))
    assert box.directory() == org.state


def test_what_nobody_may_say_is_refused(box: Mailbox, org: Organisation) -> None:
    from anefdesk.wire import entry
    from tests.mailbox.organisation import secret

    state = org.state
    forged = entry.write(
        Revoke(named("pc")), secret("officer"), org=state.org, no=state.no + 1, prev=state.head, signer=named("officer")
    )
    with pytest.raises(StorageError, match=r"directory\.denied"):
        box.add_entry(forged.encode())
    assert list(box.entries(-1)) == org.entries


def test_another_worker_s_entry_is_seen(engine: Engine, tmp_path: Path, org: Organisation) -> None:
    one = filled(engine, tmp_path / "chunks", org)
    other = Mailbox(engine, ChunkFolder(tmp_path / "chunks"), one.org)
    assert other.directory() == org.state
    agreed(one, org.say(Revoke(named("pc"))))
    assert push(other, Writer(org).cut()) == [Verdict.DENIED]


def test_beginning_twice_changes_nothing(engine: Engine, org: Organisation) -> None:
    assert mailbox.begin(engine, org.entries[0]) == mailbox.begin(engine, org.entries[0]) == org.state.org


def test_two_organisations_do_not_see_one_another(engine: Engine, tmp_path: Path) -> None:
    from anefdesk.wire import directory, entry
    from tests.mailbox.organisation import KEM, public, secret

    one = Organisation()
    first = entry.write(
        entry.Genesis(public("other root"), named("other admin"), KEM, public("other admin")),
        secret("other root"), org=bytes(16), no=0, prev=directory.START, signer=entry.ROOT,
    )  # fmt: skip
    mine = filled(engine, tmp_path / "mine", one)
    other = Mailbox(engine, ChunkFolder(tmp_path / "other"), mailbox.begin(engine, first.encode()))
    made = Writer(one).cut()
    push(mine, made)
    assert push(other, made) == [Verdict.DENIED]
    assert pulled(other) == []
    assert other.entries(-1) == (first.encode(),)


def test_an_organisation_that_was_never_begun_is_told(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"mailbox\.no_organisation"):
        Mailbox(engine, ChunkFolder(tmp_path), bytes(16)).directory()


def test_a_mailbox_put_back_from_a_backup_says_so(box: Mailbox) -> None:
    before = box.hello().feed
    assert box.pull(NORTH, 0, 1).feed == before
    box.restored()
    assert box.hello().feed != before


# Several at once


def test_four_pushers_and_a_reader_who_misses_nothing(engine: Engine, tmp_path: Path, org: Organisation) -> None:
    """Cursors are given out under a lock: a reader that asks « after the last I saw » sees everything once."""
    folder = tmp_path / "chunks"
    filled(engine, folder, org)
    writers = [Writer(org) for _ in range(4)]
    made = [[writer.cut().encode() for _ in range(25)] for writer in writers]
    troubles: list[object] = []
    done = threading.Event()
    seen: list[bytes] = []

    def pushes(mine: list[bytes]) -> None:
        box = Mailbox(engine, ChunkFolder(folder), org.state.org)
        troubles.extend(verdict for data in mine for verdict in box.push([data]) if verdict is not Verdict.STORED)

    def reads() -> None:
        box = Mailbox(engine, ChunkFolder(folder), org.state.org)
        cursor = 0
        while True:
            over = done.is_set()
            page = box.pull(NORTH, cursor, 7)
            seen.extend(page.segments)
            cursor = page.cursor
            if over and not page.more:
                return

    threads = [threading.Thread(target=pushes, args=(mine,)) for mine in made]
    reader = threading.Thread(target=reads)
    for thread in (reader, *threads):
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    reader.join()
    assert troubles == []
    assert sorted(seen) == sorted(data for mine in made for data in mine)


def test_two_who_bring_the_same_at_once_store_it_once(engine: Engine, tmp_path: Path, org: Organisation) -> None:
    filled(engine, tmp_path / "chunks", org)
    writer = Writer(org)
    made = [writer.cut().encode() for _ in range(20)]
    found: list[Verdict] = []
    start = threading.Barrier(2)

    def brings() -> None:
        box = Mailbox(engine, ChunkFolder(tmp_path / "chunks"), org.state.org)
        start.wait()
        found.extend(verdict for data in made for verdict in box.push([data]))

    threads = [threading.Thread(target=brings) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(verdict.value for verdict in found) == ["known"] * 20 + ["stored"] * 20


# The database


def test_a_mailbox_of_a_later_version_is_not_opened(engine: Engine, url: str) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError, match=r"mailbox\.newer"):
        open_engine(url)


def test_a_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path / 'nowhere' / 'm.db'}", f"postgresql://postgres@/none?host={tmp_path}"):
        with pytest.raises(StorageError, match=r"mailbox\.unreachable"):
            open_engine(url)


def test_random_bytes_are_refused_everywhere_by_a_code(box: Mailbox) -> None:
    for _ in range(50):
        data = os.urandom(80)
        assert box.push([data]) == (Verdict.MALFORMED,)
        with pytest.raises(StorageError, match=r"wire\."):
            box.add_entry(data)
        with pytest.raises(StorageError, match=r"wire\."):
            box.put_keyboxes([data])
