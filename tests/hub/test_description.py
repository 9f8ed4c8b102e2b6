"""The description for other programs says what the routes are."""

import json

from anefdesk.hub import description
from anefdesk.hub.doors import DOORS, Who
from anefdesk.wire.talk import Refusal
from tests.hub.callers import Client

METHODS = {"get", "put", "post", "head", "delete", "patch"}


def _described() -> dict[tuple[str, str], dict[str, object]]:
    paths = json.loads(description.document())["paths"]
    return {
        (method.upper(), path): told
        for path, item in paths.items()
        for method, told in item.items()
        if method in METHODS
    }


def test_it_names_every_route_and_no_other(client: Client) -> None:
    routes = {(door.method, door.path) for door in DOORS}
    assert set(_described()) == routes
    served = {(method, route.path) for route in client.app.routes for method in route.methods}  # type: ignore[attr-defined]
    assert routes <= served
    assert {path for _, path in served} == {path for _, path in routes}


def test_it_says_who_may_ask_and_what_is_said() -> None:
    described = _described()
    for door in DOORS:
        told = described[door.method, door.path]
        assert ("security" in told) == (door.who is Who.ANYBODY)
        assert ("requestBody" in told) == bool(door.largest)
        if door.largest:
            assert door.takes in told["requestBody"]["content"]  # type: ignore[index]
        good = {status: answer for status, answer in told["responses"].items() if status < "300"}  # type: ignore[attr-defined]
        assert len(good) == 1 + (door.path == "/v1/push")  # which says nothing when all was new
        if "200" in good:
            assert list(good["200"]["content"]) == [door.gives]


def test_every_refusal_has_a_status_that_is_described() -> None:
    known = {str(one.status) for one in Refusal} - {"404", "405", "426"}
    said = {status for told in _described().values() for status in told["responses"]}  # type: ignore[attr-defined]
    assert known <= said


def test_it_is_served(client: Client) -> None:
    answer = client.get("/v1/openapi.json")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["openapi"].startswith("3.")
