"""Whatever is sent to whichever route, by a PC or by anybody: done, or refused with a code. Never a failure."""

import string
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anefdesk.hub.doors import DOORS, Door
from anefdesk.wire import talk
from anefdesk.wire.talk import Refusal
from tests.hub import callers
from tests.hub.callers import Client, Clock
from tests.mailbox.organisation import NORTH, Organisation, Writer, named

CODES = {one.code for one in Refusal} - {"hub.failed"}

_packed = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(1 << 63), (1 << 64) - 1)
    | st.floats()
    | st.binary(max_size=80)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=4) | st.binary(max_size=16), inner, max_size=4)
    ),
    max_leaves=12,
)
_words = st.text(string.ascii_letters + string.digits + "-_=.%é€ ", max_size=40)
_ids = st.sampled_from([NORTH.hex(), named("case").hex(), "00" * 16, "00" * 32, "ff" * 32])
_numbers = st.sampled_from(["0", "-1", "1", "500", "501", "9" * 19, "9" * 400, "١", "1_0", "", "0x1", "1e3"])
_queries = st.dictionaries(
    st.sampled_from(["scope", "after", "limit", "case", "x"]), _ids | _numbers | _words, max_size=4
)
_header = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=60)
_headers = st.dictionaries(
    st.sampled_from(
        [
            "Authorization",
            "Content-Type",
            "Content-Length",
            "Content-Encoding",
            "Expect",
            "Accept",
            "Host",
            "X-Forwarded-For",
        ]
    ),
    _header | st.sampled_from(["0", "-5", "9" * 40, "Bearer", "Bearer ", "Bearer " + "A" * 98, "gzip"]),
    max_size=3,
)


@pytest.fixture(scope="module")
def org() -> Organisation:
    return Organisation()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, org: Organisation) -> Path:
    made = tmp_path_factory.mktemp("hub")
    callers.settle(callers.settings(made), org)
    return made


@pytest.fixture
def hub(folder: Path) -> Iterator[Client]:
    with Client(callers.settings(folder), Clock()) as made:
        yield made


def _bodies(org: Organisation, door: Door) -> st.SearchStrategy[bytes]:
    """Anything, and what nearly is what the route takes."""
    good = {
        "/v1/session": talk.pack(talk.Proof(org.state.org, named("pc"), False, bytes(56), bytes(64))),
        "/v1/org": talk.pack(talk.Founding("0" * 40, org.entries[0])),
        "/v1/dir": talk.pack(org.entries[1]),
        "/v1/push": talk.pack([Writer(org).cut(3).encode()]),
        "/v1/keybox": talk.pack([org.keybox(named("case"))]),
        "/v1/lacks": talk.pack([bytes(32)]),
        "/v1/enrolment/{invitation}": talk.pack(talk.Opening(named("admin"), bytes(64))),
    }.get(door.path, b"sealed")

    @st.composite
    def spoilt(draw: st.DrawFn) -> bytes:
        data = bytearray(good)
        for _ in range(draw(st.integers(0, 4))):
            data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
        return bytes(data[: draw(st.integers(0, len(data)))]) if draw(st.booleans()) else bytes(data)

    nested = st.integers(1, 3000).map(lambda depth: b"\x91" * depth + b"\x00")
    return spoilt() | st.binary(max_size=200) | _packed.map(msgspec.msgpack.encode) | nested


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method} {door.path}")
def test_it_is_done_or_refused_with_a_code(hub: Client, org: Organisation, door: Door) -> None:
    token = callers.token(hub, org, "pc")

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data(), _queries, _headers, st.booleans(), st.booleans())
    def try_it(data: st.DataObject, query: dict[str, str], headers: dict[str, str], known: bool, typed: bool) -> None:  # noqa: FBT001
        parts = {"name": data.draw(_ids | _words.filter(bool)), "invitation": data.draw(_ids | _words.filter(bool))}
        path = door.path.format(**{key: part.replace("%", "%25").replace(" ", "%20") for key, part in parts.items()})
        ours = (callers.bearer(token) if known else {}) | ({"Content-Type": door.takes} if typed else {})
        sent = [(key.encode(), value.encode("latin-1")) for key, value in {**headers, **ours}.items()]
        body = data.draw(_bodies(org, door)) if door.largest else data.draw(st.binary(max_size=20))
        answer = hub.raw(door.method, path, query, body, sent)
        assert answer.status_code < 500, answer.content
        if answer.status_code >= 300 and door.method != "HEAD":
            said = msgspec.msgpack.decode(answer.content, type=talk.Problem)
            assert said.code in CODES

    try_it()


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/", "/v1/hello/", "/v2/hello", "/v1/../etc", "/v1/chunk/a/b", "/favicon.ico"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_elsewhere_there_is_nothing(hub: Client, path: str, method: str) -> None:
    answer = hub.request(method, path)
    assert answer.status_code in {404, 405}
    assert callers.code(answer) in {"hub.no_route", "hub.method"}
