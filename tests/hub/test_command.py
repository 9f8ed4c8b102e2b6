"""The deeds of whoever keeps a hub: begin, look, copy, put back. Nothing comes back that was erased."""

import hashlib
import io
import re
import socket
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from anefdesk import __main__ as command
from anefdesk.errors import StorageError
from anefdesk.hub import settings as hub_settings
from anefdesk.hub.serving import _listening
from anefdesk.mailbox import copies
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.mailbox.mailroom import Mailroom
from anefdesk.mailbox.opening import open_engine
from anefdesk.wire.entry import AddScope
from anefdesk.wire.hub import Verdict
from tests.mailbox.organisation import NORTH, Organisation, Writer, named

if TYPE_CHECKING:
    from sqlalchemy import Engine

CASE, OTHER = named("case"), named("other case")
CHUNK = b"sealed" * 1000
URL = "https://hub.example"


class Keeper:
    """Whoever keeps a hub, at a terminal."""

    def __init__(self, folder: Path, database: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder / "hub"
        self.database = database
        self._capsys = capsys
        self.copies = folder / "copies"
        self._engines: list[Engine] = []

    def types(self, what: str, *arguments: str) -> str:
        assert command.main(["hub", what, "--folder", str(self.folder), *arguments]) == 0
        return self._capsys.readouterr().out

    def refused(self, what: str, *arguments: str) -> str:
        assert command.main(["hub", what, "--folder", str(self.folder), *arguments]) == command.REFUSED
        return self._capsys.readouterr().err

    def begins(self, org: Organisation) -> None:
        genesis = self.folder.parent / "genesis"
        genesis.write_bytes(org.entries[0])
        self.types("init", "--url", URL, "--database", self.database, "--genesis", str(genesis))

    def box(self, org: Organisation) -> Mailbox:
        kept = hub_settings.read(self.folder)
        self._engines.append(open_engine(kept.database))
        found = Mailroom(self._engines[-1], kept.chunks).mailbox(org.state.org)
        assert found is not None
        return found

    def leaves(self) -> None:
        for engine in self._engines:
            engine.dispose()


@pytest.fixture
def keeper(tmp_path: Path, database: str, capsys: pytest.CaptureFixture[str]) -> Iterator[Keeper]:
    made = Keeper(tmp_path, database, capsys)
    yield made
    made.leaves()


def _filled(keeper: Keeper, org: Organisation) -> tuple[Mailbox, Writer]:
    keeper.begins(org)
    box = keeper.box(org)
    for data in org.entries[1:]:
        box.add_entry(data)
    writer = Writer(org)
    box.push([writer.cut(3, CASE, OTHER).encode() for _ in range(3)])
    box.put_keyboxes([org.keybox(CASE), org.keybox(OTHER)])
    box.put_chunk(CHUNK, CASE)
    box.put_chunk(CHUNK + b"other", OTHER)
    return box, writer


def _name(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def test_a_hub_begins_with_a_code_told_once(keeper: Keeper) -> None:
    first = keeper.types("init", "--url", URL, "--database", keeper.database)
    codes = re.findall(r"^[0-9a-f-]{47}$", first, re.MULTILINE)
    assert len(codes) == 1
    again = keeper.types("init")
    assert codes[0] not in again
    file = keeper.folder / hub_settings.FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert codes[0].replace("-", "").encode() not in b"".join(path.read_bytes() for path in keeper.folder.glob("*"))


@pytest.mark.parametrize("url", ["hub.example", "ftp://hub.example", "https://", "https://:8443", "http://[::", ""])
def test_an_address_that_is_none_is_refused(keeper: Keeper, url: str) -> None:
    assert "n’en est pas une" in keeper.refused("init", "--url", url)
    assert not keeper.folder.exists()


@pytest.mark.parametrize("url", ["http://hub.example", "http://192.168.1.10:8470", "http://127.0.0.1.example"])
def test_an_address_without_tls_is_refused_but_on_the_machine_itself(keeper: Keeper, url: str) -> None:
    assert "https://" in keeper.refused("init", "--url", url)
    assert not keeper.folder.exists()


@pytest.mark.parametrize("url", ["http://127.0.0.1:8470", "http://[::1]:8470", "http://localhost"])
def test_the_machine_itself_may_be_called_without_tls(keeper: Keeper, url: str) -> None:
    assert url in keeper.types("init", "--url", url, "--database", keeper.database)


def test_a_hub_that_is_there_keeps_its_address_and_says_so(keeper: Keeper) -> None:
    keeper.types("init", "--url", URL, "--database", keeper.database)
    assert f"Le serveur {URL} est prêt" in keeper.types("init", "--url", URL)
    for other in ("https://other.example", f"{URL}:8443"):
        said = keeper.refused("init", "--url", other)
        assert f"garde son adresse : {URL}." in said
        assert other not in said
    assert "n’en est pas une" in keeper.refused("init", "--url", "ftp://hub.example")
    assert hub_settings.read(keeper.folder).urls == (URL,)


@pytest.mark.parametrize("what", ["status", "serve"])
def test_without_settings_nothing_starts(keeper: Keeper, what: str) -> None:
    assert "réglages" in keeper.refused(what)


def test_what_is_no_first_entry_is_refused(keeper: Keeper, org: Organisation, tmp_path: Path) -> None:
    (tmp_path / "genesis").write_bytes(org.entries[1])
    keeper.refused("init", "--url", URL, "--database", keeper.database, "--genesis", str(tmp_path / "genesis"))
    keeper.refused("init", "--genesis", str(tmp_path / "absent"))


def test_the_state_of_a_hub_is_numbers(keeper: Keeper, org: Organisation) -> None:
    _filled(keeper, org)
    said = keeper.types("status")
    assert org.state.org.hex() in said
    assert re.search(r"segments +3,", said)
    assert re.search(r"postes +3, retirés : 0", said)
    assert re.search(r"pièces jointes +2 morceaux, 12 Kio", said)


def test_where_the_extra_is_not_installed_it_says_so(
    keeper: Keeper, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.types("init", "--url", URL, "--database", keeper.database)
    monkeypatch.delitem(sys.modules, "anefdesk.hub.serving", raising=False)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert command.main(["hub", "serve", "--folder", str(keeper.folder)]) == command.CANNOT_START
    assert "anefdesk[hub]" in capsys.readouterr().err


# Copies


def _copy(keeper: Keeper) -> str:
    keeper.types("backup", str(keeper.copies))
    return str(max(keeper.copies.glob("*.hub")))


def test_a_copy_put_back_gives_all_again_under_a_new_feed(keeper: Keeper, org: Organisation) -> None:
    box, writer = _filled(keeper, org)
    before = box.pull(NORTH, 0, 500)
    held = box.have(NORTH)
    copy = _copy(keeper)
    box.push([writer.cut(2).encode()])
    keeper.types("restore", copy)
    back = keeper.box(org)
    after = back.pull(NORTH, 0, 500)
    assert (after.segments, after.keyboxes, after.cursor) == (before.segments, before.keyboxes, before.cursor)
    assert after.feed != before.feed
    assert back.have(NORTH) == held
    assert back.push([writer.segment(10, 11).encode()]) == (Verdict.STORED,)
    assert back.get_chunk(_name(CHUNK)) == CHUNK


def test_what_was_erased_after_the_copy_stays_erased(keeper: Keeper, org: Organisation) -> None:
    """The directory that is held says so: it is done again before anybody is served."""
    box, writer = _filled(keeper, org)
    copy = _copy(keeper)
    box.add_entry(org.erase(CASE))
    keeper.types("restore", copy)
    back = keeper.box(org)
    assert back.directory().no == org.state.no
    page = back.pull(NORTH, 0, 500)
    sealed = [record.ct for record in writer.records if record.case == CASE]
    assert all(ct not in data for ct in sealed for data in page.segments)
    assert page.keyboxes == (org.keybox(OTHER),)
    assert back.get_chunk(_name(CHUNK)) is None
    assert back.get_chunk(_name(CHUNK + b"other")) is not None


def test_an_organisation_that_came_after_the_copy_stays(keeper: Keeper, org: Organisation, tmp_path: Path) -> None:
    _filled(keeper, org)
    copy = _copy(keeper)
    other = Organisation(b"another")
    (tmp_path / "other").write_bytes(other.entries[0])
    keeper.types("init", "--genesis", str(tmp_path / "other"))
    keeper.types("restore", copy)
    assert keeper.box(other).directory().org == other.state.org
    assert keeper.box(other).push([Writer(other).cut().encode()]) == (Verdict.DENIED,)


def test_a_copy_moves_from_one_database_to_the_other(
    keeper: Keeper, org: Organisation, tmp_path: Path, postgres: str, capsys: pytest.CaptureFixture[str]
) -> None:
    box, _ = _filled(keeper, org)
    copy = _copy(keeper)
    there = postgres if keeper.database.startswith("sqlite") else f"sqlite:///{tmp_path / 'other.db'}"
    (tmp_path / "other").mkdir()
    other = Keeper(tmp_path / "other", there, capsys)
    other.types("init", "--url", URL, "--database", there)
    other.types("restore", copy)
    assert other.box(org).pull(NORTH, 0, 500).segments == box.pull(NORTH, 0, 500).segments
    assert other.box(org).get_chunk(_name(CHUNK)) == CHUNK
    other.leaves()


@pytest.mark.parametrize("where", [0, 3, 10, 1000, -40, -1])
@pytest.mark.parametrize("how", ["flip", "cut", "longer"])
def test_a_spoilt_copy_changes_nothing(
    tmp_path: Path, org: Organisation, capsys: pytest.CaptureFixture[str], where: int, how: str
) -> None:
    keeper = Keeper(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}", capsys)
    box, _ = _filled(keeper, org)
    copy = Path(_copy(keeper))
    data = bytearray(copy.read_bytes())
    if how == "flip":
        data[where] ^= 1
    elif how == "cut":
        del data[where:]
    else:
        data[where:where] = b"x"
    copy.write_bytes(data)
    before = box.pull(NORTH, 0, 500)
    assert "incomplète ou abîmée" in keeper.refused("restore", str(copy))
    assert box.pull(NORTH, 0, 500) == before
    keeper.leaves()


def test_neither_the_hubs_secret_nor_enrolments_are_copied(keeper: Keeper, org: Organisation) -> None:
    _filled(keeper, org)
    kept = hub_settings.read(keeper.folder)
    engine = open_engine(kept.database)
    room = Mailroom(engine, kept.chunks)
    room.open_post(org.state.org, named("invitation"), 1 << 40, 0)
    room.put_post(named("invitation"), 1, b"keys of a new PC", 0)
    secret = room.secret()
    engine.dispose()
    data = Path(_copy(keeper)).read_bytes()
    assert secret not in data
    assert b"keys of a new PC" not in data
    assert named("case") in data


def test_old_copies_go_with_what_only_they_named(keeper: Keeper, org: Organisation) -> None:
    box, _ = _filled(keeper, org)
    old = Path(_copy(keeper))
    listing = old.with_name(old.stem + ".chunks.json")
    for file in (old, listing):
        file.rename(file.with_name(file.name.replace(old.stem, "20200101T000000")))
    box.add_entry(org.erase(CASE))
    _copy(keeper)
    assert len(list(keeper.copies.glob("*.hub"))) == 1
    assert {file.name for file in keeper.copies.glob("chunks/*/*/*")} == {_name(CHUNK + b"other").hex()}


def test_a_copy_is_of_one_moment(tmp_path: Path, org: Organisation, database: str) -> None:
    """What is pushed while it is written is in it whole or not at all."""
    from tests.mailbox.conftest import filled

    engine = open_engine(database)
    box = filled(engine, tmp_path / "chunks", org)
    writer = Writer(org)
    box.push([writer.cut(2).encode() for _ in range(5)])
    entries = len(org.entries)

    class Slow(io.BytesIO):
        """A disk slow enough for something to be pushed before the segments are read."""

        def write(self, data: bytes) -> int:
            if self.tell() and not pushed:
                pushed.append(True)
                box.push([writer.cut(2).encode()])
                box.add_entry(org.say(AddScope(named("east"))))
            return super().write(data)

    pushed: list[bool] = []
    out = Slow()
    with engine.connect() as connection:
        copies._write(connection, out)
    file = tmp_path / "one.hub"
    file.write_bytes(out.getvalue())
    rows = [table for table, some in copies.read_frames(file) for _ in some]
    assert (rows.count("seg"), rows.count("dir")) == (5, entries)
    assert pushed
    assert len(box.pull(NORTH, 0, 500).segments) == 6
    engine.dispose()


def test_a_disk_that_refuses_leaves_no_half_copy(keeper: Keeper, org: Organisation, tmp_path: Path) -> None:
    _filled(keeper, org)
    keeper.copies.write_bytes(b"a file, no folder")
    assert keeper.refused("backup", str(keeper.copies))
    with pytest.raises(StorageError):
        copies.write(keeper.box(org)._engine, tmp_path / "absent" / "copy.hub")


def test_answers_leave_at_once() -> None:
    """Of a socket that does not know itself to be TCP, asyncio would let each answer wait forty milliseconds."""
    with _listening("127.0.0.1", 0, None) as server:
        assert server.proto == socket.IPPROTO_TCP
