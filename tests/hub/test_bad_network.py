"""Whatever the network does, a desk ends with a code or with success; a later clean run leaves all equal."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from anefdesk.errors import StorageError
from anefdesk.ui.error_sentences import SENTENCES
from anefdesk.wire import talk
from anefdesk.wire.http import HttpHub
from anefdesk.wire.hub import Verdict
from anefdesk.wire.segment import Segment, read
from tests.hub import callers
from tests.hub.proxy import Fault, Proxy, answer
from tests.hub.running import in_a_thread, tls
from tests.mailbox.organisation import NORTH, Organisation, Writer, named

CASE = named("case")
CHUNK = bytes(range(256)) * 2000
NAME = hashlib.sha256(CHUNK).digest()

# Where, in bytes of a connection: within a head, at its end, within bodies, and nowhere near its end.
PLACES = (0, 1, 40, 150, 350, 600, 1200, 5000, 60_000)
STALLED = PLACES[3::2]  # each costs the patience of a desk
STRANGE = (answer("500 Internal Server Error"), answer("502 Bad Gateway"), answer("200 OK"), answer("302 Found"))
FAULTS = [
    *(Fault(kind, at, up) for kind in ("cut", "truncate", "flip") for up in (True, False) for at in PLACES),
    *(Fault("stall", at, up) for up in (True, False) for at in STALLED),
    *(Fault(kind, up=up) for kind in ("again", "drip") for up in (True, False)),
    *(Fault("instead", number, said=said) for number in range(4) for said in STRANGE),
    *(Fault("replay", number) for number in range(1, 4)),
]


class Place:
    """One hub, an organisation whose PC has something to send and something to fetch."""

    def __init__(self, url: str, org: Organisation) -> None:
        self.url, self.org = url, org
        host, _, port = url.removeprefix("http://").rpartition(":")
        self.target = (host, int(port))
        self.writer, self.other = Writer(org), Writer(org, "pc 2")
        self.invitation = b""

    def push(self, hub: HttpHub) -> object:
        made = [self.writer.cut(2) for _ in range(4)]
        return hub.push([one.encode() for one in made])

    def pull(self, hub: HttpHub) -> object:
        return hub.pull(NORTH, 0, 500)

    def put_chunk(self, hub: HttpHub) -> object:
        return hub.put_chunk(CHUNK, CASE)

    def get_chunk(self, hub: HttpHub) -> object:
        found = hub.get_chunk(NAME)
        assert found == CHUNK
        return found

    def session(self, hub: HttpHub) -> object:
        return hub.hello()

    def enrol(self, hub: HttpHub) -> object:
        """The letters of a new PC and of its host, through one hub; the newcomer's half is the same client's."""
        self.invitation = os.urandom(16)
        return self.letters(hub)

    def letters(self, hub: HttpHub) -> object:
        name = self.invitation
        signed = callers.signer("admin")(talk.opening_message(self.org.state.org, name))
        hub.open_enrolment(name, named("admin"), signed)
        hub.write_request(name, b"request")
        asked = hub.read_request(name)
        hub.write_answer(name, b"answer")
        assert (asked, hub.read_answer(name)) == (b"request", b"answer")
        return asked

    def clean_run(self) -> None:
        """All that the PC has is brought, once; nothing that it did not write is there."""
        with callers.desk(self.url, self.org) as hub:
            held = hub.have(NORTH).get(self.writer.log)
            upto, last = held.upto if held else 0, len(self.writer.records)
            while upto < last:
                first, upto = upto + 1, min(upto + 500, last)
                assert hub.push([self.writer.segment(first, upto).encode()]) == (Verdict.STORED,)
            hub.put_chunk(CHUNK, CASE)
            found = _all(hub)
            numbers = [number for one in found for number in range(one.header.first, one.header.last + 1)]
            assert numbers == list(range(1, last + 1))
            records = [record for one in found for record in one.records]
            assert records == self.writer.records
            assert hub.get_chunk(NAME) == CHUNK
            if self.invitation:
                self.letters(hub)


def _all(hub: HttpHub) -> list[Segment]:
    cursor, found = 0, []
    while True:
        page = hub.pull(NORTH, cursor, 100)
        found += [read(data) for data in page.segments]
        cursor = page.cursor
        if not page.more:
            return found


@pytest.fixture(scope="module")
def org() -> Organisation:
    return Organisation()


@pytest.fixture
def place(tmp_path: Path, org: Organisation) -> Iterator[Place]:
    with in_a_thread(tmp_path, org) as url:
        yield Place(url, org)


DEEDS: dict[str, Callable[[Place, HttpHub], object]] = {
    "push": Place.push,
    "pull": Place.pull,
    "put chunk": Place.put_chunk,
    "get chunk": Place.get_chunk,
    "session": Place.session,
    "enrol": Place.enrol,
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_code_or_success_and_all_equal_after_a_clean_run(place: Place, deed: str) -> None:
    ended: dict[str, int] = {}
    place.clean_run()
    for fault in FAULTS:
        with (
            Proxy(place.target, faults=[fault]) as proxy,
            callers.desk(proxy.url, place.org, patience=0.1, named_as=place.url) as hub,
        ):
            code = ""
            try:
                DEEDS[deed](place, hub)
            except StorageError as error:
                code = error.code
            ended[code] = ended.get(code, 0) + 1
        if deed in {"push", "enrol"}:
            place.clean_run()
    place.clean_run()
    assert ended.keys() <= SENTENCES.keys() | {""}
    assert ended[""] > 5
    assert ended["hub.unreachable"] > 5


def test_one_bad_moment_after_another(place: Place) -> None:
    """A desk that tries until it is done, on a network that spoils each connection otherwise."""
    with Proxy(place.target) as proxy:
        for number, fault in enumerate(FAULTS):
            proxy.faults.append(fault)
            with callers.desk(proxy.url, place.org, patience=0.1, named_as=place.url) as hub, suppress(StorageError):
                place.push(hub)
                hub.put_chunk(CHUNK + bytes([number]), CASE)
                hub.pull(NORTH, 0, 500)
    place.clean_run()


def test_a_push_said_twice_is_stored_once(place: Place) -> None:
    """The network sends all that went up a second time."""
    with (
        Proxy(place.target, faults=[Fault("again", up=True)]) as proxy,
        callers.desk(proxy.url, place.org, named_as=place.url) as hub,
    ):
        assert place.push(hub) == (Verdict.STORED,) * 4
    place.clean_run()


@pytest.mark.parametrize("deed", DEEDS)
def test_under_a_wrong_certificate_nothing_is_said(place: Place, deed: str, tmp_path: Path) -> None:
    (_, mine), (other, _) = tls(tmp_path), tls(tmp_path)
    with (
        Proxy(place.target, other) as proxy,
        callers.desk(proxy.url, place.org, certificate=mine, named_as=place.url) as hub,
    ):
        with pytest.raises(StorageError, match=r"hub\.certificate"):
            DEEDS[deed](place, hub)
        assert proxy.up == proxy.down == 0
