"""What a hub does for each route: one function each, from what was asked to the body of the answer.

Used by ``app`` through the table of ``doors``. Nothing here knows HTTP beyond words and bytes.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from anefdesk.errors import StorageError
from anefdesk.hub import description, rights
from anefdesk.hub.sessions import LASTS, Caller, RefusedError, Sessions
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.mailbox.mailroom import ANSWER, REQUEST, Mailroom
from anefdesk.wire import talk
from anefdesk.wire.directory import Directory
from anefdesk.wire.entry import EVERYWHERE, verified
from anefdesk.wire.hub import Verdict
from anefdesk.wire.talk import Refusal, pack

_DAY = 24 * 60 * 60
_ID, _DIGEST = 16, 32
_NUMBER = re.compile(r"-?[0-9]{1,19}", re.ASCII)
_HEX = re.compile(r"[0-9a-f]+", re.ASCII)
_LAST = 1 << 62
_ENTRIES_AT_ONCE = 4 << 20  # octets


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, its body read."""

    caller: Caller | None = None
    body: bytes = b""
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)

    def name(self, key: str, width: int = _ID) -> bytes:
        """An id given in hexadecimal, in path or query."""
        said = self.path.get(key) or self.query.get(key, "")
        if len(said) != 2 * width or not _HEX.fullmatch(said):
            raise RefusedError(Refusal.MALFORMED)
        return bytes.fromhex(said)

    def number(self, key: str, least: int, most: int) -> int:
        """A number of the query."""
        said = self.query.get(key, "")
        if not _NUMBER.fullmatch(said) or not least <= int(said) <= most:
            raise RefusedError(Refusal.MALFORMED)
        return int(said)

    def read(self, kind: Any) -> Any:  # noqa: ANN401 - annotated types are no classes for mypy
        """The body, as ``kind`` says it must be."""
        try:
            return msgspec.msgpack.decode(self.body, type=kind)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            raise RefusedError(Refusal.MALFORMED) from None


class Service:
    """One hub. Safe to use from several threads."""

    def __init__(self, room: Mailroom, sessions: Sessions, now: Callable[[], float]) -> None:
        self._room = room
        self._sessions = sessions
        self._now = now

    def _now_in_seconds(self) -> int:
        return int(self._now())

    def _within(self, asked: Asked) -> tuple[Mailbox, Directory, Caller]:
        """The caller's mailbox and the directory, once it is seen to belong there."""
        caller = asked.caller
        box = self._room.mailbox(caller.org) if caller else None
        if caller is None or box is None:
            raise RefusedError(Refusal.SESSION)
        state = box.directory()
        rights.member(state, caller)
        return box, state, caller

    def _reading(self, asked: Asked) -> tuple[Mailbox, bytes]:
        box, state, caller = self._within(asked)
        scope = asked.name("scope")
        if not rights.reads(state, caller, scope):
            raise RefusedError(Refusal.DENIED)
        return box, scope

    # Without a session

    @staticmethod
    def describe(_asked: Asked) -> bytes:
        """What this service offers, for programs."""
        return description.document()

    def challenge(self, _asked: Asked) -> bytes:
        """Something to sign."""
        return pack(talk.Challenge(self._sessions.challenge()))

    def session(self, asked: Asked) -> bytes:
        """A session for whoever signed."""
        caller = self._sessions.open(asked.read(talk.Proof))
        self._room.called(caller.org, caller.device, self._now_in_seconds() // _DAY)
        return pack(talk.Session(self._sessions.token(caller), LASTS, self._greeting(Asked(caller))))

    def found(self, asked: Asked) -> bytes:
        """Let an organisation in."""
        said = asked.read(talk.Founding)
        org = self._room.begin(said.first, said.code)
        box = self._room.mailbox(org) if org else None
        if box is None:
            raise RefusedError(Refusal.DENIED)
        if not all(box.add_entry(entry) for entry in said.more):
            raise RefusedError(Refusal.ENTRY_BROKEN)
        return pack(org)

    # Within a session

    def _greeting(self, asked: Asked) -> talk.Hello:
        box, state, caller = self._within(asked)
        said = box.hello()
        heads = {scope: head for scope, head in said.heads.items() if rights.reads(state, caller, scope)}
        return talk.Hello(said.org, said.feed, said.dir_no, said.least_schema, heads)

    def hello(self, asked: Asked) -> bytes:
        """Where the hub stands."""
        return pack(self._greeting(asked))

    def entries(self, asked: Asked) -> bytes:
        """Entries of the directory, as many as one answer carries."""
        box, _, _ = self._within(asked)
        found = box.entries(asked.number("after", -1, _LAST))
        some: list[bytes] = []
        size = 0
        for one in found:
            if some and size + len(one) > _ENTRIES_AT_ONCE:
                break
            some.append(one)
            size += len(one)
        return pack(talk.Entries(tuple(some), len(some) < len(found)))

    def add_entry(self, asked: Asked) -> bytes:
        """An entry: who signed it decides, not who brings it."""
        box, _, _ = self._within(asked)
        return pack(box.add_entry(asked.read(talk.Entry)))

    def have(self, asked: Asked) -> bytes:
        """What is held of each log."""
        return self._held(*self._reading(asked))

    def have_for(self, asked: Asked) -> bytes:
        """The same of any centre, for an admin who signs: who takes out its PC must know how far its work goes."""
        box, state, caller = self._within(asked)
        scope = asked.name("scope")
        by = self._signed(asked, state, talk.looking_message(caller.org, caller.device, scope))
        if scope not in state.scopes or not rights.administers(state, by):
            raise RefusedError(Refusal.DENIED)
        return self._held(box, scope)

    @staticmethod
    def _signed(asked: Asked, state: Directory, message: bytes) -> bytes:
        """The person who signed it."""
        said = asked.read(talk.Opening)
        known = state.users.get(said.by)
        if known is None or not verified(known.sign, said.signature, message):
            raise RefusedError(Refusal.DENIED)
        return bytes(said.by)

    @staticmethod
    def _held(box: Mailbox, scope: bytes) -> bytes:
        return pack(
            {
                log: talk.Held(one.upto, one.head, tuple(talk.Range(*run) for run in one.ranges))
                for log, one in box.have(scope).items()
            }
        )

    def push(self, asked: Asked) -> bytes:
        """Segments of any log: who signed them decides, not who brings them. No word when all of them were new."""
        box, _, _ = self._within(asked)
        said = asked.read(talk.Segments)
        verdicts = box.push([one if isinstance(one, bytes) else box.whole(one) for one in said])
        if all(verdict is Verdict.STORED for verdict in verdicts):
            return b""
        return pack([verdict.value for verdict in verdicts])

    def pull(self, asked: Asked) -> bytes:
        """A page of a scope."""
        box, scope = self._reading(asked)
        page = box.pull(scope, asked.number("after", 0, _LAST), asked.number("limit", 1, talk.MOST_PULLED))
        return pack(talk.Pulled(page.feed, page.segments, page.keyboxes, page.cursor, page.more))

    def put_keyboxes(self, asked: Asked) -> bytes:
        """Keyboxes: who signed them decides."""
        box, _, _ = self._within(asked)
        box.put_keyboxes(asked.read(talk.Boxes))
        return b""

    def contacts(self, asked: Asked) -> bytes:
        """On which day each PC last called."""
        _, state, caller = self._within(asked)
        if not rights.oversees(state, caller):
            raise RefusedError(Refusal.DENIED)
        return pack(self._room.contacts(caller.org))

    def contacts_for(self, asked: Asked) -> bytes:
        """The same of the PCs of one centre for its lead, who signs; of any, or of all, for an admin."""
        _, state, caller = self._within(asked)
        scope = asked.name("scope")
        by = self._signed(asked, state, talk.contacts_message(caller.org, caller.device, scope))
        if not rights.answers_for(state, by, scope):
            raise RefusedError(Refusal.DENIED)
        there = {name for name, one in state.devices.items() if scope in {EVERYWHERE, one.scope}}
        return pack({name: day for name, day in self._room.contacts(caller.org).items() if name in there})

    # Chunks: whoever knows the name of one has read it in a record, so the name is the right

    def lacks(self, asked: Asked) -> bytes:
        """Which chunks are not held."""
        box, _, _ = self._within(asked)
        return pack(sorted(box.lacks(asked.read(talk.Names))))

    def put_chunk(self, asked: Asked) -> bytes:
        """Keep a chunk under the name of its hash."""
        box, _, _ = self._within(asked)
        if hashlib.sha256(asked.body).digest() != asked.name("name", _DIGEST):
            raise RefusedError(Refusal.MALFORMED)
        box.put_chunk(asked.body, asked.name("case"))
        return b""

    def has_chunk(self, asked: Asked) -> bytes:
        """Whether a chunk is held."""
        box, _, _ = self._within(asked)
        if box.lacks((asked.name("name", _DIGEST),)):
            raise RefusedError(Refusal.MISSING)
        return b""

    def get_chunk(self, asked: Asked) -> bytes:
        """A chunk; one that the disk has spoilt is let go, so that a desk may bring it again."""
        box, _, caller = self._within(asked)
        name = asked.name("name", _DIGEST)
        try:
            found = box.get_chunk(name)
        except StorageError as error:
            if error.code != "chunk.damaged":
                raise
            self._room.chunks_of(caller.org).drop(name)
            found = None
        if found is None:
            raise RefusedError(Refusal.MISSING)
        return found

    # Enrolment

    def open_enrolment(self, asked: Asked) -> bytes:
        """Wait for a new PC for a day: an admin or a lead signs for it."""
        _, state, caller = self._within(asked)
        invitation = asked.name("invitation")
        said = asked.read(talk.Opening)
        known = state.users.get(said.by) or state.devices.get(said.by)
        message = talk.opening_message(caller.org, invitation)
        if known is None or not rights.enrols(state, said.by) or not verified(known.sign, said.signature, message):
            raise RefusedError(Refusal.DENIED)
        now = self._now_in_seconds()
        if not self._room.open_post(caller.org, invitation, now + _DAY, now):
            raise RefusedError(Refusal.TAKEN)
        return b""

    def write_request(self, asked: Asked) -> bytes:
        """What a new PC says of itself, sealed; once."""
        return self._write_post(asked, REQUEST)

    def read_request(self, asked: Asked) -> bytes:
        """What a new PC said, for the organisation that waits for it."""
        self._waiting(asked)
        return self._read_post(asked, REQUEST)

    def write_answer(self, asked: Asked) -> bytes:
        """What the admin answers, sealed; once."""
        self._waiting(asked)
        return self._write_post(asked, ANSWER)

    def read_answer(self, asked: Asked) -> bytes:
        """What the admin answered, for whoever knows the invitation."""
        return self._read_post(asked, ANSWER)

    def _waiting(self, asked: Asked) -> None:
        """Only PCs of the organisation that opened an enrolment stand on its side."""
        _, _, caller = self._within(asked)
        if self._room.post_of(asked.name("invitation"), self._now_in_seconds()) != caller.org:
            raise RefusedError(Refusal.MISSING)

    def _write_post(self, asked: Asked, side: int) -> bytes:
        invitation = asked.name("invitation")
        if not asked.body:
            raise RefusedError(Refusal.MALFORMED)
        now = self._now_in_seconds()
        if self._room.post_of(invitation, now) is None:
            raise RefusedError(Refusal.MISSING)
        if not self._room.put_post(invitation, side, asked.body, now):
            raise RefusedError(Refusal.TAKEN)
        return b""

    def _read_post(self, asked: Asked, side: int) -> bytes:
        found = self._room.post(asked.name("invitation"), side, self._now_in_seconds())
        if found is None:
            raise RefusedError(Refusal.MISSING)
        return found


_BY_CODE = {
    "wire.malformed": Refusal.MALFORMED,
    "wire.newer": Refusal.MALFORMED,
    "wire.chain_broken": Refusal.MALFORMED,
    "directory.broken": Refusal.ENTRY_BROKEN,
    "directory.denied": Refusal.ENTRY_DENIED,
    "directory.refused": Refusal.ENTRY_REFUSED,
    "mailbox.erased": Refusal.ERASED,
    "mailbox.no_organisation": Refusal.UNKNOWN,
    "mailbox.unreachable": Refusal.DOWN,
    "disk.full": Refusal.FULL,
    "disk.read_only": Refusal.FULL,
    "disk.write": Refusal.FULL,
}


def refusal_of(error: StorageError) -> Refusal:
    """How an expected failure is told to a PC."""
    return _BY_CODE.get(error.code, Refusal.FAILED)
