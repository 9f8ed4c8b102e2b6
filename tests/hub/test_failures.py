"""What nobody foresaw leaves a place in the log and a code with the PC; never a word of what came."""

import asyncio
import dataclasses
import logging
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from anefdesk.errors import StorageError
from anefdesk.hub.serving import _Placed
from anefdesk.mailbox.mailbox import Mailbox
from tests.hub import callers
from tests.hub.callers import Client, Clock, bearer, code, token
from tests.mailbox.organisation import NORTH, Organisation, Writer

WORDS = "words that came from somewhere"


def _raising(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def hello(_self: Mailbox) -> None:
        raise error

    monkeypatch.setattr(Mailbox, "hello", hello)


def test_a_fault_of_ours_is_a_code_and_a_place(
    client: Client, org: Organisation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    given = token(client, org, "pc")
    _raising(monkeypatch, ValueError(WORDS))
    client.lenient()
    answer = client.get("/v1/hello", bearer(given))
    assert (answer.status_code, code(answer)) == (500, "hub.failed")
    assert "ValueError" in caplog.text
    assert WORDS not in caplog.text
    assert WORDS.encode() not in answer.content


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        ("disk.full", "hub.full"),
        ("disk.read_only", "hub.full"),
        ("mailbox.unreachable", "hub.down"),
        ("store.other", "hub.failed"),
    ],
)
def test_a_failure_of_the_disk_is_told(
    client: Client, org: Organisation, monkeypatch: pytest.MonkeyPatch, raised: str, said: str
) -> None:
    given = token(client, org, "pc")
    _raising(monkeypatch, StorageError(raised))
    answer = client.get("/v1/hello", bearer(given))
    assert code(answer) == said
    assert ("Retry-After" in answer.headers) == (said == "hub.down")


def test_a_database_that_fails_is_told_without_its_words(
    client: Client, org: Organisation, caplog: pytest.LogCaptureFixture
) -> None:
    given = token(client, org, "pc")
    with client.hub.engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE scope RENAME TO elsewhere")
    try:
        answer = client.get("/v1/hello", bearer(given))
        assert (answer.status_code, code(answer)) == (503, "hub.down")
        assert "elsewhere" not in caplog.text
    finally:
        with client.hub.engine.connect() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO scope")


def test_the_log_keeps_places_only(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError(WORDS)
    except ValueError:
        record = logging.LogRecord("uvicorn.error", logging.ERROR, "", 0, "failed", None, sys.exc_info())
    assert not _Placed().filter(record)
    assert _Placed().filter(logging.LogRecord("uvicorn.error", logging.ERROR, "", 0, "plain", None, None))
    assert "test_failures.py" in caplog.text
    assert WORDS not in caplog.text


def test_a_body_that_stalls_is_not_waited_for(tmp_path: Path, org: Organisation) -> None:
    kept = dataclasses.replace(callers.settings(tmp_path), stall=0.01)
    callers.settle(kept, org)

    async def stalling() -> AsyncIterator[bytes]:
        yield b"\x91"
        await asyncio.Event().wait()

    with Client(kept, Clock()) as client:
        assert code(client.streamed("/v1/push", stalling(), token(client, org, "pc"))) == "hub.slow"


def test_a_chunk_spoilt_by_the_disk_may_be_brought_again(client: Client, org: Organisation) -> None:
    import hashlib

    given, chunk = token(client, org, "pc"), b"sealed" * 100
    name = hashlib.sha256(chunk).digest()
    path = f"/v1/chunk/{name.hex()}?case={NORTH.hex()}"
    headers = bearer(given) | {"Content-Type": "application/octet-stream"}
    assert client.request("PUT", path, chunk, headers).status_code == 204
    file = next(client.hub.settings.chunks.glob(f"*/*/{name.hex()}"))
    file.write_bytes(b"spoilt")
    assert code(client.get(path, bearer(given))) == "hub.missing"
    assert client.request("PUT", path, chunk, headers).status_code == 204
    assert client.get(path, bearer(given)).content == chunk


def test_nothing_of_what_is_sealed_is_found_beside_its_ciphertext(client: Client, org: Organisation) -> None:
    """The canary of the suite searches the hub's folder; here is something for it to find if it were in clear."""
    writer = Writer(org)
    made = writer.cut(3, clear=b"Canari-Haidari, CANARI").encode()
    assert code(client.post("/v1/push", [made], token(client, org, "pc"))) == ""
