"""The desk's client is a hub like any other; when the real one does not answer, there is one code for why."""

import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from anefdesk.errors import StorageError
from anefdesk.wire import talk
from anefdesk.wire.entry import CloseLog, Grant, Revoke, Role
from anefdesk.wire.hub import Hub, Verdict
from anefdesk.wire.segment import Brief, read
from anefdesk.wire.talk import Problem, Refusal
from tests.hub import callers
from tests.hub.proxy import Fault, Proxy, answer
from tests.hub.running import in_a_thread, tls
from tests.mailbox.organisation import NORTH, SOUTH, Organisation, Writer, named

CASE = named("case")


@pytest.fixture
def url(tmp_path: Path, org: Organisation, database: str) -> Iterator[str]:
    with in_a_thread(tmp_path, org, database) as made:
        yield made


def _code(error: pytest.ExceptionInfo[StorageError]) -> str:
    return error.value.code


def test_it_does_all_that_a_hub_does(url: str, org: Organisation) -> None:
    writer, other = Writer(org), Writer(org, "pc 2")
    made = [writer.cut(3), writer.cut(2), other.cut()]
    with callers.desk(url, org) as mine, callers.desk(url, org, "pc 2", carrier=True) as theirs:
        hub: Hub = mine
        assert hub.hello().org == org.state.org
        assert hub.entries(-1) == tuple(org.entries)
        assert hub.entries(org.state.no) == ()
        assert hub.push([one.encode() for one in made]) == (Verdict.STORED,) * 3
        assert hub.push([]) == ()
        page = theirs.pull(NORTH, 0, 4)
        assert [read(data) for data in page.segments] == made[:1]
        assert page.more
        rest = theirs.pull(NORTH, page.cursor, 10_000)
        assert [read(data) for data in rest.segments] == made[1:]
        assert not rest.more
        assert hub.have(NORTH)[writer.log].upto == 5
        box = org.keybox(CASE)
        hub.put_keyboxes([box])
        assert theirs.pull(NORTH, rest.cursor, 10).keyboxes == (box,)
        chunk = b"sealed" * 50_000
        name = hashlib.sha256(chunk).digest()
        assert hub.lacks([name, bytes(32)]) == {name, bytes(32)}
        assert theirs.get_chunk(name) is None
        hub.put_chunk(chunk, CASE)
        hub.put_chunk(chunk, CASE)
        assert hub.lacks([name]) == frozenset()
        assert theirs.get_chunk(name) == chunk
        assert hub.add_entry(org.say(CloseLog(writer.log, NORTH)))
        assert theirs.hello().dir_no == org.state.no
        assert hub.hello().heads == {NORTH: 4}


def test_a_long_directory_comes_in_parts(url: str, org: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anefdesk.hub.service._ENTRIES_AT_ONCE", 400)
    with callers.desk(url, org) as hub:
        assert hub.entries(-1) == tuple(org.entries)
        assert hub.entries(3) == tuple(org.entries[4:])


def test_a_session_that_the_hub_forgot_is_opened_again(url: str, org: Organisation) -> None:
    with callers.desk(url, org) as hub:
        hub.hello()
        hub._token = "A" * len(hub._token)
        assert hub.hello().org == org.state.org


def test_a_session_is_renewed_before_it_ends(url: str, org: Organisation) -> None:
    with callers.desk(url, org) as hub:
        hub.hello()
        first, hub._until = hub._until, 0
        hub.entries(0)
        assert hub._until >= first


def test_what_it_may_not_read_is_refused(url: str, org: Organisation) -> None:
    with callers.desk(url, org) as hub, pytest.raises(StorageError) as error:
        hub.pull(SOUTH, 0, 10)
    assert error.value.params == {"reason": "denied"}
    assert _code(error) == "hub.refused"


def test_a_pc_put_out_is_told_so(url: str, org: Organisation) -> None:
    with callers.desk(url, org) as hub, callers.desk(url, org, "pc 2") as out:
        out.hello()
        hub.add_entry(org.say(Revoke(named("pc 2"))))
        for _ in range(2):
            with pytest.raises(StorageError) as error:
                out.hello()
            assert _code(error) == "hub.revoked"
            out._until = 0


def test_what_the_organisation_did_not_say_has_its_own_code(url: str, org: Organisation) -> None:
    denied = Organisation()
    with callers.desk(url, org) as hub:
        by_a_lead = _unsaid(denied, Grant(named("lead"), Role.ADMIN, NORTH), "lead")
        with pytest.raises(StorageError) as error:
            hub.add_entry(by_a_lead)
        assert _code(error) == "directory.denied"
        hub.add_entry(org.erase(CASE))
        with pytest.raises(StorageError) as error:
            hub.put_chunk(b"sealed", CASE)
        assert _code(error) == "mailbox.erased"


def _unsaid(org: Organisation, said: Grant, by: str) -> bytes:
    from anefdesk.wire import entry
    from tests.mailbox.organisation import secret

    state = org.state
    return entry.write(said, secret(by), org=state.org, no=state.no + 1, prev=state.head, signer=named(by)).encode()


def test_an_organisation_is_let_in_once_by_its_code(tmp_path: Path, org: Organisation) -> None:
    from anefdesk.mailbox.mailroom import Mailroom
    from anefdesk.mailbox.opening import open_engine

    other = Organisation(b"another")
    with in_a_thread(tmp_path, org) as url, callers.desk(url, other) as hub:
        engine = open_engine(f"sqlite:///{tmp_path / 'hub.db'}")
        code = Mailroom(engine, tmp_path).invite()
        engine.dispose()
        with pytest.raises(StorageError) as error:
            hub.begin(other.entries[0], "0" * 40)
        assert error.value.params == {"reason": "denied"}
        hub.begin(other.entries[0], code.upper())
        hub.begin(other.entries[0], code)  # its answer was lost
        with pytest.raises(StorageError):
            hub.begin(Organisation(b"a third").entries[0], code)


def test_an_organisation_comes_with_its_first_pc_which_can_then_call(tmp_path: Path, org: Organisation) -> None:
    from anefdesk.mailbox.mailroom import Mailroom
    from anefdesk.mailbox.opening import open_engine

    other = Organisation(b"another")
    with in_a_thread(tmp_path, org) as url, callers.desk(url, other) as hub:
        engine = open_engine(f"sqlite:///{tmp_path / 'hub.db'}")
        code = Mailroom(engine, tmp_path).invite()
        engine.dispose()
        hub.begin(other.entries[0], code, other.entries[1:])
        assert hub.hello().dir_no == other.state.no
        forged = Organisation(b"a fourth")
        with pytest.raises(StorageError) as error:
            hub.begin(other.entries[0], code, [forged.say(CloseLog(named("log"), NORTH))])
        assert error.value.code == "directory.broken"


def test_two_letters_pass_through_the_hub_once_each(url: str, org: Organisation) -> None:
    name = named("invitation")
    signed = callers.signer("admin")(talk.opening_message(org.state.org, name))
    with callers.desk(url, org) as mine, callers.desk(url, Organisation(b"nobody's"), "new pc") as newcomer:
        assert newcomer.read_answer(name) is None
        with pytest.raises(StorageError) as error:
            newcomer.write_request(name, b"request")
        assert error.value.params == {"reason": "missing"}
        mine.open_enrolment(name, named("admin"), signed)
        assert mine.read_request(name) is None
        newcomer.write_request(name, b"request")
        newcomer.write_request(name, b"request")
        with pytest.raises(StorageError) as error:
            newcomer.write_request(name, b"another")
        assert error.value.params == {"reason": "taken"}
        assert mine.read_request(name) == b"request"
        assert newcomer.read_answer(name) is None
        mine.write_answer(name, b"answer")
        assert newcomer.read_answer(name) == b"answer"


# Why it does not answer


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (answer("200 OK"), "hub.portal"),
        (answer("302 Found"), "hub.portal"),
        (answer("403 Forbidden"), "hub.portal"),
        (answer("511 Network Authentication Required"), "hub.portal"),
        (answer("500 Internal Server Error"), "hub.failing"),
        (answer("502 Bad Gateway"), "hub.failing"),
        (answer("503 Service Unavailable", b"busy", "text/plain"), "hub.failing"),
        (answer("200 OK", b"\x91", talk.TYPE), "hub.garbled"),
        (answer("200 OK", b"", talk.TYPE), "hub.garbled"),
        (answer("200 OK", b"\x91" * 5000 + b"\xc0", talk.TYPE), "hub.garbled"),
        (answer("200 OK", b"x", "image/png"), "hub.garbled"),
        (answer("429 Too Many Requests", talk.pack(Problem("hub.busy", 7)), talk.TYPE), "hub.busy"),
        (answer("507 Full", talk.pack(Problem("hub.full")), talk.TYPE), "hub.full"),
        (answer("426 Upgrade", talk.pack(Problem("hub.newer")), talk.TYPE), "hub.newer"),
        (answer("403 No", talk.pack(Problem("case.name.CANARY")), talk.TYPE), "hub.garbled"),
        (b"garbage\r\n\r\n", "hub.unreachable"),
        (b"", "hub.unreachable"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", "hub.unreachable"),
        (
            answer("200 OK", b"x", f"{talk.TYPE}\r\nContent-Encoding: gzip"),
            "hub.garbled",
        ),
    ],
)
def test_each_failure_has_its_code(org: Organisation, said: bytes, code: str) -> None:
    with Proxy(("127.0.0.1", 1), faults=[Fault("say", said=said)]) as proxy, callers.desk(proxy.url, org) as hub:
        with pytest.raises(StorageError) as error:
            hub.hello()
        assert _code(error) == code
        if code == "hub.busy":
            assert error.value.params == {"retry_after": 7}


def test_an_answer_without_end_is_not_read(org: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk, "LARGEST_ANSWER", 1000)
    said = answer("200 OK", bytes(100_000), talk.TYPE)
    with Proxy(("127.0.0.1", 1), faults=[Fault("say", said=said)]) as proxy, callers.desk(proxy.url, org) as hub:
        with pytest.raises(StorageError) as error:
            hub.hello()
        assert _code(error) == "hub.garbled"


def test_nobody_listening_and_no_such_machine(org: Organisation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}", "http://nowhere.invalid"):
        with callers.desk(url, org) as hub, pytest.raises(StorageError) as error:
            hub.hello()
        assert _code(error) == "hub.unreachable"


def test_every_refusal_ends_in_a_code_of_the_desk(org: Organisation) -> None:
    from anefdesk.ui.error_sentences import SENTENCES

    for refusal in Refusal:
        said = answer(f"{refusal.status} No", talk.pack(Problem(refusal.code, 1)), talk.TYPE)
        faults = [Fault("say", said=said)] * 3
        with Proxy(("127.0.0.1", 1), faults=faults) as proxy, callers.desk(proxy.url, org) as hub:
            with pytest.raises(StorageError) as error:
                hub.hello()
            assert _code(error) in SENTENCES


# Certificates


def test_a_pinned_certificate_is_enough_and_another_is_refused(tmp_path: Path, org: Organisation) -> None:
    mine, pem = tls(tmp_path)
    other, _ = tls(tmp_path)
    nowhere = ("127.0.0.1", 1)
    with (
        Proxy(nowhere, mine) as good,
        Proxy(nowhere, other) as bad,
        in_a_thread(tmp_path, org, None, good.url, bad.url) as url,
    ):
        good.target = bad.target = ("127.0.0.1", int(url.rpartition(":")[2]))
        with callers.desk(good.url, org, certificate=pem) as hub:
            assert hub.hello().org == org.state.org
        for at, certificate in ((bad.url, pem), (good.url, None)):
            with callers.desk(at, org, certificate=certificate) as hub, pytest.raises(StorageError) as error:
                hub.hello()
            assert _code(error) == "hub.certificate"


def test_a_certificate_that_is_none_is_refused(org: Organisation) -> None:
    with pytest.raises(StorageError) as error:
        callers.desk("https://127.0.0.1:1", org, certificate="not a certificate")
    assert _code(error) == "hub.certificate"


# What it costs


def test_an_idle_look_is_small(url: str, org: Organisation) -> None:
    """Asking whether there is anything new, on a connection that is kept, and on a new one."""
    host, _, port = url.removeprefix("http://").rpartition(":")
    with Proxy((host, int(port))) as proxy:
        with callers.desk(url, org) as direct:
            direct.push([Writer(org).cut().encode()])
            greeting = direct.hello()
            token, until = direct._token, direct._until
        with callers.desk(proxy.url, org, named_as=url) as hub:
            hub._token, hub._until = token, until
            for _ in range(2):
                before = proxy.up + proxy.down
                assert hub.hello() == greeting
                assert hub.pull(NORTH, greeting.heads[NORTH], 500).segments == ()
                assert 0 < proxy.up + proxy.down - before <= 2048


def test_a_small_segment_goes_in_brief_and_whole_where_the_hub_lacks_what_is_before_it(
    url: str, org: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[list[type]] = []
    writer, other, large = Writer(org), Writer(org, "pc 2"), Writer(org, "pc 2")
    with callers.desk(url, org) as hub:
        pushed = hub._pushed

        def noted(some: list[bytes | Brief]) -> list[Verdict]:
            sent.append([type(one) for one in some])
            return pushed(some)

        monkeypatch.setattr(hub, "_pushed", noted)
        made = [writer.cut() for _ in range(4)]
        for one in made[:2]:
            assert hub.push([one.encode()]) == (Verdict.STORED,)
        assert hub.push([one.encode() for one in made[2:]]) == (Verdict.STORED, Verdict.STORED)
        assert sent == [[bytes], [Brief], [Brief, bytes]]
        sent.clear()
        first, second = other.cut(), other.cut()
        hub._heads[other.log] = first.header.head  # the hub was put back from a copy since
        assert hub.push([second.encode()]) == (Verdict.GAP,)
        assert sent == [[Brief], [bytes]]
        assert hub.push([first.encode(), second.encode()]) == (Verdict.STORED, Verdict.STORED)
        assert hub.push([first.encode()]) == (Verdict.KNOWN,)
        assert hub.push([b"no segment"]) == (Verdict.MALFORMED,)
        sent.clear()
        assert hub.push([large.cut(20).encode()]) == (Verdict.STORED,)
        assert hub.push([large.cut(20).encode()]) == (Verdict.STORED,)
        assert sent == [[bytes], [bytes]]
        assert [read(data) for data in hub.pull(NORTH, 0, 500).segments][:4] == made
