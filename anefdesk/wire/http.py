"""A hub behind HTTP, as any other ``Hub``: one sentence's code for each way in which it may not answer.

Used by the desk's sync. It tries nothing twice but a session that ran out; httpx is imported when it is made. What
comes back is bounded, never unpacked (no compression), and believed on nothing: the caller verifies.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self, TypeVar

import msgspec

from anefdesk.errors import StorageError
from anefdesk.wire import segment, talk, trust
from anefdesk.wire.hub import Greeting, Have, Page, Verdict
from anefdesk.wire.segment import Brief
from anefdesk.wire.talk import Refusal

if TYPE_CHECKING:
    import httpx

CONNECT: Final = 10.0  # seconds
STALLED: Final = 60.0  # seconds without a byte
LONGEST: Final = 900.0  # seconds of one answer: a mebibyte on a very slow line
_EARLY: Final = 30  # seconds before its end, a session is renewed
_BY_CODE = {one.code: one for one in Refusal}
_OK, _NOTHING, _MOVED, _ILL, _NETWORK, _GONE = 200, 204, 300, 500, 511, 410
_SMALL: Final = 2048  # octets: a segment up to there is sent in brief, larger ones gain nothing by it
_HELD = frozenset({Verdict.STORED, Verdict.KNOWN, Verdict.ERASED})
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: ``sign`` answers a challenge with the device's key, or its carrier's."""

    org: bytes
    device: bytes
    sign: Callable[[bytes], bytes]
    carrier: bool = False


class HttpHub:
    """The hub at ``url``. One at a time: not for two threads at once.

    Args:
        certificate: the hub's own certificate (PEM) when it was pinned; otherwise the system's authorities judge.
        patience: seconds without a byte after which the hub is out of reach.
        monotonic: tells when a session ends.
    """

    def __init__(
        self,
        url: str,
        caller: Caller,
        *,
        certificate: str | None = None,
        patience: float = STALLED,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        import httpx

        self._caller = caller
        self._monotonic = monotonic
        at = trust.address(url)
        self._host = at.split("/")[2]
        self._token, self._until = "", 0.0
        self._heads: dict[bytes, bytes] = {}  # of each log, as the hub told: what follows is sent in brief
        self._client = httpx.Client(
            base_url=at,
            verify=trust.context(certificate) if at.startswith("https:") else False,
            timeout=httpx.Timeout(patience, connect=min(patience, CONNECT)),
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=1),
        )
        self._client.headers.clear()  # all said by default: no compression, any type, a connection that is kept

    def close(self) -> None:
        """Let the connection go."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    # What any hub does

    def hello(self) -> Greeting:
        """As ``Hub.hello``; opens a session when there is none."""
        if not self._good():
            return self._open()
        return _greeting(self._body(talk.Hello, "GET", "/v1/hello"))

    def entries(self, after: int) -> tuple[bytes, ...]:
        """As ``Hub.entries``."""
        found: list[bytes] = []
        size = 0
        while True:
            some = self._body(talk.Entries, "GET", f"/v1/dir?after={after + len(found)}")
            found += some.entries
            size += sum(map(len, some.entries))
            if size > talk.LARGEST_DIRECTORY or not all(some.entries):  # a hub could go on without end
                raise StorageError("hub.garbled")
            if not some.more or not some.entries:
                return tuple(found)

    def add_entry(self, data: bytes) -> bool:
        """As ``Hub.add_entry``.

        Raises:
            StorageError: ``hub.*``; ``directory.*`` when the organisation did not say so.
        """
        return self._body(bool, "POST", "/v1/dir", talk.pack(data))

    def have(self, scope: bytes) -> Mapping[bytes, Have]:
        """As ``Hub.have``."""
        held = self._body(dict[talk.Id, talk.Held], "GET", f"/v1/have?scope={scope.hex()}")
        self._heads |= {log: one.head for log, one in held.items()}
        return self._held(held)

    def have_for(self, scope: bytes, by: bytes, sign: Callable[[bytes], bytes]) -> Mapping[bytes, Have]:
        """The same of a centre this PC does not read, for the admin ``by``, who signs for it."""
        message = talk.looking_message(self._caller.org, self._caller.device, scope)
        body = talk.pack(talk.Opening(by, sign(message)))
        return self._held(self._body(dict[talk.Id, talk.Held], "POST", f"/v1/have?scope={scope.hex()}", body))

    @staticmethod
    def _held(held: Mapping[bytes, talk.Held]) -> Mapping[bytes, Have]:
        return {
            log: Have(one.upto, one.head, tuple((run.first, run.last) for run in one.ranges))
            for log, one in held.items()
        }

    def push(self, segments: Sequence[bytes]) -> tuple[Verdict, ...]:
        """As ``Hub.push``, in as many requests as their size asks."""
        verdicts: list[Verdict] = []
        for some in _batches(segments):
            sent = [self._brief(one) for one in some]
            said = self._pushed(sent)
            if any(verdict not in _HELD for one, verdict in zip(sent, said, strict=True) if isinstance(one, Brief)):
                said = self._pushed(some)  # the hub does not hold what it told, or what was put back in place of it
            for data, verdict in zip(some, said, strict=True):
                log, head = segment.head_of(data)
                self._heads[log] = head if verdict is Verdict.STORED else b""
            verdicts += said
        return tuple(verdicts)

    def _brief(self, data: bytes) -> bytes | Brief:
        if len(data) > _SMALL:
            return data
        try:
            one = segment.read(data)
        except StorageError:
            return data
        follows = self._heads.get(one.header.log) == one.header.prev
        return one.brief() if follows and one.header.org == self._caller.org else data

    def _pushed(self, sent: Sequence[bytes | Brief]) -> list[Verdict]:
        data = self._ask("POST", "/v1/push", talk.pack(sent))
        if not data:  # no word: all of them were new
            return [Verdict.STORED] * len(sent)
        said = self._read(tuple[str, ...], data)
        if len(said) != len(sent):
            raise StorageError("hub.garbled")
        try:
            return [Verdict(one) for one in said]
        except ValueError:
            raise StorageError("hub.newer") from None

    def put_keyboxes(self, boxes: Sequence[bytes]) -> None:
        """As ``Hub.put_keyboxes``."""
        for some in _batches(boxes):
            self._ask("POST", "/v1/keybox", talk.pack(some))

    def pull(self, scope: bytes, after: int, limit: int) -> Page:
        """As ``Hub.pull``."""
        limit = min(limit, talk.MOST_PULLED)
        one = self._body(talk.Pulled, "GET", f"/v1/pull?scope={scope.hex()}&after={after}&limit={limit}")
        return Page(one.feed, one.segments, one.keyboxes, one.cursor, one.more)

    def lacks(self, chunks: Sequence[bytes]) -> frozenset[bytes]:
        """As ``Hub.lacks``."""
        found: set[bytes] = set()
        for at in range(0, len(chunks), talk.MOST_NAMES):
            some = chunks[at : at + talk.MOST_NAMES]
            found |= set(self._body(tuple[talk.Digest, ...], "POST", "/v1/lacks", talk.pack(some))) & set(some)
        return frozenset(found)

    def put_chunk(self, chunk: bytes, case: bytes) -> None:
        """As ``Hub.put_chunk``.

        Raises:
            StorageError: ``hub.*``; ``mailbox.erased``.
        """
        name = hashlib.sha256(chunk).hexdigest()
        self._ask("PUT", f"/v1/chunk/{name}?case={case.hex()}", chunk, talk.CHUNK_TYPE)

    def get_chunk(self, name: bytes) -> bytes | None:
        """As ``Hub.get_chunk``."""
        found = self._ask("GET", f"/v1/chunk/{name.hex()}", absent=True)
        if found is not None and hashlib.sha256(found).digest() != name:
            raise StorageError("hub.garbled")
        return found

    def begin(self, first: bytes, code: str, more: Sequence[bytes] = ()) -> None:
        """Let the organisation in by its first entries and the code that the hub's keeper was told.

        Raises:
            StorageError: ``hub.*``; ``hub.refused`` for a code that is wrong, or was used.
        """
        self._once("POST", "/v1/org", talk.pack(talk.Founding(code, first, tuple(more))))

    def contacts(self) -> Mapping[bytes, int]:
        """On which day from 1970 each PC last called, for one that answers for all; ``hub.refused`` for others."""
        return self._body(dict[talk.Id, int], "GET", "/v1/contacts")

    def contacts_for(self, scope: bytes, by: bytes, sign: Callable[[bytes], bytes]) -> Mapping[bytes, int]:
        """The same of one centre for its lead ``by``, who signs for it; of any, or of all, for an admin."""
        message = talk.contacts_message(self._caller.org, self._caller.device, scope)
        body = talk.pack(talk.Opening(by, sign(message)))
        return self._body(dict[talk.Id, int], "POST", f"/v1/contacts?scope={scope.hex()}", body)

    # Letting a new PC in: two sealed letters under the name of an invitation

    def open_enrolment(self, invitation: bytes, by: bytes, signature: bytes) -> None:
        """Wait a day for a new PC; ``by`` signed ``talk.opening_message``.

        Raises:
            StorageError: ``hub.*``.
        """
        self._ask("PUT", _post(invitation), talk.pack(talk.Opening(by, signature)))

    def write_request(self, invitation: bytes, letter: bytes) -> None:
        """Leave the new PC's letter; needs no session.

        Raises:
            StorageError: ``hub.refused`` with the ``reason`` missing when nobody waits, taken when another was left.
        """
        self._once("PUT", _post(invitation, "request"), letter, talk.CHUNK_TYPE)

    def read_request(self, invitation: bytes) -> bytes | None:
        """The new PC's letter; ``None`` while there is none."""
        return self._ask("GET", _post(invitation, "request"), absent=True)

    def write_answer(self, invitation: bytes, letter: bytes) -> None:
        """Leave the organisation's letter; raises as ``write_request``."""
        self._ask("PUT", _post(invitation, "answer"), letter, talk.CHUNK_TYPE)

    def read_answer(self, invitation: bytes) -> bytes | None:
        """The organisation's letter; ``None`` while there is none. Needs no session."""
        return self._once("GET", _post(invitation, "answer"), absent=True)

    # Sessions

    def _good(self) -> bool:
        return bool(self._token) and self._monotonic() < self._until

    def _open(self) -> Greeting:
        self._token = ""
        caller = self._caller
        nonce = self._read(talk.Challenge, self._once("GET", "/v1/session")).nonce
        message = talk.session_message(self._host, caller.org, caller.device, nonce, carrier=caller.carrier)
        proof = talk.Proof(caller.org, caller.device, caller.carrier, nonce, caller.sign(message))
        said = self._read(talk.Session, self._once("POST", "/v1/session", talk.pack(proof)))
        if said.hello.org != caller.org:
            raise StorageError("hub.garbled")
        self._token = said.token
        self._until = self._monotonic() + max(1, said.lasts - _EARLY)
        return _greeting(said.hello)

    # Asking

    def _body(self, kind: type[_T], method: str, path: str, body: bytes = b"") -> _T:
        return self._read(kind, self._ask(method, path, body) or b"")

    @staticmethod
    def _read(kind: type[_T], data: bytes | None) -> _T:
        try:
            return msgspec.msgpack.decode(data or b"", type=kind)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            raise StorageError("hub.garbled") from None

    def _ask(
        self, method: str, path: str, body: bytes = b"", kind: str = talk.TYPE, *, absent: bool = False
    ) -> bytes | None:
        """Ask within a session; one that the hub no longer knows is opened again, once."""
        if not self._good():
            self._open()
        try:
            return self._once(method, path, body, kind, absent=absent)
        except _SessionOverError:
            self._open()
            return self._once(method, path, body, kind, absent=absent)

    def _once(
        self, method: str, path: str, body: bytes = b"", kind: str = talk.TYPE, *, absent: bool = False
    ) -> bytes | None:
        import httpx

        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        if body:
            headers["Content-Type"] = kind
        try:
            with self._client.stream(method, path, content=body or None, headers=headers) as answer:
                data = b"".join(self._bounded(answer.iter_raw()))
        except httpx.ConnectError as error:
            raise StorageError("hub.certificate" if trust.untrusted(error) else "hub.unreachable") from None
        except (httpx.TransportError, httpx.InvalidURL, httpx.StreamError):
            raise StorageError("hub.unreachable") from None
        return self._judged(answer, data, absent=absent)

    def _bounded(self, parts: Iterator[bytes]) -> Iterator[bytes]:
        size, end = 0, self._monotonic() + LONGEST
        for part in parts:
            size += len(part)
            if size > talk.LARGEST_ANSWER:
                raise StorageError("hub.garbled")
            if self._monotonic() > end:  # a byte now and then
                raise StorageError("hub.unreachable")
            yield part

    @staticmethod
    def _judged(answer: "httpx.Response", data: bytes, *, absent: bool) -> bytes | None:
        status = answer.status_code
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        plain = "Content-Encoding" not in answer.headers
        if plain and ((status == _OK and kind in {talk.TYPE, talk.CHUNK_TYPE}) or status == _NOTHING):
            return data
        if kind == talk.TYPE and plain and status >= _MOVED:
            refusal, wait = _refusal(data)
            if absent and refusal is Refusal.MISSING:
                return None
            raise _said(refusal, wait)
        if status >= _ILL and status != _NETWORK:
            raise StorageError("hub.failing")
        raise StorageError("hub.portal" if kind == "text/html" or status >= _MOVED else "hub.garbled")


class _SessionOverError(StorageError):
    """The hub knows this session no longer."""


def _refusal(data: bytes) -> tuple[Refusal | None, int]:
    try:
        said = msgspec.msgpack.decode(data, type=talk.Problem)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None, 0
    return _BY_CODE.get(said.code), said.wait


def _said(refusal: Refusal | None, wait: int) -> StorageError:  # noqa: PLR0911 - one answer for each refusal
    """The code for the desk, which has a sentence for each."""
    match refusal:
        case None:
            return StorageError("hub.garbled")
        case Refusal.SESSION:
            return _SessionOverError("hub.refused", reason=refusal.name.lower())
        case Refusal.BUSY | Refusal.DOWN | Refusal.SLOW:
            return StorageError("hub.busy", retry_after=wait)
        case Refusal.REVOKED:
            return StorageError("hub.revoked")
        case Refusal.NEWER:
            return StorageError("hub.newer")
        case Refusal.FULL:
            return StorageError("hub.full")
        case Refusal.FAILED:
            return StorageError("hub.failing")
        case Refusal.ERASED | Refusal.ENTRY_DENIED | Refusal.ENTRY_REFUSED | Refusal.ENTRY_BROKEN:
            return StorageError(refusal.code)
        case _:
            return StorageError("hub.refused", reason=refusal.name.lower())


def _post(invitation: bytes, side: str = "") -> str:
    return f"/v1/enrolment/{invitation.hex()}" + (f"/{side}" if side else "")


def _batches(things: Sequence[bytes]) -> Iterator[list[bytes]]:
    """In order, as many at a time as one request may carry."""
    some: list[bytes] = []
    size = 0
    for one in things:
        if some and (size + len(one) > talk.LARGEST_PUSH // 2 or len(some) >= talk.MOST_SEGMENTS):
            yield some
            some, size = [], 0
        some.append(one)
        size += len(one)
    if some:
        yield some


def _greeting(said: talk.Hello) -> Greeting:
    return Greeting(said.org, said.feed, said.dir_no, said.least_schema, dict(said.heads))
