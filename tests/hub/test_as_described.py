"""Asked as its description says, within it and beyond it, the hub answers what its description says.

The requests come from the document that the hub serves: a route or a parameter told there is tried here by itself.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anefdesk.hub import description
from anefdesk.hub.doors import DOORS
from anefdesk.wire import talk
from anefdesk.wire.talk import Refusal
from tests.hub import callers
from tests.hub.callers import Client, Clock
from tests.hub.test_anything_sent import _bodies
from tests.mailbox.organisation import NORTH, Organisation, Writer, named

METHODS = ("get", "head", "put", "post")
STATUS_OF = {one.code: one.status for one in Refusal}
CHUNK = b"a sealed chunk"
HELD = {NORTH.hex(), named("case").hex(), "5e" * 16}


@dataclass(frozen=True)
class Route:
    """One method of one path, as described."""

    method: str
    path: str
    told: dict[str, Any]
    parameters: tuple[dict[str, Any], ...]

    @property
    def open(self) -> bool:
        return self.told.get("security") == []

    @property
    def takes(self) -> str:
        (kind,) = self.told["requestBody"]["content"] if "requestBody" in self.told else ("",)
        return str(kind)

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"


def _described() -> list[Route]:
    document = json.loads(description.document())
    return [
        Route(method, path, item[method], (*item.get("parameters", ()), *item[method].get("parameters", ())))
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    ]


ROUTES = _described()


def _right(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    """A value as the schema says."""
    if schema["type"] == "integer":
        return st.integers(schema["minimum"], schema.get("maximum", (1 << 62) - 1)).map(str)
    held = [one for one in sorted(HELD) if re.fullmatch(schema["pattern"], one)]
    made = st.from_regex(schema["pattern"].replace("$", r"\Z"))
    return st.sampled_from(held) | made if held else made


def _wrong(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    """A value as it does not say."""
    if schema["type"] == "integer":
        beyond = [schema["minimum"] - 1, schema.get("maximum", 1 << 63) + 1, 10**30]
        return st.sampled_from([*map(str, beyond), "1.5", "x", "", "0x10", "٣"])
    return st.sampled_from(["", "ab", "G" * 32, "A" * 32, "0" * 33, "é" * 32, "0" * 128])


@dataclass(frozen=True)
class Try:
    path: str
    query: dict[str, str]
    right: bool


@st.composite
def tries(draw: st.DrawFn, route: Route) -> Try:
    right, path, query = True, route.path, dict[str, str]()
    for one in route.parameters:
        good = draw(st.integers(0, 3)) > 0
        value = draw(_right(one["schema"]) if good else _wrong(one["schema"]))
        right &= good
        if one["in"] == "path":
            path = path.replace("{" + one["name"] + "}", value or "-")
        elif good or draw(st.booleans()):  # or it is not there at all
            query[one["name"]] = value
    return Try(path, query, right)


@pytest.fixture(scope="module")
def org() -> Organisation:
    return Organisation()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, org: Organisation) -> Path:
    made = tmp_path_factory.mktemp("hub")
    callers.settle(callers.settings(made), org)
    return made


@pytest.fixture
def hub(folder: Path, org: Organisation) -> Iterator[Client]:
    with Client(callers.settings(folder), Clock()) as made:
        box = made.hub.service._room.mailbox(org.state.org)
        assert box is not None
        box.push([Writer(org, log=named("log")).cut(3, clear=b"sealed").encode()])
        box.put_keyboxes([org.keybox(named("case"))])
        box.put_chunk(CHUNK, named("case"))
        yield made


def _shape(told: str) -> type:
    """What an answer is, from its first character in the description."""
    return {"[": list, "{": dict, "b": bool, "o": bytes}[told[0]]


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_it_answers_as_described(hub: Client, org: Organisation, route: Route) -> None:
    (door,) = [one for one in DOORS if (one.method.lower(), one.path) == (route.method, route.path)]
    passes = {who: callers.token(hub, org, who) for who in ("pc", "far")}
    seen = set()

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(tries(route), st.data(), st.sampled_from(["pc", "pc", "far", ""]))
    def try_it(one: Try, data: st.DataObject, who: str) -> None:
        body = data.draw(_bodies(org, door)) if route.takes else b""
        typed = [(b"Content-Type", route.takes.encode())] if route.takes else []
        known = [(b"Authorization", f"Bearer {passes[who]}".encode())] if who else []
        answer = hub.raw(route.method.upper(), one.path, one.query, body, typed + known)
        status = str(answer.status_code)
        seen.add(status)
        if status == "404" and "404" not in route.told["responses"]:
            assert not one.right  # a part of the path that makes it another path
            return
        assert status in route.told["responses"], answer.content
        assert not status.startswith("5")
        if not who and not route.open:
            assert status == "401"
        elif not one.right:
            assert not status.startswith("2")
        elif not route.takes:
            assert status != "400", "refused though it is as described"
        _told(route, answer.status_code, answer.headers.get("Content-Type", ""), answer.content)

    try_it()
    assert "400" in seen or not route.parameters
    assert "401" in seen or route.open


def _told(route: Route, status: int, kind: str, content: bytes) -> None:
    """The body is of the type and the form that are described."""
    if status >= 300:
        if route.method != "head":
            assert kind == talk.TYPE
            assert STATUS_OF[msgspec.msgpack.decode(content, type=talk.Problem).code] == status
        return
    described = route.told["responses"][str(status)]
    if "content" not in described:
        assert content == b""
        return
    (expected,) = described["content"]
    assert kind == expected
    if kind == talk.TYPE:
        assert isinstance(msgspec.msgpack.decode(content), _shape(described["description"]))


@pytest.mark.parametrize("route", [one for one in ROUTES if one.method == "get"], ids=str)
def test_there_is_a_way_to_be_answered(hub: Client, org: Organisation, route: Route) -> None:
    """What is right is not only never refused as malformed, it is also done, for who may and what is there."""
    import hashlib

    name, invitation = hashlib.sha256(CHUNK).hexdigest(), "5e" * 16
    hub.hub.service._room.open_post(org.state.org, bytes.fromhex(invitation), 1 << 40, 0)
    for side in (1, 2):
        hub.hub.service._room.put_post(bytes.fromhex(invitation), side, b"sealed", 0)
    given_to = {"scope": NORTH.hex(), "after": "0", "limit": "10", "name": name, "invitation": invitation}
    path, query = route.path, dict[str, str]()
    for one in route.parameters:
        if one["in"] == "path":
            path = path.replace("{" + one["name"] + "}", given_to[one["name"]])
        else:
            query[one["name"]] = given_to[one["name"]]
    known = [(b"Authorization", f"Bearer {callers.token(hub, org, 'pc')}".encode())]
    answer = hub.raw("GET", path, query, b"", known)
    assert answer.status_code == (403 if route.path == "/v1/contacts" else 200)  # a PC of no admin
    _told(route, answer.status_code, answer.headers["Content-Type"], answer.content)
