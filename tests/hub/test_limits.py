"""Nobody keeps a hub busy: how often, how large, and who is told to wait."""

from pathlib import Path

import pytest

from anefdesk.hub.doors import DOORS, Door
from anefdesk.hub.limits import Limits
from anefdesk.wire import talk
from tests.hub.callers import Client, Clock, bearer, code, settings, settle, token
from tests.mailbox.organisation import Organisation


def test_a_bucket_empties_and_fills_again() -> None:
    clock = Clock()
    limits = Limits(3, clock)
    assert [limits.wait(b"pc") for _ in range(4)] == [0, 0, 0, 20]
    assert limits.wait(b"other") == 0
    clock.at += 20
    assert [limits.wait(b"pc") for _ in range(2)] == [0, 20]
    clock.at += 3600
    assert [limits.wait(b"pc") for _ in range(4)] == [0, 0, 0, 20]


def test_buckets_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anefdesk.hub.limits._MOST", 100)
    limits = Limits(1, Clock())
    for number in range(1000):
        limits.wait(number.to_bytes(4, "big"))
    assert len(limits._buckets) == 100


def test_who_asks_too_often_is_told_how_long_to_wait(tmp_path: Path, org: Organisation) -> None:
    clock = Clock()
    kept = settings(tmp_path, device_rate=6, address_rate=12)
    settle(kept, org)
    with Client(kept, clock) as client:
        mine, other = token(client, org, "pc"), token(client, org, "pc 2")
        answers = [client.get("/v1/hello", bearer(mine)) for _ in range(7)]
        assert [code(answer) for answer in answers] == [""] * 6 + ["hub.busy"]
        assert answers[-1].status_code == 429
        assert answers[-1].headers["Retry-After"] == "10"
        assert code(client.get("/v1/hello", bearer(other))) == ""
        clock.at += 10
        assert code(client.get("/v1/hello", bearer(mine))) == ""


def test_an_address_without_a_session_soon_waits(tmp_path: Path, org: Organisation) -> None:
    kept = settings(tmp_path, address_rate=12)
    settle(kept, org)
    with Client(kept, Clock()) as client:
        given = token(client, org, "pc")  # two requests
        said = [code(client.get("/v1/hello", bearer("forged"))) for _ in range(10)]
        assert said == ["hub.session"] * 10
        assert code(client.get("/v1/session")) == "hub.busy"
        assert code(client.get("/v1/hello", bearer(given))) == ""


_WITH_BODY = [door for door in DOORS if door.largest]


@pytest.mark.parametrize("door", _WITH_BODY, ids=lambda door: f"{door.method} {door.path}")
def test_a_body_too_large_is_not_read(tmp_path: Path, org: Organisation, door: Door) -> None:
    kept = settings(tmp_path)
    settle(kept, org)
    path = door.path.format(name="00" * 32, invitation="00" * 16)
    with Client(kept, Clock()) as client:
        headers = {"Content-Type": door.takes, **bearer(token(client, org, "pc"))}
        for said in ({}, {"Content-Length": "1"}, {"Content-Length": "9" * 30}):
            answer = client.request(door.method, path, bytes(door.largest + 1), headers | said)
            assert code(answer) == "hub.large"
        answer = client.request(door.method, path, b"x", headers | {"Content-Type": "text/html"})
        assert code(answer) == "hub.type"
        answer = client.request(door.method, path, b"x", headers | {"Content-Encoding": "gzip"})
        assert code(answer) == "hub.type"


def test_what_travels_fits_in_what_is_read() -> None:
    by_path = {(door.method, door.path): door.largest for door in DOORS}
    push = talk.pack([bytes(talk.LARGEST_PUSH // talk.MOST_SEGMENTS)] * talk.MOST_SEGMENTS)
    assert len(push) <= by_path["POST", "/v1/push"]
    assert len(talk.pack([bytes(32)] * talk.MOST_NAMES)) <= by_path["POST", "/v1/lacks"]
