"""The hub behind HTTP: reads a body within its bounds, knows the caller, and lets the service answer on a thread.

Built by ``serving`` for each worker, and by tests. Nothing but codes leaves it when something fails: no text, no
address, neither in an answer nor in a log.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import anyio
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from anefdesk import diagnostics
from anefdesk.errors import StorageError
from anefdesk.hub.doors import DOORS, Door
from anefdesk.hub.limits import Limits
from anefdesk.hub.service import Asked, Service, refusal_of
from anefdesk.hub.sessions import RefusedError, Sessions
from anefdesk.hub.settings import Settings
from anefdesk.mailbox.mailroom import Mailroom, answering
from anefdesk.mailbox.opening import open_engine
from anefdesk.wire import talk
from anefdesk.wire.talk import Refusal

_THREADS = 8  # fewer than the connections of the database's pool
_SOON = 30  # seconds
_HEADERS = {"Cache-Control": "no-store"}
_KEPT_BY_CACHES = frozenset({"GET", "HEAD"})  # nothing else is, unless it says so
_NOT_FOUND, _METHOD = 404, 405


def _told(refusal: Refusal, wait: int = 0) -> Response:
    headers = {**_HEADERS, "Retry-After": str(wait)} if wait else _HEADERS
    body = talk.pack(talk.Problem(refusal.code, wait))
    return Response(body, status_code=refusal.status, media_type=talk.TYPE, headers=headers)


class Hub:
    """What one worker holds."""

    def __init__(self, settings: Settings, now: Callable[[], float], monotonic: Callable[[], float]) -> None:
        self.settings = settings
        self.engine = open_engine(settings.database)
        room = Mailroom(self.engine, settings.chunks)
        with answering():
            self.sessions = Sessions(room, room.secret(), settings.hosts, now)
        self.service = Service(room, self.sessions, now)
        self.devices = Limits(settings.device_rate, monotonic)
        self.addresses = Limits(settings.address_rate, monotonic)
        self.threads = anyio.CapacityLimiter(_THREADS)

    async def answer(self, door: Door, request: Request) -> Response:
        """One request, from the first look at its caller to the answer."""
        caller = self.sessions.caller(request.headers.get("Authorization", ""))
        if caller is not None:
            wait = self.devices.wait(caller.org + caller.device)
        else:
            wait = self.addresses.wait((request.client.host if request.client else "").encode())
        if wait:
            raise RefusedError(Refusal.BUSY, wait)
        if door.in_session and caller is None:
            raise RefusedError(Refusal.SESSION)
        body = await self._body(door, request) if door.largest else b""
        asked = Asked(caller, body, request.path_params, request.query_params)
        given = await anyio.to_thread.run_sync(self._done, door, asked, limiter=self.threads)
        headers = _HEADERS if door.method in _KEPT_BY_CACHES else None
        if not given:
            return Response(status_code=204, headers=headers)
        return Response(given, media_type=door.gives, headers=headers)

    def _done(self, door: Door, asked: Asked) -> bytes:
        with answering():
            return door.does(self.service, asked)

    async def _body(self, door: Door, request: Request) -> bytes:
        kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind != door.takes or "Content-Encoding" in request.headers:
            raise RefusedError(Refusal.TYPE)
        length = request.headers.get("Content-Length", "")
        if length.isascii() and length.isdigit() and int(length[:12]) > door.largest:
            raise RefusedError(Refusal.LARGE)
        parts: list[bytes] = []
        size = 0
        stream = request.stream()
        try:
            async with asyncio.timeout(self.settings.longest):
                while True:
                    async with asyncio.timeout(self.settings.stall):
                        part = await anext(stream, None)
                    if part is None:
                        return b"".join(parts)
                    size += len(part)
                    if size > door.largest:
                        raise RefusedError(Refusal.LARGE)
                    parts.append(part)
        except TimeoutError:
            raise RefusedError(Refusal.SLOW) from None
        except ClientDisconnect:
            raise RefusedError(Refusal.MALFORMED) from None


def _endpoint(hub: Hub, door: Door) -> Callable[[Request], Awaitable[Response]]:
    async def ask(request: Request) -> Response:
        return await hub.answer(door, request)

    return ask


def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return _told(error.refusal, error.wait)


def _failed(_request: Request, error: Exception) -> Response:
    assert isinstance(error, StorageError)
    refusal = refusal_of(error)
    if refusal is Refusal.FAILED:
        diagnostics.LOG.error("failed: %s", error.code)
    return _told(refusal, _SOON if refusal is Refusal.DOWN else 0)


def _unexpected(_request: Request, error: Exception) -> Response:
    diagnostics.reference(type(error), error.__traceback__ or sys.exc_info()[2])
    return _told(Refusal.FAILED)


def _lost(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _told({_NOT_FOUND: Refusal.NO_ROUTE, _METHOD: Refusal.METHOD}.get(error.status_code, Refusal.MALFORMED))


def build(
    settings: Settings, now: Callable[[], float] = time.time, monotonic: Callable[[], float] = time.monotonic
) -> Starlette:
    """The service of one worker.

    Raises:
        StorageError: ``mailbox.*``.
    """
    hub = Hub(settings, now, monotonic)

    @asynccontextmanager
    async def living(_app: Starlette) -> AsyncIterator[None]:
        yield
        hub.engine.dispose()

    app = Starlette(
        routes=[Route(door.path, _endpoint(hub, door), methods=[door.method]) for door in DOORS],
        exception_handlers={
            RefusedError: _refused,
            StorageError: _failed,
            HTTPException: _lost,
            Exception: _unexpected,
        },
        lifespan=living,
    )
    app.router.redirect_slashes = False
    app.state.hub = hub
    return app
