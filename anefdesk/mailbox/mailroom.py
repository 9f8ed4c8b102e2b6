"""All mailboxes of one hub, and what it keeps beside them: its secret, invitations, days of contact, enrolments.

Used by ``hub``. Chunks of each organisation have a folder of their own: one never learns what another holds.
"""

import contextlib
import hashlib
import os
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from anefdesk.errors import StorageError
from anefdesk.mailbox import mailbox
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.mailbox.opening import writing

_SECRET, _CODE = 32, 20
_OPEN, REQUEST, ANSWER = 0, 1, 2  # sides of an enrolment


@dataclass(frozen=True, slots=True)
class Tally:
    """What a hub holds for one organisation, in numbers."""

    devices: int
    out: int
    scopes: int
    segments: int
    octets: int
    keyboxes: int
    chunks: int
    chunk_octets: int
    contacts: Mapping[int, int]  # day → devices that last called on it


@contextlib.contextmanager
def answering() -> Iterator[None]:
    """A database that fails becomes an expected error; its words, which may quote values, go nowhere.

    Raises:
        StorageError: ``mailbox.unreachable``.
    """
    try:
        yield
    except DBAPIError:
        raise StorageError("mailbox.unreachable") from None


class Mailroom:
    """The mailboxes of one database. Safe to use from several threads and processes."""

    def __init__(self, engine: Engine, chunks: Path) -> None:
        self.engine = engine
        self._chunks = chunks
        self._boxes: dict[bytes, Mailbox] = {}
        self._lock = threading.Lock()

    # Organisations

    def organisations(self) -> tuple[bytes, ...]:
        """Their ids."""
        with self.engine.connect() as connection:
            return tuple(bytes(org) for org in connection.execute(text("SELECT org FROM org ORDER BY org")).scalars())

    def chunks_of(self, org: bytes) -> ChunkFolder:
        """Where the chunks of an organisation are."""
        return ChunkFolder(self._chunks / org.hex())

    def mailbox(self, org: bytes) -> Mailbox | None:
        """The mailbox of an organisation; ``None`` when it has none here."""
        with self._lock:
            found = self._boxes.get(org)
        if found is None:
            with self.engine.connect() as connection:
                known = connection.execute(text("SELECT 1 FROM org WHERE org = :org"), {"org": org}).first()
            if known is None:
                return None
            found = Mailbox(self.engine, self.chunks_of(org), org)
            with self._lock:
                found = self._boxes.setdefault(org, found)
        return found

    def invite(self) -> str:
        """A code that lets one organisation in, to be told once: only its digest is kept."""
        code = os.urandom(_CODE).hex()
        with writing(self.engine) as connection:
            query = text("INSERT INTO invitation (digest) VALUES (:digest)")
            connection.execute(query, {"digest": _digest(code)})
        return "-".join(code[at : at + 5] for at in range(0, len(code), 5))

    def begin(self, first: bytes, code: str) -> bytes | None:
        """Let an organisation in by its first entry; ``None`` when the code is not good, or was used.

        An organisation that is here already is welcomed again: its answer may have been lost.

        Raises:
            StorageError: as ``mailbox.begin``.
        """
        org = mailbox.founded(first)
        if self.mailbox(org) is None:
            with writing(self.engine) as connection:
                query = text("DELETE FROM invitation WHERE digest = :digest")
                if connection.execute(query, {"digest": _digest(code)}).rowcount != 1:
                    return None
            mailbox.begin(self.engine, first)
        return org

    # The hub's own

    def secret(self) -> bytes:
        """What signs challenges and passes: made once, the same for all workers."""
        query = text("SELECT body FROM secret WHERE no = 1")
        with writing(self.engine) as connection:
            made = text("INSERT INTO secret (no, body) VALUES (1, :body) ON CONFLICT DO NOTHING")
            connection.execute(made, {"body": os.urandom(_SECRET)})
            return bytes(connection.execute(query).scalar_one())

    def called(self, org: bytes, device: bytes, day: int) -> None:
        """A device opened a session on ``day``."""
        put = text(
            "INSERT INTO contact (org, device, day) VALUES (:org, :device, :day) "
            "ON CONFLICT (org, device) DO UPDATE SET day = excluded.day WHERE contact.day < excluded.day"
        )
        with writing(self.engine) as connection:
            connection.execute(put, {"org": org, "device": device, "day": day})

    def contacts(self, org: bytes) -> Mapping[bytes, int]:
        """On which day each device last opened a session."""
        with self.engine.connect() as connection:
            rows = connection.execute(text("SELECT device, day FROM contact WHERE org = :org"), {"org": org})
            return {bytes(device): day for device, day in rows}

    # Enrolments: sealed letters between a new PC, which has no session yet, and an admin's

    def open_post(self, org: bytes, invitation: bytes, until: int, now: int) -> bool:
        """Wait for a new PC until a time (seconds since 1970); not when another organisation does under this name."""
        with writing(self.engine) as connection:
            connection.execute(text("DELETE FROM post WHERE until < :now"), {"now": now})
            self._put_post(connection, invitation, _OPEN, org, until, b"")
            held = self._post(connection, invitation, _OPEN, now)
            return held is not None and bytes(held.org) == org

    def put_post(self, invitation: bytes, side: int, body: bytes, now: int) -> bool:
        """Keep what one side wrote, once; the same again changes nothing. ``False`` when nobody waits for it."""
        with writing(self.engine) as connection:
            opened = self._post(connection, invitation, _OPEN, now)
            if opened is None:
                return False
            self._put_post(connection, invitation, side, bytes(opened.org), opened.until, body)
            held = self._post(connection, invitation, side, now)
            return held is not None and bytes(held.body) == body

    def post(self, invitation: bytes, side: int, now: int) -> bytes | None:
        """What one side wrote."""
        with self.engine.connect() as connection:
            held = self._post(connection, invitation, side, now)
            return bytes(held.body) if held is not None else None

    def post_of(self, invitation: bytes, now: int) -> bytes | None:
        """The organisation that opened an enrolment."""
        with self.engine.connect() as connection:
            held = self._post(connection, invitation, _OPEN, now)
            return bytes(held.org) if held is not None else None

    @staticmethod
    def _put_post(connection: Connection, invitation: bytes, side: int, org: bytes, until: int, body: bytes) -> None:
        put = text(
            "INSERT INTO post (invitation, side, org, until, body) VALUES (:invitation, :side, :org, :until, :body) "
            "ON CONFLICT DO NOTHING"
        )
        values = {"invitation": invitation, "side": side, "org": org, "until": until, "body": body}
        connection.execute(put, values)

    @staticmethod
    def _post(connection: Connection, invitation: bytes, side: int, now: int) -> Any:  # noqa: ANN401 - a row
        query = text("SELECT org, until, body FROM post WHERE invitation = :one AND side = :side AND until >= :now")
        return connection.execute(query, {"one": invitation, "side": side, "now": now}).first()

    # For whoever keeps the hub

    def tally(self, org: bytes) -> Tally:
        """What is held for an organisation, without a name."""
        box = self.mailbox(org)
        if box is None:
            raise StorageError("mailbox.no_organisation")
        state = box.directory()
        counts = {}
        with self.engine.connect() as connection:
            for table in ("seg", "keybox"):
                query = text(f"SELECT COUNT(*), COALESCE(SUM(LENGTH(body)), 0) FROM {table} WHERE org = :org")
                counts[table] = connection.execute(query, {"org": org}).one()
        sizes = self.chunks_of(org).sizes()
        days: dict[int, int] = {}
        for day in self.contacts(org).values():
            days[day] = days.get(day, 0) + 1
        return Tally(
            devices=sum(device.out is None for device in state.devices.values()),
            out=sum(device.out is not None for device in state.devices.values()),
            scopes=len(state.scopes),
            segments=counts["seg"][0],
            octets=int(counts["seg"][1]),
            keyboxes=counts["keybox"][0],
            chunks=len(sizes),
            chunk_octets=sum(sizes.values()),
            contacts=days,
        )


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.replace("-", "").strip().lower().encode()).digest()
