"""Whatever comes back from what calls itself a hub: an answer, or one expected error. Nothing else is raised.

The other half of a hub that lies: what has not even the form of an answer, is nested, huge, or never ends.
"""

import contextlib
from collections.abc import Callable, Iterator

import httpx
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anefdesk.errors import StorageError
from anefdesk.wire import talk
from anefdesk.wire.http import HttpHub
from tests.hub import callers
from tests.hub.test_anything_sent import _packed
from tests.mailbox.organisation import NORTH, Organisation
from tests.wire.by_hand import TALK, packed
from tests.wire.test_anything_read import LISTS, NESTED, spoilt

ORG = Organisation()
HELLO = talk.Hello(ORG.state.org, b"feed", ORG.state.no, 0, {NORTH: 1})
DEEDS: dict[str, Callable[[HttpHub], object]] = {
    "hello": lambda hub: hub.hello(),
    "entries": lambda hub: hub.entries(-1),
    "add_entry": lambda hub: hub.add_entry(ORG.entries[1]),
    "have": lambda hub: hub.have(NORTH),
    "push": lambda hub: hub.push([b"segment"]),
    "put_keyboxes": lambda hub: hub.put_keyboxes([b"keybox"]),
    "pull": lambda hub: hub.pull(NORTH, 0, 500),
    "lacks": lambda hub: hub.lacks([bytes(32)]),
    "put_chunk": lambda hub: hub.put_chunk(b"chunk", bytes(16)),
    "get_chunk": lambda hub: hub.get_chunk(bytes(32)),
}
GOOD = [*map(packed, TALK.values()), *(good for _, good in LISTS.values())]
BODIES = st.one_of(
    st.sampled_from(GOOD).flatmap(spoilt),
    st.sampled_from(GOOD),
    _packed.map(msgspec.msgpack.encode),
    NESTED,
    st.binary(),
)
ANSWERS = st.tuples(
    st.sampled_from([200, 200, 200, 204, 206, 301, 400, 401, 404, 429, 500, 511]),
    st.sampled_from([talk.TYPE, talk.TYPE, talk.CHUNK_TYPE, "text/html", ""]),
    BODIES,
)
Answer = tuple[int, str, bytes]


@contextlib.contextmanager
def told(say: Callable[[httpx.Request], Answer], *, in_session: bool = True) -> Iterator[HttpHub]:
    """A desk whose hub answers as told."""

    def answer(request: httpx.Request) -> httpx.Response:
        if in_session and request.url.path == "/v1/session":
            session = talk.Session("A" * 32, 900, HELLO)
            said = talk.Challenge(bytes(16)) if request.method == "GET" else session
            return httpx.Response(200, stream=httpx.ByteStream(talk.pack(said)), headers={"Content-Type": talk.TYPE})
        status, kind, body = say(request)
        return httpx.Response(status, stream=httpx.ByteStream(body), headers={"Content-Type": kind})

    with callers.desk("http://hub.example", ORG) as hub:
        hub._client.close()
        hub._client = httpx.Client(base_url="http://hub.example", transport=httpx.MockTransport(answer))
        yield hub


@pytest.mark.parametrize("in_session", [True, False])
@pytest.mark.parametrize("deed", DEEDS)
def test_any_answer_is_an_answer_or_one_expected_error(deed: str, *, in_session: bool) -> None:
    codes = set()

    @settings(max_examples=40)
    @given(st.lists(ANSWERS, min_size=1, max_size=4))
    def try_it(answers: list[Answer]) -> None:
        left = iter(answers)
        with told(lambda _: next(left, answers[-1]), in_session=in_session) as hub:
            try:
                hub.hello()
                DEEDS[deed](hub)
            except StorageError as error:
                codes.add(error.code)

    try_it()
    assert {code for code in codes if not code.startswith(("hub.", "directory.", "mailbox.erased"))} == set()
    assert "hub.garbled" in codes


def test_a_directory_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk, "LARGEST_DIRECTORY", 1 << 20)
    asked = list[str]()

    def more(request: httpx.Request) -> Answer:
        asked.append(str(request.url))
        return 200, talk.TYPE, talk.pack(talk.Entries((bytes(100_000),), True))

    with told(more) as hub, pytest.raises(StorageError, match=r"hub\.garbled"):
        hub.entries(-1)
    assert len(asked) < 12


def test_entries_of_nothing_without_end_are_left() -> None:
    def more(_: httpx.Request) -> Answer:
        return 200, talk.TYPE, talk.pack(talk.Entries((b"",), True))

    with told(more) as hub, pytest.raises(StorageError, match=r"hub\.garbled"):
        hub.entries(-1)


def test_a_session_that_never_holds_is_asked_for_once() -> None:
    asked = list[str]()

    def never(request: httpx.Request) -> Answer:
        asked.append(request.url.path)
        return 401, talk.TYPE, talk.pack(talk.Problem("hub.session"))

    with told(never) as hub, pytest.raises(StorageError, match=r"hub\.refused"):
        hub.have(NORTH)
    assert asked == ["/v1/have"] * 2


def test_an_answer_that_is_too_large_is_not_read_to_its_end() -> None:
    huge = 200, talk.TYPE, bytes(talk.LARGEST_ANSWER + 1)
    with told(lambda _: huge) as hub, pytest.raises(StorageError, match=r"hub\.garbled"):
        hub.have(NORTH)
