"""PCs that call a hub: through its application without a network, or through the desk's own client."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Self

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anefdesk.hub.app import Hub, build
from anefdesk.hub.settings import Settings
from anefdesk.mailbox import mailbox
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.mailbox.mailroom import Mailroom
from anefdesk.mailbox.opening import open_engine
from anefdesk.wire import talk
from anefdesk.wire.http import Caller, HttpHub
from tests.mailbox.organisation import Organisation, named, secret

HOST = "hub.example"
URL = f"https://{HOST}"
MANY = 1_000_000
NOW = 1_795_000_000.0


class Clock:
    """A clock that goes when told."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> float:
        return self.at


class Client:
    """Asks the application itself, without a network; what fails in it fails the test."""

    def __init__(self, kept: Settings, clock: Clock) -> None:
        self.app = build(kept, clock, clock)
        self.hub: Hub = self.app.state.hub
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=URL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()
        self.hub.engine.dispose()

    def request(
        self, method: str, path: str, content: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        return self._runner.run(self._client.request(method, path, content=content, headers=headers))

    def lenient(self) -> None:
        """What fails in the application is answered as a server would."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        self._client = httpx.AsyncClient(transport=transport, base_url=URL)

    def streamed(self, path: str, content: AsyncIterator[bytes], token: str) -> httpx.Response:
        """A body that comes piece by piece."""
        headers = {"Content-Type": talk.TYPE, **bearer(token)}
        return self._runner.run(self._client.post(path, content=content, headers=headers))

    def raw(
        self, method: str, path: str, query: Mapping[str, str], content: bytes, headers: list[tuple[bytes, bytes]]
    ) -> httpx.Response:
        """Anything at all."""
        asked = self._client.request(method, path, params=query, content=content, headers=headers)
        return self._runner.run(asked)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return self.request("GET", path, None, headers)

    def post(self, path: str, said: object, token: str = "", method: str = "POST") -> httpx.Response:
        """Say something packed."""
        headers = {"Content-Type": talk.TYPE, **bearer(token)}
        return self.request(method, path, talk.pack(said), headers)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def settings(
    folder: Path, database: str | None = None, *urls: str, device_rate: int = MANY, address_rate: int = MANY
) -> Settings:
    database = database or f"sqlite:///{folder / 'hub.db'}"
    return Settings(folder, urls or (URL,), database, device_rate, address_rate)


def settle(kept: Settings, *organisations: Organisation) -> None:
    """Let organisations in, with their directories."""
    engine = open_engine(kept.database)
    room = Mailroom(engine, kept.chunks)
    for org in organisations:
        box = Mailbox(engine, room.chunks_of(org.state.org), mailbox.begin(engine, org.entries[0]))
        for data in org.entries[1:]:
            assert box.add_entry(data)
    engine.dispose()


def signer(name: str) -> Callable[[bytes], bytes]:
    return Ed25519PrivateKey.from_private_bytes(secret(name)).sign


def proof(nonce: bytes, org: Organisation, name: str, *, carrier: bool = False, host: str = HOST) -> talk.Proof:
    """The answer of a PC to a challenge."""
    message = talk.session_message(host, org.state.org, named(name), nonce, carrier=carrier)
    key = f"{name} carrier" if carrier else name
    return talk.Proof(org.state.org, named(name), carrier, nonce, signer(key)(message))


def challenge(client: Client) -> bytes:
    nonce: bytes = msgspec.msgpack.decode(client.get("/v1/session").content, type=talk.Challenge).nonce
    return nonce


def token(client: Client, org: Organisation, name: str, *, carrier: bool = False) -> str:
    """The pass of a session opened as a PC does."""
    answer = client.post("/v1/session", proof(challenge(client), org, name, carrier=carrier))
    assert answer.status_code == 200, answer.content
    return msgspec.msgpack.decode(answer.content, type=talk.Session).token


def code(answer: httpx.Response) -> str:
    """What a refusal says; nothing when it was done."""
    if answer.status_code < 300:
        return ""
    assert answer.headers["Content-Type"] == talk.TYPE
    return msgspec.msgpack.decode(answer.content, type=talk.Problem).code


def desk(
    url: str,
    org: Organisation,
    name: str = "pc",
    *,
    carrier: bool = False,
    certificate: str | None = None,
    patience: float = 20,
    named_as: str = "",
) -> HttpHub:
    """A PC's own client; ``named_as`` is the hub's URL where ``url`` is that of a network's middle."""
    key = f"{name} carrier" if carrier else name
    made = HttpHub(
        url, Caller(org.state.org, named(name), signer(key), carrier), certificate=certificate, patience=patience
    )
    if named_as:
        made._host = named_as.partition("://")[2]
    return made
